"""How long all transforms take for 500 units × 20 measures × 36 months over two million cases; aim: at most 5 seconds on 2 cores.

``python -m tests.benchmarks.bench_transforms`` prints seconds, processor time, cases per second and peak memory of the whole
pipeline and of the outcomes alone, and how many times as fast the outcomes are as the slow plain-Python computation on a small
subset (both giving the same figures). Each measurement is made in a process of its own.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl

from tests.outcome_world import said
from tests.slow_outcomes import slow_outcomes
from transforms.catalogue import Case, SeriesValue
from transforms.inputs import Inputs
from transforms.measures import CaseCount, CaseDuration, CaseShare, CaseStock, Distinct, Filter, Measure, Ratio, ReportedSeries
from transforms.outcomes.every_measure import outcomes
from transforms.periods import next_month
from transforms.pipeline import build_tables
from transforms.plan import ChosenMeasure, Goal, Plan, Unit

FIRST_MONTH, MONTHS, AS_OF = date(2023, 10, 1), 36, date(2026, 10, 5)
HOLIDAYS = tuple(
    date(year, month, day) for year in range(2023, 2027) for month, day in ((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26))
)
AIM_SECONDS = 5.0
_EVENT: dict[str, Any] = {"kind": "case_count", "source": "system"}
_SHARE: dict[str, Any] = {"kind": "case_share", "source": "system"}
_TIME: dict[str, Any] = {"kind": "case_duration", "source": "system", "until": "closed"}

MEASURES: tuple[Measure, ...] = (
    CaseCount(**said("inkomna"), **_EVENT, event="opened"),
    CaseCount(**said("inkomna_nya"), **_EVENT, event="opened", where=Filter(case_type=("nyansökan",))),
    CaseCount(**said("beslutade"), **_EVENT, event="decided"),
    CaseCount(**said("avslutade"), **_EVENT, event="closed"),
    CaseCount(**said("till_arbete"), **_EVENT, event="closed", where=Filter(close_reason_group=("arbete",))),
    CaseShare(**said("digitala"), **_SHARE, event="opened", part=Filter(channel=("e-tjänst",))),
    CaseShare(**said("bifall"), **_SHARE, event="decided", part=Filter(outcome=("bifall",))),
    CaseShare(**said("andel_arbete"), **_SHARE, event="closed", part=Filter(close_reason_group=("arbete",))),
    CaseDuration(**said("median"), **_TIME, statistic="median"),
    CaseDuration(**said("p90"), **_TIME, statistic="p90"),
    CaseDuration(**said("timmar"), **(_TIME | {"until": "decided"}), statistic="median", measured_in="hours"),
    CaseDuration(**said("arbetsdagar"), **_TIME, since="decided", statistic="p90", measured_in="working_days"),
    CaseDuration(**said("inom_tio"), **_TIME, statistic="share_within", measured_in="working_days", limit=10),
    CaseDuration(**said("i_tid"), **_TIME, statistic="share_within", limit="due"),
    CaseStock(**said("oppna"), kind="case_stock", source="system"),
    CaseStock(**said("oppna_nya"), kind="case_stock", source="system", where=Filter(case_type=("nyansökan",))),
    Distinct(**said("personer"), kind="distinct", source="system", of="person", event="opened"),
    Distinct(**said("handlaggare", disclosure="staff"), kind="distinct", source="system", of="caseworker", event="opened"),
    Ratio(**said("per_handlaggare"), kind="ratio", numerator="oppna", denominator="handlaggare"),
    ReportedSeries(**said("sjukfranvaro", disclosure="staff"), kind="series", source="hr", code="sjuk", topic="hr"),
)  # fmt: skip


def made_up_inputs(units: int, cases: int) -> Inputs:
    """A nämnd, a process per 40 units, and cases over three years spread unevenly over the units; the same every time."""
    processes = max(1, units // 40)
    plan_units = [Unit(unit_id="namnd", unit_name="Nämnden", level="board")]
    plan_units += [
        Unit(unit_id=f"process-{n:02}", unit_name=f"Process {n}", level="process", parent_unit_id="namnd") for n in range(processes)
    ]
    plan_units += [
        Unit(unit_id=f"enhet-{n:03}", unit_name=f"Enhet {n}", level="unit", parent_unit_id=f"process-{n % processes:02}")
        for n in range(units)
    ]
    unit_ids = [f"enhet-{n:03}" for n in range(units)]
    return Inputs(
        as_of=AS_OF,
        municipality_code="1287",
        measures=MEASURES,
        plan=Plan(
            units=tuple(plan_units),
            chosen_measures=tuple(
                ChosenMeasure(unit_id=unit_id, measure_id=measure.measure_id, position=place)
                for unit_id in unit_ids
                for place, measure in enumerate(MEASURES[:12], start=1)
            ),
            goals=tuple(_goal(unit_id) for unit_id in unit_ids),
        ),
        holidays=HOLIDAYS,
        source_covers={"system": (FIRST_MONTH, date(2026, 9, 1)), "hr": (FIRST_MONTH, date(2026, 9, 1))},
        cases=_cases(unit_ids, cases),
        series=_series(unit_ids),
    )


def _goal(unit_id: str) -> Goal:
    return Goal(
        goal_id=f"eor-{unit_id}", version=1, unit_id=unit_id, measure_id="till_arbete", title="450 i arbete",
        kind="cumulative", target=450.0,
        first_month=date(2026, 4, 1), last_month=date(2027, 3, 1), shape="even", owner="enhetschef", decided_on=date(2026, 3, 1),
    )  # fmt: skip


def _cases(unit_ids: list[str], count: int) -> pl.DataFrame:
    chance = np.random.default_rng(20261005)

    def one_of(values: list[str], number: int = count) -> pl.Series:
        return pl.Series(values).gather(chance.integers(0, len(values), number))

    def later(than: np.ndarray, mean_days: float, missing: float) -> pl.Series:
        moment = than + (chance.exponential(mean_days, count) * 86_400e6).astype("timedelta64[us]")
        return pl.select(pl.when(pl.Series(chance.random(count) >= missing)).then(pl.Series(moment))).to_series()

    start = np.datetime64("2023-07-01T00:00:00", "us")
    opened = start + (chance.random(count) * 1187 * 86_400e6).astype("timedelta64[us]")
    shares = 1 / np.arange(1, len(unit_ids) + 1) ** 0.5
    frame = pl.DataFrame(
        {
            "source_id": pl.repeat("system", count, eager=True),
            "case_key": pl.int_range(count, eager=True).cast(pl.String).str.zfill(32),
            "person_key": pl.Series(chance.integers(0, max(1, count // 5), count)).cast(pl.String).str.zfill(32),
            "unit_id": pl.Series(unit_ids).gather(chance.choice(len(unit_ids), count, p=shares / shares.sum())),
            "case_type": one_of(["nyansökan", "återansökan", "löpande", "överklagan"]),
            "opened_at": pl.Series(opened),
            "decided_at": later(opened, 12, 0.1),
            "closed_at": later(opened, 60, 0.08),
            "due_at": later(opened, 70, 0.2),
            "outcome": one_of(["bifall", "delvis bifall", "avslag", "avvisat"]),
            "close_reason": one_of(["arbete", "studier", "flytt", "annat"]),
            "close_reason_group": one_of(["arbete", "studier", "annat", "Ej mappad"]),
            "channel": one_of(["e-tjänst", "post", "besök"]),
            "caseworker_key": pl.Series(chance.integers(0, 3000, count)).cast(pl.String).str.zfill(32),
            "household_size": pl.Series(chance.integers(1, 7, count)),
            "amount_sek": pl.Series(chance.random(count) * 10_000),
            "file_id": pl.repeat("0123456789abcdef", count, eager=True),
            "line": pl.int_range(2, count + 2, eager=True),
            "sex": one_of(["K", "M"]),
        }
    )
    return Case.conform(frame)


def _series(unit_ids: list[str]) -> pl.DataFrame:
    months = pl.DataFrame({"month": [next_month(FIRST_MONTH, step) for step in range(MONTHS)]})
    grid = pl.DataFrame({"unit_id": unit_ids}).join(months, how="cross").with_row_index("line", offset=2)
    return SeriesValue.conform(
        grid.select(
            pl.lit("hr").alias("source_id"), pl.lit("sjuk").alias("series_code"), "unit_id", "month",
            (pl.col("line") % 11 + 0.5).alias("value"), (pl.col("line") % 11 + 0.5).alias("numerator"),
            pl.lit(100.0).alias("denominator"), pl.lit("fedcba9876543210").alias("file_id"), "line",
        )
    )  # fmt: skip


def _measured(work: Callable[[Inputs], object], units: int, cases: int) -> tuple[float, float, float]:
    """Seconds, seconds of processor time over all cores, and the process's peak memory in MiB, after a small run to warm up."""
    inputs = made_up_inputs(units, cases)
    work(made_up_inputs(5, 1_000))
    started, busy = time.perf_counter(), time.process_time()
    work(inputs)
    return time.perf_counter() - started, time.process_time() - busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _inputs_alone(_: Inputs) -> None:
    """Nothing: what the inputs themselves take."""


def _times_faster(units: int, cases: int) -> float:
    """Plain Python's seconds over ours, on the same small inputs, after seeing that both say the same."""
    inputs = made_up_inputs(units, cases)
    slow_inputs = Inputs(**{**vars(inputs), "measures": MEASURES[:19]})
    started = time.perf_counter()
    slow = slow_outcomes(slow_inputs)
    slow_seconds = time.perf_counter() - started
    outcomes(slow_inputs)
    started = time.perf_counter()
    fast = outcomes(slow_inputs)
    fast_seconds = time.perf_counter() - started
    for row in fast.iter_rows():
        said_slowly = slow[row[0], row[1], row[2]]
        if not all(
            a == b or (a is not None and b is not None and math.isclose(a, b)) for a, b in zip(row[3:], said_slowly, strict=True)
        ):
            raise AssertionError(f"{row} ≠ {said_slowly}")
    return slow_seconds / fast_seconds


def main() -> None:
    """Print what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--cases", type=int, default=2_000_000)
    size = parser.parse_args()
    print(f"{size.units} units × {len(MEASURES)} measures × {MONTHS} months, {size.cases:,} cases, {datetime.now():%Y-%m-%d}")  # noqa: DTZ005
    spawned = multiprocessing.get_context("spawn")
    for name, work in (("the inputs alone", _inputs_alone), ("outcomes", outcomes), ("all transforms", build_tables)):
        with spawned.Pool(1) as own_process:
            seconds, busy, peak = own_process.apply(_measured, (work, size.units, size.cases))
        speed = f"{seconds:6.2f} s ({busy:.2f} s of processor time), {size.cases / seconds / 1e6:.2f} M cases/s, "
        print(f"  {name:<18}{'' if work is _inputs_alone else speed}peak {peak:.0f} MiB")
        if work is build_tables:
            print(f"  ratio to the aim of {AIM_SECONDS:.0f} s: {seconds / AIM_SECONDS:.2f}")
    with spawned.Pool(1) as own_process:
        times = own_process.apply(_times_faster, (12, 4_000))
    print(f"  outcomes against plain Python, 12 units and 4,000 cases: {times:.0f} times as fast")


if __name__ == "__main__":
    main()

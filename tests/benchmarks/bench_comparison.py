"""How long comparing takes: 96 key figures × 290 kommuner × 29 years; aim: at most a second for the year and the history.

``python -m tests.benchmarks.bench_comparison`` prints seconds, processor time and peak memory, and how many times as fast it is
as the slow plain-Python computation of the same rows, a key figure at a time (on some of them, every row compared, scaled to all).
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from tests.slow_comparison import same_rows, slow_comparison, slow_years
from transforms.catalogue import Area, KoladaValue, SimilarArea
from transforms.comparison.history import comparison_years
from transforms.comparison.standing import comparison
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi
from transforms.plan import Plan

KPIS, KOMMUNER, YEARS, SLOW_KPIS = 96, 290, range(1994, 2023), 8
AIM_SECONDS = 1.0
OURS, SIMILAR = "1001", ("1005", "1010", "1050", "1100", "1150", "1200", "1250")


def made_up_inputs() -> Inputs:
    """Key figures with ties, a fifth of the values missing, we the first kommun; the same every time."""
    chance = np.random.default_rng(20261121)
    codes = [str(1001 + number) for number in range(KOMMUNER)]
    kpis = [f"N{number:05}" for number in range(KPIS)]
    count = KPIS * KOMMUNER * len(YEARS)
    grid = (
        pl.DataFrame({"kpi_id": kpis})
        .join(pl.DataFrame({"municipality_code": codes}), how="cross")
        .join(pl.DataFrame({"year": list(YEARS)}), how="cross")
    )
    values = grid.with_columns(
        gender=pl.lit("T"),
        status=pl.lit(""),
        value=pl.when(pl.Series(chance.random(count) > 0.2)).then(pl.Series(chance.normal(50, 15, count).round(1))),
    )
    return Inputs(
        as_of=date(2026, 11, 21),
        municipality_code=OURS,
        measures=tuple(_measure(kpi) for kpi in kpis),
        plan=Plan(),
        kolada_values=KoladaValue.conform(values.select(*KoladaValue.columns)),
        areas=Area.of([{"municipality_code": code, "area_name": code, "area_type": "K"} for code in codes]),
        similar_areas=SimilarArea.of([{"group_id": "G", "group_title": "g", "municipality_code": code} for code in SIMILAR]),
    )


def _measure(kpi: str) -> KoladaKpi:
    return KoladaKpi(
        kind="kolada", kpi=kpi, measure_id=kpi, direction="down", name=kpi, unit="%", definition="d", author="a", checker="c",
        reviewed_on=date(2026, 1, 1),
    )  # fmt: skip


def measured() -> tuple[float, float, float, float]:
    """Seconds, processor time, peak MiB and plain Python's processor time scaled to all key figures."""
    inputs = made_up_inputs()
    few = replace(inputs, measures=inputs.measures[:SLOW_KPIS])
    fast = comparison(few).to_dicts(), comparison_years(few).to_dicts()
    started, busy = time.perf_counter(), time.process_time()
    comparison(inputs)
    comparison_years(inputs)
    took = time.perf_counter() - started, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return *took, peak, _slowly(few, fast) * KPIS / SLOW_KPIS


def _slowly(inputs: Inputs, fast: tuple[list[dict[str, object]], list[dict[str, object]]]) -> float:
    """Processor time of the slow computation. Raises ``AssertionError`` when a row differs."""
    seconds = 0.0
    kommuner = set(inputs.areas["municipality_code"])
    for measure in inputs.measures:
        if not isinstance(measure, KoladaKpi):
            continue
        rows = inputs.kolada_values.filter(kpi_id=measure.kpi).select("kpi_id", "gender", "year", "municipality_code", "value")
        table = {row[:4]: row[4] for row in rows.iter_rows()}
        said = ((measure,), table, kommuner, SIMILAR, OURS)
        started = time.process_time()
        slow = tuple(made(*said, minimum_reporters=50, perspectives={}) for made in (slow_comparison, slow_years))
        seconds += time.process_time() - started
        own = [[row for row in ours if row["measure_id"] == measure.measure_id] for ours in fast]
        if not all(same_rows(one, other) for one, other in zip(slow, own, strict=True)):
            raise AssertionError(f"{measure.kpi}: not the same")
    return seconds


def main() -> None:
    """Print what was reached."""
    print(f"{KPIS} key figures × {KOMMUNER} kommuner × {len(YEARS)} years")
    with multiprocessing.get_context("spawn").Pool(1) as own_process:
        seconds, busy, peak, slow = own_process.apply(measured)
    print(
        f"  the year and the history {seconds:.2f} s ({busy:.2f} s of processor time), peak {peak:.0f} MiB with the values; "
        f"ratio to the aim of {AIM_SECONDS:.0f} s: {seconds / AIM_SECONDS:.2f}"
    )
    print(f"  plain Python on {SLOW_KPIS} of them, the same rows, scaled: {slow:.0f} s, we are {slow / busy:.0f} times as fast")


if __name__ == "__main__":
    main()

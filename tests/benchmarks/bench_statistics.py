"""How long chance takes: 10 000 series × 60 months through baselines, signals and forecasts; aim: at most 3 seconds and 1 GiB.

``python -m tests.benchmarks.bench_statistics`` prints seconds, processor time and peak memory of every step, each in a process
of its own, and how many times as fast they are as the slow plain-Python computation of the same figures (on a subset, every
figure compared, scaled to all series). That ratio is of processor time, which other work on the machine does not change; ours is
summed over all cores. The slow forecasts sum their distributions weight by weight, as the definitions say.

The aim is for "all three"; below it the same with the season taken out of every series, and with stability and suggested baselines.
Seven tenths of the series are counts with a goal to reach, the rest shares with a goal for a cohort; six of each goal's twelve
months are known, and three months in a hundred are missing.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from tests.outcome_world import said
from tests.slow_goals import SlowGoal, slow_forecast
from tests.slow_signals import slow_signals
from tests.slow_variation import SlowMeasure, SlowMonth, slow_baseline
from transforms import plan_tables
from transforms.catalogue import Outcome
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.goals.fan import forecast_months
from transforms.goals.forecast import forecasts
from transforms.inputs import Inputs, Prior, SignalRules
from transforms.measures import CaseCount, CaseShare, Filter, Measure
from transforms.periods import next_month
from transforms.plan import Goal, Plan
from transforms.variation.baselines import baselines
from transforms.variation.judged import judged as all_that_is_judged
from transforms.variation.signals import signals

MONTHS, KNOWN_OF_GOAL, GOAL_MONTHS = 60, 6, 12
FIRST_MONTH = date(2021, 10, 1)
AS_OF = next_month(FIRST_MONTH, MONTHS)
GOAL_FROM = next_month(FIRST_MONTH, MONTHS - KNOWN_OF_GOAL)
AIM_SECONDS, AIM_MIB = 3.0, 1024.0
_NEAR = 1e-7
_EVENT: dict[str, Any] = {"source": "s", "event": "closed"}
MEASURES: tuple[Measure, ...] = (
    *(CaseCount(**said(f"antal_{n}"), kind="case_count", **_EVENT) for n in range(7)),
    *(CaseShare(**said(f"andel_{n}"), kind="case_share", **_EVENT, part=Filter(channel=("e-tjänst",))) for n in range(3)),
)

SEASONAL = tuple(replace(measure, adjusted_for="season") for measure in MEASURES)


@dataclass(frozen=True)
class World:
    """What is judged: computed before the clock starts."""

    plan: Plan
    outcome: pl.DataFrame
    goal: pl.DataFrame
    plan_month: pl.DataFrame
    deviation: pl.DataFrame


def made_up(series: int) -> World:
    """So many series, the same every time; every fiftieth has shifted a quarter of its level in the last year."""
    chance = np.random.default_rng(20261121)
    units = series // len(MEASURES)
    rate = chance.uniform(5, 60, (len(MEASURES), units, 1))
    level = np.broadcast_to(rate, (len(MEASURES), units, MONTHS)).copy()
    level[:, ::50, -12:] *= 1.25
    counted = chance.poisson(level).astype(float)
    of = chance.poisson(80, counted.shape) + 1.0
    is_share = np.array([isinstance(measure, CaseShare) for measure in MEASURES])[:, None, None]
    part = np.minimum(counted, of)
    value = np.where(is_share, 100 * part / of, counted)
    is_missing = chance.random(counted.shape) < 0.03
    is_missing[:, :, -KNOWN_OF_GOAL:] = False
    months = [next_month(FIRST_MONTH, step) for step in range(MONTHS)]
    unit_ids = [f"enhet-{number:05}" for number in range(units)]
    grid = (
        pl.DataFrame({"measure_id": [measure.measure_id for measure in MEASURES]})
        .join(pl.DataFrame({"unit_id": unit_ids}), how="cross")
        .join(pl.DataFrame({"month": months}), how="cross")
    )
    known = pl.Series(~is_missing.ravel())
    shares = pl.Series(np.broadcast_to(is_share, counted.shape).ravel())
    outcome = Outcome.conform(
        grid.with_columns(
            value=pl.when(known).then(pl.Series(value.ravel())),
            numerator=pl.when(known & shares).then(pl.Series(part.ravel())),
            denominator=pl.when(known & shares).then(pl.Series(of.ravel())),
            rows=pl.lit(1),
            is_preliminary=pl.lit(value=False),
        ).select(*Outcome.columns)
    )
    goals = [_goal(measure, unit_id, rate[m, u, 0]) for m, measure in enumerate(MEASURES) for u, unit_id in enumerate(unit_ids)]
    told = Plan(goals=tuple(goals))
    goal = plan_tables.goals(told, MEASURES, AS_OF)
    plan_month = plan_months(told, outcome)
    return World(told, outcome, goal, plan_month, deviations(goal, plan_month, outcome, AS_OF))


def _goal(measure: Measure, unit_id: str, rate: float) -> Goal:
    is_share = isinstance(measure, CaseShare)
    return Goal(
        goal_id=f"{measure.measure_id}.{unit_id}", version=1, unit_id=unit_id, measure_id=measure.measure_id, title="m",
        kind="share" if is_share else "cumulative", target=float(round(rate) if is_share else round(GOAL_MONTHS * rate)),
        start_value=0.0 if is_share else None, first_month=GOAL_FROM, last_month=next_month(GOAL_FROM, GOAL_MONTHS - 1),
        shape="even", owner="enhetschef", decided_on=date(2026, 3, 1),
    )  # fmt: skip


def judged(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Baselines and signals."""
    baseline = baselines(MEASURES, world.plan, world.outcome)
    return baseline, signals(MEASURES, world.outcome, baseline)


def judged_by_season(world: World) -> None:
    """Baselines and signals with the season taken out of every series."""
    baseline = baselines(SEASONAL, world.plan, world.outcome)
    signals(SEASONAL, world.outcome, baseline)


def judged_and_more(world: World) -> None:
    """All that is judged of the months: stability, suggested baselines and level targets too."""
    all_that_is_judged(Inputs(as_of=AS_OF, municipality_code="", measures=MEASURES, plan=world.plan), world.outcome)


def foreseen(world: World) -> pl.DataFrame:
    """Forecasts with their chance."""
    return forecasts(world.goal, world.plan_month, world.deviation, world.outcome, AS_OF, holidays=(), prior=Prior())


def fanned(world: World) -> pl.DataFrame:
    """The fan: the same for every month left."""
    return forecast_months(world.goal, world.plan_month, world.deviation, world.outcome, AS_OF, prior=Prior())


def all_three(world: World) -> None:
    """Baselines, signals and forecasts."""
    judged(world)
    foreseen(world)


def nothing(_: World) -> None:
    """What the outcomes and plans themselves take."""


def measured(work: Callable[[World], object], series: int) -> tuple[float, float, float]:
    """Seconds, seconds of processor time over all cores, and the process's peak memory in MiB, after a small run to warm up."""
    work(made_up(50))
    world = made_up(series)
    started, busy = time.perf_counter(), time.process_time()
    work(world)
    return time.perf_counter() - started, time.process_time() - busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def slowly(series: int) -> tuple[float, float, int]:
    """Plain Python's processor time: baselines and signals; forecasts and fans. And how many figures agree (else it raises)."""
    world = made_up(series)
    months = world.outcome.partition_by("measure_id", "unit_id", as_dict=True)
    baseline, signal = judged(world)
    forecast, fan = foreseen(world), fanned(world)

    started = time.process_time()
    slow_judged = {key: _judged_slowly(key[0], rows) for key, rows in months.items()}
    judged_seconds = time.process_time() - started
    started = time.process_time()
    slow_foreseen = {
        goal.goal_id: slow_forecast(_as_slow(goal, months[goal.measure_id, goal.unit_id])) for goal in world.plan.goals
    }
    foreseen_seconds = time.process_time() - started

    same = 0
    signals_of = signal.partition_by("measure_id", "unit_id", as_dict=True)
    for row in baseline.iter_rows(named=True):
        limits, told = slow_judged[row["measure_id"], row["unit_id"]]
        same += _compared(
            row, limits, ("points", "centre", "mean_moving_range", "spread", "lower_limit", "upper_limit", "strength")
        )
        for month, slow in zip(signals_of[row["measure_id"], row["unit_id"]].iter_rows(named=True), told, strict=True):
            same += _compared(month, slow, ("value", "lower_limit", "upper_limit", "sigmas", "rule", "side", "judgement"))
    fans = fan.partition_by("goal_id", as_dict=True)
    for row in forecast.iter_rows(named=True):
        slow = slow_foreseen[row["goal_id"]]
        same += _compared(row, slow, ("periods_done", "outcome_cumulative", "forecast_at_present_pace", "chance_of_reaching"))
        for month, ahead in zip(fans[(row["goal_id"],)].iter_rows(named=True), slow["fan"], strict=True):
            past = ahead.get("so_far", 0)
            same += _compared(
                month, {name: past + ahead[name] for name in ("expected", "low", "high")}, ("expected", "low", "high")
            )
    return judged_seconds, foreseen_seconds, same


def _judged_slowly(measure_id: Any, rows: pl.DataFrame) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    measure = SlowMeasure("i_prime", 100.0, is_share=True) if str(measure_id).startswith("andel") else SlowMeasure()
    months = [SlowMonth(*row) for row in rows.select("month", "value", "denominator").iter_rows()]
    first = next(place for place, month in enumerate(months) if month.value is not None)
    limits = slow_baseline(months[first:], measure, SignalRules())
    return vars(limits), slow_signals(months[first:], limits, measure, MEASURES[0].direction, SignalRules())


def _as_slow(goal: Goal, rows: pl.DataFrame) -> SlowGoal:
    told = rows.filter(pl.col("month") >= goal.first_month)
    stated = SlowGoal(target=int(goal.target), periods=GOAL_MONTHS, ended=KNOWN_OF_GOAL, values=told["value"].to_list())
    if goal.kind != "share":
        return stated
    cohort = [(int(hit), int(of)) for hit, of in told.select("numerator", "denominator").iter_rows()]
    return replace(stated, kind="share", cohort=cohort)


def _compared(ours: Mapping[str, Any], slow: Mapping[str, Any], names: tuple[str, ...]) -> int:
    for name in names:
        one, other = ours[name], slow[name]
        is_near = isinstance(one, float) and other is not None and math.isclose(one, other, rel_tol=_NEAR, abs_tol=_NEAR)
        if one != other and not is_near:
            raise AssertionError(f"{name}: {one} ≠ {other} in {dict(ours)}")
    return len(names)


def main() -> None:
    """Print what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=10_000)
    parser.add_argument("--slow-series", type=int, default=100)
    size = parser.parse_args()
    print(f"{size.series:,} series × {MONTHS} months, {size.series:,} goals")
    spawned = multiprocessing.get_context("spawn")
    reached: dict[str, tuple[float, float, float]] = {}
    steps = {
        "what is judged": nothing,
        "baselines, signals": judged,
        "forecasts": foreseen,
        "all three": all_three,
        "fans": fanned,
        "season taken out": judged_by_season,
        "and stability": judged_and_more,
    }
    for name, work in steps.items():
        with spawned.Pool(1) as own_process:
            seconds, busy, peak = reached[name] = own_process.apply(measured, (work, size.series))
        took = "" if work is nothing else f"{seconds:6.2f} s ({busy:.2f} s of processor time), "
        print(f"  {name:<20}{took}peak {peak:.0f} MiB")
    seconds, busy, peak = reached["all three"]
    print(
        f"  ratio to the aims of {AIM_SECONDS:.0f} s and {AIM_MIB:.0f} MiB: {seconds / AIM_SECONDS:.2f} "
        f"({busy / AIM_SECONDS:.2f} of processor time) and {peak / AIM_MIB:.2f}"
    )
    with spawned.Pool(1) as own_process:
        judged_slowly, foreseen_slowly, same = own_process.apply(slowly, (size.slow_series,))
    print(f"  plain Python on {size.slow_series} series, {same:,} figures the same, scaled to {size.series:,}:")
    ours = {"baselines, signals": judged_slowly, "forecasts, fans": foreseen_slowly}
    for (name, slow), parts in zip(ours.items(), (("baselines, signals",), ("forecasts", "fans")), strict=True):
        scaled = slow * size.series / size.slow_series
        print(f"  {name:<20}{scaled:6.0f} s, we are {scaled / sum(reached[part][1] for part in parts):.0f} times as fast")


if __name__ == "__main__":
    main()

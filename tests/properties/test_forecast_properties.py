"""Forecasts, chances, fans, weeks and activities against a slow, obvious second computation, over goals nobody thought of."""

from __future__ import annotations

import itertools
import math
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy.stats import betabinom

from tests.made_up_series import START, count_measure, goal, goal_frame, month_after, outcome_frame
from tests.slow_goals import SlowGoal, slow_forecast, slow_waiting, slow_weeks
from transforms import catalogue, plan
from transforms.goals.activities import activities
from transforms.goals.backward_plan import plan_months
from transforms.goals.chance import beta_binomial
from transforms.goals.deviation import deviations
from transforms.goals.fan import forecast_months
from transforms.goals.forecast import forecasts
from transforms.goals.weeks import goal_weeks
from transforms.inputs import Inputs, Prior

FEW = settings(max_examples=40)  # each example is worth a whole plan
months_of_counts = st.lists(st.one_of(st.none(), st.integers(0, 120).map(float)), max_size=15)
cohorts = st.lists(st.integers(0, 12).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), max_size=12)
levels = st.lists(st.one_of(st.none(), st.integers(50, 150).map(float)), max_size=14)


def told(stated: SlowGoal, prior: Prior, history: pl.DataFrame | None = None) -> tuple[dict, list[dict]]:
    """What the house says of a goal: the forecast, and the fan month by month."""
    one = goal(stated.periods, target=float(stated.target), kind=stated.kind, start_value=stated.start_value)
    if stated.kind == "share":
        shares = [100 * hit / of if of else None for hit, of in stated.cohort]
        hits, seen = [float(hit) for hit, _ in stated.cohort], [float(of) for _, of in stated.cohort]
        outcome = outcome_frame(shares, numerator=hits, denominator=seen)
    else:
        outcome = outcome_frame(stated.values)
    outcome = outcome if history is None else pl.concat([history, outcome])
    goals, planned = (
        goal_frame([one], is_ceiling=stated.is_ceiling, least=_none_if_infinite(stated.least), most=_none_if_infinite(stated.most)),
        plan_months(plan.Plan(goals=(one,)), catalogue.Outcome.empty()),
    )
    as_of = month_after(START, stated.ended)
    so_far = deviations(goals, planned, outcome, as_of)
    found = forecasts(goals, planned, so_far, outcome, as_of, holidays=(), prior=prior)
    return found.row(0, named=True), forecast_months(goals, planned, so_far, outcome, as_of, prior=prior).to_dicts()


def _none_if_infinite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def assert_same(stated: SlowGoal, prior: Prior, history: pl.DataFrame | None = None) -> None:
    found, fan = told(stated, prior, history)
    expected = slow_forecast(stated)
    slow_fan = expected.pop("fan")
    for name, value in expected.items():
        if isinstance(value, float):
            assert found[name] == pytest.approx(value, rel=1e-7, abs=1e-9), name
        else:
            assert found[name] == value, name
    assert len(fan) == len(slow_fan)
    for month, slow in zip(fan, slow_fan, strict=True):
        for name in ("expected", "low", "high"):
            assert month[name] == pytest.approx(slow[name], rel=1e-7, abs=1e-9), name
    if fan:
        assert (fan[-1]["low"], fan[-1]["high"]) == (found["final_low"], found["final_high"]), "the last month is the forecast"


@FEW
@given(
    values=months_of_counts,
    target=st.integers(1, 900),
    periods=st.integers(1, 14),
    ended=st.integers(0, 15),
    is_ceiling=st.booleans(),
    believed=st.sampled_from([0.0, 1.5, 6.0]),
)
def test_sums_and_ceilings_are_what_a_person_would_work_out(*, values, target, periods, ended, is_ceiling, believed):
    stated = SlowGoal(
        target=target, periods=periods, ended=ended, values=values, is_ceiling=is_ceiling,
        believed_pace=target / periods, believed_months=believed,
    )  # fmt: skip
    assert_same(stated, Prior(kind="plan", months=believed))


@FEW
@given(
    year=st.lists(st.integers(0, 60).map(float), min_size=12, max_size=12),
    missing=st.none() | st.integers(0, 11),
    may_change=st.booleans(),
    values=st.lists(st.integers(0, 60).map(float), max_size=8),
)
def test_the_year_before_is_believed_when_all_of_it_is_known_for_good(year, missing, may_change, values):
    year = [None if at == missing else value for at, value in enumerate(year)]
    history = outcome_frame(year, first=month_after(START, -12), is_preliminary=[False] * 11 + [may_change])
    is_known = None not in year and not may_change
    stated = SlowGoal(
        target=400, periods=10, ended=len(values), values=values,
        believed_pace=sum(value or 0 for value in year) / 12, believed_months=4.0 if is_known else 0.0,
    )  # fmt: skip
    assert_same(stated, Prior(kind="last_year", months=4.0), history)


@FEW
@given(cohort=cohorts, target=st.integers(0, 100), start=st.sampled_from([0.0, 100.0]), left=st.integers(0, 6))
def test_shares_are_what_a_person_would_work_out(cohort, target, start, left):
    periods = max(1, len(cohort) + left)
    stated = SlowGoal(kind="share", target=target, periods=periods, ended=len(cohort), cohort=cohort, start_value=start)
    assert_same(stated, Prior())


@FEW
@given(
    values=levels,
    target=st.integers(40, 160),
    start=st.sampled_from([0.0, 200.0]),
    periods=st.integers(1, 20),
    within=st.sampled_from([(-math.inf, math.inf), (50.0, math.inf), (50.0, 150.0)]),
)
def test_levels_are_what_a_person_would_work_out(*, values, target, start, periods, within):
    """Also where no level can be lower, or higher, than some that have been."""
    least, most = within
    stated = SlowGoal(
        kind="stock", target=target, periods=periods, ended=len(values), values=values[:periods], start_value=start,
        least=least, most=most,
    )  # fmt: skip
    assert_same(stated, Prior())


@FEW
@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, 90), st.integers(0, 90).map(float), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_a_cohort_is_beta_binomial_however_many_it_holds(rows):
    hits, misses, ahead, asked, at_most = (np.array(column) for column in zip(*rows, strict=True))
    found = beta_binomial(*(column.astype(float) for column in (hits, misses, ahead, asked)), at_most=at_most)
    known = betabinom(ahead, hits + 1, misses + 1)
    assert found.chance == pytest.approx(np.where(at_most, known.cdf(asked), known.sf(asked - 1)), rel=1e-6, abs=1e-9)
    assert found.expected == pytest.approx(known.mean())
    for percentile, share in ((found.low, 0.1), (found.high, 0.9)):
        assert (known.cdf(percentile) >= share - 1e-9).all()
        assert (known.cdf(percentile - 1) < share + 1e-9).all()


def test_a_cohort_of_millions_takes_little_memory_and_is_nearly_normal():
    number = 4_000_000.0
    found = beta_binomial(
        *(np.array([value]) for value in (0.3 * number, 0.7 * number, number, 0.3 * number)), at_most=np.array([False])
    )
    width = np.sqrt(number * 0.3 * 0.7 * 2)
    assert found.chance[0] == pytest.approx(0.5, abs=1e-3)
    assert found.high[0] - found.low[0] == pytest.approx(2 * 1.281552 * width, rel=1e-3)


@FEW
@given(
    kind=st.sampled_from(["cumulative", "share", "stock"]),
    values=st.lists(st.integers(0, 40), min_size=7, max_size=11),
    target=st.integers(1, 500),
)
def test_the_fan_opens_and_holds_its_mean(kind, values, target):
    """Further ahead is never more certain, as long as every month is planned alike."""
    stated = SlowGoal(
        kind=kind, target=target, periods=12, ended=len(values), values=[float(value) for value in values],
        cohort=[(value // 2, value) for value in values],
    )  # fmt: skip
    _, fan = told(stated, Prior())
    widths = [month["high"] - month["low"] for month in fan]
    assert all(month["low"] <= month["expected"] + 1e-9 for month in fan if kind == "stock")
    if kind != "share":
        assert all(later >= sooner - 1 for sooner, later in itertools.pairwise(widths))


@settings(max_examples=12)
@given(st.lists(st.tuples(months_of_counts, st.integers(1, 500), st.integers(1, 14)), min_size=1, max_size=6), st.integers(0, 14))
def test_many_goals_at_once_are_told_as_one_at_a_time(stated, ended):
    goals = [
        goal(periods, goal_id=f"g{at}", unit_id=f"u{at}", target=float(target)) for at, (_, target, periods) in enumerate(stated)
    ]
    outcome = pl.concat(outcome_frame(values, unit_id=f"u{at}") for at, (values, _, _) in enumerate(stated))
    as_of = month_after(START, ended)

    def of(some: list[plan.Goal]) -> tuple[pl.DataFrame, pl.DataFrame]:
        frame, planned = goal_frame(some), plan_months(plan.Plan(goals=tuple(some)), outcome)
        so_far = deviations(frame, planned, outcome, as_of)
        return (
            forecasts(frame, planned, so_far, outcome, as_of, holidays=(), prior=Prior()),
            forecast_months(frame, planned, so_far, outcome, as_of, prior=Prior()),
        )

    together, alone = of(goals), [of([one]) for one in goals]
    for at in (0, 1):
        assert_frame_equal(together[at], pl.concat(each[at] for each in alone), rel_tol=1e-12)


days_of_events = st.lists(st.dates(date(2026, 2, 1), date(2026, 6, 30)), max_size=60)


@FEW
@given(
    days=days_of_events,
    elsewhere=days_of_events,
    target=st.integers(0, 80),
    periods=st.integers(1, 4),
    as_of=st.dates(date(2026, 2, 1), date(2026, 7, 10)),
    days_off=st.sets(st.dates(date(2026, 2, 1), date(2026, 6, 30)), max_size=12),
    is_ceiling=st.booleans(),
    is_above=st.booleans(),
)
def test_weeks_are_won_as_a_person_would_count_them(*, days, elsewhere, target, periods, as_of, days_off, is_ceiling, is_above):
    """The goal is the process's or the unit's own; ``elsewhere`` is another unit of the same process."""
    first = date(2026, 2, 1)
    units = (
        plan.Unit(unit_id="p", unit_name="", level="process"),
        plan.Unit(unit_id="u", unit_name="", level="unit", parent_unit_id="p"),
        plan.Unit(unit_id="v", unit_name="", level="unit", parent_unit_id="p"),
    )
    one = goal(periods, first_month=first, target=float(target), unit_id="p" if is_above else "u")
    placed = [("u", day) for day in days] + [("v", day) for day in elsewhere]
    rows = [
        {"source_id": "s", "case_key": f"c{at}", "unit_id": unit_id, "closed_at": datetime.combine(day, time(8)), "line": at}
        | {"opened_at": datetime(2026, 1, 1), "file_id": "f"}  # noqa: DTZ001 - local wall-clock times
        for at, (unit_id, day) in enumerate(placed)
    ]
    inputs = Inputs(
        as_of=as_of, municipality_code="", measures=(count_measure(),), plan=plan.Plan(units=units, goals=(one,)),
        holidays=tuple(days_off), source_covers={"s": (date(2026, 1, 1), date(2026, 6, 1))}, cases=catalogue.Case.of(rows),
    )  # fmt: skip
    counted = [day for unit_id, day in placed if is_above or unit_id == "u"]
    per_month = [sum(day.month == 2 + at for day in counted) for at in range(5)]
    outcome = outcome_frame([float(value) for value in per_month], first=first, unit_id=one.unit_id)
    frame = goal_frame([one], is_ceiling=is_ceiling)
    so_far = deviations(frame, plan_months(inputs.plan, outcome), outcome, as_of)
    found = goal_weeks(inputs, frame, so_far).drop("goal_id", "version").rows()
    latest = max((day for _, day in placed if day <= as_of), default=date(2026, 1, 1))
    expected = slow_weeks(
        counted, target, first, month_after(first, periods), as_of=as_of, holidays=days_off, is_ceiling=is_ceiling, latest=latest
    )
    assert [row[:3] + row[4:] for row in found] == [row[:3] + row[4:] for row in expected]
    assert [row[3] for row in found] == pytest.approx([row[3] for row in expected])


@given(st.data())
def test_waiting_activities_pass_their_dates_backwards(data):
    names = [f"a{at}" for at in range(data.draw(st.integers(1, 7)))]
    needs = {name: data.draw(st.sets(st.sampled_from([*names, "okänd"]), max_size=3)) for name in names}
    due = {name: START + timedelta(days=data.draw(st.integers(0, 200))) for name in names}
    lengths = {name: data.draw(st.one_of(st.none(), st.integers(0, 60))) for name in names}
    done = {name for name in names if data.draw(st.booleans()) and data.draw(st.booleans())}
    stated = [
        plan.Activity(
            activity_id=name, unit_id="u", goal_id=None, title="", owner="", is_decisive=False, due_on=due[name],
            duration_days=lengths[name], depends_on=tuple(sorted(needs[name])), done_on=START if name in done else None,
        )
        for name in names
    ]  # fmt: skip
    expected = slow_waiting(due, lengths, needs, done)
    for row in activities(plan.Plan(activities=tuple(stated)), START).iter_rows(named=True):
        finish, holds_up, waits = expected[row["activity_id"]]
        assert (row["latest_finish_on"], row["blocks"], row["is_blocked"]) == (finish, ", ".join(holds_up) or None, waits)
        length = lengths[row["activity_id"]]
        assert row["latest_start_on"] == (None if length is None else finish - timedelta(days=length))

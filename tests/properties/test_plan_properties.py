"""Backward plans and standings against a slow, obvious second computation, over goals nobody thought of."""

from __future__ import annotations

import itertools
import math
from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from tests.made_up_series import START, goal, goal_frame, month_after, outcome_frame
from transforms import plan
from transforms.backward_plan import plan_months
from transforms.deviation import deviations
from transforms.forecast import forecasts

targets = st.integers(0, 100_000)
monthly = st.lists(st.one_of(st.none(), st.integers(0, 200).map(float)), max_size=20)


def half_up(number: Fraction) -> int:
    return math.floor(number + Fraction(1, 2))


def planned(
    goals: list[plan.Goal], milestones: list[plan.Milestone] | None = None, history: pl.DataFrame | None = None
) -> list[float]:
    stated = plan.Plan(goals=tuple(goals), milestones=tuple(milestones or ()))
    return plan_months(stated, outcome_frame([]) if history is None else history)["planned_cumulative"].to_list()


@given(target=targets, periods=st.integers(1, 60))
def test_an_even_plan_is_every_month_rounded_half_up_of_the_exact_fraction(target, periods):
    expected = [half_up(Fraction(target * month, periods)) for month in range(1, periods + 1)]
    found = planned([goal(periods, target=float(target))])
    assert found == expected
    assert found[-1] == target


@given(
    target=targets,
    periods=st.integers(1, 30),
    profile=st.lists(st.integers(0, 500), min_size=12, max_size=12),
    years=st.integers(2, 5),
    stray=st.integers(0, 11),
)
def test_a_season_follows_the_calendar_month_over_whole_years(target, periods, profile, years, stray):
    """Months before the whole years (``stray`` of them) do not count, and under three years the plan is even."""
    history = [float(profile[at % 12] + at // 12) for at in range(-stray, years * 12)]
    outcome = outcome_frame(history, first=month_after(START, -len(history)))
    per_month = [sum(history[-years * 12 :][at::12]) for at in range(12)]  # whole years end in December, so this starts in January
    weights = [int(per_month[at % 12]) if years >= 3 else 1 for at in range(periods)]
    if sum(weights) == 0:
        weights = [1] * periods
    expected = [half_up(Fraction(target * sum(weights[: at + 1]), sum(weights))) for at in range(periods)]
    assert planned([goal(periods, target=float(target), shape="season")], history=outcome) == expected


@given(st.data())
def test_milestones_are_met_and_the_line_between_them_is_straight(data):
    periods = data.draw(st.integers(2, 24))
    target = data.draw(st.integers(1, 2000))
    months = sorted(data.draw(st.sets(st.integers(1, periods - 1), max_size=4)))
    levels = sorted(data.draw(st.lists(st.integers(0, target), min_size=len(months), max_size=len(months))))
    knots = [(0, 0), *zip(months, levels, strict=True), (periods, target)]
    expected = []
    for (start, low), (end, high) in itertools.pairwise(knots):
        expected += [half_up(low + Fraction((high - low) * (at - start), end - start)) for at in range(start + 1, end + 1)]
    stated = [
        plan.Milestone(goal_id="g", version=1, month=month_after(START, at - 1), cumulative=float(level))
        for at, level in knots[1:-1]
    ]
    assert planned([goal(periods, target=float(target), shape="milestones")], stated) == expected


@given(st.lists(st.tuples(targets, st.integers(1, 24), st.sampled_from(["even", "season", "milestones"])), min_size=1, max_size=8))
def test_many_goals_at_once_are_the_same_as_one_at_a_time(stated):
    goals = [
        goal(periods, goal_id=f"g{at}", target=float(target), shape=shape) for at, (target, periods, shape) in enumerate(stated)
    ]
    together = plan_months(plan.Plan(goals=tuple(goals)), outcome_frame([]))
    alone = [plan_months(plan.Plan(goals=(one,)), outcome_frame([])) for one in goals]
    assert together.equals(pl.concat(alone))
    assert together.group_by("goal_id").agg(pl.col("weight").sum())["weight"].to_list() == pytest.approx([1.0] * len(goals))


def slow_standing(values: list[float | None], target: int, periods: int, ended: int) -> dict:
    """The standing by hand: one goal, an even plan, plain Python."""
    so_far = (values + [None] * periods)[: min(ended, periods)]
    known = 0
    while known < len(so_far) and so_far[known] is not None:
        known += 1
    plan_so_far = half_up(Fraction(target * known, periods))
    if not so_far:
        return {"state": "not_started", "periods_done": 0}
    if known == 0 or any(value is not None for value in so_far[known:]):
        return {"state": "unknown", "periods_done": known, "outcome_cumulative": None, "chance_of_reaching": None}
    done = [value for value in so_far[:known] if value is not None]
    total, left = sum(done), periods - known
    needed = target - total
    rate = total / known
    spread = sum((value - rate) ** 2 for value in done) / rate / (known - 1) if rate and known > 1 else 0
    if needed <= 0:
        chance = 1.0
    elif left == 0:
        chance = 0.0
    elif known >= 6 and spread > 1:
        mean = rate * left
        variance = spread * (mean + mean**2 / total)
        chance = nbinom.sf(needed - 1, mean**2 / (variance - mean), mean / variance)
    else:
        chance = nbinom.sf(needed - 1, total + 0.5, known / periods)
    state = (
        "reached" if needed <= 0 else "missed" if left == 0 else
        "ahead" if total > plan_so_far else "behind" if total < plan_so_far else "on_plan"
    )  # fmt: skip
    return {
        "state": state, "periods_done": known, "periods_left": left, "outcome_cumulative": total, "chance_of_reaching": chance,
        "needed_per_month": max(needed, 0) / left if left else None, "forecast_at_present_pace": rate * periods,
        "forecast_rest_as_planned": total + target - plan_so_far,
    }  # fmt: skip


@given(values=monthly, target=st.integers(1, 3000), periods=st.integers(1, 18), ended=st.integers(0, 20))
def test_the_standing_is_what_a_person_would_work_out(values, target, periods, ended):
    found = standing(values, target, periods, ended)
    for name, expected in slow_standing(values, target, periods, ended).items():
        if isinstance(expected, float):
            assert found[name] == pytest.approx(expected, rel=1e-7, abs=1e-12), name
        else:
            assert found[name] == expected, name


def standing(values: list[float | None], target: int, periods: int, ended: int) -> dict:
    goals, as_of = [goal(periods, target=float(target))], month_after(START, ended)
    frame, months = goal_frame(goals), plan_months(plan.Plan(goals=tuple(goals)), outcome_frame([]))
    so_far = deviations(frame, months, outcome_frame(values), as_of)
    return forecasts(frame, months, so_far, as_of, ()).row(0, named=True)


@given(values=monthly, later=st.integers(0, 500).map(float), ended=st.integers(0, 12))
def test_what_happens_after_the_as_of_date_changes_nothing(values, later, ended):
    told = (values + [None] * 12)[:ended]
    assert standing(told, 450, 12, ended) == standing([*told, later], 450, 12, ended)


@given(
    total=st.integers(0, 400),
    target=st.integers(401, 800),
    days_off=st.sets(st.dates(date(2026, 4, 1), date(2026, 12, 31)), max_size=15),
)
def test_working_days_left_are_weekdays_that_are_no_holidays(total, target, days_off):
    goals = [goal(12, target=float(target))]
    frame, months = goal_frame(goals), plan_months(plan.Plan(goals=tuple(goals)), outcome_frame([]))
    as_of = date(2026, 4, 20)
    so_far = deviations(frame, months, outcome_frame([float(total), 0.0, 0.0]), as_of)
    found = forecasts(frame, months, so_far, as_of, tuple(days_off)).row(0, named=True)
    left = [date.fromordinal(at) for at in range(date(2026, 4, 1).toordinal(), date(2027, 1, 1).toordinal())]
    working = [day for day in left if day.weekday() < 5 and day not in days_off]
    assert found["needed_per_working_day"] == pytest.approx((target - total) / len(working))

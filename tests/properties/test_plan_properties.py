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
from polars.testing import assert_frame_equal

from tests.made_up_series import START, goal, goal_frame, month_after, outcome_frame
from transforms import plan
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.goals.forecast import forecasts
from transforms.inputs import Prior

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


shapes = st.sampled_from(["even", "season", "milestones"])
kinds = st.sampled_from(["cumulative", "share", "stock"])
histories = st.lists(st.one_of(st.none(), st.integers(0, 90).map(float)), min_size=30, max_size=50)


def stated_plan(data: st.DataObject, goal_id: str = "g", version: int = 1) -> tuple[plan.Goal, list[plan.Milestone]]:
    """A goal of any kind and shape, with some milestones inside its plan."""
    periods, target = data.draw(st.integers(1, 24)), data.draw(st.one_of(st.integers(0, 900).map(float), st.floats(0.1, 900.0)))
    one = goal(
        periods, goal_id=goal_id, version=version, target=target, kind=data.draw(kinds), shape=data.draw(shapes),
        start_value=data.draw(st.none() | st.floats(0.0, 900.0)),
    )  # fmt: skip
    levels = data.draw(st.lists(st.floats(0.0, target), max_size=3).map(sorted))
    return one, [
        plan.Milestone(goal_id=goal_id, version=version, month=month_after(START, at), cumulative=level)
        for at, level in enumerate(levels)
    ]


@given(data=st.data(), history=histories)
def test_every_plan_ends_on_its_target_and_its_weights_are_the_whole_of_it(data, history):
    one, milestones = stated_plan(data)
    outcome = outcome_frame(history, first=month_after(START, -len(history)))
    months = plan_months(plan.Plan(goals=(one,), milestones=tuple(milestones)), outcome)
    assert months["planned_cumulative"].to_list()[-1] == one.target
    assert months["period_number"].to_list() == list(range(1, months.height + 1))
    start = 0.0 if one.kind == "cumulative" else one.target if one.start_value is None else one.start_value
    assert months["planned"].sum() == pytest.approx(one.target - start, abs=1e-6)
    if one.target != start:
        assert months["weight"].sum() == pytest.approx(1.0)


@given(data=st.data(), history=histories, other=histories)
def test_what_is_known_of_others_and_what_is_missing_changes_no_plan(data, history, other):
    """Rows of another unit, of another measure, and a month without a value before everything that is known."""
    one, milestones = stated_plan(data)
    stated = plan.Plan(goals=(one,), milestones=tuple(milestones))
    first = month_after(START, -len(history))
    outcome = outcome_frame(history, first=first)
    more = [
        outcome_frame(other, first=first, unit_id="annan"),
        outcome_frame(other, first=first, measure_id="annat"),
        outcome_frame([None], first=month_after(first, -1)),
    ]
    assert plan_months(stated, pl.concat([*more, outcome])).equals(plan_months(stated, outcome))


@given(
    target=targets,
    periods=st.integers(1, 30),
    profile=st.lists(st.integers(0, 500), min_size=36, max_size=48),
    times=st.sampled_from([2.0, 7.0, 100.0, 0.5, 0.125]),
)
def test_how_large_the_history_is_does_not_matter_only_its_shape(target, periods, profile, times):
    def of(scale: float) -> list[float]:
        values = [scale * value for value in profile]
        history = outcome_frame(values, first=month_after(START, -len(values)))
        return planned([goal(periods, target=float(target), shape="season")], history=history)

    assert of(times) == of(1.0)


@given(st.data())
def test_a_new_version_leaves_the_plan_before_it_as_it_was(data):
    old, old_milestones = stated_plan(data)
    new, new_milestones = stated_plan(data, version=2)
    alone = plan_months(plan.Plan(goals=(old,), milestones=tuple(old_milestones)), outcome_frame([]))
    both = plan_months(plan.Plan(goals=(new, old), milestones=(*new_milestones, *old_milestones)), outcome_frame([]))
    assert_frame_equal(both.filter(version=1), alone, rel_tol=1e-12)
    assert both.filter(version=2)["planned_cumulative"].to_list()[-1] == new.target


@given(st.lists(st.tuples(targets, st.integers(1, 24), st.sampled_from(["even", "season", "milestones"])), min_size=1, max_size=8))
def test_many_goals_at_once_are_the_same_as_one_at_a_time(stated):
    goals = [
        goal(periods, goal_id=f"g{at}", target=float(target), shape=shape) for at, (target, periods, shape) in enumerate(stated)
    ]
    together = plan_months(plan.Plan(goals=tuple(goals)), outcome_frame([]))
    alone = [plan_months(plan.Plan(goals=(one,)), outcome_frame([])) for one in goals]
    assert together.equals(pl.concat(alone))
    assert together.group_by("goal_id").agg(pl.col("weight").sum())["weight"].to_list() == pytest.approx([1.0] * len(goals))


def standing(values: list[float | None], target: int, periods: int, ended: int) -> dict:
    goals, as_of = [goal(periods, target=float(target))], month_after(START, ended)
    frame, months = goal_frame(goals), plan_months(plan.Plan(goals=tuple(goals)), outcome_frame([]))
    so_far = deviations(frame, months, outcome_frame(values), as_of)
    return forecasts(frame, months, so_far, outcome_frame(values), as_of, holidays=(), prior=Prior()).row(0, named=True)


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
    found = forecasts(frame, months, so_far, outcome_frame([]), as_of, holidays=tuple(days_off), prior=Prior()).row(0, named=True)
    left = [date.fromordinal(at) for at in range(date(2026, 4, 1).toordinal(), date(2027, 1, 1).toordinal())]
    working = [day for day in left if day.weekday() < 5 and day not in days_off]
    assert found["needed_per_working_day"] == pytest.approx((target - total) / len(working))

"""What the examples in docs/definitions.md leave unsaid about plans, standings, forecasts and activities."""

from __future__ import annotations

import math
import statistics
from datetime import date
from fractions import Fraction
from math import comb
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, goal, goal_frame, month_after, outcome_frame
from transforms import catalogue, plan
from transforms.goals.activities import activities
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.goals.fan import forecast_months
from transforms.goals.forecast import forecasts
from transforms.goals.weeks import goal_weeks
from transforms.inputs import Inputs, Prior

AS_OF = date(2026, 4, 5)
KNOWN_ANYWAY = {"goal_id", "version", "last_known_month", "periods_done", "periods_left", "planned_cumulative", "state"}


def standing(goals: list[plan.Goal], outcome: pl.DataFrame, as_of: date = AS_OF) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Deviations and forecasts of some goals."""
    frame, months = goal_frame(goals), plan_months(plan.Plan(goals=tuple(goals)), outcome)
    so_far = deviations(frame, months, outcome, as_of)
    return so_far, forecasts(frame, months, so_far, outcome, as_of, holidays=(), prior=Prior())


def test_everything_is_empty_where_nothing_is_planned_and_nothing_known():
    nothing, empty = plan.Plan(), catalogue.Outcome.empty()
    months = plan_months(nothing, empty)
    goals = catalogue.Goal.empty()
    so_far = deviations(goals, months, empty, AS_OF)
    shown = catalogue.DisclosedOutcome.empty()
    for table, frame in {
        catalogue.PlanMonth: months,
        catalogue.Deviation: so_far,
        catalogue.Forecast: forecasts(goals, months, so_far, empty, AS_OF, holidays=(), prior=Prior()),
        catalogue.Activity: activities(nothing, AS_OF),
        catalogue.ForecastMonth: forecast_months(goals, months, so_far, empty, AS_OF, prior=Prior()),
        catalogue.GoalWeek: goal_weeks(Inputs(as_of=AS_OF, municipality_code="", measures=(), plan=nothing), goals, so_far),
        catalogue.DisclosedForecast: forecasts(
            goals, months, catalogue.DisclosedDeviation.empty(), shown, AS_OF, holidays=(), prior=Prior()
        ),
    }.items():
        assert frame.schema == table.schema()
        assert frame.is_empty()


def test_a_month_ends_when_its_last_day_has_passed():
    outcome = outcome_frame([1.0, 2.0, 3.0])
    assert standing([goal()], outcome, date(2026, 3, 31))[0].height == 2
    assert standing([goal()], outcome, date(2026, 4, 1))[0].height == 3


def test_a_preliminary_month_counts_and_is_marked():
    so_far, forecast = standing([goal()], outcome_frame([30.0, 30.0, 20.0], is_preliminary=[False, False, True]))
    assert so_far["is_preliminary"].to_list() == [False, False, True]
    assert forecast["outcome_cumulative"].to_list() == [80.0]


def test_only_the_version_in_force_stands_but_every_version_is_planned():
    goals = [goal(), goal(version=2, target=300.0)]
    so_far, forecast = standing(goals, outcome_frame([30.0, 30.0, 20.0]))
    assert so_far["version"].unique().to_list() == [2]
    assert forecast["forecast_rest_as_planned"].to_list() == [305.0]
    months = plan_months(plan.Plan(goals=tuple(goals)), catalogue.Outcome.empty())
    assert months.group_by("version", maintain_order=True).agg(pl.col("planned_cumulative").last()).rows() == [
        (1, 450.0),
        (2, 300.0),
    ]


def test_a_share_goes_on_over_a_month_with_nothing_to_divide_by():
    outcome = outcome_frame([50.0, None, 100.0], numerator=[1.0, 0.0, 2.0], denominator=[2.0, 0.0, 2.0])
    so_far, forecast = standing([goal(kind="share", target=80.0, start_value=50.0)], outcome)
    assert so_far["outcome_cumulative"].to_list() == [50.0, 50.0, 75.0]
    assert forecast["state"].to_list() == ["ahead"]


def test_amounts_that_are_not_whole_get_no_chance():
    _, forecast = standing([goal()], outcome_frame([30.5, 30.0, 20.0]))
    assert forecast.select("chance_of_reaching", "final_low", "final_high").row(0) == (None, None, None)
    assert forecast["forecast_at_present_pace"].to_list() == [322.0]


def test_a_level_is_reached_only_when_the_plan_has_ended():
    level = goal(4, kind="stock", target=80.0, start_value=90.0)
    outcome = outcome_frame([80.0, 79.0, 78.0, 80.0])
    assert standing([level], outcome, date(2026, 4, 5))[1]["state"].to_list() == ["ahead"]
    assert standing([level], outcome, date(2026, 5, 1))[1]["state"].to_list() == ["reached"]
    assert standing([level], outcome_frame([80.0, 79.0, 78.0, 81.0]), date(2026, 5, 1))[1]["state"].to_list() == ["missed"]


def test_a_season_is_not_taken_from_months_that_may_change():
    """The running month is in the outcomes, preliminary: half a month must not become a season."""
    seasonal, first = [float(month % 12) for month in range(40)], month_after(START, -41)
    stated = plan.Plan(goals=(goal(shape="season"),))
    known = plan_months(stated, outcome_frame(seasonal, first=first))
    running = outcome_frame([*seasonal, 1.0], first=first, is_preliminary=[False] * 40 + [True])
    assert plan_months(stated, running).equals(known)
    assert known["planned"].n_unique() > 2, "it is a season"


def test_a_done_date_to_come_is_not_done_yet():
    stated = plan.Activity(
        activity_id="a", unit_id="u", goal_id=None, title="", owner="", is_decisive=False, due_on=date(2026, 4, 1),
        done_on=date(2026, 4, 9),
    )  # fmt: skip
    row = activities(plan.Plan(activities=(stated,)), AS_OF).row(0, named=True)
    assert (row["status"], row["days_late"], row["done_on"]) == ("late", 4, None)


def test_a_share_of_amounts_gets_a_level_but_no_chance():
    """Kronor over kronor is no cohort: nobody has been counted."""
    outcome = outcome_frame([50.0, 60.0, 70.0], numerator=[50.5, 60.0, 70.0], denominator=100.5)
    _, forecast = standing([goal(kind="share", target=80.0, start_value=50.0)], outcome)
    row = forecast.row(0, named=True)
    assert (row["chance_of_reaching"], row["chance_from"], row["final_low"]) == (None, None, None)
    assert row["forecast_at_present_pace"] == row["outcome_cumulative"] == 60.0


def test_a_share_that_is_to_fall_counts_those_that_may_still_come():
    """At most 20 %: with 2 of 10 and ten to come, 2 more may."""
    outcome = outcome_frame([20.0, 20.0], numerator=1.0, denominator=5.0)
    falling = standing([goal(4, kind="share", target=20.0, start_value=30.0)], outcome, date(2026, 3, 2))[1].row(0, named=True)
    rising = standing([goal(4, kind="share", target=20.0, start_value=10.0)], outcome, date(2026, 3, 2))[1].row(0, named=True)
    weight = [Fraction(comb(hit + 2, 2) * comb(10 - hit + 8, 8), comb(21, 11)) for hit in range(11)]
    assert sum(weight) == 1
    assert falling["chance_of_reaching"] == pytest.approx(float(sum(weight[:3])))
    assert rising["chance_of_reaching"] == pytest.approx(float(sum(weight[2:])))


def test_a_level_whose_months_are_missing_uses_only_neighbours():
    """Seven changes, of which two would cross the gap."""
    level = goal(12, kind="stock", target=60.0, start_value=80.0)
    values = [80.0, 78.0, 77.0, 75.0, None, 70.0, 69.0, 67.0, 66.0]
    changes = [-2.0, -1.0, -2.0, -1.0, -2.0, -1.0]
    mean, spread = sum(changes) / 6, statistics.stdev(changes)
    width = 1.475884 * spread * math.sqrt(3 + 9 / 6)  # the 90th percentile of t with five degrees of freedom
    row = standing([level], outcome_frame(values), month_after(START, 9))[1].row(0, named=True)
    assert row["forecast_at_present_pace"] == pytest.approx(66 + 3 * mean)
    assert [row["final_low"], row["final_high"]] == pytest.approx([66 + 3 * mean - width, 66 + 3 * mean + width], rel=1e-6)
    fewer = standing([level], outcome_frame(values[:8]), month_after(START, 8))[1].row(0, named=True)
    assert (fewer["chance_of_reaching"], fewer["state"]) == (None, "behind")


def shown(
    values: list[float | None], sums: list[float | None], *, hidden_months: set[int], hidden_sums: set[int]
) -> tuple[dict[str, Any], pl.DataFrame]:
    """The forecast and the fan that everybody may see of a goal of 100 in ten months."""
    frame = goal_frame([goal(10, target=100.0)])
    months = plan_months(plan.Plan(goals=(goal(10, target=100.0),)), outcome_frame([]))
    common = {"measure_id": "m", "unit_id": "u", "is_preliminary": False, "is_held": False}
    outcome = catalogue.DisclosedOutcome.of(
        [
            common | {"month": month_after(START, at), "value": value, "is_hidden": at in hidden_months}
            for at, value in enumerate(values)
        ]
    )
    so_far = catalogue.DisclosedDeviation.of(
        [
            {
                "goal_id": "g", "version": 1, "month": month_after(START, at), "period_number": at + 1, "outcome": value,
                "outcome_cumulative": total, "planned_cumulative": 10.0 * (at + 1), "is_hidden": at in hidden_sums,
                "deviation": None if total is None else total - 10.0 * (at + 1), "is_preliminary": False,
            }
            for at, (value, total) in enumerate(zip(values, sums, strict=True))
        ]
    )  # fmt: skip
    as_of = month_after(START, len(values))
    found = forecasts(frame, months, so_far, outcome, as_of, holidays=(), prior=Prior())
    return found.row(0, named=True), forecast_months(frame, months, so_far, outcome, as_of, prior=Prior())


def test_where_the_last_sum_is_hidden_nothing_is_told_but_that_the_months_have_passed():
    told, fan = shown([9.0, None, 12.0], [9.0, None, None], hidden_months={1}, hidden_sums={1, 2})
    assert (told["state"], told["periods_done"], told["periods_left"]) == ("unknown", 3, 7)
    figures = [name for name in told if name not in KNOWN_ANYWAY]
    assert {name: told[name] for name in figures} == dict.fromkeys(figures)
    assert fan.is_empty()


def test_where_sums_have_come_back_the_forecast_is_computed_from_them():
    """What the hidden months were each is not used: only their sum is shown."""
    told, fan = shown([9.0, None, None, None, 12.0], [9.0, None, None, 20.0, 32.0], hidden_months={1, 2, 3}, hidden_sums={1, 2})
    _, whole = standing([goal(10, target=100.0)], outcome_frame([9.0, 4.0, 4.0, 3.0, 12.0]), month_after(START, 5))
    for name in ("outcome_cumulative", "deviation", "needed_per_month", "chance_of_reaching", "final_low", "final_high", "state"):
        assert told[name] == whole.row(0, named=True)[name], name
    assert fan.height == 5


def test_the_spread_is_that_of_the_months_shown():
    """Seven months of which one is hidden: six are enough to tell that they vary."""
    values = [2.0, 20.0, 1.0, 22.0, 3.0, 21.0]
    sums = [2.0, 22.0, 23.0, 45.0, 48.0, 69.0]
    told, _ = shown([*values, None], [*sums, 74.0], hidden_months={6}, hidden_sums=set())
    assert told["chance_from"] == "spread_counts"
    few, _ = shown([*values[:5], None], [*sums[:5], 50.0], hidden_months={5}, hidden_sums=set())
    assert few["chance_from"] == "counts"


def test_a_month_missing_before_hidden_ones_is_a_gap_also_for_everybody():
    told, _ = shown([9.0, None, None], [9.0, None, None], hidden_months={2}, hidden_sums=set())
    assert told["state"] == "unknown"
    undelivered, _ = shown([9.0, None, None], [9.0, None, None], hidden_months=set(), hidden_sums=set())
    assert (undelivered["state"], undelivered["periods_done"]) == ("behind", 1)


def activity(activity_id: str, due_on: date, *depends_on: str, **stated: Any) -> plan.Activity:
    return plan.Activity(
        activity_id=activity_id, unit_id="u", goal_id=None, title="", owner="", is_decisive=True, due_on=due_on,
        depends_on=depends_on, **stated,
    )  # fmt: skip


def test_activities_that_wait_for_one_another_in_a_circle_do_not_wait():
    """The workbook's checks refuse a circle; the transforms nevertheless end, and what lies outside it still counts."""
    due = date(2026, 6, 1)
    stated = (
        activity("a", due, "b", duration_days=10), activity("b", due, "c", "a"), activity("c", due, "a", "okänd"),
        activity("d", due, "a", "d", duration_days=30),
    )  # fmt: skip
    found = activities(plan.Plan(activities=stated), AS_OF)
    assert found.select("activity_id", "blocks", "is_blocked").rows() == [
        ("a", "d", False),
        ("b", None, False),
        ("c", None, False),
        ("d", None, True),
    ]
    assert found["latest_finish_on"].to_list() == [date(2026, 5, 2), due, due, due]
    assert found["latest_start_on"].to_list() == [date(2026, 4, 22), None, None, date(2026, 5, 2)]


def test_what_is_done_neither_waits_nor_holds_up():
    due = date(2026, 6, 1)
    stated = (
        activity("a", due, duration_days=5), activity("b", due, "a", duration_days=90, done_on=AS_OF), activity("c", due, "b"),
    )  # fmt: skip
    found = activities(plan.Plan(activities=stated), AS_OF)
    assert found.select("latest_finish_on", "blocks", "is_blocked", "status").rows() == [
        (due, None, False, "planned"),
        (due, None, False, "done"),
        (due, None, False, "planned"),
    ]
    before = activities(plan.Plan(activities=stated), date(2026, 4, 4))
    assert before.select("latest_finish_on", "blocks", "is_blocked", "status").rows() == [
        (date(2026, 3, 3), "b, c", False, "at_risk"),
        (due, "c", True, "at_risk"),
        (due, None, True, "planned"),
    ]

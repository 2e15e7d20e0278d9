"""What the examples in docs/definitions.md leave unsaid about plans, standings and signals."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.made_up_series import START, count_measure, goal, goal_frame, month_after, outcome_frame
from transforms import catalogue, plan
from transforms.activities import activities
from transforms.backward_plan import plan_months
from transforms.baselines import baselines
from transforms.deviation import deviations
from transforms.disclosure import disclosed_deviations, disclosed_outcomes
from transforms.forecast import forecasts
from transforms.inputs import Thresholds
from transforms.measures import KoladaKpi
from transforms.signals import signals

AS_OF = date(2026, 4, 5)


def standing(goals: list[plan.Goal], outcome: pl.DataFrame, as_of: date = AS_OF) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Deviations and forecasts of some goals."""
    frame, months = goal_frame(goals), plan_months(plan.Plan(goals=tuple(goals)), outcome)
    so_far = deviations(frame, months, outcome, as_of)
    return so_far, forecasts(frame, months, so_far, as_of, ())


def test_everything_is_empty_where_nothing_is_planned_and_nothing_known():
    nothing, empty = plan.Plan(), catalogue.Outcome.empty()
    months = plan_months(nothing, empty)
    goals = catalogue.Goal.empty()
    so_far = deviations(goals, months, empty, AS_OF)
    baseline = baselines((count_measure(),), nothing, empty)
    shown = disclosed_outcomes((count_measure(),), catalogue.Unit.empty(), empty, Thresholds())
    for table, frame in {
        catalogue.PlanMonth: months,
        catalogue.Deviation: so_far,
        catalogue.Forecast: forecasts(goals, months, so_far, AS_OF, ()),
        catalogue.Activity: activities(nothing, AS_OF),
        catalogue.Baseline: baseline,
        catalogue.Signal: signals((), empty, baseline),
        catalogue.DisclosedOutcome: shown,
        catalogue.DisclosedDeviation: disclosed_deviations(so_far, goals, shown),
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
    assert forecast["chance_of_reaching"].to_list() == [None]


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


def test_the_latest_decision_about_a_baseline_holds_and_earlier_months_are_left_to_the_older_one():
    decisions = tuple(
        plan.BaselineDecision(
            measure_id="m", unit_id="u", from_month=month_after(START, start), to_month=month_after(START, start + 5),
            decided_by=role, decided_on=decided_on, reason="",
        )
        for role, start, decided_on in [("ny", 6, date(2027, 1, 1)), ("gammal", 0, date(2026, 7, 1))]
    )  # fmt: skip
    outcome = outcome_frame([1.0] * 6 + [9.0] * 8)
    found = baselines((count_measure(),), plan.Plan(baselines=decisions), outcome)
    assert found.select("decided_by", "centre", "points").rows() == [("ny", 9.0, 6)]
    assert signals((count_measure(),), outcome, found)["month"].min() == month_after(START, 6)


def test_yearly_figures_have_no_baseline():
    common = {name: value for name, value in vars(count_measure()).items() if name in KoladaKpi.__dataclass_fields__}
    measure = KoladaKpi(**(common | {"kind": "kolada", "kpi": "N00000"}))
    assert baselines((measure,), plan.Plan(), outcome_frame([1.0] * 12)).is_empty()

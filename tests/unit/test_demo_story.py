"""The stories of the demo can be seen in the figures: one goal behind, one unit better, one worse, the rest as usual."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from flows.demo.build import DEMO_AS_OF, build_demo
from flows.demo.goals import INTO_WORK
from flows.demo.plan import demo_plan
from flows.demo.steps import AT_RISK_ACTIVITY, LATE_ACTIVITY
from flows.demo.truth import truth
from flows.workspace.folder import read_workspace
from transforms.catalogue import (
    Activity,
    Baseline,
    Case,
    Deviation,
    DisclosedDeviation,
    DisclosedOutcome,
    Forecast,
    PlanMonth,
    Signal,
)
from transforms.inputs import Inputs
from transforms.pipeline import build_tables
from transforms.tables import Tables

THREE_YEARS = (date(2023, 10, 1), date(2026, 10, 1))


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> Tables:
    folder = tmp_path_factory.mktemp("demo") / "exempelkoping"
    build_demo(folder)
    cases = pl.concat(
        true.rename({"case_id": "case_key", "person_id": "person_key", "caseworker_id": "caseworker_key"}).with_columns(
            source_id=pl.lit(source_id),
            sex=pl.lit(None, pl.String),
            file_id=pl.lit("truth"),
            line=pl.int_range(pl.len(), dtype=pl.Int64),
        )
        for source_id, true in truth().items()
    )
    return build_tables(
        Inputs(
            as_of=DEMO_AS_OF,
            municipality_code="9999",
            measures=read_workspace(folder).measures,
            plan=demo_plan(),
            source_covers={"treserva": THREE_YEARS, "flai": THREE_YEARS},
            cases=Case.conform(cases),
        )
    )


def test_page_one_of_arbetsmarknad_says_205_of_225_planned(tables):
    """Twenty fewer than planned, 40.8 a month needed, and a chance of 3 %."""
    goal = tables[Deviation].filter(pl.col("goal_id") == INTO_WORK).sort("month")
    assert goal["outcome"].to_list() == [28, 31, 35, 40, 33, 38]
    assert goal["planned_cumulative"].to_list() == [38, 75, 113, 150, 188, 225]
    assert goal["deviation"].to_list()[-1] == -20
    (forecast,) = tables[Forecast].filter(pl.col("goal_id") == INTO_WORK).to_dicts()
    assert forecast["needed_per_month"] == pytest.approx(245 / 6)
    assert forecast["chance_of_reaching"] == pytest.approx(0.0312, abs=0.0001)


def test_nothing_of_a_goal_is_hidden(tables):
    """The numbers the story is told with are large enough to be shown."""
    assert tables[DisclosedDeviation].filter("is_hidden").is_empty()


def latest(tables: Tables) -> pl.DataFrame:
    chosen = pl.DataFrame(
        [(choice.unit_id, choice.measure_id) for choice in demo_plan().chosen_measures],
        schema=["unit_id", "measure_id"],
        orient="row",
    )
    return tables[Signal].filter("is_latest").join(chosen, on=["unit_id", "measure_id"])


def judged(tables: Tables, judgement: str) -> set[str]:
    found = latest(tables).filter(pl.col("judgement") == judgement)
    return set(found.select(pl.format("{} {}", "unit_id", "measure_id")).to_series())


def test_utredning_ost_has_improved_beyond_chance(tables):
    """Median, the slowest tenth and the share in time, all outside the limits of the two years before."""
    assert {f"fs_ost {measure}" for measure in ("fs_median_dagar", "fs_p90_dagar", "fs_inom_14_dagar")} <= judged(
        tables, "improvement"
    )
    shift = tables[Signal].filter(pl.col("unit_id") == "fs_ost", pl.col("measure_id") == "fs_median_dagar").sort("month")
    assert set(shift.filter(pl.col("month") < date(2026, 4, 1))["rule"].to_list()[-12:]) == {"none"}
    assert set(shift.filter(pl.col("month") >= date(2026, 5, 1))["rule"]) == {"outside_limits"}


def test_utredning_vast_is_a_concern(tables):
    """Lead times, the share in time and the caseload."""
    concerns = {
        f"fs_vast {measure}" for measure in ("fs_median_dagar", "fs_p90_dagar", "fs_inom_14_dagar", "fs_arenden_per_handlaggare")
    }
    assert concerns == judged(tables, "concern")


def test_everything_else_is_as_usual(tables):
    """At most one chosen measure in ten of the other units has a signal in its latest month: chance and consequence."""
    others = latest(tables).filter(~pl.col("unit_id").is_in(["fs_ost", "fs_vast"]))
    assert others.filter(pl.col("judgement") != "none").height <= others.height / 10


def test_the_baselines_of_the_two_are_frozen_with_who_and_why(tables):
    """Decided before the change began."""
    frozen = tables[Baseline].filter("is_frozen", pl.col("unit_id").is_in(["fs_ost", "fs_vast"]))
    assert frozen.height == 6
    assert set(frozen["to_month"]) == {date(2026, 3, 1)}
    assert frozen["reason"].null_count() == frozen["decided_by"].null_count() == 0


def test_a_small_unit_has_hidden_counts(tables):
    """Evictions are so few that they stay hidden, in the unit and in its process."""
    evictions = tables[DisclosedOutcome].filter(pl.col("measure_id") == "bo_vrakningar")
    hidden = evictions.filter("is_hidden").group_by("unit_id").len()
    assert {"bo_vrakning", "boende"} <= set(hidden["unit_id"])


def test_goals_are_in_every_state_worth_showing(tables):
    """Behind, ahead, reached and not started yet; one replanned with its first version kept."""
    assert {"behind", "ahead", "reached", "not_started"} <= set(tables[Forecast]["state"])
    replanned = tables[PlanMonth].filter(pl.col("goal_id") == "egen-forsorjning-unga")
    assert set(replanned["version"]) == {1, 2}
    assert {goal.unit_id for goal in demo_plan().goals}.isdisjoint({"fs_langvarigt"})


def test_the_plan_by_season_follows_three_years(tables):
    """The months of the goal that starts now are not all alike, and end on 96."""
    season = tables[PlanMonth].filter(pl.col("goal_id") == "eget-boende-2027").sort("month")
    assert season["weight"].n_unique() > 3
    assert season["planned_cumulative"].to_list()[-1] == 96


def test_one_decisive_activity_is_two_months_late_and_one_at_risk(tables):
    """And some are done since the dialogues in June."""
    activities = tables[Activity]
    late = activities.filter(pl.col("status") == "late")
    assert late["activity_id"].to_list() == [LATE_ACTIVITY]
    assert late["days_late"].item() == 63
    assert late["is_decisive"].item()
    assert activities.filter(pl.col("status") == "at_risk")["activity_id"].to_list() == [AT_RISK_ACTIVITY]
    assert activities.filter(pl.col("done_on") > date(2026, 6, 10)).height >= 8

"""The workbook as tables: which version of a goal is in force, how old a matter is, who stands above whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.made_up_series import count_measure
from tests.outcome_world import PLAN
from transforms.measures import CaseShare, CaseStock, Filter, Ratio, ReportedSeries, SurveyScale
from transforms.plan import Decision, Goal, Plan
from transforms.plan_tables import decisions, goals, units
from transforms.units import ancestors, lineage, with_everything_above

EOR = Goal(
    goal_id="eor", version=1, unit_id="jobb", measure_id="inkomna", title="450 i arbete", kind="cumulative", target=450,
    first_month=date(2026, 4, 1), last_month=date(2027, 3, 1), shape="even", owner="chef", decided_on=date(2026, 3, 1),
)  # fmt: skip


def test_the_highest_version_decided_by_the_as_of_date_is_in_force():
    """A replan counts from the day it is decided; until then the old one does."""
    plan = Plan(goals=(replace(EOR, version=2, decided_on=date(2026, 9, 1)), EOR))
    in_force = goals(plan, (), date(2026, 8, 31)).filter("is_current")["version"]
    assert in_force.to_list() == [1]
    assert goals(plan, (), date(2026, 9, 1)).filter("is_current")["version"].to_list() == [2]
    assert goals(plan, (), date(2026, 2, 1)).filter("is_current").is_empty()
    assert goals(plan, (), date(2026, 9, 1))["version"].to_list() == [1, 2]


def test_a_sum_of_what_should_be_few_is_a_ceiling_and_a_level_is_none():
    """Which way is better stands in the measure; a level and a share have a start value that says it."""
    few, many = count_measure("inkomna", direction="down"), count_measure("avslutade")
    plan = Plan(goals=(EOR, replace(EOR, goal_id="fler", measure_id="avslutade"), replace(EOR, goal_id="nivå", kind="stock")))
    found = goals(plan, (few, many), date(2026, 8, 31))
    assert found.select("goal_id", "is_ceiling").rows() == [("eor", True), ("fler", False), ("nivå", False)]


def test_a_goal_tells_what_the_values_of_its_measure_can_be():
    """Cases are counted and never below none, shares lie within 0–100, of kronor nothing is known."""
    stated = {name: getattr(count_measure(), name) for name in ("unit", "definition", "author", "checker", "reviewed_on")}
    stated |= {"name": "", "direction": "up"}
    series = {**stated, "kind": "series", "source": "s", "topic": "ekonomi"}
    measures = (
        count_measure("antal"),
        CaseStock(measure_id="pågående", **stated, kind="case_stock", source="s"),
        CaseShare(measure_id="andel", **stated, kind="case_share", source="s", event="closed", part=Filter()),
        ReportedSeries(measure_id="kronor", **series, code="k"),
        ReportedSeries(measure_id="avvikelser", **series, code="a", chart="c"),
        Ratio(measure_id="per ärende", **stated, kind="ratio", numerator="kronor", denominator="antal"),
        Ratio(measure_id="i snitt", **stated, kind="ratio", numerator="pågående", denominator="antal"),
        SurveyScale(measure_id="skattning", **stated, kind="survey_scale", source="e", questions={}),
    )
    names = [measure.measure_id for measure in measures]
    plan = Plan(goals=tuple(replace(EOR, goal_id=name, measure_id=name) for name in [*names, "okänd"]))
    found = goals(plan, measures, date(2026, 8, 31)).select("goal_id", "is_count", "least", "most")
    assert dict(zip(found["goal_id"], found.drop("goal_id").rows(), strict=True)) == {
        "antal": (True, 0.0, None),
        "pågående": (False, 0.0, None),
        "andel": (False, 0.0, 100.0),
        "kronor": (False, None, None),
        "avvikelser": (True, 0.0, None),
        "per ärende": (False, None, None),
        "i snitt": (False, 0.0, None),
        "skattning": (False, 1.0, 7.0),
        "okänd": (False, None, None),
    }


def test_a_matter_ages_until_it_is_decided():
    """Seen from a day before the decision, the matter still waits."""
    plan = Plan(
        decisions=(
            Decision(
                decision_id="b1", unit_id="jobb", matter="Lokal?", raised_on=date(2026, 8, 1),
                decided_on=date(2026, 9, 1), decision="Ja", owner="chef",
            ),
            Decision(decision_id="b2", unit_id="jobb", matter="Tjänst?", raised_on=date(2026, 10, 4)),
        )
    )  # fmt: skip
    early, late = decisions(plan, date(2026, 8, 20)), decisions(plan, date(2026, 10, 5))
    assert early.select("decision_id", "decided_on", "decision", "age_days").rows() == [("b1", None, None, 19)]
    assert late.select("decision_id", "decided_on", "age_days").rows() == [("b1", date(2026, 9, 1), 31), ("b2", None, 1)]


def test_a_unit_counts_in_its_process_and_board_and_a_process_only_upwards():
    above = {row[0]: row[1:] for row in lineage(PLAN).rows()}
    assert above["norr"] == ("norr", "stod", "namnd")
    assert above["stod"] == (None, "stod", "namnd")
    assert above["namnd"] == (None, None, "namnd")
    assert with_everything_above(PLAN, ["norr", "okänd"]) == {"norr", "stod", "namnd"}


def test_units_that_stand_above_each_other_in_a_circle_do_not_hang_the_run():
    """The plan's checks refuse a circle; the transforms nevertheless end."""
    one, other = PLAN.units[1], PLAN.units[3]
    circle = Plan(units=(replace(one, parent_unit_id="norr"), other))
    assert ancestors(circle) == {"stod": ("stod", "norr"), "norr": ("norr", "stod")}


def test_an_empty_plan_gives_empty_tables():
    assert units(Plan()).is_empty()
    assert goals(Plan(), (), date(2026, 1, 1)).is_empty()
    assert lineage(Plan()).is_empty()

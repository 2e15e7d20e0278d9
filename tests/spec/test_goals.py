"""The examples about plans, standings, forecasts, weeks and activities come out as they are printed in docs/definitions.md."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, count_measure, goal_frame, month_after
from tests.spec_reader import Example, SpecTable
from tests.spec_shown import assert_shows, day, examples, number
from transforms import catalogue, plan
from transforms.goals.activities import activities
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.goals.fan import forecast_months
from transforms.goals.forecast import forecasts
from transforms.goals.values import bounds, is_count
from transforms.goals.weeks import goal_weeks
from transforms.inputs import Inputs, Prior
from transforms.measures import CaseStock, Measure, ReportedSeries

MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
NUMBER_OF = {"två": 2, "tre": 3}
MEANING = {
    "jämn": "even", "säsong": "season", "delmål": "milestones", "nivå": "stock", "andel": "share",
    "planen": "plan", "året före": "last_year",
    "nått": "reached", "missat": "missed", "före plan": "ahead", "enligt plan": "on_plan", "efter plan": "behind",
    "inte börjat": "not_started", "okänt": "unknown",
    "antalet": "counts", "antalet med kast": "spread_counts", "andelen": "cohort", "nivån": "level",
    "klar": "done", "sen": "late", "i fara": "at_risk", "pågår": "ongoing", "planerad": "planned",
    "ja": True, "nej": False,
}  # fmt: skip
NOTHING = SpecTable((), ())
_DEFINED: dict[str, Any] = {"measure_id": "m", "unit": "", "name": "", "definition": "", "author": "", "checker": ""}
MEASURES: dict[str | None, Measure] = {
    None: count_measure(),
    "tkr": ReportedSeries(
        **_DEFINED, kind="series", direction="down", reviewed_on=START, source="s", code="netto", topic="ekonomi"
    ),
    "ärenden": CaseStock(**_DEFINED, kind="case_stock", direction="down", reviewed_on=START, source="s"),
}


def shows(table: SpecTable, rows: list[dict[str, Any]], columns: dict[str, str]) -> None:
    assert_shows(table, rows, columns, MEANING)


def the_goal(example: Example) -> plan.Goal:
    stated = example.given["mål"].rows[0]
    return plan.Goal(
        goal_id="g", version=1, unit_id="u", measure_id="m", title="", owner="", decided_on=START,
        kind=MEANING.get(stated.get("slag"), "cumulative"), shape=MEANING[stated["form"]],
        target=number(stated["mål"]), start_value=number(stated.get("startvärde")),
        first_month=day(stated["första månad"]), last_month=day(stated["sista månad"]),
    )  # fmt: skip


def the_plan(example: Example) -> plan.Plan:
    stated = example.given.get("delmål", NOTHING).rows
    milestones = (plan.Milestone(goal_id="g", version=1, month=day(m["månad"]), cumulative=number(m["sammanlagt"])) for m in stated)
    return plan.Plan(goals=(the_goal(example),), milestones=tuple(milestones))


def outcome_of(example: Example) -> pl.DataFrame:
    headings = {"utfall": "value", "täljare": "numerator", "nämnare": "denominator"}
    stated = {"measure_id": "m", "unit_id": "u", "rows": 1, "is_preliminary": False}
    told = [
        stated | {"month": day(row["månad"])} | {name: number(row[said]) for said, name in headings.items() if said in row}
        for row in example.given.get("utfall", NOTHING).rows
    ]
    return catalogue.Outcome.of(told + [stated | row for row in usual_years(example)])


def usual_years(example: Example) -> list[dict[str, Any]]:
    """The same outcome every year, so many years, up to the plan's first month."""
    first, rows = the_goal(example).first_month, []
    for name, table in example.given.items():
        if years := re.fullmatch(r"utfall varje år i (\w+) år", name):
            usual = {MONTHS.index(row["månad"]) + 1: number(row["utfall"]) for row in table.rows}
            months = [month_after(first, -back) for back in range(1, NUMBER_OF[years[1]] * 12 + 1)]
            rows = [{"month": month, "value": usual[month.month]} for month in months]
    return rows


def holidays_of(example: Example) -> tuple[date, ...]:
    return tuple(day(row["dag"]) for row in example.given.get("helgdagar", NOTHING).rows)


def prior_of(example: Example) -> Prior:
    believed = example.given.get("tro", NOTHING).rows
    return Prior(kind=MEANING[believed[0]["om"]], months=number(believed[0]["månader"])) if believed else Prior()


def frame_of(example: Example) -> pl.DataFrame:
    """The goal, of a count of cases unless the example names another measure."""
    measure = MEASURES[example.given["mål"].rows[0].get("mätaren")]
    least, most = bounds(measure, {})
    return goal_frame([the_goal(example)], is_ceiling=is_ceiling(example), is_count=is_count(measure), least=least, most=most)


def is_ceiling(example: Example) -> bool:
    return example.given["mål"].rows[0].get("bättre") == "färre"


@pytest.mark.parametrize("example", examples("30-bakatplanering.md"))
def test_backward_plan(example):
    months = plan_months(the_plan(example), outcome_of(example))
    shows(example.expect[""], months.to_dicts(), {"månad": "month", "i månaden": "planned", "sammanlagt": "planned_cumulative"})


@pytest.mark.parametrize("example", examples("31-avvikelse.md", "32-prognos.md"))
def test_standing(example):
    as_of = day(example.given["mål"].rows[0]["räknat den"])
    goals = frame_of(example)
    outcome, prior = outcome_of(example), prior_of(example)
    planned = plan_months(the_plan(example), outcome)
    months = deviations(goals, planned, outcome, as_of)
    for name, table in example.expect.items():
        if name == "":
            columns = {
                "månad": "month", "utfall": "outcome", "utfall hittills": "outcome_cumulative",
                "plan hittills": "planned_cumulative", "avvikelse": "deviation", "andel": "deviation_share",
            }  # fmt: skip
            shows(table, months.to_dicts(), columns)
        elif name == "månader kvar":
            fan = forecast_months(goals, planned, months, outcome, as_of, prior=prior)
            shows(table, fan.to_dicts(), {"månad": "month", "väntat": "expected", "lägst": "low", "högst": "high"})
        else:
            columns = {
                "sista räknade månad": "last_known_month", "månader räknade": "periods_done", "månader kvar": "periods_left",
                "per månad hittills": "pace_per_month", "krävs per månad": "needed_per_month",
                "krävs nästa månad": "needed_next_month", "krävs per arbetsdag": "needed_per_working_day",
                "krävs per vecka": "needed_per_week", "läge": "state",
                "utfall hittills": "outcome_cumulative", "plan hittills": "planned_cumulative",
                "samma takt": "forecast_at_present_pace", "resten enligt plan": "forecast_rest_as_planned",
                "chans": "chance_of_reaching", "räknad på": "chance_from", "lägst": "final_low", "högst": "final_high",
                "kvar per månad": "needed_per_month",
            }  # fmt: skip
            found = forecasts(goals, planned, months, outcome, as_of, holidays=holidays_of(example), prior=prior)
            shows(table, found.to_dicts(), columns)


@pytest.mark.parametrize("example", examples("33-aktiviteter.md"))
def test_activities(example):
    stated = [
        plan.Activity(
            activity_id=row["aktivitet"], unit_id="u", goal_id="g", title="", owner="", is_decisive=True,
            starts_on=day(row.get("ska börja")), due_on=day(row["klar senast"]), done_on=day(row.get("blev klar")),
            duration_days=None if row["dagar"] is None else int(row["dagar"]),
            depends_on=tuple((row.get("väntar på") or "").split(", ")) if row.get("väntar på") else (),
        )
        for row in example.given["aktiviteter"].rows
    ]  # fmt: skip
    ((name, table),) = example.expect.items()
    found = activities(plan.Plan(activities=tuple(stated)), day(name.removeprefix("den ")))
    columns = {
        "aktivitet": "activity_id", "måste vara klar": "latest_finish_on", "senaste start": "latest_start_on",
        "dagar sen": "days_late", "läge": "status", "håller upp": "blocks", "väntar": "is_blocked",
    }  # fmt: skip
    shows(table, found.to_dicts(), columns)


@pytest.mark.parametrize("example", examples("34-veckor.md"))
def test_weeks(example):
    stated, goal = example.given["mål"].rows[0], the_goal(example)
    moments = [
        datetime.combine(day(row["dag"]), time(10))
        for row in example.given["avslutade ärenden"].rows
        for _ in range(int(row["antal"]))
    ]
    stated_of_all = {"source_id": "s", "unit_id": "u", "file_id": "f"}
    cases = catalogue.Case.of(
        [
            stated_of_all | {"case_key": f"c{at}", "opened_at": moment, "closed_at": moment, "line": at}
            for at, moment in enumerate(moments)
        ]
    )
    inputs = Inputs(
        as_of=day(stated["räknat den"]), municipality_code="", measures=(count_measure(),), cases=cases,
        holidays=holidays_of(example),
        plan=plan.Plan(units=(plan.Unit(unit_id="u", unit_name="", level="unit"),), goals=(goal,)),
        source_covers={"s": (goal.first_month, goal.last_month)},
    )  # fmt: skip
    goals, outcome = goal_frame([goal], is_ceiling=is_ceiling(example)), outcome_of(example)
    so_far = deviations(goals, plan_months(inputs.plan, outcome), outcome, inputs.as_of)
    columns = {
        "vecka från": "week_from", "arbetsdagar": "working_days", "utfall": "outcome", "krävdes": "needed", "vunnen": "is_won",
    }  # fmt: skip
    shows(example.expect[""], goal_weeks(inputs, goals, so_far).to_dicts(), columns)

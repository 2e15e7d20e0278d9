"""The examples about plans, standing, normal variation and small counts come out as they are printed in docs/definitions.md."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, baseline_frame, count_measure, goal_frame, month_after
from tests.spec_reader import Example, SpecTable, read_cell, read_examples
from transforms import catalogue, plan
from transforms.activities import activities
from transforms.backward_plan import plan_months
from transforms.baselines import baselines
from transforms.deviation import deviations
from transforms.disclosure import disclosed_deviations, disclosed_outcomes
from transforms.forecast import forecasts
from transforms.inputs import Thresholds
from transforms.measures import CaseShare, Filter
from transforms.signals import signals

SPEC = Path(__file__).parent
MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
NUMBER_OF = {"två": 2, "tre": 3}
MEANING = {
    "jämn": "even", "säsong": "season", "delmål": "milestones", "nivå": "stock", "andel": "share",
    "nått": "reached", "missat": "missed", "före plan": "ahead", "enligt plan": "on_plan", "efter plan": "behind",
    "inte börjat": "not_started", "okänt": "unknown",
    "klar": "done", "sen": "late", "i fara": "at_risk", "pågår": "ongoing", "planerad": "planned",
    "gränser": "limits", "på prov": "trial", "för få": "too_few",
    "utanför gränserna": "outside_limits", "två av tre": "two_of_three", "åtta i rad": "run",
    "över": "above", "under": "below", "förbättring": "improvement", "försämring": "concern", "förändring": "change",
    "mer": "up", "mindre": "down", "ingen riktning": "neither",
    "ja": True, "nej": False,
}  # fmt: skip


def examples(name: str) -> list[Any]:
    return [pytest.param(example, id=example.title) for example in read_examples(SPEC / name)]


def number(cell: str | None) -> float | None:
    return read_cell(cell, pl.Float64())


def day(cell: str) -> date:
    return read_cell(cell, pl.Date())


def assert_shows(table: SpecTable, rows: list[dict[str, Any]], columns: dict[str, str]) -> None:
    """Each expected cell is the value found, to the decimals it is written with."""
    assert len(rows) == len(table.rows)
    for expected, found in zip(table.rows, rows, strict=True):
        for heading, cell in expected.items():
            value = found[columns[heading]]
            where = f"{heading} in {expected}: found {value}"
            if cell is None:
                assert value is None, where
            elif isinstance(value, date):
                assert value == day(cell), where
            elif isinstance(value, (str, bool)):
                assert value == MEANING.get(cell, cell), where
            else:
                decimals = len(cell.partition(",")[2])
                assert value == pytest.approx(number(cell), abs=0.5 * 10**-decimals + 1e-9), where


def the_goal(example: Example) -> plan.Goal:
    stated = example.given["mål"].rows[0]
    return plan.Goal(
        goal_id="g", version=1, unit_id="u", measure_id="m", title="", owner="", decided_on=START,
        kind=MEANING.get(stated.get("slag"), "cumulative"), shape=MEANING[stated["form"]],
        target=number(stated["mål"]), start_value=number(stated.get("startvärde")),
        first_month=day(stated["första månad"]), last_month=day(stated["sista månad"]),
    )  # fmt: skip


def the_plan(example: Example) -> plan.Plan:
    stated = example.given.get("delmål", SpecTable((), ())).rows
    milestones = (plan.Milestone(goal_id="g", version=1, month=day(m["månad"]), cumulative=number(m["sammanlagt"])) for m in stated)
    return plan.Plan(goals=(the_goal(example),), milestones=tuple(milestones))


def outcome_of(table: SpecTable) -> pl.DataFrame:
    headings = {"utfall": "value", "täljare": "numerator", "nämnare": "denominator"}
    return catalogue.Outcome.of(
        [
            {"measure_id": "m", "unit_id": "u", "month": day(row["månad"]), "rows": 1}
            | {"is_preliminary": MEANING[row.get("preliminär", "nej")]}
            | {name: number(row[heading]) for heading, name in headings.items() if heading in row}
            for row in table.rows
        ]
    )


def history_of(example: Example) -> pl.DataFrame:
    """The same outcome every year, so many years, up to the plan's first month."""
    first, rows = the_goal(example).first_month, []
    for name, table in example.given.items():
        if years := re.fullmatch(r"utfall varje år i (\w+) år", name):
            usual = {MONTHS.index(row["månad"]) + 1: number(row["utfall"]) for row in table.rows}
            months = [month_after(first, -back) for back in range(1, NUMBER_OF[years[1]] * 12 + 1)]
            rows = [{"month": month, "value": usual[month.month]} for month in months]
    stated = {"measure_id": "m", "unit_id": "u", "rows": 1, "is_preliminary": False}
    return catalogue.Outcome.of([row | stated for row in rows])


def standing_of(example: Example) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The goal's deviations and its forecast."""
    as_of = day(example.given["mål"].rows[0]["räknat den"])
    goals, stated = goal_frame([the_goal(example)]), the_plan(example)
    planned = plan_months(stated, catalogue.Outcome.empty())
    months = deviations(goals, planned, outcome_of(example.given["utfall"]), as_of)
    holidays = tuple(day(row["dag"]) for row in example.given.get("helgdagar", SpecTable((), ())).rows)
    return months, forecasts(goals, planned, months, as_of, holidays)


@pytest.mark.parametrize("example", examples("30-bakatplanering.md"))
def test_backward_plan(example):
    months = plan_months(the_plan(example), history_of(example))
    assert_shows(
        example.expect[""],
        months.to_dicts(),
        {"månad": "month", "i månaden": "planned", "sammanlagt": "planned_cumulative"},
    )


@pytest.mark.parametrize("example", [*examples("31-avvikelse.md"), *examples("32-prognos.md")])
def test_standing(example):
    months, forecast = standing_of(example)
    for name, table in example.expect.items():
        if name == "":
            columns = {
                "månad": "month", "utfall": "outcome", "utfall hittills": "outcome_cumulative",
                "plan hittills": "planned_cumulative", "avvikelse": "deviation", "andel": "deviation_share",
            }  # fmt: skip
            assert_shows(table, months.to_dicts(), columns)
        else:
            columns = {
                "sista räknade månad": "last_known_month", "månader räknade": "periods_done", "månader kvar": "periods_left",
                "per månad hittills": "pace_per_month", "krävs per månad": "needed_per_month",
                "krävs nästa månad": "needed_next_month", "krävs per arbetsdag": "needed_per_working_day", "läge": "state",
                "utfall hittills": "outcome_cumulative", "plan hittills": "planned_cumulative",
                "samma takt": "forecast_at_present_pace", "resten enligt plan": "forecast_rest_as_planned",
                "chans": "chance_of_reaching", "lägst": "final_low", "högst": "final_high",
            }  # fmt: skip
            assert_shows(table, forecast.to_dicts(), columns)


@pytest.mark.parametrize("example", examples("33-aktiviteter.md"))
def test_activities(example):
    stated = [
        plan.Activity(
            activity_id=row["aktivitet"], unit_id="u", goal_id="g", title="", owner="", is_decisive=True,
            starts_on=read_cell(row["ska börja"], pl.Date()), due_on=day(row["klar senast"]),
            done_on=read_cell(row["blev klar"], pl.Date()), duration_days=read_cell(row["dagar"], pl.Int64()),
        )
        for row in example.given["aktiviteter"].rows
    ]  # fmt: skip
    ((name, table),) = example.expect.items()
    found = activities(plan.Plan(activities=tuple(stated)), day(name.removeprefix("den ")))
    columns = {"aktivitet": "activity_id", "senaste start": "latest_start_on", "dagar sen": "days_late", "läge": "status"}
    assert_shows(table, found.to_dicts(), columns)


@pytest.mark.parametrize("example", examples("40-utgangsvarde.md"))
def test_baseline(example):
    decided = tuple(
        plan.BaselineDecision(
            measure_id="m", unit_id="u", from_month=day(row["från"]), to_month=day(row["till"]), decided_by="", decided_on=START,
            reason="",
        )
        for row in example.given.get("beslut", SpecTable((), ())).rows
    )  # fmt: skip
    found = baselines((count_measure(),), plan.Plan(baselines=decided), outcome_of(example.given["utfall"]))
    columns = {
        "månader": "points", "mitten": "centre", "spännvidd": "mean_moving_range", "undre gräns": "lower_limit",
        "övre gräns": "upper_limit", "gräns för spännvidd": "moving_range_limit", "styrka": "strength", "fryst": "is_frozen",
    }  # fmt: skip
    assert_shows(example.expect[""], found.to_dicts(), columns)


@pytest.mark.parametrize("example", examples("41-signaler.md"))
def test_signals(example):
    for name, table in example.expect.items():
        direction = MEANING[re.fullmatch(r"när (.+) är bättre", name)[1]]
        measures = (count_measure(direction=direction),)
        found = signals(measures, outcome_of(example.given["värden"]), baseline_frame(10, 4, 16))
        said = found.with_columns(pl.col("rule", "judgement").replace("none", None))
        columns = {"månad": "month", "utfall": "value", "regel": "rule", "sida": "side", "bedömning": "judgement"}
        assert_shows(table, said.to_dicts(), columns)


@pytest.mark.parametrize("example", examples("50-sma-tal.md"))
def test_small_counts(example):
    (expected,) = example.expect.values()
    found = hidden_months(example) if "månader" in example.given else hidden_units(example)
    assert list(expected.rows) == found


def as_shown(value: float | None, hidden: bool) -> str | None:
    return "dold" if hidden else None if value is None else f"{value:g}"


def hidden_units(example: Example) -> list[dict[str, str | None]]:
    units = catalogue.Unit.of(
        [
            {"unit_id": row["enhet"], "unit_name": "", "level": "unit", "parent_unit_id": row["hör till"]}
            for row in example.given["enheter"].rows
        ]
    )
    (name,) = example.given.keys() - {"enheter"}
    share = CaseShare(**{**vars(count_measure()), "kind": "case_share", "part": Filter()})
    measure = share if name == "andelar" else count_measure()
    outcome = catalogue.Outcome.of(
        [
            {
                "measure_id": "m", "unit_id": row["enhet"], "month": START, "rows": 1, "is_preliminary": False,
                "value": number(row["utfall"]), "numerator": number(row.get("täljare")), "denominator": number(row.get("nämnare")),
            }
            for row in example.given[name].rows
        ]
    )  # fmt: skip
    shown = disclosed_outcomes((measure,), units, outcome, Thresholds())
    assert (
        shown.filter("is_hidden").select("value", "numerator", "denominator").null_count().row(0) == (shown["is_hidden"].sum(),) * 3
    )
    return [{"enhet": row["unit_id"], "visas": as_shown(row["value"], row["is_hidden"])} for row in shown.iter_rows(named=True)]


def hidden_months(example: Example) -> list[dict[str, str | None]]:
    rows = example.given["månader"].rows
    stated = plan.Goal(
        goal_id="g", version=1, unit_id="u", measure_id="m", title="", owner="", decided_on=START, kind="cumulative", shape="even",
        target=100.0, first_month=day(rows[0]["månad"]), last_month=day(rows[-1]["månad"]),
    )  # fmt: skip
    goals = goal_frame([stated])
    outcome = outcome_of(example.given["månader"])
    months = deviations(goals, plan_months(plan.Plan(goals=(stated,)), outcome), outcome, stated.last_month + timedelta(days=40))
    disclosed = catalogue.DisclosedOutcome.conform(
        outcome.select("measure_id", "unit_id", "month", "value", "numerator", "denominator", "is_preliminary")
        .with_columns(is_hidden=pl.Series([MEANING[row["dold"]] for row in rows]))
        .select(*catalogue.DisclosedOutcome.columns)
    )
    shown = disclosed_deviations(months, goals, disclosed, (count_measure(),), Thresholds()).to_dicts()
    return [
        {
            "månad": f"{row['month']:%Y-%m}",
            "utfall": as_shown(row["outcome"], row["outcome"] is None),
            "utfall hittills": as_shown(row["outcome_cumulative"], row["is_hidden"]),
        }
        for row in shown
    ]

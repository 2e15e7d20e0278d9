"""The examples about small counts come out as they are printed in docs/definitions.md."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, count_measure, goal, goal_frame
from tests.outcomes_alone import disclosed_outcomes
from tests.spec_reader import Example, SpecTable
from tests.spec_shown import day, examples, number
from transforms import catalogue, plan
from transforms.disclosure.decide import Undisclosed, disclose
from transforms.disclosure.sums import disclosed_deviations
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.inputs import Thresholds
from transforms.measures import CaseCount, CaseShare, Filter

MEANING = {"ja": True, "nej": False}


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


@pytest.mark.parametrize("example", examples("50-sma-tal.md"))
def test_small_counts(example):
    (expected,) = example.expect.values()
    for given, shown in SHOWN.items():
        if given in example.given:
            assert list(expected.rows) == shown(example)
            return
    assert list(expected.rows) == hidden_units(example)


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
    share = CaseShare(**{**vars(count_measure()), "kind": "case_share", "part": Filter(outcome=("ja",))})
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
        .with_columns(is_hidden=pl.Series([MEANING[row["dold"]] for row in rows]), is_held=pl.lit(value=False))
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


WHERE = {
    "alla": Filter(), "kvinnor": Filter(sex=("K",)), "män": Filter(sex=("M",)), "nya": Filter(case_type=("ny",)),
    "avslag": Filter(outcome=("avslag",)), "också nya": Filter(case_type=("ny",)),
}  # fmt: skip


def tree_of(example: Example) -> pl.DataFrame:
    return catalogue.Unit.of(
        [
            {"unit_id": row["enhet"], "unit_name": "", "level": "unit", "parent_unit_id": row["hör till"]}
            for row in example.given["enheter"].rows
        ]
    )


def counted(name: str) -> CaseCount | CaseShare:
    """The measure a heading names: a count of those it says, or a share ("avslag av alla")."""
    part, _, whole = name.partition(" av ")
    stated = vars(count_measure(name))
    if whole:
        stated = {**stated, "kind": "case_share", "part": WHERE[part]}
        return CaseShare(**{**stated, "where": WHERE[whole]})
    return CaseCount(**{**stated, "where": WHERE[name]})


def cell_of(cell: str) -> dict[str, float | None]:
    """A count, or a share as "3 av 50"."""
    part, _, whole = cell.partition(" av ")
    if not whole:
        return {"value": number(cell)}
    return {"value": 100 * number(part) / number(whole), "numerator": number(part), "denominator": number(whole)}


def hidden_groups(example: Example) -> list[dict[str, str | None]]:
    """Several measures side by side, and perhaps what was shown of them last time."""
    table = example.given["antal per mätare"]
    names = [column for column in table.columns if column != "enhet"]
    outcome = catalogue.Outcome.of(
        [
            {"measure_id": name, "unit_id": row["enhet"], "month": START, "rows": 1, "is_preliminary": False, **cell_of(row[name])}
            for row in table.rows
            for name in names
        ]
    )
    before = catalogue.ShownBefore.of(
        [
            {
                "measure_id": name,
                "unit_id": row["enhet"],
                "from_month": START,
                "to_month": START,
                "shown_on": START,
                **cell_of(cell),
            }
            for row in example.given.get("visades förra gången", SpecTable((), ())).rows
            for name, cell in row.items()
            if name != "enhet" and cell not in {None, "dold"}
        ]
    )
    measures = tuple(counted(name) for name in names)
    shown = disclosed_outcomes(measures, tree_of(example), outcome, Thresholds(), shown_before=before)
    found = {(row["unit_id"], row["measure_id"]): row for row in shown.iter_rows(named=True)}
    assert found.keys() == {(row["enhet"], name) for row in table.rows for name in names}
    return [{"enhet": row["enhet"], **{name: told(found[row["enhet"], name]) for name in names}} for row in table.rows]


def told(row: dict[str, Any]) -> str | None:
    shown = as_shown(row["value"], row["is_hidden"])
    return f"{shown} kvar" if row["is_held"] else shown


def hidden_sums(example: Example) -> list[dict[str, str | None]]:
    """A goal for every unit, all from the first month."""
    table, tree = example.given["månader per enhet"], tree_of(example)
    names, months = tree["unit_id"].to_list(), [day(row["månad"]) for row in table.rows]
    stated = tuple(goal(len(months), goal_id=name, unit_id=name, first_month=months[0], last_month=months[-1]) for name in names)
    outcome = catalogue.Outcome.of(
        [
            {
                "measure_id": "m", "unit_id": name, "month": day(row["månad"]), "rows": 1, "is_preliminary": False,
                "value": number(row[name]),
            }
            for row in table.rows
            for name in names
        ]
    )  # fmt: skip
    goals, as_of = goal_frame(stated), months[-1] + timedelta(days=40)
    so_far = deviations(goals, plan_months(plan.Plan(goals=stated), outcome), outcome, as_of)
    shown = disclose(
        Undisclosed(as_of=as_of, measures=(count_measure(),), units=tree, outcome=outcome, goals=goals, deviation=so_far)
    ).deviation
    found = {(row["goal_id"], row["month"]): row for row in shown.iter_rows(named=True)}

    def cells(month: date, name: str) -> dict[str, str | None]:
        row = found[name, month]
        return {
            name: as_shown(row["outcome"], row["outcome"] is None),
            f"{name} hittills": as_shown(row["outcome_cumulative"], row["is_hidden"]),
        }

    return [
        {"månad": f"{month:%Y-%m}"} | {key: cell for name in names for key, cell in cells(month, name).items()} for month in months
    ]


SHOWN = {"månader": hidden_months, "antal per mätare": hidden_groups, "månader per enhet": hidden_sums}

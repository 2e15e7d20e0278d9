"""The examples about stability, suggested baselines, level targets and rare events come out as they are printed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import polars as pl
import pytest

from tests.made_up_series import START, baseline_frame, count_measure, outcome_frame
from tests.spec_reader import SpecTable
from tests.spec_shown import assert_shows, day, examples, number
from transforms import catalogue, plan
from transforms.inputs import Inputs
from transforms.measures import CaseShare, Filter
from transforms.variation.assurance import with_assurance
from transforms.variation.baselines import baselines
from transforms.variation.rare_events import event_gaps
from transforms.variation.signals import signals
from transforms.variation.stability import stability
from transforms.variation.suggestion import suggestions

DIRECTION = {"när mer är bättre": "up", "när mindre är bättre": "down", "när ingen riktning är bättre": "neither"}
SAID = {
    "över": "above", "under": "below",
    "klaras": "will_pass", "klaras inte": "will_fail", "slumpen avgör": "hit_or_miss",
    "förbättring": "improvement", "försämring": "concern", "inom normal variation": "none", "för få": "too_few",
    "ja": True, "nej": False,
}  # fmt: skip


def series(table: SpecTable) -> pl.DataFrame:
    return outcome_frame([number(row["utfall"]) for row in table.rows], first=day(table.rows[0]["månad"]))


def shows(table: SpecTable, found: pl.DataFrame, columns: dict[str, str]) -> None:
    assert_shows(table, found.to_dicts(), columns, SAID)


@pytest.mark.parametrize("example", examples("45-stabilitet.md"))
def test_stability(example):
    against = baseline_frame(10, 4, 16)
    judged = signals((count_measure(),), series(example.given["värden"]), against)
    columns = {
        "räknade månader": "useful_points", "längsta rad": "longest_run", "högst": "longest_run_limit",
        "korsningar": "crossings", "lägst": "crossings_limit", "stabil": "is_stable",
    }  # fmt: skip
    shows(example.expect[""], stability(judged, against), columns)


@pytest.mark.parametrize("example", examples("46-ny-niva.md"))
def test_suggestion(example):
    decided = tuple(
        plan.BaselineDecision(
            measure_id="m", unit_id="u", from_month=day(row["från"]), to_month=day(row["till"]), decided_by="", decided_on=START,
            reason="",
        )
        for row in example.given.get("beslut", SpecTable((), ())).rows
    )  # fmt: skip
    measures, outcome = (count_measure(),), series(example.given["utfall"])
    against = baselines(measures, plan.Plan(baselines=decided), outcome)
    columns = {
        "från": "from_month", "till": "to_month", "månader": "points", "mitten förut": "centre_before", "mitten nu": "centre",
        "sida": "side",
    }  # fmt: skip
    shows(example.expect[""], suggestions(outcome, signals(measures, outcome, against), against), columns)


def told(against: pl.DataFrame, judged: pl.DataFrame, name: str) -> pl.DataFrame:
    return with_assurance(against, judged, (count_measure(direction=DIRECTION[name]),))


@pytest.mark.parametrize("example", examples("47-malniva.md"))
def test_level_target(example):
    for name, table in example.expect.items():
        if "gränser" in example.given:
            against = pl.concat(
                baseline_frame(0, number(row["undre gräns"]), number(row["övre gräns"]), unit_id=row["enhet"])
                .with_columns(level_target=pl.lit(number(row["mål"]), pl.Float64))
                for row in example.given["gränser"].rows
            )  # fmt: skip
            found = told(against, catalogue.Signal.empty(), name)
        else:
            targets = [number(row["mål"]) for row in table.rows]
            against = pl.concat(baseline_frame(0, None, None, unit_id=f"{target}", level_target=target) for target in targets)
            found = told(against, pl.concat(limits_of(f"{target}", example.given["gränser per månad"]) for target in targets), name)
        shows(table, found, {"enhet": "unit_id", "mål": "level_target", "besked": "assurance"})


def limits_of(unit_id: str, table: SpecTable) -> pl.DataFrame:
    stated = {"measure_id": "m", "unit_id": unit_id, "value": 0, "rule": "none", "judgement": "none", "is_latest": False}
    return catalogue.Signal.of(
        [
            stated
            | {"month": day(row["månad"]), "lower_limit": number(row["undre gräns"]), "upper_limit": number(row["övre gräns"])}
            for row in table.rows
        ]
    )


@pytest.mark.parametrize("example", examples("48-sallsynta-handelser.md"))
def test_rare_events(example):
    stated = vars(count_measure(direction="down"))
    if "händelser" in example.given:
        measure = count_measure(direction="down", chart="t")
        cases = [(day(row["dag"]), "händelse") for row in example.given["händelser"].rows]
    else:
        measure = CaseShare(**{**stated, "kind": "case_share", "chart": "g", "part": Filter(outcome=("händelse",))})
        in_order = [kind for row in example.given["ärenden"].rows for kind in [*["annat"] * int(row["ärenden utan"]), "händelse"]]
        cases = [(date(2025, 1, 1) + timedelta(days=at), kind) for at, kind in enumerate(in_order)]
    rows = [
        {
            "source_id": "s", "case_key": f"c{at}", "unit_id": "u", "file_id": "f", "line": at, "outcome": kind,
            "closed_at": datetime.combine(on, time()),
        }
        for at, (on, kind) in enumerate(cases)
    ]  # fmt: skip
    found = event_gaps(
        Inputs(
            as_of=date(2026, 2, 1),
            municipality_code="0000",
            measures=(measure,),
            plan=plan.Plan(units=(plan.Unit(unit_id="u", unit_name="", level="unit"),)),
            source_covers={"s": (date(2025, 1, 1), date(2026, 1, 1))},
            cases=catalogue.Case.of(rows).with_columns(opened_at=pl.col("closed_at")),
        )
    )
    columns = {
        "händelse": "event_number", "dag": "event_on", "dagar sedan förra": "gap", "ärenden sedan förra": "gap",
        "mitten": "centre", "undre gräns": "lower_limit", "övre gräns": "upper_limit", "bedömning": "judgement",
    }  # fmt: skip
    shows(example.expect[""], found, columns)
    assert found["is_latest"].to_list() == [False] * (found.height - 1) + [True]

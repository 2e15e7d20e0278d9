"""The examples of ``20-utfall.md`` come out as they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.outcome_world import said
from tests.spec_reader import Example, SpecTable, read_examples
from transforms.catalogue import Case, Outcome
from transforms.inputs import Inputs
from transforms.measures import CaseCount, CaseDuration, CaseShare, CaseStock, Distinct, Filter, Measure, Ratio
from transforms.outcomes.every_measure import outcomes
from transforms.plan import Plan, Unit

EXAMPLES = read_examples(Path(__file__).with_name("20-utfall.md"))
KINDS = {
    "case_count": CaseCount,
    "case_share": CaseShare,
    "case_duration": CaseDuration,
    "case_stock": CaseStock,
    "distinct": Distinct,
    "ratio": Ratio,
}
HEADINGS = {
    "mätare": "measure_id", "slag": "kind", "händelse": "event", "mått": "statistic", "till": "until", "räknas i": "measured_in",
    "gräns": "limit", "vad": "of", "täljare": "numerator", "nämnare": "denominator", "klar efter dagar": "complete_after_days",
    "enhet": "unit_id", "månad": "month", "värde": "value", "rader": "rows", "preliminär": "is_preliminary",
    "inkom": "opened_at", "avslutades": "closed_at", "sista dag": "due_at", "kanal": "channel", "person": "person_key",
    "handläggare": "caseworker_key",
}  # fmt: skip
EVENTS = {"inkom": "opened", "avslutades": "closed"}
WORDS = {
    "kind": {
        "antal": "case_count", "andel": "case_share", "tid": "case_duration", "bestånd": "case_stock", "olika": "distinct",
        "kvot": "ratio",
    },
    "event": EVENTS,
    "until": EVENTS,
    "statistic": {"andel inom": "share_within"},
    "limit": {"sista dag": "due"},
    "measured_in": {"arbetsdagar": "working_days", "dagar": "calendar_days", "timmar": "hours"},
    "of": {"handläggare": "caseworker"},
}  # fmt: skip
PLAN = Plan(
    units=(
        Unit(unit_id="nämnd", unit_name="Nämnden", level="board"),
        Unit(unit_id="stöd", unit_name="Stöd", level="process", parent_unit_id="nämnd"),
        Unit(unit_id="norr", unit_name="Norr", level="unit", parent_unit_id="stöd"),
        Unit(unit_id="söder", unit_name="Söder", level="unit", parent_unit_id="stöd"),
    )
)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_outcomes_are_as_the_example_says(example: Example):
    """Every row expected is among the outcomes, with every cell as written."""
    made = {tuple(row[name] for name in Outcome.grain): row for row in outcomes(_inputs(example)).to_dicts()}
    for row in example.expect[""].renamed(HEADINGS).expected(Outcome):
        found = made[tuple(row[name] for name in Outcome.grain)]
        for name, value in row.items():
            is_number = isinstance(value, float)
            assert found[name] == (pytest.approx(value, abs=1e-4) if is_number else value), f"{name} of {found}"


def _inputs(example: Example) -> Inputs:
    cases = (
        example.given["ärenden"]
        .renamed(HEADINGS)
        .frame(Case, source_id="system", case_key=lambda number: f"ärende {number}", file_id="fil", line=lambda number: number + 1)
    )
    return Inputs(
        as_of=date(2026, 4, 5),
        municipality_code="1287",
        measures=tuple(_measures(example.given["mätare"])),
        plan=PLAN,
        source_covers={"system": (date(2026, 1, 1), date(2026, 3, 1))},
        holidays=(date(2026, 1, 1), date(2026, 1, 6)),
        cases=cases,
    )


def _measures(table: SpecTable) -> list[Measure]:
    measures: list[Measure] = []
    for row in table.renamed(HEADINGS, WORDS).rows:
        fields: dict[str, Any] = {name: value for name, value in row.items() if value is not None}
        if "del: kanal" in fields:
            fields["part"] = Filter(channel=(fields.pop("del: kanal"),))
        if fields.get("limit", "due") != "due":
            fields["limit"] = float(fields["limit"])
        fields["complete_after_days"] = int(fields.get("complete_after_days", 0))
        source = {} if fields["kind"] == "ratio" else {"source": "system"}
        measures.append(KINDS[fields["kind"]](**said(**fields), **source))
    return measures

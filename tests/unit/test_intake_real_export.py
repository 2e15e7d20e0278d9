"""A real export is taken whole: permit cases of a municipality, beside a slow reading with the csv module."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from flows.sources.pseudonym import key_of
from flows.workspace.kommun import CaseSource
from tests.intake_world import SECRET, take
from transforms.catalogue import Case

EXPORT = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "cases" / "wabo_receipt_cases.csv"
SOURCE = CaseSource(
    kind="cases",
    files="wabo_*.csv",
    columns={
        "case_id": "Ärendenummer",
        "unit": "Avdelning",
        "opened_at": "Inkom",
        "due_at": "Sista dag",
        "closed_at": "Avslutat",
        "channel": "Kanal",
        "caseworker_id": "Handläggare",
    },
    units={"General": "allmant", "Customer contact": "kundtjanst", "Experts": "expert"},
    extras={"grupp": "Grupp"},
)
pytestmark = pytest.mark.skipif(not EXPORT.exists(), reason=f"the real export is not beside the project ({EXPORT.name})")


@pytest.fixture(scope="module")
def slow() -> list[dict[str, str]]:
    with EXPORT.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def taken():
    return take(EXPORT, SOURCE)


def test_it_is_taken_whole(taken, slow):
    assert (taken.rows_in_file, taken.rows_loaded, taken.rows_quarantined) == (len(slow), len(slow), 0)
    assert len(slow) == 1434
    assert taken.frames["rows"]["closed_at"].null_count() == sum(not row["Avslutat"] for row in slow) == 105
    assert (taken.covers_from, taken.covers_to) == (date(2010, 10, 1), date(2012, 1, 1))


def test_every_cell_is_the_same(taken, slow):
    rows = Case.conform(taken.frames["rows"]).rows(named=True)
    for line, (case, row) in enumerate(zip(rows, slow, strict=True), start=2):
        assert case["line"] == line
        assert case["case_key"] == key_of(row["Ärendenummer"], "case:treserva", SECRET)
        assert case["unit_id"] == SOURCE.units[row["Avdelning"]]
        assert case["channel"] == (row["Kanal"] or None)
        assert (case["caseworker_key"] is None) == (not row["Handläggare"])
        for name, heading in (("opened_at", "Inkom"), ("due_at", "Sista dag"), ("closed_at", "Avslutat")):
            assert case[name] == (datetime.fromisoformat(row[heading]) if row[heading] else None)
    groups = taken.frames["extras"]["extra_value"].to_list()
    assert groups == [row["Grupp"] or None for row in slow]

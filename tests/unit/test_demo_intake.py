"""What the intake makes of the demo's exports is the truth, and what it cannot read is what was spoiled on purpose."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from flows.demo.build import DEMO_AS_OF, build_demo
from flows.demo.organisation import UNITS
from flows.demo.spoiled import SPOILED_ROWS
from flows.demo.truth import truth
from flows.sources.exports.case_export import take_cases
from flows.sources.exports.series import take_series
from flows.sources.exports.surveys import take_survey
from flows.sources.exports.taken import Taken
from flows.sources.pseudonym import keys_of, read_secret
from flows.workspace.folder import Workspace, read_workspace
from flows.workspace.kommun import CaseSource, SeriesSource, SurveySource

KNOWN_UNITS = frozenset(unit.unit_id for unit in UNITS)
SOURCES = ("treserva", "flai")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("demo") / "exempelkoping"
    build_demo(folder)
    return read_workspace(folder)


def only_file(workspace: Workspace, pattern: str) -> Path:
    (found,) = workspace.inbox.glob(pattern)
    return found


@pytest.fixture(scope="module")
def taken(workspace) -> dict[str, Taken]:
    secret = read_secret(workspace.folder, workspace.kommun.privacy, {})
    delivered = {}
    for source_id, source in workspace.kommun.sources.items():
        take = {CaseSource: take_cases, SeriesSource: take_series, SurveySource: take_survey}[type(source)]
        delivered[source_id] = take(only_file(workspace, source.files), source_id, source, KNOWN_UNITS, secret, DEMO_AS_OF)
    return delivered


@pytest.mark.parametrize("source_id", SOURCES)
def test_every_true_case_is_loaded_as_it_is(source_id, workspace, taken):
    """Dates in five forms, amounts in four, personnummer in four and words in several become the one truth."""
    secret = read_secret(workspace.folder, workspace.kommun.privacy, {})
    true = truth()[source_id]
    expected = true.with_columns(
        case_key=keys_of(true["case_id"], f"case:{source_id}", secret),
        person_key=keys_of(true["person_id"], "person", secret),
    ).sort("case_key")
    loaded = taken[source_id].frames["rows"].sort("case_key")
    columns = [
        "case_key", "person_key", "unit_id", "case_type", "opened_at", "decided_at", "closed_at", "due_at", "outcome",
        "close_reason_group", "channel", "household_size", "amount_sek",
    ]  # fmt: skip
    for column in columns:
        assert loaded[column].equals(expected[column]), column
    assert loaded["caseworker_key"].n_unique() == expected["caseworker_id"].n_unique()


@pytest.mark.parametrize("source_id", SOURCES)
def test_exactly_the_spoiled_rows_are_in_quarantine(source_id, taken):
    """Loaded and quarantined are all rows of the file."""
    delivery = taken[source_id]
    assert delivery.rows_quarantined == SPOILED_ROWS[source_id]
    assert delivery.rows_loaded + delivery.rows_quarantined == delivery.rows_in_file
    assert delivery.frames["quarantine"]["line"].n_unique() == SPOILED_ROWS[source_id]


def test_quarantine_has_all_the_reasons_that_the_demo_spoils_rows_for(taken):
    """Dates, an order of events, an amount, and a row cut short."""
    found = taken["treserva"].frames["quarantine"]
    assert set(found["column_name"]) == {"Inkom", "Beslutad", "Avslutad", "Beviljat belopp (kr)", "(hela raden)"}


def test_no_unit_and_no_word_is_unknown(taken):
    """So that the night of the demo ends with exit code 0."""
    assert not any(delivery.has_unknown_unit or delivery.has_unknown_category for delivery in taken.values())


def test_the_cases_cover_three_years_and_the_month_that_has_begun(taken):
    """October 2023 to October 2026: what was open before the case system came was registered on its first day."""
    for source_id in SOURCES:
        assert (str(taken[source_id].covers_from), str(taken[source_id].covers_to)) == ("2023-10-01", "2026-10-01")


def test_series_and_survey_are_loaded_whole(taken):
    """Every row of them, 33 months of every unit that reports."""
    others = {source_id: delivery for source_id, delivery in taken.items() if source_id not in SOURCES}
    assert {delivery.rows_quarantined for delivery in others.values()} == {0}
    economy = others["ekonomi"].frames["rows"]
    assert economy.height == 2 * 33 * 16
    assert economy.filter(pl.col("value") < 0).height > 100
    assert others["personal"].frames["rows"].height == 33 * 11
    assert others["kvalitet"].frames["rows"].height == 33 * 16
    assert others["medarbetarenkat"].frames["rows"]["wave_on"].n_unique() == 2

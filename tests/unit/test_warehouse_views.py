"""The analysts' views: they rename and join, and say what they hold."""

from __future__ import annotations

import re

import pytest

from transforms.catalogue import declared_tables
from transforms.tables import TableMismatch
from warehouse.analyst_views import analyst_views, read_view
from warehouse.build import empty_database
from warehouse.descriptions import dictionary
from warehouse.dictionary import dictionary_document

VIEWS = {view.name: view for view in analyst_views()}
WELL_SAID = """-- One row per unit.
-- grain: unit_id
-- parent_name?: The name of the one above.
SELECT unit.unit_id, parent.unit_name AS parent_name
FROM core.unit AS unit
LEFT JOIN core.unit AS parent ON parent.unit_id = unit.parent_unit_id;
"""


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_computes_nothing(name):
    """No function, no arithmetic, no grouping: a measure is computed in one place, and it is not here."""
    select = VIEWS[name].select
    assert not re.search(r"[()+/%]|(?<!\.)\*|\s-\s|\bGROUP\b|\bCASE\b|\bOVER\b|\bWHERE\b|\bDISTINCT\b", select), select


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_what_a_row_is_and_what_every_column_holds(name):
    assert VIEWS[name].sentence.startswith("One row per")
    for column, meaning in VIEWS[name].own_columns.items():
        assert meaning.sentence.endswith("."), column


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_describes_no_column_it_has_not(name):
    with empty_database() as con:
        has = con.sql(f"FROM {name}").columns
    assert set(VIEWS[name].own_columns) <= set(has)
    assert set(VIEWS[name].grain) <= set(has)


def test_a_view_over_a_detail_table_is_not_for_everybody():
    assert VIEWS["core.case_named"].audience == "detail"
    assert VIEWS["report.nulage"].audience == "open"


def test_a_column_without_words_of_its_own_takes_those_of_the_table():
    view = read_view("core.made_up", WELL_SAID)
    assert view.meaning("unit_id").sentence == "The unit."
    assert view.meaning("parent_name").nullable
    with pytest.raises(TableMismatch, match="nothing says"):
        view.meaning("colour")


@pytest.mark.parametrize(
    "text",
    [
        WELL_SAID.replace("-- grain: unit_id\n", ""),
        WELL_SAID.replace("core.unit AS parent", "core.units AS parent"),
        WELL_SAID.replace("-- parent_name?: ", "-- parent_name "),
        "-- One row.\n-- grain: one\nSELECT 1 AS one",
    ],
)
def test_a_view_told_wrongly_is_refused(text):
    with pytest.raises(TableMismatch, match=r"core\.made_up"):
        read_view("core.made_up", text)


def test_the_dictionary_of_the_open_database_is_silent_about_detail():
    with empty_database("open") as con:
        told = {name for frame in dictionary(con, "open").values() for name in frame["table_name"]}
    assert "report.outcome" in told
    assert "core.case" not in told


def test_the_manual_has_a_chapter_for_every_table_and_view():
    chapters = re.findall(r"^### (\S+)$", dictionary_document(), re.MULTILINE)
    assert sorted(chapters) == sorted([*(table.name for table in declared_tables()), *VIEWS])

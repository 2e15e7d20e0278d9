"""The named questions, and what a reader of a published file may do."""

from __future__ import annotations

from datetime import date

import duckdb
import polars as pl
import pytest

from tests.warehouse_sample import sample_tables
from transforms.catalogue import Case, Headline, Run, Unit
from warehouse.publish import publish
from warehouse.read import (
    NotPublished,
    are_of_one_run,
    cases_of,
    figures_of,
    headlines,
    inputs_of_run,
    last_run,
    opened,
    tables_of,
)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    tables = sample_tables("run-1")
    names = ["Ö-gruppen", "Arbetsmarknad", "Ångaren"]
    tables[Unit] = tables[Unit].with_columns(unit_name=pl.Series(names))
    return publish(tables, tmp_path_factory.mktemp("read"))


def test_the_last_run_is_told_by_id_and_day(published):
    run = last_run(published.detail)
    assert (run.run_id, run.as_of, run.framdrift_version) == ("run-1", date(2026, 1, 1), "framdrift_version-0")


def test_there_is_no_last_run_before_the_first_night(tmp_path):
    assert last_run(tmp_path / "framdrift.duckdb") is None


def test_a_question_to_a_file_that_is_not_there_says_what_to_do(tmp_path):
    with pytest.raises(NotPublished, match="Run framdrift nightly"):
        headlines(tmp_path / "framdrift.duckdb")


def test_both_databases_are_of_one_run_after_a_publish(published, tmp_path):
    assert are_of_one_run(published.detail, published.open)
    other = publish(sample_tables("run-2"), tmp_path)
    assert not are_of_one_run(other.detail, published.open)
    assert not are_of_one_run(published.detail, tmp_path / "nothing.duckdb")


def test_headlines_come_with_the_units_name_in_swedish_order(published):
    assert headlines(published.open)["unit_name"].to_list() == ["Arbetsmarknad", "Ångaren", "Ö-gruppen"]
    assert headlines(published.open)["headline"].to_list() == ["headline-1", "headline-2", "headline-0"]


def test_cases_are_those_of_the_source_and_units_asked_for(published):
    assert cases_of(published.detail, "source_id-1", ["unit_id-1", "unit_id-2"])["case_key"].to_list() == ["case_key-1"]
    assert cases_of(published.detail, "source_id-1", []).is_empty()
    assert cases_of(published.detail, "source_id-1' OR true --", ["unit_id-1"]).is_empty()


def test_inputs_and_figures_keep_their_declared_shape(published):
    assert inputs_of_run(published.detail)["source_id"].to_list() == ["source_id-0", "source_id-1", "source_id-2"]
    assert figures_of(published.open, "unit_id-2")["figure_id"].to_list() == ["figure_id-2"]


def test_published_tables_come_back_as_declared(published):
    held = tables_of(published.detail, [Case, Headline, Run])
    assert {table: frame.schema for table, frame in held.items()} == {table: table.schema() for table in held}


@pytest.mark.parametrize(
    "forbidden",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY core.unit TO '/tmp/units.csv'",
        "ATTACH ':memory:' AS other",
        "SET enable_external_access = true",
        "SET autoinstall_known_extensions = true",
        "INSERT INTO core.unit SELECT * FROM core.unit",
        "INSTALL httpfs",
    ],
)
def test_a_reader_can_do_nothing_but_read_this_one_file(published, forbidden):
    with opened(published.detail) as con, pytest.raises(duckdb.Error):
        con.execute(forbidden)

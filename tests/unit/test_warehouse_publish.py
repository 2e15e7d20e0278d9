"""Publishing: what stands in the two databases, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.warehouse_sample import MADE_BY_THE_WAREHOUSE, sample_tables
from transforms.catalogue import Case, DictionaryColumn, DictionaryTable, KoladaValue, Run, Unit, declared_tables
from transforms.tables import TableMismatch
from warehouse.analyst_views import analyst_views
from warehouse.publish import DETAIL, OPEN, PREVIOUS, PublishError, publish
from warehouse.read import last_run, opened, tables_of

PUBLISHABLE = [table for table in declared_tables() if table not in MADE_BY_THE_WAREHOUSE]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    return publish(sample_tables("run-1"), folder)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_detail_database_holds_every_frame_as_it_was(published):
    meant = sample_tables("run-1")
    held = tables_of(published.detail, PUBLISHABLE)
    for table in PUBLISHABLE:
        assert_frame_equal(held[table], meant[table])
        assert published.rows[table.name] == meant[table].height


def test_the_open_database_holds_the_open_tables_and_views_and_nothing_else(published):
    with opened(published.open) as con:
        held = {
            name
            for (name,) in con.sql(
                "SELECT DISTINCT schema_name || '.' || table_name FROM duckdb_columns() WHERE NOT internal"
            ).fetchall()
        }
    relations = (*declared_tables(), *analyst_views())
    assert held == {relation.name for relation in relations if relation.audience == "open"}
    assert {relation.audience for relation in relations} == {"open", "detail"}


def test_the_open_database_has_no_key_of_a_person_case_or_caseworker(published):
    with opened(published.open) as con:
        assert (
            con.sql(
                "SELECT column_name FROM duckdb_columns() WHERE NOT internal AND column_name LIKE '%\\_key' ESCAPE '\\'"
            ).fetchall()
            == []
        )


@pytest.mark.parametrize("name", [DETAIL, OPEN])
def test_every_table_view_and_column_carries_the_sentence_of_its_declaration(published, name):
    with opened(published.detail.with_name(name)) as con:
        relations = dict(
            con.sql("""
            SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() WHERE NOT internal
            UNION ALL SELECT schema_name || '.' || view_name, comment FROM duckdb_views() WHERE NOT internal
        """).fetchall()
        )
        columns = con.sql(
            "SELECT schema_name || '.' || table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    for table in declared_tables():
        if table.name in relations:
            assert relations[table.name] == table.sentence()
    declared = {table.name: table.columns for table in declared_tables()}
    for relation, column, comment in columns:
        assert comment, f"{relation}.{column}"
        if relation in declared:
            assert comment == declared[relation][column].sentence
    assert all(relations.values())


def test_the_dictionary_in_the_database_tells_every_column_it_has(published):
    held = tables_of(published.detail, [DictionaryTable, DictionaryColumn])
    with opened(published.detail) as con:
        there = con.sql("SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    assert set(held[DictionaryColumn].select("table_name", "column_name").rows()) == set(there)
    assert set(held[DictionaryTable]["table_name"]) == {table for table, _ in there}


def test_what_may_not_be_null_is_not_null_in_the_database_too(published):
    with opened(published.detail) as con:
        columns = con.sql(
            "SELECT table_name, column_name, is_nullable FROM duckdb_columns() WHERE schema_name = 'core' AND table_name = 'case'"
        )
        assert {name: nullable for _, name, nullable in columns.fetchall()} == {
            name: column.nullable for name, column in Case.columns.items()
        }


def test_a_table_nobody_has_rows_for_is_there_and_empty(tmp_path):
    done = publish({Run: sample_tables("run-1")[Run]}, tmp_path)
    assert tables_of(done.detail, [Case])[Case].is_empty()


def test_the_views_also_answer_when_an_analyst_attaches_the_file_under_another_name(published):
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{published.detail}' AS tonight (READ_ONLY)")
        for view in analyst_views():
            assert con.sql(f"FROM tonight.{view.name}").shape[0] == 3, view.name


def test_the_detail_is_for_owner_and_group_and_the_open_for_everybody(published):
    assert oct(published.detail.stat().st_mode & 0o777) == "0o640"
    assert oct(published.open.stat().st_mode & 0o777) == "0o644"


def test_nothing_but_the_databases_is_left_in_the_folder(tmp_path):
    publish(sample_tables("run-1"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [DETAIL, OPEN]


def test_the_detail_of_the_publish_before_is_kept_and_never_the_open(tmp_path):
    for run in ("run-1", "run-2", "run-3"):
        publish(sample_tables(run), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([DETAIL, OPEN, PREVIOUS])
    assert last_run(tmp_path / PREVIOUS).run_id == "run-2"
    assert last_run(tmp_path / DETAIL).run_id == "run-3"


def test_what_a_killed_run_left_is_swept_away(tmp_path):
    (tmp_path / ".building").mkdir()
    (tmp_path / ".building" / DETAIL).write_bytes(b"half a file")
    (tmp_path / ".building" / f"{DETAIL}.wal").write_bytes(b"and its log")
    publish(sample_tables("run-1"), tmp_path)
    assert not (tmp_path / ".building").exists()


def repeated(tables):
    tables[Unit] = pl.concat([tables[Unit], tables[Unit].head(1)])


def empty_where_it_must_not_be(tables):
    tables[Unit] = tables[Unit].with_columns(unit_name=pl.lit(None, pl.String))


def of_an_unknown_gender(tables):
    tables[KoladaValue] = tables[KoladaValue].with_columns(gender=pl.lit("X"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(repeated, "unit_id"), (empty_where_it_must_not_be, "unit_name"), (of_an_unknown_gender, "gender")],
)
def test_tables_that_break_their_declaration_are_not_published(tmp_path, spoil, said):
    """The sentence names table and column and no value, and the files of the night before are byte for byte the same."""
    publish(sample_tables("run-1"), tmp_path)
    before = content(tmp_path)
    tables = sample_tables("run-2")
    spoil(tables)
    with pytest.raises(PublishError) as refused:
        publish(tables, tmp_path)
    assert said in str(refused.value)
    assert "unit_id-0" not in str(refused.value)
    assert content(tmp_path) == before


def test_a_frame_of_another_shape_is_our_own_fault_and_leaves_the_files_alone(tmp_path):
    publish(sample_tables("run-1"), tmp_path)
    before = content(tmp_path)
    with pytest.raises(TableMismatch, match=r"core\.unit"):
        publish({**sample_tables("run-2"), Unit: pl.DataFrame({"unit_id": ["a"]})}, tmp_path)
    assert content(tmp_path) == before


def test_a_log_left_beside_the_old_file_is_not_replayed_into_the_new(tmp_path):
    """Somebody opened the analysts' file to write and was killed: DuckDB would otherwise add those rows to the new file."""
    done = publish(sample_tables("run-1"), tmp_path)
    writer = f"""
import duckdb, os
con = duckdb.connect({str(done.detail)!r})
con.execute("SET wal_autocheckpoint = '1GB'")
con.execute("INSERT INTO core.unit SELECT 'stray', 'stray', 'unit', NULL, NULL")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", writer], check=True)
    assert done.detail.with_name(f"{DETAIL}.wal").exists()
    publish(sample_tables("run-2"), tmp_path)
    assert not done.detail.with_name(f"{DETAIL}.wal").exists()
    assert_frame_equal(tables_of(done.detail, [Unit])[Unit], sample_tables("run-2")[Unit])


def test_a_folder_that_cannot_be_written_is_told_plainly(tmp_path):
    folder = tmp_path / "warehouse"
    publish(sample_tables("run-1"), folder)
    before = content(folder)
    folder.chmod(0o555)
    nobody = 65534
    # The rights of a folder do not bind root, so root becomes somebody else for the attempt.
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(nobody)
        with pytest.raises(PublishError, match="cannot be written"):
            publish(sample_tables("run-2"), folder)
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)
    assert content(folder) == before


def test_a_file_where_the_folder_should_be_is_told_plainly(tmp_path):
    (tmp_path / "warehouse").write_text("not a folder")
    with pytest.raises(PublishError, match="could not be used"):
        publish(sample_tables("run-1"), tmp_path / "warehouse")

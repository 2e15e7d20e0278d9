"""Reading a new database back before anyone else may: does it hold what was meant, and nothing else?"""

from __future__ import annotations

from pathlib import Path

import duckdb

from transforms.catalogue import DictionaryColumn, DictionaryTable
from transforms.tables import Audience, Table, Tables
from warehouse.analyst_views import View
from warehouse.descriptions import Relation, relations
from warehouse.quoting import quoted
from warehouse.read import opened


def contradictions(path: Path, tables: Tables, audience: Audience) -> list[str]:
    """What in the file at ``path`` is not as declared, one sentence each; none when it may be published.

    Checked: the rows are as many as in the frames; the grain of every table and view is unique, so that no join of a
    view multiplies rows; columns hold only the values they may; everything is commented; and a database for everybody
    has no detail table and no key of a person, case or caseworker. No sentence holds a value.
    """
    with opened(path) as con:
        found = _strangers(con, audience) + _uncommented(con)
        for relation in relations(audience):
            found += _faults_of_view(con, relation) if isinstance(relation, View) else _faults_of_table(con, relation, tables)
    return found


def _faults_of_table(con: duckdb.DuckDBPyConnection, table: type[Table], tables: Tables) -> list[str]:
    said = {name: list(column.one_of) for name, column in table.columns.items() if column.one_of}
    counts = ["count(*)", *(f'count(*) FILTER (NOT list_contains($"{name}", "{name}"))' for name in said)]
    found = con.sql(f"SELECT {', '.join(counts)} FROM {quoted(table.name)}", params=said).fetchone() or ()  # noqa: S608 - declared names
    faults = []
    if table not in {DictionaryTable, DictionaryColumn} and found[0] != (meant := tables[table].height if table in tables else 0):
        faults.append(f"{table.name}: {found[0]} rows were written, {meant} were meant")
    faults += [
        f"{table.name}: {count} rows have a {name} that is not among those declared"
        for name, count in zip(said, found[1:], strict=True)
        if count
    ]
    return faults + _repeated(con, table)


def _faults_of_view(con: duckdb.DuckDBPyConnection, view: View) -> list[str]:
    empty = con.sql(f"SELECT * FROM {quoted(view.name)} LIMIT 0")  # noqa: S608 - a declared name
    columns = [column for column in empty.columns if not view.meaning(column).nullable]
    counts = ", ".join(f'count(*) - count("{column}")' for column in columns)
    found = con.sql(f"SELECT {counts} FROM {quoted(view.name)}").fetchone() or ()  # noqa: S608 - as above
    nulls = [f"{view.name}: {count} rows have no {column}" for column, count in zip(columns, found, strict=True) if count]
    return nulls + _repeated(con, view)


def _repeated(con: duckdb.DuckDBPyConnection, relation: Relation) -> list[str]:
    grain = ", ".join(f'"{column}"' for column in relation.grain)
    groups = f"SELECT count(*) AS alike FROM {quoted(relation.name)} GROUP BY {grain} HAVING count(*) > 1"  # noqa: S608 - as above
    (repeated,) = con.sql(f"SELECT coalesce(sum(alike - 1), 0) FROM ({groups})").fetchone() or (0,)  # noqa: S608 - as above
    return [f"{relation.name}: {repeated} rows more than one have the same {', '.join(relation.grain)}"] if repeated else []


def _uncommented(con: duckdb.DuckDBPyConnection) -> list[str]:
    silent = con.sql("""
        SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE coalesce(comment, '') = '' AND NOT internal
        UNION ALL
        SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE coalesce(comment, '') = '' AND NOT internal
        UNION ALL
        SELECT schema_name || '.' || table_name || '.' || column_name FROM duckdb_columns()
        WHERE coalesce(comment, '') = '' AND NOT internal
    """).fetchall()
    return [f"{name} has no comment" for (name,) in silent]


def _strangers(con: duckdb.DuckDBPyConnection, audience: Audience) -> list[str]:
    meant = {relation.name for relation in relations(audience)}
    held = con.sql("""
        SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() WHERE NOT internal
    """).fetchall()
    faults = [f"{name} is not one of the {audience} tables" for name in sorted({name for name, _ in held} - meant)]
    if audience == "open":
        faults += [f"{name}.{column} is a key that must not be open" for name, column in held if column.endswith("_key")]
    return faults

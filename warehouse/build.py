"""Building one database file from frames: tables as declared, views, comments, rows. Nothing here is known to readers yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from transforms.catalogue import DictionaryColumn, DictionaryTable
from transforms.tables import Audience, Table, Tables
from warehouse.analyst_views import View
from warehouse.descriptions import dictionary, relations
from warehouse.quoting import literal, quoted

STORAGE_VERSION = "v1.5.0"
"""Older storage has no tie between a file and its write-ahead log: a stray log beside a new file would be replayed into it."""

_DUCKDB_TYPES: dict[pl.DataType, str] = {
    pl.String(): "VARCHAR",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
    pl.Date(): "DATE",
    pl.Datetime("us"): "TIMESTAMP",
    pl.Boolean(): "BOOLEAN",
}


def build(tables: Tables, path: Path, audience: Audience) -> None:
    """A new database at ``path`` holds every table and view of the audience, commented, with the frames' rows in their order.

    A declared table without a frame is there, empty: queries and views do not depend on what a kommun delivers. The two
    dictionary tables are made here. Spilled data stays beside ``path``. Raises ``TableMismatch`` when a frame has not
    its declared shape, ``duckdb.Error`` when a declared column holds a null or the disk gives in.
    """
    with duckdb.connect(config={"temp_directory": str(path.parent), "autoinstall_known_extensions": "false"}) as con:
        con.execute(f"ATTACH {literal(str(path))} AS warehouse (STORAGE_VERSION '{STORAGE_VERSION}')")
        con.execute("USE warehouse")
        # One transaction: some four hundred statements would otherwise each wait for the disk.
        con.begin()
        lay_out(con, audience)
        for table in _declared(audience):
            if table in tables:
                _insert(con, table, tables[table])
        for table, frame in dictionary(con, audience).items():
            _insert(con, table, frame)
        con.commit()
        con.execute("CHECKPOINT warehouse")
        con.execute("USE memory")
        con.execute("DETACH warehouse")


def lay_out(con: duckdb.DuckDBPyConnection, audience: Audience) -> None:
    """The database in use has every schema, table and view of the audience, commented, without rows."""
    for schema in dict.fromkeys(relation.name.split(".")[0] for relation in relations(audience)):
        con.execute(f"CREATE SCHEMA {schema}")
    for relation in relations(audience):
        if isinstance(relation, View):
            con.execute(f"CREATE VIEW {quoted(relation.name)} AS {relation.select}")
        else:
            con.execute(f"CREATE TABLE {quoted(relation.name)} ({_columns(relation)})")
    described = dictionary(con, audience)
    views = {relation.name for relation in relations(audience) if isinstance(relation, View)}
    for row in described[DictionaryTable].iter_rows(named=True):
        kind = "VIEW" if row["table_name"] in views else "TABLE"
        con.execute(f"COMMENT ON {kind} {quoted(row['table_name'])} IS {literal(row['what_a_row_is'])}")
    for row in described[DictionaryColumn].iter_rows(named=True):
        column = f'{quoted(row["table_name"])}."{row["column_name"]}"'
        con.execute(f"COMMENT ON COLUMN {column} IS {literal(row['what_it_holds'])}")


@contextmanager
def empty_database(audience: Audience = "detail") -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with everything but the rows."""
    with duckdb.connect() as con:
        lay_out(con, audience)
        yield con


def _declared(audience: Audience) -> list[type[Table]]:
    made_here = (DictionaryTable, DictionaryColumn)
    return [table for table in relations(audience) if not isinstance(table, View) and table not in made_here]


def _columns(table: type[Table]) -> str:
    # No PRIMARY KEY: it makes inserting 5 million rows nine times slower. `warehouse.verify` checks the grain instead.
    return ", ".join(
        f'"{name}" {_DUCKDB_TYPES[column.dtype]}{"" if column.nullable else " NOT NULL"}' for name, column in table.columns.items()
    )


def _insert(con: duckdb.DuckDBPyConnection, table: type[Table], frame: pl.DataFrame) -> None:
    con.register("incoming", table.conform(frame))
    con.execute(f"INSERT INTO {quoted(table.name)} SELECT * FROM incoming")  # noqa: S608 - a declared name, quoted
    con.unregister("incoming")

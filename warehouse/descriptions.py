"""What every table, view and column of a database means: its rows of ``meta.table`` and ``meta.column``."""

from __future__ import annotations

import duckdb

from transforms.catalogue import DictionaryColumn, DictionaryTable, declared_tables
from transforms.tables import Audience, Table, Tables
from warehouse.analyst_views import Meaning, View, analyst_views

Relation = type[Table] | View


def relations(audience: Audience) -> tuple[Relation, ...]:
    """The tables and then the views that belong in the database for this audience; detail includes what is open."""
    everything: tuple[Relation, ...] = (*declared_tables(), *analyst_views())
    return tuple(relation for relation in everything if audience == "detail" or relation.audience == "open")


def row_sentence(relation: Relation) -> str:
    """What one row of a table or view is."""
    return relation.sentence if isinstance(relation, View) else relation.sentence()


def column_meaning(relation: Relation, column: str) -> Meaning:
    """What a column of a table or view holds."""
    if isinstance(relation, View):
        return relation.meaning(column)
    return Meaning(relation.columns[column].sentence, relation.columns[column].nullable)


def dictionary(con: duckdb.DuckDBPyConnection, audience: Audience) -> Tables:
    """The dictionary's two tables for the database in use, from the columns and types that DuckDB says it has.

    Raises ``TableMismatch`` when a column of a view has no meaning.
    """
    known = {relation.name: relation for relation in relations(audience)}
    found = con.sql(
        "SELECT schema_name || '.' || table_name AS table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE NOT internal AND database_name = current_database() ORDER BY table_name, column_index"
    ).fetchall()
    columns: list[dict[str, object]] = []
    for table_name, column_name, data_type in found:
        meaning = column_meaning(known[table_name], column_name)
        columns.append({
            "table_name": table_name, "column_name": column_name, "data_type": data_type,
            "is_nullable": meaning.nullable, "what_it_holds": meaning.sentence,
        })  # fmt: skip
    rows: list[dict[str, object]] = [
        {"table_name": name, "what_a_row_is": row_sentence(relation), "unique_columns": ", ".join(relation.grain)}
        for name, relation in known.items()
    ]
    return {DictionaryTable: DictionaryTable.of(rows), DictionaryColumn: DictionaryColumn.of(columns)}

"""A made-up set of tables, derived from their declarations alone: every table has rows, and equal numbers mean equal ids."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import polars as pl

from transforms.catalogue import Case, DictionaryColumn, DictionaryTable, Input, Run, declared_tables
from transforms.tables import Column, Table, Tables

MADE_BY_THE_WAREHOUSE = (DictionaryTable, DictionaryColumn)


def sample_tables(run_id: str, rows: int = 3) -> Tables:
    """Rows in every table that publishing takes; ``meta.run`` has one, of this run, whose inputs they are."""
    tables = {table: sample_rows(table, rows) for table in declared_tables() if table not in MADE_BY_THE_WAREHOUSE}
    tables[Run] = sample_rows(Run, 1).with_columns(run_id=pl.lit(run_id))
    tables[Input] = tables[Input].with_columns(run_id=pl.lit(run_id))
    return tables


def sample_rows(table: type[Table], rows: int) -> pl.DataFrame:
    """Rows that keep the table's declaration, different in every column."""
    return table.of([{name: _value(name, column, number) for name, column in table.columns.items()} for number in range(rows)])


def many_cases(rows: int) -> pl.DataFrame:
    """So many cases with keys that do not compress."""
    number = pl.int_range(rows, eager=True).alias("number").to_frame()
    one = sample_rows(Case, 1).drop("case_key")
    keyed = number.select(case_key=pl.concat_str(pl.col("number").hash(seed) for seed in range(4)))
    return Case.conform(keyed.join(one, how="cross"))


def _value(name: str, column: Column, number: int) -> object:
    if column.one_of:
        return column.one_of[number % len(column.one_of)]
    values: dict[pl.DataType, object] = {
        pl.String(): f"{name}-{number}",
        pl.Int64(): number + 1,
        pl.Float64(): number + 0.5,
        pl.Date(): date(2026, 1, 1) + timedelta(days=number),
        pl.Datetime("us"): datetime.combine(date(2026, 1, 1), time(8)) + timedelta(hours=number),
        pl.Boolean(): number % 2 == 0,
    }
    return values[column.dtype]

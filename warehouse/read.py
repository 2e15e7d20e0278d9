"""The named questions that Python asks a published database. Every SELECT over published rows stands here.

A file is opened for reading only, in a sandbox (no other file, no network, no extension, no change of settings), and
closed again at once: in one process DuckDB keeps answering from the old file for as long as any connection to it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl

from transforms.catalogue import Case, Figure, Input
from transforms.tables import Table, Tables
from warehouse.quoting import quoted

_SANDBOX: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}


class NotPublished(Exception):
    """There is no database to ask: no night has been published in the folder."""


@dataclass(frozen=True)
class PublishedRun:
    """The run that made a database."""

    run_id: str
    as_of: date
    started_at: datetime
    framdrift_version: str


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can only read this one file. Raises ``NotPublished`` when it is not there."""
    if not path.exists():
        raise NotPublished(f"{path} is not there: no night has been published in this folder yet. Run framdrift nightly.")
    with duckdb.connect(path, read_only=True, config=_SANDBOX) as con:
        yield con


def last_run(path: Path) -> PublishedRun | None:
    """The run that made the database; None when there is no database, or one without a run."""
    if not path.exists():
        return None
    with opened(path) as con:
        row = con.sql("SELECT run_id, as_of, started_at, framdrift_version FROM meta.run").fetchone()
    return PublishedRun(*row) if row else None


def are_of_one_run(detail: Path, open_to_all: Path) -> bool:
    """Whether both databases are there and made by the same run; they are not after a run killed between the two swaps."""
    run = last_run(detail)
    return run is not None and run == last_run(open_to_all)


def tables_of(path: Path, wanted: Iterable[type[Table]]) -> Tables:
    """The wanted tables as they were published, each in its declared shape and the order it was written in."""
    with opened(path) as con:
        frames = {table: con.sql(f"SELECT * FROM {quoted(table.name)}").pl() for table in wanted}  # noqa: S608 - declared names
    return {table: table.conform(frame) for table, frame in frames.items()}


def headlines(path: Path) -> pl.DataFrame:
    """One row per unit with a pack: unit_id, unit_name, as_of, headline, goal_id, file_name; by name in Swedish order."""
    with opened(path) as con:
        return con.sql("""
            SELECT headline.unit_id, coalesce(unit.unit_name, headline.unit_id) AS unit_name,
                   headline.as_of, headline.headline, headline.goal_id, headline.file_name
            FROM report.headline AS headline
            LEFT JOIN core.unit AS unit ON unit.unit_id = headline.unit_id
            ORDER BY unit_name COLLATE sv, headline.unit_id
        """).pl()


def inputs_of_run(path: Path) -> pl.DataFrame:
    """What the database is built from, in the shape of ``meta.input``, by source and day."""
    with opened(path) as con:
        return Input.conform(con.sql("SELECT * FROM meta.input ORDER BY source_id, landed_on, file_id").pl())


def cases_of(path: Path, source_id: str, unit_ids: Iterable[str]) -> pl.DataFrame:
    """The cases of one source and these units, in the shape of ``core.case``, by file and line: what a trace selects from."""
    with opened(path) as con:
        rows = con.sql(
            'SELECT * FROM core."case" WHERE source_id = $source_id AND list_contains($unit_ids, unit_id) ORDER BY file_id, line',
            params={"source_id": source_id, "unit_ids": list(unit_ids)},
        )
        return Case.conform(rows.pl())


def figures_of(path: Path, unit_id: str) -> pl.DataFrame:
    """The figures printed in the unit's pack, in the shape of ``report.figure``, in the order they were written."""
    with opened(path) as con:
        return Figure.conform(con.sql("SELECT * FROM report.figure WHERE unit_id = $unit_id", params={"unit_id": unit_id}).pl())

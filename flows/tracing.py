"""Tells which lines of which files are behind a figure: keys only, never personal data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

import polars as pl

from flows.failures import ExitCode, Failure
from flows.known import Known, what_is_known
from flows.workspace.folder import read_workspace
from transforms.measures import Measure
from transforms.outcomes.every_measure import outcomes
from transforms.tracing import RowsBehind, rows_behind

T = TypeVar("T")


def trace_figure(folder: Path, unit_id: str, measure_id: str, period: str, as_of: date) -> Iterator[str]:
    """The lines of the answer: the figure, then every row behind it with file, line and key.

    The rows are chosen by the same expressions that counted them. Raises ``Failure`` (NOT_KNOWN) for a unit, measure or
    period that there is no figure for.
    """
    workspace = read_workspace(folder.resolve())
    known = what_is_known(workspace, as_of)
    measure = _named(measure_id, {measure.measure_id: measure for measure in workspace.measures}, "measure")
    _named(unit_id, {unit.unit_id: unit for unit in known.inputs.plan.units}, "unit")
    month = _month(period)
    figure = outcomes(known.inputs).filter(
        pl.col("measure_id") == measure_id, pl.col("unit_id") == unit_id, pl.col("month") == month
    )
    if figure.is_empty():
        raise Failure(ExitCode.NOT_KNOWN, f"There is no figure of {measure_id} for {unit_id} in {period}, as known on {as_of}.")
    yield _figure_line(measure, unit_id, period, figure.row(0, named=True))
    for rows in rows_behind(known.inputs, measure, unit_id, month):
        yield from _rows_lines(rows, known)


def _figure_line(measure: Measure, unit_id: str, period: str, figure: dict[str, object]) -> str:
    value = "missing" if figure["value"] is None else f"{figure['value']:g} {measure.unit}"
    preliminary = ", preliminary" if figure["is_preliminary"] else ""
    return f"{measure.name} ({measure.measure_id}), {unit_id}, {period}: {value}{preliminary}, from {figure['rows']} rows"


def _rows_lines(behind: RowsBehind, known: Known) -> Iterator[str]:
    yield f"{behind.role} of {behind.measure_id}: {behind.rows.height} rows of {behind.table.name}"
    names = {file.file_id: file.file_name for file in known.landed}
    keys = [name for name in behind.table.grain if name not in {"source_id", "file_id", "line"}]
    if "line" not in behind.rows.columns:
        yield from (f"  {_key(row, keys)}" for row in behind.rows.iter_rows(named=True))
        return
    for row in behind.rows.sort("source_id", "file_id", "line").iter_rows(named=True):
        yield f"  {names.get(row['file_id'], row['file_id'])}, line {row['line']}: {_key(row, keys)}"


def _key(row: dict[str, object], keys: list[str]) -> str:
    return ", ".join(f"{name} {row[name]}" for name in keys) or "one answer"


def _named(wanted: str, known: Mapping[str, T], what: str) -> T:
    if wanted not in known:
        raise Failure(ExitCode.NOT_KNOWN, f"There is no {what} {wanted}. Known: {', '.join(sorted(known))}.")
    return known[wanted]


def _month(period: str) -> date:
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError:
        raise Failure(ExitCode.NOT_KNOWN, f"{period} is no period: write a month as 2026-09.") from None

"""Reported series (ekonomi, HR, kvalitet): one row per series, unit and month, as another system reports it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from flows.sources.exports.blocks import Block
from flows.sources.exports.cells import amounts
from flows.sources.exports.headings import Wanted
from flows.sources.exports.monthly import MonthlyKind, take_monthly
from flows.sources.exports.months import month_of
from flows.sources.exports.quarantine import Sieve
from flows.sources.exports.taken import Identity, Part, RuleTally, Taken, identify
from flows.sources.exports.units import UnitReader
from flows.sources.exports.words import trimmed
from flows.sources.pseudonym import Secret
from flows.workspace.kommun import SeriesColumn, SeriesSource
from transforms.catalogue import SeriesValue

_WORDS: frozenset[str] = frozenset({"series", "unit", "period"})
_UNREADABLE = "Talet går inte att läsa. Väntat till exempel 2 500,00 eller -12,5."
PERIOD_UNREADABLE = "Perioden går inte att läsa. Väntat år och månad, till exempel 2026-04."


_SERIES = MonthlyKind(
    kind="series",
    table=SeriesValue,
    month="month",
    rule="value once",
    unmet=lambda rows: rows.height - rows.select(SeriesValue.grain).n_unique(),
)


def take_series(  # noqa: PLR0917 - a file, its source and what a run knows
    path: Path,
    source_id: str,
    source: SeriesSource,
    known_units: frozenset[str],
    secret: Secret,
    as_of: date,  # noqa: ARG001 - the three takers are called alike; a reported period is never too old or too far ahead
    *,
    rows_before: int | None = None,
    identity: Identity | None = None,
) -> Taken:
    """One file of reported values taken in: frames rows (``SeriesValue``), quarantine and rules.

    Covers its first to its last period. The numerator and the denominator may be absent from the file; an empty value is
    null. Raises ``Failure`` with FILE_UNREADABLE or COLUMN_MISSING.
    """
    wanted = Wanted(
        {str(name): heading for name, heading in source.columns.items()}, _WORDS, frozenset({"numerator", "denominator"})
    )
    return take_monthly(
        path,
        source_id,
        source,
        _SeriesReader(source, known_units),
        wanted=wanted,
        kind=_SERIES,
        identity=identity or identify(path, source, known_units, secret),
        rows_before=rows_before,
    )


class _SeriesReader:
    """Makes reported values of the blocks of one file."""

    def __init__(self, source: SeriesSource, known_units: frozenset[str]) -> None:
        self._source = source
        self._decimal = "." if source.format == "xlsx" else source.decimal
        self.units = UnitReader(source.units, known_units, source.columns["unit"])

    def part(self, block: Block) -> Part:
        """The values of one block."""
        sieve, tally = Sieve(block.lines), RuleTally()
        series, periods = block.words["series"], block.words["period"]
        codes, found = series.told(trimmed, pl.String), periods.told(month_of, pl.Date)
        sieve.hold(codes.is_null().arg_true(), series.text(), self._source.columns["series"], "Måttet saknas.")
        sieve.hold(found.is_null().arg_true(), periods.text(), self._source.columns["period"], PERIOD_UNREADABLE)
        columns = {
            "series_code": codes,
            "unit_id": self.units.read(block, sieve, tally),
            "month": found,
            "value": self._numbers(block, "value", sieve),
            "numerator": self._numbers(block, "numerator", sieve),
            "denominator": self._numbers(block, "denominator", sieve),
            "line": block.lines,
        }
        return Part(
            rows=sieve.pass_through(pl.DataFrame(columns)),
            held=sieve.held(),
            ragged=block.ragged,
            tally=tally,
            rows_in_block=block.lines.len() + len(block.ragged),
            remarks=block.remarks,
        )

    def _numbers(self, block: Block, name: SeriesColumn, sieve: Sieve) -> pl.Series:
        if name not in block.cells.columns:
            return pl.Series(name, [None], dtype=pl.Float64).new_from_index(0, block.lines.len())
        cells = block.cells.get_column(name)
        values, unread = amounts(cells, self._decimal)
        sieve.hold(unread, cells, self._source.columns[name], _UNREADABLE)
        return values

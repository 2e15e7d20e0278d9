"""Text cells become dates, amounts and whole numbers, in the forms that Swedish case systems and Excel write them.

The form that most cells of a column have is read over the whole column at once; only the cells that did not have it are
looked at again. What nobody can read is pointed out, never guessed.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import polars as pl

EARLIEST_YEAR = 1950
YEARS_AHEAD = 10
_SAMPLE = 64
_TIME_ZONE = "Europe/Stockholm"
_DATES = ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S%.f")
_USUAL_FORMATS = tuple(day + time for day in _DATES for time in _TIMES)
_COMPACT = "%Y%m%d"
_DATE_SHAPE = r"^(?:\d{4}-\d{1,2}-\d{1,2}|\d{8}|\d{1,2}\.\d{1,2}\.\d{4})(?: |$)"
_WITH_OFFSET = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})$"
_FIRST_EXCEL_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - local time, as Excel writes it
_LAST_EXCEL_SERIAL = 2_958_465
_SECONDS_A_DAY = 86_400
_SPACE_MARKS = (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}")
_SPACES = f"[{''.join(_SPACE_MARKS)}]"
_NO_ROWS = pl.Series([], dtype=pl.UInt32)


class Typed(NamedTuple):
    """A column read: null where a cell was empty or unreadable, and which rows were unreadable."""

    values: pl.Series
    unread: pl.Series
    """Positions of the rows (UInt32)."""


class MomentReader:
    """Reads one column's dates and times (naive, local, microseconds), block by block.

    A date alone is midnight; a time with an offset is told in local time. The formats of the mapping go before the usual
    ones: 2026-04-28, 20260428, 2026/04/28 and 28.4.2026, with or without a time after a space or a T. It remembers which
    forms the column has, only to try those first: no two of the usual forms can read the same cell.
    """

    def __init__(self, own_formats: tuple[str, ...] = (), *, has_serials: bool = False) -> None:
        """``has_serials``: numbers are days since Excel's first, as in a workbook."""
        self._own = own_formats
        self._has_serials = has_serials
        self._hits: Counter[str] = Counter()

    def read(self, cells: pl.Series) -> Typed:
        """The moments of a block."""
        if not self._hits:
            sample = cells.head(_SAMPLE * 8).drop_nulls().head(_SAMPLE)
            self._hits.update({form: _read_exactly(sample, form).count() for form in _USUAL_FORMATS})
        first, *others = (*self._own, self._hits.most_common(1)[0][0])
        values = _read_exactly(cells, first)
        left = _unread(values, cells)
        for form in others:
            found = _read_exactly(cells.gather(left), form)
            values, left = values.scatter(left, found), left.filter(found.is_null())
        if left.is_empty():
            return Typed(values, left)
        as_they_are = self._read_usual(cells.gather(left), (first, *others))
        values, left = values.scatter(left, as_they_are), left.filter(as_they_are.is_null())
        tidied = _tidied(cells.gather(left))
        found = self._read_rarer(tidied)
        return Typed(values.scatter(left, found), left.filter(found.is_null() & (tidied != "")))

    def _read_usual(self, cells: pl.Series, tried: tuple[str, ...] = ()) -> pl.Series:
        found = _nothing(pl.Datetime("us"), cells.len())
        pending = cells.str.contains(_DATE_SHAPE).arg_true()
        for form, _ in self._hits.most_common():
            if pending.is_empty():
                break
            if form in tried:
                continue
            read = _read(cells.gather(pending), form)
            self._hits[form] += read.count()
            found, pending = found.scatter(pending, read), pending.filter(read.is_null())
        return found

    def _read_rarer(self, tidied: pl.Series) -> pl.Series:
        found = self._read_usual(tidied)
        with_offset = tidied.str.contains(_WITH_OFFSET).arg_true()
        if not with_offset.is_empty():
            found = found.scatter(with_offset, _read_with_offset(tidied.gather(with_offset)))
        return found.zip_with(found.is_not_null(), _read_serials(tidied)) if self._has_serials else found


def moments(cells: pl.Series, own_formats: tuple[str, ...] = (), *, has_serials: bool = False) -> Typed:
    """The moments of one column in one block."""
    return MomentReader(own_formats, has_serials=has_serials).read(cells)


def _read(cells: pl.Series, form: str) -> pl.Series:
    found = cells.str.to_datetime(form, strict=False, cache=False, time_unit="us")
    zone = getattr(found.dtype, "time_zone", None)
    return found.dt.convert_time_zone(_TIME_ZONE).dt.replace_time_zone(None) if zone else found


def _read_exactly(cells: pl.Series, form: str) -> pl.Series:
    """As ``_read``, but eight digits are eight: ``20260428``, not ``2026042``."""
    return _read(_where(cells, cells.str.contains(r"^\d{8}(?:\s|$)")) if form.startswith(_COMPACT) else cells, form)


def _tidied(cells: pl.Series) -> pl.Series:
    plain = pl.col(cells.name).str.strip_chars().str.replace_all("/", "-", literal=True)
    spaced = plain.str.replace(r"^(\d[\d.\-]*)\s*[Tt]\s*(\d)", "${1} ${2}").str.replace(r"\s+", " ")
    return cells.to_frame().select(spaced).to_series()


def _read_with_offset(tidied: pl.Series) -> pl.Series:
    found = _nothing(pl.Datetime("us"), tidied.len())
    in_utc = tidied.str.replace(r"\s?Z$", "+0000").str.replace(" +", "+", literal=True)
    for time in _TIMES[1:]:
        found = found.zip_with(found.is_not_null(), _read(in_utc, "%Y-%m-%d" + time + "%z"))
    return found


def _read_serials(tidied: pl.Series) -> pl.Series:
    serial = tidied.cast(pl.Float64, strict=False)
    days = _where(serial, (serial >= 1) & (serial <= _LAST_EXCEL_SERIAL))
    seconds = (days * _SECONDS_A_DAY).round().cast(pl.Int64).alias("seconds")
    moment = pl.lit(_FIRST_EXCEL_DAY, dtype=pl.Datetime("us")) + pl.duration(seconds="seconds")
    return seconds.to_frame().select(moment.cast(pl.Datetime("us"))).to_series()


def _unread(values: pl.Series, cells: pl.Series) -> pl.Series:
    """Positions of the cells that are not empty and yet have no value."""
    if values.null_count() == cells.null_count():
        return _NO_ROWS
    return pl.Series(np.flatnonzero(values.is_null().to_numpy() & cells.is_not_null().to_numpy()), dtype=pl.UInt32)


def _where(cells: pl.Series, keep: pl.Series) -> pl.Series:
    return cells.zip_with(keep.fill_null(value=False), _nothing(cells.dtype, cells.len()))


def _nothing(dtype: pl.DataType, rows: int) -> pl.Series:
    return pl.Series([None], dtype=dtype).new_from_index(0, rows)


def sensible(moments: pl.Series, no_end_years: tuple[int, ...], as_of: date) -> Typed:
    """The same moments with null where the year means "no date", and which of the others are absurd.

    Absurd is before 1950, or more than ten years after ``as_of``.
    """
    earliest = datetime(EARLIEST_YEAR, 1, 1)  # noqa: DTZ001 - naive local time, as all our times
    latest = datetime(as_of.year + YEARS_AHEAD, as_of.month, min(as_of.day, 28), 23, 59, 59)  # noqa: DTZ001 - same
    no_end = (*no_end_years, 1899) if 1900 in no_end_years else no_end_years  # noqa: PLR2004 - Excel's own 1 January 1900
    looked_at = (moments < earliest) | (moments > latest)
    if any(EARLIEST_YEAR <= year <= latest.year for year in no_end):
        looked_at = moments.is_not_null()
    rows = looked_at.arg_true()
    if rows.is_empty():
        return Typed(moments, rows)
    seen = moments.gather(rows)
    means_none = seen.dt.year().is_in(list(no_end))
    is_absurd = ((seen < earliest) | (seen > latest)) & ~means_none
    return Typed(moments.scatter(rows.filter(means_none), None), rows.filter(is_absurd))


def amounts(cells: pl.Series, decimal: str = ",") -> Typed:
    """Real numbers: ``2500``, ``2 500``, ``2.500,00``, with the minus before or after, with or without "kr".

    ``decimal`` is the mark the file uses; the other one groups thousands when three digits follow it.
    """
    other = "." if decimal == "," else ","
    cell = pl.col(cells.name)
    value = cell.str.replace(decimal, ".", literal=True).cast(pl.Float64, strict=False)
    is_doubtful = ~value.is_finite().fill_null(value=False) | cell.str.contains(other, literal=True)
    # in one go over a block: each call of its own makes the threads wait for one another
    read = cells.to_frame().select(value.alias("value"), (is_doubtful & cell.is_not_null()).alias("is_doubtful"))
    values, left = read["value"].alias(cells.name), read["is_doubtful"].arg_true()
    if left.is_empty():
        return Typed(values, left)
    plain = _plain_amount(cells.gather(left), decimal, other)
    found = plain.cast(pl.Float64, strict=False)
    return Typed(values.scatter(left, found), left.filter(found.is_null() & (plain != "")))


def _plain_amount(cells: pl.Series, decimal: str, other: str) -> pl.Series:
    """Digits with a point, or something that no number looks like; '' for a blank cell."""
    mark, group = (f"\\{mark}" for mark in (decimal, other))
    grouped = rf"\d{{1,3}}(?:(?:{_SPACES}\d{{3}})+|(?:{group}\d{{3}})+)(?:{mark}\d+)?$"
    cell = pl.col(cells.name)

    def pointed(text: pl.Expr) -> pl.Expr:
        return text.str.replace(decimal, ".", literal=True)

    def ungrouped(text: pl.Expr) -> pl.Expr:
        return text.str.replace_many([*_SPACE_MARKS, other], [""])

    seen = cells.to_frame().select(pointed(ungrouped(cell)).alias("bare"), cell.str.contains("^-?" + grouped).alias("is_grouped"))
    bare, rest = seen["bare"], (~seen["is_grouped"]).arg_true()
    if rest.is_empty():
        return bare
    text = cell.str.strip_chars().str.replace_all(r"[−–]", "-").str.replace(r"(?i)\s*(?:kr|sek|:-)$", "")
    text = text.str.replace(r"^(.*\d)\s*-$", "-${1}").str.replace(r"^([+-])\s+", "${1}")
    plain = pointed(pl.when(text.str.contains("^[+-]?" + grouped)).then(ungrouped(text)).otherwise(text))
    is_number = plain.str.contains(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$") | (plain == "")
    told = cells.gather(rest).to_frame().select(pl.when(is_number).then(plain).otherwise(pl.lit("?")).alias("told"))
    return bare.scatter(rest, told.to_series())


def wholes(cells: pl.Series, decimal: str = ",") -> Typed:
    """Whole numbers (64 bits); ``3,0`` is 3, ``3,5`` is unreadable."""
    values = cells.cast(pl.Int64, strict=False)
    left = _unread(values, cells)
    if left.is_empty():
        return Typed(values, left)
    real, unread = amounts(cells.gather(left), decimal)
    is_whole = (real == real.round()).fill_null(value=True)
    found = _where(real, is_whole).cast(pl.Int64, strict=False)
    wrong = pl.concat([unread.cast(pl.UInt32), (~is_whole).arg_true().cast(pl.UInt32)]).unique().sort()
    return Typed(values.scatter(left, found), left.gather(wrong))

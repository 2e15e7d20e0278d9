"""How long something took, from one wall-clock time in Sweden to another: in hours, calendar days or working days.

Hours are those that really passed: the night the clocks go forward lacks one and the night they go back has one more.
Days are whole; the first day is not counted and the last is: in on Friday and done on Monday is three calendar days and
one working day, in on Saturday and done on Monday is two and one. Where the end lies before the start the answer is
negative, as reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from transforms.measures import TimeUnit

TIME_ZONE = "Europe/Stockholm"
_HOUR = 3_600_000_000
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Working days are known between these; intake sends dates far outside them to quarantine."""


def elapsed(since: pl.Expr, until: pl.Expr, measured_in: TimeUnit, holidays: Sequence[date]) -> pl.Expr:
    """Time passed between two local instants, as a float in the unit asked for; null when either is null."""
    if measured_in == "hours":
        return (_utc_microseconds(until) - _utc_microseconds(since)) / _HOUR
    if measured_in == "calendar_days":
        return (until.dt.date() - since.dt.date()).dt.total_days().cast(pl.Float64)
    return (_working_day_number(until, holidays) - _working_day_number(since, holidays)).cast(pl.Float64)


def no_later_than_deadline(moment: pl.Expr, deadline: pl.Expr) -> pl.Expr:
    """Whether a moment came in time; null when either is null. A deadline at midnight sharp is a date: its whole day counts."""
    is_date = deadline.dt.time() == pl.time(0, 0, 0)
    return pl.when(is_date).then(moment.dt.date() <= deadline.dt.date()).otherwise(moment <= deadline)


def _working_day_number(moment: pl.Expr, holidays: Sequence[date]) -> pl.Expr:
    """How many working days there have been since the first day of the table, the moment's own day included."""
    # Looked up, since counting anew for every row takes ten times as long; and counting straight between two days would
    # shift by a day where the later comes first.
    day = pl.date_range(_FIRST_DAY, _LAST_DAY, "1d", eager=True)
    numbers = pl.select(pl.business_day_count(_FIRST_DAY, day.dt.offset_by("1d"), holidays=sorted(set(holidays)))).to_series()
    place = (moment.dt.date() - _FIRST_DAY).dt.total_days()
    return pl.lit(numbers).gather(pl.when(place.is_between(0, numbers.len() - 1)).then(place))


def _utc_microseconds(local: pl.Expr) -> pl.Expr:
    """The instant of a local time.

    One that occurs twice is taken as the first. One that never occurred is read off a clock not yet put forward, an hour
    ahead of UTC.
    """
    in_zone = local.dt.replace_time_zone(TIME_ZONE, ambiguous="earliest", non_existent="null")
    return pl.coalesce(in_zone.dt.epoch("us"), local.dt.epoch("us") - _HOUR)

"""Elapsed time is what really passed, over clock changes, weekends and holidays."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from transforms.measures import TimeUnit
from transforms.outcomes.durations import elapsed, no_later_than_deadline

HOLIDAYS = (date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 6))


def measured(since: str, until: str, unit: TimeUnit) -> float:
    frame = pl.DataFrame({"since": [datetime.fromisoformat(since)], "until": [datetime.fromisoformat(until)]})
    return frame.select(elapsed(pl.col("since"), pl.col("until"), unit, HOLIDAYS)).item()


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-03-28 12:00", "2026-03-29 12:00", 23),  # forward: 02 becomes 03
        ("2026-10-24 12:00", "2026-10-25 12:00", 25),  # back: 03 becomes 02
        ("2026-03-29 01:30", "2026-03-29 03:30", 1),
        ("2026-03-29 01:30", "2026-03-29 02:30", 1),  # 02.30 never was: a clock not yet put forward
        ("2026-10-25 01:30", "2026-10-25 02:30", 1),  # twice 02.30: the first
        ("2026-10-25 02:30", "2026-10-25 03:30", 2),
        ("2026-06-01 08:00", "2026-06-01 08:15", 0.25),
        ("2026-06-02 08:00", "2026-06-01 08:00", -24),
        ("1979-06-01 00:00", "1979-06-02 00:00", 24),  # before Sweden had summer time again
        ("1995-09-23 12:00", "1995-09-24 12:00", 25),  # the change back was in September then
    ],
)
def test_hours_are_those_that_passed(since, until, hours):
    assert measured(since, until, "hours") == hours


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-03-28 23:59", "2026-03-29 00:01", 1),
        ("2026-03-28 00:01", "2026-03-28 23:59", 0),
        ("2024-02-28 12:00", "2024-03-01 12:00", 2),
        ("2026-03-02 12:00", "2026-03-01 12:00", -1),
    ],
)
def test_calendar_days_count_midnights(since, until, days):
    assert measured(since, until, "calendar_days") == days


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-04-02", "2026-04-07", 1),  # Good Friday, weekend and Easter Monday between
        ("2026-04-03", "2026-04-06", 0),
        ("2026-04-10", "2026-04-13", 1),  # Friday to Monday
        ("2026-04-11", "2026-04-13", 1),  # Saturday to Monday
        ("2026-04-10", "2026-04-11", 0),  # Friday to Saturday
        ("2026-04-13", "2026-04-13", 0),
        ("2026-04-13", "2026-04-20", 5),
        ("2026-04-13", "2026-04-10", -1),
        ("2026-04-13", "2026-04-11", -1),
    ],
)
def test_working_days_count_neither_the_first_day_nor_days_off(since, until, days):
    assert measured(since, until, "working_days") == days


@pytest.mark.parametrize(
    ("moment", "deadline", "in_time"),
    [
        ("2026-04-10 15:00", "2026-04-10 00:00", True),  # a date: the whole day
        ("2026-04-11 00:00", "2026-04-10 00:00", False),
        ("2026-04-10 15:00", "2026-04-10 15:00", True),
        ("2026-04-10 15:01", "2026-04-10 15:00", False),
    ],
)
def test_a_deadline_without_a_time_of_day_lasts_the_day(moment, deadline, in_time):
    frame = pl.DataFrame({"moment": [datetime.fromisoformat(moment)], "deadline": [datetime.fromisoformat(deadline)]})
    assert frame.select(no_later_than_deadline(pl.col("moment"), pl.col("deadline"))).item() is in_time

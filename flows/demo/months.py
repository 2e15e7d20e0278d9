"""The months the demo tells about, and how the year goes in them."""

from __future__ import annotations

from datetime import date
from typing import Final

APPLICATION_SEASON: Final = (1.20, 1.00, 1.00, 0.98, 0.97, 0.95, 0.80, 0.93, 1.04, 1.05, 1.04, 1.04)
"""Applications, January first: a peak after the holidays, a dip in July."""
ENROLMENT_SEASON: Final = (1.12, 1.06, 1.05, 1.02, 1.00, 0.94, 0.72, 0.98, 1.06, 1.05, 1.03, 0.97)
"""New participants of the labour-market units."""


def month_start(number: int) -> date:
    """The first day of month ``number``, where 0 is January of the year 0."""
    return date(number // 12, number % 12 + 1, 1)


def month_number(day: date) -> int:
    """The number of a date's month: the reverse of `month_start`."""
    return day.year * 12 + day.month - 1


def months(first: date, last: date) -> list[date]:
    """The first days of all months from ``first``'s to ``last``'s, both included."""
    return [month_start(number) for number in range(month_number(first), month_number(last) + 1)]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return month_start(month_number(month) + 1)

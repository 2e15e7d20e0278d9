"""Months: the date of their first day, when they end, and when they may still change."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl


def month_of(day: date) -> date:
    """The month a day lies in."""
    return day.replace(day=1)


def next_month(month: date, steps: int = 1) -> date:
    """The month that many steps later (earlier when negative)."""
    years, index = divmod(month.month - 1 + steps, 12)
    return date(month.year + years, index + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from the first to the last, both included; none when the last lies before the first."""
    steps = (last.year - first.year) * 12 + last.month - first.month
    return [next_month(month_of(first), step) for step in range(steps + 1)]


def covered_months(covers: tuple[date, date] | None, as_of: date) -> list[date]:
    """The months a source covers and that have begun on the as-of date; none for a source that was never delivered."""
    return [] if covers is None else months_between(covers[0], min(covers[1], as_of))


def last_complete_month(as_of: date) -> date:
    """The latest month that ended before the as-of date (as of 5 October: September; as of 1 October: September too)."""
    return next_month(month_of(as_of), -1)


def starts_month(moment: pl.Expr) -> pl.Expr:
    """The month that a date or an instant lies in."""
    return moment.dt.date().dt.truncate("1mo")


def may_still_change(month: pl.Expr, as_of: date, complete_after_days: int, *, period: str = "1mo") -> pl.Expr:
    """Whether a period is preliminary: it has not ended before the as-of date, or the days its source needs have not passed.

    With 5 days September is preliminary to and including 5 October and settled from 6 October.
    """
    return month.dt.offset_by(period) > pl.lit(as_of - timedelta(days=complete_after_days))

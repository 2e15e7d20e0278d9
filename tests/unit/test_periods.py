"""Months follow each other, end, and settle."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms.periods import covered_months, last_complete_month, may_still_change, months_between, next_month


def test_months_follow_each_other_over_the_new_year_both_ways():
    assert next_month(date(2025, 12, 1)) == date(2026, 1, 1)
    assert next_month(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert months_between(date(2025, 11, 15), date(2026, 1, 2)) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    assert months_between(date(2026, 2, 1), date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (date(2026, 10, 5), date(2026, 9, 1)),
        (date(2026, 10, 1), date(2026, 9, 1)),
        (date(2026, 9, 30), date(2026, 8, 1)),
        (date(2026, 1, 31), date(2025, 12, 1)),
    ],
)
def test_a_month_is_complete_from_the_day_after_its_last(as_of, last):
    assert last_complete_month(as_of) == last


def test_months_after_the_as_of_month_are_not_covered_and_the_running_one_is():
    assert covered_months((date(2026, 8, 1), date(2027, 1, 1)), date(2026, 10, 5))[-1] == date(2026, 10, 1)
    assert covered_months((date(2026, 11, 1), date(2027, 1, 1)), date(2026, 10, 5)) == []
    assert covered_months(None, date(2026, 10, 5)) == []


@pytest.mark.parametrize(
    ("as_of", "days", "preliminary"),
    [
        (date(2026, 9, 30), 0, True),
        (date(2026, 10, 1), 0, False),
        (date(2026, 10, 5), 5, True),
        (date(2026, 10, 6), 5, False),
        (date(2026, 10, 5), 120, True),
    ],
)
def test_september_may_change_until_the_days_its_source_needs_have_passed(as_of, days, preliminary):
    month = pl.DataFrame({"month": [date(2026, 9, 1)]})
    assert month.select(may_still_change(pl.col("month"), as_of, days)).item() is preliminary

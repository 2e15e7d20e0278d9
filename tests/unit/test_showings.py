"""What everybody has been shown is remembered night by night, and a night made again meets the same past."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from flows.showings import remember_showing, showings_before, shown_before
from flows.sources.landing import Landing
from transforms.catalogue import ShownBefore

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
FIRST, SECOND, THIRD = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path / "landing")


def showing(values: dict[date, float], on: date) -> pl.DataFrame:
    return ShownBefore.of(
        [
            {"measure_id": "m", "unit_id": "u", "from_month": month, "to_month": month, "value": value, "shown_on": on}
            for month, value in values.items()
        ]
    )


def values(frame: pl.DataFrame) -> dict[date, float]:
    return dict(frame.select("to_month", "value").iter_rows())


def remember(landing: Landing, numbers: dict[date, float], on: date):
    return remember_showing(landing, showing(numbers, on), shown_before(landing, on), on)


def test_the_latest_showing_of_every_number_counts(landing):
    remember(landing, {JANUARY: 7, FEBRUARY: 9}, FIRST)
    remember(landing, {JANUARY: 7, FEBRUARY: 20}, SECOND)
    assert values(shown_before(landing, THIRD)) == {JANUARY: 7, FEBRUARY: 20}
    assert values(shown_before(landing, SECOND)) == {JANUARY: 7, FEBRUARY: 9}


def test_only_what_is_new_is_kept(landing):
    remember(landing, {JANUARY: 7, FEBRUARY: 9}, FIRST)
    file = remember(landing, {JANUARY: 7, FEBRUARY: 20}, SECOND)
    assert file.rows_loaded == 1
    assert remember(landing, {JANUARY: 7, FEBRUARY: 20}, THIRD) is None
    assert len(showings_before(landing, date(2026, 4, 1))) == 2


def test_a_number_that_is_not_shown_any_more_is_still_known(landing):
    remember(landing, {JANUARY: 7, FEBRUARY: 9}, FIRST)
    remember(landing, {FEBRUARY: 9}, SECOND)
    assert values(shown_before(landing, THIRD)) == {JANUARY: 7, FEBRUARY: 9}


def test_a_night_made_again_does_not_meet_itself(landing):
    remember(landing, {JANUARY: 7}, FIRST)
    remember(landing, {JANUARY: 8}, SECOND)
    assert values(shown_before(landing, SECOND)) == {JANUARY: 7}
    remember(landing, {JANUARY: 8}, SECOND)
    assert [file.landed_on for file in landing.files("shown", THIRD)] == [FIRST, SECOND]


def test_nothing_has_been_shown_before_the_first_night(landing):
    assert shown_before(landing, FIRST).is_empty()
    assert showings_before(landing, FIRST) == []

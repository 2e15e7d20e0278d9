"""Dates, amounts and months in the forms real exports write them."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from flows.sources.exports.cells import amounts, moments, sensible, wholes
from flows.sources.exports.months import month_of

AS_OF = date(2026, 10, 5)
at = datetime.fromisoformat


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-04-28", at("2026-04-28")),
        ("2026-04-28T00:00:00", at("2026-04-28")),
        ("2026-04-28T13:45", at("2026-04-28 13:45")),
        ("2026-04-28 13:45:30.250", at("2026-04-28 13:45:30.250")),
        ("20260428", at("2026-04-28")),
        ("20260428 0705", None),
        ("2026/04/28", at("2026-04-28")),
        ("2026/04/28 13:45", at("2026-04-28 13:45")),
        ("28.4.2026", at("2026-04-28")),
        ("28.04.2026 13:45", at("2026-04-28 13:45")),
        ("  2026-04-28 ", at("2026-04-28")),
        ("2026-04-28T11:45:00Z", at("2026-04-28 13:45")),
        ("2026-01-28T12:45:00+00:00", at("2026-01-28 13:45")),
        ("2026-04-31", None),
        ("2026042", None),
        ("28/4", None),
        ("okänt", None),
        ("45000", None),
    ],
)
def test_a_date_is_read_or_pointed_out(cell, moment):
    """Alone in its column, and as the odd one out among others."""
    for cells, place in (([cell], 0), (["2026-01-02 03:04"] * 3 + [None, cell], 4)):
        values, unread = moments(pl.Series("a", cells, dtype=pl.String))
        assert values[place] == moment
        assert unread.to_list() == ([] if moment else [place])


def test_the_formats_of_the_mapping_go_before_the_usual_ones():
    values, unread = moments(pl.Series(["04/03-26", "2026-05-06"]), ("%d/%m-%y",))
    assert values.to_list() == [at("2026-03-04"), at("2026-05-06")]
    assert unread.is_empty()


def test_serial_numbers_are_dates_in_a_workbook_only():
    cells = pl.Series(["2026-04-28 00:00:00", "46140", "46140.5"])
    assert moments(cells, has_serials=True).values.to_list() == [
        at("2026-04-28"),
        at("2026-04-28"),
        at("2026-04-28 12:00"),
    ]
    assert moments(cells).unread.to_list() == [1, 2]


def test_blank_cells_are_null_and_readable():
    values, unread = moments(pl.Series([None, "", "   ", "2026-04-28"]))
    assert values.null_count() == 3
    assert unread.is_empty()


def test_no_end_years_are_null_and_other_absurd_years_are_pointed_out():
    told = pl.Series([at(f"{year}-06-01") for year in (1900, 1949, 1950, 2036, 2037, 2999, 9999)] + [None])
    values, absurd = sensible(told, (1900, 2999, 9999), AS_OF)
    assert [moment and moment.year for moment in values] == [None, 1949, 1950, 2036, 2037, None, None, None]
    assert absurd.to_list() == [1, 4]


def test_a_sensible_year_can_mean_no_end_too():
    values, absurd = sensible(pl.Series([at("2030-12-31"), at("2026-01-01")]), (2030,), AS_OF)
    assert values.to_list() == [None, at("2026-01-01")]
    assert absurd.is_empty()


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("2500", 2500), ("2 500", 2500), ("2\N{NO-BREAK SPACE}500", 2500), ("2\N{NARROW NO-BREAK SPACE}500,50", 2500.5),
        ("2.500,00", 2500), ("1.234.567,89", 1234567.89), ("2.500", 2500), ("2500,00", 2500), ("2500.75", 2500.75),
        ("-12,5", -12.5), ("12,5-", -12.5), ("−12,5", -12.5), ("2 500-", -2500), ("- 12", -12), ("2 500,00 kr", 2500),
        ("0", 0), ("3 m", None), ("1 2", None), ("2 50", None), ("1,2,3", None), ("inf", None), ("nan", None), ("tolv", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_or_pointed_out(cell, amount):
    """In a file with decimal comma, alone and among others."""
    for cells, place in (([cell], 0), (["1,5", "2 000,00", None, "", cell], 4)):
        values, unread = amounts(pl.Series(cells))
        assert values[place] == amount
        assert unread.to_list() == ([] if amount is not None else [place])


def test_with_a_decimal_point_the_comma_groups():
    assert amounts(pl.Series(["2,500.50", "2.5", "2500", "2,5"]), ".").values.to_list() == [2500.5, 2.5, 2500, None]


def test_whole_numbers_have_no_fraction():
    values, unread = wholes(pl.Series(["3", "3,0", " 4 ", "3,5", "två", None, ""]))
    assert values.to_list() == [3, 3, 4, None, None, None, None]
    assert unread.to_list() == [3, 4]


@pytest.mark.parametrize(
    "word",
    ["2026-04", "202604", "2026-04-30", "20260430", "2026/04", "2026-04-01 00:00:00", "2026-4", "04/2026", "apr 2026", "April-26"],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(word):
    assert month_of(word) == date(2026, 4, 1)


@pytest.mark.parametrize("word", ["", "2026", "2026-13", "april", "kv1 2026", "mars-bar 26", "1826-04"])
def test_what_is_no_month_is_none(word):
    assert month_of(word) is None

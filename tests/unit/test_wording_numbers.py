"""Numbers, quantities and dates are written as Swedish readers expect."""

from __future__ import annotations

from datetime import date

import pytest

from report_templates import numbers_sv as sv


def seen(text: str) -> str:
    """The text with its no-break spaces made visible."""
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (0, 0, "0"), (-0.4, 0, "0"), (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (112.5, 0, "113"), (-20, 0, "−20"),
        (1234, 0, "1~234"), (1234567.5, 0, "1~234~568"), (10_000_000, 0, "10~000~000"), (0.25, 1, "0,3"), (-0.25, 1, "−0,3"),
        (2.675, 2, "2,68"), (75, 1, "75,0"),
    ],
)  # fmt: skip
def test_a_number_has_decimal_comma_no_break_spaces_and_a_real_minus(value, decimals, printed):
    assert seen(sv.number(value, decimals)) == printed


def test_halves_are_rounded_away_from_zero_and_never_to_the_even_number():
    assert [sv.number(half) for half in (0.5, 1.5, 2.5, 3.5, -0.5, -2.5)] == ["1", "2", "3", "4", "−1", "−3"]


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (75, "%", 0, "75~%"), (75.25, "procent", 1, "75,3~%"), (1, "ärenden", 0, "1~ärende"), (2, "ärenden", 0, "2~ärenden"),
        (0, "personer", 0, "0~personer"), (1.0, "dagar", 1, "1,0~dag"), (1.4, "dagar", 0, "1~dag"), (-320, "tkr", 0, "−320~tkr"),
        (3, "", 0, "3"),
    ],
)  # fmt: skip
def test_a_quantity_keeps_number_and_unit_together_and_one_is_singular(value, unit, decimals, printed):
    assert seen(sv.quantity(value, unit, decimals)) == printed


@pytest.mark.parametrize(
    ("probability", "printed"),
    [(0.0, "0~%"), (0.001, "mindre än 1~%"), (0.0312, "3~%"), (0.5, "50~%"), (0.999, "mer än 99~%"), (1.0, "100~%")],
)
def test_a_chance_is_never_said_to_be_certain_when_it_is_not(probability, printed):
    assert seen(sv.chance(probability)) == printed


@pytest.mark.parametrize(("value", "printed"), [(40.83, "41"), (34.17, "34"), (9.96, "10"), (2.44, "2,4"), (3.0, "3"), (0.0, "0")])
def test_a_pace_is_whole_from_ten_up(value, printed):
    assert sv.pace(value) == printed


def test_small_numbers_are_words_and_one_agrees_with_what_is_counted():
    assert [sv.in_words(many) for many in (0, 1, 2, 12, 13)] == ["noll", "en", "två", "tolv", "13"]
    assert sv.counted(1, "ärenden") == "ett ärende"
    assert sv.counted(1, "aktiviteter") == "en aktivitet"
    assert sv.counted(3, "ärenden") == "tre ärenden"


def test_differences_of_shares_are_percentage_points():
    assert seen(sv.gap(-3.2, "%", 1)) == "3,2~procentenheter"
    assert seen(sv.gap(1, "%")) == "1~procentenhet"
    assert seen(sv.gap(-20, "personer")) == "20~personer"


def test_ranges_have_an_en_dash_unless_they_begin_below_zero():
    assert seen(sv.span(389, 432)) == "389–432"
    assert seen(sv.span(-396, 249)) == "−396~till~249"


def test_dates_and_spans_of_months():
    assert seen(sv.day_text(date(2026, 4, 30))) == "30~april 2026"
    assert sv.month_short(date(2026, 5, 1)) == "maj"
    assert sv.months_span(date(2026, 4, 1), date(2026, 9, 1)) == "april–september 2026"
    assert sv.months_span(date(2026, 4, 1), date(2027, 3, 1)) == "april 2026–mars 2027"
    assert sv.months_span(date(2026, 4, 1), date(2026, 4, 1)) == "april 2026"


def test_lists_end_with_och():
    assert [sv.listed(["a", "b", "c"][:many]) for many in range(4)] == ["", "a", "a och b", "a, b och c"]


def test_what_can_be_counted_can_be_fewer_and_the_rest_cannot():
    assert sv.is_counted("personer", 0)
    assert not any(sv.is_counted(unit, 0) for unit in ("%", "dagar", "tkr"))
    assert not sv.is_counted("personer", 1)

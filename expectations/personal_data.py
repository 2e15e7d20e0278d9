"""Telling that a text holds a personnummer or samordningsnummer, so that none slips into the warehouse."""

from __future__ import annotations

import polars as pl

_CENTURY, _SERIAL = r"(?:1[89]|20)?", r"\d{4}\b"
_BIRTH = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
"""Year, month, day; a samordningsnummer has 60 added to the day."""

_BETWEEN = r"[-+\x{2010}\x{2011}\x{2013}\x{2212}\s]"
"""Hyphens, a dash, a minus, a plus or a space."""

_PATTERN = rf"(?:^|[^0-9A-Za-z]){_CENTURY}{_BIRTH}{_SERIAL}|(?:^|[^0-9]){_CENTURY}{_BIRTH}{_BETWEEN}{_SERIAL}"
"""Written in one, only as a word of its own: keyed hashes hold such digits. With a mark in it, also right after letters."""

_DIGITS = 10


def holds_no_personnummer(column: str) -> pl.Expr:
    """Whether the text holds no number of the form of a personnummer with a right check digit (modulus 10).

    A number inside a word of letters and digits, such as a keyed hash, is not one. Null for null. The column may be an
    Enum too.
    """
    return holds_no_personnummer_in(pl.col(column))


def holds_no_personnummer_in(texts: pl.Expr) -> pl.Expr:
    """The same for an expression."""
    text = texts.cast(pl.String())
    numbers = text.str.replace_all("_", " ", literal=True).str.extract_all(_PATTERN)
    is_one = numbers.list.eval(_check_digit_is_right(pl.element().str.replace_all(r"\D", "").str.slice(-_DIGITS))).list.any()
    return pl.when(text.is_null()).then(None).otherwise(~is_one)


def _check_digit_is_right(ten_digits: pl.Expr) -> pl.Expr:
    number = ten_digits.cast(pl.Int64())
    sums = pl.lit(0, dtype=pl.Int64())
    for place in range(_DIGITS):
        digit = number // 10**place % 10
        doubled = digit * 2
        # The last digit, place 0, is the check digit and counts once; from there every other digit counts double.
        sums = sums + (pl.when(doubled >= 10).then(doubled - 9).otherwise(doubled) if place % 2 else digit)  # noqa: PLR2004 - two digits
    return sums % 10 == 0

"""Telling that a text holds a personnummer or samordningsnummer, so that none slips into the warehouse."""

from __future__ import annotations

import polars as pl

_CENTURY, _SERIAL = r"(?:19|20)?", r"(\d{4})"
_BIRTH = r"(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]))"
"""Year, month, day; a samordningsnummer has 60 added to the day."""

_PATTERN = rf"(?:^|[^0-9A-Za-z]){_CENTURY}{_BIRTH}[-+]?{_SERIAL}(?:[^0-9A-Za-z]|$)"
_DIGITS = 10


def holds_no_personnummer(column: str) -> pl.Expr:
    """Whether the text holds no number of the form of a personnummer with a right check digit (modulus 10).

    Only the first number of that form is looked at. A number inside a word of letters and digits, such as a keyed hash,
    is not one. Null for null. The column may be an Enum too.
    """
    text = pl.col(column).cast(pl.String())
    number = (text.str.extract(_PATTERN, 1) + text.str.extract(_PATTERN, 2)).cast(pl.Int64())
    sums = pl.lit(0, dtype=pl.Int64())
    for place in range(_DIGITS):
        digit = number // 10**place % 10
        doubled = digit * 2
        # The last digit, place 0, is the check digit and counts once; from there every other digit counts double.
        sums = sums + (pl.when(doubled >= 10).then(doubled - 9).otherwise(doubled) if place % 2 else digit)  # noqa: PLR2004 - two digits
    is_one = (sums % 10 == 0).fill_null(value=False)
    return pl.when(text.is_null()).then(None).otherwise(~is_one)

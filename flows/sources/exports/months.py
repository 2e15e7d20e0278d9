"""The month that a period or a survey wave is written as."""

from __future__ import annotations

import re
from datetime import date

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(0[1-9]|1[0-2])(?:[-/.]?(?:0[1-9]|[12]\d|3[01])(?:[T ].*)?)?")
_YEAR_FIRST_SHORT = re.compile(r"(\d{4})[-/. ]([1-9])")
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])[-/. ](\d{4})")
_NAME_FIRST = re.compile(r"([a-zåäö]{3,9})\.?[-/ ]?(\d{4}|\d{2})", re.IGNORECASE)
_FULL_NAMES = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_YEARS = range(1950, 2100)


def month_of(word: str) -> date | None:
    """The first day of the month, from 2026-04, 202604, 2026-04-30, 04/2026, apr 2026 or april-26; None when it is neither."""
    text = " ".join(word.split())
    if found := _YEAR_FIRST.fullmatch(text) or _YEAR_FIRST_SHORT.fullmatch(text):
        return _first_day(int(found[1]), int(found[2]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _first_day(int(found[2]), int(found[1]))
    if found := _NAME_FIRST.fullmatch(text):
        return _named(found[1].casefold(), int(found[2]))
    return None


def _named(name: str, year: int) -> date | None:
    if name[:3] not in _MONTH_NAMES:
        return None
    number = _MONTH_NAMES.index(name[:3]) + 1
    is_month = _FULL_NAMES[number - 1].startswith(name)
    return _first_day(year if year in _YEARS else 2000 + year, number) if is_month else None


def _first_day(year: int, month: int) -> date | None:
    return date(year, month, 1) if year in _YEARS else None

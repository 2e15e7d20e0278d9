"""Numbers, quantities and dates are written the Swedish way.

Decimal comma, no-break space between thousands and before units, a real minus sign, halves rounded away from zero.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK = "\u00a0"
MINUS = "−"
HIDDEN = "x"
"""Printed where a value exists but is hidden."""
MISSING = "–"
"""Printed where there is no value."""

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_SMALL_WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_SINGULAR = {
    "ärenden": "ärende", "personer": "person", "deltagare": "deltagare", "hushåll": "hushåll", "dagar": "dag",
    "arbetsdagar": "arbetsdag", "kalenderdagar": "kalenderdag", "timmar": "timme", "månader": "månad", "beslut": "beslut",
    "ansökningar": "ansökan", "rader": "rad", "procentenheter": "procentenhet", "aktiviteter": "aktivitet",
    "ungdomar": "ungdom", "klienter": "klient", "lägenheter": "lägenhet", "insatser": "insats", "mätare": "mätare",
}  # fmt: skip
_NOT_COUNTED = {"dagar", "arbetsdagar", "kalenderdagar", "timmar", "månader", "kr", "kronor", "tkr", "mnkr", "index", "poäng"}
_MONEY = {"kr", "kronor", "tkr", "mnkr"}
_PERCENT = {"%", "procent"}
_SURE = 0.995
_HARDLY = 0.005
_ONE = Decimal(1)


def rounded(value: float, decimals: int = 0) -> Decimal:
    """The value with so many decimals, halves away from zero, never minus zero."""
    result = Decimal(repr(float(value))).quantize(_ONE.scaleb(-decimals), rounding=ROUND_HALF_UP)
    return result or abs(result)


def number(value: float, decimals: int = 0) -> str:
    """``1234567.5`` is ``1 234 568``; ``-0.25`` with one decimal is ``−0,3``."""
    return f"{rounded(value, decimals):,f}".replace(",", NO_BREAK).replace(".", ",").replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """As `number`, with a plus sign before what is above zero."""
    return ("+" if rounded(value, decimals) > 0 else "") + number(value, decimals)


def pace(value: float) -> str:
    """A number a month or a day: whole from ten up, one decimal below, none where it is whole anyway."""
    decimals = 0 if abs(value) >= 10 or rounded(value, 1) == rounded(value) else 1  # noqa: PLR2004 - from ten up
    return number(value, decimals)


def quantity(value: float, unit: str, decimals: int = 0) -> str:
    """A number with its unit: ``75 %``, ``1 ärende``, ``12,5 dagar``; one takes the singular where we know it."""
    amount = number(value, decimals)
    if is_percent(unit):
        return f"{amount}{NO_BREAK}%"
    word = unit_word(value, unit, decimals)
    return f"{amount}{NO_BREAK}{word}" if word else amount


def unit_word(value: float, unit: str, decimals: int = 0) -> str:
    """The unit as it is said after the number: one takes the singular where we know it."""
    return _SINGULAR.get(unit, unit) if abs(rounded(value, decimals)) == 1 else unit


def counted(many: int, unit: str) -> str:
    """A whole number in running text: one to twelve in words (``tre ärenden``), the rest in figures."""
    word = _SINGULAR.get(unit, unit) if many == 1 else unit
    return f"{in_words(many, unit)} {word}"


def in_words(many: int, unit: str = "") -> str:
    """``3`` is ``tre``, ``13`` is ``13``; one agrees with what is counted (``ett ärende``, ``en person``)."""
    if not 0 <= many < len(_SMALL_WORDS):
        return number(many)
    return "ett" if many == 1 and unit in {"ärenden", "hushåll", "beslut", "mål", "nyckeltal", "år"} else _SMALL_WORDS[many]


def is_percent(unit: str) -> bool:
    """Whether the unit is per cent."""
    return unit.lower() in _PERCENT


def is_money(unit: str) -> bool:
    """Whether the unit is kronor, thousands or millions of them."""
    return unit.lower() in _MONEY


def is_counted(unit: str, decimals: int) -> bool:
    """Whether there can be *färre* and *fler* of it: whole things, not shares, times or money."""
    return decimals == 0 and not is_percent(unit) and unit.lower() not in _NOT_COUNTED


def gap(value: float, unit: str, decimals: int = 0) -> str:
    """The size of a difference with its unit, without sign; differences of shares are *procentenheter*."""
    return quantity(abs(value), "procentenheter" if is_percent(unit) else unit, decimals)


def chance(probability: float) -> str:
    """A probability in whole per cent; near the ends it says *mindre än 1 %* and *mer än 99 %*."""
    if 0 < probability < _HARDLY:
        return f"mindre än 1{NO_BREAK}%"
    if _SURE < probability < 1:
        return f"mer än 99{NO_BREAK}%"
    return f"{number(100 * probability)}{NO_BREAK}%"


def span(low: float, high: float, decimals: int = 0) -> str:
    """A range with en dash, with *till* when it begins below zero (``−396 till 249``)."""
    between = f"{NO_BREAK}till{NO_BREAK}" if rounded(low, decimals) < 0 else "–"
    return f"{number(low, decimals)}{between}{number(high, decimals)}"


def day_text(on: date) -> str:
    """``30 april 2026``; the number and its month stay together."""
    return f"{on.day}{NO_BREAK}{MONTHS[on.month - 1]} {on.year}"


def day_and_month(on: date) -> str:
    """``30 april``."""
    return f"{on.day}{NO_BREAK}{MONTHS[on.month - 1]}"


def month_name(month: date) -> str:
    """``september``."""
    return MONTHS[month.month - 1]


def month_text(month: date) -> str:
    """``september 2026``."""
    return f"{month_name(month)} {month.year}"


def month_short(month: date) -> str:
    """``sep``: the first three letters."""
    return month_name(month)[:3]


def month_iso(month: date) -> str:
    """``2026-09``, for tables and figure ids."""
    return f"{month:%Y-%m}"


def months_span(first: date, last: date) -> str:
    """``april–september 2026`` within a year, ``april 2026–mars 2027`` across years."""
    if first == last:
        return month_text(first)
    return f"{month_name(first) if first.year == last.year else month_text(first)}–{month_text(last)}"


def listed(words: list[str]) -> str:
    """``a``, ``a och b``, ``a, b och c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}" if words else ""


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]

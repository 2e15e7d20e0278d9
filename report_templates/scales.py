"""Scales shared by all charts: values and months to places on paper, and round numbers to draw lines at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from report_templates.numbers_sv import month_short

_NICE = (1.0, 2.0, 5.0, 10.0)
_TICKS = 2
"""So many lines at least."""
_NEAR_ZERO = 0.45
"""A scale starts at zero anyway when the lowest value is below this share of the highest."""
LEAST_STEPS = 8
"""An axis spans at least so many steps of the last decimal printed."""
_FEW_MONTHS = 15
_AIR = 0.04
_SAME = 1e-9


@dataclass(frozen=True)
class Scale:
    """A straight line from values to places: ``low`` is drawn at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where the value is drawn."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True)
class TimeTick:
    """A mark on a time axis: the month's place in the series, and the text under it (two lines at most)."""

    index: int
    label: str
    year: str = ""


def nice_step(size: float, steps: int) -> float:
    """The smallest round step (1, 2 or 5 times a power of ten) that covers ``size`` in at most so many steps."""
    rough = size / steps
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in _NICE if nice * power >= rough * (1 - 1e-9))


def value_range(
    values: Sequence[float], *, from_zero: bool, steps: int = 3, least: float = 0.0
) -> tuple[float, float, list[float]]:
    """Lowest and highest of a value axis, and the round numbers inside it that get a line.

    Counts start at zero. Everything else starts at zero too when that costs little, or when values lie on both sides. The
    axis ends at the values themselves, with a little air where it does not end at zero. It spans ``least`` at the least, so
    that a difference too small to print is not drawn as a steep slope.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_zero or 0 <= low <= _NEAR_ZERO * high:
        low = min(low, 0.0)
    if from_zero or _NEAR_ZERO * low <= high < 0:
        high = max(high, 0.0)
    if high - low <= _SAME * max(abs(high), abs(low), 1.0):
        high, low = (1.0, 0.0) if abs(low) <= _SAME else (high + abs(high) * 0.1, low - abs(low) * 0.1)
    if not from_zero and high - low < least:
        middle = max((low + high) / 2, least / 2) if low >= 0 else (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    air = _AIR * (high - low)
    low, high = (low if low == 0 else low - air), (high if high == 0 else high + air)
    ticks: list[float] = []
    while len(ticks) < _TICKS:
        step = nice_step(high - low, steps)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        ticks = [place * step for place in range(first, last + 1)]
        steps += 1
    return low, high, ticks


def decimals_of(ticks: Sequence[float]) -> int:
    """How many decimals it takes to print the ticks apart."""
    return next(decimals for decimals in range(12) if all(round(tick, decimals) == round(tick, 12) for tick in ticks))


def time_ticks(months: Sequence[date]) -> list[TimeTick]:
    """Ticks for a series of months: every third month of a short series, the Januaries of a long one."""
    if len(months) <= _FEW_MONTHS:
        every = 1 if len(months) <= 6 else 3  # noqa: PLR2004 - up to half a year all months fit
        places = [index for index in range(len(months)) if (len(months) - 1 - index) % every == 0]
        years = {month.year for month in months}
        return [
            TimeTick(
                index,
                month_short(months[index]),
                str(months[index].year) if place == 0 or months[index].year != months[places[place - 1]].year else "",
            )
            for place, index in enumerate(places)
            if years
        ]
    return [TimeTick(index, str(month.year)) for index, month in enumerate(months) if month.month == 1]

"""Our own key figure year by year as a small line, the mean of all kommuner dashed behind it, its ends named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from report_templates import ink
from report_templates.labels import text_width
from report_templates.scales import Scale

WIDTH, _HEIGHT = 168.0, 40.0
_TOP, _BOTTOM = 6.0, 22.0
_YEARS = 37.0
"""The base line of the years under the line's ends."""
_GAP = 6.0
_HALF_A_LINE = 3.5
_LEAST_ROOM = 36.0
"""Values so long that they leave less than this for the line are left to the sentence beside."""
_FLAT = 1e-9


@dataclass(frozen=True, kw_only=True)
class HistoryChart:
    """The years from our first value to our last, with our value and the others' mean where there are any.

    ``first_text`` and ``last_text`` are the first and the last of our values as printed.
    """

    years: tuple[int, ...]
    values: tuple[float | None, ...]
    means: tuple[float | None, ...]
    first_text: str
    last_text: str
    alt: str


def history_chart(chart: HistoryChart) -> str:
    """The drawing. A year without a value breaks the line: nothing is filled in."""
    left = text_width(chart.first_text, ink.TEXT) + _GAP
    right = text_width(chart.last_text, ink.TEXT, is_bold=True) + _GAP
    has_room = WIDTH - left - right >= _LEAST_ROOM
    least = text_width(str(chart.years[0]), ink.TEXT) / 2 + 1
    sides = (max(left, least), max(right, least)) if has_room else (least, least)
    across = Scale(0, len(chart.years) - 1, sides[0], WIDTH - sides[1])
    up = _height_of([value for value in (*chart.values, *chart.means) if value is not None])
    own = list(_runs(chart.values, across, up))
    points = [point for run in own for point in run]
    (x1, y1), (x2, y2) = points[0], points[-1]
    return ink.drawing(
        WIDTH,
        _HEIGHT,
        chart.alt,
        [
            *(ink.polyline(run, stroke=ink.GREY, width=0.8, dash="2.5 2") for run in _runs(chart.means, across, up)),
            *(ink.polyline(run, width=1.3) for run in own),
            ink.dots(points[:-1], size=3.0),
            ink.dots(points[-1:], size=5.0),
            ink.words(chart.first_text, x1 - _GAP, y1 + _HALF_A_LINE, anchor="end") if has_room else "",
            ink.words(chart.last_text, x2 + _GAP, y2 + _HALF_A_LINE, is_bold=True) if has_room else "",
            ink.words(str(chart.years[0]), x1, _YEARS, fill=ink.GREY, anchor="middle"),
            ink.words(str(chart.years[-1]), x2, _YEARS, fill=ink.GREY, anchor="middle"),
        ],
    )


def _height_of(values: Sequence[float]) -> Scale:
    low, high = min(values), max(values)
    if high - low <= _FLAT * max(abs(high), abs(low), 1.0):
        low, high = low - 1.0, high + 1.0
    return Scale(low, high, _BOTTOM, _TOP)


def _runs(values: Sequence[float | None], across: Scale, up: Scale) -> Iterator[list[tuple[float, float]]]:
    """The points of every unbroken stretch of years."""
    for is_told, stretch in groupby(range(len(values)), key=lambda place: values[place] is not None):
        if is_told:
            yield [(across.at(place), up.at(value)) for place in stretch if (value := values[place]) is not None]

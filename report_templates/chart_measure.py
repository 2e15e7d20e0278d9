"""A measure over time, drawn: points, centre, limits, target and signals, each named where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from report_templates import ink
from report_templates.labels import spread, text_width
from report_templates.numbers_sv import number
from report_templates.scales import LEAST_STEPS, Scale, decimals_of, time_ticks, value_range

WIDTH, HEIGHT = 336.0, 106.0
_TOP, _BOTTOM = 8.0, 22.0
_GAP = 6.0
_LABEL = 12.5


@dataclass(frozen=True)
class Point:
    """A month of the series: its value when it may be shown, what is to be marked about it, and what it is judged against."""

    month: date
    value: float | None
    is_hidden: bool = False
    is_preliminary: bool = False
    judgement: Literal["improvement", "concern", "change", "none", "too_few"] = "none"
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_trial: bool = False


@dataclass(frozen=True, kw_only=True)
class MeasureChart:
    """Everything the drawing shows; texts are as printed elsewhere, so that the same figure reads the same.

    ``centre`` is where its name goes; ``steps`` are the places in ``points`` where a new baseline begins.
    """

    alt: str
    points: tuple[Point, ...]
    is_count: bool
    decimals: int
    latest: float | None = None
    latest_text: str = ""
    centre: float | None = None
    centre_text: str = ""
    steps: tuple[int, ...] = ()
    target: float | None = None
    target_text: str = ""


def measure_chart(chart: MeasureChart) -> str:
    """The drawing as SVG."""
    known = [point.value for point in chart.points if point.value is not None]
    judged_by = [edge for point in chart.points for edge in (point.centre, point.lower, point.upper)]
    lines = [value for value in (chart.centre, chart.target, *judged_by) if value is not None]
    low, high, ticks = value_range([*known, *lines], from_zero=chart.is_count, steps=2, least=LEAST_STEPS * 10.0**-chart.decimals)
    tick_decimals = decimals_of(ticks)
    left = max(text_width(number(tick, tick_decimals), ink.TEXT) for tick in ticks) + _GAP
    names = (chart.latest_text, chart.centre_text, chart.target_text)
    right = max(text_width(text, ink.TEXT, is_bold=True) for text in names) + 12
    time = Scale(-0.5, len(chart.points) - 0.5, left, WIDTH - right) if chart.points else Scale(0, 1, left, WIDTH - right)
    value = Scale(low, high, HEIGHT - _BOTTOM, _TOP)
    return ink.drawing(
        WIDTH,
        HEIGHT,
        chart.alt,
        [
            *_band(chart, time, value),
            *_axes(chart, ticks, tick_decimals, time, value),
            *_target(chart, time, value),
            *_series(chart, time, value),
            *_names(chart, time, value),
        ],
    )


def _band(chart: MeasureChart, time: Scale, value: Scale) -> list[str]:
    """Normal variation as a band around its centre, in steps where it differs; trial limits have a dashed edge."""
    uppers = [None if point.lower is None else point.upper for point in chart.points]
    lowers = [None if point.upper is None else point.lower for point in chart.points]
    tops, bottoms = _stairs(uppers, time, value), _stairs(lowers, time, value)
    parts = [ink.area([*top, *reversed(bottom)]) for top, bottom in zip(tops, bottoms, strict=True)]
    for edges in (uppers, lowers):
        on_trial = [edge if point.is_trial else None for edge, point in zip(edges, chart.points, strict=True)]
        parts += [ink.polyline(edge, stroke=ink.GREY, width=0.6, dash="2 2") for edge in _stairs(on_trial, time, value)]
    centres = _stairs([point.centre for point in chart.points], time, value)
    parts += [ink.polyline(centre, stroke=ink.GREY, width=0.8) for centre in centres]
    begins = [time.at(place - 0.5) for place in chart.steps]
    return parts + [ink.line(x, value.start, x, value.end, stroke=ink.GREY, dash="1.5 2.5") for x in begins]


def _stairs(levels: list[float | None], time: Scale, value: Scale) -> list[list[tuple[float, float]]]:
    """A level a month as lines in steps, one for every stretch without gaps; equal levels beside each other are one step."""
    stretches: list[list[tuple[float, float]]] = []
    is_open = False
    for place, level in enumerate(levels):
        if level is None:
            is_open = False
            continue
        if not is_open:
            stretches.append([])
            is_open = True
        y, stretch = value.at(level), stretches[-1]
        if stretch and stretch[-1][1] == y:
            stretch[-1] = (time.at(place + 0.5), y)
        else:
            stretch += [(time.at(place - 0.5), y), (time.at(place + 0.5), y)]
    return stretches


def _axes(chart: MeasureChart, ticks: list[float], decimals: int, time: Scale, value: Scale) -> list[str]:
    parts = [
        ink.words(number(tick, decimals), time.start - _GAP, value.at(tick) + 3.5, fill=ink.GREY, anchor="end") for tick in ticks
    ]
    parts.append(ink.line(time.start, value.start, time.end, value.start))
    last_end = 0.0
    for tick in time_ticks([point.month for point in chart.points]):
        x = time.at(tick.index)
        label = f"{tick.label} {tick.year}".strip()
        half = text_width(label, ink.TEXT) / 2
        parts.append(ink.line(x, value.start, x, value.start + 4, stroke=ink.GREY))
        if x - half < last_end + 4:
            label, half = tick.label, text_width(tick.label, ink.TEXT) / 2
        if x - half < last_end + 4:
            continue
        centre = min(max(x, half), WIDTH - half)
        parts.append(ink.words(label, centre, value.start + 15, fill=ink.GREY, anchor="middle"))
        last_end = centre + half
    return parts


def _target(chart: MeasureChart, time: Scale, value: Scale) -> list[str]:
    if chart.target is None:
        return []
    y = value.at(chart.target)
    return [ink.line(time.start, y, time.end, y, stroke=ink.BLUE, width=1.0, dash="5 2.5")]


def _series(chart: MeasureChart, time: Scale, value: Scale) -> list[str]:
    """The points with a thin line between neighbours; hidden months are an x on the axis, missing ones a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    plain, hollow, marks = [], [], []
    for index, point in enumerate(chart.points):
        x = time.at(index)
        if point.value is None:
            runs.append([])
            if point.is_hidden:
                marks.append(ink.words("x", x, value.start - 2.5, anchor="middle"))
            continue
        y = value.at(point.value)
        runs[-1].append((x, y))
        if point.is_preliminary:
            hollow.append((x, y))
        elif point.judgement == "improvement":
            marks.append(ink.ring(x, y, 3.6, stroke=ink.BLUE, fill=ink.BLUE, width=0))
        elif point.judgement == "concern":
            marks.append(ink.diamond(x, y, 4.6))
        elif point.judgement == "change":
            marks.append(ink.ring(x, y, 3.6, stroke=ink.INK, fill=ink.INK, width=0))
        else:
            plain.append((x, y))
    return [
        *(ink.polyline(run, stroke=ink.GREY, width=0.8) for run in runs),
        ink.dots(plain, size=3.6),
        *(ink.ring(x, y, 2.4) for x, y in hollow),
        *marks,
    ]


def _names(chart: MeasureChart, time: Scale, value: Scale) -> list[str]:
    """The latest value, the centre and the target named at the right, never on top of each other."""
    labels = []
    if chart.latest is not None:
        labels.append((chart.latest_text, value.at(chart.latest), ink.INK, True))
    if chart.centre is not None:
        labels.append((chart.centre_text, value.at(chart.centre), ink.GREY, False))
    if chart.target is not None:
        labels.append((chart.target_text, value.at(chart.target), ink.BLUE, False))
    order = sorted(labels, key=lambda label: label[1])
    places = spread([label[1] for label in order], _LABEL, _TOP, value.start)
    return [
        ink.words(text, time.end + 8, y + 3.5, fill=fill, is_bold=bold)
        for (text, _, fill, bold), y in zip(order, places, strict=True)
    ]


def position_strip(better_share: float, worse_share: float, alt: str) -> str:
    """Where a kommun stands among all: a line from worst to best with the outer quarters thicker, and a point on it."""
    width, height, y = 84.0, 12.0, 6.0
    place = Scale(0.0, 1.0, 5.0, width - 5.0)
    middle = (worse_share + 1.0 - better_share) / 2
    return ink.drawing(
        width,
        height,
        alt,
        [
            ink.line(place.at(0), y, place.at(0.25), y, stroke=ink.ORANGE, width=3.2),
            ink.line(place.at(0.25), y, place.at(0.75), y, stroke=ink.RULE, width=1.6),
            ink.line(place.at(0.75), y, place.at(1), y, stroke=ink.BLUE, width=3.2),
            ink.ring(place.at(middle), y, 4.0, stroke=ink.PAPER, fill=ink.INK, width=1.0),
        ],
    )

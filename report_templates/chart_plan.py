"""The backward plan, drawn: the goal at the upper right, the plan back from it, the outcome on top, today as a rule.

Under the drawing stand plan and outcome in figures, counted back from the goal's own month, and the decisive activities
at the day they are due.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from report_templates import ink
from report_templates.labels import spread, text_width
from report_templates.numbers_sv import day_and_month, number
from report_templates.plan_drawing import GAP, LEFT, ROW, TOP, WIDTH, PlanChart, axis_at, day_place, drawing_height, time_scale
from report_templates.plan_lanes import activity_lane, figures_under
from report_templates.scales import Scale, decimals_of, value_range

_LABEL_PLACES = (0.8, 0.45, 0.3, 0.95)
"""Where along the plan its name may stand, in order of preference."""
_TODAY_WIDTH = 90.0


def plan_chart(chart: PlanChart) -> str:
    """The drawing as SVG."""
    time = time_scale(chart)
    known = [value for value in chart.outcome if value is not None]
    extremes = [*chart.planned, chart.target, *known, *_given(chart.start_value, chart.forecast, chart.low, chart.high)]
    low, high, ticks = value_range(extremes, from_zero=chart.is_count, steps=4)
    value = Scale(low, high, axis_at(chart), TOP)
    origin = [] if chart.start_value is None else [(time.at(0), value.at(chart.start_value))]
    plan = origin + [(time.at(index + 1), value.at(planned)) for index, planned in enumerate(chart.planned)]
    return ink.drawing(
        WIDTH,
        drawing_height(chart),
        chart.alt,
        [
            *_grid(ticks, time, value),
            *_fan(chart, time, value),
            *_today(chart, time, value),
            *_plan_line(chart, plan, time, value),
            *_outcome_line(chart, origin, time, value),
            *_right_labels(chart, time, value),
            *figures_under(chart, time),
            *activity_lane(chart, time),
        ],
    )


def _given(*values: float | None) -> list[float]:
    return [value for value in values if value is not None]


def _grid(ticks: Sequence[float], time: Scale, value: Scale) -> list[str]:
    decimals = decimals_of(ticks)
    lines = [ink.line(time.start, value.at(tick), time.end, value.at(tick), width=0.5) for tick in ticks]
    texts = [ink.words(number(tick, decimals), LEFT - GAP, value.at(tick) + 3.5, fill=ink.GREY, anchor="end") for tick in ticks]
    return lines + texts


def _fan(chart: PlanChart, time: Scale, value: Scale) -> list[str]:
    """The forecast from the last known month to the goal's month, following the plan's own profile."""
    start = _last_known(chart)
    if start is None or chart.forecast is None or start[0] >= len(chart.months):
        return []
    done, reached = start
    planned_here = chart.planned[done - 1]
    left = chart.planned[-1] - planned_here

    def path(final: float) -> list[tuple[float, float]]:
        steps = range(done, len(chart.months) + 1)
        shares = [
            (chart.planned[step - 1] - planned_here) / left if left else (step - done) / (len(chart.months) - done)
            for step in steps
        ]
        return [(time.at(step), value.at(reached + (final - reached) * share)) for step, share in zip(steps, shares, strict=True)]

    parts = []
    if chart.low is not None and chart.high is not None:
        parts.append(ink.area([*path(chart.high), *reversed(path(chart.low))], fill=ink.FAN))
    return [*parts, ink.polyline(path(chart.forecast), stroke=ink.INK, width=1.0, dash="1.5 2.5")]


def _today(chart: PlanChart, time: Scale, value: Scale) -> list[str]:
    place = day_place(chart, chart.as_of)
    if place is None:
        return []
    x = time.at(place)
    text = f"i dag, {day_and_month(chart.as_of)}"
    room = text_width(text, ink.TEXT)
    last = _last_known(chart)
    is_crowded = last is not None and value.at(last[1]) < TOP + 2 * ROW
    anchor = "start" if x - room < LEFT or is_crowded else "end" if x + room > WIDTH else "middle"
    return [
        ink.line(x, TOP - 4, x, axis_at(chart), stroke=ink.GREY, width=0.8),
        ink.words(text, x, TOP - 8, fill=ink.GREY, anchor=anchor),
    ]


def _plan_line(chart: PlanChart, plan: list[tuple[float, float]], time: Scale, value: Scale) -> list[str]:
    marks = [
        (time.at(chart.months.index(mark.month) + 1), value.at(mark.cumulative))
        for mark in chart.milestones
        if mark.month in chart.months
    ]
    return [
        ink.polyline(plan, stroke=ink.GREY, width=1.1),
        ink.polyline(_arrow_back(plan), stroke=ink.GREY, width=1.1),
        ink.dots(plan[1:-1], fill=ink.GREY, size=2.6),
        *(ink.diamond(x, y, 4.2, fill=ink.GREY) for x, y in marks),
        *_plan_label(chart, plan, time),
        ink.ring(*plan[-1], 5.2, stroke=ink.BLUE, width=1.8),
        ink.dots([plan[-1]], fill=ink.BLUE, size=4.2),
    ]


def _arrow_back(plan: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """An arrow head at the plan's beginning: it is drawn back from the goal."""
    if len(plan) < 2:  # noqa: PLR2004 - a line has two ends
        return []
    (x, y), (next_x, next_y) = plan[0], plan[1]
    length = math.hypot(next_x - x, next_y - y)
    along, across = ((next_x - x) / length * 7, (next_y - y) / length * 7), 0.45
    return [
        (x + along[0] + across * along[1], y + along[1] - across * along[0]),
        (x, y),
        (x + along[0] - across * along[1], y + along[1] + across * along[0]),
    ]


def _plan_label(chart: PlanChart, plan: list[tuple[float, float]], time: Scale) -> list[str]:
    """*planen* where nothing else is: above the line, or below it when the forecast goes above; not in the words of today."""
    goes_above = chart.forecast is not None and chart.forecast > chart.target
    falls = chart.start_value is not None and chart.planned[-1] < chart.start_value
    is_left = falls is goes_above
    today = day_place(chart, chart.as_of)
    place = next(place for place in _LABEL_PLACES if place == _LABEL_PLACES[-1] or not _is_by_today(plan, place, time, today))
    x, y = plan[max(1, round(place * (len(plan) - 1)))] if len(plan) > 1 else plan[0]
    return [
        ink.set_off(
            "planen",
            x - 7 if is_left else x + 7,
            y + 14 if goes_above else y - 7,
            fill=ink.GREY,
            anchor="end" if is_left else "start",
        )
    ]


def _is_by_today(plan: list[tuple[float, float]], place: float, time: Scale, today: float | None) -> bool:
    """Whether a label at that share of the plan would run into the words over today's rule."""
    x, y = plan[round(place * (len(plan) - 1))]
    return today is not None and y < TOP + 1.5 * ROW and abs(x - time.at(today)) < _TODAY_WIDTH


def _outcome_line(chart: PlanChart, origin: list[tuple[float, float]], time: Scale, value: Scale) -> list[str]:
    """The outcome, broken where it is unknown or hidden (the figures below say which); preliminary months as open points."""
    runs: list[list[tuple[float, float]]] = [list(origin)]
    solid: list[tuple[float, float]] = []
    hollow: list[tuple[float, float]] = []
    for index, reached in enumerate(chart.outcome):
        x = time.at(index + 1)
        if reached is None:
            runs.append([])
            continue
        point = (x, value.at(reached))
        runs[-1].append(point)
        is_open = index < len(chart.preliminary) and chart.preliminary[index]
        (hollow if is_open else solid).append(point)
    parts = [ink.polyline(run, stroke=ink.INK, width=2.2) for run in runs]
    parts += [ink.dots(solid, size=5.0), *(ink.ring(x, y, 2.6) for x, y in hollow)]
    last = _last_known(chart)
    if last is None:
        return parts
    done, reached = last
    x, y = time.at(done), value.at(reached)
    above = reached >= chart.planned[done - 1]
    label = number(reached, chart.decimals)
    if above:
        return [*parts, ink.set_off(label, x - 6, y - 7, anchor="end", is_bold=True)]
    today = day_place(chart, chart.as_of)
    beside_today = time.at(today) if today is not None and x - 2 <= time.at(today) <= x + 30 else x
    return [*parts, ink.set_off(label, beside_today + 5, min(y + 15, value.start - 3), is_bold=True)]


def _right_labels(chart: PlanChart, time: Scale, value: Scale) -> list[str]:
    labels = [(chart.target_text, chart.target, ink.BLUE, True)]
    if chart.forecast is not None and chart.forecast_text:
        labels.append((chart.forecast_text, chart.forecast, ink.INK, False))
        if chart.interval_text:
            labels.append((chart.interval_text, chart.forecast - 1e-9, ink.GREY, False))
    order = sorted(labels, key=lambda label: -label[1])
    places = spread([value.at(label[1]) for label in order], 13.5, TOP, axis_at(chart))
    return [
        ink.words(text, time.end + 10, y + 3.5, fill=fill, is_bold=bold)
        for (text, _, fill, bold), y in zip(order, places, strict=True)
    ]


def _last_known(chart: PlanChart) -> tuple[int, float] | None:
    """How many months are done, and the total reached; None when the latest month is unknown or hidden."""
    if not chart.outcome or chart.outcome[-1] is None:
        return None
    return len(chart.outcome), chart.outcome[-1]

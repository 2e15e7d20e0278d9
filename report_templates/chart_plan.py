"""The backward plan, drawn: the goal at the upper right, the plan back from it, the outcome on top, today as a rule.

Under the drawing stand plan and outcome in figures, counted back from the goal's own month, and the decisive activities
at the day they are due.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from report_templates import ink
from report_templates.labels import Point, spread
from report_templates.numbers_sv import number
from report_templates.plan_drawing import GAP, LEFT, TOP, WIDTH, PlanChart, axis_at, day_place, drawing_height, time_scale
from report_templates.plan_labels import plan_labels
from report_templates.plan_lanes import activity_lane, figures_under
from report_templates.scales import LEAST_STEPS, Scale, decimals_of, value_range


def plan_chart(chart: PlanChart) -> str:
    """The drawing as SVG."""
    time = time_scale(chart)
    known = [value for value in chart.outcome if value is not None]
    likely = [edge for month in chart.fan for edge in (month.low, month.high)]
    extremes = [*chart.planned, chart.target, *known, *likely, *_given(chart.start_value, chart.forecast, *chart.earlier)]
    low, high, ticks = value_range(extremes, from_zero=chart.is_count, steps=4, least=LEAST_STEPS * 10.0**-chart.decimals)
    value = Scale(low, high, axis_at(chart), TOP)
    origin = [] if chart.start_value is None else [(time.at(0), value.at(chart.start_value))]
    plan = origin + [(time.at(index + 1), value.at(planned)) for index, planned in enumerate(chart.planned)]
    earlier = _earlier(chart, origin, time, value)
    runs = _runs(chart.outcome, origin, time, value)
    return ink.drawing(
        WIDTH,
        drawing_height(chart),
        chart.alt,
        [
            *_grid(ticks, time, value),
            *_fan(chart, time, value),
            *_today(chart, time),
            *(ink.polyline(run, stroke=ink.GREY, width=0.9, dash="4 2.5") for run in earlier),
            *_plan_line(chart, plan, time, value),
            *_outcome_line(runs, chart, time, value),
            *_words(chart, time, value, [plan, *earlier, *runs, *_fan_paths(chart, time, value)], _rules(ticks, time, value)),
            *_right_labels(chart, time, value),
            *figures_under(chart, time),
            *activity_lane(chart, time),
        ],
    )


def _given(*values: float | None) -> list[float]:
    return [value for value in values if value is not None]


def _grid(ticks: Sequence[float], time: Scale, value: Scale) -> list[str]:
    decimals = decimals_of(ticks)
    lines = [ink.polyline(rule, stroke=ink.RULE, width=0.5) for rule in _rules(ticks, time, value)]
    texts = [ink.words(number(tick, decimals), LEFT - GAP, value.at(tick) + 3.5, fill=ink.GREY, anchor="end") for tick in ticks]
    return lines + texts


def _rules(ticks: Sequence[float], time: Scale, value: Scale) -> list[list[Point]]:
    return [[(time.start, value.at(tick)), (time.end, value.at(tick))] for tick in ticks]


def _earlier(chart: PlanChart, origin: list[Point], time: Scale, value: Scale) -> list[list[Point]]:
    """The earlier plan's line, from the same origin when it began with the first month."""
    begins = bool(chart.earlier) and chart.earlier[0] is not None
    runs = _runs(chart.earlier, origin if begins else [], time, value)
    return [run for run in runs if run and run != origin]


def _fan_paths(chart: PlanChart, time: Scale, value: Scale) -> list[list[Point]]:
    """Expected, high and low from the last known month on, month by month; only the way to the forecast without a fan."""
    start = _last_known(chart)
    if start is None or start[0] >= len(chart.months):
        return []
    done, reached = start
    here = (time.at(done), value.at(reached))
    fan = [(time.at(chart.months.index(month.month) + 1), month) for month in chart.fan if month.month in chart.months[done:]]
    if fan:
        return [
            [here, *((x, value.at(month.expected)) for x, month in fan)],
            [here, *((x, value.at(month.high)) for x, month in fan)],
            [here, *((x, value.at(month.low)) for x, month in fan)],
        ]
    if chart.forecast is None:
        return []
    rest = chart.forecast - reached
    return [[(time.at(step), value.at(reached + rest * share)) for step, share in _profile(chart.planned, done)]]


def _profile(planned: Sequence[float], done: int) -> list[tuple[int, float]]:
    """How much of what is left the plan has given after each month from ``done`` on, from 0 to 1."""
    left = planned[-1] - planned[done - 1]
    steps = range(done, len(planned) + 1)
    return [
        (step, (planned[step - 1] - planned[done - 1]) / left if left else (step - done) / (len(planned) - done)) for step in steps
    ]


def _fan(chart: PlanChart, time: Scale, value: Scale) -> list[str]:
    """The band that opens towards the goal's month, with the expected way through it."""
    paths = _fan_paths(chart, time, value)
    parts = [ink.area([*paths[1], *reversed(paths[2])], fill=ink.FAN)] if len(paths) > 2 else []  # noqa: PLR2004 - both edges
    return [*parts, *(ink.polyline(path, stroke=ink.INK, width=1.0, dash="1.5 2.5") for path in paths[:1])]


def _today(chart: PlanChart, time: Scale) -> list[str]:
    place = day_place(chart, chart.as_of)
    if place is None:
        return []
    return [ink.line(time.at(place), TOP - 4, time.at(place), axis_at(chart), stroke=ink.GREY, width=0.8)]


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


def _runs(values: Sequence[float | None], origin: list[Point], time: Scale, value: Scale) -> list[list[Point]]:
    """A line's unbroken stretches: it is broken where it is unknown or hidden (the figures below say which)."""
    runs: list[list[Point]] = [list(origin)]
    for index, reached in enumerate(values):
        if reached is None:
            runs.append([])
        else:
            runs[-1].append((time.at(index + 1), value.at(reached)))
    return runs


def _outcome_line(runs: Sequence[list[Point]], chart: PlanChart, time: Scale, value: Scale) -> list[str]:
    """The outcome; preliminary months as open points."""
    solid: list[Point] = []
    hollow: list[Point] = []
    for index, reached in enumerate(chart.outcome):
        if reached is not None:
            is_open = index < len(chart.preliminary) and chart.preliminary[index]
            (hollow if is_open else solid).append((time.at(index + 1), value.at(reached)))
    lines = [ink.polyline(run, stroke=ink.INK, width=2.2) for run in runs]
    return [*lines, ink.dots(solid, size=5.0), *(ink.ring(x, y, 2.6) for x, y in hollow)]


def _words(chart: PlanChart, time: Scale, value: Scale, lines: Sequence[list[Point]], grid: Sequence[list[Point]]) -> list[str]:
    """Today, the latest outcome and the plans, named where they are drawn, off the lines if it can be.

    The plan is the first of the lines, the earlier one, when there is one, the second.
    """
    last = _last_known(chart)
    latest = ((time.at(last[0]), value.at(last[1])), number(last[1], chart.decimals)) if last else None
    earlier = lines[1] if any(level is not None for level in chart.earlier) else []
    labels = plan_labels(chart, time, latest=latest, plan=lines[0], earlier=earlier, lines=lines, grid=grid)
    return [
        ink.set_off(
            label.text, label.x, label.y, fill=ink.INK if label.is_bold else ink.GREY, anchor=label.anchor, is_bold=label.is_bold
        )
        for label in labels.all
    ]


def _right_labels(chart: PlanChart, time: Scale, value: Scale) -> list[str]:
    labels = [(chart.target_text, chart.target, ink.BLUE, True)]
    middle = chart.forecast if chart.forecast is not None else chart.fan[-1].expected if chart.fan else None
    if middle is not None and chart.forecast_text:
        labels.append((chart.forecast_text, middle, ink.INK, False))
    if middle is not None and chart.interval_text:
        labels.append((chart.interval_text, middle - 1e-9, ink.GREY, False))
    order = sorted(labels, key=lambda label: -label[1])
    places = spread([value.at(label[1]) for label in order], 13.5, TOP, axis_at(chart))
    return [
        ink.words(text, time.end + 10, y + 3.5, fill=fill, is_bold=bold)
        for (text, _, fill, bold), y in zip(order, places, strict=True)
    ]


def _last_known(chart: PlanChart) -> tuple[int, float] | None:
    """How many months are counted, and the total reached, before those not delivered yet; None when the latest is hidden."""
    for index in reversed(range(len(chart.outcome))):
        reached = chart.outcome[index]
        if reached is not None:
            return index + 1, reached
        if index < len(chart.hidden) and chart.hidden[index]:
            return None
    return None

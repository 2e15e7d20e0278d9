"""What stands under the drawing of a backward plan: months, plan and outcome in figures, and the decisive activities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from report_templates import ink
from report_templates.labels import spread
from report_templates.numbers_sv import month_short, number
from report_templates.plan_drawing import GAP, LEFT, ROW, ActivityMark, PlanChart, axis_at, day_place, months_shown
from report_templates.scales import Scale

_BADGE = 6.6
_APART = 2 * _BADGE + 3
_WIDE = 38.0
_YEAR = 12


def figures_under(chart: PlanChart, time: Scale) -> list[str]:
    """Months, plan and outcome in figures."""
    shown = months_shown(chart)
    base = axis_at(chart) + ROW + 2
    parts = [
        ink.words("planerat", LEFT - GAP, base + ROW, fill=ink.GREY, anchor="end"),
    ]
    if chart.outcome:
        name = "utfall hittills" if chart.is_so_far else "utfall"
        parts.append(ink.words(name, LEFT - GAP, base + 2 * ROW, anchor="end", is_bold=True))
    for index in range(len(chart.months)):
        x = time.at(index + 1)
        parts.append(ink.line(x, axis_at(chart), x, axis_at(chart) + 3, stroke=ink.GREY))
    are_months = len(shown) < 2 or (shown[-1] - shown[-2]) < _YEAR  # noqa: PLR2004 - two have a distance
    previous = None
    for index in shown:
        x, month = time.at(index + 1), chart.months[index]
        parts.append(ink.words(month_short(month) if are_months else str(month.year), x, base, fill=ink.GREY, anchor="middle"))
        parts.append(ink.words(number(chart.planned[index], chart.decimals), x, base + ROW, fill=ink.GREY, anchor="middle"))
        if index < len(chart.outcome):
            parts.append(ink.words(_outcome_text(chart, index), x, base + 2 * ROW, anchor="middle", is_bold=True))
        if previous is None or (are_months and previous.year != month.year):
            parts.append(_year_mark(chart, time, index, previous))
        previous = month
    return [part for part in parts if part]


def _year_mark(chart: PlanChart, time: Scale, index: int, previous: date | None) -> str:
    """The first year's number at the left; a rule before January where the next begins."""
    if previous is None:
        return ink.words(str(chart.months[index].year), LEFT - GAP, axis_at(chart) + ROW + 2, fill=ink.GREY, anchor="end")
    x = time.at(index + 0.5)
    return ink.line(x, axis_at(chart), x, axis_at(chart) + ROW + 4, stroke=ink.GREY)


def _outcome_text(chart: PlanChart, index: int) -> str:
    reached = chart.outcome[index]
    if reached is not None:
        is_preliminary = index < len(chart.preliminary) and chart.preliminary[index]
        return f"{number(reached, chart.decimals)}{'*' if is_preliminary else ''}"
    return "x" if index < len(chart.hidden) and chart.hidden[index] else "–"


def activity_lane(chart: PlanChart, time: Scale) -> list[str]:
    """Numbered marks at the day each decisive activity is due; a late one trails a line to today.

    Marks of days close together are moved apart, with a short rule at the day itself. When there is not room for all, neighbours
    share a mark: *3–5*.
    """
    marks = [(day_place(chart, mark.due_on, clamp=True) or 0.0, mark) for mark in chart.activities]
    if not marks:
        return []
    y = axis_at(chart) + 4 * ROW + 4
    today = day_place(chart, chart.as_of, clamp=True)
    groups = _shared(sorted(marks, key=lambda pair: (pair[0], pair[1].order)), time)
    wanted = [sum(time.at(place) for place, _ in group) / len(group) for group in groups]
    apart = _APART if len(groups) == len(marks) else _WIDE
    xs = spread(wanted, apart, time.start + apart / 2, time.end - apart / 2)
    parts = [ink.words("aktiviteter", LEFT - GAP, y + 3.5, fill=ink.GREY, anchor="end")]
    for group, x in zip(groups, xs, strict=True):
        for place, mark in group:
            if abs(time.at(place) - x) > _BADGE:
                parts.append(ink.line(time.at(place), y - _BADGE - 3, time.at(place), y - _BADGE, stroke=ink.GREY))
            if mark.status == "late" and today is not None and today > place:
                parts.append(ink.line(x, y, time.at(today), y, stroke=ink.ORANGE, width=1.4))
    for group, x in zip(groups, xs, strict=True):
        parts += activity_badge([mark for _, mark in group], x, y)
    return parts


def _shared(marks: Sequence[tuple[float, ActivityMark]], time: Scale) -> list[Sequence[tuple[float, ActivityMark]]]:
    """One mark each while there is room, otherwise as few to a mark as there is room for."""
    length = time.end - time.start
    if len(marks) * _APART <= length:
        return [[mark] for mark in marks]
    size = math.ceil(len(marks) / max(1, int(length / _WIDE)))
    return [marks[start : start + size] for start in range(0, len(marks), size)]


def activity_badge(marks: Sequence[ActivityMark], x: float, y: float) -> list[str]:
    """The numbered mark: filled orange when late, filled dark with a tick when all is done, open otherwise."""
    statuses = {mark.status for mark in marks}
    if statuses == {"done"}:
        tick = ink.polyline([(x - 3, y + 0.2), (x - 0.8, y + 2.6), (x + 3.2, y - 2.6)], stroke=ink.PAPER, width=1.5)
        return [ink.ring(x, y, _BADGE, stroke=ink.INK, fill=ink.INK, width=0), tick]
    orders = sorted(mark.order for mark in marks)
    is_late, warns = "late" in statuses, bool(statuses & {"late", "at_risk"})
    edge, fill = ink.ORANGE if warns else ink.GREY, ink.ORANGE if is_late else ink.PAPER
    colour = ink.PAPER if is_late else ink.ORANGE if warns else ink.INK
    if len(orders) == 1:
        shape, text = ink.ring(x, y, _BADGE, stroke=edge, fill=fill), str(orders[0])
    else:
        text = f"{orders[0]}–{orders[-1]}"
        shape = ink.pill(x, y, _WIDE - 4, 2 * _BADGE, stroke=edge, fill=fill)
    return [shape, ink.words(text, x, y + 3.6, fill=colour, anchor="middle", is_bold=True)]

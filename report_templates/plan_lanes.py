"""What stands under the drawing of a backward plan: months, plan and outcome in figures, and the decisive activities."""

from __future__ import annotations

from datetime import date

from report_templates import ink
from report_templates.labels import spread
from report_templates.numbers_sv import month_short, number
from report_templates.plan_drawing import GAP, LEFT, ROW, ActivityMark, PlanChart, axis_at, day_place, months_shown
from report_templates.scales import Scale

_BADGE = 6.6


def figures_under(chart: PlanChart, time: Scale) -> list[str]:
    """Months, plan and outcome in figures."""
    shown = months_shown(chart)
    base = axis_at(chart) + ROW
    parts = [
        ink.words("planerat", LEFT - GAP, base + ROW, fill=ink.GREY, anchor="end"),
        ink.words("utfall", LEFT - GAP, base + 2 * ROW, anchor="end", is_bold=True),
    ]
    for index in range(len(chart.months)):
        x = time.at(index + 1)
        parts.append(ink.line(x, axis_at(chart), x, axis_at(chart) + 3, stroke=ink.GREY))
    previous = None
    for index in shown:
        x, month = time.at(index + 1), chart.months[index]
        parts.append(ink.words(month_short(month), x, base, fill=ink.GREY, anchor="middle"))
        parts.append(ink.words(number(chart.planned[index], chart.decimals), x, base + ROW, fill=ink.GREY, anchor="middle"))
        if index < len(chart.outcome):
            parts.append(ink.words(_outcome_text(chart, index), x, base + 2 * ROW, anchor="middle", is_bold=True))
        if previous is None or previous.year != month.year:
            parts.append(_year_mark(chart, time, index, previous))
        previous = month
    return [part for part in parts if part]


def _year_mark(chart: PlanChart, time: Scale, index: int, previous: date | None) -> str:
    """A year's number at the left of its first month shown, where there is room."""
    if previous is None:
        return ink.words(str(chart.months[index].year), LEFT - GAP, axis_at(chart) + ROW, fill=ink.GREY, anchor="end")
    x = time.at(index + 0.5)
    return ink.line(x, axis_at(chart), x, axis_at(chart) + ROW + 2, stroke=ink.GREY)


def _outcome_text(chart: PlanChart, index: int) -> str:
    reached = chart.outcome[index]
    if reached is not None:
        return number(reached, chart.decimals)
    return "x" if index < len(chart.hidden) and chart.hidden[index] else "–"


def activity_lane(chart: PlanChart, time: Scale) -> list[str]:
    """Numbered marks at the day each decisive activity is due; a late one trails a line to today."""
    marks = [(mark, place) for mark in chart.activities if (place := day_place(chart, mark.due_on, clamp=True)) is not None]
    if not marks:
        return []
    y = axis_at(chart) + 4 * ROW + 2
    today = day_place(chart, chart.as_of, clamp=True)
    xs = spread([time.at(place) for _, place in marks], 2 * _BADGE + 2, time.start, time.end)
    parts = [ink.words("aktiviteter", LEFT - GAP, y + 3.5, fill=ink.GREY, anchor="end")]
    for (mark, place), x in zip(marks, xs, strict=True):
        if mark.status == "late" and today is not None and today > place:
            parts.append(ink.line(x, y, time.at(today), y, stroke=ink.ORANGE, width=1.4))
    for (mark, _), x in zip(marks, xs, strict=True):
        parts += activity_badge(mark, x, y)
    return parts


def activity_badge(mark: ActivityMark, x: float, y: float) -> list[str]:
    """The numbered mark: filled orange when late, filled dark with a tick when done, open otherwise."""
    if mark.status == "done":
        tick = ink.polyline([(x - 3, y + 0.2), (x - 0.8, y + 2.6), (x + 3.2, y - 2.6)], stroke=ink.PAPER, width=1.5)
        return [ink.ring(x, y, _BADGE, stroke=ink.INK, fill=ink.INK, width=0), tick]
    warns = mark.status in {"late", "at_risk"}
    return [
        ink.ring(x, y, _BADGE, stroke=ink.ORANGE if warns else ink.GREY, fill=ink.ORANGE if mark.status == "late" else ink.PAPER),
        ink.words(
            str(mark.order),
            x,
            y + 3.6,
            fill=ink.PAPER if mark.status == "late" else ink.ORANGE if warns else ink.INK,
            anchor="middle",
            is_bold=True,
        ),
    ]

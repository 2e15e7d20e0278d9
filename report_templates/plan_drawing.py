"""What the drawing of a backward plan shows, and its measures on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from report_templates.ink import TEXT
from report_templates.labels import text_width
from report_templates.numbers_sv import number
from report_templates.scales import Scale

WIDTH = 482.0
LEFT, TOP = 74.0, 21.0
ROW, GAP = 14.0, 6.0
LOW_PLOT, PLOT, HIGH_PLOT = 66.0, 112.0, 210.0
_UNDER, _LANE = 48.0, 20.0
_NARROWEST, _BETWEEN = 20.0, 5.0
_EVERY = (1, 2, 3, 6, 12, 24, 60, 600)

Status = Literal["done", "late", "at_risk", "ongoing", "planned"]


@dataclass(frozen=True)
class ActivityMark:
    """A decisive activity on the time line: its number in the list, the day it is due, and how it goes."""

    order: int
    due_on: date
    status: Status


@dataclass(frozen=True)
class PlanMark:
    """A milestone of the plan: the total to have reached by the end of a month."""

    month: date
    cumulative: float


@dataclass(frozen=True)
class FanMonth:
    """Where the outcome so far, or the level, is likely to be at the end of a month to come."""

    month: date
    expected: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class PlanChart:
    """Everything the drawing shows. Months are the plan's own; ``outcome`` is as long as what is known, None is a gap.

    ``earlier`` is the plan that was in force before, month for month of this one, None where it says nothing.
    """

    alt: str
    months: tuple[date, ...]
    planned: tuple[float, ...]
    target: float
    target_text: str
    decimals: int
    as_of: date
    start_value: float | None = 0.0
    is_count: bool = True
    is_so_far: bool = True
    outcome: tuple[float | None, ...] = ()
    preliminary: tuple[bool, ...] = ()
    hidden: tuple[bool, ...] = ()
    forecast: float | None = None
    forecast_text: str = ""
    interval_text: str = ""
    fan: tuple[FanMonth, ...] = ()
    earlier: tuple[float | None, ...] = ()
    milestones: tuple[PlanMark, ...] = ()
    activities: tuple[ActivityMark, ...] = ()
    plot_height: float = PLOT


def drawing_height(chart: PlanChart) -> float:
    """The height of the drawing: lower without activities, and where page one is short of room."""
    return axis_at(chart) + _UNDER + (_LANE if chart.activities else 0.0)


def axis_at(chart: PlanChart) -> float:
    """Where the time axis is drawn."""
    return TOP + chart.plot_height


def time_scale(chart: PlanChart) -> Scale:
    """Months from the plan's start to places; the end of month n is at n."""
    labels = (chart.target_text, chart.forecast_text, chart.interval_text)
    room_for_labels = max(text_width(label, TEXT, is_bold=True) for label in labels) + 12
    return Scale(0.0, float(len(chart.months)), LEFT, WIDTH - room_for_labels)


def months_shown(chart: PlanChart) -> list[int]:
    """Which months have their figures under the drawing: all, or as many as there is room for, counted back from the goal."""
    time = time_scale(chart)
    room = (time.end - time.start) / len(chart.months)
    known = [value for value in chart.outcome if value is not None]
    widest = max(text_width(number(value, chart.decimals), TEXT, is_bold=True) for value in (*chart.planned, *known))
    every = next((step for step in _EVERY if room * step >= max(widest, _NARROWEST) + _BETWEEN), _EVERY[-1])
    shown = [index for index in range(len(chart.months)) if (len(chart.months) - 1 - index) % every == 0]
    return [index for index in shown if time.at(index + 1) - widest / 2 >= LEFT - GAP + 1 or index == len(chart.months) - 1]


def day_place(chart: PlanChart, on: date, *, clamp: bool = False) -> float | None:
    """A day's place on the time axis, in months from the plan's start; None when it is outside and not to be clamped."""
    first = chart.months[0]
    months = (on.year - first.year) * 12 + on.month - first.month + (on.day - 1) / 31
    if clamp:
        return min(max(months, 0.0), float(len(chart.months)))
    return months if 0 <= months <= len(chart.months) else None

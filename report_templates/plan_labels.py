"""Where the words inside the drawing of a backward plan go: on no other word, never on today's rule, off the lines if it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_templates.ink import TEXT
from report_templates.labels import Box, Label, Point, placed
from report_templates.numbers_sv import day_and_month
from report_templates.plan_drawing import LEFT, TOP, WIDTH, PlanChart, axis_at, day_place
from report_templates.scales import Scale

_TODAY_BASE = TOP - 9.0
_ALONG = (0.8, 0.7, 0.6, 0.9, 0.5, 0.4, 0.3, 0.2)
"""Where along the plan its name may stand, in order of preference."""
_AWAY = (0.0, 8.0, 16.0, 26.0, 38.0, 52.0)
_RULE = 2.0


@dataclass(frozen=True)
class PlanLabels:
    """The words inside the drawing; None where there is nothing to name, or (the plans' names only) no room for it."""

    today: Label | None
    latest: Label | None
    plan: Label | None
    earlier: Label | None

    @property
    def all(self) -> tuple[Label, ...]:
        """Those that are drawn."""
        return tuple(label for label in (self.today, self.latest, self.plan, self.earlier) if label)


def plan_labels(
    chart: PlanChart,
    time: Scale,
    *,
    latest: tuple[Point, str] | None,
    plan: Sequence[Point],
    earlier: Sequence[Point],
    lines: Sequence[Sequence[Point]],
    grid: Sequence[Sequence[Point]],
) -> PlanLabels:
    """The words placed: today over the drawing, the latest value by its point, the plans' names along their lines.

    ``latest`` is the latest outcome's point and number, ``plan`` and ``earlier`` the two plans' points, ``lines`` and ``grid`` what
    is drawn that words should keep off.
    """
    base = axis_at(chart)
    room = Box(LEFT + 2, 1.0, time.end + 8, base - 2)
    goal = Box(plan[-1][0] - 7, plan[-1][1] - 7, plan[-1][0] + 7, plan[-1][1] + 7)
    taken = [goal]
    today = _today(chart, time)
    if today is not None:
        x = time.at(day_place(chart, chart.as_of) or 0.0)
        taken += [today.box(TEXT), Box(x - _RULE, TOP - 4, x + _RULE, base)]
    number = placed(_round_a_point(*latest), TEXT, room=room, taken=taken, lines=lines, faint=grid) if latest else None
    if number is not None:
        taken.append(number.box(TEXT))
    # the earlier plan first: its line has fewer neighbours, and its name leaves room for the other
    before = placed(_along(earlier, "tidigare plan"), TEXT, room=room, taken=taken, lines=lines, faint=grid)
    if before is not None:
        taken.append(before.box(TEXT))
    name = placed(_along(plan, "planen"), TEXT, room=room, taken=taken, lines=lines, faint=grid)
    return PlanLabels(today, number, name, before)


def _today(chart: PlanChart, time: Scale) -> Label | None:
    """Over the rule, moved aside only so far that it stays on the paper."""
    place = day_place(chart, chart.as_of)
    if place is None:
        return None
    label = Label(f"i dag, {day_and_month(chart.as_of)}", time.at(place), _TODAY_BASE, "middle")
    box = label.box(TEXT)
    return Label(label.text, label.x + max(0.0, -box.left) - max(0.0, box.right - WIDTH), label.y, "middle")


def _round_a_point(point: Point, text: str) -> list[Label]:
    """Places for a number by its point: above, beside, below, then the same farther away."""
    x, y = point
    return [Label(text, x + dx, y + dy, anchor, is_bold=True) for away in _AWAY for dx, dy, anchor in _beside(away)]


def _beside(away: float) -> tuple[tuple[float, float, str], ...]:
    near, far = 6 + away, 14 + away
    return (
        (-near, -6, "end"), (0, -near - 2, "middle"), (-near, 14, "end"), (near, 14, "start"), (0, far + 2, "middle"),
        (7, far + 2, "end"), (near + 1, 4, "start"), (near, -6, "start"), (-near - 2, 4, "end"),
        (-near, -near, "end"), (-near, far, "end"), (near, far, "start"), (near, -near, "start"),
        (near + 4, 0, "start"), (near + 4, -6, "start"),
    )  # fmt: skip


def _along(plan: Sequence[Point], name: str) -> list[Label]:
    """Places for a plan's name: over and under its line, near it first."""
    labels: list[Label] = []
    if len(plan) < 2:  # noqa: PLR2004 - a line has two ends
        return labels
    for away in _AWAY[:4]:
        for share in _ALONG:
            index = min(len(plan) - 2, int(share * (len(plan) - 1)))
            (x, y), (next_x, next_y) = plan[index], plan[index + 1]
            part = share * (len(plan) - 1) - index
            x, y = x + part * (next_x - x), y + part * (next_y - y)
            labels += [
                Label(name, x - 3, y - 6 - away, "end"),
                Label(name, x + 3, y + 13 + away, "start"),
                Label(name, x + 3, y - 6 - away, "start"),
                Label(name, x - 3, y + 13 + away, "end"),
            ]
    return labels

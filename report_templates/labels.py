"""How wide a label is, and where labels beside a chart go so that none lies on another.

Widths are those of the bundled typeface, in steps of 25 thousandths of the type size (a test compares them with the font).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

_WIDTHS = {
    200: " \u00a0\u202f", 250: "',.:;·ijl|", 275: "I", 300: "!()[]{}-f", 350: "/\\rt", 425: '"*?zs', 450: "cx",
    475: "JLYvy–", 500: "#$+0123456789<=>^~−±≤≥F_agåäeék", 525: "ESTVX", 550: "AZ`oöbdpqhuÅÄün", 575: "CKPR",
    600: "&B", 625: "DG", 650: "HNU", 675: "OQÖ", 725: "Mw", 775: "W", 825: "%m", 850: "@",
}  # fmt: skip
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 600
_SEMIBOLD = 1.045


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """The width of a line of text, in the unit of ``size``; never narrower than drawn by more than a few per cent."""
    plain = sum(_WIDTH_OF.get(letter, _UNKNOWN) for letter in text) * size / 1000
    return plain * _SEMIBOLD if is_bold else plain


Point = tuple[float, float]
_RISES, _FALLS = 8.0, 2.6
"""How far letters of the label size reach over and under their base line."""


_AIR = 0.2
"""Between labels, at the least: places are drawn with one decimal."""
_LATER, _FAINT = 0.02, 0.3
"""What each place later among the wanted costs, and a faint line across, as shares of a line that crosses the label."""
_STROKE = 1.6
"""A line disturbs from so near: half its own width, and the patch of paper under the label."""


@dataclass(frozen=True)
class Box:
    """A rectangle on paper, ``top`` above ``bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have more than an edge in common."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def grown(self, by: float) -> Box:
        """The rectangle with so much air around it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, other: Box) -> bool:
        """Whether the other lies inside."""
        return self.left <= other.left and other.right <= self.right and self.top <= other.top and other.bottom <= self.bottom

    def is_crossed_by(self, start: Point, end: Point) -> bool:
        """Whether the straight line between the points goes through the box (Liang and Barsky's clipping)."""
        (x, y), enters, leaves = start, 0.0, 1.0
        across, down = end[0] - x, end[1] - y
        for step, room in ((-across, x - self.left), (across, self.right - x), (-down, y - self.top), (down, self.bottom - y)):
            if not step and room < 0:
                return False
            if step < 0:
                enters = max(enters, room / step)
            elif step > 0:
                leaves = min(leaves, room / step)
        return enters <= leaves


@dataclass(frozen=True)
class Label:
    """A line of text at a place: ``y`` is its base line, ``anchor`` as in SVG."""

    text: str
    x: float
    y: float
    anchor: str = "start"
    is_bold: bool = False

    def box(self, size: float) -> Box:
        """The paper it takes."""
        width = text_width(self.text, size, is_bold=self.is_bold)
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return Box(left, self.y - _RISES, left + width, self.y + _FALLS)


def placed(
    wanted: Sequence[Label],
    size: float,
    *,
    room: Box,
    taken: Sequence[Box],
    lines: Sequence[Sequence[Point]],
    faint: Sequence[Sequence[Point]] = (),
) -> Label | None:
    """The best of the wanted places that are inside the room and on no box taken; None when there is none.

    A place early among the wanted is better than a late one, and one that no line crosses better than one that is crossed; a faint
    line, as those of a grid, disturbs less.
    """
    best, least = None, math.inf
    for order, label in enumerate(wanted):
        box = label.box(size)
        if not room.holds(box) or any(box.grown(_AIR).meets(other) for other in taken):
            continue
        worse = _LATER * order
        if worse < least:
            worse += _crossings(box.grown(_STROKE), lines) + _FAINT * _crossings(box, faint)
        if worse < least:
            best, least = label, worse
    return best


def _crossings(box: Box, lines: Sequence[Sequence[Point]]) -> int:
    return sum(any(box.is_crossed_by(*ends) for ends in itertools.pairwise(line)) for line in lines)


def spread(wanted: Sequence[float], height: float, low: float, high: float) -> list[float]:
    """Positions at least ``height`` apart, inside ``low`` to ``high``, as near the wanted ones as can be.

    Order is kept (equal positions keep the order given). When there is not room for all, they are spaced evenly.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    if not order:
        return []
    room = (high - low) / (len(order) - 1) if len(order) > 1 else height
    step = min(height, room)
    groups: list[tuple[float, int]] = []
    for index in order:
        start, many = min(max(wanted[index], low), high), 1
        while groups and groups[-1][0] + step * groups[-1][1] > start:
            before, members = groups.pop()
            start = (before * members + (start - step * members) * many) / (members + many)
            many += members
            start = min(max(start, low), high - step * (many - 1))
        groups.append((start, many))
    placed = [start + step * place for start, many in groups for place in range(many)]
    result = [0.0] * len(order)
    for index, position in zip(order, placed, strict=True):
        result[index] = position
    return result


def shortened(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it would not fit in the room."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"

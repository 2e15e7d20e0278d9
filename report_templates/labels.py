"""How wide a label is, and where labels beside a chart go so that none lies on another.

Widths are those of the bundled typeface, in steps of 25 thousandths of the type size (a test compares them with the font).
"""

from __future__ import annotations

from collections.abc import Sequence

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

"""The distribution of the answers to a statement, as one narrow bar: a shade a step, as wide as its share of the answers."""

from __future__ import annotations

from report_templates.ink import PAPER, drawing

WIDTH, HEIGHT = 64.0, 9.0
_LIGHT, _DARK = (230, 235, 239), (28, 40, 51)


def step_bar(counts: tuple[int, ...], alt: str) -> str:
    """The bar, the lowest step to the left; the alternative text has the numbers."""
    total, x, parts = sum(counts), 0.0, []
    for place, answers in enumerate(counts):
        width = WIDTH * answers / total if total else 0.0
        if width:
            shade = _shade(place / max(1, len(counts) - 1))
            edge = f'stroke="{PAPER}" stroke-width="0.5"'
            parts.append(f'<rect x="{x:.1f}" y="0" width="{width:.1f}" height="{HEIGHT:g}" fill="{shade}" {edge}/>')
        x += width
    return drawing(WIDTH, HEIGHT, alt, parts)


def _shade(depth: float) -> str:
    return "#" + "".join(f"{round(light + (dark - light) * depth):02x}" for light, dark in zip(_LIGHT, _DARK, strict=True))

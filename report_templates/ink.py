"""The few colours and sizes that pages and charts share; the style sheet repeats them (a test compares).

Colour never says anything alone: an improvement is also a large disc, a concern also a diamond, and both are in words.
"""

from __future__ import annotations

from html import escape

from report_templates.labels import text_width

INK = "#1c2833"
GREY = "#5b6670"
RULE = "#c3cad0"
WASH = "#e6ebef"
FAN = "#d3dce4"
PAPER = "#ffffff"
BLUE = "#1460a8"
ORANGE = "#b04400"

TEXT = 10.5
"""The type size of running text and of labels in charts, in points."""
FAMILY = "Source Sans 3"


def words(
    text: str, x: float, y: float, *, fill: str = INK, anchor: str = "start", is_bold: bool = False, size: float = TEXT
) -> str:
    """A line of text in a drawing; ``y`` is its base line."""
    weight = ' font-weight="600"' if is_bold else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}"{side}{weight}>{escape(text)}</text>'


def set_off(text: str, x: float, y: float, *, fill: str = INK, anchor: str = "start", is_bold: bool = False) -> str:
    """A line of text on a patch of paper, so that no rule runs through it."""
    width = text_width(text, TEXT, is_bold=is_bold)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    patch = f'<rect x="{left - 1:.1f}" y="{y - 9:.1f}" width="{width + 2:.1f}" height="11.5" fill="{PAPER}"/>'
    return patch + words(text, x, y, fill=fill, anchor=anchor, is_bold=is_bold)


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 0.6, dash: str = "") -> str:
    """A straight rule."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{stroke}" stroke-width="{width:g}"{dashes} fill="none"/>'


def polyline(points: list[tuple[float, float]], *, stroke: str = INK, width: float = 1.2, dash: str = "") -> str:
    """A line through points, drawn back and forth as given; nothing for fewer than two."""
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{path}" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"{dashes} fill="none"/>'


def dots(points: list[tuple[float, float]], *, fill: str = INK, size: float = 3.4) -> str:
    """All the points as one path of round caps, which is much quicker to set than circles."""
    if not points:
        return ""
    path = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points)
    return f'<path d="{path}" stroke="{fill}" stroke-width="{size:g}" stroke-linecap="round" fill="none"/>'


def ring(x: float, y: float, radius: float, *, stroke: str = INK, fill: str = PAPER, width: float = 1.2) -> str:
    """A circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'


def pill(x: float, y: float, width: float, height: float, *, stroke: str = INK, fill: str = PAPER) -> str:
    """A rectangle with round ends, around its middle."""
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{height / 2:.1f}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.2"/>'
    )


def diamond(x: float, y: float, radius: float, *, fill: str = ORANGE) -> str:
    """A square on its corner."""
    return (
        f'<path d="M{x:.1f} {y - radius:.1f}L{x + radius:.1f} {y:.1f}L{x:.1f} {y + radius:.1f}L{x - radius:.1f} {y:.1f}Z" '
        f'fill="{fill}"/>'
    )


def area(points: list[tuple[float, float]], *, fill: str = WASH) -> str:
    """A filled shape without edge."""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{path}Z" fill="{fill}"/>'


def drawing(width: float, height: float, alt: str, parts: list[str]) -> str:
    """The parts as one SVG whose first child is its title: the alternative text of the PDF's figure."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}pt" height="{height:g}pt" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FAMILY}"><title>{escape(alt)}</title>{"".join(parts)}</svg>'
    )

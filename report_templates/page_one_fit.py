"""Page one as data, and cut so that it is never more than one page.

The heights are reckoned from the style sheet's measures and the typeface's widths, before anything is set.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from report_templates import wording_measures, wording_work
from report_templates.action_plan import DecisiveLine
from report_templates.goal_story import GoalStory
from report_templates.labels import text_width
from report_templates.plan_drawing import HIGH_PLOT, LOW_PLOT, drawing_height
from report_templates.wording import Tone

PAGE_WIDTH = 482.0
PAGE_HEIGHT = 739.0
"""What is inside the margins of the style sheet, in points."""
LINE = 14.0
_INDENT = 17.5
_PARAGRAPH = 3.5
_SAFETY = 1.02
_LEAST = ((3, 3, 4), (2, 3, 3), (2, 2, 3), (1, 1, 2), (1, 1, 1), (0, 0, 0))
"""How few late activities, changes and matters the page may be cut to, in turns; after the first the drawing is lowered."""
_BEFORE_LOWERING = 1


@dataclass(frozen=True)
class Change:
    """A measure whose latest value is more than chance: the sentence, and whether that is good."""

    text: str
    tone: Tone


@dataclass(frozen=True, kw_only=True)
class PageOne:
    """Page one as printed. Without a goal, ``latest`` takes the drawn plan's place."""

    subtitle: str
    headline: str
    goal: GoalStory | None
    no_goal: str
    latest: tuple[tuple[str, str, str], ...]
    late: tuple[DecisiveLine, ...]
    late_remark: str
    coming: tuple[DecisiveLine, ...]
    changes: tuple[Change, ...]
    changes_remark: str
    more_changes: int
    decide: tuple[str, ...]
    nothing_to_decide: str
    remarks: tuple[str, ...]
    freshness: str
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many late activities, changes and matters there was no room for."""

    @property
    def late_words(self) -> str:
        """What stands under the late activities."""
        return " ".join(filter(None, (wording_work.more_late(self.left_out.get("late", 0), len(self.late)), self.late_remark)))

    @property
    def changes_words(self) -> str:
        """What stands under the changes."""
        more = self.more_changes + self.left_out.get("changes", 0)
        return wording_measures.more_signals(more, len(self.changes)) if more else self.changes_remark

    @property
    def decide_words(self) -> str:
        """What stands under the matters."""
        return wording_work.more_to_decide(self.left_out.get("decide", 0), len(self.decide)) or self.nothing_to_decide


def fitted(page: PageOne, unit_name: str) -> PageOne:
    """The page with as much as there is room for; what had to go is said to be elsewhere."""
    coming, page = page.coming, replace(page, coming=())
    if height_of(page, unit_name) > PAGE_HEIGHT:
        page = replace(page, late=tuple(replace(line, gives="") for line in page.late))
    for turn, least in enumerate(_LEAST):
        if turn == _BEFORE_LOWERING and height_of(page, unit_name) > PAGE_HEIGHT:
            page = _lowered(page)
        while height_of(page, unit_name) > PAGE_HEIGHT:
            shorter = _shorter(page, *least)
            if shorter is page:
                break
            page = shorter
    return _with_coming(page, coming, unit_name)


def _with_coming(page: PageOne, coming: tuple[DecisiveLine, ...], unit_name: str) -> PageOne:
    """The page with as many of the activities to come as fit, under a lower drawing when that makes room for them."""
    for many in range(len(coming), 0, -1):
        longer = replace(page, coming=coming[:many])
        for candidate in (longer, _lowered(longer)):
            if height_of(candidate, unit_name) <= PAGE_HEIGHT:
                return candidate
    return page


def filled(page: PageOne, unit_name: str) -> PageOne:
    """The page with its drawing as high as the room that is left allows, in whole lines."""
    chart = page.goal.chart if page.goal else None
    if page.goal is None or chart is None:
        return page
    lines = math.floor((PAGE_HEIGHT - height_of(page, unit_name)) / LINE) - 1
    height = min(HIGH_PLOT, chart.plot_height + LINE * max(0, lines))
    return replace(page, goal=replace(page.goal, chart=replace(chart, plot_height=height)))


def has_room_for(lines: Sequence[str], page: PageOne, unit_name: str) -> bool:
    """Whether a section of so many lines, with a heading and a sentence, still fits on the page."""
    section = 17.5 + 24.5 + LINE + sum(_words_height(text, PAGE_WIDTH) for text in lines)
    return height_of(page, unit_name) + section <= PAGE_HEIGHT


def _lowered(page: PageOne) -> PageOne:
    """The page with a lower drawing."""
    if page.goal is None or page.goal.chart is None:
        return page
    return replace(page, goal=replace(page.goal, chart=replace(page.goal.chart, plot_height=LOW_PLOT)))


def _shorter(page: PageOne, late: int, changes: int, decide: int) -> PageOne:
    """One item fewer in the list that may lose most; the page itself when none may."""
    room = {"late": len(page.late) - late, "changes": len(page.changes) - changes, "decide": len(page.decide) - decide}
    longest = max(room, key=lambda name: room[name])
    if room[longest] <= 0:
        return page
    left_out = {**page.left_out, longest: page.left_out.get(longest, 0) + 1}
    match longest:
        case "late":
            return replace(page, late=page.late[:-1], left_out=left_out)
        case "changes":
            return replace(page, changes=page.changes[:-1], left_out=left_out)
        case _:
            return replace(page, decide=page.decide[:-1], left_out=left_out)


def height_of(page: PageOne, unit_name: str) -> float:
    """What the page takes, in points."""
    column = (PAGE_WIDTH - 21) / 2
    top = 28.0 * lines_of(unit_name, PAGE_WIDTH, 22, is_bold=True) + LINE * lines_of(page.subtitle, PAGE_WIDTH) + 22
    activities = [line.said for line in (*page.late, *page.coming)]
    late = _list_height(activities, column) + _words_height(page.late_words, column) + _PARAGRAPH
    changes = _list_height([change.text for change in page.changes], column) + _words_height(page.changes_words, column)
    decide = _list_height(page.decide, PAGE_WIDTH) + _words_height(page.decide_words, PAGE_WIDTH)
    fresh = _words_height(page.freshness, PAGE_WIDTH) + sum(_words_height(text, PAGE_WIDTH) for text in page.remarks)
    headings, rules = 2 * 24.5, 10.5 + 2 * 17.5
    return top + _goal_height(page) + headings + rules + max(late, changes) + decide + fresh


def _goal_height(page: PageOne) -> float:
    story = page.goal
    if story is None:
        rows = sum(6.5 + LINE * lines_of(name, 0.5 * PAGE_WIDTH - 7) for name, _, _ in page.latest)
        title = 17.5 * lines_of(page.headline, PAGE_WIDTH, 14, is_bold=True) + 7
        return title + 2 * LINE + (50 + rows if page.latest else 0)
    title = 17.5 * lines_of(f"{story.title} {story.line}", PAGE_WIDTH, 14, is_bold=True) + 7
    number = text_width(story.big_number, 44, is_bold=True) + 12 if story.big_number else 0.0
    beside = 17.5 * lines_of(story.beside if number else story.headline, PAGE_WIDTH - number, 14, is_bold=True) + 3.5
    standing = max(42.0 if number else 0.0, beside) + 14
    box = (PAGE_WIDTH - 35) / 3
    boxes = max((LINE * (1 + lines_of(it.text, box)) + 28 for it in story.boxes), default=0.0) + (
        (10.5 if number else 17.5) if story.boxes else 0
    )
    week = LINE * lines_of(story.week, PAGE_WIDTH) + 7 if story.week else 0.0
    return title + standing + boxes + week + (drawing_height(story.chart) if story.chart else 0)


def lines_of(text: str, width: float, size: float = 10.5, *, is_bold: bool = False) -> int:
    """How many lines the text takes in a column, broken between words; a word wider than the column is broken too."""
    lines, used = 1, 0.0
    space = text_width(" ", size)
    for word in text.split(" "):
        wide = text_width(word, size, is_bold=is_bold) * _SAFETY
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        if wide > width:
            more = math.ceil(wide / width) - 1
            lines, wide = lines + more, wide - more * width
        used += (space if used else 0.0) + wide
    return lines


def _list_height(texts: Sequence[str], width: float) -> float:
    return sum(LINE * lines_of(text, width - _INDENT) + 3.5 for text in texts)


def _words_height(text: str, width: float) -> float:
    return LINE * lines_of(text, width) if text else 0.0

"""Whether a measure's months tell of more than chance over time: a level that has moved, a series that is not stable."""

from __future__ import annotations

from report_templates.facts import Row
from report_templates.measure_judged import Judged
from report_templates.numbers_sv import number
from report_templates.wording_levels import decide_about_level

_MOST_DECIMALS = 4


def moved_level(judged: Judged) -> Row | None:
    """The level that has moved from the one somebody decided.

    None where no baseline is decided: the centre is then the mean of all months, and of many series some always lie a little
    off it.
    """
    return judged.facts.suggestion if judged.baseline is not None and judged.baseline["is_frozen"] else None


def levels_of(judged: Judged, moved: Row) -> tuple[str, str]:
    """The new level and the one before, with as many decimals as it takes to tell them apart."""
    tried = range(judged.finer_decimals, _MOST_DECIMALS + 1)
    printed = [(number(moved["centre"], few), number(moved["centre_before"], few)) for few in tried]
    return next(((level, before) for level, before in printed if level != before), printed[-1])


def asks_the_meeting(judged: Judged) -> str:
    """What a level that has moved from the one somebody decided asks the meeting; empty when it has not."""
    row = moved_level(judged)
    if row is None:
        return ""
    level, before = levels_of(judged, row)
    return decide_about_level(judged.name, level, row["from_month"], before)


def is_unstable(judged: Judged) -> bool:
    """Whether the months do not lie as chance would lay them, as far as that may be told."""
    row = judged.facts.stability
    if row is None or judged.baseline is None:
        return False
    return bool(row["longest_run"] > row["longest_run_limit"] or row["crossings"] < row["crossings_limit"])

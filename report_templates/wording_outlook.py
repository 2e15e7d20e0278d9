"""The sentences about where a goal is heading: what it takes, how likely it is, where the pace leads."""

from __future__ import annotations

from report_templates.numbers_sv import counted, is_percent, month_text, number, pace, rounded, signed, span, unit_word
from report_templates.wording import Standing, amount, goal_month


def needed(standing: Standing, periods_left: int) -> str:
    """What it takes, in a few words under its number: ``41`` *i månaden till och med mars 2027*."""
    last = month_text(standing.last_month)
    if not standing.is_sum:
        unit = "procentenheter " if is_percent(standing.unit) else ""
        return f"{unit}i månaden, för att vara framme i {last}."
    if periods_left == 1:
        return f"den sista månaden, {last}."
    return f"i månaden till och med {last}."


def pace_so_far(per_month: float | None, per_working_day: float | None) -> str:
    """What the pace needed is a working day, and the pace so far: ``Det är 1,9 per arbetsdag. Hittills 34 i månaden.``."""
    parts = [f"Det är {per_day_figure(per_working_day)} per arbetsdag."] if per_working_day else []
    if per_month is not None:
        parts.append(f"Hittills {pace(per_month)} i månaden.")
    return " ".join(parts)


def per_day_figure(per_working_day: float) -> str:
    """A pace a working day: one decimal, two below one, none from a hundred up."""
    if per_working_day >= 100:  # noqa: PLR2004 - decimals say nothing beside a hundred
        return number(per_working_day)
    return number(per_working_day, 1 if per_working_day >= 1 else 2)


def needed_figure(standing: Standing, per_month: float) -> str:
    """The number itself: a pace for sums, a signed change in the measure's unit for levels."""
    if standing.is_sum:
        return pace(per_month)
    return signed(per_month, max(standing.decimals, 1))


def chance_sentence(standing: Standing, low: float | None, high: float | None) -> str:
    """What the chance rests on, and the interval of the final result in words a layman can weigh."""
    text = "om det fortsätter som hittills."
    if low is None or high is None:
        return text
    return f"{text} Åtta gånger av tio blir slutresultatet {span(low, high, standing.decimals)}."


def forecast_sentence(standing: Standing, rest_as_planned: float | None) -> str:
    """What the forecast number means, and where the rest as planned would lead."""
    text = f"i {month_text(standing.last_month)} med den takt som varit."
    if rest_as_planned is None:
        return text
    return f"{text} Följer resten planen blir det {amount(standing, rest_as_planned)}."


def left_to_target(standing: Standing) -> float:
    """How far a level has left to its target, with sign; 0 when it is there already."""
    if standing.outcome is None:
        return 0.0
    left = change(standing, standing.outcome, standing.target)
    return 0.0 if (left > 0) is standing.falls else left


def change(standing: Standing, before: float, after: float) -> float:
    """The difference of two values as printed."""
    return float(rounded(after, standing.decimals) - rounded(before, standing.decimals))


def left_figure(standing: Standing, left: float) -> str:
    """A difference as a number with sign: ``−13``, ``+18``, ``0``."""
    return signed(left, standing.decimals) if left else "0"


def left_sentence(standing: Standing, left: float, periods_left: int) -> str:
    """What a level has left, in a few words under its number: *hushåll på tre månader, till och med december 2026*."""
    if not left:
        return f"Nivån är nådd och ska hålla {goal_month(standing)}."
    last = month_text(standing.last_month)
    return f"{_unit(standing, left)} på {counted(periods_left, 'månader')}, till {last}."


def since_start_sentence(standing: Standing, start: float, outcome: float) -> str:
    """How a level has gone, in a few words under its number: *hushåll, från 64 till 58*."""
    return f"{_unit(standing, change(standing, start, outcome))}, från {amount(standing, start)} till {amount(standing, outcome)}."


def only_the_month_sentence(standing: Standing) -> str:
    """What the latest month's own share is, beside that of all months."""
    return f"månadens egna ärenden; det stora talet är alla sedan {month_text(standing.first_month)}."


def _unit(standing: Standing, difference: float) -> str:
    return unit_word(difference, "procentenheter" if is_percent(standing.unit) else standing.unit, standing.decimals)

"""The sentences about where a goal is heading: what it takes, how likely it is, where the pace leads."""

from __future__ import annotations

from datetime import date, timedelta

from report_templates.numbers_sv import (
    NO_BREAK,
    counted,
    day_text,
    in_words,
    is_percent,
    listed,
    month_text,
    number,
    pace,
    rounded,
    signed,
    span,
    unit_word,
)
from report_templates.wording import Standing, amount, goal_month, headline, target_words
from transforms.goals.outlook import CHANGES_FOR_LEVEL

_WEEK = timedelta(days=7)


def needed_label(standing: Standing) -> str:
    """What stands over the pace needed; of a ceiling it is room."""
    return "Det finns rum för" if standing.is_ceiling else "Det krävs"


def chance_label(standing: Standing) -> str:
    """What stands over the chance: of reaching the target, or of keeping a ceiling."""
    return f"Chansen att {'hålla' if standing.is_ceiling else 'nå'} {target_words(standing)}"


def needed(standing: Standing, periods_left: int) -> str:
    """What it takes, in a few words under its number: ``41`` *i månaden till och med mars 2027*."""
    last = month_text(standing.last_month)
    return f"den sista månaden, {last}." if periods_left == 1 else f"i månaden till och med {last}."


def pace_so_far(per_month: float | None, per_week: float | None, per_working_day: float | None) -> str:
    """What the pace needed is a week and a working day, and the pace so far.

    ``Det är 9,7 i veckan, 1,9 per arbetsdag. Hittills 34 i månaden.``
    """
    each = [f"{per_day_figure(per_week)} i veckan"] if per_week else []
    each += [f"{per_day_figure(per_working_day)} per arbetsdag"] if per_working_day else []
    parts = [f"Det är {', '.join(each)}."] if each else []
    if per_month is not None:
        parts.append(f"Hittills {pace(per_month)} i månaden.")
    return " ".join(parts)


def per_day_figure(short_pace: float) -> str:
    """A pace a week or a working day: one decimal, two below one, none from a hundred up."""
    if short_pace >= 100:  # noqa: PLR2004 - decimals say nothing beside a hundred
        return number(short_pace)
    return number(short_pace, 1 if short_pace >= 1 else 2)


def chance_sentence(standing: Standing, low: float | None, high: float | None, *, is_out_of_reach: bool = False) -> str:
    """What the chance rests on, and the interval of the final result in words a layman can weigh.

    A share is out of reach when the cases that are expected are too few to turn it, whatever comes of them.
    """
    text = "om nivån rör sig som hittills." if standing.kind == "stock" else "om det fortsätter som hittills."
    if is_out_of_reach and standing.kind == "share":
        text = "de ärenden som väntas räcker inte."
    if low is None or high is None:
        return text
    unit = f"{NO_BREAK}%" if is_percent(standing.unit) else ""
    return f"{text} Åtta gånger av tio blir slutresultatet {span(low, high, standing.decimals)}{unit}."


def interval_label(standing: Standing, low: float | None, high: float | None, *, has_forecast: bool) -> str:
    """The interval of the final result beside the drawing; without a forecast over it, it says what it is."""
    if low is None or high is None:
        return ""
    interval = span(low, high, standing.decimals)
    return interval if has_forecast else f"troligen {interval}"


def no_chance(standing: Standing) -> str:
    """Why there is no chance to tell, in a few words under a dash.

    A level needs months that show how it moves, a share how many it is counted on, a sum that it counts things.
    """
    match standing.kind:
        case "stock":
            return f"För få månader för att säga chansen: den räknas från {in_words(CHANGES_FOR_LEVEL + 1)}."
        case "share":
            return "Chansen går inte att räkna: antalet bakom andelen är dolt eller saknas någon månad."
        case _:
            return "Chansen räknas bara när det är antal som läggs ihop."


def week_words(week_from: date, as_of: date) -> str:
    """The week as it is spoken of: ``Förra veckan (v. 40)``, or ``Vecka 38`` when it is further back."""
    number_of_week = week_from.isocalendar().week
    monday = as_of - timedelta(days=as_of.weekday())
    return f"Förra veckan (v.{NO_BREAK}{number_of_week})" if week_from + _WEEK == monday else f"Vecka {number_of_week}"


def week_sentence(
    standing: Standing, week: str, *, is_won: bool, outcome: float | None, needed_then: float | None, working_days: int
) -> str:
    """Whether the week gave what it had to: ``Förra veckan (v. 40) vanns inte: 7 mot 9,7 som behövdes.``.

    Without numbers when they may not be told; a ceiling's week is kept. A week without working days had nothing to give.
    """
    if not working_days:
        return f"{week} hade inga arbetsdagar."
    won = ("hölls" if is_won else "hölls inte") if standing.is_ceiling else ("vanns" if is_won else "vanns inte")
    if outcome is None or needed_then is None:
        return f"{week} {won}: {_without_numbers(standing, is_won=is_won)}."
    what = "som fick plats" if standing.is_ceiling else "som behövdes"
    return f"{week} {won}: {number(outcome)} mot {pace(needed_then)} {what}."


def _without_numbers(standing: Standing, *, is_won: bool) -> str:
    if standing.is_ceiling:
        return "den gav inte mer än som fick plats" if is_won else "den gav mer än som fick plats"
    return "den gav minst så mycket som behövdes" if is_won else "den gav mindre än som behövdes"


def earlier_plan(target: str, decided_on: date, replanned_on: date) -> str:
    """That the goal has been planned again, and what it was before."""
    return f"Planen gjordes om {day_text(replanned_on)}. Den tidigare, från {day_text(decided_on)}, gällde {target}."


def forecast_sentence(standing: Standing, rest_as_planned: float | None) -> str:
    """What the forecast number means, and where the rest as planned would lead."""
    text = f"i {month_text(standing.last_month)} med den takt som varit."
    if rest_as_planned is None:
        return text
    return f"{text} Följer resten planen blir det {amount(standing, rest_as_planned)}."


def plan_chart_text(
    standing: Standing,
    forecast: float | None,
    low: float | None,
    high: float | None,
    late: tuple[str, ...],
    *,
    has_earlier_plan: bool = False,
) -> str:
    """The alternative text of the drawn backward plan: the headline and the values that matter."""
    parts = [f"Planen räknad bakåt från {target_words(standing)} {goal_month(standing)}.", headline(standing)]
    if forecast is not None and standing.state not in {"reached", "missed"}:
        interval = f", troligen {span(low, high, standing.decimals)}" if low is not None and high is not None else ""
        parts.append(f"I nuvarande takt {number(forecast, standing.decimals)}{interval}.")
    elif low is not None and high is not None and standing.state not in {"reached", "missed"}:
        parts.append(f"Troligen {span(low, high, standing.decimals)}.")
    if has_earlier_plan:
        parts.append("Den tidigare planen är streckad.")
    if late:
        parts.append(f"Sena avgörande aktiviteter: {listed(list(late))}.")
    return " ".join(parts)


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

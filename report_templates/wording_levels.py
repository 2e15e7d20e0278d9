"""The sentences about what a measure is judged against: its baseline, whether it is stable, and whether its level has moved."""

from __future__ import annotations

from datetime import date
from typing import Literal

from report_templates.numbers_sv import day_text, in_words, month_text, months_span, sentence

Adjustment = Literal["none", "season", "working_days"]
FOLLOWS_ITS_NUMBERS = {"i_prime", "p", "p_prime", "u", "u_prime"}
"""The charts whose limits are wider for a month with few cases than for one with many."""


def baseline_decided(first: date, last: date, decided_by: str | None, decided_on: date | None, reason: str | None) -> str:
    """Who froze which months, when and why: ``Utgångsvärde maj–juni 2025, beslutat av enhetschef 2 juli 2025: nollmätning.``."""
    text = f"Utgångsvärde {months_span(first, last)}"
    if decided_by and decided_on:
        text += f", beslutat av {decided_by.strip()} {day_text(decided_on)}"
    return f"{text}: {_lower(reason)}." if reason and reason.strip() else f"{text}."


def known_cause(cause: str | None) -> str:
    """What is known to have changed the level."""
    return f"Känd orsak till ny nivå: {_lower(cause)}." if cause and cause.strip() else ""


def earlier_level(centre: str, before: date) -> str:
    """The mean of the baseline before."""
    return f"Före {month_text(before)} var medel {centre}."


def adjusted_note(adjusted_for: Adjustment) -> str:
    """What is taken out before a month is judged."""
    match adjusted_for:
        case "season":
            return "Bedöms med säsongen borträknad"
        case "working_days":
            return "Bedöms per arbetsdag"
        case _:
            return ""


def limits_note(counted: str | None) -> str:
    """Why the limits are not the same every month; ``counted`` is what the measure is a share or a time of."""
    return f"Gränserna följer hur många {counted} månaden hade" if counted else "Gränserna följer det som månaden delas med"


def unstable(*, longest_run: int, run_limit: int, crossings: int, crossings_limit: int, is_latest_usual: bool = False) -> str:
    """That the months do not lie as chance would lay them, and what gives it away; nothing when they do.

    Where the latest month is within its limits that is said too: otherwise this would contradict the finding above it.
    """
    signs = []
    if longest_run > run_limit:
        signs.append(
            f"{in_words(longest_run)} månader i rad ligger på samma sida om medelvärdet, och slumpen ger sällan fler än "
            f"{in_words(run_limit)}"
        )
    if crossings < crossings_limit:
        seldom = "aldrig" if crossings == 0 else f"bara {in_words(crossings)} {'gång' if crossings == 1 else 'gånger'}"
        signs.append(f"den korsar medelvärdet {seldom}, och slumpen brukar ge minst {in_words(crossings_limit)}")
    whole = "Den senaste månaden ligger inom gränserna, men serien som helhet" if is_latest_usual else "Siffran"
    return f"{whole} varierar inte bara av slump: {'; '.join(signs)}." if signs else ""


def level_moved(level: str, since: date, before: str, points: int) -> str:
    """That the level has moved from the decided one and stayed, how often chance alone does that, and what a new baseline takes."""
    return (
        f"Nivån har legat på {level} sedan {month_text(since)} mot {before} förut ({in_words(points)} månader). "
        "Föreslå nytt utgångsvärde? Det kräver en känd orsak: på fem år ger slumpen ensam ett sådant skifte i ungefär var tionde "
        "stabil serie. Fyll i orsak och om nivån väntas bestå, här eller på bladet Utgångsvärden."
    )


def decide_about_level(name: str, level: str, since: date, before: str) -> str:
    """What a level that has moved and stayed asks the meeting to decide."""
    start = f"{sentence(name)} har legat på {level} sedan {month_text(since)} mot {before} förut"
    return f"{start}: är orsaken känd, och ska utgångsvärdet göras om?"


def _lower(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text

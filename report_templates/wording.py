"""The sentences about a goal: where we are, what it takes, how likely it is. One function a kind of sentence.

Everything here is text from numbers already decided; nothing is looked up and nothing computed but differences' signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from report_templates.numbers_sv import (
    gap,
    is_counted,
    is_percent,
    listed,
    month_name,
    month_text,
    number,
    pace,
    quantity,
    rounded,
    signed,
    span,
)

State = Literal["reached", "missed", "ahead", "on_plan", "behind", "not_started", "unknown", "hidden"]
"""`core.forecast`'s states, and ``hidden`` for a sum that exists but must not be shown."""
Tone = Literal["good", "concern", "neutral"]

_STATE_WORDS: dict[State, str] = {
    "reached": "målet nått",
    "missed": "målet inte nått",
    "ahead": "före planen",
    "on_plan": "enligt planen",
    "behind": "efter planen",
    "not_started": "inte börjat",
    "unknown": "okänt läge",
    "hidden": "visas inte",
}
_TONES: dict[State, Tone] = {"reached": "good", "ahead": "good", "behind": "concern", "missed": "concern"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a goal stands, as it may be printed: ``outcome`` and ``planned`` are None when hidden, unknown or not begun."""

    kind: Literal["cumulative", "share", "stock"]
    state: State
    unit: str
    decimals: int
    target: float
    first_month: date
    last_month: date
    start_value: float | None = None
    month: date | None = None
    outcome: float | None = None
    planned: float | None = None

    @property
    def is_sum(self) -> bool:
        """Whether months are added up."""
        return self.kind == "cumulative"


def state_word(state: State) -> str:
    """Two words for the state, to stand beside its mark."""
    return _STATE_WORDS[state]


def tone(state: State) -> Tone:
    """Whether the state is good, a concern or neither; never shown as colour alone."""
    return _TONES.get(state, "neutral")


def goal_line(standing: Standing) -> str:
    """The goal's number and date: ``mål 450 till och med mars 2027``, ``mål 75 % i mars 2027``."""
    when = "till och med" if standing.is_sum else "i"
    return f"mål {target_words(standing)} {when} {month_text(standing.last_month)}"


def target_words(standing: Standing) -> str:
    """The number to reach, with its unit only where a number alone would be read as a count; ``75 %`` also of decimals."""
    decimals = 0 if float(standing.target).is_integer() else standing.decimals
    if is_counted(standing.unit, standing.decimals):
        return number(standing.target, decimals)
    return quantity(standing.target, standing.unit, decimals)


def headline(standing: Standing) -> str:
    """The sentence at the top of page one: what has come of what was planned, and the difference."""
    month, outcome, planned = standing.month, standing.outcome, standing.planned
    if month is None or outcome is None or planned is None or standing.state in {"not_started", "unknown", "hidden"}:
        return _headline_without_figures(standing)
    match standing.state:
        case "reached":
            text = f"Målet är nått: {_of_target(standing, outcome)} {_when(standing, month)}."
        case "missed":
            text = f"Målet nåddes inte: {_of_target(standing, outcome)}, {_lack(standing, standing.target - outcome)}."
        case _ if not standing.is_sum:
            against = f"mot planerade {_amount(standing, planned)}"
            text = f"{_amount(standing, outcome)} {_when(standing, month)} {against}, {deviation(standing)}."
        case _ if not rounded(planned, standing.decimals):
            text = f"{_got(standing, outcome)} {_when(standing, month)}; planen räknade inte med något ännu."
        case _:
            text = f"{_of(standing, outcome, planned)} planerade {_when(standing, month)}, {deviation(standing)}."
    return text


def beside_big_number(standing: Standing) -> str:
    """What stands beside the big number on page one, so that number and text together say what `headline` says."""
    full = headline(standing)
    shown = "" if standing.outcome is None else _amount(standing, standing.outcome)
    if shown and full.startswith(f"{shown} "):
        return full.removeprefix(f"{shown} ")
    return full


def deviation(standing: Standing) -> str:
    """``20 färre än planen``, ``3 procentenheter under planen``, ``precis enligt planen``."""
    if standing.outcome is None or standing.planned is None:
        return "avvikelsen är okänd"
    difference = float(rounded(standing.outcome, standing.decimals) - rounded(standing.planned, standing.decimals))
    if not difference:
        return "precis enligt planen"
    if is_counted(standing.unit, standing.decimals):
        return f"{number(abs(difference))} {'fler' if difference > 0 else 'färre'} än planen"
    return f"{gap(difference, standing.unit, standing.decimals)} {'över' if difference > 0 else 'under'} planen"


def needed(standing: Standing, per_month: float | None, periods_left: int) -> str:
    """What it takes, in a few words under its number: ``41`` *i månaden till och med mars 2027*."""
    if standing.state == "reached":
        return "Målet är nått; mätaren följs vidare för att se om resultatet håller."
    if standing.state == "missed":
        return "Planens tid är slut. Ett nytt mål behöver beslutas."
    if per_month is None:
        return "Går inte att räkna ut så länge läget är okänt."
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
    return f"{text} Följer resten planen blir det {_amount(standing, rest_as_planned)}."


def plan_chart_text(
    standing: Standing, forecast: float | None, low: float | None, high: float | None, late: tuple[str, ...]
) -> str:
    """The alternative text of the drawn backward plan: the headline and the values that matter."""
    parts = [f"Planen räknad bakåt från {target_words(standing)} i {month_text(standing.last_month)}.", headline(standing)]
    if forecast is not None and standing.state not in {"reached", "missed"}:
        interval = f", troligen {span(low, high, standing.decimals)}" if low is not None and high is not None else ""
        parts.append(f"I nuvarande takt {number(forecast, standing.decimals)}{interval}.")
    if late:
        parts.append(f"Sena avgörande aktiviteter: {listed(list(late))}.")
    return " ".join(parts)


def _headline_without_figures(standing: Standing) -> str:
    until = month_text(standing.month) if standing.month else "nu"
    match standing.state:
        case "not_started":
            return f"Planen börjar i {month_text(standing.first_month)}; det finns ännu inget utfall att jämföra med."
        case "unknown":
            return f"Läget till och med {until} är okänt, eftersom uppgifter saknas för en eller flera månader."
        case "hidden":
            return f"Utfallet till och med {until} visas inte, eftersom det bygger på för få personer."
        case _:
            return ""


def _got(standing: Standing, outcome: float) -> str:
    if rounded(outcome, standing.decimals):
        return f"{_amount(standing, outcome)} hittills"
    return "Inga hittills" if is_counted(standing.unit, standing.decimals) else "Inget hittills"


def _of(standing: Standing, outcome: float, whole: float) -> str:
    return f"{_amount(standing, outcome)} av {_amount(standing, whole)}"


def _of_target(standing: Standing, outcome: float) -> str:
    joint = "av" if standing.is_sum else "mot"
    return f"{_amount(standing, outcome)} {joint} {target_words(standing)}"


def _amount(standing: Standing, value: float) -> str:
    """The number, with its unit only where a number alone would be read as a count."""
    if is_counted(standing.unit, standing.decimals):
        return number(value, standing.decimals)
    return quantity(value, standing.unit, standing.decimals)


def _lack(standing: Standing, short: float) -> str:
    size = gap(short, standing.unit, standing.decimals)
    return f"{number(abs(short))} fattas" if is_counted(standing.unit, standing.decimals) and short > 0 else f"{size} ifrån"


def _when(standing: Standing, month: date) -> str:
    same_year = standing.first_month.year == month.year
    name = month_name(month) if same_year else month_text(month)
    return f"till och med {name}" if standing.is_sum else f"i {name}"

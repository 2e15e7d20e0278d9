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
    listed,
    month_name,
    month_text,
    number,
    quantity,
    rounded,
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

    @property
    def is_so_far(self) -> bool:
        """Whether outcome and target are those of all months since the plan's first: a sum, or the share of all cases."""
        return self.kind != "stock"

    @property
    def falls(self) -> bool:
        """Whether less is better: the level is to go down from where it started."""
        return not self.is_sum and self.start_value is not None and self.target < self.start_value


def state_word(state: State) -> str:
    """Two words for the state, to stand beside its mark."""
    return _STATE_WORDS[state]


def tone(state: State) -> Tone:
    """Whether the state is good, a concern or neither; never shown as colour alone."""
    return _TONES.get(state, "neutral")


def goal_line(standing: Standing) -> str:
    """The goal's number and date: ``mål 450 till och med mars 2027``, for a level ``mål 45 i december 2026``."""
    return f"mål {target_words(standing)} {goal_month(standing)}"


def goal_cell(standing: Standing) -> str:
    """The goal in a narrow column: ``180 till mars 2027``."""
    return f"{target_words(standing)} till {month_text(standing.last_month)}"


def goal_month(standing: Standing) -> str:
    """When the target is to be reached: ``till och med mars 2027`` for what is counted over months, ``i mars 2027`` for a level."""
    return f"{'till och med' if standing.is_so_far else 'i'} {month_text(standing.last_month)}"


def target_words(standing: Standing) -> str:
    """The number to reach, with its unit only where a number alone would be read as a count; ``75 %`` also of decimals."""
    decimals = 0 if float(standing.target).is_integer() else standing.decimals
    if is_counted(standing.unit, standing.decimals):
        return number(standing.target, decimals)
    return quantity(standing.target, standing.unit, decimals)


def amount(standing: Standing, value: float) -> str:
    """The number, with its unit only where a number alone would be read as a count."""
    if is_counted(standing.unit, standing.decimals):
        return number(value, standing.decimals)
    return quantity(value, standing.unit, standing.decimals)


def headline(standing: Standing) -> str:
    """The sentence at the top of page one: what has come of what was planned, and the difference."""
    month, outcome, planned = standing.month, standing.outcome, standing.planned
    if month is None or outcome is None or planned is None or standing.state in {"not_started", "unknown", "hidden"}:
        return _headline_without_figures(standing)
    match standing.state:
        case "reached":
            text = f"Målet är nått: {_of_target(standing, outcome)} {_when(standing, month).rstrip(',')}."
        case "missed":
            text = f"Målet nåddes inte: {_of_target(standing, outcome)}, {_lack(standing, outcome)}."
        case _ if not standing.is_sum:
            against = f"mot planerade {amount(standing, planned)}"
            text = f"{amount(standing, outcome)} {_when(standing, month)} {against}, {deviation(standing)}."
        case _ if not rounded(planned, standing.decimals):
            text = f"{_got(standing, outcome)} {_when(standing, month)}; planen räknade inte med något ännu."
        case _:
            text = f"{_of(standing, outcome, planned)} planerade {_when(standing, month)}, {deviation(standing)}."
    return text


def beside_big_number(standing: Standing) -> str:
    """What stands beside the big number on page one, so that number and text together say what `headline` says."""
    full = headline(standing)
    shown = "" if standing.outcome is None else amount(standing, standing.outcome)
    if shown and full.startswith(f"{shown} "):
        return full.removeprefix(f"{shown} ")
    return full


def deviation(standing: Standing) -> str:
    """``20 färre än planen``, ``3 procentenheter under planen``, ``precis enligt planen``.

    Where less is better it is said which way is good: ``1,6 dagar bättre än planen``, ``7 fler än planen, vilket är sämre``.
    """
    if standing.outcome is None or standing.planned is None:
        return "avvikelsen är okänd"
    difference = float(rounded(standing.outcome, standing.decimals) - rounded(standing.planned, standing.decimals))
    if not difference:
        return "precis enligt planen"
    value = "sämre" if difference > 0 else "bättre"
    if is_counted(standing.unit, standing.decimals):
        text = f"{number(abs(difference))} {'fler' if difference > 0 else 'färre'} än planen"
        return f"{text}, vilket är {value}" if standing.falls else text
    size = gap(difference, standing.unit, standing.decimals)
    return f"{size} {value} än planen" if standing.falls else f"{size} {'över' if difference > 0 else 'under'} planen"


def so_far_note(standing: Standing) -> str:
    """What the share of a share goal is a share of, so that it is not taken for the latest month's."""
    if standing.kind != "share":
        return ""
    return (
        f"Andelen är alla ärenden sedan {month_text(standing.first_month)} sammanräknade, inte den senaste månadens; "
        "månadens egen andel står vid mätaren."
    )


def plan_chart_text(
    standing: Standing, forecast: float | None, low: float | None, high: float | None, late: tuple[str, ...]
) -> str:
    """The alternative text of the drawn backward plan: the headline and the values that matter."""
    parts = [f"Planen räknad bakåt från {target_words(standing)} {goal_month(standing)}.", headline(standing)]
    if forecast is not None and standing.state not in {"reached", "missed"}:
        interval = f", troligen {span(low, high, standing.decimals)}" if low is not None and high is not None else ""
        parts.append(f"I nuvarande takt {number(forecast, standing.decimals)}{interval}.")
    if late:
        parts.append(f"Sena avgörande aktiviteter: {listed(list(late))}.")
    return " ".join(parts)


def _headline_without_figures(standing: Standing) -> str:
    until = "" if standing.month is None else f" {'till och med' if standing.is_so_far else 'i'} {month_text(standing.month)}"
    match standing.state:
        case "not_started":
            return f"Planen börjar i {month_text(standing.first_month)}; det finns ännu inget utfall att jämföra med."
        case "unknown":
            return f"Läget{until} är okänt, eftersom uppgifter saknas för en eller flera månader."
        case "hidden":
            return f"Utfallet{until} visas inte, eftersom det bygger på för få personer."
        case _:
            return ""


def _got(standing: Standing, outcome: float) -> str:
    if rounded(outcome, standing.decimals):
        return f"{amount(standing, outcome)} hittills"
    return "Inga hittills" if is_counted(standing.unit, standing.decimals) else "Inget hittills"


def _of(standing: Standing, outcome: float, whole: float) -> str:
    return f"{amount(standing, outcome)} av {amount(standing, whole)}"


def _of_target(standing: Standing, outcome: float) -> str:
    joint = "av" if standing.is_sum else "mot"
    return f"{amount(standing, outcome)} {joint} {target_words(standing)}"


def _lack(standing: Standing, outcome: float) -> str:
    size = gap(standing.target - outcome, standing.unit, standing.decimals)
    if not is_counted(standing.unit, standing.decimals):
        return f"{size} ifrån"
    return f"{number(abs(standing.target - outcome))} {'för många' if standing.falls else 'fattas'}"


def _when(standing: Standing, month: date) -> str:
    first, is_same_year = standing.first_month, standing.first_month.year == month.year
    name = month_name(month) if is_same_year else month_text(month)
    if standing.is_sum:
        return f"till och med {name}"
    if standing.kind == "stock" or month == first:
        return f"i {name}"
    return f"hittills, {month_name(first) if is_same_year else month_text(first)}–{name},"

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
    month_name,
    month_text,
    number,
    quantity,
    rounded,
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
_CEILING_WORDS: dict[State, str] = {
    "reached": "målet hållet",
    "missed": "över målet",
    "ahead": "under planen",
    "behind": "över planen",
}
_TONES: dict[State, Tone] = {"reached": "good", "ahead": "good", "behind": "concern", "missed": "concern"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a goal stands, as it may be printed: ``outcome`` and ``planned`` are None when hidden, unknown or not begun.

    A ceiling is a sum that is to stay at or below its target. A preliminary outcome rests on months that may still change.
    """

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
    is_ceiling: bool = False
    is_preliminary: bool = False

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

    @property
    def is_better_lower(self) -> bool:
        """Whether less than planned is better."""
        return self.is_ceiling or self.falls


def state_word(state: State, *, is_ceiling: bool = False) -> str:
    """Two words for the state, to stand beside its mark; a ceiling is kept, and its plan is stayed under."""
    return (_CEILING_WORDS if is_ceiling else _STATE_WORDS).get(state) or _STATE_WORDS[state]


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
    """The number to reach, with its unit only where a number alone would be read as a count; ``75 %`` also of decimals.

    A ceiling is ``högst 200``.
    """
    decimals = 0 if float(standing.target).is_integer() else standing.decimals
    is_count = is_counted(standing.unit, standing.decimals)
    text = number(standing.target, decimals) if is_count else quantity(standing.target, standing.unit, decimals)
    return f"högst {text}" if standing.is_ceiling else text


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
        case "reached" if standing.is_ceiling:
            text = f"Målet hölls: {_of_target(standing, outcome)} {_when(standing, month)}."
        case "missed" if standing.is_ceiling:
            text = f"Målet hölls inte: {_of_target(standing, outcome)} {_when(standing, month)}, {_lack(standing, outcome)}."
        case "reached":
            text = f"Målet är nått: {_of_target(standing, outcome)} {_when(standing, month).rstrip(',')}."
        case "missed":
            text = f"Målet nåddes inte: {_of_target(standing, outcome)}, {_lack(standing, outcome)}."
        case _ if not standing.is_sum:
            against = f"mot planerade {amount(standing, planned)}"
            text = f"{amount(standing, outcome)} {_when(standing, month)} {against}, {deviation(standing)}."
        case _ if not rounded(planned, standing.decimals):
            text = f"{_got(standing, outcome)} {_when(standing, month)}; planen räknade inte med något ännu."
        case _ if standing.is_ceiling:
            against = f"mot planerade högst {amount(standing, planned)}"
            text = f"{amount(standing, outcome)} {_when(standing, month)} {against}, {deviation(standing)}."
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
        return f"{text}, vilket är {value}" if standing.is_better_lower else text
    size = gap(difference, standing.unit, standing.decimals)
    return f"{size} {value} än planen" if standing.is_better_lower else f"{size} {'över' if difference > 0 else 'under'} planen"


def so_far_note(standing: Standing) -> str:
    """What the share of a share goal is a share of, so that it is not taken for the latest month's."""
    if standing.kind != "share":
        return ""
    return (
        f"Andelen är alla ärenden sedan {month_text(standing.first_month)} sammanräknade, inte den senaste månadens; "
        "månadens egen andel står vid mätaren."
    )


def _headline_without_figures(standing: Standing) -> str:
    until = "" if standing.month is None else f" {'till och med' if standing.is_so_far else 'i'} {month_text(standing.month)}"
    match standing.state:
        case "not_started":
            return f"Planen börjar i {month_text(standing.first_month)}; det finns ännu inget utfall att jämföra med."
        case "unknown":
            return f"Läget{until} är okänt, eftersom uppgifter saknas för en eller flera månader."
        case "hidden":
            return f"Utfallet{until} visas inte: det bygger på för få personer, eller skulle röja ett tal som gör det."
        case _:
            return ""


def _got(standing: Standing, outcome: float) -> str:
    if rounded(outcome, standing.decimals):
        return f"{amount(standing, outcome)} hittills"
    return "Inga hittills" if is_counted(standing.unit, standing.decimals) else "Inget hittills"


def _of(standing: Standing, outcome: float, whole: float) -> str:
    return f"{amount(standing, outcome)} av {amount(standing, whole)}"


def _of_target(standing: Standing, outcome: float) -> str:
    joint = "av" if standing.is_sum and not standing.is_ceiling else "mot"
    return f"{amount(standing, outcome)} {joint} {target_words(standing)}"


def _lack(standing: Standing, outcome: float) -> str:
    size = gap(standing.target - outcome, standing.unit, standing.decimals)
    if not is_counted(standing.unit, standing.decimals):
        return f"{size} {'för mycket' if standing.is_ceiling else 'ifrån'}"
    return f"{number(abs(standing.target - outcome))} {'för många' if standing.is_better_lower else 'fattas'}"


def _when(standing: Standing, month: date) -> str:
    when = _months_words(standing, month)
    if not standing.is_preliminary:
        return when
    return f"{when.removesuffix(',')} (preliminärt){',' if when.endswith(',') else ''}"


def _months_words(standing: Standing, month: date) -> str:
    first, is_same_year = standing.first_month, standing.first_month.year == month.year
    name = month_name(month) if is_same_year else month_text(month)
    if standing.is_sum:
        return f"till och med {name}"
    if standing.kind == "stock" or month == first:
        return f"i {name}"
    return f"hittills, {month_name(first) if is_same_year else month_text(first)}–{name},"

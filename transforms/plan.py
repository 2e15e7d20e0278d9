"""What the managers decide: units, goals, milestones, activities, dialogues, decisions, texts and baselines.

The plan workbook (``plan.xlsx``) is read into a `Plan`; transforms and packs see only this. Text fields are in Swedish,
as the managers wrote them. Months are the date of their first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["unit", "process", "board"]
GoalKind = Literal["cumulative", "share", "stock"]
PlanShape = Literal["even", "season", "milestones"]
TextKind = Literal["omvarldsanalys", "nulagesanalys", "slutsats", "kommentar_ekonomi", "kommentar_hr", "kommentar_kvalitet"]


@dataclass(frozen=True, kw_only=True)
class Unit:
    """An enhet, or the process or nämnd above it. Every unit has a process above it, every process a nämnd."""

    unit_id: str
    unit_name: str
    level: Level
    parent_unit_id: str | None = None
    manager_title: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChosenMeasure:
    """A measure the chef has chosen for the unit's nulägeskoll, in printing order (1 first)."""

    unit_id: str
    measure_id: str
    position: int


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One version of an EOR: a number by a date. The highest version of a goal is the one in force, the others are kept.

    ``first_month`` to ``last_month`` (both included) are the H periods of the plan. For kind "stock" and "share",
    ``start_value`` is the level the glide path starts from.
    """

    goal_id: str
    version: int
    unit_id: str
    measure_id: str
    title: str
    kind: GoalKind
    target: float
    first_month: date
    last_month: date
    shape: PlanShape
    owner: str
    decided_on: date
    benefit: str | None = None
    start_value: float | None = None


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """What should be reached in total by the end of a month."""

    goal_id: str
    version: int
    month: date
    cumulative: float


@dataclass(frozen=True, kw_only=True)
class Activity:
    """A step of the action plan; the decisive ones (3–7 a goal) are those that carry the goal."""

    activity_id: str
    unit_id: str
    goal_id: str | None
    title: str
    owner: str
    is_decisive: bool
    due_on: date
    starts_on: date | None = None
    done_on: date | None = None
    duration_days: int | None = None
    contribution: str | None = None
    depends_on: tuple[str, ...] = ()
    """The activities that must be done before this one can start."""


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """A planned verksamhetsdialog."""

    unit_id: str
    held_on: date
    participants: str | None = None
    theme: str | None = None
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A matter for the dialogue: raised on a day, and decided on another, or still open."""

    decision_id: str
    unit_id: str
    matter: str
    raised_on: date
    decided_on: date | None = None
    decision: str | None = None
    owner: str | None = None


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words of the manager or a support function for a unit, about a period."""

    unit_id: str
    kind: TextKind
    written_on: date
    author: str
    body: str


@dataclass(frozen=True, kw_only=True)
class BaselineDecision:
    """A baseline somebody has decided and frozen: which months, who, and why. It is in force until the next one's first month."""

    measure_id: str
    unit_id: str
    from_month: date
    to_month: date
    decided_by: str
    decided_on: date
    reason: str
    cause: str | None = None
    """What is known to have changed the level; a baseline after the first one must say it."""
    is_expected_to_last: bool | None = None
    """Whether the new level is expected to last; a baseline after the first one must say so."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything the workbook says, in the order it says it."""

    units: tuple[Unit, ...] = ()
    chosen_measures: tuple[ChosenMeasure, ...] = ()
    goals: tuple[Goal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    activities: tuple[Activity, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()
    decisions: tuple[Decision, ...] = ()
    texts: tuple[Text, ...] = ()
    baselines: tuple[BaselineDecision, ...] = ()

"""What a process's pack says about the units in it: each one's goal and place, for the meeting that holds them together."""

from __future__ import annotations

from dataclasses import dataclass

from report_templates import wording, wording_outlook
from report_templates.facts import GoalFacts, UnitFacts
from report_templates.goal_story import standing_of
from report_templates.numbers_sv import HIDDEN, MISSING, number, signed
from report_templates.printed import Figure
from report_templates.wording import Tone


@dataclass(frozen=True, kw_only=True)
class ProcessRow:
    """A unit's goal as printed in the pack of its process."""

    unit_name: str
    goal: str
    outcome: str
    planned: str
    deviation: str
    state_word: str
    tone: Tone
    late: str
    figures: tuple[Figure, ...]


def units_caption() -> str:
    """What the figures of the table are: of sums and shares all months so far, of levels the latest."""
    return "Antal och andelar är hittills, nivåer är den senaste månadens. Sena: avgörande aktiviteter efter sin tid."


def process_rows(facts: UnitFacts) -> tuple[ProcessRow, ...]:
    """One row per goal of the units below; units without a goal say so."""
    rows = []
    for unit in facts.children:
        late = sum(row["is_decisive"] and row["status"] == "late" for row in unit.activities)
        rows += [_row(unit, goal, late) for goal in unit.goals]
        if not unit.goals:
            rows.append(
                ProcessRow(
                    unit_name=unit.unit_name, goal="inget mål", outcome=MISSING, planned=MISSING, deviation=MISSING,
                    state_word=MISSING, tone="neutral", late=number(late), figures=(),
                )
            )  # fmt: skip
    return tuple(rows)


def _row(unit: UnitFacts, goal: GoalFacts, late: int) -> ProcessRow:
    standing = standing_of(goal)
    outcome, planned = (
        MISSING if value is None else wording.amount(standing, value) for value in (standing.outcome, standing.planned)
    )
    hidden, difference, shown = standing.state == "hidden", None, MISSING
    if standing.outcome is not None and standing.planned is not None:
        difference = standing.outcome - standing.planned
        # of the numbers as printed beside it: the reader subtracts them
        shown = signed(wording_outlook.change(standing, standing.planned, standing.outcome), standing.decimals)
    goal_id, measure_id = goal.goal["goal_id"], goal.goal["measure_id"]

    def figure(name: str, value: float | None, printed: str, *, is_hidden: bool = False) -> Figure:
        return Figure("goal", f"{goal_id}.{name}", value, printed, measure_id, standing.month, is_hidden=is_hidden)

    return ProcessRow(
        unit_name=unit.unit_name,
        goal=wording.goal_cell(standing),
        outcome=HIDDEN if hidden else f"{outcome}*" if standing.is_preliminary and standing.outcome is not None else outcome,
        planned=planned,
        deviation=HIDDEN if hidden else shown,
        state_word=wording.state_word(standing.state, is_ceiling=standing.is_ceiling),
        tone=wording.tone(standing.state),
        late=number(late),
        figures=(
            figure("outcome_cumulative", standing.outcome, HIDDEN if hidden else outcome, is_hidden=hidden),
            figure("planned_cumulative", standing.planned, planned),
            figure("deviation", difference, HIDDEN if hidden else shown, is_hidden=hidden),
        ),
    )

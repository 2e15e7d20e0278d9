"""What the plan workbook says, as tables: units, goals, dialogues and decisions (activities have a module of their own)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from transforms import catalogue
from transforms.goals.values import bounds, is_count
from transforms.measures import Measure
from transforms.plan import Plan


def units(plan: Plan) -> pl.DataFrame:
    """``core.unit``, in the workbook's order."""
    return catalogue.Unit.of(
        [
            {
                "unit_id": unit.unit_id,
                "unit_name": unit.unit_name,
                "level": unit.level,
                "parent_unit_id": unit.parent_unit_id,
                "manager_title": unit.manager_title,
            }
            for unit in plan.units
        ]
    )


def goals(plan: Plan, measures: Iterable[Measure], as_of: date) -> pl.DataFrame:
    """``core.goal``, sorted by goal and version.

    In force is the highest version decided on or before the as-of date: a replan decided for later does not yet count, and a
    goal that nobody has decided yet has no version in force.
    """
    by_id = {measure.measure_id: measure for measure in measures}
    less_is_better = {name for name, measure in by_id.items() if measure.direction == "down"}
    within = {goal.measure_id: bounds(by_id.get(goal.measure_id), by_id) for goal in plan.goals}
    in_force: dict[str, int] = {}
    for goal in plan.goals:
        if goal.decided_on <= as_of:
            in_force[goal.goal_id] = max(goal.version, in_force.get(goal.goal_id, goal.version))
    return catalogue.Goal.of(
        [
            {
                "goal_id": goal.goal_id,
                "version": goal.version,
                "is_current": goal.version == in_force.get(goal.goal_id),
                "unit_id": goal.unit_id,
                "measure_id": goal.measure_id,
                "title": goal.title,
                "goal_kind": goal.kind,
                "target": goal.target,
                "start_value": goal.start_value,
                "first_month": goal.first_month,
                "last_month": goal.last_month,
                "is_ceiling": goal.kind == "cumulative" and goal.measure_id in less_is_better,
                "is_count": is_count(by_id.get(goal.measure_id)),
                "least": within[goal.measure_id][0],
                "most": within[goal.measure_id][1],
                "owner": goal.owner,
                "decided_on": goal.decided_on,
            }
            for goal in sorted(plan.goals, key=lambda goal: (goal.goal_id, goal.version))
        ]
    )


def dialogues(plan: Plan) -> pl.DataFrame:
    """``core.dialogue``, in the workbook's order."""
    return catalogue.Dialogue.of(
        [
            {
                "unit_id": dialogue.unit_id,
                "held_on": dialogue.held_on,
                "participants": dialogue.participants,
                "theme": dialogue.theme,
                "place": dialogue.place,
            }
            for dialogue in plan.dialogues
        ]
    )


def decisions(plan: Plan, as_of: date) -> pl.DataFrame:
    """``core.decision`` for the matters raised on or before the as-of date; one decided later still waits."""
    rows: list[dict[str, object]] = []
    for decision in plan.decisions:
        if decision.raised_on > as_of:
            continue
        decided_on = decision.decided_on if decision.decided_on and decision.decided_on <= as_of else None
        rows.append(
            {
                "decision_id": decision.decision_id,
                "unit_id": decision.unit_id,
                "matter": decision.matter,
                "raised_on": decision.raised_on,
                "decided_on": decided_on,
                "decision": decision.decision if decided_on else None,
                "owner": decision.owner,
                "age_days": ((decided_on or as_of) - decision.raised_on).days,
            }
        )
    return catalogue.Decision.of(rows)

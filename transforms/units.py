"""Who stands above whom: the unit itself, its process and its nämnd."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from transforms.plan import Plan

LEVELS = ("unit", "process", "board")


def ancestors(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """For every unit of the plan: itself and everything above it, nearest first."""
    parent = {unit.unit_id: unit.parent_unit_id for unit in plan.units}
    lines: dict[str, tuple[str, ...]] = {}
    for unit_id, nearest in parent.items():
        line, above = [unit_id], nearest
        while above in parent and above not in line:
            line.append(above)
            above = parent[above]
        lines[unit_id] = tuple(line)
    return lines


def with_everything_above(plan: Plan, unit_ids: Iterable[str]) -> set[str]:
    """The units named that the plan knows, and every unit above them."""
    lines = ancestors(plan)
    return {above for unit_id in unit_ids for above in lines.get(unit_id, ())}


def lineage(plan: Plan) -> pl.DataFrame:
    """One row per unit: which unit, process and nämnd its rows count in (null at the levels below its own).

    Columns ``unit_id`` as text and ``unit``, ``process``, ``board`` as categories of the plan's units, in its order.
    """
    level: dict[str, str] = {unit.unit_id: unit.level for unit in plan.units}
    rows = []
    for unit_id, line in ancestors(plan).items():
        at_level = {level[above]: above for above in line}
        rows.append((unit_id, *(at_level.get(name) for name in LEVELS)))
    unit = unit_category(plan)
    return pl.DataFrame(rows, schema={"unit_id": pl.String()} | dict.fromkeys(LEVELS, unit), orient="row")


def parents(plan: Plan, level: str) -> pl.DataFrame:
    """One row per unit that has a unit of the level right above it: ``unit_id`` and ``parent_id``, as `unit_category`."""
    level_of: dict[str, str] = {unit.unit_id: unit.level for unit in plan.units}
    pairs = [(unit.unit_id, unit.parent_unit_id) for unit in plan.units if level_of.get(unit.parent_unit_id or "") == level]
    return pl.DataFrame(pairs, schema=dict.fromkeys(("unit_id", "parent_id"), unit_category(plan)), orient="row")


def unit_category(plan: Plan) -> pl.Enum:
    """The plan's units as a category, so that grouping two million rows by unit compares small integers."""
    return pl.Enum([unit.unit_id for unit in plan.units])

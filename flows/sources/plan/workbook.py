"""The plan workbook (``plan.xlsx``) and the plan it holds: read, written, and kept as JSON in the landing archive.

The sheets are declared in `sheets`; `writing` makes the workbook, `reading` and `checks` say what is
wrong in one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from flows.failures import ExitCode, Failure, Fault
from flows.sources.plan.checks import check_plan
from flows.sources.plan.reading import read_sheets
from flows.sources.plan.sheets import SHEETS, UNITS
from flows.sources.plan.writing import write_plan
from transforms.measures import Measure
from transforms.plan import Plan

__all__ = ["ExaminedPlan", "examine_plan", "plan_from_json", "plan_to_json", "read_plan", "write_plan"]

_PLAN = TypeAdapter(Plan)


@dataclass(frozen=True)
class ExaminedPlan:
    """A workbook, faults and all. ``plan`` holds the rows that could be read whole; ``unit_ids`` every id on Enheter.

    ``unit_ids`` is None when the units could not be read at all.
    """

    plan: Plan
    faults: tuple[Fault, ...]
    unit_ids: frozenset[str] | None


def read_plan(path: Path, measures: Iterable[Measure] | None = None) -> Plan:
    """The plan of a workbook without faults, its rows in the workbook's order.

    With ``measures`` given, the plan may refer to no others. Raises ``Failure`` (PLAN_UNREADABLE) with every fault as a
    sentence in Swedish: the managers mend them.
    """
    kinds = None if measures is None else {measure.measure_id: measure.kind for measure in measures}
    examined = examine_plan(path, kinds)
    if examined.faults:
        raise Failure(ExitCode.PLAN_UNREADABLE, *map(str, examined.faults))
    return examined.plan


def examine_plan(path: Path, measure_kinds: Mapping[str, str] | None) -> ExaminedPlan:
    """Everything wrong in a workbook, and what could be read of it. ``measure_kinds``: every known measure's id and kind."""
    sheets = read_sheets(path, SHEETS)
    if isinstance(sheets, Fault):
        return ExaminedPlan(Plan(), (sheets,), None)
    faults = [*(fault for read in sheets for fault in read.faults), *check_plan(sheets, measure_kinds)]
    plan = Plan(**{read.sheet.part: tuple(read.sheet.record(**row.values) for row in read.rows if row.is_whole) for read in sheets})
    units = next(read for read in sheets if read.sheet is UNITS)
    unit_ids = frozenset(row.values["unit_id"] for row in units.rows if "unit_id" in row.values) if units.is_complete else None
    return ExaminedPlan(plan, tuple(sorted(faults, key=_in_workbook_order)), unit_ids)


def plan_to_json(plan: Plan) -> str:
    """The plan as JSON with sorted keys: the same plan always gives the same text."""
    return json.dumps(_PLAN.dump_python(plan, mode="json"), ensure_ascii=False, indent=1, sort_keys=True)


def plan_from_json(text: str) -> Plan:
    """Read back what ``plan_to_json`` wrote."""
    return _PLAN.validate_json(text)


def _in_workbook_order(fault: Fault) -> int:
    names = [sheet.name for sheet in SHEETS]
    return names.index(fault.place.split("!")[0])

"""What must hold between the rows of a plan: ids once, references known, the hierarchy whole, goals possible, dates in order.

Each check looks only at the fields that could be read, so that one unreadable cell gives one fault and not a train of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from flows.failures import Fault
from flows.sources.plan.cells import quoted
from flows.sources.plan.columns import Column, Register
from flows.sources.plan.dependencies import circles
from flows.sources.plan.reading import Row, SheetRows
from flows.sources.plan.rebases import overlaps, unexplained_rebases
from flows.sources.plan.sheets import ACTIVITIES, BASELINES, DECISIONS, GOALS, MILESTONES, UNITS

_SUMMABLE = frozenset({"case_count", "distinct", "series"})
"""Kinds of measure whose months may be added up: a sum of shares, medians or levels means nothing."""
_PARENT_LEVEL = {"unit": "process", "process": "board", "board": None}
_LEVEL_SV = {"unit": "en enhet", "process": "en process", "board": "en nämnd"}
_REGISTER_SV: Mapping[Register, str] = {
    "unit": "ett id från bladet Enheter", "goal": "ett id från bladet Mål", "measure": "en mätare som analytikern har definierat",
    "activity": "ett id från bladet Aktiviteter",
}  # fmt: skip
_Rows = Mapping[str, Collection[Row]]
"""Name of a sheet → its rows."""


def check_plan(sheets: Collection[SheetRows], measure_kinds: Mapping[str, str] | None) -> list[Fault]:
    """Everything that does not hold.

    ``measure_kinds`` is every known measure's id and kind; None when the measures are not known and cannot be checked.
    """
    rows = {read.sheet.name: read.rows for read in sheets}
    complete = {read.sheet.name for read in sheets if read.is_complete}
    known: dict[Register, Collection[str] | None] = {
        "unit": _ids(rows[UNITS.name], "unit_id") if UNITS.name in complete else None,
        "goal": _ids(rows[GOALS.name], "goal_id") if GOALS.name in complete else None,
        "measure": measure_kinds,
        "activity": _ids(rows[ACTIVITIES.name], "activity_id") if ACTIVITIES.name in complete else None,
    }
    checks: tuple[Callable[[], Iterable[Fault]], ...] = (
        lambda: _once(rows),
        lambda: _references(rows, known),
        lambda: _hierarchy(rows[UNITS.name]),
        lambda: _goals(rows[GOALS.name], measure_kinds or {}),
        lambda: _goal_versions(rows[GOALS.name]),
        lambda: _milestones(rows[MILESTONES.name], rows[GOALS.name]),
        lambda: _milestones_present(rows[GOALS.name], rows[MILESTONES.name]) if MILESTONES.name in complete else (),
        lambda: _in_order(rows[ACTIVITIES.name], "starts_on", "due_on"),
        lambda: circles(rows[ACTIVITIES.name]),
        lambda: _in_order(rows[DECISIONS.name], "raised_on", "decided_on"),
        lambda: _decided_with_date(rows[DECISIONS.name]),
        lambda: _in_order(rows[BASELINES.name], "from_month", "to_month"),
        lambda: overlaps(rows[BASELINES.name]),
        lambda: unexplained_rebases(rows[BASELINES.name]),
    )
    return [fault for check in checks for fault in check()]


def _once(rows: _Rows) -> Iterator[Fault]:
    """Ids, and other fields that together name a row, stand only once."""
    for of_sheet in rows.values():
        for keys in next((row.sheet.unique for row in of_sheet), ()):
            seen: dict[tuple[Any, ...], int] = {}
            for row in (row for row in of_sheet if all(key in row.values for key in keys)):
                key = tuple(row.values[field] for field in keys)
                if key in seen:
                    headings = " och ".join(quoted(row.sheet.column(field).heading) for field in keys)
                    yield row.fault(keys[-1], f"samma {headings} som på rad {seen[key]}", "en rad för varje")
                seen.setdefault(key, row.number)


def _ids(rows: Iterable[Row], field: str) -> frozenset[str]:
    return frozenset(row.values[field] for row in rows if field in row.values)


def _references(rows: _Rows, known: Mapping[Register, Collection[str] | None]) -> Iterator[Fault]:
    """Every id that refers to something is known; a register that could not be read is not held against it."""
    for row in (row for of_sheet in rows.values() for row in of_sheet):
        for column in row.sheet.columns:
            value = row.values.get(column.field)
            register = known[column.refers_to] if column.refers_to else None
            for said in value if isinstance(value, tuple) else (value,):
                if said is not None and register is not None and said not in register:
                    yield row.fault(column.field, f"{quoted(said)}, som inte finns", _known_id(column, said, register))


def _known_id(column: Column, said: str, register: Collection[str]) -> str:
    close = get_close_matches(said, register, n=1)
    meaning = _REGISTER_SV[column.refers_to] if column.refers_to else ""
    return f"{meaning} (kanske {quoted(close[0])})" if close else meaning


def _hierarchy(units: Collection[Row]) -> Iterator[Fault]:
    """Every unit belongs to a process, every process to a nämnd, a nämnd to nothing: so there are no circles."""
    levels = {row.values["unit_id"]: row.values["level"] for row in units if {"unit_id", "level"} <= row.values.keys()}
    for row in units:
        if not {"level", "parent_unit_id"} <= row.values.keys():
            continue
        level, parent = row.values["level"], row.values["parent_unit_id"]
        wanted = _PARENT_LEVEL[level]
        if wanted is None and parent is not None:
            yield row.fault("parent_unit_id", quoted(parent), "ingenting: en nämnd hör inte till någon annan")
        elif wanted is not None and parent is None:
            yield row.fault("parent_unit_id", "ingenting", f"id för {_LEVEL_SV[wanted]}, som {_LEVEL_SV[level]} hör till")
        elif wanted is not None and parent in levels and levels[parent] != wanted:
            yield row.fault(
                "parent_unit_id", f"{quoted(parent)}, som är {_LEVEL_SV[levels[parent]]}", f"id för {_LEVEL_SV[wanted]}"
            )


def _goals(goals: Iterable[Row], measure_kinds: Mapping[str, str]) -> Iterator[Fault]:
    """A goal can be planned backwards: its months in order, its number possible for its kind, its measure of a fitting kind."""
    for row in goals:
        yield from _in_order((row,), "first_month", "last_month")
        kind, target = row.values.get("kind"), row.values.get("target")
        if kind == "cumulative" and target is not None and target <= 0:
            yield row.fault("target", f"{target:g}", "ett tal större än noll för ett kumulativt mål")
        if kind == "share" and target is not None and not 0 <= target <= 100:  # noqa: PLR2004 - percent
            yield row.fault("target", f"{target:g}", "procent mellan 0 och 100 för en andel")
        if kind in {"share", "stock"} and "start_value" in row.values and row.values["start_value"] is None:
            yield row.fault("start_value", "ingenting", "nivån när planen börjar, som andel och beståndsmål räknas från")
        measure_kind = measure_kinds.get(row.values.get("measure_id", ""))
        if kind == "cumulative" and measure_kind is not None and measure_kind not in _SUMMABLE:
            found = f"{quoted(row.values['measure_id'])}, vars månader inte går att lägga ihop"
            yield row.fault("measure_id", found, "en mätare som räknar ärenden, personer eller belopp för ett kumulativt mål")


def _goal_versions(goals: Iterable[Row]) -> Iterator[Fault]:
    """All versions of a goal belong to one unit."""
    first: dict[str, Row] = {}
    for row in (row for row in goals if {"goal_id", "unit_id"} <= row.values.keys()):
        earlier = first.setdefault(row.values["goal_id"], row)
        if earlier.values["unit_id"] != row.values["unit_id"]:
            expected = f"samma enhet som på rad {earlier.number}, {quoted(earlier.values['unit_id'])}: ett nytt mål får ett nytt id"
            yield row.fault("unit_id", quoted(row.values["unit_id"]), expected)


def _milestones(milestones: Iterable[Row], goals: Iterable[Row]) -> Iterator[Fault]:
    """Milestones lie within their goal's months; those of a cumulative goal never fall, nor pass the target, and end on it."""
    versions = {(row.values["goal_id"], row.values["version"]): row for row in goals if row.is_whole}
    goal_ids = {goal_id for goal_id, _ in versions}
    by_goal: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in (row for row in milestones if row.is_whole):
        key = row.values["goal_id"], row.values["version"]
        if key in versions:
            by_goal[key].append(row)
        elif key[0] in goal_ids:
            yield row.fault("version", f"version {key[1]}", f"en version av målet {quoted(key[0])} som finns på bladet Mål")
    for key, of_goal in by_goal.items():
        yield from _milestones_of(versions[key], sorted(of_goal, key=lambda row: row.values["month"]))


def _milestones_of(goal: Row, milestones: Iterable[Row]) -> Iterator[Fault]:
    first, last, target = goal.values["first_month"], goal.values["last_month"], goal.values["target"]
    before = 0.0
    for row in milestones:
        month, cumulative = row.values["month"], row.values["cumulative"]
        if not first <= month <= last:
            yield row.fault("month", f"{month:%Y-%m}", f"en månad i planen, {first:%Y-%m} till {last:%Y-%m}")
        if goal.values["kind"] != "cumulative":
            continue
        if cumulative < before:
            yield row.fault("cumulative", f"{cumulative:g}", f"minst {before:g}, som delmålet före: sammanlagt minskar aldrig")
        elif cumulative > target:
            yield row.fault("cumulative", f"{cumulative:g}", f"högst måltalet {target:g}")
        elif month == last and cumulative != target:
            yield row.fault("cumulative", f"{cumulative:g}", f"måltalet {target:g} i planens sista månad")
        before = max(before, cumulative)


def _milestones_present(goals: Iterable[Row], milestones: Iterable[Row]) -> Iterator[Fault]:
    """A goal that is spread by milestones has some."""
    held = {(row.values.get("goal_id"), row.values.get("version")) for row in milestones}
    for row in (row for row in goals if row.values.get("shape") == "milestones" and {"goal_id", "version"} <= row.values.keys()):
        if (row.values["goal_id"], row.values["version"]) not in held:
            yield row.fault("shape", "delmål", "minst en rad för målet och versionen på bladet Delmål")


def _in_order(rows: Iterable[Row], earlier: str, later: str) -> Iterator[Fault]:
    """One date does not come before another."""
    for row in rows:
        first, last = row.values.get(earlier), row.values.get(later)
        if first is not None and last is not None and last < first:
            yield row.fault(later, _shown(row, later, last), f"tidigast {_shown(row, earlier, first)}, som står under "
                            f"{quoted(row.sheet.column(earlier).heading)}")  # fmt: skip


def _shown(row: Row, field: str, day: date) -> str:
    return f"{day:%Y-%m}" if row.sheet.column(field).kind == "month" else day.isoformat()


def _decided_with_date(decisions: Iterable[Row]) -> Iterator[Fault]:
    """What has been decided has a date; otherwise it would be put to the next meeting again."""
    for row in decisions:
        if row.values.get("decision") and "decided_on" in row.values and row.values["decided_on"] is None:
            yield row.fault("decided_on", "ingenting, fast det står ett beslut på raden", "dagen för beslutet")

"""Everything known of one unit, gathered from the tables once, so that deciding what to print is plain Python.

Only the disclosed outcomes and deviations are here: what must not be shown never reaches the page's code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from transforms import catalogue
from transforms.plan import Milestone, Plan, Text
from transforms.tables import Table, Tables

Row = Mapping[str, Any]
"""A row of a declared table, by column name; the declaration in the catalogue says what each holds."""


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """A measure of a unit: its definition, its disclosed months that have ended, and what they are judged against."""

    definition: Row
    months: tuple[Row, ...]
    baseline: Row | None
    signals: Mapping[date, Row]
    comparisons: tuple[Row, ...] = ()

    @property
    def has_hidden_baseline(self) -> bool:
        """Whether a month behind centre and limits is hidden: then they would give it away and must not be shown."""
        if self.baseline is None:
            return False
        first, last = self.baseline["from_month"], self.baseline["to_month"]
        return any(row["is_hidden"] and first <= row["month"] <= last for row in self.months)


@dataclass(frozen=True, kw_only=True)
class GoalFacts:
    """A goal in force with its plan, its disclosed months and its forecast."""

    goal: Row
    measure: Row
    plan_months: tuple[Row, ...]
    deviations: tuple[Row, ...]
    forecast: Row | None
    milestones: tuple[Milestone, ...] = ()
    benefit: str | None = None
    versions: int = 1


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """A unit and all that its pack is made from."""

    unit: Row
    measures: tuple[MeasureFacts, ...]
    goals: tuple[GoalFacts, ...]
    activities: tuple[Row, ...]
    decisions: tuple[Row, ...]
    texts: tuple[Text, ...]
    next_dialogue: Row | None
    last_dialogue: Row | None
    children: tuple[UnitFacts, ...] = field(default=())

    @property
    def unit_id(self) -> str:
        """The unit's id."""
        return str(self.unit["unit_id"])

    @property
    def unit_name(self) -> str:
        """The unit's name."""
        return str(self.unit["unit_name"])


def units_with_packs(tables: Tables, plan: Plan, as_of: date) -> list[UnitFacts]:
    """Facts of every unit and process that has chosen a measure or committed to a goal, in the plan's order."""
    shelf = _Shelf(tables, plan, as_of)
    rows = [row for row in tables[catalogue.Unit].iter_rows(named=True) if row["level"] != "board"]
    found = {row["unit_id"]: shelf.unit(row) for row in rows}
    with_children = [_with_children(facts, found.values()) for facts in found.values()]
    return [facts for facts in with_children if facts.measures or facts.goals]


def _with_children(facts: UnitFacts, everybody: Iterable[UnitFacts]) -> UnitFacts:
    if facts.unit["level"] != "process":
        return facts
    children = tuple(child for child in everybody if child.unit["parent_unit_id"] == facts.unit_id)
    return UnitFacts(**{**vars(facts), "children": children})


class _Shelf:
    """The tables' rows, grouped by what they are looked up by."""

    def __init__(self, tables: Tables, plan: Plan, as_of: date) -> None:
        self._plan = plan
        self._as_of = as_of
        self._chosen: dict[str, list[str]] = {}
        for choice in sorted(plan.chosen_measures, key=lambda choice: (choice.unit_id, choice.position)):
            self._chosen.setdefault(choice.unit_id, []).append(choice.measure_id)
        goals = tables[catalogue.Goal]
        self._goals = _grouped(goals.filter("is_current"), "unit_id")
        self._versions = dict(goals.group_by("goal_id").agg(pl.len()).iter_rows())
        in_force = goals.filter("is_current").select("goal_id", "version")
        self._plan_months = _grouped(
            tables[catalogue.PlanMonth].join(in_force, on=["goal_id", "version"], how="semi").sort("month"), "goal_id"
        )
        self._deviations = _grouped(tables[catalogue.DisclosedDeviation].sort("month"), "goal_id")
        self._forecasts = _grouped(tables[catalogue.Forecast], "goal_id")
        self._definitions = _grouped(tables[catalogue.MeasureDefinition], "measure_id")
        pairs = pl.DataFrame(
            [(unit_id, measure_id) for unit_id, chosen in self._chosen.items() for measure_id in chosen],
            schema={"unit_id": pl.String, "measure_id": pl.String},
            orient="row",
        ).unique()
        key = ("unit_id", "measure_id")

        def of_the_chosen(table: type[Table]) -> pl.DataFrame:
            return tables[table].join(pairs, on=key, how="semi")

        has_ended = pl.col("month").dt.offset_by("1mo") <= as_of
        self._outcomes = _grouped(of_the_chosen(catalogue.DisclosedOutcome).filter(has_ended).sort("month"), *key)
        self._baselines = _grouped(of_the_chosen(catalogue.Baseline), *key)
        self._signals = _grouped(of_the_chosen(catalogue.Signal), *key)
        self._comparisons = _grouped(tables[catalogue.Comparison], "measure_id")
        self._activities = _grouped(tables[catalogue.Activity], "unit_id")
        self._decisions = _grouped(tables[catalogue.Decision].sort("raised_on", maintain_order=True), "unit_id")
        self._dialogues = _grouped(tables[catalogue.Dialogue].sort("held_on", maintain_order=True), "unit_id")

    def unit(self, unit: Row) -> UnitFacts:
        unit_id = unit["unit_id"]
        dialogues = self._dialogues.get((unit_id,), ())
        coming = [row for row in dialogues if row["held_on"] >= self._as_of]
        held = [row for row in dialogues if row["held_on"] < self._as_of]
        chosen = dict.fromkeys(self._chosen.get(unit_id, ()))
        return UnitFacts(
            unit=unit,
            measures=tuple(self._measure(unit_id, measure_id) for measure_id in chosen if (measure_id,) in self._definitions),
            goals=tuple(
                self._goal(row)
                for row in self._in_plan_order(self._goals.get((unit_id,), ()))
                if (row["measure_id"],) in self._definitions
            ),
            activities=self._activities.get((unit_id,), ()),
            decisions=self._decisions.get((unit_id,), ()),
            texts=tuple(text for text in self._plan.texts if text.unit_id == unit_id and text.written_on <= self._as_of),
            next_dialogue=coming[0] if coming else None,
            last_dialogue=held[-1] if held else None,
        )

    def _measure(self, unit_id: str, measure_id: str) -> MeasureFacts:
        key = (unit_id, measure_id)
        return MeasureFacts(
            definition=self._definitions[measure_id,][0],
            months=self._outcomes.get(key, ()),
            baseline=next(iter(self._baselines.get(key, ())), None),
            signals={row["month"]: row for row in self._signals.get(key, ())},
            comparisons=self._comparisons.get((measure_id,), ()),
        )

    def _goal(self, goal: Row) -> GoalFacts:
        goal_id, version = goal["goal_id"], goal["version"]
        planned = next((g for g in self._plan.goals if (g.goal_id, g.version) == (goal_id, version)), None)
        return GoalFacts(
            goal=goal,
            measure=self._definitions[goal["measure_id"],][0],
            plan_months=self._plan_months.get((goal_id,), ()),
            deviations=self._deviations.get((goal_id,), ()),
            forecast=next(iter(self._forecasts.get((goal_id,), ())), None),
            milestones=tuple(m for m in self._plan.milestones if (m.goal_id, m.version) == (goal_id, version)),
            benefit=planned.benefit if planned else None,
            versions=self._versions[goal_id],
        )

    def _in_plan_order(self, goals: Sequence[Row]) -> list[Row]:
        """Goals still running first, each group as the plan lists them."""
        place = {goal.goal_id: index for index, goal in reversed(list(enumerate(self._plan.goals)))}
        this_month = self._as_of.replace(day=1)
        return sorted(goals, key=lambda row: (row["last_month"] < this_month, place.get(row["goal_id"], len(place))))


def _grouped(frame: pl.DataFrame, *by: str) -> dict[tuple[object, ...], tuple[Row, ...]]:
    """The frame's rows under the values of the columns, in the frame's order."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in frame.iter_rows(named=True):
        groups.setdefault(tuple(row[column] for column in by), []).append(row)
    return {key: tuple(rows) for key, rows in groups.items()}

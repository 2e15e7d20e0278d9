"""Everything known of one unit, gathered from the tables once, so that deciding what to print is plain Python.

Whatever is told of people comes from the ``report`` tables: what must not be shown never reaches the page's code. A table
that is not among those given is taken as empty.
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
    """A measure of a unit: its definition, its disclosed months that have ended, and what they are judged against.

    ``baselines`` are in order of time. There is none where a month behind it is hidden: it would give the month away.
    """

    definition: Row
    months: tuple[Row, ...]
    baselines: tuple[Row, ...] = ()
    signals: Mapping[date, Row] = field(default_factory=dict)
    stability: Row | None = None
    suggestion: Row | None = None
    comparisons: tuple[Row, ...] = ()
    comparison_years: tuple[Row, ...] = ()
    index_years: tuple[Row, ...] = ()
    """The years of the key figure of a survey's index: the whole kommun and the nation."""
    survey_questions: tuple[Row, ...] = ()
    survey_results: tuple[Row, ...] = ()
    survey_steps: tuple[Row, ...] = ()
    survey_responses: tuple[Row, ...] = ()

    @property
    def baseline(self) -> Row | None:
        """The baseline in force now."""
        return next((row for row in self.baselines if row["is_current"]), None)

    @property
    def has_hidden_months(self) -> bool:
        """Whether a month is hidden."""
        return any(row["is_hidden"] for row in self.months)


@dataclass(frozen=True, kw_only=True)
class GoalFacts:
    """A goal in force with its plan, its disclosed months and weeks, its forecast and the plan it had before."""

    goal: Row
    measure: Row
    plan_months: tuple[Row, ...]
    deviations: tuple[Row, ...]
    forecast: Row | None
    forecast_months: tuple[Row, ...] = ()
    weeks: tuple[Row, ...] = ()
    earlier: Row | None = None
    """The version in force before this one, of the table of goals."""
    earlier_months: tuple[Row, ...] = ()
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
    every_activity: Mapping[str, Row] = field(default_factory=dict)
    """The activities of all units by id: what waits, and is waited for, may be another's."""
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
        in_force = goals.filter("is_current").select("goal_id", in_force="version")
        before = goals.join(in_force, on="goal_id").filter(pl.col("version") < pl.col("in_force"), pl.col("decided_on") <= as_of)
        self._earlier = _grouped(before.sort("version", descending=True), "goal_id")
        self._plan_months = _grouped(tables[catalogue.PlanMonth].sort("month"), "goal_id", "version")
        self._deviations = _grouped(tables[catalogue.DisclosedDeviation].sort("month"), "goal_id")
        self._forecasts = _grouped(_given(tables, catalogue.DisclosedForecast), "goal_id")
        self._forecast_months = _grouped(_given(tables, catalogue.DisclosedForecastMonth).sort("month"), "goal_id")
        self._weeks = _grouped(_given(tables, catalogue.DisclosedWeek).sort("week_from"), "goal_id")
        self._definitions = _grouped(tables[catalogue.MeasureDefinition], "measure_id")
        pairs = pl.DataFrame(
            [(unit_id, measure_id) for unit_id, chosen in self._chosen.items() for measure_id in chosen],
            schema={"unit_id": pl.String, "measure_id": pl.String},
            orient="row",
        ).unique()
        key = ("unit_id", "measure_id")

        def of_the_chosen(table: type[Table]) -> pl.DataFrame:
            return _given(tables, table).join(pairs, on=key, how="semi", maintain_order="left")

        has_ended = pl.col("month").dt.offset_by("1mo") <= as_of
        self._outcomes = _grouped(of_the_chosen(catalogue.DisclosedOutcome).filter(has_ended).sort("month"), *key)
        self._baselines = _grouped(of_the_chosen(catalogue.DisclosedBaseline).sort("from_month"), *key)
        self._signals = _grouped(of_the_chosen(catalogue.DisclosedSignal), *key)
        self._stability = _grouped(of_the_chosen(catalogue.DisclosedStability), *key)
        self._suggestions = _grouped(of_the_chosen(catalogue.DisclosedSuggestion), *key)
        self._survey_questions = _grouped(_given(tables, catalogue.SurveyQuestion), "measure_id")
        self._survey_results = _grouped(of_the_chosen(catalogue.DisclosedSurveyResult), *key)
        self._survey_steps = _grouped(of_the_chosen(catalogue.DisclosedSurveyStep), *key)
        self._survey_responses = _grouped(of_the_chosen(catalogue.DisclosedSurveyResponse), *key)
        self._comparisons = _grouped(tables[catalogue.Comparison], "measure_id")
        self._comparison_years = _grouped(_given(tables, catalogue.ComparisonYear).sort("year"), "measure_id")
        self._activities = _grouped(tables[catalogue.Activity], "unit_id")
        self._every_activity = {row["activity_id"]: row for rows in self._activities.values() for row in rows}
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
            every_activity=self._every_activity,
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
            baselines=self._baselines.get(key, ()),
            signals={row["month"]: row for row in self._signals.get(key, ())},
            stability=next(iter(self._stability.get(key, ())), None),
            suggestion=next(iter(self._suggestions.get(key, ())), None),
            comparisons=self._comparisons.get((measure_id,), ()),
            comparison_years=self._comparison_years.get((measure_id,), ()),
            index_years=self._index_years(self._definitions[measure_id,][0]),
            survey_questions=self._survey_questions.get((measure_id,), ()),
            survey_results=self._survey_results.get(key, ()),
            survey_steps=self._survey_steps.get(key, ()),
            survey_responses=self._survey_responses.get(key, ()),
        )

    def _index_years(self, definition: Row) -> tuple[Row, ...]:
        named = definition["compared_measure_id"] or definition["official_measure_id"]
        return self._comparison_years.get((named,), ())

    def _goal(self, goal: Row) -> GoalFacts:
        goal_id, version = goal["goal_id"], goal["version"]
        planned = next((g for g in self._plan.goals if (g.goal_id, g.version) == (goal_id, version)), None)
        earlier = next(iter(self._earlier.get((goal_id,), ())), None)
        return GoalFacts(
            goal=goal,
            measure=self._definitions[goal["measure_id"],][0],
            plan_months=self._plan_months.get((goal_id, version), ()),
            deviations=self._deviations.get((goal_id,), ()),
            forecast=next(iter(self._forecasts.get((goal_id,), ())), None),
            forecast_months=self._forecast_months.get((goal_id,), ()),
            weeks=self._weeks.get((goal_id,), ()),
            earlier=earlier,
            earlier_months=self._plan_months.get((goal_id, earlier["version"]), ()) if earlier else (),
            milestones=tuple(m for m in self._plan.milestones if (m.goal_id, m.version) == (goal_id, version)),
            benefit=planned.benefit if planned else None,
            versions=self._versions[goal_id],
        )

    def _in_plan_order(self, goals: Sequence[Row]) -> list[Row]:
        """Goals still running first, each group as the plan lists them."""
        place = {goal.goal_id: index for index, goal in reversed(list(enumerate(self._plan.goals)))}
        this_month = self._as_of.replace(day=1)
        return sorted(goals, key=lambda row: (row["last_month"] < this_month, place.get(row["goal_id"], len(place))))


def _given(tables: Tables, table: type[Table]) -> pl.DataFrame:
    return tables.get(table, table.empty())


def _grouped(frame: pl.DataFrame, *by: str) -> dict[tuple[object, ...], tuple[Row, ...]]:
    """The frame's rows under the values of the columns, in the frame's order."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in frame.iter_rows(named=True):
        groups.setdefault(tuple(row[column] for column in by), []).append(row)
    return {key: tuple(rows) for key, rows in groups.items()}

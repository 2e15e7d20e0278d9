"""What one night shows to everybody, as an attacker finds it in the open database, and beside it the truth to judge by.

The attacker reads the ``report`` tables, the plan and the definitions, which are public. The truth (``core.outcome``) only
says afterwards whether what was worked out is right, and which of the published numbers stand for the day they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from transforms import catalogue
from transforms.measures import Measure
from transforms.plan import Plan
from transforms.tables import Table, Tables

Row = Mapping[str, Any]
Cell = tuple[str, str, date]
"""Measure, unit and month."""


@dataclass(frozen=True, kw_only=True)
class Night:
    """The tables of one run that matter here, each row as a mapping."""

    as_of: date
    cells: Mapping[Cell, Row]
    deviations: Sequence[Row]
    forecasts: Mapping[str, Row]
    baselines: Sequence[Row]
    weeks: Sequence[Row]
    goals: Mapping[str, Row]
    planned: Mapping[tuple[str, date], float]
    truth: Mapping[Cell, Row]

    @cached_property
    def cells_of(self) -> Mapping[tuple[str, str], list[Cell]]:
        """The cells of every measure and unit."""
        found: dict[tuple[str, str], list[Cell]] = {}
        for cell in self.truth:
            found.setdefault(cell[:2], []).append(cell)
        return found

    def true_number(self, cell: Cell, name: str) -> float | None:
        """The value, numerator or denominator that the cell has in truth; ``rest`` is the one minus the other."""
        row = self.truth.get(cell)
        if row is None:
            return None
        if name == "rest":
            part, whole = row["numerator"], row["denominator"]
            return None if part is None or whole is None else whole - part
        return row[name]  # type: ignore[no-any-return]


@dataclass(frozen=True, kw_only=True)
class Kommun:
    """What anybody may know of the kommun: its definitions, its thresholds, and who stands above whom."""

    measures: Mapping[str, Measure]
    parent: Mapping[str, str | None]
    thresholds: Mapping[str, int]

    def children(self, unit_id: str) -> list[str]:
        """The units right below."""
        return [child for child, above in self.parent.items() if above == unit_id]

    def below(self, unit_id: str) -> tuple[str, ...]:
        """The unit itself and every unit below it."""
        return self._below[unit_id]

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        def line(unit_id: str) -> tuple[str, ...]:
            return (unit_id, *(below for child in self.children(unit_id) for below in line(child)))

        return {unit_id: line(unit_id) for unit_id in self.parent}

    def threshold(self, measure_id: str) -> int:
        """The smallest count of the measure that may be known; 0 when any may."""
        return self.thresholds.get(self.measures[measure_id].disclosure, 0)


def kommun(plan: Plan, measures: Iterable[Measure], persons: int = 5, staff: int = 11) -> Kommun:
    """What anybody may know of the kommun with this plan and these measures."""
    return Kommun(
        measures={measure.measure_id: measure for measure in measures},
        parent={unit.unit_id: unit.parent_unit_id for unit in plan.units},
        thresholds={"persons": persons, "staff": staff},
    )


def night(tables: Tables, as_of: date) -> Night:
    """What the tables of a run show."""
    in_force = tables[catalogue.Goal].filter("is_current")
    plan_months = tables[catalogue.PlanMonth].join(in_force.select("goal_id", "version"), on=["goal_id", "version"], how="semi")
    return Night(
        as_of=as_of,
        cells=_by_cell(tables[catalogue.DisclosedOutcome]),
        deviations=_rows(tables, catalogue.DisclosedDeviation),
        forecasts={row["goal_id"]: row for row in _rows(tables, catalogue.DisclosedForecast)},
        baselines=_rows(tables, catalogue.DisclosedBaseline),
        weeks=_rows(tables, catalogue.DisclosedWeek),
        goals={row["goal_id"]: row for row in in_force.iter_rows(named=True)},
        planned={(row["goal_id"], row["month"]): row["planned_cumulative"] for row in plan_months.iter_rows(named=True)},
        truth=_by_cell(tables[catalogue.Outcome]),
    )


def ledger(before: pl.DataFrame, tables: Tables, as_of: date) -> pl.DataFrame:
    """`ShownBefore`: every number shown up to and with the night of these tables, each as it was last shown."""
    months = (
        tables[catalogue.DisclosedOutcome].filter(pl.col("value").is_not_null()).with_columns(from_month="month", to_month="month")
    )
    sums = (
        tables[catalogue.DisclosedDeviation]
        .filter(pl.col("outcome_cumulative").is_not_null())
        .join(tables[catalogue.Goal].filter("is_current", pl.col("goal_kind") == "cumulative"), on=["goal_id", "version"])
        .with_columns(from_month="first_month", to_month="month", value="outcome_cumulative", numerator=None, denominator=None)
    )
    tonight = [shown.with_columns(shown_on=pl.lit(as_of)).pipe(_only, catalogue.ShownBefore) for shown in (months, sums)]
    every = pl.concat([before, pl.concat(tonight).unique(catalogue.ShownBefore.grain, keep="first", maintain_order=True)])
    latest = every.unique(catalogue.ShownBefore.grain, keep="last", maintain_order=True)
    return catalogue.ShownBefore.conform(latest.sort(catalogue.ShownBefore.grain))


def _only(frame: pl.DataFrame, table: type[Table]) -> pl.DataFrame:
    return table.conform(frame.select(*table.columns))


def _rows(tables: Tables, table: type[Table]) -> list[Row]:
    return list(tables.get(table, table.empty()).iter_rows(named=True))


def _by_cell(frame: pl.DataFrame) -> dict[Cell, Row]:
    return {(row["measure_id"], row["unit_id"], row["month"]): row for row in frame.iter_rows(named=True)}

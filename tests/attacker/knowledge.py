"""Everything published, as statements about the numbers behind it.

A published number that does not stand for the day it is shown (an older one that is held) is no equation: all it says is
that the truth is less than a threshold away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil, inf

from tests.attacker.published import Cell, Kommun, Night, Row
from tests.attacker.quantities import Quantities, basis_of
from tests.attacker.solve import Statements, Sum, minus, plus, times
from transforms.measures import Ratio

ACCURACY = 1e-6
_MOST_CASES_OF_A_SHARE = 20_000


@dataclass
class Knowledge:
    """What an attacker who has kept everything of these nights knows. A credulous one takes every number at its word."""

    kommun: Kommun
    nights: Sequence[Night]
    is_credulous: bool = False
    counts_heads: bool = False

    def __post_init__(self) -> None:
        """Everything the nights have published is stated."""
        self.quantities = Quantities(self.kommun, self._versions(), self._with_cases(), self.counts_heads)
        for at, night in enumerate(self.nights):
            for cell, row in night.cells.items():
                self._read_cell(at, cell, row)
            for goal_id, months in _by_goal(night.deviations).items():
                self._read_goal(at, goal_id, months)
            for row in night.baselines:
                self._read_baseline(at, row)
            for goal_id, weeks in _by_goal(night.weeks).items():
                self._read_weeks(at, goal_id, weeks)

    @property
    def statements(self) -> Statements:
        """All that is known."""
        return self.quantities.statements

    @cached_property
    def of_cases(self) -> Mapping[str, str]:
        """The measures that are counted from cases, and their sources."""
        return {name: basis[0] for name, measure in self.kommun.measures.items() if (basis := basis_of(measure))}

    def number(self, at: int, cell: Cell, name: str) -> Sum:
        """The number behind a cell of a night; nothing for a month that nobody has told about."""
        is_told = (at, self.of_cases[cell[0]], cell[2]) in self.quantities.version
        return self.quantities.of(at, cell).get(name, {}) if is_told else {}

    def _versions(self) -> dict[tuple[int, str, date], int]:
        """The first night since which a month of a source has not changed: such nights tell of the same numbers."""
        version: dict[tuple[int, str, date], int] = {}
        told: dict[tuple[str, date], tuple[int, object]] = {}
        for at, night in enumerate(self.nights):
            content: dict[tuple[str, date], list[object]] = {}
            for cell, row in night.truth.items():
                if cell[0] in self.of_cases:
                    key = (self.of_cases[cell[0]], cell[2])
                    content.setdefault(key, []).append((cell, row["value"], row["numerator"], row["denominator"]))
            for key, rows in content.items():
                found = sorted(rows, key=repr)
                since, before = told.get(key, (at, None))
                told[key] = (since if before == found else at, found)
                version[at, *key] = told[key][0]
        return version

    def _with_cases(self) -> frozenset[tuple[str, str]]:
        """Sources and units that some night has published anything of: the others have no cases."""
        return frozenset(
            (self.of_cases[measure_id], unit_id)
            for night in self.nights
            for measure_id, unit_id, _ in night.truth
            if measure_id in self.of_cases
        )

    def _say(self, number: Sum, shown: float, true: float | None, threshold: int = 0) -> None:
        """A published number: an equation when it is true of its night, otherwise the truth is not far away.

        The bounds are one wider than the rule gives: that a hidden count is under the threshold is known of all of them.
        """
        if true is None:
            return
        if self.is_credulous or abs(shown - true) < ACCURACY * max(1, abs(true)):
            self.statements.equal(number, round(shown))
        elif abs(shown - true) < threshold:
            self.statements.between(number, shown - threshold, shown + threshold)

    def _read_cell(self, at: int, cell: Cell, row: Row) -> None:
        measure_id, unit_id, month = cell
        night, measure = self.nights[at], self.kommun.measures[measure_id]
        if isinstance(measure, Ratio):
            for part, name in ((measure.numerator, "numerator"), (measure.denominator, "denominator")):
                if row[name] is not None and part in self.of_cases:
                    of_part = (part, unit_id, month)
                    self._say(self.number(at, of_part, "value"), row[name], night.true_number(of_part, "value"))
        elif measure_id in self.of_cases:
            told = [name for name in ("value", "numerator", "denominator") if row[name] is not None]
            for name in told:
                self._say(self.number(at, cell, name), row[name], night.true_number(cell, name), self.kommun.threshold(measure_id))
            if told == ["value"]:
                self._say_share(at, [cell], row["value"])

    def _is_told(self, at: int, cell: Cell, name: str) -> bool:
        """Whether the night shows the number itself, as it is: a sum of such numbers says nothing new."""
        row = self.nights[at].cells.get(cell)
        return (
            not self.is_credulous
            and row is not None
            and row[name] is not None
            and row[name] == self.nights[at].true_number(cell, name)
        )

    def _say_share(self, at: int, cells: Sequence[Cell], percent: float) -> None:
        """A share whose parts are not told gives the proportion between them, exactly."""
        if all(self._is_told(at, cell, "numerator") and self._is_told(at, cell, "denominator") for cell in cells):
            return
        parts, wholes, of, among = [], [], 0.0, 0.0
        for cell in cells:
            part, whole = (self.nights[at].true_number(cell, name) for name in ("numerator", "denominator"))
            if part is None or whole is None:
                return
            parts.append(self.number(at, cell, "numerator"))
            wholes.append(self.number(at, cell, "denominator"))
            of, among = of + part, among + whole
        share = Fraction(percent / 100).limit_denominator(_MOST_CASES_OF_A_SHARE)
        if among and (self.is_credulous or abs(100 * of / among - percent) < ACCURACY):
            self.statements.equal(minus(times(share.denominator, plus(*parts)), times(share.numerator, plus(*wholes))), 0)

    def _read_goal(self, at: int, goal_id: str, months: Sequence[Row]) -> None:
        night = self.nights[at]
        goal, forecast = night.goals[goal_id], night.forecasts.get(goal_id)
        if goal["measure_id"] not in self.of_cases:
            return
        cells = [(goal["measure_id"], goal["unit_id"], row["month"]) for row in months]
        for number, row in enumerate(months):
            if row["outcome"] is not None:
                self._read_cell(at, cells[number], {"value": row["outcome"], "numerator": None, "denominator": None})
            reached = row["outcome_cumulative"]
            if reached is None and row["deviation"] is not None:
                reached = row["deviation"] + row["planned_cumulative"]
            if reached is None and forecast is not None and forecast["last_known_month"] == row["month"]:
                reached = _reached(forecast, goal["target"])
            if reached is not None:
                self._say_reached(at, goal["goal_kind"], cells[: number + 1], reached)

    def _say_reached(self, at: int, kind: str, cells: Sequence[Cell], reached: float) -> None:
        if kind == "share":
            self._say_share(at, cells, reached)
        elif kind == "stock":
            self._read_cell(at, cells[-1], {"value": reached, "numerator": None, "denominator": None})
        else:
            self._say_sum(at, cells, reached, self.kommun.threshold(cells[0][0]))

    def _say_sum(self, at: int, cells: Sequence[Cell], shown: float, threshold: int = 0) -> None:
        if all(self._is_told(at, cell, "value") for cell in cells):
            return
        values = [self.nights[at].true_number(cell, "value") for cell in cells]
        true = None if None in values else sum(value for value in values if value is not None)
        self._say(plus(*(self.number(at, cell, "value") for cell in cells)), shown, true, threshold)

    def _read_baseline(self, at: int, row: Row) -> None:
        """Centre times points is the sum of its months; of a rate, centre times the denominators is the numerators."""
        if row["measure_id"] not in self.of_cases or row["adjusted_for"] != "none" or row["chart"] in {"t", "g"}:
            return
        truth = self.nights[at].truth
        cells = [
            cell
            for cell in self.nights[at].cells_of[row["measure_id"], row["unit_id"]]
            if row["from_month"] <= cell[2] <= row["to_month"]
            and truth[cell]["value"] is not None
            and not truth[cell]["is_preliminary"]
        ]
        if not cells or len(cells) != row["points"]:
            return
        if truth[cells[0]]["denominator"] is not None:
            self._say_share(at, cells, row["centre"])
        else:
            self._say_sum(at, cells, row["centre"] * row["points"])

    def _read_weeks(self, at: int, goal_id: str, weeks: Sequence[Row]) -> None:
        """Weeks lie in one month or two; what was counted in a week, or whether it was won, says something of its months."""
        night, goal = self.nights[at], self.nights[at].goals[goal_id]
        if goal["measure_id"] not in self.of_cases:
            return
        pieces: dict[date, list[Sum]] = {}
        days: dict[date, int] = {}
        for row in weeks:
            of_week: dict[date, Sum] = {}
            for day in range(7):
                month = (row["week_from"] + timedelta(days=day)).replace(day=1)
                days[month] = days.get(month, 0) + 1
                of_week[month] = {("week", at, goal_id, row["week_from"], month): 1.0}
            for month, piece in of_week.items():
                pieces.setdefault(month, []).append(piece)
            if row["outcome"] is not None:
                self.statements.equal(plus(*of_week.values()), row["outcome"])
            elif row["is_won"] is not None and row["needed"] is not None and not goal["is_ceiling"]:
                enough = float(ceil(row["needed"] - ACCURACY))
                low, high = (enough, inf) if row["is_won"] else (0, enough - 1)
                self.statements.between(plus(*of_week.values()), low, high)
        for month, of_month in pieces.items():
            cell = (goal["measure_id"], goal["unit_id"], month)
            if night.true_number(cell, "value") is not None:
                is_whole = days[month] == ((month.replace(day=28) + timedelta(days=4)).replace(day=1) - month).days
                self.statements.between(minus(self.number(at, cell, "value"), plus(*of_month)), 0, 0 if is_whole else inf)


def _by_goal(rows: Iterable[Row]) -> dict[str, list[Row]]:
    of_goal: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["goal_id"], row.get("month"), row.get("week_from"))):
        of_goal.setdefault(row["goal_id"], []).append(row)
    return of_goal


def _reached(forecast: Row, target: float) -> float | None:
    """The outcome so far, worked out from whatever of a forecast is told."""
    left, done = forecast["periods_left"], forecast["periods_done"]
    backwards = (
        ("outcome_cumulative", lambda told: told),
        ("deviation", lambda told: told + forecast["planned_cumulative"]),
        ("forecast_rest_as_planned", lambda told: told - target + forecast["planned_cumulative"]),
        ("pace_per_month", lambda told: told * done),
        ("needed_per_month", lambda told: target - told * left if told else None),
    )
    return next((told for name, way in backwards if forecast[name] is not None and (told := way(forecast[name])) is not None), None)

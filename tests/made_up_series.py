"""Plans, measures and outcomes for the tests of the statistics: as little as a test has to say, in the catalogue's shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from transforms import catalogue, plan
from transforms.measures import CaseCount

START = date(2026, 1, 1)
_GRAIN = {"measure_id": "m", "unit_id": "u"}


def month_after(first: date, steps: int) -> date:
    """The first day of the month so many steps later (or earlier)."""
    years, month = divmod(first.year * 12 + first.month - 1 + steps, 12)
    return date(years, month + 1, 1)


def count_measure(measure_id: str = "m", **stated: Any) -> CaseCount:
    """A count of cases where more is better, unless something else is stated."""
    told = {
        "name": measure_id, "unit": "antal", "definition": "", "direction": "up", "author": "", "checker": "",
        "reviewed_on": START, "kind": "case_count", "source": "s", "event": "closed",
    }  # fmt: skip
    return CaseCount(measure_id=measure_id, **(told | stated))


def goal(periods: int = 12, **stated: Any) -> plan.Goal:
    """A goal of 450 in twelve months from `START`, unless something else is stated."""
    first = stated.get("first_month", START)
    told = {
        "goal_id": "g", "version": 1, **_GRAIN, "title": "", "kind": "cumulative", "target": 450.0, "first_month": first,
        "last_month": month_after(first, periods - 1), "shape": "even", "owner": "", "decided_on": date(2025, 12, 1),
    }  # fmt: skip
    return plan.Goal(**(told | stated))


def goal_frame(goals: Sequence[plan.Goal], *, is_ceiling: bool = False, **stated: Any) -> pl.DataFrame:
    """The goals as `Goal`, the highest version of each in force; of counts that may be any number, unless stated otherwise."""
    latest = {item.goal_id: max(other.version for other in goals if other.goal_id == item.goal_id) for item in goals}
    return catalogue.Goal.of(
        [
            {
                **vars(item),
                "goal_kind": item.kind,
                "is_current": item.version == latest[item.goal_id],
                "is_ceiling": is_ceiling,
                "is_count": True,
                **stated,
            }
            for item in goals
        ]
    )


def outcome_frame(values: Sequence[float | None], first: date = START, **stated: Any) -> pl.DataFrame:
    """One value a month from ``first`` on, as `Outcome`. A stated column is one value, or one a month."""
    return catalogue.Outcome.of(
        [
            {"month": month_after(first, at), "value": value, "rows": 1, "is_preliminary": False, **_GRAIN}
            | {name: told[at] if isinstance(told, (list, tuple)) else told for name, told in stated.items()}
            for at, value in enumerate(values)
        ]
    )


def baseline_frame(centre: float, lower: float | None, upper: float | None, **stated: Any) -> pl.DataFrame:
    """A baseline with given limits, in force from long ago."""
    told = {
        **_GRAIN, "from_month": date(1900, 1, 1), "to_month": date(1901, 1, 1), "points": 24, "centre": centre,
        "lower_limit": lower, "upper_limit": upper, "strength": "limits", "is_frozen": True, "is_current": True, "chart": "xmr",
        "adjusted_for": "none", "spread": None if upper is None else (upper - centre) / 3,
    }  # fmt: skip
    return catalogue.Baseline.of([told | stated])

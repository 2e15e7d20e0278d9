"""The comparison computed the slow and obvious way, one measure, circle and kommun at a time, to check the quick one."""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from transforms.measures import KoladaKpi

Table = Mapping[tuple[str, str, int, str], float | None]
"""Values by key figure, gender, year and area."""


def slow_comparison(
    measures: Iterable[KoladaKpi],
    table: Table,
    kommuner: Collection[str],
    similar: Collection[str],
    own_code: str,
    *,
    minimum_reporters: int,
    perspectives: Mapping[str, str | None],
) -> list[dict[str, object]]:
    """Rows of core.comparison, in the order of the measures; the circle "similar" only when there are any similar."""
    rows: list[dict[str, object]] = []
    for measure in measures:
        year = _latest_year(measure, table, kommuner, minimum_reporters)
        circles = {"all": set(kommuner)} | ({"similar": {*similar, own_code} & set(kommuner)} if similar else {})
        for circle, members in circles.items():
            coloured = circle == "all" and measure.is_comparable and perspectives.get(measure.kpi) not in {"Resurser", "Volymer"}
            said = {
                "measure_id": measure.measure_id,
                "kpi_id": measure.kpi,
                "gender": measure.gender,
                "circle": circle,
                "year": year,
            }
            values = {} if year is None else _values(measure, table, year, members)
            national = None if year is None else table.get((measure.kpi, measure.gender, year, "0000"))
            rows.append(
                said | _place(values, own_code, measure.direction, minimum_reporters, coloured) | {"national_value": national}
            )
    return rows


def same_rows(some: list[dict[str, object]], others: list[dict[str, object]]) -> bool:
    """Whether the rows are alike: words and whole numbers exactly, real numbers but for the order they were added in."""
    return len(some) == len(others) and all(
        one.keys() == other.keys() and all(_alike(value, other[key]) for key, value in one.items())
        for one, other in zip(some, others, strict=True)
    )


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-6)
    return one == other


def _values(measure: KoladaKpi, table: Table, year: int, members: Collection[str]) -> dict[str, float]:
    found = {code: table.get((measure.kpi, measure.gender, year, code)) for code in members}
    return {code: value for code, value in found.items() if value is not None}


def _latest_year(measure: KoladaKpi, table: Table, kommuner: Collection[str], minimum_reporters: int) -> int | None:
    reporters: dict[int, int] = {}
    for (kpi, gender, year, code), value in table.items():
        if (kpi, gender) == (measure.kpi, measure.gender) and code in kommuner and value is not None:
            reporters[year] = reporters.get(year, 0) + 1
    return max((year for year, count in reporters.items() if count >= minimum_reporters), default=None)


def _place(values: Mapping[str, float], own_code: str, direction: str, minimum_reporters: int, coloured: bool) -> dict[str, object]:
    own, count = values.get(own_code), len(values)
    higher = sum(1 for value in values.values() if own is not None and value > own)
    lower = sum(1 for value in values.values() if own is not None and value < own)
    better, worse = (lower, higher) if direction == "down" else (higher, lower)
    has_side = own is not None and direction != "neither"
    position = "none"
    if has_side and coloured and count >= minimum_reporters:
        few_better, few_worse = Fraction(better, count) < Fraction(1, 4), Fraction(worse, count) < Fraction(1, 4)
        position = "middle"
        if few_better and not few_worse:
            position = "best_quarter"
        if few_worse and not few_better:
            position = "worst_quarter"
    return {
        "value": own,
        "rank": None if own is None else better + 1,
        "reporting_count": count,
        "strictly_better_share": better / count if has_side else None,
        "strictly_worse_share": worse / count if has_side else None,
        "position": position,
        "colour_word": {"best_quarter": "grön", "middle": "gul", "worst_quarter": "röd", "none": "grå"}[position],
        "circle_mean": math.fsum(values.values()) / count if count else None,
        "circle_median": statistics.median(values.values()) if count else None,
    }

"""The comparison computed the slow and obvious way, one measure, circle and kommun at a time, to check the quick one."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache

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
                said
                | _place(values, own_code, measure.direction, minimum_reporters, coloured)
                | {"national_value": national}
                | _travel(measure, table, kommuner, own_code, year)
            )
    return rows


def slow_years(
    measures: Iterable[KoladaKpi],
    table: Table,
    kommuner: Collection[str],
    similar: Collection[str],
    own_code: str,
    *,
    minimum_reporters: int,
    perspectives: Mapping[str, str | None],
) -> list[dict[str, object]]:
    """Rows of core.comparison_year, in the order of the measures and years."""
    rows: list[dict[str, object]] = []
    group = {*similar, own_code} & set(kommuner) if similar else set()
    for measure in measures:
        coloured = measure.is_comparable and perspectives.get(measure.kpi) not in {"Resurser", "Volymer"}
        for year in sorted({year for kpi, gender, year, _ in table if (kpi, gender) == (measure.kpi, measure.gender)}):
            values = _values(measure, table, year, kommuner)
            if own_code not in values and len(values) < minimum_reporters:
                continue
            place = _place(values, own_code, measure.direction, minimum_reporters, coloured)
            alike = _values(measure, table, year, group)
            rows.append(
                {"measure_id": measure.measure_id, "kpi_id": measure.kpi, "gender": measure.gender, "year": year}
                | {key: value for key, value in place.items() if key not in {"colour_word", "circle_median"}}
                | {"similar_mean": math.fsum(alike.values()) / len(alike) if alike else None, "similar_count": len(alike)}
                | {"national_value": table.get((measure.kpi, measure.gender, year, "0000"))}
            )
    return rows


def _travel(measure: KoladaKpi, table: Table, kommuner: Collection[str], own_code: str, year: int | None) -> dict[str, object]:
    nothing: dict[str, object] = {"travel": "too_short", "travel_from_year": None, "travel_from_value": None}
    if year is None or own_code not in kommuner:
        return nothing
    window = [(then, table.get((measure.kpi, measure.gender, then, own_code))) for then in range(year - 5, year + 1)]
    known = [(then, value) for then, value in window if value is not None]
    if len(known) < 5 or known[-1][0] != year:
        return nothing
    # Only the order of the values matters, so that the permutations of one order need counting once.
    values = [value for _, value in known]
    order = tuple(sorted(set(values)).index(value) for value in values)
    score = _kendall(order)
    word = "unclear"
    if _two_sided_p(order) <= Fraction(1, 20):
        goes_well = (score > 0) == (measure.direction == "up")
        word = "moving" if measure.direction == "neither" else "better" if goes_well else "worse"
    return {"travel": word, "travel_from_year": known[0][0], "travel_from_value": known[0][1]}


def _kendall(values: Sequence[float]) -> int:
    return sum((later > sooner) - (later < sooner) for sooner, later in itertools.combinations(values, 2))


@cache
def _two_sided_p(order: tuple[int, ...]) -> Fraction:
    scores = [_kendall(one) for one in itertools.permutations(order)]
    return Fraction(sum(1 for score in scores if abs(score) >= abs(_kendall(order))), len(scores))


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

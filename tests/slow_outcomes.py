"""The outcomes once more, slowly and plainly: what `transforms.outcomes` says of cases must equal what this says of them.

Written from the definitions alone, with loops over dicts and the standard library; shares no line with the transforms.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from transforms.inputs import Inputs
from transforms.measures import CaseDuration, CaseShare, CaseStock, Distinct, Filter, Measure, Ratio
from transforms.plan import Plan

Row = dict[str, Any]
Figure = tuple[float | None, float | None, float | None, int]
SWEDEN = ZoneInfo("Europe/Stockholm")


def slow_outcomes(inputs: Inputs) -> dict[tuple[str, str, date], tuple[float | None, float | None, float | None, int, bool]]:
    """(measure, unit, month) → value, numerator, denominator, rows, is_preliminary. Case measures and ratios of them."""
    rows = inputs.cases.to_dicts()
    by_id: dict[str, Any] = {measure.measure_id: measure for measure in inputs.measures}
    answer = {}
    for measure in inputs.measures:
        is_ratio = isinstance(measure, Ratio)
        parts = [by_id[measure.numerator], by_id[measure.denominator]] if is_ratio else [by_id[measure.measure_id]]
        if parts[0].source not in inputs.source_covers:
            continue
        first, last = inputs.source_covers[parts[0].source]
        for unit_id in _units_of(measure, parts[0].source, rows, inputs):
            mine = [_mine(rows, part, inputs.plan, unit_id) for part in parts]
            for month in _months(first, min(last, inputs.as_of)):
                figures = [_figure(part, of_part, month, inputs.holidays) for part, of_part in zip(parts, mine, strict=True)]
                figure = _ratio(measure.per, *figures) if isinstance(measure, Ratio) else figures[0]
                changing = any(inputs.as_of < _next(month) + timedelta(days=part.complete_after_days) for part in parts)
                answer[measure.measure_id, unit_id, month] = (*figure, changing)
    return answer


def _mine(rows: list[Row], measure: Any, plan: Plan, unit_id: str) -> list[Row]:
    of_unit = [row for row in rows if row["source_id"] == measure.source and unit_id in _line(plan, row["unit_id"])]
    return [row for row in of_unit if _inside(row, measure.where)]


def _figure(measure: Any, mine: list[Row], month: date, holidays: tuple[date, ...]) -> Figure:
    if isinstance(measure, CaseStock):
        return _count(_is_open_at(datetime.combine(_next(month), time()), row) for row in mine)
    moment = measure.until if isinstance(measure, CaseDuration) else measure.event
    among = [row for row in mine if _in(row[f"{moment}_at"], month)]
    if isinstance(measure, CaseDuration):
        return _duration(measure, among, holidays)
    if isinstance(measure, CaseShare):
        return _share([_inside(row, measure.part) for row in among])
    if isinstance(measure, Distinct):
        keys = [row[f"{measure.of}_key"] for row in among if row[f"{measure.of}_key"] is not None]
        return float(len(set(keys))), None, None, len(keys)
    return _count(True for _ in among)


def _duration(measure: CaseDuration, among: list[Row], holidays: tuple[date, ...]) -> Figure:
    until = f"{measure.until}_at"
    if measure.limit == "due":
        return _share([_in_time(row[until], row["due_at"]) for row in among if row["due_at"] is not None])
    times = [
        _elapsed(row[f"{measure.since}_at"], row[until], measure.measured_in, holidays)
        for row in among
        if row[f"{measure.since}_at"] is not None
    ]
    if measure.limit is not None:
        return _share([taken <= measure.limit for taken in times])
    return _percentile(times, 0.5 if measure.statistic == "median" else 0.9), None, None, len(times)


def _is_open_at(end: datetime, row: Row) -> bool:
    opened, closed = row["opened_at"], row["closed_at"]
    if closed is not None and _month_of(closed) < _month_of(opened):
        return False  # said to have closed before it opened: never open
    return opened < end and not (closed is not None and closed < end)


def _count(verdicts: Iterable[bool]) -> Figure:
    count = sum(verdicts)
    return float(count), None, None, count


def _ratio(per: float, over: Figure, under: Figure) -> Figure:
    value = None if over[0] is None or not under[0] else per * over[0] / under[0]
    return value, over[0], under[0], over[3]


def _share(verdicts: list[bool]) -> Figure:
    value = 100 * sum(verdicts) / len(verdicts) if verdicts else None
    return value, float(sum(verdicts)), float(len(verdicts)), len(verdicts)


def _percentile(values: list[float], share: float) -> float | None:
    if not values:
        return None
    place = share * (len(values) - 1)
    low, high = sorted(values)[math.floor(place)], sorted(values)[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))


def _elapsed(since: datetime, until: datetime, unit: str, holidays: tuple[date, ...]) -> float:
    if unit == "hours":
        return (until.replace(tzinfo=SWEDEN).astimezone(UTC) - since.replace(tzinfo=SWEDEN).astimezone(UTC)).total_seconds() / 3600
    first, last = since.date(), until.date()
    if unit == "calendar_days":
        return float((last - first).days)
    early, late = min(first, last), max(first, last)
    days = [early + timedelta(days=step + 1) for step in range((late - early).days)]
    return math.copysign(sum(day.weekday() < 5 and day not in holidays for day in days), (last - first).days)


def _in_time(moment: datetime, deadline: datetime) -> bool:
    return moment.date() <= deadline.date() if deadline.time() == time() else moment <= deadline


def _inside(row: Row, where: Filter) -> bool:
    return all(not allowed or row[name] in allowed for name, allowed in vars(where).items())


def _in(moment: datetime | None, month: date) -> bool:
    return moment is not None and (moment.year, moment.month) == (month.year, month.month)


def _line(plan: Plan, unit_id: str) -> list[str]:
    parent = {unit.unit_id: unit.parent_unit_id for unit in plan.units}
    line = []
    at: str | None = unit_id
    while at in parent:
        line.append(at)
        at = parent[at]
    return line


def _units_of(measure: Measure, source: str, rows: list[Row], inputs: Inputs) -> set[str]:
    name = measure.measure_id
    names = {name} | {
        each.measure_id for each in inputs.measures if isinstance(each, Ratio) and name in {each.numerator, each.denominator}
    }
    wanting = [wish.unit_id for wish in (*inputs.plan.chosen_measures, *inputs.plan.goals) if wish.measure_id in names]
    having = [row["unit_id"] for row in rows if row["source_id"] == source]
    return {above for unit_id in (*wanting, *having) for above in _line(inputs.plan, unit_id)}


def _months(first: date, last: date) -> list[date]:
    months, at = [], first.replace(day=1)
    while at <= last:
        months.append(at)
        at = _next(at)
    return months


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _month_of(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month

"""Which quantities the measures show, and how these quantities contain one another.

A *quantity* is a count that two measures can share: a source, what is counted there, and the conditions a case must meet.
A count shows one quantity; a share shows two, the part and the whole. Definitions are public, so everybody can tell that
one quantity contains another, and subtract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import combinations
from typing import Final, Literal

from transforms.inputs import Thresholds
from transforms.measures import (
    CaseCount,
    CaseDuration,
    CaseShare,
    CaseStock,
    Distinct,
    Filter,
    KoladaKpi,
    Measure,
    Ratio,
    ReportedSeries,
    SurveyIndex,
    SurveyScale,
)

Conditions = frozenset[tuple[str, frozenset[str]]]
Column = Literal["value", "numerator", "denominator", "rows", "group"]

_YES: Final = frozenset({"yes"})
_NO_HEADS: Final = ("%", "procent", "dag", "tim", "kr", "år", "index", "poäng", "kvot", "per ")
"""What a reported series is measured in when its numbers are no numbers of people or cases."""


@dataclass(frozen=True)
class Quantity:
    """What is counted: of which source, in which way, under which conditions (all must hold)."""

    source: str
    basis: tuple[str, ...]
    conditions: Conditions = frozenset()

    @property
    def order(self) -> tuple[str, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
        """What quantities are sorted by, the same in every run."""
        return self.source, self.basis, tuple(sorted((column, tuple(sorted(values))) for column, values in self.conditions))

    def is_in(self, other: Quantity) -> bool:
        """Whether every case counted here is counted in the other."""
        if (self.source, self.basis) != (other.source, other.basis):
            return False
        own = dict(self.conditions)
        return all(column in own and own[column] <= values for column, values in other.conditions)

    def is_apart_from(self, other: Quantity) -> bool:
        """Whether no case can be counted in both."""
        own = dict(self.conditions)
        return any(column in own and not own[column] & values for column, values in other.conditions)


@dataclass(frozen=True)
class Showing:
    """A column of a measure's outcomes that tells a quantity."""

    measure_id: str
    quantity: Quantity
    column: Column


@dataclass(frozen=True)
class MeasureRule:
    """What makes a measure's cell hidden in itself, beside the quantities it shows.

    ``few_rows``: hidden when it rests on fewer rows than this. ``needs_index``: hidden when there are answers but no value.
    ``needs_group``: hidden when the group is unknown. ``parts_limit``: parts of a share left out under this.
    """

    measure_id: str
    limit: int
    few_rows: int = 0
    needs_index: bool = False
    needs_group: bool = False
    parts_limit: int = 0


@dataclass(frozen=True)
class Family:
    """A whole and parts of it that have no case in common: what they leave is the rest."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    rest_is_secret: bool = True


@dataclass(frozen=True)
class Shown:
    """Everything the measures show: quantities with their limits, who shows them, and which contain which."""

    limits: Mapping[Quantity, int]
    showings: Sequence[Showing]
    rules: Sequence[MeasureRule]
    families: Sequence[Family] = field(default=())
    small_by_itself: frozenset[Quantity] = frozenset()
    """The quantities that must not be told when small; the others (answers, groups) only take part in sums."""


def shown_quantities(measures: Iterable[Measure], thresholds: Thresholds) -> Shown:
    """What the measures show. A quantity has the highest limit of the measures that show it; 0 is nobody's secret."""
    measures = tuple(measures)
    limit_of_class = {"persons": thresholds.persons, "staff": thresholds.staff, "open": 0}
    ladders = _ladders(measures)
    limits: dict[Quantity, int] = {}
    showings: list[Showing] = []
    rules: list[MeasureRule] = []
    small: set[Quantity] = set()
    for measure in measures:
        rule = _rule(measure, limit_of_class[measure.disclosure], thresholds)
        rules.append(rule)
        for column, quantity in _told(measure, ladders):
            showings.append(Showing(measure.measure_id, quantity, column))
            limits[quantity] = max(limits.get(quantity, 0), rule.limit)
            if not isinstance(measure, SurveyIndex | SurveyScale):
                small.add(quantity)
    families = _families(limits)
    return Shown(limits, showings, rules, families, frozenset(small))


def is_number_of_heads(measure: ReportedSeries) -> bool:
    """Whether the values of a reported series are numbers of people or cases, as far as its unit says."""
    return not any(word in measure.unit.lower() for word in _NO_HEADS)


def _rule(measure: Measure, limit: int, thresholds: Thresholds) -> MeasureRule:  # noqa: PLR0911 - a kind of measure each
    match measure:
        case KoladaKpi() | Ratio():
            return MeasureRule(measure.measure_id, 0)
        case SurveyIndex():
            questions = sum(len(part) for part in measure.parts.values())
            return _survey_rule(measure.measure_id, limit, measure.minimum_answers, questions)
        case SurveyScale():
            return _survey_rule(measure.measure_id, limit, measure.minimum_answers, len(measure.questions))
        case CaseDuration(statistic="median" | "p90"):
            return MeasureRule(measure.measure_id, limit, few_rows=max(limit, thresholds.persons))
        case CaseShare() | CaseDuration():
            return MeasureRule(measure.measure_id, limit, parts_limit=0 if limit else thresholds.persons)
        case ReportedSeries():
            return MeasureRule(measure.measure_id, limit, needs_group=bool(measure.group_size) and limit > 0)
        case _:
            return MeasureRule(measure.measure_id, limit)


def _survey_rule(measure_id: str, limit: int, minimum: int, questions: int) -> MeasureRule:
    answers = max(limit, minimum) * max(1, questions)
    return MeasureRule(measure_id, answers, few_rows=answers if limit > minimum else 0, needs_index=True)


def _told(measure: Measure, ladders: Mapping[str, Sequence[float]]) -> list[tuple[Column, Quantity]]:  # noqa: PLR0911 - as above
    match measure:
        case CaseCount():
            return [("value", Quantity(measure.source, (measure.event,), _conditions(measure.where)))]
        case CaseShare():
            whole = _conditions(measure.where)
            basis = (measure.event,)
            return [
                ("denominator", Quantity(measure.source, basis, whole)),
                ("numerator", Quantity(measure.source, basis, _both(whole, _conditions(measure.part)))),
            ]
        case CaseStock():
            return [("value", Quantity(measure.source, ("stock",), _conditions(measure.where)))]
        case Distinct():
            return [("value", Quantity(measure.source, ("distinct", measure.of, measure.event), _conditions(measure.where)))]
        case CaseDuration(statistic="share_within"):
            return _told_by_share_of_time(measure, ladders)
        case ReportedSeries():
            return _told_by_series(measure)
        case SurveyIndex() | SurveyScale():
            return [("rows", Quantity(measure.source, ("answers", measure.measure_id)))]
        case _:
            return []


def _told_by_share_of_time(measure: CaseDuration, ladders: Mapping[str, Sequence[float]]) -> list[tuple[Column, Quantity]]:
    whole = _conditions(measure.where)
    if measure.limit == "due":
        whole = _both(whole, frozenset({("has due", _YES)}))
        within: Conditions = frozenset({("in time", _YES)})
    else:
        if measure.since != "opened":
            whole = _both(whole, frozenset({(f"has {measure.since}", _YES)}))
        ladder = _ladder(measure)
        within = frozenset((f"{ladder} ≤ {step}", _YES) for step in ladders[ladder] if step >= float(measure.limit or 0))
    return [
        ("denominator", Quantity(measure.source, (measure.until,), whole)),
        ("numerator", Quantity(measure.source, (measure.until,), _both(whole, within))),
    ]


def _told_by_series(measure: ReportedSeries) -> list[tuple[Column, Quantity]]:
    basis = ("series", measure.code)
    told: list[tuple[Column, Quantity]] = [
        ("denominator", Quantity(measure.source, (*basis, "parts"))),
        ("numerator", Quantity(measure.source, (*basis, "parts"), frozenset({("numerator", _YES)}))),
    ]
    if is_number_of_heads(measure):
        told.append(("value", Quantity(measure.source, (*basis, "value"))))
    if measure.group_size:
        told.append(("group", Quantity(measure.source, (*basis, "group"))))
    return told


def _ladder(measure: CaseDuration) -> str:
    return f"{measure.since}–{measure.until} in {measure.measured_in}"


def _ladders(measures: Iterable[Measure]) -> dict[str, list[float]]:
    """For every kind of time, the limits that measures ask about: what is within the lower is within the higher."""
    found: dict[str, list[float]] = {}
    for measure in measures:
        if isinstance(measure, CaseDuration) and isinstance(measure.limit, int | float):
            found.setdefault(_ladder(measure), []).append(float(measure.limit))
    return found


def _conditions(where: Filter) -> Conditions:
    named = ((column.name, frozenset(getattr(where, column.name))) for column in fields(where))
    return frozenset((name, values) for name, values in named if values)


def _both(one: Conditions, other: Conditions) -> Conditions:
    met = dict(one)
    for column, values in other:
        met[column] = met[column] & values if column in met else values
    return frozenset(met.items())


def _order(quantity: Quantity) -> tuple[str, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    return quantity.order


def _families(limits: Mapping[Quantity, int]) -> tuple[Family, ...]:
    """The ways to split wholes: among quantities with a limit, and with those of class open beside them.

    What an open part leaves of a whole is told by its class: such a rest is nobody's secret.
    """
    every = sorted(limits, key=_order)
    protected = [quantity for quantity in every if limits[quantity]]
    found = dict.fromkeys(_splits(protected, rest_is_secret=True))
    for family in _splits(every, rest_is_secret=False):
        if not all(limits[member] for member in (family.whole, *family.parts)):
            found.setdefault(family)
    return tuple(found)


def _splits(quantities: Sequence[Quantity], *, rest_is_secret: bool) -> Iterator[Family]:
    """For every whole: each part right under it, with those after it that have no case in common."""
    for whole in quantities:
        inside = [part for part in quantities if part != whole and part.is_in(whole)]
        nearest = [part for part in inside if not any(part.is_in(other) for other in inside if other != part)]
        for at, first in enumerate(nearest):
            parts = [first]
            for other in [*nearest[at + 1 :], *nearest[:at]]:
                if all(other.is_apart_from(part) for part in parts):
                    parts.append(other)
            yield Family(whole, tuple(sorted(parts, key=_order)), rest_is_secret)


def related(shown: Shown) -> frozenset[Quantity]:
    """The quantities with a limit, and those that anything with a limit can be worked out from."""
    near: dict[Quantity, set[Quantity]] = {quantity: set() for quantity in shown.limits}
    for family in shown.families:
        for one, other in combinations((family.whole, *family.parts), 2):
            near[one].add(other)
            near[other].add(one)
    for showing, other_showing in combinations(shown.showings, 2):
        if showing.measure_id == other_showing.measure_id:
            near[showing.quantity].add(other_showing.quantity)
            near[other_showing.quantity].add(showing.quantity)
    waiting = [quantity for quantity, limit in shown.limits.items() if limit]
    found = set(waiting)
    while waiting:
        new = near[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return frozenset(found)

"""The numbers behind every published figure as sums of disjoint groups of cases, unit by unit: what definitions say to anybody.

A group is the cases that the same filters let through. What lies directly on a unit is a group's own number there; a unit
has that and all that lies below. Distinct persons and cases within a limit have numbers of their own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import product

from tests.attacker.published import Cell, Kommun
from tests.attacker.solve import Statements, Sum, minus, plus
from transforms.measures import CaseCount, CaseDuration, CaseShare, CaseStock, Distinct, Filter, Measure

Narrowing = tuple[tuple[str, frozenset[str]], ...]
"""A filter: the columns it looks at and the values it lets through."""
Basis = tuple[str, str]
"""Source, and the event (or "stock") whose month it is."""


def narrowing(*filters: Filter) -> Narrowing:
    """Inside all of them."""
    allowed: dict[str, frozenset[str]] = {}
    for one in filters:
        for column in fields(one):
            if values := frozenset(getattr(one, column.name)):
                allowed[column.name] = allowed.get(column.name, values) & values
    return tuple(sorted(allowed.items()))


def groups(filters: Sequence[Narrowing]) -> list[frozenset[Narrowing]]:
    """Every set of these filters that some case could pass, and no other of them: disjoint, and together all cases counted."""
    columns = sorted({column for one in filters for column, _ in one})
    ways: list[set[frozenset[Narrowing]]] = []
    for column in columns:
        mentioned = {value for one in filters for name, values in one if name == column for value in values}
        ways.append(
            {
                frozenset(one for one in filters if all(name != column or value in values for name, values in one))
                for value in (*mentioned, None)
            }
        )
    passed = {frozenset(filters).intersection(*way) for way in product(*ways)}
    return sorted((group for group in passed if group), key=lambda group: sorted(map(repr, group)))


@dataclass
class Quantities:
    """The numbers of all measures. ``version`` tells which unknowns a month of a night has: nights may share them."""

    kommun: Kommun
    version: Mapping[tuple[int, str, date], Hashable]
    with_cases: frozenset[tuple[str, str]]
    """Source and unit, where the unit has cases of its own or below it: all others have none."""
    counts_heads: bool = False
    """Whether it is held against the numbers that cases concern no more persons than there are cases."""
    statements: Statements = field(default_factory=Statements)
    _groups: dict[Basis, list[frozenset[Narrowing]]] = field(default_factory=dict)
    _stated: set[Hashable] = field(default_factory=set)
    _found: dict[tuple[int, Cell], dict[str, Sum]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The groups of every basis are known."""
        filters: dict[Basis, dict[Narrowing, None]] = {}
        for measure in self.kommun.measures.values():
            if basis := basis_of(measure):
                filters.setdefault(basis, {}).update(dict.fromkeys(filters_of(measure)))
        self._groups = {basis: groups(list(of_basis)) for basis, of_basis in filters.items()}

    def of(self, at: int, cell: Cell) -> dict[str, Sum]:
        """What the cell of a night shows, by name: a value, or a numerator, a denominator and the rest; nothing if unknown."""
        if (at, cell) not in self._found:
            self._found[at, cell] = self._numbers(at, cell)
        return self._found[at, cell]

    def _numbers(self, at: int, cell: Cell) -> dict[str, Sum]:
        measure_id, unit_id, month = cell
        measure = self.kommun.measures[measure_id]
        match measure:
            case CaseCount() | CaseStock():
                return {"value": self.count(at, measure, narrowing(measure.where), unit_id, month)}
            case CaseShare():
                whole = self.count(at, measure, narrowing(measure.where), unit_id, month)
                part = self.count(at, measure, narrowing(measure.where, measure.part), unit_id, month)
                return {"numerator": part, "denominator": whole, "rest": minus(whole, part)}
            case CaseDuration(statistic="share_within"):
                whole, part = self._within(at, measure, unit_id, month)
                return {"numerator": part, "denominator": whole, "rest": minus(whole, part)}
            case Distinct():
                return {"value": self._distinct(at, measure, unit_id, month)}
        return {}

    def count(self, at: int, measure: Measure, where: Narrowing, unit_id: str, month: date) -> Sum:
        """How many cases of the measure's source had its event in the month and pass the filter, in the unit and below."""
        return plus(*(self.lying_on(at, measure, where, node, month) for node in self.kommun.below(unit_id)))

    def lying_on(self, at: int, measure: Measure, where: Narrowing, unit_id: str, month: date) -> Sum:
        """The same, for what lies directly on the unit."""
        source, event = basis = basis_of(measure) or ("", "")
        if (source, unit_id) not in self.with_cases:
            return {}
        version = self.version[at, source, month]
        return {(version, source, event, group, unit_id, month): 1.0 for group in self._groups[basis] if where in group}

    def _within(self, at: int, measure: CaseDuration, unit_id: str, month: date) -> tuple[Sum, Sum]:
        """Denominator and numerator: cases, or those of them that have what is measured from, and those in time."""
        version, where = self.version[at, measure.source, month], narrowing(measure.where)
        wholes, parts = [], []
        for node in self.kommun.below(unit_id):
            among = self.lying_on(at, measure, where, node, month)
            if not among:
                continue
            whole: Sum = among
            if measure.since != "opened" or measure.limit == "due":
                needs = ("measured", measure.until, measure.since, measure.limit == "due")
                whole = {(version, measure.source, needs, where, node, month): 1.0}
                self._once(("measured", *whole), whole, among)
            timed = ("within", measure.until, measure.since, measure.measured_in, measure.limit)
            part: Sum = {(version, measure.source, timed, where, node, month): 1.0}
            self._once(("within", *part), part, whole)
            wholes.append(whole)
            parts.append(part)
        return plus(*wholes), plus(*parts)

    def _distinct(self, at: int, measure: Distinct, unit_id: str, month: date) -> Sum:
        """Its own number: no larger than the numbers below together, and no smaller than one of them."""
        version, where = self.version[at, measure.source, month], narrowing(measure.where)
        if not any((measure.source, node) in self.with_cases for node in self.kommun.below(unit_id)):
            return {}
        key = (version, "distinct", measure.of, measure.source, measure.event, where, unit_id, month)
        own: Sum = {key: 1.0}
        if key not in self._stated:
            self._stated.add(key)
            if self.counts_heads:
                self.statements.at_most(own, self.count(at, measure, where, unit_id, month))
            children = [self._distinct(at, measure, child, month) for child in self.kommun.children(unit_id)]
            if children:
                self.statements.at_most(own, plus(self.lying_on(at, measure, where, unit_id, month), *children))
            for child in children:
                self.statements.at_most(child, own)
        return own

    def _once(self, key: Hashable, small: Sum, large: Sum) -> None:
        if key not in self._stated:
            self._stated.add(key)
            self.statements.at_most(small, large)


def basis_of(measure: Measure) -> Basis | None:
    """Which cases a measure counts; None for what is not counted from cases."""
    match measure:
        case CaseCount() | CaseShare() | Distinct():
            return measure.source, measure.event
        case CaseDuration():
            return measure.source, measure.until
        case CaseStock():
            return measure.source, "stock"
    return None


def filters_of(measure: Measure) -> Iterable[Narrowing]:
    """The filters that a measure tells the number of cases of."""
    match measure:
        case CaseShare():
            return narrowing(measure.where), narrowing(measure.where, measure.part)
        case CaseCount() | CaseStock() | CaseDuration() | Distinct():
            return (narrowing(measure.where),)
    return ()

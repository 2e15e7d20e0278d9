"""The numbers that nobody may know closely, and what of them is found out after all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tests.attacker.knowledge import Knowledge
from tests.attacker.published import Cell, Kommun, Night
from tests.attacker.quantities import Narrowing, basis_of, narrowing
from tests.attacker.solve import Contradiction, Sum, Target, minus, pinned, plus
from transforms.measures import CaseCount, CaseShare, CaseStock


def found_out(kommun: Kommun, nights: Sequence[Night]) -> list[str]:
    """What an attacker who has kept everything of these nights works out too closely, a sentence each; none is right."""
    knowledge = Knowledge(kommun, nights)
    guarded = Guarded(knowledge)
    return [*guarded.small_changes_shown(), *pinned(knowledge.statements, guarded.everything())]


def found_out_exactly(kommun: Kommun, nights: Sequence[Night]) -> list[str]:
    """What is known to the last case when it is also held against the numbers that there are no more persons than cases.

    Nine cases have at most nine caseworkers. That can only be helped by hiding the cases, so it may be known; not more.
    """
    knowledge = Knowledge(kommun, nights, counts_heads=True)
    return pinned(knowledge.statements, (replace(target, width=1) for target in Guarded(knowledge).everything()))


def found_out_as_it_stands(kommun: Kommun, night: Night) -> list[str]:
    """What follows too closely from one night's tables when every number is taken at its word, held or not.

    Sums of goals that then contradict the months are left aside: sums may be newer than months. Raises `Contradiction` when
    the months contradict each other.
    """
    knowledge = Knowledge(kommun, [night], is_credulous=True)
    try:
        return pinned(knowledge.statements, Guarded(knowledge).hidden_numbers())
    except Contradiction:
        if not night.deviations:
            raise
        return found_out_as_it_stands(kommun, replace(night, deviations=(), weeks=()))


@dataclass(frozen=True)
class Guarded:
    """What must not be known of the nights that are known of. Only counts of cases of a class with a threshold are guarded."""

    knowledge: Knowledge

    def everything(self) -> Iterator[Target]:
        """Small numbers and hidden ones, small rests, and small changes between two nights."""
        for at in range(len(self.knowledge.nights)):
            yield from (target for _, target in self._own_numbers(at))
            yield from self._on_the_unit_itself(at)
            yield from self._beside_other_filters(at)
        for before, after in combinations(range(len(self.knowledge.nights)), 2):
            yield from self._changes(before, after)

    def hidden_numbers(self) -> Iterator[Target]:
        """The small numbers of hidden cells, and hidden counts of any size."""
        for at, night in enumerate(self.knowledge.nights):
            hidden = {cell for cell, row in night.cells.items() if row["is_hidden"]}
            yield from (target for cell, target in self._own_numbers(at) if cell in hidden)

    def small_changes_shown(self) -> Iterator[str]:
        """A number shown again with a change that is itself a small count, as anybody can see without equations."""
        last: dict[tuple[Cell, str], float] = {}
        for at, night in enumerate(self.knowledge.nights):
            for cell, threshold in self._cells(at):
                row = night.cells.get(cell)
                for name in self.knowledge.quantities.of(at, cell) if row else ():
                    shown = _shown(row, name)
                    if shown is None:
                        continue
                    change = abs(shown - last.get((cell, name), shown))
                    if _is_small(change, threshold):
                        yield f"{_told(night, cell)}, {name} is shown with a change of {change:g}"
                    last[cell, name] = shown

    def _cells(self, at: int) -> Iterator[tuple[Cell, int]]:
        for cell in self.knowledge.nights[at].truth:
            if cell[0] in self.knowledge.of_cases and (threshold := self.knowledge.kommun.threshold(cell[0])):
                yield cell, threshold

    def _own_numbers(self, at: int) -> Iterator[tuple[Cell, Target]]:
        """What a cell itself tells, where that is small; a hidden count of any size, while no night shows it as it is."""
        night = self.knowledge.nights[at]
        for cell, threshold in self._cells(at):
            is_hidden = cell in night.cells and night.cells[cell]["is_hidden"] and not self._is_shown_some_night(at, cell)
            for name, number in self.knowledge.quantities.of(at, cell).items():
                true = night.true_number(cell, name)
                if _is_small(true, threshold) or (is_hidden and name == "value" and true is not None):
                    yield cell, Target(f"{_told(night, cell)}, {name} {true:g}", number, threshold, true)

    def _is_shown_some_night(self, at: int, cell: Cell) -> bool:
        """Whether one of the nights shows the value the cell has in truth this night: another may have been hidden for its sake."""
        true = self.knowledge.nights[at].true_number(cell, "value")
        return any(night.cells[cell]["value"] == true for night in self.knowledge.nights if cell in night.cells)

    def _on_the_unit_itself(self, at: int) -> Iterator[Target]:
        """What lies on a unit above others, and on none of them."""
        night, knowledge = self.knowledge.nights[at], self.knowledge
        for cell, threshold in self._cells(at):
            measure_id, unit_id, month = cell
            if not (children := knowledge.kommun.children(unit_id)):
                continue
            for where, name in self._counts(cell).items():
                true = night.true_number(cell, name) or 0
                rest = true - sum(night.true_number((measure_id, child, month), name) or 0 for child in children)
                if _is_small(rest, threshold):
                    number = knowledge.quantities.lying_on(at, knowledge.kommun.measures[measure_id], where, unit_id, month)
                    yield Target(f"{_told(night, cell)}, {name} directly on it {rest:g}", number, threshold)

    def _beside_other_filters(self, at: int) -> Iterator[Target]:
        """What is in a filter and in none of those inside it."""
        night, knowledge = self.knowledge.nights[at], self.knowledge
        counted: dict[tuple[object, ...], dict[Narrowing, tuple[Sum, float, int]]] = {}
        for cell, threshold in self._cells(at):
            numbers = knowledge.quantities.of(at, cell)
            place = (*(basis_of(knowledge.kommun.measures[cell[0]]) or ()), *cell[1:])
            for where, name in self._counts(cell).items():
                if (true := night.true_number(cell, name)) is not None:
                    counted.setdefault(place, {})[where] = (numbers[name], true, threshold)
        for place, filters in counted.items():
            for where, (number, true, threshold) in filters.items():
                for family in _families(where, list(filters)):
                    left = true - sum(filters[one][1] for one in family)
                    width = max(threshold, *(filters[one][2] for one in family))
                    if _is_small(left, width):
                        name = f"{place} on {night.as_of}: {where} beside {family} {left:g}"
                        yield Target(name, minus(number, plus(*(filters[one][0] for one in family))), width)

    def _changes(self, before: int, after: int) -> Iterator[Target]:
        """Small changes; that a held figure has changed by one at least, and by less than the threshold, its mark says itself."""
        knowledge = self.knowledge
        for cell, threshold in self._cells(after):
            if cell not in knowledge.nights[before].truth:
                continue
            was, now = (knowledge.quantities.of(at, cell) for at in (before, after))
            for name in now:
                old, new = (knowledge.nights[at].true_number(cell, name) for at in (before, after))
                if old is not None and new is not None and _is_small(abs(new - old), threshold):
                    told = f"{_told(knowledge.nights[after], cell)}, {name} changed by {new - old:g}"
                    yield Target(told, minus(now[name], was[name]), threshold - 2)

    def _counts(self, cell: Cell) -> dict[Narrowing, str]:
        """The filters that a cell tells the number of cases of, and the name of each number."""
        measure = self.knowledge.kommun.measures[cell[0]]
        match measure:
            case CaseCount() | CaseStock():
                return {narrowing(measure.where): "value"}
            case CaseShare():
                return {narrowing(measure.where): "denominator", narrowing(measure.where, measure.part): "numerator"}
        return {}


def _is_small(number: float | None, threshold: int) -> bool:
    return number is not None and 0 < number < threshold


def _shown(row: object, name: str) -> float | None:
    if name == "rest":
        part, whole = row["numerator"], row["denominator"]  # type: ignore[index]
        return None if part is None or whole is None else whole - part
    return row[name]  # type: ignore[index,no-any-return]


def _told(night: Night, cell: Cell) -> str:
    return f"{cell[0]} {cell[1]} {cell[2]:%Y-%m} on {night.as_of}"


def _families(where: Narrowing, filters: Sequence[Narrowing]) -> Iterator[tuple[Narrowing, ...]]:
    """Each filter inside another, alone, and all the widest of them that have no case in common."""
    inside = [one for one in filters if one != where and _is_inside(one, where)]
    yield from ((one,) for one in inside)
    widest = [one for one in inside if not any(other != one and _is_inside(one, other) for other in inside)]
    if len(widest) > 1 and all(_are_apart(one, other) for at, one in enumerate(widest) for other in widest[:at]):
        yield tuple(widest)


def _is_inside(one: Narrowing, other: Narrowing) -> bool:
    narrow = dict(one)
    return all(column in narrow and narrow[column] <= values for column, values in other)


def _are_apart(one: Narrowing, other: Narrowing) -> bool:
    wide = dict(other)
    return any(column in wide and not values & wide[column] for column, values in one)

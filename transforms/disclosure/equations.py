"""Everything printed, as equations: the items (a quantity in a unit and a month) and the sums that tie them together.

Three kinds of sum: a unit above is its units and what lies directly on it; a whole quantity is its parts and the rest; and
the same for the rests themselves. Rests, and what lies directly on a unit, are printed nowhere but follow from what is:
they are items too, called *derived*. One of zero is taken as known to be zero, which only helps the attacker; so is one
below zero (a person counted in two units), at its true value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from transforms.disclosure.quantities import Family, Quantity

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
NONE: Final = -1


@dataclass(frozen=True)
class Grid:
    """The places of items: quantities × units × months, and who stands above whom (`NONE` for nobody)."""

    quantities: Sequence[Quantity]
    parent: Whole
    months: int

    def key(self, quantity: Any, unit: Any, month: Any) -> Whole:
        """One number for a place, in the order of quantity, unit and month."""
        return np.asarray((quantity * len(self.parent) + unit) * self.months + month, dtype=np.int64)


@dataclass(frozen=True)
class Items:
    """Items in the order of their keys, the derived ones after the printed ones. All arrays have the same length.

    ``lead`` is what to hide so that a rest cannot be worked out (`NONE` where nothing can be); ``home`` the equation that
    a derived item follows from (`NONE` for printed ones).
    """

    amount: Real
    limit: Whole
    lead: Whole
    home: Whole
    printed: int


@dataclass(frozen=True)
class Equations:
    """The members of every equation, sorted by equation: which item, and whether it is a whole (the other side of the sum)."""

    equation: Whole
    item: Whole
    is_whole: Flags
    count: int


class _Builder:
    """Gathers items and equations; items are numbered in the order they are added."""

    def __init__(self, amount: Real, limit: Whole) -> None:
        self.amount: list[Real] = [amount]
        self.limit: list[Whole] = [limit]
        self.lead: list[Whole] = [np.arange(len(amount))]
        self.home: list[Whole] = [np.full(len(amount), NONE)]
        self.items, self.equations = len(amount), 0
        self.members: list[tuple[Whole, Whole, Flags]] = []

    def derive(self, amount: Real, limit: Whole, lead: Whole, home: Whole) -> Whole:
        """Adds derived items and says which numbers they got."""
        numbers = np.arange(self.items, self.items + len(amount))
        self.items += len(amount)
        self.amount.append(amount)
        self.limit.append(limit)
        self.lead.append(lead)
        self.home.append(home)
        return numbers

    def tie(self, equation: Whole, item: Whole, *, is_whole: bool) -> None:
        """Adds members of equations."""
        self.members.append((equation, item, np.full(len(item), is_whole)))

    def new_equations(self, count: int) -> Whole:
        """Numbers for so many new equations."""
        self.equations += count
        return np.arange(self.equations - count, self.equations)


def equations_of(  # noqa: PLR0917 - the columns of the items, side by side
    grid: Grid, families: Sequence[Family], key: Whole, amount: Real, limit: Whole, may_hide: Flags
) -> tuple[Items, Equations]:
    """The items, derived ones included, and every equation between them. ``key`` is sorted and without repeats."""
    made = _Builder(amount, limit)
    quantity, place = np.divmod(key, len(grid.parent) * grid.months)
    unit, month = np.divmod(place, grid.months)
    _tie_tree(made, grid, key, (quantity, unit, month), np.arange(len(key)), amount, limit)
    number = numbered(grid.quantities)
    for family in families:
        whole = np.flatnonzero(quantity == number[family.whole])
        if len(whole):
            parts = [_found(key, grid.key(number[part], unit[whole], month[whole])) for part in family.parts]
            rest_limit = limit[whole] if family.rest_is_secret else np.zeros(len(whole), dtype=np.int64)
            rests = _tie_family(made, whole, parts, amount, rest_limit, may_hide)
            kept = rests >= 0
            where = (np.zeros(int(kept.sum()), dtype=np.int64), unit[whole[kept]], month[whole[kept]])
            left = _amount_of_rest(whole, parts, amount)[kept]
            _tie_tree(made, grid, grid.key(*where), where, rests[kept], left, rest_limit[kept])
    equation, item, is_whole = (np.concatenate(arrays) for arrays in zip(*made.members, strict=True)) if made.members else _NOTHING
    order = np.lexsort((item, equation))
    amounts, limits = np.concatenate(made.amount), np.concatenate(made.limit)
    items = Items(amounts, limits, np.concatenate(made.lead), np.concatenate(made.home), len(key))
    return items, Equations(equation[order], item[order], is_whole[order], made.equations)


_NOTHING: Final[tuple[Any, Any, Any]] = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, bool))


def _found(keys: Whole, wanted: Whole) -> Whole:
    """Where in sorted ``keys`` each wanted key is, `NONE` where it is not."""
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return np.where(keys[at] == wanted, at, NONE) if len(keys) else np.full(len(wanted), NONE)


def _tie_tree(  # noqa: PLR0917 - as above
    made: _Builder, grid: Grid, key: Whole, where: tuple[Whole, Whole, Whole], item: Whole, amount: Real, limit: Whole
) -> None:
    """Every unit above that has the figure itself is the sum of its units and of what lies directly on it."""
    quantity, unit, month = where
    above = grid.parent[unit]
    parent = np.where(above >= 0, _found(key, grid.key(quantity, np.maximum(above, 0), month)), NONE)
    child = np.flatnonzero(parent >= 0)
    families, family = np.unique(parent[child], return_inverse=True)
    equation = made.new_equations(len(families))
    made.tie(equation, item[families], is_whole=True)
    made.tie(equation[family], item[child], is_whole=False)
    direct = amount[families] - np.bincount(family, weights=amount[child], minlength=len(families))
    kept = np.flatnonzero(direct > _HAIR)
    derived = made.derive(direct[kept], limit[families[kept]], np.full(len(kept), NONE), equation[kept])
    made.tie(equation[kept], derived, is_whole=False)


_HAIR: Final = 1e-6


def _amount_of_rest(whole: Whole, parts: Sequence[Whole], amount: Real) -> Real:
    left = amount[whole].copy()
    for part in parts:
        left -= np.where(part >= 0, amount[part], 0)
    return left


def _tie_family(  # noqa: PLR0917 - as above
    made: _Builder, whole: Whole, parts: Sequence[Whole], amount: Real, rest_limit: Whole, may_hide: Flags
) -> Whole:
    """A whole is its parts and the rest. Returns the number of every whole's rest, `NONE` where nothing is left."""
    equation = made.new_equations(len(whole))
    made.tie(equation, whole, is_whole=True)
    lead, least = whole.copy(), np.full(len(whole), np.inf)
    for part in parts:
        there = np.flatnonzero(part >= 0)
        made.tie(equation[there], part[there], is_whole=False)
        better = there[(amount[part[there]] > 0) & may_hide[part[there]] & (amount[part[there]] < least[there])]
        lead[better], least[better] = part[better], amount[part[better]]
    left = _amount_of_rest(whole, parts, amount)
    kept = np.flatnonzero(left > _HAIR)
    rests = np.full(len(whole), NONE)
    rests[kept] = made.derive(left[kept], rest_limit[kept], lead[kept], equation[kept])
    made.tie(equation[kept], rests[kept], is_whole=False)
    return rests


def numbered(quantities: Sequence[Quantity]) -> Mapping[Quantity, int]:
    """Each quantity's place in a grid."""
    return {quantity: at for at, quantity in enumerate(quantities)}

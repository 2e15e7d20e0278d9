"""What must go with what is small: one more item of every equation that gives one away, until none does.

An equation is safe when, of what is hidden on one side of it, every small member could be larger by its whole limit, the
others hidden beside it being together at least that; when no member is hidden alone; and always when something is hidden
on both sides, since both can then grow. The smallest other member goes first, the whole when no other is left; never one
that everybody has seen before, because hiding that hides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transforms.disclosure.equations import Equations, Flags, Items, Real, Whole


@dataclass(frozen=True)
class Links:
    """Which cells show which items: a cell is hidden with any of its items, an item with all of its cells."""

    cell: Whole
    item: Whole
    cells: int


@dataclass(frozen=True)
class Hidden:
    """What is hidden: cells of the table, and items (derived ones included)."""

    cells: Flags
    items: Flags


def turns(items: Items, equations: Equations, goes_last: Flags) -> Whole:
    """The members of every equation in the order in which they are chosen to be hidden.

    ``goes_last`` items, those that goals are followed by, are chosen when no other is left.
    """
    dear = goes_last[items.lead[equations.item]] & (items.lead[equations.item] >= 0)
    return np.lexsort((items.amount[equations.item], equations.is_whole, dear, equations.equation))


def closed(items: Items, equations: Equations, links: Links, hidden: Hidden, *, is_known: Flags, order: Whole) -> Hidden:
    """``hidden`` and what must be hidden with it, in the ``order`` of turns. ``is_known`` items have been shown before."""
    equation, item, is_whole = (array[order] for array in (equations.equation, equations.item, equations.is_whole))
    amount, limit = items.amount[item], items.limit[item]
    side = 2 * equation + is_whole
    lead = items.lead[item]
    can_go = (amount > 0) & (limit > 0) & (lead >= 0) & ~is_known[lead] & ((item < items.printed) | (lead != item))
    while True:
        hidden = with_linked(items, equations, links, hidden)
        unknown = (hidden.items & ~is_known)[item]
        gives_away = np.bincount(equation[_is_given_away(unknown, side, amount, limit, equations.count)], minlength=equations.count)
        candidate = can_go & ~hidden.items[item] & ~hidden.items[lead] & (gives_away[equation] > 0)
        _, first = np.unique(equation[candidate], return_index=True)
        if not len(first):
            return hidden
        more = hidden.items.copy()
        more[lead[candidate][first]] = True
        hidden = Hidden(hidden.cells, more)


def _is_given_away(unknown: Flags, side: Whole, amount: Real, limit: Whole, equations: int) -> Flags:
    """For every member of an equation: whether it is hidden and the others hidden do not keep it so."""
    together = np.bincount(side[unknown], weights=amount[unknown], minlength=2 * equations)
    members = np.bincount(side[unknown], minlength=2 * equations)
    is_alone_on_side = members[side ^ 1] == 0
    is_small = (amount > 0) & (amount < limit)
    others = together[side] - amount
    has_secret = (limit > 0) & (amount > 0)
    is_pinned = (is_small & (others < limit)) | (has_secret & (members[side] == 1))
    return np.asarray(unknown & is_alone_on_side & is_pinned, dtype=bool)


def given_away(items: Items, equations: Equations, unknown: Flags) -> Flags:
    """For every member of the equations as they stand: whether its equation alone gives it away."""
    side = 2 * equations.equation + equations.is_whole
    amount, limit = items.amount[equations.item], items.limit[equations.item]
    return _is_given_away(unknown[equations.item], side, amount, limit, equations.count)


def with_linked(items: Items, equations: Equations, links: Links, hidden: Hidden) -> Hidden:
    """Cells with a hidden item, items without a shown cell, and derived items that follow from nothing any more."""
    cells, gone = hidden.cells.copy(), hidden.items.copy()
    shows = np.bincount(links.item, minlength=len(gone)) > 0
    derived = np.flatnonzero(items.home >= 0)
    is_small = (items.amount[derived] > 0) & (items.amount[derived] < items.limit[derived])
    while True:
        before = int(cells.sum()) + int(gone.sum())
        cells[links.cell[gone[links.item]]] = True
        still = np.bincount(links.item[~cells[links.cell]], minlength=len(gone)) > 0
        gone |= shows & ~still
        members = np.bincount(equations.equation[gone[equations.item]], minlength=equations.count)
        gone[derived] = is_small | (members[items.home[derived]] - gone[derived] > 0)
        if int(cells.sum()) + int(gone.sum()) == before:
            return Hidden(cells, gone)

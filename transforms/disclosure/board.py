"""The board on which the decision is made: items, equations, what is hidden so far, and what everybody knows already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from transforms.disclosure.audit import Budget, Component, components, unsafe
from transforms.disclosure.equations import Equations, Flags, Items, Whole, equations_of
from transforms.disclosure.hiding import Hidden, Links, closed, given_away, turns
from transforms.disclosure.sheet import Sheet
from transforms.disclosure.versions import standing_amounts

_ROUNDS: Final = 25
_BUDGET: Final = 600_000
_RESERVE: Final = 100_000
_ALL_BUT_GOALS: Final = 1
_ALL: Final = 2


@dataclass(frozen=True)
class Board:
    """Everything the decision rests on. ``is_known``: shown before as it is, so that hiding it hides nothing.

    ``clashes``: hidden because it does not agree with what stands since before.
    """

    items: Items
    equations: Equations
    links: Links
    hidden: Hidden
    is_known: Flags
    goes_last: Flags
    turns: Whole
    clashes: Flags

    @property
    def unknown(self) -> Flags:
        """The items that nobody outside can read anywhere."""
        return self.hidden.items & ~self.is_known

    def open_components(self, settled: Flags) -> list[Component]:
        """The components that equation by equation does not settle, and that are not ``settled`` already."""
        unknown = self.unknown
        return list(components(self.items, self.equations, unknown, given_away(self.items, self.equations, unknown), settled))


def decided(sheet: Sheet, cells_hidden: Flags, goal_measures: Collection[str] = ()) -> Board:
    """The board with everything hidden that must be: ``cells_hidden`` by themselves, small items, and what would tell them.

    What the ``goal_measures`` tell goes last.
    """
    standing = standing_amounts(sheet)
    may_hide = sheet.limit > 0
    items, equations = equations_of(
        sheet.grid,
        [family for family in sheet.shown.families if {family.whole, *family.parts} <= set(sheet.grid.quantities)],
        sheet.key,
        standing.amount,
        sheet.limit,
        may_hide,
    )
    derived = len(items.amount) - items.printed
    none = np.zeros(derived, dtype=bool)
    is_known = np.concatenate([np.abs(standing.amount - np.nan_to_num(sheet.before, nan=np.inf)) < sheet.limit, none])
    is_small = sheet.by_itself & (standing.amount > 0) & (standing.amount < sheet.limit)
    was_hidden = sheet.cells["was_hidden"].fill_null(value=False).to_numpy()
    stays = (np.bincount(sheet.links.item[was_hidden[sheet.links.cell]], minlength=len(sheet.key)) > 0) & np.isnan(sheet.before)
    hidden = Hidden(cells_hidden, np.concatenate([is_small | standing.clashes | stays, none]))
    in_goal = sheet.cells["measure_id"].is_in(list(goal_measures)).to_numpy()
    goes_last = np.bincount(sheet.links.item[in_goal[sheet.links.cell]], minlength=len(items.amount)) > 0
    board = Board(
        items,
        equations,
        sheet.links,
        hidden,
        is_known,
        goes_last,
        turns(items, equations, goes_last),
        np.concatenate([standing.clashes, none]),
    )
    return audited(_again(board, hidden))


def _again(board: Board, hidden: Hidden) -> Board:
    return replace(
        board, hidden=closed(board.items, board.equations, board.links, hidden, is_known=board.is_known, order=board.turns)
    )


def audited(board: Board) -> Board:
    """The board with one item more hidden for every component that could be solved, until none can.

    What the budget does not reach, or is not settled after so many rounds, is settled by hiding its whole region: first all
    but what goals are followed by, then that too.
    """
    done: set[tuple[bytes, bytes, bytes]] = set()  # certified, or nothing is left to hide beside them
    region, main, reserve = _regions(board), Budget(_BUDGET), Budget(_RESERVE)
    stage = np.zeros(int(region.max(initial=-1)) + 1, dtype=np.int64)
    rounds = 0
    while True:
        rounds += 1
        found = [each for each in board.open_components(stage[region] >= _ALL) if each.signature not in done]
        is_late = np.array([stage[region[each.items[0]]] > 0 for each in found], dtype=bool)
        bad = []
        for late, budget in ((False, main), (True, reserve)):
            at = np.flatnonzero(is_late == late)
            looked = [found[place] for place in at]
            answers = unsafe(looked, budget if rounds <= _ROUNDS else Budget(0))
            bad += [(found[at[each.at]], each) for each in answers]
            failing = {each.at for each in answers}
            done |= {each.signature for place, each in enumerate(looked) if place not in failing}
        if not bad:
            return board
        more, was = board.hidden.items.copy(), stage.copy()
        for component, answer in bad:
            of = region[component.items[0]]
            if answer.was_looked_at and not was[of]:
                item = _next_to_hide(board, component, answer.secret)
                if item >= 0:
                    more[item] = True
                else:
                    done.add(component.signature)
            else:
                stage[of] = _ALL if rounds > _ROUNDS or was[of] else _ALL_BUT_GOALS
        board = _again(board, Hidden(board.hidden.cells, more | _settled(board, stage[region])))


def _regions(board: Board) -> Whole:
    """For every item, its region: all that any chain of equations ties it to, hidden or not."""
    items, equations = board.items, board.equations
    size = len(items.amount) + equations.count
    tied = coo_array((np.ones(len(equations.item)), (equations.item, len(items.amount) + equations.equation)), shape=(size, size))
    return np.asarray(connected_components(tied, directed=False)[1][: len(items.amount)], dtype=np.int64)


def _settled(board: Board, stage: Whole) -> Flags:
    """Everything above zero in the regions settled. Where nothing of a case is shown, it may as well have come many times."""
    is_something = (board.items.amount > 0) & (np.arange(len(stage)) < board.items.printed)
    may_go = (stage >= _ALL) | ((stage == _ALL_BUT_GOALS) & ~board.goes_last & (board.items.limit > 0))
    return np.asarray(is_something & may_go & ~board.is_known)


def _next_to_hide(board: Board, component: Component, secret: int) -> int:
    """The smallest shown item in an equation with the secret, or else with anything hidden together with it; -1 for none."""
    items, equations = board.items, board.equations
    for members in (component.items[[secret]], component.items):
        within = np.unique(equations.equation[np.isin(equations.item, members)])
        candidate = _usable(board, equations.item[np.isin(equations.equation, within)])
        if len(candidate):
            return int(candidate[np.lexsort((candidate, items.amount[candidate], board.goes_last[candidate]))[0]])
    return -1


def _usable(board: Board, item: Whole) -> Whole:
    lead = board.items.lead[item]
    lead = np.unique(lead[lead >= 0])
    items = board.items
    can_go = (items.amount[lead] > 0) & (items.limit[lead] > 0) & ~board.is_known[lead] & ~board.hidden.items[lead]
    return lead[can_go]

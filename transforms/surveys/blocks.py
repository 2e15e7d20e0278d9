"""What can be computed from the cells shown, and which cells must go so that nothing of few people can be.

Cells lie in a tree: a process holds the answers of its units. What the shown cells of a tree tell is exactly the size, and the
sum of the answers, of its *blocks*: a shown cell less the shown cells right below it. Every other thing that can be computed
from them is a union of blocks. So nothing of few people is told when no block is small, and that is what is kept here. What lies
directly on a process, without a unit, is part of its block.

Groups cut across the tree. They are shown together or not at all in a cell, those who belong to none being a group like the
others, since they are what is left. Where shown cells without groups lie in a block with groups, their totals and the block's
groups are the margins of a table. What can be computed of it, also by somebody who knows where a group is empty, are the sets of
cells that differ from whole rows by whole columns: see `_tells_few`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
"""Cells × groups × (answers to each question, then 'ej relevant')."""
Flags = NDArray[np.bool_]
_MOST_GROUPS = 5


@dataclass(frozen=True)
class Limit:
    """Fewer answers than ``answers`` are few, counted over the most answered of so many questions.

    Where nobody answered with a step, those who said 'ej relevant' are as many as there are such answers, per question.
    """

    answers: int
    questions: int

    def is_small(self, counts: Counts) -> Flags:
        """Per cell and group: whether there are answers, and few."""
        answered = counts[..., :-1].max(axis=-1)
        not_relevant = counts[..., -1]
        only_not_relevant = (answered == 0) & (not_relevant > 0) & (not_relevant < self.answers * self.questions)
        found: Flags = ((answered > 0) & (answered < self.answers)) | only_not_relevant
        return found


def shown_cells(parent: NDArray[Any], counts: Counts, limit: Limit, candidates: Flags, totals: Flags | None = None) -> Flags:
    """Which of the candidates may be shown; ``parent`` is the place of the cell above, −1 for none.

    ``totals``, for cells with groups, are those whose total over the groups is shown; the candidates are among them.

    While a block is small, the smallest shown cell right below it goes (the first of equals), or the cell itself when there is
    none. A cell that the others shown add up to is shown again: hiding it hides nothing.
    """
    shown = candidates.copy()
    depth = _depths(parent)
    size = counts.sum(axis=(1, 2))
    while True:
        above = _shown_above(parent, shown)
        blocks = _blocks(counts, shown, above)
        needs = shown & (
            limit.is_small(blocks).any(axis=1) | _tells_few(counts, limit, shown, candidates if totals is None else totals, parent)
        )
        if not needs.any():
            break
        needs &= depth == depth[needs].max()
        below = np.flatnonzero(shown & (size > 0) & (above >= 0) & needs[above])
        below = below[np.lexsort((below, size[below], above[below]))]
        families, first = np.unique(above[below], return_index=True)
        alone = needs.copy()
        alone[families] = False
        shown[below[first]] = False
        shown &= ~alone
    return shown | (candidates & _adds_up(parent, counts, shown))


def _depths(parent: NDArray[Any]) -> NDArray[np.int64]:
    depth, above = np.zeros(len(parent), dtype=np.int64), parent
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, parent[above], -1)
    return depth


def _shown_above(parent: NDArray[Any], shown: Flags) -> NDArray[np.int64]:
    """For every cell the nearest shown one above it, −1 for none."""
    above = parent.astype(np.int64)
    while True:
        passes = (above >= 0) & ~shown[above]
        if not passes.any():
            return above
        above = np.where(passes, parent[above], above)


def _blocks(counts: Counts, shown: Flags, above: NDArray[np.int64]) -> Counts:
    """Every cell less the shown cells right below it."""
    blocks = counts.copy()
    taken = np.flatnonzero(shown & (above >= 0))
    np.subtract.at(blocks, above[taken], counts[taken])
    return blocks


def _adds_up(parent: NDArray[Any], counts: Counts, shown: Flags) -> Flags:
    """Which hidden cells with answers are exactly the sum of shown cells below them."""
    left = counts.copy()
    for place in np.flatnonzero(shown):
        above = parent[place]
        while above >= 0 and not shown[above]:
            left[above] -= counts[place]
            above = parent[above]
    is_nothing = ~left.any(axis=(1, 2)) & counts.any(axis=(1, 2))
    found: Flags = is_nothing & ~shown
    return found


def _tells_few(counts: Counts, limit: Limit, shown: Flags, totals: Flags, parent: NDArray[Any]) -> Flags:
    """Which shown cells have a block whose table, totals × groups, has a few answers among what can be computed of it.

    ``totals`` are the cells whose total is shown, with groups or without. A sum of rows and columns, each taken so many times,
    is a set of cells when every cell with answers in it is taken once or not at all. With the columns' times given, a row must
    then be taken so that its lower columns vanish: that leaves its higher ones, or nothing where all are equal. So all such sets
    are found by trying the columns' times. (With more than `_MOST_GROUPS` filled columns nothing is tried, and few are feared.)
    """
    found = np.zeros(len(shown), dtype=bool)
    if counts.shape[1] == 1:
        return found
    block_of = np.where(shown, np.arange(len(shown)), _shown_above(parent, shown))
    rows = _blocks(counts, totals, _shown_above(parent, totals))
    is_row = totals & ~shown & (block_of >= 0) & counts.any(axis=(1, 2))
    for place in np.unique(block_of[is_row]):
        table = rows[np.append(np.flatnonzero(is_row & (block_of == place)), place)]
        table = table[:, table.any(axis=(0, 2))]
        groups = table.shape[1]
        if groups > _MOST_GROUPS:
            found[place] = True
            continue
        times = np.array(list(product(range(groups), repeat=groups)), dtype=np.int64)
        is_set = np.ones(len(times), dtype=bool)
        taken = np.zeros((len(times), table.shape[2]), dtype=np.int64)
        for filled, row in _by_filled(table):
            high, low = times[:, filled].max(axis=1), times[:, filled].min(axis=1)
            is_set &= high - low <= 1
            taken += ((times == high[:, None]) & (high > low)[:, None] & filled).astype(np.int64) @ row
        found[place] = bool((limit.is_small(taken) & is_set).any())
    return found


def _by_filled(table: Counts) -> Iterator[tuple[Flags, Counts]]:
    """The rows with answers in the same groups, added up: which groups those are, and the sums."""
    filled = table.any(axis=2)
    alike, number = np.unique(filled, axis=0, return_inverse=True)
    sums = np.zeros((len(alike), *table.shape[1:]), dtype=np.int64)
    np.add.at(sums, number.ravel(), table)
    for flags, row in zip(alike, sums, strict=True):
        if flags.any():
            yield flags, row

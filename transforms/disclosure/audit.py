"""Whether what is hidden could be pinned by somebody who solves everything shown as equations over whole numbers from zero.

For every secret of a component (hidden items that equations tie together) two other tables are looked for, both giving
exactly what is shown, in which the secret differs by at least its limit. Found tables are certificates: nothing needs to be
believed of how they were found. They are looked for near the true table, many components in one linear program, first with
random aims (one table certifies many secrets) and then secret by secret; where the best table is not in whole numbers, with
an integer program. What is not certified counts as unsafe, so a search that gives up early hides more and never less.

How long may be looked is counted in numbers put into programs, never in seconds: the same tables give the same answer on
every machine. Smaller components are looked at first; those that nothing is left for are said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from transforms.disclosure.equations import Equations, Flags, Items, Real, Whole

_ROOM: Final = 4  # so many times the limit a number may move in a table looked for
_RANDOM_AIMS: Final = 6
_VARIABLES_TOGETHER: Final = 1500
_LARGEST: Final = 10_000  # numbers in a component that is looked at: larger ones take more than their share of time
_SECRETS_ONE_BY_ONE: Final = 20
_WHOLE: Final = 1e-6
_NODES: Final = 200
_TIMES_AS_DEAR: Final = 4  # an integer program, compared with a linear one


@dataclass(frozen=True)
class Component:
    """Hidden items tied together: their numbers, the equations between them, and which of them are secrets."""

    items: Whole
    matrix: csr_array
    amount: Real
    limit: Whole
    is_secret: Flags

    @property
    def signature(self) -> tuple[bytes, bytes, bytes]:
        """What the answer depends on: the same component need not be looked at twice."""
        return self.items.tobytes(), self.matrix.indices.tobytes(), self.matrix.indptr.tobytes()


@dataclass
class Budget:
    """How many numbers more may be put into programs."""

    left: int

    def affords(self, numbers: int) -> bool:
        """Takes so many, if they are left."""
        if numbers > self.left:
            return False
        self.left -= numbers
        return True


@dataclass(frozen=True)
class Unsafe:
    """A component that is not certified: its place in the list, its first such secret, and whether it was looked at."""

    at: int
    secret: int
    was_looked_at: bool


def components(
    items: Items, equations: Equations, unknown: Flags, given_away: Flags, settled: Flags | None = None
) -> Iterator[Component]:
    """The components that a look at each equation by itself does not settle: several equations, or one that gives away.

    Left out are those whose items are ``settled`` in another way.
    """
    member = np.flatnonzero(unknown[equations.item] if settled is None else (unknown & ~settled)[equations.item])
    if not len(member):
        return
    rows, row = np.unique(equations.equation[member], return_inverse=True)
    variables, variable = np.unique(equations.item[member], return_inverse=True)
    both = coo_array((np.ones(len(row)), (row, variable + len(rows))), shape=(len(rows) + len(variables),) * 2)
    count, label = connected_components(both, directed=False)
    equation_label, variable_label = label[: len(rows)], label[len(rows) :]
    is_open = np.bincount(equation_label, minlength=count) > 1
    is_open[equation_label[np.isin(rows, equations.equation[given_away])]] = True
    amount, limit = items.amount[variables], items.limit[variables]
    is_small = (amount > 0) & (amount < limit)
    is_secret = is_small | ((variables < items.printed) & (amount > 0) & (limit > 0))
    is_open &= np.bincount(variable_label[is_secret], minlength=count) > 0
    by_equation, by_variable = np.argsort(equation_label, kind="stable"), np.argsort(variable_label, kind="stable")
    equation_from = np.searchsorted(equation_label[by_equation], np.arange(count + 1))
    variable_from = np.searchsorted(variable_label[by_variable], np.arange(count + 1))
    new_row, new_variable = np.empty_like(by_equation), np.empty_like(by_variable)
    new_row[by_equation], new_variable[by_variable] = np.arange(len(rows)), np.arange(len(variables))
    sign = np.where(equations.is_whole[member], 1.0, -1.0)
    matrix = csr_array(coo_array((sign, (new_row[row], new_variable[variable])), shape=(len(rows), len(variables))))
    for at in np.flatnonzero(is_open):
        first, last = equation_from[at], equation_from[at + 1]
        its = by_variable[variable_from[at] : variable_from[at + 1]]
        start, end = matrix.indptr[first], matrix.indptr[last]
        within = (matrix.data[start:end], matrix.indices[start:end] - variable_from[at], matrix.indptr[first : last + 1] - start)
        own = csr_array(within, shape=(last - first, len(its)))
        yield Component(variables[its], own, amount[its], limit[its], is_secret[its])


def unsafe(found: Sequence[Component], budget: Budget | None = None) -> list[Unsafe]:
    """The components that are not certified, in order; without a ``budget`` all are looked at."""
    budget = budget or Budget(sum(len(component.items) for component in found) * 1000)
    searches = [_Search(component) for component in found]
    chance = np.random.default_rng(7)
    by_size = sorted(range(len(found)), key=lambda at: len(found[at].items))
    for batch in _batches([searches[at] for at in by_size]):
        _look(batch, budget, chance)
    return [Unsafe(at, search.first, search.was_looked_at) for at, search in enumerate(searches) if search.first >= 0]


class _Search:
    """The tables found for one component: how low and how high each number is in some of them."""

    def __init__(self, component: Component) -> None:
        self.component = component
        room = _ROOM * max(int(component.limit.max()), 1)
        self.floor = np.maximum(0.0, component.amount - room)
        self.ceiling = np.where(component.amount > 0, component.amount + room, 0)
        self.low, self.high = component.amount.copy(), component.amount.copy()
        self.told = component.matrix @ component.amount
        self.has_failed = self.was_looked_at = False

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return len(self.low)

    @property
    def is_left(self) -> Flags:
        """The secrets that are not certified."""
        return np.asarray(self.component.is_secret & (self.high - self.low < self.component.limit))

    @property
    def first(self) -> int:
        """The first secret that is not certified, -1 when all are."""
        left = self.is_left
        at = int(left.argmax())
        return at if left[at] else -1

    @property
    def is_open(self) -> bool:
        """Whether there is more to look for."""
        return not self.has_failed and self.first >= 0

    def take(self, table: Real) -> None:
        """Keeps a table found, if it is one of whole numbers that gives exactly what is shown."""
        whole = np.rint(table)
        is_whole = np.abs(table - whole).max() < _WHOLE and (whole >= 0).all()
        if is_whole and np.abs(self.component.matrix @ whole - self.told).max() < _WHOLE:
            np.minimum(self.low, whole, out=self.low)
            np.maximum(self.high, whole, out=self.high)

    def look_in_whole_numbers(self, secret: int) -> None:
        """The lowest and the highest that one number can be; unsafe when that is not far enough apart."""
        aim = np.zeros(len(self.low))
        for sign in (1.0, -1.0):
            aim[secret] = sign
            answer = milp(
                aim,
                constraints=LinearConstraint(self.component.matrix, self.told, self.told),
                bounds=Bounds(self.floor, self.ceiling),
                integrality=np.ones(len(aim), dtype=np.int64),
                options={"node_limit": _NODES},
            )
            if answer.x is not None:
                self.take(answer.x)
        self.has_failed = self.first == secret


def _look(searches: list[_Search], budget: Budget, chance: np.random.Generator) -> None:
    """Looks for tables: many with random aims, then secret by secret, while the budget lasts."""
    size = sum(search.size for search in searches)
    if size > _LARGEST or not budget.affords(2 * size):
        return
    _aim_at_chance(searches, chance)
    for search in searches:
        search.was_looked_at = True
    for _ in range(_RANDOM_AIMS - 1):
        searches = [search for search in searches if search.is_open and budget.affords(2 * search.size)]
        _aim_at_chance(searches, chance)
    for search in searches:
        for _ in range(_SECRETS_ONE_BY_ONE):
            if search.is_open and budget.affords(2 * _TIMES_AS_DEAR * search.size):
                search.look_in_whole_numbers(search.first)


def _aim_at_chance(searches: list[_Search], chance: np.random.Generator) -> None:
    """Two tables more for every component: as far as possible in a direction drawn by lot, and in the opposite."""
    if not searches:
        return
    aim = np.concatenate([np.where(search.is_left, chance.choice((-1.0, 1.0), search.size), 0.0) for search in searches])
    matrix = _block_diagonal([search.component.matrix for search in searches])
    told = np.concatenate([search.told for search in searches])
    room = Bounds(np.concatenate([search.floor for search in searches]), np.concatenate([search.ceiling for search in searches]))
    for sign in (1.0, -1.0):
        answer = milp(sign * aim, constraints=LinearConstraint(matrix, told, told), bounds=room)
        if answer.x is None:
            continue
        start = 0
        for search in searches:
            search.take(answer.x[start : start + search.size])
            start += search.size


def _batches(searches: Sequence[_Search]) -> Iterator[list[_Search]]:
    batch: list[_Search] = []
    size = 0
    for search in searches:
        if batch and size + search.size > _VARIABLES_TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(search)
        size += search.size
    if batch:
        yield batch


def _block_diagonal(matrices: list[csr_array]) -> csr_array:
    row_start = np.cumsum([0, *(matrix.shape[0] for matrix in matrices)])
    column_start = np.cumsum([0, *(matrix.shape[1] for matrix in matrices)])
    indptr = np.concatenate([[0], np.concatenate([np.diff(matrix.indptr) for matrix in matrices]).cumsum()])
    indices = np.concatenate([matrix.indices + start for matrix, start in zip(matrices, column_start, strict=False)])
    data = np.concatenate([matrix.data for matrix in matrices])
    return csr_array((data, indices, indptr), shape=(int(row_start[-1]), int(column_start[-1])))

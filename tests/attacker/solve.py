"""Non-negative whole numbers that fit a set of linear statements: between which bounds may a sum of them lie?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Sum = Mapping[Hashable, float]
"""Unknowns and how many times each is in the sum."""


class Contradiction(Exception):
    """No numbers fit: what was taken for known is not true."""


@dataclass(frozen=True)
class Target:
    """A sum that nobody may know within less than ``width``."""

    name: str
    sum: Sum
    width: int
    true: float | None = None
    """What it is; bounds that do not hold it are wrong and give nothing away."""


@dataclass
class Statements:
    """What is known: each sum lies between two bounds, both included. Every unknown is a whole number from 0."""

    rows: list[tuple[Sum, float, float]] = field(default_factory=list)
    largest: float = 0

    def between(self, terms: Sum, low: float, high: float) -> None:
        """The sum lies between ``low`` and ``high``; a sum of nothing says nothing."""
        if any(terms.values()):
            self.rows.append((terms, low, high))
            self.largest = max(self.largest, *(abs(bound) for bound in (low, high) if np.isfinite(bound)), 0)

    def equal(self, terms: Sum, value: float) -> None:
        """The sum is ``value``."""
        self.between(terms, value, value)

    def at_most(self, terms: Sum, other: Sum) -> None:
        """The one sum is not larger than the other."""
        self.between(minus(terms, other), -np.inf, 0)


def plus(*sums: Sum) -> dict[Hashable, float]:
    """All of them together."""
    together: defaultdict[Hashable, float] = defaultdict(float)
    for terms in sums:
        for unknown, times in terms.items():
            together[unknown] += times
    return {unknown: times for unknown, times in together.items() if times}


def times(factor: float, terms: Sum) -> dict[Hashable, float]:
    """The sum so many times."""
    return {unknown: factor * count for unknown, count in terms.items()}


def minus(one: Sum, other: Sum) -> dict[Hashable, float]:
    """The one without the other."""
    return plus(one, times(-1, other))


def pinned(statements: Statements, targets: Iterable[Target]) -> list[str]:
    """The targets that lie within bounds closer than their width, in words, with the bounds.

    Raises `Contradiction`.
    """
    wanted = list(targets)
    index = {unknown: at for at, unknown in enumerate(dict.fromkeys(
        unknown for terms in (*(row[0] for row in statements.rows), *(target.sum for target in wanted)) for unknown in terms
    ))}  # fmt: skip
    known, goal = _matrix([row[0] for row in statements.rows], index), _matrix([target.sum for target in wanted], index)
    # A target ties its unknowns together too, so that all of it lies in one part.
    both = _matrix([*(row[0] for row in statements.rows), *(target.sum for target in wanted)], index)
    _, part = connected_components(abs(both).T @ abs(both), directed=False)
    part_of_row = part[known.indices[known.indptr[:-1]]] if statements.rows else np.array([], dtype=int)
    found: dict[int, str] = {}
    by_part: defaultdict[int, list[int]] = defaultdict(list)
    for at, target in enumerate(wanted):
        if any(target.sum.values()):
            by_part[part[index[next(unknown for unknown, count in target.sum.items() if count)]]].append(at)
        else:
            found[at] = f"{target.name} is nothing but 0"
    for number, members in by_part.items():
        columns, rows = np.flatnonzero(part == number), np.flatnonzero(part_of_row == number)
        low = np.array([statements.rows[row][1] for row in rows])
        high = np.array([statements.rows[row][2] for row in rows])
        problem = _Part(known[rows][:, columns], low, high, upper=2 * statements.largest + 50)
        bounds = problem.bounds(goal[members][:, columns].toarray(), np.array([wanted[at].width for at in members]))
        for at, (least, most) in zip(members, bounds, strict=True):
            true = wanted[at].true
            if most - least < wanted[at].width - 1e-6 and (true is None or least <= true <= most):
                found[at] = f"{wanted[at].name} lies from {least:g} to {most:g}"
    return [found[at] for at in sorted(found)]


def _matrix(sums: list[Sum], index: Mapping[Hashable, int]) -> csr_array:
    entries = [(row, index[unknown], count) for row, terms in enumerate(sums) for unknown, count in terms.items() if count]
    rows, columns, counts = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((counts, (rows, columns)), shape=(len(sums), len(index)))


@dataclass
class _Part:
    """Statements that have no unknown in common with any others."""

    known: csr_array
    low: np.ndarray
    high: np.ndarray
    upper: float

    def bounds(self, targets: np.ndarray, widths: np.ndarray) -> list[tuple[float, float]]:
        """Bounds of each target: true bounds where they are closer than its width, otherwise some that are wide enough.

        Every solution found says something of all the targets, so that few need a search of their own.
        """
        least, most = np.full(len(targets), np.inf), np.full(len(targets), -np.inf)

        def tried(objective: np.ndarray) -> None:
            values = targets @ self._solution(objective)
            np.minimum(least, values, out=least)
            np.maximum(most, values, out=most)

        together = targets.sum(axis=0)
        for objective in (together, -together):
            tried(objective)
        # Every other up and the rest down, in a few ways: units that share a total cannot all be large at once.
        for step in (1, 2, 4):
            signs = np.where(np.arange(len(targets)) // step % 2, 1.0, -1.0)
            for objective in (signs @ targets, -signs @ targets):
                if not (most - least >= widths).all():
                    tried(objective)
        for at, target in enumerate(targets):
            for objective in (target, -target):
                if most[at] - least[at] < widths[at]:
                    tried(objective)
        return list(zip(least.tolist(), most.tolist(), strict=True))

    def _solution(self, objective: np.ndarray) -> np.ndarray:
        """Whole numbers that fit and make the objective as small as it can be."""
        constraints = LinearConstraint(self.known, self.low, self.high) if self.known.shape[0] else ()
        found = milp(objective, constraints=constraints, integrality=np.ones(len(objective)), bounds=Bounds(0, self.upper))
        if found.x is None:
            raise Contradiction(found.message)
        return np.round(found.x)

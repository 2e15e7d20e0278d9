"""The three distributions that a final result is told by: of counts, of a cohort and of a level.

Each takes arrays of one length and returns, element by element, what is `Told` of the result. "At least" is asked where more
is better and "at most" where less is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import nbinom, t

LOW, HIGH = 0.1, 0.9
"""The percentiles that a result is told between."""

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
_WIDTHS: Final = 40
"""Steps further than so many standard deviations from the mean have no weight that a double can hold."""
_STEPS_AT_ONCE: Final = 200_000


@dataclass(frozen=True)
class Told:
    """The mean, the 10th and the 90th percentile, and the chance asked for."""

    expected: Numbers
    low: Numbers
    high: Numbers
    chance: Numbers


def negative_binomial(successes: Numbers, probability: Numbers, asked: Numbers, *, at_most: NDArray[np.bool_]) -> Told:
    """Failures before so many successes (a real number): a Poisson count whose rate is Gamma distributed.

    The chance is of at least ``asked``, or at most. Gajewski, Simon & Carlson 2008 (doi 10.1002/sim.3128); Jiang et al. 2016
    (doi 10.1186/s13063-016-1457-3).
    """
    return Told(
        expected=successes * (1 - probability) / probability,
        low=np.asarray(nbinom.ppf(LOW, successes, probability), dtype=np.float64),
        high=np.asarray(nbinom.ppf(HIGH, successes, probability), dtype=np.float64),
        chance=np.where(
            at_most,
            nbinom.cdf(np.floor(asked), successes, probability),
            nbinom.sf(np.ceil(asked) - 1, successes, probability),
        ),
    )


def beta_binomial(hits: Numbers, misses: Numbers, ahead: Numbers, asked: Numbers, *, at_most: NDArray[np.bool_]) -> Told:
    """How many of ``ahead`` trials hit, when ``hits`` and ``misses`` have been seen and every rate was as likely before.

    The posterior is Beta(1 + hits, 1 + misses); all arguments but ``asked`` are whole. The chance is of at least ``asked``,
    or at most.
    """
    a, b = hits + 1, misses + 1
    mean = ahead * a / (a + b)
    width = np.sqrt(mean * b / (a + b) * (a + b + ahead) / (a + b + 1))
    first = np.floor(np.maximum(0, mean - _WIDTHS * width)).astype(np.int64)
    steps = np.ceil(np.minimum(ahead, mean + _WIDTHS * width)).astype(np.int64) - first + 1
    seen = _Seen(hits.astype(np.int64), misses.astype(np.int64), ahead.astype(np.int64))
    told = Told(mean, *(np.empty(len(mean)) for _ in range(3)))
    for part in _parts(steps):
        start = np.cumsum(steps[part]) - steps[part]
        row = np.repeat(np.arange(part.start, part.stop), steps[part])
        hit = np.arange(len(row)) + (first[part] - start)[row - part.start]
        weight = seen.weight(row, hit)
        passed = _running_sums(weight, start)
        wanted = np.where(at_most[row], hit <= asked[row], hit >= asked[row])
        told.chance[part] = np.add.reduceat(weight * wanted, start)
        told.low[part] = first[part] + np.add.reduceat(passed < LOW, start, dtype=np.int64)
        told.high[part] = first[part] + np.add.reduceat(passed < HIGH, start, dtype=np.int64)
    return told


class _Seen:
    """Cohorts of whole numbers, and what each number of hits to come weighs: from one table of the factorials' logarithms."""

    def __init__(self, hits: Whole, misses: Whole, ahead: Whole) -> None:
        self._hits, self._misses, self._ahead = hits, misses, ahead
        both = hits + misses
        self._log = gammaln(np.arange(1, int((both + ahead).max(initial=0)) + 3))
        log = self._log
        self._constant = log[both + 1] - log[hits] - log[misses] + log[ahead] - log[both + ahead + 1]

    def weight(self, row: Whole, hit: Whole) -> Numbers:
        """The beta-binomial probability of ``hit`` in each ``row``."""
        log, missed = self._log, self._ahead[row] - hit
        ways = log[hit + self._hits[row]] - log[hit] + log[missed + self._misses[row]] - log[missed]
        result: Numbers = np.exp(self._constant[row] + ways)
        return result


def walk(level: Numbers, mean: Numbers, spread: Numbers, *, changes: Numbers, ahead: Numbers, asked: Numbers, way: Numbers) -> Told:
    """Where a level is so many months ahead, when its monthly change is normal around an unknown mean with an unknown spread.

    level + h·mean ± t(n − 1)·s·√(h + h²/n), n changes seen. The chance is of ``asked`` or more for way 1, or less for way −1.
    With s = 0 the end is certain.
    """
    expected = level + ahead * mean
    width = spread * np.sqrt(ahead + ahead**2 / changes)
    same = 1e-9 * (np.abs(expected) + np.abs(asked))
    is_certain = width <= same
    margin = way * (expected - asked)
    reach = t.ppf(HIGH, changes - 1) * width
    return Told(
        expected=expected,
        low=np.where(is_certain, expected, expected - reach),
        high=np.where(is_certain, expected, expected + reach),
        chance=np.where(is_certain, margin >= -same, t.cdf(margin / np.where(is_certain, 1, width), changes - 1)),
    )


def _running_sums(weight: Numbers, start: Whole) -> Numbers:
    """The cumulative sum of every stretch, each from its own start."""
    total = np.cumsum(weight)
    before = np.where(start > 0, total[start - 1], 0)
    result: Numbers = total - np.repeat(before, np.diff(np.append(start, len(weight))))
    return result


def _parts(steps: Whole) -> list[slice]:
    """The rows cut into parts of steps that a processor keeps near."""
    part_of = np.cumsum(steps) // _STEPS_AT_ONCE
    cuts = [0, *(np.flatnonzero(np.diff(part_of)) + 1).tolist(), len(steps)]
    return [slice(low, high) for low, high in pairwise(cuts) if low < high]

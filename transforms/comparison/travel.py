"""Whether our own values have moved over five years, by more than the order of few values gives by chance (Kendall's S).

The window is the year compared and the five before it, six values, of which at least five must be there, the last among
them. S counts the pairs of years: +1 where the later value is higher, −1 where it is lower, 0 where they are equal. Were
the order of the values mere chance, every order of them would be as likely: the two-sided p is the share of all orders
whose S lies as far from 0 as ours or farther, and a travel is told where p ≤ 0.05. Equal values are in it: p is exact for
the values as they are (Kendall 1938, 10.1093/biomet/30.1-2.81; exact with ties by counting the orders of the multiset).

Without ties that means: of five values all must go one way (p = 0.017), of six all pairs of years but at most one
(p = 0.017; with two, 0.056). Four values can never say it, which is why five are the fewest.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count

import polars as pl

from transforms.comparison.series import SERIES

YEARS_BACK = 5
FEWEST_VALUES = 5
GREATEST_P = 0.05


def travels(own: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """One row per series with a year compared: ``score`` +1 up, −1 down, 0 unclear; null when there are too few values.

    ``own`` has our values (series, year, value, no nulls), ``compared`` the year of each series. ``travel_from_year`` and
    ``travel_from_value`` are the first in the window; null, as the score is, when too few.
    """
    window = own.join(compared.rename({"year": "until"}), on=SERIES, how="inner", validate="m:1").filter(
        pl.col("year").is_between(pl.col("until") - YEARS_BACK, "until")
    )
    facts = (
        window.sort("year")
        .group_by(SERIES)
        .agg(
            travel_from_year=pl.col("year").first(),
            travel_from_value=pl.col("value").first(),
            has_enough=(pl.len() >= FEWEST_VALUES) & (pl.col("year").last() == pl.col("until").last()),
        )
        .join(_scores(window), on=SERIES, how="left", validate="1:1")
        .join(_ties(window), on=SERIES, how="left", validate="1:1")
        .join(_least_scores(), on="ties", how="left", validate="m:1")
    )
    is_clear = pl.col("kendall_s").abs() >= pl.col("least_s")
    enough = pl.col("has_enough")
    return facts.select(
        *SERIES,
        score=pl.when(enough).then(pl.when(is_clear).then(pl.col("kendall_s").sign()).otherwise(0)),
        travel_from_year=pl.when(enough).then("travel_from_year"),
        travel_from_value=pl.when(enough).then("travel_from_value"),
    )


def travel() -> pl.Expr:
    """The travel in a word, of rows with `travels`' ``score`` and their measure's ``sign`` and ``has_direction``."""
    score = pl.col("score")
    return (
        pl.when(score.is_null())
        .then(pl.lit("too_short"))
        .when(score == 0)
        .then(pl.lit("unclear"))
        .when(~pl.col("has_direction"))
        .then(pl.lit("moving"))
        .when(score == pl.col("sign"))
        .then(pl.lit("better"))
        .otherwise(pl.lit("worse"))
    )


def _scores(window: pl.DataFrame) -> pl.DataFrame:
    later = window.select(*SERIES, later_year="year", later_value="value")
    pairs = window.join(later, on=SERIES, how="inner").filter(pl.col("year") < pl.col("later_year"))
    rises, falls = pl.col("later_value") > pl.col("value"), pl.col("later_value") < pl.col("value")
    return pairs.group_by(SERIES).agg(kendall_s=rises.sum().cast(pl.Int64) - falls.sum().cast(pl.Int64))


def _ties(window: pl.DataFrame) -> pl.DataFrame:
    """How many values are alike, largest first: ``1+1+1+1+1`` for five different ones."""
    alike = window.group_by(*SERIES, "value").len("size").sort("size", descending=True)
    return alike.group_by(SERIES, maintain_order=True).agg(ties=pl.col("size").cast(pl.String).str.join("+"))


@cache
def _least_scores() -> pl.DataFrame:
    """For every way that 5 or 6 values can be alike: the least |S| with p ≤ 0.05; null where no order is rare enough."""
    said = [sizes for values in range(FEWEST_VALUES, YEARS_BACK + 2) for sizes in _partitions(values, values)]
    rows = [("+".join(map(str, sizes)), _least_score(sizes)) for sizes in said]
    return pl.DataFrame(rows, schema={"ties": pl.String, "least_s": pl.Int64}, orient="row")


def _least_score(sizes: tuple[int, ...]) -> int | None:
    orders = orders_by_inversions(sizes)
    pairs, total = len(orders) - 1, sum(orders)
    for least in count(1):
        if least > pairs:
            return None
        as_far = sum(many for inversions, many in enumerate(orders) if abs(pairs - 2 * inversions) >= least)
        if as_far <= GREATEST_P * total:
            return least
    raise AssertionError


def orders_by_inversions(sizes: tuple[int, ...]) -> list[int]:
    """How many different orders of values, so many of each alike, have 0, 1, 2 … inversions (later lower than earlier).

    The coefficients of the Gaussian multinomial; with ``len − 1`` pairs of different values, S = len − 1 − 2 · inversions.
    """
    orders, placed = [1], 0
    for size in sizes:
        placed += size
        orders = _times(orders, _gaussian(placed, size))
    return orders


def _gaussian(n: int, k: int) -> list[int]:
    """Coefficients of the Gaussian binomial: orders of k alike among n by inversions."""
    if k in {0, n}:
        return [1]
    without, with_last = _gaussian(n - 1, k - 1), [0] * k + _gaussian(n - 1, k)
    longest = max(len(without), len(with_last))
    return [sum(one) for one in zip(*(part + [0] * (longest - len(part)) for part in (without, with_last)), strict=True)]


def _times(some: list[int], others: list[int]) -> list[int]:
    product = [0] * (len(some) + len(others) - 1)
    for i, one in enumerate(some):
        for j, other in enumerate(others):
            product[i + j] += one * other
    return product


def _partitions(total: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Every way to write the total as a sum of whole numbers, largest first."""
    if total == 0:
        yield ()
    for first in range(min(total, largest), 0, -1):
        yield from ((first, *rest) for rest in _partitions(total - first, first))

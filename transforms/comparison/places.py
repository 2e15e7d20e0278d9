"""How many lie above and below us in a year, and what that makes of our place.

The 25 / 50 / 25 split goes by the share of the reporting that are *strictly* better or worse, so that equal values always
get the same colour:

- green, ``best_quarter``: less than 25 % are strictly better, and 25 % or more strictly worse;
- red, ``worst_quarter``: less than 25 % are strictly worse, and 25 % or more strictly better;
- yellow, ``middle``: the rest.

Less than 25 % on both sides happens when more than half share one value, in the extreme when all do. Such a value says
neither well nor badly, and it is yellow: it is the only answer that stays true when the direction is turned round (green
would become red), and a quarter that holds more than half the country is not a quarter.

No colour (grå, position ``none``) without a value of our own, without a direction, for resources and volumes (the
measure's ``is_comparable``, or Kolada's own perspective), and with too few reporting.
"""

from __future__ import annotations

import polars as pl

from transforms.comparison.series import SLICE

_A_QUARTER = 0.25


def places(reported: pl.DataFrame, own_code: str) -> pl.DataFrame:
    """One row per series and year that anybody reports: ours, how many are above and below it, and the mean and median of all.

    From rows (series, year, kommun, value) without nulls. ``higher`` and ``lower`` are 0 where we have no value. Mean and
    median are unweighted.
    """
    own = reported.filter(municipality_code=own_code).select(*SLICE, own="value")
    return (
        reported.join(own, on=SLICE, how="left", validate="m:1")
        # Sums of floats depend on their order: sorted, the same values give the same mean to the last bit.
        .sort("value")
        .group_by(SLICE, maintain_order=True)
        .agg(
            value=pl.col("own").first(),
            higher=(pl.col("value") > pl.col("own")).sum().cast(pl.Int64),
            lower=(pl.col("value") < pl.col("own")).sum().cast(pl.Int64),
            reporting_count=pl.len().cast(pl.Int64),
            circle_mean=pl.col("value").mean(),
            circle_median=pl.col("value").median(),
        )
    )


def with_rank_and_shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of `places` with their measure's ``sign`` and ``has_direction``: rank, and the shares strictly better and worse.

    The rank is by value wherever we have one. The shares are null without a direction: then nothing is better.
    """
    is_less_better = pl.col("sign") < 0
    better = pl.when(is_less_better).then("lower").otherwise("higher")
    worse = pl.when(is_less_better).then("higher").otherwise("lower")
    has_own = pl.col("value").is_not_null()
    has_side = has_own & pl.col("has_direction")
    return rows.with_columns(
        rank=pl.when(has_own).then(better + 1),
        strictly_better_share=pl.when(has_side).then(better / pl.col("reporting_count")),
        strictly_worse_share=pl.when(has_side).then(worse / pl.col("reporting_count")),
    )


def position(minimum_reporters: int) -> pl.Expr:
    """The quarter among all kommuner, or ``none``, of rows that `with_rank_and_shares` has made."""
    few_better = pl.col("strictly_better_share") < _A_QUARTER
    few_worse = pl.col("strictly_worse_share") < _A_QUARTER
    may_be_coloured = (
        pl.col("is_comparable") & pl.col("strictly_better_share").is_not_null() & (pl.col("reporting_count") >= minimum_reporters)
    )
    return (
        pl.when(~may_be_coloured)
        .then(pl.lit("none"))
        .when(few_better & ~few_worse)
        .then(pl.lit("best_quarter"))
        .when(few_worse & ~few_better)
        .then(pl.lit("worst_quarter"))
        .otherwise(pl.lit("middle"))
    )

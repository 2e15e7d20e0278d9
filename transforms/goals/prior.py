"""What is believed of a goal's pace before its first month has told anything."""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.inputs import Prior

JEFFREYS_SHAPE: Final = 0.5
"""Jeffreys prior for a Poisson rate: Gamma(½, 0)."""
_MONTHS_OF_A_YEAR: Final = 12


def with_prior(standing: pl.DataFrame, outcome: pl.DataFrame, prior: Prior) -> pl.DataFrame:
    """``believed_count`` and ``believed_months`` added to every goal: the rate's prior is Gamma(½ + count, months).

    Months are months of mean planned exposure. The pace believed is the plan's mean month (target / months), or the mean of the
    twelve months before the plan's first one; where one of those is missing, hidden or may still change, nothing is
    believed. Jeffreys prior believes nothing.

    Takes `standing.standings` and `Outcome` or `DisclosedOutcome`.
    """
    if prior.kind == "jeffreys" or prior.months <= 0:
        pace = pl.lit(None, pl.Float64)
    elif prior.kind == "plan":
        pace = pl.col("target") / pl.col("periods")
    else:
        standing = standing.join(_year_before(standing, outcome), on="goal_id", how="left", validate="1:1", maintain_order="left")
        pace = pl.col("year_before")
    is_believed = pace >= 0
    return standing.with_columns(
        believed_count=pl.when(is_believed).then(pace * prior.months).otherwise(0.0),
        believed_months=pl.when(is_believed).then(prior.months).otherwise(0.0),
    )


def _year_before(standing: pl.DataFrame, outcome: pl.DataFrame) -> pl.DataFrame:
    """The mean month of the year before every goal's first month, for the goals whose whole year is known for good."""
    return (
        outcome.filter(pl.col("value").is_not_null(), ~pl.col("is_preliminary"))
        .select("unit_id", "measure_id", "month", "value")
        .join(standing.select("goal_id", "unit_id", "measure_id", "first_month"), on=["unit_id", "measure_id"])
        .filter(
            pl.col("month") < pl.col("first_month"),
            pl.col("month") >= pl.col("first_month").dt.offset_by(f"-{_MONTHS_OF_A_YEAR}mo"),
        )
        .group_by("goal_id")
        .agg(months=pl.len(), year_before=pl.col("value").mean())
        .filter(pl.col("months") == _MONTHS_OF_A_YEAR)
        .select("goal_id", "year_before")
    )

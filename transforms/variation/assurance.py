"""Assurance: what normal variation means for a level target (statistics: "A level target is judged against the limits")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from transforms.catalogue import Baseline
from transforms.measures import Measure
from transforms.variation.series import KEY

MONTHS_LOOKED_AT: Final = 12
"""Where limits differ from month to month, those of so many latest months are looked at: a whole year, every season."""


def with_assurance(baseline: pl.DataFrame, signal: pl.DataFrame, measures: Iterable[Measure]) -> pl.DataFrame:
    """The baselines with ``assurance`` filled in.

    ``will_pass`` when the whole of normal variation lies on the target's right side, ``will_fail`` when all of it lies on
    the wrong one, else ``hit_or_miss``. A limit that is exactly the target makes it ``hit_or_miss``. Null without a target,
    a direction, or limits.

    Where the limits differ from month to month (rates with varying denominators, seasons, working days) the widest of the
    latest twelve known months of the baseline's time count: a target that holds in most months only is hit or miss.

    Takes `Baseline` and `Signal`; returns `Baseline`, rows in the same order.
    """
    directions = pl.DataFrame(
        [(measure.measure_id, measure.direction) for measure in measures],
        schema={"measure_id": pl.String, "direction": pl.String},
        orient="row",
    )
    lower, upper, target = pl.col("widest_lower"), pl.col("widest_upper"), pl.col("level_target")
    is_up = pl.col("direction") == "up"
    always_right = pl.when(is_up).then(lower > target).otherwise(upper < target)
    always_wrong = pl.when(is_up).then(upper < target).otherwise(lower > target)
    can_tell = target.is_not_null() & pl.col("direction").is_in(["up", "down"]) & lower.is_not_null() & upper.is_not_null()
    return Baseline.conform(
        baseline.join(directions, on="measure_id", how="left", validate="m:1", maintain_order="left")
        .join(_monthly_limits(baseline, signal), on=[*KEY, "from_month"], how="left", validate="1:1", maintain_order="left")
        .with_columns(
            widest_lower=pl.coalesce("lower_limit", "widest_lower"), widest_upper=pl.coalesce("upper_limit", "widest_upper")
        )
        .with_columns(
            assurance=pl.when(can_tell).then(
                pl.when(always_right)
                .then(pl.lit("will_pass"))
                .when(always_wrong)
                .then(pl.lit("will_fail"))
                .otherwise(pl.lit("hit_or_miss"))
            )
        )
        .select(*Baseline.columns)
    )


def _monthly_limits(baseline: pl.DataFrame, signal: pl.DataFrame) -> pl.DataFrame:
    """The widest limits of the latest months with a value, per baseline; a baseline is in force until the next one begins.

    Only of series with a target to judge and a baseline without limits of its own.
    """
    asked = baseline.filter(pl.col("level_target").is_not_null(), pl.col("lower_limit").is_null()).select(*KEY).unique()
    begun = baseline.join(asked, on=KEY, how="semi").select(*KEY, "from_month").sort("from_month")
    limits = (
        signal.join(asked, on=KEY, how="semi")
        .filter(pl.col("value").is_not_null(), pl.col("lower_limit").is_not_null())
        .select(*KEY, "month", "lower_limit", "upper_limit")
    )
    return (
        limits.sort("month")
        .join_asof(begun, left_on="month", right_on="from_month", by=KEY, strategy="backward", check_sortedness=False)
        .filter(pl.col("from_month").is_not_null())
        .group_by(*KEY, "from_month", maintain_order=True)
        .agg(
            widest_lower=pl.col("lower_limit").tail(MONTHS_LOOKED_AT).min(),
            widest_upper=pl.col("upper_limit").tail(MONTHS_LOOKED_AT).max(),
        )
    )

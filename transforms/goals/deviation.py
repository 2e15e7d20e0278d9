"""Where a goal stands, month by month, against its backward plan (statistics: "Backward plan and cumulative deviation")."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.catalogue import Deviation


def deviations(goals: pl.DataFrame, plan_months: pl.DataFrame, outcome: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Outcome so far beside plan so far, for every month of the plan in force that ended before ``as_of``.

    Cumulative goals: the months are summed; from the first missing month on the sum is unknown (null), never skipped.
    Share goals: numerators and denominators are summed from the plan's first month and then divided, in the measure's
    own unit; a month with nothing to divide by adds nothing, a month without denominator makes the rest unknown.
    Stock goals: the level of the month itself, compared with the level planned.
    A preliminary month counts as known and is marked; only baselines and signals leave it out. A month that nobody has
    told about yet is missing, not preliminary.

    Takes `Goal`, `PlanMonth`, `Outcome`; returns `Deviation`, sorted by goal and month.
    """
    in_force = goals.filter("is_current").select("goal_id", "version", "unit_id", "measure_id", "goal_kind")
    months = (
        plan_months.filter(pl.col("month").dt.offset_by("1mo") <= as_of)
        .join(in_force, on=["goal_id", "version"], validate="m:1")
        .join(outcome, on=["unit_id", "measure_id", "month"], how="left", validate="m:1")
        .sort("goal_id", "month")
        .with_columns(pl.col("is_preliminary").fill_null(value=False))
    )
    so_far = _with_outcome_so_far(months).with_columns(deviation=pl.col("outcome_cumulative") - pl.col("planned_cumulative"))
    return Deviation.conform(
        so_far.with_columns(
            outcome="value",
            deviation_share=pl.when(pl.col("planned_cumulative") != 0).then(pl.col("deviation") / pl.col("planned_cumulative")),
        ).select(*Deviation.columns)
    )


def _with_outcome_so_far(months: pl.DataFrame) -> pl.DataFrame:
    is_share = pl.col("goal_kind") == "share"
    is_known = (
        pl.when(is_share)
        .then(pl.col("denominator").is_not_null() & (pl.col("value").is_not_null() | (pl.col("denominator") == 0)))
        .otherwise(pl.col("value").is_not_null())
    )
    # A share times its denominator is its numerator in the share's own unit (percent, per thousand …).
    scaled_numerator = pl.col("value").fill_null(0) * pl.col("denominator")
    denominator_so_far = pl.col("denominator").cum_sum().over("goal_id")
    return months.with_columns(is_unbroken=(~is_known).cum_sum().over("goal_id") == 0).with_columns(
        outcome_cumulative=pl.when(pl.col("goal_kind") == "stock")
        .then("value")
        .when(~pl.col("is_unbroken"))
        .then(None)
        .when(~is_share)
        .then(pl.col("value").cum_sum().over("goal_id"))
        .when(denominator_so_far != 0)
        .then(scaled_numerator.cum_sum().over("goal_id") / denominator_so_far)
    )

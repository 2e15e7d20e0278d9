"""The fan: where the outcome so far, or the level, is likely to be at the end of each month left."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.catalogue import ForecastMonth
from transforms.goals.outlook import with_outlook
from transforms.goals.prior import with_prior
from transforms.goals.standing import standings
from transforms.inputs import Prior


def forecast_months(
    goals: pl.DataFrame,
    plan_months: pl.DataFrame,
    deviations: pl.DataFrame,
    outcome: pl.DataFrame,
    as_of: date,
    *,
    prior: Prior,
) -> pl.DataFrame:
    """Every month left of the plans in force, from the month after the last one counted, for the goals that have an outlook.

    Each month is told by the same model as the end of the plan (`outlook`), so that the last month's interval is the
    forecast's own. A month planned at zero keeps the interval of the month before it.

    Takes `Goal`, `PlanMonth`, `Deviation`, `Outcome` or the disclosed versions of the last two; returns `ForecastMonth`,
    sorted by goal and month.
    """
    standing = with_prior(standings(goals, plan_months, deviations, outcome, as_of), outcome, prior)
    ahead = (
        plan_months.select("goal_id", "version", "month", "period_number", "weight")
        .join(standing, on=["goal_id", "version"], validate="m:1")
        .filter(pl.col("period_number") > pl.col("periods_done"))
        .sort("goal_id", "period_number")
        .with_columns(
            months_ahead=pl.col("period_number") - pl.col("periods_done"),
            weight_ahead=weight_to_come(),
        )
    )
    has_outlook = pl.col("model").is_not_null().all().over("goal_id")
    return ForecastMonth.conform(with_outlook(ahead).filter(has_outlook).select(*ForecastMonth.columns))


def weight_to_come() -> pl.Expr:
    """The plan's weight up to each month left, exactly what is left at the last one (sums in another order may differ)."""
    is_last = pl.col("period_number") == pl.col("periods")
    return pl.when(is_last).then("weight_left").otherwise(pl.col("weight").cum_sum().over("goal_id"))

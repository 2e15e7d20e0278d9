"""How far every goal has come: what is known of the months so far, counted once for paces, chances and the fan."""

from __future__ import annotations

from datetime import date

import polars as pl


def standings(
    goals: pl.DataFrame, plan_months: pl.DataFrame, deviations: pl.DataFrame, outcome: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """A row per goal in force: t, H, A_t, P_t, the plan's weight done and left, and what the months so far say of chance.

    Takes `Goal`, `PlanMonth`, `Deviation` and `Outcome`, or the disclosed versions of the last two. A disclosed sum that is
    hidden counts its months (everybody may know that they have passed) but gives no figure: where the last sum counted is
    hidden, or a month before the last known one is missing, ``is_unknown`` is true and ``outcome_cumulative`` null.

    ``way`` is 1 where more is better and −1 where less is: a ceiling, or a level whose target lies under its start value.
    """
    months = _months(goals, plan_months, deviations, outcome)
    known = (
        months.filter("is_known")
        .group_by("goal_id")
        .agg(
            periods_done=pl.col("period_number").last(),
            last_known_month=pl.col("month").last(),
            known_sum=pl.col("outcome_cumulative").last(),
            known_plan=pl.col("planned_cumulative").last(),
        )
    )
    counted = (
        months.join(
            known.select("goal_id", "periods_done", "known_sum"), on="goal_id", how="left", validate="m:1", maintain_order="left"
        )
        .with_columns(is_done=(pl.col("period_number") <= pl.col("periods_done")).fill_null(value=False))
        .group_by("goal_id")
        .agg(
            periods=pl.len().cast(pl.Int64),
            has_begun=(pl.col("month").dt.offset_by("1mo") <= as_of).any(),
            has_gap=pl.col("has_outcome").filter(~pl.col("is_done")).any(),
            weight_done=_done("weight").sum(),
            weight_left=pl.col("weight").filter(~pl.col("is_done")).sum(),
            next_weight=pl.col("weight").filter(~pl.col("is_done")).first(),
            **_spread(),
            **_cohort(),
            **_changes(),
        )
    )
    is_sum = pl.col("goal_kind") == "cumulative"
    not_begun = ~pl.col("has_begun")
    falls = pl.when(is_sum).then("is_ceiling").otherwise((pl.col("target") < pl.col("start_value")).fill_null(value=False))
    return (
        _in_force(goals)
        .join(counted, on="goal_id", validate="1:1")
        .join(known, on="goal_id", how="left", validate="1:1")
        .with_columns(
            is_sum=is_sum,
            counts_whole=pl.col("counts_whole") & pl.col("is_count"),
            is_ceiling=is_sum & pl.col("is_ceiling"),
            way=pl.when(falls).then(-1.0).otherwise(1.0),
            is_unknown=~not_begun & (pl.col("known_sum").is_null() | pl.col("has_gap")),
            periods_done=pl.col("periods_done").fill_null(0),
        )
        .with_columns(
            periods_left=pl.col("periods") - pl.col("periods_done"),
            outcome_cumulative=pl.when(~pl.col("is_unknown")).then(
                pl.when(not_begun & pl.col("is_sum")).then(0.0).otherwise("known_sum")
            ),
            planned_cumulative=pl.when(not_begun & pl.col("is_sum")).then(0.0).otherwise("known_plan"),
        )
        .with_columns(deviation=pl.col("outcome_cumulative") - pl.col("planned_cumulative"))
        .sort("goal_id")
    )


def is_hidden_in(frame: pl.DataFrame) -> pl.Expr:
    """Whether a row has a figure that may not be shown; in a frame that hides nothing, none has."""
    return pl.col("is_hidden") if "is_hidden" in frame.columns else pl.lit(value=False)


def _in_force(goals: pl.DataFrame) -> pl.DataFrame:
    return goals.filter("is_current").select(
        "goal_id",
        "version",
        "unit_id",
        "measure_id",
        "goal_kind",
        "target",
        "start_value",
        "is_ceiling",
        "is_count",
        "least",
        "most",
        "first_month",
        "last_month",
    )


def _months(goals: pl.DataFrame, plan_months: pl.DataFrame, deviations: pl.DataFrame, outcome: pl.DataFrame) -> pl.DataFrame:
    """Every month of the plans in force, in order, with what has come of it, hidden or not."""
    so_far = deviations.select("goal_id", "month", "outcome", "outcome_cumulative", sum_hidden=is_hidden_in(deviations))
    figures = outcome.select(
        "unit_id", "measure_id", "month", "value", "numerator", "denominator", month_hidden=is_hidden_in(outcome)
    )
    return (
        plan_months.join(_in_force(goals).select("goal_id", "version", "unit_id", "measure_id"), on=["goal_id", "version"])
        .join(so_far, on=["goal_id", "month"], how="left", validate="1:1")
        .join(figures, on=["unit_id", "measure_id", "month"], how="left", validate="m:1")
        .sort("goal_id", "period_number")
        .with_columns(has_ended=pl.col("sum_hidden").is_not_null())
        .with_columns(
            has_outcome=pl.col("has_ended") & (pl.col("outcome").is_not_null() | pl.col("month_hidden").fill_null(value=False)),
            is_known=pl.col("outcome_cumulative").is_not_null() | pl.col("sum_hidden").fill_null(value=False),
        )
    )


def _done(name: str) -> pl.Expr:
    return pl.col(name).filter("is_done")


def _spread() -> dict[str, pl.Expr]:
    """Of sums: whether the months are whole counts, and how far the months shown lie from the plan's profile."""
    expected = pl.col("known_sum") * pl.col("weight") / _done("weight").sum()
    shows_plan = pl.col("is_done") & (pl.col("weight") > 0) & pl.col("outcome").is_not_null()
    is_whole = (pl.col("outcome") == pl.col("outcome").floor()) & (pl.col("outcome") >= 0)
    return {
        "counts_whole": is_whole.filter("is_done").all() & (pl.col("known_sum") == pl.col("known_sum").floor()).all(),
        "months_with_plan": shows_plan.sum(),
        "scatter": ((pl.col("outcome") - expected) ** 2 / expected).filter(shows_plan).sum(),
    }


def _cohort() -> dict[str, pl.Expr]:
    """Of shares: how many of how many so far, and the share's unit (100 for percent)."""
    trials, value = pl.col("denominator"), pl.col("value")
    successes = pl.when(trials == 0).then(0.0).otherwise("numerator")
    is_whole = (trials == trials.floor()) & (successes == successes.floor()) & successes.is_between(0, trials)
    parts = successes.filter("is_done").sum()
    return {
        "successes": parts,
        "trials": _done("denominator").sum(),
        "scale": pl.when(parts > 0).then((value * trials).filter("is_done").sum() / parts).otherwise(100.0),
        "counts_cohort": is_whole.fill_null(value=False).filter("is_done").all(),
    }


def _changes() -> dict[str, pl.Expr]:
    """Of levels: the changes between neighbouring known months."""
    change = pl.col("outcome_cumulative").diff()
    return {"changes": change.count(), "mean_change": change.mean(), "spread_of_changes": change.std()}

"""Where a goal is heading: needed pace, forecasts and the chance of arriving.

The chance is a probability, not an arrow. Months are taken as Poisson counts around a rate that follows the plan's
profile, the rate as unknown with Jeffreys prior (½, 0); what the remaining months give is then negative binomial
(Gajewski, Simon & Carlson 2008, doi 10.1002/sim.3128; Jiang et al. 2016, doi 10.1186/s13063-016-1457-3). A plain Poisson
with the rate taken as known is too sure of itself: 0,0036 where this says 0,0312.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import nbinom

from transforms.catalogue import Forecast

PRIOR_SHAPE: Final = 0.5
"""Jeffreys prior for a Poisson rate: Gamma(½, 0)."""
LOW, HIGH = 0.1, 0.9
"""The percentiles that the final result is told between."""
MONTHS_FOR_SPREAD: Final = 6
"""Under so many months with a plan, a spread wider than Poisson's is mostly noise and is not used."""

_SAME: Final = 1e-9


def forecasts(
    goals: pl.DataFrame, plan_months: pl.DataFrame, deviations: pl.DataFrame, as_of: date, holidays: tuple[date, ...]
) -> pl.DataFrame:
    """Where every goal in force stands on ``as_of``, what it takes from here, and what is likely.

    What counts as known: every month with an outcome so far, preliminary ones included (the deviation's row says which).
    Months missing at the end have not been delivered yet: everything is counted to the last known month. A missing
    month with a known one after it, or no known month at all, makes the standing unknown: the figures are null.

    ``needed_per_working_day`` spreads what is left over the Mondays to Fridays without ``holidays`` from the first month
    not counted to the plan's end, so that it agrees with ``needed_per_month``.

    The chance and the interval are given for cumulative goals whose months are whole and not negative. From six months
    on, months that vary more than Poisson (φ > 1) widen them by moment matching. Stock and share goals have a level, a
    planned level and a state: no pace, no forecast and no chance.

    state: a cumulative goal is ``reached`` as soon as its sum is; a level is ``reached`` or ``missed`` only when the plan
    has ended. Ahead and behind follow the way from start value to target (down, when the target is the lower).

    Takes `Goal`, `PlanMonth`, `Deviation`; returns `Forecast`, sorted by goal.
    """
    standing = _standing(goals, plan_months, deviations, as_of)
    counted = _with_working_days(_with_paces(standing), holidays)
    return Forecast.conform(_with_state(_with_chance(counted)).select(*Forecast.columns).sort("goal_id"))


def _standing(goals: pl.DataFrame, plan_months: pl.DataFrame, deviations: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """A row per goal: t, H, A_t, P_t, the plan's weight done and left, and the spread of the months so far."""
    in_force = goals.filter("is_current").select(
        "goal_id", "version", "goal_kind", "target", "start_value", "first_month", "last_month"
    )
    months = plan_months.join(in_force.select("goal_id", "version"), on=["goal_id", "version"]).join(
        deviations.select("goal_id", "month", "outcome", "outcome_cumulative"), on=["goal_id", "month"], how="left", validate="1:1"
    )
    known = (
        months.filter(pl.col("outcome_cumulative").is_not_null())
        .sort("period_number")
        .group_by("goal_id")
        .agg(
            periods_known=pl.col("period_number").last(),
            known_month=pl.col("month").last(),
            known_sum=pl.col("outcome_cumulative").last(),
            known_plan=pl.col("planned_cumulative").last(),
        )
    )
    is_done = pl.col("period_number") <= pl.col("periods_known")
    has_plan = is_done & (pl.col("weight") > 0)
    weight_done = pl.col("weight").filter(is_done).sum()
    expected = pl.col("known_sum") * pl.col("weight") / weight_done
    totals = (
        months.join(known, on="goal_id", how="left", validate="m:1")
        .with_columns(pl.col("periods_known").fill_null(0))
        .group_by("goal_id")
        .agg(
            periods=pl.len().cast(pl.Int64),
            periods_ended=(pl.col("month").dt.offset_by("1mo") <= as_of).sum(),
            weight_done=weight_done,
            weight_left=pl.col("weight").filter(~is_done).sum(),
            next_weight=pl.col("weight").filter(pl.col("period_number") == pl.col("periods_known") + 1).first(),
            has_gap=pl.col("outcome").filter(~is_done).is_not_null().any(),
            counts_whole=((pl.col("outcome") == pl.col("outcome").floor()) & (pl.col("outcome") >= 0)).filter(is_done).all(),
            months_with_plan=has_plan.sum(),
            scatter=((pl.col("outcome") - expected) ** 2 / expected).filter(has_plan).sum(),
        )
    )
    not_begun = pl.col("periods_ended") == 0
    return (
        in_force.join(totals, on="goal_id", validate="1:1")
        .join(known, on="goal_id", how="left", validate="1:1")
        .with_columns(
            is_sum=pl.col("goal_kind") == "cumulative",
            is_unknown=~not_begun & (pl.col("periods_known").is_null() | (pl.col("has_gap") & (pl.col("goal_kind") != "stock"))),
            periods_done=pl.col("periods_known").fill_null(0),
            last_known_month="known_month",
        )
        .with_columns(
            periods_left=pl.col("periods") - pl.col("periods_done"),
            outcome_cumulative=pl.when(~pl.col("is_unknown")).then(
                pl.when(not_begun & pl.col("is_sum")).then(0.0).otherwise("known_sum")
            ),
            planned_cumulative=pl.when(not_begun & pl.col("is_sum")).then(0.0).otherwise("known_plan"),
        )
        .with_columns(deviation=pl.col("outcome_cumulative") - pl.col("planned_cumulative"))
    )


def _with_paces(standing: pl.DataFrame) -> pl.DataFrame:
    """What it takes and where it leads, for cumulative goals: null where the standing is unknown or nothing is left."""
    sum_so_far = pl.when("is_sum").then("outcome_cumulative")
    left_to_do = (pl.col("target") - pl.col("sum_so_far")).clip(lower_bound=0)
    return standing.with_columns(sum_so_far=sum_so_far).with_columns(
        left_to_do=left_to_do,
        needed_per_month=pl.when(pl.col("periods_left") > 0).then(left_to_do / pl.col("periods_left")),
        needed_next_month=pl.when(pl.col("periods_left") > 0).then(
            pl.when(left_to_do == 0)
            .then(0.0)
            .when(pl.col("weight_left") > 0)
            .then(left_to_do * pl.col("next_weight") / pl.col("weight_left"))
        ),
        pace_per_month=pl.when(pl.col("periods_done") > 0).then(pl.col("sum_so_far") / pl.col("periods_done")),
        forecast_at_present_pace=pl.when(pl.col("weight_done") > 0).then(
            pl.col("sum_so_far") * (1 + pl.col("weight_left") / pl.col("weight_done"))
        ),
        forecast_rest_as_planned=pl.col("sum_so_far") + pl.col("target") - pl.col("planned_cumulative"),
    )


def _with_working_days(standing: pl.DataFrame, holidays: tuple[date, ...]) -> pl.DataFrame:
    first_left = pl.coalesce(pl.col("last_known_month").dt.offset_by("1mo"), "first_month")
    days = standing.select(first=first_left, end=pl.col("last_month").dt.offset_by("1mo"))
    left = np.busday_count(
        days["first"].to_numpy().astype("datetime64[D]"),
        days["end"].to_numpy().astype("datetime64[D]"),
        holidays=np.array(holidays, dtype="datetime64[D]"),
    )
    return standing.with_columns(working_days_left=pl.Series(left, dtype=pl.Int64)).with_columns(
        needed_per_working_day=pl.when(pl.col("working_days_left") > 0).then(pl.col("left_to_do") / pl.col("working_days_left"))
    )


def _with_chance(standing: pl.DataFrame) -> pl.DataFrame:
    """The negative binomial of what the remaining months give, by its number of successes and its probability."""
    so_far, done, left = pl.col("sum_so_far"), pl.col("weight_done"), pl.col("weight_left")
    spread = pl.col("scatter") / (pl.col("months_with_plan") - 1)
    mean = so_far * left / done
    wide = spread * (mean + mean**2 / so_far)
    is_wide = (pl.col("months_with_plan") >= MONTHS_FOR_SPREAD) & (spread > 1) & (so_far > 0) & (left > 0)
    needed = (pl.col("target") - so_far).ceil()
    inputs = standing.select(
        successes=pl.when(is_wide).then(mean**2 / (wide - mean)).otherwise(PRIOR_SHAPE + so_far),
        probability=pl.when(is_wide).then(mean / wide).otherwise(done / (done + left)),
        needed=needed,
        has_rule=(pl.col("counts_whole") & so_far.is_not_null()).fill_null(value=False),
        knows_rate=(done > 0) & (pl.col("periods_done") > 0),
        has_left=left > 0,
    )
    remaining = inputs.filter("has_rule", "knows_rate", "has_left").select("successes", "probability", "needed")
    told = _negative_binomial(
        remaining["successes"].to_numpy(), remaining["probability"].to_numpy(), remaining["needed"].to_numpy()
    )
    place = pl.when(pl.col("has_rule") & pl.col("knows_rate") & pl.col("has_left")).then(1)
    spread_out = inputs.select(place=place.cum_sum() - 1).join(
        told.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64)), on="place", how="left", maintain_order="left"
    )
    return (
        standing.hstack(inputs.select("has_rule", "has_left", "needed"))
        .hstack(spread_out.drop("place"))
        .with_columns(
            chance_of_reaching=pl.when("has_rule").then(
                pl.when(pl.col("needed") <= 0).then(1.0).when(~pl.col("has_left")).then(0.0).otherwise("chance")
            ),
            final_low=pl.when("has_rule").then(pl.when("has_left").then(so_far + pl.col("low")).otherwise(so_far)),
            final_high=pl.when("has_rule").then(pl.when("has_left").then(so_far + pl.col("high")).otherwise(so_far)),
        )
    )


def _negative_binomial(successes: NDArray[Any], probability: NDArray[Any], needed: NDArray[Any]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "chance": np.asarray(nbinom.sf(needed - 1, successes, probability), dtype=np.float64),
            "low": np.asarray(nbinom.ppf(LOW, successes, probability), dtype=np.float64),
            "high": np.asarray(nbinom.ppf(HIGH, successes, probability), dtype=np.float64),
        }
    )


def _with_state(standing: pl.DataFrame) -> pl.DataFrame:
    is_downward = ~pl.col("is_sum") & (pl.col("target") < pl.col("start_value")).fill_null(value=False)
    way = pl.when(is_downward).then(-1.0).otherwise(1.0)
    ahead_by = pl.col("deviation") * way
    arrived = (pl.col("outcome_cumulative") - pl.col("target")) * way >= -_SAME * pl.col("target").abs()
    room = _SAME * (pl.col("planned_cumulative").abs() + pl.col("target").abs())
    has_ended = pl.col("periods_left") == 0
    return standing.with_columns(
        state=pl.when(pl.col("periods_ended") == 0)
        .then(pl.lit("not_started"))
        .when(pl.col("is_unknown"))
        .then(pl.lit("unknown"))
        .when(arrived & (pl.col("is_sum") | has_ended))
        .then(pl.lit("reached"))
        .when(has_ended)
        .then(pl.lit("missed"))
        .when(ahead_by > room)
        .then(pl.lit("ahead"))
        .when(ahead_by < -room)
        .then(pl.lit("behind"))
        .otherwise(pl.lit("on_plan"))
    )

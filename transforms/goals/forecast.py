"""Where a goal is heading: needed pace, forecasts and the chance of arriving (statistics: "Backward plan and deviation").

Read in this order: `standing` (what is known), `paces` (what it takes), `prior`, `outlook` and `chance` (what is likely).
The chance is a probability, not an arrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from transforms.catalogue import Forecast
from transforms.goals.outlook import arrived, with_outlook
from transforms.goals.paces import with_pace_of_days, with_paces
from transforms.goals.prior import with_prior
from transforms.goals.standing import standings
from transforms.inputs import Prior

_SAME: Final = 1e-9


def forecasts(
    goals: pl.DataFrame,
    plan_months: pl.DataFrame,
    deviations: pl.DataFrame,
    outcome: pl.DataFrame,
    as_of: date,
    *,
    holidays: Sequence[date],
    prior: Prior,
) -> pl.DataFrame:
    """Where every goal in force stands on ``as_of``, what it takes from here, and what is likely.

    What counts as known: every month with an outcome so far, preliminary ones included (the deviation's row says which).
    Months missing at the end have not been delivered yet: everything is counted to the last known month. A missing
    month with a known one after it, or no known month at all, makes the standing unknown: the figures are null. So it is
    where the last sum counted may not be shown: given disclosed frames, nothing is computed from what they hide.

    ``needed_per_working_day`` spreads what is left over the Mondays to Fridays without ``holidays`` from the first month
    not counted to the plan's end, so that it agrees with ``needed_per_month``. Under a ceiling it is the room left.

    The chance and the interval are given where a model fits (`outlook`). At the present pace a sum ends at A_t/W_t, a share
    where it is, and a level at its mean change a month from where it is. Stock and share goals have no needed pace.

    state: a sum to reach is ``reached`` as soon as it is; a ceiling is ``missed`` as soon as it is broken; otherwise
    both wait for the plan's end. Ahead and behind follow the goal's way: downwards under a ceiling, and where the target is
    lower than the start value.

    Takes `Goal`, `PlanMonth`, `Deviation`, `Outcome` or the disclosed versions of the last two; returns `Forecast`, sorted
    by goal.
    """
    standing = with_prior(standings(goals, plan_months, deviations, outcome, as_of), outcome, prior)
    paced = with_pace_of_days(with_paces(standing), holidays)
    at_the_end = paced.with_columns(months_ahead="periods_left", weight_ahead="weight_left")
    return Forecast.conform(
        with_outlook(at_the_end)
        .with_columns(
            chance_of_reaching=pl.when(_is_settled()).then(_settled_chance()).otherwise("chance"),
            final_low="low",
            final_high="high",
            forecast_at_present_pace=_at_present_pace(),
            state=_state(),
        )
        .with_columns(
            chance_from=pl.when(pl.col("chance_of_reaching").is_not_null()).then(pl.col("model").fill_null("counts")),
        )
        .select(*Forecast.columns)
    )


def _is_settled() -> pl.Expr:
    """A sum of counts that is reached, or a ceiling that is broken: no month to come can change it, whatever the pace."""
    return pl.col("is_sum") & pl.col("counts_whole") & (arrived() != pl.col("is_ceiling"))


def _settled_chance() -> pl.Expr:
    return arrived().cast(pl.Float64)


def _at_present_pace() -> pl.Expr:
    return (
        pl.when("is_sum")
        .then("sum_at_present_pace")
        .when(pl.col("goal_kind") == "share")
        .then("outcome_cumulative")
        .otherwise("expected")
    )


def _state() -> pl.Expr:
    ahead_by = pl.col("deviation") * pl.col("way")
    room = _SAME * (pl.col("planned_cumulative").abs() + pl.col("target").abs())
    has_ended = pl.col("periods_left") == 0
    is_sum_to_reach = pl.col("is_sum") & ~pl.col("is_ceiling")
    return (
        pl.when(~pl.col("has_begun"))
        .then(pl.lit("not_started"))
        .when("is_unknown")
        .then(pl.lit("unknown"))
        .when(arrived() & (is_sum_to_reach | has_ended))
        .then(pl.lit("reached"))
        .when(has_ended | (pl.col("is_ceiling") & ~arrived()))
        .then(pl.lit("missed"))
        .when(ahead_by > room)
        .then(pl.lit("ahead"))
        .when(ahead_by < -room)
        .then(pl.lit("behind"))
        .otherwise(pl.lit("on_plan"))
    )

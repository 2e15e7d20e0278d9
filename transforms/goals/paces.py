"""What it takes from here: per month, per week and per working day, and where the present pace leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import polars as pl

_DAYS_OF_A_WEEK: Final = 5


def with_paces(standing: pl.DataFrame) -> pl.DataFrame:
    """The pace so far and needed, and the forecasts of a sum: null where the standing is unknown or nothing is left.

    For a ceiling what is left to do is the room left under it; it is 0 when there is none. ``needed_next_month`` follows
    the profile of the rest of the plan. Levels and shares have no pace.

    Takes and returns `standing.standings`.
    """
    sum_so_far = pl.when("is_sum").then("outcome_cumulative")
    left_to_do = (pl.col("target") - sum_so_far).clip(lower_bound=0)
    return standing.with_columns(sum_so_far=sum_so_far, left_to_do=left_to_do).with_columns(
        needed_per_month=pl.when(pl.col("periods_left") > 0).then(pl.col("left_to_do") / pl.col("periods_left")),
        needed_next_month=pl.when(pl.col("periods_left") > 0).then(
            pl.when(pl.col("left_to_do") == 0)
            .then(0.0)
            .when(pl.col("weight_left") > 0)
            .then(pl.col("left_to_do") * pl.col("next_weight") / pl.col("weight_left"))
        ),
        pace_per_month=pl.when(pl.col("periods_done") > 0).then(pl.col("sum_so_far") / pl.col("periods_done")),
        sum_at_present_pace=pl.when(pl.col("weight_done") > 0).then(
            pl.col("sum_so_far") * (1 + pl.col("weight_left") / pl.col("weight_done"))
        ),
        forecast_rest_as_planned=pl.col("sum_so_far") + pl.col("target") - pl.col("planned_cumulative"),
    )


def with_pace_of_days(standing: pl.DataFrame, holidays: Sequence[date]) -> pl.DataFrame:
    """What every working day, and a week of five, must give from the first month not counted to the plan's end.

    Takes and returns `with_paces`.
    """
    first_left = pl.coalesce(pl.col("last_known_month").dt.offset_by("1mo"), "first_month")
    days = standing.select(since=first_left, until=pl.col("last_month").dt.offset_by("1mo"))
    left = working_days(days["since"], days["until"], holidays)
    return (
        standing.with_columns(working_days_left=left)
        .with_columns(
            needed_per_working_day=pl.when(pl.col("working_days_left") > 0).then(pl.col("left_to_do") / pl.col("working_days_left"))
        )
        .with_columns(needed_per_week=_DAYS_OF_A_WEEK * pl.col("needed_per_working_day"))
    )


def working_days(since: pl.Series, until: pl.Series, holidays: Sequence[date]) -> pl.Series:
    """The Mondays to Fridays without ``holidays`` from each first day up to, not including, each last one."""
    return pl.Series(
        np.busday_count(
            since.to_numpy().astype("datetime64[D]"),
            until.to_numpy().astype("datetime64[D]"),
            holidays=np.array(holidays, dtype="datetime64[D]"),
        ),
        dtype=pl.Int64,
    )

"""Season and working days: what is taken out of a value before it is judged, and given back to the limits it is shown with.

A month's *factor* is what it usually is compared with an average month of the baseline: 0.6 for a July that gives six tenths
of the mean. The value divided by the factor is judged; centre and limits times the factor are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from transforms.catalogue import SeasonFactor
from transforms.variation.series import KEY, monthly_series

WHOLE_YEARS_FOR_SEASON: Final = 3
"""A season rests on at least this many whole years of the baseline; with fewer nothing is taken out."""


def season_factors(baselines: pl.DataFrame, outcome: pl.DataFrame) -> pl.DataFrame:
    """The season of every current baseline that is judged without it.

    Takes `Baseline` and `Outcome`; returns `SeasonFactor`, twelve rows a series, sorted by measure, unit and calendar month.
    """
    current = baselines.filter("is_current", pl.col("adjusted_for") == "season").sort(KEY).with_row_index("series")
    profile = _season_profile(members_of(current, outcome))
    return SeasonFactor.conform(
        profile.join(current.select("series", *KEY), on="series", validate="m:1")
        .sort("series", "calendar_month")
        .select(*SeasonFactor.columns)
    )


def members_of(baselines: pl.DataFrame, outcome: pl.DataFrame) -> pl.DataFrame:
    """The months that baselines (``series`` and the columns of `Baseline`) are made of, in order.

    ``series``, ``adjusted_for``, ``month``, ``month_index``, ``value``; only what is known and no longer preliminary.
    """
    spans = baselines.select("series", *KEY, "adjusted_for", "from_month", "to_month")
    return (
        monthly_series(outcome, spans["measure_id"].unique())
        .join(spans, on=KEY)
        .filter(pl.col("value").is_not_null(), pl.col("month").is_between("from_month", "to_month"))
        .sort("series", "month_index")
        .select("series", "adjusted_for", "month", "month_index", "value")
    )


def with_factor(months: pl.DataFrame, members: pl.DataFrame, holidays: Sequence[date]) -> pl.DataFrame:
    """The same months, in the same order, each with its ``factor`` and with what was really ``adjusted_for``.

    ``months``: ``series``, ``month`` and more. ``members``: see `members_of`; ``adjusted_for`` there is what is wanted.

    season: calendar month's mean / mean of all, over the whole years (at least three, without a missing month) that end
    with the baseline's last known month. Nothing is taken out (``none``, factor 1) when there are fewer years, or when a
    calendar month's mean is not above zero: a share of the year then means nothing.

    working_days: the month's Mondays to Fridays without ``holidays`` / their mean over the baseline's months. To judge the
    value divided by that is to judge the value per working day, but figures stay in the measure's own unit.
    """
    if members["adjusted_for"].is_in(["season", "working_days"]).any():
        season = _season_profile(members.filter(pl.col("adjusted_for") == "season")).select("series", "calendar_month", "factor")
        days = _working_days(pl.concat([months["month"], members["month"]]).unique(), holidays)
        usual = (
            members.filter(pl.col("adjusted_for") == "working_days")
            .join(days, on="month", validate="m:1")
            .group_by("series")
            .agg(usual_days=pl.col("working_days").mean())
        )
        found = (
            months.with_columns(calendar_month=pl.col("month").dt.month().cast(pl.Int64))
            .join(season, on=["series", "calendar_month"], how="left", validate="m:1", maintain_order="left")
            .join(usual, on="series", how="left", validate="m:1", maintain_order="left")
            .join(days, on="month", how="left", validate="m:1", maintain_order="left")
        )
    else:
        nothing = pl.lit(None, pl.Float64)
        found = months.with_columns(factor=nothing, usual_days=nothing, working_days=nothing)
    return found.with_columns(
        factor=pl.coalesce("factor", pl.col("working_days") / pl.col("usual_days"), pl.lit(1.0)),
        adjusted_for=pl.when(pl.col("factor").is_not_null())
        .then(pl.lit("season"))
        .when(pl.col("usual_days").is_not_null())
        .then(pl.lit("working_days"))
        .otherwise(pl.lit("none")),
    ).select(*[name for name in months.columns if name != "adjusted_for"], "factor", "adjusted_for")


def _season_profile(members: pl.DataFrame) -> pl.DataFrame:
    """Per series with a usable season: ``calendar_month``, ``factor`` and the ``whole_years`` it rests on."""
    latest_first = (
        members.sort("series", "month_index", descending=[False, True])
        .with_columns(
            months_back=pl.col("month_index").max().over("series") - pl.col("month_index"),
            place=pl.int_range(pl.len()).over("series"),
        )
        .filter(pl.col("months_back") == pl.col("place"))  # from the first gap on, places fall behind
        .with_columns(whole_years=(pl.len() // 12).over("series").cast(pl.Int64))
        .filter(pl.col("whole_years") >= WHOLE_YEARS_FOR_SEASON, pl.col("place") < pl.col("whole_years") * 12)
    )
    return (
        latest_first.with_columns(overall=pl.col("value").mean().over("series"))
        .group_by("series", pl.col("month").dt.month().cast(pl.Int64).alias("calendar_month"))
        .agg(pl.col("whole_years", "overall").first(), mean=pl.col("value").mean())
        .filter((pl.col("mean") > 0).all().over("series"))
        .select("series", "calendar_month", "whole_years", factor=pl.col("mean") / pl.col("overall"))
    )


def _working_days(months: pl.Series, holidays: Sequence[date]) -> pl.DataFrame:
    """Per month: how many Mondays to Fridays it has that are no holidays."""
    first = months.to_numpy().astype("datetime64[M]")
    counted = np.busday_count(
        first.astype("datetime64[D]"),
        (first + 1).astype("datetime64[D]"),
        holidays=np.array(holidays, dtype="datetime64[D]"),
    )
    return pl.DataFrame({"month": months, "working_days": counted}, schema_overrides={"working_days": pl.Float64})

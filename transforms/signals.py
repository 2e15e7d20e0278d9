"""Signals: whether the value of a month is beyond what chance gives (statistics: "Baseline and chance or trend").

Each month is judged as it was when it was the latest: a run of eight marks its eighth month and those after it, never
the seven before. What is known about later months therefore never changes the judgement of an earlier one, as long as
the baseline is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from transforms.baselines import monthly_series
from transforms.catalogue import Signal
from transforms.measures import Measure

RUN_LENGTH: Final = 8
"""So many months in a row on one side of the centre are a signal."""

_KEY: Final = ["measure_id", "unit_id"]
_SAME: Final = 1e-9  # relative: a mean of equal numbers may differ from them in its last binary digit


def signals(measures: Iterable[Measure], outcome: pl.DataFrame, baselines: pl.DataFrame) -> pl.DataFrame:
    """Every complete, no longer preliminary month from the baseline's first month on, judged by the first rule that fits.

    1. ``outside_limits``: above the upper or below the lower limit (on it is inside).
    2. ``two_of_three``: the month and one of the two before it beyond two sigma (two thirds of the way to the limit, or
       farther), all three on the same side of the centre.
    3. ``run``: at least eight months in a row on one side; months on the centre line neither count nor break.

    A missing month breaks both sequences. No rule applies while the baseline has too few points. Months before the
    baseline's first month belong to another baseline and are left out: no rule runs across one.

    Takes `Outcome` and `Baseline`; returns `Signal`, sorted by measure, unit and month.
    """
    directions = pl.DataFrame(
        [(measure.measure_id, measure.direction) for measure in measures],
        schema={"measure_id": pl.String, "direction": pl.String},
        orient="row",
    )
    judged_against = baselines.select(
        *_KEY, "from_month", "centre", "lower_limit", "upper_limit", "strength", series=pl.int_range(pl.len(), dtype=pl.Int64)
    ).join(directions, on="measure_id", validate="m:1")
    months = (
        monthly_series(measures, outcome)
        .join(judged_against, on=_KEY, validate="m:1")
        .filter(pl.col("month") >= pl.col("from_month"))
        .sort("series", "month_index")
    )
    placed = _with_unbroken_spans(_with_place(months))
    ruled = _with_rule(placed.join(_run_lengths(placed), on="row", how="left", validate="1:1", maintain_order="left"))
    return Signal.conform(_with_judgement(ruled).select(*Signal.columns).sort(*_KEY, "month"))


def _with_place(months: pl.DataFrame) -> pl.DataFrame:
    """On which side of the centre, and how far out, with room for the last binary digits."""
    distance = pl.col("value") - pl.col("centre")
    reach = (pl.col("upper_limit") - pl.col("centre")).fill_null(0)
    room = _SAME * (pl.col("value").abs() + pl.col("centre").abs() + reach)
    return months.with_row_index("row").with_columns(
        way=pl.when(distance > room).then(1).when(distance < -room).then(-1).when(distance.is_not_null()).then(0),
        is_outside=(distance.abs() > reach + room) & pl.col("upper_limit").is_not_null(),
        is_beyond_two_sigma=(distance.abs() > 2 / 3 * reach + room) & pl.col("upper_limit").is_not_null(),
    )


def _with_unbroken_spans(months: pl.DataFrame) -> pl.DataFrame:
    """Which stretch of neighbouring months with values, without a gap, each month belongs to."""
    follows = (
        (pl.col("series") == pl.col("series").shift())
        & (pl.col("month_index") - pl.col("month_index").shift() == 1)
        & pl.col("value").is_not_null()
        & pl.col("value").shift().is_not_null()
    )
    return months.with_columns(span=(~follows.fill_null(value=False)).cum_sum())


def _run_lengths(months: pl.DataFrame) -> pl.DataFrame:
    """How many months the run on one side has lasted, for the months beside the centre line."""
    beside = months.filter(pl.col("way").fill_null(0) != 0).select("row", "span", "way")
    starts = (pl.col("span") != pl.col("span").shift()) | (pl.col("way") != pl.col("way").shift())
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    start_place = pl.when(starts.fill_null(value=True)).then(place).forward_fill()
    return beside.select("row", run_length=place - start_place + 1)


def _with_rule(months: pl.DataFrame) -> pl.DataFrame:
    earlier_beyond = pl.col("is_beyond_two_sigma").shift(1) | pl.col("is_beyond_two_sigma").shift(2)
    all_three_on_one_side = (
        (pl.col("span") == pl.col("span").shift(2))
        & (pl.col("way") == pl.col("way").shift(1))
        & (pl.col("way") == pl.col("way").shift(2))
    )
    return months.with_columns(
        rule=pl.when(pl.col("strength") == "too_few")
        .then(pl.lit("none"))
        .when("is_outside")
        .then(pl.lit("outside_limits"))
        .when(pl.col("is_beyond_two_sigma") & earlier_beyond & all_three_on_one_side)
        .then(pl.lit("two_of_three"))
        .when(pl.col("run_length") >= RUN_LENGTH)
        .then(pl.lit("run"))
        .otherwise(pl.lit("none"))
    )


def _with_judgement(months: pl.DataFrame) -> pl.DataFrame:
    is_signal = pl.col("rule") != "none"
    is_above = pl.col("way") > 0
    is_good = is_above == (pl.col("direction") == "up")
    latest = months.filter(pl.col("value").is_not_null()).group_by("series").agg(latest_row=pl.col("row").max())
    return months.join(latest, on="series", how="left", validate="m:1", maintain_order="left").with_columns(
        side=pl.when(is_signal).then(pl.when(is_above).then(pl.lit("above")).otherwise(pl.lit("below"))),
        judgement=pl.when(pl.col("strength") == "too_few")
        .then(pl.lit("too_few"))
        .when(~is_signal)
        .then(pl.lit("none"))
        .when(pl.col("direction") == "neither")
        .then(pl.lit("change"))
        .when(is_good)
        .then(pl.lit("improvement"))
        .otherwise(pl.lit("concern")),
        is_latest=pl.col("row") == pl.col("latest_row").fill_null(-1),
    )

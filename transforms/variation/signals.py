"""Signals: whether the value of a month is beyond what chance gives (statistics: "Baseline and chance or trend").

Each month is judged as it was when it was the latest: a run of eight marks its eighth month and those after it, never
the seven before. What is known about later months therefore never changes the judgement of an earlier one, as long as
the baseline is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import polars as pl

from transforms.catalogue import Signal
from transforms.inputs import SignalRules
from transforms.measures import Measure
from transforms.variation.charts import chart_settings, deviation_of_month, limits
from transforms.variation.season import members_of, with_factor
from transforms.variation.series import KEY, judged_by_month, monthly_series

TREND_LENGTH: Final = 7
"""So many months in a row, each higher (or each lower) than the one before it, are a trend: six steps."""

_SAME: Final = 1e-9  # relative: a mean of equal numbers may differ from them in its last binary digit


def signals(
    measures: Iterable[Measure],
    outcome: pl.DataFrame,
    baselines: pl.DataFrame,
    rules: SignalRules = SignalRules(),  # noqa: B008 - frozen, and the kommun's usual choice
    holidays: Sequence[date] = (),
) -> pl.DataFrame:
    """Every complete, no longer preliminary month from the first baseline's first month on, judged by the first rule that fits.

    1. ``outside_limits``: above the upper or below the lower limit of the month (on it is inside).
    2. ``two_of_three``: the month and one of the two before it beyond two sigma (or farther), all three on the same side.
    3. ``run``: at least ``rules.run_length`` months in a row on one side; months on the centre line neither count nor break.
    4. ``trend``, where switched on: the seventh month in a row, or a later one, that all rise (or all fall).

    A month is judged against the baseline in force, with the season or the working days taken out of its value; centre and
    limits are told with them put back. A missing month breaks every sequence, and so does a new baseline. No rule applies
    while the baseline has too few points. ``sigmas`` is null where there is no variation at all to measure in, unless the
    value is on the centre.

    Takes `Outcome` and `Baseline`; returns `Signal`, sorted by measure, unit and month.
    """
    judged = judged_by_month(measures)
    months = _with_place(_with_limits(_in_force(judged, outcome, baselines, holidays)))
    ruled = _with_rule(_with_sequences(months), rules)
    return Signal.conform(_with_judgement(ruled, judged).select(*Signal.columns))


def _in_force(
    measures: Sequence[Measure], outcome: pl.DataFrame, baselines: pl.DataFrame, holidays: Sequence[date]
) -> pl.DataFrame:
    """The months in order, each with the baseline that is in force."""
    is_same_series = pl.all_horizontal(pl.col(name) == pl.col(name).shift(-1) for name in KEY)
    ordered = (
        baselines.sort(*KEY, "from_month")
        .with_columns(
            series=pl.int_range(pl.len(), dtype=pl.Int64),
            until=pl.when(is_same_series).then(pl.col("from_month").shift(-1)),
            has_limits=pl.col("strength") != "too_few",
        )
        .join(chart_settings(measures), on="measure_id", validate="m:1", maintain_order="left")
    )
    against = ordered.select(
        *KEY, "series", "from_month", "until", "chart", "centre", "spread", "scale", "is_share", "has_limits", "adjusted_for"
    )
    months = (
        monthly_series(outcome, [measure.measure_id for measure in measures])
        .join(against, on=KEY)
        .filter(pl.col("month") >= pl.col("from_month"), (pl.col("month") < pl.col("until")).fill_null(value=True))
        .sort("series", "month_index")
    )
    adjusted = ordered.filter(pl.col("adjusted_for") != "none")
    return with_factor(months, members_of(adjusted, outcome), holidays)


def _with_limits(months: pl.DataFrame) -> pl.DataFrame:
    """Centre and limits of every month, with what was taken out put back; ``deviation`` is null where there are none."""
    deviation = pl.when("has_limits").then(deviation_of_month(pl.col("denominator")) * pl.col("factor"))
    centre = pl.col("centre") * pl.col("factor")
    lower, upper = limits(pl.col("centre"), pl.col("deviation"))
    # The limits come second: a chart's deviation is that of the baseline's centre, before the factor.
    return months.with_columns(centre=centre, deviation=deviation).with_columns(lower_limit=lower, upper_limit=upper)


def _with_place(months: pl.DataFrame) -> pl.DataFrame:
    """On which side of the centre, how far out, and whether higher than before, with room for the last binary digits."""
    value, deviation = pl.col("value"), pl.col("deviation")
    distance = value - pl.col("centre")
    room = _SAME * (value.abs() + pl.col("centre").abs() + 3 * deviation.fill_null(0))
    level = value / pl.col("factor")
    way = pl.when(distance > room).then(1).when(distance < -room).then(-1).when(distance.is_not_null()).then(0)
    step = level - level.shift()
    follows = (
        (pl.col("series") == pl.col("series").shift())
        & (pl.col("month_index") - pl.col("month_index").shift() == 1)
        & value.is_not_null()
        & value.shift().is_not_null()
    )
    return months.with_columns(
        way=way,
        sigmas=pl.when(deviation > 0).then(distance / deviation).when((deviation == 0) & (way == 0)).then(0.0),
        is_outside=((value > pl.col("upper_limit") + room) | (value < pl.col("lower_limit") - room)).fill_null(value=False),
        is_beyond_two_sigma=(distance.abs() > 2 * deviation + room).fill_null(value=False),
        span=(~follows.fill_null(value=False)).cum_sum(),
        step=pl.when(follows & (step.abs() > _SAME * (level.abs() + level.shift().abs()))).then(step.sign().cast(pl.Int32)),
    )


def _with_sequences(months: pl.DataFrame) -> pl.DataFrame:
    """How many months the run on one side has lasted, and how many steps in one direction, the month's own included."""
    rows = months.with_row_index("row")
    beside = rows.filter(pl.col("way") != 0).select("row", run_length=_in_a_row("span", "way"))
    return rows.with_columns(steps_in_a_row=pl.when(pl.col("step").is_not_null()).then(_in_a_row("span", "step"))).join(
        beside, on="row", how="left", validate="1:1", maintain_order="left"
    )


def _in_a_row(*names: str) -> pl.Expr:
    """How many rows in a row, up to each row, that have the same of everything named."""
    starts = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in names)
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    return place - pl.when(starts | (place == 0)).then(place).forward_fill() + 1


def _with_rule(months: pl.DataFrame, rules: SignalRules) -> pl.DataFrame:
    earlier_beyond = pl.col("is_beyond_two_sigma").shift(1) | pl.col("is_beyond_two_sigma").shift(2)
    all_three_on_one_side = (
        (pl.col("span") == pl.col("span").shift(2))
        & (pl.col("way") == pl.col("way").shift(1))
        & (pl.col("way") == pl.col("way").shift(2))
    )
    is_trend = pl.lit(rules.has_trend) & (pl.col("steps_in_a_row") >= TREND_LENGTH - 1)
    return months.with_columns(
        rule=pl.when(~pl.col("has_limits"))
        .then(pl.lit("none"))
        .when("is_outside")
        .then(pl.lit("outside_limits"))
        .when(pl.col("is_beyond_two_sigma") & earlier_beyond & all_three_on_one_side)
        .then(pl.lit("two_of_three"))
        .when(pl.col("run_length") >= rules.run_length)
        .then(pl.lit("run"))
        .when(is_trend)
        .then(pl.lit("trend"))
        .otherwise(pl.lit("none"))
    )


def _with_judgement(months: pl.DataFrame, measures: Sequence[Measure]) -> pl.DataFrame:
    directions = {measure.measure_id: measure.direction for measure in measures}
    direction = pl.col("measure_id").replace_strict(directions, return_dtype=pl.String) if directions else pl.lit("neither")
    is_signal = pl.col("rule") != "none"
    is_above = pl.when(pl.col("rule") == "trend").then(pl.col("step") > 0).otherwise(pl.col("way") > 0)
    is_good = is_above == (direction == "up")
    latest = months.filter(pl.col("value").is_not_null()).group_by(KEY).agg(latest_row=pl.col("row").max())
    return months.join(latest, on=KEY, how="left", validate="m:1", maintain_order="left").with_columns(
        side=pl.when(is_signal).then(pl.when(is_above).then(pl.lit("above")).otherwise(pl.lit("below"))),
        judgement=pl.when(~pl.col("has_limits"))
        .then(pl.lit("too_few"))
        .when(~is_signal)
        .then(pl.lit("none"))
        .when(direction == "neither")
        .then(pl.lit("change"))
        .when(is_good)
        .then(pl.lit("improvement"))
        .otherwise(pl.lit("concern")),
        is_latest=pl.col("row") == pl.col("latest_row").fill_null(-1),
    )

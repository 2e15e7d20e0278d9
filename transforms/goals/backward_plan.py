"""Backward plans: from a number by a date to what every month must give (statistics: "Backward plan and cumulative deviation").

A plan is a line through *knots*: where it starts, its milestones, and the target at the end. Between two knots it moves
with a *clock*: one tick a month, or, for a plan by season, as many ticks as the calendar month used to give. Whole things
are rounded half up on the cumulative line, in integer arithmetic, so that 37,5 a month gives 38, 75, 113 … 450: rounding
month by month drifts to 456, and binary fractions or banker's rounding give 112.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.catalogue import PlanMonth
from transforms.plan import Plan

WHOLE_YEARS_FOR_SEASON: Final = 3
"""A season profile rests on at least this many whole years; otherwise the plan is even."""

_TICKS_PER_UNIT: Final = 1000  # a history in thousandths keeps its proportions as whole numbers
_KEY: Final = ["goal_id", "version"]


def plan_months(plan: Plan, outcome: pl.DataFrame) -> pl.DataFrame:
    """Every month of every version of every goal, with the cumulative plan ending exactly on the target.

    Cumulative goals: P_t rounded half up when the target and all milestones are whole, unrounded otherwise. Stock and
    share goals: the unrounded glide path from the start value (from the target itself when no start value is given).
    Milestones are met exactly, with a straight line between; one in the goal's last month gives way to the target.

    A plan by season follows the measure's own history at the goal's unit: the sum per calendar month over the whole
    years (at least three, without a missing month) that end with the last month known for good before the plan's first
    month. With less history, a negative month in the profile, or a goal that is not cumulative, the plan is even.

    Returns: `PlanMonth`, sorted by goal, version and month. Months planned at zero have weight 0.
    """
    goals = _goals(plan)
    months = (
        goals.with_columns(month=pl.date_ranges("first_month", "last_month", interval="1mo"))
        .filter(pl.col("month").list.len() > 0)
        .explode("month")
        .sort(*_KEY, "month")
        .with_columns(
            period_number=pl.int_range(1, pl.len() + 1).over(_KEY),
            periods=pl.len().over(_KEY),
        )
    )
    months = _with_clock(months, outcome)
    segments = _segments(months, _milestones(plan))
    on_line = months.sort("period_number").join_asof(
        segments.sort("from_period"),
        left_on=pl.col("period_number") - 1,
        right_on="from_period",
        by=_KEY,
        coalesce=False,
        check_sortedness=False,
    )
    return PlanMonth.conform(_with_planned(on_line.sort(*_KEY, "month")).select(*PlanMonth.columns))


def _goals(plan: Plan) -> pl.DataFrame:
    schema = {
        "goal_id": pl.String, "version": pl.Int64, "unit_id": pl.String, "measure_id": pl.String, "goal_kind": pl.String,
        "target": pl.Float64, "start_value": pl.Float64, "first_month": pl.Date, "last_month": pl.Date, "shape": pl.String,
    }  # fmt: skip
    rows = [
        (g.goal_id, g.version, g.unit_id, g.measure_id, g.kind, g.target, g.start_value, g.first_month, g.last_month, g.shape)
        for g in plan.goals
    ]
    is_cumulative = pl.col("goal_kind") == "cumulative"
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        start=pl.when(is_cumulative).then(0.0).otherwise(pl.col("start_value").fill_null(pl.col("target"))),
        follows_season=is_cumulative & (pl.col("shape") == "season"),
        has_milestones=pl.col("shape") == "milestones",
    )


def _milestones(plan: Plan) -> pl.DataFrame:
    schema = {"goal_id": pl.String, "version": pl.Int64, "month": pl.Date, "level": pl.Float64}
    return pl.DataFrame([(m.goal_id, m.version, m.month, m.cumulative) for m in plan.milestones], schema=schema, orient="row")


def _with_clock(months: pl.DataFrame, outcome: pl.DataFrame) -> pl.DataFrame:
    """``ticks`` of the month, and the clock at its end: whole numbers, so that nothing is lost before the rounding."""
    profile = _season_profile(months.filter("follows_season"), outcome)
    joined = months.with_columns(calendar_month=pl.col("month").dt.month()).join(
        profile, on=[*_KEY, "calendar_month"], how="left", validate="m:1", maintain_order="left"
    )
    usable = pl.col("season_ticks").is_not_null().all() & (pl.col("season_ticks").min() >= 0) & (pl.col("season_ticks").sum() > 0)
    return (
        joined.with_columns(by_season=usable.over(_KEY))
        .with_columns(ticks=pl.when("by_season").then("season_ticks").otherwise(pl.lit(1)).cast(pl.Int128))
        .with_columns(clock=pl.col("ticks").cum_sum().over(_KEY))
    )


def _season_profile(months: pl.DataFrame, outcome: pl.DataFrame) -> pl.DataFrame:
    """What each calendar month gave over the whole years before each goal's first month; nothing for too short a history."""
    goals = months.unique(_KEY).select(*_KEY, "unit_id", "measure_id", "first_month")
    month_index = pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month()
    history = (
        outcome.filter(pl.col("value").is_not_null(), ~pl.col("is_preliminary"))
        .select("unit_id", "measure_id", "month", "value")
        .join(goals, on=["unit_id", "measure_id"])
        .filter(pl.col("month") < pl.col("first_month"))
        .sort(*_KEY, "month", descending=[False, False, True])
        .with_columns(month_index=month_index)
        .with_columns(
            months_back=pl.col("month_index").first().over(_KEY) - pl.col("month_index"),
            place=pl.int_range(pl.len()).over(_KEY),
        )
        .filter(pl.col("months_back") == pl.col("place"))  # from the first gap on, places fall behind
        .with_columns(whole_years=pl.len().over(_KEY) // 12)
    )
    return (
        history.filter(pl.col("whole_years") >= WHOLE_YEARS_FOR_SEASON, pl.col("place") < pl.col("whole_years") * 12)
        .group_by(*_KEY, pl.col("month").dt.month().alias("calendar_month"))
        .agg(season_ticks=(pl.col("value").sum() * _TICKS_PER_UNIT).round().cast(pl.Int64))
    )


def _segments(months: pl.DataFrame, milestones: pl.DataFrame) -> pl.DataFrame:
    """The straight pieces of every plan: from one knot to the next, in periods, levels and clock."""
    plans = months.group_by(_KEY).agg(
        pl.col("start", "target", "periods", "by_season", "has_milestones").first(), total_ticks=pl.col("ticks").sum()
    )
    inner = (
        milestones.join(months.select(*_KEY, "month", "period_number", "periods", "has_milestones"), on=[*_KEY, "month"])
        .filter("has_milestones", pl.col("period_number") < pl.col("periods"))
        .select(*_KEY, period=pl.col("period_number"), level=pl.col("level"))
    )
    first = plans.select(*_KEY, period=pl.lit(0, pl.Int64), level="start")
    last = plans.select(*_KEY, period=pl.col("periods").cast(pl.Int64), level="target")
    knots = pl.concat([first, inner, last]).sort(*_KEY, "period")
    return (
        knots.with_columns(to_period=pl.col("period").shift(-1).over(_KEY), to_level=pl.col("level").shift(-1).over(_KEY))
        .with_columns(is_whole=(pl.col("level") == pl.col("level").round()).all().over(_KEY))
        .drop_nulls("to_period")
        .join(plans.select(*_KEY, "by_season", "total_ticks"), on=_KEY, validate="m:1")
        .select(
            *_KEY,
            "is_whole",
            "to_level",
            from_period="period",
            from_level="level",
            from_clock=pl.col("period").cast(pl.Int128),  # a season's only segment starts at 0 on both clocks
            to_clock=pl.when("by_season").then("total_ticks").otherwise(pl.col("to_period").cast(pl.Int128)),
        )
    )


def _with_planned(months: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("to_clock") - pl.col("from_clock")
    passed = pl.col("clock") - pl.col("from_clock")
    rise = pl.col("to_level") - pl.col("from_level")
    unrounded = pl.col("from_level") + rise * passed.cast(pl.Float64) / length.cast(pl.Float64)
    top = pl.col("from_level").cast(pl.Int128, strict=False) * length + rise.cast(pl.Int128, strict=False) * passed
    half_up = ((2 * top + length) // (2 * length)).cast(pl.Float64)
    way = pl.col("target") - pl.col("start")
    share_of_way = rise * (pl.col("ticks").cast(pl.Float64) / length.cast(pl.Float64)) / way
    return (
        months.with_columns(
            weight=pl.when(way == 0).then(1.0 / pl.col("periods")).otherwise(share_of_way),
            planned_cumulative=pl.when(pl.col("period_number") == pl.col("periods"))
            .then("target")
            .when((pl.col("goal_kind") == "cumulative") & pl.col("is_whole"))
            .then(half_up)
            .otherwise(unrounded),
        )
        .with_columns(before=pl.col("planned_cumulative").shift(1).over(_KEY).fill_null(pl.col("start")))
        .with_columns(planned=pl.col("planned_cumulative") - pl.col("before"))
    )

"""The goals' weeks as they may be shown to everybody: whether a week was won is told where that says nothing of a small count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from transforms.catalogue import DisclosedWeek
from transforms.disclosure.quantities import shown_quantities
from transforms.inputs import Thresholds
from transforms.measures import Measure

_HAIR: Final = 1e-6


def disclosed_weeks(  # noqa: PLR0917 - a week lies between the goal, its sums and its months
    weeks: pl.DataFrame,
    goals: pl.DataFrame,
    deviations: pl.DataFrame,
    disclosed_deviations: pl.DataFrame,
    disclosed_outcomes: pl.DataFrame,
    measures: Iterable[Measure],
    thresholds: Thresholds,
) -> pl.DataFrame:
    """Every week, with what may be told of it.

    How many were counted is told of measures of class open alone. What was needed tells the sum before the week, so it is
    told where that sum is shown as it is, or where the week lies in the plan's first month. Won or not won is told with
    it, when needed is at least the limit of the measure's class and no month the week lies in is hidden.

    Takes `GoalWeek`, `Goal`, `Deviation`, `DisclosedDeviation`, `DisclosedOutcome`; returns `DisclosedWeek` in the weeks' order.
    """
    limits = pl.DataFrame(
        [(rule.measure_id, rule.limit) for rule in shown_quantities(measures, thresholds).rules],
        schema={"measure_id": pl.String, "limit": pl.Int64},
        orient="row",
    )
    stands = deviations.select("goal_id", before="month", true="outcome_cumulative").join(
        disclosed_deviations.select("goal_id", before="month", told="outcome_cumulative"), on=["goal_id", "before"], validate="1:1"
    )
    month = pl.col("week_from").dt.truncate("1mo")
    placed = (
        weeks.join(
            goals.filter("is_current").select("goal_id", "measure_id", "unit_id", "first_month"), on="goal_id", validate="m:1",
            maintain_order="left",
        )
        .join(limits, on="measure_id", how="left", validate="m:1", maintain_order="left")
        .with_columns(
            before=month.dt.offset_by("-1mo"), from_month=month, to_month=pl.col("week_from").dt.offset_by("6d").dt.truncate("1mo")
        )
        .join(stands, on=["goal_id", "before"], how="left", validate="m:1", maintain_order="left")
    )  # fmt: skip
    hidden = disclosed_outcomes.filter("is_hidden").select("measure_id", "unit_id", "month", hidden=pl.lit(value=True))
    for side in ("from", "to"):
        placed = placed.join(
            hidden.rename({"month": f"{side}_month", "hidden": f"{side}_hidden"}),
            on=["measure_id", "unit_id", f"{side}_month"], how="left", validate="m:1", maintain_order="left",
        )  # fmt: skip
    is_first = pl.col("before") < pl.col("first_month")
    stands_as_it_is = ((pl.col("told") - pl.col("true")).abs() < _HAIR).fill_null(value=False)
    tells_needed = is_first | stands_as_it_is
    in_hidden = pl.any_horizontal(pl.col("from_hidden", "to_hidden").fill_null(value=False))
    limit = pl.col("limit").fill_null(max(thresholds.persons, thresholds.staff))
    return DisclosedWeek.conform(
        placed.with_columns(
            outcome=pl.when((limit == 0) & ~in_hidden).then("outcome"),
            is_won=pl.when(tells_needed & ~in_hidden & (pl.col("needed") >= limit)).then("is_won"),
            needed=pl.when(tells_needed).then("needed"),
        ).select(*DisclosedWeek.columns)
    )

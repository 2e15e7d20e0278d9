"""The goals' months and sums as they may be shown to everybody: no hidden month comes back as a difference between sums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import polars as pl

from transforms.catalogue import DisclosedDeviation, ShownBefore
from transforms.disclosure.board import Board
from transforms.disclosure.quantities import shown_quantities
from transforms.disclosure.sheet import GRAIN, Sheet
from transforms.disclosure.sums_audit import ended_goals
from transforms.disclosure.sums_walk import walked
from transforms.inputs import Thresholds
from transforms.measures import Measure

_HAIR: Final = 1e-6


def disclosed_deviations(
    deviations: pl.DataFrame,
    goals: pl.DataFrame,
    disclosed_outcomes: pl.DataFrame,
    measures: Iterable[Measure] = (),
    thresholds: Thresholds | None = None,
    *,
    shown_before: pl.DataFrame | None = None,
    decided_on: tuple[Sheet, Board] | None = None,
) -> pl.DataFrame:
    """Every goal's months as they may be shown to everybody.

    The outcome of a hidden month is null, and so is one whose disclosed outcome is not there. A cumulative goal's sums go
    from its first hidden month on, and come back with every third hidden month, as long as the three are together not
    small, not so few that each must be 1, and not so many that each must be the largest small count. The first three
    that fail end it: no later sum of the plan is shown. (Waiting for a fourth would tell those who know the rule what
    the three were.) Small is what it is for the measure's class; without ``measures``, by the higher threshold. With
    ``decided_on``, sums that together with everything else shown would pin a hidden month end their goal's sums too.

    A share goal shows no cumulative share from its first hidden month on. A stock goal's level is the month's own,
    hidden with it. Sums are made of the months as they stand, held ones included, and are held themselves where what is
    hidden in them has changed too little. A hidden month that does not agree with what stands ends them.

    Takes `Deviation`, `Goal`, `DisclosedOutcome`, `ShownBefore`; returns `DisclosedDeviation`, sorted by goal and month.
    """
    limits = thresholds or Thresholds()
    months = _months(deviations, goals, disclosed_outcomes, tuple(measures), limits)
    months = walked(_as_standing(months, decided_on), ShownBefore.empty() if shown_before is None else shown_before, limits)
    ended = ended_goals(months, decided_on)
    is_stock, is_share = pl.col("goal_kind") == "stock", pl.col("goal_kind") == "share"
    has_hidden = pl.col("month_hidden").cum_max().over("goal_id")
    level = pl.coalesce("shown", "outcome_cumulative")
    sums = months.with_columns(
        hides_sum=pl.when(is_stock)
        .then("month_hidden")
        .when(is_share)
        .then(has_hidden)
        .otherwise(pl.col("hides_sum") | (has_hidden & pl.col("goal_id").is_in(ended))),
        standing=pl.when(is_stock).then(level).when(is_share).then(_share_so_far()).otherwise("sum"),
    )
    was_there = pl.col("outcome_cumulative").is_not_null()
    total = pl.when(was_there & ~pl.col("hides_sum")).then("standing")
    return DisclosedDeviation.conform(
        sums.with_columns(
            is_hidden=pl.col("hides_sum") & was_there,
            outcome=pl.when(~pl.col("month_hidden")).then("shown"),
            outcome_cumulative=total,
            deviation=total - pl.col("planned_cumulative"),
        ).select(*DisclosedDeviation.columns)
    )


def _months(
    deviations: pl.DataFrame, goals: pl.DataFrame, disclosed: pl.DataFrame, measures: tuple[Measure, ...], thresholds: Thresholds
) -> pl.DataFrame:
    """The goals' months beside what is shown of them, sorted by goal and month; ``limit`` is that of the measure's class."""
    rules = shown_quantities(measures, thresholds).rules
    classes = pl.DataFrame(
        [(rule.measure_id, rule.limit) for rule in rules], schema={"measure_id": pl.String, "limit": pl.Int64}, orient="row"
    )
    told = disclosed.select(
        *GRAIN, month_hidden="is_hidden", shown="value", shown_numerator="numerator", shown_denominator="denominator"
    )
    in_force = goals.filter("is_current").select("goal_id", "unit_id", "measure_id", "goal_kind", "first_month")
    return (
        deviations.join(in_force, on="goal_id", validate="m:1")
        .join(told, on=list(GRAIN), how="left", validate="m:1")
        .join(classes, on="measure_id", how="left", validate="m:1")
        .sort("goal_id", "month")
        .with_columns(
            pl.col("limit").fill_null(max(thresholds.persons, thresholds.staff)),
            month_hidden=pl.col("month_hidden").fill_null(value=True) & pl.col("outcome").is_not_null(),
        )
    )


def _as_standing(months: pl.DataFrame, decided_on: tuple[Sheet, Board] | None) -> pl.DataFrame:
    """The months with ``stands``, what their outcomes are told to be beside held ones, and whether that ``clashes`` with them."""
    if decided_on is None:
        return months.with_columns(stands="outcome", clashes=pl.lit(value=False))
    sheet, board = decided_on
    item = sheet.items_of(months["measure_id"], months["unit_id"], months["month"])
    has_item = item >= 0
    stands = np.where(has_item, board.items.amount[item], np.nan) if len(board.items.amount) else np.full(len(item), np.nan)
    clashes = has_item & board.clashes[item] if len(board.clashes) else has_item
    return months.with_columns(stands=pl.coalesce(pl.Series(stands).fill_nan(None), "outcome"), clashes=pl.Series(clashes))


def _share_so_far() -> pl.Expr:
    """The share so far, made anew of what is shown where a month so far is held."""
    is_held = ((pl.col("shown") - pl.col("outcome")).abs() > _HAIR).fill_null(value=False).cum_max().over("goal_id")
    numerator = (pl.col("shown").fill_null(0) * pl.col("shown_denominator")).cum_sum().over("goal_id")
    denominator = pl.col("shown_denominator").cum_sum().over("goal_id")
    again = numerator / pl.when(denominator > 0).then(denominator)
    return pl.when(is_held).then(again).otherwise("outcome_cumulative")

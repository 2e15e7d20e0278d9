"""Whether goals' sums, together with everything else that is shown, pin a hidden month: those that do are ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from transforms.disclosure.audit import Budget, components, unsafe
from transforms.disclosure.board import Board
from transforms.disclosure.equations import NONE, Equations, Flags, Items, Whole
from transforms.disclosure.hiding import given_away
from transforms.disclosure.sheet import Sheet

_GOALS_TRIED_AGAIN: Final = 60
_BUDGET: Final = 100_000


def ended_goals(months: pl.DataFrame, decided_on: tuple[Sheet, Board] | None) -> list[str]:
    """The goals whose sums may not be shown from their first hidden month on, in order.

    Tried are all sums at once; then, one goal at a time, the sums of those that were in a component found unsafe.
    Sums that the budget does not reach are not told.
    """
    cumulative = months.filter(pl.col("goal_kind") == "cumulative")
    blocks = _blocks(cumulative)
    if blocks.is_empty():
        return []
    items, equations, unknown, number = _board_of(cumulative, decided_on)
    blocks = blocks.with_columns(item=pl.Series(number)[blocks["row"]])
    blocks = blocks.filter(pl.col("item") >= 0)
    failing = _failing(items, equations, unknown, blocks, Budget(_BUDGET))
    part = _parts(_with_sums(equations, blocks), unknown) if failing else np.zeros(0, dtype=np.int64)
    accepted = blocks.filter(~pl.col("goal_id").is_in(failing))
    budget = Budget(_BUDGET)
    for goal_id in failing[:_GOALS_TRIED_AGAIN]:
        own = blocks.filter(pl.col("goal_id") == goal_id)
        wanted = pl.concat([accepted, own])
        near = unknown & np.isin(part, part[own["item"].to_numpy()])
        if near.sum() <= budget.left and goal_id not in _failing(items, equations, near, wanted, budget, only=goal_id):
            accepted = wanted
    return [goal_id for goal_id in failing if goal_id not in set(accepted["goal_id"])]


def _blocks(months: pl.DataFrame) -> pl.DataFrame:
    """One row per hidden month between two sums told (or before the first): goal_id, which block, the month's row."""
    numbered = months.with_row_index("row").with_columns(
        block=(~pl.col("hides_sum")).cast(pl.Int64).cum_sum().over("goal_id") - (~pl.col("hides_sum")).cast(pl.Int64)
    )
    blocks_told = (~pl.col("hides_sum")).sum().over("goal_id")
    return numbered.filter(pl.col("month_hidden"), pl.col("block") < blocks_told).select("goal_id", "block", "row")


def _board_of(months: pl.DataFrame, decided_on: tuple[Sheet, Board] | None) -> tuple[Items, Equations, Flags, Whole]:
    """The board decided on and the item of every month; without one, the goals' months by themselves."""
    if decided_on is not None:
        sheet, board = decided_on
        number = sheet.items_of(months["measure_id"], months["unit_id"], months["month"])
        return board.items, board.equations, board.unknown, np.where(board.unknown[number] & (number >= 0), number, NONE)
    key = months.select(pl.struct("measure_id", "unit_id", "month").rank("dense") - 1).to_series().to_numpy().astype(np.int64)
    count = int(key.max()) + 1
    amount, limit = np.zeros(count), np.zeros(count, dtype=np.int64)
    amount[key], limit[key] = np.nan_to_num(months["outcome"].to_numpy()), months["limit"].to_numpy()
    nothing = np.zeros(0, dtype=np.int64)
    items = Items(amount, limit, np.arange(count), np.full(count, NONE), count)
    return items, Equations(nothing, nothing, nothing.astype(bool), 0), np.ones(count, dtype=bool), key


def _failing(  # noqa: PLR0917 - the board, side by side
    items: Items, equations: Equations, unknown: Flags, blocks: pl.DataFrame, budget: Budget, only: str | None = None
) -> list[str]:
    """The goals with a sum in a component that is not certified, in order."""
    more, item = _with_sums(equations, blocks), blocks["item"].to_numpy()
    asked = np.unique(blocks.filter(pl.col("goal_id") == only)["item"].to_numpy() if only else item)
    found = [
        component
        for component in components(items, more, unknown, given_away(items, more, unknown))
        if np.isin(component.items, asked).any()
    ]
    bad = [found[each.at].items for each in unsafe(found, budget)]
    if not bad:
        return []
    is_bad = np.isin(item, np.concatenate(bad))
    return blocks.filter(pl.Series(is_bad))["goal_id"].unique().sort().to_list()


def _with_sums(equations: Equations, blocks: pl.DataFrame) -> Equations:
    """The equations, and one for every sum told: its hidden months together."""
    number = blocks.select(pl.struct("goal_id", "block").rle_id()).to_series().to_numpy().astype(np.int64)
    added, item = number + equations.count, blocks["item"].to_numpy()
    return replace(
        equations,
        equation=np.concatenate([equations.equation, added]),
        item=np.concatenate([equations.item, item]),
        is_whole=np.concatenate([equations.is_whole, np.zeros(len(item), dtype=bool)]),
        count=int(added.max(initial=equations.count - 1)) + 1,
    )


def _parts(equations: Equations, unknown: Flags) -> Whole:
    """For every item, which of the parts that unknown items are tied together in."""
    member = np.flatnonzero(unknown[equations.item])
    size = len(unknown) + equations.count
    ends = (equations.item[member], len(unknown) + equations.equation[member])
    tied = coo_array((np.ones(len(member)), ends), shape=(size, size))
    return np.asarray(connected_components(tied, directed=False)[1][: len(unknown)], dtype=np.int64)

"""What everybody has seen before: figures that stand as they were, since a small change of one is as telling as a small count.

"7 last month, 8 this month" says one. So every change that can be read from two versions is none, or at least the limit:
the change of a figure itself; what is left of a total's change when the changes of the shown units below are taken from it;
and what is left of a whole's when its parts' are. A figure whose change is too small is *held*, and what is above it is
made of what is shown: totals always agree with the units as they stand on paper. A figure shown for the first time beside
held ones does not agree with them: it *clashes*, and stays hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

import numpy as np
import polars as pl

from transforms.catalogue import ShownBefore
from transforms.disclosure.equations import NONE, Flags, Grid, Real, Whole, numbered
from transforms.disclosure.hiding import Links
from transforms.disclosure.quantities import Family
from transforms.disclosure.sheet import Sheet

_HAIR = 1e-6


@dataclass(frozen=True)
class Standing:
    """What every item is told to be, and the items shown to nobody before that do not agree with what stands."""

    amount: Real
    clashes: Flags


def standing_amounts(sheet: Sheet) -> Standing:
    """Every item as it may be told beside what was shown before: held, or true less what is held below it."""
    was_shown = ~np.isnan(sheet.before)
    if not was_shown.any():
        return Standing(sheet.amount, was_shown)
    parent, levels = _tree(sheet.grid, sheet.key)
    groups = _families(sheet)
    held = np.zeros(len(sheet.key), dtype=bool)
    while True:
        standing, change = _upwards(sheet, parent, levels, held)
        sums = [*_tree_sums(parent, standing, sheet.amount), *_family_sums(groups, parent, standing, sheet.amount)]
        more = held | _is_telling(change, sheet.limit)
        more |= _tells_of_a_rest(groups, np.nan_to_num(standing - sheet.before), sheet.limit, was_shown)
        for told in sums:
            more[told.members_of(told.left < np.minimum(told.truly_left, 0.0) - _HAIR)] = True
        more = _with_linked(more & was_shown, sheet.links) & was_shown
        if (more == held).all():
            return Standing(standing, _clashes(sums, groups, parent, ~was_shown))
        held = more


def _is_telling(change: Real, limit: Whole) -> Flags:
    return (np.abs(change) > _HAIR) & (np.abs(change) < limit)


def _tree(grid: Grid, key: Whole) -> tuple[Whole, Sequence[Whole]]:
    """Every item's item in the unit above, and the items by how far below the top they are, the lowest first."""
    quantity, place = np.divmod(key, len(grid.parent) * grid.months)
    unit, month = np.divmod(place, grid.months)
    above = grid.parent[unit]
    wanted = grid.key(quantity, np.maximum(above, 0), month)
    at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    parent = np.where((above >= 0) & (key[at] == wanted), at, NONE)
    depth, line = np.zeros(len(key), dtype=np.int64), parent.copy()
    while (line >= 0).any() and depth.max(initial=0) < len(grid.parent):
        depth += line >= 0
        line = np.where(line >= 0, parent[line], NONE)
    return parent, [np.flatnonzero(depth == level) for level in range(int(depth.max(initial=0)), -1, -1)]


def _upwards(sheet: Sheet, parent: Whole, levels: Sequence[Whole], held: Flags) -> tuple[Real, Real]:
    """The standing amounts, and for items shown before the change that the units shown below do not explain.

    A unit that was not shown hides nothing of the units below it that were: they count against the one above.
    """
    standing, own_change = sheet.amount.copy(), np.zeros(len(sheet.key))
    was_shown = ~np.isnan(sheet.before)
    shown_above = parent.copy()
    for level in reversed(levels):
        above = parent[level]
        shown_above[level] = np.where((above >= 0) & ~was_shown[above], shown_above[above], above)
    below, true_below, correction = np.zeros(len(sheet.key)), np.zeros(len(sheet.key)), np.zeros(len(sheet.key))
    for level in levels:
        old = level[was_shown[level]]
        own_change[old] = sheet.amount[old] - sheet.before[old] - true_below[old]
        standing[old] = sheet.before[old] + below[old] + np.where(held[old], 0.0, own_change[old])
        new = level[~was_shown[level]]
        standing[new] = np.maximum(sheet.amount[new] + correction[new], 0.0)
        over = old[shown_above[old] >= 0]
        np.add.at(below, shown_above[over], standing[over] - sheet.before[over])
        np.add.at(true_below, shown_above[over], sheet.amount[over] - sheet.before[over])
        every = level[parent[level] >= 0]
        np.add.at(correction, parent[every], standing[every] - sheet.amount[every])
    return standing, own_change


@dataclass(frozen=True)
class _Group:
    """The items of a family: its wholes, and of every part the item beside each whole (`NONE` where there is none)."""

    whole: Whole
    parts: Sequence[Whole]

    @property
    def members(self) -> tuple[Whole, Whole]:
        """Every member beside the place of its whole."""
        place = np.tile(np.arange(len(self.whole)), 1 + len(self.parts))
        item = np.concatenate([self.whole, *self.parts])
        return place[item >= 0], item[item >= 0]

    def left(self, amount: Real) -> Real:
        """What the parts leave of every whole."""
        left = amount[self.whole].copy()
        for part in self.parts:
            left -= np.where(part >= 0, amount[part], 0.0)
        return left


def _families(sheet: Sheet) -> list[_Group]:
    """The families, and every quantity inside another by itself: what lies between the two may not have been shown."""
    number = numbered(sheet.grid.quantities)
    inside = (Family(whole, (part,)) for whole, part in permutations(number, 2) if part.is_in(whole))
    families = dict.fromkeys((family.whole, family.parts) for family in (*sheet.shown.families, *inside))
    width = len(sheet.grid.parent) * sheet.grid.months
    quantity, place = np.divmod(sheet.key, width)
    groups = []
    for whole, parts in families:
        if {whole, *parts} <= number.keys():
            wholes = np.flatnonzero(quantity == number[whole])
            wanted = [number[part] * width + place[wholes] for part in parts]
            at = [np.minimum(np.searchsorted(sheet.key, keys), len(sheet.key) - 1) for keys in wanted]
            groups.append(_Group(wholes, [np.where(sheet.key[a] == keys, a, NONE) for a, keys in zip(at, wanted, strict=True)]))
    return groups


@dataclass(frozen=True)
class _Sums:
    """Sums that figures stand in: what is left of each as it stands and in truth, and the items it is told by."""

    left: Real
    truly_left: Real
    place: Whole
    item: Whole

    def members_of(self, chosen: Flags) -> Whole:
        """The items that tell the sums chosen."""
        return self.item[chosen[self.place]]


def _tree_sums(parent: Whole, standing: Real, true: Real) -> list[_Sums]:
    """What lies directly on every unit above; and that no unit has more than the one above it (persons are not added up)."""
    child = np.flatnonzero(parent >= 0)
    above, place = np.unique(parent[child], return_inverse=True)
    direct = [amount[above] - np.bincount(place, weights=amount[child], minlength=len(above)) for amount in (standing, true)]
    pair = np.arange(len(child))
    both = np.concatenate([pair, pair]), np.concatenate([child, parent[child]])
    beside = [amount[parent[child]] - amount[child] for amount in (standing, true)]
    members = np.concatenate([np.arange(len(above)), place]), np.concatenate([above, child])
    # The second only where the first does not already say it: a unit that does not agree with its sisters is found above.
    beside[1] = np.where(beside[0] < np.minimum(beside[1], 0.0) - _HAIR, beside[1], beside[0])
    return [_Sums(direct[0], direct[1], *members), _Sums(beside[0], beside[1], *both)]


def _family_sums(groups: Sequence[_Group], parent: Whole, standing: Real, true: Real) -> Iterator[_Sums]:
    """What parts leave of their wholes, and what of that lies directly on a unit above."""
    for group in groups:
        left, truly_left = group.left(standing), group.left(true)
        place, item = group.members
        yield _Sums(left, truly_left, place, item)
        number = np.full(len(parent), NONE)
        number[group.whole] = np.arange(len(group.whole))
        above = parent[group.whole]
        over = np.where(above >= 0, number[above], NONE)
        child = np.flatnonzero(over >= 0)
        of = np.arange(len(group.whole))
        of[child] = over[child]
        direct = [rest - np.bincount(over[child], weights=rest[child], minlength=len(rest)) for rest in (left, truly_left)]
        yield _Sums(direct[0], direct[1], np.concatenate([place, of[place]]), np.concatenate([item, item]))


def _tells_of_a_rest(groups: Sequence[_Group], change: Real, limit: Whole, was_shown: Flags) -> Flags:
    """The wholes and parts whose changes, taken from each other, tell a small change of the rest."""
    telling = np.zeros(len(change), dtype=bool)
    for group in groups:
        tells = _is_telling(group.left(change), limit[group.whole]) & was_shown[group.whole]
        place, item = group.members
        telling[item[tells[place]]] = True
    return telling


def _clashes(sums: Sequence[_Sums], groups: Sequence[_Group], parent: Whole, is_new: Flags) -> Flags:
    """The new items of sums that do not stand as they are in truth, and all that is new inside of those."""
    clashes = np.zeros(len(parent), dtype=bool)
    for told in sums:
        clashes[told.members_of(np.abs(told.left - told.truly_left) > _HAIR)] = True
    clashes &= is_new
    while True:
        more = clashes | ((parent >= 0) & clashes[parent])
        for group in groups:
            for part in group.parts:
                more[part[(part >= 0) & clashes[group.whole]]] = True
        more &= is_new
        if (more == clashes).all():
            return clashes
        clashes = more


def _with_linked(held: Flags, links: Links) -> Flags:
    """A cell with a held item stands altogether, and with it every cell that tells one of its items."""
    while True:
        cells = np.bincount(links.cell[held[links.item]], minlength=links.cells) > 0
        more = held.copy()
        more[links.item[cells[links.cell]]] = True
        if (more == held).all():
            return held
        held = more


def shown_now(disclosed_outcome: pl.DataFrame, disclosed_deviation: pl.DataFrame, goals: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What this publication shows everybody: the months' figures, and the sums of goals, sorted by measure, unit and months.

    Takes `DisclosedOutcome`, `DisclosedDeviation`, `Goal`; returns `ShownBefore`. A month's figure goes before a sum of one month.
    """
    months = disclosed_outcome.filter(pl.col("value").is_not_null(), ~pl.col("is_hidden")).select(
        "measure_id", "unit_id", "value", "numerator", "denominator", from_month="month", to_month="month"
    )
    in_force = goals.filter("is_current", pl.col("goal_kind") == "cumulative")
    nothing = pl.lit(None, pl.Float64)
    sums = (
        disclosed_deviation.filter(pl.col("outcome_cumulative").is_not_null(), ~pl.col("is_hidden"))
        .join(in_force.select("goal_id", "unit_id", "measure_id", "first_month"), on="goal_id", validate="m:1")
        .select(
            "measure_id", "unit_id", value="outcome_cumulative", numerator=nothing, denominator=nothing,
            from_month="first_month", to_month="month",
        )
    )  # fmt: skip
    columns = list(ShownBefore.columns)[:-1]
    return ShownBefore.conform(
        pl.concat([months.select(columns), sums.select(columns)])
        .unique(ShownBefore.grain, keep="first", maintain_order=True)
        .sort(*ShownBefore.grain)
        .with_columns(shown_on=pl.lit(as_of))
    )

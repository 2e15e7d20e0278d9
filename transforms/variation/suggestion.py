"""A new baseline is suggested when the level has shifted and stayed (statistics: "the stable-shift rule"). Nobody is bound by it.

The rule is the Stable Shift Algorithm's (T. Woodcock and others; the R package autospc), with a year instead of 21 points
and without its exclusion of extreme points:

1. eight months in a row (or what the kommun has set) on one side of the current centre begin in month m;
2. at least twelve settled months are known from m on; the mean of the first twelve is the candidate's centre;
3. no run as long goes back, relative to the candidate's centre, towards the old side from any of these twelve months;
4. nor do the months stand on that side from the last of the twelve until now, for then such a run may be on its way.

The first month that fits is suggested. A candidate that falls is followed by the next month, as long as the run lasts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.catalogue import BaselineSuggestion
from transforms.inputs import SignalRules
from transforms.variation.current_months import current_months
from transforms.variation.series import KEY

MONTHS_NEEDED: Final = 12
"""So many settled months make a level, before the shift and after it."""

_SAME: Final = 1e-9
_WEIGHTED: Final = ("i_prime", "p", "p_prime", "u", "u_prime")
_Numbers = NDArray[np.float64]
_Whole = NDArray[np.int64]
_Flags = NDArray[np.bool_]


def suggestions(
    outcome: pl.DataFrame,
    signal: pl.DataFrame,
    baseline: pl.DataFrame,
    rules: SignalRules = SignalRules(),  # noqa: B008 - frozen
    months_needed: int = MONTHS_NEEDED,
) -> pl.DataFrame:
    """The series whose current baseline no longer is their level: from when, and what the level is now.

    A shift is looked for after the baseline's own months, or, while nobody has decided a baseline, after the first
    ``months_needed`` ones. A missing month breaks a run, as in the signals; months on the centre line neither count nor
    break. Levels are compared with season and working days taken out, and rates are weighted by their denominators.

    Takes `Outcome` (for the denominators), `Signal` and `Baseline`; returns `BaselineSuggestion`, sorted by measure and unit.
    """
    months = _with_levels(current_months(signal, baseline), outcome, months_needed)
    if months.is_empty():
        return BaselineSuggestion.empty()
    known = _Known.of(months)
    rows, shifts = _first_stable_shifts(known, rules.run_length, months_needed)
    started = pl.DataFrame({"series": rows, "shift": shifts}, schema={"series": pl.Int64, "shift": pl.Int64})
    weighted = (pl.col("level") * pl.col("weight")).sum() / pl.col("weight").sum()
    return BaselineSuggestion.conform(
        months.join(started, on="series", validate="m:1", maintain_order="left")
        .filter(pl.col("place") >= pl.col("shift"))
        .group_by("series", *KEY, maintain_order=True)
        .agg(
            from_month=pl.col("month").first(),
            to_month=pl.col("month").last(),
            points=pl.len(),
            centre_before=pl.col("baseline_centre").first(),
            centre=weighted,
            side=pl.when(pl.col("way").first() > 0).then(pl.lit("above")).otherwise(pl.lit("below")),
        )
        .select(*BaselineSuggestion.columns)
    )


def _with_levels(months: pl.DataFrame, outcome: pl.DataFrame, months_needed: int) -> pl.DataFrame:
    """The months with what means are taken of, their place, where gaps are, and whether a shift may be said to begin there."""
    month_number = pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month()
    row, is_same_series = pl.int_range(pl.len(), dtype=pl.Int64), pl.col("series") == pl.col("series").shift()
    is_scaled = (pl.col("adjusted_for") != "none") & (pl.col("centre") != 0)
    return (
        _with_weight(months, outcome)
        .with_columns(
            place=row - pl.when(is_same_series).then(None).otherwise(row).forward_fill(),
            follows=(is_same_series & (month_number - month_number.shift() == 1)).fill_null(value=False),
            level=pl.when(is_scaled).then(pl.col("value") * pl.col("baseline_centre") / pl.col("centre")).otherwise("value"),
        )
        .with_columns(
            may_shift=pl.when("is_frozen").then(pl.col("month") > pl.col("to_month")).otherwise(pl.col("place") >= months_needed)
        )
    )


def _with_weight(months: pl.DataFrame, outcome: pl.DataFrame) -> pl.DataFrame:
    """The denominators of rates, 1 for the rest."""
    is_rate = pl.col("chart").is_in(_WEIGHTED)
    rates = months.filter(is_rate).select(*KEY).unique()
    if rates.is_empty():
        return months.with_columns(weight=pl.lit(1.0))
    sizes = outcome.join(rates, on=KEY, how="semi").select(*KEY, "month", "denominator")
    return months.join(sizes, on=[*KEY, "month"], how="left", validate="1:1", maintain_order="left").with_columns(
        weight=pl.when(is_rate & (pl.col("denominator") > 0)).then("denominator").otherwise(1.0)
    )


@dataclass(frozen=True)
class _Known:
    """The known months side by side: one row per series, one column per month in order, shorter series padded at the end."""

    level: _Numbers
    weight: _Numbers
    way: _Whole
    follows: _Flags
    may_shift: _Flags
    lengths: _Whole

    @classmethod
    def of(cls, months: pl.DataFrame) -> _Known:
        row, column = months["series"].to_numpy(), months["place"].to_numpy()
        lengths = np.bincount(row).astype(np.int64)

        def wide(values: pl.Series, kind: type[Any]) -> NDArray[Any]:
            spread = np.zeros((len(lengths), int(lengths.max())), dtype=kind)
            spread[row, column] = values.to_numpy()
            return spread

        return cls(
            level=wide(months["level"], np.float64),
            weight=wide(months["weight"], np.float64),
            way=wide(months["way"], np.int64),
            follows=wide(months["follows"], np.bool_),
            may_shift=wide(months["may_shift"], np.bool_),
            lengths=lengths,
        )

    def take(self, rows: _Whole) -> _Known:
        return _Known(
            self.level[rows], self.weight[rows], self.way[rows], self.follows[rows], self.may_shift[rows], self.lengths[rows]
        )


def _first_stable_shifts(known: _Known, run_length: int, months_needed: int) -> tuple[_Whole, _Whole]:
    """The rows that have a stable shift, and the column where each begins.

    Every row tries its candidates in order, all rows at a time, until one holds or none is left.
    """
    left = np.arange(known.level.shape[1]) <= known.lengths[:, None] - months_needed
    candidates = known.may_shift & left & (_run_from_here(known) >= run_length)
    trying = np.flatnonzero(candidates.any(axis=1))
    rows, shifts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    while trying.size:
        start = candidates[trying].argmax(axis=1)
        holds = ~_goes_back(known.take(trying), start, run_length, months_needed)
        rows.append(trying[holds])
        shifts.append(start[holds])
        candidates[trying, start] = False
        trying = trying[~holds & candidates[trying].any(axis=1)]
    return np.concatenate(rows), np.concatenate(shifts)


def _run_from_here(known: _Known) -> _Whole:
    """How many months the run on one side lasts, counted from each month on; 0 on the centre line."""
    length = np.zeros_like(known.way)
    side = np.zeros(len(known.way), np.int64)
    count = np.zeros(len(known.way), np.int64)
    for column in range(known.way.shape[1] - 1, -1, -1):
        way = known.way[:, column]
        count = np.where(way == 0, count, np.where(way == side, count + 1, 1))
        side = np.where(way == 0, side, way)
        length[:, column] = np.where(way == 0, 0, count)
        side = np.where(known.follows[:, column], side, 0)
        count = np.where(known.follows[:, column], count, 0)
    return length


def _goes_back(known: _Known, start: _Whole, run_length: int, months_needed: int) -> _Flags:
    """Whether the level that begins in ``start`` goes back towards the old side, or may be on its way there."""
    columns = np.arange(known.level.shape[1])
    is_in_level = (columns >= start[:, None]) & (columns < start[:, None] + months_needed)
    weight = known.weight * is_in_level
    centre = (known.level * weight).sum(axis=1) / weight.sum(axis=1)
    away = known.way[np.arange(len(start)), start]
    distance = (known.level - centre[:, None]) * away[:, None]
    room = _SAME * (np.abs(known.level) + np.abs(centre)[:, None])
    is_back = distance < -room
    is_away = distance > room
    goes_back = np.zeros(len(start), np.bool_)
    has_been_away = np.zeros(len(start), np.bool_)
    count = np.zeros(len(start), np.int64)
    began = np.zeros(len(start), np.int64)
    stands_back = np.zeros(len(start), np.bool_)
    for column in columns:
        is_here = (column >= start) & (column < known.lengths)
        back, forth = is_here & is_back[:, column], is_here & is_away[:, column]
        count = np.where(known.follows[:, column], count, 0)
        has_been_away |= forth
        began = np.where(back & (count == 0), column, began)
        count = np.where(back, count + 1, np.where(forth, 0, count))
        # A first run on the old side is the way to the new level, not the way back from it.
        goes_back |= has_been_away & (count >= run_length) & (began < start + months_needed)
        is_within = column < start + months_needed
        stands_back = np.where(forth, False, np.where(back & is_within, True, stands_back))
    return goes_back | stands_back

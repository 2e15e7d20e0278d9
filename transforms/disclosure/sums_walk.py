"""One walk through the periods, all goals abreast: which sums may be told, and what they are of what is shown."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from transforms.inputs import Thresholds

_HIDDEN_TOGETHER: Final = 3  # so many hidden months between two shown sums of a goal
_HAIR: Final = 1e-6


def walked(months: pl.DataFrame, shown_before: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """The goals' months with ``hides_sum``, and ``sum``: the shown months as they stand, and the hidden ones in between.

    A sum that was shown before is held in what hidden months add to it, between two sums told, where that has changed by
    less than the limit. One that was not shown, of months published before, stays hidden.
    """
    months = _with_before(months, shown_before)
    goal = months["goal_id"].rle_id().to_numpy()
    place = months.select(pl.int_range(pl.len()).over("goal_id")).to_series().to_numpy()
    outcome = np.nan_to_num(months["stands"].fill_null(0).to_numpy())
    clashes = months["clashes"].to_numpy() & months["month_hidden"].to_numpy()
    is_out, limit = months["month_hidden"].to_numpy(), months["limit"].to_numpy()
    shown = np.where(is_out, 0.0, np.nan_to_num(months["shown"].fill_null(0).to_numpy()))
    month_before = months["month_before"].fill_null(float("nan")).to_numpy()
    sum_before, was_published = months["sum_before"].fill_null(float("nan")).to_numpy(), months["was_published"].to_numpy()
    all_largest = [_HIDDEN_TOGETHER * (largest - 1) for largest in (thresholds.persons, thresholds.staff)]
    goals = int(goal.max()) + 1 if len(goal) else 0
    waiting, has_ended = np.zeros(goals, dtype=np.int64), np.zeros(goals, dtype=bool)
    together, told, kept, old_shown, old_kept = (np.zeros(goals) for _ in range(5))
    hidden, total = np.zeros(len(goal), dtype=bool), np.zeros(len(goal))
    for period in range(int(place.max()) + 1 if len(place) else 0):
        row = np.flatnonzero(place == period)
        at = goal[row]
        waiting[at] += is_out[row]
        together[at] += np.where(is_out[row], outcome[row], 0.0)
        told[at] += shown[row]
        stood = np.where(is_out[row] | np.isnan(month_before[row]), 0.0, month_before[row])
        old_shown[at] += stood
        is_full = waiting[at] >= _HIDDEN_TOGETHER
        tells_nothing = (together[at] >= limit[row]) & (together[at] > _HIDDEN_TOGETHER) & ~np.isin(together[at], all_largest)
        has_ended[at] |= (is_full & ~tells_nothing) | clashes[row]
        was_hidden = was_published[row] & np.isnan(sum_before[row]) & (waiting[at] + kept[at] > 0)
        old = sum_before[row] - old_shown[at] - old_kept[at]
        change = together[at] - old
        is_held = is_full & (np.abs(change) > _HAIR) & (np.abs(change) < limit[row])
        ends = is_full & ~has_ended[at] & ~was_hidden
        kept[at[ends]] += np.where(is_held, old, together[at])[ends]
        old_kept[at[ends]] += np.where(np.isnan(old), together[at], old)[ends]
        waiting[at[ends]], together[at[ends]] = 0, 0
        hidden[row] = has_ended[at] | (waiting[at] > 0) | was_hidden
        total[row] = told[at] + kept[at]
    return months.with_columns(hides_sum=pl.Series(hidden), sum=pl.Series(total))


def _with_before(months: pl.DataFrame, shown_before: pl.DataFrame) -> pl.DataFrame:
    """What was shown before of the month, of the sum up to it, and whether the month was published at all."""
    one_month = shown_before.filter(pl.col("from_month") == pl.col("to_month"))
    of_months = one_month.select("measure_id", "unit_id", month="from_month", month_before="value")
    of_sums = shown_before.select("measure_id", "unit_id", first_month="from_month", month="to_month", sum_before="value")
    published = one_month.select("measure_id", month="from_month", was_published=pl.lit(value=True)).unique(maintain_order=True)
    return (
        months.join(of_months, on=["measure_id", "unit_id", "month"], how="left", validate="m:1", maintain_order="left")
        .join(of_sums, on=["measure_id", "unit_id", "first_month", "month"], how="left", validate="m:1", maintain_order="left")
        .join(published, on=["measure_id", "month"], how="left", validate="m:1", maintain_order="left")
        .with_columns(pl.col("was_published").fill_null(value=False))
    )

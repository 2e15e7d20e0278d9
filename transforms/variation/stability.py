"""Stability: do the months of a series behave as chance would (statistics: "Two questions, kept apart")?

Anhøj's two tests, over the whole of the current baseline's time: an unusually long run on one side of the centre, or
unusually few crossings of it. They ask something else than the signals do, which judge one month at a time.

Sources: Anhøj & Olesen 2014 (10.1371/journal.pone.0113825); Anhøj & Wentzel-Larsen 2020 (10.1371/journal.pone.0233920).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from scipy.stats import binom

from transforms.catalogue import Stability
from transforms.variation.current_months import current_months
from transforms.variation.series import KEY

FEWEST_CROSSINGS_CHANCE: Final = 0.05


def stability(signal: pl.DataFrame, baseline: pl.DataFrame) -> pl.DataFrame:
    """Every series whose current baseline has limits: its longest run and its crossings, beside what chance usually gives.

    Months on the centre line neither count nor break. Nor does a missing month: the limits are those of so many useful
    months in a row, and a run cut at every gap would be compared with limits for longer series than its pieces are.
    (A signal of eight in a row, which is about neighbouring months, is broken by a gap.) A series with every month on the
    line has nothing useful; it is stable, and both limits are 0.

    Takes `Signal` and `Baseline`; returns `Stability`, sorted by measure and unit.
    """
    months = current_months(signal, baseline)
    is_last = (pl.col("series") != pl.col("series").shift(-1)).fill_null(value=True)
    looked_at = months.filter(is_last).select("series", *KEY, "from_month", to_month="month")
    runs = _runs(months.filter(pl.col("way") != 0))
    counted = looked_at.join(runs, on="series", how="left", validate="1:1", maintain_order="left").with_columns(
        pl.col("useful_points", "longest_run", "crossings").fill_null(0)
    )
    return Stability.conform(
        counted.join(chance_limits(counted["useful_points"]), on="useful_points", how="left", validate="m:1", maintain_order="left")
        .with_columns(
            is_stable=(pl.col("longest_run") <= pl.col("longest_run_limit")) & (pl.col("crossings") >= pl.col("crossings_limit"))
        )
        .select(*Stability.columns)
    )


def _runs(useful: pl.DataFrame) -> pl.DataFrame:
    """Per series: months off the centre line, the longest run of them on one side, and how often they change side."""
    is_new_run = (pl.col("series") != pl.col("series").shift()) | (pl.col("way") != pl.col("way").shift())
    return (
        useful.select("series", run=is_new_run.fill_null(value=True).cum_sum())
        .group_by("run")
        .agg(pl.col("series").first(), length=pl.len().cast(pl.Int64))
        .group_by("series")
        .agg(
            useful_points=pl.col("length").sum(),
            longest_run=pl.col("length").max(),
            crossings=pl.len().cast(pl.Int64) - 1,
        )
    )


def chance_limits(useful_points: pl.Series) -> pl.DataFrame:
    """The longest run and the fewest crossings that chance usually gives, once for every number of useful months.

    round(log2 n) + 3 and the 5th percentile of the binomial distribution of n − 1 and ½; 0 and 0 for n = 0. How halves are
    rounded does not matter: log2 n is never a whole number and a half when n is whole.
    """
    points = useful_points.unique().sort().cast(pl.Int64)
    n = np.maximum(points.to_numpy(), 1)
    has_any = points.to_numpy() > 0
    return pl.DataFrame(
        {
            "useful_points": points,
            "longest_run_limit": np.where(has_any, np.rint(np.log2(n)) + 3, 0).astype(np.int64),
            "crossings_limit": np.where(has_any, binom.ppf(FEWEST_CROSSINGS_CHANCE, n - 1, 0.5), 0).astype(np.int64),
        }
    )

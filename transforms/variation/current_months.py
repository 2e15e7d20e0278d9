"""The known months of every current baseline, each on its side of the centre: what stability and suggested baselines look at."""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.variation.series import KEY

_SAME: Final = 1e-9  # relative: a mean of equal numbers may differ from them in its last binary digit


def current_months(signal: pl.DataFrame, baseline: pl.DataFrame) -> pl.DataFrame:
    """One row per settled month with a value from the current baseline's first month on, in the order of series and month.

    Only series whose current baseline has limits. The centre is the month's own (`Signal.centre`), so that a season or the
    working days are not mistaken for a run. ``series`` numbers the series, ``way`` is 1 above the centre, −1 below and 0 on
    it, and ``baseline_centre`` is the baseline's centre before season or working days were put back.

    Takes `Signal`, sorted by measure, unit and month as `signals` leaves it, and `Baseline`.
    """
    current = baseline.filter(pl.col("is_current"), pl.col("strength") != "too_few").select(
        *KEY, "from_month", "to_month", "is_frozen", "chart", "adjusted_for", baseline_centre="centre"
    )
    # Six hundred thousand pairs of texts are compared with the pair before several times faster than they are joined.
    is_first = pl.any_horizontal((pl.col(name) != pl.col(name).shift()).fill_null(value=True) for name in KEY)
    numbered = signal.select(*KEY, "month", "value", "centre", "upper_limit", series=is_first.cum_sum().cast(pl.Int64))
    series = numbered.group_by("series", maintain_order=True).agg(pl.col(KEY).first()).join(current, on=KEY, validate="1:1")
    distance = pl.col("value") - pl.col("centre")
    reach = (pl.col("upper_limit") - pl.col("centre")).fill_null(0.0)
    room = _SAME * (pl.col("value").abs() + pl.col("centre").abs() + reach)
    return (
        numbered.filter(pl.col("value").is_not_null(), pl.col("centre").is_not_null())
        .join(series.drop(KEY), on="series", validate="m:1", maintain_order="left")
        .filter(pl.col("month") >= pl.col("from_month"))
        .with_columns(way=pl.when(distance > room).then(1).when(distance < -room).then(-1).otherwise(0).cast(pl.Int8))
    )

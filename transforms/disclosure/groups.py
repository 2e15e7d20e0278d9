"""How many people a reported series is about, where it says so itself (``group_size``)."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from transforms.measures import Measure, ReportedSeries

_SCHEMA = {"measure_id": pl.String(), "unit_id": pl.String(), "month": pl.Date(), "group": pl.Float64()}
_LEVELS_ABOVE = 2


def group_sizes(measures: Iterable[Measure], units: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """One row per measure with a group size, unit and month: measure_id, unit_id, month, group.

    A unit above that reports no group of its own has the sum of those right below it that are known: too few rather than
    too many.
    """
    found = [pl.DataFrame(schema=_SCHEMA)]
    above = units.drop_nulls("parent_unit_id").select("unit_id", "parent_unit_id")
    for measure in measures:
        if not isinstance(measure, ReportedSeries) or measure.group_size is None:
            continue
        known = (
            series.filter(pl.col("source_id") == measure.source, pl.col("series_code") == measure.group_size)
            .select("unit_id", "month", group=pl.coalesce("value", "numerator"))
            .drop_nulls("group")
        )
        for _ in range(_LEVELS_ABOVE):
            sums = (
                known.join(above, on="unit_id")
                .group_by("parent_unit_id", "month")
                .agg(pl.col("group").sum())
                .rename({"parent_unit_id": "unit_id"})
            )
            known = pl.concat([known, sums.join(known, on=["unit_id", "month"], how="anti").select(known.columns)])
        found.append(known.select(pl.lit(measure.measure_id).alias("measure_id"), "unit_id", "month", "group"))
    return pl.concat(found)

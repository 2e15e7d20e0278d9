"""Our own key figures year by year, with our place among those who reported that year and the others' means beside ours."""

from __future__ import annotations

import polars as pl

from transforms.catalogue import ComparisonYear
from transforms.comparison.places import places, position, with_rank_and_shares
from transforms.comparison.series import SERIES, SLICE, kolada_measures, national_values, reported_by_kommuner, similar_codes
from transforms.inputs import Inputs


def comparison_years(inputs: Inputs) -> pl.DataFrame:
    """A ComparisonYear frame: measures in their own order, and for each the years that we or enough others report, in order.

    Every year is as `transforms.comparison.standing` would tell it: who reported that year, not who reports now; the
    similar kommuner are today's group in all years. A year between that nobody tells has no row.
    """
    measures = kolada_measures(inputs)
    reported = reported_by_kommuner(inputs, measures)
    similar = reported.filter(pl.col("municipality_code").is_in(similar_codes(inputs)))
    means = places(similar, inputs.municipality_code).select(*SLICE, similar_mean="circle_mean", similar_count="reporting_count")
    rows = (
        measures.join(places(reported, inputs.municipality_code), on=SERIES, how="inner")
        .filter(pl.col("value").is_not_null() | (pl.col("reporting_count") >= inputs.minimum_reporters))
        .join(means, on=SLICE, how="left", validate="m:1")
        .join(national_values(inputs), on=SLICE, how="left", validate="m:1")
        .with_columns(pl.col("similar_count").fill_null(0))
        .pipe(with_rank_and_shares)
        .with_columns(position=position(inputs.minimum_reporters))
        .sort("place", "year")
    )
    return ComparisonYear.conform(rows.select(ComparisonYear.columns.keys()))

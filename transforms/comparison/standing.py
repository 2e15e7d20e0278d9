"""Where we stand among all kommuner and among the similar ones, in the latest year that enough of them report.

What a place and a colour are: `transforms.comparison.places`. Among the similar ones there is never a colour: the rank of
eight is told, a quarter of eight is two kommuner.
"""

from __future__ import annotations

import polars as pl

from transforms.catalogue import Comparison
from transforms.comparison.places import places, position, with_rank_and_shares
from transforms.comparison.series import (
    SERIES,
    SLICE,
    kolada_measures,
    latest_years,
    national_values,
    reported_by_kommuner,
    similar_codes,
)
from transforms.comparison.travel import travel, travels
from transforms.inputs import Inputs

_WORDS = {"best_quarter": "grön", "middle": "gul", "worst_quarter": "röd", "none": "grå"}


def comparison(inputs: Inputs) -> pl.DataFrame:
    """A Comparison frame: one row per Kolada measure and circle, measures in their own order.

    The circle "all" is every kommun; "similar", left out when no group is chosen, is the group's members and ourselves in
    the same year, whatever their number. ``year`` is null, and with it every figure, when no year has as many reporting
    kommuner as ``minimum_reporters``. The travel is our own (`transforms.comparison.travel`), the same in both circles.
    """
    measures = kolada_measures(inputs)
    reported = reported_by_kommuner(inputs, measures)
    compared = latest_years(reported, inputs.minimum_reporters)
    own = reported.filter(municipality_code=inputs.municipality_code)
    found = _by_circle(reported.join(compared, on=SLICE, how="semi"), inputs)
    rows = (
        measures.join(compared, on=SERIES, how="left", validate="m:1")
        .join(pl.DataFrame({"circle": _circles(inputs)}), how="cross")
        .join(found, on=[*SLICE, "circle"], how="left", validate="m:1")
        .join(national_values(inputs), on=SLICE, how="left", validate="m:1")
        .join(travels(own, compared), on=SERIES, how="left", validate="m:1")
        .with_columns(pl.col("reporting_count").fill_null(0), travel=travel())
        .pipe(with_rank_and_shares)
        .with_columns(position=pl.when(circle="all").then(position(inputs.minimum_reporters)).otherwise(pl.lit("none")))
        .with_columns(colour_word=pl.col("position").replace_strict(_WORDS))
        .sort("place", "circle")
    )
    return Comparison.conform(rows.select(Comparison.columns.keys()))


def _circles(inputs: Inputs) -> list[str]:
    return ["all"] if inputs.similar_areas.is_empty() else ["all", "similar"]


def _by_circle(reported: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    own_code = inputs.municipality_code
    similar = reported.filter(pl.col("municipality_code").is_in(similar_codes(inputs)))
    return pl.concat(
        [
            places(reported, own_code).with_columns(circle=pl.lit("all")),
            places(similar, own_code).with_columns(circle=pl.lit("similar")),
        ]
    )

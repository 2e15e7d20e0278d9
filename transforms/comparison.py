"""Where we stand among all kommuner and among the similar ones, in the latest year that enough of them report.

Only kommuner (area type K) with a value that year are ranked; regions and the nation never are. The 25 / 50 / 25 split
goes by the share of the reporting that are *strictly* better or worse, so that equal values always get the same colour:

- green, ``best_quarter``: less than 25 % are strictly better, and 25 % or more strictly worse;
- red, ``worst_quarter``: less than 25 % are strictly worse, and 25 % or more strictly better;
- yellow, ``middle``: the rest.

Less than 25 % on both sides happens when more than half share one value, in the extreme when all do. Such a value says
neither well nor badly, and it is yellow: it is the only answer that stays true when the direction is turned round (green
would become red), and a quarter that holds more than half the country is not a quarter.

No colour (grå, position ``none``) without a value of our own, without a direction, for resources and volumes (the
measure's ``is_comparable``, or Kolada's own perspective), with too few reporting, and never among the similar ones: the
rank of eight is told, a quarter of eight is two kommuner. The rank is by value in all cases where we have one.
"""

from __future__ import annotations

import polars as pl

from transforms.catalogue import Comparison
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi

NATION = "0000"
UNCOLOURED_PERSPECTIVES = ("Resurser", "Volymer")
_SERIES = ["kpi_id", "gender"]
_A_QUARTER = 0.25
_SIGN = {"up": 1.0, "down": -1.0, "neither": 1.0}


def comparison(inputs: Inputs) -> pl.DataFrame:
    """A Comparison frame: one row per Kolada measure and circle, measures in their own order.

    The circle "all" is every kommun; "similar", left out when no group is chosen, is the group's members and ourselves in
    the same year, whatever their number. ``year`` is null, and with it every figure, when no year has as many reporting
    kommuner as ``minimum_reporters``. Means and medians are unweighted. Shares of better and worse are null where the
    measure has no direction: then nothing is better.
    """
    measures = _measures(inputs)
    reported = _reported_by_kommuner(inputs)
    chosen = measures.join(_latest_year(reported, inputs.minimum_reporters), on=_SERIES, how="left", validate="m:1")
    slices = chosen.join(reported, on=[*_SERIES, "year"], how="inner").join(_circles(inputs), on="municipality_code", how="inner")
    figures = _figures(slices, inputs.municipality_code)
    national = inputs.kolada_values.filter(municipality_code=NATION).select(*_SERIES, "year", national_value="value")
    rows = (
        chosen.join(pl.DataFrame({"circle": _circle_names(inputs)}), how="cross")
        .join(figures, on=["measure_id", "circle"], how="left", validate="1:1")
        .join(national, on=[*_SERIES, "year"], how="left", validate="m:1")
        .with_columns(pl.col("reporting_count").fill_null(0))
        .with_columns(position=_position(inputs.minimum_reporters))
        .with_columns(colour_word=_colour_word())
        .sort("place", "circle")
    )
    return Comparison.conform(rows.select(Comparison.columns.keys()))


def _measures(inputs: Inputs) -> pl.DataFrame:
    """One row per Kolada measure: its place in the order, its series, its sign, and whether it may have a colour."""
    frame = pl.DataFrame(
        [
            (place, it.measure_id, it.kpi, it.gender, _SIGN[it.direction], it.direction != "neither", it.is_comparable)
            for place, it in enumerate(inputs.measures)
            if isinstance(it, KoladaKpi)
        ],
        schema={
            "place": pl.Int64, "measure_id": pl.String, "kpi_id": pl.String, "gender": pl.String,
            "sign": pl.Float64, "has_direction": pl.Boolean, "is_comparable": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    uncoloured = inputs.kpis.filter(pl.col("perspective").is_in(UNCOLOURED_PERSPECTIVES))["kpi_id"]
    return frame.with_columns(pl.col("is_comparable") & ~pl.col("kpi_id").is_in(uncoloured.implode()))


def _reported_by_kommuner(inputs: Inputs) -> pl.DataFrame:
    kommuner = inputs.areas.filter(area_type="K").select("municipality_code")
    return inputs.kolada_values.filter(pl.col("value").is_not_null()).join(kommuner, on="municipality_code", how="semi")


def _latest_year(reported: pl.DataFrame, minimum_reporters: int) -> pl.DataFrame:
    """One row per series that any year has enough reporters of, with the latest such year."""
    reporters = reported.group_by(*_SERIES, "year").len("reporters")
    return reporters.filter(pl.col("reporters") >= minimum_reporters).group_by(_SERIES).agg(pl.col("year").max())


def _circle_names(inputs: Inputs) -> list[str]:
    return ["all"] if inputs.similar_areas.is_empty() else ["all", "similar"]


def _circles(inputs: Inputs) -> pl.DataFrame:
    """Which areas belong to which circle: one row per area and circle."""
    everybody = inputs.areas.select("municipality_code", circle=pl.lit("all"))
    if inputs.similar_areas.is_empty():
        return everybody
    similar = {*inputs.similar_areas["municipality_code"], inputs.municipality_code}
    return pl.concat(
        [everybody, everybody.filter(pl.col("municipality_code").is_in(similar)).with_columns(circle=pl.lit("similar"))]
    )


def _figures(slices: pl.DataFrame, own_code: str) -> pl.DataFrame:
    """One row per measure and circle that anybody reports in, from rows (measure, circle, kommun, value)."""
    own = slices.filter(municipality_code=own_code).select("measure_id", "circle", own="value")
    goodness = pl.col("sign") * pl.col("value")
    own_goodness = pl.col("sign") * pl.col("own")
    better, worse = (goodness > own_goodness).sum(), (goodness < own_goodness).sum()
    has_own, has_side = pl.col("own").is_not_null().first(), (pl.col("own").is_not_null() & pl.col("has_direction")).first()
    return (
        slices.join(own, on=["measure_id", "circle"], how="left", validate="m:1")
        # Sums of floats depend on their order: sorted, the same values give the same mean to the last bit.
        .sort("measure_id", "circle", "value")
        .group_by("measure_id", "circle", maintain_order=True)
        .agg(
            value=pl.col("own").first(),
            rank=pl.when(has_own).then(better + 1),
            reporting_count=pl.len(),
            strictly_better_share=pl.when(has_side).then(better / pl.len()),
            strictly_worse_share=pl.when(has_side).then(worse / pl.len()),
            circle_mean=pl.col("value").mean(),
            circle_median=pl.col("value").median(),
        )
    )


def _position(minimum_reporters: int) -> pl.Expr:
    few_better = pl.col("strictly_better_share") < _A_QUARTER
    few_worse = pl.col("strictly_worse_share") < _A_QUARTER
    may_be_coloured = (
        (pl.col("circle") == "all")
        & pl.col("is_comparable")
        & pl.col("strictly_better_share").is_not_null()
        & (pl.col("reporting_count") >= minimum_reporters)
    )
    return (
        pl.when(~may_be_coloured)
        .then(pl.lit("none"))
        .when(few_better & ~few_worse)
        .then(pl.lit("best_quarter"))
        .when(few_worse & ~few_better)
        .then(pl.lit("worst_quarter"))
        .otherwise(pl.lit("middle"))
    )


def _colour_word() -> pl.Expr:
    return pl.col("position").replace_strict({"best_quarter": "grön", "middle": "gul", "worst_quarter": "röd", "none": "grå"})

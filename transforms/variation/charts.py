"""Charts: how wide the normal variation is, by what the figures are (statistics: "XmR", "Rates with varying denominators").

A chart sums a baseline up in its centre and one ``spread``; the standard deviation of any month follows from these and the
month's denominator n. Limits lie three standard deviations out.

| chart | centre | spread | deviation of a month |
|---|---|---|---|
| xmr | mean | mean of mR, times 2.66 / 3 | spread |
| i_prime | weighted by n | mean of mR / √((1/n + 1/n′) / 2), times 2.66 / 3 | spread / √n |
| c | mean | √centre | spread |
| p | weighted by n | √(centre · (scale - centre)) | spread / √n |
| u | weighted by n | √(scale · centre) | spread / √n |
| p_prime, u_prime | as p, u | mean mR of the values in deviations of p, u; times 2.66 / 3 | that of p, u, times spread |

mR is the distance between two neighbouring months, n and n′ their denominators; ``scale`` is what numerator / denominator is
multiplied by (100 for percent). Sources: Wheeler 1993 (xmr), Taylor 2017 (i_prime: normalised individuals), Laney 2002
(p_prime, u_prime), Shewhart 1931 (c, p, u). Wheeler's rounded 2.66 stands for 3 / 1.128 in all of them, so that equal
denominators make i_prime, p_prime and u_prime the same as xmr.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from transforms.measures import CaseDuration, CaseShare, Chart, KoladaKpi, Measure, Ratio, ReportedSeries, SurveyMeasure
from transforms.outcomes.reported import PERCENT
from transforms.outcomes.reported import scale as reported_scale

THREE_SIGMA: Final = 2.66
"""Natural process limits: three over d2 = 1.128 for moving ranges of two (Wheeler)."""
MOVING_RANGE_LIMIT: Final = 3.267

_COUNTED: Final = ("c", "p", "p_prime", "u", "u_prime")
"""Charts of what cannot be below zero."""
_OF_SHARES: Final = ("p", "p_prime")
_LANEY: Final = ("p_prime", "u_prime")
_BY_DENOMINATOR: Final = ("i_prime", "p", "p_prime", "u", "u_prime")
_FROM_RANGES: Final = ("xmr", "i_prime", "p_prime", "u_prime")


def chart_settings(measures: Iterable[Measure]) -> pl.DataFrame:
    """Per measure: ``measure_id``, the ``wanted_chart``, its ``scale``, and whether it ``is_share`` (0–100 percent)."""
    rows = [(measure.measure_id, wanted_chart(measure), _scale(measure), _is_share(measure)) for measure in measures]
    schema = {"measure_id": pl.String, "wanted_chart": pl.String, "scale": pl.Float64, "is_share": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def wanted_chart(measure: Measure) -> Chart:
    """The chart that the definition asks for; else i_prime for what has a denominator, xmr for the rest.

    A series of another system counts as having one: where it turns out not to (`fitted`), it is judged by xmr. Yearly figures
    and surveys are not judged month by month, whatever is asked for.
    """
    if isinstance(measure, (KoladaKpi, SurveyMeasure)):
        return "none"
    if measure.chart is not None:
        return measure.chart
    return "i_prime" if _is_share(measure) or isinstance(measure, (Ratio, ReportedSeries)) else "xmr"


def fitted(members: pl.DataFrame, settings: pl.DataFrame, *, screens_ranges: bool) -> pl.DataFrame:
    """Each series summed up as its chart does it.

    ``members``: one row per month of a baseline, in order: ``series``, ``measure_id``, ``month_index`` (running number),
    ``value`` (known, adjusted) and ``denominator``. ``settings``: see `chart_settings`.

    Returns per series: ``measure_id``, ``wanted_chart``, ``scale``, ``is_share``, ``points``, ``chart``, ``centre``,
    ``mean_moving_range``, ``spread`` and ``common_denominator`` (null when they differ). The wanted chart gives way to xmr
    where a denominator is missing or not above zero, or a value is impossible in it: below zero, or a share beyond the
    scale. ``screens_ranges`` leaves out, once, the ranges above 3.267 times their mean. The spread is null where it needs
    two neighbouring months and there are none.
    """
    summed = _with_chart_and_centre(members, settings)
    ranges = _ranges(members.join(summed.select("series", "chart", "centre", "scale"), on="series", maintain_order="left"))
    if screens_ranges:
        # A range equal to the limit is kept: a constant series then keeps its ranges of zero.
        is_large = pl.col("range") > MOVING_RANGE_LIMIT * pl.col("range").mean()
        ranges = ranges.filter(~is_large.over("series"))
    means = ranges.group_by("series").agg(pl.col("range").mean(), mean_moving_range=pl.col("distance").mean())
    return summed.join(means, on="series", how="left", validate="1:1", maintain_order="left").with_columns(spread=_spread())


def deviation_of_month(denominator: pl.Expr) -> pl.Expr:
    """One standard deviation of a month's value, from ``chart``, ``spread``, ``centre``, ``scale`` and its denominator.

    Null without a spread, and where the chart asks for a denominator and there is none above zero.
    """
    weight = pl.when(denominator > 0).then(1 / denominator.sqrt())
    return (
        pl.when(pl.col("chart").is_in(_LANEY))
        .then(_counting_spread() * weight * pl.col("spread"))
        .when(pl.col("chart").is_in(_BY_DENOMINATOR))
        .then(weight * pl.col("spread"))
        .otherwise(pl.col("spread"))
    )


def limits(centre: pl.Expr, deviation: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper limit, three deviations out, but never where no value can be.

    A share (``is_share``) stays within 0–100 whatever its ``chart``; limits of c, p, u, p_prime and u_prime stop at zero,
    those of p and p_prime at ``scale`` too. Others are left as they are: what they judge may be negative.
    """
    least = pl.when(pl.col("is_share") | pl.col("chart").is_in(_COUNTED)).then(0.0)
    most = pl.when("is_share").then(PERCENT).when(pl.col("chart").is_in(_OF_SHARES)).then(pl.col("scale"))
    has_limits = deviation.is_not_null()
    return (
        pl.when(has_limits).then(pl.max_horizontal(centre - 3 * deviation, least)),
        pl.when(has_limits).then(pl.min_horizontal(centre + 3 * deviation, most)),
    )


def _with_chart_and_centre(members: pl.DataFrame, settings: pl.DataFrame) -> pl.DataFrame:
    weight = pl.col("denominator")
    summed = (
        members.group_by("series", maintain_order=True)
        .agg(
            pl.col("measure_id").first(),
            points=pl.len(),
            mean=pl.col("value").mean(),
            weighted_mean=(pl.col("value") * weight).sum() / weight.sum(),
            has_denominators=(weight > 0).fill_null(value=False).all(),
            least_weight=weight.min(),
            most_weight=weight.max(),
            least=pl.col("value").min(),
            most=pl.col("value").max(),
        )
        .join(settings, on="measure_id", validate="m:1", maintain_order="left")
    )
    wanted = pl.col("wanted_chart")
    is_possible = (
        (pl.col("has_denominators") | ~wanted.is_in(_BY_DENOMINATOR))
        & ((pl.col("least") >= 0) | ~wanted.is_in(_COUNTED))
        # With the season taken out, values that are all 100 may lie a last binary digit beyond it.
        & ((pl.col("most") <= pl.col("scale") * (1 + 1e-9)) | ~wanted.is_in(_OF_SHARES))
    )
    is_weighted = pl.col("chart").is_in(_BY_DENOMINATOR)
    is_equal = is_weighted & (pl.col("least_weight") == pl.col("most_weight"))
    return summed.with_columns(chart=pl.when(is_possible).then(wanted).otherwise(pl.lit("xmr"))).with_columns(
        centre=pl.when(is_weighted).then("weighted_mean").otherwise("mean"),
        common_denominator=pl.when(is_equal).then("least_weight"),
    )


def _ranges(months: pl.DataFrame) -> pl.DataFrame:
    """Per pair of neighbouring months: their ``distance``, and their ``range`` as the chart measures it."""
    is_next = (pl.col("series") == pl.col("series").shift()) & (pl.col("month_index") - pl.col("month_index").shift() == 1)
    share = 1 / pl.col("denominator")
    spot = _in_deviations()
    return months.select(
        "series",
        distance=pl.when(is_next).then((pl.col("value") - pl.col("value").shift()).abs()),
        range=pl.when(~is_next)
        .then(None)
        .when(pl.col("chart").is_in(_LANEY))
        .then((spot - spot.shift()).abs())
        .when(pl.col("chart") == "i_prime")
        .then((pl.col("value") - pl.col("value").shift()).abs() / ((share + share.shift()) / 2).sqrt())
        .otherwise((pl.col("value") - pl.col("value").shift()).abs()),
    ).filter(pl.col("distance").is_not_null())


def _in_deviations() -> pl.Expr:
    """How many deviations, as counts vary, a value lies from the centre; 0 where counts cannot vary (all 0, or all of all)."""
    deviation = _counting_spread() / pl.col("denominator").sqrt()
    return pl.when(deviation > 0).then((pl.col("value") - pl.col("centre")) / deviation).otherwise(0.0)


def _counting_spread() -> pl.Expr:
    """One standard deviation of a share (binomial) or a rate (Poisson) with denominator 1, in the measure's unit."""
    centre, scale = pl.col("centre"), pl.col("scale")
    # A weighted mean of values that are all 100 may lie a last binary digit beyond it.
    return (
        pl.when(pl.col("chart").is_in(_OF_SHARES))
        .then((centre * (scale - centre)).clip(lower_bound=0).sqrt())
        .otherwise((scale * centre).clip(lower_bound=0).sqrt())
    )


def _spread() -> pl.Expr:
    return (
        pl.when(pl.col("chart").is_in(_FROM_RANGES))
        .then(pl.col("range") * THREE_SIGMA / 3)
        .when(pl.col("chart") == "c")
        .then(pl.col("centre").clip(lower_bound=0).sqrt())
        .otherwise(_counting_spread())
    )


def _is_share(measure: Measure) -> bool:
    """Whether the values are 0–100 percent by construction."""
    return isinstance(measure, CaseShare) or (isinstance(measure, CaseDuration) and measure.statistic == "share_within")


def _scale(measure: Measure) -> float:
    if isinstance(measure, Ratio):
        return measure.per
    if isinstance(measure, ReportedSeries):
        return reported_scale(measure)
    return PERCENT if _is_share(measure) else 1.0

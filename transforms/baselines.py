"""Baselines: the months that a measure's normal variation is judged from (statistics: "Baseline and chance or trend")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from transforms.catalogue import Baseline
from transforms.measures import CaseCount, CaseDuration, CaseShare, CaseStock, Distinct, Measure, Ratio, ReportedSeries
from transforms.plan import Plan

THREE_SIGMA: Final = 2.66
"""Natural process limits: three over d2 = 1,128 for moving ranges of two (Wheeler)."""
MOVING_RANGE_LIMIT: Final = 3.267
TRIAL_FROM: Final = 6
"""Points from which there are limits at all, marked as a trial."""
LIMITS_FROM: Final = 12
"""Points from which the limits count as limits."""

_MONTHLY = (CaseCount, CaseShare, CaseDuration, CaseStock, Distinct, Ratio, ReportedSeries)
_KEY: Final = ["measure_id", "unit_id"]


def baselines(measures: Iterable[Measure], plan: Plan, outcome: pl.DataFrame) -> pl.DataFrame:
    """The baseline of every monthly series that has a value, with XmR centre and limits.

    A decision in the plan freezes its months (the latest decided one, if several); without one the baseline is all
    months known so far. Preliminary months are never in it. The moving range is taken only between two neighbouring
    months that both have a value, and large ones are not screened away. Under 6 points, or without a single pair of
    neighbours, there are no limits (``too_few``). A decision about months without a value gives no baseline.

    Returns: `Baseline`. Kolada's yearly figures and surveys have none: they are no monthly series.
    """
    known = _frozen_months(monthly_series(measures, outcome).filter(pl.col("value").is_not_null()), plan).sort(*_KEY, "month")
    is_next_month = (
        (pl.col("measure_id") == pl.col("measure_id").shift())
        & (pl.col("unit_id") == pl.col("unit_id").shift())
        & (pl.col("month_index") - pl.col("month_index").shift() == 1)
    )
    spans = (
        known.with_columns(moving_range=pl.when(is_next_month).then((pl.col("value") - pl.col("value").shift()).abs()))
        .group_by(_KEY, maintain_order=True)
        .agg(
            pl.col("frozen_from", "frozen_to", "decided_by", "reason").first(),
            from_month=pl.col("month").first(),
            to_month=pl.col("month").last(),
            points=pl.len(),
            centre=pl.col("value").mean(),
            mean_moving_range=pl.col("moving_range").mean(),
        )
    )
    return Baseline.conform(_with_limits(spans).select(*Baseline.columns))


def monthly_series(measures: Iterable[Measure], outcome: pl.DataFrame) -> pl.DataFrame:
    """The complete, no longer preliminary months of the measures that have a monthly series, with a running month number."""
    monthly = [measure.measure_id for measure in measures if isinstance(measure, _MONTHLY)]
    return outcome.filter(pl.col("measure_id").is_in(monthly), ~pl.col("is_preliminary")).select(
        *_KEY,
        "month",
        "value",
        month_index=pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month(),
    )


def _frozen_months(known: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """The months each series' baseline is made of, with who froze it, where somebody has."""
    schema = {
        "measure_id": pl.String, "unit_id": pl.String, "frozen_from": pl.Date, "frozen_to": pl.Date,
        "decided_by": pl.String, "reason": pl.String, "decided_on": pl.Date,
    }  # fmt: skip
    rows = [(b.measure_id, b.unit_id, b.from_month, b.to_month, b.decided_by, b.reason, b.decided_on) for b in plan.baselines]
    decided = pl.DataFrame(rows, schema=schema, orient="row").sort("decided_on", maintain_order=True)
    latest = decided.unique(_KEY, keep="last").drop("decided_on")
    return known.join(latest, on=_KEY, how="left", validate="m:1").filter(
        pl.col("frozen_from").is_null() | pl.col("month").is_between("frozen_from", "frozen_to")
    )


def _with_limits(spans: pl.DataFrame) -> pl.DataFrame:
    has_limits = (pl.col("points") >= TRIAL_FROM) & pl.col("mean_moving_range").is_not_null()
    reach = THREE_SIGMA * pl.col("mean_moving_range")
    return spans.with_columns(
        pl.coalesce("frozen_from", "from_month").alias("from_month"),
        pl.coalesce("frozen_to", "to_month").alias("to_month"),
        lower_limit=pl.when(has_limits).then(pl.col("centre") - reach),
        upper_limit=pl.when(has_limits).then(pl.col("centre") + reach),
        moving_range_limit=pl.when(has_limits).then(MOVING_RANGE_LIMIT * pl.col("mean_moving_range")),
        strength=pl.when(~has_limits)
        .then(pl.lit("too_few"))
        .when(pl.col("points") < LIMITS_FROM)
        .then(pl.lit("trial"))
        .otherwise(pl.lit("limits")),
        is_frozen=pl.col("frozen_from").is_not_null(),
    )

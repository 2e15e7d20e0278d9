"""Baselines: the months that a measure's normal variation is judged from (statistics: "Baseline and chance or trend")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import polars as pl

from transforms.catalogue import Baseline
from transforms.inputs import SignalRules
from transforms.measures import Measure
from transforms.plan import Plan
from transforms.variation.charts import MOVING_RANGE_LIMIT, chart_settings, deviation_of_month, fitted, limits
from transforms.variation.season import with_factor
from transforms.variation.series import KEY, judged_by_month, monthly_series

TRIAL_FROM: Final = 6
"""Points from which there are limits at all, marked as a trial."""
LIMITS_FROM: Final = 12
"""Points from which the limits count as limits."""


def baselines(
    measures: Iterable[Measure],
    plan: Plan,
    outcome: pl.DataFrame,
    rules: SignalRules = SignalRules(),  # noqa: B008 - frozen, and the kommun's usual choice
    holidays: Sequence[date] = (),
) -> pl.DataFrame:
    """Every baseline of every monthly series that has a value, with its centre, spread and limits.

    Each decision in the plan freezes its months and is in force from its first month until the next one's; the last is
    current. Where nobody has decided anything there is one baseline: all months known so far. Preliminary months are
    never in one. Months before the first decided baseline belong to none. A decision about months without a value gives
    no baseline; of two about the same first month, the one decided last counts.

    How the limits are computed is the chart's matter (`transforms.variation.charts`), what is taken out first that of
    `transforms.variation.season`. A moving range is taken only between two neighbouring months that both have a value.
    Under 6 points, or where ranges are needed and there is not one, there are no limits and no spread (``too_few``).
    ``lower_limit`` and ``upper_limit`` are also null where they differ from month to month: with denominators that vary
    within the baseline, and with something taken out; each month's own stand in `Signal`.

    Returns: `Baseline`, sorted by measure, unit and first month; ``assurance`` is left null.
    """
    judged = judged_by_month(measures)
    known = monthly_series(outcome, [measure.measure_id for measure in judged]).filter(pl.col("value").is_not_null())
    members = _with_wanted_adjustment(_members(known, plan), judged)
    adjusted = with_factor(members, members, holidays).with_columns(pl.col("value") / pl.col("factor"))
    spans = (
        adjusted.group_by("series", maintain_order=True)
        .agg(
            pl.col("unit_id", "frozen_from", "frozen_to", "decided_by", "decided_on", "reason", "cause", "adjusted_for").first(),
            from_month=pl.col("month").first(),
            to_month=pl.col("month").last(),
        )
        .join(fitted(adjusted, chart_settings(judged), screens_ranges=rules.screens_ranges), on="series", maintain_order="left")
        .join(_level_targets(judged), on="measure_id", validate="m:1", maintain_order="left")
    )
    return Baseline.conform(_with_limits(spans).select(*Baseline.columns))


def _members(known: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """The months that baselines are made of, in order, with the number of their baseline and who froze it, where somebody has."""
    schema = {
        "measure_id": pl.String, "unit_id": pl.String, "frozen_from": pl.Date, "frozen_to": pl.Date,
        "decided_by": pl.String, "decided_on": pl.Date, "reason": pl.String, "cause": pl.String,
    }  # fmt: skip
    rows = [
        (b.measure_id, b.unit_id, b.from_month, b.to_month, b.decided_by, b.decided_on, b.reason, b.cause) for b in plan.baselines
    ]
    decided = (
        pl.DataFrame(rows, schema=schema, orient="row")
        .sort("decided_on", maintain_order=True)
        .unique([*KEY, "frozen_from"], keep="last")
    )
    starts = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in (*KEY, "frozen_from"))
    return (
        known.join(decided, on=KEY, how="left")
        .filter(pl.col("frozen_from").is_null() | pl.col("month").is_between("frozen_from", "frozen_to"))
        .sort(*KEY, "frozen_from", "month_index")
        .with_columns(series=starts.cum_sum())
    )


def _with_wanted_adjustment(members: pl.DataFrame, measures: Sequence[Measure]) -> pl.DataFrame:
    wanted = {measure.measure_id: measure.adjusted_for for measure in measures if measure.adjusted_for != "none"}
    adjusted_for = pl.col("measure_id").replace_strict(wanted, default="none", return_dtype=pl.String) if wanted else pl.lit("none")
    return members.with_columns(adjusted_for=adjusted_for)


def _level_targets(measures: Iterable[Measure]) -> pl.DataFrame:
    rows = [(measure.measure_id, measure.level_target) for measure in measures]
    return pl.DataFrame(rows, schema={"measure_id": pl.String, "level_target": pl.Float64}, orient="row")


def _with_limits(spans: pl.DataFrame) -> pl.DataFrame:
    has_limits = (pl.col("points") >= TRIAL_FROM) & pl.col("spread").is_not_null()
    has_denominator = pl.col("chart").is_in(["xmr", "c"]) | pl.col("common_denominator").is_not_null()
    are_the_same = has_denominator & (pl.col("adjusted_for") == "none")
    lower, upper = limits(pl.col("centre"), deviation_of_month(pl.col("common_denominator")))
    return spans.with_columns(spread=pl.when(has_limits).then("spread")).with_columns(
        from_month=pl.coalesce("frozen_from", "from_month"),
        to_month=pl.coalesce("frozen_to", "to_month"),
        is_current=(pl.col("measure_id").ne_missing(pl.col("measure_id").shift(-1)))
        | (pl.col("unit_id").ne_missing(pl.col("unit_id").shift(-1))),
        lower_limit=pl.when(are_the_same).then(lower),
        upper_limit=pl.when(are_the_same).then(upper),
        moving_range_limit=pl.when(pl.col("spread").is_not_null()).then(MOVING_RANGE_LIMIT * pl.col("mean_moving_range")),
        strength=pl.when(pl.col("spread").is_null())
        .then(pl.lit("too_few"))
        .when(pl.col("points") < LIMITS_FROM)
        .then(pl.lit("trial"))
        .otherwise(pl.lit("limits")),
        is_frozen=pl.col("frozen_from").is_not_null(),
        assurance=pl.lit(None),
    )

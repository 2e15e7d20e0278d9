"""Rare events: the time, or the number of cases, from one to the next (statistics: "Rare events: g/t").

Where most months have nothing to count, a month says little and a gap says more. Every event after the first has a gap:

- chart ``t``, for a count of cases: days since the event before. The gap to the power 1/3.6 is close to normal when events
  come at random; XmR limits of the transformed gaps are transformed back (Nelson 1994).
- chart ``g``, for a share: cases counted in the share since the case before that was in its part. When each case is equally
  likely to be, the gap is geometric with p = 1/(mean gap + 1); the limits are the gaps that are rarer than 0.135 % on each
  side, as three sigma are for the normal distribution (Benneyan 2001; probability limits, for the distribution is lopsided).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from transforms.catalogue import EventGap
from transforms.inputs import Inputs
from transforms.measures import CaseCount, CaseShare
from transforms.outcomes import cases
from transforms.periods import covered_months, may_still_change, starts_month
from transforms.units import LEVELS, lineage
from transforms.variation.charts import THREE_SIGMA

GAPS_NEEDED: Final = 6
"""Gaps from which there are limits."""
POWER: Final = 1 / 3.6
TAIL: Final = 0.00135
"""The share of a normal distribution beyond three sigma, on one side."""


def event_gaps(inputs: Inputs) -> pl.DataFrame:
    """The gaps of every measure judged by chart t or g, in every unit and above it, in the order of the events.

    An event counts in the unit that has the case and in everything above, so the gaps of a process are between the events
    of all its units. Events in preliminary months are left out: one that is registered late would split a gap already told.
    Two events on one day have a gap of 0 days, and cases with the same moment are taken in the order of their keys.
    Fewer than six gaps have no limits (``too_few``). All gaps known are the baseline. A longer gap is an improvement where
    less is better. The time since the latest event is no gap yet.

    Returns: `EventGap`, sorted by measure, unit and event. A measure of another kind with chart t or g has none.
    """
    found = [_with_limits(gaps, measure) for measure, gaps in _gaps_of_every_measure(inputs)]
    return EventGap.conform(pl.concat([EventGap.empty(), *found]).sort(*EventGap.grain))


def _gaps_of_every_measure(inputs: Inputs) -> Iterator[tuple[CaseCount | CaseShare, pl.DataFrame]]:
    for measure in inputs.measures:
        match measure:
            case CaseCount(chart="t"):
                yield measure, _at_every_level(inputs, measure).with_columns(gap=pl.col("gap_days"))
            case CaseShare(chart="g"):
                yield measure, _at_every_level(inputs, measure).with_columns(gap=pl.col("cases_between"))
            case _:
                pass


def _at_every_level(inputs: Inputs, measure: CaseCount | CaseShare) -> pl.DataFrame:
    """Every event that has one before it in the same unit, process or board, with the days and the cases between them."""
    part = cases.counts_as_part(measure, inputs.holidays)
    counted = (
        inputs.cases.lazy()
        .filter(pl.col("source_id") == measure.source, cases.counts(measure))
        .filter(_is_settled(inputs, measure))
        .join(lineage(inputs.plan).lazy(), on="unit_id", validate="m:1")
        .select(*LEVELS, "case_key", at=cases.at(measure.event), is_event=pl.lit(value=True) if part is None else part)
        .sort("at", "case_key")
        .collect()
    )
    place, day = pl.int_range(pl.len(), dtype=pl.Int64), pl.col("at").dt.date()
    levels = [
        counted.filter(pl.col(level).is_not_null())
        .select(pl.col(level).cast(pl.String).alias("unit_id"), "is_event", event_on=day)
        .with_columns(place=place.over("unit_id"))
        .filter("is_event")
        .select(
            "unit_id",
            "event_on",
            measure_id=pl.lit(measure.measure_id),
            event_number=place.over("unit_id") + 1,
            gap_days=(pl.col("event_on") - pl.col("event_on").shift().over("unit_id")).dt.total_days().cast(pl.Float64),
            cases_between=(pl.col("place") - pl.col("place").shift().over("unit_id") - 1).cast(pl.Float64),
        )
        .filter(pl.col("event_number") > 1)
        for level in LEVELS
    ]
    return pl.concat(levels)


def _is_settled(inputs: Inputs, measure: CaseCount | CaseShare) -> pl.Expr:
    """Whether the month of a case is covered by the source, and may no longer change."""
    months = covered_months(inputs.source_covers.get(measure.source), inputs.as_of)
    never = pl.lit(value=False)
    if not months:
        return never
    month = starts_month(cases.at(measure.event))
    first: date = months[0]
    return month.is_between(first, months[-1]) & ~may_still_change(month, inputs.as_of, measure.complete_after_days)


def _with_limits(gaps: pl.DataFrame, measure: CaseCount | CaseShare) -> pl.DataFrame:
    limits = _limits_of_days() if isinstance(measure, CaseCount) else _limits_of_cases()
    by_unit = gaps.sort("unit_id", "event_number").group_by("unit_id", maintain_order=True)
    has_limits = pl.col("gaps") >= GAPS_NEEDED
    longer = pl.col("gap") > pl.col("upper_limit")
    shorter = pl.col("gap") < pl.col("lower_limit")
    longer_is = {"down": "improvement", "up": "concern", "neither": "change"}[measure.direction]
    shorter_is = {"down": "concern", "up": "improvement", "neither": "change"}[measure.direction]
    return (
        gaps.join(by_unit.agg(gaps=pl.len(), **limits), on="unit_id", how="left", validate="m:1", maintain_order="left")
        .with_columns(pl.when(has_limits).then(pl.col(name)).alias(name) for name in limits)
        .with_columns(
            judgement=pl.when(~has_limits)
            .then(pl.lit("too_few"))
            .when(longer)
            .then(pl.lit(longer_is))
            .when(shorter)
            .then(pl.lit(shorter_is))
            .otherwise(pl.lit("none")),
            is_latest=pl.col("event_number") == pl.col("event_number").max().over("unit_id"),
        )
        .select(*EventGap.columns)
    )


def _limits_of_days() -> dict[str, pl.Expr]:
    """Chart t; a lower limit that would be below nothing is 0, under which no gap can be."""
    even = pl.col("gap").pow(POWER)
    reach = THREE_SIGMA * even.diff().abs().mean()
    return {
        "centre": even.mean().pow(1 / POWER),
        "lower_limit": (even.mean() - reach).clip(lower_bound=0.0).pow(1 / POWER),
        "upper_limit": (even.mean() + reach).pow(1 / POWER),
    }


def _limits_of_cases() -> dict[str, pl.Expr]:
    """Chart g: the whole numbers that chance goes below, or above, with a probability of at most `TAIL`; both 0 without gaps."""
    log_of_no_event = (pl.col("gap").mean() / (pl.col("gap").mean() + 1)).log()
    return {
        "centre": _smallest_not_exceeded(0.5, log_of_no_event),
        "lower_limit": (math.log1p(-TAIL) / log_of_no_event).floor(),
        "upper_limit": _smallest_not_exceeded(1 - TAIL, log_of_no_event),
    }


def _smallest_not_exceeded(share: float, log_of_no_event: pl.Expr) -> pl.Expr:
    """The smallest whole gap that at least such a share of the geometric distribution does not exceed."""
    return ((math.log(1 - share) / log_of_no_event).ceil() - 1).clip(lower_bound=0.0)

"""Figures from the rows of a case system: counts, shares, durations, stocks and distinct persons.

Every level is computed from the rows themselves: all cases under a process are grouped anew, so that a person with cases
in two of its units counts once there, and a median is the median of the cases and not of the units' medians.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from transforms.measures import CaseCount, CaseDuration, CaseMeasure, CaseShare, CaseStock, Distinct, Event
from transforms.outcomes import cases
from transforms.periods import starts_month
from transforms.units import LEVELS

Figures = Mapping[str, pl.DataFrame]
"""Per measure id: unit_id, month, value, numerator, denominator, rows; only where there are rows (stocks: where not 0)."""

_SHAPE: dict[str, pl.DataType] = {
    "unit_id": pl.String(),
    "month": pl.Date(),
    "value": pl.Float64(),
    "numerator": pl.Float64(),
    "denominator": pl.Float64(),
    "rows": pl.Int64(),
}
_EVENTS: tuple[Event, ...] = ("opened", "decided", "closed")
_QUANTILE = {"median": 0.5, "p90": 0.9}


def case_figures(
    case_rows: pl.LazyFrame,
    lineage: pl.DataFrame,
    measures: Sequence[CaseMeasure],
    months: Sequence[date],
    holidays: Sequence[date],
) -> Figures:
    """The figures of measures that share one source, for the months given (in order, none left out).

    ``case_rows`` are the source's rows of `catalogue.Case`, ``lineage`` is `units.lineage`.
    """
    if not months:
        nothing = pl.DataFrame(schema=_SHAPE | {"unit_id": lineage["unit"].dtype})
        return {measure.measure_id: nothing for measure in measures}
    marked = _marked(case_rows, lineage, measures, holidays)
    found: dict[str, pl.DataFrame] = {}
    for event in _EVENTS:
        of_event = [measure for measure in measures if not isinstance(measure, CaseStock) and cases.event_of(measure) == event]
        if of_event:
            wide = _at_every_level(marked, event, months, [column for measure in of_event for column in _sums(measure)])
            found |= {measure.measure_id: _figure(wide, measure) for measure in of_event}
    stocks = [measure for measure in measures if isinstance(measure, CaseStock)]
    if stocks:
        found |= _stocks(marked, stocks, months)
    return found


def without_cases(measure: CaseMeasure) -> dict[str, float]:
    """What is zero in a month without cases; the rest is missing."""
    match measure:
        case CaseShare() | CaseDuration(statistic="share_within"):
            return {"numerator": 0.0, "denominator": 0.0, "rows": 0}
        case CaseDuration():
            return {"rows": 0}
        case _:
            return {"value": 0.0, "rows": 0}


def _marked(
    case_rows: pl.LazyFrame, lineage: pl.DataFrame, measures: Sequence[CaseMeasure], holidays: Sequence[date]
) -> pl.DataFrame:
    """Every case once, with its units and months, and what each measure needs to know of it; no text is carried further."""
    needed: dict[str, pl.Expr] = {}
    for measure in measures:
        needed |= dict(_marks(measure, holidays))
    return (
        case_rows.join(lineage.lazy(), on="unit_id", validate="m:1")
        .select(
            *LEVELS,
            *(starts_month(cases.at(event)).alias(event) for event in _EVENTS),
            cases.open_from().alias("open_from"),
            cases.open_until().alias("open_until"),
            **needed,
        )
        .collect()
    )


def _marks(measure: CaseMeasure, holidays: Sequence[date]) -> Iterator[tuple[str, pl.Expr]]:
    """The columns a measure adds to the cases. Two measures that ask the same share a column, by its name."""
    counts = cases.counts(measure)
    match measure:
        case Distinct():
            # Sixty-four bits of hash are told apart six times as fast as the keys; among 400 000 persons the chance that
            # any two fall together is 4 in a thousand million.
            yield _key(measure), pl.when(counts).then(cases.distinct_key(measure).hash())
        case CaseDuration(statistic="median" | "p90"):
            yield _time(measure), pl.when(counts).then(cases.time_taken(measure, holidays))
        case _:
            yield f"counts {measure.measure_id}", counts
    part = cases.counts_as_part(measure, holidays)
    if part is not None:
        yield f"part {measure.measure_id}", part


def _key(measure: Distinct) -> str:
    return f"{measure.of} {measure.event} {measure.where}"


def _time(measure: CaseDuration) -> str:
    return f"time {measure.since} {measure.until} {measure.measured_in} {measure.where}"


def _sums(measure: CaseMeasure) -> Iterator[pl.Expr]:
    """What to compute of the marked cases of a unit and month."""
    name = measure.measure_id
    match measure:
        case Distinct():
            yield pl.col(_key(measure)).drop_nulls().n_unique().alias(f"value {name}")
            yield pl.col(_key(measure)).count().alias(f"rows {name}")
        case CaseDuration(statistic="median" | "p90"):
            quantile = _QUANTILE[measure.statistic]
            yield pl.col(_time(measure)).quantile(quantile, interpolation="linear").alias(f"value {name}")
            yield pl.col(_time(measure)).count().alias(f"rows {name}")
        case CaseShare() | CaseDuration():
            yield pl.col(f"part {name}").sum().alias(f"part {name}")
            yield pl.col(f"counts {name}").sum().alias(f"rows {name}")
        case _:
            yield pl.col(f"counts {name}").sum().alias(f"rows {name}")


def _at_every_level(marked: pl.DataFrame, month: str, months: Sequence[date], sums: Sequence[pl.Expr]) -> pl.DataFrame:
    """The sums per unit and month, for units, processes and boards alike: one row each, in no particular order."""
    in_months = marked.lazy().filter(pl.col(month).is_between(months[0], months[-1]))
    levels = [
        in_months.filter(pl.col(level).is_not_null())
        .group_by(pl.col(level).alias("unit_id"), pl.col(month).alias("month"))
        .agg(sums)
        for level in LEVELS
    ]
    return pl.concat(pl.collect_all(levels))


def _figure(wide: pl.DataFrame, measure: CaseMeasure) -> pl.DataFrame:
    """One measure's figures out of the sums."""
    rows = pl.col(f"rows {measure.measure_id}").cast(pl.Int64)
    nothing = pl.lit(None, pl.Float64)
    value, numerator, denominator = rows.cast(pl.Float64), nothing, nothing
    match measure:
        case CaseShare() | CaseDuration(statistic="share_within"):
            numerator, denominator = pl.col(f"part {measure.measure_id}").cast(pl.Float64), rows.cast(pl.Float64)
            value = 100 * numerator / denominator
        case CaseDuration() | Distinct():
            value = pl.col(f"value {measure.measure_id}").cast(pl.Float64)
        case CaseCount() | CaseStock():
            pass
    return wide.filter(rows > 0).select("unit_id", "month", value=value, numerator=numerator, denominator=denominator, rows=rows)


def _stocks(marked: pl.DataFrame, measures: Sequence[CaseStock], months: Sequence[date]) -> Figures:
    """Open at the end of each month: all that had opened, less all that had closed, the months before the first included."""
    first, last = months[0], months[-1]
    at_first = marked.with_columns(pl.col("open_from", "open_until").clip(lower_bound=first))
    counts = [pl.col(f"counts {measure.measure_id}").sum().cast(pl.Int64).alias(measure.measure_id) for measure in measures]
    names = [measure.measure_id for measure in measures]
    opened = _at_every_level(at_first, "open_from", months, counts)
    closed = _at_every_level(at_first, "open_until", months, counts).with_columns(-pl.col(names))
    change = pl.concat([opened, closed]).group_by("unit_id", "month").agg(pl.col(names).sum())
    level = (
        change.select("unit_id")
        .unique()
        .join(pl.DataFrame({"month": pl.date_range(first, last, "1mo", eager=True)}), how="cross")
        .join(change, on=["unit_id", "month"], how="left", validate="1:1")
        .sort("unit_id", "month")
        .with_columns(pl.col(names).fill_null(0).cum_sum().over("unit_id", order_by="month"))
        .rename({name: f"rows {name}" for name in names})
    )
    return {measure.measure_id: _figure(level, measure) for measure in measures}

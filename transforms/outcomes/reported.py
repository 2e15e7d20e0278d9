"""Figures that others have computed: series from ekonomi, HR and kvalitet, and the key figures of Kolada.

A series is shown where it is reported. For a process or nämnd that is not reported itself, it is recomputed from numerators
and denominators where all units below that report the series gave both; plain values are never added or averaged, since
nobody has said that they may be. Kolada's figures belong to the whole kommun and stand at the nämnd.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from transforms.measures import KoladaKpi, ReportedSeries
from transforms.plan import Plan
from transforms.units import parents, unit_category

PERCENT: Final = 100.0


def scale(measure: ReportedSeries) -> float:
    """What numerator/denominator is multiplied by to give the measure's unit: 100 for percent, else 1."""
    return PERCENT if "%" in measure.unit or "procent" in measure.unit.lower() else 1.0


def reported_as(measure: ReportedSeries) -> pl.Expr:
    """Whether a row of `catalogue.SeriesValue` is a value of the series."""
    return (pl.col("source_id") == measure.source) & (pl.col("series_code") == measure.code)


def series_figures(series: pl.DataFrame, plan: Plan, measure: ReportedSeries, months: Sequence[date]) -> pl.DataFrame:
    """The series per unit and month: unit_id, month, value, numerator, denominator, rows (reported values behind).

    A unit is expected to report every month from its first; while one is late, what is above it is unknown and has no row.
    """
    unit = unit_category(plan)
    reported = series.filter(
        reported_as(measure), pl.col("month").is_in(months), pl.col("unit_id").is_in(unit.categories.to_list())
    ).select(pl.col("unit_id").cast(unit), "month", "value", "numerator", "denominator", rows=pl.lit(1, pl.Int64))
    known = reported
    for level in ("process", "board"):
        sums = _summed(known.join(parents(plan, level), on="unit_id", validate="m:1"), months)
        known = pl.concat([known, sums.join(reported, on=["unit_id", "month"], how="anti")])
    ratio = scale(measure) * pl.col("numerator") / pl.when(pl.col("denominator") != 0).then("denominator")
    value = pl.coalesce("value", ratio)
    return known.with_columns(value=value, rows=pl.when(value.is_not_null()).then("rows").otherwise(0))


def _summed(parts: pl.DataFrame, months: Sequence[date]) -> pl.DataFrame:
    """Per parent: the sums of its parts' numerators and denominators, in the months in which no part is missing."""
    begun = parts.group_by("parent_id", "unit_id").agg(since=pl.col("month").min())
    expected = (
        pl.DataFrame({"month": months}, schema={"month": pl.Date()})
        .join(begun, how="cross")
        .filter(pl.col("month") >= pl.col("since"))
        .group_by("parent_id", "month")
        .agg(expected=pl.len())
    )
    return (
        parts.filter(pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null())
        .group_by("parent_id", "month")
        .agg(pl.col("numerator", "denominator", "rows").sum(), given=pl.len())
        .join(expected, on=["parent_id", "month"], validate="1:1")
        .filter(pl.col("given") == pl.col("expected"))
        .select(
            pl.col("parent_id").alias("unit_id"),
            "month",
            pl.lit(None, pl.Float64).alias("value"),
            "numerator",
            "denominator",
            "rows",
        )
    )


def series_rows_behind(series: pl.DataFrame, plan: Plan, measure: ReportedSeries, unit_id: str, month: date) -> pl.DataFrame:
    """The reported values behind one figure: the unit's own where it reports, else those behind the units right below it."""
    of_month = series.filter(reported_as(measure), pl.col("month") == month)

    def behind(unit_id: str) -> list[pl.DataFrame]:
        own = of_month.filter(pl.col("unit_id") == unit_id)
        below = [unit.unit_id for unit in plan.units if unit.parent_unit_id == unit_id]
        return [own] if own.height else [frame for part in below for frame in behind(part)]

    return pl.concat([of_month.clear(), *behind(unit_id)])


def own_key_figure(measure: KoladaKpi, municipality_code: str) -> pl.Expr:
    """Whether a row of `catalogue.KoladaValue` is the kommun's own value of the key figure, in any year."""
    is_asked_for = (pl.col("kpi_id") == measure.kpi) & (pl.col("gender") == measure.gender)
    return is_asked_for & (pl.col("municipality_code") == municipality_code)


def kolada_figures(values: pl.DataFrame, plan: Plan, measure: KoladaKpi, municipality_code: str) -> pl.DataFrame:
    """The kommun's own values, at each nämnd, as unit_id, month (January of the year), value, numerator, denominator, rows.

    Every year from the first to the last that Kolada has answered for has a row; a year in between without one is missing.
    """
    own = values.filter(own_key_figure(measure, municipality_code)).select("year", "value")
    known = own["year"].to_list()
    years = pl.DataFrame({"year": range(min(known), max(known) + 1) if known else []}, schema={"year": pl.Int64()})
    boards = [unit.unit_id for unit in plan.units if unit.level == "board"]
    nothing = pl.lit(None, pl.Float64)
    return (
        years.join(own, on="year", how="left", validate="1:1")
        .join(pl.DataFrame({"unit_id": boards}, schema={"unit_id": unit_category(plan)}), how="cross")
        .select(
            "unit_id",
            month=pl.date("year", 1, 1),
            value="value",
            numerator=nothing,
            denominator=nothing,
            rows=pl.col("value").is_not_null().cast(pl.Int64),
        )
    )

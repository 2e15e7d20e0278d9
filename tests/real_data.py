"""What the statistics say of real data: Kolada's key figures, year by year, for every kommun. ``python -m tests.real_data``.

Reads ../shared/data/kolada (which is never copied) and writes ``docs/real-data.md``; where the data is not here it says so.
Years are given to the same functions as months are elsewhere: to them a series is evenly spaced points, whatever the space.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from tests.made_up_series import START, count_measure, month_after
from tests.outcome_world import said
from transforms import catalogue
from transforms.comparison.standing import comparison
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi
from transforms.plan import Plan
from transforms.variation.baselines import baselines
from transforms.variation.signals import signals
from transforms.variation.stability import stability
from transforms.variation.suggestion import suggestions

KOLADA = Path(__file__).resolve().parents[2] / "shared" / "data" / "kolada"
VALUES = KOLADA / "values_96_kpis_1994_2022.parquet"
REPORT = Path(__file__).resolve().parents[1] / "docs" / "real-data.md"
FIRST_YEAR = 1994
RULES = ("outside_limits", "two_of_three", "run")
AS_OF = date(2024, 8, 30)
COLUMNS = {
    "key figure": "measure_id", "series with limits": "series", "signal": "any_rule", "unstable": "unstable",
    "suggestion": "shifted", "year": "year", "ranked": "ranked", "green": "green", "red": "red",
}  # fmt: skip
"""The report's last table: what is printed above, and the column of `per_key_figure` below it."""


@dataclass(frozen=True)
class Kolada:
    """Values of key figures for all together (T) in kommuner, and what is known of both."""

    values: pl.DataFrame
    kpis: pl.DataFrame
    areas: pl.DataFrame

    def only(self, kpi_ids: Sequence[str]) -> Kolada:
        return replace(self, values=self.values.filter(pl.col("kpi_id").is_in(list(kpi_ids))))


def read_kolada() -> Kolada:
    areas = pl.read_csv(KOLADA / "municipality.csv", infer_schema=False).select(
        municipality_code="id", area_name="title", area_type="type"
    )
    kommuner = areas.filter(area_type="K")["municipality_code"]
    values = (
        pl.read_parquet(VALUES)
        .filter(pl.col("municipality").is_in(kommuner.implode()), gender="T")
        .select(
            kpi_id="kpi", municipality_code="municipality", year=pl.col("period").cast(pl.Int64), gender="gender", value="value",
            status=pl.lit(None, pl.String),
        )
        .sort("kpi_id", "municipality_code", "year")
    )  # fmt: skip
    known = json.loads((KOLADA / "kpi.json").read_text(encoding="utf-8"))
    kpis = catalogue.Kpi.of([{**kpi, "kpi_id": kpi["id"], "published_period": kpi["publ_period"]} for kpi in known])
    return Kolada(catalogue.KoladaValue.conform(values), kpis, catalogue.Area.conform(areas))


def variation(kolada: Kolada) -> pl.DataFrame:
    """One row per series (key figure and kommun): points, strength, which rules any year breaks, and whether it is stable."""
    kpi_ids = kolada.values["kpi_id"].unique().sort()
    measures = tuple(count_measure(kpi) for kpi in kpi_ids)
    month_of_year = {year: month_after(START, year - FIRST_YEAR) for year in kolada.values["year"].unique()}
    nothing = pl.lit(None)
    outcome = catalogue.Outcome.conform(
        kolada.values.select(
            measure_id="kpi_id", unit_id="municipality_code", value="value", numerator=nothing, denominator=nothing,
            month=pl.col("year").replace_strict(month_of_year, return_dtype=pl.Date), rows=pl.lit(1),
            is_preliminary=pl.lit(value=False),
        )
    )  # fmt: skip
    against = baselines(measures, Plan(), outcome)
    judged = signals(measures, outcome, against)
    key = ["measure_id", "unit_id"]
    flagged = judged.group_by(key).agg(
        *((pl.col("rule") == rule).any().alias(rule) for rule in RULES),
        is_latest_flagged=(pl.col("is_latest") & (pl.col("rule") != "none")).any(),
        judged_points=(pl.col("judgement") != "too_few").sum(),
        flagged_points=(pl.col("rule") != "none").sum(),
    )
    suggested = suggestions(outcome, judged, against).select(*key, is_shifted=pl.lit(value=True))
    return (
        against.select(*key, "points", "strength")
        .join(flagged, on=key, how="left", validate="1:1")
        .join(stability(judged, against).select(*key, "is_stable"), on=key, how="left", validate="1:1")
        .join(suggested, on=key, how="left", validate="1:1")
        .with_columns(pl.col("is_shifted").fill_null(value=False), any_rule=pl.any_horizontal(RULES))
        .sort(key)
    )


def quarters(kolada: Kolada) -> pl.DataFrame:
    """One row per key figure and kommun: the place in the latest year with enough reporters, as that kommun's pack would tell it.

    Every key figure is taken as better when higher: turned round, green and red change places and their number is the same.
    """
    measures = tuple(
        KoladaKpi(**said(kpi, direction="up"), kind="kolada", kpi=kpi) for kpi in kolada.values["kpi_id"].unique().sort()
    )
    latest = kolada.values.filter(pl.len().over("kpi_id", "year") >= Inputs.minimum_reporters)
    latest = latest.filter(pl.col("year") == pl.col("year").max().over("kpi_id"))
    inputs = Inputs(
        as_of=AS_OF,
        municipality_code="",
        measures=measures,
        plan=Plan(),
        kolada_values=latest,
        kpis=kolada.kpis,
        areas=kolada.areas,
    )
    own = [
        comparison(replace(inputs, municipality_code=code)).filter(circle="all").with_columns(municipality_code=pl.lit(code))
        for code in kolada.areas.filter(area_type="K")["municipality_code"]
    ]
    return pl.concat(own).select("measure_id", "municipality_code", "year", "value", "rank", "reporting_count", "colour_word")


def ties_at_the_cut(kolada: Kolada) -> pl.DataFrame:
    """One row per key figure and year with 50 reporting or more: whether a quarter counted off from an end parts equal values."""
    quarter = pl.len().cast(pl.Int64) // 4
    at = [pl.col("value").sort(descending=descending).slice(quarter - 1, 2) for descending in (False, True)]
    return (
        kolada.values.filter(pl.col("value").is_not_null())
        .group_by("kpi_id", "year")
        .agg(reporters=pl.len(), has_tie=pl.any_horizontal(pair.n_unique() == 1 for pair in at))
        .filter(pl.col("reporters") >= Inputs.minimum_reporters)
        .sort("kpi_id", "year")
    )


def per_key_figure(series: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The table of the report, and what the test computes again: shares in percent, of series with limits or of places ranked."""
    with_limits = series.filter(pl.col("strength") != "too_few")
    judged = with_limits.group_by("measure_id").agg(
        series=pl.len(),
        any_rule=100 * pl.col("any_rule").mean(),
        unstable=100 * (~pl.col("is_stable")).mean(),
        shifted=100 * pl.col("is_shifted").mean(),
    )
    ranked = places.filter(pl.col("value").is_not_null())
    coloured = ranked.group_by("measure_id").agg(
        pl.col("year").first(),
        ranked=pl.len(),
        green=100 * (pl.col("colour_word") == "grön").mean(),
        red=100 * (pl.col("colour_word") == "röd").mean(),
    )
    known = series.select("measure_id").unique().join(judged, on="measure_id", how="left", validate="1:1")
    return known.join(coloured, on="measure_id", how="left", validate="1:1").sort("measure_id")


def table(headings: Iterable[str], rows: Sequence[Sequence[object]]) -> str:
    cells = [[f"{cell:.1f}" if isinstance(cell, float) else "–" if cell is None else str(cell) for cell in row] for row in rows]
    named = list(headings)
    lines = [named, ["---"] * len(named), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(kolada: Kolada) -> str:
    """The document."""
    started = time.perf_counter()
    series = variation(kolada)
    judged_seconds = time.perf_counter() - started
    started = time.perf_counter()
    places = quarters(kolada)
    ranked_seconds = time.perf_counter() - started
    ties, figures = ties_at_the_cut(kolada), per_key_figure(series, places)
    limited = series.filter(pl.col("strength") != "too_few")
    ranked = places.filter(pl.col("value").is_not_null())
    by_strength = dict(series["strength"].value_counts().iter_rows())
    judged_rows = [
        *((f"any year: {rule}", 100 * limited[rule].mean()) for rule in RULES),
        ("any year: any rule", 100 * limited["any_rule"].mean()),
        ("latest year: any rule", 100 * limited["is_latest_flagged"].mean()),
        ("unstable by Anhøj's tests", 100 * (~limited["is_stable"]).mean()),
        ("a new baseline is suggested", 100 * limited["is_shifted"].mean()),
    ]
    flagged_share = 100 * limited["flagged_points"].sum() / limited["judged_points"].sum()
    coloured = dict(ranked["colour_word"].value_counts().iter_rows())
    text = f"""\
# Real data: Kolada's key figures, judged year by year

Egen bearbetning av data från Kolada. Written by `python -m tests.real_data` from values read on 2024-08-30; the values
themselves are not here. A test computes some key figures again and compares them with the last table.

{kolada.values["municipality_code"].n_unique()} kommuner, {kolada.values["year"].min()}–{kolada.values["year"].max()}: \
{kolada.values.height} values for all together (T) in {series.height} series of {figures.height} key figures,
{figures["ranked"].null_count()} of which never had {Inputs.minimum_reporters} reporting kommuner.

## Chance or change

Yearly points through the same baselines, signals and tests as months. Nobody has decided a baseline, so each series is its own.
{by_strength.get("too_few", 0)} series have under 6 points and no limits, {by_strength.get("trial", 0)} have trial limits (6–11) \
and {by_strength.get("limits", 0)} have limits. Of the {limited.height} with limits:

{table(("", "percent of series"), judged_rows)}

Of {limited["judged_points"].sum()} years judged, {flagged_share:.1f} percent are signals. Kolada's figures move with society and
reforms: over decades many series are not stable, and the limits say so. It is no measure of false alarms.

## Quarters

The latest year with at least {Inputs.minimum_reporters} reporting kommuner, each kommun as its own pack would be told. Figures of
resources and volumes have no colour.

{table(("colour", "places", "percent"), [(word, count, 100 * count / ranked.height) for word, count in sorted(coloured.items())])}

In {100 * ties["has_tie"].mean():.1f} percent of {ties.height} key figures and years with enough reporters, a quarter counted off
from one end or the other would part equal values. By strictly better and strictly worse they share a colour.

## Time taken

{len(series)} series through baselines, signals, stability and suggestions: {judged_seconds:.1f} s. \
{places["municipality_code"].n_unique()} kommuner compared in
{figures.height} key figures: {ranked_seconds:.1f} s. On a busy machine with two cores.

## Key figure by key figure

Percent of series with limits that have a signal in any year, are unstable, or get a suggestion; percent of ranked places that
are green and red when higher is better.

"""
    return text + table(COLUMNS, figures.select(*COLUMNS.values()).rows()) + "\n"


if __name__ == "__main__":
    if not VALUES.is_file():
        sys.exit(f"{VALUES} is not here: nothing to compute.")
    REPORT.write_text(report(read_kolada()), encoding="utf-8")

"""Outcomes: what every measure was, in every unit and month; and the rows behind any one of them.

**Which units.** A measure has outcomes for every unit that has ever had a row in the measure's source (for a reported series:
a value of that series), for those that have chosen it or have a goal with it, and for everything above them. Kolada's key
figures are the whole kommun's and stand at the nämnd.

**Which months.** Those that the source covers and that have begun on the as-of date. A running month is there, marked
preliminary. Surveys have the months of their waves, Kolada January of each year.

**Nothing or missing.** Within those months a count or stock without rows is zero, while a share, a duration or a ratio with
nothing to divide by is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from graphlib import TopologicalSorter

import polars as pl

from transforms.catalogue import Outcome
from transforms.inputs import Inputs
from transforms.measures import CaseMeasure, KoladaKpi, Measure, Ratio, ReportedSeries, SurveyIndex, SurveyMeasure, SurveyScale
from transforms.outcomes.case_figures import case_figures, without_cases
from transforms.outcomes.reported import kolada_figures, reported_as, series_figures
from transforms.periods import covered_months, may_still_change
from transforms.plan import ChosenMeasure, Goal
from transforms.surveys.answers import waves
from transforms.surveys.index import survey_figures
from transforms.surveys.scale import scale_figures
from transforms.units import lineage, unit_category, with_everything_above

_KEY = ("unit_id", "month")
_FIGURE = ("value", "numerator", "denominator", "rows")


def outcomes(inputs: Inputs) -> pl.DataFrame:
    """``core.outcome``, sorted by measure, unit and month.

    ``rows`` are the cases, answers or reported values that the figure rests on: those of a share's denominator, and those of a
    ratio's numerator. Raises ``graphlib.CycleError`` when ratios are defined by one another in a circle.
    """
    wanted = _units_that_want(inputs)
    found = _case_outcomes(inputs, wanted)
    for measure in inputs.measures:
        match measure:
            case ReportedSeries():
                found[measure.measure_id] = _series_outcomes(inputs, measure, wanted[measure.measure_id])
            case SurveyIndex() | SurveyScale():
                found[measure.measure_id] = _survey_outcomes(inputs, measure, wanted[measure.measure_id])
            case KoladaKpi():
                found[measure.measure_id] = _kolada_outcomes(inputs, measure)
            case _:
                pass
    for ratio in ratios_parts_first(inputs.measures):
        found[ratio.measure_id] = _ratio_outcomes(ratio, found, wanted[ratio.measure_id])
    named = [found[measure_id].select(pl.lit(measure_id).alias("measure_id"), pl.all()) for measure_id in sorted(found)]
    return Outcome.conform(pl.concat([Outcome.empty().cast({"unit_id": unit_category(inputs.plan)}), *named]))


def ratios_parts_first(measures: Sequence[Measure]) -> list[Ratio]:
    """The ratios, each after those it is itself made of."""
    ratios = {measure.measure_id: measure for measure in measures if isinstance(measure, Ratio)}
    order = TopologicalSorter({name: {ratio.numerator, ratio.denominator} for name, ratio in ratios.items()}).static_order()
    return [ratios[name] for name in order if name in ratios]


def _units_that_want(inputs: Inputs) -> dict[str, set[str]]:
    """Per measure: the units that have chosen it or have a goal with it. Who wants a ratio wants its parts."""
    plan = inputs.plan
    wanted: dict[str, set[str]] = {measure.measure_id: set() for measure in inputs.measures}
    wishes: list[ChosenMeasure | Goal] = [*plan.chosen_measures, *plan.goals]
    for wish in wishes:
        wanted.setdefault(wish.measure_id, set()).add(wish.unit_id)
    for ratio in reversed(ratios_parts_first(inputs.measures)):
        for part in (ratio.numerator, ratio.denominator):
            wanted.setdefault(part, set()).update(wanted[ratio.measure_id])
    return wanted


def _case_outcomes(inputs: Inputs, wanted: Mapping[str, set[str]]) -> dict[str, pl.DataFrame]:
    """The outcomes of every measure that counts cases, source by source."""
    found: dict[str, pl.DataFrame] = {}
    of_cases = [measure for measure in inputs.measures if isinstance(measure, CaseMeasure)]
    for source in sorted({measure.source for measure in of_cases}):
        measures = [measure for measure in of_cases if measure.source == source]
        months = covered_months(inputs.source_covers.get(source), inputs.as_of)
        rows = inputs.cases.lazy().filter(pl.col("source_id") == source)
        with_rows = set(rows.select("unit_id").unique().collect().to_series())
        figures = case_figures(rows, lineage(inputs.plan), measures, months, inputs.holidays)
        for measure in measures:
            grid = _grid(inputs, with_rows | wanted[measure.measure_id], months)
            found[measure.measure_id] = _on_grid(grid, figures[measure.measure_id], without_cases(measure), inputs.as_of, measure)
    return found


def _series_outcomes(inputs: Inputs, measure: ReportedSeries, wanted: set[str]) -> pl.DataFrame:
    """A month in which nobody reported is missing."""
    months = covered_months(inputs.source_covers.get(measure.source), inputs.as_of)
    figures = series_figures(inputs.series, inputs.plan, measure, months)
    reporting = set(inputs.series.filter(reported_as(measure))["unit_id"])
    recomputed = set(figures["unit_id"].cast(pl.String))
    known = {unit.unit_id for unit in inputs.plan.units}
    grid = _grid_of(inputs, (reporting | recomputed | wanted) & known, months)
    return _on_grid(grid, figures, {"rows": 0}, inputs.as_of, measure)


def _survey_outcomes(inputs: Inputs, measure: SurveyMeasure, wanted: set[str]) -> pl.DataFrame:
    """A wave in which nobody in the unit answered is missing."""
    months = waves(inputs.answers, measure, covered_months(inputs.source_covers.get(measure.source), inputs.as_of))
    answering = set(inputs.answers.filter(pl.col("source_id") == measure.source)["unit_id"])
    placed = lineage(inputs.plan)
    figures = (
        survey_figures(inputs.answers, placed, measure)
        if isinstance(measure, SurveyIndex)
        else scale_figures(inputs.answers, placed, measure)
    )
    return _on_grid(_grid(inputs, answering | wanted, months), figures, {"rows": 0}, inputs.as_of, measure)


def _kolada_outcomes(inputs: Inputs, measure: KoladaKpi) -> pl.DataFrame:
    """A published figure is settled, unless the measure itself says how long after the year it may be revised."""
    figures = kolada_figures(inputs.kolada_values, inputs.plan, measure, inputs.municipality_code)
    changes = pl.lit(measure.complete_after_days > 0) & may_still_change(
        pl.col("month"), inputs.as_of, measure.complete_after_days, period="1y"
    )
    return (
        figures.filter(pl.col("month") <= inputs.as_of)
        .sort(pl.col("unit_id").cast(pl.String), "month")
        .with_columns(is_preliminary=changes)
    )


def _ratio_outcomes(ratio: Ratio, found: Mapping[str, pl.DataFrame], wanted: set[str]) -> pl.DataFrame:
    """One outcome over another, for the units that have both, or want the ratio; missing where either part is."""
    over = found[ratio.numerator].select(*_KEY, "rows", "is_preliminary", numerator="value")
    under = found[ratio.denominator].select(*_KEY, "is_preliminary", denominator="value")
    have_both = set(over["unit_id"].cast(pl.String)) & set(under["unit_id"].cast(pl.String))
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    return (
        over.join(under, on=_KEY, how="full", coalesce=True, validate="1:1")
        .filter(pl.col("unit_id").cast(pl.String).is_in(have_both | wanted))
        .select(
            *_KEY,
            value=ratio.per * numerator / pl.when(denominator != 0).then(denominator),
            numerator=numerator,
            denominator=denominator,
            rows=pl.col("rows").fill_null(0),
            is_preliminary=pl.col("is_preliminary").fill_null(value=False) | pl.col("is_preliminary_right").fill_null(value=False),
        )
        .sort(pl.col("unit_id").cast(pl.String), "month")
    )


def _grid(inputs: Inputs, unit_ids: set[str], months: Sequence[date]) -> pl.DataFrame:
    """Every month of the units named and of everything above them, in order."""
    return _grid_of(inputs, with_everything_above(inputs.plan, unit_ids), months)


def _grid_of(inputs: Inputs, unit_ids: set[str], months: Sequence[date]) -> pl.DataFrame:
    units = pl.DataFrame({"unit_id": sorted(unit_ids)}, schema={"unit_id": unit_category(inputs.plan)})
    return units.join(pl.DataFrame({"month": months}, schema={"month": pl.Date()}), how="cross", maintain_order="left_right")


def _on_grid(
    grid: pl.DataFrame, figures: pl.DataFrame, without_rows: Mapping[str, float], as_of: date, measure: Measure
) -> pl.DataFrame:
    """The grid with the figures on it, with what holds ``without_rows`` where there are none, marked where it may still change."""
    return (
        grid.join(figures.select(*_KEY, *_FIGURE), on=_KEY, how="left", validate="1:1", maintain_order="left")
        .with_columns(pl.col(name).fill_null(nothing) for name, nothing in without_rows.items())
        .with_columns(is_preliminary=may_still_change(pl.col("month"), as_of, measure.complete_after_days))
    )

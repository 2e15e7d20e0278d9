"""The rows behind one printed figure, chosen by the same expressions that counted them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import polars as pl

from transforms.catalogue import Case, KoladaValue, SeriesValue, SurveyAnswer
from transforms.inputs import Inputs
from transforms.measures import CaseMeasure, KoladaKpi, Measure, Ratio, ReportedSeries, SurveyIndex, SurveyScale
from transforms.outcomes import cases
from transforms.outcomes.reported import own_key_figure, series_rows_behind
from transforms.surveys import answers as surveys
from transforms.tables import Table
from transforms.units import ancestors

Role = Literal["rows", "numerator", "denominator"]


@dataclass(frozen=True)
class RowsBehind:
    """Rows that a figure rests on: the measure that counted them, what they are to the figure, and their table.

    ``rows`` are the whole figure; "numerator" and "denominator" are those of a share (the first being among the second) or of a
    ratio (where each has its own measure).
    """

    measure_id: str
    role: Role
    table: type[Table]
    rows: pl.DataFrame


def rows_behind(inputs: Inputs, measure: Measure, unit_id: str, month: date) -> tuple[RowsBehind, ...]:
    """Exactly the rows that count in one figure of `outcomes.outcomes`, numerator first, each set sorted by its table's grain.

    A unit, process or nämnd has the rows of everything below it. A figure that rests on nothing has empty frames. Asked about a
    month without a figure, the answer is the rows there would be, which may tell why it is missing. Raises ``KeyError`` for a
    ratio of a measure that is not defined.
    """
    below = [unit for unit, line in ancestors(inputs.plan).items() if unit_id in line]
    match measure:
        case ReportedSeries():
            found = series_rows_behind(inputs.series, inputs.plan, measure, unit_id, month)
            return (_sorted(measure, "rows", SeriesValue, found),)
        case SurveyIndex() | SurveyScale():
            answered = pl.col("unit_id").is_in(below) & (pl.col("wave_on") == month)
            return (_sorted(measure, "rows", SurveyAnswer, inputs.answers.filter(surveys.counts(measure), answered)),)
        case KoladaKpi():
            is_board = any(unit.unit_id == unit_id and unit.level == "board" for unit in inputs.plan.units)
            of_year = own_key_figure(measure, inputs.municipality_code) & (pl.col("year") == month.year) & (month.month == 1)
            return (_sorted(measure, "rows", KoladaValue, inputs.kolada_values.filter(of_year & is_board)),)
        case Ratio():
            defined = {each.measure_id: each for each in inputs.measures}
            numerator = rows_behind(inputs, defined[measure.numerator], unit_id, month)[-1]
            denominator = rows_behind(inputs, defined[measure.denominator], unit_id, month)[-1]
            return replace(numerator, role="numerator"), replace(denominator, role="denominator")
        case _:
            return _cases_behind(inputs, measure, below, month)


def _cases_behind(inputs: Inputs, measure: CaseMeasure, below: list[str], month: date) -> tuple[RowsBehind, ...]:
    of_units = (pl.col("source_id") == measure.source) & pl.col("unit_id").is_in(below)
    counted = inputs.cases.filter(of_units, cases.counts_in_month(measure, month))
    part = cases.counts_as_part(measure, inputs.holidays)
    if part is None:
        return (_sorted(measure, "rows", Case, counted),)
    return _sorted(measure, "numerator", Case, counted.filter(part)), _sorted(measure, "denominator", Case, counted)


def _sorted(measure: Measure, role: Role, table: type[Table], rows: pl.DataFrame) -> RowsBehind:
    return RowsBehind(measure.measure_id, role, table, rows.sort(table.grain))

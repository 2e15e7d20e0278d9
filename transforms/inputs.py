"""What the transforms start from: the landed frames, and the settings of the kommun that change what figures mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from transforms import catalogue
from transforms.measures import Measure
from transforms.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Counts from 1 up to but not including the threshold are hidden."""

    persons: int = 5
    staff: int = 11


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Everything believed on the as-of day, in the catalogue's shapes.

    ``source_covers`` says for every source which months its deliveries cover, first and last, both included: inside
    them a unit without rows has zero, outside them its value is missing. A source never delivered is not in it.
    """

    as_of: date
    municipality_code: str
    measures: tuple[Measure, ...]
    plan: Plan
    thresholds: Thresholds = Thresholds()
    minimum_reporters: int = 50
    holidays: tuple[date, ...] = ()
    """Days off that may fall on a weekday, for every year a case or a plan touches; Saturdays and Sundays need not be in it."""
    source_covers: dict[str, tuple[date, date]] = field(default_factory=dict)
    cases: pl.DataFrame = field(default_factory=catalogue.Case.empty)
    case_extras: pl.DataFrame = field(default_factory=catalogue.CaseExtra.empty)
    series: pl.DataFrame = field(default_factory=catalogue.SeriesValue.empty)
    answers: pl.DataFrame = field(default_factory=catalogue.SurveyAnswer.empty)
    kolada_values: pl.DataFrame = field(default_factory=catalogue.KoladaValue.empty)
    kpis: pl.DataFrame = field(default_factory=catalogue.Kpi.empty)
    areas: pl.DataFrame = field(default_factory=catalogue.Area.empty)
    similar_areas: pl.DataFrame = field(default_factory=catalogue.SimilarArea.empty)

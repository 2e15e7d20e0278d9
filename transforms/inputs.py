"""What the transforms start from: the landed frames, and the settings of the kommun that change what figures mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

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
class SignalRules:
    """How chance is told from change. The defaults are Framdrift's own; a kommun that chooses otherwise says so in its packs."""

    run_length: int = 8
    """So many months in a row on one side of the centre are a signal: 6, 7 or 8."""
    has_trend: bool = False
    """Whether seven months in a row each higher (or each lower) than the one before are a signal."""
    screens_ranges: bool = False
    """Whether moving ranges above their own limit are left out, once, before the limits are computed."""


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What is believed of a goal's pace before its first month: nothing (Jeffreys), the plan, or the year before.

    ``months`` is its weight: as much as so many months of outcome at the pace believed.
    """

    kind: Literal["jeffreys", "plan", "last_year"] = "jeffreys"
    months: float = 0.0


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
    signal_rules: SignalRules = SignalRules()
    prior: Prior = Prior()
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
    shown_before: pl.DataFrame = field(default_factory=catalogue.ShownBefore.empty)
    """What everybody has been shown up to the day before the as-of day."""

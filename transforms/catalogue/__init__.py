"""The tables: every frame that crosses from one layer to another has its shape declared here, and nowhere else.

``landed.*`` come through the door and are what everything is rebuilt from; ``core.*`` have one clear grain and are
computed; ``report.*`` is what is printed; ``meta.*`` is about runs, checks and definitions.

Names: ``_id`` is a key, ``_code`` needs a look-up, ``_name`` is for people, ``_on`` is the date of an event, ``month`` is
the first day of it, ``is_`` is a yes or no, and units stand in the name (``_days``, ``_sek``, ``_share``).
"""

from __future__ import annotations

from transforms.catalogue.about import (
    DictionaryColumn,
    DictionaryTable,
    Input,
    MeasureDefinition,
    Quarantined,
    Run,
    SurveyQuestion,
    Verdict,
)
from transforms.catalogue.figures import (
    Baseline,
    BaselineSuggestion,
    Comparison,
    ComparisonYear,
    EventGap,
    Outcome,
    SeasonFactor,
    Signal,
    Stability,
    SurveyResponse,
    SurveyResult,
    SurveyStep,
)
from transforms.catalogue.goals import Deviation, Forecast, ForecastMonth, GoalWeek
from transforms.catalogue.landed import (
    Area,
    Case,
    CaseExtra,
    KoladaValue,
    Kpi,
    RuleCount,
    SeriesValue,
    ShownBefore,
    SimilarArea,
    SurveyAnswer,
)
from transforms.catalogue.planned import Activity, Decision, Dialogue, Goal, PlanMonth, Unit
from transforms.catalogue.printed import (
    DisclosedBaseline,
    DisclosedDeviation,
    DisclosedForecast,
    DisclosedForecastMonth,
    DisclosedOutcome,
    DisclosedSignal,
    DisclosedStability,
    DisclosedSuggestion,
    DisclosedSurveyResponse,
    DisclosedSurveyResult,
    DisclosedSurveyStep,
    DisclosedWeek,
    Figure,
    Headline,
)
from transforms.tables import Table

__all__ = [
    "Activity",
    "Area",
    "Baseline",
    "BaselineSuggestion",
    "Case",
    "CaseExtra",
    "Comparison",
    "ComparisonYear",
    "Decision",
    "Deviation",
    "Dialogue",
    "DictionaryColumn",
    "DictionaryTable",
    "DisclosedBaseline",
    "DisclosedDeviation",
    "DisclosedForecast",
    "DisclosedForecastMonth",
    "DisclosedOutcome",
    "DisclosedSignal",
    "DisclosedStability",
    "DisclosedSuggestion",
    "DisclosedSurveyResponse",
    "DisclosedSurveyResult",
    "DisclosedSurveyStep",
    "DisclosedWeek",
    "EventGap",
    "Figure",
    "Forecast",
    "ForecastMonth",
    "Goal",
    "GoalWeek",
    "Headline",
    "Input",
    "KoladaValue",
    "Kpi",
    "MeasureDefinition",
    "Outcome",
    "PlanMonth",
    "Quarantined",
    "RuleCount",
    "Run",
    "SeasonFactor",
    "SeriesValue",
    "ShownBefore",
    "Signal",
    "SimilarArea",
    "Stability",
    "SurveyAnswer",
    "SurveyQuestion",
    "SurveyResponse",
    "SurveyResult",
    "SurveyStep",
    "Unit",
    "Verdict",
    "declared_tables",
]


def declared_tables() -> tuple[type[Table], ...]:
    """Every table declared here, in the order of the imports."""
    return tuple(
        value for value in globals().values() if isinstance(value, type) and issubclass(value, Table) and value is not Table
    )

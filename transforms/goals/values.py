"""What the values of a measure can be: counts that chance gives like Poisson's, and bounds that no value lies beyond."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.measures import (
    CaseCount,
    CaseDuration,
    CaseShare,
    CaseStock,
    Distinct,
    Measure,
    Ratio,
    ReportedSeries,
    SurveyIndex,
    SurveyScale,
)

_PERCENT = (0.0, 100.0)
_FROM_NOTHING = (0.0, None)
Bounds = tuple[float | None, float | None]


def is_count(measure: Measure | None) -> bool:
    """Whether the months count things that happen one by one, so that a sum of them is given a chance.

    Cases and distinct persons do. A reported series does only when its definition says so by asking for chart ``c``: kronor
    and hours are whole numbers too, but 900 000 kr are not 900 000 events, and an interval of ±950 kr would be nonsense.
    """
    return isinstance(measure, (CaseCount, Distinct)) or (isinstance(measure, ReportedSeries) and measure.chart == "c")


def bounds(measure: Measure | None, by_id: Mapping[str, Measure]) -> Bounds:
    """The least and the greatest value there can be; None where nothing is known (a deviation in kronor may be negative)."""
    match measure:
        case CaseShare() | CaseDuration(statistic="share_within") | SurveyIndex():
            return _PERCENT
        case CaseCount() | CaseStock() | Distinct() | CaseDuration() | ReportedSeries(chart="c"):
            return _FROM_NOTHING
        case Ratio():
            least = (bounds(by_id.get(part), by_id)[0] for part in (measure.numerator, measure.denominator))
            return _FROM_NOTHING if all(value is not None and value >= 0 for value in least) else (None, None)
        case SurveyScale():
            return float(measure.lowest), float(measure.highest)
        case _:
            return None, None

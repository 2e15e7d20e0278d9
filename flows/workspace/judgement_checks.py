"""What must hold of how a measure is judged: a chart that fits what the measure is, and nothing taken out that is not in it.

The transforms fall back on XmR where the figures of a month do not fit a chart; a definition that can never fit is refused here,
so that nobody believes a measure to be judged otherwise than it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.failures import Fault
from flows.workspace.toml_files import TomlFile
from flows.workspace.toml_places import KeyPath
from transforms.measures import (
    CaseCount,
    CaseDuration,
    CaseShare,
    Chart,
    Distinct,
    KoladaKpi,
    Measure,
    Ratio,
    ReportedSeries,
    SurveyMeasure,
)
from transforms.outcomes.reported import PERCENT, scale

_MONEY = re.compile(r"\b(kr|tkr|kkr|mkr|mnkr|kronor|tusen kronor|miljoner kronor|sek)\b", re.IGNORECASE)
_FITS: dict[Chart, str] = {
    "i_prime": "a chart for what has no denominator, such as xmr: only shares, ratios and reported series have one",
    "u": "a chart for what has no denominator, such as xmr: only shares, ratios and reported series have one",
    "u_prime": "a chart for what has no denominator, such as xmr: only shares, ratios and reported series have one",
    "p": "another chart: p is for shares in percent",
    "p_prime": "another chart: p_prime is for shares in percent",
    "c": "another chart: c is for counts of events or persons",
    "t": 'another chart: t is for days between the cases of kind "case_count"',
    "g": 'another chart: g is for cases between those in the part of kind "case_share"',
}
_FROM_COUNTS: tuple[Chart, ...] = ("p", "p_prime", "u", "u_prime", "c")


def check_judgement(file: TomlFile, at: KeyPath, measure: Measure) -> Iterator[Fault]:
    """Every way in which the measure's ``chart`` and ``adjusted_for`` do not fit it."""
    chart = measure.chart
    if isinstance(measure, (KoladaKpi, SurveyMeasure)):
        if chart not in {None, "none"}:
            yield file.wrong_value((*at, "chart"), 'no chart, or "none": yearly figures and surveys are not judged month by month')
        if measure.adjusted_for != "none":
            yield file.wrong_value(
                (*at, "adjusted_for"), '"none": yearly figures and surveys have no months to take anything out of'
            )
        return
    if chart is not None and not _fits(measure, chart):
        yield file.wrong_value((*at, "chart"), _FITS[chart])
    yield from _adjustment(file, at, measure)


def _adjustment(file: TomlFile, at: KeyPath, measure: Measure) -> Iterator[Fault]:
    if measure.adjusted_for == "none":
        return
    if measure.chart in _FROM_COUNTS:
        expected = f'"none" with chart = "{measure.chart}", whose limits follow from the counts as they are'
        yield file.wrong_value((*at, "adjusted_for"), expected)
    elif measure.chart in {"t", "g", "none"}:
        yield file.wrong_value((*at, "adjusted_for"), f'"none" with chart = "{measure.chart}", which judges no months')
    elif measure.adjusted_for == "working_days" and not _adds_up_over_days(measure):
        expected = '"none" or "season": only a count or a sum over the month grows with its working days'
        yield file.wrong_value((*at, "adjusted_for"), expected)


def _fits(measure: Measure, chart: Chart) -> bool:
    match chart:
        case "p" | "p_prime":
            return _is_share(measure)
        case "i_prime" | "u" | "u_prime":
            return _is_share(measure) or isinstance(measure, (Ratio, ReportedSeries))
        case "c":
            return isinstance(measure, (CaseCount, Distinct)) or (
                isinstance(measure, ReportedSeries) and not _is_share(measure) and _MONEY.search(measure.unit) is None
            )
        case "t":
            return isinstance(measure, CaseCount)
        case "g":
            return isinstance(measure, CaseShare)
        case _:
            return True


def _is_share(measure: Measure) -> bool:
    match measure:
        case CaseShare() | CaseDuration(statistic="share_within"):
            return True
        case Ratio():
            return measure.per == PERCENT
        case ReportedSeries():
            return scale(measure) == PERCENT
        case _:
            return False


def _adds_up_over_days(measure: Measure) -> bool:
    return isinstance(measure, (CaseCount, Distinct)) or (isinstance(measure, ReportedSeries) and not _is_share(measure))

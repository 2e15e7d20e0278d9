"""What must hold between measures and sources: columns that exist, ratios without circles, limits that mean something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from flows.failures import Fault
from flows.workspace.judgement_checks import check_judgement
from flows.workspace.kommun import CaseSource
from flows.workspace.kommun_file import KommunFile
from flows.workspace.measure_files import MeasureFiles
from flows.workspace.toml_files import TomlFile, closest
from flows.workspace.toml_places import KeyPath
from transforms.measures import (
    CaseDuration,
    CaseMeasure,
    CaseShare,
    CaseStock,
    Distinct,
    Filter,
    KoladaKpi,
    Measure,
    Ratio,
    ReportedSeries,
    SurveyIndex,
    SurveyMeasure,
    SurveyScale,
)

_KPI = re.compile(r"[A-Z]\d{5}")
_MOST_DECIMALS = 6
_UNMAPPED = "Ej mappad"
_COLUMN_OF_FILTER = {
    "case_type": ("case_type", "case_type_groups"),
    "outcome": ("outcome", "outcome_groups"),
    "close_reason_group": ("close_reason", "close_reason_groups"),
    "channel": ("channel", None),
    "sex": ("sex", None),
}
"""Field of a filter → the column a source must map, and its groups."""


def check_measures(files: MeasureFiles, kommun: KommunFile) -> Iterator[Fault]:
    """Everything that does not hold for the measures that are sound in themselves."""
    for measure in files.measures:
        file, at = files.tables[measure.measure_id], (measure.measure_id,)
        yield from _definition(file, at, measure)
        yield from check_judgement(file, at, measure)
        match measure:
            case Ratio():
                yield from _ratio(file, at, measure, files)
            case KoladaKpi():
                if not _KPI.fullmatch(measure.kpi):
                    yield file.wrong_value((*at, "kpi"), 'an id in Kolada, such as "N15033"')
                if not kommun.names_kolada:
                    yield file.fault((*at, "kind"), "a Kolada measure", "a table [kolada] in kommun.toml")
            case _:
                yield from _with_source(file, at, measure, kommun)
        if isinstance(measure, SurveyMeasure):
            yield from _measures_beside(file, at, measure, files)
    yield from _circles(files)


def _definition(file: TomlFile, at: KeyPath, measure: Measure) -> Iterator[Fault]:
    for key in ("name", "unit", "definition", "author", "checker"):
        if not getattr(measure, key).strip():
            yield file.wrong_value((*at, key), "some text: a measure nobody can read or answers for is not printed")
    if not 0 <= measure.decimals <= _MOST_DECIMALS:
        yield file.wrong_value((*at, "decimals"), f"0 to {_MOST_DECIMALS}")
    if measure.complete_after_days < 0:
        yield file.wrong_value((*at, "complete_after_days"), "0 or more")


def _ratio(file: TomlFile, at: KeyPath, ratio: Ratio, files: MeasureFiles) -> Iterator[Fault]:
    others = files.tables.keys() - {ratio.measure_id}
    for key, part in (("numerator", ratio.numerator), ("denominator", ratio.denominator)):
        if part not in files.tables and files.is_complete:
            yield file.wrong_value((*at, key), _one_of(part, others, "the id of another measure"))
    if ratio.per <= 0:
        yield file.wrong_value((*at, "per"), "a number above 0")


def _circles(files: MeasureFiles) -> Iterator[Fault]:
    """A ratio is not, by way of other ratios, a part of itself."""
    parts = {ratio.measure_id: (ratio.numerator, ratio.denominator) for ratio in files.measures if isinstance(ratio, Ratio)}
    for measure_id, own in parts.items():
        below: set[str] = set()
        waiting = list(own)
        while waiting:
            part = waiting.pop()
            if part not in below:
                below.add(part)
                waiting += parts.get(part, ())
        if measure_id in below:
            found = f'the ratio "{measure_id}", which is computed from itself'
            yield files.tables[measure_id].fault((measure_id, "numerator"), found, "measures that do not lead back to it")


_FromSource = CaseMeasure | ReportedSeries | SurveyMeasure


def _with_source(file: TomlFile, at: KeyPath, measure: _FromSource, kommun: KommunFile) -> Iterator[Fault]:
    names = kommun.source_names
    if names is not None and measure.source not in names:
        yield file.wrong_value((*at, "source"), _one_of(measure.source, names, "the name of a source in kommun.toml"))
    source = kommun.sources.get(measure.source)
    match measure:
        case ReportedSeries():
            kind = "series"
        case SurveyIndex() | SurveyScale():
            kind = "survey"
            yield from _survey(file, at, measure)
        case _:
            kind = "cases"
            yield from _case_measure(file, at, measure)
    if source is not None and source.kind != kind:
        yield file.wrong_value((*at, "source"), f'a source of kind "{kind}"; this one is of kind "{source.kind}"')
    elif isinstance(source, CaseSource) and isinstance(measure, CaseMeasure):
        yield from _columns(file, at, measure, source)


def _survey(file: TomlFile, at: KeyPath, survey: SurveyMeasure) -> Iterator[Fault]:
    match survey:
        case SurveyIndex():
            if not survey.parts or not all(survey.parts.values()):
                yield file.wrong_value((*at, "parts"), "at least one part, each with at least one question")
            asked = [question for questions in survey.parts.values() for question in questions]
            for question in sorted({question for question in asked if asked.count(question) > 1}):
                yield file.fault((*at, "parts"), f'the question "{question}" more than once', "every question once, in one part")
        case SurveyScale():
            if not survey.questions:
                yield file.wrong_value((*at, "questions"), "at least one statement")
            if survey.lowest >= survey.highest:
                yield file.wrong_value((*at, "highest"), f"a step above {survey.lowest} (lowest)")
    if survey.minimum_answers < 1:
        yield file.wrong_value((*at, "minimum_answers"), "1 or more")


def _measures_beside(file: TomlFile, at: KeyPath, survey: SurveyMeasure, files: MeasureFiles) -> Iterator[Fault]:
    """Who were asked, and the supplier's own value, are measures of kinds that can tell it."""
    kinds = files.kinds
    if kinds is None:
        return
    official, compared = (survey.official, survey.compared_with) if isinstance(survey, SurveyIndex) else (None, None)
    for key, named, may_be in (
        ("invited", survey.invited, ("series",)),
        ("official", official, ("series", "kolada")),
        ("compared_with", compared, ("kolada",)),
    ):
        if named is not None and kinds.get(named) not in may_be:
            fitting = [measure_id for measure_id, kind in kinds.items() if kind in may_be]
            quoted = " or ".join(f'"{kind}"' for kind in may_be)
            yield file.wrong_value((*at, key), _one_of(named, fitting, f"the id of a measure of kind {quoted}"))


def _case_measure(file: TomlFile, at: KeyPath, measure: CaseMeasure) -> Iterator[Fault]:
    """A share is of a part, a duration has two ends, and a limit stands where it is used and nowhere else."""
    if isinstance(measure, CaseShare) and measure.part == Filter():
        yield file.fault((*at, "part"), "a share of everything", "at least one column in part")
    if not isinstance(measure, CaseDuration):
        return
    if measure.since == measure.until:
        yield file.wrong_value((*at, "until"), "another event than since")
    if measure.statistic == "share_within" and measure.limit is None:
        yield file.missing_key((*at, "limit"), 'a number or "due", for share_within')
    if measure.statistic != "share_within" and measure.limit is not None:
        yield file.wrong_value((*at, "limit"), 'no limit, or statistic = "share_within"')
    if isinstance(measure.limit, float) and measure.limit <= 0:
        yield file.wrong_value((*at, "limit"), "a number above 0")


def _columns(file: TomlFile, at: KeyPath, measure: CaseMeasure, source: CaseSource) -> Iterator[Fault]:
    """The source maps every column the measure needs, and its groups hold every value that a filter names."""
    for key, column in _needed_columns(measure):
        if column not in source.columns and column != "opened_at":  # which every source must have, and is told there
            yield file.fault(
                (*at, key), f'a measure that needs "{column}"', f'"{column} = …" under columns of the source "{measure.source}"'
            )
    for key in ("where", "part"):
        kept = getattr(measure, key, Filter())
        for named, (_, group_key) in _COLUMN_OF_FILTER.items():
            groups: Mapping[str, object] | None = getattr(source, group_key) if group_key else None
            if groups is None or (not groups and named != "close_reason_group"):
                continue  # the export's own words are used, and any word may come
            for value in getattr(kept, named):
                if value not in groups and value != _UNMAPPED:
                    yield file.fault((*at, key, named), f'the group "{value}"', _one_of(value, groups, f"a group of {group_key}"))


def _needed_columns(measure: CaseMeasure) -> Iterator[tuple[str, str]]:
    """Key of the measure → column of the source that it needs."""
    match measure:
        case CaseStock():
            yield "kind", "closed_at"
        case CaseDuration():
            yield "since", f"{measure.since}_at"
            yield "until", f"{measure.until}_at"
            if measure.limit == "due":
                yield "limit", "due_at"
        case _:
            yield "event", f"{measure.event}_at"
    if isinstance(measure, Distinct):
        yield "of", f"{measure.of}_id"
    for key in ("where", "part"):
        kept = getattr(measure, key, Filter())
        yield from ((key, column) for named, (column, _) in _COLUMN_OF_FILTER.items() if getattr(kept, named))


def _one_of(word: str, known: Collection[str], meaning: str) -> str:
    close = closest(word, known)
    return f'{meaning} (perhaps "{close}")' if close else meaning

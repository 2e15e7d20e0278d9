"""Takes deliveries in: read, check, land. One function a kind of source; what stops one stops no other.

A source's new files are taken in the order of their names. The first that cannot be taken stops the source until it has
been mended, so that a later file is never counted without the one before it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from expectations.case_export import check_case_export
from expectations.kolada import check_kolada
from expectations.series import check_series
from expectations.surveys import check_surveys
from expectations.verdict import Verdict
from flows.failures import ExitCode, Failure
from flows.inbox import deliveries, lying_still
from flows.progress import step
from flows.sources.believed import newest_rows
from flows.sources.exports.case_export import take_cases
from flows.sources.exports.series import take_series
from flows.sources.exports.surveys import take_survey
from flows.sources.exports.taken import Identity, Taken, identify
from flows.sources.kolada.fetch import fetch
from flows.sources.kolada.landed import landed_answer, to_land
from flows.sources.kolada.revisions import revisions
from flows.sources.landing import LandedFile, Landing
from flows.sources.plan.landed import known_units, land_plan
from flows.sources.plan.workbook import read_plan
from flows.sources.pseudonym import Secret
from flows.workspace.folder import Workspace
from flows.workspace.kommun import CaseSource, SeriesSource, Source, SurveySource
from transforms.catalogue import Case, CaseExtra, SeriesValue, SurveyAnswer
from transforms.measures import KoladaKpi

VERDICT = "verdict"
"""The frame of a landing that holds what was decided about it, in the shape of ``meta.verdict`` without a run."""


def take_in_source(source_id: str, workspace: Workspace, secret: Secret, as_of: date) -> list[LandedFile]:
    """The source's new files are in the landing archive; answers with them, none when nothing was new.

    Raises ``Failure`` for the first file that cannot be read, lacks a column or is not believed.
    """
    source = workspace.kommun.sources[source_id]
    landing = Landing(workspace.landing)
    units = known_units(landing, as_of)
    files = deliveries(workspace.inbox, source.files)
    landed: list[LandedFile] = []
    with step(f"Taking in {source_id}") as shown:
        for number, path in enumerate(files):
            shown.done(number, len(files))
            with lying_still(path):
                identity = identify(path, source, units, secret)
                if landing.has(source_id, identity.file_id):
                    continue
                rows_before = _rows_of_snapshot_before(source_id, source, landing, as_of)
                taken = _take(path, source_id, source, units, secret, as_of, rows_before, identity)
            landed.append(_land_if_believed(taken, landing, as_of))
    return landed


def take_in_kolada(workspace: Workspace, as_of: date) -> LandedFile | None:
    """Kolada's answer is in the landing archive; None when it says what it said last time, or nothing is asked of it.

    Raises ``Failure`` when it could not be fetched whole, or is not believed.
    """
    settings, kpi_ids = workspace.kommun.kolada, _kpi_ids(workspace)
    if settings is None or not kpi_ids:
        return None
    landing = Landing(workspace.landing)
    with step("Fetching from Kolada") as shown:
        answer = fetch(settings, workspace.folder, workspace.kommun.code, kpi_ids, as_of, on_progress=shown.done)
    verdict = check_kolada(answer.values, kpi_ids, as_of)
    if not verdict.is_believed:
        raise not_believed("Kolada's answer", verdict, has_before=landed_answer(landing, as_of) is not None)
    before = landed_answer(landing, as_of)
    if before is not None:
        answer = replace(answer, remarks=answer.remarks + revisions(before, answer))
    new = to_land(answer, landing, as_of)
    if new is None:
        return None
    file, frames = new
    landing.land(file, {**frames, VERDICT: verdict.to_frame("")})
    return file


def take_in_plan(workspace: Workspace, as_of: date) -> LandedFile | None:
    """The managers' plan is in the landing archive; None when the workbook says what it said last time.

    Raises ``Failure`` (PLAN_UNREADABLE) with all the workbook's faults: then the plan before stays in force.
    """
    with step("Reading the plan"):
        plan = read_plan(workspace.plan_file, workspace.measures)
    return land_plan(plan, workspace.plan_file.name, Landing(workspace.landing), as_of)


def not_believed(what: str, verdict: Verdict, *, has_before: bool) -> Failure:
    """The failure of a delivery that did not pass a check that stops it: a sentence for each, and what is used instead."""
    instead = "the delivery before it is used" if has_before else "nothing is known of it yet"
    return Failure(ExitCode.NOT_BELIEVED, *(f"{what} was not taken in, {instead}: {finding}" for finding in verdict.stops))


def _take(  # noqa: PLR0917 - what every taker wants to know, passed on as it is
    path: Path,
    source_id: str,
    source: Source,
    units: frozenset[str],
    secret: Secret,
    as_of: date,
    rows_before: int | None,
    identity: Identity,
) -> Taken:
    match source:
        case CaseSource():
            return take_cases(path, source_id, source, units, secret, as_of, rows_before=rows_before, identity=identity)
        case SeriesSource():
            return take_series(path, source_id, source, units, secret, as_of, rows_before=rows_before, identity=identity)
        case SurveySource():
            return take_survey(path, source_id, source, units, secret, as_of, rows_before=rows_before, identity=identity)


def _land_if_believed(taken: Taken, landing: Landing, as_of: date) -> LandedFile:
    verdict = _verdict_on(taken, as_of)
    if not verdict.is_believed:
        has_before = bool(landing.files(taken.source_id, as_of))
        raise not_believed(f"{taken.source_id}: {taken.file_name}", verdict, has_before=has_before)
    file = taken.landed(as_of, landing.next_sequence(taken.source_id))
    landing.land(file, {**taken.frames, VERDICT: verdict.to_frame("")})
    return file


def _verdict_on(taken: Taken, as_of: date) -> Verdict:
    # The same name may be delivered again with another content: the id tells the two apart.
    suite = f"{taken.source_id}: {taken.file_name} ({taken.identity.file_id[:6]})"
    rules, rows = taken.frames["rules"], taken.frames["rows"]
    match taken.kind:
        case "cases":
            return check_case_export(
                suite, rules, newest_rows(Case, rows.lazy()), taken.frames.get("extras", CaseExtra.empty()), as_of
            )
        case "series":
            return check_series(suite, rules, newest_rows(SeriesValue, rows.lazy()))
        case "survey":
            return check_surveys(suite, rules, newest_rows(SurveyAnswer, rows.lazy()))


def _rows_of_snapshot_before(source_id: str, source: Source, landing: Landing, as_of: date) -> int | None:
    """How many rows the source's file before had; None when there was none, or when each file is a part that may be small."""
    before = landing.files(source_id, as_of)
    return before[-1].rows_in_file if before and source.delivery == "snapshot" else None


def _kpi_ids(workspace: Workspace) -> list[str]:
    return sorted({measure.kpi for measure in workspace.measures if isinstance(measure, KoladaKpi)})

"""The last check before anything is printed, and the publishing of the warehouse."""

from __future__ import annotations

import polars as pl

from expectations import printed
from flows.failures import ExitCode, Failure
from flows.known import Known
from flows.progress import step
from flows.run_record import RunRecord
from flows.showings import remember_showing
from flows.sources.landing import Landing
from flows.workspace.folder import Workspace
from transforms import catalogue
from transforms.disclosure.versions import shown_now
from transforms.tables import Tables
from warehouse.publish import Published, PublishError, publish


def check_printed(known: Known, record: RunRecord, tables: Tables) -> Tables:
    """The tables, with the record of the run and every verdict added: nothing in them stops the printing.

    Raises ``Failure`` (NOT_PRINTABLE) with a sentence for every expectation that does.
    """
    with step("Checking what is to be printed"):
        verdicts = printed.check_printed(tables)
    if stops := [f"{verdict.suite}: {finding}" for verdict in verdicts for finding in verdict.stops]:
        raise Failure(ExitCode.NOT_PRINTABLE, "Nothing was published; the warehouse and the packs are as they were.", *stops)
    of_files = known.verdicts.with_columns(pl.lit(record.run_id).alias("run_id"))
    return {
        **tables,
        catalogue.Verdict: pl.concat([of_files, *(verdict.to_frame(record.run_id) for verdict in verdicts)]),
        catalogue.Run: record.run(tables),
    }


def publish_warehouse(workspace: Workspace, known: Known, tables: Tables, *, is_history: bool = False) -> Published:
    """Both databases hold these tables, and what they show everybody is remembered (but not of a day that is history).

    Raises ``Failure`` (PUBLISH_FAILED); then those published before are untouched.
    """
    as_of, before = known.inputs.as_of, known.inputs.shown_before
    if not is_history:
        showing = shown_now(tables[catalogue.DisclosedOutcome], tables[catalogue.DisclosedDeviation], tables[catalogue.Goal], as_of)
        remember_showing(Landing(workspace.landing), showing, before, as_of)
    try:
        with step("Publishing the warehouse"):
            return publish(tables, workspace.warehouse)
    except PublishError as error:
        raise Failure(ExitCode.PUBLISH_FAILED, *error.sentences, "The warehouse published before is untouched.") from None

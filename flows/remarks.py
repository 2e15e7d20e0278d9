"""What the operator is to know of a night though nothing failed: silent sources, files nobody takes, deliveries not counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.inbox import unclaimed
from flows.known import Known
from flows.sources.landing import Landing
from flows.workspace.folder import Workspace


def remarks_of(workspace: Workspace, known: Known) -> tuple[str, ...]:
    """A sentence each; none of them holds a value from a case."""
    sources = workspace.kommun.sources
    as_of = known.inputs.as_of
    return (
        *known.remarks,
        *_silent_sources(workspace, known),
        *unclaimed(workspace.inbox, (source.files for source in sources.values())),
        *_landed_later(Landing(workspace.landing), (*sources, "plan", "kolada"), as_of),
    )


def _silent_sources(workspace: Workspace, known: Known) -> Iterator[str]:
    heard = {file.source_id for file in known.landed}
    for source_id, source in workspace.kommun.sources.items():
        if source_id not in heard:
            yield f"{source_id}: nothing has come in yet. Its files are those of inbox/ that match '{source.files}'."


def _landed_later(landing: Landing, source_ids: tuple[str, ...], as_of: date) -> Iterator[str]:
    for source_id in source_ids:
        later = [file.landed_on for file in landing.files(source_id, date.max) if file.landed_on > as_of]
        if later:
            yield (
                f"{source_id}: {len(later)} landed after {as_of}, the last on {max(later)}: not counted, and not taken in again. "
                f"If a night was run for a wrong day, move those folders out of var/landing/{source_id}/ and run again."
            )

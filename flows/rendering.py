"""Makes packs again from what has been taken in, as it was known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.failures import ExitCode, Failure, gravest
from flows.known import what_is_known
from flows.packing import decide_packs, failed_packs, render
from flows.progress import progress_shown
from flows.publishing import check_printed
from flows.run_record import record_run
from flows.settings import Machine
from flows.workspace.folder import read_workspace
from transforms.pipeline import build_tables


def render_again(folder: Path, as_of: date, *, units: Sequence[str] | None, into: Path | None) -> list[Path]:
    """Where the packs lie, of all units or of those named, as known on ``as_of``. Nothing is taken in or published.

    Raises ``Failure``: NOT_KNOWN for a unit without a pack or a day before the first night, NOT_PRINTABLE, PACK_FAILED.
    """
    workspace = read_workspace(folder.resolve())
    with progress_shown():
        known = what_is_known(workspace, as_of)
        record = record_run(
            workspace, as_of, known.landed, known.showings, datetime.now(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None)
        )
        packs, tables = decide_packs(workspace, known, record, build_tables(known.inputs))
        check_printed(known, record, tables)
        wanted = [pack for pack in packs if units is None or pack.unit_id in units]
        if strangers := sorted(set(units or ()) - {pack.unit_id for pack in packs}):
            having = ", ".join(pack.unit_id for pack in packs)
            raise Failure(ExitCode.NOT_KNOWN, f"No pack for {', '.join(strangers)}. Units with a pack: {having}.")
        rendered = render(into or workspace.packs_of(as_of), wanted, Machine().workers)
    if failures := failed_packs(rendered):
        raise Failure(gravest(failures), *(sentence for failure in failures for sentence in failure.sentences))
    return [pack.path for pack in rendered if pack.path is not None]

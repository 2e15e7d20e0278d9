"""A night started from the command line: Prefect settled first, progress shown, the morning's sentences printed last."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.failures import ExitCode, Failure
from flows.progress import progress_shown
from flows.settings import settle_prefect
from flows.workspace.folder import Workspace, read_workspace


def run_night(folder: Path, as_of: date) -> int:
    """The exit code of one night in the folder. Raises ``Failure`` when nothing could be done."""
    workspace = read_workspace(folder.resolve())
    _has_come(as_of, workspace)
    settle_prefect(workspace.var / "prefect")
    from flows.nightly import nightly  # noqa: PLC0415 - Prefect reads its settings when it is imported

    with progress_shown():
        report = nightly(workspace.folder, as_of)
    for unit_name, headline in report.headlines:
        sys.stdout.write(f"{unit_name}: {headline}\n")
    sys.stdout.writelines(f"{place}\n" for place in ["", *report.places()])
    for failure in report.failures:
        _tell(failure)
    return report.exit_code


def _has_come(as_of: date, workspace: Workspace) -> None:
    """A real kommun's night is for no day to come: what it took in would stay unknown until that day."""
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    if as_of > today and not workspace.kommun.is_synthetic:
        raise Failure(ExitCode.USAGE, f"{as_of} has not come yet (today is {today}). Leave --as-of out, or give a day that has.")


def _tell(failure: Failure) -> None:
    sys.stderr.write(f"{failure}\n")

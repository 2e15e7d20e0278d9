"""What lies in the inbox: which files are a source's, which are nobody's, and whether one is still being written.

A file's name is told in reports, in both databases and in every error, so a name that may not be told is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import polars as pl

from expectations.personal_data import holds_no_personnummer
from flows.failures import ExitCode, Failure

_MOST_NAMES = 5
_WHEN_MADE = re.compile(r"(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-_T ]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)")
"""A day of this century with a time of day after it is when the file was made, though it may look like a personnummer."""


def deliveries(inbox: Path, pattern: str) -> list[Path]:
    """The files whose names match a source's pattern, in the order of their names.

    Raises ``Failure`` (FILE_UNREADABLE) when one has a name that may not be told, without telling it.
    """
    files = sorted(path for path in inbox.glob(pattern) if path.is_file())
    for fault in {fault for path in files if (fault := _fault_of_name(path.name))}:
        raise Failure(
            ExitCode.FILE_UNREADABLE,
            f"inbox: the name of a file that matches '{pattern}' holds {fault}. It was not opened: give it another name.",
        )
    return files


@contextmanager
def lying_still(path: Path) -> Iterator[None]:
    """See that a file is the same after it was read as before.

    Raises ``Failure`` (FILE_UNREADABLE) when it is not, whatever else seemed to be wrong with it meanwhile.
    """
    before = _size_and_time(path)
    try:
        yield
    except Failure:
        _same_as(before, path)
        raise
    _same_as(before, path)


def unclaimed(inbox: Path, patterns: Iterable[str]) -> tuple[str, ...]:
    """A sentence about what lies in the inbox and is taken by no source; none when everything is taken."""
    wanted = tuple(patterns)
    left = sorted(
        path.name
        for path in inbox.iterdir()
        if not path.name.startswith(".") and not (path.is_file() and any(fnmatchcase(path.name, pattern) for pattern in wanted))
    )
    if not left:
        return ()
    told = [f"'{name}'" for name in left if not _fault_of_name(name)][:_MOST_NAMES]
    more = f"{', and ' if told else ''}{len(left) - len(told)} more" if len(left) > len(told) else ""
    next_step = "Mend the name (large and small letters differ), or the pattern 'files' of its source in kommun.toml."
    return (f"inbox: taken by no source: {', '.join(told)}{more}. {next_step}",)


def _fault_of_name(name: str) -> str | None:
    if not name.isprintable():
        return "characters that cannot be printed"
    said = pl.DataFrame({"name": [_WHEN_MADE.sub("-", name)]})
    return None if said.select(holds_no_personnummer("name")).item() else "what looks like a personnummer"


def _size_and_time(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _same_as(before: tuple[int, int] | None, path: Path) -> None:
    if _size_and_time(path) != before:
        raise Failure(
            ExitCode.FILE_UNREADABLE,
            f"{path.name}: the file was changed while it was read; somebody is still writing it. It is read again by the next "
            "run. Have it delivered under another name, and renamed when it is whole.",
        ) from None

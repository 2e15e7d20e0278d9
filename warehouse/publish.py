"""Publishing: both databases built beside the old ones, read back, and swapped in by rename.

Readers who have the old file open keep it to the end; whoever opens it after the rename sees the new one.

A run that dies at any instant leaves each of the two files whole, old or new. The one instant to know about lies between
the two renames: then the detail database is tonight's and the open one still last night's. Each says in ``meta.run``
which run it is, `warehouse.read.are_of_one_run` tells whether they agree, and the next publish swaps both again. In that
order, because an open database that is a night old shows nothing that was not already shown.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.tables import Audience, Tables
from warehouse.build import build
from warehouse.verify import contradictions

DETAIL = "framdrift.duckdb"
OPEN = "framdrift_open.duckdb"
PREVIOUS = "framdrift.previous.duckdb"
"""The detail database of the publish before, as a hard link: to compare two nights, or to step back by a rename.

Only one, and only of the detail: older nights are rebuilt from the landing archive, and earlier open databases lying about
would only invite subtraction.
"""

_BUILDING = ".building"
_FILES: tuple[tuple[str, Audience, int], ...] = ((DETAIL, "detail", 0o640), (OPEN, "open", 0o644))
"""In the order they are swapped, with the permissions they get: the detail only for the owner and the file's group."""


class PublishError(Exception):
    """The warehouse could not be published and the one before is still in place: plain sentences why, without any value."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def __str__(self) -> str:
        """The sentences, one a line."""
        return "\n".join(self.sentences)


@dataclass(frozen=True)
class Published:
    """Where the databases lie, and how many rows each table of the detail database got."""

    detail: Path
    open: Path
    rows: Mapping[str, int]


def publish(tables: Tables, folder: Path) -> Published:
    """``framdrift.duckdb`` and ``framdrift_open.duckdb`` in ``folder`` hold exactly these tables, both verified.

    Everything happens in ``folder/.building``, which only the owner may enter and which is on the same disk as the
    target; what a killed run left there is swept away first. Needs room for both databases beside the old ones. A
    connection in this very process must be closed before it can see the new file.

    Raises ``PublishError`` when the disk is full, the folder cannot be written, or what was built is not as declared;
    ``TableMismatch`` when a frame has not its declared shape. Either way the files published before are untouched.
    """
    building = folder / _BUILDING
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove(building)
        building.mkdir(mode=0o700)
        for name, audience, mode in _FILES:
            _make(tables, building / name, audience, mode)
        _keep_previous(folder)
        for name, _, _ in _FILES:
            # A log of the old file must not lie beside the new one. Only somebody who opened it to write can have left it.
            (folder / f"{name}.wal").unlink(missing_ok=True)
            (building / name).replace(folder / name)
        _flush_to_disk(folder)
    except OSError as error:
        raise PublishError(_plain(folder, error)) from error
    except duckdb.Error as error:
        raise PublishError(_plain(folder, error)) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Published(folder / DETAIL, folder / OPEN, {table.name: frame.height for table, frame in tables.items()})


def _make(tables: Tables, path: Path, audience: Audience, mode: int) -> None:
    build(tables, path, audience)
    if path.with_name(f"{path.name}.wal").exists():
        raise PublishError(f"The new {path.name} was not closed cleanly: a write-ahead log lies beside it.")
    if faults := contradictions(path, tables, audience):
        raise PublishError(*(f"The new {path.name} is not as declared. {fault}." for fault in faults))
    path.chmod(mode)
    _flush_to_disk(path)


def _keep_previous(folder: Path) -> None:
    """A second name for the detail database now in place, which the swap then leaves alone."""
    if (folder / DETAIL).exists():
        link = folder / _BUILDING / PREVIOUS
        # Some mounted shares have no hard links; there the copy is done without.
        with contextlib.suppress(OSError):
            link.hardlink_to(folder / DETAIL)
            link.replace(folder / PREVIOUS)


def _remove(building: Path) -> None:
    if building.is_dir() and not building.is_symlink():
        shutil.rmtree(building)
    else:
        building.unlink(missing_ok=True)


def _flush_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain(folder: Path, error: Exception) -> str:
    """What happened and what to do, in one sentence; of DuckDB's own words only those that can hold no value."""
    number = error.errno if isinstance(error, OSError) else None
    words = str(error).splitlines()[0] if str(error) else ""
    if number in {errno.ENOSPC, errno.EDQUOT} or "No space left" in words or "Disk quota exceeded" in words:
        return f"The disk of {folder} is full: make room for both databases beside the old ones and run again."
    if number in {errno.EACCES, errno.EPERM, errno.EROFS} or "Permission denied" in words or "Read-only file system" in words:
        return f"The folder {folder} cannot be written: give the user that runs Framdrift the right to write there."
    if isinstance(error, duckdb.ConstraintException):
        return f"A table holds nothing where its declaration demands something: {words}."
    if isinstance(error, OSError):
        return f"The folder {folder} could not be used: {error.strerror or type(error).__name__}."
    # A commit that meets a full disk says so as a fault of the transaction.
    if isinstance(error, (duckdb.IOException, duckdb.TransactionException)):
        return f"DuckDB could not write to {folder}: {words}."
    return f"DuckDB refused what was to be published ({type(error).__name__}): a fault in Framdrift, please report it."

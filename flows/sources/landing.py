"""The landing archive: what came in, pseudonymised, kept for ever under its content's hash. Everything is rebuilt from it.

``var/landing/<source>/<file_id>/`` holds ``landed.json`` and the frames as Parquet. A folder appears whole, by rename,
or not at all, and is never changed afterwards.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl

_ROWS_WRITTEN_AT_A_TIME = 1 << 16
"""Row groups that a core's cache holds: a seventh less work than polars' own quarter of a million, and 4 % more bytes."""

Kind = Literal["cases", "series", "survey", "kolada", "plan", "shown"]


@dataclass(frozen=True, kw_only=True)
class LandedFile:
    """What is known about one delivery. ``sequence`` is its place in the order its source's deliveries landed, from 1."""

    source_id: str
    kind: Kind
    file_id: str
    file_name: str
    sha256: str
    landed_on: date
    sequence: int
    rows_in_file: int
    rows_loaded: int
    rows_quarantined: int
    covers_from: date | None = None
    covers_to: date | None = None
    remarks: tuple[str, ...] = ()

    def to_json(self) -> str:
        """As written in ``landed.json``."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)

    @classmethod
    def from_json(cls, text: str) -> LandedFile:
        """Read back what ``to_json`` wrote."""
        said = {key: value for key, value in json.loads(text).items() if key in {field.name for field in fields(cls)}}
        for key in ("landed_on", "covers_from", "covers_to"):
            said[key] = date.fromisoformat(said[key]) if said[key] else None
        return cls(**{**said, "remarks": tuple(said["remarks"])})


def sha256_of_file(path: Path) -> str:
    """Hash of a file's content, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_id_of(sha256: str, *understanding: str) -> str:
    """Id of a landing: the content together with how it was understood (mapping, key), so a mended mapping lands anew."""
    return hashlib.sha256("\n".join((sha256, *understanding)).encode()).hexdigest()[:16]


class Landing:
    """The archive under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self, source_id: str, as_of: date) -> list[LandedFile]:
        """The source's deliveries that were known on ``as_of``, in the order they landed."""
        return [file for file in self._all(source_id) if file.landed_on <= as_of]

    def knows_later_than(self, as_of: date) -> bool:
        """Whether anything landed after that day: then its picture is history, which nothing new may be added to."""
        sources = [folder.name for folder in self.folder.glob("*") if folder.is_dir()]
        return any(file.landed_on > as_of for source_id in sources for file in self._all(source_id))

    def has(self, source_id: str, file_id: str) -> bool:
        """Whether this content has already been taken in, understood this way."""
        return (self.folder / source_id / file_id / "landed.json").exists()

    def next_sequence(self, source_id: str) -> int:
        """The place the source's next delivery will have."""
        return max((file.sequence for file in self._all(source_id)), default=0) + 1

    def land(self, file: LandedFile, frames: Mapping[str, pl.DataFrame], texts: Mapping[str, str] | None = None) -> None:
        """Keep a delivery: every frame as ``<name>.parquet``, every text as the file it is named.

        Landing what is already there changes nothing.
        """
        target = self.folder / file.source_id / file.file_id
        if (target / "landed.json").exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.parent / f".{file.file_id}.partial"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        for name, frame in frames.items():
            frame.write_parquet(
                beside / f"{name}.parquet",
                compression="zstd", compression_level=1, statistics=False, row_group_size=_ROWS_WRITTEN_AT_A_TIME,
            )  # fmt: skip
        for name, text in (texts or {}).items():
            (beside / name).write_text(text, encoding="utf-8")
        (beside / "landed.json").write_text(file.to_json(), encoding="utf-8")
        for written in beside.iterdir():
            _flush_to_disk(written)
        beside.rename(target)
        _flush_to_disk(target.parent)

    def frame(self, file: LandedFile, name: str) -> pl.LazyFrame:
        """One of the frames a delivery was kept as."""
        return pl.scan_parquet(self.folder / file.source_id / file.file_id / f"{name}.parquet")

    def has_frame(self, file: LandedFile, name: str) -> bool:
        """Whether the delivery was kept with such a frame."""
        return (self.folder / file.source_id / file.file_id / f"{name}.parquet").exists()

    def text(self, file: LandedFile, name: str) -> str:
        """One of the texts a delivery was kept as."""
        return (self.folder / file.source_id / file.file_id / name).read_text(encoding="utf-8")

    def _all(self, source_id: str) -> list[LandedFile]:
        found = (self.folder / source_id).glob("[!.]*/landed.json")
        return sorted((LandedFile.from_json(path.read_text(encoding="utf-8")) for path in found), key=lambda file: file.sequence)


def _flush_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

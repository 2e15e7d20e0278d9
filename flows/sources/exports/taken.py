"""What taking in one delivered file gives: its frames, its counts, and what is to be told about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl

from flows.failures import ExitCode, Failure
from flows.sources.exports.blocks import Ragged
from flows.sources.exports.quarantine import HELD_SCHEMA, WHOLE_ROW
from flows.sources.landing import LandedFile, file_id_of, sha256_of_file
from flows.sources.pseudonym import Secret
from flows.workspace.kommun import CaseSource, SeriesSource, SurveySource
from transforms.catalogue import Quarantined, RuleCount

AnySource = CaseSource | SeriesSource | SurveySource


@dataclass(frozen=True)
class Identity:
    """Which delivery a file is: the hash of its content, and the id that its content has as we understand it."""

    sha256: str
    file_id: str


def identify(path: Path, source: AnySource, known_units: Iterable[str], secret: Secret) -> Identity:
    """The identity of a file: content, mapping, known units and key together.

    A file whose identity has landed need not be read again; a mended mapping or a new unit gives another identity.
    """
    sha256 = sha256_of_file(path)
    return Identity(sha256, file_id_of(sha256, source.model_dump_json(), ",".join(sorted(known_units)), secret.key_id))


class RuleTally:
    """Counts, per rule of the intake, the rows looked at and those that did not keep it."""

    def __init__(self) -> None:
        self._checked: Counter[str] = Counter()
        self._unmet: Counter[str] = Counter()

    def add(self, rule: str, checked: int, unmet: int) -> None:
        """Count more rows under a rule."""
        self._checked[rule] += checked
        self._unmet[rule] += unmet

    def join(self, other: RuleTally) -> None:
        """Count what another tally has counted."""
        self._checked.update(other._checked)
        self._unmet.update(other._unmet)

    def unmet(self, rule: str) -> int:
        """Rows that did not keep a rule."""
        return self._unmet[rule]

    def to_frame(self, source_id: str, file_id: str, rows_before: int | None, quarantine_limit: float) -> pl.DataFrame:
        """The counts in the shape of ``RuleCount``, in the order the rules were first counted."""
        return RuleCount.of(
            [
                {
                    "source_id": source_id,
                    "file_id": file_id,
                    "rule": rule,
                    "rows_checked": checked,
                    "rows_unmet": self._unmet[rule],
                    "rows_before": rows_before if rule == "rows" else None,
                    "limit_share": quarantine_limit if rule == "quarantined" else None,
                }
                for rule, checked in self._checked.items()
            ]
        )


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One delivered file, taken in. ``rows_loaded + rows_quarantined == rows_in_file``, always."""

    source_id: str
    kind: Literal["cases", "series", "survey"]
    file_name: str
    identity: Identity
    frames: Mapping[str, pl.DataFrame]
    """rows (Case, SeriesValue or SurveyAnswer), quarantine, rules, and for cases with extra columns: extras.

    In ``rows`` the columns of few words are Enums, which are landed in half the time; ``conform`` makes them text.
    """
    rows_in_file: int
    rows_loaded: int
    rows_quarantined: int
    covers_from: date | None
    covers_to: date | None
    remarks: tuple[str, ...] = ()
    has_unknown_unit: bool = False
    has_unknown_category: bool = False

    def landed(self, as_of: date, sequence: int) -> LandedFile:
        """What the landing archive keeps about the delivery."""
        return LandedFile(
            source_id=self.source_id,
            kind=self.kind,
            file_id=self.identity.file_id,
            file_name=self.file_name,
            sha256=self.identity.sha256,
            landed_on=as_of,
            sequence=sequence,
            rows_in_file=self.rows_in_file,
            rows_loaded=self.rows_loaded,
            rows_quarantined=self.rows_quarantined,
            covers_from=self.covers_from,
            covers_to=self.covers_to,
            remarks=self.remarks,
        )


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one block of a file became."""

    rows: pl.DataFrame
    """Loaded rows, all columns but source_id and file_id; columns of few words may be codes of a vocabulary."""
    held: pl.DataFrame
    ragged: tuple[Ragged, ...]
    tally: RuleTally
    rows_in_block: int
    extras: pl.DataFrame | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The parts of a file put together."""

    rows: pl.DataFrame
    quarantine: pl.DataFrame
    tally: RuleTally
    rows_in_file: int
    remarks: tuple[str, ...]

    @property
    def rows_quarantined(self) -> int:
        """Rows that were not loaded."""
        return self.rows_in_file - self.rows.height


def join_parts(parts: list[Part], *, source_id: str, file_name: str, file_id: str, width: int) -> Joined:
    """All loaded rows with source and file, all held cells as ``Quarantined``, all counts.

    Raises ``Failure(FILE_UNREADABLE)`` when the file has no rows at all.
    """
    tally = RuleTally()
    rows_in_file = sum(part.rows_in_block for part in parts)
    if rows_in_file == 0:
        sentence = f"{file_name}: the file has headings but no rows. Export it again."
        raise Failure(ExitCode.FILE_UNREADABLE, sentence)
    rows = pl.concat([part.rows for part in parts if part.rows.height] or [parts[0].rows])
    tally.add("rows", rows_in_file, 0)
    tally.add("quarantined", rows_in_file, rows_in_file - rows.height)
    for part in parts:
        tally.join(part.tally)
    held = pl.concat([part.held for part in parts] + [_ragged_rows(part.ragged, width) for part in parts if part.ragged])
    named = held.sort("line", maintain_order=True).with_columns(
        source_id=pl.lit(source_id), file_id=pl.lit(file_id), file_name=pl.lit(file_name)
    )
    return Joined(
        rows=rows.with_columns(_constant("source_id", source_id), _constant("file_id", file_id)),
        quarantine=Quarantined.conform(named),
        tally=tally,
        rows_in_file=rows_in_file,
        remarks=tuple(remark for part in parts for remark in part.remarks),
    )


def _constant(name: str, word: str) -> pl.Expr:
    return pl.lit(word, dtype=pl.Enum([word])).alias(name)


def _ragged_rows(ragged: tuple[Ragged, ...], width: int) -> pl.DataFrame:
    rows = [
        {
            "line": row.line,
            "column_name": WHOLE_ROW,
            "value_shape": row.shape,
            "reason": f"Raden har {row.fields} fält, rubrikraden har {width}.",
        }
        for row in ragged
    ]
    return pl.DataFrame(rows, schema=HELD_SCHEMA)

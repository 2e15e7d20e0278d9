"""What every pack of a run has in common: the kommun, the day, the run, and how fresh its sources are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

SYNTHETIC_NOTICE = "Påhittad kommun – exempeldata"
_NOT_SOURCES = ("kommun", "measures")
_ABBREVIATION = 3
_NAMES = {"plan": "Planen", "kolada": "Kolada"}
_WITH_LETTERS = (
    ("enkat", "enkät"), ("sjalv", "själv"), ("arende", "ärende"), ("forsorj", "försörj"), ("franvaro", "frånvaro"),
    ("atgard", "åtgärd"), ("anmal", "anmäl"), ("omrade", "område"),
)  # fmt: skip
"""Words as they are written in ids, which are often without å, ä and ö, and as they are written in Swedish."""


@dataclass(frozen=True, kw_only=True)
class SourceFreshness:
    """The newest delivery of a source: when it came, how old it is, and how much of it could be read."""

    source_id: str
    file_name: str
    landed_on: date
    age_days: int
    rows_loaded: int | None = None
    rows_quarantined: int | None = None

    @property
    def rows(self) -> tuple[int | None, int | None]:
        """Rows loaded and in quarantine; not counted for the plan, which is no table of rows."""
        return (None, None) if self.source_id == "plan" else (self.rows_loaded, self.rows_quarantined)

    @property
    def source_name(self) -> str:
        """The source's name for a reader."""
        return source_name(self.source_id)


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What is the same in all packs of a run. ``remarks`` are plain Swedish sentences about the run, printed on page one."""

    kommun_name: str
    as_of: date
    run_id: str
    framdrift_version: str
    is_synthetic: bool = False
    principles: tuple[str, ...] = ()
    sources: tuple[SourceFreshness, ...] = ()
    remarks: tuple[str, ...] = ()


def source_name(source_id: str) -> str:
    """``ekonomi_2026`` is ``Ekonomi 2026``: the id as a name, for kommuner that have not given it another."""
    plain = source_id.replace("_", " ").strip()
    for ascii_word, word in _WITH_LETTERS:
        plain = plain.replace(ascii_word, word)
    return _NAMES.get(source_id, plain.upper() if len(plain) <= _ABBREVIATION else plain[:1].upper() + plain[1:])


def freshness_of(inputs: pl.DataFrame) -> tuple[SourceFreshness, ...]:
    """The newest delivery of every source in a `meta.input` frame, sources in alphabetical order.

    Of several files landed on the same day the one with the most rows counts; files of definitions are not sources.
    """
    newest = (
        inputs.filter(~pl.col("source_id").is_in(_NOT_SOURCES))
        .sort("source_id", "landed_on", pl.col("rows_in_file").fill_null(-1), "file_name", descending=[False, True, True, False])
        .unique("source_id", keep="first", maintain_order=True)
    )
    wanted = ("source_id", "file_name", "landed_on", "age_days", "rows_loaded", "rows_quarantined")
    return tuple(SourceFreshness(**row) for row in newest.select(wanted).iter_rows(named=True))

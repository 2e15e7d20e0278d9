"""What the archive says on a day: of every source the deliveries that count, put together.

A source that delivers snapshots is told by its newest delivery alone; one whose files add up by all of them, where the
newest row of a case or value wins. Inside one file the last row of a case or value wins. Content that was taken in again,
because its mapping was mended, counts as understood last, at the place where it first came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.sources.landing import LandedFile, Landing
from flows.workspace.kommun import Source
from transforms.catalogue import Case, CaseExtra, SeriesValue, SurveyAnswer
from transforms.tables import Table


@dataclass(frozen=True, kw_only=True)
class Believed:
    """The frames of ``Inputs`` that come from the sources of ``kommun.toml``, and which deliveries they are made of."""

    cases: pl.DataFrame
    case_extras: pl.DataFrame
    series: pl.DataFrame
    answers: pl.DataFrame
    source_covers: dict[str, tuple[date, date]]
    """Source → first and last month covered. Of files that add up: from the first of any to the last of any."""
    files: tuple[LandedFile, ...]
    """The deliveries that count, by source and in the order they came."""


def believed(landing: Landing, sources: Mapping[str, Source], as_of: date) -> Believed:
    """Everything the sources had told by ``as_of``, each frame unique on its grain, in the order of sources, files and lines.

    A source that has delivered nothing is in none of it.
    """
    counting = {source_id: _files_that_count(landing, source_id, source, as_of) for source_id, source in sources.items()}

    def rows_of(kind: str, table: type[Table], name: str = "rows") -> pl.DataFrame:
        return _last_rows(landing, [file for files in counting.values() for file in files if file.kind == kind], table, name)

    covers = {source_id: _covered(files) for source_id, files in counting.items()}
    return Believed(
        cases=rows_of("cases", Case),
        case_extras=rows_of("cases", CaseExtra, "extras"),
        series=rows_of("series", SeriesValue),
        answers=rows_of("survey", SurveyAnswer),
        source_covers={source_id: months for source_id, months in covers.items() if months is not None},
        files=tuple(file for files in counting.values() for file in files),
    )


def _files_that_count(landing: Landing, source_id: str, source: Source, as_of: date) -> list[LandedFile]:
    newest: dict[str, LandedFile] = {}
    for file in landing.files(source_id, as_of):
        newest[file.sha256] = file  # a key keeps the place it first got: the order in which the contents came
    files = list(newest.values())
    return files[-1:] if source.delivery == "snapshot" else files


def newest_rows(table: type[Table], rows: pl.LazyFrame) -> pl.DataFrame:
    """The rows as they count, in the shape of the table: the last one of those that are the same case or value."""
    # columns of few words lie as Enums of their file's own words: text again before files meet
    shape = [pl.col(column).cast(declared.dtype) for column, declared in table.columns.items()]
    return rows.select(shape).unique(subset=table.grain, keep="last", maintain_order=True).collect()


def _last_rows(landing: Landing, files: list[LandedFile], table: type[Table], name: str) -> pl.DataFrame:
    shape = [pl.col(column).cast(declared.dtype) for column, declared in table.columns.items()]
    wanted = [_whole(landing.frame(file, name), table).select(shape) for file in files if _has(landing, file, name)]
    return newest_rows(table, pl.concat(wanted)) if wanted else table.empty()


def _whole(kept: pl.LazyFrame, table: type[Table]) -> pl.LazyFrame:
    """The rows with the columns that the table has got since they were kept: nothing was said, and what was not asked is not so."""
    has = set(kept.collect_schema().names())
    later = {column: declared for column, declared in table.columns.items() if column not in has}
    return kept.with_columns(
        pl.lit(None if declared.nullable else False, declared.dtype).alias(column)
        for column, declared in later.items()
        if declared.nullable or declared.dtype == pl.Boolean()
    )


def _has(landing: Landing, file: LandedFile, name: str) -> bool:
    return (landing.folder / file.source_id / file.file_id / f"{name}.parquet").exists()


def _covered(files: list[LandedFile]) -> tuple[date, date] | None:
    first = [file.covers_from for file in files if file.covers_from]
    last = [file.covers_to for file in files if file.covers_to]
    return (min(first), max(last)) if first and last else None

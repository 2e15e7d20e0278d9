"""What reported series and survey answers have in common: rows that each belong to a unit and a month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import polars as pl

from flows.sources.exports.blocks import Block
from flows.sources.exports.delivery_file import open_delivery
from flows.sources.exports.headings import Wanted
from flows.sources.exports.taken import Identity, Part, Taken, join_parts
from flows.sources.exports.units import RULE as UNIT_KNOWN
from flows.sources.exports.units import UnitReader
from flows.workspace.kommun import SeriesSource, SurveySource
from transforms.tables import Table


class MonthlyReader(Protocol):
    """Makes rows of the blocks of one file."""

    units: UnitReader

    def part(self, block: Block) -> Part:
        """The rows of one block."""


@dataclass(frozen=True, kw_only=True)
class MonthlyKind:
    """A kind of monthly rows: its table, the column with the month, and a rule with how many rows do not keep it."""

    kind: Literal["series", "survey"]
    table: type[Table]
    month: str
    rule: str
    unmet: Callable[[pl.DataFrame], int]


def take_monthly(
    path: Path,
    source_id: str,
    source: SeriesSource | SurveySource,
    reader: MonthlyReader,
    *,
    wanted: Wanted,
    kind: MonthlyKind,
    identity: Identity,
    rows_before: int | None,
) -> Taken:
    """One file taken in: frames rows, quarantine and rules. Covers its first to its last month.

    Raises ``Failure`` with FILE_UNREADABLE or COLUMN_MISSING.
    """
    delivery = open_delivery(path, source, wanted)
    parts = delivery.each_block(reader.part)
    width = len(delivery.header.headings)
    joined = join_parts(parts, source_id=source_id, file_name=path.name, file_id=identity.file_id, width=width)
    rows = kind.table.conform(joined.rows.with_columns(reader.units.spelt(joined.rows.get_column("unit_id"))))
    joined.tally.add(kind.rule, rows.height, kind.unmet(rows))
    strangers = joined.tally.unmet(UNIT_KNOWN)
    remarks = (delivery.remark_on_columns, *joined.remarks, reader.units.remark(strangers))
    months = rows.get_column(kind.month).sort()
    return Taken(
        source_id=source_id,
        kind=kind.kind,
        file_name=path.name,
        identity=identity,
        frames={
            "rows": rows,
            "quarantine": joined.quarantine,
            "rules": joined.tally.to_frame(source_id, identity.file_id, rows_before, source.quarantine_limit),
        },
        rows_in_file=joined.rows_in_file,
        rows_loaded=rows.height,
        rows_quarantined=joined.rows_quarantined,
        covers_from=months[0] if rows.height else None,
        covers_to=months[-1] if rows.height else None,
        remarks=tuple(remark for remark in remarks if remark),
        has_unknown_unit=strangers > 0,
    )

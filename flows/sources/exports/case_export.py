"""Case-system exports: a delivered file becomes canonical cases, pseudonymised, with what cannot be read in quarantine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import polars as pl

from flows.sources.exports.case_cells import EVENTS, EXTRA, WORDS, CaseReader, end_of
from flows.sources.exports.delivery_file import open_delivery
from flows.sources.exports.headings import Wanted
from flows.sources.exports.taken import Identity, Taken, identify, join_parts
from flows.sources.exports.units import RULE as UNIT_KNOWN
from flows.sources.pseudonym import Secret
from flows.workspace.kommun import CaseSource
from transforms.catalogue import Case, CaseExtra


def take_cases(  # noqa: PLR0917 - a file, its source and what a run knows
    path: Path,
    source_id: str,
    source: CaseSource,
    known_units: frozenset[str],
    secret: Secret,
    as_of: date,
    *,
    rows_before: int | None = None,
    identity: Identity | None = None,
) -> Taken:
    """One export taken in: frames rows (``Case``), quarantine, rules and, when the mapping names extras, extras.

    Covers the month of the earliest opened case to the month of the latest event (opened, decided or closed, not later
    than ``as_of``) in the file. No raw id is in any frame. ``rows_before`` is the number of rows in the source's previous
    file; ``identity`` saves hashing the file again. Raises ``Failure`` with FILE_UNREADABLE or COLUMN_MISSING.
    """
    headings: dict[str, str] = {str(name): heading for name, heading in source.columns.items()}
    headings |= {EXTRA + name: heading for name, heading in source.extras.items()}
    delivery = open_delivery(path, source, Wanted(headings, WORDS))
    reader = CaseReader(source_id, source, known_units, secret, as_of)
    with ThreadPoolExecutor(max_workers=1) as beside:
        hashed = beside.submit(lambda: identity or identify(path, source, known_units, secret))
        parts = delivery.each_block(reader.part)
        found = hashed.result()
    width = len(delivery.header.headings)
    joined = join_parts(parts, source_id=source_id, file_name=path.name, file_id=found.file_id, width=width)
    rows = reader.spelt(joined.rows).select(list(Case.columns))
    keys = rows.get_column("case_key")
    joined.tally.add("case id once", rows.height, rows.height - _distinct(keys))
    frames = {
        "rows": rows,
        "quarantine": joined.quarantine,
        "rules": joined.tally.to_frame(source_id, found.file_id, rows_before, source.quarantine_limit),
    }
    extras = [part.extras for part in parts if part.extras is not None]
    if extras:
        frames["extras"] = CaseExtra.conform(pl.concat(extras).with_columns(source_id=pl.lit(source_id)))
    covers_from, covers_to = _covers(rows, as_of)
    strangers = joined.tally.unmet(UNIT_KNOWN)
    categories = reader.category_remarks(joined.tally)
    remarks = (delivery.remark_on_columns, *joined.remarks, reader.units.remark(strangers), *categories)
    return Taken(
        source_id=source_id,
        kind="cases",
        file_name=path.name,
        identity=found,
        frames=frames,
        rows_in_file=joined.rows_in_file,
        rows_loaded=rows.height,
        rows_quarantined=joined.rows_quarantined,
        covers_from=covers_from,
        covers_to=covers_to,
        remarks=tuple(remark for remark in remarks if remark),
        has_unknown_unit=strangers > 0,
        has_unknown_category=bool(categories),
    )


def _distinct(keys: pl.Series) -> int:
    """How many different keys: by their 64-bit hashes when all of those differ, which is quicker and as certain."""
    return keys.len() if keys.hash().n_unique() == keys.len() else keys.n_unique()


def _covers(rows: pl.DataFrame, as_of: date) -> tuple[date | None, date | None]:
    end = end_of(as_of)
    latest = [cells.filter(cells <= end).max() for cells in rows.select(EVENTS)]
    last = max((moment for moment in latest if isinstance(moment, datetime)), default=None)
    first = rows.get_column("opened_at").min()
    if not isinstance(first, datetime) or last is None:
        return None, None
    return date(first.year, first.month, 1), date(last.year, last.month, 1)

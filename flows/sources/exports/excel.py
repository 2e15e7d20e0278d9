"""Excel workbooks (.xlsx), read whole: every cell as the text it means, every row under the number Excel shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from flows.failures import ExitCode, Failure
from flows.sources.exports.blocks import Block, Row, footer_remark, without_footer
from flows.sources.exports.headings import HEADER_WITHIN, Header, Wanted, find_header
from flows.sources.exports.text_columns import coded
from flows.sources.workbook_size import reaches_too_far

_ERROR_CELL = "#FEL!"
_FOOTER_WITHIN = 10
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class ExcelSheet:
    """A sheet whose header has been found."""

    path: Path
    sheet: pl.DataFrame
    header: Header
    word_columns: frozenset[str]

    def read(self) -> Block:
        """All rows below the header but the empty ones and a total line at the end.

        A date cell reads ``2026-04-28 00:00:00``, a whole number has no decimals, and a cell with an Excel error reads
        ``#FEL!``, which is no date and no number.
        """
        below = self.sheet.slice(self.header.row + 1)
        numbered = below.with_row_index("line", offset=self.header.row + 2).with_columns(pl.col("line").cast(pl.Int64))
        rows = numbered.filter(pl.any_horizontal(pl.exclude("line").is_not_null()))
        last = [Row(int(fields[0]), fields[1:]) for fields in rows.tail(_FOOTER_WITHIN).iter_rows()]
        footer = without_footer(last, self.sheet.width)[1]
        rows = rows.head(rows.height - len(footer))
        names = self.sheet.columns
        columns = {name: rows.get_column(names[place]).alias(name) for name, place in self.header.columns.items()}
        words = {name: coded(column) for name, column in columns.items() if name in self.word_columns}
        cells = pl.DataFrame([column for name, column in columns.items() if name not in words])
        return Block(cells, words, rows.get_column("line"), remarks=footer_remark(footer))


def open_sheet(path: Path, sheet: str | None, wanted: Wanted) -> ExcelSheet:
    """The sheet (the first when none is named) with its header found by the wanted headings.

    Raises ``Failure(FILE_UNREADABLE)`` for what is no workbook, an unknown sheet and an empty one, and
    ``Failure(COLUMN_MISSING)``.
    """
    frame = _all_cells(path, sheet)
    first = [[cell or "" for cell in row] for row in frame.head(HEADER_WITHIN).iter_rows()]
    return ExcelSheet(path, frame, find_header(path.name, first, wanted), wanted.words)


def _all_cells(path: Path, sheet: str | None) -> pl.DataFrame:
    with path.open("rb") as file:
        start = file.read(len(_ZIP))
    if not start:
        raise Failure(ExitCode.FILE_UNREADABLE, f"{path.name}: the file is empty. Export it again.")
    if start != _ZIP:
        raise Failure(
            ExitCode.FILE_UNREADABLE,
            f"{path.name}: this is not an Excel workbook (.xlsx), whatever its name says; it may be CSV, an old .xls or "
            'locked by a password. Save it as .xlsx, or set format = "csv" for the source.',
        )
    if corner := reaches_too_far(path):
        raise Failure(
            ExitCode.FILE_UNREADABLE,
            f"{path.name}: a sheet reaches to {corner}, further than can be read. Is there a stray cell far from the rest? "
            "Delete the empty rows and columns and save it again.",
        )
    try:
        workbook: Any = fastexcel.read_excel(path)
    except fastexcel.FastExcelError:
        raise Failure(
            ExitCode.FILE_UNREADABLE, f"{path.name}: this is not a whole Excel workbook (.xlsx). Export or copy it again."
        ) from None
    if sheet is not None and sheet not in workbook.sheet_names:
        names = ", ".join(f"'{name}'" for name in workbook.sheet_names)
        raise Failure(ExitCode.FILE_UNREADABLE, f"{path.name}: there is no sheet '{sheet}'. Found: {names}. Mend kommun.toml.")
    try:
        loaded = workbook.load_sheet(sheet or 0, header_row=None, skip_rows=0, dtypes="string")
        batch, faults = loaded.to_arrow_with_errors()
    except fastexcel.FastExcelError:
        raise Failure(ExitCode.FILE_UNREADABLE, f"{path.name}: the sheet cannot be read. Save the workbook again.") from None
    frame = pl.DataFrame(pl.from_arrow(batch))
    if frame.is_empty():
        raise Failure(ExitCode.FILE_UNREADABLE, f"{path.name}: the sheet is empty. Export it again.")
    for fault in faults.errors if faults else ():
        row, column = fault.position
        frame[row, column] = _ERROR_CELL
    return frame

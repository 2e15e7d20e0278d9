"""Reads the sheets of the plan workbook into rows whose every cell knows its address. Faults are collected, not raised.

Three views of each sheet are combined, because none of them has everything: the texts as Excel shows them, the numbers in
full precision, and which cells hold an Excel error such as #DIV/0!.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
from xlsxwriter.utility import xl_col_to_name

from flows.failures import Fault
from flows.sources.plan.cells import Cell, Misread, empty_value, quoted, read_cell
from flows.sources.plan.columns import EXAMPLE_MARK, HEADING_ROW, Column, Sheet
from flows.sources.workbook_size import reaches_too_far

_HEADINGS_WITHIN_ROWS = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """One filled row. ``values`` lacks the fields whose cells could not be read, ``letters`` those without a column."""

    sheet: Sheet
    number: int
    values: Mapping[str, Any]
    letters: Mapping[str, str]
    file: str

    @property
    def is_whole(self) -> bool:
        """Whether every field could be read."""
        return len(self.values) == len(self.sheet.columns)

    def fault(self, field_name: str, found: str, expected: str) -> Fault:
        """Something wrong in the cell of a field; in the row, when the sheet has no column for it."""
        letter = self.letters.get(field_name)
        place = f"{letter}{self.number}" if letter else f"{self.number}:{self.number}"
        return Fault(self.file, f"{self.sheet.name}!{place}", found, expected, "sv")


@dataclass
class SheetRows:
    """What was read from one sheet. ``is_complete`` says that the sheet and all its headings are there."""

    sheet: Sheet
    is_complete: bool = True
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Grid:
    """A sheet's cells. ``left`` is the number of empty columns before the first one held."""

    left: int
    texts: list[tuple[str | None, ...]]
    numbers: list[tuple[float | None, ...]]
    errors: frozenset[tuple[int, int]]


def read_sheets(path: Path, sheets: Iterable[Sheet]) -> list[SheetRows] | Fault:
    """Every declared sheet's rows and faults; one fault when the file is missing or is no workbook."""
    if not path.is_file():
        return Fault(path.name, "filen", "ingen fil", f"arbetsboken {path.name} i kommunens mapp", "sv")
    if corner := reaches_too_far(path):
        expected = "blad utan celler långt bort; ta bort tomma rader och kolumner"
        return Fault(path.name, "filen", f"ett blad som sträcker sig till {corner}", expected, "sv")
    try:
        book = fastexcel.read_excel(path)
        return [_read_sheet(book, sheet, path.name) for sheet in sheets]
    except (fastexcel.FastExcelError, OSError):
        found = "en fil som inte går att läsa som Excel (skadad, lösenordsskyddad eller i ett annat format)"
        return Fault(path.name, "filen", found, "en arbetsbok sparad som .xlsx utan lösenord", "sv")


def _read_sheet(book: fastexcel.ExcelReader, sheet: Sheet, file: str) -> SheetRows:
    read = SheetRows(sheet)
    if sheet.name not in book.sheet_names:
        read.is_complete = False
        read.faults.append(Fault(file, sheet.name, "inget blad med det namnet", f"ett blad som heter {quoted(sheet.name)}", "sv"))
        return read
    grid = _grid(book, sheet.name)
    heading_row, positions = _headings(grid, sheet)
    absent = [column for column in sheet.columns if column.heading not in positions]
    for column in absent:
        instead = _instead_of(column.heading, grid.texts[heading_row : heading_row + 1], positions)
        if column.came_later and instead is None:
            continue
        read.is_complete = False
        place, found = f"{sheet.name}!{heading_row + 1}:{heading_row + 1}", instead or "ingen sådan rubrik"
        read.faults.append(Fault(file, place, found, f"en kolumn med rubriken {quoted(column.heading)}", "sv"))
    known = [(column, positions[column.heading]) for column in sheet.columns if column.heading in positions]
    letters = {column.field: xl_col_to_name(grid.left + position) for column, position in known}
    unsaid = {column.field: empty_value(column) for column in absent if column.came_later}
    for index in range(heading_row + 1, len(grid.texts)):
        cells = {column.field: _cell(grid, index, position) for column, position in known}
        if all(cell.is_empty for cell in cells.values()) or _is_example(grid, index):
            continue
        values, misreads = _read_row(known, cells)
        row = Row(sheet=sheet, number=index + 1, values=unsaid | values, letters=letters, file=file)
        read.rows.append(row)
        read.faults += [row.fault(name, misread.found, misread.expected) for name, misread in misreads.items()]
    return read


def _grid(book: fastexcel.ExcelReader, name: str) -> _Grid:
    texts = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True)
    columns = texts.available_columns()
    if not columns:
        return _Grid(0, [], [], frozenset())
    batch, unread = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="float").to_arrow_with_errors()
    errors = () if unread is None else unread.errors
    return _Grid(
        left=columns[0].absolute_index - columns[0].index,
        texts=texts.to_polars().rows(),
        numbers=pl.DataFrame(batch).rows(),
        errors=frozenset(error.position for error in errors if "'Error(" in error.detail),
    )


def _cell(grid: _Grid, row: int, position: int) -> Cell:
    text = grid.texts[row][position]
    return Cell(text.strip() if text else "", grid.numbers[row][position], (row, position) in grid.errors)


def _is_example(grid: _Grid, row: int) -> bool:
    return (grid.texts[row][0] or "").lstrip().startswith(EXAMPLE_MARK)


def _headings(grid: _Grid, sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row, near the top, that holds most of the sheet's headings, and where each of them stands in it."""
    wanted = {column.heading.casefold(): column.heading for column in sheet.columns}
    best_row, best = HEADING_ROW - 1, dict[str, int]()
    for index, cells in enumerate(grid.texts[:_HEADINGS_WITHIN_ROWS]):
        words = [(cell or "").strip().casefold() for cell in cells]
        held = {wanted[word]: position for position, word in reversed(list(enumerate(words))) if word in wanted}
        if len(held) > len(best):
            best_row, best = index, held
    return best_row, best


def _instead_of(heading: str, heading_row: Iterable[tuple[str | None, ...]], positions: Mapping[str, int]) -> str | None:
    """What seems to stand where a heading is missed: the one most like it that is not another column's, if any is like it."""
    others = [text.strip() for cells in heading_row for text in cells if text and text.strip() not in positions]
    close = get_close_matches(heading, others, n=1)
    return f"rubriken {quoted(close[0])}" if close else None


def _read_row(known: Iterable[tuple[Column, int]], cells: Mapping[str, Cell]) -> tuple[dict[str, Any], dict[str, Misread]]:
    values: dict[str, Any] = {}
    misreads: dict[str, Misread] = {}
    for column, _ in known:
        try:
            values[column.field] = read_cell(column, cells[column.field])
        except Misread as misread:
            misreads[column.field] = misread
    return values, misreads

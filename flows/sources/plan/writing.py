"""Writes the plan workbook: help, example, drop-downs and the rows of a plan. An empty plan gives the template.

Everything follows from the declarations in `flows.sources.plan.sheets`. Text is always written as text: nothing that a
manager or a source has written becomes a formula or a link. The same plan gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from flows.sources.plan.columns import EXAMPLE_MARK, FIRST_ROW, HEADING_ROW, CellKind, Column, Register, Sheet
from flows.sources.plan.sheets import GOALS, SHEETS, UNITS
from transforms.plan import Plan

LISTS_SHEET = "Listor"
LONGEST_CELL = 32_767
"""Characters that Excel keeps in a cell."""
_ROWS_WITH_HELP = 1_000
_LIST_NAMES: Mapping[Register, str] = {"unit": "Lista_enheter", "measure": "Lista_matare", "goal": "Lista_mal"}
_NUMBER_FORMATS: Mapping[CellKind, str] = {
    "whole": "0", "number": "General", "month": "yyyy-mm", "date": "yyyy-mm-dd",
}  # fmt: skip
_WRITTEN_ON = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day, so that the same plan gives the same bytes
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)
_READ_FIRST = (
    ("Läs mig först", "title"),
    ("Den här arbetsboken är er plan. Framdrift läser den varje natt och trycker den i underlagen inför era dialoger.", "text"),
    ("Så här fyller ni i", "strong"),
    (f"Börja med bladet Enheter. Skriv från rad {FIRST_ROW} på varje blad, en sak per rad. Tomma rader gör inget.", "text"),
    (f"Raden som börjar med {EXAMPLE_MARK} visar hur det kan se ut. Den läses aldrig. Ta bort den om ni vill.", "text"),
    ("Ställ markören i en ruta så visas vad som ska stå där. Kolumner med fet rubrik måste fyllas i.", "text"),
    ("Ni får lägga till egna kolumner och sortera raderna. Ändra inte bladens namn och inte rubrikerna.", "text"),
    ("Skriv roller, inte namn. Skriv aldrig något om enskilda personer.", "text"),
    ("När ni planerar om", "strong"),
    ("Lägg till en ny rad för målet med nästa version. Den gamla raden får stå kvar: den tidigare planen visas också.", "text"),
    ("Om något är fel", "strong"),
    ("Då gäller gårdagens plan, och det står på sidan ett. Alla fel räknas upp med blad och ruta.", "text"),
    ("Bladen", "strong"),
)


def write_plan(plan: Plan, path: Path, measure_ids: Iterable[str]) -> None:
    """Write the plan as a workbook; ``measure_ids`` are those the drop-downs offer. Written beside, then renamed.

    Raises ``ValueError`` when a text is longer than a cell can hold.
    """
    beside = path.with_name(f".{path.name}.partial")
    book = xlsxwriter.Workbook(beside)
    book.set_properties({"title": "Plan", "created": _WRITTEN_ON})
    formats = _Formats(book)
    _write_read_first(book, formats)
    for sheet in SHEETS:
        _write_sheet(book, formats, sheet, getattr(plan, sheet.part))
    _write_lists(book, formats, sorted(measure_ids))
    book.close()
    beside.replace(path)


class _Formats:
    """The few looks of a cell, made once a book."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        wrapped = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.strong = book.add_format({"bold": True, "font_size": 12})
        self.text = book.add_format(wrapped)
        self.help = book.add_format({"font_color": "#404040"})
        self.example = book.add_format({"italic": True, "font_color": "#6b6b6b", **wrapped})
        heading = {"bg_color": "#e3ecf4", "bottom": 1, **wrapped}
        self.heading = {False: book.add_format({"bold": True, **heading}), True: book.add_format(heading)}
        self._cells = {
            kind: book.add_format({"num_format": _NUMBER_FORMATS.get(kind, "@"), **wrapped}) for kind in get_args(CellKind)
        }

    def cell(self, kind: CellKind) -> Any:
        """How a cell of this kind looks: texts are texts, also when they look like numbers."""
        return self._cells[kind]


def _write_read_first(book: xlsxwriter.Workbook, formats: _Formats) -> None:
    page = book.add_worksheet("Läs mig först")
    page.hide_gridlines(2)
    page.set_column(0, 0, 110)
    lines = [*_READ_FIRST, *((f"{sheet.name}: {sheet.help}", "text") for sheet in SHEETS)]
    for row, (line, look) in enumerate(lines):
        page.write_string(row, 0, line, getattr(formats, look))


def _write_sheet(book: xlsxwriter.Workbook, formats: _Formats, sheet: Sheet, records: Iterable[object]) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.name, formats.title)
    page.write_string(1, 0, sheet.help, formats.help)
    page.freeze_panes(HEADING_ROW, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING_ROW - 1)
    last_row = HEADING_ROW + _ROWS_WITH_HELP - 1
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width, formats.cell(column.kind))
        page.write_string(
            HEADING_ROW - 2, index, f"{EXAMPLE_MARK} {column.example}" if index == 0 else column.example, formats.example
        )
        page.write_string(HEADING_ROW - 1, index, column.heading, formats.heading[column.null])
        page.data_validation(HEADING_ROW, index, last_row, index, _validation(column))
    for row, record in enumerate(records, start=HEADING_ROW):
        for index, column in enumerate(sheet.columns):
            value, look = _as_written(column, getattr(record, column.field)), formats.cell(column.kind)
            if isinstance(value, date):
                page.write_datetime(row, index, value, look)
            elif isinstance(value, str):
                page.write_string(row, index, value, look)
            elif value is not None:
                page.write_number(row, index, value, look)


def _as_written(column: Column, value: Any) -> date | str | float | None:
    """A field's value as it stands in the sheet: choices, yes or no in Swedish words, ids with commas, the rest as it is."""
    if isinstance(value, tuple):
        value = ", ".join(value) or None
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if column.choices and value is not None:
        value = next(word for word, meaning in column.choices.items() if meaning == value)
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        raise ValueError(f"{column.heading}: a text of {len(value)} characters does not fit in a cell of {LONGEST_CELL}")
    return value  # type: ignore[no-any-return]


def _validation(column: Column) -> dict[str, Any]:
    """The drop-down or limit of a column, its help, and what Excel says when something else is written.

    Only choices are held to strictly. An id may be written before the row it refers to, so there Excel merely asks.
    """
    shared = {
        "input_title": column.heading, "input_message": column.help, "ignore_blank": True,
        "error_title": column.heading, "error_message": column.help,
    }  # fmt: skip
    return {**shared, **_limit(column)}


def _limit(column: Column) -> dict[str, Any]:
    if column.choices:
        limit: dict[str, Any] = {"validate": "list", "source": list(column.choices)}
    elif column.refers_to and column.kind == "id":
        limit = {"validate": "list", "source": f"={_LIST_NAMES[column.refers_to]}", "error_type": "warning"}
    elif column.kind in {"date", "month"}:
        limit = {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST, "error_type": "warning"}
    elif column.kind == "whole":
        limit = {"validate": "integer", "criteria": ">=", "value": 1}
    elif column.kind == "number":
        limit = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
    elif column.longest:
        limit = {"validate": "length", "criteria": "<=", "value": column.longest}
    else:
        limit = {"validate": "any"}
    return limit


def _write_lists(book: xlsxwriter.Workbook, formats: _Formats, measure_ids: Iterable[str]) -> None:
    page = book.add_worksheet(LISTS_SHEET)
    page.set_column(0, 0, 40, formats.cell("id"))
    page.write_string(0, 0, LISTS_SHEET, formats.title)
    page.write_string(1, 0, "Mätarna som finns. Fyll på när analytikern har gjort en ny.", formats.help)
    page.write_string(HEADING_ROW - 1, 0, "Mätare", formats.heading[False])
    for row, measure_id in enumerate(measure_ids, start=HEADING_ROW):
        page.write_string(row, 0, measure_id, formats.cell("id"))
    for register, sheet_name in (("unit", UNITS.name), ("goal", GOALS.name), ("measure", LISTS_SHEET)):
        book.define_name(_LIST_NAMES[register], _filled_part(sheet_name))  # type: ignore[index]


def _filled_part(sheet_name: str) -> str:
    """The filled cells under the first heading of a sheet, so that a drop-down grows with the sheet."""
    first = f"'{sheet_name}'!${xl_col_to_name(0)}${FIRST_ROW}"
    last = f"${xl_col_to_name(0)}${HEADING_ROW + _ROWS_WITH_HELP}"
    return f"=OFFSET({first},0,0,MAX(1,COUNTA({first}:{last})),1)"

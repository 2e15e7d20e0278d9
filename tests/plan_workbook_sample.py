"""A plan workbook as a manager might have made it, with cells to change, and the faults it is told to have."""

from __future__ import annotations

from datetime import date

import xlsxwriter

from flows.sources.plan.columns import FIRST_ROW, HEADING_ROW
from flows.sources.plan.sheets import SHEETS
from flows.sources.plan.workbook import examine_plan

ROWS = {
    "Enheter": [
        ["asn", "Nämnden", "nämnd", None, None, None],
        ["ekb", "Försörjningsstöd", "process", "asn", None, None],
        ["007", "Mottagningen å ä ö", "Enhet", "ekb", "Enhetschef", "m@kommunen.example"],
    ],
    "Mätare per enhet": [["007", "inkomna", 1], ["007", "i_arbete", 2]],
    "Mål": [
        [
            "g1",
            1,
            "007",
            "i_arbete",
            "450 i arbete",
            "kumulativt",
            450,
            "2026-04",
            date(2027, 3, 15),
            "delmål",
            "Enhetschef",
            date(2026, 3, 1),
        ],
        [
            "g2",
            1,
            "007",
            "i_tid",
            "Nio av tio",
            "andel",
            "87,5",
            "2026-04",
            "2027-03",
            "jämn",
            "Enhetschef",
            "2026-03-01",
            None,
            60,
        ],
    ],
    "Delmål": [["g1", 1, "2026-06", 100], ["g1", 1, "2026-09", 225]],
    "Aktiviteter": [["a1", "007", "g1", "Jobbmässa", "Enhetschef", "JA", date(2026, 5, 31), None, None, 30, None]],
    "Dialoger": [["007", date(2026, 10, 14), "Chef, ekonom", None, None]],
    "Beslut": [["b1", "007", "Kvällsöppet?", date(2026, 6, 10), None, None, None]],
    "Texter": [["007", "kommentar från HR", date(2026, 10, 1), "HR-partner", "Rad ett\nrad två"]],
    "Utgångsvärden": [["i_arbete", "007", "2025-01", "2025-12", "Verksamhetschef", date(2026, 1, 20), "Året före"]],
}


def workbook(path, changes=None, headings=None, leave_out=()):
    """A workbook as a manager might have made it; ``changes``: sheet!cell → value, ``headings``: sheet → new headings."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "d mmm yyyy"})
    for sheet in SHEETS:
        if sheet.name in leave_out:
            continue
        page = book.add_worksheet(sheet.name)
        page.write_row(HEADING_ROW - 1, 0, (headings or {}).get(sheet.name, [column.heading for column in sheet.columns]))
        cells = {
            (FIRST_ROW - 1 + row, column): value
            for row, values in enumerate(ROWS[sheet.name])
            for column, value in enumerate(values)
        }
        for place, value in (changes or {}).items():
            name, cell = place.split("!")
            if name == sheet.name:
                cells[xlsxwriter.utility.xl_cell_to_rowcol(cell)] = value
        for (row, column), value in cells.items():
            if isinstance(value, str) and value.startswith("="):
                page.write_formula(row, column, value, None, "#DIV/0!")
            elif isinstance(value, date):
                page.write_datetime(row, column, value, day)
            elif isinstance(value, str):
                page.write_string(row, column, value)
            else:
                page.write(row, column, value)
    book.close()
    return path


def told(path, kinds=None):
    """The faults as sentences, without the file's name."""
    return [str(fault).removeprefix("plan.xlsx, ") for fault in examine_plan(path, kinds).faults]

"""A workbook with a stray cell far away is refused in a sentence, by the intake and by the plan, before it is read."""

from __future__ import annotations

import re
from datetime import date

import pytest
import xlsxwriter

from flows.failures import ExitCode, Failure
from flows.sources.exports.case_export import take_cases
from flows.sources.plan.workbook import read_plan
from flows.sources.pseudonym import secret_of
from flows.sources.workbook_size import reaches_too_far
from flows.workspace.kommun import CaseSource

SECRET = secret_of("a secret for tests only, which protects nobody")
SOURCE = CaseSource(
    kind="cases", files="*.xlsx", format="xlsx", columns={"case_id": "Ärende", "opened_at": "Inkom"}, unit_id="norr"
)


def workbook(path, *, stray: str | None = None, columns: int = 2, rows: int = 3):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Mål")
        sheet.write_row(0, 0, ["Ärende", "Inkom", *(f"Kolumn {number}" for number in range(2, columns))])
        for row in range(1, rows):
            sheet.write_row(row, 0, [f"A{row}", "2026-01-02"])
        if stray:
            sheet.write(stray, "x")
    return path


def test_a_stray_cell_in_the_far_corner_is_told_and_not_read(tmp_path):
    path = workbook(tmp_path / "export.xlsx", stray="XFD1048576")
    assert reaches_too_far(path) == "XFD1048576"
    with pytest.raises(Failure, match=r"export\.xlsx: a sheet reaches to XFD1048576") as failure:
        take_cases(path, "system", SOURCE, frozenset({"norr"}), SECRET, date(2026, 10, 5))
    assert failure.value.code is ExitCode.FILE_UNREADABLE


def test_the_plan_tells_its_managers_the_same(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", stray="XFD1048576")
    with pytest.raises(Failure, match=re.escape("plan.xlsx, filen: hittade ett blad som sträcker sig till XFD1048576")) as failure:
        read_plan(path)
    assert failure.value.code is ExitCode.PLAN_UNREADABLE


@pytest.mark.parametrize(("stray", "columns"), [(None, 2), ("XFD3", 2), ("A1048576", 2), (None, 80)])
def test_wide_and_long_sheets_are_read(tmp_path, stray, columns):
    assert reaches_too_far(workbook(tmp_path / "export.xlsx", stray=stray, columns=columns)) is None


def test_a_sheet_without_a_cell_reaches_nowhere(tmp_path):
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Tomt")
    assert reaches_too_far(path) is None


def test_what_is_no_archive_is_left_to_the_reader(tmp_path):
    path = tmp_path / "export.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    assert reaches_too_far(path) is None


def test_a_cell_as_long_as_a_letter_is_one_cell(tmp_path):
    """More than the csv module's own limit, in a file that needs the slow reader: a line break between quotation marks."""
    path = tmp_path / "export.csv"
    source = SOURCE.model_copy(update={"format": "csv", "extras": {"note": "Not"}})
    path.write_text(f'Ärende;Inkom;Not\nA1;2026-01-02;"{"ord " * 50_000}\nslut"\nA2;2026-01-03;kort\n', encoding="utf-8")
    taken = take_cases(path, "system", source, frozenset({"norr"}), SECRET, date(2026, 10, 5))
    assert (taken.rows_loaded, taken.rows_quarantined) == (2, 0)


def test_an_archive_locked_by_a_password_is_left_to_the_reader(tmp_path):
    """Its entries cannot be opened, which zipfile tells as a RuntimeError."""
    path = workbook(tmp_path / "export.xlsx")
    locked = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = locked.find(header)
        while place >= 0:
            locked[place + flags] |= 1
            place = locked.find(header, place + 1)
    path.write_bytes(locked)
    assert reaches_too_far(path) is None
    with pytest.raises(Failure, match=r"export\.xlsx") as failure:
        take_cases(path, "system", SOURCE, frozenset({"norr"}), SECRET, date(2026, 10, 5))
    assert failure.value.code is ExitCode.FILE_UNREADABLE

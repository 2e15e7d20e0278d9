"""Files as case systems and Excel write them: what is in them comes out whole, each row with its own line."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
import xlsxwriter

from flows.sources.exports import stretches
from tests.intake_world import HEADER, MAPPING, row, take, take_rows, write

at = datetime.fromisoformat
TWO_ROWS = "\n".join((HEADER, row(Ärendenr="A1"), row(Ärendenr="A2", Enhet="Enhet Väst"))) + "\n"


def lines(taken) -> list[int]:
    return taken.frames["rows"]["line"].to_list()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-bom"])
def test_the_encoding_is_found(tmp_path, encoding):
    content = b"\xff\xfe" + TWO_ROWS.encode("utf-16-le") if encoding == "utf-16-le-bom" else TWO_ROWS.encode(encoding)
    taken = take(write(tmp_path, content))
    assert taken.frames["rows"]["unit_id"].to_list() == ["ost", "vast"]
    assert taken.frames["rows"]["case_type"].to_list() == ["Bistånd", "Bistånd"]


@pytest.mark.parametrize(("separator", "decimal"), [(";", ","), ("\t", ","), (",", ".")])
def test_the_separator_is_found(tmp_path, separator, decimal):
    text = "\n".join((HEADER, row(Belopp="2500.5" if decimal == "." else "2500,5"))).replace(";", separator)
    taken = take(write(tmp_path, text + "\n"), MAPPING.model_copy(update={"decimal": decimal}))
    assert taken.frames["rows"]["amount_sek"].to_list() == [2500.5]


def test_marks_that_only_cp1252_has_are_read(tmp_path):
    taken = take(write(tmp_path, "\n".join((HEADER, row(Typ="Bistånd – €", Orsak="Studerar"))) + "\n", encoding="cp1252"))
    assert taken.frames["rows"]["case_type"].to_list() == ["Bistånd – €"]
    assert taken.frames["rows"]["close_reason_group"].to_list() == ["Studier"]


def test_windows_line_breaks_make_no_difference(tmp_path):
    plain, windows = take(write(tmp_path, TWO_ROWS)), take(write(tmp_path, TWO_ROWS.replace("\n", "\r\n"), "b.csv"))
    columns = pl.exclude("file_id")
    assert windows.frames["rows"].select(columns).equals(plain.frames["rows"].select(columns))


def test_a_quoted_line_break_keeps_the_lines_right(tmp_path):
    rows = [row(Ärendenr="A1", Orsak='"Självförsörjning, arbete"'), row(Ärendenr="A2", Typ='"Bi\nstånd"'), row(Ärendenr="A3")]
    taken = take_rows(tmp_path, *rows)
    assert lines(taken) == [2, 3, 5]
    assert taken.frames["rows"]["close_reason_group"].to_list() == ["Arbete", "Studier", "Studier"]


def test_metadata_before_the_header_and_a_total_after_the_data_are_no_rows(tmp_path):
    text = (
        f"Uttag ur Treserva\nPeriod: 2026;alla enheter\n\n{HEADER}\n{row()}\n{row(Ärendenr='A2')}\nSumma;;;;;;;;;;;;;5 000,00\n\n"
    )
    taken = take(write(tmp_path, text))
    assert (taken.rows_in_file, lines(taken)) == (2, [5, 6])
    assert "Total line after the data, not a row: line 7." in taken.remarks


@pytest.mark.parametrize("footer", ["Summa: 2", "Antal ärenden;2", "Totalt;;;;;;;;;;;;;5000"])
def test_a_short_total_line_is_no_half_row(tmp_path, footer):
    assert take(write(tmp_path, TWO_ROWS + footer)).rows_in_file == 2


def test_blank_lines_are_no_rows_but_are_counted_as_lines(tmp_path):
    taken = take(write(tmp_path, f"{HEADER}\n{row()}\n\n;;;;;;;;;;;;;\n{row(Ärendenr='A2')}\n\n"))
    assert (taken.rows_in_file, lines(taken)) == (2, [2, 5])


def test_a_short_and_a_long_row_go_to_quarantine_whole(tmp_path):
    taken = take_rows(tmp_path, row(), "A2;;Enhet Öst", row(Ärendenr="A3") + ";", row(Ärendenr="A4"))
    told = taken.frames["quarantine"]
    assert (taken.rows_in_file, taken.rows_loaded, taken.rows_quarantined) == (4, 2, 2)
    assert told.select("line", "column_name", "reason").rows() == [
        (3, "(hela raden)", "Raden har 3 fält, rubrikraden har 14."),
        (4, "(hela raden)", "Raden har 15 fält, rubrikraden har 14."),
    ]
    assert told["value_shape"][0] == "a9;;aaaaa aaa"


def test_quotation_marks_that_enclose_nothing_are_marks_like_others(tmp_path):
    taken = take_rows(tmp_path, row(Typ='5" rör'), row(Ärendenr="A2"), row(Ärendenr="A3"))
    assert taken.frames["rows"]["case_type"].to_list() == ['5" rör', "Bistånd", "Bistånd"]


def test_the_last_row_needs_no_line_break(tmp_path):
    assert take(write(tmp_path, TWO_ROWS.rstrip("\n"))).rows_loaded == 2


def test_columns_may_come_in_any_order_and_company(tmp_path):
    heads, cells = HEADER.split(";")[::-1], row().split(";")[::-1]
    taken = take(write(tmp_path, ";".join([*heads, "Namn"]) + "\n" + ";".join([*cells, "hemligt namn"]) + "\n"))
    assert taken.rows_loaded == 1
    assert "Columns not in the mapping, not taken: Namn." in taken.remarks
    assert not any("hemligt" in str(frame.rows()) for frame in taken.frames.values())


@pytest.mark.parametrize("block_bytes", [300, 1_000, 40_000])
def test_a_file_read_in_many_blocks_is_the_same_file(tmp_path, monkeypatch, block_bytes):
    """Blocks of regular rows are read by Arrow, the others row by row: cuts, line breaks in cells and faults make no difference."""
    rows = [row(Ärendenr=f"A{number}", Belopp=f"{number},5") for number in range(3_000)]
    rows[700] = row(Ärendenr="A700", Typ='"med\nradbrytning; och semikolon"')
    rows[1500] = "för;kort"
    rows[2200] = row(Ärendenr="A2200", Inkom="okänt")
    path = write(tmp_path, "\r\n".join((HEADER, *rows)) + "\r\n", encoding="cp1252")
    whole = take(path)
    monkeypatch.setattr(stretches, "STRETCH_BYTES", block_bytes)
    monkeypatch.setattr(stretches, "TAIL_BYTES", 100)
    in_blocks = take(path)
    assert (whole.rows_in_file, whole.rows_loaded) == (3_000, 2_998)
    for name, frame in whole.frames.items():
        words = [column for column, dtype in frame.schema.items() if dtype == pl.Enum]
        plain = pl.col(words).cast(pl.String)
        assert in_blocks.frames[name].with_columns(plain).equals(frame.with_columns(plain)), name
    assert lines(whole)[699:702] == [701, 702, 704]


def workbook(folder, name: str = "export.xlsx"):
    """A sheet with a merged title, headings on row 4, typed cells, a faulty cell, an empty row and a total row."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet("Uttag"), book.add_format({"num_format": "yyyy-mm-dd"})
    book.add_worksheet("Annat")
    sheet.merge_range(0, 0, 0, 5, "Ärenden 2026")
    sheet.write_row(3, 0, HEADER.split(";"))
    for place, number in ((4, 200001000123), (5, 200001000124), (7, 200001000125)):
        sheet.write_number(place, 0, number)
        sheet.write_row(place, 2, ["Enhet Öst", "Bistånd"])
        sheet.write_datetime(place, 4, at("2026-04-01 13:45"), day)
        sheet.write_number(place, 5, 46113)
        sheet.write_datetime(place, 7, at("2999-12-31"), day)
        sheet.write_number(place, 12, 3)
        sheet.write_number(place, 13, 2500.125)
    sheet.write_formula(7, 4, "=1/0", None, "#DIV/0!")
    sheet.write_row(9, 0, ["Summa", "", "", "", "", "", "", "", "", "", "", "", "", 5000])
    book.close()
    return path


def test_a_workbook_is_read_as_it_is_meant(tmp_path):
    taken = take(workbook(tmp_path), MAPPING.model_copy(update={"format": "xlsx"}))
    rows = taken.frames["rows"]
    assert (taken.rows_in_file, taken.rows_loaded, lines(taken)) == (3, 2, [5, 6])
    assert rows.select("opened_at", "decided_at", "due_at", "household_size", "amount_sek").rows()[0] == (
        at("2026-04-01 13:45"), at("2026-04-01"), None, 3, 2500.125,
    )  # fmt: skip
    assert taken.frames["quarantine"].select("line", "column_name", "value_shape").rows() == [(8, "Inkom", "#aaa!")]
    as_text = take_rows(tmp_path, row(Ärendenr="200001000123", Inkom="2026-04-01 13:45"))
    assert rows["case_key"][0] == as_text.frames["rows"]["case_key"][0]


def test_a_sheet_is_found_by_its_name(tmp_path):
    source = MAPPING.model_copy(update={"format": "xlsx", "sheet": "Uttag"})
    assert take(workbook(tmp_path), source).covers_from == date(2026, 4, 1)

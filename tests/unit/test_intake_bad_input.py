"""Bad input has a plain sentence and a code each, and the sentence never holds what the case system said."""

from __future__ import annotations

import pytest

from flows.failures import ExitCode, Failure
from tests.intake_world import HEADER, MAPPING, row, take, take_rows, write
from tests.unit.test_intake_files import workbook

UNREADABLE, MISSING = ExitCode.FILE_UNREADABLE, ExitCode.COLUMN_MISSING
XLSX = MAPPING.model_copy(update={"format": "xlsx"})
GOOD = f"{HEADER}\n{row()}\n"
LONG = GOOD + "".join(f"{row(Ärendenr=f'A{number}')}\n" for number in range(2_000))


def failure_of(path, source=MAPPING) -> Failure:
    with pytest.raises(Failure) as failure:
        take(path, source)
    assert all(sentence.startswith(path.name) for sentence in failure.value.sentences)
    return failure.value


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", UNREADABLE, "the file is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", UNREADABLE, "the file is empty"),
        ((HEADER + "\n").encode(), UNREADABLE, "headings but no rows"),
        (LONG[:-40].encode(), UNREADABLE, "is cut off: it has 9 of 14 fields"),
        ((GOOD + 'A2;;"Enhet').encode(), UNREADABLE, "never closed"),
        (GOOD.replace("Bistånd", '"Bistånd').encode(), UNREADABLE, "a quotation mark on line 2 or soon after"),
        (HEADER.encode() * 4_000, UNREADABLE, "no line break"),
        (b"PK\x03\x04 and so on", UNREADABLE, 'format = "xlsx"'),
        (GOOD.encode("utf-16-le"), UNREADABLE, 'encoding = "utf-16"'),
        (GOOD.encode("cp1252").replace(b"ist\xe5nd", b"ist\x81nd"), UNREADABLE, "on line 2, cannot be read as cp1252"),
        (GOOD.replace("Inkom", "Inkommen").encode(), MISSING, "the column 'Inkom' is missing. Found: 'Ärendenr', 'Personnr'"),
        (GOOD.replace("Inkom", "Inkommen").encode(), MISSING, "The closest is 'Inkommen': is it the same column, renamed?"),
        (GOOD.replace("Personnr", "Typ").encode(), MISSING, "the column 'Personnr' is missing"),
        ((row() + "\n" + row()).encode(), MISSING, "none of the headings"),
        (GOOD.replace(HEADER, HEADER + ";Inkom").replace(row(), row() + ";x").encode(), MISSING, "more than one column"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path, content, code, said):
    failure = failure_of(write(tmp_path, content))
    assert failure.code is code
    assert said in str(failure)


@pytest.mark.parametrize(
    ("declared", "encoding", "said"),
    [
        ("utf-8", "cp1252", "cannot be read as utf-8. Set encoding"),
        ("latin-1", "cp1252", 'cannot be read as latin-1. Windows programs write cp1252: set encoding = "cp1252"'),
        ("utf-16", "cp1252", "cannot be read as utf-16"),
    ],
)
def test_a_declared_encoding_that_does_not_fit_is_told_with_byte_and_line(tmp_path, declared, encoding, said):
    text = LONG + row(Ärendenr="A1", Typ="Bistånd – €") + "\n"
    source = MAPPING.model_copy(update={"encoding": declared})
    failure = failure_of(write(tmp_path, text, encoding=encoding), source)
    assert failure.code is UNREADABLE
    assert said in str(failure)


def test_the_byte_and_the_line_are_right(tmp_path):
    content = LONG.encode("cp1252") + row(Ärendenr="A9", Typ="x").encode("cp1252").replace(b";x;", b";\x81;") + b"\n"
    failure = failure_of(write(tmp_path, content))
    assert f"byte {content.index(0x81) + 1}, on line 2003," in str(failure)


@pytest.mark.parametrize("content", [b"", b"Namn;Belopp\n1;2\n", b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0 an old workbook"])
def test_a_workbook_that_is_none_is_refused(tmp_path, content):
    failure = failure_of(write(tmp_path, content, "export.xlsx"), XLSX)
    assert failure.code is UNREADABLE


def test_half_a_workbook_is_refused(tmp_path):
    whole = workbook(tmp_path).read_bytes()
    failure = failure_of(write(tmp_path, whole[: len(whole) // 2], "half.xlsx"), XLSX)
    assert (failure.code, "not a whole Excel workbook" in str(failure)) == (UNREADABLE, True)


def test_an_unknown_or_empty_sheet_is_told(tmp_path):
    path = workbook(tmp_path)
    unknown = failure_of(path, XLSX.model_copy(update={"sheet": "Blad1"}))
    assert "no sheet 'Blad1'. Found: 'Uttag', 'Annat'" in str(unknown)
    empty = failure_of(path, XLSX.model_copy(update={"sheet": "Annat"}))
    assert (empty.code, "empty" in str(empty)) == (UNREADABLE, True)


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "cannot be opened" in str(failure_of(tmp_path / "borta.csv"))


def test_a_file_without_headings_tells_nothing_of_its_rows(tmp_path):
    rows = "\n".join(row(Ärendenr=f"198001019{number}", Orsak="hemlig orsak") for number in range(3))
    assert "hemlig" not in str(failure_of(write(tmp_path, rows)))


def test_an_unknown_unit_is_in_quarantine_and_told(tmp_path):
    taken = take_rows(tmp_path, row(), row(Ärendenr="A2", Enhet="Enhet Norr"), row(Ärendenr="A3", Enhet=" "))
    assert taken.has_unknown_unit
    assert taken.frames["quarantine"].select("line", "column_name", "value_shape", "reason").rows() == [
        (3, "Enhet", "aaaaa aaaa", "Enheten är okänd: den finns varken i kommun.toml eller i planen."),
        (4, "Enhet", " ", "Enheten saknas."),
    ]
    assert "unit: 1 words without a mapping in 1 rows, which are in quarantine. They look like 'aaaaa aaaa'." in taken.remarks


def test_an_unknown_category_is_loaded_counted_and_told_without_its_words(tmp_path):
    rows = [row(Orsak=word, Ärendenr=f"A{number}") for number, word in enumerate(("Annat skäl", "annat  SKÄL", "studier", ""))]
    taken = take_rows(tmp_path, *rows)
    assert taken.has_unknown_category
    assert taken.frames["rows"]["close_reason_group"].to_list() == ["Ej mappad", "Ej mappad", "Studier", None]
    assert [remark for remark in taken.remarks if "close reason" in remark] == [
        "close reason: 1 words without a mapping in 2 rows, counted as 'Ej mappad'. They look like 'aaaaa aaaa'."
    ]


def test_the_year_2999_is_no_date_and_other_absurd_years_are_in_quarantine(tmp_path):
    taken = take_rows(tmp_path, row(Avslutat="2999-12-31"), row(Ärendenr="A2", Bevakas="2099-01-01"))
    assert taken.frames["rows"]["closed_at"].to_list() == [None]
    assert taken.frames["quarantine"].select("line", "column_name", "reason").rows() == [
        (3, "Bevakas", "Datumet är orimligt: före 1950 eller mer än tio år framåt.")
    ]

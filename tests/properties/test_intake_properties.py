"""Whatever stands in the cells: nothing is lost, nothing is counted twice, and nothing of it is told."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from flows.sources.exports.words import shape_of_text
from tests.intake_world import HEADER, row, take_rows

HEADINGS = HEADER.split(";")
WORDS = st.text(st.characters(exclude_characters=';"\r\n\x00', exclude_categories=["Cs"]), max_size=12)
CELLS = st.one_of(
    WORDS,
    st.sampled_from(["", " ", "2026-04-28", "28.4.2026", "20260428", "2999-12-31", "1826-01-01", "2 500,00", "12-", "1E+9", "ost"]),
    st.dates().map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
)  # fmt: skip
WHOLE_ROWS = st.dictionaries(st.sampled_from(HEADINGS), CELLS, max_size=4).map(lambda cells: row(**cells))
ROWS = st.lists(st.one_of(WHOLE_ROWS, WHOLE_ROWS.map(lambda text: text + ";x"), st.just("A9;för kort")), min_size=1, max_size=12)


@given(ROWS)
def test_every_row_is_loaded_or_in_quarantine(rows):
    with TemporaryDirectory() as folder:
        taken = take_rows(Path(folder), row(Ärendenr="Z1"), *rows, row(Ärendenr="Z2"))
    loaded, held = taken.frames["rows"]["line"].to_list(), taken.frames["quarantine"]["line"].unique().to_list()
    assert taken.rows_in_file == len(rows) + 2
    assert sorted(loaded + held) == list(range(2, len(rows) + 4))
    assert (taken.rows_loaded, taken.rows_quarantined) == (len(loaded), len(held))
    for rule, checked, unmet in taken.frames["rules"].select("rule", "rows_checked", "rows_unmet").rows():
        assert 0 <= unmet <= checked <= taken.rows_in_file, rule


@given(st.text(max_size=60))
def test_a_shape_tells_no_letter_and_no_digit(text):
    shape = shape_of_text(text)
    assert len(shape) <= 40
    assert not [mark for mark in shape if (mark.isalpha() and mark != "a") or (mark.isdigit() and mark != "9" and mark.isdecimal())]

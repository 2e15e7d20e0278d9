"""The reader of examples says what is wrong with one, and reads cells as Swedes write them."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from tests.spec_reader import SpecMistake, read_cell, read_examples


def test_an_example_has_a_chapter_prose_and_tables(tmp_path):
    """Prose may stand anywhere; an empty line between a name and its table is allowed."""
    path = tmp_path / "kapitel.md"
    above, below = "# Kapitel\n\nInledning.\n\n## Ett\n\nFörst.\n\n", "\nSedan.\n\nexpect\n\n| z |\n| - |\n"
    path.write_text(above + "given a\n| x | y |\n|---|---|\n| 1 | – |\n" + below)
    (example,) = read_examples(path)
    assert (example.chapter, example.title, example.prose) == ("Kapitel", "Ett", "Först.\n\n\nSedan.")
    assert example.given["a"].rows == ({"x": "1", "y": None},)
    assert example.expect[""].columns == ("z",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("## Ett\n| x |\n| - |\n", "line 2: a table needs a line"),
        ("## Ett\nexpect\n| x |\n| 1 |\n", "line 4: expected a rule of dashes"),
        ("## Ett\nexpect\n| x |\n| - |\n| 1 | 2 |\n", "line 5: 2 cells under 1 headings"),
        ("## Ett\ngiven a\n| x |\n| - |\n", "nothing is expected in 'Ett'"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, text, complaint):
    """A misspelt example fails loudly instead of testing nothing."""
    path = tmp_path / "fel.md"
    path.write_text(text)
    with pytest.raises(SpecMistake, match=complaint):
        read_examples(path)


@pytest.mark.parametrize(
    ("cell", "dtype", "value"),
    [
        ("−1 234,5", pl.Float64(), -1234.5),
        ("12\u00a0000", pl.Int64(), 12000),
        ("2026-01", pl.Date(), date(2026, 1, 1)),
        ("2026-01-31", pl.Date(), date(2026, 1, 31)),
        ("2026-01-31 08:15", pl.Datetime("us"), datetime(2026, 1, 31, 8, 15)),  # noqa: DTZ001 - local wall-clock time
        ("ja", pl.Boolean(), True),
        ("ord", pl.String(), "ord"),
        (None, pl.Float64(), None),
    ],
)
def test_cells_are_read_as_swedes_write_them(cell, dtype, value):
    """Decimal comma, real minus, spaces between thousands, months without a day, ja and nej."""
    assert read_cell(cell, dtype) == value

"""How the tests of the examples read a cell and compare what came out with what is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.spec_reader import SpecTable, read_cell, read_examples

SPEC = Path(__file__).parent / "spec"


def examples(*names: str) -> list[Any]:
    """Every example of some files, as parameters of a test that are named by their titles."""
    return [pytest.param(example, id=example.title) for name in names for example in read_examples(SPEC / name)]


def number(cell: str | None) -> float | None:
    """A cell as a number."""
    return read_cell(cell, pl.Float64())


def day(cell: str | None) -> date | None:
    """A cell as a day; a month is its first."""
    return read_cell(cell, pl.Date())


def assert_shows(
    table: SpecTable, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], meaning: Mapping[str, Any]
) -> None:
    """Each expected cell is the value found, to the decimals it is written with."""
    assert len(rows) == len(table.rows)
    for expected, found in zip(table.rows, rows, strict=True):
        for heading, cell in expected.items():
            value = found[columns[heading]]
            where = f"{heading} in {expected}: found {value}"
            if cell is None:
                assert value is None, where
            elif isinstance(value, date):
                assert value == day(cell), where
            elif isinstance(value, (str, bool)):
                assert value == meaning.get(cell, cell), where
            else:
                decimals = len(cell.partition(",")[2])
                assert value == pytest.approx(number(cell), abs=0.5 * 10**-decimals + 1e-9), where

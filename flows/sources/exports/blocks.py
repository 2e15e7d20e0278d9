"""A stretch of a delivered file as text: the shape in which CSV and Excel files go on to be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from flows.sources.exports.text_columns import Coded, coded
from flows.sources.exports.words import shape_of_text, spoken

_FOOTER_WORD = re.compile(
    r"(?:del)?summa\b|total|antal\b|slut på |utskriven|utskrivet|källa:|\(?\d+ (?:rader|ärenden|poster)\b", re.IGNORECASE
)
_MOST_FOOTER_ROWS = 5


class Ragged(NamedTuple):
    """A row with another number of fields than the header has."""

    line: int
    fields: int
    shape: str


class Block(NamedTuple):
    """Rows of a file in their order: all cells are text, an empty cell is null."""

    cells: pl.DataFrame
    """One text column per name of ours."""
    words: dict[str, Coded]
    """The columns of few words, by our name."""
    lines: pl.Series
    """Int64: the line where each row starts."""
    ragged: tuple[Ragged, ...] = ()
    """Rows that are not among the cells."""
    remarks: tuple[str, ...] = ()


class Row(NamedTuple):
    """One row of fields, and the line where it starts."""

    line: int
    fields: Sequence[str | None]


def block_of(rows: Sequence[Row], columns: dict[str, int], words: frozenset[str], width: int, separator: str) -> Block:
    """The rows as a block; those that are not ``width`` fields wide are set aside."""
    whole = [row for row in rows if len(row.fields) == width]
    ragged = tuple(Ragged(row.line, len(row.fields), _shape(row, separator)) for row in rows if len(row.fields) != width)
    cells = {name: [row.fields[at] or None for row in whole] for name, at in columns.items()}
    texts = {name: pl.Series(name, column, dtype=pl.String) for name, column in cells.items() if name not in words}
    lines = pl.Series("line", [row.line for row in whole], dtype=pl.Int64)
    return Block(pl.DataFrame(texts), {name: coded(cells[name]) for name in cells if name in words}, lines, ragged)


def _shape(row: Row, separator: str) -> str:
    return shape_of_text(separator.join(field or "" for field in row.fields))


def without_footer(rows: Sequence[Row], width: int) -> tuple[list[Row], list[Row]]:
    """The rows, and apart from them the total lines that stand after the data.

    A total line begins with a word like Summa or Totalt and leaves at least half of the columns empty.
    """
    end = len(rows)
    while end > max(0, len(rows) - _MOST_FOOTER_ROWS) and _is_footer(rows[end - 1].fields, width):
        end -= 1
    return list(rows[:end]), list(rows[end:])


def _is_footer(fields: Sequence[str | None], width: int) -> bool:
    filled = [field for field in fields if field and field.strip()]
    return bool(filled) and 2 * len(filled) <= width and _FOOTER_WORD.match(spoken(filled[0])) is not None


def footer_remark(footer: Sequence[Row]) -> tuple[str, ...]:
    """A remark about the total lines left out."""
    return (f"Total line after the data, not a row: line {', '.join(str(row.line) for row in footer)}.",) if footer else ()

"""Examples that say what a figure means: small tables anybody can check by hand, run as tests and printed as documentation.

An example file is Markdown (``tests/spec/*.md``), written in Swedish, and is printed as it stands in ``docs/definitions.md``::

    # Ledtid

    Prose about the whole chapter, if any.

    ## Medianen tar med de ärenden som avslutats i månaden

    Prose about the example: why it comes out as it does.

    given mätare

    | measure_id | kind          | statistic |
    | ---------- | ------------- | --------- |
    | ledtid     | case_duration | median    |

    given ärenden

    | case_key | opened_at        | closed_at  |
    | -------- | ---------------- | ---------- |
    | a        | 2026-01-02 08:00 | 2026-01-05 |
    | b        | 2026-01-03       | –          |

    expect

    | month   | value | rows |
    | ------- | ----- | ---- |
    | 2026-01 | 2,5   | 1    |

Rules. ``#`` is the chapter, each ``##`` an example. A line ``given NAME`` or ``expect NAME`` (``expect`` alone has the
name "") stands above its table, with or without an empty line between; names and columns are the test's own business.
A table has a heading row, a rule of dashes, and any number of rows. A cell of ``–`` or nothing is null. Numbers may
have a decimal comma, a minus (``-`` or ``−``) and spaces between thousands; months may be written ``2026-01``; yes and
no are ``ja`` and ``nej``. What type a cell has is decided by the declared table it is read as (`SpecTable.frame`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from transforms.tables import Table

NULL = "–"
_HEADING = re.compile(r"^(given|expect)(?:\s+(.+?))?\s*$")
_RULE = re.compile(r"^\|?[\s:|-]+\|?$")


class SpecMistake(Exception):
    """An example file is not written as the format says: file, line and what was expected."""


@dataclass(frozen=True)
class SpecTable:
    """A table of an example: its columns and its rows, every cell as text or null."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str | None], ...]

    def frame(self, table: type[Table], **defaults: Any) -> pl.DataFrame:
        """The rows as a frame of a declared table: cells read as its types, columns left out take ``defaults`` or are null.

        A default may be a function of the row's number (from 1), for keys nobody needs to see in an example.
        """
        unknown = [name for name in self.columns if name not in table.columns]
        if unknown:
            raise SpecMistake(f"{table.name} has no columns {unknown}")
        rows: list[dict[str, object]] = []
        for number, row in enumerate(self.rows, start=1):
            full: dict[str, object] = {
                name: default(number) if callable(default) else default for name, default in defaults.items() if name not in row
            }
            full |= {name: read_cell(cell, table.columns[name].dtype) for name, cell in row.items()}
            rows.append(full)
        return table.of(rows)

    def renamed(self, headings: Mapping[str, str], words: Mapping[str, Mapping[str, str]] | None = None) -> SpecTable:
        """The same table with Swedish headings as the code's own, and its cells too by ``words`` (the code's heading → word → own).

        Headings and words that are not named stay as they are.
        """
        columns = tuple(headings.get(column, column) for column in self.columns)
        said = [(words or {}).get(column, {}) for column in columns]
        rows = (
            {column: known.get(cell or "", cell) for column, known, cell in zip(columns, said, row.values(), strict=True)}
            for row in self.rows
        )
        return SpecTable(columns, tuple(rows))

    def expected(self, table: type[Table]) -> list[dict[str, Any]]:
        """The rows with cells read as the declared types of the columns named, for comparison with what came out."""
        return [{name: read_cell(cell, table.columns[name].dtype) for name, cell in row.items()} for row in self.rows]


@dataclass(frozen=True)
class Example:
    """One example: what is given and what is expected of it."""

    file: Path
    chapter: str
    title: str
    prose: str
    given: dict[str, SpecTable] = field(default_factory=dict)
    expect: dict[str, SpecTable] = field(default_factory=dict)

    def __str__(self) -> str:
        """As a test's id: ``ledtid.md: Medianen …``."""
        return f"{self.file.name}: {self.title}"


def read_cell(cell: str | None, dtype: pl.DataType) -> Any:
    """A cell as a value of a polars type; null for nothing and for ``–``."""
    reader = _READERS.get(type(dtype), str)
    return None if cell is None else reader(cell)


def read_examples(path: Path) -> list[Example]:
    """Every example of a file, in order. Raises `SpecMistake` where the format is not kept."""
    lines = path.read_text(encoding="utf-8").splitlines()
    chapter = next((line[2:].strip() for line in lines if line.startswith("# ")), "")
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    ends = [*starts[1:], len(lines)]
    return [_read_example(path, chapter, lines, start, end) for start, end in zip(starts, ends, strict=False)]


def _read_example(path: Path, chapter: str, lines: list[str], start: int, end: int) -> Example:
    tables: dict[str, dict[str, SpecTable]] = {"given": {}, "expect": {}}
    prose: list[str] = []
    name: tuple[str, str] | None = None
    at = start + 1
    while at < end:
        line = lines[at].strip()
        if heading := _HEADING.match(line):
            name = heading.group(1), heading.group(2) or ""
        elif line.startswith("|"):
            if name is None or name[1] in tables[name[0]]:
                raise SpecMistake(
                    f"{path.name}, line {at + 1}: a table needs a line 'given NAME' or 'expect NAME' of its own above it"
                )
            tables[name[0]][name[1]], at = _read_table(path, lines, at)
            name = None
            continue
        elif line or name is None:
            prose.append(line)
        at += 1
    title = lines[start][3:].strip()
    if not tables["expect"]:
        raise SpecMistake(f"{path.name}, line {start + 1}: nothing is expected in '{title}'")
    return Example(path, chapter, title, "\n".join(prose).strip(), tables["given"], tables["expect"])


def _read_table(path: Path, lines: list[str], at: int) -> tuple[SpecTable, int]:
    """The table that starts on a line, and the line after it."""
    columns = tuple(cell or "" for cell in _cells(lines[at]))
    if at + 1 >= len(lines) or not _RULE.match(lines[at + 1].strip()):
        raise SpecMistake(f"{path.name}, line {at + 2}: expected a rule of dashes under the table's heading")
    at += 2
    rows = []
    while at < len(lines) and lines[at].lstrip().startswith("|"):
        cells = _cells(lines[at])
        if len(cells) != len(columns):
            raise SpecMistake(f"{path.name}, line {at + 1}: {len(cells)} cells under {len(columns)} headings")
        rows.append(dict(zip(columns, cells, strict=True)))
        at += 1
    return SpecTable(columns, tuple(rows)), at


def _cells(line: str) -> list[str | None]:
    texts = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
    return [None if cell in {"", NULL} else cell for cell in texts]


def _plain_number(cell: str) -> str:
    return re.sub(r"\s", "", cell).replace("−", "-").replace(",", ".")


def _read_date(cell: str) -> date:
    return date.fromisoformat(f"{cell}-01" if re.fullmatch(r"\d{4}-\d{2}", cell) else cell)


_READERS: dict[type[pl.DataType], Callable[[str], Any]] = {
    pl.Date: _read_date,
    pl.Datetime: datetime.fromisoformat,
    pl.Int64: lambda cell: int(_plain_number(cell)),
    pl.Float64: lambda cell: float(_plain_number(cell)),
    pl.Boolean: lambda cell: {"ja": True, "nej": False}[cell],
}

"""The analysts' views: one SELECT a file in ``views/``, named after the view, that renames and joins and computes nothing.

A file begins with comments: what one row is; ``grain:`` the columns that together are unique; and a sentence for each
column that has none in the tables read (``name: …``, or ``name?: …`` where it may be null, as after a LEFT JOIN).
A view is for everybody when every table it reads is; nobody has to say it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transforms.catalogue import declared_tables
from transforms.tables import Audience, Table, TableMismatch

_FOLDER = Path(__file__).parent / "views"
_READS = re.compile(r'\b(?:FROM|JOIN)\s+(\w+)\."?(\w+)"?')
_COLUMN_LINE = re.compile(r"(\w+)(\??): (.+)")


@dataclass(frozen=True)
class Meaning:
    """What a column holds and whether it may be null."""

    sentence: str
    nullable: bool


@dataclass(frozen=True)
class View:
    """One view: its name ("schema.name"), what a row is, its grain, the tables it reads, its own columns and its SELECT."""

    name: str
    sentence: str
    grain: tuple[str, ...]
    reads: tuple[type[Table], ...]
    own_columns: Mapping[str, Meaning]
    select: str

    @property
    def audience(self) -> Audience:
        """Open when every table read is open, otherwise detail."""
        return "open" if all(table.audience == "open" for table in self.reads) else "detail"

    def meaning(self, column: str) -> Meaning:
        """What a column of the view holds: as its file says, else as the first table read that has the column says.

        Raises ``TableMismatch`` when neither does.
        """
        if column in self.own_columns:
            return self.own_columns[column]
        for table in self.reads:
            if column in table.columns:
                return Meaning(table.columns[column].sentence, table.columns[column].nullable)
        raise TableMismatch(f"view {self.name}: nothing says what the column {column} holds; add a '-- {column}: …' line")


@cache
def analyst_views() -> tuple[View, ...]:
    """Every view of the folder, by name."""
    return tuple(read_view(path.stem, path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.sql")))


def read_view(name: str, text: str) -> View:
    """The view that a file's text describes. Raises ``TableMismatch`` when it lacks a sentence, a grain or a known table."""
    lines = text.strip().splitlines()
    comments = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    select = "\n".join(line for line in lines if not line.startswith("--")).strip().removesuffix(";")
    said = {match[1]: Meaning(match[3], match[2] == "?") for line in comments[1:] if (match := _COLUMN_LINE.fullmatch(line))}
    grain = said.pop("grain", None)
    if grain is None or len(comments) != len(said) + 2:
        raise TableMismatch(f"view {name}: expected a sentence, then 'grain: …', then only lines 'column: …', as comments")
    tables = {table.name: table for table in declared_tables()}
    read = [f"{schema}.{table}" for schema, table in _READS.findall(select)]
    unknown = [table for table in read if table not in tables]
    if unknown or not read:
        raise TableMismatch(f"view {name}: reads {unknown or 'nothing'}; expected tables of the catalogue")
    columns = tuple(column.strip() for column in grain.sentence.split(","))
    return View(name, comments[0], columns, tuple(tables[table] for table in dict.fromkeys(read)), said, select)

"""What declaring a sheet of the plan workbook means: its columns, each with its heading, the field it fills and its kind.

The template with its drop-downs and help, the reader, and what a fault says was expected are all derived from this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

CellKind = Literal["id", "ids", "text", "role", "email", "whole", "number", "month", "date", "choice", "yes_no"]
Register = Literal["unit", "measure", "goal", "activity"]
"""Where an id must be known: the sheet Enheter, the files of ``measures/``, the sheets Mål and Aktiviteter."""

HEADING_ROW, FIRST_ROW = 4, 5
"""Rows of every sheet, as Excel numbers them. Above the headings stand the title, the help and an example."""
EXAMPLE_MARK = "Exempel:"
YES_NO: Mapping[str, str] = {"ja": "yes", "nej": "no"}
_WIDTHS: Mapping[CellKind, int] = {
    "id": 20, "ids": 24, "text": 40, "role": 24, "email": 30, "whole": 11, "number": 12, "month": 14, "date": 14, "choice": 16,
    "yes_no": 12,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet. Where ``null`` is false, ``missing`` may say why a row cannot do without it."""

    heading: str
    field: str
    kind: CellKind
    help: str
    example: str
    null: bool
    missing: str | None
    choices: Mapping[str, str]
    """The word in the sheet → the word in `transforms.plan`."""
    refers_to: Register | None
    longest: int | None
    wide: int | None
    came_later: bool
    """Whether there are workbooks from before the column: where its heading is missing, its cells are empty."""

    @property
    def width(self) -> int:
        """Width in characters."""
        return self.wide or max(_WIDTHS[self.kind], len(self.heading) + 2)


def _column(
    kind: CellKind,
    heading: str,
    field_name: str,
    help_text: str,
    example: str = "",
    *,
    null: bool = False,
    missing: str | None = None,
    choices: Mapping[str, str] | None = None,
    refers_to: Register | None = None,
    longest: int | None = None,
    wide: int | None = None,
    came_later: bool = False,
) -> Column:
    return Column(
        heading=heading, field=field_name, kind=kind, help=help_text, example=example, null=null, missing=missing,
        choices=choices or {}, refers_to=refers_to, longest=longest, wide=wide, came_later=came_later,
    )  # fmt: skip


ident = partial(_column, "id")
"""Letters, digits, ``-``, ``_`` and ``.``: safe in a file name."""
ids = partial(_column, "ids", null=True)
"""Several ids with commas between; none when empty."""
text = partial(_column, "text")
role = partial(_column, "role")
"""A role such as Enhetschef. Never checked for names, but asked for in the help."""
email = partial(_column, "email")
whole = partial(_column, "whole")
"""A whole number from 1."""
number = partial(_column, "number")
month = partial(_column, "month")
"""``2026-04`` as text, or any date of the month."""
day = partial(_column, "date")
choice = partial(_column, "choice")
yes_no = partial(_column, "yes_no", choices=YES_NO)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: one record a row, the part of the plan they make, and the fields that together may stand only once."""

    name: str
    part: str
    record: type
    help: str
    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...] = ()

    def column(self, field_name: str) -> Column:
        """The column that fills a field."""
        return next(column for column in self.columns if column.field == field_name)

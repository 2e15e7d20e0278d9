"""Reads one cell of the plan workbook as its column declares it, or says in Swedish what stood there and what was expected."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from expectations.personal_data import holds_no_personnummer
from flows.ids import MEANING_SV, is_id
from flows.sources.plan.columns import CellKind, Column

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_MONTH = re.compile(r"\d{4}-\d{2}")
_BETWEEN_IDS = re.compile(r"[,;\n]")
_TWO_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)
_PERSONNUMMER = re.compile(r"(?:\d{2})?\d{6}[-+ ]?\d{4}")
_PERSONNUMMER_LIKE = re.compile(r"\d{6}.?\d{4}", re.DOTALL)
_FREE_TEXT: frozenset[CellKind] = frozenset({"text", "role", "email"})
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2099
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Cell:
    """A cell as Excel shows it (trimmed), its number in full precision if it has one, and whether it holds an Excel error."""

    text: str
    number: float | None = None
    is_error: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text and not self.is_error


class Misread(Exception):
    """A cell does not hold what its column declares."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found, expected)
        self.found = found
        self.expected = expected


def quoted(text: str) -> str:
    """The text in Swedish quotation marks, on one line, at most 60 characters, with anything like a personnummer left out."""
    line = _PERSONNUMMER.sub("(personnummer?)", " ".join(text.split()))
    return f"”{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"


def read_cell(column: Column, cell: Cell) -> Any:
    """The cell's value in the type of the column's field; None for an empty cell of a column that may be empty.

    Raises `Misread`.
    """
    where = f" under {quoted(column.heading)}"
    if cell.is_error:
        raise Misread(f"ett Excelfel{where}", _expected(column))
    if cell.is_empty:
        if column.null:
            return empty_value(column)
        raise Misread(f"ingenting{where}", _expected(column) + (f" ({column.missing})" if column.missing else ""))
    if column.kind in _FREE_TEXT and holds_personnummer(cell.text):
        raise Misread(f"något som ser ut som ett personnummer{where}", "en text som inte pekar ut någon")
    try:
        return _READ[column.kind](column, cell)
    except ValueError:
        raise Misread(quoted(cell.text) + where, _expected(column)) from None


def empty_value(column: Column) -> Any:
    """What an empty cell of a column that may be empty says: no ids, or nothing at all."""
    return () if column.kind == "ids" else None


def holds_personnummer(text: str) -> bool:
    """Whether a number of the form of a personnummer with a right check digit stands in the text."""
    # Most cells hold no run of digits at all, and asking polars takes its time.
    if not _PERSONNUMMER_LIKE.search(text):
        return False
    return not pl.DataFrame({"text": [text]}).select(holds_no_personnummer("text")).item()


def _expected(column: Column) -> str:
    if column.choices:
        *first, last = column.choices
        return f"{', '.join(first)} eller {last}"
    if column.longest:
        return f"en text på högst {column.longest} tecken"
    return _EXPECTED[column.kind]


def _only_if(is_right: bool) -> None:
    if not is_right:
        raise ValueError


def _ident(_: Column, cell: Cell) -> str:
    _only_if(is_id(cell.text))
    return cell.text


def _idents(_: Column, cell: Cell) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in _BETWEEN_IDS.split(cell.text) if part.strip()))
    _only_if(bool(found) and all(is_id(part) for part in found))
    return found


def _email(_: Column, cell: Cell) -> str:
    _only_if(_EMAIL.fullmatch(cell.text) is not None)
    return cell.text


def _role(_: Column, cell: Cell) -> str:
    _only_if(_TWO_LETTERS.search(cell.text) is not None)
    return cell.text


def _text(column: Column, cell: Cell) -> str:
    _only_if(column.longest is None or len(cell.text) <= column.longest)
    return cell.text


def _chosen(column: Column, cell: Cell) -> str:
    meanings = {word.casefold(): meaning for word, meaning in column.choices.items()}
    _only_if(cell.text.casefold() in meanings)
    return meanings[cell.text.casefold()]


def _yes_no(column: Column, cell: Cell) -> bool:
    # A checkbox or logical value of Excel's own arrives as true or false, whatever language Excel shows it in.
    if cell.text in {"true", "false"}:
        return cell.text == "true"
    return _chosen(column, cell) == "yes"


def _number(_: Column, cell: Cell) -> float:
    written = "".join(cell.text.split()).replace(",", ".").replace("−", "-")
    value = cell.number if cell.number is not None else float(written)
    _only_if(math.isfinite(value))
    return value


def _whole(column: Column, cell: Cell) -> int:
    value = _number(column, cell)
    _only_if(value >= 1 and value.is_integer())
    return int(value)


def _day(_: Column, cell: Cell) -> date:
    found = _DATE.fullmatch(cell.text)
    day = date.fromisoformat(found[1] if found else "")
    _only_if(_EARLIEST_YEAR <= day.year <= _LATEST_YEAR)
    return day


def _month(column: Column, cell: Cell) -> date:
    if _MONTH.fullmatch(cell.text):
        cell = Cell(f"{cell.text}-01")
    return _day(column, cell).replace(day=1)


_READ: Mapping[CellKind, Callable[[Column, Cell], Any]] = {
    "id": _ident,
    "ids": _idents,
    "text": _text,
    "role": _role,
    "email": _email,
    "whole": _whole,
    "number": _number,
    "month": _month,
    "date": _day,
    "choice": _chosen,
    "yes_no": _yes_no,
}
_EXPECTED: Mapping[CellKind, str] = {
    "id": MEANING_SV,
    "ids": f"ett eller flera id med komma emellan, {MEANING_SV.removeprefix('ett id ')}",
    "text": "en text",
    "role": "en roll, till exempel enhetschef",
    "email": "en e-postadress",
    "whole": "ett heltal från 1 och uppåt",
    "number": "ett tal",
    "month": f"en månad som 2026-04, mellan {_EARLIEST_YEAR} och {_LATEST_YEAR}",
    "date": f"ett datum som 2026-04-30, mellan {_EARLIEST_YEAR} och {_LATEST_YEAR}",
}

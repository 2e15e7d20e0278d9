"""Where in a TOML file each table and key stands: the standard library's reader does not say, and a fault needs its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

KeyPath = tuple[str, ...]

_ONE_KEY = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED_KEY = re.compile(rf"{_ONE_KEY}(?:[ \t]*\.[ \t]*{_ONE_KEY})*")
_HEADER = re.compile(rf"\[\[?[ \t]*({_DOTTED_KEY.pattern})[ \t]*\]\]?")
_ASSIGNMENT = re.compile(rf"({_DOTTED_KEY.pattern})[ \t]*=")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)+")
_PIECE_OF_VALUE = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}(?!")'''
    r"""|'''.*?'{3,5}(?!')"""
    r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*|[\[{]|[\]}]|\n|[^\n"'\#\[\]{}]+""",
    re.DOTALL,
)


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    """The line, from 1, on which every table and key of a valid TOML document is first named.

    Keys inside an inline table are not listed: they stand on the line of its key, or in an array that begins there.
    """
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    position = _skip_blank(text, 0)
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        if header := _HEADER.match(text, position):
            table = _names(header[1])
            _note(lines, table, line)
            position = header.end()
        elif assignment := _ASSIGNMENT.match(text, position):
            _note(lines, table + _names(assignment[1]), line)
            position = _end_of_value(text, assignment.end())
        else:
            break
        position = _skip_blank(text, position)
    return lines


def line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """The line of a key; for one that is not there, of the closest table above it that is; 1 when there is none."""
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), 1)


def _skip_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _names(dotted_key: str) -> KeyPath:
    """The parts of a dotted key, unquoted by the standard library itself."""
    names: list[str] = []
    inner: object = tomllib.loads(f"{dotted_key} = 0")
    while isinstance(inner, dict):
        ((name, inner),) = inner.items()
        names.append(name)
    return tuple(names)


def _note(lines: dict[KeyPath, int], path: KeyPath, line: int) -> None:
    for length in range(1, len(path) + 1):
        lines.setdefault(path[:length], line)


def _end_of_value(text: str, position: int) -> int:
    """Just after the line end that closes a value: brackets may span lines, strings may hold brackets."""
    depth = 0
    while piece := _PIECE_OF_VALUE.match(text, position):
        position = piece.end()
        if piece[0] in {"[", "{"}:
            depth += 1
        elif piece[0] in {"]", "}"}:
            depth -= 1
        elif piece[0] == "\n" and depth == 0:
            break
    return position

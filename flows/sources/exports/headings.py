"""Columns are found by their headings, in whatever order and company they come."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from flows.failures import ExitCode, Failure
from flows.sources.exports.words import shape_of_text, spoken

HEADER_WITHIN = 50
"""The header is looked for in so many lines from the top; above it may stand titles and the like."""
_MANY_DIGITS = re.compile(r"\d{5}")


class Wanted(NamedTuple):
    """Which columns of a file are wanted, by our names."""

    headings: Mapping[str, str]
    """Our name → heading."""
    words: frozenset[str] = frozenset()
    """Names of the columns of few words."""
    optional: frozenset[str] = frozenset()
    """Names of the columns that a file may be without."""


class Header(NamedTuple):
    """The header of a file: where it stands, and which column each of our names is."""

    row: int
    """Position among the rows looked through, from 0."""
    headings: tuple[str, ...]
    columns: dict[str, int]
    """Our name → position of the column. Optional columns that are absent are left out."""


def hits(row: Sequence[str], wanted: Collection[str]) -> int:
    """How many of the wanted headings the row holds."""
    return len({spoken(cell) for cell in row} & {spoken(heading) for heading in wanted})


def find_header(file_name: str, rows: Sequence[Sequence[str]], wanted: Wanted) -> Header:
    """The row among the first ones that holds the wanted headings.

    Raises ``Failure(COLUMN_MISSING)`` naming each heading that is missing and the one most like it.
    """
    scores = [hits(row, wanted.headings.values()) for row in rows]
    place = max(range(len(rows)), key=lambda position: scores[position], default=-1)
    if place < 0 or scores[place] == 0:
        names = ", ".join(f"'{heading}'" for heading in wanted.headings.values())
        raise Failure(
            ExitCode.COLUMN_MISSING,
            f"{file_name}: none of the headings {names} stands in the first {HEADER_WITHIN} lines. "
            "Does the file have a line of headings, and does the separator in kommun.toml fit?",
        )
    headings = tuple(heading.strip().removeprefix("\ufeff") for heading in rows[place])
    at: dict[str, list[int]] = {}
    for position, heading in enumerate(headings):
        at.setdefault(spoken(heading), []).append(position)
    missing = [heading for name, heading in wanted.headings.items() if spoken(heading) not in at and name not in wanted.optional]
    if missing:
        raise Failure(ExitCode.COLUMN_MISSING, *(_missing(file_name, heading, headings) for heading in missing))
    found = {name: at[spoken(heading)] for name, heading in wanted.headings.items() if spoken(heading) in at}
    twice = [wanted.headings[name] for name, positions in found.items() if len(positions) > 1]
    if twice:
        sentences = (f"{file_name}: the heading '{heading}' stands over more than one column; rename one." for heading in twice)
        raise Failure(ExitCode.COLUMN_MISSING, *sentences)
    return Header(place, headings, {name: positions[0] for name, positions in found.items()})


def _missing(file_name: str, heading: str, headings: Sequence[str]) -> str:
    likeness = {spoken(found): found for found in headings}
    closest = difflib.get_close_matches(spoken(heading), likeness, n=1, cutoff=0.5)
    hint = f" The closest is '{public(likeness[closest[0]])}': is it the same column, renamed?" if closest else ""
    found = ", ".join(f"'{public(name)}'" for name in headings if name.strip())
    next_step = "Put the right heading in kommun.toml, or mend the export."
    return f"{file_name}: the column '{heading}' is missing. Found: {found}.{hint} {next_step}"


def public(heading: str) -> str:
    """The heading as it may be told: one that looks as if it held a number of somebody is told by its shape."""
    return shape_of_text(heading) if _MANY_DIGITS.search(heading) else heading


def not_taken(headings: Sequence[str], columns: Collection[int]) -> str | None:
    """A remark about the columns that the mapping does not name; None when it names all."""
    extra = [public(heading) or f"(column {place + 1})" for place, heading in enumerate(headings) if place not in columns]
    return f"Columns not in the mapping, not taken: {', '.join(extra)}." if extra else None

"""What can go wrong, in plain words, each kind with its own exit code.

A sentence names the file, the line or cell, what was found, what was expected, and the next step. It never holds a value
from a case system: treat every sentence as public.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal, Self


class ExitCode(IntEnum):
    """What ``framdrift`` answers the shell with. A night with several failures answers with the highest."""

    DONE = 0, "Everything was done."
    UNEXPECTED = 1, "A fault in Framdrift itself: please report it with the run id."
    USAGE = 2, "The command was written wrongly; --help shows how."
    FOLDER_FAULTY = 3, "The kommun's folder has faults; framdrift check tells all of them."
    SECRET_MISSING = 4, "The secret that ids are hashed under is missing or can be read by others."
    ALREADY_RUNNING = 5, "Another run is going on in the same folder; it was left alone."
    NOT_KNOWN = 6, "What was asked for (unit, measure, period or as-of date) is not known."
    UNKNOWN_CATEGORY = 10, "Done, but a category has no mapping: counted as 'Ej mappad'."
    UNKNOWN_UNIT = 11, "Done, but rows of a unit that nobody has mapped are in quarantine."
    FILE_UNREADABLE = 12, "A delivered file could not be read; its source stands still, the rest was done."
    COLUMN_MISSING = 13, "A delivered file lacks a column that the mapping names; its source stands still."
    NOT_BELIEVED = 14, "A source did not pass a check that stops it; its source stands still."
    KOLADA_FAILED = 15, "Kolada could not be fetched whole; the last fetch is used."
    PLAN_UNREADABLE = 16, "The plan workbook could not be used; the last good one is in force."
    PACK_FAILED = 17, "One or more packs could not be made; the rest were."
    NOT_PRINTABLE = 20, "What was about to be printed did not pass a check: nothing was published."
    PUBLISH_FAILED = 21, "The warehouse could not be published: the previous one is untouched."

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """Keep the meaning beside the number, so that the documentation is generated from here."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member


class Failure(Exception):
    """Something that a person has to know: one or more plain sentences and the exit code they lead to."""

    def __init__(self, code: ExitCode, *sentences: str) -> None:
        super().__init__(*sentences)
        self.code = code
        self.sentences = sentences

    def __str__(self) -> str:
        """The sentences, one a line."""
        return "\n".join(self.sentences)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a kommun's folder: where it stands, what was found and what was expected.

    ``language`` is that of the words: English for what IT and analysts write, Swedish for the managers' workbook.
    """

    file: str
    place: str
    found: str
    expected: str
    language: Literal["en", "sv"] = "en"

    def __str__(self) -> str:
        """``kommun.toml, line 12: found …, expected …``, or ``plan.xlsx, Mål!F7: hittade …, väntade …``."""
        found, expected = ("found", "expected") if self.language == "en" else ("hittade", "väntade")
        return f"{self.file}, {self.place}: {found} {self.found}, {expected} {self.expected}"


def gravest(failures: Iterable[Failure]) -> ExitCode:
    """The code that a run with these failures answers with: the highest, but a fault of our own before all others."""
    codes = [failure.code for failure in failures]
    if ExitCode.UNEXPECTED in codes:
        return ExitCode.UNEXPECTED
    return max(codes, default=ExitCode.DONE)


def unexpected(doing: str, error: BaseException) -> Failure:
    """A fault of our own, told by its kind and its place in the code.

    The error's own text is left out: it may quote a value from a case, and every sentence here is public.
    """
    places = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "site-packages" not in frame.filename
    ]
    way = " → ".join(places[-6:])
    return Failure(ExitCode.UNEXPECTED, f"{doing}: a fault in Framdrift itself, {type(error).__name__} at {way}. Please report it.")


@contextmanager
def told_plainly(doing: str) -> Iterator[None]:
    """Let a `Failure` through, and turn every other error into one that holds no value from a case."""
    try:
        yield
    except Failure:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its text may hold a value from a case
        raise unexpected(doing, error) from None

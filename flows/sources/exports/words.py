"""Columns of few words: every distinct word is understood once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import Lock

import polars as pl

from flows.sources.exports.text_columns import Coded

NOT_MAPPED = "Ej mappad"
_SHAPE_LENGTH = 40
_MOST_SHAPES = 5


def spoken(word: str) -> str:
    """A word as it is compared: without regard to case and to how many spaces stand where."""
    return " ".join(word.split()).casefold()


class Vocabulary:
    """The distinct words of a column, each understood once; cells are then codes, and codes become words at the end.

    Blocks of a file are read in threads: learning is guarded, and what has been learnt only grows.
    """

    def __init__(self, meaning: Callable[[str], str | None]) -> None:
        """``meaning``: what a word stands for; None for nothing."""
        self._meaning = meaning
        self._guard = Lock()
        self._learnt: dict[str, int | None] = {}
        self._codes: dict[str, int] = {}

    def read(self, cells: Coded) -> pl.Series:
        """The code (UInt32) of every cell's meaning; null for an empty cell and for words that stand for nothing."""
        with self._guard:
            codes = pl.Series([self._code_of(word) for word in cells.words], dtype=pl.UInt32)
        return codes.gather(cells.places)

    def spelt(self, codes: pl.Series) -> pl.Series:
        """The meanings of codes, as an Enum."""
        return codes.cat.to(pl.Enum(list(self._codes)))

    def code(self, meaning: str) -> int | None:
        """The code of a meaning, if any word has had it."""
        return self._codes.get(meaning)

    def words_for(self, meaning: str | None) -> set[str]:
        """The words, as spoken, that stand for a meaning; blanks are no words."""
        code = None if meaning is None else self._codes.get(meaning, -1)
        return {spoken(word) for word, found in self._learnt.items() if found == code} - {""}

    def _code_of(self, word: str) -> int | None:
        if word not in self._learnt:
            meaning = self._meaning(word)
            self._learnt[word] = None if meaning is None else self._codes.setdefault(meaning, len(self._codes))
        return self._learnt[word]


def trimmed(word: str) -> str | None:
    """The word without space around it; None when nothing is left."""
    return word.strip() or None


def grouping(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Spoken word → its group. A group's own name belongs to the group."""
    return {spoken(word): group for group, words in groups.items() for word in (group, *words)}


def unit_words(units: Mapping[str, str], known_units: Iterable[str]) -> dict[str, str]:
    """Spoken word → unit id: our own ids, and before them the words of the mapping."""
    return {spoken(unit): unit for unit in known_units} | {spoken(word): unit for word, unit in units.items()}


def shape_of(cells: pl.Series) -> pl.Series:
    """What cells look like without saying what they say: letters as a, digits as 9, at most 40 characters; '' for null."""
    cut = pl.col(cells.name).fill_null("").str.slice(0, _SHAPE_LENGTH)
    shape = cut.str.replace_all(r"\p{L}", "a").str.replace_all(r"\p{N}", "9").str.replace_all(r"\p{C}", " ")
    return cells.to_frame().select(shape).to_series()


def shape_of_text(text: str) -> str:
    """The shape of one text."""
    return str(shape_of(pl.Series([text]))[0])


def shapes_of(words: Iterable[str]) -> str:
    """The shapes of words, in quotation marks, a few of them: what may be told about words that may be personal."""
    shapes = sorted({shape_of_text(word) for word in words})
    told = ", ".join(f"'{shape}'" for shape in shapes[:_MOST_SHAPES])
    return f"{told} and {len(shapes) - _MOST_SHAPES} other shapes" if len(shapes) > _MOST_SHAPES else told

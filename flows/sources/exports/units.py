"""The unit of a row: by the mapping's words, by our own ids, or one for the whole file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from flows.sources.exports.blocks import Block
from flows.sources.exports.quarantine import Sieve
from flows.sources.exports.taken import RuleTally
from flows.sources.exports.text_columns import Coded
from flows.sources.exports.words import Vocabulary, shapes_of, spoken, unit_words

RULE = "unit known"


class UnitReader:
    """Reads which unit the rows of a file belong to."""

    def __init__(
        self, units: Mapping[str, str], known_units: Iterable[str], heading: str | None, only_unit: str | None = None
    ) -> None:
        """From a source's mapping and the units of the plan. ``only_unit`` counts when there is no heading."""
        words = unit_words(units, known_units) | ({spoken(only_unit): only_unit} if only_unit else {})
        self._vocabulary = Vocabulary(lambda word: words.get(spoken(word)))
        self._heading = heading
        self._only_unit = only_unit

    def read(self, block: Block, sieve: Sieve, tally: RuleTally) -> pl.Series:
        """The unit of a block's rows, as codes. Rows without a unit, or with one that nobody knows, are held back."""
        if self._heading is None:
            return self._vocabulary.read(
                Coded(pl.repeat(0, block.lines.len(), dtype=pl.Int32, eager=True), [self._only_unit or ""])
            )
        cells = block.words["unit"]
        found = self._vocabulary.read(cells)
        if not found.null_count():
            tally.add(RULE, found.len(), 0)
            return found
        words = cells.text()
        is_blank = (words.str.strip_chars() == "").fill_null(value=True)
        strangers = (found.is_null() & ~is_blank).arg_true()
        sieve.hold((found.is_null() & is_blank).arg_true(), words, self._heading, "Enheten saknas.")
        sieve.hold(strangers, words, self._heading, "Enheten är okänd: den finns varken i kommun.toml eller i planen.")
        tally.add(RULE, found.len(), strangers.len())
        return found

    def spelt(self, codes: pl.Series) -> pl.Series:
        """The unit ids of codes."""
        return self._vocabulary.spelt(codes)

    def remark(self, rows: int) -> str | None:
        """A remark about units nobody has mapped: how many, in how many rows, of what shapes; None when there are none."""
        words = self._vocabulary.words_for(None)
        if not words:
            return None
        told = f"{len(words)} words without a mapping in {rows} rows, which are in quarantine"
        return f"unit: {told}. They look like {shapes_of(words)}."

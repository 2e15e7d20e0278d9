"""Survey answers: one row per answer to a question, by unit and wave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from flows.sources.exports.blocks import Block
from flows.sources.exports.cells import amounts
from flows.sources.exports.headings import Wanted
from flows.sources.exports.monthly import MonthlyKind, take_monthly
from flows.sources.exports.months import month_of
from flows.sources.exports.quarantine import Sieve
from flows.sources.exports.series import PERIOD_UNREADABLE
from flows.sources.exports.taken import Identity, Part, RuleTally, Taken, identify
from flows.sources.exports.text_columns import Coded
from flows.sources.exports.units import UnitReader
from flows.sources.exports.words import spoken, trimmed
from flows.sources.pseudonym import Secret
from flows.workspace.kommun import SurveySource
from transforms.catalogue import SurveyAnswer
from transforms.surveys.answers import ALL

_WORDS: frozenset[str] = frozenset({"wave", "unit", "group", "question", "answer"})
_UNREADABLE = "Svaret går inte att läsa. Väntat en siffra, eller det ord som betyder ej relevant."


_SURVEY = MonthlyKind(
    kind="survey",
    table=SurveyAnswer,
    month="wave_on",
    rule="question answered",
    unmet=lambda rows: int((rows.get_column("answer").is_null() & ~rows.get_column("is_not_relevant")).sum()),
)


def take_survey(  # noqa: PLR0917 - a file, its source and what a run knows
    path: Path,
    source_id: str,
    source: SurveySource,
    known_units: frozenset[str],
    secret: Secret,
    as_of: date,  # noqa: ARG001 - the three takers are called alike
    *,
    rows_before: int | None = None,
    identity: Identity | None = None,
) -> Taken:
    """One file of answers taken in: frames rows (``SurveyAnswer``), quarantine and rules.

    Covers its first to its last wave. "Ej relevant" and an empty cell have no step, and so leave every denominator; the former
    is marked. Raises ``Failure`` with FILE_UNREADABLE or COLUMN_MISSING.
    """
    return take_monthly(
        path,
        source_id,
        source,
        _SurveyReader(source, known_units),
        wanted=Wanted({str(name): heading for name, heading in source.columns.items()}, _WORDS),
        kind=_SURVEY,
        identity=identity or identify(path, source, known_units, secret),
        rows_before=rows_before,
    )


class _SurveyReader:
    """Makes answers of the blocks of one file."""

    def __init__(self, source: SurveySource, known_units: frozenset[str]) -> None:
        self._source = source
        self._decimal = "." if source.format == "xlsx" else source.decimal
        self._not_relevant = {spoken(word) for word in source.not_relevant}
        self.units = UnitReader(source.units, known_units, source.columns["unit"])

    def part(self, block: Block) -> Part:
        """The answers of one block."""
        sieve, tally = Sieve(block.lines), RuleTally()
        held_on, questions = block.words["wave"], block.words["question"]
        waves, asked = held_on.told(month_of, pl.Date), questions.told(trimmed, pl.String)
        sieve.hold(waves.is_null().arg_true(), held_on.text(), self._source.columns["wave"], PERIOD_UNREADABLE)
        sieve.hold(asked.is_null().arg_true(), questions.text(), self._source.columns["question"], "Frågan saknas.")
        columns = {
            "wave_on": waves,
            "unit_id": self.units.read(block, sieve, tally),
            "group_name": _groups(block),
            "question": asked,
            "is_not_relevant": self._are_not_relevant(block.words["answer"]),
            "answer": self._answers(block.words["answer"], sieve),
            "line": block.lines,
        }
        return Part(
            rows=sieve.pass_through(pl.DataFrame(columns)),
            held=sieve.held(),
            ragged=block.ragged,
            tally=tally,
            rows_in_block=block.lines.len() + len(block.ragged),
            remarks=block.remarks,
        )

    def _are_not_relevant(self, cells: Coded) -> pl.Series:
        """Whether the answer is one of the words for 'ej relevant'; an empty cell is not."""
        return cells.told(lambda word: spoken(word) in self._not_relevant, pl.Boolean).fill_null(value=False)

    def _answers(self, cells: Coded, sieve: Sieve) -> pl.Series:
        """The steps answered; every distinct word is read once."""
        said = pl.Series([None if spoken(word) in self._not_relevant else word for word in cells.words], dtype=pl.String)
        steps, unread = amounts(said, self._decimal)
        is_unread = cells.places.is_in(unread.cast(pl.Int32).implode()).fill_null(value=False)
        sieve.hold(is_unread.arg_true(), cells.text(), self._source.columns["answer"], _UNREADABLE)
        return steps.gather(cells.places)


def _groups(block: Block) -> pl.Series:
    """The groups of those who answered; the word for everybody is no group."""
    if "group" not in block.words:
        return pl.Series([None], dtype=pl.String).new_from_index(0, block.lines.len())
    return block.words["group"].told(lambda word: None if spoken(word) == ALL else trimmed(word), pl.String)

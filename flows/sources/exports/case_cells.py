"""How the cells of one case-system export become the columns of a case, block by block."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from flows.sources.exports.blocks import Block
from flows.sources.exports.cells import MomentReader, amounts, sensible, wholes
from flows.sources.exports.quarantine import Sieve
from flows.sources.exports.taken import Part, RuleTally
from flows.sources.exports.text_columns import Coded
from flows.sources.exports.units import UnitReader
from flows.sources.exports.words import NOT_MAPPED, Vocabulary, grouping, shapes_of, spoken, trimmed
from flows.sources.pseudonym import Secret, key_of, keys_of, person_numbers
from flows.workspace.kommun import CaseColumn, CaseSource

EXTRA = "extra "
"""Stands before the name of an extra column among the wanted ones."""
EVENTS = ("opened_at", "decided_at", "closed_at")
WORDS: frozenset[str] = frozenset({"unit", "case_type", "outcome", "close_reason", "channel", "caseworker_id", "sex"})
"""The columns of few words."""
_MOMENTS: tuple[CaseColumn, ...] = ("opened_at", "decided_at", "closed_at", "due_at")
_GROUPED = {"case_type": "case type", "outcome": "outcome", "close_reason_group": "close reason"}
_SEX_WORDS: dict[str, str] = {"kvinna": "K", "k": "K", "f": "K", "man": "M", "m": "M"}
SEX_KNOWN = "A word for a sex is one of those known."
_UNREADABLE_DATE = "Datumet går inte att läsa. Väntat till exempel 2026-04-28 eller 2026-04-28 13:45."
_ABSURD_DATE = "Datumet är orimligt: före 1950 eller mer än tio år framåt."
_SHORTENED_ID = r"^\d+(?:[.,]\d+)?[eE]\+?\d+$"


def end_of(day: date) -> datetime:
    """The last second of a day."""
    return datetime(day.year, day.month, day.day, 23, 59, 59)  # noqa: DTZ001 - naive local time, as all our times


class CaseReader:
    """Makes cases of the blocks of one file. Blocks may be read in several threads at a time."""

    def __init__(self, source_id: str, source: CaseSource, known_units: frozenset[str], secret: Secret, as_of: date) -> None:
        self._source_id = source_id
        self._source = source
        self._secret = secret
        self._as_of = as_of
        self._is_workbook = source.format == "xlsx"
        # a workbook's own numbers are told with a point, whatever mark the kommun writes
        self._decimal = "." if self._is_workbook else source.decimal
        self._moments = {name: MomentReader(source.date_formats, has_serials=self._is_workbook) for name in _MOMENTS}
        self.units = UnitReader(source.units, known_units, source.columns.get("unit"), source.unit_id)
        groups = {
            "case_type": grouping(source.case_type_groups),
            "outcome": grouping(source.outcome_groups),
            "close_reason_group": grouping(source.close_reason_groups),
        }
        self._has_groups = {name: bool(words) for name, words in groups.items()}
        sexes = _SEX_WORDS | {spoken(word): sex for word, sex in source.sex_words.items()}
        self._vocabularies = {name: _categories(words) for name, words in groups.items()} | {
            "close_reason": Vocabulary(trimmed),
            "channel": Vocabulary(trimmed),
            "caseworker_key": Vocabulary(self._caseworker_key),
            "sex": Vocabulary(lambda word: sexes.get(spoken(word))),
        }

    def part(self, block: Block) -> Part:
        """The cases of one block: keys, moments and numbers as they are, words as codes."""
        sieve, tally = Sieve(block.lines), RuleTally()
        columns = {
            "case_key": self._case_keys(block, sieve),
            "person_key": self._person_keys(block, tally),
            "unit_id": self.units.read(block, sieve, tally),
            **self._read_moments(block, sieve, tally),
            **self._read_words(block, tally),
            **self._read_numbers(block, sieve),
            "line": block.lines,
        }
        rows = sieve.pass_through(pl.DataFrame(columns))
        return Part(
            rows=rows,
            held=sieve.held(),
            ragged=block.ragged,
            tally=tally,
            rows_in_block=block.lines.len() + len(block.ragged),
            extras=self._extras(block, rows) if self._source.extras else None,
            remarks=block.remarks,
        )

    def spelt(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same rows with words for the codes."""
        spelt = [words.spelt(rows.get_column(name)) for name, words in self._vocabularies.items()]
        return rows.with_columns(*spelt, self.units.spelt(rows.get_column("unit_id")))

    def category_remarks(self, tally: RuleTally) -> list[str]:
        """One remark per kind of category that has words without a mapping: how many, in how many rows, of what shapes."""
        remarks = []
        for name, kind in _GROUPED.items():
            rows = tally.unmet(f"{kind} mapped")
            if rows:
                words = self._vocabularies[name].words_for(NOT_MAPPED)
                remarks.append(
                    f"{kind}: {len(words)} words without a mapping in {rows} rows, counted as '{NOT_MAPPED}'. "
                    f"They look like {shapes_of(words)}."
                )
        if rows := tally.unmet(SEX_KNOWN):
            words = self._vocabularies["sex"].words_for(None)
            remarks.append(f"sex: {len(words)} words not in sex_words in {rows} rows, left out. They look like {shapes_of(words)}.")
        return remarks

    def _cells(self, block: Block, name: CaseColumn) -> pl.Series:
        """The cells of a column; all null when the mapping does not name it."""
        if name in block.cells.columns:
            return block.cells.get_column(name)
        return pl.Series(name, [None], dtype=pl.String).new_from_index(0, block.lines.len())

    def _heading(self, name: CaseColumn) -> str:
        return self._source.columns.get(name, name)

    def _case_keys(self, block: Block, sieve: Sieve) -> pl.Series:
        trimmed_id = pl.col("case_id").str.strip_chars()
        is_missing = (trimmed_id == "").fill_null(value=True).alias("is_missing")
        has_plus = trimmed_id.str.contains("+", literal=True).any().alias("has_plus")
        seen = block.cells.select(trimmed_id, is_missing, has_plus)
        ids, heading = seen["case_id"], self._heading("case_id")
        sieve.hold(seen["is_missing"].arg_true(), ids, heading, "Ärendenumret saknas.")
        if not self._is_workbook and ids.len() and seen["has_plus"][0]:
            reason = "Ärendenumret är avkortat av Excel. Väntat: hela numret, som text."
            sieve.hold(ids.str.contains(_SHORTENED_ID).fill_null(value=False).arg_true(), ids, heading, reason)
        return keys_of(ids, f"case:{self._source_id}", self._secret)

    def _person_keys(self, block: Block, tally: RuleTally) -> pl.Series:
        cells = self._cells(block, "person_id")
        if cells.null_count() == cells.len():
            return cells
        numbers = person_numbers(cells, self._as_of)
        tally.add("personnummer valid", numbers.is_valid.count(), int((~numbers.is_valid).sum()))
        return keys_of(numbers.normal, "person", self._secret)

    def _caseworker_key(self, word: str) -> str | None:
        said = spoken(word)
        return key_of(said, f"caseworker:{self._source_id}", self._secret) if said else None

    def _read_moments(self, block: Block, sieve: Sieve, tally: RuleTally) -> dict[str, pl.Series]:
        found: dict[str, pl.Series] = {}
        for name in _MOMENTS:
            cells = self._cells(block, name)
            values, unread = self._moments[name].read(cells)
            sieve.hold(unread, cells, self._heading(name), _UNREADABLE_DATE)
            found[name], absurd = sensible(values, self._source.no_end_years, self._as_of)
            sieve.hold(absurd, cells, self._heading(name), _ABSURD_DATE)
        opened, closed = found["opened_at"], found["closed_at"]
        missing = "Datumet då ärendet kom in saknas."
        sieve.hold(opened.is_null().arg_true(), self._cells(block, "opened_at"), self._heading("opened_at"), missing)
        backwards = _closed_before_opened(opened, closed)
        reason = "Ärendet är avslutat innan det kom in."
        sieve.hold(backwards, self._cells(block, "closed_at"), self._heading("closed_at"), reason)
        tally.add("closed after opened", closed.count(), backwards.len())
        tally.add("no event after the as-of date", opened.len(), _rows_ahead(found, end_of(self._as_of)))
        return found

    def _read_words(self, block: Block, tally: RuleTally) -> dict[str, pl.Series]:
        nothing = Coded(pl.Series([None], dtype=pl.Int32).new_from_index(0, block.lines.len()), [])
        reasons = block.words.get("close_reason", nothing)
        cells = {
            "case_type": block.words.get("case_type", nothing),
            "outcome": block.words.get("outcome", nothing),
            "close_reason": reasons,
            "close_reason_group": reasons if self._has_groups["close_reason_group"] else nothing,
            "channel": block.words.get("channel", nothing),
            "caseworker_key": block.words.get("caseworker_id", nothing),
            "sex": block.words.get("sex", nothing),
        }
        found = {name: self._vocabularies[name].read(words) for name, words in cells.items()}
        for name, kind in _GROUPED.items():
            if self._has_groups[name]:
                code = self._vocabularies[name].code(NOT_MAPPED)
                unmet = 0 if code is None else int((found[name] == code).sum())
                tally.add(f"{kind} mapped", found[name].count(), unmet)
        if "sex" in block.words:
            said = cells["sex"].told(lambda word: bool(word.strip()) or None, pl.Boolean).count()
            tally.add(SEX_KNOWN, said, said - found["sex"].count())
        return found

    def _read_numbers(self, block: Block, sieve: Sieve) -> dict[str, pl.Series]:
        people, money = self._cells(block, "household_size"), self._cells(block, "amount_sek")
        sizes, unread = wholes(people, self._decimal)
        sieve.hold(unread, people, self._heading("household_size"), "Antalet går inte att läsa. Väntat ett heltal.")
        sums, unread = amounts(money, self._decimal)
        sieve.hold(unread, money, self._heading("amount_sek"), "Beloppet går inte att läsa. Väntat till exempel 2 500,00.")
        return {"household_size": sizes, "amount_sek": sums}

    def _extras(self, block: Block, rows: pl.DataFrame) -> pl.DataFrame:
        """The extra cells of the rows that were loaded, one row per case and extra."""
        places = block.lines.is_in(rows.get_column("line").implode()).arg_true()
        frames = [
            pl.DataFrame(
                {
                    "case_key": rows.get_column("case_key"),
                    "extra_name": pl.Series([name]).new_from_index(0, rows.height),
                    "extra_value": block.cells.get_column(EXTRA + name).gather(places).str.strip_chars().replace("", None),
                }
            )
            for name in self._source.extras
        ]
        return pl.concat(frames)


def _categories(groups: dict[str, str]) -> Vocabulary:
    """Word → its group, 'Ej mappad' for a word in none; without groups, word → itself."""
    if not groups:
        return Vocabulary(trimmed)
    return Vocabulary(lambda word: groups.get(spoken(word), NOT_MAPPED) if spoken(word) else None)


def _closed_before_opened(opened: pl.Series, closed: pl.Series) -> pl.Series:
    """Positions of the cases that closed before they came in; a closing date without a time may be the same day."""
    backwards = (closed < opened).fill_null(value=False).arg_true()
    if backwards.is_empty():
        return backwards
    late, early = opened.gather(backwards), closed.gather(backwards)
    is_same_day = (early.dt.truncate("1d") == early) & (early.dt.date() == late.dt.date())
    return backwards.filter(~is_same_day)


def _rows_ahead(found: dict[str, pl.Series], end: datetime) -> int:
    """How many cases have an event after a moment."""
    ahead = [name for name in EVENTS if (found[name] > end).any()]
    if not ahead:
        return 0
    return int(pl.DataFrame(found).select(pl.any_horizontal(pl.col(ahead) > end).sum()).item() or 0)

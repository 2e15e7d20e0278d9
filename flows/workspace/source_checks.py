"""What must hold within and between the sources, Kolada, the measures and the units, beyond the types of single keys.

Each check goes over what could be read; what is faulty in itself has been told already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from flows.failures import Fault
from flows.ids import MEANING_EN, is_id
from flows.workspace.kommun import CaseSource, Source
from flows.workspace.kommun_file import KommunFile
from flows.workspace.toml_files import TomlFile, closest
from flows.workspace.toml_places import KeyPath

_TAKEN_NAMES = frozenset({"kommun", "measures", "plan", "kolada", "shown"})
"""Names that the landing archive and the run report use for what is not a source."""
_KOLADA_GROUP = re.compile(r"G\d+")
_SOME_DAY = datetime(2026, 11, 28, 13, 45)  # noqa: DTZ001 - a day on which no two parts of a date are the same


def check_sources(kommun: KommunFile) -> Iterator[Fault]:
    """Every source can be told from others, has the columns it cannot do without, and understands each word one way."""
    file = kommun.file
    if file is None:
        return
    for name in kommun.source_names or ():
        if not is_id(name):
            yield file.fault(("sources", name), f'the source name "{name}"', MEANING_EN)
        if name in _TAKEN_NAMES:
            yield file.fault(("sources", name), f'the source name "{name}", which Framdrift itself uses', "another name")
    for name, source in kommun.sources.items():
        at = ("sources", name)
        if not source.files.strip() or "/" in source.files or "\\" in source.files:
            yield file.wrong_value((*at, "files"), "a pattern of file names in inbox/, without folders")
        if source.sheet is not None and source.format == "csv":
            yield file.wrong_value((*at, "sheet"), 'no sheet, or format = "xlsx"')
        yield from _told_one_way(file, (*at, "units"), [(word, unit_id) for word, unit_id in source.units.items()])
        if isinstance(source, CaseSource):
            yield from _case_source(file, at, source)


def _case_source(file: TomlFile, at: KeyPath, source: CaseSource) -> Iterator[Fault]:
    for column in ("case_id", "opened_at"):
        if column not in source.columns:
            yield file.missing_key((*at, "columns", column), "which every case must have")
    if "unit" not in source.columns and source.unit_id is None:
        yield file.missing_key((*at, "columns", "unit"), "or unit_id for the whole source")
    if "unit" in source.columns and source.unit_id is not None:
        yield file.wrong_value((*at, "unit_id"), "either unit_id or a column for the unit, not both")
    for date_format in source.date_formats:
        if not _reads_back(date_format):
            expected = 'year, month and day as in strftime, such as "%d.%m.%Y"'
            yield file.fault((*at, "date_formats"), f'the date format "{date_format}"', expected)
    for key in ("close_reason_groups", "case_type_groups", "outcome_groups"):
        groups: Mapping[str, tuple[str, ...]] = getattr(source, key)
        yield from _told_one_way(file, (*at, key), [(word, group) for group, words in groups.items() for word in words])


def _reads_back(date_format: str) -> bool:
    """Whether a date written in the format can be read again as the same date."""
    try:
        return datetime.strptime(_SOME_DAY.strftime(date_format), date_format).date() == _SOME_DAY.date()  # noqa: DTZ007 - only a date
    except ValueError:
        return False


def _told_one_way(file: TomlFile, at: KeyPath, meanings: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """No word, regardless of case and space, means two things."""
    seen: dict[str, str] = {}
    for word, meaning in meanings:
        earlier = seen.setdefault(" ".join(word.split()).casefold(), meaning)
        if earlier != meaning:
            expected = "one meaning (case and space make no difference)"
            yield file.fault((*at, meaning), f'"{word}" as both "{earlier}" and "{meaning}"', expected)


def check_kolada(kommun: KommunFile, folder: Path) -> Iterator[Fault]:
    """Recorded answers are where they are said to be, and the years come in order."""
    kolada = kommun.kolada
    if kommun.file is None or kolada is None:
        return
    if kolada.recorded is not None and not (folder / kolada.recorded).is_dir():
        yield kommun.file.wrong_value(("kolada", "recorded"), "a folder of recorded answers, relative to the kommun's folder")
    if kolada.similar_group is not None and not _KOLADA_GROUP.fullmatch(kolada.similar_group):
        yield kommun.file.wrong_value(("kolada", "similar_group"), 'a group\'s id in Kolada, such as "G123456"')
    if kolada.last_year is not None and kolada.last_year < kolada.first_year:
        yield kommun.file.wrong_value(("kolada", "last_year"), f"{kolada.first_year} (first_year) or later")


def check_units(kommun: KommunFile, unit_ids: Collection[str]) -> Iterator[Fault]:
    """Every unit that a source maps to stands in the plan."""
    if kommun.file is None:
        return
    for name, source in kommun.sources.items():
        for path, unit_id in _units_of(name, source):
            if unit_id not in unit_ids:
                close = closest(unit_id, unit_ids)
                expected = "an id from the sheet Enheter of plan.xlsx"
                yield kommun.file.fault(path, f'the unit "{unit_id}"', f'{expected} (perhaps "{close}")' if close else expected)


def _units_of(name: str, source: Source) -> Iterator[tuple[KeyPath, str]]:
    for word, unit_id in source.units.items():
        yield ("sources", name, "units", word), unit_id
    if isinstance(source, CaseSource) and source.unit_id is not None:
        yield ("sources", name, "unit_id"), source.unit_id

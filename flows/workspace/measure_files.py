"""Reads ``measures/*.toml`` into the plain dataclasses of `transforms.measures`: one table a measure, named by its id."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import Field, TypeAdapter

from flows.failures import Fault
from flows.ids import MEANING_EN, is_id
from flows.sources.kolada.directions import judgement_of
from flows.workspace.toml_files import TomlFile, read_toml
from flows.workspace.toml_places import KeyPath
from flows.workspace.toml_validation import Validated, validated
from transforms.measures import Filter, KoladaKpi, Measure

FOLDER_NAME = "measures"
_MEASURE: TypeAdapter[Measure] = TypeAdapter(Annotated[Measure, Field(discriminator="kind")])
_KINDS: Mapping[str, type] = {get_args(get_type_hints(kind)["kind"])[0]: kind for kind in get_args(Measure)}


@dataclass(frozen=True, kw_only=True)
class MeasureFiles:
    """What the files say. ``tables`` has every measure's file, the faulty ones included; ``measures`` has the sound ones."""

    tables: Mapping[str, TomlFile] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_complete: bool = True
    """Whether every file could be parsed: if not, a measure that seems to be missing may stand in one of them."""

    @property
    def kinds(self) -> Mapping[str, str] | None:
        """Every measure's id and kind, so far as it says one; None when some measures are not known."""
        if not self.is_complete:
            return None
        return {measure_id: str(file.value((measure_id, "kind"))) for measure_id, file in self.tables.items()}


def read_measures(folder: Path) -> MeasureFiles:
    """Every measure of every file, in the order of file names and within a file as written, and everything wrong with them."""
    if not (folder / FOLDER_NAME).is_dir():
        missing = Fault(
            f"{FOLDER_NAME}/", "the folder", "no such folder", "a folder for the measures' definitions, even when empty"
        )
        return MeasureFiles(faults=(missing,), is_complete=False)
    tables: dict[str, TomlFile] = {}
    measures: list[Measure] = []
    faults: list[Fault] = []
    is_complete = True
    for path in sorted((folder / FOLDER_NAME).glob("*.toml")):
        file = read_toml(path, f"{FOLDER_NAME}/{path.name}")
        if isinstance(file, Fault):
            faults.append(file)
            is_complete = False
            continue
        for measure_id in file.content:
            if told := list(_name_faults(measure_id, file, tables)):
                faults += told
                continue
            tables[measure_id] = file
            read = _read_measure(measure_id, file)
            faults += read.faults
            measures += [] if read.made is None else [read.made]
    return MeasureFiles(tables=tables, measures=tuple(measures), faults=tuple(faults), is_complete=is_complete)


def _name_faults(measure_id: str, file: TomlFile, earlier: Mapping[str, TomlFile]) -> Iterator[Fault]:
    path = (measure_id,)
    if not isinstance(file.content[measure_id], Mapping):
        yield file.fault(path, f'the key "{measure_id}" outside every table', "a table per measure, as [measure_id]")
    elif not is_id(measure_id):
        yield file.fault(path, f'the measure id "{measure_id}"', MEANING_EN)
    elif measure_id in earlier:
        first = earlier[measure_id]
        place = first.fault(path, "", "")
        yield file.fault(
            path, f'the measure "{measure_id}" a second time (also {place.file}, {place.place})', "every measure defined once"
        )


def _read_measure(measure_id: str, file: TomlFile) -> Validated[Measure]:
    kind = _KINDS.get(str(file.value((measure_id, "kind"))))

    def known_keys(path: KeyPath) -> Collection[str] | None:
        # A measure without a known kind gets that fault alone: which keys it may have is not known either.
        match path:
            case (_,):
                return None if kind is None else [named.name for named in fields(kind) if named.name != "measure_id"]
            case (_, "where" | "part"):
                return [named.name for named in fields(Filter)]
            case _:
                return None

    also = {"measure_id": measure_id} | (_left_out(measure_id, file) if kind is KoladaKpi else {})
    return validated(_MEASURE, file, (measure_id,), known_keys, also=also)


def _left_out(measure_id: str, file: TomlFile) -> dict[str, Any]:
    """What a key figure's definition may leave out, from the reviewed mapping; no direction for one that is not in it."""
    judged = judgement_of(str(file.value((measure_id, "kpi"))))
    said = {"direction": judged.direction, "is_comparable": judged.is_comparable} if judged else {"direction": "neither"}
    return {key: value for key, value in said.items() if file.value((measure_id, key)) is None}

"""Reads ``kommun.toml`` into a `Kommun`; when parts of it are faulty, what can be understood is still offered to the checks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from flows.failures import Fault
from flows.workspace import kommun as declared
from flows.workspace.toml_files import TomlFile, read_toml
from flows.workspace.toml_places import KeyPath
from flows.workspace.toml_validation import validated

FILE_NAME = "kommun.toml"
_SOURCE_KINDS: Mapping[str, tuple[type[BaseModel], Any]] = {
    "cases": (declared.CaseSource, declared.CaseColumn),
    "series": (declared.SeriesSource, declared.SeriesColumn),
    "survey": (declared.SurveySource, declared.SurveyColumn),
}
_SECTIONS: Mapping[str | int, type[BaseModel]] = {
    "privacy": declared.Privacy,
    "signals": declared.Signals,
    "forecast": declared.GoalPrior,
    "kolada": declared.Kolada,
}
_KOMMUN: TypeAdapter[declared.Kommun] = TypeAdapter(declared.Kommun)
_KOLADA = TypeAdapter(declared.Kolada)
_SOURCE: TypeAdapter[declared.Source] = TypeAdapter(declared.Source)


@dataclass(frozen=True, kw_only=True)
class KommunFile:
    """What ``kommun.toml`` says. ``file`` is None when it is no TOML, ``kommun`` when it has any fault."""

    file: TomlFile | None = None
    kommun: declared.Kommun | None = None
    sources: Mapping[str, declared.Source] = field(default_factory=dict)
    """The sources without faults of their own."""
    kolada: declared.Kolada | None = None
    """The settings of Kolada, when there are any without faults of their own."""
    faults: tuple[Fault, ...] = ()

    @property
    def source_names(self) -> Collection[str] | None:
        """Every source's name, faulty or not; None when the file could not be parsed."""
        return None if self.file is None else _table(self.file.value(("sources",))).keys()

    @property
    def names_kolada(self) -> bool:
        """Whether Kolada is to be fetched, so far as one can tell."""
        return self.file is None or "kolada" in self.file.content


def read_kommun(folder: Path) -> KommunFile:
    """Everything the file says and everything wrong in it."""
    file = read_toml(folder / FILE_NAME, FILE_NAME)
    if isinstance(file, Fault):
        return KommunFile(faults=(file,))

    def known_keys(path: KeyPath) -> Collection[str] | None:
        return _known_keys(path, file)

    whole = validated(_KOMMUN, file, (), known_keys)
    tables = {name for name, table in _table(file.value(("sources",))).items() if isinstance(table, Mapping)}
    each = {name: validated(_SOURCE, file, ("sources", name), known_keys).made for name in sorted(tables)}
    sources = {name: source for name, source in each.items() if source is not None}
    kolada = validated(_KOLADA, file, ("kolada",), known_keys).made if isinstance(file.value(("kolada",)), Mapping) else None
    return KommunFile(file=file, kommun=whole.made, sources=sources, kolada=kolada, faults=whole.faults)


def _known_keys(path: KeyPath, file: TomlFile) -> Collection[str] | None:
    match path:
        case ():
            return declared.Kommun.model_fields
        case (section,) if section in _SECTIONS:
            return _SECTIONS[section].model_fields
        case ("sources", _) | ("sources", _, "columns"):
            # A source without a known kind gets that fault alone: which keys it may have is not known either.
            kind = _SOURCE_KINDS.get(str(file.value((*path[:2], "kind"))))
            if kind is None:
                return None
            source, columns = kind
            return source.model_fields if len(path) == 2 else get_args(columns)  # noqa: PLR2004 - the table of the source itself
        case _:
            return None


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

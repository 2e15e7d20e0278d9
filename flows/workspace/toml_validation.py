"""Turns a parsed TOML table into the object it declares, or into one fault per thing that is wrong with it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from flows.failures import Fault
from flows.workspace.toml_files import TomlFile, closest
from flows.workspace.toml_places import KeyPath

_Object = TypeVar("_Object")
KnownKeys = Callable[[KeyPath], Collection[str] | None]
"""Which keys the table at a path may hold; None when it may hold any."""
_EXPECTED: Mapping[str, str] = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "dataclass_type": "a table",
    "date_type": "a date such as 2026-11-21",
    "date_parsing": "a date such as 2026-11-21",
    "date_from_datetime_parsing": "a date such as 2026-11-21",
}
_PATTERNS: Mapping[str, str] = {r"^\d{4}$": 'four digits in quotes, such as "1287"'}


@dataclass(frozen=True)
class Validated(Generic[_Object]):
    """The object that a table declares, or everything wrong with it: one of the two is there."""

    made: _Object | None
    faults: tuple[Fault, ...]


def validated(
    adapter: TypeAdapter[_Object], file: TomlFile, at: KeyPath, known_keys: KnownKeys, also: Mapping[str, Any] | None = None
) -> Validated[_Object]:
    """What the table at a path declares, or every fault of it.

    Types are held to strictly: ``"5"`` is no number. ``also`` is added to the table before it is read.
    """
    table = file.value(at)
    unknown = list(_unknown_keys(table, at, known_keys))
    faults = [file.unknown_key(path, known) for path, known in unknown]
    # A misspelt key is both unknown and missing: it is told once, as what it was meant to be.
    misspelt = {(*path[:-1], closest(path[-1], known)) for path, known in unknown}
    made = None
    try:
        made = adapter.validate_json(json.dumps(_plain({**table, **(also or {})})), strict=True)
    except ValidationError as error:
        faults += _faults(error.errors(include_url=False), file, at, {path for path, _ in unknown} | misspelt)
    return Validated(None if faults else made, tuple(faults))


def _unknown_keys(table: Any, at: KeyPath, known_keys: KnownKeys) -> Iterator[tuple[KeyPath, Collection[str]]]:
    if not isinstance(table, Mapping):
        return
    known = known_keys(at)
    for key, value in table.items():
        if known is not None and key not in known:
            yield (*at, key), known
        else:
            yield from _unknown_keys(value, (*at, key), known_keys)


def _plain(value: Any) -> Any:
    """The value as JSON can say it; what JSON has no word for becomes text, which then is refused as such."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _faults(errors: list[ErrorDetails], file: TomlFile, at: KeyPath, told: Collection[tuple[str | None, ...]]) -> Iterator[Fault]:
    """One fault a key: where a value may be of several types, all of them are expected."""
    expected: dict[KeyPath, list[str]] = {}
    for error in errors:
        path = _path_of(error, file, at)
        if path in told:
            continue
        if error["type"] in {"missing", "union_tag_not_found"}:
            yield file.missing_key(path)
        else:
            wanted = expected.setdefault(path, [])
            wanted.extend({_expected(error)} - set(wanted))
    for path, wanted in expected.items():
        yield file.wrong_value(path, " or ".join(wanted))


def _path_of(error: ErrorDetails, file: TomlFile, at: KeyPath) -> KeyPath:
    """The key an error is about. Besides keys, pydantic names list positions and branches of unions, which are passed over."""
    path = at
    for part in error["loc"]:
        inner = file.value(path)
        if isinstance(inner, Mapping) and part in inner:
            path = (*path, str(part))
    if error["type"] == "missing":
        return (*path, str(error["loc"][-1]))
    return (*path, "kind") if error["type"].startswith("union_tag") else path


def _expected(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            return str(context["expected"]).replace("'", '"')
        case "union_tag_invalid":
            return "one of " + ", ".join(f'"{tag}"' for tag in re.findall(r"'(.*?)'", str(context["expected_tags"])))
        case "greater_than_equal":
            return f"at least {context['ge']:g}"
        case "less_than_equal":
            return f"at most {context['le']:g}"
        case "string_pattern_mismatch":
            return _PATTERNS.get(str(context["pattern"]), f"text like {context['pattern']}")
        case kind:
            return _EXPECTED.get(kind, error["msg"])

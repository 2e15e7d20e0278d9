"""One TOML file of a kommun's folder: its content, and faults told with the line they stand on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from flows.failures import Fault
from flows.workspace.toml_places import KeyPath, line_of, lines_of_keys

_LONGEST_SHOWN = 60
_LIKENESS = 0.7
"""At difflib's own 0.6, "kod" would be taken for "kolada"."""
_LINE_AND_COLUMN = re.compile(r"(.*) \(at line (\d+), column \d+\)$")


@dataclass(frozen=True)
class TomlFile:
    """A file that could be parsed. ``name`` is its path in the kommun's folder."""

    name: str
    content: Mapping[str, Any]
    lines: Mapping[KeyPath, int]

    def fault(self, path: KeyPath, found: str, expected: str) -> Fault:
        """Something wrong at a key, or in the table where a key is missed."""
        return Fault(self.name, f"line {line_of(path, self.lines)}", found, expected)

    def unknown_key(self, path: KeyPath, known: Collection[str]) -> Fault:
        """A key that means nothing here: the known key most like it, or all of them."""
        close = closest(path[-1], known)
        expected = f'the key "{close}"' if close else f"one of the keys {', '.join(sorted(known))}"
        return self.fault(path, f'the unknown key "{path[-1]}" {_in_table(path)}', expected)

    def missing_key(self, path: KeyPath, why: str = "") -> Fault:
        """A key that must be there."""
        return self.fault(path, f'no key "{path[-1]}" {_in_table(path)}', f'"{path[-1]} = …"{why and f", {why}"}')

    def wrong_value(self, path: KeyPath, expected: str) -> Fault:
        """A key whose value cannot be used."""
        return self.fault(path, f"{path[-1]} = {_shown(self.value(path))}", expected)

    def value(self, path: KeyPath) -> Any:
        """What stands at a key; None when nothing does."""
        inner: Any = self.content
        for name in path:
            inner = inner.get(name) if isinstance(inner, Mapping) else None
        return inner


def read_toml(path: Path, name: str) -> TomlFile | Fault:
    """The parsed file, or the one fault that keeps it from being parsed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return TomlFile(name, tomllib.loads(text), lines_of_keys(text))
    except FileNotFoundError:
        return Fault(name, "the file", "no such file", "a file with this name in the kommun's folder")
    except (OSError, UnicodeDecodeError) as error:
        found = "text that is not UTF-8" if isinstance(error, UnicodeDecodeError) else "a file that cannot be opened"
        return Fault(name, "the file", found, "a text file in UTF-8 that this user may read")
    except tomllib.TOMLDecodeError as error:
        said = _LINE_AND_COLUMN.match(str(error))
        place = f"line {said[2]}" if said else "the end of the file"
        return Fault(name, place, f"text that is not TOML ({said[1] if said else str(error).split(' (at ')[0]})", "valid TOML")


def closest(word: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant."""
    by_case = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_case, n=1, cutoff=_LIKENESS)
    return by_case[close[0]] if close else None


def _in_table(path: KeyPath) -> str:
    return f"in [{'.'.join(path[:-1])}]" if len(path) > 1 else "at the top"


def _shown(value: Any) -> str:
    """As TOML would have it, near enough for a person to find it again."""
    if isinstance(value, Mapping):
        return "a table"
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (str, bool, list)) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"

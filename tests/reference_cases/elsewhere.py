"""Cases that another test file compares: its tests that name the case are run, and there must be one."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest


def tested_in(module_name: str) -> Callable[[str], None]:
    """A comparison that runs every test of the file whose text names the case, with the parameters it has there."""

    def compare(case: str) -> None:
        compared = 0
        for test in _tests_naming(case, importlib.import_module(module_name)):
            for arguments in _arguments(test, case):
                test(**arguments)
                compared += 1
        assert compared, f"no test in {module_name} names {case}"

    return compare


def _tests_naming(case: str, module: ModuleType) -> Iterator[Callable[..., None]]:
    for name, test in vars(module).items():
        if name.startswith("test_") and f'"{case}"' in inspect.getsource(test):
            yield test


def _arguments(test: Callable[..., None], case: str) -> list[dict[str, Any]]:
    """The parameters the test is run with: those that name the case where some do, else all."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        return [{}]
    (mark,) = marks
    names = [name.strip() for name in mark.args[0].split(",")] if isinstance(mark.args[0], str) else list(mark.args[0])
    told = [value.values if isinstance(value, type(pytest.param())) else value for value in mark.args[1]]
    rows = [row if len(names) > 1 else (row if isinstance(row, tuple) else (row,)) for row in told]
    all_rows = [dict(zip(names, row, strict=True)) for row in rows]
    return [row for row in all_rows if case in row.values()] or all_rows

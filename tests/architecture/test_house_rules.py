"""Conventions of the house that no linter knows."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from transforms.catalogue import declared_tables

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("flows", "transforms", "expectations", "warehouse", "report_templates")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_package_imported_is_the_one_in_this_checkout(package):
    """Distributions of the same names exist; one of them installed would otherwise win in silence."""
    assert Path(importlib.import_module(package).__file__).is_relative_to(ROOT)


def test_no_room_is_named_after_nothing():
    """No utils, helpers, common, core, models or managers: a name says what is inside."""
    empty_names = {"utils", "util", "helpers", "helper", "common", "core", "models", "misc", "manager", "base"}
    assert [path for path in SOURCES if path.stem in empty_names or path.parent.name in empty_names] == []


def test_no_file_is_longer_than_four_hundred_lines():
    long = [path.name for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert long == []


def test_transforms_never_ask_the_clock():
    asks = re.compile(r"(date|datetime)\.(today|now)\(")
    assert [path.name for path in (ROOT / "transforms").rglob("*.py") if asks.search(path.read_text(encoding="utf-8"))] == []


def test_sql_lives_in_the_warehouse():
    query = re.compile(r"\bselect\s.+\bfrom\b", re.IGNORECASE)
    outside = [path for path in SOURCES if "warehouse" not in path.parts and query.search(path.read_text(encoding="utf-8"))]
    assert outside == []


def test_every_table_says_what_a_row_is_and_every_column_what_it_holds():
    for table in declared_tables():
        assert table.sentence().startswith("One row"), table.name
        for name, column in table.columns.items():
            assert column.sentence.endswith("."), f"{table.name}.{name}"


def test_no_open_table_has_a_key_of_a_person_or_a_case():
    """The open database is for everybody."""
    for table in declared_tables():
        if table.audience == "open":
            assert [name for name in table.columns if name in {"case_key", "person_key", "caseworker_key"}] == [], table.name


def test_units_stand_in_the_names_of_columns():
    """A time or a sum of money without its unit is read wrongly by somebody."""
    for table in declared_tables():
        for name, column in table.columns.items():
            if "kronor" in column.sentence:
                assert name.endswith("_sek"), f"{table.name}.{name}"
            if name.startswith("days") or name.endswith("_days"):
                assert "ays" in column.sentence, f"{table.name}.{name}"


def test_help_answers_without_the_heavy_packages():
    """``--help`` answers at once: nothing slow is imported for it."""
    heavy = ("polars", "prefect", "great_expectations", "weasyprint", "pandas", "duckdb")
    code = f"import sys, flows.cli; print([name for name in {heavy!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "[]"


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[<>=\s]", line)[0] for line in asked}
    table = decisions.split("## Dependencies")[1]
    assert sorted(name for name in names if name not in table and not re.search(r"stubs|^types-", name)) == []

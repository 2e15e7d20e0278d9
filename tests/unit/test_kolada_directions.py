"""Which way is good: the shipped mapping is whole, keeps to Kolada's own kinds, fills what a definition leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.sources.kolada.directions import judgement_of, reviewed_judgements
from flows.sources.plan.workbook import write_plan
from flows.workspace.folder import faults_of, read_workspace, remarks_of
from transforms.comparison.series import UNCOLOURED_PERSPECTIVES
from transforms.plan import Plan, Unit

KOLADA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "kolada"
KOMMUN = 'name = "Ekbacka"\ncode = "1287"\n\n[kolada]\n'
DEFINITION = """
[{name}]
kind = "kolada"
name = "n"
unit = "%"
definition = "d"
author = "controller"
checker = "verksamhetschef"
reviewed_on = 2026-01-15
kpi = "{kpi}"
"""


@pytest.fixture
def folder(tmp_path):
    """A folder without measures."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "measures").mkdir()
    (tmp_path / "kommun.toml").write_text(KOMMUN, encoding="utf-8")
    write_plan(Plan(units=(Unit(unit_id="n", unit_name="Nämnden", level="board"),)), tmp_path / "plan.xlsx", ["m"])
    return tmp_path


def with_measures(folder, *said):
    """The folder with one key figure per (kpi, more lines)."""
    text = "".join(DEFINITION.format(name=f"m{place}", kpi=kpi) + more for place, (kpi, more) in enumerate(said))
    (folder / "measures" / "a.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(not KOLADA.exists(), reason="needs ../shared/data/kolada, which is not here")
def test_every_one_of_the_96_key_figures_is_judged_and_every_one_judged_exists():
    judged = reviewed_judgements()
    chosen = pl.scan_parquet(KOLADA / "values_96_kpis_1994_2022.parquet").select(pl.col("kpi").unique()).collect()["kpi"]
    assert len(chosen) == 96
    assert set(chosen) <= judged.keys()
    assert judged.keys() <= {one["id"] for one in json.loads((KOLADA / "kpi.json").read_text(encoding="utf-8"))}


@pytest.mark.skipif(not KOLADA.exists(), reason="needs ../shared/data/kolada, which is not here")
def test_what_kolada_calls_resources_or_volumes_and_nothing_else_is_not_comparable():
    perspectives = {one["id"]: one["perspective"] for one in json.loads((KOLADA / "kpi.json").read_text(encoding="utf-8"))}
    assert {kpi: one.is_comparable for kpi, one in reviewed_judgements().items()} == {
        kpi: perspectives[kpi] not in UNCOLOURED_PERSPECTIVES for kpi in reviewed_judgements()
    }


def test_every_judgement_has_a_word_a_reason_a_day_and_a_role():
    for kpi, one in reviewed_judgements().items():
        assert one.direction in {"up", "down", "neither"}, kpi
        assert one.reason.endswith("."), kpi
        assert one.reviewed_by, kpi
        assert one.reviewed_on.year >= 2026, kpi


@pytest.mark.parametrize(
    ("kpi", "direction", "is_comparable"),
    [("N31814", "down", True), ("U31505", "up", True), ("U00200", "up", False), ("N31001", "neither", False)],
)
def test_a_definition_may_leave_out_what_the_mapping_says(folder, kpi, direction, is_comparable):
    with_measures(folder, (kpi, ""))
    assert [str(fault) for fault in faults_of(folder)] == []
    (measure,) = read_workspace(folder).measures
    assert (measure.direction, measure.is_comparable) == (direction, is_comparable)
    assert remarks_of(folder) == []


def test_a_key_figure_nobody_has_judged_has_no_direction_until_somebody_says_one(folder):
    assert judgement_of("N99999") is None
    with_measures(folder, ("N99999", ""), ("N99999", 'direction = "up"\n'))
    assert [one.direction for one in read_workspace(folder).measures] == ["neither", "up"]
    assert remarks_of(folder) == []


def test_other_kinds_of_measures_must_say_their_direction(folder):
    count = DEFINITION.replace('kind = "kolada"', 'kind = "series"').replace(
        'kpi = "{kpi}"\n', 'source = "s"\ncode = "c"\ntopic = "hr"\n'
    )
    (folder / "measures" / "a.toml").write_text(count.format(name="m"), encoding="utf-8")
    assert any('no key "direction"' in str(fault) for fault in faults_of(folder))


def test_a_definition_that_says_otherwise_is_believed_and_told(folder):
    with_measures(
        folder,
        ("N31814", 'direction = "up"\n'),
        ("U31505", "is_comparable = false\n"),
        ("N31816", 'direction = "down"\nis_comparable = true\n'),
    )
    assert [str(fault) for fault in faults_of(folder)] == []
    assert [(one.direction, one.is_comparable) for one in read_workspace(folder).measures] == [
        ("up", True),
        ("up", False),
        ("down", True),
    ]
    direction, grey, colourless = remarks_of(folder)
    assert direction.startswith('measures/a.toml, line 11: direction = "up" is used for N31814; the reviewed mapping says "down": ')
    assert "measures/a.toml, line 22: is_comparable = false is used for U31505" in grey
    assert "line 34: is_comparable = true has no effect for N31816" in colourless


def test_the_check_command_tells_it_and_still_finds_no_fault(folder):
    with_measures(folder, ("N31814", 'direction = "up"\n'))
    said = CliRunner().invoke(app, ["check", str(folder)])
    assert said.exit_code == 0
    assert "the reviewed mapping says" in said.output
    assert "has no faults" in said.output

"""``framdrift new`` makes a folder that is sound from the start, whole or not at all."""

from __future__ import annotations

import re
import stat

import pytest

from flows.failures import ExitCode, Failure
from flows.sources.plan.workbook import read_plan
from flows.sources.pseudonym import read_secret
from flows.workspace.folder import faults_of, read_workspace
from flows.workspace.new_folder import make_folder
from transforms.plan import Plan

NAME = 'Å "kommun" med $tecken och \\'


def test_a_new_folder_has_no_faults_and_holds_what_a_kommun_needs(tmp_path):
    folder = tmp_path / "deep" / "kommunen"
    make_folder(folder, code="1287", name=NAME)
    assert faults_of(folder) == []
    workspace = read_workspace(folder)
    assert (workspace.kommun.name, workspace.kommun.code, workspace.measures) == (NAME, "1287", ())
    assert read_plan(workspace.plan_file) == Plan()
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitignore",
        "inbox",
        "kommun.toml",
        "measures",
        "plan.xlsx",
        "secret.key",
    ]
    assert {"var/", "secret.key"} <= set((folder / ".gitignore").read_text(encoding="utf-8").split())
    assert [path.name for path in folder.parent.iterdir()] == ["kommunen"]


def test_the_secret_is_the_folders_own_and_its_owners_only(tmp_path):
    for name in ("a", "b"):
        make_folder(tmp_path / name, code="1287", name="Trelleborg")
    assert (tmp_path / "a" / "secret.key").read_text(encoding="ascii") != (tmp_path / "b" / "secret.key").read_text(
        encoding="ascii"
    )
    assert stat.S_IMODE((tmp_path / "a" / "secret.key").stat().st_mode) == 0o600
    secret = read_secret(tmp_path / "a", read_workspace(tmp_path / "a").kommun.privacy, environment={})
    assert len(secret.key) >= 32


def test_an_empty_folder_is_filled_and_any_other_is_left_alone(tmp_path):
    (tmp_path / "empty").mkdir()
    make_folder(tmp_path / "empty", code="1287", name="Trelleborg")
    assert faults_of(tmp_path / "empty") == []
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "brev.txt").write_text("hej", encoding="utf-8")
    for taken in (tmp_path / "full", tmp_path / "full" / "brev.txt"):
        with pytest.raises(Failure, match="is not empty and was left as it is") as failure:
            make_folder(taken, code="1287", name="Trelleborg")
        assert failure.value.code is ExitCode.FOLDER_FAULTY
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["brev.txt"]


@pytest.mark.parametrize(("code", "name"), [("287", "Trelleborg"), ("Trelleborg", "1287"), ("1287", " ")])
def test_what_cannot_be_a_kommun_is_refused_before_anything_is_made(tmp_path, code, name):
    with pytest.raises(Failure) as failure:
        make_folder(tmp_path / "x", code=code, name=name)
    assert failure.value.code is ExitCode.USAGE
    assert list(tmp_path.iterdir()) == []


def uncommented(text):
    """The file with every example switched on."""
    return re.sub(r'^# (?=\[|(?:\w+|"[^"]+") = )', "", text, flags=re.MULTILINE)


def test_every_commented_example_is_understood_when_switched_on(tmp_path):
    """All keys and measures of the templates at once: the only faults are the alternatives that exclude each other."""
    folder = tmp_path / "kommunen"
    make_folder(folder, code="1287", name="Trelleborg")
    for path in (folder / "kommun.toml", folder / "measures" / "exempel.toml"):
        text = path.read_text(encoding="utf-8")
        assert uncommented(text) != text
        path.write_text(uncommented(text), encoding="utf-8")
    assert [re.sub(r".*line \d+: found ", "", str(fault)).split(",")[0] for fault in faults_of(folder)] == [
        'sheet = "Blad1"',
        'unit_id = "mottagning"',
        'recorded = "kolada"',
        'the unit "mottagning"',
        'the unit "mottagning"',
    ]
    (folder / "kolada").mkdir()
    settings = (folder / "kommun.toml").read_text(encoding="utf-8")
    settings = re.sub(r"^(sheet|unit_id) = .*\n", "", settings, flags=re.MULTILINE)
    (folder / "kommun.toml").write_text(settings, encoding="utf-8")
    workspace = read_workspace(folder)
    kinds = {
        "case_count",
        "case_share",
        "case_duration",
        "case_stock",
        "distinct",
        "ratio",
        "series",
        "kolada",
        "survey",
        "survey_scale",
    }
    assert {measure.kind for measure in workspace.measures} == kinds


def test_every_key_of_the_declaration_is_explained_in_the_template(tmp_path):
    """A key added to the declaration without a line in the template fails here."""
    from flows.workspace import kommun  # noqa: PLC0415 - the declaration itself, nothing else of it is needed above

    make_folder(tmp_path / "kommunen", code="1287", name="Trelleborg")
    text = (tmp_path / "kommunen" / "kommun.toml").read_text(encoding="utf-8")
    models = (
        kommun.Kommun,
        kommun.Privacy,
        kommun.Signals,
        kommun.GoalPrior,
        kommun.Kolada,
        kommun.CaseSource,
        kommun.SeriesSource,
        kommun.SurveySource,
    )
    keys = {key for model in models for key in model.model_fields} - {
        "sources",
        "privacy",
        "signals",
        "forecast",
        "kolada",
        "extras",
        "units",
        "columns",
    }
    groups = {key for key in keys if key.endswith("_groups")}
    assert [key for key in sorted(keys - groups) if not re.search(rf"^(# )?{key} = ", text, re.MULTILINE)] == []
    assert [key for key in groups if f"[sources.arenden.{key}]" not in text] == []


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Failure, match="could not be made") as failure:
        make_folder(tmp_path / "file" / "kommunen", code="1287", name="Trelleborg")
    assert failure.value.code is ExitCode.FOLDER_FAULTY

"""The demo kommun's folder: sound, repeatable, and never in anybody's way."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import get_args

import polars as pl
import pytest

from flows.demo.build import DEMO_AS_OF, build_demo, is_demo
from flows.demo.chosen import CHOSEN_MEASURES
from flows.demo.goals import GOALS
from flows.demo.plan import demo_plan
from flows.failures import ExitCode, Failure
from flows.sources.kolada.fetch import fetch
from flows.sources.plan.workbook import read_plan
from flows.sources.pseudonym import read_secret
from flows.workspace.folder import faults_of, read_workspace
from transforms.measures import CaseDuration, Distinct, KoladaKpi, Measure


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "exempelkoping"
    build_demo(folder)
    return folder


def test_the_folder_has_no_faults(demo):
    """kommun.toml, the measures and the plan hold together."""
    assert faults_of(demo) == []


def test_the_workbook_holds_the_plan(demo):
    """What the workbook says is the plan, word for word."""
    assert read_plan(demo / "plan.xlsx") == demo_plan()


def test_two_demos_are_the_same_bytes(demo, tmp_path):
    """Every file, workbooks included."""
    build_demo(tmp_path / "again")
    files = {path.relative_to(demo): path.read_bytes() for path in demo.rglob("*") if path.is_file()}
    again = {path.relative_to(tmp_path / "again"): path.read_bytes() for path in (tmp_path / "again").rglob("*") if path.is_file()}
    assert files == again


def test_it_is_small(demo):
    """A few megabytes, so that anybody can try it."""
    assert sum(path.stat().st_size for path in demo.rglob("*")) < 10_000_000


def test_it_says_that_it_is_made_up(demo):
    """The kommun is synthetic, its code belongs to nobody, and its secret is its owner's only."""
    workspace = read_workspace(demo)
    assert workspace.kommun.is_synthetic
    assert workspace.kommun.code == "9999"
    assert stat.S_IMODE((demo / "secret.key").stat().st_mode) == 0o600
    assert read_secret(demo, workspace.kommun.privacy, {}).key_id


def test_a_demo_already_there_is_left_as_it_is(demo):
    """What somebody has changed in it stays."""
    mark = demo / "inbox" / "tillagd.txt"
    mark.write_text("kvar", encoding="utf-8")
    assert is_demo(demo)
    assert build_demo(demo) is False
    assert mark.read_text(encoding="utf-8") == "kvar"
    mark.unlink()


def test_a_folder_with_something_else_in_it_is_refused(tmp_path):
    """And left untouched."""
    (tmp_path / "viktigt.txt").write_text("rör inte", encoding="utf-8")
    with pytest.raises(Failure) as failure:
        build_demo(tmp_path)
    assert failure.value.code is ExitCode.USAGE
    assert [path.name for path in tmp_path.iterdir()] == ["viktigt.txt"]


def test_an_empty_folder_becomes_the_demo(tmp_path):
    """An empty folder is as good as none, and nothing is left beside it."""
    (tmp_path / "tom").mkdir()
    assert build_demo(tmp_path / "tom") is True
    assert [path.name for path in tmp_path.iterdir()] == ["tom"]


def test_every_kind_of_measure_is_used(demo):
    """All kinds, all statistics of durations in all units of time, persons and caseworkers, every topic of a series but one."""
    measures = read_workspace(demo).measures
    assert {type(measure) for measure in measures} == set(get_args(Measure))
    durations = [measure for measure in measures if isinstance(measure, CaseDuration)]
    assert {measure.statistic for measure in durations} == {"median", "p90", "share_within"}
    assert {measure.measured_in for measure in durations} == {"hours", "calendar_days", "working_days"}
    assert "due" in {measure.limit for measure in durations}
    assert {measure.of for measure in measures if isinstance(measure, Distinct)} == {"person", "caseworker"}
    assert {measure.disclosure for measure in measures} == {"persons", "staff", "open"}
    assert any(measure.complete_after_days for measure in measures)
    assert any(isinstance(measure, KoladaKpi) and not measure.is_comparable for measure in measures)


def test_every_unit_and_process_has_chosen_five_to_eight_measures():
    """And each in an order without gaps."""
    chosen: dict[str, list[int]] = {}
    for choice in CHOSEN_MEASURES:
        chosen.setdefault(choice.unit_id, []).append(choice.position)
    assert set(chosen) == {unit.unit_id for unit in demo_plan().units if unit.level != "board"}
    assert all(places == list(range(1, len(places) + 1)) and 5 <= len(places) <= 8 for places in chosen.values())


def test_the_units_goals_make_the_process_goal():
    """180, 110, 90 and 70 make 450."""
    targets = [goal.target for goal in GOALS if goal.measure_id == "am_i_arbete"]
    assert targets[0] == sum(targets[1:]) == 450


def test_every_unit_has_a_dialogue_this_month():
    """Every unit and process, on a weekday after the as-of day."""
    this_month = [meeting for meeting in demo_plan().dialogues if meeting.held_on >= DEMO_AS_OF]
    assert {meeting.unit_id for meeting in this_month} == {unit.unit_id for unit in demo_plan().units if unit.level != "board"}
    assert all(meeting.held_on.month == DEMO_AS_OF.month and meeting.held_on.weekday() < 5 for meeting in this_month)


def test_the_recorded_answers_give_all_that_the_measures_ask_for(demo):
    """The real client reads them without a remark: 290 kommuner, and a nation, and seven that are like us."""
    workspace = read_workspace(demo)
    settings = workspace.kommun.kolada
    assert settings is not None
    kpi_ids = sorted({measure.kpi for measure in workspace.measures if isinstance(measure, KoladaKpi)})
    answer = fetch(settings, demo, workspace.kommun.code, kpi_ids, DEMO_AS_OF)
    assert answer.remarks == ()
    assert answer.areas.filter(pl.col("area_type") == "K").height == 290
    assert answer.similar.height == 7
    assert set(answer.values["gender"]) == {"T", "K", "M"}
    assert answer.values["value"].null_count() > 0
    assert (answer.values["year"].min(), answer.values["year"].max()) == (2018, 2025)

"""A night for a day that has not come: refused in a real kommun, because what it took in would stay unknown until then."""

from __future__ import annotations

from datetime import date

import pytest

from flows.failures import ExitCode, Failure
from flows.known import what_is_known
from flows.night_run import run_night
from flows.sources.landing import Landing
from flows.sources.plan.landed import land_plan
from flows.workspace.folder import read_workspace
from flows.workspace.new_folder import make_folder
from transforms.plan import Plan


def test_a_day_to_come_is_refused_before_anything_is_taken_in(tmp_path):
    folder = tmp_path / "kommun"
    make_folder(folder, code="1234", name="Småköping")
    with pytest.raises(Failure, match="2999-01-01 has not come yet") as failure:
        run_night(folder, date(2999, 1, 1))
    assert failure.value.code is ExitCode.USAGE
    assert not (folder / "var").exists()


def test_an_archive_that_begins_later_says_when_and_what_to_do(tmp_path):
    folder = tmp_path / "kommun"
    make_folder(folder, code="1234", name="Småköping")
    workspace = read_workspace(folder)
    with pytest.raises(Failure, match="Run framdrift nightly first"):
        what_is_known(workspace, date(2026, 10, 5))
    land_plan(Plan(), "plan.xlsx", Landing(workspace.landing), date(2062, 10, 5))
    with pytest.raises(Failure, match=r"begins on 2062-10-05.* by mistake, move") as failure:
        what_is_known(workspace, date(2026, 10, 5))
    assert failure.value.code is ExitCode.NOT_KNOWN

"""What a kommun has chosen in kommun.toml reaches the figures: the belief in its plan, and its rules for signals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.known import what_is_known
from flows.sources.landing import Landing
from flows.sources.plan.landed import land_plan
from flows.workspace.folder import read_workspace
from flows.workspace.new_folder import make_folder
from tests.made_up_series import count_measure, goal
from transforms import catalogue
from transforms.inputs import Inputs, Prior, SignalRules
from transforms.pipeline import build_tables
from transforms.plan import Plan, Unit

AS_OF = date(2026, 4, 15)
EOR = goal(first_month=date(2026, 4, 1))
PLAN = Plan(units=(Unit(unit_id="u", unit_name="Nämnden", level="board"),), goals=(EOR,))


@pytest.fixture
def inputs_with(tmp_path):
    """The inputs of a kommun that has added some lines to its kommun.toml, and decided 450 in a year."""

    def known(lines: str) -> Inputs:
        folder = tmp_path / "kommun"
        make_folder(folder, code="1234", name="Småköping")
        with (folder / "kommun.toml").open("a", encoding="utf-8") as file:
            file.write(lines)
        workspace = read_workspace(folder)
        land_plan(PLAN, "plan.xlsx", Landing(workspace.landing), AS_OF)
        return what_is_known(replace(workspace, measures=(count_measure(),)), AS_OF).inputs

    return known


def test_without_a_choice_nothing_is_believed(inputs_with):
    inputs = inputs_with("")
    assert (inputs.prior, inputs.signal_rules) == (Prior(), SignalRules())
    (row,) = build_tables(inputs)[catalogue.Forecast].to_dicts()
    assert (row["state"], row["chance_of_reaching"]) == ("not_started", None)


def test_a_plan_worth_six_months_gives_a_chance_from_the_first_day(inputs_with):
    """As docs/definitions.md has it, page 32."""
    inputs = inputs_with('\n[forecast]\nprior = "plan"\nmonths = 6\n')
    assert inputs.prior == Prior(kind="plan", months=6)
    tables = build_tables(inputs)
    for table in (catalogue.Forecast, catalogue.DisclosedForecast):
        (row,) = tables[table].to_dicts()
        assert row["chance_of_reaching"] == pytest.approx(0.5072, abs=5e-5)
        assert (row["final_low"], row["final_high"]) == (404, 499)


def test_rules_for_signals_are_passed_on(inputs_with):
    inputs = inputs_with("\n[signals]\nrun_length = 6\ntrend = true\nscreening = true\n")
    assert inputs.signal_rules == SignalRules(run_length=6, has_trend=True, screens_ranges=True)

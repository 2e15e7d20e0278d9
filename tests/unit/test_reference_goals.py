"""Plans, forecasts and chances come out as the reference cases of the statistics say (read side by side, never copied)."""

from __future__ import annotations

import csv
import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.made_up_series import START, goal, goal_frame, month_after, outcome_frame
from transforms import plan
from transforms.goals.backward_plan import plan_months
from transforms.goals.chance import negative_binomial
from transforms.goals.deviation import deviations
from transforms.goals.forecast import forecasts
from transforms.inputs import Prior

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "spc"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases (../shared/data/spc) are not here")

SAME_NAME = {
    "t": "periods_done",
    "A": "outcome_cumulative",
    "required_per_month_flat": "needed_per_month",
    "forecast_current_pace": "forecast_at_present_pace",
}


def read_case(case: str) -> tuple[list[dict[str, str]], dict]:
    with (CASES / case / "input.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines)), json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))


def forecast_after(months: list[dict[str, str]], target: float, periods_done: int) -> dict:
    """The forecast of a plan whose milestones are the case's weights, after so many months."""
    weights = [float(month["weight"]) for month in months]
    level = 0.0
    milestones = []
    for at, weight in enumerate(weights[:-1]):
        level += target * weight / sum(weights)
        milestones.append(plan.Milestone(goal_id="g", version=1, month=month_after(START, at), cumulative=level))
    is_even = len(set(weights)) == 1
    stated = goal(len(months), target=target, shape="even" if is_even else "milestones")
    goals = goal_frame([stated])
    planned = plan_months(plan.Plan(goals=(stated,), milestones=() if is_even else tuple(milestones)), outcome_frame([]))
    outcome = outcome_frame([float(month["actual"]) for month in months[:periods_done]])
    as_of = month_after(START, periods_done)
    so_far = deviations(goals, planned, outcome, as_of)
    return forecasts(goals, planned, so_far, outcome, as_of, holidays=(), prior=Prior()).row(0, named=True) | {"months": so_far}


def assert_equals(found: dict, expected: dict) -> None:
    """Every figure of the reference that we compute. Our cumulative plan is in whole people where the target is, theirs is not."""
    for theirs, ours in SAME_NAME.items():
        assert found[ours] == pytest.approx(expected[theirs], rel=1e-9), theirs
    planned = math.floor(expected["P"] + 0.5 + 1e-9)
    assert found["planned_cumulative"] == planned
    assert found["deviation"] == expected["A"] - planned
    assert found["forecast_rest_as_planned"] == pytest.approx(expected["forecast_plan_pace"] - planned + expected["P"])
    assert found["needed_next_month"] == pytest.approx(expected["required_next_months"][0], rel=1e-9)
    is_wide = expected.get("phi", 0) > 1 and expected["t"] >= 6
    chance = "prob_reach_nb_moment" if is_wide else "prob_reach_gamma_poisson"
    assert found["chance_of_reaching"] == pytest.approx(expected[chance], rel=1e-9)
    assert found["chance_from"] == ("spread_counts" if is_wide else "counts")
    if not is_wide and "pred_interval_80_total" in expected:
        assert [found["final_low"], found["final_high"]] == expected["pred_interval_80_total"]


@pytest.mark.parametrize("case", ["target01_flat_jeffreys", "target04_overdispersed", "target06_reached_early"])
def test_an_even_plan_of_450(case):
    months, told = read_case(case)
    expected = told["expected"]
    assert_equals(forecast_after(months, told["parameters"]["target"], expected["t"]), expected)


def test_a_plan_with_months_of_nothing():
    months, told = read_case("target08_zero_plan_months")
    after_4 = forecast_after(months, told["parameters"]["target"], 4)
    assert_equals(after_4, told["expected"]["after_4"])
    second = after_4["months"].row(1, named=True)
    expected = told["expected"]["after_2"]
    assert (second["outcome_cumulative"], second["deviation"]) == (expected["A"], expected["deviation"])
    assert second["deviation_share"] is None


def test_linear_pacing_as_published():
    told = json.loads((CASES / "target10_linear_pacing_published" / "expected.json").read_text(encoding="utf-8"))
    given, expected = told["parameters"], told["expected"]
    stated = goal(given["H"], target=float(given["target"]))
    goals, planned = goal_frame([stated]), plan_months(plan.Plan(goals=(stated,)), outcome_frame([]))
    outcome = outcome_frame([float(given["A"]), *[0.0] * (given["t"] - 1)])
    so_far = deviations(goals, planned, outcome, date(2026, 7, 1))
    found = forecasts(goals, planned, so_far, outcome, date(2026, 7, 1), holidays=(), prior=Prior()).row(0, named=True)
    assert found["forecast_at_present_pace"] == pytest.approx(expected["forecast_linear"])
    assert found["needed_per_month"] == pytest.approx(expected["required_per_month"])
    assert found["outcome_cumulative"] / found["planned_cumulative"] == pytest.approx(expected["spi"])


def test_the_negative_binomial_means_what_the_published_example_says():
    """Failures before the r-th success: five successes at p = 0,4 within eight and ten tries."""
    told = json.loads((CASES / "target09_published_nb_quota" / "expected.json").read_text(encoding="utf-8"))["published"]
    tries = np.array([3.0, 5.0])
    found = negative_binomial(np.full(2, 5.0), np.full(2, 0.4), tries, at_most=np.full(2, fill_value=True))
    assert found.chance[0] == pytest.approx(told["P_by_8"], abs=1e-5)
    assert found.chance[1] == pytest.approx(told["P_by_10"], abs=1e-4)


def test_a_cohort_with_some_still_to_come():
    """62 of 110 so far, 90 to come at the present pace, and 56 % of all 200 to reach."""
    told = json.loads((CASES / "target11_cohort_binomial" / "expected.json").read_text(encoding="utf-8"))
    given, expected = told["parameters"], told["expected"]
    seen = given["successes"] + given["failures"]
    months, left = seen // 10, given["remaining"] // 10
    target = 100 * (given["successes"] + given["needed"]) / (seen + given["remaining"])
    hits = [given["successes"] // months + (at < given["successes"] % months) for at in range(months)]
    outcome = outcome_frame([10.0 * hit for hit in hits], numerator=[float(hit) for hit in hits], denominator=10.0)
    stated = goal(months + left, kind="share", target=target, start_value=target - 6)
    goals, planned = goal_frame([stated]), plan_months(plan.Plan(goals=(stated,)), outcome)
    as_of = month_after(START, months)
    so_far = deviations(goals, planned, outcome, as_of)
    found = forecasts(goals, planned, so_far, outcome, as_of, holidays=(), prior=Prior()).row(0, named=True)
    assert found["chance_of_reaching"] == pytest.approx(expected["beta_binomial"], rel=1e-9)
    assert found["chance_of_reaching"] != pytest.approx(expected["plugin"], abs=0.01)
    assert found["chance_from"] == "cohort"

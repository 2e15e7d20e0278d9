"""Signal rules beside two reference implementations: equal where the rules are ours, otherwise different for a listed reason.

| they | we | why |
|---|---|---|
| mark every point of a pattern afterwards | mark its last month and those after | a month is judged as when it was the latest |
| 5 or 7 in a row | 8 in a row unless the kommun sets 6 or 7 | fewer false alarms |
| a point on the centre line breaks a run (PowerBI-SPC) | it neither counts nor breaks | it says nothing about the side |
| third of two-of-three anywhere (PowerBI-SPC) | all three on one side | as plotthedots |
| seven in one direction | the same where switched on, from the seventh month | off by default: more false alarms than news |
"""

from __future__ import annotations

import csv
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.made_up_series import START, baseline_frame, count_measure, month_after, outcome_frame
from transforms import plan
from transforms.inputs import SignalRules
from transforms.variation.baselines import baselines
from transforms.variation.signals import TREND_LENGTH, signals

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "spc"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases (../shared/data/spc) are not here")

OURS = SignalRules()
TWO_OF_THREE_ALIKE = {
    "should return 'none' when no points are outside 95% limits",
    "should not detect when only 1 out of 3 points is outside limits",
    "should handle empty arrays",
    "should handle single point",
    "should not flag points on the 95% limits",
}
"""In all other vectors the third point lies on the centre line, or an earlier point is marked."""


def vectors(case: str, name: str) -> list[dict[str, Any]]:
    path = CASES / case / "expected.json"
    return json.loads(path.read_text(encoding="utf-8"))["vectors"][name] if path.exists() else []


def judged(
    values: list[float | None], centre: float = 0, reach: float = 3, rules: SignalRules = OURS
) -> list[tuple[str, str | None]]:
    """Rule and side of every month, against limits as far from the centre as ``reach``."""
    found = signals((count_measure(),), outcome_frame(values), baseline_frame(centre, centre - reach, centre + reach), rules)
    return [(row["rule"], row["side"]) for row in found.iter_rows(named=True)]


def marks(values: list[float | None], rule: str, rules: SignalRules = OURS) -> list[int]:
    return [int(found == rule) for found, _ in judged(values, rules=rules)]


@pytest.mark.parametrize("vector", vectors("ptd13_rule_vectors", "run7"), ids=str)
def test_runs_of_seven_are_plotthedots_runs(vector):
    values: list[float | None] = [float(side) for side in vector["rel"]]
    assert marks(values, "run", SignalRules(run_length=7)) == vector["exp"]


@pytest.mark.parametrize("vector", vectors("ptd13_rule_vectors", "trend7"), ids=str)
def test_trends_are_plotthedots_trends(vector):
    """The levels are put within a hair of the centre's limits, so that no other rule comes first."""
    said = {"above": 1, "below": -1, None: 0}
    values: list[float | None] = [value - 4.5 for value in vector["y"]]
    rules = SignalRules(has_trend=True)
    assert [said[side] if rule == "trend" else 0 for rule, side in judged(values, reach=100, rules=rules)] == vector["exp"]
    assert marks(values, "trend") == [0] * len(values), "off by default"


@pytest.mark.parametrize(
    "vector",
    # With n = 2 a turning month belongs to two trends, and the later overwrites the mark of the earlier.
    [vector for vector in vectors("pbispc_rule_vectors", "trend") if vector["n"] > 2],
    ids=lambda vector: vector["name"],
)
def test_a_powerbi_trend_ends_where_ours_does_when_stretched_to_seven(vector):
    """They mark the whole of a trend of n months afterwards; we its seventh month and those after.

    With so many more months on the way in the first step up or down, the stretches that are marked end alike.
    """
    values = [float(value) for value in vector["val"]]
    longer = TREND_LENGTH - vector["n"]
    stretched: list[float | None] = []
    ends: list[int] = []
    way = 0
    for at, value in enumerate(values):
        step = 0 if at == 0 else (value > values[at - 1]) - (value < values[at - 1])
        if step and step != way:
            stretched += [values[at - 1] + (value - values[at - 1]) * part / (longer + 1) for part in range(1, longer + 1)]
        way = step
        stretched.append(value)
        ends.append(len(stretched) - 1)
    found = judged(stretched, reach=1000, rules=SignalRules(has_trend=True, run_length=1000))
    last_of_stretch = [
        at for at in range(len(values)) if at + 1 == len(values) or vector["expected"][at + 1] != vector["expected"][at]
    ]
    said = {"above": "upper", "below": "lower", None: "none"}
    ours = [said[found[ends[at]][1]] if found[ends[at]][0] == "trend" else "none" for at in last_of_stretch]
    assert ours == [vector["expected"][at] for at in last_of_stretch]


@pytest.mark.parametrize("vector", vectors("ptd13_rule_vectors", "two_in_three"), ids=str)
def test_two_of_three_marks_the_completing_months_of_plotthedots(vector):
    near = vector["close"]
    values = [side * (2.5 if close else 1.0) for side, close in zip(vector["rel"], near, strict=True)]
    completes = [at >= 2 and 1 in near[at - 2 : at] for at in range(len(near))]
    assert marks(values, "two_of_three") == [int(flag and done) for flag, done in zip(vector["flagged"], completes, strict=True)]


@pytest.mark.parametrize("vector", vectors("pbispc_rule_vectors", "astronomical"), ids=lambda vector: vector["name"])
def test_outside_limits_is_powerbis_astronomical_point(vector):
    said = {("outside_limits", "above"): "upper", ("outside_limits", "below"): "lower", ("none", None): "none"}
    points = zip(vector["val"], vector["ll99"], vector["ul99"], strict=True)
    found = [judged([value], centre=(low + high) / 2, reach=(high - low) / 2)[0] for value, low, high in points]
    assert [said[pair] for pair in found] == vector["expected"]


@pytest.mark.parametrize("vector", vectors("pbispc_rule_vectors", "shift"), ids=lambda vector: vector["name"])
def test_a_powerbi_shift_is_a_run_when_stretched_to_eight(vector):
    """Each stretch on one side is made so much longer that their n becomes our eight: then the same stretches are marked."""
    pairs = zip(vector["val"], vector["targets"], strict=False)  # one vector is longer than its targets
    sides = [(value > target) - (value < target) for value, target in pairs]
    longer = OURS.run_length - vector["n"]
    stretched: list[float | None] = []
    ends, theirs, at = [], [], 0
    for side, stretch in groupby(sides):
        length = len(list(stretch))
        # A point on the line breaks a run with them and not with us: a missing month stands in for it.
        stretched += [float(side)] * (length + longer) if side else [None]
        ends.append(len(stretched) - 1)
        theirs.append(int(vector["expected"][at] != "none"))
        at += length
    found = marks(stretched, "run")
    assert [found[end] for end in ends] == theirs


@pytest.mark.parametrize("vector", vectors("pbispc_rule_vectors", "twoInThree"), ids=lambda vector: vector["name"])
def test_powerbi_two_in_three_differs_exactly_where_we_mean_it_to(vector):
    """Two sigma at their 95 % limits, point by point where these vary; nothing in the vectors is beyond three."""
    if len(set(vector["ll95"])) > 1:
        return  # a baseline has one pair of limits
    said = {"above": "upper", "below": "lower", None: "none"}
    ours = [said[side] for _, side in judged([float(value) for value in vector["val"]], centre=5, reach=7.5)]
    assert (ours == vector["expected"]) == (vector["name"] in TWO_OF_THREE_ALIKE)


def test_rules_start_afresh_at_a_new_baseline_as_plotthedots_do():
    """Case ptd08: nine months after the rebase, judged against their own limits."""
    case = json.loads((CASES / "ptd08_ae_rrk_rebased" / "expected.json").read_text(encoding="utf-8"))
    with (CASES / "ptd08_ae_rrk_rebased" / "points.csv").open(encoding="utf-8") as lines:
        points = list(csv.DictReader(lines))
    first, second = (group["n"] for group in case["groups"])
    decided = [
        plan.BaselineDecision(
            measure_id="m", unit_id="u", from_month=month_after(START, start), to_month=month_after(START, end), decided_by="",
            decided_on=START, reason="",
        )
        for start, end in ((0, first - 1), (first, first + second - 1))
    ]  # fmt: skip
    rules = SignalRules(run_length=7, has_trend=True, screens_ranges=True)
    outcome, measures = outcome_frame([float(point["value"]) for point in points]), (count_measure(direction="down"),)
    found = signals(measures, outcome, baselines(measures, plan.Plan(baselines=tuple(decided)), outcome, rules), rules).to_dicts()
    assert [month["rule"] == "outside_limits" for month in found] == [point["outside_limits"] == "TRUE" for point in points]
    assert [month["centre"] for month in found] == pytest.approx([float(point["mean"]) for point in points])
    for month, point in zip(found, points, strict=True):
        # They mark a whole pattern afterwards: what we mark is always marked by them, and by the same goodness.
        if month["rule"] != "none":
            assert (
                point["point_type"]
                == {"improvement": "special_cause_improvement", "concern": "special_cause_concern"}[month["judgement"]]
            )
    assert found[-1]["judgement"] == "concern"

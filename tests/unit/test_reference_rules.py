"""Signal rules beside two reference implementations: equal where the rules are ours, otherwise different for a listed reason.

| they | we | why |
|---|---|---|
| mark every point of a pattern afterwards | mark its last month and those after | a month is judged as when it was the latest |
| 5 or 7 in a row | 8 in a row | fewer false alarms; the length is a choice |
| a point on the centre line breaks a run (PowerBI-SPC) | it neither counts nor breaks | it says nothing about the side |
| third of two-of-three anywhere (PowerBI-SPC) | all three on one side | as plotthedots |
| seven in one direction | no such rule | an option of the statistics that is off |
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.made_up_series import baseline_frame, count_measure, outcome_frame
from transforms.signals import RUN_LENGTH, signals

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "spc"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases (../shared/data/spc) are not here")

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


def judged(values: list[float | None], centre: float = 0, reach: float = 3) -> list[tuple[str, str | None]]:
    """Rule and side of every month, against limits as far from the centre as ``reach``."""
    found = signals((count_measure(),), outcome_frame(values), baseline_frame(centre, centre - reach, centre + reach))
    return [(row["rule"], row["side"]) for row in found.iter_rows(named=True)]


def marks(values: list[float | None], rule: str) -> list[int]:
    return [int(found == rule) for found, _ in judged(values)]


@pytest.mark.parametrize("vector", vectors("ptd13_rule_vectors", "run7"), ids=str)
def test_runs_are_plotthedots_runs_one_month_longer(vector):
    """With one more month in front, eight in a row marks what seven in a row marks there."""
    values = [float(side) for side in vector["rel"]]
    assert marks([values[0], *values], "run")[1:] == vector["exp"]


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
    longer = RUN_LENGTH - vector["n"]
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

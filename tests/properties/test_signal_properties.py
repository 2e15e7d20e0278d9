"""Baselines and signals against a slow, obvious second computation, and what must hold whatever the numbers are."""

from __future__ import annotations

import itertools
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_up_series import START, count_measure, month_after, outcome_frame
from transforms import plan
from transforms.baselines import baselines
from transforms.signals import signals

series = st.lists(st.one_of(st.none(), st.integers(-20, 20).map(float), st.sampled_from([0.0, 1.0, 2.0])), max_size=40)


def told(
    values: list[float | None], direction: str = "up", frozen: int | None = None, **stated: Any
) -> tuple[list[dict], list[dict]]:
    """The baseline and the signals of one series."""
    measures = (count_measure(direction=direction),)
    decision = plan.BaselineDecision(
        measure_id="m", unit_id="u", from_month=START, to_month=month_after(START, (frozen or 1) - 1), decided_by="", reason="",
        decided_on=START,
    )  # fmt: skip
    outcome = outcome_frame(values, **stated)
    found = baselines(measures, plan.Plan(baselines=(decision,) if frozen else ()), outcome)
    return found.to_dicts(), signals(measures, outcome, found).to_dicts()


def slow_rules(values: list[float | None], baseline: dict) -> list[str]:
    """Each month judged by looking back from it, in plain Python."""
    centre, reach = baseline["centre"], (baseline["mean_moving_range"] or 0) * 2.66
    room = 1e-9 * (abs(centre) + reach + 20)
    sides = [None if value is None else 0 if abs(value - centre) <= room else 1 if value > centre else -1 for value in values]
    rules = []
    for at, value in enumerate(values):
        if value is None or baseline["strength"] == "too_few":
            rules.append("none")
            continue
        run, back = 0, at
        while back >= 0 and sides[back] is not None and sides[back] in {0, sides[at]}:
            run += sides[back] != 0
            back -= 1
        three = range(at - 2, at + 1)
        near = [there >= 0 and values[there] is not None and abs(values[there] - centre) > reach * 2 / 3 + room for there in three]
        alike = at >= 2 and sides[at] != 0 and len({sides[there] for there in three}) == 1
        if abs(value - centre) > reach + room:
            rules.append("outside_limits")
        elif alike and near[2] and sum(near) >= 2:
            rules.append("two_of_three")
        elif sides[at] != 0 and run >= 8:
            rules.append("run")
        else:
            rules.append("none")
    return rules


@given(series)
def test_the_baseline_is_what_a_person_would_work_out(values):
    found, _ = told(values)
    known = [value for value in values if value is not None]
    if not known:
        assert found == []
        return
    ranges = [abs(b - a) for a, b in itertools.pairwise(values) if a is not None and b is not None]
    (baseline,) = found
    assert baseline["points"] == len(known)
    assert baseline["centre"] == pytest.approx(sum(known) / len(known), abs=1e-9)
    if ranges:
        assert baseline["mean_moving_range"] == pytest.approx(sum(ranges) / len(ranges))
    else:
        assert baseline["mean_moving_range"] is None
    expected = "too_few" if len(known) < 6 or not ranges else "trial" if len(known) < 12 else "limits"
    assert baseline["strength"] == expected
    assert (baseline["upper_limit"] is None) == (expected == "too_few")


@given(values=series, frozen=st.one_of(st.none(), st.integers(1, 20)))
def test_each_month_is_judged_as_when_it_was_the_latest(values, frozen):
    found, months = told(values, frozen=frozen)
    if not found:
        assert months == []
        return
    start = 0 if frozen else next(at for at, value in enumerate(values) if value is not None)
    assert [month["rule"] for month in months] == slow_rules(values[start:], found[0])
    known = [month for month in months if month["value"] is not None]
    assert [month["month"] for month in months if month["is_latest"]] == [month["month"] for month in known[-1:]]


@given(values=series, factor=st.sampled_from([0.001, 0.1, 3.0, 1e6]), shift=st.sampled_from([-1000.0, 0.0, 0.3, 500.0]))
def test_the_unit_of_measurement_does_not_change_the_judgement(values, factor, shift):
    _, months = told(values)
    _, moved = told([None if value is None else value * factor + shift for value in values])
    assert [month["rule"] for month in moved] == [month["rule"] for month in months]


@given(values=series)
def test_turning_the_series_upside_down_swaps_improvement_and_concern(values):
    _, months = told(values)
    _, mirrored = told([None if value is None else -value for value in values])
    swapped = {"improvement": "concern", "concern": "improvement"}
    assert [month["judgement"] for month in mirrored] == [swapped.get(month["judgement"], month["judgement"]) for month in months]
    _, downward = told([None if value is None else -value for value in values], direction="down")
    assert [month["judgement"] for month in downward] == [month["judgement"] for month in months]


@given(values=series, later=st.lists(st.integers(-100, 100).map(float), max_size=5))
def test_months_that_are_preliminary_change_nothing(values, later):
    settled = told(values)
    assert told([*values, *later], is_preliminary=[False] * len(values) + [True] * len(later)) == settled


@given(values=st.lists(st.integers(0, 30).map(float), min_size=12, max_size=30), later=st.floats(-1e6, 1e6))
def test_a_frozen_baseline_and_its_earlier_judgements_stand_whatever_comes_later(values, later):
    before, months = told(values, frozen=12)
    after, more = told([*values, later], frozen=12)
    assert after == before
    assert [month["rule"] for month in more[:-1]] == [month["rule"] for month in months]


@given(st.lists(series, min_size=2, max_size=6))
def test_many_series_at_once_are_the_same_as_one_at_a_time(many):
    measures = (count_measure(),)
    frames = [outcome_frame(values, unit_id=f"u{at}") for at, values in enumerate(many)]
    together = baselines(measures, plan.Plan(), pl.concat(frames))
    alone = [baselines(measures, plan.Plan(), frame) for frame in frames]
    assert together.equals(pl.concat(alone))
    judged = [signals(measures, frame, one) for frame, one in zip(frames, alone, strict=True)]
    assert signals(measures, pl.concat(frames), together).equals(pl.concat(judged))


def test_a_constant_series_never_signals():
    """The mean of equal fractions may differ from them in its last binary digit; that is not a signal."""
    _, months = told([0.1] * 30)
    assert {month["rule"] for month in months} == {"none"}

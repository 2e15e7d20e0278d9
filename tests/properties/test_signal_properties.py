"""What must hold of baselines and signals whatever the numbers are."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.made_up_series import START, month_after, outcome_frame
from tests.signal_strategies import decision, definition, measure_of, rule_sets, series, spans_of
from transforms import plan
from transforms.inputs import SignalRules
from transforms.measures import KoladaKpi, SurveyIndex, SurveyScale
from transforms.variation.baselines import baselines
from transforms.variation.season import season_factors
from transforms.variation.signals import signals

OURS = SignalRules()
SWAPPED = {"improvement": "concern", "concern": "improvement"}


def told(
    values: list[float | None], direction: str = "up", frozen: int | None = None, rules: SignalRules = OURS, **stated: Any
) -> tuple[list[dict], list[dict]]:
    """The baseline and the signals of one series, frozen after so many months."""
    measures = (measure_of(direction),)
    outcome = outcome_frame(values, **stated)
    found = baselines(measures, plan.Plan(baselines=(decision(0, frozen - 1),) if frozen else ()), outcome, rules)
    return found.to_dicts(), signals(measures, outcome, found, rules).to_dicts()


def judgements(months: list[dict]) -> list[str]:
    return [month["judgement"] for month in months]


@given(values=series, denominator=st.sampled_from([1.0, 7.0, 400.0]), rules=rule_sets)
def test_with_equal_denominators_the_charts_for_rates_say_the_same_as_xmr(values, denominator, rules):
    outcome = outcome_frame(values, denominator=denominator)
    frames = []
    for chart in ("xmr", "i_prime"):
        measures = (measure_of(chart=chart),)
        found = baselines(measures, plan.Plan(), outcome, rules)
        frames.append((found, signals(measures, outcome, found, rules)))
    (plain, plain_months), (weighted, weighted_months) = frames
    assert set(weighted["chart"]) <= {"i_prime"}
    for name in ("centre", "lower_limit", "upper_limit", "mean_moving_range", "moving_range_limit"):
        assert weighted[name].to_list() == pytest.approx(plain[name].to_list(), abs=1e-9), name
    assert weighted_months["judgement"].equals(plain_months["judgement"])


@given(values=series, frozen=st.one_of(st.none(), st.integers(1, 20)))
def test_one_month_is_the_latest(values, frozen):
    found, months = told(values, frozen=frozen)
    if not found:
        assert months == []
        return
    known = [month for month in months if month["value"] is not None]
    assert [month["month"] for month in months if month["is_latest"]] == [month["month"] for month in known[-1:]]


@given(
    values=series,
    factor=st.sampled_from([0.001, 0.1, 3.0, 1e6]),
    shift=st.sampled_from([-1000.0, 0.0, 0.3, 500.0]),
    rules=rule_sets,
)
def test_the_unit_of_measurement_does_not_change_the_judgement(values, factor, shift, rules):
    found, months = told(values, rules=rules)
    moved_found, moved = told([None if value is None else value * factor + shift for value in values], rules=rules)
    assert [month["rule"] for month in moved] == [month["rule"] for month in months]
    for before, after in zip(found, moved_found, strict=True):
        assert after["centre"] == pytest.approx(before["centre"] * factor + shift, rel=1e-9, abs=1e-9)
        if before["spread"] is not None:
            assert after["spread"] == pytest.approx(before["spread"] * factor, rel=1e-6, abs=1e-9)


@given(values=series, rules=rule_sets)
def test_turning_the_series_upside_down_swaps_improvement_and_concern(values, rules):
    _, months = told(values, rules=rules)
    _, mirrored = told([None if value is None else -value for value in values], rules=rules)
    assert judgements(mirrored) == [SWAPPED.get(judgement, judgement) for judgement in judgements(months)]
    assert [month["sigmas"] for month in mirrored] == pytest.approx([month["sigmas"] and -month["sigmas"] for month in months])
    _, downward = told([None if value is None else -value for value in values], direction="down", rules=rules)
    assert judgements(downward) == judgements(months)


@given(values=series, later=st.lists(st.integers(-100, 100).map(float), max_size=5))
def test_months_that_are_preliminary_change_nothing(values, later):
    settled = told(values)
    assert told([*values, *later], is_preliminary=[False] * len(values) + [True] * len(later)) == settled


@given(values=series, before=st.integers(0, 3), after=st.integers(0, 3))
def test_missing_months_at_either_end_change_no_baseline_and_no_judgement(values, before, after):
    found, months = told(values, first=month_after(START, before))
    padded, more = told([None] * before + values + [None] * after)
    assert padded == found
    assert [month for month in more if month["value"] is not None] == [month for month in months if month["value"] is not None]


@given(values=st.lists(st.integers(0, 30).map(float), min_size=12, max_size=30), later=st.floats(-1e6, 1e6))
def test_a_frozen_baseline_and_its_earlier_judgements_stand_whatever_comes_later(values, later):
    before, months = told(values, frozen=12)
    after, more = told([*values, later], frozen=12)
    assert after == before
    assert [month["rule"] for month in more[:-1]] == [month["rule"] for month in months]


@given(values=st.lists(st.integers(0, 30).map(float), min_size=24, max_size=30), spans=spans_of())
def test_a_new_baseline_changes_nothing_before_its_first_month(values, spans):
    measures, outcome = (measure_of(),), outcome_frame(values)
    decided = tuple(decision(*span) for span in spans)
    found = baselines(measures, plan.Plan(baselines=decided[:1]), outcome)
    both = baselines(measures, plan.Plan(baselines=decided), outcome)
    assert_frame_equal(both.head(1).drop("is_current"), found.drop("is_current"), rel_tol=1e-12)
    until = decided[1].from_month if len(decided) == 2 and both.height == 2 else month_after(START, len(values))
    earlier = pl.col("month") < until
    one, two = (signals(measures, outcome, frame).filter(earlier).drop("is_latest") for frame in (found, both))
    assert_frame_equal(one, two, rel_tol=1e-9, abs_tol=1e-9)


@settings(max_examples=30)  # each is up to a dozen series, and as many runs
@given(many=st.lists(series, min_size=2, max_size=6), order=st.randoms(use_true_random=False))
def test_many_series_in_any_order_are_the_same_as_one_at_a_time(many, order):
    measures = (measure_of(adjusted_for="working_days"), replace(measure_of(), measure_id="n"))
    frames = [
        outcome_frame(values, measure_id=measure_id, unit_id=f"u{at}") for measure_id in "mn" for at, values in enumerate(many)
    ]
    everything = pl.concat(frames)
    places = list(range(everything.height))
    order.shuffle(places)
    mixed = everything[places]
    together = baselines(measures, plan.Plan(), mixed)
    alone = [baselines(measures, plan.Plan(), frame) for frame in frames]
    assert_frame_equal(together, pl.concat(alone), rel_tol=1e-12)
    judged = [signals(measures, frame, one) for frame, one in zip(frames, alone, strict=True)]
    shuffled = together.sample(fraction=1, shuffle=True, seed=1)
    assert_frame_equal(signals(measures, mixed, shuffled), pl.concat(judged), rel_tol=1e-9, abs_tol=1e-9)


@given(years=st.lists(st.integers(1, 50), min_size=12, max_size=12), levels=st.lists(st.integers(1, 9), min_size=3, max_size=5))
def test_a_season_that_only_repeats_itself_leaves_nothing_but_the_level_of_the_year(years, levels):
    """Each year a multiple of the same profile: the factors are the profile, and what is judged is flat within the year."""
    values = [float(level * month) for level in levels for month in years]
    measures, outcome = (measure_of(adjusted_for="season"),), outcome_frame(values)
    found = baselines(measures, plan.Plan(), outcome)
    factors = season_factors(found, outcome)
    mean = sum(years) / 12
    assert factors["factor"].to_list() == pytest.approx([month / mean for month in years])
    assert set(factors["whole_years"]) == {len(levels)}
    steps = [abs(two - one) * mean for one, two in itertools.pairwise(levels)]
    assert found["mean_moving_range"][0] == pytest.approx(sum(steps) / (len(values) - 1))


def test_a_constant_series_never_signals():
    """The mean of equal fractions may differ from them in its last binary digit; that is not a signal."""
    _, months = told([0.1] * 30, rules=SignalRules(has_trend=True, screens_ranges=True))
    assert {month["rule"] for month in months} == {"none"}
    assert {month["sigmas"] for month in months} == {0.0}


def test_of_two_decisions_about_the_same_first_month_the_one_decided_last_counts():
    outcome = outcome_frame([1.0, 3.0] * 6)
    early, late = (
        replace(decision(0, last), decided_on=month_after(START, on), cause=f"to {last}") for last, on in ((5, 9), (8, 8))
    )
    found = baselines((measure_of(),), plan.Plan(baselines=(early, late)), outcome)
    assert found.select("points", "cause", "decided_on", "is_current").rows() == [(6, "to 5", early.decided_on, True)]


def test_the_latest_baseline_is_the_current_one_in_whatever_order_they_were_written():
    outcome = outcome_frame([1.0] * 6 + [9.0] * 8)
    for decided in itertools.permutations((decision(0, 5), decision(6, 11))):
        found = baselines((measure_of(),), plan.Plan(baselines=decided), outcome)
        assert found.select("from_month", "centre", "is_current").rows() == [
            (START, 1.0, False),
            (month_after(START, 6), 9.0, True),
        ]


@pytest.mark.parametrize(
    "measure",
    [
        KoladaKpi(**definition(), kind="kolada", kpi="N00000"),
        SurveyIndex(**definition(), kind="survey", source="s", parts={"a": ("1",)}),
        SurveyScale(**definition(), kind="survey_scale", source="s", questions={"1": "?"}),
    ],
    ids=lambda measure: measure.kind,
)
@pytest.mark.parametrize("decided", [(), (decision(0, 11),)], ids=["nobody has decided", "somebody has decided"])
def test_yearly_figures_and_surveys_have_no_baseline(measure, decided):
    """However many there are: with a handful of years or waves a difference has its error, and no limits."""
    outcome = outcome_frame([1.0, 2.0] * 12)
    found = baselines((measure,), plan.Plan(baselines=decided), outcome)
    assert found.is_empty()
    assert signals((measure,), outcome, found).is_empty()


def test_a_decision_about_months_without_a_value_leaves_the_one_before_in_force():
    outcome, measures = outcome_frame([1.0, 3.0] * 6), (measure_of(),)
    found = baselines(measures, plan.Plan(baselines=(decision(0, 5), decision(20, 25))), outcome)
    assert found.select("from_month", "is_current").rows() == [(START, True)]
    assert signals(measures, outcome, found).height == 12
    only = baselines(measures, plan.Plan(baselines=(decision(20, 25),)), outcome)
    assert only.is_empty()
    assert signals(measures, outcome, only).is_empty()


def test_without_measures_or_months_there_is_nothing():
    for measures, outcome in (
        ((), outcome_frame([1.0])),
        ((measure_of(),), outcome_frame([])),
        ((measure_of(chart="none"),), outcome_frame([1.0])),
    ):
        found = baselines(measures, plan.Plan(), outcome)
        assert found.is_empty()
        assert signals(measures, outcome, found).is_empty()
        assert season_factors(found, outcome).is_empty()

"""Baselines and signals of every chart against a slow, obvious second computation (`tests.slow_variation`, `slow_signals`)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.made_up_series import START, month_after, outcome_frame
from tests.signal_strategies import decision, definition, measure_of, rule_sets, series, spans_of
from tests.slow_signals import slow_signals
from tests.slow_variation import SlowMeasure, SlowMonth, slow_baseline
from transforms import plan
from transforms.inputs import SignalRules
from transforms.measures import CaseShare, Filter, Measure, Ratio
from transforms.variation.baselines import baselines
from transforms.variation.signals import signals

HOLIDAYS = (
    date(2026, 1, 1),
    date(2026, 1, 6),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 6, 6),
    date(2026, 12, 24),
)
numerators = st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=45)
whole_years = st.lists(st.integers(0, 40), min_size=36, max_size=45)


def assert_near(found: float | None, expected: float | None, name: str) -> None:
    assert (found is None) == (expected is None), name
    assert found is None or found == pytest.approx(expected, rel=1e-6, abs=1e-6), name


def assert_agree(
    measure: Measure, slow: SlowMeasure, months: list[SlowMonth], spans: list[tuple[int, int]], rules: SignalRules
) -> None:
    """Every baseline and every month is what the slow computation says; ``spans`` are the decided baselines."""
    outcome = outcome_frame([month.value for month in months], denominator=[month.denominator for month in months])
    decided = plan.Plan(baselines=tuple(decision(*span) for span in spans))
    found = baselines((measure,), decided, outcome, rules, HOLIDAYS)
    judged = signals((measure,), outcome, found, rules, HOLIDAYS)

    stretches = spans or [(next((at for at, month in enumerate(months) if month.value is not None), 0), len(months) - 1)]
    expected = [(first, slow_baseline(months[first : last + 1], slow, rules, HOLIDAYS)) for first, last in stretches]
    in_force = [(first, baseline) for first, baseline in expected if baseline is not None]
    ends = [*(first for first, _ in in_force[1:]), len(months)]
    by_month = [
        month
        for (first, baseline), end in zip(in_force, ends, strict=False)  # nothing in force: one end too many
        for month in slow_signals(months[first:end], baseline, slow, measure.direction, rules)
    ]
    exact = ("chart", "adjusted_for", "points", "strength")
    near = ("centre", "mean_moving_range", "spread", "lower_limit", "upper_limit", "moving_range_limit")
    assert found.select(exact).rows() == [tuple(getattr(baseline, name) for name in exact) for _, baseline in in_force]
    for row, (_, baseline) in zip(found.iter_rows(named=True), in_force, strict=True):
        for name in near:
            assert_near(row[name], getattr(baseline, name), name)
    assert found["is_current"].to_list() == [False] * (len(in_force) - 1) + [True] * bool(in_force)
    assert judged.select("month", "rule", "side", "judgement").to_dicts() == [
        {name: month[name] for name in ("month", "rule", "side", "judgement")} for month in by_month
    ]
    known = [month["month"] for month in by_month if month["value"] is not None]
    assert judged.filter("is_latest")["month"].to_list() == known[-1:]
    for row, month in zip(judged.iter_rows(named=True), by_month, strict=True):
        for name in ("value", "centre", "lower_limit", "upper_limit", "sigmas"):
            assert_near(row[name], month[name], name)


@given(values=series, spans=spans_of(), rules=rule_sets, direction=st.sampled_from(["up", "down", "neither"]))
@example(values=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], spans=[], rules=SignalRules(has_trend=True), direction="down")
@example(values=[0.0] * 5 + [9.0] + [1.0] * 8, spans=[], rules=SignalRules(screens_ranges=True), direction="up")
def test_plain_values_are_judged_as_a_person_would(values, spans, rules, direction):
    months = [SlowMonth(month_after(START, at), value) for at, value in enumerate(values)]
    assert_agree(measure_of(direction), SlowMeasure("i_prime"), months, spans, rules)


@given(
    parts=numerators, others=st.lists(st.integers(0, 60), min_size=45, max_size=45), spans=spans_of(), rules=rule_sets,
    chart=st.sampled_from([None, "xmr", "i_prime", "p", "p_prime"]),
)  # fmt: skip
def test_shares_are_judged_as_a_person_would(parts, others, spans, rules, chart):
    measure = CaseShare(**definition(chart=chart), kind="case_share", source="s", event="closed", part=Filter())
    months = [
        SlowMonth(
            month_after(START, at), None if part is None or part + rest == 0 else 100 * part / (part + rest), part and part + rest
        )
        for at, (part, rest) in enumerate(zip(parts, others, strict=False))
    ]
    assert_agree(measure, SlowMeasure(chart or "i_prime", 100.0, is_share=True), months, spans, rules)


@given(
    parts=numerators, weights=st.lists(st.integers(1, 60), min_size=45, max_size=45), spans=spans_of(), rules=rule_sets,
    said=st.tuples(st.sampled_from([None, "xmr", "i_prime", "u", "u_prime", "c"]), st.sampled_from([1.0, 1000.0])),
)  # fmt: skip
@example(parts=[-3, *range(11)], weights=[7] * 45, spans=[], rules=SignalRules(), said=("u", 1.0))
@example(parts=[-3, *range(11)], weights=[7] * 45, spans=[], rules=SignalRules(), said=("c", 1.0))
def test_rates_are_judged_as_a_person_would(parts, weights, spans, rules, said):
    chart, per = said
    measure = Ratio(**definition(chart=chart), kind="ratio", numerator="a", denominator="b", per=per)
    months = [
        SlowMonth(month_after(START, at), None if part is None else per * part / weight, float(weight))
        for at, (part, weight) in enumerate(zip(parts, weights, strict=False))
    ]
    assert_agree(measure, SlowMeasure(chart or "i_prime", per), months, spans, rules)


@given(
    values=whole_years, gap=st.one_of(st.none(), st.integers(0, 44)), spans=spans_of(), rules=rule_sets,
    said=st.tuples(st.sampled_from(["xmr", "c"]), st.sampled_from(["season", "working_days"])),
)  # fmt: skip
@example(values=list(range(1, 41)), gap=None, spans=[], rules=SignalRules(), said=("xmr", "season"))
@example(values=list(range(1, 41)), gap=20, spans=[], rules=SignalRules(), said=("xmr", "season"))
@example(values=[at % 12 for at in range(40)], gap=None, spans=[], rules=SignalRules(has_trend=True), said=("c", "season"))
@example(values=[3 + at % 12 for at in range(45)], gap=1, spans=[], rules=SignalRules(has_trend=True), said=("xmr", "season"))
def test_with_season_or_working_days_taken_out_as_a_person_would(values, gap, spans, rules, said):
    chart, adjusted_for = said
    measure = measure_of(chart=chart, adjusted_for=adjusted_for)
    months = [SlowMonth(month_after(START, at), None if at == gap else float(value)) for at, value in enumerate(values)]
    spans = [(first, last + 36) for first, last in spans[:1]]
    assert_agree(measure, SlowMeasure(chart, adjusted_for=adjusted_for), months, spans, rules)

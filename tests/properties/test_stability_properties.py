"""Stability, suggested baselines, assurance and rare events against a slow second computation, and what always holds."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import geom

from tests.made_up_series import START, baseline_frame, count_measure, month_after, outcome_frame
from tests.outcome_world import AS_OF, COVERS, PLAN, SOURCE, case_rows, said
from tests.slow_stability import slow_gaps, slow_shift, slow_stability
from transforms import catalogue, plan
from transforms.inputs import Inputs, SignalRules
from transforms.measures import CaseCount, CaseShare, Filter
from transforms.units import ancestors
from transforms.variation.assurance import with_assurance
from transforms.variation.baselines import baselines
from transforms.variation.rare_events import TAIL, event_gaps
from transforms.variation.signals import signals
from transforms.variation.stability import stability
from transforms.variation.suggestion import suggestions

BEFORE = [10.0, 12.0, 8.0, 11.0, 9.0, 10.0, 13.0, 9.0, 8.0, 10.0, 11.0, 9.0]
"""Twelve months round 10."""
values_of_months = st.one_of(st.none(), st.integers(4, 20).map(float), st.sampled_from([10.0, 14.0, 14.0, 15.0]))
series = st.lists(values_of_months, min_size=8, max_size=40)
levels = st.lists(
    st.tuples(st.sampled_from([6, 10, 15, 15]), st.integers(1, 16), st.integers(0, 3)), min_size=1, max_size=4
).flatmap(
    lambda steps: st.tuples(
        *(
            st.lists(st.integers(level - swing, level + swing).map(float) | st.just(float(level)), min_size=length, max_size=length)
            for level, length, swing in steps
        )
    ).map(lambda parts: [value for part in parts for value in part])
)
"""Months that stay at a level for a while and then move to another."""
with_gaps = st.tuples(levels, st.sets(st.integers(0, 50), max_size=3)).map(
    lambda told: [None if at in told[1] else value for at, value in enumerate(told[0])]
)


def frozen_after(values: list[float | None], months: int, unit_id: str = "u") -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Outcome, signals and baseline of a series whose first months are decided to be the baseline."""
    outcome = outcome_frame(values, unit_id=unit_id)
    centre = sum(values[:months]) / months
    against = baseline_frame(
        centre, centre - 6, centre + 6, unit_id=unit_id, from_month=START, to_month=month_after(START, months - 1)
    )
    stated = {"measure_id": "m", "unit_id": unit_id, "centre": centre, "upper_limit": centre + 6}
    judged = [stated | {"month": month_after(START, at), "value": value} for at, value in enumerate(values)]
    return outcome, catalogue.Signal.of(judged), against


def shift(values: list[float | None], run_length: int = 8, needed: int = 12) -> dict[str, Any] | None:
    outcome, judged, against = frozen_after([*BEFORE, *values], 12)
    found = suggestions(outcome, judged, against, SignalRules(run_length=run_length), needed).to_dicts()
    return found[0] if found else None


@given(values=series, centre=st.sampled_from([10.0, 14.0, 9.5]))
def test_stability_is_what_a_person_would_count(values, centre):
    against = baseline_frame(centre, centre - 6, centre + 6)
    found = stability(signals((count_measure(),), outcome_frame(values), against), against).to_dicts()
    if all(value is None for value in values):
        assert found == []
        return
    expected = slow_stability(values, centre)
    assert {name: found[0][name] for name in expected} == expected


@given(values=series, at=st.integers(0, 40))
def test_a_missing_month_changes_nothing_of_stability(values, at):
    against = baseline_frame(10, 4, 16)
    with_a_gap = [*values[:at], None, *values[at:]]
    both = [
        stability(signals((count_measure(),), outcome_frame(each), against), against).drop("to_month")
        for each in (values, with_a_gap)
    ]
    assert both[0].equals(both[1])


@given(values=with_gaps, run_length=st.sampled_from([6, 7, 8]), needed=st.sampled_from([8, 12]))
def test_a_stable_shift_is_what_a_person_would_find(values, run_length, needed):
    found = shift(values, run_length, needed)
    expected = slow_shift([*BEFORE, *values], 10.0, 12, run_length, needed)
    if expected is None:
        assert found is None
        return
    known = [value for value in [*BEFORE, *values][expected:] if value is not None]
    assert found["from_month"] == month_after(START, expected)
    assert found["points"] == len(known)
    assert found["centre"] == pytest.approx(sum(known) / len(known))
    assert found["side"] == ("above" if known[0] > 10 else "below")


def test_months_on_the_way_to_the_new_level_do_not_go_back():
    """Eight months between the old level and the new lie below the candidate's centre, but they come before it is reached."""
    assert shift([11.0] * 8 + [15.0] * 8)["from_month"] == month_after(START, 12)


def test_the_candidates_centre_is_that_of_its_first_twelve_months():
    """From the first month on the mean of twelve is 14.17, and eleven months lie below it; a thirteenth would lower it to 13.85."""
    assert shift([16.0, *[14.0] * 11, 10.0, 15.0])["from_month"] == month_after(START, 13)


def test_a_gap_in_the_months_that_go_back_makes_two_short_runs_of_them():
    back = [10.0] * 5
    assert shift([15.0] * 8 + [*back, None, *back, 15.0])["from_month"] == month_after(START, 12)
    assert shift([15.0] * 8 + [*back, *back, 15.0]) is None


@settings(max_examples=40)
@given(values=levels, later=levels)
def test_a_suggestion_stands_whatever_comes_later(values, later):
    first = shift(values)
    assume(first is not None)
    assert shift([*values, *later])["from_month"] == first["from_month"]


@given(values=with_gaps, factor=st.sampled_from([-1.0, 0.1, 1000.0]))
def test_upside_down_and_in_another_unit_the_shift_is_the_same(values, factor):
    outcome, judged, against = frozen_after([None if value is None else value * factor for value in [*BEFORE, *values]], 12)
    found = suggestions(outcome, judged, against)["from_month"].to_list()
    expected = shift(values)
    assert found == ([expected["from_month"]] if expected else [])


@settings(max_examples=40)
@given(st.lists(with_gaps, min_size=2, max_size=5))
def test_many_series_at_once_are_the_same_as_one_at_a_time(many):
    alone = [frozen_after([*BEFORE, *values], 12, unit_id=f"u{at}") for at, values in enumerate(many)]
    outcome, judged, against = (pl.concat(frames) for frames in zip(*alone, strict=True))
    assert suggestions(outcome, judged, against).equals(pl.concat(suggestions(*frames) for frames in alone))
    assert stability(judged, against).equals(pl.concat(stability(*frames[1:]) for frames in alone))


def test_a_rate_is_weighted_by_its_denominators():
    """Two new months of 1 000 weigh as much as they do in the new baseline's own centre."""
    share = CaseShare(**{**vars(count_measure()), "kind": "case_share", "part": Filter()})
    rates, sizes = [50.0, 52.0] * 6 + [70.0, 80.0, 70.0] * 4, [100.0] * 12 + [1000.0, 100.0, 100.0] * 4
    outcome = outcome_frame(
        rates, denominator=sizes, numerator=[rate * size / 100 for rate, size in zip(rates, sizes, strict=True)]
    )
    decision = plan.BaselineDecision(
        measure_id="m", unit_id="u", from_month=START, to_month=month_after(START, 11), decided_by="", reason="", decided_on=START
    )
    against = baselines((share,), plan.Plan(baselines=(decision,)), outcome)
    found = suggestions(outcome, signals((share,), outcome, against), against, months_needed=9)
    assert found["centre"].to_list() == [pytest.approx((70 * 1000 + 80 * 100 + 70 * 100) / 1200)]


limit = st.integers(0, 20).map(float)


@given(low=limit, width=st.integers(0, 10), target=limit)
def test_assurance_says_where_all_of_normal_variation_lies(low, width, target):
    against = baseline_frame(low + width / 2, low, low + width, level_target=target)
    up, down, neither = (
        with_assurance(against, catalogue.Signal.empty(), (count_measure(direction=direction),))["assurance"].item()
        for direction in ("up", "down", "neither")
    )
    if low > target:
        assert (up, down) == ("will_pass", "will_fail")
    elif low + width < target:
        assert (up, down) == ("will_fail", "will_pass")
    else:
        assert (up, down) == ("hit_or_miss", "hit_or_miss")
    assert neither is None


def test_an_older_baseline_is_judged_by_its_own_months_limits():
    """Months before the second baseline's first month belong to the first."""
    against = pl.concat(
        baseline_frame(0, None, None, from_month=month, level_target=10.0) for month in (START, month_after(START, 2))
    )
    limits = [(11.0, 13.0), (11.0, 12.0), (5.0, 8.0), (5.0, 9.0)]
    months = catalogue.Signal.of(
        [
            {
                "measure_id": "m",
                "unit_id": "u",
                "month": month_after(START, at),
                "value": 1.0,
                "lower_limit": low,
                "upper_limit": up,
            }
            for at, (low, up) in enumerate(limits)
        ]
    )
    assert with_assurance(against, months, (count_measure(),))["assurance"].to_list() == ["will_pass", "will_fail"]


RARE = (
    CaseCount(**said("dagar", chart="t", direction="down"), kind="case_count", source=SOURCE, event="opened"),
    CaseCount(**said("dagar_sent", chart="t", complete_after_days=40), kind="case_count", source=SOURCE, event="closed"),
    CaseShare(
        **said("arenden", chart="g", direction="neither"), kind="case_share", source=SOURCE, event="decided",
        where=Filter(case_type=("a", "b")), part=Filter(outcome=("bifall",)),
    ),
    CaseCount(**said("vanlig"), kind="case_count", source=SOURCE, event="opened"),
)  # fmt: skip
SETTLED_UNTIL = {"dagar": (2026, 4), "dagar_sent": (2026, 2), "arenden": (2026, 4)}
"""The first month that may still change on the as-of day, 5 April: the running one, and with forty days February too."""


def inputs_of(rows: list[dict[str, Any]]) -> Inputs:
    return Inputs(
        as_of=AS_OF, municipality_code="0000", measures=RARE, plan=PLAN, source_covers=COVERS, cases=catalogue.Case.of(rows)
    )


@settings(max_examples=40)
@given(case_rows)
def test_gaps_are_what_a_person_would_count_at_every_level(rows):
    found = event_gaps(inputs_of(rows))
    for measure, event in ((RARE[0], "opened_at"), (RARE[1], "closed_at"), (RARE[2], "decided_at")):
        for unit in ancestors(PLAN):
            below = [name for name, line in ancestors(PLAN).items() if unit in line]
            is_share = isinstance(measure, CaseShare)
            events = [
                (row[event], row["case_key"], not is_share or row["outcome"] == "bifall")
                for row in rows
                if row["unit_id"] in below
                and row[event] is not None
                and (2026, 1) <= (row[event].year, row[event].month) < SETTLED_UNTIL[measure.measure_id]
                and (not is_share or row["case_type"] in {"a", "b"})
            ]
            of_unit = found.filter(measure_id=measure.measure_id, unit_id=unit)
            assert of_unit.select("event_number", "event_on", "gap").to_dicts() == slow_gaps(events, in_days=not is_share)
            assert of_unit["is_latest"].sum() == min(1, of_unit.height)
    assert set(found["measure_id"]) <= SETTLED_UNTIL.keys()


@settings(max_examples=40)
@given(gaps=st.lists(st.one_of(st.integers(0, 200), st.sampled_from([0, 300])), min_size=1, max_size=30))
def test_days_are_judged_as_an_xmr_chart_of_their_power(gaps):
    found = gaps_of(gaps, RARE[0])
    even = [gap ** (1 / 3.6) for gap in gaps]
    if len(gaps) < 6:
        assert set(found["judgement"]) == {"too_few"}
        assert found["centre"].null_count() == len(gaps)
        return
    middle = sum(even) / len(even)
    reach = 2.66 * sum(abs(a - b) for a, b in pairwise(even)) / (len(even) - 1)
    assert found["centre"][0] == pytest.approx(middle**3.6)
    assert found["lower_limit"][0] == pytest.approx(max(0, middle - reach) ** 3.6)
    assert found["upper_limit"][0] == pytest.approx((middle + reach) ** 3.6)
    # More than a hair beyond the limit, lest the last binary digit decides.
    judged = ["improvement" if e > middle + reach + 1e-9 else "concern" if e < middle - reach - 1e-9 else "none" for e in even]
    assert found["judgement"].to_list() == judged


@settings(max_examples=40)
@given(gaps=st.lists(st.integers(0, 300), min_size=6, max_size=30))
def test_cases_between_events_leave_the_limits_as_rarely_as_said(gaps):
    """The limits are the outermost whole numbers that the geometric distribution leaves with at most 0.135 % a side."""
    found = gaps_of(gaps, RARE[2])
    low, middle, high = (found[name][0] for name in ("lower_limit", "centre", "upper_limit"))
    mean = sum(gaps) / len(gaps)
    if mean == 0:
        assert (low, middle, high) == (0, 0, 0)
        return
    between = geom(1 / (mean + 1), loc=-1)
    assert between.cdf(low - 1) <= TAIL * (1 + 1e-9) < between.cdf(low)
    assert between.sf(high) <= TAIL * (1 + 1e-9)
    assert high == 0 or between.sf(high - 1) > TAIL * (1 - 1e-9)
    assert between.cdf(middle) >= 0.5 - 1e-9
    expected = ["change" if gap > high or gap < low else "none" for gap in gaps]
    assert found["judgement"].to_list() == expected


def gaps_of(gaps: list[int], measure: CaseCount | CaseShare) -> pl.DataFrame:
    """The gaps of one unit whose events lie so far apart: in days, or with so many cases between on days of their own."""
    first = pl.datetime(1990, 1, 1)
    if isinstance(measure, CaseCount):
        days = [0, *gaps]
        frame = pl.DataFrame({"step": days}).with_columns(
            is_part=pl.lit(value=True), at=first + pl.duration(days=pl.col("step").cum_sum())
        )
    else:
        kinds = [True, *(kind for gap in gaps for kind in [*[False] * gap, True])]
        frame = pl.DataFrame({"is_part": kinds}).with_columns(at=first + pl.duration(days=pl.int_range(pl.len())))
    rows = frame.select(
        source_id=pl.lit(SOURCE), case_key=pl.int_range(pl.len()).cast(pl.String).str.zfill(6), unit_id=pl.lit("norr"),
        file_id=pl.lit("f"), line=pl.int_range(pl.len()), case_type=pl.lit("a"),
        outcome=pl.when("is_part").then(pl.lit("bifall")).otherwise(pl.lit("avslag")), opened_at="at", decided_at="at",
    )  # fmt: skip
    stated = inputs_of([])
    everything = {SOURCE: (START.replace(year=1990), AS_OF.replace(day=1))}
    missing = [
        pl.lit(None).cast(column.dtype).alias(name) for name, column in catalogue.Case.columns.items() if name not in rows.columns
    ]
    cases = catalogue.Case.conform(rows.with_columns(missing))
    found = event_gaps(replace(stated, cases=cases, source_covers=everything))
    return found.filter(measure_id=measure.measure_id, unit_id="norr")


def test_stable_series_are_called_unstable_as_often_as_published():
    """Anhøj's rules on independent months round a known centre: exactly computed for 24 months by counting run patterns."""
    draws = pl.Series(range(4000))
    frame = pl.DataFrame({"unit": draws}).join(pl.DataFrame({"at": range(24)}), how="cross")
    state = pl.struct("unit", "at").hash(seed=7) % 2
    signal = frame.select(
        measure_id=pl.lit("m"), unit_id=pl.col("unit").cast(pl.String).str.zfill(4),
        month=pl.lit(START).dt.offset_by(pl.format("{}mo", "at")), value=state.cast(pl.Float64) * 2 - 1, centre=pl.lit(0.0),
    )  # fmt: skip
    against = pl.concat([baseline_frame(0, -3, 3)] * 4000).with_columns(unit_id=draws.cast(pl.String).str.zfill(4))
    judged = signal.with_columns(upper_limit=pl.lit(3.0))
    found = stability(judged, against)
    share = 1 - found["is_stable"].mean()
    exact = unstable_share(24)
    assert abs(share - exact) < 3 * math.sqrt(exact * (1 - exact) / 4000)


def unstable_share(months: int) -> float:
    """The probability that fair coin tosses break either limit, by counting sequences with a run of 8 or fewer than 8 changes."""
    longest, fewest = round(math.log2(months)) + 3, slow_stability([1.0, -1.0] * (months // 2), 0.0)["crossings_limit"]
    ways = {(1, 0, 1): 2}  # (length of the present run, changes, longest so far) → sequences
    for _ in range(months - 1):
        onward: dict[tuple[int, int, int], int] = {}
        for (run, changes, most), count in ways.items():
            for state in ((run + 1, changes, max(most, run + 1)), (1, changes + 1, most)):
                onward[state] = onward.get(state, 0) + count
        ways = onward
    broken = sum(count for (_, changes, most), count in ways.items() if most > longest or changes < fewest)
    return broken / 2**months

"""What everybody is shown is judged by baselines without hidden months, and by no other in their stead."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.made_up_series import START, count_measure, month_after, outcome_frame
from transforms import catalogue, plan
from transforms.inputs import Inputs
from transforms.variation.judged import judged, judged_as_shown

VALUES = [20.0, 22.0, 19.0, 21.0, 20.0, 22.0, 21.0, 19.0, 30.0, 32.0, 31.0, 29.0, 30.0, 32.0, 31.0, 29.0]


def decided(from_at: int, to_at: int) -> plan.BaselineDecision:
    return plan.BaselineDecision(
        measure_id="m", unit_id="u", from_month=month_after(START, from_at), to_month=month_after(START, to_at),
        decided_by="chef", decided_on=START, reason="", cause="flytt", is_expected_to_last=True,
    )  # fmt: skip


def inputs(*baselines: plan.BaselineDecision) -> Inputs:
    return Inputs(
        as_of=date(2027, 12, 5), municipality_code="9001", measures=(count_measure(),), plan=plan.Plan(baselines=baselines)
    )


def shown(hidden_at: tuple[int, ...] = ()) -> pl.DataFrame:
    frame = outcome_frame(VALUES).drop("rows").with_columns(is_held=pl.lit(value=False))
    is_hidden = pl.Series([at in hidden_at for at in range(len(VALUES))])
    return catalogue.DisclosedOutcome.conform(
        frame.with_columns(is_hidden=is_hidden, value=pl.when(~is_hidden).then("value")).select(*catalogue.DisclosedOutcome.columns)
    )


def test_with_nothing_hidden_it_is_what_is_judged_of_the_outcomes_themselves():
    of = inputs(decided(0, 7), decided(8, 15))
    inside, outside = judged(of, outcome_frame(VALUES)), judged_as_shown(of, shown())
    for name in ("baseline", "signal", "season_factor", "stability", "suggestion"):
        assert getattr(inside, name).equals(getattr(outside, name)), name
    assert inside.baseline["from_month"].to_list() == [START, month_after(START, 8)]


def test_a_hidden_month_withholds_its_baseline_and_what_is_judged_by_it():
    told = judged_as_shown(inputs(decided(0, 7), decided(8, 15)), shown(hidden_at=(9,)))
    assert told.baseline["from_month"].to_list() == [START]
    assert told.signal["month"].to_list() == [month_after(START, at) for at in range(8)]
    assert told.stability.is_empty()


def test_months_of_a_withheld_baseline_are_not_judged_by_the_one_before_it():
    """Thirty is far outside the limits around twenty: it would be a signal in every month."""
    told = judged_as_shown(inputs(decided(0, 7), decided(8, 15)), shown(hidden_at=(15,)))
    assert set(told.signal["rule"]) == {"none"}


def test_a_withheld_first_baseline_leaves_the_one_after_it():
    told = judged_as_shown(inputs(decided(0, 7), decided(8, 15)), shown(hidden_at=(0,)))
    assert told.baseline["from_month"].to_list() == [month_after(START, 8)]
    assert told.signal["month"].min() == month_after(START, 8)

"""Series, measures and decisions for the properties of baselines and signals."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.made_up_series import START, month_after
from transforms import plan
from transforms.inputs import SignalRules
from transforms.measures import ReportedSeries

series = st.lists(st.one_of(st.none(), st.integers(-20, 20).map(float), st.sampled_from([0.0, 1.0, 2.0])), max_size=40)
rule_sets = st.builds(SignalRules, run_length=st.sampled_from([6, 7, 8]), has_trend=st.booleans(), screens_ranges=st.booleans())


def definition(direction: str = "up", **stated: Any) -> dict[str, Any]:
    told = {
        "measure_id": "m", "name": "m", "unit": "antal", "definition": "", "direction": direction, "author": "", "checker": "",
        "reviewed_on": START,
    }  # fmt: skip
    return told | stated


def measure_of(direction: str = "up", **stated: Any) -> ReportedSeries:
    """A series without denominators, which may be negative: judged by xmr unless something else is stated."""
    return ReportedSeries(**definition(direction, **stated), kind="series", source="s", code="c", topic="verksamhet")


def decision(first: int, last: int) -> plan.BaselineDecision:
    """A decision about the months from one number to another, counted from the first of the series."""
    return plan.BaselineDecision(
        measure_id="m", unit_id="u", from_month=month_after(START, first), to_month=month_after(START, last), decided_by="",
        decided_on=START, reason="",
    )  # fmt: skip


@st.composite
def spans_of(draw: st.DrawFn) -> list[tuple[int, int]]:
    """No decided baseline, one, or two after one another."""
    knots = sorted(draw(st.sets(st.integers(0, 30), min_size=4, max_size=4)))
    return draw(st.sampled_from([[], [(knots[0], knots[1])], [(knots[0], knots[1]), (knots[2], knots[3])]]))

"""Signals as a person would find them: each month judged by looking back from it, in plain Python."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from tests.slow_variation import SAME, SlowBaseline, SlowMeasure, SlowMonth, slow_deviation, slow_limits
from transforms.inputs import SignalRules


def slow_signals(
    months: Sequence[SlowMonth], baseline: SlowBaseline, measure: SlowMeasure, direction: str, rules: SignalRules
) -> list[dict[str, Any]]:
    """Each month from the baseline's first on, judged by looking back from it."""
    told = [_placed(month, baseline, measure) for month in months]
    for at, month in enumerate(told):
        month["rule"], month["side"] = "none", None
        if baseline.spread is not None and month["value"] is not None:
            month["rule"], month["side"] = _rule(told[: at + 1], rules)
        good = (month["side"] == "above") == (direction == "up")
        month["judgement"] = (
            "too_few" if baseline.spread is None
            else "none" if month["rule"] == "none"
            else "change" if direction == "neither"
            else "improvement" if good else "concern"
        )  # fmt: skip
    return told


def _placed(month: SlowMonth, baseline: SlowBaseline, measure: SlowMeasure) -> dict[str, Any]:
    factor = baseline.factor_of(month.month)
    centre = baseline.centre * factor
    deviation = slow_deviation(baseline, measure, month.denominator)
    deviation = None if deviation is None else deviation * factor
    lower, upper = slow_limits(baseline, measure, month.denominator, factor)
    told: dict[str, Any] = {
        "month": month.month, "number": month.number, "value": month.value, "centre": centre, "lower_limit": lower,
        "upper_limit": upper, "way": None, "out": False, "near": False, "sigmas": None, "level": None,
    }  # fmt: skip
    if month.value is None:
        return told
    room = SAME * (abs(month.value) + abs(centre) + 3 * (deviation or 0))
    distance = month.value - centre
    told["level"] = month.value / factor
    told["way"] = 0 if abs(distance) <= room else 1 if distance > 0 else -1
    if deviation is not None:
        told["out"] = month.value > upper + room or month.value < lower - room
        told["near"] = abs(distance) > 2 * deviation + room
        told["sigmas"] = distance / deviation if deviation > 0 else 0.0 if told["way"] == 0 else None
    return told


def _rule(so_far: list[dict[str, Any]], rules: SignalRules) -> tuple[str, str | None]:
    """The rule that fits the last month, looking back over neighbouring months with a value only."""
    back = [so_far[-1]]
    for month in reversed(so_far[:-1]):
        if month["value"] is None or back[-1]["number"] - month["number"] != 1:
            break
        back.append(month)
    latest, way = back[0], back[0]["way"]
    side = "above" if way == 1 else "below"
    if latest["out"]:
        return "outside_limits", side
    three = back[:3]
    if latest["near"] and len(three) == 3 and {month["way"] for month in three} == {way} and sum(m["near"] for m in three) >= 2:
        return "two_of_three", side
    beside = [month["way"] for month in back if month["way"] != 0]
    if way != 0 and len(beside) >= rules.run_length and set(beside[: rules.run_length]) == {way}:
        return "run", side
    if rules.has_trend and len(back) >= 7:
        levels = [month["level"] for month in back[:7]]
        steps = {_step(earlier, later) for later, earlier in itertools.pairwise(levels)}
        if steps in ({1}, {-1}):
            return "trend", "above" if steps == {1} else "below"
    return "none", None


def _step(earlier: float, later: float) -> int:
    room = SAME * (abs(earlier) + abs(later))
    return 0 if abs(later - earlier) <= room else 1 if later > earlier else -1

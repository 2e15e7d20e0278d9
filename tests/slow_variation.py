"""Baselines and limits as a person would work them out: one series, one month at a time, in plain Python.

Written from the statistics and from the chart's own sources, not from the code it is compared with.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from transforms.inputs import SignalRules

SAME = 1e-9


@dataclass(frozen=True)
class SlowMonth:
    """One month of a series; ``value`` None when missing."""

    month: date
    value: float | None
    denominator: float | None = None

    @property
    def number(self) -> int:
        return self.month.year * 12 + self.month.month


@dataclass(frozen=True)
class SlowMeasure:
    """What of a measure's definition the limits hang on."""

    chart: str = "xmr"
    scale: float = 1.0
    is_share: bool = False
    adjusted_for: str = "none"


@dataclass
class SlowBaseline:
    """What came out of the months of one baseline."""

    points: int
    chart: str
    adjusted_for: str
    factor_of: Callable[[date], float]
    centre: float
    mean_moving_range: float | None
    spread: float | None
    lower_limit: float | None = None
    upper_limit: float | None = None
    moving_range_limit: float | None = None
    strength: str = "too_few"
    from_month: date = field(default=date(1, 1, 1))


def slow_baseline(
    months: Sequence[SlowMonth], measure: SlowMeasure, rules: SignalRules, holidays: Sequence[date] = ()
) -> SlowBaseline | None:
    """The baseline of these months, or None when not one of them has a value."""
    known = [month for month in months if month.value is not None]
    if not known:
        return None
    adjusted_for, factor_of = slow_factor(known, measure.adjusted_for, holidays)
    adjusted = [SlowMonth(m.month, m.value / factor_of(m.month), m.denominator) for m in known]
    chart = slow_chart(adjusted, measure)
    weights = [m.denominator if chart in {"i_prime", "p", "u", "p_prime", "u_prime"} else 1.0 for m in adjusted]
    centre = sum(m.value * weight for m, weight in zip(adjusted, weights, strict=True)) / sum(weights)

    pairs = slow_ranges(adjusted, weights, centre, chart, measure.scale)
    if rules.screens_ranges and pairs:
        most = 3.267 * sum(range_ for range_, _ in pairs) / len(pairs)
        pairs = [pair for pair in pairs if pair[0] <= most]
    mean_range = sum(range_ for range_, _ in pairs) / len(pairs) if pairs else None

    spread: float | None
    if chart == "c":
        spread = math.sqrt(max(centre, 0))
    elif chart in {"p", "u"}:
        spread = counting_deviation(centre, 1.0, chart, measure.scale)
    else:
        spread = None if mean_range is None else mean_range * 2.66 / 3
    found = SlowBaseline(
        points=len(known), chart=chart, adjusted_for=adjusted_for, factor_of=factor_of, centre=centre,
        mean_moving_range=sum(distance for _, distance in pairs) / len(pairs) if pairs else None,
        spread=spread if len(known) >= 6 else None,
    )  # fmt: skip
    if found.spread is not None:
        found.strength = "trial" if len(known) < 12 else "limits"
        if found.mean_moving_range is not None:
            found.moving_range_limit = 3.267 * found.mean_moving_range
        if len(set(weights)) == 1 and adjusted_for == "none":
            found.lower_limit, found.upper_limit = slow_limits(found, measure, weights[0], 1.0)
    return found


def slow_ranges(
    known: Sequence[SlowMonth], weights: Sequence[float], centre: float, chart: str, scale: float
) -> list[tuple[float, float]]:
    """Per pair of neighbouring months: the range as the chart measures it, and the plain distance."""
    pairs = []
    for (one, n_one), (two, n_two) in itertools.pairwise(zip(known, weights, strict=True)):
        if two.number - one.number != 1:
            continue
        distance = abs(two.value - one.value)
        if chart in {"p_prime", "u_prime"}:
            theirs = [in_counting_deviations(m.value, centre, n, chart, scale) for m, n in ((one, n_one), (two, n_two))]
            pairs.append((abs(theirs[1] - theirs[0]), distance))
        else:
            pairs.append((distance / math.sqrt((1 / n_one + 1 / n_two) / 2), distance))
    return pairs


def slow_factor(known: Sequence[SlowMonth], wanted: str, holidays: Sequence[date]) -> tuple[str, Callable[[date], float]]:
    """What is really taken out, and what a month's value is divided by."""
    if wanted == "working_days":
        usual = sum(working_days(m.month, holidays) for m in known) / len(known)
        return "working_days", lambda month: working_days(month, holidays) / usual
    unbroken = [known[-1]]
    for month in reversed(known[:-1]):
        if unbroken[-1].number - month.number != 1:
            break
        unbroken.append(month)
    years = len(unbroken) // 12
    if wanted == "season" and years >= 3:
        whole = unbroken[: years * 12]
        overall = sum(m.value for m in whole) / len(whole)
        means = {at: sum(m.value for m in whole if m.month.month == at) / years for at in range(1, 13)}
        if min(means.values()) > 0:
            return "season", lambda month: means[month.month] / overall
    return "none", lambda _: 1.0


def working_days(month: date, holidays: Sequence[date]) -> int:
    """Mondays to Fridays of the month that are no holidays, day by day."""
    days = [month + timedelta(days=n) for n in range(31)]
    return sum(day.month == month.month and day.weekday() < 5 and day not in holidays for day in days)


def slow_chart(known: Sequence[SlowMonth], measure: SlowMeasure) -> str:
    """The chart, or xmr where the figures do not fit it."""
    chart = measure.chart
    if chart in {"i_prime", "p", "u", "p_prime", "u_prime"} and not all(m.denominator and m.denominator > 0 for m in known):
        return "xmr"
    if chart in {"c", "p", "u", "p_prime", "u_prime"} and any(m.value < 0 for m in known):
        return "xmr"
    if chart in {"p", "p_prime"} and any(m.value > measure.scale * (1 + SAME) for m in known):
        return "xmr"
    return chart


def counting_deviation(centre: float, n: float, chart: str, scale: float) -> float:
    """The binomial's (p) or Poisson's (u) standard deviation of numerator / n, times the scale."""
    rate = centre / scale
    variance = rate * (1 - rate) if chart.startswith("p") else rate
    return scale * math.sqrt(max(variance, 0) / n)


def in_counting_deviations(value: float, centre: float, n: float, chart: str, scale: float) -> float:
    deviation = counting_deviation(centre, n, chart, scale)
    return (value - centre) / deviation if deviation > 0 else 0.0


def slow_deviation(baseline: SlowBaseline, measure: SlowMeasure, n: float | None) -> float | None:
    """One standard deviation of a month's adjusted value."""
    if baseline.spread is None:
        return None
    if baseline.chart in {"xmr", "c"}:
        return baseline.spread
    if not n or n <= 0:
        return None
    if baseline.chart in {"p_prime", "u_prime"}:
        return baseline.spread * counting_deviation(baseline.centre, n, baseline.chart, measure.scale)
    return baseline.spread / math.sqrt(n)


def slow_limits(baseline: SlowBaseline, measure: SlowMeasure, n: float | None, factor: float) -> tuple[float | None, float | None]:
    deviation = slow_deviation(baseline, measure, n)
    if deviation is None:
        return None, None
    lower, upper = (baseline.centre - 3 * deviation) * factor, (baseline.centre + 3 * deviation) * factor
    if measure.is_share or baseline.chart in {"c", "p", "u", "p_prime", "u_prime"}:
        lower = max(lower, 0.0)
    if measure.is_share:
        upper = min(upper, 100.0)
    if baseline.chart in {"p", "p_prime"}:
        upper = min(upper, measure.scale)
    return lower, upper

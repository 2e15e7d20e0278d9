"""Standings, forecasts, weeks and waiting activities a second time: slow, obvious, one goal and one number after the other.

Plain Python. Distributions are summed weight by weight from their definitions; only Student's t is scipy's.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from scipy.stats import t


@dataclass(frozen=True, kw_only=True)
class SlowGoal:
    """An even goal, what each month gave (None: missing), and how many months have ended."""

    kind: str = "cumulative"
    target: int
    periods: int
    ended: int
    values: Sequence[float | None] = ()
    cohort: Sequence[tuple[int, int]] = ()
    start_value: float = 0.0
    least: float = -math.inf
    most: float = math.inf
    is_ceiling: bool = False
    believed_pace: float = 0.0
    believed_months: float = 0.0
    told: list[float | None] = field(init=False)

    def __post_init__(self) -> None:
        values = [*self.values, *[None] * self.periods] if self.kind != "share" else [*self.cohort, *[None] * self.periods]
        object.__setattr__(self, "told", values[: min(self.ended, self.periods)])


def half_up(number: Fraction) -> int:
    return math.floor(number + Fraction(1, 2))


def slow_forecast(goal: SlowGoal) -> dict[str, Any]:
    """The standing and the chance of a goal, and its fan, as a person would work them out."""
    return {"cumulative": _sum, "share": _share, "stock": _stock}[goal.kind](goal)


def _known(goal: SlowGoal) -> int:
    """How many months from the first are known."""
    return len(list(itertools.takewhile(lambda value: value is not None, goal.told)))


def _sum(goal: SlowGoal) -> dict[str, Any]:
    known = _known(goal)
    if goal.told and (known == 0 or any(value is not None for value in goal.told[known:])):
        return {"state": "unknown", "periods_done": known, "outcome_cumulative": None, "chance_of_reaching": None, "fan": []}
    done = [value for value in goal.told[:known] if value is not None]
    total, left, room = sum(done), goal.periods - known, goal.target - sum(done)
    planned = half_up(Fraction(goal.target * known, goal.periods))
    fan = [_of_counts(goal, done, ahead) for ahead in range(1, left + 1)]
    at_end = (fan or [_of_counts(goal, done, 0)])[-1]
    is_broken, is_there = goal.is_ceiling and room < 0, not goal.is_ceiling and room <= 0
    if is_broken or is_there or left == 0:
        at_end = at_end | {"chance": 1.0 if is_there or (goal.is_ceiling and not is_broken) else 0.0}
    side = (total > planned) - (total < planned)
    return {
        "state": (
            "not_started" if not goal.told else "missed" if is_broken else "reached" if is_there else
            ("reached" if goal.is_ceiling else "missed") if left == 0 else
            {0: "on_plan", 1: "ahead", -1: "behind"}[-side if goal.is_ceiling else side]
        ),
        "periods_done": known, "periods_left": left, "outcome_cumulative": total,
        "fan": [] if at_end["expected"] is None else fan,
        "needed_per_month": max(room, 0) / left if left else None,
        "forecast_at_present_pace": total / known * goal.periods if known else None,
        "forecast_rest_as_planned": total + goal.target - planned,
        "chance_of_reaching": at_end["chance"], "final_low": at_end["low"], "final_high": at_end["high"],
    }  # fmt: skip


def _of_counts(goal: SlowGoal, done: Sequence[float], ahead: int) -> dict[str, Any]:
    total, known = sum(done), len(done)
    count, months = total + goal.believed_pace * goal.believed_months, known + goal.believed_months
    if ahead == 0:
        return {"expected": total, "low": total, "high": total, "chance": None}
    if months == 0:
        return dict.fromkeys(("expected", "low", "high", "chance"))
    rate = total / known if known else 0.0
    spread = sum((value - rate) ** 2 for value in done) / rate / (known - 1) if rate and known > 1 else 0.0
    successes, probability = count + 0.5, months / (months + ahead)
    if known >= 6 and spread > 1:
        mean = count / months * ahead
        variance = spread * (mean + mean**2 / count)
        successes, probability = mean**2 / (variance - mean), mean / variance
    weights = list(_negative_binomial(successes, probability))
    mean_ahead = successes * (1 - probability) / probability
    told = _summed(weights, goal.target - total, at_most=goal.is_ceiling, mean=mean_ahead)
    return {name: total + told[name] for name in ("expected", "low", "high")} | {"chance": told["chance"]}


def _negative_binomial(successes: float, probability: float) -> Iterator[float]:
    """Until what is left has no weight."""
    passed, hit = 0.0, 0
    while passed < 1 - 1e-12 and hit < 20_000:
        weight = math.exp(
            math.lgamma(hit + successes) - math.lgamma(successes) - math.lgamma(hit + 1)
            + successes * math.log(probability) + hit * math.log1p(-probability)
        )  # fmt: skip
        passed += weight
        hit += 1
        yield weight


def _summed(weights: Sequence[float], asked: float, *, at_most: bool, mean: float) -> dict[str, Any]:
    chance = math.fsum(weight for hit, weight in enumerate(weights) if (hit <= asked if at_most else hit >= asked))
    passed = list(itertools.accumulate(weights))
    low, high = (next(hit for hit, so_far in enumerate(passed) if so_far >= share) for share in (0.1, 0.9))
    return {"expected": mean, "low": low, "high": high, "chance": chance}


def _share(goal: SlowGoal) -> dict[str, Any]:
    known, left = len(goal.told), goal.periods - len(goal.told)
    hits, seen = sum(hit for hit, _ in goal.told), sum(of for _, of in goal.told)
    if not seen:
        return {"chance_of_reaching": None, "fan": []}
    fan = [_of_cohort(goal, hits, seen, half_up(Fraction(seen * ahead, known))) for ahead in range(1, left + 1)]
    at_end = (fan or [_of_cohort(goal, hits, seen, 0)])[-1]
    return {
        "periods_done": known, "outcome_cumulative": 100 * hits / seen, "forecast_at_present_pace": 100 * hits / seen, "fan": fan,
        "chance_of_reaching": at_end["chance"], "final_low": at_end["low"], "final_high": at_end["high"],
    }  # fmt: skip


def _of_cohort(goal: SlowGoal, hits: int, seen: int, ahead: int) -> dict[str, Any]:
    """Every rate as likely before: so many ways to place the hits among all, seen and to come."""
    misses, falls = seen - hits, goal.target < goal.start_value
    ways = [math.comb(hit + hits, hits) * math.comb(ahead - hit + misses, misses) for hit in range(ahead + 1)]
    weights = [float(Fraction(way, sum(ways))) for way in ways]
    asked = float(Fraction(goal.target * (seen + ahead), 100) - hits)
    told = _summed(weights, asked, at_most=falls, mean=ahead * (hits + 1) / (seen + 2))
    return {name: 100 * (hits + told[name]) / (seen + ahead) for name in ("expected", "low", "high")} | {"chance": told["chance"]}


def _stock(goal: SlowGoal) -> dict[str, Any]:
    places = [at for at, level in enumerate(goal.told) if level is not None]
    if not places:
        return {"chance_of_reaching": None, "fan": []}
    known, level = places[-1] + 1, goal.told[places[-1]]
    changes = [after - before for before, after in itertools.pairwise(goal.told) if before is not None and after is not None]
    left = goal.periods - known
    fan = [_of_level(goal, level, changes, ahead) for ahead in range(1, left + 1)] if len(changes) >= 6 else []
    at_end = (fan or [_of_level(goal, level, changes, 0) if left == 0 else dict.fromkeys(("expected", "low", "high", "chance"))])[
        -1
    ]
    return {
        "periods_done": known, "outcome_cumulative": level, "forecast_at_present_pace": at_end["expected"], "fan": fan,
        "chance_of_reaching": at_end["chance"], "final_low": at_end["low"], "final_high": at_end["high"],
    }  # fmt: skip


def _of_level(goal: SlowGoal, level: float, changes: Sequence[float], ahead: int) -> dict[str, Any]:
    number = len(changes)
    mean = sum(changes) / number if ahead else 0.0
    spread = math.sqrt(sum((change - mean) ** 2 for change in changes) / (number - 1)) if ahead else 0.0
    expected, width = level + ahead * mean, spread * math.sqrt(ahead + ahead**2 / number) if ahead else 0.0
    margin = goal.target - expected if goal.target < goal.start_value else expected - goal.target
    chance = float(margin >= -1e-6) if width < 1e-6 else float(t.cdf(margin / width, number - 1))
    reach = float(t.ppf(0.9, number - 1)) * width if width else 0.0
    told = {"expected": expected, "low": expected - reach, "high": expected + reach}
    return {name: min(max(value, goal.least), goal.most) for name, value in told.items()} | {"chance": chance}


def slow_weeks(
    days: Iterable[date], target: int, first: date, until: date, *,
    as_of: date, holidays: Iterable[date], is_ceiling: bool, latest: date,
) -> list[tuple[date, int, int, float, bool]]:  # fmt: skip
    """Monday, working days, counted, needed and won, day by day.

    ``until`` is the day after the plan's last, ``latest`` the last day that the source knows anything of.
    """
    days, holidays = sorted(days), set(holidays)

    def working(since: date, to: date) -> int:
        each = (since + timedelta(days=step) for step in range((to - since).days))
        return sum(day.weekday() < 5 and day not in holidays for day in each)

    found = []
    for step in range((min(until, as_of) - first).days):
        monday = first + timedelta(days=step)
        following = monday + timedelta(days=7)
        if monday.weekday() != 0 or following > min(until, as_of):
            continue
        of_week = [monday + timedelta(days=at) for at in range(7)]
        last_working = max((day for day in of_week if working(day, day + timedelta(days=1))), default=monday)
        counted_to = max(first, monday.replace(day=1))
        left, so_far = working(counted_to, until), sum(first <= day < counted_to for day in days)
        if latest < last_working or not left:
            continue
        needed = max(target - so_far, 0) / left * working(monday, following)
        outcome = sum(monday <= day < following for day in days)
        is_won = outcome <= needed + 1e-9 if is_ceiling else outcome >= needed - 1e-9
        found.append((monday, working(monday, following), outcome, needed, is_won))
    return found


def slow_waiting(
    due: dict[str, date], lengths: dict[str, int | None], needs: dict[str, set[str]], done: set[str]
) -> dict[str, Any]:
    """Per activity: its latest finish, what it holds up and whether it waits; by asking again until nothing changes."""
    open_ones = [name for name in due if name not in done]
    waits = {(name, need) for name in open_ones for need in needs[name] if need in open_ones}
    beyond = set(waits)
    while more := {(a, d) for a, b in beyond for c, d in beyond if b == c} - beyond:
        beyond |= more
    waits = {(name, need) for name, need in waits if (need, name) not in beyond}
    beyond = set(waits)
    while more := {(a, d) for a, b in beyond for c, d in beyond if b == c} - beyond:
        beyond |= more
    finish = dict(due)
    for _ in due:
        for name, need in waits:
            finish[need] = min(finish[need], finish[name] - timedelta(days=lengths[name] or 0))
    return {
        name: (finish[name], [other for other in due if (other, name) in beyond], any(waiter == name for waiter, _ in waits))
        for name in due
    }

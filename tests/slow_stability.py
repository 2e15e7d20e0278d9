"""Stability, stable shifts and rare events once more, one series at a time in plain Python: slow, and easy to agree with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from scipy.stats import binom

Values = Sequence[float | None]


def sides_of(values: Values, centre: float) -> list[int | None]:
    """1 above, −1 below, 0 on the centre (to nine digits), None for missing."""
    return [
        None if value is None else 0 if math.isclose(value, centre, rel_tol=2e-9) else 1 if value > centre else -1
        for value in values
    ]


def slow_stability(values: Values, centre: float) -> dict[str, Any]:
    """Anhøj's two tests."""
    useful = [side for side in sides_of(values, centre) if side]
    n = len(useful)
    runs = [len(list(run)) for _, run in groupby(useful)]
    longest, crossings = max(runs, default=0), sum(a != b for a, b in pairwise(useful))
    longest_limit = round(math.log2(n)) + 3 if n else 0
    crossings_limit = next(k for k in range(n + 1) if n == 0 or binom.cdf(k, n - 1, 0.5) >= 0.05)
    return {
        "useful_points": n, "longest_run": longest, "longest_run_limit": longest_limit, "crossings": crossings,
        "crossings_limit": crossings_limit, "is_stable": longest <= longest_limit and crossings >= crossings_limit,
    }  # fmt: skip


def run_after(sides: Sequence[int | None], start: int) -> int:
    """How many months on the side of month ``start`` follow from it, itself included, before the other side or a gap."""
    length = 0
    for side in sides[start:]:
        if side is None or side == -sides[start]:
            break
        length += side == sides[start]
    return length


def slow_shift(values: Values, centre: float, watch_from: int, run_length: int, needed: int) -> int | None:
    """The first month from ``watch_from`` on where a stable shift begins."""
    sides = sides_of(values, centre)
    for start in range(watch_from, len(values)):
        known = [at for at in range(start, len(values)) if values[at] is not None]
        if not sides[start] or run_after(sides, start) < run_length or len(known) < needed:
            continue
        level = known[:needed]
        middle = sum(values[at] for at in level) / needed
        relative = [None if side is None else side * sides[start] for side in sides_of(values, middle)]
        if not goes_back(relative, start, level[-1], run_length):
            return start
    return None


def goes_back(relative: Sequence[int | None], start: int, end: int, run_length: int) -> bool:
    """Whether a run on the old side (−1) begins after the new level was reached and by ``end``, or may be on its way."""
    for at in range(start, end + 1):
        has_been_away = 1 in relative[start:at]
        if has_been_away and relative[at] == -1 and run_after(relative, at) >= run_length:
            return True
    off_the_line = [at for at in range(start, end + 1) if relative[at]]
    last = off_the_line[-1] if off_the_line else None
    return last is not None and relative[last] == -1 and 1 not in relative[last:]


def slow_gaps(events: Iterable[tuple[datetime, str, bool]], *, in_days: bool) -> list[dict[str, Any]]:
    """The gaps of one unit: events are (moment, key, is in the part), in any order; every case for a share, every event else."""
    found: list[dict[str, Any]] = []
    number, before, between = 0, None, 0
    for moment, _, is_part in sorted(events):
        if not is_part:
            between += 1
            continue
        number += 1
        if before is not None:
            gap = (day_of(moment) - day_of(before)).days if in_days else between
            found.append({"event_number": number, "event_on": day_of(moment), "gap": float(gap)})
        before, between = moment, 0
    return found


def day_of(moment: datetime) -> date:
    return moment.date()

"""People who come, stay a while and leave: how many leave each month, and why, is decided beforehand; who, is chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from flows.demo.months import months
from flows.demo.office import Minutes, spread_over_month
from flows.demo.organisation import FIRST_DAY, LAST_DAY


@dataclass
class Stays:
    """Everybody who came: when, when they left (NaT while they stay), why ('' while they stay), and if they were taken over."""

    came: list[np.datetime64] = field(default_factory=list)
    left: list[np.datetime64] = field(default_factory=list)
    reason: list[str] = field(default_factory=list)
    is_taken_over: list[bool] = field(default_factory=list)

    def add(self, days: Minutes, *, is_taken_over: bool = False) -> None:
        """More people have come."""
        self.came.extend(days)
        self.left.extend([np.datetime64("NaT")] * len(days))
        self.reason.extend([""] * len(days))
        self.is_taken_over.extend([is_taken_over] * len(days))

    def staying(self) -> list[int]:
        """The places in the lists of those who have not left."""
        return [place for place, left in enumerate(self.left) if np.isnat(left)]

    def leave(self, month: date, reasons: list[str], stream: np.random.Generator) -> None:
        """One person for every reason leaves on some working day of the month; those longest there a little sooner."""
        staying = self.staying()
        age = np.array([np.datetime64(month, "D") - self.came[place].astype("datetime64[D]") for place in staying]).astype(int)
        weights = 30.0 + np.maximum(age, 0)
        leaving = stream.choice(len(staying), size=len(reasons), replace=False, p=weights / weights.sum())
        days = spread_over_month(np.datetime64(month, "M"), len(reasons), 0.0, stream)
        for place, day, reason in zip(leaving, days, reasons, strict=True):
            self.left[staying[place]] = day
            self.reason[staying[place]] = reason


def stays(
    taken_over: int,
    arrivals: Callable[[date], int],
    reasons_to_leave: Callable[[date, int], list[str]],
    stream: np.random.Generator,
) -> Stays:
    """The whole time from the first day to the last, month by month.

    ``taken_over``: how many were there when the case system was taken into use; they count as come on the first day.
    ``arrivals`` says how many come in a month. ``reasons_to_leave`` says why people leave in it, one word each, given how
    many there are before anybody leaves or comes: those who come in a month stay at least to the end of it.
    """
    everybody = Stays()
    everybody.add(np.full(taken_over, np.datetime64(FIRST_DAY, "m")), is_taken_over=True)
    for month in months(FIRST_DAY, LAST_DAY):
        everybody.leave(month, reasons_to_leave(month, len(everybody.staying())), stream)
        everybody.add(spread_over_month(np.datetime64(month, "M"), arrivals(month), 0.05, stream))
    return everybody

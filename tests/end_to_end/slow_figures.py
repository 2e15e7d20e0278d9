"""The same figures as the pipeline's, counted again slowly and obviously from the raw files, with no code of ours.

Plain csv, datetime and sorting: what a newcomer would do by hand after reading the definitions.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True)
class RawCase:
    """One line of the WABO export, times as written."""

    number: str
    unit: str
    caseworker: str
    opened: datetime
    closed: datetime | None
    due: datetime | None


def read_wabo(path: Path) -> list[RawCase]:
    """Every line of the export."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            RawCase(
                number=row["Ärendenummer"],
                unit=row["Avdelning"],
                caseworker=row["Handläggare"],
                opened=datetime.fromisoformat(row["Inkom"]),
                closed=_moment(row["Avslutat"]),
                due=_moment(row["Sista dag"]),
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def month_of(moment: datetime) -> str:
    """``2011-10``."""
    return f"{moment.year:04d}-{moment.month:02d}"


def received(cases: Iterable[RawCase], month: str) -> int:
    return sum(1 for case in cases if month_of(case.opened) == month)


def closed(cases: Iterable[RawCase], month: str) -> int:
    return sum(1 for case in cases if case.closed and month_of(case.closed) == month)


def open_at_end(cases: Iterable[RawCase], month: str) -> int:
    return sum(1 for case in cases if month_of(case.opened) <= month and (case.closed is None or month_of(case.closed) > month))


def lead_times_in_days(cases: Iterable[RawCase], month: str) -> list[int]:
    """Calendar days from the day of arrival to the day of closing, for the cases closed in the month, in order."""
    return sorted(
        (case.closed.date() - case.opened.date()).days for case in cases if case.closed and month_of(case.closed) == month
    )


def lead_times_in_hours(cases: Iterable[RawCase], month: str) -> list[float]:
    """Elapsed hours, summer time minded."""
    return sorted(
        (case.closed.replace(tzinfo=STOCKHOLM).timestamp() - case.opened.replace(tzinfo=STOCKHOLM).timestamp()) / 3600
        for case in cases
        if case.closed and month_of(case.closed) == month
    )


def percentile(ordered: list[float], share: float) -> float | None:
    """Linear between ranks: rank (n − 1)·share, counted from zero."""
    if not ordered:
        return None
    rank = (len(ordered) - 1) * share
    below = math.floor(rank)
    above = math.ceil(rank)
    return ordered[below] + (ordered[above] - ordered[below]) * (rank - below)


def share_within_deadline(cases: Iterable[RawCase], month: str) -> float | None:
    """Percent of the cases closed in the month, and with a deadline, that were closed no later than it.

    A deadline at midnight is a date without a time: all of that day is in time.
    """
    judged = [case for case in cases if case.closed and case.due and month_of(case.closed) == month]
    in_time = [
        case for case in judged if case.closed <= case.due or (_is_midnight(case.due) and case.closed.date() <= case.due.date())
    ]
    return 100 * len(in_time) / len(judged) if judged else None


def cases_per_caseworker(cases: Iterable[RawCase], month: str) -> float | None:
    """Cases received in the month per caseworker who received any."""
    of_month = [case for case in cases if month_of(case.opened) == month]
    return len(of_month) / len({case.caseworker for case in of_month}) if of_month else None


def rank_of(own: float, others: list[float], *, is_up_good: bool) -> int:
    """1 for the best; equal values share the better rank. ``others`` holds every reporter, ourselves included."""
    return 1 + sum(1 for value in others if (value > own if is_up_good else value < own))


def quarter_of(own: float, others: list[float], *, is_up_good: bool) -> str:
    """The best and worst quarters by share strictly better and strictly worse."""
    better = sum(1 for value in others if (value > own if is_up_good else value < own)) / len(others)
    worse = sum(1 for value in others if (value < own if is_up_good else value > own)) / len(others)
    if better < 0.25:
        return "best_quarter"
    return "worst_quarter" if worse < 0.25 else "middle"


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

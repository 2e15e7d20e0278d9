"""The truth about försörjningsstöd: applications, how long they took, and what came of them.

Two things really happen. Utredning öst changes its way of working in the spring of 2026 and its lead times fall by almost
half; Utredning väst has two vacancies from the summer of 2026 and its lead times grow. All else varies by chance and season.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from flows.demo import organisation
from flows.demo.cases import TAKEN_OVER, drawn_caseworkers, drawn_persons, known_words, true_cases
from flows.demo.chance import chance, pick
from flows.demo.months import APPLICATION_SEASON, months
from flows.demo.office import at_hours, in_office_hours, known_by_now, share_of_month_so_far, spread_over_month

IMPROVED_FROM: Final = date(2026, 4, 1)
"""Applications to Utredning öst from this day on are decided the new way."""
WORSENED_FROM: Final = date(2026, 6, 1)
"""Applications to Utredning väst from this day on meet two vacancies."""
DAYS_TO_DECIDE: Final = 14

_CASE_TYPES: Final = (("Nyansökan", 0.27), ("Återansökan", 0.61), ("Akutansökan", 0.12))
_CHANNELS: Final = (("Digital ansökan", 0.62), ("Blankett", 0.27), ("Besök", 0.11))
_OUTCOMES: Final = (("Bifall", 0.66), ("Delvis bifall", 0.12), ("Avslag", 0.18), ("Avvisning", 0.04))
_CLOSE_REASONS: Final = (
    ("Förvärvsarbete", 0.13),
    ("Förvärvsarbete, <25%", 0.04),
    ("Studier, CSN", 0.07),
    ("Ökade inkomster EK", 0.05),
    ("Sjuk- eller aktivitetsersättning", 0.08),
    ("Arbetslöshetsersättning", 0.09),
    ("Pension", 0.04),
    ("Flyttat från kommunen", 0.09),
    ("Ej återkommit", 0.41),
)
GROUP_OF_REASON: Final = {
    "Förvärvsarbete": "Egen försörjning",
    "Förvärvsarbete, <25%": "Egen försörjning",
    "Studier, CSN": "Egen försörjning",
    "Ökade inkomster EK": "Egen försörjning",
    "Sjuk- eller aktivitetsersättning": "Annan ersättning",
    "Arbetslöshetsersättning": "Annan ersättning",
    "Pension": "Annan ersättning",
    "Flyttat från kommunen": "Flytt",
    "Ej återkommit": "Ej återkommit",
    "Avslag på ansökan": "Avslag",
}


@dataclass(frozen=True, kw_only=True)
class _Habit:
    """How a unit works: applications a month, days to a decision (median and spread of a log-normal), who decides."""

    unit_id: str
    per_month: float
    median_days: float
    spread: float
    months_open: float
    caseworkers: tuple[str, ...]
    changes_on: date | None = None
    median_days_then: float = 0.0
    caseworkers_then: tuple[str, ...] = ()


def _signatures(first: int, count: int) -> tuple[str, ...]:
    return tuple(f"EXK{number}" for number in range(first, first + count))


_HABITS: Final = (
    _Habit(
        unit_id=organisation.MOTTAGNING, per_month=118, median_days=1.55, spread=0.75, months_open=0.9,
        caseworkers=_signatures(101, 6),
    ),
    _Habit(
        unit_id=organisation.OST, per_month=92, median_days=11.0, spread=0.42, months_open=1.5, caseworkers=_signatures(111, 7),
        changes_on=IMPROVED_FROM, median_days_then=6.0, caseworkers_then=_signatures(111, 7),
    ),
    _Habit(
        unit_id=organisation.VAST, per_month=88, median_days=9.0, spread=0.42, months_open=1.5, caseworkers=_signatures(121, 7),
        changes_on=WORSENED_FROM, median_days_then=14.0, caseworkers_then=_signatures(121, 5),
    ),
    _Habit(unit_id=organisation.UNGA, per_month=72, median_days=8.0, spread=0.42, months_open=1.2, caseworkers=_signatures(131, 5)),
    _Habit(
        unit_id=organisation.LANGVARIGT, per_month=62, median_days=9.5, spread=0.45, months_open=2.6,
        caseworkers=_signatures(141, 6),
    ),
)  # fmt: skip


def applications() -> pl.DataFrame:
    """All applications that came in from the first day to the last, in the shape of `flows.demo.cases.TRUE_CASE`."""
    return true_cases((part for habit in _HABITS for part in (_taken_over(habit), _applications_of(habit))), "2")


def _taken_over(habit: _Habit) -> dict[str, object]:
    stream = chance("taken over", habit.unit_id)
    size = round(habit.per_month * (habit.months_open * 0.8 + habit.median_days / 30))
    opened = np.full(size, np.datetime64(organisation.FIRST_DAY, "m"))
    days = stream.gamma(2.0, habit.months_open * 10, size).astype(np.int64) + 1
    closed = in_office_hours(opened + np.timedelta64(10, "h") + days.astype("timedelta64[D]"), stream)
    reason = pick(stream, _CLOSE_REASONS, size)
    return {
        "person_id": drawn_persons(f"taken over {habit.unit_id}", size),
        "unit_id": np.full(size, habit.unit_id),
        "case_type": f"{_CASE_TYPES[0][0]}{TAKEN_OVER}",
        "opened_at": opened,
        "closed_at": closed,
        "close_reason": reason,
        "close_reason_group": [GROUP_OF_REASON[word] for word in reason],
        "channel": "Blankett",
        "caseworker_id": drawn_caseworkers(f"taken over {habit.unit_id}", habit.caseworkers, size),
        "household_size": 1 + stream.poisson(0.9, size),
    }


def _applications_of(habit: _Habit) -> dict[str, object]:
    stream = chance("applications", habit.unit_id)
    opened = np.concatenate([_month_of_applications(habit, np.datetime64(month, "M"), stream) for month in _all_months()])
    size = len(opened)
    is_changed = opened >= np.datetime64(habit.changes_on or date.max)
    median = np.where(is_changed, habit.median_days_then, habit.median_days)
    minutes = median * np.exp(habit.spread * stream.standard_normal(size)) * 24 * 60
    decided = in_office_hours(opened + minutes.astype(np.int64).astype("timedelta64[m]"), stream)
    outcome = np.array(pick(stream, _OUTCOMES, size))
    is_granted = np.isin(outcome, ("Bifall", "Delvis bifall"))
    open_days = np.where(is_granted, stream.gamma(2.0, habit.months_open * 15.2, size), stream.uniform(0, 2, size))
    closed = in_office_hours(decided + (open_days * 24 * 60).astype(np.int64).astype("timedelta64[m]"), stream)
    reason = np.where(is_granted, np.array(pick(stream, _CLOSE_REASONS, size)), "Avslag på ansökan")
    household = 1 + stream.poisson(0.9, size)
    amount = np.round(
        (4200 + 2350 * household) * np.where(outcome == "Delvis bifall", 0.45, 1.0) * stream.uniform(0.8, 1.2, size), 2
    )
    decided, closed = known_by_now(decided), known_by_now(closed)
    is_decided, is_closed = ~np.isnat(decided), ~np.isnat(closed)
    before = drawn_caseworkers(habit.unit_id, habit.caseworkers, size)
    after = drawn_caseworkers(habit.unit_id, habit.caseworkers_then or habit.caseworkers, size)
    return {
        "person_id": drawn_persons(habit.unit_id, size),
        "unit_id": np.full(size, habit.unit_id),
        "case_type": pick(stream, _CASE_TYPES, size),
        "opened_at": opened,
        "decided_at": decided,
        "closed_at": closed,
        "due_at": opened + np.timedelta64(DAYS_TO_DECIDE, "D"),
        "outcome": known_words(is_decided, outcome.tolist()),
        "close_reason": known_words(is_closed, reason.tolist()),
        "close_reason_group": known_words(is_closed, [GROUP_OF_REASON[word] for word in reason]),
        "channel": pick(stream, _CHANNELS, size),
        "caseworker_id": np.where(is_changed, after, before),
        "household_size": household,
        "amount_sek": pl.Series(amount).zip_with(pl.Series(is_decided & is_granted), pl.Series([None] * size, dtype=pl.Float64)),
    }


def _all_months() -> list[date]:
    return months(organisation.FIRST_DAY, organisation.LAST_DAY)


def _month_of_applications(habit: _Habit, month: np.datetime64, stream: np.random.Generator) -> np.ndarray:
    season = APPLICATION_SEASON[int(month.astype(np.int64)) % 12]
    count = stream.poisson(habit.per_month * season * share_of_month_so_far(month))
    return at_hours(spread_over_month(month, count, 0.3, stream), 6.5, 22.5, stream)

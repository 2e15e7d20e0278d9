"""The truth about arbetsmarknad: participants, what they got, and where they went.

How many left for work each month of the goal "450 i arbete" is laid down exactly: 28, 31, 35, 40, 33 and 38 from April to
September 2026, which makes 205 of the 225 planned.
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
from flows.demo.months import ENROLMENT_SEASON, month_number
from flows.demo.office import known_by_now, share_of_month_so_far
from flows.demo.stay import stays

GOAL_STARTS: Final = date(2026, 4, 1)
INTO_WORK: Final = {
    organisation.CENTRUM: (11, 12, 14, 16, 13, 15),
    organisation.NORR: (7, 7, 8, 9, 8, 9),
    organisation.UNGDOM: (5, 7, 8, 9, 7, 8),
    organisation.SAMORDNING: (5, 5, 5, 6, 5, 6),
}
"""Left for work, April to September 2026; together 28, 31, 35, 40, 33 and 38."""

GROUP_OF_REASON: Final = {
    "Arbete, tillsvidare": "Arbete",
    "Arbete, visstid": "Arbete",
    "Arbete med anställningsstöd": "Arbete",
    "Eget företag": "Arbete",
    "Studier, reguljära": "Studier",
    "Studier, folkhögskola": "Studier",
    "Sjukskrivning": "Ohälsa",
    "Sjukersättning": "Ohälsa",
    "Avbrutit på egen begäran": "Avbrott",
    "Uteblivit": "Avbrott",
    "Flyttat": "Flytt",
}
_WORK: Final = (
    ("Arbete, tillsvidare", 0.34), ("Arbete, visstid", 0.38), ("Arbete med anställningsstöd", 0.25), ("Eget företag", 0.03),
)  # fmt: skip
_OTHER: Final = (
    ("Studier, reguljära", 0.2), ("Studier, folkhögskola", 0.08), ("Sjukskrivning", 0.14), ("Sjukersättning", 0.06),
    ("Avbrutit på egen begäran", 0.22), ("Uteblivit", 0.18), ("Flyttat", 0.12),
)  # fmt: skip
_CASE_TYPES: Final = (
    ("Jobbcoachning", 0.46), ("Arbetsträning", 0.24), ("Subventionerad anställning", 0.16), ("Studie- och yrkesvägledning", 0.14),
)  # fmt: skip
_WAYS_IN: Final = (("Försörjningsstöd", 0.58), ("Arbetsförmedlingen", 0.27), ("Egen ansökan", 0.15))


@dataclass(frozen=True, kw_only=True)
class _Habit:
    unit_id: str
    taken_over: int
    per_month: float
    work_a_month: tuple[int, int]
    """The fewest and the most who left for work in a month before the goal; never under five, see the docstring above."""
    caseworkers: int


_HABITS: Final = (
    _Habit(unit_id=organisation.CENTRUM, taken_over=150, per_month=31, work_a_month=(10, 16), caseworkers=6),
    _Habit(unit_id=organisation.NORR, taken_over=100, per_month=20, work_a_month=(6, 10), caseworkers=4),
    _Habit(unit_id=organisation.UNGDOM, taken_over=80, per_month=17, work_a_month=(5, 9), caseworkers=3),
    _Habit(unit_id=organisation.SAMORDNING, taken_over=65, per_month=13, work_a_month=(5, 7), caseworkers=3),
)


def participants() -> pl.DataFrame:
    """All participants of the four units, in the shape of `flows.demo.cases.TRUE_CASE`."""
    return true_cases((_participants_of(habit) for habit in _HABITS), "4")


def into_work(habit: _Habit, month: date) -> int:
    """How many of a unit left for work in the month; nobody in the last, which has only begun."""
    place = month_number(month) - month_number(GOAL_STARTS)
    told = INTO_WORK[habit.unit_id]
    if place >= len(told):
        return 0
    if place >= 0:
        return told[place]
    return int(chance("into work", habit.unit_id, month).integers(*habit.work_a_month, endpoint=True))


def _participants_of(habit: _Habit) -> dict[str, object]:
    stream = chance("participants", habit.unit_id)

    def arrivals(month: date) -> int:
        return int(stream.poisson(habit.per_month * ENROLMENT_SEASON[month.month - 1] * _so_far(month)))

    def reasons(month: date, staying: int) -> list[str]:
        work = into_work(habit, month)
        usual = habit.per_month - sum(habit.work_a_month) / 2
        others = stream.poisson(max(2.0, usual + (staying - habit.taken_over) * 0.6) * _so_far(month))
        return pick(stream, _WORK, work) + pick(stream, _OTHER, min(others, staying - work))

    people = stays(habit.taken_over, arrivals, reasons, stream)
    came = np.array(people.came, dtype="datetime64[m]")
    left = np.array(people.left, dtype="datetime64[m]")
    taken_over = np.array(people.is_taken_over)
    size = len(came)
    days = stream.poisson(6.5, size)
    decided = np.busday_offset(came.astype("datetime64[D]"), days, roll="forward").astype("datetime64[m]")
    decided = np.where(taken_over, np.datetime64("NaT"), known_by_now(np.fmin(decided, left)))
    case_type = np.array(pick(stream, _CASE_TYPES, size), dtype=object)
    signatures = tuple(f"JOB{habit.unit_id[3].upper()}{number:02d}" for number in range(1, habit.caseworkers + 1))
    return {
        "person_id": drawn_persons(habit.unit_id, size),
        "unit_id": np.full(size, habit.unit_id),
        "case_type": [f"{word}{TAKEN_OVER}" if over else word for word, over in zip(case_type, taken_over, strict=True)],
        "opened_at": came,
        "decided_at": decided,
        "closed_at": left,
        "close_reason": known_words(~np.isnat(left), people.reason),
        "close_reason_group": known_words(~np.isnat(left), [GROUP_OF_REASON.get(word, "") for word in people.reason]),
        "channel": pick(stream, _WAYS_IN, size),
        "caseworker_id": drawn_caseworkers(habit.unit_id, signatures, size),
    }


def _so_far(month: date) -> float:
    return share_of_month_so_far(np.datetime64(month, "M"))

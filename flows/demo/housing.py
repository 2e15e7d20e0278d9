"""The truth about boende: households without a home, in temporary housing, and about to lose their home.

Dates only: this part of the case system keeps no hours. What leads to a home of one's own, and how many live in temporary
housing, is laid down month by month, because goals are measured by it; the rest is chance.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.demo import organisation
from flows.demo.cases import TAKEN_OVER, drawn_caseworkers, drawn_persons, known_words, true_cases
from flows.demo.chance import chance, pick
from flows.demo.months import month_number, months
from flows.demo.office import Minutes, known_by_now, share_of_month_so_far, spread_over_month
from flows.demo.stay import Stays, stays

GROUP_OF_REASON: Final = {
    "Eget kontrakt": "Eget boende",
    "Eget kontrakt, andra hand": "Eget boende",
    "Inneboende hos anhörig": "Annan lösning",
    "Institution eller stödboende": "Annan lösning",
    "Flyttat till annan kommun": "Flytt",
    "Uteblivit": "Avbrott",
    "Vräkning undviken": "Vräkning undviken",
    "Vräkning verkställd": "Vräkning verkställd",
}
_OWN_HOME: Final = (("Eget kontrakt", 0.7), ("Eget kontrakt, andra hand", 0.3))
_OTHER_WAYS: Final = (
    ("Inneboende hos anhörig", 0.4), ("Institution eller stödboende", 0.2), ("Flyttat till annan kommun", 0.2), ("Uteblivit", 0.2),
)  # fmt: skip
_OWN_HOME_LAST_YEAR: Final = {
    organisation.BOSOCIALA: (7, 6, 8, 9, 7, 8, 7, 8, 6, 9, 8, 8),
    organisation.TILLFALLIGT: (5, 6, 5, 5, 5, 6, 5, 6, 5, 5, 6, 5),
}
"""Households that got a home of their own, October 2025 to September 2026."""
_LAST_YEAR_STARTS: Final = date(2025, 10, 1)
_IN_TEMPORARY_HOUSING: Final = (63, 60, 62, 59, 61, 58)
"""Households in temporary housing at the end of April to September 2026."""
_GOAL_STARTS: Final = date(2026, 4, 1)
TAKEN_OVER_IN_TEMPORARY_HOUSING: Final = 64


def housing_cases() -> pl.DataFrame:
    """All cases of the three units of boende, in the shape of `flows.demo.cases.TRUE_CASE`."""
    return true_cases((_homeless(), _temporary(), _evictions()), "3")


def own_homes(unit_id: str, month: date) -> int:
    """How many households of the unit got a home of their own in the month; 0 in the last, which has only begun."""
    place = month_number(month) - month_number(_LAST_YEAR_STARTS)
    told = _OWN_HOME_LAST_YEAR[unit_id]
    if place >= len(told):
        return 0
    if place >= 0:
        return told[place]
    least, most = (5, 10) if unit_id == organisation.BOSOCIALA else (5, 7)
    return int(chance("own homes", unit_id, month).integers(least, most, endpoint=True))


def households_in_temporary_housing(month: date) -> int:
    """How many households live in temporary housing at the end of the month."""
    place = month_number(month) - month_number(_GOAL_STARTS)
    if place >= 0:
        return _IN_TEMPORARY_HOUSING[min(place, len(_IN_TEMPORARY_HOUSING) - 1)]
    return int(chance("temporary housing", month).integers(59, 69, endpoint=True))


def _homeless() -> dict[str, object]:
    unit, stream = organisation.BOSOCIALA, chance("homeless")

    def reasons(month: date, staying: int) -> list[str]:
        others = stream.poisson(max(0.0, 13 + (staying - 85) * 0.5) * _so_far(month))
        return pick(stream, _OWN_HOME, own_homes(unit, month)) + pick(stream, _OTHER_WAYS, min(others, 30))

    people = stays(85, lambda month: int(stream.poisson(20.5 * _so_far(month))), reasons, stream)
    return _rows(unit, people, "Bostadslöst hushåll", 14, ("BOS201", "BOS202", "BOS203", "BOS204"))


def _temporary() -> dict[str, object]:
    unit, stream = organisation.TILLFALLIGT, chance("temporary")
    before = {month: households_in_temporary_housing(month) for month in months(organisation.FIRST_DAY, organisation.LAST_DAY)}
    leaving = {month: own_homes(unit, month) + int(stream.poisson(7.5 * _so_far(month))) for month in before}
    stock = TAKEN_OVER_IN_TEMPORARY_HOUSING
    coming: dict[date, int] = {}
    for month, wanted in before.items():
        leaving[month] = max(leaving[month], stock - wanted)
        coming[month] = wanted - stock + leaving[month]
        stock = wanted

    def reasons(month: date, _: int) -> list[str]:
        home = own_homes(unit, month)
        return pick(stream, _OWN_HOME, home) + pick(stream, _OTHER_WAYS, leaving[month] - home)

    people = stays(TAKEN_OVER_IN_TEMPORARY_HOUSING, coming.__getitem__, reasons, stream)
    return _rows(unit, people, "Tillfälligt boende", 4, ("BOS211", "BOS212", "BOS213"))


def _evictions() -> dict[str, object]:
    unit, stream = organisation.VRAKNING, chance("evictions")
    warned = np.concatenate(
        [
            spread_over_month(np.datetime64(month, "M"), stream.poisson(8.5 * _so_far(month)), 0.0, stream)
            for month in months(organisation.FIRST_DAY, organisation.LAST_DAY)
        ]
    )
    size = len(warned)
    answered = _working_days_later(warned, stream.poisson(3.9, size))
    closed = _working_days_later(answered, 5 + stream.poisson(14, size))
    reason = np.array(
        pick(stream, (("Vräkning undviken", 0.74), ("Vräkning verkställd", 0.14), ("Inneboende hos anhörig", 0.12)), size)
    )
    return _columns(
        unit, warned, known_by_now(answered), known_by_now(closed), reasons=reason.tolist(), caseworkers=("BOS221", "BOS222")
    ) | {
        "case_type": "Varsel om vräkning",
        "due_at": _working_days_later(warned, np.full(size, 5)),
    }


def _rows(unit_id: str, people: Stays, case_type: str, median_days: int, caseworkers: tuple[str, ...]) -> dict[str, object]:
    came = np.array(people.came, dtype="datetime64[m]")
    left = np.array(people.left, dtype="datetime64[m]")
    taken_over = np.array(people.is_taken_over)
    days = np.round(median_days * np.exp(0.45 * chance("decided", unit_id).standard_normal(len(came)))).astype(int)
    decided = known_by_now(np.fmin(_working_days_later(came, np.maximum(days * 5 // 7, 0)), left))
    decided = np.where(taken_over, np.datetime64("NaT"), decided)
    columns = _columns(unit_id, came, decided, left, reasons=people.reason, caseworkers=caseworkers)
    return columns | {"case_type": np.where(taken_over, f"{case_type}{TAKEN_OVER}", case_type).tolist()}


def _columns(
    unit_id: str, opened: Minutes, decided: Minutes, closed: Minutes, *, reasons: list[str], caseworkers: tuple[str, ...]
) -> dict[str, object]:
    size, stream = len(opened), chance("housing", unit_id)
    return {
        "person_id": drawn_persons(unit_id, size),
        "unit_id": np.full(size, unit_id),
        "opened_at": opened,
        "decided_at": decided,
        "closed_at": closed,
        "outcome": known_words(~np.isnat(decided), pick(stream, (("Bifall", 0.84), ("Avslag", 0.16)), size)),
        "close_reason": known_words(~np.isnat(closed), reasons),
        "close_reason_group": known_words(~np.isnat(closed), [GROUP_OF_REASON.get(word, "") for word in reasons]),
        "channel": pick(stream, (("Digital ansökan", 0.35), ("Telefon", 0.4), ("Besök", 0.25)), size),
        "caseworker_id": drawn_caseworkers(unit_id, caseworkers, size),
        "household_size": 1 + stream.poisson(1.1, size),
    }


def _working_days_later(days: Minutes, count: npt.NDArray[np.int64]) -> Minutes:
    return np.busday_offset(days.astype("datetime64[D]"), count, roll="forward").astype("datetime64[m]")


def _so_far(month: date) -> float:
    return share_of_month_so_far(np.datetime64(month, "M"))

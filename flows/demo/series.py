"""What ekonomi, HR and kvalitet report each month, in three files of different habits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from flows.demo import organisation
from flows.demo.chance import chance
from flows.demo.months import months

FIRST_MONTH: Final = date(2024, 1, 1)
LAST_MONTH: Final = date(2026, 9, 1)

STAFF: Final = {
    organisation.MOTTAGNING: 15,
    organisation.OST: 14,
    organisation.VAST: 14,
    organisation.UNGA: 12,
    organisation.LANGVARIGT: 13,
    organisation.BOSOCIALA: 12,
    organisation.TILLFALLIGT: 16,
    organisation.VRAKNING: 4,
    organisation.CENTRUM: 18,
    organisation.NORR: 13,
    organisation.UNGDOM: 12,
    organisation.SAMORDNING: 12,
}
"""Employed in each unit."""
_USUAL_DEVIATION_TKR: Final = {organisation.TILLFALLIGT: -95.0, organisation.OST: 12.0, organisation.SAMORDNING: 18.0}
_SICK_SHARE: Final = {organisation.VAST: 0.064, organisation.TILLFALLIGT: 0.071}
_USUAL_SICK_SHARE: Final = 0.052
_SICK_SEASON: Final = (1.25, 1.3, 1.1, 1.0, 0.92, 0.8, 0.68, 0.85, 0.98, 1.05, 1.1, 1.12)
_HOURS_A_MONTH: Final = 158
_SMALLEST_GROUP: Final = 11
"""HR tells nothing about smaller groups: their sick leave would be somebody's."""
_VIEWS_A_MONTH: Final = {organisation.MOTTAGNING: 4.2, organisation.VAST: 3.1, organisation.TILLFALLIGT: 3.6}
_USUAL_VIEWS: Final = 1.5


def economy_file() -> bytes:
    """Budget deviation of the month and forecast for the year, in tkr: cp1252, semicolons, decimal comma, minus last at times."""
    rows = ["Enhet;Mått;Period;Värde"]
    for month in months(FIRST_MONTH, LAST_MONTH):
        deviation = {unit.unit_id: _deviation(unit.unit_id, month) for unit in organisation.working_units()}
        forecast = {unit.unit_id: _forecast(unit.unit_id, month) for unit in organisation.working_units()}
        for code, values in (("avvikelse_tkr", deviation), ("prognos_tkr", forecast)):
            for unit_id, value in _with_sums(values).items():
                rows.append(f"{unit_id};{code};{month:%Y-%m};{_as_the_economists_write(value)}")
    return ("\r\n".join(rows) + "\r\n").encode("cp1252")


def staff_file() -> bytes:
    """Sick leave in percent of the group's own working time, with its hours: UTF-8 with a byte-order mark, semicolons."""
    rows = ["enhet;matt;period;varde;taljare;namnare"]
    for month in months(FIRST_MONTH, LAST_MONTH):
        for unit in (unit for unit in organisation.working_units() if STAFF[unit.unit_id] >= _SMALLEST_GROUP):
            absent, worked = _sick_hours(unit.unit_id, month)
            share = f"{100 * absent / worked:.2f}".replace(".", ",")
            rows.append(f"{unit.unit_name};sjukfranvaro;{month:%Y%m};{share};{absent};{worked}")
    return ("\ufeff" + "\n".join(rows) + "\n").encode()


def views_file() -> bytes:
    """Views and complaints received: UTF-8, tabs, months written as their first day."""
    rows = ["enhet\tmatt\tperiod\tvarde"]
    for month in months(FIRST_MONTH, LAST_MONTH):
        received = {
            unit.unit_id: int(chance("views", unit.unit_id, month).poisson(_VIEWS_A_MONTH.get(unit.unit_id, _USUAL_VIEWS)))
            for unit in organisation.working_units()
        }
        rows += [f"{unit_id}\tsynpunkter\t{month:%Y-%m-%d}\t{value:.0f}" for unit_id, value in _with_sums(received).items()]
    return ("\n".join(rows) + "\n").encode()


def _deviation(unit_id: str, month: date) -> float:
    noise = chance("deviation", unit_id, month).normal(0, 1.1 * STAFF[unit_id])
    return round(_USUAL_DEVIATION_TKR.get(unit_id, 0.0) + noise, 1)


def _forecast(unit_id: str, month: date) -> float:
    """The forecast swings less the more of the year is known."""
    usual = 12 * _USUAL_DEVIATION_TKR.get(unit_id, 0.0)
    noise = chance("forecast", unit_id, month).normal(0, 4.0 * STAFF[unit_id] * (13 - month.month) / 12)
    return round(usual + noise, 1)


def _sick_hours(unit_id: str, month: date) -> tuple[int, int]:
    worked = STAFF[unit_id] * _HOURS_A_MONTH
    share = _SICK_SHARE.get(unit_id, _USUAL_SICK_SHARE) * _SICK_SEASON[month.month - 1]
    noise = chance("sick", unit_id, month).normal(1, 0.16)
    return max(0, round(worked * share * noise)), worked


def _with_sums(values: Mapping[str, float]) -> dict[str, float]:
    """The units' values, and those of the processes and the nämnd as the reporting system adds them up."""
    sums: dict[str, float] = {}
    for unit in organisation.working_units():
        for above in (unit.parent_unit_id or "", organisation.BOARD):
            sums[above] = round(sums.get(above, 0.0) + values[unit.unit_id], 1)
    return {**values, **sums}


def _as_the_economists_write(value: float) -> str:
    """``1 204,5`` with a no-break space; a minus sometimes comes last, as it does in older reports."""
    written = f"{abs(value):,.1f}".replace(",", "\u00a0").replace(".", ",")
    if value >= 0:
        return written
    return f"{written}-" if round(abs(value) * 10) % 4 == 0 else f"-{written}"

"""The export of försörjningsstöd and boende, as an old case system writes it.

cp1252, semicolons, decimal comma, CRLF; three lines about the report before the headings, a total after the rows; dates in
five forms in one column, the year 2999 for "no end", amounts in four forms, personnummer in four; notes with line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from flows.demo.chance import chance
from flows.demo.export_words import TRESERVA_CASE_TYPES, TRESERVA_OUTCOMES, TRESERVA_UNITS
from flows.demo.organisation import DEMO_AS_OF, FIRST_DAY, LAST_DAY
from flows.demo.spoiled import spoiled_rows, unreadable

HEADINGS: Final = (
    "Ärendenr", "Personnr", "Enhet", "Ärendetyp", "Inkom", "Beslutad", "Avslutad", "Handläggs senast", "Beslut", "Avslutsorsak",
    "Ansökningssätt", "Handläggare", "Antal i hushållet", "Beviljat belopp (kr)", "Notering", "Uppdaterad av",
)  # fmt: skip
_KEPT_WHEN_CUT: Final = 6
"""Cells left in a row that was cut off."""
_DATE_FORMS: Final = ("iso",) * 14 + ("digits", "digits", "slashes", "dots", "iso with T")
"""How often each form of a date stands, out of nineteen."""
_NO_END: Final = ("",) * 8 + ("2999-12-31", "1900-01-01")
NO_BREAK_SPACE: Final = "\u00a0"
_NOTES: Final = (
    "Komplettering begärd;\nsvar väntas",
    'Kallad till samtal, "ny tid" bokad',
    "Underlag saknas\nhyresavi",
    "Överenskommen plan följs",
)
_SHARE_WITH_NOTE: Final = 0.06
_SHOUTED: Final = 0.04
"""The share of closing reasons written in capitals."""


def treserva_file(truth: pl.DataFrame) -> bytes:
    """The whole file: every true row once, the spoiled ones among them."""
    stream = chance("treserva dirt")
    rows = [_written(row, stream) for row in truth.iter_rows(named=True)]
    spoiled, faults = spoiled_rows("treserva", truth)
    rows += [
        _spoil(_written(row, stream), row, fault, number)
        for number, (row, fault) in enumerate(zip(spoiled.iter_rows(named=True), faults, strict=True))
    ]
    order = chance("treserva order").permutation(len(rows))
    lines = [
        "Rapport: Ärendelista ekonomiskt bistånd och boende",
        f"Urval: inkomna {FIRST_DAY} - {LAST_DAY}, alla enheter",
        f"Uttag: {DEMO_AS_OF} 01:12",
        _line(HEADINGS),
        *(_line(rows[place]) for place in order),
        _line([f"Totalt: {len(rows)} ärenden", *[""] * (len(HEADINGS) - 1)]),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def _written(row: dict[str, Any], stream: np.random.Generator) -> list[str]:
    reason = row["close_reason"] or ""
    return [
        row["case_id"],
        _person(row["person_id"], stream),
        TRESERVA_UNITS[row["unit_id"]],
        _one_of(TRESERVA_CASE_TYPES[row["case_type"]], stream),
        _moment(row["opened_at"], stream),
        _moment(row["decided_at"], stream),
        _moment(row["closed_at"], stream) or _one_of(_NO_END, stream),
        _moment(row["due_at"], stream),
        _one_of(TRESERVA_OUTCOMES[row["outcome"]], stream) if row["outcome"] else "",
        reason.upper() if stream.random() < _SHOUTED else reason,
        row["channel"],
        row["caseworker_id"],
        str(row["household_size"]),
        _amount(row["amount_sek"], stream),
        _one_of(_NOTES, stream) if stream.random() < _SHARE_WITH_NOTE else "",
        "SYSTEM",
    ]


def _spoil(cells: list[str], row: dict[str, Any], fault: str, number: int) -> list[str]:
    match fault:
        case "too_short":
            return cells[:_KEPT_WHEN_CUT]
        case "closed_before_opened":
            spoiled = {"Avslutad": f"{row['opened_at'] - timedelta(days=1 + number % 40):%Y-%m-%d}"}
        case "amount_sek":
            spoiled = {"Beviljat belopp (kr)": unreadable(fault, number)}
        case _:
            spoiled = {{"opened_at": "Inkom", "decided_at": "Beslutad"}[fault]: unreadable(fault, number)}
    return [spoiled.get(heading, cell) for heading, cell in zip(HEADINGS, cells, strict=True)]


def _moment(moment: datetime | None, stream: np.random.Generator) -> str:
    """A date alone when it is midnight: boende keeps no hours."""
    if moment is None:
        return ""
    hour = "" if moment.time() == time.min else f" {moment:%H:%M}"
    match _one_of(_DATE_FORMS, stream):
        case "iso":
            return f"{moment:%Y-%m-%d}{hour}"
        case "iso with T":
            return f"{moment:%Y-%m-%dT%H:%M:%S}"
        case "digits":
            return f"{moment:%Y%m%d}{hour}"
        case "slashes":
            return f"{moment:%Y/%m/%d}{hour}"
        case _:
            return f"{moment.day}.{moment.month}.{moment.year}{hour}"


def _person(number: str, stream: np.random.Generator) -> str:
    """Twelve digits with or without a mark, or ten with the plus of those over a hundred, as the test series' all are."""
    forms = (f"{number[:8]}-{number[8:]}", number, f"{number[2:8]}+{number[8:]}", f"{number[:8]} {number[8:]}")
    return _one_of(forms, stream)


def _amount(amount: float | None, stream: np.random.Generator) -> str:
    if amount is None:
        return ""
    crowns, cents = f"{amount:.2f}".split(".")
    thousands = f"{int(crowns):,}"
    forms = (f"{crowns},{cents}", f"{thousands.replace(',', ' ')},{cents}", f"{thousands.replace(',', NO_BREAK_SPACE)},{cents}",
             f"{thousands.replace(',', '.')},{cents}")  # fmt: skip
    return _one_of(forms, stream)


def _one_of(words: Sequence[str], stream: np.random.Generator) -> str:
    return words[int(stream.random() * len(words))]


def _line(cells: Sequence[str]) -> str:
    return ";".join(_quoted(cell) for cell in cells)


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in ';"\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell

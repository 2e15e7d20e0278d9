"""The export of arbetsmarknad, as a newer system writes it: a workbook with a merged title, typed dates and ids as numbers."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

import polars as pl
import xlsxwriter

from flows.demo.chance import chance
from flows.demo.export_words import FLAI_UNITS
from flows.demo.organisation import DEMO_AS_OF
from flows.demo.spoiled import spoiled_rows, unreadable

SHEET: Final = "Deltagare"
HEADINGS: Final = (
    "Deltagar-id", "Personnummer (12 siffror)", "Enhet", "Insatstyp", "Inskriven", "Beslut om insats", "Utskriven",
    "Utskrivningsorsak", "Kommer från", "Coach", "Aktiviteter",
)  # fmt: skip
_ACTIVITIES: Final = ("Cv-verkstad", "Praktik", "Språkstöd", "Jobbmässa", "Studiebesök", "Samtal med arbetsgivare")
_DATES: Final = {"Inskriven": "opened_at", "Beslut om insats": "decided_at", "Utskriven": "closed_at"}
_FIXED: Final = datetime(2026, 10, 5, 1, 20)  # noqa: DTZ001 - so that the same demo is the same bytes


def flai_file(truth: pl.DataFrame) -> bytes:
    """The whole workbook: a title over all columns, an empty row, the headings, then every row."""
    spoiled, faults = spoiled_rows("flai", truth)
    rows: list[tuple[dict[str, Any], str | None]] = [(row, None) for row in truth.iter_rows(named=True)]
    rows += list(zip(spoiled.iter_rows(named=True), faults, strict=True))
    order = chance("flai order").permutation(len(rows))
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"title": "Deltagare i arbetsmarknadsinsatser", "created": _FIXED})
    sheet = book.add_worksheet(SHEET)
    title, day = book.add_format({"bold": True, "font_size": 14}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, len(HEADINGS) - 1, 18)
    words = f"Deltagare i arbetsmarknadsinsatser, uttag {DEMO_AS_OF} (påhittade uppgifter)"
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, words, title)
    sheet.write_row(2, 0, HEADINGS)
    stream = chance("flai activities")
    for line, place in enumerate(order, start=3):
        row, fault = rows[place]
        taken_part_in = sorted(stream.permutation(len(_ACTIVITIES))[: stream.integers(0, 4)])
        activities = ", ".join(_ACTIVITIES[number] for number in taken_part_in)
        for column, cell in enumerate(_cells(row, fault, line, activities)):
            if isinstance(cell, datetime):
                sheet.write_datetime(line, column, cell, day)
            elif isinstance(cell, float):
                sheet.write_number(line, column, cell)
            elif cell:
                sheet.write_string(line, column, cell)
    book.close()
    return content.getvalue()


def _cells(row: dict[str, Any], fault: str | None, line: int, activities: str) -> list[datetime | float | str | None]:
    dates: dict[str, datetime | str | None] = {heading: row[column] for heading, column in _DATES.items()}
    if fault == "closed_before_opened":
        dates["Utskriven"] = datetime(row["opened_at"].year - 1, 5, 1 + line % 28)  # noqa: DTZ001 - local, as Excel has it
    elif fault is not None:
        dates["Inskriven"] = unreadable(fault, line)
    return [
        float(row["case_id"]),
        float(row["person_id"]),
        FLAI_UNITS[row["unit_id"]],
        row["case_type"],
        dates["Inskriven"],
        dates["Beslut om insats"],
        dates["Utskriven"],
        row["close_reason"],
        row["channel"],
        row["caseworker_id"],
        activities,
    ]

"""Sentences about the run itself that a reader of page one has to know."""

from __future__ import annotations

from datetime import date

from report_templates.numbers_sv import day_text


def older_plan_in_force(landed_on: date) -> str:
    """What page one says when the plan workbook could not be used tonight."""
    return f"Planen är den från {day_text(landed_on)}: den senaste arbetsboken kunde inte läsas."

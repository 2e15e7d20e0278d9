"""The managers' plan in the landing archive: one landing per change, so that any earlier night's plan can be seen again."""

from __future__ import annotations

import hashlib
from datetime import date

from flows.sources.landing import LandedFile, Landing, file_id_of
from flows.sources.plan.workbook import plan_from_json, plan_to_json
from transforms.plan import Plan

SOURCE_ID = "plan"
_TEXT = "plan.json"


def land_plan(plan: Plan, file_name: str, landing: Landing, as_of: date) -> LandedFile | None:
    """The plan is the newest in the archive; None when the one landed last already says the same."""
    text = plan_to_json(plan)
    before = landing.files(SOURCE_ID, as_of)
    if before and landing.text(before[-1], _TEXT) == text:
        return None
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    file = LandedFile(
        source_id=SOURCE_ID,
        kind="plan",
        # A plan that goes back to what it once was is a new landing: the id holds the one before.
        file_id=file_id_of(sha256, before[-1].file_id if before else ""),
        file_name=file_name,
        sha256=sha256,
        landed_on=as_of,
        sequence=landing.next_sequence(SOURCE_ID),
        rows_in_file=0,
        rows_loaded=0,
        rows_quarantined=0,
    )
    landing.land(file, {}, {_TEXT: text})
    return file


def plan_in_force(landing: Landing, as_of: date) -> tuple[LandedFile, Plan] | None:
    """The newest plan that had landed on ``as_of``; None before the first."""
    files = landing.files(SOURCE_ID, as_of)
    return (files[-1], plan_from_json(landing.text(files[-1], _TEXT))) if files else None


def known_units(landing: Landing, as_of: date) -> frozenset[str]:
    """The ids of the units in the plan in force."""
    in_force = plan_in_force(landing, as_of)
    return frozenset(unit.unit_id for unit in in_force[1].units) if in_force else frozenset()

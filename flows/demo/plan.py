"""The demo's plan workbook: what the managers of Exempelköping have decided and written."""

from __future__ import annotations

from datetime import date
from typing import Final

from flows.demo import organisation as at
from flows.demo.chosen import CHOSEN_MEASURES
from flows.demo.goals import GOALS, MILESTONES
from flows.demo.meetings import DECISIONS, dialogues
from flows.demo.steps import ACTIVITIES
from flows.demo.words import TEXTS
from transforms.plan import BaselineDecision, Plan

_BEFORE_THE_CHANGE: Final = tuple(
    BaselineDecision(
        measure_id=measure_id,
        unit_id=unit_id,
        from_month=date(2024, 4, 1),
        to_month=date(2026, 3, 1),
        decided_by="verksamhetschef försörjningsstöd",
        decided_on=date(2026, 3, 5),
        reason="De två åren innan Utredning öst börjar arbeta på ett nytt sätt i april 2026. Fryst innan förändringen började.",
    )
    for unit_id in (at.OST, at.VAST)
    for measure_id in ("fs_median_dagar", "fs_p90_dagar", "fs_inom_14_dagar")
)
_WITHOUT_THE_FIRST_YEAR: Final = tuple(
    BaselineDecision(
        measure_id=measure_id,
        unit_id=unit_id,
        from_month=date(2024, 10, 1),
        to_month=date(2026, 3, 1),
        decided_by="kvalitetsutvecklare",
        decided_on=date(2026, 4, 14),
        reason="Första året saknas de som fördes över från det gamla systemet, och tiderna blir för korta.",
    )
    for measure_id, unit_id in (
        ("am_tid_till_arbete", at.ARBETE),
        ("am_tid_till_arbete", at.UNGDOM),
        ("am_tid_till_arbete", at.SAMORDNING),
    )
)
_BEFORE_AND_AFTER_THE_NEW_SYSTEM: Final = (
    BaselineDecision(
        measure_id="bo_tid_i_tillfalligt",
        unit_id=at.TILLFALLIGT,
        from_month=date(2023, 10, 1),
        to_month=date(2024, 9, 1),
        decided_by="enhetschef tillfälligt boende",
        decided_on=date(2024, 10, 15),
        reason="Första året i det nya systemet. Hushållen som fördes över räknas inte med.",
    ),
    BaselineDecision(
        measure_id="bo_tid_i_tillfalligt",
        unit_id=at.TILLFALLIGT,
        from_month=date(2024, 10, 1),
        to_month=date(2026, 3, 1),
        decided_by="kvalitetsutvecklare",
        decided_on=date(2026, 4, 14),
        reason="Tiderna ligger på en ny nivå sedan hösten 2024, och det är den vi ska jämföra med.",
        cause="Även de hushåll som har bott längst har nu hela sin tid i det nya systemet.",
        is_expected_to_last=True,
    ),
)
"""The demo's rebase: the second is decided when the level has stayed for a year and a half."""


def demo_plan() -> Plan:
    """Everything in ``plan.xlsx``."""
    return Plan(
        units=at.UNITS,
        chosen_measures=CHOSEN_MEASURES,
        goals=GOALS,
        milestones=MILESTONES,
        activities=ACTIVITIES,
        dialogues=dialogues(),
        decisions=DECISIONS,
        texts=TEXTS,
        baselines=(*_BEFORE_THE_CHANGE, *_WITHOUT_THE_FIRST_YEAR, *_BEFORE_AND_AFTER_THE_NEW_SYSTEM),
    )

"""Decided baselines that are allowed but short: limits of few months are themselves uncertain, and these are kept for long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.sources.plan.sheets import BASELINES
from transforms.plan import BaselineDecision, Plan

MONTHS_WANTED: Final = 20
"""Months that a frozen baseline should rest on (statistics: "Enough points")."""


def baseline_remarks(plan: Plan) -> Iterator[str]:
    """A sentence in Swedish, for the one who decided, about every baseline of fewer months; it is used as it is."""
    for decided in plan.baselines:
        months = _months_of(decided)
        if months < MONTHS_WANTED:
            yield (
                f"plan.xlsx, {BASELINES.name}: utgångsvärdet för {decided.measure_id} i {decided.unit_id} från "
                f"{decided.from_month:%Y-%m} har {months} månader; {MONTHS_WANTED} eller fler ger säkrare gränser"
            )


def _months_of(decided: BaselineDecision) -> int:
    first, last = decided.from_month, decided.to_month
    return (last.year - first.year) * 12 + last.month - first.month + 1

"""A short baseline that somebody has frozen is used, and told of."""

from __future__ import annotations

from datetime import date

import pytest

from flows.sources.plan.workbook import write_plan
from flows.workspace.baseline_remarks import baseline_remarks
from flows.workspace.folder import remarks_of
from transforms.plan import BaselineDecision, Plan, Unit


def decided(to_month: date) -> Plan:
    """A baseline from February 2024."""
    baseline = BaselineDecision(
        measure_id="i_arbete", unit_id="asn", from_month=date(2024, 2, 1), to_month=to_month, decided_by="Verksamhetschef",
        decided_on=date(2026, 1, 20), reason="Före det nya arbetssättet",
    )  # fmt: skip
    return Plan(units=(Unit(unit_id="asn", unit_name="Nämnden", level="board"),), baselines=(baseline,))


@pytest.mark.parametrize(("to_month", "months"), [(date(2024, 2, 1), 1), (date(2025, 1, 1), 12), (date(2025, 8, 1), 19)])
def test_fewer_than_twenty_months_are_told(to_month, months):
    (remark,) = baseline_remarks(decided(to_month))
    said = f"utgångsvärdet för i_arbete i asn från 2024-02 har {months} månader"
    assert remark == f"plan.xlsx, Utgångsvärden: {said}; 20 eller fler ger säkrare gränser"


def test_twenty_months_are_enough():
    assert list(baseline_remarks(decided(date(2025, 9, 1)))) == []


def test_the_folder_tells_it(tmp_path):
    (tmp_path / "measures").mkdir()
    assert remarks_of(tmp_path) == [], "no workbook, nothing to remark on"
    write_plan(decided(date(2025, 1, 1)), tmp_path / "plan.xlsx", ["i_arbete"])
    (remark,) = remarks_of(tmp_path)
    assert "har 12 månader" in remark

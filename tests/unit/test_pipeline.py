"""All tables come from the inputs alone, in their declared shapes and the same every time."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.outcome_world import AS_OF, COVERS, HOLIDAYS, MEASURES, PLAN
from transforms import catalogue
from transforms.inputs import Inputs
from transforms.pipeline import build_tables
from transforms.plan import Activity, ChosenMeasure, Decision, Dialogue, Goal, Plan

FROM_OTHERS = ("landed.", "meta.", "report.figure", "report.headline")
"""Made where the line runs, not by the transforms."""


def full_inputs() -> Inputs:
    """A goal, an activity, a dialogue, a decision, and sixty cases over three months."""
    plan = Plan(
        units=PLAN.units,
        chosen_measures=(*PLAN.chosen_measures, ChosenMeasure(unit_id="norr", measure_id="inkomna", position=1)),
        goals=(
            Goal(
                goal_id="eor",
                version=1,
                unit_id="norr",
                measure_id="inkomna",
                title="450 i arbete",
                kind="cumulative",
                target=450,
                first_month=date(2026, 1, 1),
                last_month=date(2026, 12, 1),
                shape="even",
                owner="chef",
                decided_on=date(2025, 12, 1),
            ),
        ),
        activities=(
            Activity(
                activity_id="a1",
                unit_id="norr",
                goal_id="eor",
                title="Mässa",
                owner="chef",
                is_decisive=True,
                due_on=date(2026, 2, 1),
            ),
        ),
        dialogues=(Dialogue(unit_id="norr", held_on=date(2026, 4, 20)),),
        decisions=(Decision(decision_id="b1", unit_id="norr", matter="Lokal?", raised_on=date(2026, 3, 1)),),
    )
    cases = catalogue.Case.of(
        [
            {
                "source_id": "system",
                "case_key": f"c{number}",
                "unit_id": ("norr", "soder", "jobb")[number % 3],
                "file_id": "f",
                "line": number,
                "opened_at": datetime(2026, 1 + number // 20, 1 + number % 28, 8),  # noqa: DTZ001 - local wall-clock time
                "person_key": f"p{number % 40}",
            }
            for number in range(60)
        ]
    )
    return Inputs(
        as_of=AS_OF, municipality_code="1287", measures=MEASURES, plan=plan, source_covers=COVERS, holidays=HOLIDAYS, cases=cases
    )


@pytest.mark.parametrize("inputs", [full_inputs(), Inputs(as_of=AS_OF, municipality_code="1287", measures=(), plan=Plan())])
def test_every_computed_table_is_made_in_its_declared_shape(inputs):
    """From full inputs and from none at all."""
    made = build_tables(inputs)
    expected = {table for table in catalogue.declared_tables() if not table.name.startswith(FROM_OTHERS)}
    assert expected <= made.keys()
    assert catalogue.MeasureDefinition in made
    for table, frame in made.items():
        assert frame.schema == table.schema(), table.name
        assert frame.select(table.grain).is_unique().all(), table.name
        required = [name for name, column in table.columns.items() if not column.nullable]
        assert not any(frame.select(required).null_count().row(0)), table.name


def test_the_same_inputs_give_the_same_tables_in_the_same_order():
    first, second = build_tables(full_inputs()), build_tables(full_inputs())
    assert [table.name for table in first if not first[table].equals(second[table])] == []

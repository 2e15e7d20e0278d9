"""Figures that are no charts, beside the reference's own."""

from __future__ import annotations

from datetime import date
from statistics import mean

import pytest

from tests.outcome_world import said
from tests.reference_cases.reading import rows_of, told
from transforms import catalogue
from transforms.inputs import Inputs
from transforms.measures import SurveyIndex
from transforms.outcomes.every_measure import outcomes
from transforms.plan import Plan, Unit

WAVE = date(2026, 3, 1)


def pooled_index(case: str) -> None:
    """Variant A: every answer weighs the same. B and C, which weigh questions or respondents the same, are others."""
    answers = rows_of(case)
    parts = {part: tuple(name for name in answers[0] if name.startswith(part)) for part in "MLS"}
    rows = [
        {"source_id": "s", "wave_on": WAVE, "unit_id": "u", "question": question, "answer": float(row[question]), "file_id": "f"}
        for row in answers
        for questions in parts.values()
        for question in questions
        if row[question]
    ]
    inputs = Inputs(
        as_of=date(2026, 5, 1),
        municipality_code="0000",
        measures=(SurveyIndex(**said("hme"), kind="survey", source="s", parts=parts, minimum_answers=5),),
        plan=Plan(units=(Unit(unit_id="u", unit_name="", level="unit"),)),
        source_covers={"s": (WAVE, WAVE)},
        answers=catalogue.SurveyAnswer.of([row | {"line": at, "is_not_relevant": False} for at, row in enumerate(rows)]),
    )
    found = outcomes(inputs)["value"].item()
    expected = told(case)["expected"]
    assert found == pytest.approx(expected["A_pooled"]["total"], abs=1e-9)
    assert found == pytest.approx(mean(expected["A_pooled"][part] for part in ("motivation", "ledarskap", "styrning")), abs=1e-9)


def other_ways_of_weighing(case: str) -> None:
    expected = told(case)["expected"]
    for variant in ("B_question_means", "C_respondent_means"):
        assert abs(expected[variant]["total"] - expected["A_pooled"]["total"]) > 0.3, variant

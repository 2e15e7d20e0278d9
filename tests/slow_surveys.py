"""Surveys once more, slowly: answers one by one, with the standard library's own means and deviations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import mean, stdev

from tests.survey_world import Answer
from transforms.plan import Plan
from transforms.units import ancestors

Cell = tuple[str, date, str, str]
"""Unit, wave, group and question."""


def cells_of(answers: Iterable[Answer], plan: Plan) -> dict[Cell, list[int | None]]:
    """The answers of every cell, 'ej relevant' as None."""
    cells: dict[Cell, list[int | None]] = {}
    lines = ancestors(plan)
    for answer in answers:
        for unit_id in lines[answer.unit_id]:
            for group in {"alla", answer.group} - {None}:
                cells.setdefault((unit_id, answer.wave_on, str(group), answer.question), []).extend([answer.step] * answer.many)
    return cells


def result_of(cells: dict[Cell, list[int | None]], cell: Cell, wave_before: date | None) -> dict[str, float | None]:
    """What `SurveyResult` should say of a cell."""
    steps = [step for step in cells[cell] if step is not None]
    before = [step for step in cells.get((cell[0], wave_before or date.min, *cell[2:]), ()) if step is not None]
    others = [
        mean(told)
        for other, said in cells.items()
        if other[:3] == cell[:3] and (told := [step for step in said if step is not None])
    ]
    error, error_before = (stdev(said) / len(said) ** 0.5 if len(said) > 1 else None for said in (steps, before))
    return {
        "answers": len(steps),
        "not_relevant": len(cells[cell]) - len(steps),
        "mean": mean(steps) if steps else None,
        "sampling_error": error,
        "change": mean(steps) - mean(before) if steps and before else None,
        "change_error": (error**2 + error_before**2) ** 0.5 if error is not None and error_before is not None else None,
        "rank": 1 + sum(other > mean(steps) + 1e-12 for other in others) if steps else None,
    }

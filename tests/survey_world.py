"""A small world for tests of surveys: six units under two processes, answers written briefly, and the tables they give."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import polars as pl

from tests.outcome_world import said
from transforms import catalogue
from transforms.inputs import Inputs, Thresholds
from transforms.measures import Measure, ReportedSeries, SurveyIndex, SurveyScale
from transforms.outcomes.every_measure import outcomes
from transforms.plan import Plan, Unit
from transforms.plan_tables import units
from transforms.surveys.answers import tally
from transforms.surveys.disclosed import disclosed_surveys
from transforms.surveys.responses import survey_responses
from transforms.surveys.results import survey_results, survey_steps
from transforms.tables import Tables

PLAN = Plan(
    units=(
        Unit(unit_id="nämnd", unit_name="Nämnden", level="board"),
        Unit(unit_id="stöd", unit_name="Stöd", level="process", parent_unit_id="nämnd"),
        Unit(unit_id="arbete", unit_name="Arbete", level="process", parent_unit_id="nämnd"),
        *(Unit(unit_id=name, unit_name=name, level="unit", parent_unit_id="stöd") for name in ("norr", "söder", "öst")),
        *(Unit(unit_id=name, unit_name=name, level="unit", parent_unit_id="arbete") for name in ("lots", "torg", "väst")),
    )
)
OCTOBER, MAY = date(2025, 10, 1), date(2026, 5, 1)
AS_OF = date(2026, 10, 5)
SOURCE = "enkät"
HME_PARTS = {"motivation": ("M1", "M2", "M3"), "ledarskap": ("L1", "L2", "L3"), "styrning": ("S1", "S2", "S3")}


class Answer(NamedTuple):
    """So many answers alike; step None is 'ej relevant'."""

    unit_id: str
    question: str
    step: int | None
    many: int = 1
    group: str | None = None
    wave_on: date = OCTOBER


def frame_of(answers: list[Answer]) -> pl.DataFrame:
    """One row an answer, as they are landed."""
    rows = [answer for answer in answers for _ in range(answer.many)]
    return catalogue.SurveyAnswer.of(
        [
            {
                "source_id": SOURCE,
                "wave_on": answer.wave_on,
                "unit_id": answer.unit_id,
                "group_name": answer.group,
                "question": answer.question,
                "answer": answer.step,
                "is_not_relevant": answer.step is None,
                "file_id": "f",
                "line": line,
            }
            for line, answer in enumerate(rows, start=2)
        ]
    )


def scale(*questions: str, **more: Any) -> SurveyScale:
    """A survey of statements on 1–7."""
    wordings = {code: f"Vi {code}" for code in questions}
    return SurveyScale(**(said("skatta") | {"kind": "survey_scale", "source": SOURCE, "questions": wordings} | more))


def hme(**more: Any) -> SurveyIndex:
    """The index of nine questions."""
    return SurveyIndex(**(said("hme") | {"kind": "survey", "source": SOURCE, "parts": HME_PARTS} | more))


def series(measure_id: str, **more: Any) -> ReportedSeries:
    """A reported series, of a code that is its id."""
    return ReportedSeries(
        **(said(measure_id, disclosure="open") | {"kind": "series", "source": "hr", "code": measure_id, "topic": "hr"} | more)
    )


def inputs_of(answers: list[Answer], *measures: Measure, plan: Plan = PLAN, **more: Any) -> Inputs:
    """Inputs whose sources cover two years."""
    covers = dict.fromkeys((SOURCE, "hr"), (date(2025, 1, 1), AS_OF.replace(day=1)))
    return Inputs(
        as_of=AS_OF, municipality_code="1287", measures=measures, plan=plan, source_covers=covers, answers=frame_of(answers), **more
    )


def tables_of(inputs: Inputs, thresholds: Thresholds | None = None) -> Tables:
    """Every table of the surveys, and the outcomes."""
    outcome, counted, measures = outcomes(inputs), tally(inputs), inputs.measures
    results, steps = survey_results(counted, measures), survey_steps(counted, measures)
    responses = survey_responses(counted, measures, outcome)
    shown = disclosed_surveys(results, steps, responses, measures, units(inputs.plan), thresholds or inputs.thresholds)
    return {
        catalogue.Outcome: outcome,
        catalogue.SurveyResult: results,
        catalogue.SurveyStep: steps,
        catalogue.SurveyResponse: responses,
        catalogue.DisclosedSurveyResult: shown[0],
        catalogue.DisclosedSurveyStep: shown[1],
        catalogue.DisclosedSurveyResponse: shown[2],
    }

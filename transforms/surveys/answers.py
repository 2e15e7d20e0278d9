"""Which answers count, and how many chose each step: the one place that says so, for figures, tracing and response rates.

An answer counts when it is a step of the measure's scale. 'Ej relevant' is counted on its own and is in no mean; an empty
answer, and a number that is no step of the scale, is nothing. Respondents are not known, only answers: how many have answered a
set of questions is taken as the answers to its most answered question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from transforms.inputs import Inputs
from transforms.measures import Measure, SurveyIndex, SurveyMeasure
from transforms.periods import covered_months
from transforms.units import LEVELS, lineage

ALL: Final = "alla"
"""The group of everybody, also those without a group."""
LOWEST_OF_INDEX, HIGHEST_OF_INDEX = 1, 5

TALLY: Final[Mapping[str, pl.DataType]] = {
    "measure_id": pl.String(),
    "unit_id": pl.String(),
    "wave_on": pl.Date(),
    "group_name": pl.String(),
    "question": pl.String(),
    "step": pl.Int64(),
    "answers": pl.Int64(),
}
"""How many chose a step of a question, per measure, unit at every level, wave and group; step null is 'ej relevant'."""


def survey_measures(measures: Iterable[Measure]) -> list[SurveyMeasure]:
    """The measures that are surveys, in their order."""
    return [measure for measure in measures if isinstance(measure, SurveyMeasure)]


def parts_of(measure: SurveyMeasure) -> dict[str, tuple[str, ...]]:
    """What is told together → the questions in it: an index's parts, or each statement by itself; in printing order."""
    return dict(measure.parts) if isinstance(measure, SurveyIndex) else {question: (question,) for question in measure.questions}


def questions_of(measure: SurveyMeasure) -> tuple[str, ...]:
    """Every question of the measure once, in printing order."""
    return tuple(dict.fromkeys(question for questions in parts_of(measure).values() for question in questions))


def scale_of(measure: SurveyMeasure) -> tuple[int, int]:
    """The lowest and the highest step."""
    return (LOWEST_OF_INDEX, HIGHEST_OF_INDEX) if isinstance(measure, SurveyIndex) else (measure.lowest, measure.highest)


def counts(measure: SurveyMeasure) -> pl.Expr:
    """Whether a row of `catalogue.SurveyAnswer` counts in the measure's value; never null."""
    lowest, highest = scale_of(measure)
    is_step = pl.col("answer").is_between(lowest, highest) & (pl.col("answer") == pl.col("answer").floor())
    return (_is_asked(measure) & is_step).fill_null(value=False)


def _is_asked(measure: SurveyMeasure) -> pl.Expr:
    return (pl.col("source_id") == measure.source) & pl.col("question").is_in(questions_of(measure))


def waves(answers: pl.DataFrame, measure: SurveyMeasure, months: Sequence[date]) -> list[date]:
    """The months, among those covered, in which the measure's source held a survey."""
    held = answers.filter(pl.col("source_id") == measure.source)["wave_on"].unique().sort()
    return [month for month in held if month in set(months)]


def tally(inputs: Inputs) -> pl.DataFrame:
    """Every survey measure's answers counted, in the shape of `TALLY`, in no particular order.

    A group has rows of its own beside those of 'alla'. Answers of units that the plan does not know count nowhere; waves that
    had not begun on the as-of day are not there.
    """
    placed = lineage(inputs.plan)
    found = [
        _counted(inputs.answers, placed, measure, covered_months(inputs.source_covers.get(measure.source), inputs.as_of))
        for measure in survey_measures(inputs.measures)
    ]
    return pl.concat([pl.DataFrame(schema=TALLY), *found])


def _counted(answers: pl.DataFrame, placed: pl.DataFrame, measure: SurveyMeasure, months: Sequence[date]) -> pl.DataFrame:
    is_not_relevant = pl.col("is_not_relevant").fill_null(value=False) & pl.col("answer").is_null()
    by_unit = (
        answers.lazy()
        .filter(_is_asked(measure), pl.col("wave_on").is_in(months), counts(measure) | is_not_relevant)
        .group_by("unit_id", "wave_on", "group_name", "question", step=pl.col("answer").cast(pl.Int64))
        .agg(answers=pl.len().cast(pl.Int64))
        .join(placed.lazy(), on="unit_id", validate="m:1")
    )
    by_level = pl.concat(
        by_unit.filter(pl.col(level).is_not_null()).with_columns(unit_id=pl.col(level).cast(pl.String)).drop(*LEVELS)
        for level in LEVELS
    )
    in_groups = by_level.filter(pl.col("group_name").is_not_null() & (pl.col("group_name") != ALL))
    everybody = by_level.with_columns(group_name=pl.lit(ALL))
    key = ["unit_id", "wave_on", "group_name", "question", "step"]
    return (
        pl.concat([everybody, in_groups])
        .group_by(key)
        .agg(pl.col("answers").sum())
        .select(pl.lit(measure.measure_id).alias("measure_id"), *key, "answers")
        .collect()
    )

"""Survey indices: 0–100 from answers 1–5, over all answers pooled (HME and the like).

Per part (mean − 1)/4·100 over every answer to the part's questions, then the unweighted mean of the parts. Pooling gives an
answer the same weight whoever else answered; the supplier's own aggregation may differ by a point or so and is the official
value, kept as a reported series beside ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from transforms.measures import SurveyIndex
from transforms.units import LEVELS

LOWEST_STEP, HIGHEST_STEP = 1, 5


def waves(answers: pl.DataFrame, measure: SurveyIndex, months: Sequence[date]) -> list[date]:
    """The months, among those covered, in which the measure's source held a survey."""
    held = answers.filter(pl.col("source_id") == measure.source)["wave_on"].unique().sort()
    return [month for month in held if month in set(months)]


def counts(measure: SurveyIndex) -> pl.Expr:
    """Whether an answer counts in the index: it is to one of its questions and is a step, not 'ej relevant'."""
    questions = [question for part in measure.parts.values() for question in part]
    return (pl.col("source_id") == measure.source) & pl.col("question").is_in(questions) & pl.col("answer").is_not_null()


def survey_figures(answers: pl.DataFrame, lineage: pl.DataFrame, measure: SurveyIndex) -> pl.DataFrame:
    """The index per unit, at every level, and wave: unit_id, month, value, numerator, denominator, rows (answers pooled).

    The value is null where a part has no answers, or where fewer than the measure's minimum have answered. Answers carry no
    respondent, so the number who have answered a part is taken as the answers to its most answered question.
    """
    counted = answers.filter(counts(measure)).join(lineage, on="unit_id", validate="m:1")
    per_level = [
        counted.filter(pl.col(level).is_not_null()).select(
            pl.col(level).alias("unit_id"), pl.col("wave_on").alias("month"), "question", "answer"
        )
        for level in LEVELS
    ]
    parts = pl.DataFrame(
        [(name, question) for name, questions in measure.parts.items() for question in questions],
        schema={"part": pl.String(), "question": pl.String()},
        orient="row",
    )
    indices = (
        pl.concat(per_level)
        .group_by("unit_id", "month", "question")
        .agg(total=pl.col("answer").sum(), answers=pl.len())
        .join(parts, on="question")
        .group_by("unit_id", "month", "part")
        .agg(
            index=(pl.col("total").sum() / pl.col("answers").sum() - LOWEST_STEP) / (HIGHEST_STEP - LOWEST_STEP) * 100,
            respondents=pl.col("answers").max(),
            answers=pl.col("answers").sum(),
        )
        .sort("part")
        .group_by("unit_id", "month")
        .agg(
            enough=(pl.len() == len(measure.parts)) & (pl.col("respondents").min() >= measure.minimum_answers),
            value=pl.col("index").mean(),
            rows=pl.col("answers").sum().cast(pl.Int64),
        )
    )
    nothing = pl.lit(None, pl.Float64)
    return indices.select(
        "unit_id", "month", value=pl.when("enough").then("value"), numerator=nothing, denominator=nothing, rows="rows"
    )

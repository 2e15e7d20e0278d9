"""Survey indices: 0–100 from answers 1–5, over all answers pooled (HME and the like).

Per part (mean − 1)/4·100 over every answer to the part's questions, then the unweighted mean of the parts. Pooling gives an
answer the same weight whoever else answered; the supplier's own aggregation may differ by a point or so and is the official
value, kept as a reported series beside ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from transforms.measures import SurveyIndex
from transforms.surveys.answers import HIGHEST_OF_INDEX, LOWEST_OF_INDEX, counts
from transforms.units import LEVELS


def of_index(mean: float) -> float:
    """A mean of steps 1–5 as an index 0–100."""
    return (mean - LOWEST_OF_INDEX) / (HIGHEST_OF_INDEX - LOWEST_OF_INDEX) * 100


def error_of_index(errors: Sequence[float]) -> float:
    """The sampling error of the index, 0–100, from those of its parts in steps: their mean, as if the parts moved together.

    The same people answer all parts, so the parts are not independent; this is the most that the error can be.
    """
    return sum(errors) / len(errors) / (HIGHEST_OF_INDEX - LOWEST_OF_INDEX) * 100


def survey_figures(answers: pl.DataFrame, lineage: pl.DataFrame, measure: SurveyIndex) -> pl.DataFrame:
    """The index per unit, at every level, and wave: unit_id, month, value, numerator, denominator, rows (answers pooled).

    The value is null where a part has no answers, or where fewer than the measure's minimum have answered. Answers carry no
    respondent, so the number who have answered a part is taken as the answers to its most answered question.
    """
    parts = pl.DataFrame(
        [(name, question) for name, questions in measure.parts.items() for question in questions],
        schema={"part": pl.String(), "question": pl.String()},
        orient="row",
    )
    indices = (
        answers_at_every_level(answers.filter(counts(measure)), lineage)
        .group_by("unit_id", "month", "question")
        .agg(total=pl.col("answer").sum(), answers=pl.len())
        .join(parts, on="question")
        .group_by("unit_id", "month", "part")
        .agg(
            index=(pl.col("total").sum() / pl.col("answers").sum() - LOWEST_OF_INDEX) / (HIGHEST_OF_INDEX - LOWEST_OF_INDEX) * 100,
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


def answers_at_every_level(counted: pl.DataFrame, lineage: pl.DataFrame) -> pl.DataFrame:
    """Every answer under its unit, its process and its nämnd: unit_id (as in ``lineage``), month, question, answer."""
    placed = counted.join(lineage, on="unit_id", validate="m:1")
    return pl.concat(
        placed.filter(pl.col(level).is_not_null()).select(
            pl.col(level).alias("unit_id"), pl.col("wave_on").alias("month"), "question", "answer"
        )
        for level in LEVELS
    )

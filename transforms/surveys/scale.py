"""The measure's own value of a survey of statements (1–7 and the like): the mean of all answers, whatever the statement."""

from __future__ import annotations

import polars as pl

from transforms.measures import SurveyScale
from transforms.surveys.answers import counts
from transforms.surveys.index import answers_at_every_level


def scale_figures(answers: pl.DataFrame, lineage: pl.DataFrame, measure: SurveyScale) -> pl.DataFrame:
    """The mean per unit, at every level, and wave: unit_id, month, value, numerator, denominator, rows (answers pooled).

    Null where fewer than the measure's minimum have answered, taken as the answers to the most answered statement. A statement
    that few find relevant weighs little: what is pooled are answers, not means.
    """
    nothing = pl.lit(None, pl.Float64)
    return (
        answers_at_every_level(answers.filter(counts(measure)), lineage)
        .group_by("unit_id", "month", "question")
        .agg(total=pl.col("answer").sum(), answers=pl.len())
        .group_by("unit_id", "month")
        .agg(
            enough=pl.col("answers").max() >= measure.minimum_answers,
            value=pl.col("total").sum() / pl.col("answers").sum(),
            rows=pl.col("answers").sum().cast(pl.Int64),
        )
        .select("unit_id", "month", value=pl.when("enough").then("value"), numerator=nothing, denominator=nothing, rows="rows")
    )

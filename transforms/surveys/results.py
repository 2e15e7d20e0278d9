"""Statement by statement: how many answered, the mean with its error, the change since the wave before, the rank, the steps.

For an index the parts stand in the statements' place, each over the pooled answers to its questions. Answers by the same person
are alike and nobody knows whose is whose, so the error of a part is that of as many answers as its most answered question has:
rather too large than too small.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from transforms.catalogue import SurveyQuestion, SurveyResult, SurveyStep
from transforms.measures import Measure, SurveyIndex, SurveyScale
from transforms.surveys.answers import parts_of, scale_of, survey_measures

_SURE = 1.96
"""Standard errors that chance alone goes beyond one time in twenty."""
_CELL = ["measure_id", "unit_id", "wave_on", "group_name"]
_STATEMENT = [*_CELL, "question"]


def survey_questions(measures: Iterable[Measure]) -> pl.DataFrame:
    """`SurveyQuestion`, by measure id and in printing order."""
    rows: list[dict[str, object]] = []
    for measure in sorted(survey_measures(measures), key=lambda measure: measure.measure_id):
        lowest, highest = scale_of(measure)
        asked = [(part, question) for part, questions in parts_of(measure).items() for question in questions]
        rows += [
            {
                "measure_id": measure.measure_id,
                "question": question,
                "position": position,
                "part": part if isinstance(measure, SurveyIndex) else None,
                "wording": measure.questions[question] if isinstance(measure, SurveyScale) else None,
                "lowest_step": lowest,
                "highest_step": highest,
            }
            for position, (part, question) in enumerate(asked, start=1)
        ]
    return SurveyQuestion.of(rows)


def survey_results(tally: pl.DataFrame, measures: Iterable[Measure]) -> pl.DataFrame:
    """`SurveyResult`, sorted by its grain: a row wherever somebody answered, with a step or 'ej relevant'.

    The sampling error is s/√n with s the standard deviation of the answers (divided by n − 1); it treats those who answered as
    drawn from more than they are, which for a unit where everybody answered makes it rather too large. The change is from
    unrounded means, since the measure's wave before in which anybody answered; null where this unit's group did not.
    """
    questions = survey_questions(measures)
    per_question = (
        tally.join(questions, on=["measure_id", "question"], validate="m:1")
        .with_columns(told=pl.coalesce("part", "question"))
        .group_by(*_CELL, "told", "question")
        .agg(
            answers=pl.col("answers").filter(pl.col("step").is_not_null()).sum(),
            not_relevant=pl.col("answers").filter(pl.col("step").is_null()).sum(),
            total=(pl.col("step") * pl.col("answers")).sum(),
            squares=(pl.col("step").pow(2) * pl.col("answers")).sum(),
        )
    )
    n, total, squares = pl.col("answers"), pl.col("total"), pl.col("squares")
    results = (
        per_question.group_by(*_CELL, pl.col("told").alias("question"))
        .agg(pl.col("answers", "not_relevant", "total", "squares").sum(), respondents=n.max())
        .with_columns(
            mean=total / pl.when(n > 0).then(n),
            variance=(n * squares - total.pow(2)) / pl.when(n > 1).then(n * (n - 1)),
        )
        .with_columns(sampling_error=(pl.col("variance") / pl.col("respondents")).sqrt())
    )
    return SurveyResult.conform(
        _with_change(results)
        .with_columns(rank=pl.col("mean").rank("min", descending=True).over(_CELL))
        .select(list(SurveyResult.columns))
        .sort(_STATEMENT)
    )


def _with_change(results: pl.DataFrame) -> pl.DataFrame:
    """The mean minus the one of the measure's wave before, and the error of that difference."""
    held = results.select("measure_id", "wave_on").unique().sort("measure_id", "wave_on")
    after = held.with_columns(next_on=pl.col("wave_on").shift(-1).over("measure_id"))
    before = (
        results.join(after, on=["measure_id", "wave_on"], validate="m:1")
        .filter(pl.col("next_on").is_not_null())
        .select(
            "measure_id", "unit_id", "group_name", "question",
            wave_on="next_on", mean_before="mean", error_before="sampling_error",
        )
    )  # fmt: skip
    change = pl.col("mean") - pl.col("mean_before")
    error = (pl.col("sampling_error").pow(2) + pl.col("error_before").pow(2)).sqrt()
    return results.join(before, on=_STATEMENT, how="left", validate="1:1").with_columns(
        change=change, change_error=pl.when(change.is_not_null()).then(error)
    )


def survey_steps(tally: pl.DataFrame, measures: Iterable[Measure]) -> pl.DataFrame:
    """`SurveyStep`, sorted by its grain: every step of the scale under every question that anybody answered with a step."""
    questions = survey_questions(measures).with_columns(
        step=pl.int_ranges("lowest_step", pl.col("highest_step") + 1, dtype=pl.Int64)
    )
    chosen = tally.filter(pl.col("step").is_not_null())
    grid = (
        chosen.select(_STATEMENT)
        .unique()
        .join(questions.select("measure_id", "question", "step"), on=["measure_id", "question"], validate="m:1")
        .explode("step")
    )
    counted = grid.join(chosen, on=[*_STATEMENT, "step"], how="left", validate="1:1").with_columns(pl.col("answers").fill_null(0))
    return SurveyStep.conform(counted.select(list(SurveyStep.columns)).sort(*_STATEMENT, "step"))


def is_beyond_chance(change: float, error: float) -> bool:
    """Whether a change between two waves is larger than chance gives nineteen times of twenty."""
    return abs(change) > _SURE * error

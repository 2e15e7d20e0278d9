"""What is expected of a delivery of survey answers."""

from __future__ import annotations

import polars as pl

from expectations.personal_data import holds_no_personnummer
from expectations.rule_summary import check_rules
from expectations.structure import RowRule, structure_counts
from expectations.verdict import Verdict
from transforms.catalogue import SurveyAnswer

_HIGHEST_STEP = 10

SURVEY_RULES = (
    RowRule("core.survey_answer: wave_on is the first day of a month.", pl.col("wave_on").dt.day() == 1, "stop"),
    RowRule("core.survey_answer: question holds no personnummer.", holds_no_personnummer("question"), "stop", values_of="question"),
    RowRule(
        "core.survey_answer: group_name holds no personnummer.",
        holds_no_personnummer("group_name"),
        "stop",
        values_of="group_name",
    ),
    RowRule(
        "core.survey_answer: an answer that is 'ej relevant' has no step.",
        ~pl.col("is_not_relevant") | pl.col("answer").is_null(),
        "stop",
    ),
    RowRule(
        f"An answer is a whole step from 0 to {_HIGHEST_STEP}.",
        pl.col("answer").is_between(0, _HIGHEST_STEP) & (pl.col("answer") == pl.col("answer").round()),
        "warn",
    ),
)


def survey_counts(rule_counts: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """The intake's rule counts of a file, and below them those of the rows that would be loaded."""
    return pl.concat([rule_counts, structure_counts(SurveyAnswer, answers, SURVEY_RULES)])


def check_surveys(suite: str, rule_counts: pl.DataFrame, answers: pl.DataFrame) -> Verdict:
    """Whether a delivered file of answers may be believed; the frames as for a case export, in ``core.survey_answer``."""
    return check_rules(suite, survey_counts(rule_counts, answers))

"""A self-assessment of nineteen statements in two waves comes out as it was once published: means, n, groups and changes.

The published means are facts; the answers behind them are made up here so that they give those means.
"""

from __future__ import annotations

import polars as pl
import pytest

from report_templates.numbers_sv import number, signed
from tests.survey_world import MAY, OCTOBER, Answer, inputs_of, scale, tables_of
from transforms import catalogue

OCTOBER_AND_MAY = (
    "3,29/4,08", "3,82/4,24", "4,62/4,98", "4,02/4,60", "4,08/4,83", "3,54/4,21", "3,81/4,41",
    "3,45/4,33", "3,39/4,03", "4,39/5,03", "4,49/5,04", "3,99/4,50", "4,78/5,24", "3,99/4,29",
    "3,91/4,28", "3,22/3,46", "4,05/4,40", "3,60/4,29", "3,78/4,13",
)  # fmt: skip
PUBLISHED = {f"p{place}": tuple(pair.split("/")) for place, pair in enumerate(OCTOBER_AND_MAY, start=1)}
EVERYBODY, LEADERS, SUPPORT = 259, 136, 117
SUMS = {("p14", OCTOBER): 1034, ("p14", MAY): 1110}
"""3,9923 and 4,2857: they print as 3,99 and 4,29, and their difference as 0,29, where the table's own difference is 0,30."""


def answers_with(question: str, wave_on, mean: str) -> list[Answer]:
    """The answers of 136 leaders, 117 in support and 6 who said no group, whose mean prints as it was published."""
    total = SUMS.get((question, wave_on), round(EVERYBODY * float(mean.replace(",", "."))))
    low, above = divmod(total, EVERYBODY)
    steps = [low + 1] * above + [low] * (EVERYBODY - above)
    group_of = ["ledning"] * LEADERS + ["stöd"] * SUPPORT + [None] * (EVERYBODY - LEADERS - SUPPORT)
    return [Answer("norr", question, step, group=group, wave_on=wave_on) for step, group in zip(steps, group_of, strict=True)]


@pytest.fixture(scope="module")
def tables():
    answers = [
        answer
        for question, means in PUBLISHED.items()
        for wave_on, mean in zip((OCTOBER, MAY), means, strict=True)
        for answer in answers_with(question, wave_on, mean)
    ]
    return tables_of(inputs_of(answers, scale(*PUBLISHED)))


@pytest.fixture(scope="module")
def shown(tables) -> pl.DataFrame:
    return tables[catalogue.DisclosedSurveyResult].filter(unit_id="norr")


def test_the_means_print_as_published(shown):
    for wave_on, place in ((OCTOBER, 0), (MAY, 1)):
        means = shown.filter(wave_on=wave_on, group_name="alla")
        assert {row["question"]: number(row["mean"], 2) for row in means.to_dicts()} == {
            question: pair[place] for question, pair in PUBLISHED.items()
        }


def test_those_without_a_group_count_in_the_total_only(shown):
    sizes = shown.filter(wave_on=OCTOBER, question="p1").select("group_name", "answers").rows()
    assert dict(sizes) == {"alla": 259, "ledning": 136, "stöd": 117}
    assert 259 - 136 - 117 == 6


def test_a_change_is_from_unrounded_means(shown):
    """For statement 14 the published text says 0,29 and the difference of the printed means is 0,30."""
    change = shown.filter(wave_on=MAY, group_name="alla", question="p14")["change"][0]
    assert signed(change, 2) == "+0,29"
    assert number(4.29 - 3.99, 2) == "0,30"


def test_the_statements_are_ranked_by_their_means(shown):
    first = shown.filter(wave_on=OCTOBER, group_name="alla").sort("rank")
    assert first.filter(rank=1)["question"].to_list() == ["p13"]
    assert first["question"].to_list()[-1] == "p16"
    assert first["rank"].max() == 19


def test_the_distribution_adds_up_to_the_answers(tables):
    steps = tables[catalogue.DisclosedSurveyStep].filter(unit_id="norr", group_name="alla")
    assert steps.height == 19 * 2 * 7
    assert steps.group_by("wave_on", "question").agg(pl.col("answers").sum())["answers"].unique().to_list() == [EVERYBODY]


def test_the_measures_own_value_is_the_mean_of_all_answers(tables):
    outcome = tables[catalogue.Outcome].filter(unit_id="norr", month=OCTOBER)
    means = tables[catalogue.SurveyResult].filter(unit_id="norr", wave_on=OCTOBER, group_name="alla")["mean"]
    assert outcome["value"][0] == pytest.approx(means.mean())
    assert outcome["rows"][0] == 19 * EVERYBODY

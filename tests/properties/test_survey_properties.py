"""Surveys come out as slow arithmetic has them, and what is shown of them gives nobody away."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.slow_surveys import cells_of, result_of
from tests.survey_world import MAY, OCTOBER, PLAN, Answer, hme, inputs_of, scale, tables_of
from transforms import catalogue
from transforms.surveys.answers import TALLY
from transforms.surveys.disclosed import SPREAD_FROM, shown_waves
from transforms.surveys.results import is_beyond_chance, survey_results
from transforms.units import ancestors

LIMIT = 5
FEW = st.integers(0, 9)
answered = st.builds(
    Answer,
    st.sampled_from(["norr", "söder", "öst", "lots", "stöd"]),
    st.sampled_from(["p1", "p2", "p3"]),
    st.none() | st.integers(1, 7),
    st.integers(1, 6),
    st.sampled_from([None, "ledning", "stöd"]),
    st.sampled_from([OCTOBER, MAY]),
)


@given(st.lists(answered, max_size=25))
def test_results_are_those_of_slow_arithmetic(answers):
    made = tables_of(inputs_of(answers, scale("p1", "p2", "p3")))[catalogue.SurveyResult].to_dicts()
    cells = cells_of(answers, PLAN)
    assert {tuple(row[name] for name in ("unit_id", "wave_on", "group_name", "question")) for row in made} == set(cells)
    has_both = {answer.wave_on for answer in answers} == {OCTOBER, MAY}
    for row in made:
        cell = (row["unit_id"], row["wave_on"], row["group_name"], row["question"])
        slow = result_of(cells, cell, OCTOBER if has_both and row["wave_on"] == MAY else None)
        assert {name: row[name] for name in slow} == pytest.approx(slow, abs=1e-9), cell


def test_a_change_where_nothing_has_changed_is_beyond_chance_one_time_in_twenty():
    """Two waves of forty answers drawn alike, in four thousand units; the seed is fixed, three standard errors are allowed."""
    units, people = 4000, 40
    chance = np.random.default_rng(20261121)
    waves = [chance.multinomial(people, [0.05, 0.05, 0.1, 0.2, 0.3, 0.2, 0.1], units) for _ in (OCTOBER, MAY)]
    tally = pl.DataFrame(
        {
            "measure_id": "skatta",
            "unit_id": np.tile(np.repeat([f"u{at:04}" for at in range(units)], 7), 2),
            "wave_on": [OCTOBER] * 7 * units + [MAY] * 7 * units,
            "group_name": "alla",
            "question": "p1",
            "step": np.tile(np.arange(1, 8), 2 * units),
            "answers": np.concatenate(waves).ravel(),
        },
        schema=TALLY,
    )
    told = survey_results(tally, (scale("p1"),)).filter(wave_on=MAY)
    beyond = [is_beyond_chance(*row) for row in told.select("change", "change_error").iter_rows()]
    assert len(beyond) == units
    assert sum(beyond) / units == pytest.approx(0.052, abs=3 * np.sqrt(0.05 * 0.95 / units)), "5 %, and what t adds to 1.96"


@given(st.lists(answered, max_size=25))
def test_steps_add_up_to_the_results(answers):
    tables = tables_of(inputs_of(answers, scale("p1", "p2", "p3")))
    key = list(catalogue.SurveyResult.grain)
    sums = (
        tables[catalogue.SurveyStep].group_by(key).agg(n=pl.col("answers").sum(), total=(pl.col("step") * pl.col("answers")).sum())
    )
    results = tables[catalogue.SurveyResult].filter(pl.col("answers") > 0).join(sums, on=key, how="left")
    assert (results["n"] == results["answers"]).all()
    assert (results["total"] / results["n"]).to_list() == pytest.approx(results["mean"].to_list())


placed = st.fixed_dictionaries(
    {
        (unit_id, group): FEW | st.just(0) | st.integers(10, 14)
        for unit_id in ("norr", "söder", "öst", "lots", "torg", "stöd")
        for group in (None, "ledning", "stöd")
    }
)


NOBODY = 18
SUBSETS = np.array([(*chosen, *[NOBODY] * (4 - many)) for many in range(1, LIMIT) for chosen in combinations(range(NOBODY), many)])
"""Every one to four of eighteen units' groups; the places left over hold nobody."""


def told_by(shown: pl.DataFrame, sizes: dict[tuple[str, str | None], int]) -> list[tuple[int, ...]]:
    """Every few people whose answers can be added up from the cells shown, as places among those who answered.

    An attacker who knows where nobody answered sees each shown cell as a sum over the units' groups. What can be computed is
    the span of those sums; a set of groups of units is in it when nothing that the sums leave open moves it.
    """
    people = [place for place, size in sizes.items() if size]
    lines = ancestors(PLAN)
    rows = [
        [unit_id in lines[unit] and group in {"alla", own} for unit, own in people]
        for unit_id, group in shown.select("unit_id", "group_name").rows()
    ]
    cells = np.array(rows, dtype=float).reshape(len(rows), len(people))
    _, found, axes = np.linalg.svd(cells, full_matrices=True) if rows else (None, np.zeros(0), np.eye(len(people)))
    open_directions = axes[int((found > 1e-9).sum()) :]
    chosen = SUBSETS[((len(people) > SUBSETS) | (SUBSETS == NOBODY)).all(axis=1)]
    padded = np.zeros((len(open_directions), NOBODY + 1))
    padded[:, : len(people)] = open_directions
    is_told = np.abs(padded[:, chosen].sum(axis=2)).max(axis=0, initial=0) < 1e-9
    return [tuple(int(place) for place in row if place != NOBODY) for row in chosen[is_told]]


def size_of(chosen: tuple[int, ...], sizes: dict[tuple[str, str | None], int]) -> int:
    people = [size for size in sizes.values() if size]
    return sum(people[place] for place in chosen)


@settings(max_examples=40)
@given(placed)
def test_no_few_answers_can_be_worked_out_from_what_is_shown(sizes):
    answers = [Answer(unit_id, "p1", 3, many, group) for (unit_id, group), many in sizes.items() if many]
    tables = tables_of(inputs_of(answers, scale("p1", minimum_answers=LIMIT)))
    shown = tables[catalogue.DisclosedSurveyResult].filter(~pl.col("is_hidden"))
    assert [chosen for chosen in told_by(shown, sizes) if size_of(chosen, sizes) < LIMIT] == []
    spread = shown.filter(pl.col("sampling_error").is_not_null())
    assert [chosen for chosen in told_by(spread, sizes) if size_of(chosen, sizes) < SPREAD_FROM] == []
    steps = tables[catalogue.DisclosedSurveyStep].select("unit_id", "group_name").unique()
    assert set(steps.rows()) == set(spread.select("unit_id", "group_name").rows())


def test_the_attacker_wins_where_one_group_alone_is_hidden():
    """Else the property above would hold of anything."""
    sizes = {("norr", "ledning"): 3, ("norr", "stöd"): 12}
    shown = pl.DataFrame({"unit_id": ["norr", "norr"], "group_name": ["alla", "stöd"]})
    assert [chosen for chosen in told_by(shown, sizes) if size_of(chosen, sizes) < LIMIT] == [(0,)]
    assert [chosen for chosen in told_by(shown.head(1), sizes) if size_of(chosen, sizes) < LIMIT] == []


def test_the_attacker_wins_who_knows_where_a_group_is_empty():
    """Eight and twenty answer, six of them leaders: all of those are norr's, since söder has none. The two beside them are told."""
    sizes = {("norr", "ledning"): 6, ("norr", "stöd"): 2, ("söder", "stöd"): 20}
    cells = [("norr", "alla"), ("söder", "alla"), ("stöd", "alla"), ("stöd", "ledning"), ("stöd", "stöd")]
    shown = pl.DataFrame(cells, schema=["unit_id", "group_name"], orient="row")
    assert (1,) in told_by(shown, sizes)
    answers = [Answer(unit_id, "p1", 3, many, group) for (unit_id, group), many in sizes.items()]
    kept = tables_of(inputs_of(answers, scale("p1")))[catalogue.DisclosedSurveyResult].filter(~pl.col("is_hidden"))
    assert [chosen for chosen in told_by(kept, sizes) if size_of(chosen, sizes) < LIMIT] == []


@given(st.lists(answered, max_size=30))
def test_what_is_shown_is_what_was_computed_and_enough(answers):
    """Shown figures are the computed ones; hidden ones are gone from every table; a value is shown only where all is."""
    tables = tables_of(inputs_of(answers, scale("p1", "p2", "p3")))
    key = list(catalogue.SurveyResult.grain)
    both = tables[catalogue.SurveyResult].join(tables[catalogue.DisclosedSurveyResult], on=key, suffix="_shown")
    assert both.height == tables[catalogue.SurveyResult].height
    kept, hidden = both.filter(~pl.col("is_hidden")), both.filter("is_hidden")
    for name in ("answers", "not_relevant", "mean"):
        assert kept[name].to_list() == kept[f"{name}_shown"].to_list()
    figures = ["answers", "not_relevant", "mean", "sampling_error", "change", "change_error", "rank"]
    assert all(hidden[f"{name}_shown"].null_count() == hidden.height for name in figures)
    assert (kept["answers"].is_between(1, LIMIT - 1)).sum() == 0
    assert tables[catalogue.DisclosedSurveyStep].join(hidden, on=key, how="semi").is_empty()
    values = shown_waves(tables[catalogue.DisclosedSurveyResult]).rename({"month": "wave_on"})
    assert hidden.filter(group_name="alla").join(values, on=["measure_id", "unit_id", "wave_on"], how="semi").is_empty()
    told = tables[catalogue.DisclosedSurveyResponse]
    assert told.filter(pl.col("respondents") < LIMIT).is_empty()


@given(st.lists(st.tuples(st.sampled_from(["norr", "söder", "öst"]), st.integers(1, 5), st.integers(0, 9)), max_size=4))
def test_an_index_is_hidden_by_how_many_answered_its_most_answered_question(rows):
    """Blank answers do not make a part look smaller than the number who answered it."""
    answers = [
        Answer(unit_id, question, step, many - (question in {"M3", "S2"} and many > 0))
        for unit_id, step, many in rows
        for question in ("M1", "M3", "L1", "S1", "S2")
    ]
    tables = tables_of(inputs_of([answer for answer in answers if answer.many], hme(minimum_answers=7)))
    shown = tables[catalogue.DisclosedSurveyResult]
    most = {unit: sum(many for unit_id, _, many in rows if unit_id == unit) for unit in {row[0] for row in rows}}
    if len(most) == 1:
        for unit, many in most.items():
            assert shown.filter(unit_id=unit)["is_hidden"].to_list() == [many < 7] * (3 if many else 0)

"""Who was asked and the supplier's own value come from the right month, unit and measure, and are shown only where they may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest

from tests.outcome_world import said
from tests.survey_world import MAY, OCTOBER, Answer, hme, inputs_of, scale, series, tables_of
from transforms import catalogue
from transforms.inputs import Thresholds
from transforms.measures import CaseCount, Filter, KoladaKpi, Ratio
from transforms.outcomes.every_measure import outcomes

EVERYBODY = [
    Answer(unit_id, question, 4, 8, wave_on=wave)
    for unit_id in ("norr", "lots")
    for question in ("M1", "L1", "S1")
    for wave in (OCTOBER, MAY)
]
OPENED = datetime.fromisoformat("2026-01-05")
KOLADA = KoladaKpi(**said("kommunen"), kind="kolada", kpi="U00200")


def told(code: str, *rows: tuple[str, date, float]) -> pl.DataFrame:
    return catalogue.SeriesValue.of(
        [
            {"source_id": "hr", "series_code": code, "unit_id": unit, "month": month, "value": value, "file_id": "f", "line": line}
            for line, (unit, month, value) in enumerate(rows)
        ]
    )


def responses(inputs, unit_id: str, table=catalogue.SurveyResponse) -> dict[date, dict]:
    return {row["wave_on"]: row for row in tables_of(inputs)[table].filter(unit_id=unit_id).to_dicts()}


def test_the_official_value_is_of_the_month_else_the_only_one_of_the_year():
    values = told("egen", ("norr", OCTOBER, 71), ("norr", date(2025, 3, 1), 60), ("norr", date(2026, 2, 1), 74))
    found = responses(inputs_of(EVERYBODY, hme(official="egen"), series("egen"), series=values), "norr")
    assert (found[OCTOBER]["official_value"], found[MAY]["official_value"]) == (71, 74)
    twice = told("egen", ("norr", date(2025, 3, 1), 60), ("norr", date(2025, 4, 1), 61), ("norr", date(2026, 2, 1), 74))
    found = responses(inputs_of(EVERYBODY, hme(official="egen"), series("egen"), series=twice), "norr")
    assert (found[OCTOBER]["official_value"], found[MAY]["official_value"]) == (None, 74)


def test_a_key_figure_is_the_whole_kommuns_and_stands_at_the_namnd():
    value = {"kpi_id": "U00200", "municipality_code": "1287", "year": 2025, "gender": "T", "value": 78.0}
    inputs = inputs_of(EVERYBODY, hme(official="kommunen"), KOLADA, kolada_values=catalogue.KoladaValue.of([value]))
    board, unit = responses(inputs, "nämnd"), responses(inputs, "norr")
    assert (board[OCTOBER]["official_value"], board[MAY]["official_value"]) == (78.0, None)
    assert unit[OCTOBER]["official_value"] is None


def test_who_was_asked_is_shown_only_where_that_measure_is_open():
    values = told("utskick", ("norr", OCTOBER, 10))
    for disclosure, shown in (("open", (10.0, 0.8)), ("staff", (None, None))):
        asked = series("utskick", disclosure=disclosure)
        inputs = inputs_of(EVERYBODY, hme(invited="utskick"), asked, series=values)
        assert responses(inputs, "norr")[OCTOBER]["response_share"] == pytest.approx(0.8)
        open_row = responses(inputs, "norr", catalogue.DisclosedSurveyResponse)[OCTOBER]
        assert (open_row["invited"], open_row["response_share"]) == shown
        assert open_row["respondents"] == 8


def test_the_limit_is_the_highest_of_the_measures_of_the_source_and_their_classes():
    answers = [Answer("norr", "p1", 4, 8)]
    for measure, thresholds, is_hidden in (
        (scale("p1"), Thresholds(), False),
        (scale("p1", minimum_answers=9), Thresholds(), True),
        (scale("p1", disclosure="staff"), Thresholds(), True),
        (scale("p1", disclosure="open"), Thresholds(persons=20), False),
        (scale("p1"), Thresholds(persons=9), True),
    ):
        shown = tables_of(inputs_of(answers, measure), thresholds)[catalogue.DisclosedSurveyResult]
        assert shown["is_hidden"].all() == is_hidden
    other = replace(scale("p1", minimum_answers=9), measure_id="annan")
    shown = tables_of(inputs_of(answers, scale("p1"), other))[catalogue.DisclosedSurveyResult]
    assert shown["is_hidden"].all()


def test_a_number_that_is_no_step_of_the_scale_counts_nowhere():
    answers = [Answer("norr", "p1", 4, 8), Answer("norr", "p1", 8, 2), Answer("norr", "p1", 0, 1)]
    made = tables_of(inputs_of(answers, scale("p1")))
    result = made[catalogue.SurveyResult].filter(unit_id="norr").to_dicts()[0]
    assert (result["answers"], result["mean"], result["not_relevant"]) == (8, 4.0, 0)
    assert made[catalogue.Outcome].filter(unit_id="norr")["rows"].to_list() == [8]


def test_a_wave_after_the_as_of_day_is_not_told():
    made = tables_of(inputs_of([Answer("norr", "p1", 4, 8, wave_on=date(2026, 11, 1))], scale("p1")))
    assert all(frame.is_empty() for frame in made.values())


def test_a_ratio_may_be_of_a_survey_of_statements():
    ratio = Ratio(**said("kvot"), kind="ratio", numerator="skatta", denominator="skatta")
    made = outcomes(inputs_of([Answer("norr", "p1", 4, 8)], scale("p1"), ratio))
    assert made.filter(measure_id="kvot", unit_id="norr")["value"].to_list() == [1.0]


def test_cases_are_counted_by_sex():
    women = CaseCount(**said("kvinnor"), kind="case_count", source="system", event="opened", where=Filter(sex=("K",)))
    men_or_women = CaseCount(
        **said("könsbestämda"), kind="case_count", source="system", event="opened", where=Filter(sex=("K", "M"))
    )
    case = {"source_id": "system", "unit_id": "norr", "opened_at": OPENED, "file_id": "f"}
    cases = catalogue.Case.of([case | {"case_key": f"c{line}", "sex": sex, "line": line} for line, sex in enumerate("KKM")])
    unknown = catalogue.Case.of([case | {"case_key": "c9", "sex": None, "line": 9}])
    inputs = replace(
        inputs_of([], women, men_or_women, cases=pl.concat([cases, unknown])),
        source_covers={"system": (date(2026, 1, 1), date(2026, 1, 1))},
    )
    made = outcomes(inputs).filter(unit_id="norr")
    assert dict(made.select("measure_id", "value").rows()) == {"kvinnor": 2.0, "könsbestämda": 3.0}

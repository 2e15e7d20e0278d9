"""A survey as a pack prints it, from what may be shown to everybody."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import polars as pl

from report_templates.chart_steps import WIDTH, step_bar
from report_templates.facts import MeasureFacts
from report_templates.survey_pages import survey_page
from report_templates.survey_shapes import SurveyPage
from tests.survey_world import MAY, OCTOBER, Answer, hme, inputs_of, scale, series, tables_of
from transforms import catalogue
from transforms.definitions import measure_definitions
from transforms.inputs import Inputs
from transforms.surveys.disclosed import shown_waves
from transforms.surveys.results import survey_questions


def page_of(inputs: Inputs, unit_id: str, national: list[dict] | None = None) -> SurveyPage | None:
    """The page of the first measure, its outcomes hidden as its statements are."""
    measure, tables = inputs.measures[0], tables_of(inputs)
    of_it = {"measure_id": measure.measure_id, "unit_id": unit_id}
    is_told = set(shown_waves(tables[catalogue.DisclosedSurveyResult]).filter(**of_it)["month"])
    months = [
        row
        | {
            "value": row["value"] if row["month"] in is_told else None,
            "is_hidden": bool(row["rows"]) and row["month"] not in is_told,
        }
        for row in tables[catalogue.Outcome].filter(**of_it).to_dicts()
    ]

    def rows(table) -> tuple[dict, ...]:
        return tuple(tables[table].filter(**of_it).to_dicts())

    facts = MeasureFacts(
        definition=measure_definitions(inputs.measures).filter(measure_id=measure.measure_id).to_dicts()[0],
        months=tuple(months),
        survey_results=rows(catalogue.DisclosedSurveyResult),
        survey_steps=rows(catalogue.DisclosedSurveyStep),
        survey_responses=rows(catalogue.DisclosedSurveyResponse),
    )
    questions = survey_questions(inputs.measures).filter(measure_id=measure.measure_id).to_dicts()
    return survey_page(facts, questions, national or ())


def whole_index(unit_id: str, wave_on: date, step: int, many: int) -> list[Answer]:
    return [
        Answer(unit_id, question, step + (number % 2), wave_on=wave_on)
        for number in range(many)
        for question in ("M1", "M2", "M3", "L1", "L2", "L3", "S1", "S2", "S3")
    ]


def reported(*rows: tuple[str, str, date, float]) -> pl.DataFrame:
    names = ("unit_id", "series_code", "month", "value")
    return catalogue.SeriesValue.of(
        [dict(zip(names, row, strict=True)) | {"source_id": "hr", "file_id": "f", "line": line} for line, row in enumerate(rows)]
    )


def test_an_index_has_its_waves_side_by_side_with_the_suppliers_value_and_the_response_rate():
    answers = whole_index("norr", OCTOBER, 3, 10) + whole_index("norr", MAY, 4, 12)
    asked = [("norr", "utskick", OCTOBER, 12), ("norr", "utskick", MAY, 15)]
    told = reported(*asked, ("norr", "egen", date(2025, 12, 1), 61), ("norr", "egen", MAY, 87))
    page = page_of(
        inputs_of(answers, hme(invited="utskick", official="egen"), series("utskick"), series("egen"), series=told), "norr"
    )
    assert page is not None
    assert page.title == "Hme: 88 i maj 2026"
    assert page.waves == ("oktober 2025", "maj 2026")
    assert {row.label: (*row.cells, row.change) for row in page.rows} == {
        "Vårt värde, alla svar sammanlagda": ("63", "88", "+25*"),
        "Officiellt värde, från leverantören": ("61", "87", ""),
        "Delindex motivation": ("63", "88", "+25*"),
        "Delindex ledarskap": ("63", "88", "+25*"),
        "Delindex styrning": ("63", "88", "+25*"),
        "Antal som svarat": ("10", "12", ""),
        "Fick enkäten": ("12", "15", ""),
        "Svarsfrekvens": ("83\u00a0%", "80\u00a0%", ""),
    }
    assert page.remarks[0] == "Det är 25 högre än i oktober 2025. Skillnaden är större än slumpen brukar ge."
    assert (page.statements, page.groups) == ((), ())


def test_a_key_figure_as_official_value_gives_the_whole_kommun_and_the_nation():
    national = [{"year": 2026, "value": 79.0, "national_value": 78.4}]
    page = page_of(inputs_of(whole_index("norr", MAY, 4, 12), hme()), "norr", national)
    assert page is not None
    told = {row.label: row.cells for row in page.rows}
    assert told["Hela kommunen, officiellt värde (Kolada)"] == ("79",)
    assert told["Riket (Kolada)"] == ("78",)
    assert page.remarks[0] == "Det är den första omgången."


def test_statements_have_mean_change_rank_n_and_distribution_and_groups_beside():
    answers = [
        *(
            Answer("norr", "p1", step, 6, group, wave)
            for wave, step in ((OCTOBER, 3), (MAY, 5))
            for group in ("ledning", "stöd", None)
        ),
        Answer("norr", "p1", 7, 2, "stöd", MAY),
        Answer("norr", "p2", 2, 6, "ledning", MAY),
        Answer("norr", "p2", None, 6, "stöd", MAY),
    ]
    page = page_of(inputs_of(answers, scale("p1", "p2", decimals=2)), "norr")
    assert page is not None
    first, second = page.statements
    assert (first.wording, first.cells, first.change, first.rank, first.answers) == ("Vi p1", ("3,00", "5,20"), "+2,20*", "1", "20")
    assert first.steps == (0, 0, 0, 0, 18, 0, 2)
    assert first.distribution == "Vi p1. Antal svar per steg: 1: 0, 2: 0, 3: 0, 4: 0, 5: 18, 6: 0, 7: 2."
    assert (second.cells, second.steps, second.not_relevant) == (("–", "2,00"), (), "6")
    assert page.groups == ("Ledning", "Stöd")
    assert first.groups == ("5,00", "5,50")
    assert "Sex som svarat har inte angett grupp och är bara med i alla." in page.notes


def test_what_is_hidden_is_an_x_on_the_page_and_in_the_figures():
    answers = [
        Answer("norr", "p1", 5, 3, "ledning"), Answer("norr", "p1", 3, 12, "stöd"), Answer("norr", "p2", 3, 4),
        Answer("norr", "p3", 4, 9, "ledning"), Answer("norr", "p3", 4, 12, "stöd"),
    ]  # fmt: skip
    page = page_of(inputs_of(answers, scale("p1", "p2", "p3")), "norr")
    assert page is not None
    assert page.statements[0].groups == ("x", "x")
    assert page.statements[1].cells == ("x",)
    assert any(note.startswith("x visas inte") for note in page.notes)
    hidden = {figure.figure_id for figure in page.figures if figure.is_hidden}
    assert {"skatta.survey.p2.mean.2025-10", "skatta.survey.p1.mean.ledning.2025-10", "skatta.survey.value.2025-10"} <= hidden
    assert all(figure.value is None and figure.printed == "x" for figure in page.figures if figure.is_hidden)
    assert len({figure.figure_id for figure in page.figures}) == len(page.figures)


def test_groups_of_which_nothing_may_be_shown_are_one_sentence_and_not_a_table_of_crosses():
    answers = [Answer("norr", "p1", 5, 3, "ledning"), Answer("norr", "p1", 3, 12, "stöd")]
    page = page_of(inputs_of(answers, scale("p1")), "norr")
    assert page is not None
    assert (page.groups, page.statements[0].groups) == ((), ())
    assert any(note.startswith("Grupper visas bara när") for note in page.notes)
    assert not any("ledning" in figure.figure_id for figure in page.figures)


def test_a_survey_of_which_nothing_may_be_shown_is_one_sentence():
    page = page_of(inputs_of([Answer("norr", "p1", 5, 3)], scale("p1")), "norr")
    assert page is not None
    assert page.title.startswith("Skatta: värdet för oktober 2025 visas inte")
    assert (page.rows, page.statements, page.groups, page.remarks, page.notes) == ((), (), (), (), ())


def test_a_measure_that_is_no_survey_and_a_survey_without_answers_have_no_page():
    assert page_of(inputs_of([], series("budget")), "norr") is None
    assert page_of(inputs_of([], scale("p1")), "norr") is None


def test_the_bar_is_as_wide_as_all_answers_and_has_no_part_for_none():
    drawn = ET.fromstring(step_bar((0, 5, 15), "Vi vet. 2: 5, 3: 15."))  # noqa: S314 - our own drawing
    widths = [float(part.get("width", "0")) for part in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert widths == [WIDTH / 4, WIDTH * 3 / 4]
    assert next(iter(drawn)).text == "Vi vet. 2: 5, 3: 15."

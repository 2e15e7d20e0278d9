"""Reported series and survey answers, taken in."""

from __future__ import annotations

from datetime import date

import pytest

from flows.failures import Failure
from flows.sources.exports.series import take_series
from flows.sources.exports.surveys import take_survey
from flows.workspace.kommun import SeriesSource, SurveySource
from tests.intake_world import AS_OF, SECRET, write
from transforms.catalogue import SeriesValue, SurveyAnswer

UNITS = frozenset({"ost", "vast"})
SERIES = SeriesSource(kind="series", files="ekonomi*.csv", units={"Enhet Öst": "ost"})
SURVEY = SurveySource(kind="survey", files="hme*.csv")


def series(folder, text: str):
    return take_series(write(folder, text), "ekonomi", SERIES, UNITS, SECRET, AS_OF)


def survey(folder, text: str):
    return take_survey(write(folder, text), "hme", SURVEY, UNITS, SECRET, AS_OF)


def test_reported_values_are_taken_as_delivered(tmp_path):
    taken = series(
        tmp_path,
        "Enhet;Matt;Period;Varde;Taljare;Namnare\nEnhet Öst;budget;2026-01;1 250,5;;\nvast;sjukfrånvaro;202602;-4,5;45;1.000,0\n"
        "ost;budget;mars 2026;;;\n",
    )
    frame = taken.frames["rows"]
    assert frame.schema == SeriesValue.schema()
    assert frame.select("series_code", "unit_id", "month", "value", "numerator", "denominator", "line").rows() == [
        ("budget", "ost", date(2026, 1, 1), 1250.5, None, None, 2),
        ("sjukfrånvaro", "vast", date(2026, 2, 1), -4.5, 45.0, 1000.0, 3),
        ("budget", "ost", date(2026, 3, 1), None, None, None, 4),
    ]
    assert (taken.covers_from, taken.covers_to) == (date(2026, 1, 1), date(2026, 3, 1))


def test_numerator_and_denominator_may_be_absent_and_a_value_told_twice_is_counted(tmp_path):
    taken = series(tmp_path, "period,enhet,matt,varde\n2026-01,ost,a,1\n2026-01,ost,a,2\n")
    assert taken.frames["rows"]["numerator"].to_list() == [None, None]
    assert taken.frames["rules"].select("rule", "rows_checked", "rows_unmet").rows() == [
        ("rows", 2, 0),
        ("quarantined", 2, 0),
        ("unit known", 2, 0),
        ("value once", 2, 1),
    ]


def test_a_reported_row_that_cannot_be_read_is_in_quarantine(tmp_path):
    taken = series(
        tmp_path, "enhet;matt;period;varde\nnorr;a;2026-01;1\nost;;2026-01;1\nost;a;våren;1\nost;a;2026-01;x\nost;a;2026-01;1\n"
    )
    assert taken.frames["quarantine"].select("line", "column_name", "reason").rows() == [
        (2, "enhet", "Enheten är okänd: den finns varken i kommun.toml eller i planen."),
        (3, "matt", "Måttet saknas."),
        (4, "period", "Perioden går inte att läsa. Väntat år och månad, till exempel 2026-04."),
        (5, "varde", "Talet går inte att läsa. Väntat till exempel 2 500,00 eller -12,5."),
    ]
    assert (taken.rows_loaded, taken.rows_quarantined, taken.has_unknown_unit) == (1, 4, True)


def test_answers_are_taken_and_not_relevant_is_told_from_no_answer(tmp_path):
    taken = survey(
        tmp_path, "omgang;enhet;fraga;svar\n2025-10;ost;M1;5\n2025-10;ost;M1;Ej  relevant\n2025-10;vast;M2;\n"
        "2025-10;ost;L1;3,5\n2025-10;ost;;4\n2025-10;ost;M1;bra\n"
    )  # fmt: skip
    frame = taken.frames["rows"]
    assert frame.schema == SurveyAnswer.schema()
    assert frame.select("wave_on", "unit_id", "group_name", "question", "answer", "is_not_relevant", "line").rows() == [
        (date(2025, 10, 1), "ost", None, "M1", 5.0, False, 2),
        (date(2025, 10, 1), "ost", None, "M1", None, True, 3),
        (date(2025, 10, 1), "vast", None, "M2", None, False, 4),
        (date(2025, 10, 1), "ost", None, "L1", 3.5, False, 5),
    ]
    assert taken.frames["quarantine"].select("line", "column_name", "value_shape").rows() == [(6, "fraga", ""), (7, "svar", "aaa")]
    assert ("question answered", 4, 1) in taken.frames["rules"].select("rule", "rows_checked", "rows_unmet").rows()


def test_groups_are_taken_where_the_mapping_names_them_and_everybody_is_no_group(tmp_path):
    text = "omgang;enhet;grupp;fraga;svar\n2025-10;ost; ledning ;M1;5\n2025-10;ost;;M1;4\n2025-10;ost;Alla;M1;3\n"
    mapped = SURVEY.model_copy(update={"columns": {**SURVEY.columns, "group": "Grupp"}})
    taken = take_survey(write(tmp_path, text), "hme", mapped, UNITS, SECRET, AS_OF)
    assert taken.frames["rows"]["group_name"].to_list() == ["ledning", None, None]
    assert survey(tmp_path, text).frames["rows"]["group_name"].to_list() == [None, None, None]


def test_a_group_that_the_mapping_names_and_the_file_lacks_stops_the_file(tmp_path):
    mapped = SURVEY.model_copy(update={"columns": {**SURVEY.columns, "group": "grupp"}})
    path = write(tmp_path, "omgang;enhet;fraga;svar\n2025-10;ost;M1;5\n")
    with pytest.raises(Failure, match="grupp"):
        take_survey(path, "hme", mapped, UNITS, SECRET, AS_OF)

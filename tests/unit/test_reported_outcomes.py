"""Series, key figures and surveys: shown where they are reported, summed only where somebody gave what to sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.outcome_world import PLAN, said
from transforms.catalogue import KoladaValue, SeriesValue, SurveyAnswer
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi, Measure, Ratio, ReportedSeries, SurveyIndex
from transforms.outcomes.every_measure import outcomes
from transforms.plan import ChosenMeasure, Plan
from transforms.tracing import rows_behind

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
SICK_LEAVE = ReportedSeries(**(said("sjuk") | {"unit": "procent"}), kind="series", source="hr", code="SJ", topic="hr")
BUDGET = ReportedSeries(**(said("avvikelse") | {"unit": "tkr"}), kind="series", source="ekonomi", code="AV", topic="ekonomi")
KPI = KoladaKpi(**said("arbetslosa"), kind="kolada", kpi="N00001")
HME = SurveyIndex(
    **said("hme"), kind="survey", source="enkat",
    parts={"motivation": ("M1", "M2", "M3"), "ledarskap": ("L1", "L2", "L3"), "styrning": ("S1", "S2", "S3")},
)  # fmt: skip
ANSWERS = [  # one row a respondent: three questions a part, as in a HME survey; None is no answer
    (5, 4, 4, 5, 5, 4, 4, 3, 5),
    (4, 4, 3, 3, 4, 3, 5, 4, 4),
    (3, None, 2, 4, 4, 4, 3, 3, None),
    (5, 5, 5, 5, 5, 5, 5, 5, 5),
    (2, 3, 2, None, None, None, 4, 2, 3),
    (4, 4, 4, 4, 5, 4, 4, 4, 5),
]
QUESTIONS = ("M1", "M2", "M3", "L1", "L2", "L3", "S1", "S2", "S3")


def inputs(*measures: Measure, plan: Plan = PLAN, **frames: Any) -> Inputs:
    covers = dict.fromkeys(("hr", "ekonomi", "enkat"), (JAN, MAR))
    return Inputs(as_of=date(2026, 4, 5), municipality_code="1287", measures=measures, plan=plan, source_covers=covers, **frames)


def reported(source: str, code: str, *rows: tuple[str, date, float | None, float | None, float | None]) -> pl.DataFrame:
    names = ("unit_id", "month", "value", "numerator", "denominator")
    return SeriesValue.of(
        [
            {"source_id": source, "series_code": code, "file_id": "f", "line": line} | dict(zip(names, row, strict=True))
            for line, row in enumerate(rows, start=2)
        ]
    )


def answers(unit_id: str, rows: list[tuple[int | None, ...]], first_line: int = 2) -> pl.DataFrame:
    flat = [(question, answer) for row in rows for question, answer in zip(QUESTIONS, row, strict=True)]
    return SurveyAnswer.of(
        [
            {
                "source_id": "enkat",
                "wave_on": FEB,
                "unit_id": unit_id,
                "question": question,
                "answer": answer,
                "file_id": "f",
                "line": line,
            }
            for line, (question, answer) in enumerate(flat, start=first_line)
        ]
    )


def found(made: pl.DataFrame, unit_id: str) -> dict[date, tuple[float | None, float | None, float | None, int]]:
    of_unit = made.filter(pl.col("unit_id") == unit_id)
    return {row[0]: row[1:] for row in of_unit.select("month", "value", "numerator", "denominator", "rows").rows()}


def test_a_series_with_parts_is_recomputed_above_when_nobody_is_missing():
    """5 of 100 and 1 of 50 hours is 4 percent; in February söder is late, so the process is unknown and not guessed."""
    series = reported("hr", "SJ", ("norr", JAN, 5, 5, 100), ("soder", JAN, 2, 1, 50), ("norr", FEB, 6, 6, 100))
    given = inputs(SICK_LEAVE, series=series)
    made = outcomes(given)
    assert found(made, "norr") == {JAN: (5, 5, 100, 1), FEB: (6, 6, 100, 1), MAR: (None, None, None, 0)}
    assert found(made, "stod") == {JAN: (4, 6, 150, 2), FEB: (None, None, None, 0), MAR: (None, None, None, 0)}
    assert found(made, "namnd")[JAN] == (4, 6, 150, 2)
    (behind,) = rows_behind(given, SICK_LEAVE, "namnd", JAN)
    assert (behind.role, behind.rows["unit_id"].to_list()) == ("rows", ["norr", "soder"])


def test_a_unit_that_begins_later_does_not_make_earlier_months_unknown():
    series = reported("hr", "SJ", ("norr", JAN, 5, 5, 100), ("norr", FEB, 6, 6, 100), ("soder", FEB, 2, 1, 50))
    made = outcomes(inputs(SICK_LEAVE, series=series))
    assert [found(made, "stod")[month][0] for month in (JAN, FEB)] == [5, pytest.approx(100 * 7 / 150)]


def test_what_the_process_itself_reports_goes_before_what_its_units_add_up_to():
    """And the nämnd above counts the process once, not the process and its units."""
    series = reported("hr", "SJ", ("norr", JAN, 5, 5, 100), ("stod", JAN, 9, 18, 200), ("jobb", JAN, 1, 2, 200))
    given = inputs(SICK_LEAVE, series=series)
    made = outcomes(given)
    assert found(made, "stod")[JAN] == (9, 18, 200, 1)
    assert found(made, "namnd")[JAN] == (5, 20, 400, 2)
    assert rows_behind(given, SICK_LEAVE, "namnd", JAN)[0].rows["unit_id"].to_list() == ["jobb", "stod"]


def test_plain_values_are_never_added():
    """The process has no budget deviation unless it reports one."""
    series = reported("ekonomi", "AV", ("norr", JAN, -120, None, None), ("soder", JAN, 20, None, None))
    made = outcomes(inputs(BUDGET, series=series))
    assert set(made["unit_id"]) == {"norr", "soder"}
    assert found(made, "norr") == {JAN: (-120, None, None, 1), FEB: (None, None, None, 0), MAR: (None, None, None, 0)}


def test_a_chosen_series_that_nobody_reports_is_missing_every_month():
    plan = replace(PLAN, chosen_measures=(ChosenMeasure(unit_id="tom", measure_id="avvikelse", position=1),))
    made = outcomes(inputs(BUDGET, plan=plan))
    assert found(made, "tom") == dict.fromkeys((JAN, FEB, MAR), (None, None, None, 0))


def test_a_value_reported_beside_its_parts_is_kept_as_reported():
    """A missing value is computed from its parts; a given one is never overwritten."""
    series = reported("hr", "SJ", ("norr", JAN, 5.1, 5, 100), ("norr", FEB, None, 6, 100), ("norr", MAR, None, 0, 0))
    assert [row[0] for row in found(outcomes(inputs(SICK_LEAVE, series=series)), "norr").values()] == [5.1, 6, None]


def test_a_key_figure_stands_at_the_board_with_every_year():
    """2023 without a value and 2024 not answered at all are both missing; others' values and other genders are not ours."""
    rows = [
        ("1287", 2022, "T", 7.5),
        ("1287", 2023, "T", None),
        ("1287", 2025, "T", 8.0),
        ("1287", 2025, "K", 9.0),
        ("1270", 2025, "T", 1.0),
    ]
    values = KoladaValue.of(
        [
            {"kpi_id": "N00001", "municipality_code": code, "year": year, "gender": gender, "value": value}
            for code, year, gender, value in rows
        ]
    )
    given = inputs(KPI, kolada_values=values)
    made = outcomes(given)
    assert made.select("unit_id", "month", "value", "rows", "is_preliminary").rows() == [
        ("namnd", date(2022, 1, 1), 7.5, 1, False),
        ("namnd", date(2023, 1, 1), None, 0, False),
        ("namnd", date(2024, 1, 1), None, 0, False),
        ("namnd", date(2025, 1, 1), 8.0, 1, False),
    ]
    assert rows_behind(given, KPI, "namnd", date(2025, 1, 1))[0].rows["value"].to_list() == [8.0]
    assert rows_behind(given, KPI, "stod", date(2025, 1, 1))[0].rows.is_empty()


def test_a_key_figure_may_say_how_long_after_its_year_it_is_revised():
    values = KoladaValue.of([{"kpi_id": "N00001", "municipality_code": "1287", "year": 2025, "gender": "T", "value": 8.0}])
    made = outcomes(inputs(replace(KPI, complete_after_days=120), kolada_values=values))
    assert made["is_preliminary"].to_list() == [True]


def test_without_values_from_kolada_there_is_no_outcome():
    assert outcomes(inputs(KPI)).is_empty()


def test_the_index_pools_the_answers_of_each_part_and_weighs_the_parts_alike():
    """67.65, 81.67 and 75.00 make 74.77 (means of questions would make 75.09, of respondents 73.75)."""
    given = inputs(HME, answers=answers("norr", ANSWERS))
    made = outcomes(given)
    assert found(made, "norr")[FEB] == (pytest.approx(74.7712418301), None, None, 49)
    assert made["month"].unique().to_list() == [FEB]
    assert rows_behind(given, HME, "stod", FEB)[0].rows.height == 49


def test_too_few_answers_give_no_index_but_count_in_the_process():
    """Four have answered in söder: nothing is said of it, while the process pools all ten."""
    both = pl.concat([answers("norr", ANSWERS), answers("soder", ANSWERS[:4], first_line=100)])
    made = outcomes(inputs(HME, answers=both))
    assert found(made, "soder")[FEB][0] is None
    assert found(made, "stod")[FEB][0] is not None
    assert found(outcomes(inputs(replace(HME, minimum_answers=4), answers=both)), "soder")[FEB][0] is not None


def test_an_index_with_an_unanswered_part_is_missing():
    only_two_parts = [(*row[:6], None, None, None) for row in ANSWERS]
    assert found(outcomes(inputs(HME, answers=answers("norr", only_two_parts))), "norr")[FEB][0] is None


def test_a_ratio_is_there_for_units_that_have_both_its_parts():
    ratio = Ratio(**said("kvot"), kind="ratio", numerator="sjuk", denominator="avvikelse", per=1000)
    series = pl.concat(
        [
            reported("hr", "SJ", ("norr", JAN, 5, None, None), ("norr", FEB, 5, None, None)),
            reported("ekonomi", "AV", ("norr", JAN, 250, None, None), ("soder", JAN, 1, None, None)),
        ]
    )
    given = inputs(SICK_LEAVE, BUDGET, ratio, series=series)
    made = outcomes(given).filter(pl.col("measure_id") == "kvot")
    assert found(made, "norr") == {JAN: (20, 5, 250, 1), FEB: (None, 5, None, 1), MAR: (None, None, None, 0)}
    assert set(made["unit_id"]) == {"norr"}
    over, under = rows_behind(given, ratio, "norr", JAN)
    assert [(part.measure_id, part.role, part.rows["value"].to_list()) for part in (over, under)] == [
        ("sjuk", "numerator", [5]),
        ("avvikelse", "denominator", [250]),
    ]


def test_ratios_defined_by_each_other_are_refused():
    one = Ratio(**said("en"), kind="ratio", numerator="annan", denominator="sjuk")
    other = Ratio(**said("annan"), kind="ratio", numerator="en", denominator="sjuk")
    with pytest.raises(ValueError, match="cycle"):
        outcomes(inputs(SICK_LEAVE, one, other))

"""Kolada in the landing archive: every vintage once, and what was known on a day can be had again."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.sources.kolada.fetch import KoladaAnswer
from flows.sources.kolada.landed import FRAMES, landed_answer, newest_landed, to_land
from flows.sources.kolada.revisions import revisions
from flows.sources.landing import Landing
from transforms.catalogue import Area, KoladaValue, Kpi, SimilarArea

MONDAY, TUESDAY, WEDNESDAY = date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7)


def answer(*values: float | None, title: str = "Våldsbrott", remarks=("En anmärkning.",)) -> KoladaAnswer:
    """One key figure of one kommun, from 2020 on."""
    return KoladaAnswer.of(
        values=KoladaValue.of(
            [
                {"kpi_id": "U1", "municipality_code": "1287", "year": 2020 + at, "gender": "T", "value": value}
                for at, value in enumerate(values)
            ]
        ),
        kpis=Kpi.of([{"kpi_id": "U1", "title": title}]),
        areas=Area.of([{"municipality_code": "1287", "area_name": "Trelleborg", "area_type": "K"}]),
        similar=SimilarArea.empty(),
        remarks=remarks,
    )


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path / "landing")


def take_in(landing, one, as_of):
    """Land an answer if it is to be landed; whether it was."""
    ready = to_land(one, landing, as_of)
    if ready:
        landing.land(*ready)
    return ready is not None


def test_what_is_landed_comes_back_as_it_was(landing):
    take_in(landing, answer(1.5, None, 2.5), MONDAY)
    back = landed_answer(landing, MONDAY)
    for name in FRAMES:
        assert_frame_equal(getattr(back, name), getattr(answer(1.5, None, 2.5), name))
    assert (back.remarks, back.sha256) == (("En anmärkning.",), answer(1.5, None, 2.5).sha256)


def test_a_landing_says_what_it_covers_and_holds(landing):
    take_in(landing, answer(1.5, None, 2.5), MONDAY)
    file = newest_landed(landing, MONDAY)
    assert (file.source_id, file.kind, file.file_name, file.rows_in_file, file.rows_loaded) == (
        "kolada",
        "kolada",
        "kolada_v3",
        3,
        3,
    )
    assert (file.covers_from, file.covers_to) == (date(2020, 1, 1), date(2022, 12, 1))


def test_an_unchanged_answer_is_not_landed_again(landing):
    assert take_in(landing, answer(1), MONDAY)
    assert not take_in(landing, answer(1, remarks=()), TUESDAY)
    assert len(landing.files("kolada", WEDNESDAY)) == 1


def test_an_earlier_day_sees_what_was_known_then(landing):
    take_in(landing, answer(1), MONDAY)
    take_in(landing, answer(2), WEDNESDAY)
    assert landed_answer(landing, TUESDAY).values["value"].to_list() == [1]
    assert landed_answer(landing, WEDNESDAY).values["value"].to_list() == [2]
    assert landed_answer(landing, date(2026, 10, 4)) is None


def test_a_revision_that_is_taken_back_is_known_as_taken_back(landing):
    """The content is that of Monday, but what was known on Wednesday is not what was known on Tuesday."""
    for value, day in ((1, MONDAY), (2, TUESDAY), (1, WEDNESDAY)):
        assert take_in(landing, answer(value), day)
    assert [landed_answer(landing, day).values["value"].item() for day in (MONDAY, TUESDAY, WEDNESDAY)] == [1, 2, 1]


def test_the_hash_is_of_the_content_and_not_of_its_order():
    one = answer(1, 2, 3)
    turned = KoladaAnswer.of(values=one.values.reverse(), kpis=one.kpis, areas=one.areas, similar=one.similar, remarks=())
    assert turned.sha256 == one.sha256
    assert answer(1, 2, None).sha256 != one.sha256


def test_an_empty_answer_can_be_landed(landing):
    nothing = KoladaAnswer.of(values=KoladaValue.empty(), kpis=Kpi.empty(), areas=Area.empty(), similar=SimilarArea.empty())
    assert take_in(landing, nothing, MONDAY)
    assert newest_landed(landing, MONDAY).covers_from is None


def test_revised_and_withdrawn_values_are_told():
    assert revisions(answer(1, 2, 3, 4), answer(1, 2.5, None, 4, 5)) == (
        "Kolada has changed its history of U1, 2021 to 2022: values revised 1, withdrawn 1.",
    )


def test_a_new_year_is_no_revision():
    assert revisions(answer(1, None), answer(1, 2, 3)) == ()


def test_an_id_that_has_come_to_mean_something_else_is_told():
    assert revisions(answer(1), answer(1, title="Cykelväg")) == (
        "U1 was called “Våldsbrott” and is now called “Cykelväg”: check that it is still the figure the measure means.",
    )


def test_a_key_figure_no_longer_asked_for_is_not_withdrawn():
    after = answer(1)
    other = KoladaAnswer.of(
        values=after.values.with_columns(kpi_id=pl.lit("U2")), kpis=Kpi.empty(), areas=after.areas, similar=after.similar
    )
    assert revisions(answer(1), other) == ()

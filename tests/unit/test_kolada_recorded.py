"""Recorded answers: written for exactly the requests the client makes, and read through the same code as live ones."""

from __future__ import annotations

import json
from datetime import date

import httpx
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.failures import ExitCode, Failure
from flows.sources.kolada.fetch import fetch
from flows.sources.kolada.recorded import file_name_of
from flows.sources.kolada.recording import record_answers
from flows.workspace.kommun import Kolada
from transforms.catalogue import Area, KoladaValue

AS_OF = date(2026, 10, 5)
SETTINGS = Kolada(recorded="kolada", first_year=2020, last_year=2025, similar_group="G9", pause_seconds=30)
BASE = SETTINGS.base_url
KPIS = [{"id": f"N{number:05}", "title": f"Påhittat nyckeltal {number}", "perspective": None} for number in range(1, 4)]
CODES = [f"99{number:02}" for number in range(60)]
AREAS = Area.of(
    [{"municipality_code": code, "area_name": f"Påhitt {code}", "area_type": "K"} for code in CODES]
    + [{"municipality_code": "0000", "area_name": "Riket", "area_type": "L"}]
)
GROUPS = [
    {"id": "G9", "title": "Liknande kommuner, påhitt, 2025", "members": [{"member_id": "9901", "member_title": "Påhitt 9901"}]}
]
VALUES = KoladaValue.of(
    [
        {
            "kpi_id": kpi["id"], "municipality_code": code, "year": year, "gender": gender, "status": "",
            "value": None if code == "9907" else (index + 1) * 1.5 + year / 7,
        }
        for index, code in enumerate([*CODES, "0000"]) for kpi in KPIS for year in range(2020, 2026) for gender in "TKM"
    ]
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    record_answers(
        tmp_path / "kolada", SETTINGS, "9900", AS_OF, kpis=KPIS, areas=AREAS, groups=GROUPS, values=VALUES, page_rows=100
    )
    return tmp_path


def ask(folder, kpi_ids=("N00001", "N00002", "N00003"), settings=SETTINGS):
    return fetch(settings, folder, "9900", list(kpi_ids), AS_OF)


def test_what_was_recorded_is_what_is_fetched(folder):
    answer = ask(folder)
    assert_frame_equal(answer.values, VALUES.sort(KoladaValue.grain), check_exact=True)
    assert_frame_equal(answer.areas, AREAS.sort("municipality_code"))
    assert answer.similar["municipality_code"].to_list() == ["9901"]
    assert answer.kpis.height == 3


def test_the_recording_is_what_a_fetch_of_it_gives(folder, tmp_path):
    made = record_answers(tmp_path / "again", SETTINGS, "9900", AS_OF, kpis=KPIS, areas=AREAS, groups=GROUPS, values=VALUES)
    assert made.sha256 == ask(folder).sha256


def test_recording_twice_writes_the_same_bytes(folder, tmp_path):
    record_answers(tmp_path / "again", SETTINGS, "9900", AS_OF, kpis=KPIS, areas=AREAS, groups=GROUPS, values=VALUES, page_rows=100)
    first = {path.name: path.read_bytes() for path in (folder / "kolada").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}


def test_recorded_files_are_envelopes_in_pages(folder):
    pages = sorted((folder / "kolada").glob("data_kpi_N00001-and-2-more_municipality_9900-and-24-more_*.json"))
    envelopes = [json.loads(page.read_text(encoding="utf-8")) for page in pages]
    assert len(pages) == 5
    assert sorted(envelope["count"] for envelope in envelopes) == [50, 100, 100, 100, 100]
    assert sum(envelope["next_url"] is None for envelope in envelopes) == 1


def test_an_answer_that_was_never_recorded_is_a_plain_failure(folder):
    with pytest.raises(Failure) as caught:
        ask(folder, kpi_ids=["N00001"])
    assert caught.value.code == ExitCode.KOLADA_FAILED
    said = str(caught.value)
    assert said.startswith("Kolada, descriptions of N00001: it answered 404 no recorded answer.")
    assert "The folder of recorded answers, kolada, has no readable file kpi_N00001_" in said
    assert 'take "recorded" out of kommun.toml' in said


def test_a_folder_that_is_not_there_is_a_plain_failure(folder):
    with pytest.raises(Failure, match="The folder of recorded answers, elsewhere, has no readable file municipality_"):
        ask(folder, settings=SETTINGS.model_copy(update={"recorded": "elsewhere"}))


def test_a_recorded_page_cut_in_half_is_a_plain_failure(folder):
    page = min((folder / "kolada").glob("data_*page-2*"))
    page.write_bytes(page.read_bytes()[:500])
    with pytest.raises(Failure, match="page 2: it answered with something that is not JSON"):
        ask(folder)


def test_a_file_name_says_what_was_asked_and_is_safe_whatever_that_was():
    long = ",".join(f"N{number:05}" for number in range(25))
    names = [
        file_name_of(httpx.URL(f"{BASE}/{target}"), BASE)
        for target in (
            "municipality",
            f"kpi/{long}",
            f"kpi/{long}?page=2&per_page=10",
            "kpi/..%2F..%2Fetc",
            "kpi/a%00b",
            "kpi/" + "x" * 9000,
        )
    ]
    assert [name.rsplit("_", 1)[0] for name in names[:3]] == [
        "municipality", "kpi_N00000-and-24-more", "kpi_N00000-and-24-more_page-2-per-page-10",
    ]  # fmt: skip
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") for name in names)
    assert all(".." not in name and len(name) < 200 for name in names)
    assert len(set(names)) == len(names)


def test_lists_that_begin_alike_have_different_files():
    one, other = (file_name_of(httpx.URL(f"{BASE}/kpi/N1,{last}"), BASE) for last in ("N2", "N3"))
    assert one != other


def test_missing_values_stay_missing(folder):
    assert ask(folder).values.filter(pl.col("municipality_code") == "9907")["value"].null_count() == 3 * 6 * 3

"""How the client meets each way that Kolada can answer: over real HTTP, against a server that speaks v3."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.failures import ExitCode, Failure
from flows.sources.kolada.client import Patience, asked_wait
from flows.sources.kolada.fetch import KoladaAnswer, fetch, years_asked
from flows.workspace.kommun import Kolada
from tests.kolada_server import KoladaData, KoladaServer, answers, changes, drops, empty, half, html, loops

AS_OF = date(2024, 3, 1)
PATIENCE = Patience(attempts=3, first_wait_seconds=0.001, longest_asked_wait_seconds=5, answer_within_seconds=20)
EVERYTHING = "/v3/"


def small_data():
    """Sixty kommuner, a region and the nation; thirty key figures, of which N29 has a description and no value."""
    areas = [{"id": f"{code:04}", "title": f"Påhitt {code}", "type": "K"} for code in range(101, 161)]
    areas += [{"id": "0000", "title": "Riket", "type": "L"}, {"id": "0001", "title": "Region Ett", "type": "L"}]
    kpis = [{"id": f"N{number:02}", "title": f"Nyckeltal {number}", "publ_period": "2023"} for number in range(30)]
    members = [{"member_id": code, "member_title": f"Påhitt {code}"} for code in ("0101", "0102", "0105")]
    groups = [{"id": "G1", "title": "Liknande kommuner, Påhitt 105, 2023", "members": members}]
    data = KoladaData(kpis, areas, groups)
    for number in range(29):
        for code in [*range(101, 160), 0, 1]:
            for year in (2021, 2022):
                data.add(f"N{number:02}", f"{code:04}", year, "T", number + code / 1000)
    return data


@pytest.fixture
def server():
    with KoladaServer(small_data(), per_page=100) as running:
        yield running


def ask(server: KoladaServer, kpi_ids=("N00", "N01"), **settings) -> KoladaAnswer:
    said = {"base_url": server.base_url, "pause_seconds": 0, "first_year": 2021} | settings
    return fetch(Kolada(**said), Path(), "0105", list(kpi_ids), AS_OF, patience=PATIENCE)


def failure_of(server: KoladaServer, **more) -> str:
    """The sentence that a fetch fails with."""
    with pytest.raises(Failure) as caught:
        ask(server, **more)
    assert caught.value.code == ExitCode.KOLADA_FAILED
    return str(caught.value)


def test_every_kommun_and_the_nation_are_asked_for_and_no_region(server):
    codes = set(ask(server).values["municipality_code"])
    assert codes == {f"{code:04}" for code in range(101, 160)} | {"0000"}


def test_no_segment_ever_holds_more_than_twenty_five_values(server):
    ask(server, kpi_ids=[f"N{number:02}" for number in range(30)], first_year=1990)
    segments = [part for target in server.asked for part in target.split("?")[0].split("/")]
    assert max(len(segment.split(",")) for segment in segments) == 25


def test_pages_are_followed_to_the_end(server):
    answer = ask(server, kpi_ids=[f"N{number:02}" for number in range(25)])
    assert answer.values.height == 25 * 60 * 2
    assert any("page=13" in target for target in server.asked)


def test_the_answer_is_the_same_whatever_the_size_of_the_pages(server):
    with KoladaServer(small_data(), per_page=7) as other:
        assert ask(server).sha256 == ask(other).sha256


def test_gender_is_taken_by_name_null_is_kept_and_status_is_verbatim(server):
    server.data.values["N00"]["0105"][2022] = []
    server.data.add("N00", "0105", 2022, "M", 3.0, status="Preliminär; se <not>")
    server.data.add("N00", "0105", 2022, "T", None, status=None)
    server.data.add("N00", "0105", 2022, "K", 2)
    rows = ask(server).values.filter(kpi_id="N00", municipality_code="0105", year=2022).select("gender", "value", "status")
    assert rows.rows() == [("K", 2.0, ""), ("M", 3.0, "Preliminär; se <not>"), ("T", None, None)]


def test_deleted_values_are_left_out_and_counted(server):
    server.data.values["N00"]["0105"][2022] = []
    server.data.add("N00", "0105", 2022, "T", 9.0, isdeleted=True)
    answer = ask(server)
    assert answer.values.filter(kpi_id="N00", municipality_code="0105", year=2022).is_empty()
    assert "1 value left out: marked as deleted by Kolada." in answer.remarks


def test_a_gender_that_is_none_of_ours_is_left_out_and_told(server):
    server.data.add("N00", "0105", 2022, "X", 9.0)
    answer = ask(server)
    assert set(answer.values["gender"]) == {"T"}
    assert "1 value left out: of another gender than T, K and M (X)." in answer.remarks


def test_the_same_value_twice_is_one_value(server):
    server.data.values["N00"]["0105"][2022] *= 2
    answer = ask(server)
    assert answer.values.height == 2 * 60 * 2
    assert "1 value left out: said twice, word for word the same." in answer.remarks


def test_two_different_values_of_one_thing_fail_the_fetch(server):
    server.data.add("N00", "0105", 2022, "T", 99.0)
    assert "two different values of N00 for 0105, 2022, gender T" in failure_of(server)


def test_what_was_not_answered_is_told(server):
    del server.data.values["N01"]["0105"]
    answer = ask(server, kpi_ids=["N00", "N01", "N29", "N77"])
    assert answer.remarks == (
        "Kolada does not describe 1 key figure (N77): is the id right?",
        "Kolada has no value at all, in the years asked for, of 2 key figures (N29, N77).",
        "Kolada has no value for our own kommun (0105), though for others, of 1 key figure (N01).",
        "Kolada's answer holds no row for 1 kommun (0160).",
    )


def test_a_whole_answer_has_nothing_to_remark(server):
    for year in (2021, 2022):
        server.data.add("N00", "0160", year, "T", 1.0)
    assert ask(server).remarks == ()


def test_similar_kommuner_are_the_group_without_ourselves(server):
    similar = ask(server, similar_group="G1").similar
    assert similar.rows() == [("G1", "Liknande kommuner, Påhitt 105, 2023", code) for code in ("0101", "0102")]


def test_an_unknown_group_is_told_and_the_rest_is_fetched(server):
    answer = ask(server, similar_group="G404")
    assert answer.similar.is_empty()
    assert any("knows no group G404" in remark for remark in answer.remarks)


def test_the_year_before_the_as_of_year_is_the_last(server):
    assert years_asked(Kolada(first_year=2020), AS_OF) == range(2020, 2024)
    assert years_asked(Kolada(first_year=2020, last_year=2021), AS_OF) == range(2020, 2022)
    assert "no year lies from 2030 to 2023" in failure_of(server, first_year=2030)


def test_nothing_is_asked_when_no_measure_names_a_key_figure(server):
    answer = ask(server, kpi_ids=())
    assert (server.asked, answer.values.height) == ([], 0)
    assert answer.remarks == ("No measure names a key figure, so Kolada was not asked.",)


def test_progress_is_told_batch_by_batch(server):
    told = []
    fetch(
        Kolada(base_url=server.base_url, pause_seconds=0, first_year=2021), Path(), "0105", ["N00"], AS_OF,
        on_progress=lambda done, of: told.append((done, of)), patience=PATIENCE,
    )  # fmt: skip
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_there_is_a_pause_between_requests_and_none_before_the_first(server, monkeypatch):
    paused = []
    monkeypatch.setattr("time.sleep", paused.append)
    ask(server, pause_seconds=0.35)
    assert paused == [0.35] * (len(server.asked) - 1)


# ── faults that pass ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "fault",
    [
        answers(500),
        answers(503, Retry_After="0"),
        answers(429, Retry_After="0"),
        answers(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
        answers(429, Retry_After="soon"),
        drops,
    ],
)
def test_a_fault_that_passes_leaves_no_trace_in_the_answer(server, fault):
    paged = ["N00", "N01", "N02"]
    whole = ask(server, kpi_ids=paged).sha256
    asked = len(server.asked)
    server.inject(fault, at="page=2", times=2)
    server.inject(fault, at="/municipality/0126", times=1)
    assert ask(server, kpi_ids=paged).sha256 == whole
    assert len(server.asked) == 2 * asked + 3


def test_retry_after_is_read_as_seconds_or_as_a_date():
    now = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
    assert asked_wait("7", now) == 7
    assert asked_wait("Thu, 01 Jan 2026 12:00:30 GMT", now) == 30
    assert asked_wait("Thu, 01 Jan 2026 11:00:00 GMT", now) == 0
    assert asked_wait("soon", now) is None
    assert asked_wait(None, now) is None


# ── faults that stay ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_server_that_stays_at_fault_is_named_with_its_batch(server):
    server.inject(answers(500), at="/data/kpi/N00,N01/municipality/0126", times=99)
    assert failure_of(server) == (
        "Kolada, values of N00 to N01 (2) for areas 0126 to 0150 (25), years 2021 to 2023 (3): "
        "it answered 500 Internal Server Error, also after 3 attempts. "
        "The last whole fetch stays in use and the next run asks again."
    )


def test_a_page_that_fails_is_named(server):
    server.inject(answers(502), at="page=2", times=99)
    assert "years 2021 to 2023 (3), page 2: it answered 502 Bad Gateway" in failure_of(server, kpi_ids=["N00", "N01", "N02"])


def test_a_refusal_is_not_asked_again(server):
    server.inject(answers(404), at=EVERYTHING, times=99)
    assert "it answered 404 Not Found. Check base_url" in failure_of(server)
    assert len(server.asked) == 1


def test_too_many_requests_for_ever_is_a_plain_sentence(server):
    server.inject(answers(429), at=EVERYTHING, times=99)
    assert "it answered 429 Too Many Requests, also after 3 attempts" in failure_of(server)
    assert len(server.asked) == 3


def test_a_wait_longer_than_a_run_can_spend_is_left_to_the_next_run(server):
    server.inject(answers(429, Retry_After="86400"), at=EVERYTHING, times=99)
    assert "asked us to wait 86400 seconds, longer than a run waits" in failure_of(server)
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server):
    server.inject(answers(302, Location="http://example.test/"), at=EVERYTHING)
    assert "it answered 302 Found" in failure_of(server)


def test_a_page_of_html_is_told_as_such(server):
    server.inject(html, at=EVERYTHING)
    assert "something that is not JSON (text/html). Check base_url" in failure_of(server)


def test_half_an_answer_is_no_answer(server):
    server.inject(half, at="/data/")
    assert "something that is not JSON (application/json)" in failure_of(server)


@pytest.mark.parametrize("said", ["[]", "null", '{"results": []}', '{"values": {}}', '{"values": [1, 2]}', '{"values": null}'])
def test_json_in_another_envelope_is_told_as_such(server, said):
    server.inject(answers(200, said), at="/data/")
    assert "not in v3's envelope" in failure_of(server)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"kpi": "N00", "municipality": "0105", "period": "2022", "values": []}, "a row lacks kpi, municipality, period or values"),
        ({"kpi": "N00", "municipality": 105, "period": 2022, "values": []}, "a row lacks kpi, municipality, period or values"),
        ({"kpi": "N00", "municipality": "0105", "period": 2022, "values": [{"value": 1}]}, "has no gender"),
        (
            {"kpi": "N00", "municipality": "0105", "period": 2022, "values": [{"gender": "T", "value": "1,5"}]},
            "a value of N00 for 0105 in 2022 is not a number",
        ),
    ],
)
def test_a_row_of_another_shape_fails_the_fetch(server, row, told):
    server.inject(changes(values=[row]), at="/data/kpi/N00,N01/municipality/0101")
    assert told in failure_of(server)


def test_a_connection_that_is_always_cut_is_told(server):
    server.inject(drops, at="/kpi/N00", times=99)
    assert "Kolada, descriptions of N00 to N01 (2): the connection failed (" in failure_of(server)


def test_nobody_answering_is_told(server):
    said = failure_of(server, base_url="http://127.0.0.1:9/v3")
    assert "Kolada, the list of kommuner and regions: the connection failed (ConnectError), also after 3 attempts" in said


def test_an_address_without_a_protocol_is_told(server):
    assert "does not begin with https://" in failure_of(server, base_url="api.kolada.se/v3")


def test_an_empty_list_of_kommuner_is_a_failure(server):
    server.inject(empty, at="/municipality", times=99)
    assert "the list of kommuner and regions: the list it answered with was empty" in failure_of(server)


def test_an_empty_answer_to_everything_is_a_failure(server):
    server.inject(empty, at="/data/", times=99)
    assert "every list it answered with was empty" in failure_of(server)


def test_ids_that_kolada_knows_nothing_of_are_a_failure_when_they_are_all(server):
    assert "descriptions of X1: the list it answered with was empty" in failure_of(server, kpi_ids=["X1"])


def test_our_own_kommun_must_be_one_that_kolada_knows(server):
    server.data.areas = [area for area in server.data.areas if area["id"] != "0105"]
    assert 'our own code 0105 is not among the 61 areas as a kommun. Check "code" in kommun.toml.' in failure_of(server)


@pytest.mark.parametrize(
    "elsewhere",
    ["http://example.test/v3/data?page=2", "https://127.0.0.1/v3/data", "//example.test/v3", "file:///etc/passwd", "http://[bad"],
)
def test_a_next_page_at_another_host_is_never_fetched(server, elsewhere):
    server.inject(changes(next_url=elsewhere), at="/data/")
    said = failure_of(server)
    assert "it was not followed" in said or "next_url is not an address" in said


def test_pages_that_go_round_in_a_circle_are_refused(server):
    server.inject(loops, at="page=2")
    assert "page 2: next_url leads round in a circle" in failure_of(server, kpi_ids=["N00", "N01", "N02"])


def test_an_id_is_never_read_as_part_of_the_address(server):
    ask(server, kpi_ids=["N00", "N01/../../x?page=9"])
    assert any("/kpi/N00,N01%2F..%2F..%2Fx%3Fpage%3D9/" in target for target in server.asked)


def test_values_that_were_not_asked_for_are_left_out_and_counted(server):
    """A server that does not know a part of the address answers with everything."""
    server.inject(
        changes(values=[{"kpi": "N05", "municipality": "0101", "period": 2022, "values": [{"gender": "T", "value": 1}]}]),
        at="/data/",
    )
    answer = ask(server)
    assert answer.values.filter(pl.col("kpi_id") == "N05").is_empty()
    assert "1 value left out: of key figures or areas that were not asked for." in answer.remarks

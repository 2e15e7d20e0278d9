"""The client against a server with Kolada's real figures: what comes out is exactly what went in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import httpx
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.sources.kolada.client import KoladaClient, Patience
from flows.sources.kolada.fetch import fetch
from flows.sources.kolada.rows import Asked, LeftOut, kpis_of, values_of
from flows.workspace.kommun import Kolada
from tests.kolada_server import KoladaServer, answers, shared_data
from transforms.catalogue import KoladaValue

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TEN = ["N00945", "N31878", "U31500", "N01951", "N31886", "U31505", "N31863", "U31506", "N03926", "U23471"]
TRELLEBORG = "1287"

pytestmark = pytest.mark.skipif(not (SHARED / "kolada").exists(), reason="needs ../shared/data/kolada, which is not here")


def raw_values(kpi_ids):
    """The values of the parquet file for kommuner and the nation, in the catalogue's shape without status."""
    kommuner = pl.read_csv(SHARED / "kolada" / "municipality.csv", infer_schema=False).filter(
        (pl.col("type") == "K") | (pl.col("id") == "0000")
    )
    return (
        pl.read_parquet(SHARED / "kolada" / "values_96_kpis_1994_2022.parquet")
        .filter(pl.col("kpi").is_in(kpi_ids), pl.col("municipality").is_in(kommuner["id"].implode()))
        .select(
            kpi_id="kpi", municipality_code="municipality", year=pl.col("period").cast(pl.Int64), gender="gender", value="value"
        )
        .sort(KoladaValue.grain)
    )


def test_ten_key_figures_of_all_kommuner_come_out_exactly_as_they_are():
    """Small pages, some failing on the way, 29 years in two segments: not a value more, less or other."""
    with KoladaServer(shared_data(SHARED, TEN), per_page=1000) as server:
        server.inject(answers(503, Retry_After="0"), at="page=3", times=2)
        settings = Kolada(base_url=server.base_url, pause_seconds=0, first_year=1994, last_year=2022, similar_group="G37555")
        answer = fetch(settings, Path(), TRELLEBORG, TEN, date(2023, 1, 1))
    assert_frame_equal(answer.values.drop("status"), raw_values(TEN), check_exact=True)
    assert answer.areas.filter(area_type="K").height == 290
    assert answer.kpis["kpi_id"].to_list() == sorted(TEN)
    assert answer.similar["municipality_code"].to_list() == ["0381", "0583", "1082", "1282", "1382", "1463", "2184"]


def recorded(name):
    return (SHARED / "kolada" / "v3_responses" / name).read_bytes()


def rows_of(content):
    """The rows that the client reads from one real answer, over a transport that gives it for every request."""
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, content=content))
    with httpx.Client(transport=transport) as http:
        return KoladaClient(http, "https://api.kolada.se/v3", 0, Patience()).rows("data", "a recorded answer")


def test_a_recorded_answer_with_one_value_is_read():
    rows = rows_of(recorded("data_N15033_1280_2022.json"))
    frame = values_of(rows, Asked({"N15033"}, {"1280"}, {2022}), LeftOut(), "")
    assert frame.rows() == [("N15033", "1280", 2022, "T", 11.88315334, "")]


def test_a_recorded_answer_with_genders_in_any_order_is_read_by_name():
    content = recorded("data_N21704_2023_5kommuner.json")
    said = json.loads(content)["values"]
    codes = {row["municipality"] for row in said}
    frame = values_of(rows_of(content), Asked({"N21704"}, codes, {2023}), LeftOut(), "")
    assert len({tuple(value["gender"] for value in row["values"]) for row in said}) > 1
    for row in said:
        for value in row["values"]:
            ours = frame.filter(municipality_code=row["municipality"], gender=value["gender"])
            assert ours["value"].to_list() == [value["value"]]
    assert frame.height == sum(len(row["values"]) for row in said)


def test_recorded_descriptions_are_read_and_the_next_page_is_theirs():
    said = json.loads(recorded("kpi_search_forskola_page1_ABRIDGED_2_of_10.json"))
    content = json.dumps(said | {"next_url": None}).encode()
    kpis = kpis_of(rows_of(content), "")
    assert kpis["kpi_id"].to_list() == ["N00022", "N04111"]
    assert kpis["published_period"].to_list() == ["2027", None]
    assert httpx.URL(said["next_url"]).host == "api.kolada.se"

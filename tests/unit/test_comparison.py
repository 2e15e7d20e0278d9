"""Comparison on Kolada's real figures, held against a slow computation in plain Python from the raw file."""

from __future__ import annotations

import json
import statistics
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.sources.kolada.directions import reviewed_judgements
from tests.slow_comparison import same_rows, slow_comparison, slow_years
from transforms.catalogue import Area, KoladaValue, Kpi, SimilarArea
from transforms.comparison.history import comparison_years
from transforms.comparison.standing import comparison
from transforms.comparison.travel import orders_by_inversions
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi
from transforms.plan import Plan

KOLADA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "kolada"
TRELLEBORG, TOMELILLA = "1287", "1270"
KPI_COLUMNS = {"kpi_id": "id", "title": "title", "perspective": "perspective"}
SIMILAR_GROUP = {TRELLEBORG: "G37555", TOMELILLA: "G37550"}


def measure(kpi, direction="up", **more):
    """A Kolada measure named after its key figure."""
    return KoladaKpi(
        kind="kolada", kpi=kpi, measure_id=f"{kpi}_{more.get('gender', 'T')}_{direction}", direction=direction, name=kpi,
        unit="procent", definition="d", author="analytiker", checker="kvalitetschef", reviewed_on=date(2026, 1, 1), **more,
    )  # fmt: skip


MEASURES = (
    measure("N00945", "down"), measure("N31878"), measure("U31500"), measure("N01951", "neither"), measure("N31886", "down"),
    measure("U31505"), measure("N31863", "down"), measure("U31506", gender="K"), measure("N03926", "down", is_comparable=False),
    measure("U23471", gender="M"),
)  # fmt: skip


@pytest.fixture(scope="module")
def raw():
    """The raw file's rows, the areas, the descriptions and the groups, as they lie there."""
    if not KOLADA.exists():
        pytest.skip("needs ../shared/data/kolada, which is not here")
    rows = (
        pl.read_parquet(KOLADA / "values_96_kpis_1994_2022.parquet")
        .filter(pl.col("kpi").is_in([one.kpi for one in MEASURES]))
        .rows()
    )
    types = dict(pl.read_csv(KOLADA / "municipality.csv", infer_schema=False).select("id", "type").iter_rows())
    kpis = {one["id"]: one for one in json.loads((KOLADA / "kpi.json").read_text(encoding="utf-8"))}
    groups = {one["id"]: one for one in json.loads((KOLADA / "municipality_groups.json").read_text(encoding="utf-8"))}
    return rows, types, kpis, groups


def inputs_of(raw, own_code):
    rows, types, kpis, groups = raw
    group = groups[SIMILAR_GROUP[own_code]]
    return Inputs(
        as_of=date(2023, 10, 5),
        municipality_code=own_code,
        measures=MEASURES,
        plan=Plan(),
        kolada_values=KoladaValue.of(
            [{"kpi_id": row[0], "municipality_code": row[1], "year": row[2], "gender": row[3], "value": row[4]} for row in rows]
        ),
        kpis=Kpi.of([{key: kpis[kpi_id][said] for key, said in KPI_COLUMNS.items()} for kpi_id in {row[0] for row in rows}]),
        areas=Area.of([{"municipality_code": code, "area_name": code, "area_type": kind} for code, kind in types.items()]),
        similar_areas=SimilarArea.of(
            [{"group_id": "G", "group_title": group["title"], "municipality_code": one["member_id"]} for one in group["members"]]
        ),
    )  # fmt: skip


@pytest.mark.parametrize("own_code", [TRELLEBORG, TOMELILLA])
def test_ten_real_key_figures_equal_a_slow_computation(raw, own_code):
    rows, types, kpis, groups = raw
    table = {(kpi, gender, year, code): value for kpi, code, year, gender, value in rows}
    members = {one["member_id"] for one in groups[SIMILAR_GROUP[own_code]]["members"]}
    said = (MEASURES, table, {code for code, kind in types.items() if kind == "K"}, members, own_code)
    perspectives = {kpi: one["perspective"] for kpi, one in kpis.items()}
    came_out = comparison(inputs_of(raw, own_code)).to_dicts()
    assert same_rows(slow_comparison(*said, minimum_reporters=50, perspectives=perspectives), came_out)
    assert len(came_out) == 20
    years = comparison_years(inputs_of(raw, own_code)).to_dicts()
    assert same_rows(slow_years(*said, minimum_reporters=50, perspectives=perspectives), years)
    assert len(years) > 100
    assert {row["colour_word"] for row in came_out if row["circle"] == "all"} >= {"grå", "gul"}


def test_all_96_key_figures_with_their_reviewed_directions_equal_a_slow_computation(raw):
    """Every year of every one; and a colour only where the mapping says which way is good and Kolada that it is a result."""
    _, types, kpis, groups = raw
    every = pl.read_parquet(KOLADA / "values_96_kpis_1994_2022.parquet").partition_by("kpi", as_dict=True)
    kommuner = {code for code, kind in types.items() if kind == "K"}
    members = {one["member_id"] for one in groups[SIMILAR_GROUP[TRELLEBORG]]["members"]}
    perspectives = {kpi: one["perspective"] for kpi, one in kpis.items()}
    assert len(every) == 96
    for (kpi,), frame in every.items():
        judged = reviewed_judgements()[kpi]
        chosen = (measure(kpi, judged.direction, is_comparable=judged.is_comparable),)
        rows = frame.filter(gender="T").rows()
        inputs = replace(inputs_of((rows, types, kpis, groups), TRELLEBORG), measures=chosen)
        said = (chosen, {(row[0], row[3], row[2], row[1]): row[4] for row in rows}, kommuner, members, TRELLEBORG)
        standing, years = comparison(inputs).to_dicts(), comparison_years(inputs).to_dicts()
        assert same_rows(slow_comparison(*said, minimum_reporters=50, perspectives=perspectives), standing), kpi
        assert same_rows(slow_years(*said, minimum_reporters=50, perspectives=perspectives), years), kpi
        may_be_coloured = judged.direction != "neither" and judged.is_comparable
        assert may_be_coloured or {row["colour_word"] for row in standing} == {"grå"}, kpi


def test_resources_and_volumes_have_a_rank_and_no_colour(raw):
    """By Kolada's own perspective, also when the measure's definition forgets to say so."""
    inputs = inputs_of(raw, TRELLEBORG)
    perspectives = dict(inputs.kpis.select("kpi_id", "perspective").iter_rows())
    resources = [row for row in comparison(inputs).to_dicts() if perspectives[row["kpi_id"]] in {"Resurser", "Volymer"}]
    assert resources
    assert {(row["position"], row["colour_word"]) for row in resources} == {("none", "grå")}
    assert any(row["rank"] is not None for row in resources)


def test_the_mean_of_a_circle_is_unweighted(raw):
    inputs = inputs_of(raw, TOMELILLA)
    row = comparison(inputs).filter(measure_id="N00945_T_down", circle="similar").to_dicts()[0]
    codes = [*inputs.similar_areas["municipality_code"], TOMELILLA]
    values = inputs.kolada_values.filter(pl.col("municipality_code").is_in(codes), kpi_id="N00945", gender="T", year=row["year"])[
        "value"
    ]
    assert row["circle_mean"] == pytest.approx(statistics.fmean(values.drop_nulls()))


def test_before_kolada_has_ever_answered_every_measure_is_grey():
    rows = comparison(Inputs(as_of=date(2026, 1, 1), municipality_code=TRELLEBORG, measures=MEASURES, plan=Plan())).to_dicts()
    assert [row["measure_id"] for row in rows] == [one.measure_id for one in MEASURES]
    assert {(row["year"], row["rank"], row["reporting_count"], row["position"], row["colour_word"]) for row in rows} == {
        (None, None, 0, "none", "grå")
    }


@pytest.mark.parametrize(
    ("sizes", "orders"),
    [
        # The orders of 1 2 3 4 5 by inversions: 1, 4, 9, 15, 20, 22 … (the Mahonian numbers, OEIS A008302).
        ((1, 1, 1, 1, 1), [1, 4, 9, 15, 20, 22, 20, 15, 9, 4, 1]),
        ((2, 1, 1), [1, 2, 3, 3, 2, 1]),
        ((2, 2), [1, 1, 2, 1, 1]),
        ((5,), [1]),
    ],
)
def test_orders_are_counted_by_their_inversions(sizes, orders):
    assert orders_by_inversions(sizes) == orders


def test_without_kolada_measures_there_is_nothing_to_compare():
    assert comparison(Inputs(as_of=date(2026, 1, 1), municipality_code=TRELLEBORG, measures=(), plan=Plan())).is_empty()

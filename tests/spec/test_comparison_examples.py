"""The examples of ``60-jamforelse.md``, ``61-utveckling.md`` and ``62-ar-for-ar.md`` come out as they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.spec_reader import read_examples
from transforms.catalogue import Area, Comparison, ComparisonYear, KoladaValue, Kpi, SimilarArea
from transforms.comparison.history import comparison_years
from transforms.comparison.standing import comparison
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi
from transforms.plan import Plan

FILES = ("60-jamforelse.md", "61-utveckling.md", "62-ar-for-ar.md")
EXAMPLES = [example for name in FILES for example in read_examples(Path(__file__).with_name(name))]
HEADINGS = {
    "kommun": "municipality_code", "år": "year", "värde": "value", "mätare": "measure_id", "bra håll": "direction",
    "perspektiv": "perspective", "krets": "circle", "plats": "rank", "antal": "reporting_count", "läge": "position",
    "andel bättre": "strictly_better_share", "andel sämre": "strictly_worse_share", "färg": "colour_word", "medel": "circle_mean",
    "median": "circle_median", "riket": "national_value", "utveckling": "travel", "från år": "travel_from_year",
    "från värde": "travel_from_value", "liknandes medel": "similar_mean", "antal liknande": "similar_count",
}  # fmt: skip
WORDS = {
    "direction": {"uppåt": "up", "nedåt": "down", "inget": "neither"},
    "circle": {"alla": "all", "liknande": "similar"},
    "position": {
        "bästa fjärdedelen": "best_quarter", "mitten": "middle", "sämsta fjärdedelen": "worst_quarter", "ingen": "none",
    },
    "travel": {"bättre": "better", "sämre": "worse", "rör sig": "moving", "oklar": "unclear", "för kort": "too_short"},
}  # fmt: skip
TABLES = {"": (Comparison, comparison), "år": (ComparisonYear, comparison_years)}


def measure(measure_id="andel", direction="up"):
    """A Kolada measure with nothing said about it that an example does not say."""
    return KoladaKpi(
        kind="kolada", kpi="N00001", measure_id=measure_id, direction=direction, name="n", unit="procent", definition="d",
        author="analytiker", checker="kvalitetschef", reviewed_on=date(2026, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example):
    given = {name: table.renamed(HEADINGS, WORDS) for name, table in example.given.items()}
    values = given["värden"].frame(KoladaValue, kpi_id="N00001", year=2022, gender="T")
    codes = sorted(set(values["municipality_code"]))
    inputs = Inputs(
        as_of=date(2026, 10, 5),
        municipality_code="0001",
        measures=tuple(measure(**row) for row in (given["mätare"].rows if "mätare" in given else [{}])),
        plan=Plan(),
        minimum_reporters=4,
        kolada_values=values,
        kpis=given["nyckeltal"].frame(Kpi, kpi_id="N00001", title="n") if "nyckeltal" in given else Kpi.empty(),
        areas=Area.of(
            [{"municipality_code": code, "area_name": code, "area_type": "L" if code == "0000" else "K"} for code in codes]
        ),
        similar_areas=given["liknande"].frame(SimilarArea, group_id="G1", group_title="Liknande")
        if "liknande" in given
        else SimilarArea.empty(),
    )
    for name, said in example.expect.items():
        table, made = TABLES[name]
        expected = said.renamed(HEADINGS, WORDS)
        came_out = made(inputs).select(expected.columns).to_dicts()
        assert [pytest.approx(row, nan_ok=True) for row in expected.expected(table)] == came_out

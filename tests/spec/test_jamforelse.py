"""The examples of ``jamforelse.md`` come out as they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.spec_reader import read_examples
from transforms.catalogue import Area, Comparison, KoladaValue, SimilarArea
from transforms.comparison import comparison
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi
from transforms.plan import Plan

EXAMPLES = read_examples(Path(__file__).with_name("jamforelse.md"))


def measure(measure_id="andel", direction="up"):
    """A Kolada measure with nothing said about it that an example does not say."""
    return KoladaKpi(
        kind="kolada", kpi="N00001", measure_id=measure_id, direction=direction, name="n", unit="procent", definition="d",
        author="analytiker", checker="kvalitetschef", reviewed_on=date(2026, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example):
    values = example.given["värden"].frame(KoladaValue, kpi_id="N00001", year=2022, gender="T")
    similar = example.given.get("liknande")
    codes = sorted(set(values["municipality_code"]))
    inputs = Inputs(
        as_of=date(2026, 10, 5),
        municipality_code="0001",
        measures=tuple(measure(**row) for row in (example.given["mätare"].rows if "mätare" in example.given else [{}])),
        plan=Plan(),
        minimum_reporters=4,
        kolada_values=values,
        areas=Area.of(
            [{"municipality_code": code, "area_name": code, "area_type": "L" if code == "0000" else "K"} for code in codes]
        ),
        similar_areas=similar.frame(SimilarArea, group_id="G1", group_title="Liknande") if similar else SimilarArea.empty(),
    )
    expected = example.expect[""]
    came_out = comparison(inputs).select(expected.columns).to_dicts()
    assert [pytest.approx(row, nan_ok=True) for row in expected.expected(Comparison)] == came_out

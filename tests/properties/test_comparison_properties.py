"""What holds of the comparison whatever the values: ties, gaps, order and direction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.slow_comparison import same_rows, slow_comparison
from transforms.catalogue import Area, KoladaValue, Kpi, SimilarArea
from transforms.comparison import comparison
from transforms.inputs import Inputs
from transforms.measures import KoladaKpi
from transforms.plan import Plan

CODES = [f"{code:04}" for code in range(12)]
"""0000 is the nation, 0011 a region, the rest kommuner; we are 0001."""
KOMMUNER = CODES[1:11]
KPIS = {"N1": "Kvalitet och resultat", "N2": "Resurser", "N3": None}


def measure(kpi, gender, direction, is_comparable):
    return KoladaKpi(
        kind="kolada", kpi=kpi, gender=gender, direction=direction, is_comparable=is_comparable,
        measure_id=f"{kpi}_{gender}_{direction}_{is_comparable}", name=kpi, unit="procent", definition="d",
        author="analytiker", checker="kvalitetschef", reviewed_on=date(2026, 1, 1),
    )  # fmt: skip


measures = st.builds(
    measure, st.sampled_from(sorted(KPIS)), st.sampled_from("TK"), st.sampled_from(["up", "down", "neither"]), st.booleans()
)
cells = st.tuples(st.sampled_from(sorted(KPIS)), st.sampled_from("TK"), st.sampled_from([2020, 2021, 2022]), st.sampled_from(CODES))
# Few different values, so that ties are the rule and not the exception.
numbers = st.one_of(st.sampled_from([-1.5, -0.0, 0.0, 0.1, 0.2, 0.30000000000000004, 7.0]), st.floats(-1e9, 1e9))
values = st.one_of(st.none(), numbers)
tables = st.one_of(
    st.dictionaries(cells, values, max_size=120),
    # One slice filled to the brim, where quarters come out.
    st.lists(values, min_size=12, max_size=12).map(
        lambda said: {("N1", "T", 2022, code): value for code, value in zip(CODES, said, strict=True)}
    ),
)


def inputs_of(rows, chosen, similar, minimum):
    return Inputs(
        as_of=date(2026, 10, 5),
        municipality_code="0001",
        measures=tuple(chosen),
        plan=Plan(),
        minimum_reporters=minimum,
        kolada_values=KoladaValue.of(
            [
                {"kpi_id": kpi, "gender": gender, "year": year, "municipality_code": code, "value": value}
                for (kpi, gender, year, code), value in rows
            ]
        ),
        kpis=Kpi.of([{"kpi_id": kpi, "title": kpi, "perspective": perspective} for kpi, perspective in KPIS.items()]),
        areas=Area.of(
            [{"municipality_code": code, "area_name": code, "area_type": "K" if code in KOMMUNER else "L"} for code in CODES]
        ),
        similar_areas=SimilarArea.of([{"group_id": "G", "group_title": "g", "municipality_code": code} for code in similar]),
    )


@given(
    table=tables,
    chosen=st.lists(measures, max_size=6, unique_by=lambda one: one.measure_id),
    similar=st.sets(st.sampled_from(CODES[2:])),
    minimum=st.integers(2, 11),
)
def test_the_quick_comparison_is_the_slow_one(table, chosen, similar, minimum):
    expected = slow_comparison(chosen, table, KOMMUNER, similar, "0001", minimum_reporters=minimum, perspectives=KPIS)
    came_out = comparison(inputs_of(table.items(), chosen, similar, minimum)).to_dicts()
    assert same_rows(expected, came_out)


@given(table=tables, order=st.randoms(use_true_random=False), similar=st.sets(st.sampled_from(CODES[2:])))
def test_the_order_of_the_rows_changes_nothing(table, order, similar):
    """Not even the last bit of a mean."""
    chosen = [measure(kpi, "T", "down", True) for kpi in KPIS]
    rows = list(table.items())
    first = comparison(inputs_of(rows, chosen, similar, 2))
    order.shuffle(rows)
    assert comparison(inputs_of(rows, chosen, similar, 2)).equals(first)


@given(table=tables)
def test_turning_the_direction_round_turns_the_colour_round_and_keeps_yellow(table):
    up, down = comparison(
        inputs_of(table.items(), [measure("N1", "T", "up", True), measure("N1", "T", "down", True)], (), 2)
    ).to_dicts()
    turned = {"best_quarter": "worst_quarter", "worst_quarter": "best_quarter"}
    assert down["position"] == turned.get(up["position"], up["position"])
    assert (down["strictly_better_share"], down["strictly_worse_share"]) == (
        up["strictly_worse_share"],
        up["strictly_better_share"],
    )


@settings(max_examples=30)
@given(said=st.lists(numbers, min_size=10, max_size=10))
def test_kommuner_with_equal_values_have_equal_places_and_colours(said):
    table = {("N1", "T", 2022, code): value for code, value in zip(KOMMUNER, said, strict=True)}
    inputs = inputs_of(table.items(), [measure("N1", "T", "up", True)], (), 2)
    seen = {}
    for code in KOMMUNER:
        row = comparison(replace(inputs, municipality_code=code)).to_dicts()[0]
        assert seen.setdefault(row["value"], (row["rank"], row["colour_word"])) == (row["rank"], row["colour_word"])

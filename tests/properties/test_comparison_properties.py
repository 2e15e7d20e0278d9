"""What holds of the comparison whatever the values: ties, gaps, order and direction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.slow_comparison import same_rows, slow_comparison, slow_years
from transforms.catalogue import Area, KoladaValue, Kpi, SimilarArea
from transforms.comparison.history import comparison_years
from transforms.comparison.standing import comparison
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
# Our own values over eight years, so that there is a travel to tell; the others report the last one.
steps = st.lists(st.one_of(numbers, st.integers(0, 6).map(float)), min_size=8, max_size=8)
histories = st.one_of(
    st.lists(st.one_of(values, st.integers(0, 6).map(float)), min_size=8, max_size=8),
    steps.map(sorted),
    st.tuples(steps.map(sorted), st.integers(0, 7), numbers).map(
        lambda said: [*said[0][: said[1]], said[2], *said[0][said[1] + 1 :]][::-1]
    ),
).map(
    lambda said: (
        {("N1", "T", 2015 + step, "0001"): value for step, value in enumerate(said)}
        | {("N1", "T", 2022, code): 1.0 for code in CODES[2:6]}
    )
)
tables = st.one_of(
    histories,
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


@given(
    table=tables,
    chosen=st.lists(measures, max_size=6, unique_by=lambda one: one.measure_id),
    similar=st.sets(st.sampled_from(CODES[2:])),
    minimum=st.integers(2, 11),
)
def test_the_quick_history_is_the_slow_one(table, chosen, similar, minimum):
    expected = slow_years(chosen, table, KOMMUNER, similar, "0001", minimum_reporters=minimum, perspectives=KPIS)
    assert same_rows(expected, comparison_years(inputs_of(table.items(), chosen, similar, minimum)).to_dicts())


@given(table=tables, similar=st.sets(st.sampled_from(CODES[2:])), minimum=st.integers(2, 11))
def test_the_year_compared_is_told_the_same_in_both_tables(table, similar, minimum):
    inputs = inputs_of(table.items(), [measure("N1", "T", "down", True)], similar, minimum)
    standing = {row["circle"]: row for row in comparison(inputs).to_dicts()}
    years = {row["year"]: row for row in comparison_years(inputs).to_dicts()}
    if standing["all"]["year"] is None:
        return
    then = years[standing["all"]["year"]]
    assert [then[key] for key in then if key not in {"similar_mean", "similar_count"}] == [
        standing["all"][key] for key in then if key not in {"similar_mean", "similar_count"}
    ]
    if similar:
        told = standing["similar"]
        assert (then["similar_mean"], then["similar_count"]) == (told["circle_mean"], told["reporting_count"])


@given(table=histories)
def test_a_travel_told_ends_where_it_says(table):
    """Better than at its start, and the other way round for the opposite direction."""
    chosen = [measure("N1", "T", "up", True), measure("N1", "T", "down", True), measure("N1", "T", "neither", True)]
    up, down, neither = comparison(inputs_of(table.items(), chosen, (), 2)).to_dicts()
    turned = {"better": "worse", "worse": "better"}
    assert down["travel"] == turned.get(up["travel"], up["travel"])
    assert (neither["travel"] == "moving") == (up["travel"] in turned)
    if up["travel"] in turned:
        assert (up["value"] > up["travel_from_value"]) == (up["travel"] == "better")
        assert up["value"] != up["travel_from_value"]


@given(table=tables, order=st.randoms(use_true_random=False), similar=st.sets(st.sampled_from(CODES[2:])))
def test_the_order_of_the_rows_changes_nothing(table, order, similar):
    """Not even the last bit of a mean."""
    chosen = [measure(kpi, "T", "down", True) for kpi in KPIS]
    rows = list(table.items())
    first = comparison(inputs_of(rows, chosen, similar, 2))
    years = comparison_years(inputs_of(rows, chosen, similar, 2))
    order.shuffle(rows)
    assert comparison(inputs_of(rows, chosen, similar, 2)).equals(first)
    assert comparison_years(inputs_of(rows, chosen, similar, 2)).equals(years)


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

"""The committed report on real data is what the statistics still say of it: some key figures computed again."""

from __future__ import annotations

import pytest

from tests.real_data import COLUMNS, REPORT, VALUES, per_key_figure, quarters, read_kolada, ties_at_the_cut, variation

SOME = ["N00945", "N01951", "N15505", "N31878", "U23471"]
pytestmark = pytest.mark.skipif(not VALUES.is_file(), reason="needs ../shared/data/kolada, which is not here")


@pytest.fixture(scope="module")
def kolada():
    return read_kolada()


@pytest.fixture(scope="module")
def printed():
    """The report's last table: per key figure, what stands in each column."""
    lines = REPORT.read_text(encoding="utf-8").split("## Key figure by key figure")[1].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert rows[0] == list(COLUMNS)
    return {row[0]: dict(zip(COLUMNS.values(), row, strict=True)) for row in rows[2:]}


def test_some_key_figures_come_out_as_the_report_says(kolada, printed):
    some = kolada.only(SOME)
    found = per_key_figure(variation(some), quarters(some))
    assert found["measure_id"].to_list() == sorted(SOME)
    for row in found.iter_rows(named=True):
        said = printed[row["measure_id"]]
        for name in ("series", "year", "ranked"):
            assert row[name] == int(said[name]), (row["measure_id"], name)
        for name in ("any_rule", "unstable", "shifted", "green", "red"):
            assert row[name] == pytest.approx(float(said[name]), abs=0.06), (row["measure_id"], name)


def test_every_key_figure_of_the_file_is_in_the_report(kolada, printed):
    assert set(printed) == set(kolada.values["kpi_id"])


def test_no_more_than_a_quarter_is_strictly_better_than_the_green(kolada):
    """Counted in another way: in each slice the green are those fewer than a quarter are above."""
    places = quarters(kolada.only(SOME))
    for (kpi,), slice_of in places.drop_nulls("value").partition_by("measure_id", as_dict=True).items():
        values = slice_of["value"].to_list()
        for value, colour in slice_of.select("value", "colour_word").iter_rows():
            better, worse = sum(other > value for other in values), sum(other < value for other in values)
            expected = (
                "grön" if better * 4 < len(values) <= worse * 4 else "röd" if worse * 4 < len(values) <= better * 4 else "gul"
            )
            assert colour in {expected, "grå"}, kpi


def test_equal_values_at_a_cut_are_found(kolada):
    ties = ties_at_the_cut(kolada.only(SOME))
    for kpi, year, reporters, has_tie in ties.iter_rows():
        values = sorted(kolada.values.filter(kpi_id=kpi, year=year).drop_nulls("value")["value"])
        last_of_lowest, first_of_highest = reporters // 4 - 1, reporters - reporters // 4
        parts_low = values[last_of_lowest] == values[last_of_lowest + 1]
        parts_high = values[first_of_highest - 1] == values[first_of_highest]
        assert has_tie == (parts_low or parts_high), (kpi, year)

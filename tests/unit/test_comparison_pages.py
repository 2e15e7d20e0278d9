"""What a pack says of a key figure: its place, its five years, the words and the drawing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from report_templates import wording_comparison as say
from report_templates.chart_history import WIDTH, HistoryChart, history_chart
from report_templates.comparisons import comparison_rows
from report_templates.facts import MeasureFacts
from report_templates.ink import TEXT
from report_templates.labels import text_width
from report_templates.render import pack_html
from tests.pack_cases import Kommun, unit_packs
from transforms import catalogue

ALL: dict[str, Any] = {
    "measure_id": "k", "kpi_id": "N31814", "gender": "T", "circle": "all", "year": 2022, "value": 31.24, "rank": 83,
    "reporting_count": 262, "strictly_better_share": 82 / 262, "strictly_worse_share": 179 / 262, "position": "middle",
    "colour_word": "gul", "circle_mean": 33.4, "circle_median": 33.0, "national_value": 36.9, "travel": "better",
    "travel_from_year": 2017, "travel_from_value": 36.0,
}  # fmt: skip
SIMILAR = ALL | {
    "circle": "similar",
    "rank": 3,
    "reporting_count": 8,
    "position": "none",
    "colour_word": "grå",
    "circle_mean": 30.1,
}


def years(*values, until=2022):
    """Our values in the years up to one, the mean of all a little above."""
    return tuple(
        {"measure_id": "k", "year": year, "value": value, "circle_mean": 34.0, "reporting_count": 262}
        for year, value in enumerate(values, until - len(values) + 1)
    )


DEFINED = {
    "measure_id": "k",
    "kind": "kolada",
    "measure_name": "långvarigt bistånd",
    "unit": "%",
    "decimals": 1,
    "direction": "down",
}


def row_of(said=ALL, told=()):
    """The key figure as printed."""
    (row,) = comparison_rows(
        [
            MeasureFacts(
                definition=DEFINED,
                months=(),
                comparisons=(said, SIMILAR),
                comparison_years=told,
            )
        ]
    )
    return row


def test_place_year_and_coverage_are_printed():
    row = row_of()
    assert (row.year, row.place, row.similar_place, row.own, row.similar, row.national) == (
        "2022", "83 av 262", "3 av 8", "31,2", "30,1", "36,9",
    )  # fmt: skip
    assert row.sentence == "Långvarigt bistånd: 31,2\u00a0% år 2022, plats 83 av 262 kommuner, i mitten."
    assert (row.history, row.travelled) == (None, "")


@pytest.mark.parametrize(
    ("over", "position"),
    [
        ({}, "i mitten"),
        ({"position": "none", "colour_word": "grå"}, "jämförs utan färg"),
        ({"position": "none", "value": None, "rank": None}, "vi har inget värde det året"),
        ({"position": "none", "value": None, "rank": None, "year": None, "reporting_count": 0}, "för få kommuner har ett värde"),
    ],
)
def test_a_position_without_colour_gives_the_reason(over, position):
    assert row_of(ALL | over).position == position


def test_five_years_are_told_in_a_sentence_and_drawn():
    row = row_of(told=years(9.0, 36.0, 35.0, None, 33.0, 32.0, 31.24))
    assert row.travelled == "31,2\u00a0% år 2022 mot 36,0\u00a0% år 2017: bättre än fem år tidigare, tydlig riktning."
    assert row.history.years == (2017, 2018, 2019, 2020, 2021, 2022)
    assert row.history.values == (36.0, 35.0, None, 33.0, 32.0, 31.24)
    assert "2017: 36,0, 2018: 35,0, 2020: 33,0" in row.history.alt
    assert row.history.alt.endswith(row.travelled)


def test_every_value_the_drawing_tells_is_noted_as_printed():
    row = row_of(told=years(36.0, 35.0, None, 33.0, 32.0, 31.24))
    noted = {figure.figure_id: (figure.value, figure.printed) for figure in row.figures}
    assert noted["k.value_2017"] == (36.0, "36,0")
    assert noted["k.value_2022"] == noted["k.value"] == (31.24, "31,2")
    assert "k.value_2019" not in noted
    assert len(noted) == len(row.figures)


@pytest.mark.parametrize("told", [(), years(31.24), years(None, None, 31.24), years(30.0, None, until=2016)])
def test_one_value_is_no_history(told):
    assert row_of(told=told).history is None


def test_years_after_the_one_compared_are_not_told():
    """In the year after, too few had reported."""
    row = row_of(told=(*years(36.0, 33.0, 31.24), *years(20.0, until=2023)))
    assert row.history.years == (2020, 2021, 2022)


@pytest.mark.parametrize(
    ("travel", "rises", "words"),
    [
        ("better", False, "bättre än fem år tidigare, tydlig riktning"),
        ("worse", True, "sämre än fem år tidigare, tydlig riktning"),
        ("moving", True, "högre än fem år tidigare, tydlig riktning"),
        ("moving", False, "lägre än fem år tidigare, tydlig riktning"),
        ("unclear", True, "ingen tydlig riktning"),
        ("too_short", True, "för få år för att säga en riktning"),
    ],
)
def test_every_travel_has_its_words(travel, rises, words):
    assert say.travel_words(travel, 5, rises=rises) == words


def test_the_years_between_are_counted_in_words():
    assert say.travel_words("better", 4, rises=True).startswith("bättre än fyra år tidigare")
    assert say.travel_words("better", 1, rises=True).startswith("bättre än ett år tidigare")


def test_values_that_print_alike_are_said_to_be_rounded():
    assert say.travel_sentence("79\u00a0%", 2025, "79\u00a0%", 2020, "ingen tydlig riktning") == (
        "79\u00a0% både 2020 och 2025, avrundat: ingen tydlig riktning."
    )


def chart(values, means=None, first="36,0", last="31,2"):
    return HistoryChart(
        years=tuple(range(2017, 2017 + len(values))), values=values, means=means or (None,) * len(values), first_text=first,
        last_text=last, alt="a & b",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last"),
    [("36,0", "31,2"), ("0", "0"), ("12\u00a0345\u00a0678", "−9\u00a0876\u00a0543"), ("−1\u00a0234\u00a0567\u00a0890,12",) * 2],
)
@pytest.mark.parametrize(
    "values", [(36.0, 31.2), (1.0, None, 3.0), (5.0, 5.0, 5.0), (-1e7, 0.0, 1e7), (1.0, 2.0, None, None, 5.0, 6.0)]
)
def test_nothing_in_the_drawing_lies_outside_it_or_on_anything_else(values, first, last):
    """Every label inside the paper, beside the line it names, and clear of the years below."""
    drawn = ET.fromstring(history_chart(chart(values, (4.0,) * len(values), first, last)))  # noqa: S314 - our own drawing
    texts = [one for one in drawn if one.tag.endswith("text")]
    boxes = []
    for one in texts:
        width = text_width(one.text, TEXT, is_bold="font-weight" in one.attrib)
        x, anchor = float(one.get("x")), one.get("text-anchor", "start")
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        boxes.append((left, float(one.get("y")) - 8.0, left + width, float(one.get("y")) + 2.6))
        assert -0.6 <= left <= left + width <= WIDTH + 0.6, one.text
        assert 0 <= float(one.get("y")) - 8.0 <= float(one.get("y")) + 2.6 <= 40
    for place, box in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
    places = [
        tuple(map(float, pair.split())) for path in drawn if path.get("d") for pair in re.findall(r"[\d.-]+ [\d.-]+", path.get("d"))
    ]
    assert all(0 <= x <= WIDTH and 0 <= y <= 28 for x, y in places)
    assert drawn[0].text == "a & b"


def test_a_year_without_a_value_breaks_the_line():
    """Two strokes of two points each, and dots for all four values."""
    drawn = history_chart(chart((1.0, 2.0, None, 4.0, 5.0)))
    assert drawn.count('stroke-width="1.3"') == 2
    assert len(re.findall(r"h0", drawn)) == 4


def test_the_page_has_a_second_table_only_when_there_are_years_to_tell():
    kommun = Kommun()
    kommun.key_figure(
        "k",
        "Långvarigt bistånd",
        "%",
        "N31814",
        **{
            key: ALL[key]
            for key in (
                "value",
                "rank",
                "position",
                "colour_word",
                "travel",
                "circle_mean",
                "strictly_better_share",
                "strictly_worse_share",
                "year",
            )
        },
    )
    without = pack_html(unit_packs(*kommun.case())[0])
    for row in years(36.0, 35.0, 34.0, 33.0, 32.0, 31.24):
        kommun.add(catalogue.ComparisonYear, kpi_id="N31814", gender="T", **row)
    told = pack_html(unit_packs(*kommun.case())[0])
    assert "Våra egna värden över fem år" not in without
    assert "Källa: Kolada" in without
    assert "Egen bearbetning av data från Kolada" in without
    assert "Våra egna värden över fem år" in told
    assert "bättre än fem år tidigare, tydlig riktning" in told

"""Scales, labels and drawings: nothing overlaps, nothing leaves the paper, and the drawing says what the text says."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from report_templates import ink
from report_templates.chart_measure import MeasureChart, Point, measure_chart, position_strip
from report_templates.chart_plan import plan_chart
from report_templates.labels import shortened, spread, text_width
from report_templates.plan_drawing import PlanChart, drawing_height
from report_templates.render import FOLDER
from report_templates.scales import nice_step, time_ticks, value_range
from tests.pack_cases import cases, months, pack_of

finite = st.integers(-(10**9), 10**9).map(lambda hundredths: hundredths / 100)


@given(st.lists(finite, min_size=1, max_size=40), st.booleans())
def test_an_axis_holds_every_value_and_at_least_two_round_numbers(values, from_zero):
    low, high, ticks = value_range(values, from_zero=from_zero)
    assert low <= min(values)
    assert high >= max(values)
    assert len(ticks) >= 2
    assert all(low - 1e-6 * (high - low) <= tick <= high + 1e-6 * (high - low) for tick in ticks)


@given(st.lists(finite.map(abs), min_size=1, max_size=40))
def test_counts_are_drawn_from_zero(values):
    low, _, ticks = value_range(values, from_zero=True)
    assert low == 0
    assert ticks[0] == 0


def test_steps_are_one_two_or_five_times_a_power_of_ten():
    assert [nice_step(size, 4) for size in (4, 7, 17, 450, 10_000_000)] == [1, 2, 5, 200, 5_000_000]


@given(st.lists(st.floats(-50, 250), max_size=8))
def test_labels_never_lie_on_each_other_nor_outside_their_room(wanted):
    placed = spread(wanted, 13.0, 0.0, 200.0)
    ordered = sorted(placed)
    assert all(after - before >= 13.0 - 1e-6 for before, after in itertools.pairwise(ordered))
    assert all(-1e-6 <= place <= 200.0 + 1e-6 for place in placed)


def test_labels_with_room_stay_where_they_are_wanted_and_crowded_ones_share_the_room():
    assert spread([10.0, 50.0], 13.0, 0.0, 100.0) == [10.0, 50.0]
    assert spread([50.0, 50.0], 13.0, 0.0, 100.0) == [43.5, 56.5]
    assert spread([0.0] * 5, 13.0, 0.0, 26.0) == [0.0, 6.5, 13.0, 19.5, 26.0]


@pytest.mark.parametrize("style", ["Regular", "SemiBold"])
def test_the_reckoned_width_of_a_label_is_that_of_the_typeface(style):
    font = TTFont(FOLDER / "fonts" / f"SourceSans3-{style}.ttf")
    letters, widths = font.getBestCmap(), font["hmtx"]
    for label in (
        "prognos 410",
        "mål 12 000 000",
        "Arbetsmarknadsförvaltningens kompetensförsörjning",
        "−396 till 249",
        "i dag, 5 oktober",
    ):
        drawn = sum(widths[letters[ord(letter)]][0] for letter in label) * 10.5 / 1000
        assert text_width(label, 10.5, is_bold=style == "SemiBold") == pytest.approx(drawn, rel=0.04)


@pytest.mark.parametrize("style", ["Regular", "SemiBold", "Italic"])
def test_the_typeface_has_every_sign_that_is_printed(style):
    letters = TTFont(FOLDER / "fonts" / f"SourceSans3-{style}.ttf").getBestCmap()
    assert {ord(sign) for sign in "åäöÅÄÖé−–—±✓○●◆■☐→…”’\u00a0·0123456789"} <= set(letters)


def test_a_label_without_room_is_cut_with_an_ellipsis():
    assert shortened("Enheten", 10.5, 300) == "Enheten"
    cut = shortened("Arbetsmarknadsförvaltningens kompetensförsörjningsenhet", 10.5, 120)
    assert cut.endswith("…")
    assert text_width(cut, 10.5) <= 120


def test_a_short_series_has_months_and_a_long_one_years():
    short = time_ticks(months(date(2025, 10, 1), 12))
    assert [(tick.label, tick.year) for tick in short] == [("dec", "2025"), ("mar", "2026"), ("jun", ""), ("sep", "")]
    assert [tick.label for tick in time_ticks(months(date(2023, 10, 1), 36))] == ["2024", "2025", "2026"]
    assert time_ticks([]) == []


def drawn(svg: str) -> ET.Element:
    """The drawing, read as XML (so that it is well-formed)."""
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    """The words of a drawing, in the order drawn."""
    return [element.text or "" for element in drawn(svg).iter("{http://www.w3.org/2000/svg}text")]


def extent(svg: str) -> tuple[float, float]:
    """The farthest right and farthest down that any label goes."""
    right, down = 0.0, 0.0
    for element in drawn(svg).iter("{http://www.w3.org/2000/svg}text"):
        width = text_width(element.text or "", ink.TEXT, is_bold="font-weight" in element.attrib)
        share = {"start": 1.0, "middle": 0.5, "end": 0.0}[element.get("text-anchor", "start")]
        right, down = max(right, float(element.get("x", 0)) + share * width), max(down, float(element.get("y", 0)))
    return right, down


PLAN_CASES = [name for name, kommun in cases().items() if kommun.goals]


@pytest.mark.parametrize("name", PLAN_CASES)
def test_the_plan_drawing_stays_on_its_paper_and_begins_with_its_title(name):
    chart = pack_of(name).page_one.goal.chart
    svg = plan_chart(chart)
    assert drawn(svg)[0].tag.endswith("title")
    assert drawn(svg)[0].text == chart.alt
    right, down = extent(svg)
    assert right <= 482.5
    assert down <= drawing_height(chart)


def test_plan_and_outcome_stand_in_figures_under_the_drawing():
    words = texts(plan_chart(pack_of("full").page_one.goal.chart))
    assert {"38", "75", "113", "225", "450"} <= set(words)
    assert {"28", "59", "94", "134", "167", "205"} <= set(words)
    assert {"mål 450", "prognos 410", "389–432", "i dag, 5 oktober"} <= {word.replace("\u00a0", " ") for word in words}


def test_hidden_months_are_an_x_in_the_plan_and_missing_ones_a_dash():
    hidden = texts(plan_chart(pack_of("hidden").page_one.goal.chart))
    assert hidden.count("x") == 6
    unknown = texts(plan_chart(pack_of("unknown").page_one.goal.chart))
    assert unknown.count("–") == 4


def test_numbers_too_wide_for_every_month_are_thinned_counting_back_from_the_goal():
    words = texts(plan_chart(pack_of("twelve").page_one.goal.chart))
    assert "12\u00a0000\u00a0000" in words
    assert "1\u00a0000\u00a0000" not in words


@pytest.mark.parametrize("name", ["full", "twelve", "process", "ahead"])
def test_the_measure_drawings_stay_on_their_paper(name):
    for panel in pack_of(name).panels:
        svg = measure_chart(panel.chart)
        right, down = extent(svg)
        assert right <= 336.5, panel.name
        assert down <= 106


def test_hidden_points_are_crosses_and_preliminary_ones_open():
    chart = MeasureChart(
        alt="Titel.",
        points=(
            Point(date(2026, 1, 1), 4.0), Point(date(2026, 2, 1), None, is_hidden=True), Point(date(2026, 3, 1), None),
            Point(date(2026, 4, 1), 6.0, is_preliminary=True), Point(date(2026, 5, 1), 9.0, judgement="concern"),
        ),
        is_count=True, decimals=0,
    )  # fmt: skip
    svg = measure_chart(chart)
    assert texts(svg).count("x") == 1
    assert svg.count("<circle") == 1
    assert svg.count(f'fill="{ink.ORANGE}"') == 1


def test_a_single_point_zero_and_negative_values_can_be_drawn():
    for values in ([3.0], [0.0, 0.0], [-5.0, -3.0], [10_000_000.0, 1.0]):
        points = tuple(Point(month, value) for month, value in zip(months(date(2026, 1, 1), len(values)), values, strict=True))
        chart = MeasureChart(alt="Titel.", points=points, is_count=min(values) >= 0, decimals=0, latest=values[-1], latest_text="v")
        assert "v" in texts(measure_chart(chart))


def test_text_from_data_is_escaped_in_drawings():
    chart = replace(pack_of("full").page_one.goal.chart, alt='<script>"&', target_text="<b>&")
    assert "<b>&" in texts(plan_chart(chart))
    assert drawn(plan_chart(chart))[0].text == '<script>"&'


def test_the_strip_puts_the_best_to_the_right():
    best, worst = position_strip(0.0, 1.0, "alt"), position_strip(1.0, 0.0, "alt")
    place = [float(re.search(r'cx="([\d.]+)"', svg).group(1)) for svg in (best, worst)]  # type: ignore[union-attr]
    assert place[0] > place[1]


def test_the_style_sheet_uses_the_colours_and_family_of_the_drawings():
    style = Path(FOLDER / "pack.css").read_text(encoding="utf-8")
    assert all(colour in style for colour in (ink.INK, ink.GREY, ink.RULE, ink.BLUE, ink.ORANGE, ink.FAMILY))
    assert set(re.findall(r"#[0-9a-f]{6}\b", style)) <= {ink.INK, ink.GREY, ink.RULE, ink.BLUE, ink.ORANGE}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [ink.INK, ink.GREY, ink.BLUE, ink.ORANGE])
def test_every_colour_of_text_has_a_contrast_of_at_least_four_and_a_half(colour):
    for paper in (ink.PAPER, ink.WASH):
        assert (luminance(paper) + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_no_type_is_smaller_than_ten_points():
    style = Path(FOLDER / "pack.css").read_text(encoding="utf-8")
    sizes = {float(size) for size in re.findall(r"(?:font-size: |400 |600 )([\d.]+)pt", style)}
    assert min(sizes) >= 10
    assert sizes <= {10.5, 14.0, 22.0, 44.0}
    assert ink.TEXT >= 10


def test_a_plan_of_one_month_and_one_of_five_years_can_be_drawn():
    base = pack_of("on_plan").page_one.goal.chart
    for many in (1, 2, 60):
        planned = tuple(450 * (place + 1) / many for place in range(many))
        chart: PlanChart = replace(
            base, months=tuple(months(date(2026, 4, 1), many)), planned=planned, outcome=(), preliminary=(), hidden=(),
            forecast=None, fan=(),
        )  # fmt: skip
        right, _ = extent(plan_chart(chart))
        assert right <= 482.5

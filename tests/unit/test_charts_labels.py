"""The words of the drawings: whatever the numbers, no word lies on another, on the rule of today, or off the paper."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_templates import ink, render
from report_templates.chart_measure import MeasureChart, Point, measure_chart
from report_templates.chart_plan import plan_chart
from report_templates.compounds import pieces
from report_templates.labels import Box, Label
from report_templates.numbers_sv import number, span
from report_templates.plan_drawing import (
    HIGH_PLOT,
    LOW_PLOT,
    PLOT,
    WIDTH,
    ActivityMark,
    FanMonth,
    PlanChart,
    PlanMark,
    axis_at,
    drawing_height,
)
from report_templates.scales import value_range
from tests.pack_cases import months, pack_of

SVG = "{http://www.w3.org/2000/svg}"
START = date(2026, 4, 1)
STATUSES = ("done", "late", "at_risk", "ongoing", "planned")


def boxes(svg: str) -> list[tuple[str, Box]]:
    """Every line of text in a drawing, with the paper it takes."""
    return [
        (
            element.text or "",
            Label(
                element.text or "",
                float(element.get("x", 0)),
                float(element.get("y", 0)),
                element.get("text-anchor", "start"),
                is_bold="font-weight" in element.attrib,
            ).box(ink.TEXT),
        )
        for element in ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314 - our own drawing
    ]


def todays_rule(svg: str, chart: PlanChart) -> Box | None:
    """The paper that the rule of today takes: the only grey upright line of its width that reaches the axis from the top."""
    for element in ET.fromstring(svg).iter(f"{SVG}path"):  # noqa: S314 - our own drawing
        ends = re.fullmatch(r"M([\d.]+) ([\d.]+)L\1 [\d.]+", element.get("d", ""))
        if element.get("stroke-width") == "0.8" and ends:
            x, top = float(ends[1]), float(ends[2])
            return Box(x - 0.4, top, x + 0.4, axis_at(chart))
    return None


def fan_of(draw, value, left: list[date]) -> tuple[FanMonth, ...]:
    """A fan over all, some or none of the months left, its edges anywhere."""
    known = left[draw(st.integers(0, len(left))) :]
    edges = [sorted(draw(value) for _ in range(3)) for _ in known]
    return tuple(FanMonth(month, middle, low, high) for month, (low, middle, high) in zip(known, edges, strict=True))


def earlier_of(draw, value, periods: int) -> tuple[float | None, ...]:
    """No earlier plan, a whole one, or one that covers some of the months."""
    if draw(st.booleans()):
        return ()
    first, last = sorted(draw(st.integers(0, periods)) for _ in range(2))
    return tuple(draw(value) if first <= place < last else None for place in range(periods))


@st.composite
def charts(draw, kind: str) -> PlanChart:
    """A goal of the kind on any day of its plan, with any outcome, forecast and activities."""
    periods = draw(st.integers(1, 24))
    size = draw(st.sampled_from([1.0, 10.0, 450.0, 12_000_000.0])) if kind != "share" else 100.0
    decimals = draw(st.sampled_from([0, 1])) if kind != "cumulative" else 0
    value = st.integers(0, 1000).map(lambda part: round(size * part / 1000, decimals))
    target, start = draw(value), 0.0 if kind == "cumulative" else draw(value)
    planned = tuple(round(start + (target - start) * step / periods, decimals) for step in range(1, periods + 1))
    done = draw(st.integers(0, periods))
    outcome = draw(st.lists(st.one_of(st.none(), value) if draw(st.booleans()) else value, min_size=done, max_size=done))
    if kind == "cumulative":
        outcome = list(itertools.accumulate((part or 0.0) / periods for part in outcome))
    has_forecast = bool(outcome) and outcome[-1] is not None and done < periods and draw(st.booleans())
    low, expected, high = sorted(draw(value) for _ in range(3))
    ended = START + timedelta(days=31 * done)
    return PlanChart(
        alt="Titel.",
        months=tuple(months(START, periods)),
        planned=planned,
        target=target,
        target_text=f"mål {number(target, decimals)}",
        decimals=decimals,
        as_of=ended + timedelta(days=draw(st.integers(-30, 60))),
        start_value=start,
        is_count=kind != "share",
        is_so_far=kind != "stock",
        outcome=tuple(outcome),
        forecast=expected if has_forecast else None,
        forecast_text=f"prognos {number(expected, decimals)}" if has_forecast else "",
        interval_text=span(low, high, decimals) if has_forecast else "",
        fan=fan_of(draw, value, months(START, periods)[done:]) if has_forecast else (),
        earlier=earlier_of(draw, value, periods),
        milestones=(PlanMark(months(START, periods)[-1], target),) if draw(st.booleans()) else (),
        activities=tuple(
            ActivityMark(order, START + timedelta(days=days), draw(st.sampled_from(STATUSES)))
            for order, days in enumerate(sorted(draw(st.lists(st.integers(-40, 800), max_size=12))), 1)
        ),
        plot_height=draw(st.sampled_from([LOW_PLOT, PLOT, HIGH_PLOT])),
    )


def assert_words_lie_free(chart: PlanChart) -> None:
    svg = plan_chart(chart)
    found = boxes(svg)
    for (one, box), (other, other_box) in itertools.combinations(found, 2):
        assert not box.meets(other_box), (one, other)
    rule = todays_rule(svg, chart)
    paper = Box(-0.5, -0.5, WIDTH + 0.5, drawing_height(chart) + 0.5)
    for text, box in found:
        assert paper.holds(box), text
        assert rule is None or not rule.meets(box), text


@settings(max_examples=400, deadline=None)
@given(charts("cumulative"))
def test_words_lie_free_in_every_drawing_of_a_sum(chart):
    assert_words_lie_free(chart)


@settings(max_examples=400, deadline=None)
@given(charts("share"))
def test_words_lie_free_in_every_drawing_of_a_share(chart):
    assert_words_lie_free(chart)


@settings(max_examples=400, deadline=None)
@given(charts("stock"))
def test_words_lie_free_in_every_drawing_of_a_level(chart):
    assert_words_lie_free(chart)


def drawing_with(due: list[date], status: str = "planned") -> PlanChart:
    return PlanChart(
        alt="Titel.", months=tuple(months(START, 12)), planned=tuple(range(10, 130, 10)), target=120, target_text="mål 120",
        decimals=0, as_of=date(2026, 10, 5), activities=tuple(ActivityMark(n, on, status) for n, on in enumerate(due, 1)),
    )  # fmt: skip


def badges(chart: PlanChart) -> list[float]:
    """Where along the time line the numbered marks are."""
    lane = axis_at(chart) + 30
    circles = ET.fromstring(plan_chart(chart)).iter(f"{SVG}circle")  # noqa: S314 - our own drawing
    return sorted(float(circle.get("cx", 0)) for circle in circles if float(circle.get("cy", 0)) > lane)


@pytest.mark.parametrize("day", [START, date(2026, 10, 9), date(2027, 3, 31), date(2028, 1, 1)])
def test_activities_of_the_same_day_stand_beside_each_other(day):
    places = badges(drawing_with([day, day, day + timedelta(days=2), day + timedelta(days=5)]))
    assert len(places) == 4
    assert all(after - before > 14.4 for before, after in itertools.pairwise(places))


def test_more_activities_than_there_is_room_for_share_marks():
    chart = drawing_with([date(2026, 10, 1) + timedelta(days=n) for n in range(40)])
    assert badges(chart) == []
    found = [text for text, _ in boxes(plan_chart(chart))]
    assert "1–5" in found
    assert_words_lie_free(chart)


def test_the_row_of_figures_says_so_far_for_sums_and_shares_and_not_for_levels():
    empty = drawing_with([])
    assert not any(text.startswith("utfall") for text, _ in boxes(plan_chart(empty)))
    chart = PlanChart(**{**vars(empty), "outcome": (10.0,)})
    assert "utfall hittills" in dict(boxes(plan_chart(chart)))
    level = PlanChart(**{**vars(chart), "is_so_far": False})
    assert "utfall" in dict(boxes(plan_chart(level)))


def test_a_difference_too_small_to_print_is_not_drawn_as_a_slope():
    low, high, ticks = value_range([81.2, 81.4], from_zero=False, least=8)
    assert high - low >= 8
    assert len(ticks) >= 2
    assert value_range([0.1, 0.2], from_zero=False, least=8)[0] == 0


def test_a_line_through_a_box_is_seen_and_one_beside_it_not():
    box = Box(10, 10, 20, 20)
    assert box.is_crossed_by((0, 15), (30, 15))
    assert box.is_crossed_by((0, 0), (30, 30))
    assert box.is_crossed_by((12, 12), (13, 13))
    assert not box.is_crossed_by((0, 25), (30, 25))
    assert not box.is_crossed_by((0, 0), (30, 5))
    assert not box.is_crossed_by((0, 15), (5, 15))


def test_a_long_compound_is_broken_at_its_joints_and_a_short_word_never():
    assert pieces("Arbetsmarknadsanställningssamordningsenheten") == [
        "Arbets",
        "marknads",
        "anställnings",
        "samordnings",
        "enheten",
    ]
    assert pieces("verksamhetsutvecklare") == ["verksamhets", "utvecklare"]
    assert pieces("långsammaste") == ["långsammaste"]
    assert "".join(pieces("arbetsmarknadsförvaltningen,")) == "arbetsmarknadsförvaltningen,"


def test_a_long_compound_that_is_broken_has_a_hyphen():
    filtered = render._templates().from_string("{{ name | joints(60) }}").render(name="Arbetsmarknadsenheten norr")
    assert filtered == "Arbets&shy;marknads&shy;enheten norr"


def test_the_latest_number_stands_by_its_point_and_its_patch_of_paper_cuts_no_line():
    for name in ("missed", "ceiling_kept"):
        chart = pack_of(name).page_one.goal.chart
        svg = plan_chart(chart)
        number_box = next(box for text, box in boxes(svg) if text == f"{chart.outcome[-1]:g}")
        lines = [
            [tuple(map(float, point.split())) for point in path.split("L")]
            for path in re.findall(r'<path d="M([^"A-KM-Z]+)" stroke="#1c2833" stroke-width="2.2"', svg)
        ]
        assert lines
        last = lines[-1][-1]
        assert number_box.grown(20).is_crossed_by(last, last)
        assert not any(number_box.grown(1.1).is_crossed_by(*ends) for line in lines for ends in itertools.pairwise(line))


@st.composite
def measure_charts(draw) -> MeasureChart:
    """A measure of up to three years, any values, centre, limits and target."""
    size = draw(st.sampled_from([1.0, 10.0, 500.0, 1_000_000.0]))
    decimals = draw(st.sampled_from([0, 1]))
    value = st.integers(-300, 1000).map(lambda part: round(size * part / 1000, decimals))
    values = draw(st.lists(value, min_size=1, max_size=36))
    target = draw(st.one_of(st.none(), value))
    judged_by = [sorted(draw(value) for _ in range(3)) if draw(st.booleans()) else [None] * 3 for _ in range(3)]
    cuts = sorted(draw(st.integers(0, len(values))) for _ in range(2))
    levels = [judged_by[sum(place >= cut for cut in cuts)] for place in range(len(values))]
    centre = next((level[1] for level in reversed(levels) if level[1] is not None), None)
    return MeasureChart(
        alt="Titel.",
        points=tuple(
            Point(month, known, lower=level[0], centre=level[1], upper=level[2], is_trial=draw(st.booleans()))
            for month, known, level in zip(months(START, len(values)), values, levels, strict=True)
        ),
        steps=tuple(cut for cut in set(cuts) if 0 < cut < len(values)),
        is_count=draw(st.booleans()),
        decimals=decimals,
        latest=values[-1],
        latest_text=number(values[-1], decimals),
        centre=centre,
        centre_text="" if centre is None else f"medel {number(centre, decimals)}",
        target=target,
        target_text="" if target is None else f"målnivå {number(target, decimals)}",
    )


@settings(max_examples=400, deadline=None)
@given(measure_charts())
def test_words_lie_free_in_every_drawing_of_a_measure(chart):
    found = boxes(measure_chart(chart))
    for (one, box), (other, other_box) in itertools.combinations(found, 2):
        assert not box.meets(other_box), (one, other)

"""Limits of rates and counts, month by month, and the season come out as the reference cases say.

What differs on purpose is put right before comparing: many tools take 3/1,128 = 2,6596 (or 3·√π/2 = 2,6587) where Wheeler and
we take 2,66 (`FACTOR`), and tell shares as 0–1 where ours are in percent.
"""

from __future__ import annotations

import csv
import json
import math
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, count_measure, month_after, outcome_frame
from transforms import plan
from transforms.inputs import SignalRules
from transforms.measures import CaseShare, Chart, Filter, Measure, Ratio
from transforms.variation.baselines import baselines
from transforms.variation.season import season_factors
from transforms.variation.signals import signals

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "spc"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases (../shared/data/spc) are not here")

SCREENED = SignalRules(screens_ranges=True)
CHART: dict[str, Chart] = {"p": "p", "pp": "p_prime", "u": "u", "up": "u_prime", "ip": "i_prime", "c": "c"}
FACTOR = {"ip": 2.66 / (3 * math.sqrt(math.pi) / 2), "pp": 2.66 * 1.128 / 3, "up": 2.66 * 1.128 / 3}
"""How much farther from the centre our limits lie than theirs, by their chart."""


def rows_of(case: str, file: str) -> list[dict[str, str]]:
    with (CASES / case / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def told(case: str) -> dict[str, Any]:
    return json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))


def number(cell: str) -> float | None:
    return None if cell in {"", "NA"} else float(cell)


def measure_of(chart: str, per: float) -> Measure:
    """Their chart as a measure of ours: shares in percent, rates per so many, counts."""
    count = vars(count_measure(chart=CHART[chart]))
    if chart in {"p", "pp"}:
        return CaseShare(**(count | {"kind": "case_share", "part": Filter()}))
    if chart == "c":
        return count_measure(chart="c")
    stated = {key: value for key, value in count.items() if key not in {"source", "event", "where"}}
    return Ratio(**(stated | {"kind": "ratio", "numerator": "a", "denominator": "b", "per": per}))


def span(first: int, last: int) -> plan.BaselineDecision:
    return plan.BaselineDecision(
        measure_id="m", unit_id="u", from_month=month_after(START, first), to_month=month_after(START, last), decided_by="",
        decided_on=START, reason="",
    )  # fmt: skip


def our_months(case: str, points: list[dict[str, str]]) -> pl.DataFrame:
    """Our signals for one of their series: parts are decided baselines, what they exclude is missing, freezing is a decision."""
    stated = told(case)["parameters"]
    in_percent = 100 if stated["chart"] in {"p", "pp"} else 1
    lengths = [len(list(part)) for _, part in groupby(points, lambda point: point["part"])]
    starts = [sum(lengths[:at]) for at in range(len(lengths))]
    decided = [span(start, start + length - 1) for start, length in zip(starts, lengths, strict=True)]
    if "freeze" in stated:
        decided = [span(0, stated["freeze"] - 1)]
    values = [number(point["y"]) if point["include"] == "TRUE" else None for point in points]
    outcome = outcome_frame(
        [None if value is None else in_percent * value for value in values], denominator=[number(point["n"]) for point in points]
    )
    measures = (measure_of(stated["chart"], stated.get("multiply", 1.0)),)
    found = baselines(measures, plan.Plan(baselines=tuple(decided)), outcome, SCREENED)
    return signals(measures, outcome, found, SCREENED)


@pytest.mark.parametrize(
    "case",
    [
        "qic03_montgomery_7_1_p_exclude_part", "qic04_montgomery_t7_4_p_varying_n", "qic05_montgomery_7_3_c",
        "qic06_montgomery_7_4_u", "qic07_montgomery_7_5_u_multiply", "qic09_hai_u_facets_3", "qic10_cdi_c_freeze24",
        "qic11_cdi_ip_part24", "qic11_cdi_u_part24", "qic11_cdi_up_part24", "qic12_nhs_accidents_ip", "qic12_nhs_accidents_p",
        "qic12_nhs_accidents_pp", "qic13_taylor_complaints_ip", "qic13_taylor_complaints_u", "qic13_taylor_complaints_up",
        "qic14_taylor_lots_ip", "qic15_hba1c_ip",
    ],
)  # fmt: skip
def test_qicharts_limits_of_every_month(case):
    chart = told(case)["parameters"]["chart"]
    in_percent = 100 if chart in {"p", "pp"} else 1
    rows = rows_of(case, "points.csv")
    for _, group in groupby(rows, lambda point: (point["facet1"], point["facet2"])):
        points = list(group)
        months = our_months(case, points).to_dicts()
        assert len(months) == len(points)
        for ours, theirs in zip(months, points, strict=True):
            centre, upper, lower = (in_percent * float(theirs[name]) for name in ("cl", "ucl", "lcl"))
            near = 1e-9 * max(abs(upper), abs(centre))
            assert ours["centre"] == pytest.approx(centre, abs=near)
            assert ours["upper_limit"] == pytest.approx(centre + FACTOR.get(chart, 1) * (upper - centre), abs=near)
            if lower != 0:  # stops at zero
                assert ours["lower_limit"] == pytest.approx(centre + FACTOR.get(chart, 1) * (lower - centre), abs=near)
            elif ours["value"] is not None:
                assert ours["lower_limit"] == pytest.approx(0, abs=near * 100)
            if ours["value"] is not None and float(theirs["ucl.95"]) < 1:
                two_sigma = in_percent * float(theirs["ucl.95"]) - centre
                expected = (ours["value"] - centre) / (two_sigma * FACTOR.get(chart, 1) / 2)
                assert ours["sigmas"] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("case", "chart", "per"),
    [
        ("pbispc_p", "p", 1.0),
        ("pbispc_u", "u", 10000.0),
        ("pbispc_pprime", "pp", 1.0),
        ("pbispc_uprime", "up", 1.0),
        ("pbispc_c", "c", 1.0),
    ],
)
def test_powerbi_spc_limits_of_every_month(case, chart, per):
    rows, expected, decimals = rows_of(case, "input.csv"), rows_of(case, "points.csv"), told(case)["decimals"]
    scale = 100.0 if chart in {"p", "pp"} else per
    above = [float(row["numerators"]) for row in rows]
    below = [1.0 if chart == "c" else float(row["denominators"]) for row in rows]
    measures = (measure_of(chart, per),)
    outcome = outcome_frame([scale * a / b for a, b in zip(above, below, strict=True)], denominator=below)
    lengths = [len(list(group)) for _, group in groupby(row.get("groupings") for row in rows)]
    starts = [sum(lengths[:at]) for at in range(len(lengths))]
    decided = plan.Plan(baselines=tuple(span(start, start + length - 1) for start, length in zip(starts, lengths, strict=True)))
    found = signals(measures, outcome, baselines(measures, decided, outcome))
    for ours, theirs in zip(found.to_dicts(), expected, strict=True):
        for name, limit, shown in (("ll99", "lower_limit", decimals[0]), ("ul99", "upper_limit", decimals[3])):
            distance = (ours[limit] - ours["centre"]) / FACTOR.get(chart, 1)
            assert ours["centre"] + distance == pytest.approx(float(theirs[name]), abs=0.5 * 10**-shown + 1e-9), name


def test_wafers_as_nist_publishes_them():
    expected, counts = told("nist_wafer_c")["exact"], [float(row["count"]) for row in rows_of("nist_wafer_c", "input.csv")]
    outcome, measures = outcome_frame(counts), (measure_of("c", 1.0),)
    found = baselines(measures, plan.Plan(), outcome)
    ours = found.select("centre", "upper_limit", "lower_limit").row(0)
    assert ours == pytest.approx((expected["cl"], expected["ucl"], expected["lcl"]))
    outside = signals(measures, outcome, found).filter(pl.col("rule") == "outside_limits", pl.col("side") == "above")
    assert sorted(outside["value"]) == sorted(count for count in counts if count > expected["ucl"])
    assert outside["value"].to_list() == [31.0], "28 is on the limit, which is inside"

    expected, rows = told("nist_wafer_p")["exact"], rows_of("nist_wafer_p", "input.csv")
    shares = [100 * float(row["num"]) / float(row["den"]) for row in rows]
    found = baselines((measure_of("p", 1.0),), plan.Plan(), outcome_frame(shares, denominator=50.0))
    ours = found.select("centre", "upper_limit", "lower_limit").row(0)
    assert ours == pytest.approx((100 * expected["cl"], 100 * expected["ucl"], 100 * expected["lcl"]))


def test_a_small_denominator_explains_what_looks_like_a_signal():
    """The published point of the case: April 2020 signals when the denominator is ignored, and not when it is used."""
    points = rows_of("qic15_hba1c_ip", "points.csv")
    outcome = outcome_frame([number(point["y"]) for point in points], denominator=[number(point["n"]) for point in points])
    outside = {}
    for chart in ("xmr", "i_prime"):
        measures = (Ratio(**(vars(measure_of("ip", 1.0)) | {"chart": chart})),)
        found = signals(measures, outcome, baselines(measures, plan.Plan(), outcome))
        outside[chart] = found.filter(pl.col("rule") == "outside_limits").height
    assert outside == {"xmr": 1, "i_prime": 0}


def test_season_of_accident_and_emergency():
    """The factors, and the limits of the series without its season; our per-day figures are of working days, theirs of all days."""
    expected = told("seasonal01_ae_total")["expected"]
    first = month_after(START, -117)  # April 2016
    outcome = outcome_frame([float(row["value"]) for row in rows_of("seasonal01_ae_total", "input.csv")], first=first)
    rows = {}
    for adjusted_for in ("none", "season", "working_days"):
        measures = (count_measure(adjusted_for=adjusted_for),)
        found = baselines(measures, plan.Plan(), outcome)
        assert found["adjusted_for"].to_list() == [adjusted_for]
        rows[adjusted_for] = found
    factors = season_factors(rows["season"], outcome)
    assert factors["calendar_month"].to_list() == list(range(1, 13))
    assert factors["factor"].to_list() == pytest.approx([expected["factors"][str(month)] for month in range(1, 13)], rel=1e-9)
    assert set(factors["whole_years"]) == {3}
    for name, theirs in (("none", expected["raw"]), ("season", expected["deseasonalised"])):
        found = rows[name].row(0, named=True)
        reach = 3 * found["spread"]
        ours = (found["centre"], found["mean_moving_range"], found["centre"] - reach, found["centre"] + reach)
        assert ours == pytest.approx([theirs[key] for key in ("mean", "mean_mr", "lnpl", "unpl")], rel=1e-9), name

    months = signals((count_measure(adjusted_for="season"),), outcome, rows["season"]).to_dicts()
    for month, point in zip(months, rows_of("seasonal01_ae_total", "points.csv"), strict=True):
        factor = float(point["factor"])
        assert month["value"] / factor == pytest.approx(float(point["deseasonalised"]), rel=1e-9)
        assert month["centre"] == pytest.approx(expected["deseasonalised"]["mean"] * factor, rel=1e-9)
        assert month["upper_limit"] == pytest.approx(expected["deseasonalised"]["unpl"] * factor, rel=1e-9)

    # Emergencies come on Sundays too: by working day the months vary more than by day, and that is not hidden.
    by_working_day = rows["working_days"].row(0, named=True)
    by_day = expected["per_day"]
    assert by_working_day["mean_moving_range"] / by_working_day["centre"] > 1.5 * by_day["mean_mr"] / by_day["mean"]

"""XmR limits come out as the reference cases say, where their rules are ours: no screening, gaps not bridged."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import polars as pl
import pytest

from tests.made_up_series import START, count_measure, month_after, outcome_frame
from transforms import plan
from transforms.baselines import baselines

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "spc"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases (../shared/data/spc) are not here")

FROM_EXACT_D2 = 2.66 * 1.128 / 3
"""Some tools take 3/1,128 = 2,6596 where Wheeler and we take 2,66: their limits lie this much nearer the centre."""


def rows_of(case: str, file: str = "input.csv") -> list[dict[str, str]]:
    with (CASES / case / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def told(case: str) -> dict:
    return json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))


def baseline_of(values: list[float | None], frozen_points: int | None = None) -> dict:
    """Our baseline of a series, one point a month, frozen after so many points."""
    decided = ()
    if frozen_points:
        last = month_after(START, frozen_points - 1)
        decided = (
            plan.BaselineDecision(
                measure_id="m", unit_id="u", from_month=START, to_month=last, decided_by="", decided_on=START, reason=""
            ),
        )
    return baselines((count_measure(),), plan.Plan(baselines=decided), outcome_frame(values)).row(0, named=True)


def numbers(cells: list[str]) -> list[float | None]:
    return [None if cell in {"", "NA"} else float(cell) for cell in cells]


@pytest.mark.parametrize(
    "case", ["ptd01_snapshot_plain", "ptd03_snapshot_outlier_unscreened", "ptd05_vignette_excel", "ptd06_frozen_baseline_12"]
)
def test_plotthedots_where_nothing_is_screened_away(case):
    """Cases 02, 04 and 07–11 screen large moving ranges, which we do not: they are not ours to match."""
    expected = told(case)
    found = baseline_of(numbers([row["value"] for row in rows_of(case)]), expected["parameters"].get("fix_after_n_points"))
    (group,) = expected["groups"]
    assert found["centre"] == pytest.approx(group["mean"], abs=expected["tolerance"])
    assert found["lower_limit"] == pytest.approx(group["lpl"], abs=expected["tolerance"])
    assert found["upper_limit"] == pytest.approx(group["upl"], abs=expected["tolerance"])


def test_plotthedots_edge_cases_of_limits():
    compared = 0
    for case in told("ptd12_edge_cases")["cases"]:
        values = numbers([str(value) for value in case["values"]]) if isinstance(case["values"], list) else []
        known = [value for value in values if value is not None]
        if len(known) < 6 or case["upl"] in {"NaN", None}:
            continue  # fewer than six points have no limits with us; NaN is what screening makes of a constant series
        frozen = 16 if case["name"].startswith("frozen at 16") else None
        found = baseline_of(values, frozen)
        ranges = [abs(b - a) for a, b in itertools.pairwise(values) if a is not None and b is not None]
        if max(ranges) <= 3.267 * sum(ranges) / len(ranges):
            assert found["centre"] == pytest.approx(case["mean"], abs=1e-8), case["name"]
            assert (found["lower_limit"], found["upper_limit"]) == pytest.approx((case["lpl"], case["upl"]), abs=1e-8), case["name"]
            compared += 1
    assert compared >= 10


@pytest.mark.parametrize(
    "case",
    ["qic01_montgomery_6_5_i", "qic12_nhs_accidents_i", "qic15_hba1c_i", "qic16_book_unscreened", "qic17_na_i"],
)
def test_qicharts_individuals_where_nothing_is_screened_away(case):
    """qic10 and qic16_book_screened screen large moving ranges: not ours to match."""
    points = rows_of(case, "points.csv")
    found = baseline_of(numbers([row["y"] for row in points]), told(case)["parameters"].get("freeze"))
    first = {name: float(points[0][name]) for name in ("cl", "lcl", "ucl", "ucl.95")}
    assert found["centre"] == pytest.approx(first["cl"], rel=1e-10)
    reach = (found["upper_limit"] - found["centre"]) / FROM_EXACT_D2
    assert found["centre"] + reach == pytest.approx(first["ucl"], rel=1e-9)
    assert found["centre"] - reach == pytest.approx(first["lcl"], rel=1e-9)
    assert found["centre"] + 2 / 3 * reach == pytest.approx(first["ucl.95"], rel=1e-9)


def test_qicharts_moving_range_limit_of_the_first_twenty_points():
    points = rows_of("qic02_montgomery_6_5_mr", "points.csv")
    cost = numbers([row["cost"] for row in rows_of("qic02_montgomery_6_5_mr")])
    found = baseline_of(cost, 20)
    assert found["mean_moving_range"] == pytest.approx(float(points[0]["cl"]), rel=1e-10)
    assert found["moving_range_limit"] == pytest.approx(float(points[0]["ucl"]), rel=1e-10)


@pytest.mark.parametrize(("case", "centre"), [("pbispc_i", True), ("pbispc_mr", False)])
def test_powerbi_spc_limits_to_their_four_decimals(case, centre):
    values = [float(row["numerators"]) / float(row["denominators"]) for row in rows_of(case)]
    expected = {name: float(cell) for name, cell in rows_of(case, "points.csv")[0].items()}
    found = baseline_of(values)
    if centre:
        reach = (found["upper_limit"] - found["centre"]) / FROM_EXACT_D2
        assert found["centre"] - reach == pytest.approx(expected["ll99"], abs=6e-5)
        assert found["centre"] + 2 / 3 * reach == pytest.approx(expected["ul95"], abs=6e-5)
        assert found["centre"] + reach == pytest.approx(expected["ul99"], abs=6e-5)
    else:
        assert found["moving_range_limit"] == pytest.approx(expected["ul99"], abs=6e-5)


def test_autospc_without_screening():
    expected = told("autospc_i_extreme_mr")["expected"]["loops0"]
    found = baseline_of(numbers([row["y"] for row in rows_of("autospc_i_extreme_mr")]))
    reach = (found["upper_limit"] - found["centre"]) / FROM_EXACT_D2
    assert found["centre"] == pytest.approx(expected["cl"], abs=1e-8)
    assert (found["centre"] - reach, found["centre"] + reach) == pytest.approx((expected["lcl"], expected["ucl"]), abs=1e-8)


def test_wheelers_published_inventory():
    expected = told("wheeler_inventory_xmr")["exact"]
    found = baseline_of(numbers([row["value"] for row in rows_of("wheeler_inventory_xmr")]))
    ours = [found[name] for name in ("centre", "mean_moving_range", "upper_limit", "lower_limit", "moving_range_limit")]
    assert ours == pytest.approx([expected[name] for name in ("mean", "mean_mr", "unpl", "lnpl", "url_3267")], abs=1e-9)


def test_nhspy_limit_vectors_where_nothing_is_screened_away():
    compared = 0
    for vector in told("nhspy_limits_vectors")["vectors"]:
        values = pl.Series(vector["values"], dtype=pl.Float64)
        ranges = values.diff().drop_nulls().abs()
        if len(values) < 6 or not (ranges < 3.267 * ranges.mean()).all():
            continue  # fewer than six points have no limits with us; the rest is screened there and not here
        found = baseline_of(values.to_list())
        assert (found["lower_limit"], found["upper_limit"]) == pytest.approx(
            (vector["expected"]["lpl"], vector["expected"]["upl"]), abs=1e-9
        ), vector["name"]
        compared += 1
    assert compared >= 5

"""XmR limits come out as the reference cases say: plain and screened, frozen and rebased, with gaps not bridged."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from tests.made_up_series import START, count_measure, month_after, outcome_frame
from transforms import plan
from transforms.inputs import SignalRules
from transforms.variation.baselines import baselines

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "spc"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases (../shared/data/spc) are not here")

OURS = SignalRules()
SCREENED = SignalRules(screens_ranges=True)
FROM_EXACT_D2 = 2.66 * 1.128 / 3
"""Some tools take 3/1,128 = 2,6596 where Wheeler and we take 2,66: their limits lie this much nearer the centre."""


def rows_of(case: str, file: str = "input.csv") -> list[dict[str, str]]:
    with (CASES / case / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def told(case: str) -> dict:
    return json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))


def decision(first: int, last: int) -> plan.BaselineDecision:
    """A decision about the points from one number to another, from 0."""
    return plan.BaselineDecision(
        measure_id="m", unit_id="u", from_month=month_after(START, first), to_month=month_after(START, last), decided_by="",
        decided_on=START, reason="",
    )  # fmt: skip


def baseline_of(values: list[float | None], frozen_points: int | None = None, rules: SignalRules = OURS) -> dict:
    """Our baseline of a series, one point a month, frozen after so many points."""
    decided = (decision(0, frozen_points - 1),) if frozen_points else ()
    return baselines((count_measure(),), plan.Plan(baselines=decided), outcome_frame(values), rules).row(0, named=True)


def numbers(cells: list[str]) -> list[float | None]:
    return [None if cell in {"", "NA"} else float(cell) for cell in cells]


@pytest.mark.parametrize(
    ("case", "rules"),
    [
        ("ptd01_snapshot_plain", OURS),
        ("ptd02_snapshot_outlier_screened", SCREENED),
        ("ptd03_snapshot_outlier_unscreened", OURS),
        ("ptd04_vignette_screened", SCREENED),
        ("ptd05_vignette_excel", OURS),
        ("ptd06_frozen_baseline_12", OURS),
        ("ptd07_ae_rrk_stable", SCREENED),
        ("ptd09_ae_rrk_not_rebased", SCREENED),
    ],
)
def test_plotthedots(case, rules):
    expected = told(case)
    found = baseline_of(numbers([row["value"] for row in rows_of(case)]), expected["parameters"].get("fix_after_n_points"), rules)
    (group,) = expected["groups"]
    ours = (found["centre"], found["lower_limit"], found["upper_limit"])
    assert ours == pytest.approx((group["mean"], group["lpl"], group["upl"]), abs=expected["tolerance"])


def test_plotthedots_rebased_and_by_unit():
    """One decided baseline per stretch; six units at once."""
    groups = told("ptd08_ae_rrk_rebased")["groups"]
    decided = plan.Plan(baselines=(decision(0, groups[0]["n"] - 1), decision(groups[0]["n"], 35)))
    outcome = outcome_frame(numbers([row["value"] for row in rows_of("ptd08_ae_rrk_rebased")]))
    assert_groups(baselines((count_measure(),), decided, outcome, SCREENED), groups)

    rows, groups = rows_of("ptd10_ae_6units"), told("ptd10_ae_6units")["groups"]
    by_unit = [numbers([row["value"] for row in rows if row["unit"] == group["f"]]) for group in groups]
    frames = [outcome_frame(values, unit_id=group["f"]) for values, group in zip(by_unit, groups, strict=True)]
    assert_groups(baselines((count_measure(),), plan.Plan(), pl.concat(frames), SCREENED), groups)


def assert_groups(found: pl.DataFrame, groups: list[dict]) -> None:
    assert found["points"].to_list() == [group["n"] for group in groups]
    for ours, theirs in (("centre", "mean"), ("lower_limit", "lpl"), ("upper_limit", "upl")):
        assert found[ours].to_list() == pytest.approx([group[theirs] for group in groups], abs=1e-8), ours


def test_plotthedots_edge_cases_of_limits():
    compared = 0
    for case in told("ptd12_edge_cases")["cases"]:
        values = numbers([str(value) for value in case["values"]]) if isinstance(case["values"], list) else []
        if sum(value is not None for value in values) < 6 or case["upl"] in {"NaN", None}:
            continue  # fewer than six points have no limits with us; NaN is what their screening makes of a constant series
        frozen = 16 if case["name"].startswith("frozen at 16") else None
        found = baseline_of(values, frozen, OURS if "screening off" in case["name"] else SCREENED)
        ours = (found["centre"], found["lower_limit"], found["upper_limit"])
        assert ours == pytest.approx((case["mean"], case["lpl"], case["upl"]), abs=1e-8), case["name"]
        compared += 1
    assert compared >= 10


@pytest.mark.parametrize(
    ("case", "rules"),
    [
        ("qic01_montgomery_6_5_i", OURS),
        ("qic10_cdi_i_freeze24", SCREENED),
        ("qic12_nhs_accidents_i", OURS),
        ("qic15_hba1c_i", OURS),
        ("qic16_book_screened", SCREENED),
        ("qic16_book_unscreened", OURS),
        ("qic17_na_i", OURS),
    ],
)
def test_qicharts_individuals(case, rules):
    points = rows_of(case, "points.csv")
    found = baseline_of(numbers([row["y"] for row in points]), told(case)["parameters"].get("freeze"), rules)
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


@pytest.mark.parametrize(("loops", "rules"), [("loops0", OURS), ("loops1", SCREENED)])
def test_autospc_screens_once_or_not_at_all(loops, rules):
    expected = told("autospc_i_extreme_mr")["expected"][loops]
    found = baseline_of(numbers([row["y"] for row in rows_of("autospc_i_extreme_mr")]), rules=rules)
    reach = (found["upper_limit"] - found["centre"]) / FROM_EXACT_D2
    assert found["centre"] == pytest.approx(expected["cl"], abs=1e-8)
    assert (found["centre"] - reach, found["centre"] + reach) == pytest.approx((expected["lcl"], expected["ucl"]), abs=1e-8)


def test_wheelers_published_inventory():
    expected = told("wheeler_inventory_xmr")["exact"]
    found = baseline_of(numbers([row["value"] for row in rows_of("wheeler_inventory_xmr")]))
    ours = [found[name] for name in ("centre", "mean_moving_range", "upper_limit", "lower_limit", "moving_range_limit")]
    assert ours == pytest.approx([expected[name] for name in ("mean", "mean_mr", "unpl", "lnpl", "url_3267")], abs=1e-9)


def test_nhspy_limit_vectors():
    compared = 0
    for vector in told("nhspy_limits_vectors")["vectors"]:
        if len(vector["values"]) < 6:
            continue  # fewer than six points have no limits with us
        found = baseline_of([float(value) for value in vector["values"]], rules=SCREENED)
        ours = (found["centre"], found["lower_limit"], found["upper_limit"])
        expected = vector["expected"]
        assert ours == pytest.approx((expected["mean"], expected["lpl"], expected["upl"]), abs=1e-9), vector["name"]
        compared += 1
    assert compared >= 7

"""A chance means what it says: of goals given a chance of 20–40 %, about that share arrive. Made-up years, the same every time.

The targets are drawn after the months so far are known (a target set by somebody who knew the true pace would tell of it), and
so near the present pace that many chances fall between 20 and 40 %.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tests.made_up_series import START, goal_frame, month_after
from tests.made_up_series import goal as a_goal
from transforms import catalogue, plan
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.goals.fan import forecast_months
from transforms.goals.forecast import forecasts
from transforms.inputs import Prior

GOALS = 3000
SEED = 20261005


def told(kind: str, targets: NDArray, months: NDArray, denominators: NDArray | None, periods: int, **more) -> pl.DataFrame:
    """What the house says of many goals after the months given (goals × months)."""
    ids = [f"g{at:05}" for at in range(len(targets))]
    goals = [
        a_goal(periods, goal_id=name, unit_id=name, kind=kind, target=float(target), start_value=0.0)
        for name, target in zip(ids, targets, strict=True)
    ]
    done = months.shape[1]
    outcome = pl.DataFrame(
        {
            "measure_id": "m",
            "unit_id": np.repeat(ids, done),
            "month": [month_after(START, at) for at in range(done)] * len(ids),
            "value": (months if denominators is None else 100 * months / denominators).ravel().astype(float),
            "numerator": months.ravel().astype(float),
            "denominator": np.ones(months.size) if denominators is None else denominators.ravel().astype(float),
            "rows": 1,
            "is_preliminary": False,
        }
    )
    frame, as_of = goal_frame(goals, **more), month_after(START, done)
    planned = plan_months(plan.Plan(goals=tuple(goals)), catalogue.Outcome.empty())
    so_far = deviations(frame, planned, catalogue.Outcome.conform(outcome), as_of)
    found = forecasts(frame, planned, so_far, outcome, as_of, holidays=(), prior=Prior())
    fan = forecast_months(frame, planned, so_far, outcome, as_of, prior=Prior())
    assert found["goal_id"].to_list() == ids
    return found.join(fan.group_by("goal_id").agg(pl.col("low", "high")), on="goal_id", how="left", maintain_order="left")


def assert_calibrated(found: pl.DataFrame, arrived: NDArray, final: NDArray, allowed: float = 0.0) -> None:
    """Within four standard errors, and what the model is allowed to miss by; so are the ends of the interval."""
    chance = found["chance_of_reaching"].to_numpy()
    told_so = (chance >= 0.2) & (chance <= 0.4)
    assert told_so.sum() > 300, "enough goals to tell"
    mean = chance[told_so].mean()
    error = 4 * np.sqrt(mean * (1 - mean) / told_so.sum())
    assert arrived[told_so].mean() == pytest.approx(mean, abs=error + allowed)
    inside = (final >= found["final_low"].to_numpy()) & (final <= found["final_high"].to_numpy())
    assert inside.mean() == pytest.approx(0.8, abs=0.05 + allowed)


@pytest.mark.parametrize("is_ceiling", [False, True])
def test_counts(is_ceiling):
    chance = np.random.default_rng(SEED)
    rates = chance.uniform(5, 60, GOALS)
    months = chance.poisson(rates[:, None], (GOALS, 12))
    so_far = months[:, :6]
    target = np.maximum(1, np.round(so_far.sum(axis=1) * 2 * chance.uniform(0.9, 1.1, GOALS)))
    found = told("cumulative", target, so_far, None, 12, is_ceiling=is_ceiling)
    final = months.sum(axis=1)
    assert_calibrated(found, final <= target if is_ceiling else final >= target, final)


def test_few_counts_after_a_single_month():
    """Where what is believed beforehand weighs the most. Rates are drawn as Jeffreys prior says: their roots evenly."""
    chance = np.random.default_rng(SEED)
    rates = chance.uniform(0.2, 5, GOALS) ** 2
    months = chance.poisson(rates[:, None], (GOALS, 6))
    so_far = months[:, :1]
    target = np.maximum(1, np.round((so_far.sum(axis=1) + 0.5) * 6 * chance.uniform(0.8, 1.8, GOALS)))
    found = told("cumulative", target, so_far, None, 6)
    final = months.sum(axis=1)
    assert_calibrated(found, final >= target, final)


def test_counts_that_vary_more_than_chance_gives():
    """Months three times as spread as Poisson's; φ is itself estimated from twelve months, and the chance allows for it badly."""
    chance = np.random.default_rng(SEED)
    rates, spread = chance.uniform(20, 60, GOALS), 3.0
    months = chance.negative_binomial((rates / (spread - 1))[:, None], 1 / spread, (GOALS, 24))
    so_far = months[:, :12]
    target = np.round(so_far.sum(axis=1) * 2 * chance.uniform(0.85, 1.15, GOALS))
    found = told("cumulative", target, so_far, None, 24)
    final = months.sum(axis=1)
    assert (found["chance_from"] == "spread_counts").mean() > 0.95
    assert_calibrated(found, final >= target, final, allowed=0.03)


def test_a_cohort():
    chance = np.random.default_rng(SEED)
    of = np.repeat(chance.integers(4, 25, GOALS)[:, None], 12, axis=1)
    hits = chance.binomial(of, chance.uniform(0, 1, GOALS)[:, None])
    so_far = hits[:, :6]
    share = 100 * so_far.sum(axis=1) / of[:, :6].sum(axis=1)
    target = np.clip(share + chance.uniform(-6, 8, GOALS), 1, 99)
    found = told("share", target, so_far, of[:, :6], 12)
    final = 100 * hits.sum(axis=1) / of.sum(axis=1)
    assert_calibrated(found, final >= target, final)


def test_a_level():
    chance = np.random.default_rng(SEED)
    changes = chance.normal(chance.normal(0, 2, GOALS)[:, None], chance.uniform(1, 6, GOALS)[:, None], (GOALS, 13))
    levels = 100 + changes.cumsum(axis=1)
    so_far = levels[:, :9]
    ahead = np.diff(so_far, axis=1)
    reach = 4 * ahead.mean(axis=1) + 4 * ahead.std(axis=1) * chance.uniform(-1, 2, GOALS)
    target = np.maximum(1.0, so_far[:, -1] + reach)
    found = told("stock", target, so_far, None, 13)
    assert_calibrated(found, levels[:, -1] >= target, levels[:, -1])

"""How often chance alone gives a signal: the table in tests/spec/41-signaler.md, simulated through baselines and signals.

Stable series of 24 normal months each, limits from the same months. Patterns are found a second time here, over all series
at once in numpy, from the distances alone; the seed is fixed.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.made_up_series import count_measure, month_after
from transforms import catalogue, plan
from transforms.inputs import SignalRules
from transforms.variation.baselines import baselines
from transforms.variation.signals import signals

SPEC = Path(__file__).resolve().parents[1] / "spec" / "41-signaler.md"
SERIES, MONTHS = 4_000, 24
OURS = ("outside", "two", "run 8")
NHS = ("outside", "two", "run 7", "trend")
RULE_SETS = {
    "utanför gränserna": (("outside",), "all ranges"),
    "utanför gränserna, åtta i rad": (("outside", "run 8"), "all ranges"),
    "utanför gränserna, åtta i rad; sållade spännvidder": (("outside", "run 8"), "screened"),
    "utanför gränserna, två av tre, åtta i rad (Framdrift)": (OURS, "all ranges"),
    "utanför gränserna, två av tre, sju i rad": (("outside", "two", "run 7"), "all ranges"),
    "utanför gränserna, två av tre, sex i rad": (("outside", "two", "run 6"), "all ranges"),
    "som Framdrift, och trend": ((*OURS, "trend"), "all ranges"),
    "som Framdrift; sållade spännvidder": (OURS, "screened"),
    "utanför gränserna, två av tre, sju i rad, trend": (NHS, "all ranges"),
    "utanför gränserna, två av tre, sju i rad, trend; sållade spännvidder (NHS)": (NHS, "screened"),
}


@pytest.fixture(scope="module")
def stable() -> pl.DataFrame:
    values = np.random.default_rng(20).normal(100, 10, (SERIES, MONTHS))
    months = [month_after(date(2024, 1, 1), at) for at in range(MONTHS)]
    rows = SERIES * MONTHS
    return catalogue.Outcome.conform(
        pl.DataFrame(
            {
                "measure_id": ["m"] * rows,
                "unit_id": np.repeat([f"u{at:04}" for at in range(SERIES)], MONTHS),
                "month": pl.Series(months * SERIES, dtype=pl.Date),
                "value": values.ravel(),
                "numerator": [None] * rows,
                "denominator": [None] * rows,
                "rows": [1] * rows,
                "is_preliminary": [False] * rows,
            }
        )
    )


def judged(stable: pl.DataFrame, rules: SignalRules) -> pl.DataFrame:
    measures = (count_measure(),)
    return signals(measures, stable, baselines(measures, plan.Plan(), stable, rules), rules)


def has_signal(found: pl.DataFrame) -> np.ndarray:
    """Series × months."""
    return (found["rule"] != "none").to_numpy().reshape(SERIES, MONTHS)


def in_a_row(same: np.ndarray) -> np.ndarray:
    """How many months in a row something has held, up to each month."""
    length = np.zeros(same.shape, dtype=int)
    for at in range(same.shape[1]):
        before = length[:, at - 1] if at else 0
        length[:, at] = np.where(same[:, at], before + 1, 0)
    return length


def patterns_of(found: pl.DataFrame, values: np.ndarray) -> dict[str, np.ndarray]:
    """Which months complete which pattern: from how many standard deviations they are off, and from the values."""
    sigmas = found["sigmas"].to_numpy().reshape(SERIES, MONTHS)
    run = np.maximum(in_a_row(sigmas > 0), in_a_row(sigmas < 0))
    steps = np.diff(values, axis=1, prepend=np.nan)
    two = np.zeros((SERIES, MONTHS), dtype=bool)
    for side in (sigmas, -sigmas):
        near = side > 2
        earlier = near[:, 1:-1] | near[:, :-2]
        alike = (side[:, 2:] > 0) & (side[:, 1:-1] > 0) & (side[:, :-2] > 0)
        two[:, 2:] |= near[:, 2:] & earlier & alike
    trend = np.maximum(in_a_row(steps > 0), in_a_row(steps < 0)) >= 6
    return {"outside": np.abs(sigmas) > 3, "two": two, "trend": trend} | {f"run {n}": run >= n for n in (6, 7, 8)}


@pytest.fixture(scope="module")
def patterns(stable: pl.DataFrame) -> dict[str, dict[str, np.ndarray]]:
    values = stable["value"].to_numpy().reshape(SERIES, MONTHS)
    return {
        name: patterns_of(judged(stable, SignalRules(screens_ranges=screens)), values)
        for name, screens in (("all ranges", False), ("screened", True))
    }


@pytest.mark.parametrize(
    "rules",
    [
        SignalRules(),
        SignalRules(run_length=7),
        SignalRules(run_length=6, has_trend=True),
        SignalRules(run_length=7, has_trend=True, screens_ranges=True),
    ],
    ids=str,
)
def test_the_rules_mark_exactly_the_patterns(stable, patterns, rules):
    known = patterns["screened" if rules.screens_ranges else "all ranges"]
    expected = known["outside"] | known["two"] | known[f"run {rules.run_length}"] | (known["trend"] & rules.has_trend)
    assert (has_signal(judged(stable, rules)) == expected).all()


def told() -> dict[str, tuple[float, float]]:
    """The table of the chapter: per rule set, percent of series with a signal and signals a month among 1 000 series."""
    rows = re.findall(r"^\| (.+?) +\| +(\d+) % +\| +(\d+) +\|$", SPEC.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (float(share), float(monthly)) for name, share, monthly in rows}


@pytest.mark.parametrize("name", RULE_SETS)
def test_false_alarms_are_as_many_as_the_definitions_say(patterns, name):
    """Within three standard errors of the simulation (and the rounding of the table)."""
    wanted, ranges = RULE_SETS[name]
    marked = np.logical_or.reduce([patterns[ranges][pattern] for pattern in wanted])
    share, monthly = told()[name]
    found = 100 * marked.any(axis=1).mean()
    assert found == pytest.approx(share, abs=0.5 + 3 * 100 * np.sqrt(share / 100 * (1 - share / 100) / SERIES))
    latest = 1000 * marked[:, -1].mean()
    assert latest == pytest.approx(monthly, abs=0.5 + 3 * 1000 * np.sqrt(monthly / 1000 * (1 - monthly / 1000) / SERIES))


def test_the_table_tells_every_rule_set_that_is_simulated():
    assert set(told()) == set(RULE_SETS)

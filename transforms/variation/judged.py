"""All that is judged of outcomes, together: once from what they are, and once from what everybody is shown of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.catalogue import Outcome
from transforms.inputs import Inputs
from transforms.variation.assurance import with_assurance
from transforms.variation.baselines import baselines
from transforms.variation.season import season_factors
from transforms.variation.series import KEY
from transforms.variation.signals import signals
from transforms.variation.stability import stability
from transforms.variation.suggestion import suggestions

_BASELINE: Final = [*KEY, "from_month"]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """`Baseline`, `Signal`, `SeasonFactor`, `Stability` and `BaselineSuggestion` of the same outcomes."""

    baseline: pl.DataFrame
    signal: pl.DataFrame
    season_factor: pl.DataFrame
    stability: pl.DataFrame
    suggestion: pl.DataFrame


def judged(inputs: Inputs, outcome: pl.DataFrame) -> Judged:
    """What normal variation is, and what is beyond it, in every monthly series. Takes `Outcome`."""
    every = baselines(inputs.measures, inputs.plan, outcome, inputs.signal_rules, inputs.holidays)
    return _judged(inputs, outcome, every, every.clear().select(_BASELINE))


def judged_as_shown(inputs: Inputs, disclosed_outcome: pl.DataFrame) -> Judged:
    """The same of what everybody is shown, so that no centre and no limit tells more than the months beside it do.

    A baseline with a hidden month in it is left out, and with it what is judged by it: a mean over the months shown only
    would be too high, since it is the small ones that are hidden. Takes `DisclosedOutcome`.
    """
    outcome = Outcome.conform(disclosed_outcome.drop("is_hidden", "is_held").with_columns(rows=pl.lit(0)).select(*Outcome.columns))
    every = baselines(inputs.measures, inputs.plan, outcome, inputs.signal_rules, inputs.holidays)
    hidden = disclosed_outcome.filter("is_hidden").select("measure_id", "unit_id", "month")
    shaded = (
        every.join(hidden, on=["measure_id", "unit_id"])
        .filter(pl.col("month").is_between("from_month", "to_month"))
        .select(_BASELINE)
        .unique()
    )
    return _judged(inputs, outcome, every, shaded)


def _judged(inputs: Inputs, outcome: pl.DataFrame, every: pl.DataFrame, shaded: pl.DataFrame) -> Judged:
    """What is judged by all baselines but the ``shaded``, whose months keep belonging to them and are judged by none."""
    signal = signals(inputs.measures, outcome, every, inputs.signal_rules, inputs.holidays)
    baseline = every.join(shaded, on=_BASELINE, how="anti", maintain_order="left")
    signal = _in_force_under(signal, every).join(shaded, on=_BASELINE, how="anti", maintain_order="left").drop("from_month")
    return Judged(
        baseline=with_assurance(baseline, signal, inputs.measures),
        signal=signal,
        season_factor=season_factors(baseline, outcome),
        stability=stability(signal, baseline),
        suggestion=suggestions(outcome, signal, baseline, inputs.signal_rules),
    )


def _in_force_under(signal: pl.DataFrame, baseline: pl.DataFrame) -> pl.DataFrame:
    """The signals with the first month of the baseline each was judged by, in the same order."""
    begun = baseline.select(_BASELINE).sort("from_month").with_columns(month="from_month")
    return (
        signal.with_row_index("place")
        .sort("month")
        .join_asof(begun, on="month", by=KEY, strategy="backward", check_sortedness=False)
        .sort("place")
        .drop("place")
    )

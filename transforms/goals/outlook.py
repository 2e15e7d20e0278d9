"""What is likely at a horizon: the mean, the interval and the chance, by the model that fits the goal.

**Counts** (cumulative goals of measures that count things, `values.is_count`, whose months are whole). Months are Poisson
around a rate that follows the plan's profile; the rate is unknown, with Jeffreys prior unless the kommun believes more
(`prior`), so what the coming months give is negative binomial. A plain Poisson with the rate taken as known is too sure of
itself: 0,0036 where this says 0,0312. From six months on, months that vary more than Poisson (φ > 1) widen it by moment
matching (spread counts).

**Cohort** (shares of whole counts): every rate was as likely before the first case (Beta(1, 1)); so many cases are to come
as have come in a month so far, times the months, rounded half up.

**Level** (stocks): a walk from month to month with the mean and the spread of the plan's own months, six changes between
neighbouring months at least. What is told stays within the values that the measure can have.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.goals.chance import Told, beta_binomial, negative_binomial, walk
from transforms.goals.prior import JEFFREYS_SHAPE

MONTHS_FOR_SPREAD: Final = 6
"""Under so many months, a spread wider than Poisson's is mostly noise and is not used."""
CHANGES_FOR_LEVEL: Final = 6
"""Under so many changes from month to month, a level has no outlook."""

_SAME: Final = 1e-9
_TOLD: Final = {"expected": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(), "chance": pl.Float64()}


def with_outlook(rows: pl.DataFrame) -> pl.DataFrame:
    """``expected``, ``low``, ``high``, ``chance`` and ``model`` added to rows of `prior.with_prior` that have a horizon.

    A horizon is ``months_ahead`` and ``weight_ahead`` after the last month counted, the plan's weight there. The chance is
    that of being at the target, or beyond it, at that horizon. Where nothing lies ahead the outcome itself is certain. All
    are null, the model too, where the standing is unknown or no model fits.
    """
    placed = rows.with_columns(model=_model()).with_row_index("place")
    models = {"counts": _counts, "spread_counts": _counts, "cohort": _cohort, "level": _level}
    told = [pl.DataFrame(schema={"place": placed["place"].dtype, **_TOLD})]
    told.extend(
        pl.DataFrame({"place": of["place"], **vars(models[name](of))}, schema_overrides=_TOLD)
        for (name,), of in placed.drop_nulls("model").filter(_lies_ahead()).partition_by("model", as_dict=True).items()
    )
    joined = placed.join(pl.concat(told), on="place", how="left", validate="1:1", maintain_order="left").drop("place")
    is_certain = pl.col("model").is_not_null() & ~_lies_ahead()
    outcome = pl.col("outcome_cumulative")
    return joined.with_columns(
        *(pl.when(is_certain).then(outcome).otherwise(name).alias(name) for name in ("expected", "low", "high")),
        chance=pl.when(is_certain).then(arrived().cast(pl.Float64)).otherwise("chance"),
    )


def arrived() -> pl.Expr:
    """Whether the outcome so far is at the target or beyond it, on the goal's own way."""
    return (pl.col("outcome_cumulative") - pl.col("target")) * pl.col("way") >= -_SAME * pl.col("target").abs()


def _lies_ahead() -> pl.Expr:
    """Whether anything is to come before the horizon: planned months, cases, or months at all."""
    return (
        pl.when("is_sum")
        .then(pl.col("weight_ahead") > 0)
        .when(pl.col("goal_kind") == "share")
        .then(_cases_ahead() > 0)
        .otherwise(pl.col("months_ahead") > 0)
    )


def _model() -> pl.Expr:
    """The model that fits the goal at the horizon, if any does."""
    knows_rate = _exposure() > 0
    is_wide = (pl.col("months_with_plan") >= MONTHS_FOR_SPREAD) & (pl.col("outcome_cumulative") > 0) & (_dispersion() > 1)
    counts = pl.when(is_wide & _lies_ahead()).then(pl.lit("spread_counts")).otherwise(pl.lit("counts"))
    has_changes = (pl.col("changes") >= CHANGES_FOR_LEVEL) | (pl.col("months_ahead") == 0)
    return pl.when(pl.col("outcome_cumulative").is_not_null()).then(
        pl.when(pl.col("is_sum") & pl.col("counts_whole") & (knows_rate | ~_lies_ahead()))
        .then(counts)
        .when((pl.col("goal_kind") == "share") & pl.col("counts_cohort") & (pl.col("trials") > 0))
        .then(pl.lit("cohort"))
        .when((pl.col("goal_kind") == "stock") & has_changes)
        .then(pl.lit("level"))
    )


def _dispersion() -> pl.Expr:
    return pl.col("scatter") / (pl.col("months_with_plan") - 1)


def _count() -> pl.Expr:
    """What has been counted, and what was believed to have been before."""
    return pl.col("outcome_cumulative") + pl.col("believed_count")


def _exposure() -> pl.Expr:
    """The months it was counted in, a mean planned month being one."""
    return pl.col("periods") * pl.col("weight_done") + pl.col("believed_months")


def _cases_ahead() -> pl.Expr:
    return (pl.col("trials") * pl.col("months_ahead") / pl.col("periods_done") + 0.5).floor()


def _counts(rows: pl.DataFrame) -> Told:
    ahead = pl.col("periods") * pl.col("weight_ahead")
    mean = _count() * ahead / _exposure()
    wide = _dispersion() * (mean + mean**2 / _count())
    is_wide = pl.col("model") == "spread_counts"
    inputs = rows.select(
        successes=pl.when(is_wide).then(mean**2 / (wide - mean)).otherwise(JEFFREYS_SHAPE + _count()),
        probability=pl.when(is_wide).then(mean / wide).otherwise(_exposure() / (_exposure() + ahead)),
        asked=pl.col("target") - pl.col("outcome_cumulative"),
        so_far="outcome_cumulative",
        at_most="is_ceiling",
    )
    column = _columns(inputs)
    told = negative_binomial(column["successes"], column["probability"], column["asked"], at_most=column["at_most"])
    so_far = column["so_far"]
    return Told(so_far + told.expected, so_far + told.low, so_far + told.high, told.chance)


def _cohort(rows: pl.DataFrame) -> Told:
    whole = pl.col("trials") + _cases_ahead()
    asked = pl.col("target") / pl.col("scale") * whole - pl.col("successes")
    room = _SAME * whole
    inputs = rows.select(
        "successes",
        "scale",
        misses=pl.col("trials") - pl.col("successes"),
        ahead=_cases_ahead(),
        whole=whole,
        asked=asked - pl.col("way") * room,  # 56 % of 200 is 112, and not a binary fraction above it
        at_most=pl.col("way") < 0,
    )
    column = _columns(inputs)
    told = beta_binomial(column["successes"], column["misses"], column["ahead"], column["asked"], at_most=column["at_most"])
    part, hits = column["scale"] / column["whole"], column["successes"]
    return Told(part * (hits + told.expected), part * (hits + told.low), part * (hits + told.high), told.chance)


def _level(rows: pl.DataFrame) -> Told:
    column = _columns(
        rows.select(
            "outcome_cumulative",
            "mean_change",
            "spread_of_changes",
            "changes",
            "months_ahead",
            "target",
            "way",
            least=pl.col("least").fill_null(-np.inf),
            most=pl.col("most").fill_null(np.inf),
        )
    )
    told = walk(
        column["outcome_cumulative"],
        column["mean_change"],
        column["spread_of_changes"],
        changes=column["changes"],
        ahead=column["months_ahead"],
        asked=column["target"],
        way=column["way"],
    )
    expected, low, high = (np.clip(of, column["least"], column["most"]) for of in (told.expected, told.low, told.high))
    return Told(expected, low, high, told.chance)


def _columns(frame: pl.DataFrame) -> dict[str, NDArray[Any]]:
    numbers = frame.with_columns(pl.col(pl.Int64, pl.UInt32).cast(pl.Float64))
    return {name: np.asarray(numbers[name].to_numpy()) for name in numbers.columns}

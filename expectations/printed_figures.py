"""What is expected of the computed tables behind the printed figures, row by row.

Their declared structure is not looked at here: `Table.conform` and the publishing do that for every table alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from expectations.structure import RowRule
from transforms.catalogue import (
    Comparison,
    Deviation,
    DisclosedDeviation,
    DisclosedOutcome,
    Forecast,
    Goal,
    MeasureDefinition,
    Outcome,
    PlanMonth,
)
from transforms.tables import Table, Tables

_HAIR = 1e-6
"""Sums of floats may differ by this much."""

_NUMBER_WORDS = r"(?i)\b(noll|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|ingen|inget|inga)\b"
_SECTIONS_OF_OUTCOMES = ("measure", "economy")
"""Where a figure with a month is that month's outcome; a goal's are sums, needs and forecasts, and may equal one by chance."""
_COUNTS = ("case_count", "case_stock", "distinct")


def figures_with_computed(figures: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The printed figures with two marks, 1 or 0, ``gives_away`` and ``says_nothing``.

    A figure gives away when it is the number that ``report.outcome`` hides for the same measure, unit and month; it says
    nothing when there is a number other than zero and the text holds neither digit nor number word.
    """
    key = ["measure_id", "unit_id", "month"]
    hidden = _of(tables, DisclosedOutcome).filter("is_hidden").select(key)
    secret = hidden.join(_of(tables, Outcome), on=key, validate="1:1").select(*key, pl.col("value").alias("secret"))
    marked = figures.join(secret, on=key, how="left", validate="m:1", maintain_order="left")
    shows = pl.col("value").is_not_null() & ~pl.col("is_hidden")
    is_outcome = pl.col("section").is_in(_SECTIONS_OF_OUTCOMES) & ((pl.col("value") - pl.col("secret")).abs() < _HAIR)
    has_number = pl.col("printed").str.contains(r"\d") | pl.col("printed").str.contains(_NUMBER_WORDS)
    return marked.with_columns(
        (shows & is_outcome).fill_null(value=False).cast(pl.Int64()).alias("gives_away"),
        (shows & (pl.col("value") != 0) & ~has_number).fill_null(value=False).cast(pl.Int64()).alias("says_nothing"),
    ).drop("secret")


def computed_rules(tables: Tables) -> Iterator[tuple[str, pl.DataFrame, tuple[RowRule, ...]]]:
    """Every computed table that figures rest on, with what should be true of its rows."""
    value = pl.col("value")
    kinds = _of(tables, MeasureDefinition).select("measure_id", "kind")
    outcome = _of(tables, Outcome).join(kinds, on="measure_id", how="left", validate="m:1")
    is_share = pl.col("kind").is_in(("case_share", "survey"))
    yield (
        Outcome.name,
        outcome,
        (
            RowRule("core.outcome: value is a finite number wherever it has a value.", value.is_finite(), "stop"),
            RowRule("A share or index lies between 0 and 100.", ~is_share | value.is_between(0, 100), "stop"),
            RowRule("A count is not below zero.", ~pl.col("kind").is_in(_COUNTS) | (value >= 0), "stop"),
            # Told only: a case closed before it came in is the case system's fault, and its delivery has been warned about.
            RowRule("A duration is not below zero.", (pl.col("kind") != "case_duration") | (value >= 0), "warn"),
            RowRule(
                "The numerator of a share is at most its denominator.",
                (pl.col("kind") != "case_share") | (pl.col("numerator") <= pl.col("denominator")),
                "stop",
            ),
            RowRule("An outcome rests on a number of rows not below zero.", pl.col("rows") >= 0, "stop"),
        ),
    )
    disclosed = _of(tables, DisclosedOutcome).join(
        outcome.select("measure_id", "unit_id", "month", value.alias("computed")),
        on=["measure_id", "unit_id", "month"],
        how="left",
        validate="1:1",
    )
    nothing = pl.all_horizontal(pl.col("value", "numerator", "denominator").is_null())
    yield (
        DisclosedOutcome.name,
        disclosed,
        (
            RowRule("A hidden outcome has no value, numerator or denominator.", ~pl.col("is_hidden") | nothing, "stop"),
            RowRule(
                "A shown outcome is the computed one, unless it stands as it was last shown.",
                pl.col("is_held") | ((value - pl.col("computed")).abs() < _HAIR),
                "stop",
            ),
            RowRule("An outcome that stands as it was last shown is shown.", ~pl.col("is_held") | ~pl.col("is_hidden"), "stop"),
        ),
    )
    yield from _rules_of_goals(tables)
    share = pl.col("strictly_better_share", "strictly_worse_share")
    yield (
        Comparison.name,
        _of(tables, Comparison),
        (
            RowRule(
                "A rank lies between 1 and the number compared.", pl.col("rank").is_between(1, pl.col("reporting_count")), "stop"
            ),
            RowRule("Shares of better and worse lie between 0 and 1.", pl.all_horizontal(share.is_between(0, 1)), "stop"),
        ),
    )


def _rules_of_goals(tables: Tables) -> Iterator[tuple[str, pl.DataFrame, tuple[RowRule, ...]]]:
    plan, goal = _of(tables, PlanMonth), _of(tables, Goal)
    ends = goal.join(
        plan.sort("month").group_by("goal_id", "version", maintain_order=True).agg(pl.col("month", "planned_cumulative").last()),
        on=["goal_id", "version"],
        how="left",
        validate="1:1",
    )
    on_target = (pl.col("planned_cumulative") - pl.col("target")).abs() < _HAIR
    yield (
        PlanMonth.name,
        ends,
        (
            RowRule("Every version of a goal has a plan.", pl.col("month").is_not_null(), "stop"),
            RowRule("A plan ends exactly on its target.", on_target, "stop"),
            RowRule("A plan ends in the goal's last month.", pl.col("month") == pl.col("last_month"), "stop"),
        ),
    )
    difference = pl.col("outcome_cumulative") - pl.col("planned_cumulative")
    agrees = (pl.col("deviation") - difference).abs() < _HAIR
    yield (
        Deviation.name,
        _of(tables, Deviation),
        (RowRule("core.deviation: the deviation is outcome minus plan.", agrees, "stop"),),
    )
    hides = pl.all_horizontal(pl.col("outcome_cumulative", "deviation").is_null())
    yield (
        DisclosedDeviation.name,
        _of(tables, DisclosedDeviation),
        (
            RowRule("report.deviation: the deviation is outcome minus plan.", agrees, "stop"),
            RowRule("A hidden outcome so far has neither sum nor deviation.", ~pl.col("is_hidden") | hides, "stop"),
        ),
    )
    yield (
        Forecast.name,
        _of(tables, Forecast),
        (
            RowRule("A chance lies between 0 and 1.", pl.col("chance_of_reaching").is_between(0, 1), "stop"),
            RowRule(
                "The interval of the final result is the right way round.", pl.col("final_low") <= pl.col("final_high"), "stop"
            ),
        ),
    )


def _of(tables: Tables, table: type[Table]) -> pl.DataFrame:
    return tables.get(table, table.empty())

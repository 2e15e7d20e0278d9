"""What is expected of a delivery of reported series."""

from __future__ import annotations

import polars as pl

from expectations.personal_data import holds_no_personnummer
from expectations.rule_summary import check_rules
from expectations.structure import RowRule, structure_counts
from expectations.verdict import Verdict
from transforms.catalogue import SeriesValue

SERIES_RULES = (
    RowRule("core.series_value: month is the first day of a month.", pl.col("month").dt.day() == 1, "stop"),
    RowRule(
        "core.series_value: series_code holds no personnummer.",
        holds_no_personnummer("series_code"),
        "stop",
        values_of="series_code",
    ),
    RowRule("A reported value is there.", pl.col("value").is_not_null(), "warn"),
    RowRule("A reported denominator is above zero.", pl.col("denominator") > 0, "warn"),
)


def series_counts(rule_counts: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """The intake's rule counts of a file, and below them those of the rows that would be loaded."""
    return pl.concat([rule_counts, structure_counts(SeriesValue, values, SERIES_RULES)])


def check_series(suite: str, rule_counts: pl.DataFrame, values: pl.DataFrame) -> Verdict:
    """Whether a delivered file of series may be believed; the frames as for a case export, values in ``core.series_value``."""
    return check_rules(suite, series_counts(rule_counts, values))

"""The monthly series that chance can be told from change in: which measures, which months."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from transforms.measures import CaseCount, CaseDuration, CaseShare, CaseStock, Distinct, Measure, Ratio, ReportedSeries

KEY: Final = ["measure_id", "unit_id"]
"""What tells one series from another."""

_MONTHLY = (CaseCount, CaseShare, CaseDuration, CaseStock, Distinct, Ratio, ReportedSeries)
_NOT_BY_MONTH: Final = ("t", "g", "none")


def judged_by_month(measures: Iterable[Measure]) -> list[Measure]:
    """The measures whose months are judged.

    Not Kolada's yearly figures and surveys, which are no monthly series; not rare events (charts t and g), whose gaps are
    judged instead; not those whose definition asks for no judgement.
    """
    return [measure for measure in measures if isinstance(measure, _MONTHLY) and measure.chart not in _NOT_BY_MONTH]


def monthly_series(outcome: pl.DataFrame, measure_ids: Iterable[str]) -> pl.DataFrame:
    """The complete, no longer preliminary months of the measures, each with its running number ``month_index``.

    Returns measure_id, unit_id, month, value (null when missing), denominator, month_index; in the order of ``outcome``.
    """
    return outcome.filter(pl.col("measure_id").is_in(list(measure_ids)), ~pl.col("is_preliminary")).select(
        *KEY,
        "month",
        "value",
        "denominator",
        month_index=pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month(),
    )

"""What is expected of a fetch from Kolada, where a wrong id gives an empty answer and never an error."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from expectations.rule_summary import check_rules
from expectations.structure import RowRule, row_counts, structure_counts
from expectations.verdict import Verdict
from transforms.catalogue import KoladaValue

_FIRST_YEAR = 1970
"""No key figure is older."""

SUITE = "kolada"
HAS_VALUES = "Kolada has answered with at least one value."


def kolada_rules(as_of: date) -> tuple[RowRule, ...]:
    """What should be true of a value from Kolada beyond its table's declaration."""
    return (
        RowRule(
            f"core.kolada_value: year lies between {_FIRST_YEAR} and the year the run tells about.",
            pl.col("year").is_between(_FIRST_YEAR, as_of.year),
            "stop",
        ),
        RowRule(
            "core.kolada_value: municipality_code is four digits.", pl.col("municipality_code").str.contains(r"^[0-9]{4}$"), "stop"
        ),
    )


def has_values_sentence(kpi_id: str) -> str:
    """What is expected of a key figure that a measure names."""
    return f"Kolada has at least one value for the key figure {kpi_id}."


def kolada_counts(values: pl.DataFrame, kpi_ids: Iterable[str], as_of: date) -> pl.DataFrame:
    """Rule counts of the values and of the key figures asked for."""
    with_value = set(values.filter(pl.col("value").is_not_null())["kpi_id"])
    asked = pl.DataFrame({"kpi_id": sorted(set(kpi_ids))}, schema={"kpi_id": pl.String()})
    coverage = [
        row_counts(SUITE, asked.filter(kpi_id=kpi_id), [RowRule(has_values_sentence(kpi_id), pl.lit(kpi_id in with_value), "warn")])
        for kpi_id in asked["kpi_id"]
    ]
    something = row_counts(SUITE, pl.DataFrame({"one": [1]}), [RowRule(HAS_VALUES, pl.lit(bool(with_value)), "stop")])
    return pl.concat([something, structure_counts(KoladaValue, values, kolada_rules(as_of)), *coverage])


def check_kolada(values: pl.DataFrame, kpi_ids: Iterable[str], as_of: date) -> Verdict:
    """Whether what Kolada answered may be believed, ``values`` in the shape of ``core.kolada_value``.

    An answer without a single value stops; a key figure of the measures without values is told, by name.
    """
    return check_rules(SUITE, kolada_counts(values, kpi_ids, as_of))

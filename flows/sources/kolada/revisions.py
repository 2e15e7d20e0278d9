"""What Kolada has changed behind us: values revised or withdrawn, and ids that have come to mean something else.

Kolada revises its history without a word, and reuses ids. Two vintages side by side tell it.
"""

from __future__ import annotations

import polars as pl

from flows.sources.kolada.fetch import KoladaAnswer

_SAME_CELL = ["kpi_id", "municipality_code", "year", "gender"]


def revisions(before: KoladaAnswer, after: KoladaAnswer) -> tuple[str, ...]:
    """One sentence per key figure with another title, and per key figure with values revised or withdrawn.

    Only cells that both fetches asked for are compared; values that are new are not revisions.
    """
    return _renamed(before.kpis, after.kpis) + _moved(before.values, after.values)


def _renamed(before: pl.DataFrame, after: pl.DataFrame) -> tuple[str, ...]:
    both = (
        before.join(after, on="kpi_id", suffix="_after", validate="1:1")
        .filter(pl.col("title") != pl.col("title_after"))
        .sort("kpi_id")
    )
    return tuple(
        f"{kpi_id} was called “{was}” and is now called “{now}”: check that it is still the figure the measure means."
        for kpi_id, was, now in both.select("kpi_id", "title", "title_after").iter_rows()
    )


def _moved(before: pl.DataFrame, after: pl.DataFrame) -> tuple[str, ...]:
    asked_again = before.filter(
        pl.col("value").is_not_null(),
        pl.col("kpi_id").is_in(after["kpi_id"].unique().implode()),
        pl.col("year").is_between(after["year"].min(), after["year"].max()),
    )
    cells = asked_again.join(after, on=_SAME_CELL, how="left", suffix="_after", validate="1:1")
    told = (
        cells.group_by("kpi_id")
        .agg(
            revised=(pl.col("value") != pl.col("value_after")).sum(),
            withdrawn=pl.col("value_after").is_null().sum(),
            first=pl.col("year").filter(pl.col("value").ne_missing(pl.col("value_after"))).min(),
            last=pl.col("year").filter(pl.col("value").ne_missing(pl.col("value_after"))).max(),
        )
        .filter(pl.col("first").is_not_null())
        .sort("kpi_id")
    )
    return tuple(
        f"Kolada has changed its history of {kpi_id}, {first} to {last}: values revised {revised}, withdrawn {withdrawn}."
        for kpi_id, revised, withdrawn, first, last in told.iter_rows()
    )

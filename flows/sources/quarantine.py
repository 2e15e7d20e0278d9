"""What keeps a row from being loaded: the cells, with line, heading, shape and a reason in plain Swedish, never the value."""

from __future__ import annotations

import polars as pl

from flows.sources.words import shape_of

WHOLE_ROW = "(hela raden)"
HELD_SCHEMA = pl.Schema({"line": pl.Int64(), "column_name": pl.String(), "value_shape": pl.String(), "reason": pl.String()})


class Sieve:
    """Holds back the rows of a block that have a cell nobody can read."""

    def __init__(self, lines: pl.Series) -> None:
        self._lines = lines
        self._held: list[pl.DataFrame] = []
        self._rows: list[pl.Series] = []

    def hold(self, rows: pl.Series, cells: pl.Series, heading: str, reason: str) -> None:
        """Hold back these rows (positions in the block) because of these cells (all of the block's)."""
        if rows.is_empty():
            return
        self._rows.append(rows)
        shapes = shape_of(cells.gather(rows))
        held = {"line": self._lines.gather(rows), "value_shape": shapes}
        told = pl.DataFrame(held).with_columns(column_name=pl.lit(heading), reason=pl.lit(reason))
        self._held.append(told.select(HELD_SCHEMA.names()))

    def pass_through(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that nothing was held against."""
        if not self._rows:
            return rows
        held = pl.concat([positions.cast(pl.UInt32) for positions in self._rows]).unique()
        keep = pl.select(pl.repeat(value=True, n=rows.height, dtype=pl.Boolean)).to_series().scatter(held, values=False)
        return rows.filter(keep)

    def held(self) -> pl.DataFrame:
        """The cells held against their rows, at most one reason a cell."""
        if not self._held:
            return pl.DataFrame(schema=HELD_SCHEMA)
        return pl.concat(self._held).unique(subset=["line", "column_name"], keep="first", maintain_order=True)

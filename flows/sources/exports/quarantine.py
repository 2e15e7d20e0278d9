"""What keeps a row from being loaded: the cells, with line, heading, shape and a reason in plain Swedish, never the value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.sources.exports.words import shape_of

WHOLE_ROW = "(hela raden)"
HELD_SCHEMA = pl.Schema({"line": pl.Int64(), "column_name": pl.String(), "value_shape": pl.String(), "reason": pl.String()})


class Sieve:
    """Holds back the rows of a block that have a cell nobody can read."""

    def __init__(self, lines: pl.Series) -> None:
        self._lines = lines
        self._held: list[_Held] = []

    def hold(self, rows: pl.Series, cells: pl.Series, heading: str, reason: str) -> None:
        """Hold back these rows (positions in the block) because of these cells (all of the block's)."""
        if rows.len():
            self._held.append(_Held(rows.to_numpy(), cells.gather(rows), heading, reason))

    def pass_through(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that nothing was held against."""
        if not self._held:
            return rows
        keep = np.ones(rows.height, dtype=bool)
        for held in self._held:
            keep[held.rows] = False
        return rows.filter(pl.Series(keep))

    def held(self) -> pl.DataFrame:
        """The cells held against their rows, at most one reason a cell."""
        if not self._held:
            return pl.DataFrame(schema=HELD_SCHEMA)
        lines = self._lines.to_numpy()
        told = pl.DataFrame(
            {
                "line": np.concatenate([lines[held.rows] for held in self._held]),
                "column_name": [held.heading for held in self._held for _ in held.rows],
                "value_shape": shape_of(pl.concat([held.cells.alias("cells") for held in self._held])),
                "reason": [held.reason for held in self._held for _ in held.rows],
            },
            schema=HELD_SCHEMA,
        )
        return told.unique(subset=["line", "column_name"], keep="first", maintain_order=True)


class _Held(NamedTuple):
    rows: npt.NDArray[np.uint32]
    cells: pl.Series
    heading: str
    reason: str

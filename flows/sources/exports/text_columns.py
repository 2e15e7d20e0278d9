"""Columns of bytes, as a CSV parser cuts them out, become text: exactly or not at all.

Only the columns that are wanted are decoded, and of a column of few words only the words. Dates, numbers and ids are
mostly ASCII, which needs no decoding at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from flows.sources.exports.decoding import Encoding

_LAST_ASCII = 0x7F


@dataclass(frozen=True)
class _Handed:
    """An Arrow column as any library may take it: polars then need not load Arrow's functions (0.1 s) to look at it."""

    column: Any

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        found: tuple[object, object] = self.column.__arrow_c_array__(requested_schema)
        return found


class Coded(NamedTuple):
    """A column of few words: every cell is the place of its word, null for an empty cell."""

    places: pl.Series
    words: list[str]

    def text(self) -> pl.Series:
        """The cells as text."""
        return self.told(lambda word: word, pl.String)

    def told(self, meaning: Callable[[str], object], dtype: type[pl.DataType]) -> pl.Series:
        """The meaning of every cell, asked for once a word; null for an empty cell."""
        return pl.Series([meaning(word) for word in self.words], dtype=dtype).gather(self.places)


def coded(cells: Iterable[str | None]) -> Coded:
    """Cells as the places of their words, in the order the words first come."""
    places: dict[str, int] = {}
    found = [None if cell is None else places.setdefault(cell, len(places)) for cell in cells]
    return Coded(pl.Series(found, dtype=pl.Int32), list(places))


def coded_column(column: Any, encoding: Encoding) -> Coded:
    """A dictionary-encoded Arrow column of bytes. Raises ``UnicodeDecodeError``."""
    whole = _in_one(column)
    words = [word.decode(encoding) for word in whole.dictionary.to_pylist()]
    return Coded(pl.Series(_Handed(whole.indices)), words)


def text_column(column: Any, encoding: Encoding) -> pl.Series:
    """An Arrow column of bytes as text. Raises ``UnicodeDecodeError``."""
    whole = _in_one(column)
    validity, offsets, content = whole.buffers()
    cells = np.frombuffer(content or b"", np.uint8)
    if encoding != "utf-8" and cells.size and int(cells.view(np.int8).min()) < 0:
        at = np.flatnonzero(cells > _LAST_ASCII)
        grown_by = np.concatenate(([0], np.cumsum(_extra_bytes(encoding)[cells[at]])))
        starts = np.frombuffer(offsets, np.int32)
        moved = (starts + grown_by[np.searchsorted(at, starts)]).astype(np.int32)
        parts = [validity, pa.py_buffer(moved.tobytes()), pa.py_buffer(cells.tobytes().decode(encoding).encode())]
        return pl.Series(_Handed(pa.Array.from_buffers(pa.string(), len(whole), parts, offset=whole.offset)))
    return pl.Series(_Handed(whole.view(pa.string())))


def _in_one(column: Any) -> Any:
    found = column.combine_chunks()
    return found.chunk(0) if isinstance(found, pa.ChunkedArray) else found


@lru_cache(maxsize=4)
def _extra_bytes(encoding: Encoding) -> npt.NDArray[np.int64]:
    """How many bytes more than one every byte of a one-byte encoding takes in UTF-8."""
    return np.array([len(bytes([byte]).decode(encoding, "replace").encode()) - 1 for byte in range(256)], dtype=np.int64)

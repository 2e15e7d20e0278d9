"""The shape of the demo's true cases, before any export has put dirt on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.demo.chance import chance
from flows.demo.persons import PERSON_COUNT, personnummer_for_testing

TRUE_CASE: Final = pl.Schema(
    {
        "case_id": pl.String(),
        "person_id": pl.String(),
        "unit_id": pl.String(),
        "case_type": pl.String(),
        "opened_at": pl.Datetime("us"),
        "decided_at": pl.Datetime("us"),
        "closed_at": pl.Datetime("us"),
        "due_at": pl.Datetime("us"),
        "outcome": pl.String(),
        "close_reason": pl.String(),
        "close_reason_group": pl.String(),
        "channel": pl.String(),
        "caseworker_id": pl.String(),
        "household_size": pl.Int64(),
        "amount_sek": pl.Float64(),
    }
)
"""As ``transforms.catalogue.Case``, with plain ids instead of keys; ``close_reason`` in the case system's words."""

TAKEN_OVER: Final = ", överförd"
"""Ends the case type of cases that were open when the case system was taken into use, on the first day of the three years."""


def true_cases(parts: Iterable[dict[str, object]], prefix: str) -> pl.DataFrame:
    """One frame of all parts in the order they were opened, each case with a number of its own.

    A part is a mapping from column to values (an array, or one value for all); what it leaves out is null.
    """
    frames = []
    for part in parts:
        given = pl.DataFrame({name: _in_microseconds(values) for name, values in part.items()})
        left_out = [pl.lit(None, dtype).alias(name) for name, dtype in TRUE_CASE.items() if name not in given.columns]
        frames.append(given.with_columns(left_out).select(pl.col(name).cast(dtype) for name, dtype in TRUE_CASE.items()))
    ordered = pl.concat(frames).sort("opened_at", "unit_id", "person_id", maintain_order=True)
    number = pl.int_range(pl.len(), dtype=pl.Int64) + 1
    return ordered.with_columns(case_id=pl.lit(prefix) + number.cast(pl.String).str.zfill(9 - len(prefix)))


def _in_microseconds(values: object) -> object:
    """Times the way polars takes them; anything else as it is."""
    is_time = isinstance(values, np.ndarray) and values.dtype.kind == "M"
    return values.astype("datetime64[us]") if is_time else values  # type: ignore[attr-defined]  # an array, see above


def drawn_persons(name: str, size: int, first: int = 0, last: int = PERSON_COUNT) -> list[str]:
    """``size`` people between two numbers of the test series; some come back more often than others."""
    stream = chance("persons", name)
    place = (stream.beta(0.8, 1.4, size=size) * (last - first)).astype(np.int64) + first
    return [personnummer_for_testing(int(number)) for number in place]


def drawn_caseworkers(name: str, signatures: tuple[str, ...], size: int) -> list[str]:
    """``size`` cases shared out among a unit's caseworkers, roughly evenly."""
    return [signatures[number] for number in chance("caseworkers", name).integers(0, len(signatures), size=size)]


def known_words(is_known: npt.NDArray[np.bool_], words: Sequence[str]) -> pl.Series:
    """The words, null where they are not known yet."""
    return pl.Series([word if known else None for word, known in zip(words, is_known, strict=True)], dtype=pl.String)

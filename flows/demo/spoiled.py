"""Rows that nobody can use, as every real export has some: each belongs in quarantine, and none is in the truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from flows.demo.chance import chance

SPOILED_ROWS: Final[Mapping[str, int]] = {"treserva": 62, "flai": 11}
"""How many rows of each export must end in quarantine: about three and a half in a thousand."""

_WRONG: Final = {
    "treserva": (("opened_at", 14), ("decided_at", 10), ("closed_before_opened", 16), ("amount_sek", 12), ("too_short", 10)),
    "flai": (("opened_at", 5), ("closed_before_opened", 6)),
}
"""What is wrong, in how many rows."""
_UNREADABLE: Final = {
    "opened_at": ("2026-13-02", "31.2.2026", "okänt", "2025-00-17", "v. 27"),
    "decided_at": ("se journal", "2026-06-31", "20261399", "ej klart"),
    "amount_sek": ("enl. norm", "se beslut", "7 4l2,50", "rekv."),
}


def spoiled_rows(source_id: str, truth: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Copies of some true rows under case numbers of their own, and for each of them what is to be wrong with it."""
    stream = chance("spoiled", source_id)
    faults = [fault for fault, count in _WRONG[source_id] for _ in range(count)]
    whole = truth.filter(
        pl.col("decided_at").is_not_null(), pl.col("closed_at") > pl.col("opened_at").dt.offset_by("3d"), pl.col("case_type").ne("")
    )
    if source_id == "treserva":
        whole = whole.filter(pl.col("amount_sek").is_not_null())
    rows = whole[np.sort(stream.choice(whole.height, len(faults), replace=False))]
    number = pl.int_range(pl.len(), dtype=pl.Int64) + 90_000_001
    spoiled = rows.with_columns(case_id=pl.col("case_id").str.slice(0, 1) + number.cast(pl.String))
    return spoiled, [faults[place] for place in stream.permutation(len(faults))]


def unreadable(fault: str, number: int) -> str:
    """What stands in the cell instead of a date or an amount."""
    words = _UNREADABLE[fault]
    return words[number % len(words)]

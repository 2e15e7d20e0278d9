"""What everybody has been shown, night by night: kept in the landing archive, because a later night may not contradict it.

A number once shown cannot be hidden again, and the difference between two showings tells as much as a small count does.
The archive keeps of each night what was new or changed in it; together, the latest showing of every number.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import polars as pl

from flows.sources.landing import LandedFile, Landing
from transforms.catalogue import ShownBefore

SOURCE_ID = "shown"
_ROWS = "rows"


def showings_before(landing: Landing, as_of: date) -> list[LandedFile]:
    """The nights before ``as_of`` that showed something new. The day's own are left out: a run made again meets the same past."""
    return landing.files(SOURCE_ID, as_of - timedelta(days=1))


def shown_before(landing: Landing, as_of: date) -> pl.DataFrame:
    """Every number shown before ``as_of``, as it was last shown: `ShownBefore`, sorted by its grain."""
    nights = [landing.frame(file, _ROWS) for file in showings_before(landing, as_of)]
    if not nights:
        return ShownBefore.empty()
    latest = pl.concat(nights).unique(ShownBefore.grain, keep="last", maintain_order=True).sort(ShownBefore.grain)
    return ShownBefore.conform(latest.collect())


def remember_showing(landing: Landing, shown: pl.DataFrame, before: pl.DataFrame, as_of: date) -> LandedFile | None:
    """What is about to be shown on ``as_of`` has landed; None when all of it had been shown before.

    To be called before anybody can see it: a run that dies in between has then said too much to itself, never too little.
    Takes `ShownBefore` twice: this night's showing, and what had been shown before it.
    """
    numbers = [*ShownBefore.grain, "value", "numerator", "denominator"]
    new = shown.join(before, on=numbers, how="anti", nulls_equal=True, maintain_order="left")
    if new.is_empty():
        return None
    content = hashlib.sha256(f"{as_of}\n{new.sort(ShownBefore.grain).write_csv()}".encode()).hexdigest()
    file = LandedFile(
        source_id=SOURCE_ID,
        kind="shown",
        file_id=content[:16],
        file_name="what everybody is shown",
        sha256=content,
        landed_on=as_of,
        sequence=landing.next_sequence(SOURCE_ID),
        rows_in_file=new.height,
        rows_loaded=new.height,
        rows_quarantined=0,
    )
    landing.land(file, {_ROWS: new})
    return file

"""Kolada's answers in the landing archive: one landing per vintage, so that any earlier night's answer can be seen again.

An answer that holds the same as the newest one is not landed again. One that goes back to an older content is: what was
known on a day is the newest landing no later than it.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from flows.sources.kolada.fetch import KoladaAnswer
from flows.sources.landing import LandedFile, Landing, file_id_of

SOURCE_ID = "kolada"
FILE_NAME = "kolada_v3"
FRAMES = ("values", "kpis", "areas", "similar")


def newest_landed(landing: Landing, as_of: date) -> LandedFile | None:
    """The landing that held on ``as_of``; None when nothing had been fetched by then."""
    return max(landing.files(SOURCE_ID, as_of), key=lambda file: (file.landed_on, file.sequence), default=None)


def to_land(answer: KoladaAnswer, landing: Landing, as_of: date) -> tuple[LandedFile, dict[str, pl.DataFrame]] | None:
    """What `Landing.land` takes to keep the answer; None when the newest landing already holds the same."""
    before = newest_landed(landing, as_of)
    if before is not None and before.sha256 == answer.sha256:
        return None
    years = answer.values["year"]
    file = LandedFile(
        source_id=SOURCE_ID,
        kind="kolada",
        # The landing before is part of the id: values that are revised and later revised back are two landings, not one.
        file_id=file_id_of(answer.sha256, before.file_id if before else ""),
        file_name=FILE_NAME,
        sha256=answer.sha256,
        landed_on=as_of,
        sequence=landing.next_sequence(SOURCE_ID),
        rows_in_file=answer.values.height,
        rows_loaded=answer.values.height,
        rows_quarantined=0,
        covers_from=date(int(first), 1, 1) if isinstance(first := years.min(), int) else None,
        covers_to=date(int(last), 12, 1) if isinstance(last := years.max(), int) else None,
        remarks=answer.remarks,
    )
    return file, {name: getattr(answer, name) for name in FRAMES}


def landed_answer(landing: Landing, as_of: date) -> KoladaAnswer | None:
    """Kolada as it was known on ``as_of``, from the archive; None when nothing had been fetched by then."""
    file = newest_landed(landing, as_of)
    if file is None:
        return None
    frames = {name: landing.frame(file, name).collect() for name in FRAMES}
    return KoladaAnswer(**frames, remarks=file.remarks, sha256=file.sha256)

"""Takes in key figures from Kolada (API v3): every figure that the measures name, for all kommuner and the nation.

The API takes at most 25 values in a segment of an address, so the figures, the areas and the years are asked for in
batches. The answer is whole or there is none: a batch that fails fails the fetch. What Kolada does not know it leaves
out without a word, so what was asked is held against what was answered and the difference told in ``remarks``.

Live and recorded answers (``recorded`` in kommun.toml) come through the same code: see `flows.sources.kolada.recorded`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import httpx
import polars as pl

from flows.sources.kolada.client import KoladaClient, Patience, kolada_failed
from flows.sources.kolada.coverage import coverage, what_was_left_out
from flows.sources.kolada.recorded import RecordedAnswers
from flows.sources.kolada.rows import Asked, LeftOut, areas_of, kpis_of, similar_of, values_of
from flows.workspace.kommun import Kolada
from transforms.catalogue import Area, KoladaValue, Kpi, SimilarArea

MOST_IN_SEGMENT = 25
NATION = "0000"


@dataclass(frozen=True, kw_only=True, eq=False)
class KoladaAnswer:
    """A whole answer: frames in the catalogue's shapes, what there is to say about it, and a hash of what it holds.

    ``values`` KoladaValue, ``kpis`` Kpi, ``areas`` Area, ``similar`` SimilarArea (without our own kommun). Two answers
    with the same ``sha256`` hold the same rows, however they were paged.
    """

    values: pl.DataFrame
    kpis: pl.DataFrame
    areas: pl.DataFrame
    similar: pl.DataFrame
    remarks: tuple[str, ...]
    sha256: str

    @classmethod
    def of(
        cls, *, values: pl.DataFrame, kpis: pl.DataFrame, areas: pl.DataFrame, similar: pl.DataFrame, remarks: tuple[str, ...] = ()
    ) -> KoladaAnswer:
        """The answer with its frames conformed and sorted, and its hash computed from them."""
        frames = {
            "values": KoladaValue.conform(values).sort(KoladaValue.grain),
            "kpis": Kpi.conform(kpis).sort(Kpi.grain),
            "areas": Area.conform(areas).sort(Area.grain),
            "similar": SimilarArea.conform(similar).sort(SimilarArea.grain),
        }
        digest = hashlib.sha256()
        for frame in frames.values():
            digest.update(frame.write_ndjson().encode())
            digest.update(b"\0")
        return cls(**frames, remarks=remarks, sha256=digest.hexdigest())


def fetch(
    settings: Kolada,
    folder: Path,
    municipality_code: str,
    kpi_ids: Sequence[str],
    as_of: date,
    *,
    on_progress: Callable[[int, int], None] | None = None,
    patience: Patience | None = None,
    transport: httpx.BaseTransport | None = None,
) -> KoladaAnswer:
    """Everything Kolada says about the figures asked for, for every kommun and the nation, from first to last year.

    ``folder`` is the kommun's folder, which ``settings.recorded`` is relative to. ``on_progress`` is told how many of
    the batches of values are done, and how many there are. Raises ``Failure`` (KOLADA_FAILED) when anything could not
    be had, when our own kommun is not among Kolada's, and when everything asked for came back empty.
    """
    asked = sorted(set(kpi_ids))
    if not asked:
        return KoladaAnswer.of(
            values=KoladaValue.empty(), kpis=Kpi.empty(), areas=Area.empty(), similar=SimilarArea.empty(),
            remarks=("No measure names a key figure, so Kolada was not asked.",),
        )  # fmt: skip
    if transport is None and settings.recorded is not None:
        transport = RecordedAnswers(folder / settings.recorded, settings.base_url)
    pause_seconds = 0.0 if settings.recorded is not None else settings.pause_seconds
    with httpx.Client(transport=transport, headers={"User-Agent": "framdrift", "Accept": "application/json"}) as http:
        client = KoladaClient(http, settings.base_url, pause_seconds, patience or Patience(attempts=settings.attempts))
        return _whole_answer(client, settings, municipality_code, asked, years_asked(settings, as_of), on_progress=on_progress)


def years_asked(settings: Kolada, as_of: date) -> range:
    """First to last year of the fetch; the year before the as-of year is the last when the settings name none."""
    return range(settings.first_year, (settings.last_year or as_of.year - 1) + 1)


def _whole_answer(
    client: KoladaClient,
    settings: Kolada,
    own_code: str,
    asked: Sequence[str],
    years: range,
    *,
    on_progress: Callable[[int, int], None] | None,
) -> KoladaAnswer:
    if not years:
        kolada_failed(
            "settings", f"no year lies from {years.start} to {years.stop - 1}", "Check first_year and last_year in kommun.toml."
        )
    areas = _areas(client, own_code)
    kommuner = areas.filter(pl.col("area_type") == "K")["municipality_code"].to_list()
    codes = kommuner + [code for code in areas["municipality_code"] if code == NATION]
    kpis = _kpis(client, asked)
    similar, remarks = _similar(client, settings.similar_group, own_code)

    left_out = LeftOut()
    batches = [(ids, places, when) for ids in _segments(asked) for places in _segments(codes) for when in _segments(list(years))]
    parts = []
    for done, (ids, places, when) in enumerate(batches, start=1):
        about = f"values of {_span(ids)} for areas {_span(places)}, years {_span(when)}"
        path = f"data/kpi/{_joined(ids)}/municipality/{_joined(places)}/year/{_joined(when)}"
        parts.append(values_of(client.rows(path, about), Asked(set(ids), set(places), set(map(int, when))), left_out, about))
        if on_progress:
            on_progress(done, len(batches))
    values = pl.concat([KoladaValue.empty(), *parts])
    if values.is_empty():
        kolada_failed(
            f"values of {_span(asked)} for {len(codes)} areas, years {_span(list(years))}",
            "every list it answered with was empty",
            "The last whole fetch stays in use. Check the ids of the key figures in measures/*.toml, and the years in kommun.toml.",
        )
    told = coverage(kpi_ids=asked, kommuner=kommuner, own_code=own_code, values=values, kpis=kpis)
    return KoladaAnswer.of(
        values=values, kpis=kpis, areas=areas, similar=similar, remarks=told + remarks + what_was_left_out(left_out)
    )


def _areas(client: KoladaClient, own_code: str) -> pl.DataFrame:
    about = "the list of kommuner and regions"
    areas = areas_of(client.rows("municipality", about), about)
    if areas.is_empty():
        kolada_failed(about, "the list it answered with was empty")
    if areas.filter(municipality_code=own_code, area_type="K").is_empty():
        kolada_failed(
            about, f"our own code {own_code} is not among the {areas.height} areas as a kommun", 'Check "code" in kommun.toml.'
        )
    return areas


def _kpis(client: KoladaClient, asked: Sequence[str]) -> pl.DataFrame:
    rows = [row for ids in _segments(asked) for row in client.rows(f"kpi/{_joined(ids)}", f"descriptions of {_span(ids)}")]
    about = f"descriptions of {_span(asked)}"
    kpis = kpis_of(rows, about).filter(pl.col("kpi_id").is_in(asked))
    if kpis.is_empty():
        kolada_failed(
            about,
            "the list it answered with was empty",
            "The last whole fetch stays in use. Check the ids of the key figures in measures/*.toml.",
        )
    return kpis


def _similar(client: KoladaClient, group_id: str | None, own_code: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    if group_id is None:
        return SimilarArea.empty(), ()
    about = f"the group of similar kommuner {group_id}"
    similar = similar_of(client.rows(f"municipality_groups/{_joined([group_id])}", about), group_id, own_code, about)
    if similar.is_empty():
        return similar, (
            f"Kolada knows no group {group_id}: nothing is compared with similar kommuner (similar_group in kommun.toml).",
        )
    return similar, ()


def _segments(values: Sequence[str] | Sequence[int]) -> Iterator[list[str]]:
    for start in range(0, len(values), MOST_IN_SEGMENT):
        yield [str(value) for value in values[start : start + MOST_IN_SEGMENT]]


def _joined(values: Sequence[str]) -> str:
    return ",".join(quote(value, safe="") for value in values)


def _span(values: Sequence[str] | Sequence[int]) -> str:
    """``N00945`` or ``N00945 to U31506 (25)``."""
    return f"{values[0]}" if len(values) == 1 else f"{values[0]} to {values[-1]} ({len(values)})"

"""Writes a folder of recorded Kolada answers from frames: what the demo kommun, whose Kolada is made up, is built with.

The real client does the asking, so that exactly the requests it makes are answered; the answers are v3's envelopes, in
pages, and each is kept under the name that `flows.sources.kolada.recorded` will look for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import httpx
import polars as pl

from flows.sources.kolada.fetch import KoladaAnswer, fetch
from flows.sources.kolada.recorded import file_name_of
from flows.workspace.kommun import Kolada
from transforms.catalogue import Area, KoladaValue


def record_answers(
    folder: Path,
    settings: Kolada,
    municipality_code: str,
    as_of: date,
    *,
    kpis: Sequence[Mapping[str, object]],
    areas: pl.DataFrame,
    groups: Sequence[Mapping[str, object]],
    values: pl.DataFrame,
    page_rows: int = 500,
) -> KoladaAnswer:
    """The answer that a fetch of all ``kpis`` with these settings gives, now recorded in ``folder`` (made if need be).

    ``kpis`` and ``groups`` are v3's own objects, ``areas`` an Area frame, ``values`` a KoladaValue frame. No page holds
    more than ``page_rows`` rows. The same input writes the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    transport = _Recording(folder, settings.base_url, _lists(kpis, areas, groups), KoladaValue.conform(values), page_rows)
    at_once = settings.model_copy(update={"pause_seconds": 0.0})
    return fetch(at_once, folder, municipality_code, [str(kpi["id"]) for kpi in kpis], as_of, transport=transport)


def _lists(
    kpis: Sequence[Mapping[str, object]], areas: pl.DataFrame, groups: Sequence[Mapping[str, object]]
) -> dict[str, dict[str, Mapping[str, object]]]:
    """v3's lists of objects, each by id."""
    said = Area.conform(areas).select(id="municipality_code", title="area_name", type="area_type").to_dicts()
    return {
        "kpi": {str(kpi["id"]): kpi for kpi in kpis},
        "municipality": {area["id"]: area for area in said},
        "municipality_groups": {str(group["id"]): group for group in groups},
    }


class _Recording(httpx.BaseTransport):
    """Answers from frames as v3 would, and keeps every answer as a file."""

    def __init__(
        self, folder: Path, base_url: str, lists: dict[str, dict[str, Mapping[str, object]]], values: pl.DataFrame, page_rows: int
    ) -> None:
        self._folder = folder
        self._base_url = base_url.rstrip("/")
        self._lists = lists
        self._values = values
        self._page_rows = page_rows

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix(httpx.URL(self._base_url).path).strip("/")
        page = int(request.url.params.get("page", "1"))
        content = self._envelope(path, self._answer(path), page)
        (self._folder / file_name_of(request.url, self._base_url)).write_bytes(content)
        return httpx.Response(200, content=content, request=request)

    def _answer(self, path: str) -> Sequence[Mapping[str, object]]:
        listed, *rest = path.split("/")
        if listed == "data":
            asked = dict(zip(rest[::2], (part.split(",") for part in rest[1::2]), strict=True))
            return self._data(asked["kpi"], asked["municipality"], [int(year) for year in asked["year"]])
        objects = self._lists[listed]
        return [objects[one] for one in rest[0].split(",") if one in objects] if rest else list(objects.values())

    def _data(self, kpi_ids: list[str], codes: list[str], years: list[int]) -> list[dict[str, object]]:
        found = self._values.filter(
            pl.col("kpi_id").is_in(kpi_ids), pl.col("municipality_code").is_in(codes), pl.col("year").is_in(years)
        ).sort(KoladaValue.grain)
        rows: dict[tuple[str, str, int], list[dict[str, object]]] = {}
        for kpi_id, code, year, gender, value, status in found.iter_rows():
            said = {"gender": gender, "count": 1, "status": status or "", "value": value, "isdeleted": False}
            rows.setdefault((kpi_id, code, year), []).append(said)
        return [
            {"kpi": kpi_id, "municipality": code, "period": year, "values": values} for (kpi_id, code, year), values in rows.items()
        ]

    def _envelope(self, path: str, rows: Sequence[Mapping[str, object]], page: int) -> bytes:
        """One page, a row a line."""
        shown = rows[(page - 1) * self._page_rows : page * self._page_rows]
        around = {
            "next_url": self._page_url(path, page + 1) if page * self._page_rows < len(rows) else None,
            "previous_url": self._page_url(path, page - 1) if page > 1 else None,
            "count": len(shown),
        }
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in shown)
        return f'{{"values": [\n{lines}\n],\n{json.dumps(around)[1:]}\n'.encode()

    def _page_url(self, path: str, page: int) -> str:
        return f"{self._base_url}/{path}?page={page}&per_page={self._page_rows}"

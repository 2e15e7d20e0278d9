"""A real HTTP server that speaks Kolada's API v3 on this machine, from real data, with faults on request.

It is written from the description of the API alone and shares no code with the client, so that the two check each other::

    with KoladaServer(shared_data(SHARED, kpi_ids=...), per_page=500) as server:
        server.inject(answers(500), at="/data/", times=2)
        fetch(Kolada(base_url=server.base_url, pause_seconds=0), ...)
        server.asked        # every path and query that came in, in order

More than 25 values in a segment are answered 422, an unknown id with an empty list, as the real one does.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import polars as pl

MOST_IN_SEGMENT = 25
MOST_PER_PAGE = 5000
Values = dict[str, dict[str, dict[int, list[dict[str, Any]]]]]


@dataclass
class KoladaData:
    """What the server knows: v3's objects, and values by key figure, area and year."""

    kpis: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    groups: list[dict[str, Any]] = field(default_factory=list)
    values: Values = field(default_factory=dict)

    def add(self, kpi: str, code: str, year: int, gender: str, value: float | None, **more: Any) -> None:
        """One more value; ``status``, ``isdeleted`` and ``count`` may be given."""
        said = {"gender": gender, "count": 1, "status": "", "value": value, "isdeleted": False} | more
        self.values.setdefault(kpi, {}).setdefault(code, {}).setdefault(year, []).append(said)


def shared_data(shared: Path, kpi_ids: Iterable[str] | None = None) -> KoladaData:
    """The real key figures of ``shared/data/kolada`` (1994–2022), all 96 or those named."""
    folder = shared / "kolada"
    frame = pl.read_parquet(folder / "values_96_kpis_1994_2022.parquet")
    wanted = set(frame["kpi"]) if kpi_ids is None else set(kpi_ids)
    areas = pl.read_csv(folder / "municipality.csv", infer_schema=False).to_dicts()
    kpis = [kpi for kpi in json.loads((folder / "kpi.json").read_text(encoding="utf-8")) if kpi["id"] in wanted]
    data = KoladaData(kpis, areas, json.loads((folder / "municipality_groups.json").read_text(encoding="utf-8")))
    # K before M before T: the order of genders is not fixed in the real API either.
    for kpi, code, year, gender, value in frame.filter(pl.col("kpi").is_in(wanted)).sort("gender").iter_rows():
        data.add(kpi, code, year, gender, value)
    return data


@dataclass(frozen=True)
class Answer:
    """What goes over the wire; ``drops`` cuts the connection instead of answering."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drops: bool = False


Fault = Callable[[dict[str, Any], str], Answer]
"""From the envelope that would have been the answer, and the request's own address, to what is answered instead."""


def answers(status: int, body: str = "", **headers: str) -> Fault:
    """Any status and body; ``Retry_After="1"`` becomes the header Retry-After."""
    return lambda _envelope, _url: Answer(status, body.encode(), {name.replace("_", "-"): value for name, value in headers.items()})


def html(_envelope: dict[str, Any], _url: str) -> Answer:
    """A proxy's log-in page, with status 200."""
    return Answer(200, b"<!doctype html><title>Logga in</title>", {"Content-Type": "text/html; charset=utf-8"})


def empty(envelope: dict[str, Any], _url: str) -> Answer:
    """An envelope without rows."""
    return as_json(envelope | {"values": [], "next_url": None, "count": 0})


def half(envelope: dict[str, Any], _url: str) -> Answer:
    """The first half of the JSON."""
    body = as_json(envelope).body
    return Answer(200, body[: len(body) // 2], {"Content-Type": "application/json"})


def drops(_envelope: dict[str, Any], _url: str) -> Answer:
    """The connection is cut without an answer."""
    return Answer(drops=True)


def changes(**keys: Any) -> Fault:
    """The envelope with other values under some of its keys."""
    return lambda envelope, _url: as_json(envelope | keys)


def loops(envelope: dict[str, Any], url: str) -> Answer:
    """``next_url`` is the request's own address."""
    return as_json(envelope | {"next_url": url})


def as_json(said: Any) -> Answer:
    """A plain answer."""
    return Answer(200, json.dumps(said, ensure_ascii=False).encode(), {"Content-Type": "application/json"})


@dataclass
class _Planned:
    fault: Fault
    at: str
    times: int


class KoladaServer:
    """The server, running while the ``with`` block does."""

    def __init__(self, data: KoladaData, per_page: int = MOST_PER_PAGE) -> None:
        self.data = data
        self.per_page = per_page
        self.asked: list[str] = []
        self._planned: list[_Planned] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self._http.server_address[1]}/v3"

    def inject(self, fault: Fault, at: str = "/", times: int = 1) -> None:
        """The next ``times`` requests whose address holds ``at`` are answered with the fault."""
        self._planned.append(_Planned(fault, at, times))

    def forget(self) -> None:
        """Nothing injected any more."""
        self._planned.clear()

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, target: str) -> Answer:
        """What a request for a path and query is answered with."""
        self.asked.append(target)
        envelope = self._envelope(target)
        for planned in self._planned:
            if planned.times and planned.at in target:
                planned.times -= 1
                return planned.fault(envelope if isinstance(envelope, dict) else {}, self.base_url + target.removeprefix("/v3"))
        return as_json(envelope) if isinstance(envelope, dict) else envelope

    def _envelope(self, target: str) -> dict[str, Any] | Answer:
        split = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(split.query).items()}
        parts = split.path.strip("/").split("/")
        if parts[0] != "v3":
            return Answer(410, b'{"error": "This endpoint is deprecated. Please use /v3 instead."}')
        segments = [[unquote(value) for value in part.split(",")] for part in parts[1:]]
        if any(len(segment) > MOST_IN_SEGMENT for segment in segments) or int(query.get("per_page", "1")) > MOST_PER_PAGE:
            return Answer(422, b'{"detail": "at most 25 values"}')
        rows = self._rows(segments, query)
        return Answer(404, b'{"detail": "Not Found"}') if rows is None else self._page(split.path, query, rows)

    def _rows(self, segments: list[list[str]], query: dict[str, str]) -> list[dict[str, Any]] | None:
        [listed], *rest = segments
        if listed == "data":
            return self._values(_pairs(rest))
        known = {"kpi": self.data.kpis, "municipality": self.data.areas, "municipality_groups": self.data.groups}.get(listed)
        if known is None:
            return None
        if rest:
            return [one for one in known if one["id"] in rest[0]]
        return [
            one for one in known if query.get("region_type") in {None, one.get("type")} and query.get("title", "") in one["title"]
        ]

    def _values(self, asked: dict[str, list[str]]) -> list[dict[str, Any]] | None:
        if len(asked) < 2 or not asked.keys() <= {"kpi", "municipality", "year"}:
            return None
        years = {int(year) for year in asked["year"]} if "year" in asked else None
        return [
            {"kpi": kpi, "municipality": code, "period": year, "values": values}
            for kpi in asked.get("kpi", self.data.values)
            for code in asked.get("municipality", self.data.values.get(kpi, {}))
            for year, values in self.data.values.get(kpi, {}).get(code, {}).items()
            if years is None or year in years
        ]

    def _page(self, path: str, query: dict[str, str], rows: list[dict[str, Any]]) -> dict[str, Any]:
        page, size = int(query.get("page", "1")), int(query.get("per_page", self.per_page))
        shown = rows[(page - 1) * size : page * size]
        address = self.base_url.removesuffix("/v3") + path
        more = page * size < len(rows)
        return {
            "values": shown,
            "next_url": f"{address}?page={page + 1}&per_page={size}" if more else None,
            "previous_url": f"{address}?page={page - 1}&per_page={size}" if page > 1 else None,
            "count": len(shown),
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                answer = server.answer(self.path)
                if answer.drops:
                    # Closing with a linger of zero seconds sends a reset, not an orderly end.
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                """Say nothing: a test's output is its own."""

        return Handler


def _pairs(segments: list[list[str]]) -> dict[str, list[str]]:
    """``[["kpi"], ["N1", "N2"], ["year"], ["2022"]]`` as kpi → ids, year → years."""
    return {name[0]: values for name, values in zip(segments[::2], segments[1::2], strict=True)}

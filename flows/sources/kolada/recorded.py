"""Recorded answers of Kolada: a folder with one file per request, read as if the API had answered.

A file is named after the request it answers, so that the folder can be read by eye: the parts of the path with ``_``
between them, a list of ids as its first and how many more, then the query, then twelve hex digits of the SHA-256 of the
exact path and query (relative to ``base_url``, percent-encoding undone), which is what makes it unique::

    municipality_3f0c….json
    kpi_N00945-and-9-more_….json
    data_kpi_N00945-and-9-more_municipality_0000-and-24-more_year_2010-and-14-more_….json
    data_kpi_N00945-and-9-more_municipality_0000-and-24-more_year_2010-and-14-more_page-2-per-page-500_….json

The content is v3's envelope, word for word. `flows.sources.kolada.recording` writes such folders.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import httpx

_LONGEST_READABLE = 150


def file_name_of(url: httpx.URL, base_url: str) -> str:
    """The name of the file that holds the answer to ``url``: letters, digits, ``-`` and ``_`` only, whatever was asked."""
    path = url.path.removeprefix(httpx.URL(base_url).path.rstrip("/")).strip("/")
    query = url.query.decode("ascii", "replace")
    readable = "_".join(_readable(part) for part in path.split("/"))
    if query:
        readable += "_" + _plain(query)
    digest = hashlib.sha256(f"{path}?{query}".encode()).hexdigest()[:12]
    return f"{readable[:_LONGEST_READABLE]}_{digest}.json"


def _readable(part: str) -> str:
    first, *others = part.split(",")
    return _plain(first) + (f"-and-{len(others)}-more" if others else "")


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text)


class RecordedAnswers(httpx.BaseTransport):
    """An httpx transport that answers from the files of a folder, and 404 where there is none."""

    def __init__(self, folder: Path, base_url: str) -> None:
        self._folder = folder
        self._base_url = base_url

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded answer; one that is not there says in ``next_step`` what to do about it."""
        name = file_name_of(request.url, self._base_url)
        try:
            content = (self._folder / name).read_bytes()
        except OSError as error:
            next_step = (
                f"The folder of recorded answers, {self._folder.name}, has no readable file {name} ({error.strerror}). "
                'Record them again for these key figures and years, or take "recorded" out of kommun.toml to ask the live API.'
            )
            return httpx.Response(404, extensions={"reason_phrase": b"no recorded answer", "next_step": next_step}, request=request)
        return httpx.Response(200, content=content, headers={"Content-Type": "application/json"}, request=request)

"""One polite reader of Kolada's API v3: pages followed to the end, faults retried, and whatever is wrong told in a sentence.

It knows how v3 answers (the envelope, ``next_url``, status codes) and nothing about what the answers mean. It speaks
HTTP through whatever httpx transport it is given, so that live and recorded answers take the same way.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NoReturn

import httpx
import stamina

from flows.failures import ExitCode, Failure

MOST_PAGES = 1000
"""More pages than any batch of 25 can fill: an answer that goes on longer is going round in circles."""
_TOO_MANY_REQUESTS = 429
_SERVER_FAULT = 500
_FOUND = 300
_YESTERDAY_STAYS = "The last whole fetch stays in use and the next run asks again."
_CHECK_ADDRESS = (
    "Check base_url under [kolada] in kommun.toml (it should end in /v3) and whether a proxy answers in Kolada's place."
)

Row = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long we wait for Kolada before saying that it did not answer."""

    attempts: int = 5
    first_wait_seconds: float = 1.0
    """Doubled for every attempt, up to half a minute, with some chance in it so that kommuner do not come back in step."""
    longest_asked_wait_seconds: float = 120.0
    """A longer wait than this, asked for by Retry-After, is left to the next run."""
    answer_within_seconds: float = 60.0


class _AskAgain(Exception):
    """An answer that may be better in a while; ``wait_seconds`` is what it asked us to wait, if anything."""

    def __init__(self, answered: str, wait_seconds: float | None = None) -> None:
        super().__init__(answered)
        self.answered = answered
        self.wait_seconds = wait_seconds


def kolada_failed(about: str, answered: str, next_step: str = _YESTERDAY_STAYS) -> NoReturn:
    """Always raise the failure that tells what was asked for, what answered and what to do."""
    raise Failure(ExitCode.KOLADA_FAILED, f"Kolada, {about}: {answered}. {next_step}")


def asked_wait(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, given in seconds or as an HTTP date; None when it says nothing readable."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


class KoladaClient:
    """Reads lists from the API under ``base_url``, one request at a time with a pause between them."""

    def __init__(self, http: httpx.Client, base_url: str, pause_seconds: float, patience: Patience) -> None:
        self._http = http
        self._base = base_url.rstrip("/")
        self._pause_seconds = pause_seconds
        self._patience = patience
        self._has_asked = False

    def rows(self, path: str, about: str) -> list[Row]:
        """Every row of the list at ``path``, over all its pages. ``about`` names the request in a failure.

        Raises ``Failure`` (KOLADA_FAILED) when any page cannot be had: there are never just fewer rows.
        """
        return [row for page in self._pages(f"{self._base}/{path}", about) for row in page]

    def _pages(self, url: str, about: str) -> Iterator[list[Row]]:
        seen = {url}
        while True:
            where = about if len(seen) == 1 else f"{about}, page {len(seen)}"
            rows, next_url = _envelope(self._answer(url, where), where)
            yield rows
            if next_url is None:
                return
            self._refuse_stranger(next_url, where)
            if next_url in seen or len(seen) == MOST_PAGES:
                kolada_failed(where, "next_url leads round in a circle, so the answer has no end")
            seen.add(next_url)
            url = next_url

    def _refuse_stranger(self, next_url: str, about: str) -> None:
        try:
            there, here = httpx.URL(next_url), httpx.URL(self._base)
        except httpx.InvalidURL:
            kolada_failed(about, "next_url is not an address")
        if (there.scheme, there.host, there.port) != (here.scheme, here.host, here.port):
            kolada_failed(about, f"next_url leads to {there.scheme}://{there.netloc.decode('ascii', 'replace')}, which is not {here.scheme}://"
                          f"{here.netloc.decode('ascii', 'replace')}; it was not followed", _CHECK_ADDRESS)  # fmt: skip

    def _answer(self, url: str, about: str) -> httpx.Response:
        try:
            for attempt in stamina.retry_context(
                on=self._worth_another_try,
                attempts=self._patience.attempts,
                timeout=None,
                wait_initial=self._patience.first_wait_seconds,
                wait_max=30.0,
                wait_jitter=self._patience.first_wait_seconds,
            ):
                with attempt:
                    return self._ask(url, about)
        except _AskAgain as last:
            if self._worth_another_try(last) is False:
                kolada_failed(
                    about, f"{last.answered} and asked us to wait {last.wait_seconds:.0f} seconds, longer than a run waits"
                )
            kolada_failed(about, f"{last.answered}, also after {self._patience.attempts} attempts")
        except httpx.InvalidURL:
            kolada_failed(about, "the address asked is not one", _CHECK_ADDRESS)
        raise AssertionError("an attempt either returns or raises")

    def _worth_another_try(self, error: Exception) -> bool | float:
        if not isinstance(error, _AskAgain):
            return False
        if error.wait_seconds is None:
            return True
        return error.wait_seconds if error.wait_seconds <= self._patience.longest_asked_wait_seconds else False

    def _ask(self, url: str, about: str) -> httpx.Response:
        if self._has_asked and self._pause_seconds:
            time.sleep(self._pause_seconds)
        self._has_asked = True
        try:
            response = self._http.get(url, timeout=self._patience.answer_within_seconds)
        except httpx.UnsupportedProtocol:
            kolada_failed(about, "the address asked does not begin with https://", _CHECK_ADDRESS)
        except httpx.TimeoutException as error:
            raise _AskAgain(f"no answer within {self._patience.answer_within_seconds:g} seconds") from error
        except httpx.RequestError as error:
            raise _AskAgain(f"the connection failed ({type(error).__name__})") from error
        status = f"it answered {response.status_code} {response.reason_phrase}".rstrip()
        if response.status_code == _TOO_MANY_REQUESTS or response.status_code >= _SERVER_FAULT:
            raise _AskAgain(status, asked_wait(response.headers.get("Retry-After"), datetime.now(UTC)))
        if response.status_code >= _FOUND:
            kolada_failed(about, status, _said_by(response) or _CHECK_ADDRESS)
        return response


def _said_by(response: httpx.Response) -> str | None:
    """What a transport of recorded answers gives as the next step; the live API gives none."""
    return response.extensions.get("next_step")


def _envelope(response: httpx.Response, about: str) -> tuple[list[Row], str | None]:
    """The rows of one page and the address of the next."""
    try:
        said = json.loads(response.content)
    except (ValueError, RecursionError):
        kind = response.headers.get("Content-Type", "no stated type").split(";")[0]
        kolada_failed(about, f"it answered with something that is not JSON ({kind})", _CHECK_ADDRESS)
    values = said.get("values") if isinstance(said, dict) else None
    if not isinstance(values, list) or not all(isinstance(row, dict) for row in values):
        kolada_failed(
            about, 'it answered with JSON that is not in v3\'s envelope (a list of objects under "values")', _CHECK_ADDRESS
        )
    next_url = said.get("next_url")
    if next_url is not None and not isinstance(next_url, str):
        kolada_failed(about, "next_url is neither null nor an address")
    return values, next_url or None

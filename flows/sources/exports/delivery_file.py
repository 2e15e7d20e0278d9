"""A delivered file, CSV or Excel, opened and read block by block, two blocks at a time, in the order of the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flows.failures import ExitCode, Failure
from flows.sources.exports.blocks import Block
from flows.sources.exports.decoding import encoding_of
from flows.sources.exports.delimited import DelimitedFile, open_delimited
from flows.sources.exports.excel import ExcelSheet, open_sheet
from flows.sources.exports.headings import Header, Wanted, not_taken
from flows.sources.exports.stretches import QuotesDoNotMatch
from flows.workspace.kommun import FileFormat

Part = TypeVar("Part")
_WORKERS = 2
_WAITING = 2


@dataclass(frozen=True)
class Delivery:
    """A delivered file whose header has been found."""

    opened: DelimitedFile | ExcelSheet

    @property
    def header(self) -> Header:
        """The headings and where our columns are."""
        return self.opened.header

    @property
    def remark_on_columns(self) -> str | None:
        """The columns that nobody asked for, or None."""
        return not_taken(self.header.headings, set(self.header.columns.values()))

    def each_block(self, work: Callable[[Block], Part]) -> list[Part]:
        """What ``work`` makes of every block, in the order of the file.

        Blocks are decoded, read and worked on in threads: polars lets Python go while it works, so decoding one block and
        typing another overlap. Only a few blocks are in memory as text at any time.
        """
        if isinstance(self.opened, ExcelSheet):
            return [work(self.opened.read())]
        try:
            return _in_threads(self.opened, work)
        except QuotesDoNotMatch as fault:
            plain = self.opened.unquoted(fault)
        return _in_threads(plain, work)


def _in_threads(opened: DelimitedFile, work: Callable[[Block], Part]) -> list[Part]:
    parts: list[Part] = []
    waiting: deque[Future[Part]] = deque()
    with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
        try:
            for stretch in opened.stretches():
                waiting.append(pool.submit(lambda raw: work(opened.read(raw)), stretch))
                if len(waiting) > _WORKERS + _WAITING:
                    parts.append(waiting.popleft().result())
            parts.extend(future.result() for future in waiting)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return parts


def open_delivery(path: Path, layout: FileFormat, wanted: Wanted) -> Delivery:
    """The file opened as its source's configuration says.

    Raises ``Failure`` with FILE_UNREADABLE or COLUMN_MISSING.
    """
    try:
        if layout.format == "xlsx":
            return Delivery(open_sheet(path, layout.sheet, wanted))
        return Delivery(open_delimited(path, encoding_of(path, layout.encoding), layout.separator, wanted))
    except OSError as error:
        sentence = f"{path.name}: the file cannot be opened ({error.strerror})."
        raise Failure(ExitCode.FILE_UNREADABLE, sentence) from None

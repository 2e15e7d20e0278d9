"""A file of lines cut into stretches that begin and end between two rows, in memory that is used again and again.

Fresh memory costs more than reading: the system hands it out page by page. So a stretch lies in a buffer that whoever has
understood it gives back for a later one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

STRETCH_BYTES = 16 << 20
TAIL_BYTES = 1 << 14
"""So much of the end of a file is always a stretch of its own."""
_LONGEST_ROW = 64 << 20
_COUNTED_AT_A_TIME = 1 << 18
_NEWLINE, _QUOTE = 10, 34


class QuotesDoNotMatch(Exception):
    """A quotation mark is opened and never closed."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Stretch(NamedTuple):
    """Whole rows as they stand in the file."""

    content: memoryview
    """Not to be looked at after ``give_back``."""
    offset: int
    first_line: int
    lines: int
    is_last: bool
    buffer: bytearray
    spare: deque[bytearray]

    def give_back(self) -> None:
        """Let the memory be used for a later stretch."""
        self.spare.append(self.buffer)


def stretches(stream: BinaryIO, offset: int, first_line: int, *, is_quoted: bool) -> Iterator[Stretch]:
    """The rows from ``offset`` on; the end of the file is a stretch of its own.

    Line breaks between quotation marks end no row. Raises ``QuotesDoNotMatch`` when no row seems to end.
    """
    spare: deque[bytearray] = deque()
    stream.seek(offset)
    rest, line = b"", first_line
    while True:
        buffer = _spare_or_new(spare, max(STRETCH_BYTES, 2 * len(rest)))
        buffer[: len(rest)] = rest
        filled = len(rest) + _fill(stream, memoryview(buffer)[len(rest) :])
        if filled == len(rest):
            content = memoryview(buffer)[:filled]
            yield Stretch(content, offset, line, count_lines(content), is_last=True, buffer=buffer, spare=spare)
            return
        end = _end_of_rows(buffer, filled, is_quoted=is_quoted)
        content, rest = memoryview(buffer)[:end], bytes(memoryview(buffer)[end:filled])
        if end:
            lines = count_lines(content)
            yield Stretch(content, offset, line, lines, is_last=False, buffer=buffer, spare=spare)
            line += lines
            offset += end
        elif len(rest) > _LONGEST_ROW:
            raise QuotesDoNotMatch(line)
        else:
            spare.append(buffer)


def count_lines(content: bytes | memoryview) -> int:
    """How many line breaks a stretch holds."""
    return _count(content, _NEWLINE)


def _spare_or_new(spare: deque[bytearray], size: int) -> bytearray:
    # the one given back last is most likely still in the cache; one that has become too small is let go
    found = spare.pop() if spare else b""
    return found if isinstance(found, bytearray) and len(found) >= size else bytearray(size)


def _fill(stream: BinaryIO, room: memoryview) -> int:
    return stream.readinto(room)  # type: ignore[attr-defined,no-any-return]  # typeshed's BinaryIO lacks what all of them have


def _end_of_rows(buffer: bytearray, filled: int, *, is_quoted: bool) -> int:
    """Where the last row ends that leaves the file's tail for later; 0 when none does."""
    end = buffer.rfind(b"\n", 0, max(filled - TAIL_BYTES, 0)) + 1
    if not end or not is_quoted:
        return end
    quotes = _count(memoryview(buffer)[:end], _QUOTE)
    while end and quotes % 2:
        shorter = buffer.rfind(b"\n", 0, end - 1) + 1
        quotes -= _count(memoryview(buffer)[shorter:end], _QUOTE)
        end = shorter
    return end


def _count(content: bytes | memoryview, byte: int) -> int:
    """How often a byte stands in a stretch: several times quicker than ``bytes.count``, in pieces that stay in the cache."""
    found: npt.NDArray[np.uint8] = np.frombuffer(content, np.uint8)
    return sum(
        int(np.count_nonzero(found[at : at + _COUNTED_AT_A_TIME] == byte)) for at in range(0, found.size, _COUNTED_AT_A_TIME)
    )

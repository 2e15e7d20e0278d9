"""Which encoding a delivered file is in, and where it is not."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Literal, NoReturn

import numpy as np

from flows.failures import ExitCode, Failure

Encoding = Literal["utf-8", "cp1252", "latin-1"]
_PIECE = 1 << 22
_FIRST_ABOVE_C1 = -96  # 0xA0 as a signed byte: 0x80–0x9F are the ones below it
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_FORMATS = ((b"PK\x03\x04", "an Excel workbook (or another zip file)"), (b"\xd0\xcf\x11\xe0", "an old Excel workbook"))


def encoding_of(path: Path, declared: str) -> str:
    """The encoding a file is in: as declared, else by its byte-order mark, else utf-8 if all of it is, else cp1252."""
    with path.open("rb") as file:
        start = file.read(4)
    for signature, what in _KNOWN_FORMATS:
        if start.startswith(signature):
            raise Failure(
                ExitCode.FILE_UNREADABLE,
                f'{path.name}: this is {what}, not text. Set format = "xlsx" for the source, or export as CSV.',
            )
    if declared != "auto":
        return declared
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    return "utf-8" if _first_fault_in_utf8(path) is None else "cp1252"


def _first_fault_in_utf8(path: Path) -> int | None:
    """Position of the first byte that is no UTF-8; None when all is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            waiting = len(decoder.getstate()[0])
            if not waiting and piece.isascii():
                position += len(piece)
                continue
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                return position - waiting + error.start
            position += len(piece)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return position
    return None


def check(block: bytes | memoryview, encoding: Encoding) -> None:
    """See that a block may be in an encoding. Raises ``UnicodeDecodeError``.

    UTF-8 is checked byte by byte. Latin-1 has a meaning for every byte, but no text holds the control characters
    0x80–0x9F: with them it is cp1252. Of cp1252 only the cells that are taken are checked, when they are decoded.
    """
    if encoding == "cp1252" or not len(block):
        return
    lowest = int(np.frombuffer(block, np.int8).min())  # bytes above ASCII are negative
    if encoding == "utf-8" and lowest < 0:
        str(block, "utf-8")
    elif encoding == "latin-1" and lowest < _FIRST_ABOVE_C1:
        place = first_fault(block, encoding)
        raise UnicodeDecodeError("latin-1", bytes(block), place, place + 1, "a control character, which no text holds")


def first_fault(block: bytes | memoryview, encoding: Encoding) -> int:
    """Position of the first byte of a block that the encoding does not have; its length when there is none."""
    if encoding == "latin-1":
        is_control = np.frombuffer(block, np.int8) < _FIRST_ABOVE_C1
        return int(is_control.argmax()) if is_control.any() else len(block)
    try:
        str(block, encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(block)


def utf16_to_utf8(path: Path) -> bytes:
    """A UTF-16 file as UTF-8 without byte-order mark."""
    raw = path.read_bytes()
    if b"\x00" not in raw[:_PIECE] and raw:
        does_not_fit(path.name, "utf-16", 0, 1)  # other encodings give signs too, of other alphabets: Swedish has zero bytes
    try:
        return raw.decode("utf-16").removeprefix("\ufeff").encode()
    except UnicodeDecodeError as error:
        line = 1 + raw[: error.start].decode("utf-16", errors="ignore").count("\n")
        does_not_fit(path.name, "utf-16", error.start, line)


def does_not_fit(file_name: str, encoding: str, position: int, line: int) -> NoReturn:
    """Tell where a file is not in the encoding it should be in. Raises ``Failure(FILE_UNREADABLE)``."""
    advice = {
        "latin-1": 'Windows programs write cp1252: set encoding = "cp1252".',
        "utf-8": 'Set encoding = "auto" or "cp1252", or export as UTF-8.',
        "cp1252": "Several encodings may be mixed in it: export it anew, as UTF-8.",
    }.get(encoding, "Export it anew, as UTF-8.")
    raise Failure(
        ExitCode.FILE_UNREADABLE, f"{file_name}: byte {position + 1}, on line {line}, cannot be read as {encoding}. {advice}"
    )

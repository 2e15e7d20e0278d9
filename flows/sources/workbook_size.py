"""How far a workbook's sheets reach, looked at before anything is read of them.

The reader makes room for every cell from the first to the last. One stray cell in the far corner of a sheet, XFD1048576, asks
for more memory than any machine has, and the process is ended by the system before Python can tell anyone.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from xlsxwriter.utility import xl_cell_to_rowcol

MOST_CELLS = 50_000_000
"""Rows times columns: 2.5 million rows of twenty columns, twice what a sheet can hold of them."""
MOST_BYTES = 4 * 1024**3
"""Of XML in one sheet, unpacked."""

_PIECE_BYTES = 1 << 20
_OVERLAP_BYTES = 64
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d{1,7})"')
_COLUMN = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})\d')


def reaches_too_far(path: Path) -> str | None:
    """The far corner of a sheet that is larger than can be read, as "XFD1048576"; None when all can be.

    What is no zip archive, a broken or a locked one, is left to the reader to refuse.
    """
    try:
        with zipfile.ZipFile(path) as book:
            for sheet in book.infolist():
                if sheet.filename.startswith("xl/worksheets/") and (corner := _corner_too_far(book, sheet)):
                    return corner
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError):
        return None
    return None


def _corner_too_far(book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> str | None:
    if sheet.file_size > MOST_BYTES:
        return f"{sheet.file_size // 1024**3} GB of cells"
    last_row, last_column, kept = 1, b"A", b""
    with book.open(sheet) as stream:
        while piece := stream.read(_PIECE_BYTES):
            text = kept + piece
            rows = _ROW.findall(text)
            last_row = max(last_row, int(rows[-1])) if rows else last_row
            last_column = max([last_column, *_COLUMN.findall(text)], key=lambda letters: (len(letters), letters))
            kept = text[-_OVERLAP_BYTES:]
    corner = f"{last_column.decode()}{last_row}"
    row, column = xl_cell_to_rowcol(corner)
    return corner if (row + 1) * (column + 1) > MOST_CELLS else None

"""CSV files, read fast where they are regular and with care where they are not.

A block of lines is regular when every line is one row with as many fields as the header: then Arrow's parser reads it,
which refuses a row of another width (polars would fill it up in silence). Any other block (a quoted line break, a short or
long row, a blank line, the end of the file) is read row by row, which gives every row its own line and says which rows do
not fit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from flows.failures import ExitCode, Failure
from flows.sources.exports.blocks import Block, Row, block_of, footer_remark, without_footer
from flows.sources.exports.decoding import Encoding, check, does_not_fit, first_fault, utf16_to_utf8
from flows.sources.exports.headings import HEADER_WITHIN, Header, Wanted, find_header, hits
from flows.sources.exports.stretches import QuotesDoNotMatch, Stretch, count_lines, stretches
from flows.sources.exports.text_columns import coded_column, text_column

_HEAD_BYTES = 1 << 18
_SEPARATORS = (";", "\t", ",")
_PARSED_AT_A_TIME = 1 << 20
_LOOKED_AT_A_TIME = 1 << 22


@dataclass(frozen=True)
class DelimitedFile:
    """A CSV file whose header has been found."""

    path: Path
    encoding: Encoding
    separator: str
    header: Header
    content: bytes | None
    """The whole file in UTF-8, when it was delivered as UTF-16."""
    offset: int
    """Where the first row starts."""
    first_line: int
    word_columns: frozenset[str]
    """Which of our names are columns of few words."""
    is_quoted: bool = True
    """Whether quotation marks enclose fields; otherwise they are marks like any other."""

    def stretches(self) -> Iterator[Stretch]:
        """The rows of the file in stretches that end between two rows; the end of the file is a stretch of its own."""
        with self._stream() as stream:
            yield from stretches(stream, self.offset, self.first_line, is_quoted=self.is_quoted)

    def read(self, raw: Stretch) -> Block:
        """The rows of a stretch, whose memory is then given back.

        Raises ``Failure(FILE_UNREADABLE)`` for bytes that are no text and for half a file.
        """
        try:
            check(raw.content, self.encoding)
            return (None if raw.is_last else self._regular(raw)) or self._irregular(raw)
        except UnicodeDecodeError:
            start = first_fault(raw.content, self.encoding)
            line = raw.first_line + count_lines(raw.content[:start])
            does_not_fit(self.path.name, self.encoding, raw.offset + start, line)
        finally:
            raw.give_back()

    def unquoted(self, fault: QuotesDoNotMatch) -> DelimitedFile:
        """The same file with quotation marks as ordinary marks, when none of them starts a field.

        Raises ``Failure(FILE_UNREADABLE)`` when some do: then one is opened and never closed.
        """
        opening = (b'\n"', self.separator.encode() + b'"')
        with self._stream() as stream:
            stream.seek(max(0, self.offset - 1))
            last = b""
            while piece := stream.read(_LOOKED_AT_A_TIME):
                if any(start in last + piece for start in opening):
                    raise Failure(
                        ExitCode.FILE_UNREADABLE,
                        f"{self.path.name}: a quotation mark on line {fault.line} or soon after is opened and never closed. "
                        "Export the file anew, or double the quotation marks inside fields.",
                    )
                last = piece[-1:]
        return replace(self, is_quoted=False)

    def _stream(self) -> BinaryIO:
        return io.BytesIO(self.content) if self.content is not None else self.path.open("rb", buffering=0)

    def _regular(self, raw: Stretch) -> Block | None:
        """The block as Arrow reads it, or None when it is not regular."""
        names = [str(place) for place in range(len(self.header.headings))]
        at = {name: names[place] for name, place in self.header.columns.items()}
        kinds = {at[name]: pa.dictionary(pa.int32(), pa.binary()) if name in self.word_columns else pa.binary() for name in at}
        try:
            table = arrow_csv.read_csv(
                cast("IO[bytes]", pa.BufferReader(raw.content)),  # the stubs know no Arrow files; a Python one would be copied
                read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=_PARSED_AT_A_TIME),
                parse_options=arrow_csv.ParseOptions(delimiter=self.separator, quote_char='"' if self.is_quoted else False),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=kinds, include_columns=list(kinds), check_utf8=False, strings_can_be_null=True, null_values=[""]
                ),
            )
        except pa.ArrowInvalid:
            return None
        if table.num_rows != raw.lines:
            return None
        words = {name: coded_column(table.column(at[name]), self.encoding) for name in at if name in self.word_columns}
        cells = {name: text_column(table.column(at[name]), self.encoding) for name in at if name not in self.word_columns}
        if _has_empty_row([*cells.values(), *(column.places for column in words.values())]):
            return None
        lines = pl.int_range(raw.first_line, raw.first_line + raw.lines, dtype=pl.Int64, eager=True).alias("line")
        return Block(pl.DataFrame(cells), words, lines)

    def _irregular(self, raw: Stretch) -> Block:
        """The block read row by row."""
        width = len(self.header.headings)
        text = str(raw.content, self.encoding)
        if self.is_quoted and text.count('"') % 2:
            raise QuotesDoNotMatch(raw.first_line)
        rows = [row for row in self._rows(text, raw.first_line) if any(row.fields)]
        footer: list[Row] = []
        if raw.is_last:
            rows, footer = without_footer(rows, width)
            if rows and not footer and not text.endswith("\n") and len(rows[-1].fields) < width:
                raise Failure(
                    ExitCode.FILE_UNREADABLE,
                    f"{self.path.name}: the last line ({rows[-1].line}) is cut off: it has {len(rows[-1].fields)} of "
                    f"{width} fields and no line break. The file is not whole: export or copy it again.",
                )
        found = block_of(rows, self.header.columns, self.word_columns, width, self.separator)
        return found._replace(remarks=footer_remark(footer))

    def _rows(self, text: str, first_line: int) -> Iterator[Row]:
        width = len(self.header.headings)
        lines = (line + "\n" for line in text.replace("\r\n", "\n").replace("\r", " ").split("\n"))
        reader = _reader(lines, self.separator, is_quoted=self.is_quoted)
        line = first_line
        try:
            for fields in reader:
                if any("\n" in field and _holds_a_row(field, self.separator, width) for field in fields):
                    raise QuotesDoNotMatch(line)
                yield Row(line, fields)
                line = first_line + reader.line_num
        except csv.Error:
            raise QuotesDoNotMatch(line) from None


def open_delimited(path: Path, encoding: str, separator: str, wanted: Wanted) -> DelimitedFile:
    """The file with its header found by the wanted headings, and its separator by what gives most of them.

    Raises ``Failure(FILE_UNREADABLE)`` for an empty file and for bytes that are not in the encoding, and
    ``Failure(COLUMN_MISSING)``.
    """
    content = utf16_to_utf8(path) if encoding == "utf-16" else None
    plain = cast("Encoding", "utf-8" if content is not None else encoding)
    head = content[:_HEAD_BYTES] if content is not None else _head(path)
    if not head.strip(b" \t\r\n;,\x00\xef\xbb\xbf"):
        raise Failure(ExitCode.FILE_UNREADABLE, f"{path.name}: the file is empty. Export it again.")
    if b"\x00" in head:
        raise Failure(
            ExitCode.FILE_UNREADABLE,
            f'{path.name}: the file holds zero bytes. Is it UTF-16 without its mark (set encoding = "utf-16"), or no text at all?',
        )
    if len(head) == _HEAD_BYTES:
        head = head[: head.rfind(b"\n") + 1]
    if not head:
        raise Failure(
            ExitCode.FILE_UNREADABLE, f"{path.name}: no line break in the first {_HEAD_BYTES // 1024} kB. Is it a CSV file?"
        )
    try:
        check(head, plain)
        text = head.decode(plain).removeprefix("\ufeff")
    except UnicodeDecodeError:
        start = first_fault(head, plain)
        does_not_fit(path.name, plain, start, 1 + head[:start].count(b"\n"))
    tried = {mark: _first_rows(text, mark) for mark in (_SEPARATORS if separator == "auto" else (separator,))}
    best = max(tried, key=lambda mark: max((hits(fields, wanted.headings.values()) for fields, _ in tried[mark]), default=0))
    header = find_header(path.name, [fields for fields, _ in tried[best]], wanted)
    header_ends = tried[best][header.row][1]
    offset = 0
    for _ in range(header_ends):
        offset = head.find(b"\n", offset) + 1 or len(head)
    return DelimitedFile(path, plain, best, header, content, offset, header_ends + 1, wanted.words)


def _has_empty_row(columns: list[pl.Series]) -> bool:
    if any(column.null_count() == 0 for column in columns):
        return False
    return bool(
        pl.DataFrame([column.is_null().alias(str(at)) for at, column in enumerate(columns)])
        .select(pl.all_horizontal(pl.all()).any())
        .item()
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _first_rows(text: str, separator: str) -> list[tuple[list[str], int]]:
    """The first rows of a file, each with the line it ends on."""
    lines = (line + "\n" for line in text.replace("\r\n", "\n").replace("\r", " ").split("\n"))
    reader = _reader(lines, separator, is_quoted=True)
    rows: list[tuple[list[str], int]] = []
    try:
        for fields in reader:
            rows.append((fields, reader.line_num))
            if reader.line_num >= HEADER_WITHIN:
                break
    except csv.Error:
        return rows
    return rows


# A free-text column may hold a whole letter; the module's own limit of 128 kB would pass it off as a broken file.
csv.field_size_limit(2**31 - 1)


def _reader(lines: Iterator[str], separator: str, *, is_quoted: bool) -> Any:
    if is_quoted:
        return csv.reader(lines, delimiter=separator)
    return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)


def _holds_a_row(field: str, separator: str, width: int) -> bool:
    """Whether a field with line breaks seems to have swallowed a whole row, as after a stray quotation mark."""
    return width > 1 and any(line.count(separator) >= width - 1 for line in field.split("\n"))

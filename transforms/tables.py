"""What declaring a table means.

A table is a class: its docstring says what one row is, its attributes are its columns. Everything else that needs to
know the shape (the warehouse's DDL and comments, Great Expectations' structural checks, the data dictionary, the test
frames) is derived from the declaration, so that it cannot be told twice and differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import polars as pl

Audience = Literal["open", "detail"]


class TableMismatch(Exception):
    """A frame does not have the shape its table declares: a fault in our own code, never in somebody's data."""


@dataclass(frozen=True)
class Column:
    """One column: its type, a sentence for the dictionary, whether it may be null, and which values it may take."""

    dtype: pl.DataType
    sentence: str
    nullable: bool = False
    one_of: tuple[str, ...] = ()


def text(sentence: str, *, null: bool = False, one_of: tuple[str, ...] = ()) -> Column:
    """A text column."""
    return Column(pl.String(), sentence, null, one_of)


def whole(sentence: str, *, null: bool = False) -> Column:
    """A column of whole numbers (64 bits)."""
    return Column(pl.Int64(), sentence, null)


def number(sentence: str, *, null: bool = False) -> Column:
    """A column of real numbers (64-bit floats)."""
    return Column(pl.Float64(), sentence, null)


def day(sentence: str, *, null: bool = False) -> Column:
    """A column of calendar dates. A month is the date of its first day."""
    return Column(pl.Date(), sentence, null)


def instant(sentence: str, *, null: bool = False) -> Column:
    """A column of local wall-clock times (Europe/Stockholm, without zone, microseconds)."""
    return Column(pl.Datetime("us"), sentence, null)


def yes_no(sentence: str, *, null: bool = False) -> Column:
    """A column of booleans."""
    return Column(pl.Boolean(), sentence, null)


class Table:
    """Base of every declared table.

    A subclass states ``name`` ("schema.table"), ``grain`` (the columns that together are unique and never null) and
    ``audience``: "open" tables may be in the database for everybody, "detail" tables only in the one for those cleared.
    """

    name: ClassVar[str]
    grain: ClassVar[tuple[str, ...]]
    audience: ClassVar[Audience]
    columns: ClassVar[Mapping[str, Column]]

    def __init_subclass__(
        cls, *, name: str, grain: tuple[str, ...], audience: Audience = "open", like: type[Table] | None = None
    ) -> None:
        """Collect the columns in the order they are written, after those of the table that this one is ``like``."""
        cls.name, cls.grain, cls.audience = name, grain, audience
        own = {key: value for key, value in vars(cls).items() if isinstance(value, Column)}
        cls.columns = {**(like.columns if like else {}), **own}
        clash = [key for key in cls.columns if hasattr(Table, key)]
        if clash:
            raise TableMismatch(f"{name}: {clash} already mean something on every table; name the columns otherwise")
        unknown = [key for key in grain if key not in cls.columns]
        if unknown:
            raise TableMismatch(f"{name}: the grain names {unknown}, which are not columns")

    @classmethod
    def sentence(cls) -> str:
        """What one row is: the first paragraph of the docstring, on one line."""
        return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())

    @classmethod
    def schema(cls) -> pl.Schema:
        """The polars schema, columns in declared order."""
        return pl.Schema({key: column.dtype for key, column in cls.columns.items()})

    @classmethod
    def empty(cls) -> pl.DataFrame:
        """A frame of this shape without rows."""
        return pl.DataFrame(schema=cls.schema())

    @classmethod
    def conform(cls, frame: pl.DataFrame) -> pl.DataFrame:
        """The same rows with exactly the declared columns, in order and type.

        Types are cast strictly where polars can do it without loss of meaning (an Int32 to an Int64, a Null column to
        any type). Raises ``TableMismatch`` when a column is missing, superfluous or of another kind.
        """
        missing = [key for key in cls.columns if key not in frame.columns]
        extra = [key for key in frame.columns if key not in cls.columns]
        if missing or extra:
            raise TableMismatch(f"{cls.name}: missing columns {missing}, unexpected columns {extra}")
        try:
            return frame.select(pl.col(key).cast(column.dtype) for key, column in cls.columns.items())
        except pl.exceptions.PolarsError as error:
            raise TableMismatch(f"{cls.name}: a column cannot take its declared type ({error})") from error

    @classmethod
    def of(cls, rows: list[dict[str, object]]) -> pl.DataFrame:
        """A frame of this shape from plain rows; a column left out of a row is null."""
        return pl.DataFrame([{key: row.get(key) for key in cls.columns} for row in rows], schema=cls.schema())


Tables = dict[type[Table], pl.DataFrame]
"""A set of frames, each under the table it conforms to."""

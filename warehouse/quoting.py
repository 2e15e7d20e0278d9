"""Names and texts as DuckDB reads them, for the statements that take no parameters."""

from __future__ import annotations


def quoted(name: str) -> str:
    """``"schema"."table"``: some tables are named like words of SQL."""
    return ".".join(f'"{part}"' for part in name.split("."))


def literal(text: str) -> str:
    """The text as an SQL literal (ATTACH and COMMENT take no parameter)."""
    return "'" + text.replace("'", "''") + "'"

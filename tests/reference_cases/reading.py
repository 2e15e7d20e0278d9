"""The reference cases as they lie in ../shared/data/spc: read side by side, never copied."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "spc"


def folders() -> list[str]:
    """Every case there is; none where the cases are not."""
    return sorted(path.name for path in CASES.iterdir() if path.is_dir()) if CASES.is_dir() else []


def rows_of(case: str, file: str = "input.csv") -> list[dict[str, str]]:
    with (CASES / case / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def told(case: str) -> dict[str, Any]:
    return json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))


def number(cell: str) -> float | None:
    return None if cell in {"", "NA", "NaN"} else float(cell)


def column(rows: list[dict[str, str]], name: str) -> list[float | None]:
    return [number(row[name]) for row in rows]

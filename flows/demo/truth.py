"""What is true in the demo kommun, for tests to hold what the intake loads against."""

from __future__ import annotations

import polars as pl

from flows.demo.applications import applications
from flows.demo.housing import housing_cases
from flows.demo.participants import participants


def truth() -> dict[str, pl.DataFrame]:
    """The true cases of every source of cases, by the source's id in ``kommun.toml``.

    In the shape of `flows.demo.cases.TRUE_CASE`: what a faultless intake loads, with plain ids instead of keys. Rows that
    must end in quarantine are not in it; `flows.demo.spoiled.SPOILED_ROWS` says how many there are.
    """
    both = pl.concat([applications(), housing_cases()]).sort("opened_at", "case_id")
    return {"treserva": both, "flai": participants()}

"""The demo kommun's tables on successive nights, in memory: what its packs and its open database are made of."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from flows.demo.build import build_demo
from flows.demo.organisation import KOMMUN_CODE
from flows.demo.plan import demo_plan
from flows.demo.truth import truth
from flows.workspace.folder import read_workspace
from tests.attacker.published import Kommun, Night, kommun, ledger, night
from transforms.catalogue import Case, ShownBefore
from transforms.inputs import Inputs
from transforms.pipeline import build_tables

FIRST_MONTH = date(2023, 10, 1)
EVENTS = ("decided_at", "closed_at")


def demo_nights(*days: date) -> tuple[Kommun, list[Night]]:
    """What anybody may know of the demo, and what its tables show on these days."""
    with TemporaryDirectory() as folder:
        build_demo(Path(folder) / "demo")
        measures = read_workspace(Path(folder) / "demo").measures
    plan, cases = demo_plan(), _cases()
    seen, shown = [], ShownBefore.empty()
    for as_of in days:
        last = (as_of.replace(day=1) - timedelta(days=1)).replace(day=1)
        tables = build_tables(
            Inputs(
                as_of=as_of,
                municipality_code=KOMMUN_CODE,
                measures=measures,
                plan=plan,
                cases=_known(cases, as_of),
                source_covers=dict.fromkeys(cases["source_id"].unique(), (FIRST_MONTH, last)),
                shown_before=shown,
            )
        )
        seen.append(night(tables, as_of))
        shown = ledger(shown, tables, as_of)
    return kommun(plan, measures), seen


def _cases() -> pl.DataFrame:
    names = {"case_id": "case_key", "person_id": "person_key", "caseworker_id": "caseworker_key"}
    rows = pl.concat(
        (true.rename(names).with_columns(source_id=pl.lit(source_id)) for source_id, true in truth().items()), how="diagonal"
    )
    missing = [pl.lit(None).alias(name) for name in Case.columns if name not in rows.columns]
    return rows.with_columns(missing).with_columns(file_id=pl.lit("truth"), line=pl.int_range(pl.len(), dtype=pl.Int64))


def _known(cases: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What has happened before the day."""
    at = datetime.combine(as_of, datetime.min.time())
    happened = [pl.when(pl.col(name) < at).then(name).alias(name) for name in EVENTS]
    return Case.conform(cases.filter(pl.col("opened_at") < at).with_columns(happened).select(*Case.columns))

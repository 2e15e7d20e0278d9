"""What is true of outcomes whatever the cases are."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings

from tests.outcome_world import AS_OF, COVERS, HOLIDAYS, MEASURES, PLAN, case_rows
from tests.slow_outcomes import slow_outcomes
from transforms.catalogue import Case, Outcome
from transforms.inputs import Inputs
from transforms.outcomes.every_measure import outcomes
from transforms.tracing import rows_behind

several = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def agree(one: float | None, other: float | None) -> bool:
    """Equal, or both missing."""
    return one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def inputs(rows: list[dict[str, Any]]) -> Inputs:
    frame = Case.of(rows)
    return Inputs(
        as_of=AS_OF, municipality_code="1287", measures=MEASURES, plan=PLAN, source_covers=COVERS, holidays=HOLIDAYS, cases=frame
    )


@several
@given(case_rows)
def test_every_figure_equals_the_slow_computation(rows):
    """Fast and slow agree on which figures there are and on every one of them."""
    given_inputs = inputs(rows)
    slow = slow_outcomes(given_inputs)
    fast = {tuple(row[:3]): row[3:] for row in outcomes(given_inputs).iter_rows()}
    assert fast.keys() == slow.keys()
    assert [key for key, figure in slow.items() if not all(map(agree, fast[key], figure))] == []


@several
@given(case_rows)
def test_the_order_of_the_rows_changes_nothing(rows):
    """A source may deliver its rows in any order."""
    straight = outcomes(inputs(rows))
    backwards = outcomes(inputs(rows[::-1]))
    assert straight.equals(backwards)


@several
@given(case_rows)
def test_units_add_up_to_their_process_for_counts_and_stocks(rows):
    """A case is in one unit, so counts add up; persons and medians need not."""
    rows = [row for row in rows if row["unit_id"] != "stod"]
    made = outcomes(inputs(rows)).filter(pl.col("measure_id").is_in(["inkomna", "avslutade_a", "oppna", "oppna_b"]))
    wide = made.pivot(on="unit_id", index=["measure_id", "month"], values="value")
    parts = [unit for unit in ("norr", "soder") if unit in wide.columns]
    if "stod" in wide.columns:
        assert wide["stod"].equals(wide.select(pl.sum_horizontal(parts)).to_series(), check_names=False)


@several
@given(case_rows)
def test_every_unit_has_every_covered_month_once_and_in_order(rows):
    """No gap and no duplicate: January to April (as of 5 April) for each measure and unit; the grain is unique and sorted."""
    made = outcomes(inputs(rows))
    assert made.group_by("measure_id", "unit_id").len().filter(pl.col("len") != 4).is_empty()
    assert made.select(Outcome.grain).equals(made.select(Outcome.grain).unique().sort(Outcome.grain))


@several
@given(case_rows)
def test_tracing_gives_as_many_rows_as_the_figure_says(rows):
    """`rows_behind` and `outcomes` choose rows by the same expressions."""
    given_inputs = inputs(rows)
    measure_of = {measure.measure_id: measure for measure in MEASURES}
    for row in outcomes(given_inputs).filter(pl.col("rows") > 0).head(60).iter_rows(named=True):
        behind = rows_behind(given_inputs, measure_of[row["measure_id"]], row["unit_id"], row["month"])
        counted = (
            behind[0]
            if isinstance(measure_of[row["measure_id"]].kind, str) and row["measure_id"] == "per_handlaggare"
            else behind[-1]
        )
        assert counted.rows.height == row["rows"]
        if row["measure_id"] in {"andel_bifall", "i_tid", "inom_tio_arbetsdagar"}:
            assert behind[0].rows.height == row["numerator"]

"""Activities of the action plans, and how late they are: the signal that comes before the figures do."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from transforms.catalogue import Activity
from transforms.plan import Plan


def activities(plan: Plan, as_of: date) -> pl.DataFrame:
    """Every activity with its latest start, its lateness and its status on ``as_of``.

    ``latest_start_on`` is the due date minus the duration in calendar days. An activity whose start date has come is
    taken to have started (nobody reports starts). The due date itself is in time. A done date after ``as_of`` has not
    happened yet and is left out.

    status, the first that fits: done · late (the due date has passed) · ongoing (the start date has come) · at_risk (the
    latest start has passed, and no start date or a later one is given) · planned.

    Returns: `Activity`, in the order of the plan.
    """
    rows: list[dict[str, object]] = [
        {
            "activity_id": a.activity_id, "unit_id": a.unit_id, "goal_id": a.goal_id, "title": a.title, "owner": a.owner,
            "is_decisive": a.is_decisive, "starts_on": a.starts_on, "due_on": a.due_on, "contribution": a.contribution,
            "done_on": a.done_on if a.done_on and a.done_on <= as_of else None,
            "latest_start_on": None if a.duration_days is None else a.due_on - timedelta(days=a.duration_days),
        }
        for a in plan.activities
    ]  # fmt: skip
    day_reached = pl.col("done_on").fill_null(as_of)
    return Activity.conform(
        Activity.of(rows).with_columns(
            days_late=(day_reached - pl.col("due_on")).dt.total_days().clip(lower_bound=0),
            status=pl.when(pl.col("done_on").is_not_null())
            .then(pl.lit("done"))
            .when(pl.col("due_on") < as_of)
            .then(pl.lit("late"))
            .when(pl.col("starts_on") <= as_of)
            .then(pl.lit("ongoing"))
            .when(pl.col("latest_start_on") < as_of)
            .then(pl.lit("at_risk"))
            .otherwise(pl.lit("planned")),
        )
    )

"""Activities of the action plans, and how late they are: the signal that comes before the figures do."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from transforms.catalogue import Activity
from transforms.goals.waiting import Waiting
from transforms.plan import Plan


def activities(plan: Plan, as_of: date) -> pl.DataFrame:
    """Every activity with its latest start, its lateness and its status on ``as_of``.

    ``latest_finish_on`` is the due date, or the earliest latest start of the activities that wait for it, whichever comes
    first; ``latest_start_on`` is the latest finish minus the activity's own duration in calendar days. So the dates are
    counted backwards through the whole chain. What is done no longer waits for anything, nor holds anything up.

    An activity whose start date has come is taken to have started (nobody reports starts). The due date itself is in time.
    A done date after ``as_of`` has not happened yet and is left out.

    status, the first that fits: done · late (the due date has passed) · ongoing (the start date has come) · at_risk (the
    latest start has passed, and no start date or a later one is given) · planned.

    Returns: `Activity`, in the order of the plan.
    """
    done_on = {a.activity_id: a.done_on for a in plan.activities if a.done_on and a.done_on <= as_of}
    waiting = Waiting(plan.activities, set(done_on))
    finish_on = waiting.latest_finishes()
    rows: list[dict[str, object]] = []
    for a in plan.activities:
        latest_finish_on = finish_on.get(a.activity_id, a.due_on)
        rows.append(
            {
                "activity_id": a.activity_id, "unit_id": a.unit_id, "goal_id": a.goal_id, "title": a.title, "owner": a.owner,
                "is_decisive": a.is_decisive, "starts_on": a.starts_on, "due_on": a.due_on, "contribution": a.contribution,
                "done_on": done_on.get(a.activity_id),
                "latest_finish_on": latest_finish_on,
                "latest_start_on": None if a.duration_days is None else latest_finish_on - timedelta(days=a.duration_days),
                "depends_on": ", ".join(a.depends_on) or None,
                "blocks": ", ".join(waiting.waiting_for(a.activity_id)) or None,
                "is_blocked": waiting.is_blocked(a.activity_id),
            }
        )  # fmt: skip
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

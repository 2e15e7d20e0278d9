"""Have we won the week: every whole week since a plan began, beside what it had to give."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from transforms.catalogue import GoalWeek
from transforms.goals.paces import working_days
from transforms.inputs import Inputs
from transforms.measures import CaseCount
from transforms.outcomes import cases
from transforms.units import LEVELS, lineage

_SAME: Final = 1e-9
_EVENTS: Final = ("opened_at", "decided_at", "closed_at")


def goal_weeks(inputs: Inputs, goals: pl.DataFrame, deviations: pl.DataFrame) -> pl.DataFrame:
    """Every whole week (Monday to Sunday) of the plans in force that has passed, for sums of counted cases.

    The outcome is counted from the cases of the goal's unit and of those below it, as in the month's figure. Needed is what
    was left of the target after the last month that ended before the Monday, spread over the working days from there to
    the plan's end, times the working days of the week. Under a ceiling it is the room that the week had.

    A week is told once the source has an event on the week's last working day or later: until then nobody can know that the
    week has all come in. Weeks before the source's first month, and weeks after a month that is missing, are left out.

    Takes `Goal` and `Deviation`; returns `GoalWeek`, sorted by goal and week.
    """
    counted = {measure.measure_id: measure for measure in inputs.measures if isinstance(measure, CaseCount)}
    of_cases = goals.filter("is_current", goal_kind="cumulative").filter(pl.col("measure_id").is_in(list(counted)))
    weeks = _told(_weeks(of_cases, inputs.as_of), inputs, counted)
    needed = _with_needed(_with_days(weeks, inputs.holidays), deviations, inputs.holidays)
    of_units = [
        _counted(inputs, measure, of_cases) for measure in counted.values() if measure.measure_id in set(needed["measure_id"])
    ]
    nothing = pl.DataFrame(schema={"measure_id": pl.String, "unit_id": pl.String, "week_from": pl.Date, "outcome": pl.Float64})
    with_outcome = needed.join(
        pl.concat([nothing, *of_units]), on=["measure_id", "unit_id", "week_from"], how="left", validate="m:1"
    ).with_columns(pl.col("outcome").fill_null(0.0))
    room = _SAME * (1 + pl.col("needed"))
    is_won = (
        pl.when("is_ceiling")
        .then(pl.col("outcome") <= pl.col("needed") + room)
        .otherwise(pl.col("outcome") >= pl.col("needed") - room)
    )
    return GoalWeek.conform(with_outcome.with_columns(is_won=is_won).sort("goal_id", "week_from").select(*GoalWeek.columns))


def _weeks(goals: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The Mondays from the plan's first one to the last whose Sunday has passed, and lies in the plan."""
    plan_end = pl.col("last_month").dt.offset_by("1mo")
    return (
        goals.select(
            "goal_id", "version", "unit_id", "measure_id", "target", "is_ceiling", "first_month", plan_end=plan_end,
        )
        .with_columns(
            week_from=pl.date_ranges(
                pl.col("first_month").dt.offset_by("6d").dt.truncate("1w"),
                pl.min_horizontal("plan_end", pl.lit(as_of)).dt.offset_by("-7d").dt.truncate("1w"),
                interval="1w",
            )
        )
        .filter(pl.col("week_from").list.len() > 0)
        .explode("week_from")
    )  # fmt: skip


def _with_days(weeks: pl.DataFrame, holidays: tuple[date, ...]) -> pl.DataFrame:
    following = weeks["week_from"].dt.offset_by("1w")
    return weeks.with_columns(working_days=working_days(weeks["week_from"], following, holidays))


def _told(weeks: pl.DataFrame, inputs: Inputs, counted: dict[str, CaseCount]) -> pl.DataFrame:
    """The weeks that the measure's source covers from its first day to its last working day."""
    known = pl.DataFrame(
        [(measure_id, measure.source) for measure_id, measure in counted.items()],
        schema={"measure_id": pl.String, "source_id": pl.String},
        orient="row",
    ).join(_known_days(inputs), on="source_id")
    mondays = weeks["week_from"].unique()
    last_days = np.busday_offset(
        mondays.dt.offset_by("1w").to_numpy().astype("datetime64[D]"),
        -1,
        roll="forward",
        holidays=np.array(inputs.holidays, dtype="datetime64[D]"),
    )
    last_day = pl.DataFrame({"week_from": mondays, "last_day": pl.Series(last_days, dtype=pl.Date)})
    return (
        weeks.join(known, on="measure_id", validate="m:1")
        .join(last_day, on="week_from", validate="m:1")
        .filter(pl.col("week_from") >= pl.col("known_from"), pl.col("last_day") <= pl.col("known_to"))
    )


def _known_days(inputs: Inputs) -> pl.DataFrame:
    """Per source delivered: the first day of its first month, and the day of its latest event no later than the as-of date."""
    covers = pl.DataFrame(
        [(source_id, first) for source_id, (first, _) in inputs.source_covers.items()],
        schema={"source_id": pl.String, "known_from": pl.Date},
        orient="row",
    )
    days = (pl.col(event).dt.date() for event in _EVENTS)
    latest = (
        inputs.cases.lazy()
        .select("source_id", *(pl.when(day <= inputs.as_of).then(day) for day in days))
        .group_by("source_id")
        .agg(pl.max(*_EVENTS))
        .select("source_id", known_to=pl.max_horizontal(*_EVENTS))
        .collect()
    )
    return covers.join(latest, on="source_id")


def _with_needed(weeks: pl.DataFrame, deviations: pl.DataFrame, holidays: tuple[date, ...]) -> pl.DataFrame:
    """What each week had to give, from where the goal stood after the last month that ended before it."""
    start = weeks.select("goal_id", counted_to="first_month", so_far=pl.lit(0.0)).unique("goal_id")
    stands = deviations.select("goal_id", counted_to=pl.col("month").dt.offset_by("1mo"), so_far="outcome_cumulative")
    placed = weeks.sort("week_from").join_asof(
        pl.concat([start, stands]).sort("counted_to"),
        left_on="week_from",
        right_on="counted_to",
        by="goal_id",
        coalesce=False,
        check_sortedness=False,
    )
    left = working_days(placed["counted_to"], placed["plan_end"], holidays)
    left_to_do = (pl.col("target") - pl.col("so_far")).clip(lower_bound=0)
    return (
        placed.with_columns(days_left=left)
        .filter(pl.col("days_left") > 0)
        .with_columns(needed=left_to_do * pl.col("working_days") / pl.col("days_left"))
        .drop_nulls("needed")
    )


def _counted(inputs: Inputs, measure: CaseCount, goals: pl.DataFrame) -> pl.DataFrame:
    """Cases per week, for the units with goals for the measure: their own and those of the units below them."""
    wanted = goals.filter(measure_id=measure.measure_id)
    day = cases.at(cases.event_of(measure)).dt.date()
    return (
        inputs.cases.lazy()
        .filter(pl.col("source_id") == measure.source, cases.counts(measure))
        .select("unit_id", week_from=day.dt.truncate("1w"))
        .filter(pl.col("week_from") >= wanted["first_month"].min())
        .join(lineage(inputs.plan).lazy(), on="unit_id", validate="m:1")
        .select("week_from", *(pl.col(level).cast(pl.String) for level in LEVELS))
        .unpivot(on=LEVELS, index="week_from", value_name="unit_id")
        .filter(pl.col("unit_id").is_in(wanted["unit_id"].unique().implode()))
        .group_by("unit_id", "week_from")
        .agg(outcome=pl.len().cast(pl.Float64))
        .select(pl.lit(measure.measure_id).alias("measure_id"), "unit_id", "week_from", "outcome")
        .collect()
    )

"""Which cases count in which figure: the one place that says so, for `transforms.case_figures` and for tracing alike.

A case counts in the month of its event. It counts in the unit that has it, in the process above and in the nämnd above
that; a case of a unit that the plan does not know counts nowhere (intake sends such rows to quarantine).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

import polars as pl

from transforms.measures import CaseCount, CaseDuration, CaseMeasure, CaseShare, CaseStock, Distinct, Event, Filter
from transforms.outcomes.durations import elapsed, no_later_than_deadline
from transforms.periods import starts_month

NEVER = date(9999, 1, 1)
"""The month in which an open case stops being open."""


def at(event: Event) -> pl.Expr:
    """When an event of a case took place."""
    return pl.col(f"{event}_at")


def inside(where: Filter) -> pl.Expr:
    """Whether a case is among those a filter names; never null."""
    named = {column.name: getattr(where, column.name) for column in fields(where)}
    return pl.all_horizontal(pl.lit(True), *(_is_one_of(column, values) for column, values in named.items() if values))


def event_of(measure: CaseCount | CaseShare | CaseDuration | Distinct) -> Event:
    """The event whose month a case counts in."""
    return measure.until if isinstance(measure, CaseDuration) else measure.event


def counts(measure: CaseMeasure) -> pl.Expr:
    """Whether a case counts in the measure (for a share: in its denominator), in whichever month; never null."""
    among = inside(measure.where)
    match measure:
        case CaseStock():
            return among
        case Distinct():
            return among & at(measure.event).is_not_null() & distinct_key(measure).is_not_null()
        case CaseDuration(statistic="share_within", limit="due"):
            return among & at(measure.until).is_not_null() & pl.col("due_at").is_not_null()
        case CaseDuration():
            return among & at(measure.until).is_not_null() & at(measure.since).is_not_null()
        case _:
            return among & at(measure.event).is_not_null()


def counts_as_part(measure: CaseMeasure, holidays: Sequence[date]) -> pl.Expr | None:
    """Whether a case that counts is also in the numerator; None for measures that are no share."""
    match measure:
        case CaseShare():
            return counts(measure) & inside(measure.part)
        case CaseDuration(statistic="share_within", limit="due"):
            return counts(measure) & no_later_than_deadline(at(measure.until), pl.col("due_at"))
        case CaseDuration(statistic="share_within", limit=float() | int() as limit):
            return counts(measure) & (time_taken(measure, holidays) <= limit)
        case _:
            return None


def time_taken(measure: CaseDuration, holidays: Sequence[date]) -> pl.Expr:
    """The time a case took, in the measure's unit."""
    return elapsed(at(measure.since), at(measure.until), measure.measured_in, holidays)


def distinct_key(measure: Distinct) -> pl.Expr:
    """What is counted once, however many cases it has."""
    return pl.col("person_key" if measure.of == "person" else "caseworker_key")


def open_from() -> pl.Expr:
    """The first month at whose end a case is open, if it is open at the end of any."""
    return starts_month(at("opened"))


def open_until() -> pl.Expr:
    """The first month at whose end a case is no longer open; a case closed before it was opened is open in none."""
    return pl.max_horizontal(starts_month(at("closed")).fill_null(NEVER), open_from())


def counts_in_month(measure: CaseMeasure, month: date) -> pl.Expr:
    """Whether a case counts in the measure's figure for one month."""
    if isinstance(measure, CaseStock):
        return counts(measure) & (open_from() <= month) & (open_until() > month)
    return counts(measure) & (starts_month(at(event_of(measure))) == month)


def _is_one_of(column: str, values: tuple[str, ...]) -> pl.Expr:
    # A handful of comparisons is five times as fast as a set look-up in a text column.
    return pl.any_horizontal(pl.col(column) == value for value in values).fill_null(value=False)

"""Activities that depend on each other can be done in some order: none waits for itself, directly or through others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from flows.failures import Fault
from flows.sources.plan.cells import quoted
from flows.sources.plan.reading import Row


def circles(activities: Collection[Row]) -> Iterator[Fault]:
    """One fault for every circle, in the row of the circle that stands first in the sheet."""
    rows: dict[str, Row] = {}
    for row in activities:
        if {"activity_id", "depends_on"} <= row.values.keys():
            rows.setdefault(row.values["activity_id"], row)
    waits_for = {activity_id: row.values["depends_on"] for activity_id, row in rows.items()}
    told: set[str] = set()
    for activity_id, row in rows.items():
        if activity_id in told:
            continue
        circle = _way_back(activity_id, waits_for)
        told.update(circle)
        if len(circle) == 1:
            yield row.fault("depends_on", f"{quoted(activity_id)}, aktiviteten själv", "andra aktiviteter, eller ingenting")
        elif circle:
            way = " väntar på ".join(quoted(step) for step in (*circle, activity_id))
            yield row.fault("depends_on", f"en cirkel: {way}", "aktiviteter som går att göra i någon ordning")


def _way_back(start: str, waits_for: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """A shortest way from an activity back to itself along what it waits for, itself first; empty when there is none."""
    came_from: dict[str, str] = {}
    front = [start]
    while front:
        reached = []
        for step in front:
            for needed in waits_for.get(step, ()):
                if needed == start:
                    way = [step]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    return tuple(reversed(way))
                if needed not in came_from:
                    came_from[needed] = step
                    reached.append(needed)
        front = reached
    return ()

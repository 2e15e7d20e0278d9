"""Which activities wait for which: the order that a handlingsplan's dependencies give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from transforms.plan import Activity


class Waiting:
    """The activities not done, and those among them that wait for one another.

    What is done waits for nothing and holds nothing up. Dependencies on activities that do not exist are not there, and
    neither are those between activities that wait for one another in a circle (the workbook's checks refuse both).
    """

    def __init__(self, activities: Sequence[Activity], done: set[str]) -> None:
        self._open = {activity.activity_id: activity for activity in activities if activity.activity_id not in done}
        self._place = {activity_id: place for place, activity_id in enumerate(self._open)}
        needs = {name: [need for need in activity.depends_on if need in self._open] for name, activity in self._open.items()}
        in_circle_with = _circles(needs)
        self._needs = {name: [need for need in of if need not in in_circle_with.get(name, ())] for name, of in needs.items()}
        self._waiters: dict[str, list[str]] = {name: [] for name in self._open}
        for name, of in self._needs.items():
            for need in of:
                self._waiters[need].append(name)

    def is_blocked(self, activity_id: str) -> bool:
        """Whether something that it depends on is not done."""
        return bool(self._needs.get(activity_id))

    def waiting_for(self, activity_id: str) -> list[str]:
        """What waits for it, directly or through others, in the order of the plan."""
        return sorted(_reached(activity_id, self._waiters), key=self._place.__getitem__)

    def latest_finishes(self) -> dict[str, date]:
        """By when each must be done: its due date, or the earliest latest start of what waits for it.

        A waiting activity without a length is taken to need no time, so that it passes on its own latest finish.
        """
        latest: dict[str, date] = {}
        for name in _last_first(self._needs):
            activity = self._open[name]
            bounds = (latest[waiter] - timedelta(days=self._open[waiter].duration_days or 0) for waiter in self._waiters[name])
            latest[name] = min([activity.due_on, *bounds])
        return latest


def _circles(needs: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """For each activity in a circle: those it waits for that also wait for it."""
    beyond = {name: _reached(name, needs) for name, of in needs.items() if of}
    return {name: {need for need in of if name in beyond.get(need, ())} for name, of in beyond.items() if name in of}


def _reached(start: str, edges: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(edges.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead.extend(edges.get(name, ()))
    return found


def _last_first(needs: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every activity after all that wait for it; there is no circle."""
    waiters_left = dict.fromkeys(needs, 0)
    for of in needs.values():
        for need in of:
            waiters_left[need] += 1
    free = [name for name, count in waiters_left.items() if count == 0]
    while free:
        name = free.pop()
        yield name
        for need in needs[name]:
            waiters_left[need] -= 1
            if waiters_left[need] == 0:
                free.append(need)

"""When things happen in an office: what comes in at any hour is done on a working day between eight and five."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from flows.demo.organisation import LAST_DAY

Minutes = npt.NDArray[np.datetime64]
"""Points in time, to the minute."""

_OPENS, _CLOSES = 8 * 60, 16 * 60 + 55
_END: np.datetime64 = np.datetime64(LAST_DAY) + np.timedelta64(1, "D")


def in_office_hours(wanted: Minutes, stream: np.random.Generator) -> Minutes:
    """The same moments where the office is open, otherwise the next morning it is; holidays are taken for working days."""
    days = wanted.astype("datetime64[D]")
    minute = (wanted - days).astype("timedelta64[m]").astype(int)
    too_late = minute > _CLOSES
    working_day = np.busday_offset(days + too_late.astype("timedelta64[D]"), 0, roll="forward")
    moved = too_late | (minute < _OPENS) | (working_day != days)
    morning = _OPENS + stream.integers(0, 150, size=len(wanted))
    done: Minutes = working_day.astype("datetime64[m]") + np.where(moved, morning, minute).astype("timedelta64[m]")
    return done


def spread_over_month(month: np.datetime64, count: int, weekend_weight: float, stream: np.random.Generator) -> Minutes:
    """``count`` days of a month (of which only those that have been), weekends less often; midnight of each day."""
    days = np.arange(month, month + np.timedelta64(1, "M"), dtype="datetime64[D]")
    days = days[days < _END.astype("datetime64[D]")]
    weights = np.where(np.is_busday(days), 1.0, weekend_weight)
    if not weights.any():
        return np.array([], dtype="datetime64[m]")
    return stream.choice(days, size=count, p=weights / weights.sum()).astype("datetime64[m]")


def share_of_month_so_far(month: np.datetime64) -> float:
    """How much of the month lies before the exports were taken: 1 for every month but the last."""
    days = np.arange(month, month + np.timedelta64(1, "M"), dtype="datetime64[D]")
    return float((days < _END.astype("datetime64[D]")).mean())


def known_by_now(moments: Minutes) -> Minutes:
    """Moments that lie after the last day are not known yet: NaT."""
    return np.where(moments < _END, moments, np.datetime64("NaT")).astype("datetime64[m]")


def at_hours(days: Minutes, first: float, last: float, stream: np.random.Generator) -> Minutes:
    """Each day at some time between two hours."""
    moments: Minutes = days + stream.integers(int(first * 60), int(last * 60), size=len(days)).astype("timedelta64[m]")
    return moments

"""A new baseline for a series that already has one (statistics: "Baseline and chance or trend").

It begins after the one before has ended, has a known cause, and is expected to last. The first baseline of a series needs
no more than a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from flows.failures import Fault
from flows.sources.plan.cells import quoted
from flows.sources.plan.reading import Row

_SERIES = ("measure_id", "unit_id")


def overlaps(baselines: Iterable[Row]) -> Iterator[Fault]:
    """No month lies in two baselines of the same series."""
    for of_series in _by_series(baselines, "from_month", "to_month"):
        longest = of_series[0]
        for row in of_series[1:]:
            if row.values["from_month"] <= longest.values["to_month"]:
                expected = (
                    f"en månad efter {longest.values['to_month']:%Y-%m}, som utgångsvärdet på rad {longest.number} slutar med"
                )
                yield row.fault("from_month", f"{row.values['from_month']:%Y-%m}", expected)
            longest = max(longest, row, key=lambda each: each.values["to_month"])


def unexplained_rebases(baselines: Iterable[Row]) -> Iterator[Fault]:
    """Every baseline of a series after its first says what changed the level, and that it is expected to last."""
    for of_series in _by_series(baselines, "from_month"):
        why = f"för mätaren har redan ett utgångsvärde, på rad {of_series[0].number}"
        for row in of_series[1:]:
            lasts = row.values.get("is_expected_to_last", True)
            if "cause" in row.values and row.values["cause"] is None:
                yield row.fault("cause", f"ingenting under {_heading(row, 'cause')}", f"vad som har ändrat nivån, {why}")
            if lasts is None:
                yield row.fault("is_expected_to_last", f"ingenting under {_heading(row, 'is_expected_to_last')}", f"ja, {why}")
            elif not lasts:
                expected = "ja: en nivå som inte väntas bestå får inget nytt utgångsvärde"
                yield row.fault("is_expected_to_last", "nej", expected)


def _heading(row: Row, field_name: str) -> str:
    return quoted(row.sheet.column(field_name).heading)


def _by_series(baselines: Iterable[Row], *fields: str) -> Iterator[list[Row]]:
    """The rows of each series in order of first month, those whose fields could be read; a row that stands twice counts once."""
    series: defaultdict[tuple[str, ...], dict[object, Row]] = defaultdict(dict)
    for row in baselines:
        if {*_SERIES, *fields} <= row.values.keys():
            series[tuple(row.values[field] for field in _SERIES)].setdefault(row.values["from_month"], row)
    for of_series in series.values():
        yield sorted(of_series.values(), key=lambda row: row.values["from_month"])

"""A small world for tests of outcomes: seven units, one measure of each kind and habit, and hypothesis strategies for cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from transforms.measures import CaseCount, CaseDuration, CaseShare, CaseStock, Distinct, Filter, Measure, Ratio
from transforms.plan import ChosenMeasure, Plan, Unit

PLAN = Plan(
    units=(
        Unit(unit_id="namnd", unit_name="Nämnden", level="board"),
        Unit(unit_id="stod", unit_name="Försörjningsstöd", level="process", parent_unit_id="namnd"),
        Unit(unit_id="arbete", unit_name="Arbetsmarknad", level="process", parent_unit_id="namnd"),
        Unit(unit_id="norr", unit_name="Norr", level="unit", parent_unit_id="stod"),
        Unit(unit_id="soder", unit_name="Söder", level="unit", parent_unit_id="stod"),
        Unit(unit_id="jobb", unit_name="Jobbcenter", level="unit", parent_unit_id="arbete"),
        Unit(unit_id="tom", unit_name="Enheten utan ärenden", level="unit", parent_unit_id="arbete"),
    ),
    chosen_measures=(ChosenMeasure(unit_id="tom", measure_id="per_handlaggare", position=1),),
)
SOURCE = "system"
AS_OF = date(2026, 4, 5)
COVERS = {SOURCE: (date(2026, 1, 1), date(2026, 6, 1))}
HOLIDAYS = (date(2026, 1, 1), date(2026, 1, 6), date(2026, 4, 3), date(2026, 4, 6))


def said(measure_id: str, **more: Any) -> dict[str, Any]:
    """What every measure must say, and nothing that matters."""
    return {
        "measure_id": measure_id, "name": measure_id, "unit": "st", "definition": "-", "direction": "up",
        "author": "analytiker", "checker": "kvalitet", "reviewed_on": date(2026, 1, 1), **more,
    }  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    CaseCount(**said("inkomna"), kind="case_count", source=SOURCE, event="opened"),
    CaseCount(
        **said("avslutade_a", complete_after_days=40), kind="case_count", source=SOURCE, event="closed",
        where=Filter(case_type=("a",)),
    ),
    CaseShare(
        **said("andel_bifall"), kind="case_share", source=SOURCE, event="decided",
        where=Filter(case_type=("a", "b")), part=Filter(outcome=("bifall", "delvis")),
    ),
    CaseDuration(**said("median_dagar"), kind="case_duration", source=SOURCE, until="closed", statistic="median"),
    CaseDuration(**said("p90_dagar"), kind="case_duration", source=SOURCE, until="closed", statistic="p90"),
    CaseDuration(**said("p90_timmar"), kind="case_duration", source=SOURCE, until="decided", statistic="p90", measured_in="hours"),
    CaseDuration(
        **said("median_arbetsdagar"), kind="case_duration", source=SOURCE, since="decided", until="closed",
        statistic="median", measured_in="working_days", where=Filter(channel=("webb",)),
    ),
    CaseDuration(
        **said("inom_tio_arbetsdagar"), kind="case_duration", source=SOURCE, until="closed",
        statistic="share_within", measured_in="working_days", limit=10,
    ),
    CaseDuration(**said("i_tid"), kind="case_duration", source=SOURCE, until="closed", statistic="share_within", limit="due"),
    CaseStock(**said("oppna"), kind="case_stock", source=SOURCE),
    CaseStock(**said("oppna_b"), kind="case_stock", source=SOURCE, where=Filter(case_type=("b",), channel=("webb", "post"))),
    Distinct(**said("personer"), kind="distinct", source=SOURCE, of="person", event="opened"),
    Distinct(**said("handlaggare"), kind="distinct", source=SOURCE, of="caseworker", event="opened"),
    Ratio(**said("per_handlaggare"), kind="ratio", numerator="oppna", denominator="handlaggare", per=1.0),
)  # fmt: skip

_first, _last = datetime(2025, 11, 1), datetime(2026, 6, 30)  # noqa: DTZ001 - local wall-clock times
_before_the_clock_change = datetime(2026, 3, 29, 1)  # noqa: DTZ001
_any_time = st.datetimes(min_value=_first, max_value=_last)
_midnights = st.integers(0, (_last - _first).days).map(lambda days: _first + timedelta(days=days))
_around_the_clock_change = st.integers(0, 3 * 60).map(lambda minutes: _before_the_clock_change + timedelta(minutes=minutes))
moments = st.one_of(_any_time, _midnights, _around_the_clock_change)

case_rows = st.lists(
    st.fixed_dictionaries(
        {
            "unit_id": st.sampled_from(["norr", "norr", "soder", "jobb", "stod", "okand"]),
            "case_type": st.sampled_from(["a", "b", "c", None]),
            "opened_at": moments,
            "decided_at": st.none() | moments,
            "closed_at": st.none() | moments,
            "due_at": st.none() | moments,
            "outcome": st.sampled_from(["bifall", "delvis", "avslag", None]),
            "channel": st.sampled_from(["webb", "post", None]),
            "person_key": st.sampled_from(["p1", "p2", "p3", None]),
            "caseworker_key": st.sampled_from(["h1", "h2", None]),
        }
    ),
    max_size=25,
).map(
    lambda rows: [
        row | {"source_id": SOURCE, "case_key": f"c{n}", "file_id": "f", "line": n} for n, row in enumerate(rows, start=2)
    ]
)

"""Made-up small kommuner, each from a seed: a tree of units, few cases, overlapping measures, goals, and nights with late facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import polars as pl

from tests.attacker.published import Kommun, Night, kommun, ledger, night
from transforms.catalogue import Case, ShownBefore
from transforms.inputs import Inputs
from transforms.measures import CaseCount, CaseDuration, CaseShare, CaseStock, Distinct, Filter, Measure, Ratio
from transforms.pipeline import build_tables
from transforms.plan import BaselineDecision, Goal, Plan, Unit

SOURCE = "system"
FIRST_MONTH = date(2025, 7, 1)
UNITS = (
    Unit(unit_id="N", unit_name="Nämnden", level="board"),
    Unit(unit_id="P", unit_name="Process P", level="process", parent_unit_id="N"),
    Unit(unit_id="Q", unit_name="Process Q", level="process", parent_unit_id="N"),
    *(Unit(unit_id=name, unit_name=f"Enhet {name}", level="unit", parent_unit_id="P") for name in "abc"),
    *(Unit(unit_id=name, unit_name=f"Enhet {name}", level="unit", parent_unit_id="Q") for name in "de"),
)
_A, _AB = Filter(case_type=("a",)), Filter(case_type=("a", "b"))


def _said(measure_id: str, **more: Any) -> dict[str, Any]:
    return {
        "measure_id": measure_id, "name": measure_id, "unit": "st", "definition": "-", "direction": "up", "author": "analytiker",
        "checker": "kvalitet", "reviewed_on": date(2025, 1, 1), "source": SOURCE, **more,
    }  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    CaseCount(**_said("opened"), kind="case_count", event="opened"),
    CaseCount(**_said("opened_a"), kind="case_count", event="opened", where=_A),
    CaseCount(**_said("opened_ab"), kind="case_count", event="opened", where=_AB),
    CaseCount(**_said("opened_k"), kind="case_count", event="opened", where=Filter(sex=("K",))),
    CaseCount(**_said("opened_m"), kind="case_count", event="opened", where=Filter(sex=("M",))),
    CaseCount(**_said("closed"), kind="case_count", event="closed"),
    CaseCount(**_said("work"), kind="case_count", event="closed", where=Filter(close_reason_group=("Arbete",))),
    CaseShare(**_said("work_share"), kind="case_share", event="closed", part=Filter(close_reason_group=("Arbete",))),
    CaseShare(**_said("web_share"), kind="case_share", event="opened", where=_AB, part=Filter(channel=("webb",))),
    CaseShare(**_said("open_share", disclosure="open"), kind="case_share", event="closed", part=Filter(sex=("K",))),
    CaseDuration(
        **_said("within_month"), kind="case_duration", until="closed", statistic="share_within", limit=30.0,
    ),
    CaseStock(**_said("stock"), kind="case_stock"),
    CaseStock(**_said("stock_a"), kind="case_stock", where=_A),
    Distinct(**_said("persons"), kind="distinct", of="person", event="opened"),
    Distinct(**_said("staff", disclosure="staff"), kind="distinct", of="caseworker", event="opened"),
    Ratio(**{key: value for key, value in _said("per_staff").items() if key != "source"}, kind="ratio", numerator="stock",
          denominator="staff"),
)  # fmt: skip
BY_ID = {measure.measure_id: measure for measure in MEASURES}


@dataclass(frozen=True, kw_only=True)
class World:
    """What happens in a kommun, and which days one looks. Each case has the day it becomes known."""

    measures: tuple[Measure, ...]
    plan: Plan
    rows: tuple[dict[str, Any], ...]
    nights: tuple[date, ...]
    first_month: date = FIRST_MONTH
    changes: dict[str, Any] = field(default_factory=dict)

    def kommun(self) -> Kommun:
        """What anybody may know of it."""
        return kommun(self.plan, self.measures)

    def inputs(self, as_of: date, shown_before: pl.DataFrame) -> Inputs:
        """What is known on the day."""
        known = [row["case"] for row in self.rows if row["known_on"] <= as_of]
        at = datetime.combine(as_of, datetime.min.time())
        rows = [
            {name: None if isinstance(value, datetime) and value >= at else value for name, value in case.items()}
            for case in known
            if case["opened_at"] < at
        ]
        last = (as_of.replace(day=1) - timedelta(days=1)).replace(day=1)
        return Inputs(
            as_of=as_of, municipality_code="9999", measures=self.measures, plan=self.plan, cases=Case.of(rows),
            source_covers={SOURCE: (self.first_month, last)}, shown_before=shown_before, **self.changes,
        )  # fmt: skip

    def look(self) -> list[Night]:
        """What each night shows, when each knows what all before it have shown."""
        seen, shown = [], ShownBefore.empty()
        for as_of in self.nights:
            tables = build_tables(self.inputs(as_of, shown))
            seen.append(night(tables, as_of))
            shown = ledger(shown, tables, as_of)
        return seen


def month_after(month: date, count: int) -> date:
    """The first day of the month so many months later."""
    years, at = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, at + 1, 1)


def made_up(seed: int, *measure_ids: str, months: int = 6, nights: int = 3, most: int = 12) -> World:
    """A kommun of these measures (all, when none is named), its last nights so many months apart."""
    luck = Random(seed)  # noqa: S311 - chance for tests
    measures = tuple(BY_ID[name] for name in measure_ids) or MEASURES
    days = tuple(month_after(FIRST_MONTH, months - nights + 1 + at) + timedelta(days=luck.randint(0, 6)) for at in range(nights))
    rows = []
    for unit_id, often in (("a", most), ("b", most // 2), ("c", 3), ("d", most), ("e", 4), ("P", 1)):
        for at in range(months):
            for _ in range(luck.choice((0, luck.randint(0, often), luck.randint(0, often), often))):
                rows.append(_case(luck, len(rows), unit_id, month_after(FIRST_MONTH, at)))
    return World(measures=measures, plan=_plan(luck, measures, months), rows=tuple(rows), nights=days)


def _case(luck: Random, number: int, unit_id: str, month: date) -> dict[str, Any]:
    opened = datetime.combine(month, datetime.min.time()) + timedelta(days=luck.randint(0, 27), hours=luck.randint(7, 16))
    closed = opened + timedelta(days=luck.choice((3, 10, 20, 40, 70, 300)), hours=1)
    case = {
        "source_id": SOURCE, "case_key": f"c{number}", "person_key": f"p{luck.randint(0, 60)}", "unit_id": unit_id,
        "case_type": luck.choice("aaabbc"), "opened_at": opened, "closed_at": closed, "sex": luck.choice("KKKMMM") or None,
        "close_reason_group": luck.choice(("Arbete", "Arbete", "Studier")), "channel": luck.choice(("webb", "webb", "post")),
        "caseworker_key": f"{unit_id}{luck.randint(0, 12)}", "file_id": "f", "line": number,
    }  # fmt: skip
    late = luck.choice((0,) * 12 + (20, 40, 70))
    return {"case": case, "known_on": opened.date() + timedelta(days=late)}


def _plan(luck: Random, measures: tuple[Measure, ...], months: int) -> Plan:
    """Goals of a unit and of its process on the same measure, two of them with different starts; a baseline of half the time."""
    ids = [measure.measure_id for measure in measures]
    goals = []
    counted = [name for name in ("work", "closed", "opened_a", "opened") if name in ids]
    for name in counted[: luck.randint(1, 2)]:
        for at, unit_id in enumerate(("a", "P", "a", "d")):
            goals.append(_goal(f"{name}-{unit_id}-{at}", unit_id, name, "cumulative", start=luck.randint(0, 2), months=months))
    if "work_share" in ids:
        goals.append(_goal("share-P", "P", "work_share", "share", start=luck.randint(0, 2), months=months))
        goals.append(_goal("share-a", "a", "work_share", "share", start=0, months=months))
    if "stock" in ids:
        goals.append(_goal("stock-a", "a", "stock", "stock", start=0, months=months))
    baselines = [
        BaselineDecision(
            measure_id=name, unit_id=unit_id, from_month=FIRST_MONTH, to_month=month_after(FIRST_MONTH, months - 2),
            decided_by="enhetschef", decided_on=date(2025, 7, 1), reason="-",
        )
        for name in ids[:2]
        for unit_id in ("a", "P")
    ]  # fmt: skip
    return Plan(units=UNITS, goals=tuple(goals), baselines=tuple(baselines))


def _goal(goal_id: str, unit_id: str, measure_id: str, kind: Any, *, start: int, months: int) -> Goal:
    return Goal(
        goal_id=goal_id, version=1, unit_id=unit_id, measure_id=measure_id, title=goal_id, kind=kind, target=80.0,
        start_value=None if kind == "cumulative" else 40.0, first_month=month_after(FIRST_MONTH, start),
        last_month=month_after(FIRST_MONTH, months + 3), shape="even", owner="enhetschef", decided_on=date(2025, 6, 1),
    )  # fmt: skip

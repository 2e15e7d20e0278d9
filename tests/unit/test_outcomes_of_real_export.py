"""The outcomes of a real export (1 434 permit cases) equal what plain csv and sorting say."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tests.outcome_world import said
from transforms.catalogue import Case
from transforms.inputs import Inputs
from transforms.measures import CaseCount, CaseDuration, CaseStock
from transforms.outcomes.every_measure import outcomes
from transforms.plan import Plan, Unit
from transforms.tracing import rows_behind

EXPORT = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "cases" / "wabo_receipt_cases.csv"
pytestmark = pytest.mark.skipif(not EXPORT.exists(), reason="the real export is not on this machine (../shared/data/cases)")

SWEDEN = ZoneInfo("Europe/Stockholm")
UNITS = {"General": "allman", "Customer contact": "kund", "Experts": "expert"}
CASES: dict[str, Any] = {"source": "wabo"}
MEASURES = (
    CaseCount(**said("inkomna"), **CASES, kind="case_count", event="opened"),
    CaseCount(**said("avslutade"), **CASES, kind="case_count", event="closed"),
    CaseStock(**said("oppna"), **CASES, kind="case_stock"),
    CaseDuration(**said("median"), **CASES, kind="case_duration", until="closed", statistic="median"),
    CaseDuration(**said("p90"), **CASES, kind="case_duration", until="closed", statistic="p90", measured_in="hours"),
    CaseDuration(**said("i_tid"), **CASES, kind="case_duration", until="closed", statistic="share_within", limit="due"),
)


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """The lines of the export with times as times."""
    with EXPORT.open(encoding="utf-8-sig", newline="") as file:
        return [
            line | {key: datetime.fromisoformat(line[key]) if line[key] else None for key in ("Inkom", "Avslutat", "Sista dag")}
            for line in csv.DictReader(file, delimiter=";")
        ]


@pytest.fixture(scope="module")
def inputs(lines) -> Inputs:
    cases = Case.of([
        {
            "source_id": "wabo", "case_key": line["Ärendenummer"], "unit_id": UNITS[line["Avdelning"]], "opened_at": line["Inkom"],
            "closed_at": line["Avslutat"], "due_at": line["Sista dag"], "file_id": "fil", "line": number,
        }
        for number, line in enumerate(lines, start=2)
    ])  # fmt: skip
    plan = Plan(
        units=(
            Unit(unit_id="namnd", unit_name="Nämnden", level="board"),
            Unit(unit_id="lov", unit_name="Bygglov", level="process", parent_unit_id="namnd"),
            *(Unit(unit_id=unit_id, unit_name=name, level="unit", parent_unit_id="lov") for name, unit_id in UNITS.items()),
        )
    )
    covers = {"wabo": (date(2010, 10, 1), date(2012, 1, 1))}
    return Inputs(as_of=date(2012, 2, 1), municipality_code="1287", measures=MEASURES, plan=plan, source_covers=covers, cases=cases)


@pytest.fixture(scope="module")
def figures(inputs) -> dict[tuple[str, str, date], float | None]:
    return {tuple(row[:3]): row[3] for row in outcomes(inputs).iter_rows()}


def month(moment: datetime) -> date:
    return date(moment.year, moment.month, 1)


@pytest.mark.parametrize("unit_id", ["lov", "allman", "kund", "expert"])
def test_received_and_closed_per_month(lines, figures, unit_id):
    mine = [line for line in lines if unit_id in {"lov", UNITS[line["Avdelning"]]}]
    received = Counter(month(line["Inkom"]) for line in mine)
    closed = Counter(month(line["Avslutat"]) for line in mine if line["Avslutat"])
    months = sorted({key[2] for key in figures})
    assert len(months) == 16
    assert [figures["inkomna", unit_id, each] for each in months] == [received[each] for each in months]
    assert [figures["avslutade", unit_id, each] for each in months] == [closed[each] for each in months]


def test_open_at_the_end_of_each_month(lines, figures):
    for end, of_month in zip(
        [(2011, 1), (2011, 6), (2012, 1), (2012, 2)], [(2010, 12), (2011, 5), (2011, 12), (2012, 1)], strict=True
    ):
        moment = datetime(*end, 1)  # noqa: DTZ001 - local wall-clock time
        still_open = sum(line["Inkom"] < moment and not (line["Avslutat"] and line["Avslutat"] < moment) for line in lines)
        assert figures["oppna", "namnd", date(*of_month, 1)] == still_open


def test_lead_times_and_share_in_time(lines, figures):
    """Every month in which anything was closed: median days, p90 hours (summer time minded), and in time by the last day."""
    for each in sorted({key[2] for key in figures}):
        closed = [line for line in lines if line["Avslutat"] and month(line["Avslutat"]) == each]
        days = sorted((line["Avslutat"].date() - line["Inkom"].date()).days for line in closed)
        hours = sorted((_seconds(line["Avslutat"]) - _seconds(line["Inkom"])) / 3600 for line in closed)
        in_time = [_by_last_day(line["Avslutat"], line["Sista dag"]) for line in closed]
        assert figures["median", "lov", each] == pytest.approx(_percentile(days, 0.5))
        assert figures["p90", "lov", each] == pytest.approx(_percentile(hours, 0.9))
        assert figures["i_tid", "lov", each] == pytest.approx(100 * sum(in_time) / len(in_time))


def test_the_rows_behind_a_figure_are_lines_of_the_file(inputs, lines, figures):
    """May 2011: the late ones and those in time, by line number."""
    may = date(2011, 5, 1)
    numerator, denominator = rows_behind(inputs, MEASURES[-1], "lov", may)
    closed = {number: line for number, line in enumerate(lines, start=2) if line["Avslutat"] and month(line["Avslutat"]) == may}
    assert set(denominator.rows["line"]) == set(closed)
    assert set(numerator.rows["line"]) == {
        number for number, line in closed.items() if _by_last_day(line["Avslutat"], line["Sista dag"])
    }
    assert figures["i_tid", "lov", may] == pytest.approx(100 * numerator.rows.height / denominator.rows.height)


def test_a_running_month_is_there_and_preliminary(inputs):
    early = outcomes(Inputs(**(vars(inputs) | {"as_of": date(2011, 9, 15)})))
    assert early["month"].max() == date(2011, 9, 1)
    assert early.filter("is_preliminary")["month"].unique().to_list() == [date(2011, 9, 1)]
    assert early.filter(pl.col("measure_id") == "inkomna", "is_preliminary").height == 5


def _seconds(local: datetime) -> float:
    return local.replace(tzinfo=SWEDEN).timestamp()


def _by_last_day(closed: datetime, last: datetime) -> bool:
    """A last day without a time of day lasts all day."""
    return closed.date() <= last.date() if (last.hour, last.minute, last.second) == (0, 0, 0) else closed <= last


def _percentile(values: list[float], share: float) -> float:
    rank = share * (len(values) - 1)
    below = int(rank)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (rank - below)

"""What one night has shown the next does not contradict by a small count: "10 yesterday, 11 today" would tell of one person."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.failures import ExitCode
from flows.night_run import run_night
from flows.rendering import render_again
from flows.showings import SOURCE_ID
from flows.sources.landing import Landing
from tests.end_to_end.pages import lines_of
from tests.end_to_end.small_kommun import AS_OF, build_small_kommun, write_export
from transforms.catalogue import DisclosedDeviation, DisclosedOutcome, Outcome
from warehouse.read import tables_of

SECOND, THIRD = AS_OF + timedelta(days=1), AS_OF + timedelta(days=2)
SEPTEMBER = date(2026, 9, 1)
NORTH = "Norra enheten"


def cases(late_in_september: int) -> list[str]:
    """Ten a month and unit that went to work, and in the north some that September has been told of late."""
    months = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(21)]
    closed = [(month, unit, 10) for month in months for unit in (NORTH, "Södra enheten")]
    closed.append((SEPTEMBER, NORTH, late_in_september))
    return [
        f"{unit[0]}{at:02d}{number:02d};P{at:02d}{number:02d};{unit};{month};{month + timedelta(days=15)};Fått arbete;1"
        for at, (month, unit, many) in enumerate(closed)
        for number in range(many)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three nights: September as first told, with one more in the north, and with six more."""
    folder = build_small_kommun(tmp_path_factory.mktemp("nights") / "kommun")
    measures = folder / "measures" / "alla.toml"
    measures.write_text(
        measures.read_text(encoding="utf-8").replace('disclosure = "open"', 'disclosure = "persons"'), encoding="utf-8"
    )
    for as_of, late in ((AS_OF, 0), (SECOND, 1), (THIRD, 6)):
        write_export(folder, cases(late))
        assert run_night(folder, as_of) == ExitCode.DONE
        (folder / "var" / f"tables-{as_of}").mkdir()
        for name in ("framdrift.duckdb", "framdrift_open.duckdb"):
            (folder / "var" / f"tables-{as_of}" / name).write_bytes((folder / "var" / "warehouse" / name).read_bytes())
    return folder


def september(folder: Path, as_of: date, unit_id: str = "norr") -> tuple[float, float, bool]:
    """What September was, what everybody was shown that it was, and whether that stands from before."""
    at = folder / "var" / f"tables-{as_of}"
    true = tables_of(at / "framdrift.duckdb", [Outcome])[Outcome]
    shown = tables_of(at / "framdrift_open.duckdb", [DisclosedOutcome])[DisclosedOutcome]
    row = {"measure_id": "i_arbete", "unit_id": unit_id, "month": SEPTEMBER}
    (seen,) = shown.filter(**row).rows(named=True)
    return true.filter(**row)["value"].item(), seen["value"], seen["is_held"]


def sum_shown(folder: Path, as_of: date) -> float:
    shown = tables_of(folder / "var" / f"tables-{as_of}" / "framdrift_open.duckdb", [DisclosedDeviation])[DisclosedDeviation]
    return shown.filter(goal_id="mal-norr", month=SEPTEMBER)["outcome_cumulative"].item()


def page(folder: Path, as_of: date) -> list[str]:
    return lines_of(folder / "var" / "packs" / as_of.isoformat() / f"nulageskoll_norr_{as_of}.pdf")


def test_a_change_too_small_to_be_told_is_not_told(folder):
    assert september(folder, AS_OF) == (10, 10, False)
    assert september(folder, SECOND) == (11, 10, True)
    assert sum_shown(folder, AS_OF) == sum_shown(folder, SECOND) == 90


def test_the_total_above_stands_with_it(folder):
    """Twenty shown beside ten and ten: twenty-one would tell."""
    assert september(folder, SECOND, "process") == (21, 20, True)
    assert september(folder, SECOND, "soder") == (10, 10, False)


def test_the_page_marks_what_stands_from_before_and_says_why(folder):
    first, second = page(folder, AS_OF), page(folder, SECOND)
    assert not any("°" in line for line in first)
    assert any("10°" in line for line in second)
    assert any("för liten för att visas" in line for line in second)


def test_a_change_large_enough_is_told(folder):
    assert september(folder, THIRD) == (16, 16, False)
    assert september(folder, THIRD, "process") == (26, 26, False)
    assert sum_shown(folder, THIRD) == 96


def test_only_what_was_new_is_remembered_of_a_night(folder):
    nights = Landing(folder / "var" / "landing").files(SOURCE_ID, THIRD)
    assert nights[0].landed_on == AS_OF
    assert all(file.rows_loaded < nights[0].rows_loaded for file in nights[1:])


def test_a_night_made_again_shows_what_it_showed(folder, tmp_path):
    """Also after later nights: it meets what had been shown before it, not what has been shown since."""
    before = page(folder, SECOND)
    (again,) = render_again(folder, SECOND, units=["norr"], into=tmp_path)
    assert lines_of(again) == before
    assert pl.Series(before).str.contains("Norra enheten").any()

"""What is true in the demo kommun."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from flows.demo import organisation
from flows.demo.organisation import FIRST_DAY, LAST_DAY, UNITS, units_of, working_units
from flows.demo.persons import PERSON_COUNT, check_digit, personnummer_for_testing
from flows.demo.spoiled import SPOILED_ROWS
from flows.demo.truth import truth


@pytest.fixture(scope="module")
def cases() -> dict[str, pl.DataFrame]:
    return truth()


def of_month(column: str) -> pl.Expr:
    return pl.col(column).dt.truncate("1mo").dt.date()


def test_the_goal_of_450_has_exactly_the_outcomes_the_story_needs(cases):
    """28, 31, 35, 40, 33 and 38 into work from April to September 2026: 205, where 225 were planned."""
    into_work = (
        cases["flai"]
        .filter(pl.col("close_reason_group") == "Arbete", pl.col("closed_at") >= date(2026, 4, 1))
        .group_by(month=of_month("closed_at"))
        .len()
        .sort("month")
    )
    assert into_work["month"].to_list() == [date(2026, month, 1) for month in range(4, 10)]
    assert into_work["len"].to_list() == [28, 31, 35, 40, 33, 38]


def test_no_unit_has_so_few_into_work_that_a_month_of_the_goal_must_be_hidden(cases):
    """Every unit of the process has at least five each month, three years through."""
    per_unit = (
        cases["flai"]
        .filter(pl.col("close_reason_group") == "Arbete")
        .group_by("unit_id", of_month("closed_at"))
        .len()
        .pivot("unit_id", index="closed_at")
    )
    assert per_unit.height == 36
    assert per_unit.drop("closed_at").null_count().sum_horizontal().item() == 0
    assert per_unit.select(pl.min_horizontal(pl.exclude("closed_at")).min()).item() >= 5


def test_there_are_about_twenty_thousand_cases_in_three_years_in_all_twelve_units(cases):
    """All came in from the first day to the last, each with a number of its own."""
    both = pl.concat(cases.values())
    assert 19_000 < both.height < 23_000
    assert both["case_id"].is_unique().all()
    assert set(both["unit_id"]) == {unit.unit_id for unit in working_units()}
    assert len(working_units()) == 12
    assert both["opened_at"].dt.date().min() == FIRST_DAY
    assert both.select(pl.max_horizontal(pl.col("opened_at", "decided_at", "closed_at").max())).item().date() <= LAST_DAY


def test_nothing_is_decided_or_closed_before_it_came_in(cases):
    """The truth has no dirt."""
    both = pl.concat(cases.values())
    assert both.filter(pl.col("decided_at") < pl.col("opened_at")).is_empty()
    assert both.filter(pl.col("closed_at") < pl.col("opened_at")).is_empty()
    assert both.filter(pl.col("closed_at") < pl.col("decided_at")).is_empty()
    assert (both["closed_at"].is_null() == both["close_reason_group"].is_null()).all()


def test_one_unit_has_become_faster_and_another_slower(cases):
    """Median days to a decision, before the spring of 2026 and in the last three months; the other units keep theirs."""
    decided = cases["treserva"].filter(pl.col("unit_id").str.starts_with("fs_"), pl.col("decided_at").is_not_null())
    days = (pl.col("decided_at") - pl.col("opened_at")).dt.total_minutes() / (24 * 60)
    is_late = pl.col("decided_at") >= date(2026, 7, 1)
    medians = (
        decided.filter(is_late | (pl.col("decided_at") < date(2026, 4, 1)))
        .group_by("unit_id", late=is_late)
        .agg(days=days.median())
        .pivot("late", index="unit_id", values="days")
        .with_columns(change=pl.col("true") / pl.col("false"))
    )
    change = dict(medians.select("unit_id", "change").iter_rows())
    assert change[organisation.OST] < 0.65
    assert change[organisation.VAST] > 1.35
    assert all(0.85 < change[unit] < 1.15 for unit in (organisation.MOTTAGNING, organisation.UNGA, organisation.LANGVARIGT))


def test_applications_peak_in_january_and_dip_in_july(cases):
    """Season: the mean January is the highest of all months, the mean July the lowest."""
    came = (
        cases["treserva"]
        .filter(
            pl.col("unit_id").str.starts_with("fs_"),
            pl.col("opened_at") >= date(2023, 11, 1),
            pl.col("opened_at") < date(2026, 10, 1),
        )
        .group_by(month=of_month("opened_at"))
        .len()
        .group_by(pl.col("month").dt.month())
        .agg(pl.col("len").mean())
        .sort("len")
    )
    assert came["month"][0] == 7
    assert came["month"][-1] == 1


def test_persons_are_of_the_tax_agency_s_test_series_only(cases):
    """Born 1890–1909, birth numbers 980 and 981 on alternate days: examples of the published list, and every person of the demo."""
    published = {0: "189001019802", 1: "189001029819", 2: "189001039800", 17: "189001189811", 3652: "190001019801"}
    assert {number: personnummer_for_testing(number) for number in published} == published
    allowed = {personnummer_for_testing(number) for number in range(PERSON_COUNT)}
    assert set(pl.concat(cases.values())["person_id"]) <= allowed
    assert max(allowed) < "1910"
    assert all(str(check_digit(number[2:11])) == number[-1] for number in list(allowed)[:50])


def test_rows_for_quarantine_are_between_three_and_five_in_a_thousand(cases):
    """Enough to be seen, far from the limit."""
    for source_id, spoiled in SPOILED_ROWS.items():
        assert 0.003 <= spoiled / (cases[source_id].height + spoiled) <= 0.005


def test_the_organisation_is_one_board_three_processes_and_their_units():
    """Every unit has a process, every process the nämnd, and everybody in charge has a title."""
    assert [unit.level for unit in UNITS].count("board") == 1
    processes = [unit.unit_id for unit in UNITS if unit.level == "process"]
    assert [len(units_of(process)) for process in processes] == [5, 3, 4]
    assert all(unit.manager_title for unit in UNITS)
    assert max(len(word) for unit in UNITS for word in unit.unit_name.split()) > 40


def test_the_truth_is_the_same_every_time(cases):
    """Two tellings are equal, row for row."""
    again = truth()
    assert all(cases[source_id].equals(again[source_id]) for source_id in cases)

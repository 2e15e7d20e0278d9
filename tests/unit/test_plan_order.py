"""What activities wait for and what a new baseline needs, as the plan workbook says it; and workbooks from before it could."""

from __future__ import annotations

import json
from datetime import date

import pytest

from flows.sources.plan.sheets import SHEETS
from flows.sources.plan.workbook import examine_plan, plan_from_json, plan_to_json, read_plan, write_plan
from tests.plan_workbook_sample import told, workbook
from transforms.plan import Activity, Plan

OWNER = "Enhetschef"
CAME_LATER = {sheet.name: [column.heading for column in sheet.columns if column.came_later] for sheet in SHEETS}
OLD_HEADINGS = {
    sheet.name: [column.heading for column in sheet.columns if not column.came_later] for sheet in SHEETS if CAME_LATER[sheet.name]
}


def with_activities(path, **waits_for):
    """A workbook with these activities in this order and what stands under Beror på; the first is on row 5."""
    changes = {}
    for number, (activity_id, needed) in enumerate(waits_for.items(), start=5):
        cells = {"A": activity_id, "B": "007", "D": "Något", "E": OWNER, "F": "nej", "G": date(2026, 5, 31), "L": needed}
        changes |= {f"Aktiviteter!{column}{number}": value for column, value in cells.items()}
    return workbook(path, changes)


def with_baselines(path, *rows):
    """A workbook with these baselines of one series: first month, last month, known cause, expected to last."""
    changes = {}
    for number, (first, last, cause, lasts) in enumerate(rows, start=5):
        cells = {"A": "i_arbete", "B": "007", "C": first, "D": last, "E": OWNER, "F": date(2026, 1, 20), "G": "Året före"}
        cells |= {"H": cause, "I": lasts}
        changes |= {f"Utgångsvärden!{column}{number}": value for column, value in cells.items()}
    return workbook(path, changes)


@pytest.mark.parametrize("written", ["a2, a3", "a2,a3", " a2 ;a3 ", "a2\na3", "a2, a3, a2,"])
def test_what_an_activity_depends_on_is_read_however_it_is_parted(tmp_path, written):
    plan = read_plan(with_activities(tmp_path / "plan.xlsx", a1=written, a2=None, a3="a2"))
    assert [activity.depends_on for activity in plan.activities] == [("a2", "a3"), (), ("a2",)]


def test_a_number_is_an_id_too(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"Aktiviteter!A5": 7, **{
        f"Aktiviteter!{column}6": value
        for column, value in {"A": 8, "B": "007", "D": "x y", "E": OWNER, "F": "ja", "G": "2026-05-31", "L": 7}.items()
    }})  # fmt: skip
    assert [activity.depends_on for activity in read_plan(path).activities] == [(), ("7",)]


def test_what_an_activity_depends_on_is_known(tmp_path):
    """With the closest id as a hint; one fault for each unknown id of the cell."""
    assert told(with_activities(tmp_path / "plan.xlsx", massa="lokal, inbjudning, x", inbjudan=None)) == [
        "Aktiviteter!L5: hittade ”lokal”, som inte finns, väntade ett id från bladet Aktiviteter",
        "Aktiviteter!L5: hittade ”inbjudning”, som inte finns, väntade ett id från bladet Aktiviteter (kanske ”inbjudan”)",
        "Aktiviteter!L5: hittade ”x”, som inte finns, väntade ett id från bladet Aktiviteter",
    ]


def test_what_is_no_id_is_told(tmp_path):
    (sentence,) = told(with_activities(tmp_path / "plan.xlsx", a1="jobbmässa och a2", a2=None))
    assert sentence == (
        "Aktiviteter!L5: hittade ”jobbmässa och a2” under ”Beror på”, väntade ett eller flera id med komma emellan, av bokstäver, "
        "siffror, streck och punkt (högst 60, bokstav eller siffra först)"
    )


def test_an_activity_does_not_wait_for_itself(tmp_path):
    assert told(with_activities(tmp_path / "plan.xlsx", a1=None, a2="a1, a2")) == [
        "Aktiviteter!L6: hittade ”a2”, aktiviteten själv, väntade andra aktiviteter, eller ingenting"
    ]


def test_each_circle_is_told_once_with_its_way_around(tmp_path):
    """Also where others wait for the circle, and where two circles stand apart."""
    found = told(with_activities(tmp_path / "plan.xlsx", a0="a1", a1="a2", a2="a0, a3", a3="a1", b="c", c="b", d="b"))
    assert found == [
        (
            "Aktiviteter!L5: hittade en cirkel: ”a0” väntar på ”a1” väntar på ”a2” väntar på ”a0”, "
            "väntade aktiviteter som går att göra i någon ordning"
        ),
        (
            "Aktiviteter!L8: hittade en cirkel: ”a3” väntar på ”a1” väntar på ”a2” väntar på ”a3”, "
            "väntade aktiviteter som går att göra i någon ordning"
        ),
        "Aktiviteter!L9: hittade en cirkel: ”b” väntar på ”c” väntar på ”b”, väntade aktiviteter som går att göra i någon ordning",
    ]


def test_waiting_for_the_same_by_two_ways_is_no_circle(tmp_path):
    assert told(with_activities(tmp_path / "plan.xlsx", a="b, c", b="d", c="d", d=None)) == []


def test_a_first_baseline_needs_no_cause(tmp_path):
    assert told(with_baselines(tmp_path / "plan.xlsx", ("2024-01", "2024-12", None, None))) == []


def test_a_new_baseline_says_why_and_that_it_lasts(tmp_path):
    first = ("2024-01", "2024-12", None, None)
    said = with_baselines(tmp_path / "plan.xlsx", ("2025-03", "2025-12", "Ny lag", "JA"), first)
    assert [(each.cause, each.is_expected_to_last) for each in read_plan(said).baselines] == [("Ny lag", True), (None, None)]
    assert told(with_baselines(tmp_path / "plan.xlsx", first, ("2025-01", "2025-12", None, None))) == [
        (
            "Utgångsvärden!H6: hittade ingenting under ”Känd orsak”, väntade vad som har ändrat nivån, "
            "för mätaren har redan ett utgångsvärde, på rad 5"
        ),
        "Utgångsvärden!I6: hittade ingenting under ”Väntas bestå”, väntade ja, för mätaren har redan ett utgångsvärde, på rad 5",
    ]
    assert told(with_baselines(tmp_path / "plan.xlsx", first, ("2025-01", "2025-12", "Semester", "nej"))) == [
        "Utgångsvärden!I6: hittade nej, väntade ja: en nivå som inte väntas bestå får inget nytt utgångsvärde"
    ]


@pytest.mark.parametrize(
    ("months", "is_refused"),
    [(("2025-01", "2025-12"), False), (("2024-12", "2025-12"), True), (("2024-03", "2024-05"), True)],
    ids=["the month after", "one month in both", "inside the first"],
)
def test_a_month_lies_in_one_baseline(tmp_path, months, is_refused):
    path = with_baselines(tmp_path / "plan.xlsx", ("2024-01", "2024-12", None, None), (*months, "Ny lag", "ja"))
    expected = "väntade en månad efter 2024-12, som utgångsvärdet på rad 5 slutar med"
    assert told(path) == ([f"Utgångsvärden!C6: hittade {months[0]}, {expected}"] if is_refused else [])


def test_the_longest_baseline_before_counts_for_an_overlap(tmp_path):
    rows = [("2024-01", "2025-12", None, None), ("2024-03", "2024-04", "a", "ja"), ("2025-06", "2026-01", "b", "ja")]
    found = told(with_baselines(tmp_path / "plan.xlsx", *rows))
    assert [sentence.split(":")[0] for sentence in found] == ["Utgångsvärden!C6", "Utgångsvärden!C7"]
    assert all(sentence.endswith("på rad 5 slutar med") for sentence in found)


def test_the_same_baseline_twice_is_one_fault(tmp_path):
    row = ("2024-01", "2024-12", None, None)
    assert told(with_baselines(tmp_path / "plan.xlsx", row, row)) == [
        "Utgångsvärden!C6: hittade samma ”Mätare” och ”Enhet” och ”Från månad” som på rad 5, väntade en rad för varje"
    ]


def test_baselines_of_other_units_have_nothing_to_do_with_each_other(tmp_path):
    rows = [("2024-01", "2024-12", None, None), ("2024-06", "2025-05", None, None)]
    path = workbook(tmp_path / "plan.xlsx", {
        f"Utgångsvärden!{column}{number}": value
        for number, (unit_id, row) in enumerate(zip(("007", "ekb"), rows, strict=True), start=5)
        for column, value in zip("ABCDEFG", ("i_arbete", unit_id, *row[:2], OWNER, "2026-01-20", "Året före"), strict=True)
    })  # fmt: skip
    assert told(path) == []


def test_last_years_workbook_is_still_read(tmp_path):
    """Without the columns that came later every activity waits for nothing and every baseline is a first one."""
    assert CAME_LATER["Aktiviteter"] == ["Beror på"]
    assert CAME_LATER["Utgångsvärden"] == ["Känd orsak", "Väntas bestå"]
    examined = examine_plan(workbook(tmp_path / "plan.xlsx", headings=OLD_HEADINGS), None)
    assert examined.faults == ()
    assert examined.plan == read_plan(workbook(tmp_path / "plan.xlsx"))
    assert examined.plan.activities[0].depends_on == ()


def test_a_rebase_in_last_years_workbook_is_told_with_its_row(tmp_path):
    """There is no cell to point at."""
    changes = {f"Utgångsvärden!{column}6": value for column, value in zip(
        "ABCDEFG", ("i_arbete", "007", "2026-01", "2026-06", OWNER, "2026-07-20", "Nytt"), strict=True
    )}  # fmt: skip
    found = told(workbook(tmp_path / "plan.xlsx", changes, OLD_HEADINGS))
    assert [sentence.split(" under ")[0] for sentence in found] == ["Utgångsvärden!6:6: hittade ingenting"] * 2


def test_a_later_heading_that_is_misspelt_is_not_passed_over(tmp_path):
    """What stands under it would be lost without a word."""
    headings = {"Aktiviteter": [*OLD_HEADINGS["Aktiviteter"], "Beroende på"]}
    assert told(workbook(tmp_path / "plan.xlsx", {"Aktiviteter!L5": "a2"}, headings)) == [
        "Aktiviteter!4:4: hittade rubriken ”Beroende på”, väntade en kolumn med rubriken ”Beror på”"
    ]


def test_a_plan_landed_before_the_columns_is_still_read(tmp_path):
    plan = read_plan(workbook(tmp_path / "plan.xlsx"))
    landed = json.loads(plan_to_json(plan))
    for record, fields in (("activities", ("depends_on",)), ("baselines", ("cause", "is_expected_to_last"))):
        for row in landed[record]:
            for field in fields:
                del row[field]
    assert plan_from_json(json.dumps(landed)) == plan


def test_the_ids_are_written_with_commas_and_asked_for_without_a_drop_down(tmp_path):
    waiting = tuple(
        Activity(
            activity_id=activity_id, unit_id="007", goal_id=None, title="x", owner=OWNER, is_decisive=False,
            due_on=date(2026, 5, 31), depends_on=needed,
        )
        for activity_id, needed in (("a", ("b", "c.1")), ("b", ()), ("c.1", ("b",)))
    )  # fmt: skip
    units = read_plan(workbook(tmp_path / "old.xlsx")).units
    write_plan(Plan(units=units, activities=waiting), tmp_path / "plan.xlsx", [])
    assert read_plan(tmp_path / "plan.xlsx").activities == waiting

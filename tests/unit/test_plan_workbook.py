"""The plan workbook: what is written is read back, and what cannot be read is told with sheet, cell, finding and expectation."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
import xlsxwriter

from flows.failures import ExitCode, Failure
from flows.sources.plan.columns import HEADING_ROW
from flows.sources.plan.sheets import SHEETS
from flows.sources.plan.workbook import examine_plan, plan_from_json, plan_to_json, read_plan, write_plan
from tests.plan_workbook_sample import told, workbook
from transforms.measures import CaseShare, Filter
from transforms.plan import Plan, Unit

MAIN = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def test_a_workbook_is_read_as_the_plan_it_says(tmp_path):
    """Months may be text or any date of theirs, choices any case, decimals a comma, ids keep their zeros, empty is nothing."""
    plan = read_plan(workbook(tmp_path / "plan.xlsx"))
    assert plan.units[2] == Unit(
        unit_id="007", unit_name="Mottagningen å ä ö", level="unit", parent_unit_id="ekb", manager_title="Enhetschef",
        email="m@kommunen.example",
    )  # fmt: skip
    first, second = plan.goals
    assert (first.first_month, first.last_month, first.kind, first.shape) == (
        date(2026, 4, 1),
        date(2027, 3, 1),
        "cumulative",
        "milestones",
    )
    assert (second.target, second.start_value, second.benefit) == (87.5, 60.0, None)
    assert plan.activities[0].is_decisive is True
    assert plan.activities[0].duration_days == 30
    assert plan.texts[0].body == "Rad ett\nrad två"
    assert [chosen.measure_id for chosen in plan.chosen_measures] == ["inkomna", "i_arbete"]


def test_the_template_is_an_empty_plan_and_its_examples_are_never_read(tmp_path):
    write_plan(Plan(), tmp_path / "plan.xlsx", ["inkomna"])
    assert read_plan(tmp_path / "plan.xlsx") == Plan()


def test_an_example_copied_below_the_headings_is_not_read(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"Beslut!A6": "Exempel: fraga-8", "Beslut!D6": "någon gång"})
    assert len(read_plan(path).decisions) == 1


def test_empty_rows_own_columns_and_moved_columns_do_no_harm(tmp_path):
    """Rows keep their addresses, and headings are found where they stand."""
    headings = ["Anteckning", "", "Plats", "Tema", "Deltagare", "Datum", "Enhet"]
    changes = {"Dialoger!A5": "egen", "Dialoger!B5": None, "Dialoger!C5": None, "Dialoger!D5": None, "Dialoger!E5": None,
               "Dialoger!F9": date(2026, 12, 1), "Dialoger!G9": "007", "Dialoger!A12": "bara en anteckning"}  # fmt: skip
    path = workbook(tmp_path / "plan.xlsx", changes, {"Dialoger": headings})
    assert [dialogue.held_on for dialogue in read_plan(path).dialogues] == [date(2026, 12, 1)]
    faulty = workbook(tmp_path / "plan.xlsx", {**changes, "Dialoger!F9": "i vinter"}, {"Dialoger": headings})
    assert told(faulty)[0].startswith("Dialoger!F9: hittade ”i vinter” under ”Datum”")


def test_addresses_are_right_when_the_first_column_is_empty(tmp_path):
    changes = {"Dialoger!A5": None, "Dialoger!B5": "007", "Dialoger!C5": "nyss"}
    path = workbook(tmp_path / "plan.xlsx", changes, {"Dialoger": ["", "Enhet", "Datum", "Deltagare", "Tema", "Plats"]})
    assert [sentence.split(":")[0] for sentence in told(path)] == ["Dialoger!C5"]


CELL_FAULTS = {
    "no date": (
        "Mål!L5",
        "i våras",
        "hittade ”i våras” under ”Beslutat den”, väntade ett datum som 2026-04-30, mellan 2000 och 2099",
    ),
    "number for date": (
        "Mål!L5",
        46113,
        "hittade ”46113” under ”Beslutat den”, väntade ett datum som 2026-04-30, mellan 2000 och 2099",
    ),
    "year 2999": (
        "Dialoger!B5",
        date(2999, 12, 31),
        "hittade ”2999-12-31 00:00:00” under ”Datum”, väntade ett datum som 2026-04-30, mellan 2000 och 2099",
    ),
    "no month": ("Mål!H5", "april", "hittade ”april” under ”Första månad”, väntade en månad som 2026-04, mellan 2000 och 2099"),
    "no choice": ("Mål!F5", "summa", "hittade ”summa” under ”Slag”, väntade kumulativt, andel eller beståndsmål"),
    "no yes": ("Aktiviteter!F5", "kanske", "hittade ”kanske” under ”Avgörande”, väntade ja eller nej"),
    "no number": ("Mål!G5", "många", "hittade ”många” under ”Måltal”, väntade ett tal"),
    "half a version": ("Delmål!B5", 1.5, "hittade ”1.5” under ”Version”, väntade ett heltal från 1 och uppåt"),
    "goal without number": (
        "Mål!G5",
        None,
        "hittade ingenting under ”Måltal”, väntade ett tal (ett mål utan tal går inte att följa upp)",
    ),
    "goal without unit to count in": (
        "Mål!D6",
        None,
        (
            "hittade ingenting under ”Mätare”, väntade ett id av bokstäver, siffror, streck och punkt "
            "(högst 60, bokstav eller siffra först) (utan mätare har målet ingen enhet att räkna i)"
        ),
    ),
    "goal without date": (
        "Mål!I6",
        None,
        (
            "hittade ingenting under ”Sista månad”, väntade en månad som 2026-04, mellan 2000 och 2099 "
            "(ett mål utan slutdatum går inte att bakåtplanera)"
        ),
    ),
    "goal without owner": (
        "Mål!K6",
        None,
        "hittade ingenting under ”Ägare”, väntade en roll, till exempel enhetschef (ett mål utan ägare blir ingens)",
    ),
    "owner unknown": ("Mål!K6", "?", "hittade ”?” under ”Ägare”, väntade en roll, till exempel enhetschef"),
    "id with a space": (
        "Beslut!A5",
        "b 1",
        (
            "hittade ”b 1” under ”Fråge-id”, väntade ett id av bokstäver, siffror, streck och punkt "
            "(högst 60, bokstav eller siffra först)"
        ),
    ),
    "name too long": (
        "Enheter!B7",
        "å" * 81,
        f"hittade ”{'å' * 59}…” under ”Namn”, väntade en text på högst 80 tecken",
    ),
    "no address": ("Enheter!F7", "mottagningen", "hittade ”mottagningen” under ”E-post”, väntade en e-postadress"),
    "Excel error": ("Mål!N6", "=1/0", "hittade ett Excelfel under ”Startvärde”, väntade ett tal"),
    "unknown unit": ("Dialoger!A5", "008", "hittade ”008”, som inte finns, väntade ett id från bladet Enheter (kanske ”007”)"),
    "unknown goal": ("Aktiviteter!C5", "x", "hittade ”x”, som inte finns, väntade ett id från bladet Mål"),
    "unknown version": ("Delmål!B6", 2, "hittade version 2, väntade en version av målet ”g1” som finns på bladet Mål"),
    "same row twice": (
        "Mätare per enhet!B6",
        "inkomna",
        "hittade samma ”Enhet” och ”Mätare” som på rad 5, väntade en rad för varje",
    ),
    "unit under a nämnd": ("Enheter!D7", "asn", "hittade ”asn”, som är en nämnd, väntade id för en process"),
    "unit under nothing": ("Enheter!D7", None, "hittade ingenting, väntade id för en process, som en enhet hör till"),
    "process under itself": ("Enheter!D6", "ekb", "hittade ”ekb”, som är en process, väntade id för en nämnd"),
    "nämnd under something": ("Enheter!D5", "ekb", "hittade ”ekb”, väntade ingenting: en nämnd hör inte till någon annan"),
    "plan that ends before it begins": (
        "Mål!I6",
        "2026-03",
        "hittade 2026-03, väntade tidigast 2026-04, som står under ”Första månad”",
    ),
    "share above hundred": ("Mål!G6", 101, "hittade 101, väntade procent mellan 0 och 100 för en andel"),
    "share without start": (
        "Mål!N6",
        None,
        "hittade ingenting, väntade nivån när planen börjar, som andel och beståndsmål räknas från",
    ),
    "milestone outside the plan": ("Delmål!C5", "2026-03", "hittade 2026-03, väntade en månad i planen, 2026-04 till 2027-03"),
    "milestone that falls": ("Delmål!D6", 99, "hittade 99, väntade minst 100, som delmålet före: sammanlagt minskar aldrig"),
    "milestone above the target": ("Delmål!D6", 451, "hittade 451, väntade högst måltalet 450"),
    "milestone that does not end on the target": ("Delmål!C6", "2027-03", None),
    "shape without milestones": (
        "Mål!J6",
        "delmål",
        "hittade delmål, väntade minst en rad för målet och versionen på bladet Delmål",
    ),
    "done before begun": (
        "Aktiviteter!H5",
        date(2026, 6, 1),
        None,
    ),
    "decided but not when": ("Beslut!F5", "Ja", None),
    "baseline backwards": ("Utgångsvärden!D5", "2024-12", "hittade 2024-12, väntade tidigast 2025-01, som står under ”Från månad”"),
}
ELSEWHERE = {
    "milestone that does not end on the target": "Delmål!D6: hittade 225, väntade måltalet 450 i planens sista månad",
    "done before begun": "Aktiviteter!G5: hittade 2026-05-31, väntade tidigast 2026-06-01, som står under ”Börjar”",
    "decided but not when": "Beslut!E5: hittade ingenting, fast det står ett beslut på raden, väntade dagen för beslutet",
}


@pytest.mark.parametrize("fault", CELL_FAULTS)
def test_each_faulty_cell_is_told_once_with_its_address(tmp_path, fault):
    cell, value, said = CELL_FAULTS[fault]
    sentences = told(workbook(tmp_path / "plan.xlsx", {cell: value}))
    assert sentences == [ELSEWHERE.get(fault, f"{cell}: {said}")]


def test_all_faults_are_told_at_once_in_the_order_of_the_workbook(tmp_path):
    path = workbook(
        tmp_path / "plan.xlsx", {"Texter!C5": "i går", "Mål!K5": None, "Enheter!C7": "team", "Mål!G6": 1000, "Mål!L6": "x"}
    )
    with pytest.raises(Failure) as failure:
        read_plan(path)
    assert failure.value.code is ExitCode.PLAN_UNREADABLE
    assert [sentence.split(":")[0] for sentence in failure.value.sentences] == [
        "plan.xlsx, Enheter!C7",
        "plan.xlsx, Mål!K5",
        "plan.xlsx, Mål!L6",
        "plan.xlsx, Mål!G6",
        "plan.xlsx, Texter!C5",
    ]


def test_a_missing_sheet_and_a_renamed_heading_are_told_and_bring_no_other_faults(tmp_path):
    headings = [column.heading for column in SHEETS[2].columns]
    headings[6] = "Mål tal"
    path = workbook(tmp_path / "plan.xlsx", headings={"Mål": headings}, leave_out=("Enheter",))
    assert told(path) == [
        "Enheter: hittade inget blad med det namnet, väntade ett blad som heter ”Enheter”",
        "Mål!4:4: hittade rubriken ”Mål tal”, väntade en kolumn med rubriken ”Måltal”",
    ]
    assert examine_plan(path, None).unit_ids is None


def test_measures_are_checked_when_they_are_known(tmp_path):
    """A cumulative goal needs a measure whose months can be added up; an unknown measure is told with the closest."""
    path = workbook(tmp_path / "plan.xlsx")
    assert told(path, {"inkomna": "case_count", "i_arbete": "case_share", "itid": "case_share"}) == [
        "Mål!D6: hittade ”i_tid”, som inte finns, väntade en mätare som analytikern har definierat (kanske ”itid”)",
        (
            "Mål!D5: hittade ”i_arbete”, vars månader inte går att lägga ihop, "
            "väntade en mätare som räknar ärenden, personer eller belopp för ett kumulativt mål"
        ),
    ]
    share = CaseShare(
        measure_id="x", name="x", unit="%", definition="x", direction="up", author="x", checker="x", reviewed_on=date(2026, 1, 1),
        kind="case_share", source="s", event="closed", part=Filter(outcome=("Bifall",)),
    )  # fmt: skip
    with pytest.raises(Failure, match="som inte finns"):
        read_plan(path, [share])


@pytest.mark.parametrize("content", [b"", b"hej", b"PK\x03\x04 half a file"])
def test_what_is_no_workbook_is_told_plainly(tmp_path, content):
    (tmp_path / "plan.xlsx").write_bytes(content)
    assert told(tmp_path / "plan.xlsx") == [
        (
            "filen: hittade en fil som inte går att läsa som Excel (skadad, lösenordsskyddad eller i ett annat format), "
            "väntade en arbetsbok sparad som .xlsx utan lösenord"
        )
    ]


def test_half_a_workbook_is_told_plainly(tmp_path):
    whole = workbook(tmp_path / "plan.xlsx").read_bytes()
    (tmp_path / "plan.xlsx").write_bytes(whole[: len(whole) // 2])
    assert told(tmp_path / "plan.xlsx")[0].startswith("filen: hittade en fil som inte går att läsa")


def test_a_workbook_of_something_else_is_told_sheet_by_sheet(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "plan.xlsx")
    book.add_worksheet("Enheter")
    book.close()
    sentences = told(tmp_path / "plan.xlsx")
    assert len([sentence for sentence in sentences if "inget blad" in sentence]) == len(SHEETS) - 1
    assert "Enheter!4:4: hittade ingen sådan rubrik, väntade en kolumn med rubriken ”Namn”" in sentences


def test_a_missing_workbook_is_told(tmp_path):
    assert told(tmp_path / "plan.xlsx") == ["filen: hittade ingen fil, väntade arbetsboken plan.xlsx i kommunens mapp"]


def test_no_sentence_repeats_what_looks_like_a_personnummer(tmp_path):
    """189001019802 is one of Skatteverket's published test numbers."""
    path = workbook(tmp_path / "plan.xlsx", {"Dialoger!B5": "189001019802", "Beslut!D5": "18900101-9802"})
    assert all("9802" not in sentence and "(personnummer?)" in sentence for sentence in told(path))


def test_data_is_never_a_formula_or_a_link(tmp_path):
    units = (Unit(unit_id="a", unit_name="=HYPERLINK(1)", level="board", manager_title="https://kommunen.example"),)
    write_plan(Plan(units=units), tmp_path / "plan.xlsx", ["=1+1"])
    assert read_plan(tmp_path / "plan.xlsx").units == units
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any("<f>" in sheet or "<hyperlink " in sheet for sheet in sheets)


def test_the_template_helps_where_one_writes(tmp_path):
    """Every column has its help shown, choices and registers have drop-downs (not for several ids), headings stay in view."""
    write_plan(Plan(), tmp_path / "plan.xlsx", ["inkomna"])
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        names = re.findall(r'<sheet name="([^"]+)"', parts.read("xl/workbook.xml").decode())
        assert names == ["Läs mig först", *(sheet.name for sheet in SHEETS), "Listor"]
        for number, sheet in enumerate(SHEETS, start=2):
            page = ET.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - our own file
            helps = page.findall(".//x:dataValidation", MAIN)
            assert [help_.get("prompt") for help_ in helps] == [column.help for column in sheet.columns]
            lists = [help_.findtext("x:formula1", "", MAIN) for help_ in helps if help_.get("type") == "list"]
            assert len(lists) == sum(column.kind != "ids" and bool(column.choices or column.refers_to) for column in sheet.columns)
            pane = page.find(".//x:pane", MAIN)
            assert (pane.get("state"), pane.get("ySplit")) == ("frozen", str(HEADING_ROW))
        assert "Lista_enheter" in parts.read("xl/workbook.xml").decode()


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut(tmp_path):
    units = (Unit(unit_id="a", unit_name="a", level="board", manager_title="x" * 32_768),)
    with pytest.raises(ValueError, match="does not fit"):
        write_plan(Plan(units=units), tmp_path / "plan.xlsx", [])
    assert not (tmp_path / "plan.xlsx").exists()


def test_the_same_plan_gives_the_same_bytes_and_the_same_json(tmp_path):
    plan = read_plan(workbook(tmp_path / "plan.xlsx"))
    for name in ("a.xlsx", "b.xlsx"):
        write_plan(plan, tmp_path / name, ["i_arbete", "inkomna"])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert plan_from_json(plan_to_json(plan)) == plan
    assert plan_to_json(plan_from_json(plan_to_json(plan))) == plan_to_json(plan)


def test_a_date_with_a_time_of_day_is_that_date(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"Dialoger!B5": datetime(2026, 10, 14, 13, 30)})  # noqa: DTZ001 - a cell has no zone
    assert read_plan(path).dialogues[0].held_on == date(2026, 10, 14)


def test_a_personnummer_in_a_manager_s_text_is_a_fault_and_is_not_repeated(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"Mål!E5": "Ge 811228-9874 ett arbete"})
    (sentence,) = told(path)
    assert sentence.startswith("Mål!E5: hittade något som ser ut som ett personnummer under ")
    assert "9874" not in sentence


def test_other_numbers_in_a_manager_s_text_are_let_be(tmp_path):
    assert told(workbook(tmp_path / "plan.xlsx", {"Mål!E5": "450 i arbete, dnr 2026-000123-1234, tel 08-123 456 78"})) == []

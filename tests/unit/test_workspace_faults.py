"""Everything wrong in a kommun's folder is told, each with its line, what was found and what was expected."""

from __future__ import annotations

from datetime import date

import pytest

from flows.failures import ExitCode, Failure
from flows.sources.plan.workbook import write_plan
from flows.workspace.folder import faults_of, read_workspace
from transforms.measures import CaseCount, CaseDuration, Filter
from transforms.plan import ChosenMeasure, Plan, Unit

KOMMUN = """\
name = "Trelleborg"
code = "1287"

[sources.treserva]
kind = "cases"
files = "treserva_*.csv"

[sources.treserva.columns]
case_id = "Ärendenr"
unit = "Enhet"
opened_at = "Inkom"
closed_at = "Avslutad"
close_reason = "Orsak"

[sources.treserva.close_reason_groups]
"Egen försörjning" = ["Arbete", "Studier"]

[sources.ekonomi]
kind = "series"
files = "ekonomi_*.csv"
units = { "Mottagning EKB" = "mottagning" }
"""
DEFINITION = """\
name = "Inkomna"
unit = "ärenden"
definition = "Antal ärenden som kom in."
direction = "neither"
author = "controller"
checker = "verksamhetschef"
reviewed_on = 2026-01-15
"""
COUNT = f'[inkomna]\nkind = "case_count"\n{DEFINITION}source = "treserva"\nevent = "opened"\n'
PLAN = Plan(
    units=(
        Unit(unit_id="asn", unit_name="Nämnden", level="board"),
        Unit(unit_id="ekb", unit_name="Försörjningsstöd", level="process", parent_unit_id="asn"),
        Unit(unit_id="mottagning", unit_name="Mottagningen", level="unit", parent_unit_id="ekb"),
    )
)


@pytest.fixture
def folder(tmp_path):
    """A sound folder."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "measures").mkdir()
    (tmp_path / "kommun.toml").write_text(KOMMUN, encoding="utf-8")
    (tmp_path / "measures" / "a.toml").write_text(COUNT, encoding="utf-8")
    write_plan(PLAN, tmp_path / "plan.xlsx", ["inkomna"])
    return tmp_path


def told(folder):
    """The faults as sentences."""
    return [str(fault) for fault in faults_of(folder)]


def test_a_sound_folder_has_no_faults_and_gives_plain_frozen_objects(folder):
    """The measures are the very dataclasses of transforms, not look-alikes."""
    assert told(folder) == []
    workspace = read_workspace(folder)
    assert workspace.kommun.name == "Trelleborg"
    assert type(workspace.measures[0]) is CaseCount
    assert workspace.measures[0].reviewed_on == date(2026, 1, 15)
    assert workspace.inbox == folder / "inbox"
    assert workspace.warehouse == folder / "var" / "warehouse"
    assert workspace.packs_of(date(2026, 10, 5)) == folder / "var" / "packs" / "2026-10-05"


def test_a_measure_is_read_with_its_filter_and_its_limit(folder):
    kommun = KOMMUN.replace('closed_at = "Avslutad"', 'closed_at = "Avslutad"\ndue_at = "Frist"')
    (folder / "kommun.toml").write_text(kommun, encoding="utf-8")
    toml = (
        f'[i_tid]\nkind = "case_duration"\n{DEFINITION}source = "treserva"\nuntil = "closed"\nstatistic = "share_within"\n'
        'limit = "due"\nwhere = { close_reason_group = ["Egen försörjning"] }\n'
    )
    (folder / "measures" / "b.toml").write_text(toml, encoding="utf-8")
    assert told(folder) == []
    measure = read_workspace(folder).measures[1]
    assert isinstance(measure, CaseDuration)
    assert (measure.limit, measure.where) == ("due", Filter(close_reason_group=("Egen försörjning",)))


def test_a_kommun_may_choose_its_own_rules_for_signals_and_forecasts(folder):
    chosen = KOMMUN.replace(
        "[sources.treserva]\n",
        '[signals]\nrun_length = 7\ntrend = true\n\n[forecast]\nprior = "plan"\nmonths = 2\n\n[sources.treserva]\n',
    )
    (folder / "kommun.toml").write_text(chosen, encoding="utf-8")
    assert told(folder) == []
    kommun = read_workspace(folder).kommun
    assert (kommun.signals.run_length, kommun.signals.trend, kommun.signals.screening) == (7, True, False)
    assert (kommun.forecast.prior, kommun.forecast.months) == ("plan", 2)


KOMMUN_FAULTS = {
    "a run too short": (
        "[sources.treserva]\n",
        "[signals]\nrun_length = 5\n\n[sources.treserva]\n",
        "line 5: found run_length = 5, expected at least 6",
    ),
    "a belief of another kind": (
        "[sources.treserva]\n",
        '[forecast]\nprior = "hope"\n\n[sources.treserva]\n',
        'line 5: found prior = "hope", expected "none", "plan" or "last_year"',
    ),
    "not TOML": ('code = "1287"', "code = ", "line 2: found text that is not TOML (Invalid value), expected valid TOML"),
    "misspelt key": (
        'files = "tres',
        'fils = "tres',
        'line 6: found the unknown key "fils" in [sources.treserva], expected the key "files"',
    ),
    "misspelt column": (
        "opened_at =",
        "opend_at =",
        'line 11: found the unknown key "opend_at" in [sources.treserva.columns], expected the key "opened_at"',
    ),
    "misspelt table": (
        "[sources.ekonomi]",
        "[source.ekonomi]",
        'line 18: found the unknown key "source" at the top, expected the key "sources"',
    ),
    "missing key": ('name = "Trelleborg"\n', "", 'line 1: found no key "name" at the top, expected "name = …"'),
    "wrong type": ('code = "1287"', "code = 1287", "line 2: found code = 1287, expected text in quotes"),
    "wrong form": ('code = "1287"', 'code = "287"', 'line 2: found code = "287", expected four digits in quotes, such as "1287"'),
    "wrong choice": (
        'files = "ekonomi_*.csv"',
        'files = "ekonomi_*.csv"\ndelivery = "all"',
        'line 21: found delivery = "all", expected "snapshot" or "additive"',
    ),
    "wrong kind": (
        'kind = "series"',
        'kind = "serie"',
        'line 19: found kind = "serie", expected one of "cases", "series", "survey"',
    ),
    "missing kind": ('kind = "series"\n', "", 'line 18: found no key "kind" in [sources.ekonomi], expected "kind = …"'),
    "out of range": (
        'code = "1287"',
        'code = "1287"\npacks_due_working_days = -1',
        "line 3: found packs_due_working_days = -1, expected at least 0",
    ),
    "no number": (
        'kind = "series"',
        'kind = "series"\nquarantine_limit = "5 %"',
        'line 20: found quarantine_limit = "5 %", expected a number',
    ),
    "no date column": (
        'opened_at = "Inkom"\n',
        "",
        'line 8: found no key "opened_at" in [sources.treserva.columns], expected "opened_at = …", which every case must have',
    ),
    "no unit": (
        'unit = "Enhet"\n',
        "",
        'line 8: found no key "unit" in [sources.treserva.columns], expected "unit = …", or unit_id for the whole source',
    ),
    "two units": (
        'kind = "cases"',
        'kind = "cases"\nunit_id = "mottagning"',
        'line 6: found unit_id = "mottagning", expected either unit_id or a column for the unit, not both',
    ),
    "no date format": (
        'kind = "cases"',
        'kind = "cases"\ndate_formats = ["%d.%m.%Y", "%H:%M"]',
        'line 6: found the date format "%H:%M", expected year, month and day as in strftime, such as "%d.%m.%Y"',
    ),
    "ambiguous word": (
        '"Egen försörjning" = ["Arbete", "Studier"]',
        '"Egen försörjning" = ["Arbete"]\nFlytt = ["arbete "]',
        'line 17: found "arbete " as both "Egen försörjning" and "Flytt", expected one meaning (case and space make no difference)',
    ),
    "unit not in the plan": (
        '"Mottagning EKB" = "mottagning"',
        '"Mottagning EKB" = "motagning"',
        'line 21: found the unit "motagning", expected an id from the sheet Enheter of plan.xlsx (perhaps "mottagning")',
    ),
    "files outside the inbox": (
        '"ekonomi_*.csv"',
        '"../ekonomi_*.csv"',
        'line 20: found files = "../ekonomi_*.csv", expected a pattern of file names in inbox/, without folders',
    ),
    "sheet of a csv": (
        'kind = "series"',
        'kind = "series"\nsheet = "Blad1"',
        'line 20: found sheet = "Blad1", expected no sheet, or format = "xlsx"',
    ),
    "recorded answers": (
        "[sources.ekonomi]",
        '[kolada]\nrecorded = "svar"\n[sources.ekonomi]',
        'line 19: found recorded = "svar", expected a folder of recorded answers, relative to the kommun\'s folder',
    ),
    "years": (
        "[sources.ekonomi]",
        "[kolada]\nfirst_year = 2020\nlast_year = 2019\n[sources.ekonomi]",
        "line 20: found last_year = 2019, expected 2020 (first_year) or later",
    ),
    "name already taken": (
        "[sources.ekonomi]",
        "[sources.kolada]",
        'line 18: found the source name "kolada", which Framdrift itself uses, expected another name',
    ),
}


@pytest.mark.parametrize(("before", "after", "sentence"), KOMMUN_FAULTS.values(), ids=KOMMUN_FAULTS)
def test_each_fault_of_kommun_toml_is_told_once_in_one_sentence(folder, before, after, sentence):
    assert before in KOMMUN
    (folder / "kommun.toml").write_text(KOMMUN.replace(before, after), encoding="utf-8")
    assert told(folder) == [f"kommun.toml, {sentence}"]


SHARE = COUNT.replace('"case_count"', '"case_share"')
DURATION = COUNT.replace('"case_count"', '"case_duration"').replace('event = "opened"', 'until = "closed"\nstatistic = "median"')
MEASURE_FAULTS = {
    "unknown key": (COUNT + "evnt = 1\n", 'line 12: found the unknown key "evnt" in [inkomna], expected the key "event"'),
    "unknown key of a filter": (
        COUNT + 'where = { casetype = ["x"] }\n',
        'line 12: found the unknown key "casetype" in [inkomna.where], expected the key "case_type"',
    ),
    "key with no likeness": (
        COUNT + "where = { q = [] }\n",
        (
            'line 12: found the unknown key "q" in [inkomna.where], '
            "expected one of the keys case_type, channel, close_reason_group, outcome, sex"
        ),
    ),
    "missing key": (COUNT.replace('event = "opened"\n', ""), 'line 1: found no key "event" in [inkomna], expected "event = …"'),
    "wrong choice": (
        COUNT.replace('"neither"', '"upp"'),
        'line 6: found direction = "upp", expected "up", "down" or "neither"',
    ),
    "no date": (
        COUNT.replace("2026-01-15", '"15 januari"'),
        'line 9: found reviewed_on = "15 januari", expected a date such as 2026-11-21',
    ),
    "no number": (COUNT + "level_target = nan\n", "line 12: found level_target = nan, expected a number"),
    "no list": (
        COUNT + 'where = { close_reason_group = "Egen försörjning" }\n',
        'line 12: found close_reason_group = "Egen försörjning", expected a list in square brackets',
    ),
    "neither this nor that": (
        DURATION + 'limit = "frist"\n',
        'line 13: found limit = "frist", expected a number or "due"',
    ),
    "no kind": (COUNT.replace('kind = "case_count"\n', ""), 'line 1: found no key "kind" in [inkomna], expected "kind = …"'),
    "no unit to count in": (
        COUNT.replace('unit = "ärenden"', 'unit = " "'),
        'line 4: found unit = " ", expected some text: a measure nobody can read or answers for is not printed',
    ),
    "outside a table": (
        'name = "x"\n' + COUNT,
        'line 1: found the key "name" outside every table, expected a table per measure, as [measure_id]',
    ),
    "unknown source": (
        COUNT.replace('"treserva"', '"treserav"'),
        'line 10: found source = "treserav", expected the name of a source in kommun.toml (perhaps "treserva")',
    ),
    "source of another kind": (
        COUNT.replace('"treserva"', '"ekonomi"'),
        'line 10: found source = "ekonomi", expected a source of kind "cases"; this one is of kind "series"',
    ),
    "column that is not mapped": (
        COUNT.replace('"opened"', '"decided"'),
        'line 11: found a measure that needs "decided_at", expected "decided_at = …" under columns of the source "treserva"',
    ),
    "unknown group": (
        COUNT + 'where = { close_reason_group = ["Egen försörj"] }\n',
        'line 12: found the group "Egen försörj", expected a group of close_reason_groups (perhaps "Egen försörjning")',
    ),
    "share of everything": (SHARE + "part = {}\n", "line 12: found a share of everything, expected at least one column in part"),
    "no limit": (
        DURATION.replace("median", "share_within"),
        'line 1: found no key "limit" in [inkomna], expected "limit = …", a number or "due", for share_within',
    ),
    "limit without use": (DURATION + "limit = 14\n", 'line 13: found limit = 14, expected no limit, or statistic = "share_within"'),
    "no time between": (
        DURATION.replace('"closed"', '"opened"'),
        'line 11: found until = "opened", expected another event than since',
    ),
    "ratio of nothing": (
        f'[r]\nkind = "ratio"\n{DEFINITION}numerator = "inkomna"\ndenominator = "r2"\n{COUNT}',
        'line 11: found denominator = "r2", expected the id of another measure',
    ),
    "Kolada without Kolada": (
        f'[k]\nkind = "kolada"\n{DEFINITION}kpi = "N15033"\n',
        "line 2: found a Kolada measure, expected a table [kolada] in kommun.toml",
    ),
    "no survey part": (
        f'[hme]\nkind = "survey"\n{DEFINITION}source = "treserva"\nparts = {{}}\n',
        "line 11: found parts = a table, expected at least one part, each with at least one question",
    ),
    "survey question asked twice": (
        f'[hme]\nkind = "survey"\n{DEFINITION}source = "treserva"\nparts = {{ a = ["M1", "M2"], b = ["M2"] }}\n',
        'line 11: found the question "M2" more than once, expected every question once, in one part',
    ),
    "survey scale upside down": (
        f'[s]\nkind = "survey_scale"\n{DEFINITION}source = "treserva"\nquestions = {{ p1 = "Vi vet" }}\nlowest = 7\nhighest = 1\n',
        "line 13: found highest = 1, expected a step above 7 (lowest)",
    ),
    "survey asked by a count": (
        f'[s]\nkind = "survey_scale"\n{DEFINITION}source = "treserva"\nquestions = {{ p1 = "Vi" }}\ninvited = "inkomna"\n{COUNT}',
        'line 12: found invited = "inkomna", expected the id of a measure of kind "series"',
    ),
    "official value of nothing": (
        f'[hme]\nkind = "survey"\n{DEFINITION}source = "treserva"\nparts = {{ a = ["M1"] }}\nofficial = "hme2"\n',
        'line 12: found official = "hme2", expected the id of a measure of kind "series" or "kolada"',
    ),
    "sex that the source does not tell": (
        COUNT + 'where = { sex = ["K"] }\n',
        'line 12: found a measure that needs "sex", expected "sex = …" under columns of the source "treserva"',
    ),
    "id that is no file name": (
        COUNT.replace("[inkomna]", '["in komna"]'),
        (
            "line 1: found the measure id \"in komna\", expected letters, digits, '-', '_' and '.' "
            "(at most 60, a letter or digit first)"
        ),
    ),
}


@pytest.mark.parametrize(("toml", "sentence"), MEASURE_FAULTS.values(), ids=MEASURE_FAULTS)
def test_each_fault_of_a_measure_is_told_with_its_line(folder, toml, sentence):
    (folder / "measures" / "a.toml").write_text(toml, encoding="utf-8")
    assert f"measures/a.toml, {sentence}" in told(folder)


def test_a_ratio_that_is_a_part_of_itself_is_told_for_each_ratio_in_the_circle(folder):
    ratios = "".join(
        f'[{measure}]\nkind = "ratio"\n{DEFINITION}numerator = "{part}"\ndenominator = "inkomna"\n'
        for measure, part in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    )
    (folder / "measures" / "b.toml").write_text(ratios, encoding="utf-8")
    found = [sentence.split("found ")[1].split(",")[0] for sentence in told(folder)]
    assert found == ['the ratio "a"', 'the ratio "b"', 'the ratio "c"']


def test_a_measure_defined_in_two_files_is_told_with_both_places(folder):
    (folder / "measures" / "b.toml").write_text(f"# comment\n{COUNT}", encoding="utf-8")
    assert told(folder) == [
        (
            'measures/b.toml, line 2: found the measure "inkomna" a second time (also measures/a.toml, line 1), '
            "expected every measure defined once"
        )
    ]


def test_all_faults_of_all_files_are_told_at_once(folder):
    """One misspelt key in each file, a missing inbox and a plan that names an unknown measure: four faults, one telling."""
    (folder / "inbox").rmdir()
    (folder / "kommun.toml").write_text(KOMMUN.replace("closed_at", "closd_at"), encoding="utf-8")
    (folder / "measures" / "b.toml").write_text(COUNT.replace("[inkomna]", "[x]") + "y = 1\n", encoding="utf-8")
    write_plan(
        Plan(units=PLAN.units, chosen_measures=(ChosenMeasure(unit_id="mottagning", measure_id="inkomma", position=1),)),
        folder / "plan.xlsx",
        [],
    )
    sentences = told(folder)
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "kommun.toml, line 12",
        "measures/b.toml, line 12",
        "inbox/, the folder",
        "plan.xlsx, Mätare per enhet!B5",
    ]
    assert sentences[-1].endswith(
        "hittade ”inkomma”, som inte finns, väntade en mätare som analytikern har definierat (kanske ”inkomna”)"
    )
    with pytest.raises(Failure) as failure:
        read_workspace(folder)
    assert failure.value.code is ExitCode.FOLDER_FAULTY
    assert list(failure.value.sentences) == sentences[:3]


def test_a_faulty_source_does_not_make_its_measures_faulty(folder):
    """The measure names a source that exists; that the source is faulty is told once, at the source."""
    (folder / "kommun.toml").write_text(KOMMUN.replace('"treserva_*.csv"', "5"), encoding="utf-8")
    assert told(folder) == ["kommun.toml, line 6: found files = 5, expected text in quotes"]


def test_a_measure_that_may_stand_in_a_broken_file_is_not_told_as_missing(folder):
    """The analyst's slip is told to the analyst, and not a second time to every manager whose plan names the measure."""
    chosen = ChosenMeasure(unit_id="mottagning", measure_id="inkomna", position=1)
    write_plan(Plan(units=PLAN.units, chosen_measures=(chosen,)), folder / "plan.xlsx", [])
    (folder / "measures" / "a.toml").write_text(COUNT + "[x\n", encoding="utf-8")
    ratio = f'[r]\nkind = "ratio"\n{DEFINITION}numerator = "inkomna"\ndenominator = "inkomna"\n'
    (folder / "measures" / "b.toml").write_text(ratio, encoding="utf-8")
    assert [sentence.split(" (")[0] for sentence in told(folder)] == ["measures/a.toml, line 12: found text that is not TOML"]


def test_a_faulty_plan_does_not_keep_the_settings_from_being_read(folder):
    """Yesterday's plan stays in force, so the night goes on."""
    (folder / "plan.xlsx").write_bytes(b"not a workbook")
    assert read_workspace(folder).measures
    assert [sentence.split(":")[0] for sentence in told(folder)] == ["plan.xlsx, filen"]


def test_missing_files_are_told(tmp_path):
    assert [sentence.split(", expected")[0].split(", väntade")[0] for sentence in told(tmp_path)] == [
        "kommun.toml, the file: found no such file",
        "measures/, the folder: found no such folder",
        "inbox/, the folder: found no such folder",
        "plan.xlsx, filen: hittade ingen fil",
    ]
    assert "found no such folder" in told(tmp_path / "nowhere")[0]


def test_a_file_in_another_encoding_is_told_and_a_byte_order_mark_is_not_minded(folder):
    (folder / "kommun.toml").write_text(KOMMUN, encoding="cp1252")
    assert told(folder) == [
        "kommun.toml, the file: found text that is not UTF-8, expected a text file in UTF-8 that this user may read"
    ]
    (folder / "kommun.toml").write_text(KOMMUN, encoding="utf-8-sig")
    assert told(folder) == []


def test_windows_line_ends_make_no_difference(folder):
    (folder / "kommun.toml").write_bytes(KOMMUN.replace("files", "fils", 1).replace("\n", "\r\n").encode())
    assert told(folder)[0].startswith('kommun.toml, line 6: found the unknown key "fils"')

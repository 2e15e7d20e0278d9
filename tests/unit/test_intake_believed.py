"""Landed deliveries come back as one truth: the newest file, or the newest row of every file, as it was known on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from flows.sources.believed import believed
from flows.sources.exports.series import take_series
from flows.sources.exports.surveys import take_survey
from flows.sources.exports.taken import Taken
from flows.sources.landing import Landing
from flows.sources.pseudonym import key_of
from flows.workspace.kommun import CaseSource, SeriesSource, SurveySource
from tests.intake_world import AS_OF, HEADER, MAPPING, SECRET, row, take, write
from transforms.catalogue import Case, CaseExtra, SeriesValue, SurveyAnswer

ADDITIVE = MAPPING.model_copy(update={"delivery": "additive"})
KEYS = {key_of(case_id, "case:treserva", SECRET): case_id for case_id in ("A1", "A2", "A3")}


@pytest.fixture
def landing(tmp_path) -> Landing:
    return Landing(tmp_path / "landing")


def land(landing: Landing, taken: Taken, on: date = AS_OF) -> None:
    landing.land(taken.landed(on, landing.next_sequence(taken.source_id)), taken.frames)


def deliver(landing: Landing, *rows: str, source: CaseSource = MAPPING, on: date = AS_OF) -> None:
    path = write(landing.folder.parent, "\n".join((HEADER, *rows)) + "\n")
    land(landing, take(path, source), on)


def told(landing: Landing, source: CaseSource, as_of: date = AS_OF) -> list[tuple[str, float]]:
    cases = believed(landing, {"treserva": source}, as_of).cases
    assert cases.schema == Case.schema()
    return [(KEYS[key], amount) for key, amount in cases.select("case_key", "amount_sek").rows()]


def test_nothing_delivered_is_nothing_known(landing):
    nothing = believed(landing, {"treserva": MAPPING}, AS_OF)
    assert (nothing.cases.schema, nothing.cases.height, nothing.source_covers, nothing.files) == (Case.schema(), 0, {}, ())


def test_of_snapshots_the_newest_counts_and_in_it_the_last_row_of_a_case(landing):
    deliver(landing, row(Ärendenr="A1"), row(Ärendenr="A2"))
    deliver(landing, row(Ärendenr="A3", Belopp="1"), row(Ärendenr="A1", Belopp="2"), row(Ärendenr="A3", Belopp="3"))
    assert told(landing, MAPPING) == [("A1", 2.0), ("A3", 3.0)]


def test_files_that_add_up_are_joined_and_the_newest_row_of_a_case_wins(landing):
    deliver(landing, row(Ärendenr="A1", Belopp="1"), row(Ärendenr="A2", Belopp="2", Inkom="2025-11-30"), source=ADDITIVE)
    deliver(landing, row(Ärendenr="A3", Belopp="3", Avslutat="2026-08-01"), row(Ärendenr="A1", Belopp="4"), source=ADDITIVE)
    assert told(landing, ADDITIVE) == [("A2", 2.0), ("A3", 3.0), ("A1", 4.0)]
    assert believed(landing, {"treserva": ADDITIVE}, AS_OF).source_covers == {"treserva": (date(2025, 11, 1), date(2026, 8, 1))}


def test_an_earlier_day_knows_what_it_knew(landing):
    deliver(landing, row(Ärendenr="A1", Belopp="1"), on=date(2026, 9, 1))
    deliver(landing, row(Ärendenr="A1", Belopp="2"), on=date(2026, 10, 1))
    assert told(landing, MAPPING, date(2026, 9, 30)) == [("A1", 1.0)]
    assert told(landing, MAPPING, date(2026, 10, 1)) == [("A1", 2.0)]
    assert told(landing, MAPPING, date(2026, 8, 31)) == []


def test_content_understood_anew_keeps_its_place_among_the_deliveries(landing):
    """A mended mapping makes every file land again; an old file so mended must not overtake a newer one."""
    mended = MAPPING.model_copy(update={"units": {**MAPPING.units, "Enhet Norr": "norr"}})
    old, new = (
        [row(Ärendenr="A1", Belopp="1"), row(Ärendenr="A2", Enhet="Enhet Norr", Belopp="9")],
        [row(Ärendenr="A1", Belopp="2")],
    )
    for source in (MAPPING, mended):
        deliver(landing, *old, source=source)
        if source is MAPPING:
            deliver(landing, *new, source=source)
    assert told(landing, MAPPING) == [("A1", 2.0)]
    assert told(landing, ADDITIVE) == [("A2", 9.0), ("A1", 2.0)]
    assert len(believed(landing, {"treserva": ADDITIVE}, AS_OF).files) == 2


def test_extras_follow_the_newest_row_of_their_case(landing):
    source = ADDITIVE.model_copy(update={"extras": {"kanal": "Kanal"}})
    deliver(landing, row(Kanal="Brev"), row(Ärendenr="A2", Kanal="Besök"), source=source)
    deliver(landing, row(Kanal="Telefon"), row(Kanal="E-tjänst"), source=source)
    extras = believed(landing, {"treserva": source}, AS_OF).case_extras
    assert extras.schema == CaseExtra.schema()
    assert [(KEYS[key], value) for key, value in extras.select("case_key", "extra_value").rows()] == [
        ("A2", "Besök"),
        ("A1", "E-tjänst"),
    ]


def test_series_and_surveys_come_back_and_sources_do_not_mix(landing, tmp_path):
    ekonomi = SeriesSource(kind="series", files="*", delivery="additive")
    hme = SurveySource(kind="survey", files="*")
    for number, value in enumerate(("1", "2")):
        path = write(tmp_path, f"enhet;matt;period;varde\nost;a;2026-0{number + 1};7\nost;a;2026-01;{value}\n")
        land(landing, take_series(path, "ekonomi", ekonomi, frozenset({"ost"}), SECRET, AS_OF))
    path = write(tmp_path, "omgang;enhet;fraga;svar\n2025-10;ost;M1;5\n2025-10;ost;M1;5\n")
    land(landing, take_survey(path, "hme", hme, frozenset({"ost"}), SECRET, AS_OF))
    deliver(landing, row())
    found = believed(landing, {"ekonomi": ekonomi, "hme": hme, "treserva": MAPPING}, AS_OF)
    assert found.series.schema == SeriesValue.schema()
    assert found.series.select("month", "value").rows() == [(date(2026, 2, 1), 7.0), (date(2026, 1, 1), 2.0)]
    assert found.answers.schema == SurveyAnswer.schema()
    assert (found.answers.height, found.cases.height) == (2, 1)
    assert found.source_covers["ekonomi"] == (date(2026, 1, 1), date(2026, 2, 1))
    assert [file.source_id for file in found.files] == ["ekonomi", "ekonomi", "hme", "treserva"]


def test_an_archive_from_before_a_column_was_declared_is_still_read(landing):
    """Sex and groups were not asked for then, and nothing was marked as not relevant."""
    case = take(write(landing.folder.parent, "\n".join((HEADER, row(Ärendenr="A1"))) + "\n"), MAPPING)
    answered = take_survey(
        write(landing.folder.parent, "omgang;enhet;fraga;svar\n2026-01;ost;M1;5\n2026-01;ost;M1;ej relevant\n", "hme.csv"),
        "hme", SurveySource(kind="survey", files="hme*.csv"), frozenset({"ost"}), SECRET, AS_OF,
    )  # fmt: skip
    for taken, later in ((case, ["sex"]), (answered, ["group_name", "is_not_relevant"])):
        land(landing, replace(taken, frames={**taken.frames, "rows": taken.frames["rows"].drop(later)}))
    survey_source = SurveySource(kind="survey", files="hme*.csv")
    known = believed(landing, {"treserva": MAPPING, "hme": survey_source}, AS_OF)
    assert (known.cases.schema, known.cases["sex"].to_list()) == (Case.schema(), [None])
    assert known.answers.schema == SurveyAnswer.schema()
    assert known.answers.select("group_name", "answer", "is_not_relevant").rows() == [(None, 5.0, False), (None, None, False)]


def test_an_archive_without_a_column_that_must_be_there_is_no_archive(landing):
    case = take(write(landing.folder.parent, "\n".join((HEADER, row(Ärendenr="A1"))) + "\n"), MAPPING)
    land(landing, replace(case, frames={**case.frames, "rows": case.frames["rows"].drop("unit_id")}))
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        believed(landing, {"treserva": MAPPING}, AS_OF)

"""What an export says becomes cases: keys for ids, groups for words, a reason for every row left out."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from flows.sources.exports.taken import identify
from flows.sources.pseudonym import key_of
from tests.intake_world import AS_OF, HEADER, MAPPING, SECRET, number_of_test_series, row, take, take_rows, write
from transforms.catalogue import Case, CaseExtra, Quarantined, RuleCount

at = datetime.fromisoformat
PERSON = number_of_test_series("19800515", 982)


def rules(taken) -> dict[str, tuple[int, int]]:
    return {
        rule: (checked, unmet) for rule, checked, unmet in taken.frames["rules"].select("rule", "rows_checked", "rows_unmet").rows()
    }


def reasons(taken) -> list[tuple[int, str, str]]:
    return taken.frames["quarantine"].select("line", "column_name", "reason").rows()


def test_every_column_of_a_case_is_told(tmp_path):
    taken = take_rows(tmp_path, row(Personnr=PERSON))
    assert Case.conform(taken.frames["rows"]).rows(named=True) == [
        {
            "source_id": "treserva",
            "case_key": key_of("A1", "case:treserva", SECRET),
            "person_key": key_of(PERSON, "person", SECRET),
            "unit_id": "ost",
            "case_type": "Bistånd",
            "opened_at": at("2026-04-01"),
            "decided_at": at("2026-04-10"),
            "closed_at": at("2026-05-02"),
            "due_at": at("2026-06-01"),
            "outcome": "Bifall",
            "close_reason": "Studier",
            "close_reason_group": "Studier",
            "channel": "Brev",
            "caseworker_key": key_of("handläggare 1", "caseworker:treserva", SECRET),
            "sex": None,
            "household_size": 2,
            "amount_sek": 2500.0,
            "file_id": taken.identity.file_id,
            "line": 2,
        }
    ]
    assert (taken.covers_from, taken.covers_to) == (date(2026, 4, 1), date(2026, 5, 1))


def test_every_frame_has_its_declared_shape(tmp_path):
    taken = take_rows(tmp_path, row(), row(Ärendenr=""))
    for name, table in (("rows", Case), ("quarantine", Quarantined), ("rules", RuleCount)):
        frame = table.conform(taken.frames[name])
        assert frame.height
        assert not frame.select(table.grain).is_duplicated().any()


def test_the_same_caseworker_in_another_case_and_space_is_one(tmp_path):
    names = ["Handläggare 1", "HANDLÄGGARE  1", " handläggare 1 ", "Handläggare 2", ""]
    taken = take_rows(tmp_path, *(row(Handläggare=name, Ärendenr=str(number)) for number, name in enumerate(names)))
    keys = taken.frames["rows"]["caseworker_key"].cast(pl.String).to_list()
    assert len({*keys[:3]}) == 1
    assert keys[3] not in {keys[0], None}
    assert keys[4] is None


def test_units_are_known_by_the_mapping_by_our_ids_and_without_regard_to_case_and_space(tmp_path):
    words = ["enhet öst", " ENHET  VÄST ", "ost", "norr"]
    path = write(tmp_path, "\n".join((HEADER, *(row(Enhet=word) for word in words))) + "\n")
    taken = take(path, known_units=frozenset({"ost", "vast", "norr"}))
    assert taken.frames["rows"]["unit_id"].to_list() == ["ost", "vast", "ost", "norr"]


def test_a_file_may_be_of_one_unit(tmp_path):
    columns = {name: heading for name, heading in MAPPING.columns.items() if name != "unit"}
    taken = take_rows(
        tmp_path, row(Enhet="vad som helst"), source=MAPPING.model_copy(update={"columns": columns, "unit_id": "ost"})
    )
    assert taken.frames["rows"]["unit_id"].to_list() == ["ost"]


def test_columns_that_the_mapping_leaves_out_are_null(tmp_path):
    columns = {name: MAPPING.columns[name] for name in ("case_id", "unit", "opened_at")}
    (case,) = take_rows(tmp_path, row(), source=MAPPING.model_copy(update={"columns": columns})).frames["rows"].rows(named=True)
    told = {name for name, value in case.items() if value is not None}
    assert told == {"source_id", "case_key", "unit_id", "opened_at", "file_id", "line"}


def test_case_types_and_outcomes_are_grouped_when_the_mapping_has_groups(tmp_path):
    groups = {"case_type_groups": {"Stöd": ("bistånd",)}, "outcome_groups": {"Ja": ("Bifall", "Delvis bifall")}}
    taken = take_rows(
        tmp_path,
        row(Typ="BISTÅND", Utfall="delvis  bifall"),
        row(Typ="Annat", Utfall="ja"),
        source=MAPPING.model_copy(update=groups),
    )
    assert taken.frames["rows"].select("case_type", "outcome").rows() == [("Stöd", "Ja"), ("Ej mappad", "Ja")]
    assert rules(taken)["case type mapped"] == (2, 1)
    assert taken.has_unknown_category


def test_without_groups_for_reasons_there_is_no_group(tmp_path):
    taken = take_rows(tmp_path, row(), source=MAPPING.model_copy(update={"close_reason_groups": {}}))
    assert taken.frames["rows"]["close_reason_group"].to_list() == [None]
    assert not taken.has_unknown_category


def test_every_unreadable_cell_is_told_but_its_row_counted_once(tmp_path):
    taken = take_rows(
        tmp_path, row(Inkom="i våras", Belopp="ca 2000", Antal="två", Ärendenr=""), row(), row(Ärendenr="2,00001E+11")
    )
    assert (taken.rows_in_file, taken.rows_loaded, taken.rows_quarantined) == (3, 1, 2)
    assert reasons(taken) == [
        (2, "Ärendenr", "Ärendenumret saknas."),
        (2, "Inkom", "Datumet går inte att läsa. Väntat till exempel 2026-04-28 eller 2026-04-28 13:45."),
        (2, "Antal", "Antalet går inte att läsa. Väntat ett heltal."),
        (2, "Belopp", "Beloppet går inte att läsa. Väntat till exempel 2 500,00."),
        (4, "Ärendenr", "Ärendenumret är avkortat av Excel. Väntat: hela numret, som text."),
    ]
    assert rules(taken)["quarantined"] == (3, 2)


def test_a_case_without_an_opening_date_is_left_out(tmp_path):
    taken = take_rows(tmp_path, row(Inkom=""), row(Inkom="1900-01-01"), row())
    assert {reason for _, _, reason in reasons(taken)} == {"Datumet då ärendet kom in saknas."}
    assert taken.rows_loaded == 1


def test_a_case_closed_before_it_came_in_is_left_out_but_not_one_closed_the_same_day(tmp_path):
    taken = take_rows(
        tmp_path,
        row(Inkom="2026-04-02 13:45", Avslutat="2026-04-01"),
        row(Ärendenr="A2", Inkom="2026-04-02 13:45", Avslutat="2026-04-02"),
        row(Ärendenr="A3", Inkom="2026-04-02 13:45", Avslutat="2026-04-02 13:44"),
    )
    assert reasons(taken) == [(line, "Avslutat", "Ärendet är avslutat innan det kom in.") for line in (2, 4)]
    assert rules(taken)["closed after opened"] == (3, 2)


def test_rules_count_what_is_told_and_not_stopped(tmp_path):
    wrong = PERSON[:-1] + str((int(PERSON[-1]) + 1) % 10)
    taken = take_rows(
        tmp_path,
        row(Personnr=PERSON),
        row(Personnr=wrong),
        row(Ärendenr="A2", Avslutat="2026-11-01"),
        row(Ärendenr="A3", Enhet="?"),
    )
    assert taken.rows_loaded == 3
    found = rules(taken)
    assert found["rows"] == (4, 0)
    assert found["case id once"] == (3, 1)
    assert found["personnummer valid"] == (2, 1)
    assert found["unit known"] == (4, 1)
    assert found["no event after the as-of date"] == (4, 1)
    assert found["close reason mapped"] == (4, 0)
    limits = dict(taken.frames["rules"].select("rule", "limit_share").rows())
    assert limits == {**dict.fromkeys(found), "quarantined": MAPPING.quarantine_limit}


def test_events_after_the_day_do_not_stretch_what_is_covered(tmp_path):
    taken = take_rows(tmp_path, row(Inkom="2025-12-31", Beslutat="2026-03-31", Avslutat="2027-01-01"), row(Ärendenr="A2"))
    assert (taken.covers_from, taken.covers_to) == (date(2025, 12, 1), date(2026, 5, 1))


def test_extra_columns_come_as_text_for_loaded_rows_only(tmp_path):
    source = MAPPING.model_copy(update={"extras": {"kö": "Kanal", "typ": "Typ"}})
    taken = take_rows(tmp_path, row(Kanal=" Brev "), row(Ärendenr="", Kanal="x"), row(Ärendenr="A3", Kanal=""), source=source)
    extras = CaseExtra.conform(taken.frames["extras"])
    assert extras.select("extra_name", "extra_value").rows() == [
        ("kö", "Brev"),
        ("kö", None),
        ("typ", "Bistånd"),
        ("typ", "Bistånd"),
    ]
    assert set(extras["case_key"]) == set(taken.frames["rows"]["case_key"])


def test_no_id_and_no_name_is_in_anything_that_leaves(tmp_path):
    personal = {"Ärendenr": "ÄR-77123", "Personnr": PERSON, "Handläggare": "Påhittad Handläggare"}
    taken = take_rows(tmp_path, row(**personal), row(**{**personal, "Inkom": PERSON, "Enhet": "Påhittad Handläggare"}))
    everything = str([frame.rows() for frame in taken.frames.values()]) + str(taken.remarks) + taken.landed(AS_OF, 1).to_json()
    for secret in (*personal.values(), PERSON[2:], "Påhittad", "77123"):
        assert secret not in everything


def test_a_mended_mapping_a_new_unit_and_another_key_give_another_identity(tmp_path):
    path = write(tmp_path, "x")
    units = frozenset({"ost"})
    mended = MAPPING.model_copy(update={"quarantine_limit": 0.5})
    found = {
        identify(path, MAPPING, units, SECRET).file_id,
        identify(path, mended, units, SECRET).file_id,
        identify(path, MAPPING, units | {"vast"}, SECRET).file_id,
        identify(path, MAPPING, units, type(SECRET)(SECRET.key, "another")).file_id,
    }
    assert len(found) == 4
    assert identify(path, MAPPING, units, SECRET) == identify(path, MAPPING, units, SECRET)


def test_the_sex_of_a_person_is_taken_where_the_mapping_asks_and_other_words_are_told(tmp_path):
    heading = HEADER + ";Kön"
    words = ("Kvinna", "k", "F", "MAN", " m ", "herre", "okänt", "")
    text = "\n".join([heading, *(f"{row(Ärendenr=f'A{number}')};{word}" for number, word in enumerate(words))]) + "\n"
    asked = MAPPING.model_copy(update={"columns": {**MAPPING.columns, "sex": "Kön"}, "sex_words": {"Herre": "M"}})
    taken = take(write(tmp_path, text), asked)
    assert Case.conform(taken.frames["rows"])["sex"].to_list() == ["K", "K", "K", "M", "M", "M", None, None]
    assert ("A word for a sex is one of those known.", 7, 1) in taken.frames["rules"].select(
        "rule", "rows_checked", "rows_unmet"
    ).rows()
    assert "sex: 1 words not in sex_words in 1 rows, left out. They look like 'aaaaa'." in taken.remarks
    assert Case.conform(take(write(tmp_path, text)).frames["rows"])["sex"].null_count() == len(words)

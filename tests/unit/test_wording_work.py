"""The sentences about activities, decisions and sources."""

from __future__ import annotations

from datetime import date

from report_templates import wording_work as say

AS_OF = date(2026, 10, 5)


def test_a_late_activity_says_how_late_it_is_and_what_it_was_to_give():
    assert (
        say.late_activity("jobbspår startar", 34, date(2026, 9, 1), AS_OF)
        == "Jobbspår startar ligger 34 dagar efter sin tid (1\u00a0september)."
    )
    assert "1 dag efter" in say.late_activity("mässan", 1, date(2026, 10, 4), AS_OF)
    assert "2025" in say.late_activity("mässan", 365, date(2025, 10, 5), AS_OF)
    assert say.gives("Omkring 40 anställningar.") == "Skulle ge: omkring 40 anställningar."
    assert say.gives(None) == say.gives("  ") == ""


def test_nothing_late_is_said_for_none_one_and_many_activities():
    assert say.no_late_activities(0).startswith("Planen har inga")
    assert say.no_late_activities(1) == "Den avgörande aktiviteten är i tid."
    assert say.no_late_activities(5) == "Alla fem avgörande aktiviteter är i tid eller klara."


def test_more_than_seven_decisive_activities_get_a_remark():
    assert say.too_many_decisive(7) == ""
    assert say.too_many_decisive(8).startswith("Åtta aktiviteter")


def test_progress_is_told_for_none_one_and_many():
    june = date(2026, 6, 10)
    assert say.done_since(0, june, AS_OF) == "Ingen aktivitet har blivit klar sedan dialogen 10\u00a0juni 2026."
    assert say.done_since(1, june, AS_OF).startswith("En aktivitet har blivit klar")
    assert say.done_since(3, None, AS_OF).startswith("Tre aktiviteter har blivit klara de senaste tre månaderna")


def test_a_status_tells_when_and_how_late():
    done = date(2026, 9, 13)
    assert say.activity_status("done", 0, done, None) == "klart 2026-09-13"
    assert say.activity_status("done", 1, done, None) == "klart 2026-09-13, 1 dag för sent"
    assert say.activity_status("late", 34, None, None) == "34 dagar efter sin tid"
    assert say.activity_status("planned", 0, None, None) == "planeras"


def test_a_waiting_matter_tells_its_age_and_keeps_its_own_question_mark():
    asked = say.open_matter("ska vi ha öppet en kväll?", date(2026, 6, 10), 117)
    assert asked == "Ska vi ha öppet en kväll? (väckt 10\u00a0juni 2026, 117 dagar utan beslut)"
    assert say.open_matter("Lokalerna", date(2026, 10, 4), 1).startswith("Lokalerna. (väckt")


def test_freshness_is_told_for_today_yesterday_and_earlier():
    told = say.freshness([("Lifecare", date(2026, 10, 4), 1), ("Kolada", AS_OF, 0), ("Planen", AS_OF, 0)])
    assert told == "Inläst i dag: Kolada och Planen. Inläst 4\u00a0oktober 2026, 1 dag sedan: Lifecare."
    assert say.freshness([]) == "Inga källor är inlästa ännu."


def test_rows_in_quarantine_are_told_and_unknown_is_not_zero():
    assert say.rows_loaded(None, None) == "–"
    assert say.rows_loaded(1, 0) == "1 rad läst, ingen i karantän"
    assert say.rows_loaded(19872, 14) == "19\u00a0872 rader lästa, 14 i karantän"


def test_deteriorations_are_asked_about_once():
    assert say.decide_about_concerns(["väntetid"]).startswith("Väntetid har försämrats")
    assert say.decide_about_concerns(["väntetid", "avhopp"]).startswith("Väntetid och en annan mätare har")
    assert say.decide_about_concerns(["a", "b", "c"]).startswith("A och två andra mätare har")


def test_what_there_was_no_room_for_is_counted():
    assert say.more_late(0, 3) == say.more_to_decide(0, 3) == ""
    assert say.more_late(2, 1).startswith("Ytterligare två")
    assert say.more_late(6, 0).startswith("Sex ")
    assert say.more_to_decide(1, 0).startswith("En fråga")


def test_sources_of_one_day_are_said_once_and_others_grouped_by_day():
    one_day = [("Flai", AS_OF, 0), ("Kolada", AS_OF, 0)]
    assert say.freshness(one_day) == "Allt inläst 5\u00a0oktober 2026 (i dag)."
    assert say.freshness([("Flai", date(2026, 10, 4), 1), ("Kolada", date(2026, 10, 4), 1)]).endswith("(1 dag sedan).")
    assert say.freshness([*one_day, ("HR", date(2026, 10, 4), 1)]) == (
        "Inläst i dag: Flai och Kolada. Inläst 4\u00a0oktober 2026, 1 dag sedan: HR."
    )


def test_a_decisive_activity_that_is_not_late_says_when_it_is_due():
    assert say.coming_activity("rekrytera två handläggare.", date(2026, 10, 23), AS_OF) == (
        "Rekrytera två handläggare: klart senast 23\u00a0oktober."
    )
    assert say.coming_activity("mässan", date(2027, 1, 15), AS_OF).endswith("15\u00a0januari 2027.")


def test_a_late_activity_names_at_most_two_that_it_stops():
    assert say.stops([]) == ""
    assert say.stops(["Andra jobbmässan"]) == "Stoppar: andra jobbmässan."
    assert say.stops(["Mässan", "EOR-mötet"]) == "Stoppar: mässan och EOR-mötet."
    assert say.stops(["Mässan", "Teamet", "Broschyren"]) == "Stoppar: mässan, teamet och en till."
    assert say.stops(["Mässan", "Teamet", "Broschyren", "Rummet"]).endswith("och två till.")


def test_an_activity_not_begun_says_what_it_waits_for_or_its_latest_start():
    start = date(2026, 11, 16)
    assert say.activity_status("planned", 0, None, start) == "planeras, senaste start 2026-11-16"
    assert say.activity_status("planned", 0, None, start, ["Kartläggningen"]) == "väntar på kartläggningen"
    assert (
        say.activity_status("planned", 0, None, start, ["A-mötet", "Teamet", "Rummet"]) == "väntar på A-mötet, teamet och en till"
    )
    assert say.activity_status("ongoing", 0, None, start, ["Kartläggningen"]) == "pågår"
    assert say.waits_for([]) == ""
    assert say.coming_activity("teamet", date(2027, 1, 15), AS_OF, latest_start_on=start) == (
        "Teamet: klart senast 15\u00a0januari 2027, senaste start 16\u00a0november."
    )


def test_the_latest_start_is_told_with_the_day_it_was_counted_back_from():
    said = say.at_risk_activity("mässan", date(2026, 9, 21), date(2027, 1, 15), AS_OF)
    assert said == "Mässan har inte börjat. Senaste start var 21\u00a0september för att hinna till 15\u00a0januari 2027."

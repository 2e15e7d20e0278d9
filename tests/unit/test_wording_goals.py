"""The sentences about a goal, for every state a goal can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from report_templates import wording, wording_outlook
from report_templates.wording import Standing

BEHIND = Standing(
    kind="cumulative", state="behind", unit="personer", decimals=0, target=450, first_month=date(2026, 4, 1),
    last_month=date(2027, 3, 1), month=date(2026, 9, 1), outcome=205, planned=225,
)  # fmt: skip
SHARE = replace(BEHIND, kind="share", state="on_plan", unit="%", decimals=1, target=75, outcome=66.9, planned=67.5)
STOCK = replace(BEHIND, kind="stock", target=200, start_value=320, outcome=271, planned=260)
DAYS = replace(STOCK, state="ahead", unit="dagar", decimals=1, target=7, start_value=12, outcome=7.0, planned=8.6)
RISING = replace(STOCK, state="ahead", target=400, start_value=320, outcome=371, planned=360)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (BEHIND, "205 av 225 planerade till och med september, 20 färre än planen."),
        (replace(BEHIND, state="ahead", outcome=226), "226 av 225 planerade till och med september, 1 fler än planen."),
        (replace(BEHIND, state="on_plan", outcome=225), "225 av 225 planerade till och med september, precis enligt planen."),
        (replace(BEHIND, state="reached", outcome=458), "Målet är nått: 458 av 450 till och med september."),
        (replace(BEHIND, state="missed", outcome=412), "Målet nåddes inte: 412 av 450, 38 fattas."),
        (replace(BEHIND, outcome=0, planned=0), "Inga hittills till och med september; planen räknade inte med något ännu."),
        (replace(BEHIND, outcome=3, planned=0), "3 hittills till och med september; planen räknade inte med något ännu."),
        (replace(BEHIND, month=date(2027, 1, 1)), "205 av 225 planerade till och med januari 2027, 20 färre än planen."),
        (SHARE, "66,9 % hittills, april–september, mot planerade 67,5 %, 0,6 procentenheter under planen."),
        (replace(SHARE, month=date(2026, 4, 1)), "66,9 % i april mot planerade 67,5 %, 0,6 procentenheter under planen."),
        (
            replace(SHARE, month=date(2027, 1, 1)),
            "66,9 % hittills, april 2026–januari 2027, mot planerade 67,5 %, 0,6 procentenheter under planen.",
        ),
        (replace(SHARE, state="reached", outcome=76), "Målet är nått: 76,0 % mot 75 % hittills, april–september."),
        (replace(SHARE, state="missed"), "Målet nåddes inte: 66,9 % mot 75 %, 8,1 procentenheter ifrån."),
        (STOCK, "271 i september mot planerade 260, 11 fler än planen, vilket är sämre."),
        (
            replace(STOCK, state="ahead", outcome=250),
            "250 i september mot planerade 260, 10 färre än planen, vilket är bättre.",
        ),
        (replace(STOCK, state="missed", outcome=212), "Målet nåddes inte: 212 mot 200, 12 för många."),
        (replace(STOCK, state="reached", outcome=199), "Målet är nått: 199 mot 200 i september."),
        (DAYS, "7,0 dagar i september mot planerade 8,6 dagar, 1,6 dagar bättre än planen."),
        (
            replace(DAYS, state="behind", outcome=9.6),
            "9,6 dagar i september mot planerade 8,6 dagar, 1,0 dag sämre än planen.",
        ),
        (RISING, "371 i september mot planerade 360, 11 fler än planen."),
        (
            replace(STOCK, state="hidden", outcome=None),
            "Utfallet i september 2026 visas inte: det bygger på för få personer, eller skulle röja ett tal som gör det.",
        ),
        (
            replace(BEHIND, state="not_started", month=None, outcome=None, planned=None),
            "Planen börjar i april 2026; det finns ännu inget utfall att jämföra med.",
        ),
        (
            replace(BEHIND, state="unknown", outcome=None),
            "Läget till och med september 2026 är okänt, eftersom uppgifter saknas för en eller flera månader.",
        ),
        (
            replace(BEHIND, state="hidden", outcome=None),
            (
                "Utfallet till och med september 2026 visas inte: det bygger på för få personer, "
                "eller skulle röja ett tal som gör det."
            ),
        ),
    ],
)
def test_the_headline_says_what_has_come_of_what_was_planned(standing, said):
    assert wording.headline(standing).replace("\u00a0", " ") == said


def test_the_big_number_and_what_stands_beside_it_say_what_the_headline_says():
    assert "205 " + wording.beside_big_number(BEHIND) == wording.headline(BEHIND)
    assert "66,9\u00a0% " + wording.beside_big_number(SHARE) == wording.headline(SHARE)


def test_deviations_use_words_that_fit_the_unit():
    assert wording.deviation(BEHIND) == "20 färre än planen"
    assert wording.deviation(replace(BEHIND, unit="dagar", outcome=226)) == "1\u00a0dag över planen"
    assert wording.deviation(replace(SHARE, outcome=67.54)) == "precis enligt planen"
    assert wording.deviation(replace(BEHIND, outcome=None)) == "avvikelsen är okänd"


def test_the_deviation_is_that_of_the_numbers_as_printed():
    rounded = replace(BEHIND, unit="%", decimals=1, outcome=60.04, planned=60.06)
    assert wording.deviation(rounded) == "0,1\u00a0procentenheter under planen"


def test_what_it_takes_is_said_with_the_pace_so_far():
    assert wording_outlook.needed(BEHIND, 6) == "i månaden till och med mars 2027."
    assert wording_outlook.needed(BEHIND, 1) == "den sista månaden, mars 2027."
    assert wording_outlook.pace_so_far(34.17, 9.72, 1.94) == "Det är 9,7 i veckan, 1,9 per arbetsdag. Hittills 34 i månaden."
    assert wording_outlook.pace_so_far(34.17, None, 1.94) == "Det är 1,9 per arbetsdag. Hittills 34 i månaden."
    assert wording_outlook.pace_so_far(None, None, None) == ""
    assert wording_outlook.needed_label(BEHIND) == "Det krävs"


def test_the_chance_tells_its_interval_in_words():
    assert (
        wording_outlook.chance_sentence(BEHIND, 389, 432)
        == "om det fortsätter som hittills. Åtta gånger av tio blir slutresultatet 389–432."
    )
    assert wording_outlook.chance_sentence(BEHIND, None, None) == "om det fortsätter som hittills."


def test_a_whole_target_of_a_measure_with_decimals_is_printed_whole():
    assert wording.goal_line(SHARE) == "mål 75\u00a0% till och med mars 2027"
    assert wording.goal_line(STOCK) == "mål 200 i mars 2027"
    assert wording.goal_line(BEHIND) == "mål 450 till och med mars 2027"


def test_the_alternative_text_of_the_plan_holds_the_headline_and_the_values_that_matter():
    text = wording_outlook.plan_chart_text(BEHIND, 410, 389, 432, ("Jobbspåret",))
    assert wording.headline(BEHIND) in text
    assert "410" in text
    assert "389–432" in text
    assert "Jobbspåret" in text


@pytest.mark.parametrize("standing", [STOCK, DAYS, RISING, SHARE])
@pytest.mark.parametrize("difference", [-3.0, 3.0])
def test_a_level_said_to_be_worse_is_behind_its_plan_and_one_said_to_be_better_ahead(standing, difference):
    is_ahead = (difference > 0) is (standing.target > standing.start_value) if standing.start_value else difference > 0
    moved = replace(standing, outcome=standing.planned + difference, state="ahead" if is_ahead else "behind")
    said = wording.deviation(moved)
    assert ("bättre" in said) is (is_ahead and standing.falls)
    assert ("sämre" in said) is (not is_ahead and standing.falls)


def test_what_a_share_is_a_share_of_is_said_where_it_could_be_taken_for_the_months():
    assert "sedan april 2026" in wording.so_far_note(SHARE)
    assert wording.so_far_note(STOCK) == wording.so_far_note(BEHIND) == ""
    assert wording_outlook.only_the_month_sentence(SHARE).endswith("alla sedan april 2026.")


@pytest.mark.parametrize(
    ("standing", "figure", "said"),
    [
        (STOCK, "−71", "personer på tre månader, till mars 2027."),
        (SHARE, "+8,1", "procentenheter på tre månader, till mars 2027."),
        (replace(STOCK, outcome=201), "−1", "person på tre månader, till mars 2027."),
        (replace(STOCK, outcome=199), "0", "Nivån är nådd och ska hålla i mars 2027."),
        (DAYS, "0", "Nivån är nådd och ska hålla i mars 2027."),
    ],
)
def test_a_level_tells_how_far_it_has_left(standing, figure, said):
    left = wording_outlook.left_to_target(standing)
    assert wording_outlook.left_figure(standing, left) == figure
    assert wording_outlook.left_sentence(standing, left, 3) == said


def test_a_level_tells_how_it_has_gone_since_the_plan_began():
    assert wording_outlook.since_start_sentence(STOCK, 320, 271) == "personer, från 320 till 271."
    assert wording_outlook.since_start_sentence(SHARE, 60, 66.9) == "procentenheter, från 60,0\u00a0% till 66,9\u00a0%."


def test_the_goal_of_a_narrow_column_has_its_month():
    assert wording.goal_cell(BEHIND) == "450 till mars 2027"

"""The sentences about a goal, for every state a goal can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from report_templates import wording
from report_templates.wording import Standing

BEHIND = Standing(
    kind="cumulative", state="behind", unit="personer", decimals=0, target=450, first_month=date(2026, 4, 1),
    last_month=date(2027, 3, 1), month=date(2026, 9, 1), outcome=205, planned=225,
)  # fmt: skip
SHARE = replace(BEHIND, kind="share", state="on_plan", unit="%", decimals=1, target=75, outcome=66.9, planned=67.5)
STOCK = replace(BEHIND, kind="stock", target=200, outcome=271, planned=260)


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
        (SHARE, "66,9 % i september mot planerade 67,5 %, 0,6 procentenheter under planen."),
        (STOCK, "271 i september mot planerade 260, 11 fler än planen."),
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
            "Utfallet till och med september 2026 visas inte, eftersom det bygger på för få personer.",
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
    assert wording.needed_figure(BEHIND, 40.83) == "41"
    assert wording.needed(BEHIND, 40.83, 6) == "i månaden till och med mars 2027."
    assert wording.needed(BEHIND, 40.83, 1) == "den sista månaden, mars 2027."
    assert wording.needed_figure(STOCK, -11.83) == "−11,8"
    assert wording.pace_so_far(34.17, 1.94) == "Det är 1,9 per arbetsdag. Hittills 34 i månaden."
    assert wording.pace_so_far(None, None) == ""


def test_the_chance_tells_its_interval_in_words():
    assert (
        wording.chance_sentence(BEHIND, 389, 432)
        == "om det fortsätter som hittills. Åtta gånger av tio blir slutresultatet 389–432."
    )
    assert wording.chance_sentence(BEHIND, None, None) == "om det fortsätter som hittills."


def test_a_whole_target_of_a_measure_with_decimals_is_printed_whole():
    assert wording.goal_line(SHARE) == "mål 75\u00a0% i mars 2027"
    assert wording.goal_line(BEHIND) == "mål 450 till och med mars 2027"


def test_the_alternative_text_of_the_plan_holds_the_headline_and_the_values_that_matter():
    text = wording.plan_chart_text(BEHIND, 410, 389, 432, ("Jobbspåret",))
    assert wording.headline(BEHIND) in text
    assert "410" in text
    assert "389–432" in text
    assert "Jobbspåret" in text

"""The sentences about surveys, over one, several, none, equal, missing and hidden."""

from __future__ import annotations

from datetime import date

import pytest

from report_templates import wording_surveys as say

MAY, OCTOBER = date(2026, 5, 1), date(2025, 10, 1)


def test_the_finding_names_the_wave_and_says_why_there_is_no_value():
    assert say.finding("självskattning", MAY, "4,61", is_hidden=False) == "Självskattning: 4,61 i maj 2026"
    assert say.finding("HME", MAY, None, is_hidden=False) == "HME: värde saknas för maj 2026"
    assert say.finding("HME", MAY, None, is_hidden=True) == (
        "HME: värdet för maj 2026 visas inte, eftersom svaren från för få skulle gå att räkna ut"
    )


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (3.2, 1.0, "Det är 3 högre än i oktober 2025. Skillnaden är större än slumpen brukar ge."),
        (-3.2, 2.0, "Det är 3 lägre än i oktober 2025. Skillnaden är inte större än slumpen kan ge."),
        (0.3, 2.0, "Det är lika högt som i oktober 2025. Skillnaden är inte större än slumpen kan ge."),
        (
            2.0,
            None,
            (
                "Det är 2 högre än i oktober 2025. "
                "Svaren är för få för att säga om skillnaden är större än slumpen kan ge: det kräver 10 i båda omgångarna."
            ),
        ),
        (None, None, "Det går inte att jämföra med oktober 2025: någon av omgångarna visas inte eller saknas."),
    ],
)
def test_a_change_is_told_with_its_chance(change, error, words):
    assert say.since_before(change, error, OCTOBER, 0) == words


def test_a_first_wave_has_nothing_before_it():
    assert say.since_before(None, None, None, 0) == "Det är den första omgången."


def test_a_change_in_a_table_has_a_star_when_beyond_chance():
    assert say.change_cell(0.5, 0.2, 2) == "+0,50*"
    assert say.change_cell(-0.39, 0.2, 2) == "−0,39"
    assert say.change_cell(-0.5, None, 2) == "−0,50"
    assert say.change_cell(None, 0.2, 2) == ""


@pytest.mark.parametrize(
    ("risen", "fallen", "judged", "words"),
    [
        (0, 0, 0, ""),
        (0, 0, 19, "Inget av 19 påståenden har ändrats mer än slumpen ger."),
        (1, 0, 19, "Ett av 19 påståenden har stigit mer än slumpen ger, inget har sjunkit. Slumpen ensam ger ungefär ett."),
        (0, 2, 19, "Två av 19 påståenden har sjunkit mer än slumpen ger, inget har stigit. Slumpen ensam ger ungefär ett."),
        (13, 1, 19, "13 av 19 påståenden har stigit mer än slumpen ger, ett har sjunkit. Slumpen ensam ger ungefär ett."),
        (1, 0, 3, "Ett av tre påståenden har stigit mer än slumpen ger, inget har sjunkit."),
    ],
)
def test_how_many_statements_have_moved(risen, fallen, judged, words):
    assert say.statements_moved(risen, fallen, judged) == words


def test_groups_need_not_add_up():
    assert say.groups_note(259, 253) == "Sex som svarat har inte angett grupp och är bara med i alla."
    assert say.groups_note(20, 20) == ""
    assert say.groups_note(None, None).startswith("Grupper visas bara när")


def test_the_distribution_is_in_words_for_those_who_do_not_see_it():
    assert say.distribution("Vi vet", {1: 0, 2: 5, 3: 1}) == "Vi vet. Antal svar per steg: 1: 0, 2: 5, 3: 1."
    assert say.scale_words(1, 7) == "Fördelning: från ljust (1) till mörkt (7), bredden är andelen av svaren."


def test_few_waves_are_said_to_be_few():
    assert say.few_waves(1) == "Med en omgång går det inte att räkna gränser för normal variation."
    assert say.few_waves(3) == "Med tre omgångar går det inte att räkna gränser för normal variation."


def test_the_legend_has_only_the_marks_that_are_used():
    assert say.legend(has_hidden=False, has_star=False, has_change=False) == ()
    assert [line[0] for line in say.legend(has_hidden=True, has_star=True, has_change=True)] == ["F", "*", "x"]


def test_a_response_rate_is_in_whole_per_cent():
    assert say.share(0.875) == "88\u00a0%"

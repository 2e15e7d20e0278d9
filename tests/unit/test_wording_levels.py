"""The sentences about baselines, stability and levels that have moved, over none, one, many, missing."""

from __future__ import annotations

from datetime import date

import pytest

from report_templates import wording_levels as say

FIRST, LAST, DECIDED = date(2025, 1, 1), date(2025, 12, 1), date(2026, 2, 12)


@pytest.mark.parametrize(
    ("who", "when", "why", "said"),
    [
        (
            "enhetschef", DECIDED, "Nollmätning före start.",
            "Utgångsvärde januari–december 2025, beslutat av enhetschef 12 februari 2026: nollmätning före start.",
        ),
        ("enhetschef", DECIDED, None, "Utgångsvärde januari–december 2025, beslutat av enhetschef 12 februari 2026."),
        (None, None, "  ", "Utgångsvärde januari–december 2025."),
        (None, DECIDED, "EOR började", "Utgångsvärde januari–december 2025: EOR började."),
    ],
)  # fmt: skip
def test_a_frozen_baseline_says_who_froze_it_when_and_why(who, when, why, said):
    assert say.baseline_decided(FIRST, LAST, who, when, why).replace("\u00a0", " ") == said


def test_a_known_cause_is_said_and_an_unknown_is_not():
    assert say.known_cause("Två mottagningar blev en.") == "Känd orsak till ny nivå: två mottagningar blev en."
    assert say.known_cause(None) == say.known_cause(" ") == ""
    assert say.earlier_level("34", FIRST) == "Före januari 2025 var medel 34."


def test_what_is_taken_out_is_said_and_nothing_when_nothing_is():
    assert say.adjusted_note("none") == ""
    assert "säsongen" in say.adjusted_note("season")
    assert "arbetsdag" in say.adjusted_note("working_days")


def test_limits_follow_what_the_measure_counts():
    assert say.limits_note("ärenden") == "Gränserna följer hur många ärenden månaden hade"
    assert say.limits_note(None) == "Gränserna följer det som månaden delas med"


@pytest.mark.parametrize(
    ("run", "crossings", "said"),
    [
        (7, 5, ""),
        (8, 5, "åtta månader i rad ligger på samma sida om medelvärdet, och slumpen ger sällan fler än sju."),
        (7, 4, "den korsar medelvärdet bara fyra gånger, och slumpen brukar ge minst fem."),
        (7, 1, "den korsar medelvärdet bara en gång, och slumpen brukar ge minst fem."),
        (14, 0, "fler än sju; den korsar medelvärdet aldrig, och slumpen brukar ge minst fem."),
    ],
)
def test_a_series_that_is_not_stable_says_what_gives_it_away(run, crossings, said):
    text = say.unstable(longest_run=run, run_limit=7, crossings=crossings, crossings_limit=5)
    assert text.endswith(said)
    assert text.startswith("Siffran varierar inte bara av slump: ") if said else text == ""


def test_a_level_that_has_moved_asks_for_cause_and_decision():
    text = say.level_moved("41", date(2026, 3, 1), "34", 7)
    assert text.startswith("Nivån har legat på 41 sedan mars 2026 mot 34 förut (sju månader). Föreslå nytt utgångsvärde?")
    assert "orsak" in text
    assert "på fem år ger slumpen ensam ett sådant skifte i ungefär var tionde stabil serie" in text
    assert say.decide_about_level("väntetid", "41", date(2026, 3, 1), "34") == (
        "Väntetid har legat på 41 sedan mars 2026 mot 34 förut: är orsaken känd, och ska utgångsvärdet göras om?"
    )

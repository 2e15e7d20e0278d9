"""The sentences about ceilings, weeks, earlier plans and chances that cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from report_templates import wording, wording_outlook, wording_work
from report_templates.wording import Standing

CEILING = Standing(
    kind="cumulative", state="behind", unit="personer", decimals=0, target=200, first_month=date(2026, 4, 1),
    last_month=date(2027, 3, 1), month=date(2026, 9, 1), outcome=117, planned=100, is_ceiling=True,
)  # fmt: skip
SUM = replace(CEILING, is_ceiling=False)
SHARE = replace(SUM, kind="share", unit="%", decimals=1, target=75, outcome=66.9, planned=67.5)
STOCK = replace(SUM, kind="stock", start_value=320)
COST = replace(CEILING, unit="tkr")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (CEILING, "117 till och med september mot planerade högst 100, 17 fler än planen, vilket är sämre."),
        (
            replace(CEILING, state="ahead", outcome=99),
            "99 till och med september mot planerade högst 100, 1 färre än planen, vilket är bättre.",
        ),
        (
            replace(CEILING, state="on_plan", outcome=100),
            "100 till och med september mot planerade högst 100, precis enligt planen.",
        ),
        (replace(CEILING, outcome=0, planned=0), "Inga hittills till och med september; planen räknade inte med något ännu."),
        (
            replace(CEILING, state="missed", outcome=211),
            "Målet hölls inte: 211 mot högst 200 till och med september, 11 för många.",
        ),
        (replace(CEILING, state="reached", outcome=200), "Målet hölls: 200 mot högst 200 till och med september."),
        (COST, "117 tkr till och med september mot planerade högst 100 tkr, 17 tkr sämre än planen."),
        (
            replace(COST, state="missed", outcome=211),
            "Målet hölls inte: 211 tkr mot högst 200 tkr till och med september, 11 tkr för mycket.",
        ),
        (
            replace(CEILING, state="hidden", outcome=None),
            (
                "Utfallet till och med september 2026 visas inte: det bygger på för få personer, "
                "eller skulle röja ett tal som gör det."
            ),
        ),
    ],
)
def test_the_headline_of_a_ceiling_says_whether_less_is_better(standing, said):
    assert plain(wording.headline(standing)) == said


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (SUM, "till och med september (preliminärt),"),
        (SHARE, "hittills, april–september (preliminärt), mot planerade"),
        (STOCK, "i september (preliminärt) mot planerade"),
        (CEILING, "till och med september (preliminärt) mot planerade högst 100,"),
    ],
)
def test_what_may_still_change_is_called_preliminary_in_the_headline(standing, said):
    assert said in plain(wording.headline(replace(standing, is_preliminary=True)))
    assert "preliminärt" not in wording.headline(standing)


def test_a_ceiling_is_kept_and_its_plan_stayed_under():
    words = [wording.state_word(state, is_ceiling=True) for state in ("ahead", "behind", "reached", "missed", "unknown")]
    assert words == ["under planen", "över planen", "målet hållet", "över målet", "okänt läge"]
    assert wording.goal_line(CEILING) == "mål högst 200 till och med mars 2027"
    assert wording_outlook.chance_label(CEILING) == "Chansen att hålla högst 200"
    assert wording_outlook.chance_label(SUM) == "Chansen att nå 200"
    assert wording_outlook.needed_label(CEILING) == "Det finns rum för"
    assert "dämpar takten" in wording_work.decide_about_goal("högst 200", is_better_lower=True)
    assert "höjer takten" in wording_work.decide_about_goal("200")
    assert "höjer andelen" in wording_work.decide_about_goal("75 %", "share")
    assert "sänker andelen" in wording_work.decide_about_goal("5 %", "share", is_better_lower=True)
    assert wording_work.decide_about_goal("45", "stock") == wording_work.decide_about_plan("45")
    assert wording_work.decide_next_goal(is_ceiling=True) == "Målet hölls: vilket blir nästa mål?"
    assert "hölls inte" in wording_work.decide_after_missed("högst 200", is_ceiling=True)


@pytest.mark.parametrize(
    ("monday", "as_of", "said"),
    [
        (date(2026, 9, 28), date(2026, 10, 5), "Förra veckan (v. 40)"),
        (date(2026, 9, 28), date(2026, 10, 11), "Förra veckan (v. 40)"),
        (date(2026, 9, 28), date(2026, 10, 12), "Vecka 40"),
        (date(2025, 12, 29), date(2026, 1, 5), "Förra veckan (v. 1)"),
    ],
)
def test_the_latest_whole_week_is_last_week_only_when_it_is(monday, as_of, said):
    assert plain(wording_outlook.week_words(monday, as_of)) == said


@pytest.mark.parametrize(
    ("standing", "won", "figures", "days", "said"),
    [
        (SUM, True, (12.0, 9.7), 5, "V vanns: 12 mot 9,7 som behövdes."),
        (SUM, False, (0.0, 9.7), 5, "V vanns inte: 0 mot 9,7 som behövdes."),
        (SUM, True, (10.0, 10.0), 5, "V vanns: 10 mot 10 som behövdes."),
        (SUM, True, (None, None), 5, "V vanns: den gav minst så mycket som behövdes."),
        (SUM, False, (None, None), 5, "V vanns inte: den gav mindre än som behövdes."),
        (CEILING, True, (None, None), 5, "V hölls: den gav inte mer än som fick plats."),
        (CEILING, False, (None, None), 5, "V hölls inte: den gav mer än som fick plats."),
        (SUM, True, (0.0, 0.0), 0, "V hade inga arbetsdagar."),
        (CEILING, True, (2.0, 3.3), 5, "V hölls: 2 mot 3,3 som fick plats."),
        (CEILING, False, (7.0, 3.3), 5, "V hölls inte: 7 mot 3,3 som fick plats."),
    ],
)
def test_a_week_is_won_or_lost(standing, won, figures, days, said):
    outcome, needed = figures
    assert wording_outlook.week_sentence(standing, "V", is_won=won, outcome=outcome, needed_then=needed, working_days=days) == said


def test_a_chance_that_cannot_be_told_says_why():
    assert wording_outlook.no_chance(STOCK) == "För få månader för att säga chansen: den räknas från sju."
    assert "antalet bakom andelen" in wording_outlook.no_chance(SHARE)
    assert "antal som läggs ihop" in wording_outlook.no_chance(SUM)


def test_the_interval_of_a_share_is_in_per_cent_and_a_level_moves():
    assert plain(wording_outlook.chance_sentence(SHARE, 66.0, 71.25)).endswith("blir slutresultatet 66,0–71,3 %.")
    assert wording_outlook.chance_sentence(STOCK, None, None) == "om nivån rör sig som hittills."


def test_a_plan_made_again_tells_what_it_was():
    said = wording_outlook.earlier_plan("mål 540 till och med mars 2027", date(2026, 3, 12), date(2026, 6, 18))
    assert plain(said) == (
        "Planen gjordes om 18 juni 2026. Den tidigare, från 12 mars 2026, gällde mål 540 till och med mars 2027."
    )

"""The sentences about a measure: chance or trend, and place among others."""

from __future__ import annotations

from datetime import date

import pytest

from report_templates import wording_measures as say

SEPTEMBER = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("judged", "tail"),
    [
        (("improvement", "outside_limits", "below", "limits"), " – förbättring, under den nedre gränsen för normal variation"),
        (("concern", "run", "above", "limits"), " – försämring, nio månader i rad över medelvärdet"),
        (("improvement", "trend", "below", "limits"), " – förbättring, sjunker sedan minst sju månader"),
        (
            ("change", "two_of_three", "above", "trial"),
            " – förändring, minst två av de tre senaste månaderna långt över medelvärdet",
        ),
        (("none", "none", None, "limits"), ", inom normal variation"),
        (("none", "none", None, "trial"), "; går ännu inte att skilja från slump"),
        (("too_few", "none", None, "too_few"), "; för få mätpunkter för att bedöma"),
    ],
)
def test_the_finding_uses_the_vocabulary_of_chance_and_never_says_unchanged(judged, tail):
    judgement, rule, side, strength = judged
    said = say.finding("avslut", SEPTEMBER, "12", judgement=judgement, rule=rule, side=side, strength=strength, run=9)
    assert said == f"Avslut: 12 i september 2026{tail}"
    assert "oförändrat" not in said


def test_missing_and_hidden_values_are_told_apart():
    assert say.finding_missing("avslut", None) == "Avslut: inga värden finns ännu"
    assert say.finding_missing("avslut", SEPTEMBER) == "Avslut: värde saknas för september 2026"
    assert "visas inte" in say.finding_hidden("avslut", SEPTEMBER)


@pytest.mark.parametrize(
    ("value", "said"),
    [(-320, "320 tkr sämre än budget"), (15, "15 tkr bättre än budget"), (0, "i nivå med budget"), (-0.3, "i nivå med budget")],
)
def test_an_overspend_is_worse_than_budget_in_words(value, said):
    assert say.against_budget(value, "tkr", 0).replace("\u00a0", " ") == said


def test_only_money_series_named_as_deviations_are_said_to_be_against_budget():
    assert say.is_budget_deviation("Budgetavvikelse", "tkr", "ekonomi")
    assert not say.is_budget_deviation("Nettokostnad", "tkr", "ekonomi")
    assert not say.is_budget_deviation("Budgetavvikelse", "tkr", None)
    assert say.is_budget_deviation("Prognos för helåret", "tkr", "ekonomi", "Väntad avvikelse mot budget för hela året.")
    assert not say.is_budget_deviation("Nettokostnad", "tkr", "ekonomi", "Kostnad utan avvikelser i bokföringen.")


@pytest.mark.parametrize(
    ("unstable", "judged", "said"), [(0, 3, ""), (1, 1, "varierar den ändå"), (2, 4, "varierar två av dem ändå")]
)
def test_measures_without_signals_that_vary_over_time_are_told_of(unstable, judged, said):
    assert said in say.over_time(unstable, judged)
    assert bool(said) is bool(say.over_time(unstable, judged))


def test_the_unit_is_left_out_when_the_name_says_it():
    assert say.measured(143, "Inkomna ärenden", "ärenden", 0) == "143"
    assert say.measured(143, "Inkomna ansökningar", "ärenden", 0) == "143\u00a0ärenden"


@pytest.mark.parametrize(
    ("assurance", "direction", "verdict"),
    [
        ("will_pass", "up", "nås stadigt"), ("will_fail", "up", "nås inte utan en förändring"),
        ("hit_or_miss", "down", "nås vissa månader"), (None, "up", "nås"), (None, "down", "nås inte"),
    ],
)  # fmt: skip
def test_a_level_target_is_judged_by_normal_variation_where_that_is_known_else_by_the_latest_value(assurance, direction, verdict):
    assert say.target_verdict(assurance, 90.0, direction, 92.0) == verdict


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_value_on_the_level_keeps_it(direction):
    assert say.target_verdict(None, 90.0, direction, 90.0) == "nås"


@pytest.mark.parametrize(
    ("judged", "start"), [(0, "Ingen mätare"), (1, "Den mätare"), (2, "Alla två mätare"), (14, "Alla 14 mätare")]
)
def test_no_signal_is_said_for_none_one_and_many(judged, start):
    assert say.no_signals(judged).startswith(start)


def test_a_chef_with_twelve_measures_gets_a_remark_and_one_with_eleven_does_not():
    assert say.many_measures(11) == ""
    assert say.many_measures(12).startswith("12 mätare är fler")


def test_how_often_chance_alone_gives_a_signal_follows_the_number_of_measures():
    assert say.chance_note(0) == ""
    assert "var femte månad" in say.chance_note(12)
    assert "en enda stabil mätare" in say.chance_note(1)
    assert "varje månad" in say.chance_note(60)


def test_an_index_stands_after_its_word():
    assert say.measured(72.4, "Hållbart medarbetarengagemang", "index", 0) == "index\u00a072"


def test_what_cannot_be_drawn_says_whether_it_is_hidden_or_not_there():
    assert say.nothing_to_draw(is_hidden=True).startswith("Värdena visas inte")
    assert say.nothing_to_draw(is_hidden=False) == "Inget att rita ännu."


@pytest.mark.parametrize(("run", "said"), [(6, "sex månader"), (13, "13 månader"), (0, "flera månader"), (5, "flera månader")])
def test_a_run_says_how_many_months_it_is(run, said):
    assert say.rule_words("run", "below", run) == f"{said} i rad under medelvärdet"


def test_a_measure_not_judged_by_its_months_says_why_or_nothing():
    assert say.finding_plain("fall", SEPTEMBER, "1", is_rare=False) == "Fall: 1 i september 2026"
    assert say.finding_plain("fall", SEPTEMBER, "0", is_rare=True).endswith(
        "; händelserna är för sällsynta för att bedöma en månad för sig"
    )


def test_limits_that_differ_tell_their_month():
    assert say.normal_range("40–52", "limits") == "Normal variation: 40–52"
    assert say.normal_range("40–52", "trial", SEPTEMBER) == "Preliminära gränser i september: 40–52"

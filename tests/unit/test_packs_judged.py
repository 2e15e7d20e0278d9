"""What a pack decides about fans, earlier plans, weeks, chains of activities, and what measures are judged by."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from report_templates import ink
from report_templates.back_matter import BackMatter
from report_templates.chart_measure import measure_chart
from report_templates.chart_plan import plan_chart
from report_templates.facts import units_with_packs
from report_templates.measure_panels import MeasurePanel
from report_templates.pack import UnitPack, unit_packs
from report_templates.reckoning import _NAMES
from report_templates.render import pack_html
from tests.pack_cases import AS_OF, UNIT, Kommun, cases, pack_of
from transforms import catalogue


def pack_from(kommun: Kommun) -> UnitPack:
    return next(pack for pack in unit_packs(*kommun.case()) if pack.unit_id == UNIT)


def panel_of(measure_id: str, name: str = "moved") -> MeasurePanel:
    return next(panel for panel in pack_of(name).panels if panel.measure_id == measure_id)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_only_tables_for_everybody_are_read_of_what_is_counted():
    tables, plan, cover = cases()["moved"].case()
    hidden_away = {
        table: table.empty()
        for table in (catalogue.Outcome, catalogue.Baseline, catalogue.Signal, catalogue.Forecast, catalogue.Deviation)
    }
    assert unit_packs(tables | hidden_away, plan, cover) == unit_packs(tables, plan, cover)
    shown = {table: frame for table, frame in tables.items() if not (table.name.startswith("core.") and table.audience == "detail")}
    assert unit_packs(shown, plan, cover) == unit_packs(tables, plan, cover)


def test_a_table_that_is_not_there_is_taken_as_empty():
    tables, plan, cover = cases()["replanned"].case()
    for table in (catalogue.DisclosedForecast, catalogue.DisclosedForecastMonth, catalogue.DisclosedWeek):
        del tables[table]
    goal = unit_packs(tables, plan, cover)[0].page_one.goal
    assert (goal.boxes, goal.week, goal.chart.fan) == ((), "", ())


def test_the_fan_ends_on_the_interval_that_is_said():
    chart = pack_of("full").page_one.goal.chart
    assert [month.month for month in chart.fan] == list(chart.months[6:])
    assert (round(chart.fan[-1].low), round(chart.fan[-1].high)) == (389, 432)
    widths = [month.high - month.low for month in chart.fan]
    assert widths == sorted(widths), "it opens"
    band = re.search(rf'<path d="M([^Z"]+)Z" fill="{ink.FAN}"', plan_chart(chart))
    assert band
    assert len(band[1].split("L")) == 2 * (1 + len(chart.fan))


def test_a_goal_without_a_fan_is_drawn_with_its_forecast_only():
    svg = plan_chart(replace(pack_of("full").page_one.goal.chart, fan=()))
    assert ink.FAN not in svg
    assert 'stroke-dasharray="1.5 2.5"' in svg


def test_nothing_hidden_is_fanned_out():
    kommun = cases()["hidden"]
    kommun.add(
        catalogue.DisclosedForecastMonth, goal_id="arbete_450", version=1, month=date(2026, 10, 1), expected=9.0, low=8.0, high=10.0
    )
    assert pack_from(kommun).page_one.goal.chart.fan == ()


def test_a_plan_made_again_is_drawn_beside_the_one_before():
    goal = pack_of("replanned").page_one.goal
    assert goal.chart.earlier[-1] == 540
    assert ">tidigare plan<" in plan_chart(goal.chart)
    assert "tidigare planen är streckad" in goal.chart.alt
    assert any(plain(remark).startswith("Planen gjordes om 18 juni 2026.") for remark in goal.remarks)
    assert "tidigare plan" not in plan_chart(pack_of("full").page_one.goal.chart)


def test_an_earlier_plan_that_counts_from_another_month_is_told_but_not_drawn():
    kommun = cases()["replanned"]
    kommun.rows[catalogue.Goal][1]["first_month"] = date(2026, 1, 1)
    goal = pack_from(kommun).page_one.goal
    assert goal.chart.earlier == ()
    assert any("Planen gjordes om" in remark for remark in goal.remarks)


def test_a_version_decided_after_the_one_in_force_is_no_earlier_plan():
    kommun = cases()["full"]
    row = kommun.rows[catalogue.Goal][0]
    kommun.add(catalogue.Goal, **(row | {"version": 2, "is_current": False, "decided_on": date(2026, 11, 1)}))
    [facts] = units_with_packs(*kommun.case()[:2], AS_OF)
    assert facts.goals[0].earlier is None


def test_the_latest_week_is_told_with_its_figures():
    pack = pack_of("replanned")
    assert plain(pack.page_one.goal.week) == "Förra veckan (v. 40) vanns inte: 7 mot 9,7 som behövdes."
    printed = {figure.figure_id: figure.printed for figure in pack.figures}
    assert (printed["arbete_450.week_outcome"], printed["arbete_450.week_needed"]) == ("7", "9,7")


def test_a_week_that_may_not_be_told_is_not_mentioned():
    kommun = cases()["replanned"]
    kommun.week(date(2026, 10, 5), None, None, is_won=None)
    pack = pack_from(kommun)
    assert not pack.page_one.goal.week
    assert not any(".week_" in figure.figure_id for figure in pack.figures)


def test_a_ceiling_gives_room_and_a_chance_to_be_kept():
    goal = pack_of("ceiling").page_one.goal
    assert [(plain(box.label), plain(box.figure)) for box in goal.boxes] == [
        ("Det finns rum för", "14"), ("Chansen att hålla högst 200", "4 %"), ("Dit pekar det", "234"),
    ]  # fmt: skip
    assert (goal.state_word, goal.tone, plain(goal.chart.target_text)) == ("över planen", "concern", "mål högst 200")
    assert pack_of("ceiling_kept").page_one.headline.startswith("Målet hölls: 185 mot högst 200")
    assert (
        pack_of("ceiling_broken").page_one.headline == "Målet hölls inte: 211 mot högst 200 till och med september, 11 för många."
    )
    assert pack_of("ceiling_broken").page_one.goal.boxes == ()


def test_a_level_without_a_chance_says_that_months_are_too_few():
    kommun = cases()["stock"]
    kommun.rows[catalogue.DisclosedForecast][0] |= {
        "chance_of_reaching": None, "final_low": None, "final_high": None, "forecast_at_present_pace": None,
    }  # fmt: skip
    last = pack_from(kommun).page_one.goal.boxes[-1]
    assert (last.label, last.figure, last.text) == (
        "Chansen att nå 200", "–", "För få månader för att säga chansen: den räknas från sju.",
    )  # fmt: skip


def test_a_late_decisive_activity_says_what_it_stops_and_those_that_wait_say_so():
    pack = pack_of("replanned")
    first, second = pack.page_one.late
    assert first.stops == "Stoppar: andra jobbmässan, matchningsteamet fullt bemannat och en till."
    assert plain(second.text).endswith("Senaste start var 21 september för att hinna till 1 november.")
    status = {line.title: line.status for line in pack.action_plan.lines}
    assert status["Ny broschyr"] == "väntar på gemensam kartläggning med försörjningsstöd"


def test_what_is_done_stops_nothing_more():
    kommun = cases()["replanned"]
    for row in kommun.rows[catalogue.Activity]:
        if row["activity_id"] == "b1":
            row |= {"status": "done", "done_on": date(2026, 9, 1)}
    assert pack_from(kommun).page_one.late[0].stops == "Stoppar: andra jobbmässan och matchningsteamet fullt bemannat."


def test_centre_and_limits_are_drawn_in_steps_where_a_new_baseline_begins():
    chart = panel_of("vantan").chart
    assert {(point.centre, point.upper) for point in chart.points} == {(34.0, 41.5), (27.7, 33.2)}
    assert chart.steps == (12,)
    assert (chart.centre, chart.centre_text) == (27.7, "medel 28")
    assert "Nytt utgångsvärde från april 2025." in chart.alt
    assert [point.is_trial for point in chart.points] == [False] * 12 + [True] * 18


def test_limits_that_differ_from_month_to_month_are_those_of_the_latest_in_words():
    panel = panel_of("inom")
    assert "Normal variation i september: 61,0–81,0" in panel.facts
    assert "Normal variation i september 61,0–81,0." in panel.chart.alt
    assert "Gränserna följer hur många ärenden månaden hade" in panel.facts
    assert len({point.upper for point in panel.chart.points}) > 1
    assert plain(next(fact for fact in panel.facts if fact.startswith("Målnivå"))) == "Målnivå: minst 60,0 % – nås stadigt"


def test_a_preliminary_month_judged_by_its_season_has_no_limits_of_its_own():
    points = panel_of("inkomna").chart.points
    assert (points[-1].is_preliminary, points[-1].upper, points[-1].centre) == (True, None, None)
    assert points[-2].upper is not None
    assert "Bedöms med säsongen borträknad" in panel_of("inkomna").facts


def test_who_froze_the_baseline_stability_and_a_level_that_moved_are_said_under_the_drawing():
    baseline, stability, moved = (plain(note) for note in panel_of("vantan").notes)
    assert baseline == (
        "Utgångsvärde april 2025–januari 2026, beslutat av verksamhetschef 12 februari 2026: ny nivå efter samlokaliseringen. "
        "Känd orsak till ny nivå: två mottagningar blev en. Före april 2025 var medel 34."
    )
    assert stability.startswith("Siffran varierar inte bara av slump: åtta månader i rad")
    assert moved.startswith("Nivån har legat på 41 sedan februari 2026 mot 28 förut (åtta månader). Föreslå nytt utgångsvärde?")
    decide = pack_of("moved").page_one.decide
    moved = "Väntetid till första möte har legat på 41 sedan februari 2026 mot 28 förut"
    assert f"{moved}: är orsaken känd, och ska utgångsvärdet göras om?" in decide


def test_no_new_level_is_suggested_where_nobody_has_decided_one():
    kommun = cases()["moved"]
    kommun.rows[catalogue.DisclosedBaseline][0]["is_frozen"] = False
    pack = pack_from(kommun)
    panel = next(panel for panel in pack.panels if panel.measure_id == "vantan")
    assert (panel.suggestion, panel.has_moved) == ("", False)
    assert not any("Föreslå nytt utgångsvärde" in note for note in panel.notes)
    assert "46" not in dict(pack.back.leans_on)
    assert not any("utgångsvärdet" in matter for matter in pack.page_one.decide)


def test_a_series_that_is_not_stable_does_not_contradict_a_latest_month_within_its_limits():
    kommun = cases()["moved"]
    for row in kommun.rows[catalogue.DisclosedSignal]:
        if row["measure_id"] in {"vantan", "inkomna"}:
            row |= {"judgement": "none", "rule": "none", "side": None}
    pack = pack_from(kommun)
    panel = next(panel for panel in pack.panels if panel.measure_id == "vantan")
    assert panel.notes[1].startswith("Den senaste månaden ligger inom gränserna, men serien som helhet varierar inte bara av slump")
    assert pack.page_one.changes_words == (
        "Alla tre mätare som går att bedöma ligger inom normal variation. "
        "Över hela perioden varierar en av dem ändå inte bara av slump; se mätarsidorna."
    )


def test_two_levels_are_printed_with_the_decimals_that_tell_them_apart():
    kommun = cases()["moved"]
    kommun.rows[catalogue.DisclosedSuggestion][0] |= {"centre": 28.44, "centre_before": 28.41}
    panel = next(panel for panel in pack_from(kommun).panels if panel.measure_id == "vantan")
    assert "Nivån har legat på 28,44 sedan februari 2026 mot 28,41 förut" in panel.notes[-1]


def test_a_held_value_is_marked_where_it_stands_and_explained():
    pack = pack_of("moved")
    table = dict(panel_of("vantan").table)
    assert (table[date(2026, 9, 1)], table[date(2026, 6, 1)], table[date(2026, 8, 1)]) == ("40°", "42°", "44")
    assert "° Senaste månaden visas som i förra rapporten" in panel_of("vantan").facts
    assert key_text(pack.back, "°") == "ett värde som visas som i förra rapporten: ändringen är för liten för att visas"
    assert key_text(pack_of("full").back, "°") == ""


def test_marks_that_only_some_packs_have_are_explained_where_they_are_used():
    assert key_text(pack_of("ahead").back, "◆").endswith("delmål")
    assert "delmål" not in key_text(pack_of("full").back, "◆")
    assert "streckade kanter är preliminära gränser" in key_text(pack_of("moved").back, "■")
    assert "åtta gånger av tio" in key_text(pack_of("full").back, "…")
    assert (key_text(pack_of("moved").back, "…"), key_text(pack_of("moved").back, "✓")) == ("", "")
    assert "klar aktivitet" in key_text(pack_of("full").back, "✓")


def key_text(back: BackMatter, key: str) -> str:
    return dict(back.legend).get(key, "")


def test_the_note_on_chance_counts_the_measures_that_are_judged():
    panels = pack_of("moved").panels
    assert (len(panels), sum(panel.is_judged for panel in panels)) == (5, 3)
    assert plain(key_text(pack_of("moved").back, "?")).endswith("bland 3 stabila mätare.")


def test_signals_are_ranked_by_their_distance_in_standard_deviations():
    kommun = cases()["full"]
    for row in kommun.rows[catalogue.DisclosedSignal]:
        if row["is_latest"] and row["measure_id"] in {"tid", "avslut"}:
            row["sigmas"] = {"tid": -2.1, "avslut": -3.4}[row["measure_id"]]
    assert [change.text.split(":")[0] for change in pack_from(kommun).page_one.changes] == [
        "Avslut till egen försörjning", "Tid till första möte, median",
    ]  # fmt: skip


def test_rare_events_and_measures_without_judgement_are_not_called_too_few():
    assert panel_of("fall").title.endswith("händelserna är för sällsynta för att bedöma en månad för sig")
    assert panel_of("besok").title == "Besök på kvällsöppet: 36 i september 2026"
    assert not panel_of("fall").is_judged


def test_a_pack_leans_on_the_definitions_of_what_it_prints():
    numbers = {name: [number for number, _ in pack_of(name).back.leans_on] for name in ("full", "moved", "one_point", "replanned")}
    assert numbers["moved"] == ["40", "41", "42", "43", "45", "46", "47", "48", "50"]
    assert numbers["one_point"] == ["40", "41", "50"]
    assert {"30", "31", "32", "33", "60"} <= set(numbers["full"])
    assert "34" in numbers["replanned"]
    assert "34" not in numbers["full"]


def test_every_definition_a_pack_refers_to_is_a_page_of_the_given_examples():
    pages = {int(path.name.split("-")[0]) for path in (Path(__file__).parents[1] / "spec").glob("[0-9][0-9]-*.md")}
    assert set(_NAMES) <= pages
    assert list(_NAMES) == sorted(_NAMES)


@pytest.mark.parametrize("name", ["moved", "twelve"])
def test_a_band_without_steps_is_one_rectangle(name):
    for panel in pack_of(name).panels:
        uppers = {(point.upper, point.lower) for point in panel.chart.points}
        if len(uppers) == 1 and None not in next(iter(uppers)):
            band = re.search(rf'<path d="M([^Z"]+)Z" fill="{ink.WASH}"', measure_chart(panel.chart))
            assert band
            assert band[1].count("L") == 3


def test_a_share_and_a_level_tell_what_is_left_their_chance_and_their_way():
    share, stock = (
        [(plain(box.label), plain(box.figure)) for box in pack_of(name).page_one.goal.boxes] for name in ("share", "stock")
    )
    assert share == [("Kvar till målet", "+8,1"), ("Chansen att nå 75 %", "6 %"), ("Bara september", "66,9 %")]
    assert stock == [("Kvar till målet", "−71"), ("Chansen att nå 200", "34 %"), ("Dit pekar det", "217")]
    chart = pack_of("share").page_one.goal.chart
    assert (chart.forecast, plain(chart.interval_text)) == (None, "troligen 63,0–73,5")
    assert len(chart.fan) == 6


def test_months_not_delivered_yet_are_left_out_of_where_the_goal_stands():
    kommun = cases()["full"]
    kommun.rows[catalogue.DisclosedDeviation][-1] |= {"outcome": None, "outcome_cumulative": None, "deviation": None}
    kommun.rows[catalogue.DisclosedForecast][0] |= {"last_known_month": date(2026, 8, 1)}
    goal = pack_from(kommun).page_one.goal
    assert goal.headline == "167 av 188 planerade till och med augusti, 21 färre än planen."
    assert ">167</text>" in plan_chart(goal.chart)


def test_a_hidden_month_after_the_last_one_counted_hides_the_standing():
    kommun = cases()["full"]
    kommun.rows[catalogue.DisclosedDeviation][-1] |= {
        "outcome": None,
        "outcome_cumulative": None,
        "deviation": None,
        "is_hidden": True,
    }
    kommun.rows[catalogue.DisclosedForecast][0] |= {"last_known_month": date(2026, 8, 1)}
    goal = pack_from(kommun).page_one.goal
    assert (goal.state, goal.boxes, goal.chart.fan) == ("hidden", (), ())


def test_a_survey_has_a_page_of_its_own_and_no_panel_among_the_measures():
    kommun = cases()["full"]
    kommun.measure("hme", "Hållbart medarbetarengagemang", "index", [71.0], kind="survey", disclosure="staff")
    wave = {"measure_id": "hme", "unit_id": UNIT, "wave_on": date(2026, 9, 1)}
    for question in ("m1", "m2"):
        kommun.add(
            catalogue.SurveyQuestion,
            measure_id="hme",
            question=question,
            position=1,
            part="motivation",
            lowest_step=1,
            highest_step=5,
        )
    kommun.add(
        catalogue.DisclosedSurveyResult,
        **wave, group_name="alla", question="motiv", answers=24, not_relevant=0, mean=3.84, sampling_error=0.1, is_hidden=False,
    )  # fmt: skip
    kommun.add(catalogue.DisclosedSurveyResponse, **wave, respondents=24, invited=30.0, response_share=0.8)
    pack = pack_from(kommun)
    assert [page.measure_id for page in pack.surveys] == ["hme"]
    assert "hme" not in {panel.measure_id for panel in pack.panels}
    html = pack_html(pack)
    assert html.count("<h2>Enkäter</h2>") == 1
    assert plain("80\u00a0%") in plain(html)
    assert ("22", "enkäter") in pack.back.leans_on
    assert "<h2>Enkäter</h2>" not in pack_html(pack_of("full"))

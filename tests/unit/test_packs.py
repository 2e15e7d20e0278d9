"""What a pack decides: the same number everywhere, and nothing that must not be shown."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from report_templates.chart_plan import plan_chart
from report_templates.cover import freshness_of, source_name
from report_templates.pack import figures, headlines, unit_packs
from report_templates.page_one_fit import LINE, PAGE_HEIGHT, height_of
from report_templates.plan_drawing import HIGH_PLOT
from tests.pack_cases import AS_OF, LONG_NAME, UNIT, cases, pack_of
from transforms import catalogue
from transforms.plan import ChosenMeasure


def test_page_one_says_205_of_225_and_20_fewer():
    page = pack_of("full").page_one
    assert page.headline == "205 av 225 planerade till och med september, 20 färre än planen."
    assert page.goal.big_number == "205"
    assert [box.figure for box in page.goal.boxes] == ["41", "3\u00a0%", "410"]
    assert "389–432" in page.goal.boxes[1].text
    assert "430" in page.goal.boxes[2].text


@pytest.mark.parametrize("name", cases())
def test_the_packs_are_the_same_when_made_again(name):
    once, again = unit_packs(*cases()[name].case()), unit_packs(*cases()[name].case())
    assert once == again


@pytest.mark.parametrize("name", cases())
def test_figures_and_headlines_have_their_declared_shape_and_unique_rows(name):
    packs = unit_packs(*cases()[name].case())
    rows = catalogue.Figure.conform(figures(packs))
    assert rows.select(catalogue.Figure.grain).is_unique().all()
    assert rows.select("unit_id", "section", "figure_id", "printed", "is_hidden").null_count().sum_horizontal().item() == 0
    lines = catalogue.Headline.conform(headlines(packs))
    assert lines.height == len(packs)
    assert lines["headline"].str.ends_with(".").all()


@pytest.mark.parametrize("name", cases())
def test_a_hidden_figure_has_no_value_and_is_printed_as_x(name):
    hidden = figures(unit_packs(*cases()[name].case())).filter("is_hidden")
    assert hidden["value"].null_count() == hidden.height
    assert set(hidden["printed"]) <= {"x"}


def test_nothing_that_gives_a_hidden_outcome_away_is_printed():
    pack = pack_of("hidden")
    assert pack.page_one.goal.state == "hidden"
    assert pack.page_one.goal.boxes == ()
    assert pack.page_one.goal.chart.forecast is None
    printed = {
        figure.figure_id.split(".", 1)[1] for figure in pack.figures if figure.value is not None and figure.section == "goal"
    }
    assert not printed & {"needed_per_month", "pace_per_month", "chance_of_reaching", "deviation", "final_low"}


def test_without_a_baseline_because_months_are_hidden_the_pack_says_why_and_judges_nothing():
    panel = next(panel for panel in pack_of("full").panels if panel.measure_id == "avhopp")
    assert panel.chart.centre is None
    assert all((point.centre, point.lower, point.upper) == (None, None, None) for point in panel.chart.points)
    assert not panel.is_judged
    assert panel.title.endswith("bedöms inte, eftersom månader med små tal är dolda")
    assert "Medel och gränser visas inte, eftersom de skulle röja dolda månader." in panel.facts
    assert {figure.figure_id for figure in panel.figures}.isdisjoint({"avhopp.centre", "avhopp.upper_limit", "avhopp.lower_limit"})


def test_only_units_and_processes_with_a_measure_or_a_goal_get_a_pack():
    packs = unit_packs(*cases()["process"].case())
    assert {pack.unit_id for pack in packs} == {UNIT, "unga", "vuxna", "liten"}
    assert all(pack.file_name == f"nulageskoll_{pack.unit_id}_2026-10-05.pdf" for pack in packs)


def test_a_process_shows_its_units_and_hides_what_they_hide():
    rows = {row.unit_name: row for row in pack_of("process").process_units}
    assert (rows["Ungdomsenheten"].outcome, rows["Ungdomsenheten"].planned, rows["Ungdomsenheten"].deviation) == ("69", "75", "−6")
    assert rows["Lilla enheten"].outcome == rows["Lilla enheten"].deviation == "x"
    assert rows["Nya enheten"].goal == "inget mål"
    assert rows["Ungdomsenheten"].late == "1"
    assert rows[LONG_NAME].state_word == "före planen"


def test_what_is_to_be_decided_begins_with_what_has_waited():
    decide = pack_of("full").page_one.decide
    assert decide[0].startswith("Ska unga under 25")
    assert any("Jobbspår" in matter for matter in decide)
    assert len(decide) <= 5


@pytest.mark.parametrize("name", cases())
def test_page_one_is_reckoned_to_fit_on_its_page(name):
    pack = pack_of(name)
    assert height_of(pack.page_one, pack.unit_name) <= PAGE_HEIGHT


def test_what_page_one_has_no_room_for_is_counted():
    page = pack_of("twelve").page_one
    assert len(page.late) + page.left_out["late"] == 6
    assert len(page.decide) + page.left_out["decide"] == 5
    assert "12 mätare är fler" in page.remarks[-1]


def test_a_pack_without_change_or_decision_is_brief_and_lists_only_what_it_prints():
    pack = pack_of("calm")
    assert pack.is_brief
    assert {figure.figure_id for figure in pack.figures if figure.section == "measure"} == {"inkomna.latest"}
    assert not pack_of("full").is_brief
    assert not pack_of("one_point").is_brief


def test_an_overspend_and_a_signal_are_said_in_words():
    titles = {panel.measure_id: panel.title.replace("\u00a0", " ") for panel in pack_of("full").panels}
    assert titles["budget"].startswith("Budgetavvikelse: 320 tkr sämre än budget i september 2026")
    assert titles["tid"].endswith("förbättring, under den nedre gränsen för normal variation")
    assert titles["sjuk"].startswith("Sjukfrånvaro: 6,2 % i juli 2026"), "preliminary months are not the latest"


def test_the_running_month_is_never_shown():
    kommun = cases()["full"]
    kommun.add(
        catalogue.DisclosedOutcome, measure_id="inkomna", unit_id=UNIT, month=AS_OF.replace(day=1), value=3.0, is_hidden=False,
        is_preliminary=True,
    )  # fmt: skip
    pack = next(pack for pack in unit_packs(*kommun.case()) if pack.unit_id == UNIT)
    panel = next(panel for panel in pack.panels if panel.measure_id == "inkomna")
    assert all(point.month < AS_OF.replace(day=1) for point in panel.chart.points)


def test_a_kpi_with_a_colour_has_words_and_one_without_gives_the_reason():
    rows = {row.kpi: row for row in pack_of("full").comparisons}
    assert (rows["U31403"].colour_word, rows["U31403"].position) == ("grön", "bland den bästa fjärdedelen")
    assert (rows["N31007"].colour_word, rows["N31007"].position, rows["N31007"].strip) == ("grå", "jämförs utan färg", None)
    assert rows["N31816"].place == "83 av 290"


def test_an_empty_section_is_named_once_with_who_can_add_it():
    missing = pack_of("one_point").back.missing
    assert sum(text.startswith("Mål (EOR)") for text in missing) == 1
    assert all(":" in text for text in missing)
    assert not any(text.startswith("Handlingsplan") for text in pack_of("full").back.missing)


def test_a_choice_of_a_measure_nobody_has_defined_is_left_out():
    tables, plan, cover = cases()["full"].case()
    chosen = (*plan.chosen_measures, ChosenMeasure(unit_id=UNIT, measure_id="okand", position=99))
    assert unit_packs(tables, replace(plan, chosen_measures=chosen), cover) == unit_packs(tables, plan, cover)


def test_an_id_that_could_leave_the_folder_is_refused():
    tables, plan, cover = cases()["full"].case()
    units = tables[catalogue.Unit].with_columns(pl.col("unit_id").replace(UNIT, "../x"))
    goals = tables[catalogue.Goal].with_columns(pl.col("unit_id").replace(UNIT, "../x"))
    with pytest.raises(ValueError, match="file name"):
        unit_packs(tables | {catalogue.Unit: units, catalogue.Goal: goals}, plan, cover)


def test_freshness_is_that_of_the_newest_delivery_and_definitions_are_no_source():
    rows = [
        {"run_id": "r", "source_id": source, "file_id": file, "file_name": file, "sha256": "", "landed_on": day, "age_days": age}
        for source, file, day, age in (
            ("lifecare", "old.csv", AS_OF.replace(day=1), 4),
            ("lifecare", "new.csv", AS_OF.replace(day=4), 1),
            ("kommun", "kommun.toml", AS_OF, 0),
            ("hr", "hr.csv", AS_OF, 0),
        )
    ]
    fresh = freshness_of(catalogue.Input.of(rows))
    assert [(source.source_name, source.file_name) for source in fresh] == [("HR", "hr.csv"), ("Lifecare", "new.csv")]


def test_a_share_goal_says_so_far_everywhere_and_gives_the_month_beside_it():
    goal = pack_of("share").page_one.goal
    assert "hittills, april–september," in goal.headline
    assert goal.headline in goal.chart.alt
    assert goal.chart.is_so_far
    assert "sammanräknade" in goal.remarks[1]


def test_a_pace_of_less_than_one_a_day_is_left_to_the_week():
    kommun = cases()["full"]
    kommun.rows[catalogue.DisclosedForecast][0] |= {"needed_per_week": 2.54, "needed_per_working_day": 0.51}
    pack = unit_packs(*kommun.case())[0]
    assert "Det är 2,5 i veckan. Hittills" in pack.page_one.goal.boxes[0].text
    assert not any(figure.figure_id.endswith("needed_per_working_day") for figure in pack.figures)


def test_a_share_without_a_chance_tells_what_is_left_its_latest_month_and_why_there_is_no_chance():
    kommun = cases()["share"]
    without = {"chance_of_reaching": None, "final_low": None, "state": "behind", "forecast_at_present_pace": None}
    kommun.rows[catalogue.DisclosedForecast][0] |= without
    goal = unit_packs(*kommun.case())[0].page_one.goal
    assert [(box.label, box.figure) for box in goal.boxes] == [
        ("Kvar till målet", "+8,1"), ("Bara september", "66,9\u00a0%"), ("Chansen att nå 75\u00a0%", "–"),
    ]  # fmt: skip


def test_a_share_out_of_reach_says_so_beside_its_chance_of_nothing():
    kommun = cases()["share"]
    kommun.rows[catalogue.DisclosedForecast][0]["chance_of_reaching"] = 0.0
    page = unit_packs(*kommun.case())[0].page_one
    box = next(box for box in page.goal.boxes if box.label.startswith("Chansen"))
    assert box.figure == "0\u00a0%"
    assert box.text.startswith("de ärenden som väntas räcker inte")
    assert page.decide == ("Målet 75\u00a0%: vad höjer andelen, eller ska planen göras om?",)


def test_an_outcome_that_may_still_change_is_said_to_be_preliminary_wherever_it_stands():
    kommun = cases()["full"]
    kommun.rows[catalogue.DisclosedDeviation][-1]["is_preliminary"] = True
    pack = unit_packs(*kommun.case())[0]
    assert pack.page_one.headline == "205 av 225 planerade till och med september (preliminärt), 20 färre än planen."
    assert ">205*<" in plan_chart(pack.page_one.goal.chart)
    assert "(preliminärt)" not in pack_of("full").page_one.headline


def test_the_table_of_units_marks_what_is_preliminary_and_subtracts_the_numbers_it_prints():
    kommun = cases()["process"]
    for row in kommun.rows[catalogue.DisclosedDeviation]:
        if row["goal_id"] == "mal_unga":
            row |= {"is_preliminary": True, "outcome_cumulative": 69.4, "planned_cumulative": 75.5}
    pack = next(pack for pack in unit_packs(*kommun.case()) if pack.unit_id == UNIT)
    row = pack.process_units[0]
    assert (row.outcome, row.planned, row.deviation) == ("69*", "76", "−7")


def test_a_pack_without_a_goal_does_not_set_time_aside_for_it():
    kommun = cases()["moved"]
    kommun.dialogue()
    agenda = [item.text for item in unit_packs(*kommun.case())[0].meeting.agenda]
    assert "Läget i mätarna" in agenda
    assert "Läget mot målet" in [item.text for item in pack_of("full").meeting.agenda]


def test_a_level_behind_its_plan_asks_for_a_decision():
    kommun = cases()["stock"]
    kommun.rows[catalogue.DisclosedForecast][0] |= {"chance_of_reaching": None, "state": "behind"}
    page = unit_packs(*kommun.case())[0].page_one
    assert page.decide == ("Målet 200: vad tar oss tillbaka till planen, eller ska planen göras om?",)
    assert page.goal.tone == "concern"


def test_every_number_in_the_drawing_is_explained_on_page_one():
    page = pack_of("full").page_one
    open_marks = {str(mark.order) for mark in page.goal.chart.activities if mark.status != "done"}
    assert {line.order for line in (*page.late, *page.coming)} == open_marks


@pytest.mark.parametrize("name", [name for name, kommun in cases().items() if kommun.goals])
def test_page_one_is_filled_by_its_drawing(name):
    pack = pack_of(name)
    chart = pack.page_one.goal.chart
    room = PAGE_HEIGHT - height_of(pack.page_one, pack.unit_name)
    assert pack.is_brief or chart.plot_height == HIGH_PLOT or room < 2 * LINE


def test_the_months_of_seven_measures_fit_in_one_table_with_no_word_broken():
    kommun = cases()["full"]
    [table] = unit_packs(*kommun.case())[0].back.months
    assert len(table.names) == 6
    assert table.width <= 100
    assert sum(table.shares) == pytest.approx(100, abs=0.1)


def test_a_forecast_of_the_year_against_budget_is_said_in_words_and_its_months_are_not_added():
    kommun = cases()["full"]
    for row in kommun.rows[catalogue.MeasureDefinition]:
        if row["measure_id"] == "budget":
            row |= {"measure_name": "Prognos för helåret", "definition": "Väntad avvikelse mot budget för hela året."}
    panel = next(panel for panel in unit_packs(*kommun.case())[0].panels if panel.measure_id == "budget")
    assert panel.title.startswith("Prognos för helåret: 320\u00a0tkr sämre än budget i september 2026")
    assert not any("Hittills i år" in fact for fact in panel.facts)


def test_sources_are_named_with_swedish_letters_and_quarantine_is_explained():
    assert [source_name(name) for name in ("medarbetarenkat", "sjalvskattning", "hr", "treserva")] == [
        "Medarbetarenkät", "Självskattning", "HR", "Treserva",
    ]  # fmt: skip
    tables, plan, cover = cases()["full"].case()
    dirty = replace(cover, sources=tuple(replace(source, rows_loaded=10, rows_quarantined=2) for source in cover.sources))
    clean = replace(cover, sources=tuple(replace(source, rows_loaded=10, rows_quarantined=0) for source in cover.sources))
    assert "räknas inte med" in unit_packs(tables, plan, dirty)[0].back.quarantine
    assert unit_packs(tables, plan, clean)[0].back.quarantine == ""


def test_the_day_of_the_sources_is_said_once_when_they_share_it():
    tables, plan, cover = cases()["full"].case()
    together = replace(cover, sources=tuple(replace(source, landed_on=AS_OF, age_days=0) for source in cover.sources))
    pack = unit_packs(tables, plan, together)[0]
    assert pack.back.sources_landed == "2026-10-05"
    assert pack.page_one.freshness == "Allt inläst 5\u00a0oktober 2026 (i dag)."
    assert unit_packs(tables, plan, cover)[0].back.sources_landed == ""


def test_a_reported_number_of_things_has_no_limit_below_zero():
    kommun = cases()["full"]
    kommun.measure("syn", "Synpunkter", "synpunkter", [0, 3, 1, 4, 0, 6, 1, 0, 5, 1, 2, 0, 4], kind="series", direction="neither")
    panel = next(panel for panel in unit_packs(*kommun.case())[0].panels if panel.measure_id == "syn")
    assert {point.lower for point in panel.chart.points} == {0}

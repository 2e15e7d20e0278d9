"""Small kommuner, one per state a pack must be able to show, built straight from the catalogue's tables.

``cases()`` names them all; each is (tables, plan, cover) as `report_templates.pack.unit_packs` takes them. Figures are
chosen by hand and follow the formulas of the statistics, so that what a pack prints can be checked against them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from report_templates.pack import UnitPack, unit_packs
from tests.pack_kommun import AS_OF, LONG_NAME, UNIT, Kommun, cover, even_plan, months
from transforms import catalogue
from transforms.plan import Milestone, Text
from transforms.tables import Table

__all__ = [
    "AS_OF", "LONG_NAME", "UNIT", "Kommun", "cases", "cover", "even_plan", "frame_of", "months", "pack_of",
]  # fmt: skip

SEASONAL = [14.0, 16, 15, 18, 17, 21, 16, 14, 19, 22, 18, 17, 15, 16, 18, 19, 17, 20, 15, 13, 18, 21, 19, 18,
            16, 17, 15, 19, 18, 21, 17, 14, 20, 19, 17, 18]  # fmt: skip


def full() -> Kommun:
    """Everything a pack can hold: a goal that is behind, late activities, signals, economy, comparison, decisions."""
    kommun = Kommun()
    kommun.goal_measure()
    kommun.goal(
        forecast={"chance_of_reaching": 0.0312, "final_low": 389.0, "final_high": 432.0},
    )
    kommun.activity("a1", "Överenskommelse med tjugo arbetsgivare", date(2026, 5, 29), "done")
    kommun.activity(
        "a2", "Jobbspår inom vård och omsorg startar", date(2026, 9, 1), "late", contribution="Omkring 40 anställningar till mars."
    )
    kommun.activity("a3", "Gemensam kartläggning med försörjningsstöd", date(2026, 9, 15), "done")
    kommun.activity("a4", "Andra jobbmässan", date(2026, 11, 20), "at_risk", latest_start_on=date(2026, 9, 21))
    kommun.activity("a5", "Matchningsteamet fullt bemannat", date(2027, 1, 15), "ongoing")
    kommun.activity("b1", "Ny broschyr till arbetsgivare", date(2026, 10, 30), "planned", is_decisive=False, owner="kommunikatör")
    kommun.dialogue()
    kommun.dialogue(date(2026, 6, 10), theme=None)
    kommun.decision("d1", "Ska unga under 25 få en egen handläggare?", date(2026, 6, 10))
    kommun.decision(
        "d2",
        "Samlokalisering med vuxenutbildningen",
        date(2026, 4, 8),
        date(2026, 6, 24),
        decision="Ja, från augusti",
        owner="verksamhetschef",
    )
    kommun.measure(
        "inkomna", "Inkomna ärenden", "ärenden", [v * 6 for v in SEASONAL], direction="neither", judged={-1: ("none", "none", "")}
    )
    kommun.measure(
        "tid", "Tid till första möte, median", "dagar", [*[v + 8 for v in SEASONAL[:28]], 22, 20, 19, 18, 17, 16, 15, 12],
        direction="down", kind="case_duration", denominator=143, level_target=15.0,
        judged={-1: ("improvement", "outside_limits", "below"), -2: ("improvement", "run", "below")},
    )  # fmt: skip
    kommun.measure(
        "avslut", "Avslut till egen försörjning", "%", [48.2, 51.0, 49.5, 52.3, 47.8, 50.1, 49.0, 51.7, 46.2, 44.9, 43.0, 41.3],
        kind="case_share", decimals=1, denominator=87, judged={-1: ("concern", "two_of_three", "below")},
    )  # fmt: skip
    kommun.measure(
        "avhopp", "Avhopp från insats", "personer", [6, 7, None, 5, 8, 9, 5, 7, 6, 6, 8, 7, 5, 6], hidden=(-3, -9), direction="down"
    )
    kommun.measure(
        "budget", "Budgetavvikelse", "tkr", [-120, 40, -80, 15, -60, -110, 20, -45, -320], kind="series", topic="ekonomi",
        source_ids="ekonomi",
    )  # fmt: skip
    kommun.measure(
        "sjuk", "Sjukfrånvaro", "%", [6.1, 5.8, 6.4, 7.0, 6.6, 5.9, 5.2, 4.8, 5.5, 6.0, 6.3, 6.2, 5.9, 5.7],
        kind="series", topic="hr",
        direction="down", decimals=1, source_ids="hr", preliminary=2,
    )  # fmt: skip
    kommun.key_figure(
        "k_arbete", "Vuxna biståndsmottagare med långvarigt ekonomiskt bistånd, andel", "%", "N31816", value=31.2, rank=83,
        strictly_better_share=82 / 290, strictly_worse_share=205 / 290, position="middle", colour_word="gul", circle_mean=33.4,
        circle_median=33.0, national_value=36.9,
    )  # fmt: skip
    kommun.key_figure(
        "k_nojd", "Brukarbedömning, helhetssyn", "%", "U31403", value=91.0, rank=12, strictly_better_share=11 / 140,
        strictly_worse_share=120 / 140, position="best_quarter", colour_word="grön", circle_mean=86.2, reporting_count=140,
        national_value=88.0,
    )  # fmt: skip
    kommun.key_figure(
        "k_kostnad", "Kostnad ekonomiskt bistånd", "kr/inv", "N31007", value=1204.0, rank=211, position="none", colour_word="grå",
        circle_mean=1150.0, national_value=998.0, decimals=0,
    )  # fmt: skip
    kommun.texts.append(
        Text(
            unit_id=UNIT, kind="kommentar_ekonomi", written_on=date(2026, 10, 1), author="ekonom",
            body="Underskottet i september beror på en faktura för praktikplatser som avser hela hösten.",
        )
    )  # fmt: skip
    return kommun


def ahead() -> Kommun:
    """Ahead of a plan whose months differ, with milestones."""
    kommun = Kommun()
    kommun.goal_measure()
    season = [25.0, 55, 90, 120, 130, 165, 215, 265, 300, 345, 395, 450]
    kommun.goal(planned=season, outcomes=(30, 33, 38, 41, 28, 47), forecast={
        "state": "ahead", "chance_of_reaching": 0.962, "final_low": 462.0, "final_high": 560.0, "forecast_at_present_pace": 511.0,
    })  # fmt: skip
    kommun.milestones += [
        Milestone(goal_id="arbete_450", version=1, month=date(2026, 9, 1), cumulative=165),
        Milestone(goal_id="arbete_450", version=1, month=date(2026, 12, 1), cumulative=300),
    ]
    kommun.measure("inkomna", "Inkomna ärenden", "ärenden", SEASONAL, direction="neither")
    return kommun


def calm() -> Kommun:
    """Nothing has changed and nothing is to be decided: a brief pack."""
    kommun = ahead()
    kommun.activity("a1", "Överenskommelse med tjugo arbetsgivare", date(2026, 11, 29), "ongoing")
    return kommun


def one_state(state: str, outcomes: tuple[float | None, ...], **over: Any) -> Kommun:
    """The goal of 450 in the given state, and no measures but its own."""
    kommun = Kommun()
    kommun.goal_measure()
    kommun.goal(outcomes=outcomes, forecast={"state": state} | over.pop("forecast", {}), **over)
    return kommun


def stock() -> Kommun:
    """A level that is to fall: open cases from 320 to 200."""
    kommun = Kommun()
    kommun.goal_measure("oppna", "Öppna ärenden", "ärenden", direction="down", kind="case_stock")
    kommun.goal(
        "oppna_200", measure_id="oppna", title="Högst 200 öppna ärenden", kind="stock", target=200, start_value=320.0,
        planned=[320 - 10.0 * n for n in range(1, 13)], outcomes=(316, 309, 301, 290, 281, 271),
        forecast={"state": "behind", "chance_of_reaching": 0.34,
                  "final_low": 188.0, "final_high": 236.0,
                  "forecast_at_present_pace": 217.0},
    )  # fmt: skip
    return kommun


def share() -> Kommun:
    """A share that is to rise from 60 to 75 per cent."""
    kommun = Kommun()
    kommun.goal_measure("inom_tid", "Beslut inom tre månader", "%", kind="case_share", decimals=1)
    kommun.goal(
        "inom_tid_75", measure_id="inom_tid", title="Tre av fyra beslut inom tre månader", kind="share", target=75,
        start_value=60.0,
        planned=[60 + 1.25 * n for n in range(1, 13)], outcomes=(60.4, 62.0, 63.8, 64.1, 66.0, 66.9),
        forecast={"state": "behind", "chance_of_reaching": 0.06, "forecast_at_present_pace": 66.9, "final_low": 63.0,
                  "final_high": 73.5},
    )  # fmt: skip
    return kommun


def process() -> Kommun:
    """A process with four units: behind, ahead, hidden and without a goal."""
    kommun = full()
    kommun.level, kommun.name = "process", "Arbetsmarknad"
    children = (
        ("unga", "Ungdomsenheten", (12.0, 9.0, 14.0, 11.0, 10.0, 13.0), (), "behind"),
        ("vuxna", LONG_NAME, (22.0, 19.0, 24.0, 21.0, 20.0, 23.0), (), "ahead"),
        ("liten", "Lilla enheten", (2.0, 1.0, 2.0, 1.0, 3.0, 2.0), (6,), "behind"),
        ("ny", "Nya enheten", (), (), "not_started"),
    )
    for unit_id, name, outcomes, hidden, state in children:
        kommun.add(catalogue.Unit, unit_id=unit_id, unit_name=name, level="unit", parent_unit_id=UNIT)
        if unit_id != "ny":
            kommun.goal(
                f"mal_{unit_id}", unit_id=unit_id, title=f"{name} når sitt mål", target=150, outcomes=outcomes, hidden=hidden,
                forecast={"state": state, "chance_of_reaching": 0.4, "final_low": 120.0, "final_high": 160.0},
            )  # fmt: skip
    kommun.activity("u1", "Drop-in på ungdomsenheten", date(2026, 8, 20), "late", unit_id="unga", goal_id="mal_unga")
    return kommun


def nothing_but_a_measure() -> Kommun:
    """No goal, one measure of a single point."""
    kommun = Kommun(name=LONG_NAME, synthetic=False)
    kommun.measure("ny", "Nystartade insatser", "insatser", [3.0])
    return kommun


def twelve() -> Kommun:
    """Twelve measures of all sizes and signs, a long name, and long words everywhere."""
    kommun = Kommun(name=LONG_NAME)
    kommun.goal_measure()
    kommun.goal(
        title="Arbetsmarknadsförvaltningens kompetensförsörjningsåtagande: tolv miljoner kronor i återvunnen försörjning",
        target=12_000_000, outcomes=(900_000, 1_100_000, 950_000, 1_000_000, 1_050_000, 980_000),
        forecast={"chance_of_reaching": 0.48, "final_low": 11_500_000.0, "final_high": 12_300_000.0},
    )  # fmt: skip
    sizes = (0.0, 1.0, -3.0, 10_000_000.0, 0.01, 55.0, 900.0, 12_345.0, 7.0, 88.0, 250.0, 3.0)
    for index, size in enumerate(sizes):
        kommun.measure(
            f"m{index}",
            f"Arbetsmarknadsförvaltningens kompetensförsörjningsmätare nummer {index + 1}",
            "ärenden" if index % 2 else "kalenderdagar",
            [size * (1 + 0.04 * (value - 17)) for value in SEASONAL[: 36 - index]],
            decimals=2 if 0 < abs(size) < 1 else 0,
            judged={-1: ("concern", "outside_limits", "above")} if index % 3 == 0 else None,
        )
    for index in range(9):
        kommun.activity(
            f"a{index}", f"Arbetsmarknadsförvaltningens kompetensförsörjningsaktivitet {index + 1}",
            date(2026, 9, 1) + timedelta(days=3 * index),
            "late" if index < 6 else "planned",
            contribution="Omkring fyrtio anställningar hos arbetsgivare inom kompetensförsörjningsområdet",
        )  # fmt: skip
    for index in range(6):
        kommun.decision(
            f"d{index}", f"Kompetensförsörjningsfråga {index + 1} om arbetsmarknadsförvaltningens lokaler", date(2026, 3, 1 + index)
        )
    return kommun


def hostile() -> Kommun:
    """Text that would be markup, a link or a file if it were not data."""
    kommun = ahead()
    kommun.name = '<img src="file:///etc/passwd"> & "enheten"'
    kommun.decision("d1", "<script>alert(1)</script> {{ 7 * 7 }} &amp; ä", date(2026, 9, 1))
    return kommun


def ceiling(state: str = "behind", outcomes: tuple[float, ...] = (18, 21, 17, 20, 22, 19), **over: Any) -> Kommun:
    """A sum that is to stay under its target: at most 200 dropouts in a year."""
    kommun = Kommun()
    kommun.goal_measure("avhopp", "Avhopp från insats", "personer", direction="down")
    kommun.goal(
        "avhopp_200", measure_id="avhopp", title="Högst 200 avhopp på ett år", target=200, outcomes=outcomes, is_ceiling=True,
        forecast={"state": state, "chance_of_reaching": 0.04, "final_low": 209.0, "final_high": 260.0} | over,
    )  # fmt: skip
    return kommun


def replanned() -> Kommun:
    """A goal planned again, with weeks, and decisive activities that wait for each other."""
    kommun = Kommun()
    kommun.goal_measure()
    kommun.goal(
        version=2, decided_on=date(2026, 6, 18),
        forecast={"chance_of_reaching": 0.0312, "final_low": 389.0, "final_high": 432.0},
    )  # fmt: skip
    kommun.earlier_plan(target=540, decided_on=date(2026, 3, 12), planned=even_plan(540, 12))
    kommun.week(date(2026, 9, 21), 11.0, 9.4, is_won=True)
    kommun.week(date(2026, 9, 28), 7.0, 9.7, is_won=False)
    kommun.activity(
        "a1", "Gemensam kartläggning med försörjningsstöd", date(2026, 9, 1), "late", blocks="a2, a3, b1",
        contribution="Omkring 40 anställningar till mars.",
    )  # fmt: skip
    kommun.activity("a2", "Andra jobbmässan", date(2026, 11, 20), "at_risk", latest_start_on=date(2026, 9, 21),
                    latest_finish_on=date(2026, 11, 1), depends_on="a1", is_blocked=True, blocks="a3")  # fmt: skip
    kommun.activity("a3", "Matchningsteamet fullt bemannat", date(2027, 1, 15), "planned", latest_start_on=date(2026, 11, 16),
                    depends_on="a1, a2", is_blocked=True)  # fmt: skip
    kommun.activity("b1", "Ny broschyr", date(2026, 12, 1), is_decisive=False, depends_on="a1", is_blocked=True)
    kommun.measure("inkomna", "Inkomna ärenden", "ärenden", SEASONAL, direction="neither")
    return kommun


_LEVELS = [34.0, 36, 31, 35, 33, 37, 30, 34, 35, 33, 36, 34, 28, 27, 29, 26, 28, 30, 27, 25, 29, 28, 41, 43, 40, 39, 42, 41, 44, 40]


def moved() -> Kommun:
    """What a measure can be judged by: two baselines, a level that has moved, limits a month, season, held values, rare events."""
    kommun = Kommun()
    kommun.measure(
        "vantan", "Väntetid till första möte", "dagar", _LEVELS, direction="down", kind="case_duration", denominator=61,
        judged={-1: ("concern", "run", "above")}, held=(-1, -4), level_target=32.0,
        baseline={
            "from_month": date(2025, 4, 1), "to_month": date(2026, 1, 1), "centre": 27.7, "lower_limit": 22.2, "upper_limit": 33.2,
            "points": 10, "strength": "trial", "is_frozen": True, "decided_by": "verksamhetschef", "decided_on": date(2026, 2, 12),
            "reason": "Ny nivå efter samlokaliseringen.", "cause": "Två mottagningar blev en", "assurance": "hit_or_miss",
        },
    )  # fmt: skip
    first = date(2024, 4, 1)
    kommun.add(
        catalogue.DisclosedBaseline, measure_id="vantan", unit_id=UNIT, from_month=first, to_month=date(2025, 3, 1),
        is_current=False, chart="xmr", adjusted_for="none", points=12, centre=34.0, lower_limit=26.5, upper_limit=41.5,
        strength="limits", is_frozen=True, decided_by="enhetschef", decided_on=date(2025, 4, 2), reason="Nollmätning",
    )  # fmt: skip
    for row in kommun.rows[catalogue.DisclosedSignal]:
        centre, low, high = (34.0, 26.5, 41.5) if row["month"] < date(2025, 4, 1) else (27.7, 22.2, 33.2)
        row.update(centre=centre, lower_limit=low, upper_limit=high, sigmas=3 * (row["value"] - centre) / (high - centre))
    kommun.add(
        catalogue.DisclosedStability, measure_id="vantan", unit_id=UNIT, from_month=date(2025, 4, 1), to_month=date(2026, 9, 1),
        useful_points=18, longest_run=8, longest_run_limit=7, crossings=4, crossings_limit=5, is_stable=False,
    )  # fmt: skip
    kommun.add(
        catalogue.DisclosedSuggestion, measure_id="vantan", unit_id=UNIT, from_month=date(2026, 2, 1), to_month=date(2026, 9, 1),
        points=8, centre_before=27.7, centre=41.25, side="above",
    )  # fmt: skip
    kommun.measure(
        "inom", "Beslut inom tre månader", "%", [71.2, 69.4, 73.0, 70.8, 68.9, 72.4, 71.1, 70.0, 69.5, 72.8, 71.9, 70.3],
        kind="case_share", decimals=1, denominator=87, chart="p_prime", level_target=60.0,
        baseline={"chart": "p_prime", "lower_limit": None, "upper_limit": None, "assurance": "will_pass"},
    )  # fmt: skip
    for row in kommun.rows[catalogue.DisclosedSignal]:
        if row["measure_id"] == "inom":
            width = 6 + row["month"].month % 5
            row |= {"centre": 71.0, "lower_limit": 71.0 - width, "upper_limit": 71.0 + width, "sigmas": -0.2}
    kommun.measure(
        "inkomna", "Inkomna ärenden", "ärenden", SEASONAL, direction="neither", adjusted_for="season",
        baseline={"adjusted_for": "season", "lower_limit": None, "upper_limit": None},
        judged={-1: ("change", "trend", "above")}, preliminary=1,
    )  # fmt: skip
    for row in kommun.rows[catalogue.DisclosedSignal]:
        if row["measure_id"] == "inkomna":
            level = 16 + row["month"].month % 4
            row |= {"centre": float(level), "lower_limit": level - 6.0, "upper_limit": level + 6.0, "sigmas": 2.4}
    kommun.measure("fall", "Allvarliga avvikelser", "avvikelser", [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], chart="t", direction="down")
    kommun.measure("besok", "Besök på kvällsöppet", "besök", [31.0, 28, 35, 30, 29, 33, 36], chart="none")
    for measure_id in ("fall", "besok"):
        for table in (catalogue.DisclosedBaseline, catalogue.DisclosedSignal):
            kommun.rows[table] = [row for row in kommun.rows[table] if row["measure_id"] != measure_id]
    return kommun


def cases() -> dict[str, Kommun]:
    """Every case by name."""
    return {
        "full": full(),
        "ahead": ahead(),
        "calm": calm(),
        "reached": one_state("reached", (90, 88, 95, 92, 50, 43)),
        "missed": one_state("missed", (28, 31, 35, 40, 33, 38, 41, 30, 36, 28, 37, 35), first=date(2025, 9, 1)),
        "on_plan": one_state("on_plan", (38, 37, 38, 37, 38, 37), forecast={
            "chance_of_reaching": 0.52, "final_low": 421.0, "final_high": 480.0}),
        "not_started": one_state("not_started", (), first=date(2026, 11, 1)),
        "unknown": one_state("unknown", (28, 31, None, 40, 33, 38)),
        "hidden": one_state("behind", (2, 1, 2, 1, 3, 2), hidden=(1, 2, 3, 4, 5, 6), target=40, forecast={
            "chance_of_reaching": 0.1}),
        "stock": stock(),
        "share": share(),
        "ceiling": ceiling(),
        "ceiling_kept": ceiling("reached", (15, 14, 16, 15, 17, 15, 14, 18, 16, 15, 14, 16)),
        "ceiling_broken": ceiling("missed", (38, 37, 41, 36, 30, 29)),
        "replanned": replanned(),
        "moved": moved(),
        "process": process(),
        "one_point": nothing_but_a_measure(),
        "twelve": twelve(),
        "hostile": hostile(),
    }  # fmt: skip


def pack_of(name: str, unit_id: str = UNIT) -> UnitPack:
    """The pack of a case's unit."""
    return next(pack for pack in unit_packs(*cases()[name].case()) if pack.unit_id == unit_id)


def frame_of(table: type[Table], kommun: Kommun) -> pl.DataFrame:
    """One table of a case."""
    return kommun.case()[0][table]

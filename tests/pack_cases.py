"""Small kommuner, one per state a pack must be able to show, built straight from the catalogue's tables.

``cases()`` names them all; each is (tables, plan, cover) as `report_templates.pack.unit_packs` takes them. Figures are
chosen by hand and follow the formulas of the statistics, so that what a pack prints can be checked against them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from report_templates.cover import Cover, SourceFreshness
from report_templates.pack import UnitPack, unit_packs
from transforms import catalogue
from transforms.plan import ChosenMeasure, Goal, Milestone, Plan, Text
from transforms.tables import Table, Tables

AS_OF = date(2026, 10, 5)
UNIT = "arbetsmarknad_1"
LONG_NAME = "Arbetsmarknadsförvaltningens kompetensförsörjningsenhet för vuxenutbildningsfrågor"
OUTCOMES_450 = (28, 31, 35, 40, 33, 38)


def months(first: date, many: int) -> list[date]:
    """So many months from the first on."""
    start = first.year * 12 + first.month - 1
    return [date(index // 12, index % 12 + 1, 1) for index in range(start, start + many)]


def even_plan(target: float, periods: int) -> list[float]:
    """The cumulative plan, rounded half up, ending exactly on the target."""
    return [float(int(target * period / periods + 0.5)) for period in range(1, periods + 1)]


@dataclass
class Kommun:
    """Rows being gathered for one case; ``tables`` makes the frames."""

    name: str = "Arbetsmarknadsenheten"
    level: str = "unit"
    rows: dict[type[Table], list[dict[str, Any]]] = field(default_factory=dict)
    chosen: list[ChosenMeasure] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    synthetic: bool = True

    def add(self, table: type[Table], **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def case(self) -> tuple[Tables, Plan, Cover]:
        self.add(catalogue.Unit, unit_id="namnd", unit_name="Arbetsmarknadsnämnden", level="board")
        parent = "namnd" if self.level == "process" else "process"
        if self.level == "unit":
            self.add(catalogue.Unit, unit_id="process", unit_name="Arbetsmarknad", level="process", parent_unit_id="namnd")
        self.add(catalogue.Unit, unit_id=UNIT, unit_name=self.name, level=self.level, parent_unit_id=parent)
        tables: Tables = {table: table.of(self.rows.get(table, [])) for table in catalogue.declared_tables()}
        plan = Plan(
            chosen_measures=tuple(self.chosen),
            goals=tuple(self.goals),
            milestones=tuple(self.milestones),
            texts=tuple(self.texts),
        )
        return tables, plan, cover(is_synthetic=self.synthetic)

    # ── goals ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def goal(
        self,
        goal_id: str = "arbete_450",
        *,
        unit_id: str = UNIT,
        measure_id: str = "i_arbete",
        title: str = "450 personer i arbete på tolv månader",
        kind: str = "cumulative",
        target: float = 450,
        first: date = date(2026, 4, 1),
        periods: int = 12,
        planned: list[float] | None = None,
        outcomes: tuple[float | None, ...] = OUTCOMES_450,
        hidden: tuple[int, ...] = (),
        start_value: float | None = None,
        forecast: dict[str, Any] | None = None,
    ) -> None:
        """A goal with its plan months, disclosed deviations and forecast; ``outcomes`` are monthly, or levels."""
        grid = months(first, periods)
        levels = planned or even_plan(target, periods)
        self.goals.append(
            Goal(
                goal_id=goal_id, version=1, unit_id=unit_id, measure_id=measure_id, title=title, kind=kind,  # type: ignore[arg-type]
                target=target, first_month=grid[0], last_month=grid[-1], shape="even", owner="enhetschef",
                decided_on=date(2026, 3, 12), benefit="Fler försörjer sig själva", start_value=start_value,
            )
        )  # fmt: skip
        self.add(
            catalogue.Goal, goal_id=goal_id, version=1, is_current=True, unit_id=unit_id, measure_id=measure_id, title=title,
            goal_kind=kind, target=float(target), start_value=start_value, first_month=grid[0], last_month=grid[-1],
            owner="enhetschef", decided_on=date(2026, 3, 12),
        )  # fmt: skip
        for number, (month, level) in enumerate(zip(grid, levels, strict=True), 1):
            before = levels[number - 2] if number > 1 else 0.0
            self.add(
                catalogue.PlanMonth, goal_id=goal_id, version=1, month=month, period_number=number, weight=1 / periods,
                planned=level - before, planned_cumulative=float(level),
            )  # fmt: skip
        so_far: float | None = 0.0
        for number, value in enumerate(outcomes, 1):
            so_far = None if value is None or so_far is None else so_far + value if kind == "cumulative" else value
            is_hidden = number in hidden
            shown = None if is_hidden else so_far
            self.add(
                catalogue.DisclosedDeviation, goal_id=goal_id, version=1, month=grid[number - 1], period_number=number,
                outcome=None if is_hidden else value, outcome_cumulative=shown, planned_cumulative=float(levels[number - 1]),
                deviation=None if shown is None else shown - levels[number - 1], is_hidden=is_hidden, is_preliminary=False,
            )  # fmt: skip
        done = len(outcomes)
        known = so_far is not None and done > 0
        row: dict[str, Any] = {
            "goal_id": goal_id, "version": 1, "last_known_month": grid[done - 1] if known else None, "periods_done": done,
            "periods_left": periods - done, "outcome_cumulative": so_far if known else None,
            "planned_cumulative": float(levels[done - 1]) if done else None, "state": "not_started" if not done else "behind",
        }  # fmt: skip
        if known and so_far is not None and done < periods and kind == "cumulative":
            row |= {
                "deviation": so_far - levels[done - 1],
                "needed_per_month": max(0.0, (target - so_far) / (periods - done)),
                "needed_per_working_day": max(0.0, (target - so_far) / (21 * (periods - done))),
                "pace_per_month": so_far / done,
                "forecast_at_present_pace": so_far * periods / done,
                "forecast_rest_as_planned": so_far + target - levels[done - 1],
            }
        self.add(catalogue.Forecast, **(row | (forecast or {})))

    def goal_measure(
        self, measure_id: str = "i_arbete", name: str = "Personer i arbete", unit: str = "personer", **over: Any
    ) -> None:
        self.definition(measure_id, name, unit, **over)

    # ── measures ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def definition(self, measure_id: str, name: str, unit: str, **over: Any) -> None:
        """A measure's definition, once."""
        if any(row["measure_id"] == measure_id for row in self.rows.get(catalogue.MeasureDefinition, [])):
            return
        self.add(
            catalogue.MeasureDefinition,
            **({
                "measure_id": measure_id, "measure_name": name, "kind": "case_count", "unit": unit, "direction": "up",
                "definition_number": 1000 + len(self.rows.get(catalogue.MeasureDefinition, [])), "decimals": 0,
                "source_ids": "lifecare", "definition": f"{name} enligt ärendesystemet, räknat på månadens händelser.",
                "disclosure": "persons", "author": "verksamhetsanalytiker", "checker": "kvalitetsstrateg",
                "reviewed_on": date(2026, 2, 2),
            } | over),
        )  # fmt: skip

    def measure(
        self,
        measure_id: str,
        name: str,
        unit: str,
        values: list[float | None],
        *,
        last: date = date(2026, 9, 1),
        hidden: tuple[int, ...] = (),
        preliminary: int = 0,
        judged: dict[int, tuple[str, str, str]] | None = None,
        denominator: float | None = None,
        frozen: bool = False,
        **over: Any,
    ) -> None:
        """A chosen measure with its disclosed months, a baseline over all settled shown months, and signals.

        ``judged`` gives judgement, rule and side for months counted from the end (−1 is the latest settled).
        """
        self.definition(measure_id, name, unit, **over)
        self.chosen.append(ChosenMeasure(unit_id=UNIT, measure_id=measure_id, position=len(self.chosen) + 1))
        first = last.year * 12 + last.month - len(values)
        grid = months(date(first // 12, first % 12 + 1, 1), len(values))
        for index, (month, value) in enumerate(zip(grid, values, strict=True)):
            is_hidden = index - len(values) in hidden
            self.add(
                catalogue.DisclosedOutcome, measure_id=measure_id, unit_id=UNIT, month=month,
                value=None if is_hidden or value is None else float(value), is_hidden=is_hidden,
                denominator=None if is_hidden else denominator, is_preliminary=index >= len(values) - preliminary,
            )  # fmt: skip
        settled = [(m, float(v)) for m, v in list(zip(grid, values, strict=True))[: len(values) - preliminary] if v is not None]
        if not settled:
            return
        numbers = [value for _, value in settled]
        moving = [abs(b - a) for a, b in itertools.pairwise(numbers)]
        centre = sum(numbers) / len(numbers)
        spread = sum(moving) / len(moving) if moving else None
        strength = "limits" if len(numbers) >= 12 else "trial" if len(numbers) >= 6 else "too_few"
        has_limits = strength != "too_few" and spread is not None
        low, high = (centre - 2.66 * (spread or 0), centre + 2.66 * (spread or 0)) if has_limits else (None, None)
        self.add(
            catalogue.Baseline, measure_id=measure_id, unit_id=UNIT, from_month=settled[0][0], to_month=settled[-1][0],
            points=len(numbers), centre=centre, mean_moving_range=spread, lower_limit=low, upper_limit=high,
            strength=strength, is_frozen=frozen,
        )  # fmt: skip
        for index, (month, value) in enumerate(settled):
            judgement, rule, side = (judged or {}).get(index - len(settled), ("none", "none", None))
            if strength == "too_few":
                judgement = "too_few"
            self.add(
                catalogue.Signal, measure_id=measure_id, unit_id=UNIT, month=month, value=value, centre=centre,
                lower_limit=low, upper_limit=high, rule=rule, side=side, judgement=judgement,
                is_latest=index == len(settled) - 1,
            )  # fmt: skip

    def key_figure(self, measure_id: str, name: str, unit: str, kpi: str, **row: Any) -> None:
        """A chosen key figure with its two circles."""
        self.definition(measure_id, name, unit, kind="kolada", source_ids="kolada", decimals=row.pop("decimals", 1))
        self.chosen.append(ChosenMeasure(unit_id=UNIT, measure_id=measure_id, position=len(self.chosen) + 1))
        both = {"measure_id": measure_id, "kpi_id": kpi, "gender": "T"}
        self.add(catalogue.Comparison, **both, **({"circle": "all", "year": 2025, "reporting_count": 290} | row))
        self.add(
            catalogue.Comparison, **both, circle="similar", year=2025, value=row.get("value"), rank=3, reporting_count=8,
            position="none", colour_word="grå", circle_mean=row.get("circle_mean"),
        )  # fmt: skip

    # ── work ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def activity(
        self, activity_id: str, title: str, due_on: date, status: str = "planned", *, unit_id: str = UNIT, **over: Any
    ) -> None:
        late = max(0, (AS_OF - due_on).days) if status == "late" else 0
        self.add(
            catalogue.Activity,
            **({
                "activity_id": activity_id, "unit_id": unit_id, "goal_id": "arbete_450", "title": title, "owner": "enhetschef",
                "is_decisive": True, "due_on": due_on, "days_late": late, "status": status,
                "done_on": due_on - timedelta(days=2) if status == "done" else None,
                "latest_start_on": due_on - timedelta(days=60),
            } | over),
        )  # fmt: skip

    def dialogue(self, held_on: date = date(2026, 10, 14), **over: Any) -> None:
        self.add(
            catalogue.Dialogue,
            **({
                "unit_id": UNIT, "held_on": held_on, "participants": "verksamhetschef, enhetschef, ekonom, HR-partner",
                "theme": "Vägen från praktik till anställning", "place": "Rum Linden",
            } | over),
        )  # fmt: skip

    def decision(self, decision_id: str, matter: str, raised_on: date, decided_on: date | None = None, **over: Any) -> None:
        self.add(
            catalogue.Decision, decision_id=decision_id, unit_id=UNIT, matter=matter, raised_on=raised_on,
            decided_on=decided_on, age_days=((decided_on or AS_OF) - raised_on).days, **over,
        )  # fmt: skip


def cover(*, is_synthetic: bool = True) -> Cover:
    return Cover(
        kommun_name="Ekbacka kommun",
        as_of=AS_OF,
        run_id="2026-10-05-0a1b2c3d4e",
        framdrift_version="0.1.0",
        is_synthetic=is_synthetic,
        principles=("Vi ser det som det är.", "Invånaren först, sedan vår egen ordning."),
        sources=(
            SourceFreshness(
                source_id="lifecare", file_name="lifecare_2026-10-04.csv", landed_on=date(2026, 10, 4), age_days=1,
                rows_loaded=19872, rows_quarantined=14,
            ),
            SourceFreshness(
                source_id="ekonomi", file_name="ekonomi_2026-09.xlsx", landed_on=date(2026, 9, 30), age_days=5,
                rows_loaded=432, rows_quarantined=0,
            ),
            SourceFreshness(source_id="kolada", file_name="values", landed_on=date(2026, 9, 23), age_days=12),
            SourceFreshness(source_id="plan", file_name="plan.xlsx", landed_on=AS_OF, age_days=0),
        ),
    )  # fmt: skip


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
        forecast={"state": "behind", "needed_per_month": -11.83, "chance_of_reaching": 0.34,
                  "final_low": 188.0, "final_high": 236.0,
                  "forecast_at_present_pace": 222.0},
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
        forecast={"state": "on_plan", "needed_per_month": 1.35, "chance_of_reaching": 0.61},
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

"""A small kommun being built, row by row, straight in the catalogue's tables: what the packs' cases are made with."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from report_templates.cover import Cover, SourceFreshness
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
        is_ceiling: bool = False,
        version: int = 1,
        decided_on: date = date(2026, 3, 12),
    ) -> None:
        """A goal with its plan months, disclosed deviations and forecast; ``outcomes`` are monthly, or levels."""
        grid = months(first, periods)
        levels = planned or even_plan(target, periods)
        self.goals.append(
            Goal(
                goal_id=goal_id, version=version, unit_id=unit_id, measure_id=measure_id, title=title, kind=kind,  # type: ignore[arg-type]
                target=target, first_month=grid[0], last_month=grid[-1], shape="even", owner="enhetschef",
                decided_on=decided_on, benefit="Fler försörjer sig själva", start_value=start_value,
            )
        )  # fmt: skip
        self.add(
            catalogue.Goal, goal_id=goal_id, version=version, is_current=True, is_ceiling=is_ceiling,
            unit_id=unit_id, measure_id=measure_id, title=title,
            goal_kind=kind, target=float(target), start_value=start_value, first_month=grid[0], last_month=grid[-1],
            owner="enhetschef", decided_on=decided_on,
        )  # fmt: skip
        for number, (month, level) in enumerate(zip(grid, levels, strict=True), 1):
            before = levels[number - 2] if number > 1 else 0.0
            self.add(
                catalogue.PlanMonth, goal_id=goal_id, version=version, month=month, period_number=number, weight=1 / periods,
                planned=level - before, planned_cumulative=float(level),
            )  # fmt: skip
        so_far: float | None = 0.0
        for number, value in enumerate(outcomes, 1):
            so_far = None if value is None or so_far is None else so_far + value if kind == "cumulative" else value
            is_hidden = number in hidden
            shown = None if is_hidden else so_far
            self.add(
                catalogue.DisclosedDeviation, goal_id=goal_id, version=version, month=grid[number - 1], period_number=number,
                outcome=None if is_hidden else value, outcome_cumulative=shown, planned_cumulative=float(levels[number - 1]),
                deviation=None if shown is None else shown - levels[number - 1], is_hidden=is_hidden, is_preliminary=False,
            )  # fmt: skip
        done = len(outcomes)
        known = so_far is not None and done > 0
        row: dict[str, Any] = {
            "goal_id": goal_id, "version": version, "last_known_month": grid[done - 1] if known else None, "periods_done": done,
            "periods_left": periods - done, "outcome_cumulative": so_far if known else None,
            "planned_cumulative": float(levels[done - 1]) if done else None, "state": "not_started" if not done else "behind",
        }  # fmt: skip
        if known and so_far is not None and done < periods and kind == "cumulative":
            row |= {
                "deviation": so_far - levels[done - 1],
                "needed_per_month": max(0.0, (target - so_far) / (periods - done)),
                "needed_per_working_day": max(0.0, (target - so_far) / (21 * (periods - done))),
                "needed_per_week": max(0.0, 5 * (target - so_far) / (21 * (periods - done))),
                "pace_per_month": so_far / done,
                "forecast_at_present_pace": so_far * periods / done,
                "forecast_rest_as_planned": so_far + target - levels[done - 1],
            }
        row |= forecast or {}
        self.add(catalogue.DisclosedForecast, **row)
        self._fan(row, grid[done:], so_far)

    def _fan(self, row: dict[str, Any], left: list[date], so_far: float | None) -> None:
        """A fan that opens with the root of time, and ends on the final interval."""
        low, high = row.get("final_low"), row.get("final_high")
        if low is None or high is None or so_far is None:
            return
        middle = row.get("forecast_at_present_pace") or (low + high) / 2
        for step, month in enumerate(left, 1):
            way, width = step / len(left), (step / len(left)) ** 0.5
            expected = so_far + way * (middle - so_far)
            self.add(
                catalogue.DisclosedForecastMonth, goal_id=row["goal_id"], version=row["version"], month=month, expected=expected,
                low=expected - width * (middle - low), high=expected + width * (high - middle),
            )  # fmt: skip

    def earlier_plan(
        self, goal_id: str = "arbete_450", *, target: float, decided_on: date, planned: list[float], **over: Any
    ) -> None:
        """Version 1 of a goal that has been planned again."""
        row = next(row for row in self.rows[catalogue.Goal] if row["goal_id"] == goal_id)
        self.add(catalogue.Goal, **(row | {"version": 1, "is_current": False, "target": target, "decided_on": decided_on} | over))
        for number, (month, level) in enumerate(zip(months(row["first_month"], len(planned)), planned, strict=True), 1):
            self.add(
                catalogue.PlanMonth, goal_id=goal_id, version=1, month=month, period_number=number, weight=1 / len(planned),
                planned=level, planned_cumulative=float(level),
            )  # fmt: skip

    def week(self, week_from: date, outcome: float | None, needed: float | None, *, is_won: bool | None, days: int = 5) -> None:
        """A week of the goal of 450."""
        self.add(
            catalogue.DisclosedWeek, goal_id="arbete_450", week_from=week_from, working_days=days, outcome=outcome, needed=needed,
            is_won=is_won,
        )  # fmt: skip

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
                "disclosure": "persons", "chart": "xmr", "adjusted_for": "none",
                "author": "verksamhetsanalytiker", "checker": "kvalitetsstrateg",
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
        held: tuple[int, ...] = (),
        baseline: dict[str, Any] | None = None,
        **over: Any,
    ) -> None:
        """A chosen measure with its disclosed months, a baseline over all settled shown months, and signals.

        ``judged`` gives judgement, rule and side for months counted from the end (−1 is the latest settled); ``baseline`` changes
        the baseline's row. Where a month is hidden there is neither baseline nor signals.
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
                is_held=index - len(values) in held,
            )  # fmt: skip
        settled = [(m, float(v)) for m, v in list(zip(grid, values, strict=True))[: len(values) - preliminary] if v is not None]
        if not settled or hidden:
            return
        numbers = [value for _, value in settled]
        moving = [abs(b - a) for a, b in itertools.pairwise(numbers)]
        centre = sum(numbers) / len(numbers)
        spread = sum(moving) / len(moving) if moving else None
        strength = "limits" if len(numbers) >= 12 else "trial" if len(numbers) >= 6 else "too_few"
        has_limits = strength != "too_few" and spread is not None
        low, high = (centre - 2.66 * (spread or 0), centre + 2.66 * (spread or 0)) if has_limits else (None, None)
        self.add(
            catalogue.DisclosedBaseline,
            **({
                "measure_id": measure_id, "unit_id": UNIT, "from_month": settled[0][0], "to_month": settled[-1][0],
                "is_current": True, "chart": "xmr", "adjusted_for": "none", "points": len(numbers), "centre": centre,
                "mean_moving_range": spread, "lower_limit": low, "upper_limit": high, "strength": strength, "is_frozen": frozen,
            } | (baseline or {})),
        )  # fmt: skip
        for index, (month, value) in enumerate(settled):
            judgement, rule, side = (judged or {}).get(index - len(settled), ("none", "none", None))
            if strength == "too_few":
                judgement = "too_few"
            self.add(
                catalogue.DisclosedSignal, measure_id=measure_id, unit_id=UNIT, month=month, value=value, centre=centre,
                lower_limit=low, upper_limit=high, rule=rule, side=side, judgement=judgement,
                sigmas=None if not has_limits or not spread else 3 * (value - centre) / (2.66 * spread),
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
                "latest_start_on": due_on - timedelta(days=60), "latest_finish_on": due_on, "is_blocked": False,
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

"""What a pack says about a goal: where we are, what it takes, how likely it is, and the drawn backward plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from report_templates import wording, wording_outlook
from report_templates.facts import GoalFacts, Row
from report_templates.goal_outlook import Box, outlook
from report_templates.numbers_sv import HIDDEN, MISSING, day_text, is_counted, number, pace
from report_templates.plan_drawing import ActivityMark, FanMonth, PlanChart, PlanMark, Status, months_shown
from report_templates.printed import Figure
from report_templates.wording import Standing, State, Tone


@dataclass(frozen=True, kw_only=True)
class GoalStory:
    """A goal as printed. ``big_number`` is empty when there is no outcome to show."""

    goal_id: str
    title: str
    line: str
    headline: str
    big_number: str
    beside: str
    state: State
    state_word: str
    tone: Tone
    boxes: tuple[Box, ...]
    chart: PlanChart | None
    week: str
    remarks: tuple[str, ...]
    chance: float | None
    target_words: str
    kind: str
    is_ceiling: bool
    is_better_lower: bool
    figures: tuple[Figure, ...]


def goal_story(facts: GoalFacts, decisive: Sequence[Row], as_of: date) -> GoalStory:
    """The story of a goal on the as-of day, from what may be disclosed; ``decisive`` are the unit's, in numbered order."""
    standing = standing_of(facts)
    forecast = facts.forecast if _may_be_counted_on(facts, standing) else None
    own = [(order, row) for order, row in enumerate(decisive, 1) if row["goal_id"] in {None, facts.goal["goal_id"]}]
    latest = _latest(facts)
    month_outcome = latest["outcome"] if latest else None
    boxes, box_figures = outlook(standing, forecast, month_outcome, facts.goal["goal_id"], facts.goal["measure_id"])
    has_number = standing.outcome is not None and standing.planned is not None
    number_shown = wording.amount(standing, standing.outcome) if has_number and standing.outcome is not None else ""
    week, week_figures = _week(facts, standing, as_of)
    chart = _chart(facts, standing, forecast, own, as_of)
    return GoalStory(
        goal_id=facts.goal["goal_id"],
        title=facts.goal["title"],
        line=wording.goal_line(standing),
        headline=wording.headline(standing),
        big_number=number_shown,
        beside=wording.beside_big_number(standing),
        state=standing.state,
        state_word=wording.state_word(standing.state, is_ceiling=standing.is_ceiling),
        tone=wording.tone(standing.state),
        boxes=boxes,
        chart=chart,
        week=week,
        remarks=_remarks(facts, standing),
        chance=forecast["chance_of_reaching"] if forecast else None,
        target_words=wording.target_words(standing),
        kind=standing.kind,
        is_ceiling=standing.is_ceiling,
        is_better_lower=standing.is_better_lower,
        figures=(*_standing_figures(facts, standing), *box_figures, *week_figures, *_month_figures(facts, chart)),
    )


def standing_of(facts: GoalFacts) -> Standing:
    """Where the goal stands, with nothing that must not be shown."""
    goal, last = facts.goal, _latest(facts)
    state: State = "not_started" if last is None else cast("State", facts.forecast["state"]) if facts.forecast else "unknown"
    if last is not None and last["is_hidden"]:
        state = "hidden"
    elif last is not None and last["outcome_cumulative"] is None:
        state = "unknown"
    return Standing(
        kind=goal["goal_kind"],
        state=state,
        unit=facts.measure["unit"],
        decimals=facts.measure["decimals"] or 0,
        target=goal["target"],
        first_month=goal["first_month"],
        last_month=goal["last_month"],
        start_value=goal["start_value"],
        month=last["month"] if last else None,
        outcome=last["outcome_cumulative"] if last and state != "hidden" else None,
        planned=last["planned_cumulative"] if last else None,
        is_ceiling=bool(goal["is_ceiling"]),
        is_preliminary=last is not None and _is_preliminary(facts, last["month"]),
    )


def _is_preliminary(facts: GoalFacts, latest: date) -> bool:
    """Whether a month behind the outcome may still change: the latest of a level, any so far of a sum or a share."""
    only_latest = facts.goal["goal_kind"] == "stock"
    return any(
        row["is_preliminary"] for row in facts.deviations if row["month"] == latest or (row["month"] < latest and not only_latest)
    )


def _latest(facts: GoalFacts) -> Row | None:
    """The latest month's row; the last one counted, where those after it have not been delivered yet."""
    known = facts.forecast["last_known_month"] if facts.forecast else None
    after = [row for row in facts.deviations if known is None or row["month"] > known]
    if known is None or any(row["is_hidden"] or row["outcome_cumulative"] is not None for row in after):
        return facts.deviations[-1] if facts.deviations else None
    return next((row for row in facts.deviations if row["month"] == known), None)


def _may_be_counted_on(facts: GoalFacts, standing: Standing) -> bool:
    """Whether pace, needed pace and chance may be shown: they all give the outcome so far away."""
    return facts.forecast is not None and standing.state not in {"hidden", "unknown"}


def _chart(
    facts: GoalFacts, standing: Standing, forecast: Row | None, decisive: Sequence[tuple[int, Row]], as_of: date
) -> PlanChart | None:
    if not facts.plan_months:
        return None
    months = tuple(row["month"] for row in facts.plan_months)
    is_open = forecast is not None and standing.state not in {"reached", "missed"}
    expected = forecast["forecast_at_present_pace"] if forecast and is_open and standing.kind != "share" else None
    low, high = (forecast["final_low"], forecast["final_high"]) if forecast and is_open else (None, None)
    fan = facts.forecast_months if is_open else ()
    earlier = _earlier_levels(facts)
    late = tuple(row["title"] for _, row in decisive if row["status"] == "late")
    return PlanChart(
        alt=wording_outlook.plan_chart_text(standing, expected, low, high, late, has_earlier_plan=bool(earlier)),
        months=months,
        planned=tuple(row["planned_cumulative"] for row in facts.plan_months),
        target=standing.target,
        target_text=f"mål {wording.target_words(standing)}",
        decimals=standing.decimals,
        as_of=as_of,
        start_value=0.0 if standing.is_sum else standing.start_value,
        is_so_far=standing.is_so_far,
        is_count=is_counted(standing.unit, standing.decimals),
        outcome=tuple(row["outcome_cumulative"] for row in facts.deviations),
        preliminary=tuple(row["is_preliminary"] for row in facts.deviations),
        hidden=tuple(row["is_hidden"] for row in facts.deviations),
        forecast=expected,
        forecast_text=f"prognos {number(expected, standing.decimals)}" if expected is not None else "",
        interval_text=wording_outlook.interval_label(standing, low, high, has_forecast=expected is not None),
        fan=tuple(FanMonth(row["month"], row["expected"], row["low"], row["high"]) for row in fan),
        earlier=earlier,
        milestones=tuple(PlanMark(mark.month, mark.cumulative) for mark in facts.milestones),
        activities=tuple(ActivityMark(order, row["due_on"], cast("Status", row["status"])) for order, row in decisive),
    )


def _remarks(facts: GoalFacts, standing: Standing) -> tuple[str, ...]:
    owner = f"Målägare: {facts.goal['owner']}. Beslutat {day_text(facts.goal['decided_on'])}"
    version = f", version {facts.goal['version']} av planen" if facts.versions > 1 else ""
    benefit = f" Nytta: {facts.benefit.strip().rstrip('.')}." if facts.benefit else ""
    notes = (wording.so_far_note(standing), _earlier_note(facts, standing))
    return (f"{owner}{version}.{benefit}", *(note for note in notes if note))


def _earlier_levels(facts: GoalFacts) -> tuple[float | None, ...]:
    """The earlier plan month for month of this one; nothing when it counts from another month, for then it is another sum."""
    before = facts.earlier
    if before is None or (before["goal_kind"] != "stock" and before["first_month"] != facts.goal["first_month"]):
        return ()
    planned = {row["month"]: row["planned_cumulative"] for row in facts.earlier_months}
    levels = tuple(planned.get(row["month"]) for row in facts.plan_months)
    return levels if any(level is not None for level in levels) else ()


def _earlier_note(facts: GoalFacts, standing: Standing) -> str:
    before = facts.earlier
    if before is None:
        return ""
    target = replace(standing, target=before["target"], last_month=before["last_month"], kind=before["goal_kind"])
    return wording_outlook.earlier_plan(wording.goal_line(target), before["decided_on"], facts.goal["decided_on"])


def _week(facts: GoalFacts, standing: Standing, as_of: date) -> tuple[str, tuple[Figure, ...]]:
    """Whether the latest whole week was won, and the figures in the sentence.

    Nothing for a goal whose time is up, and nothing where it may not be told: in a small unit that would be said every week.
    """
    if not facts.weeks or standing.state in {"reached", "missed"} or facts.weeks[-1]["is_won"] is None:
        return "", ()
    row = facts.weeks[-1]
    text = wording_outlook.week_sentence(
        standing,
        wording_outlook.week_words(row["week_from"], as_of),
        is_won=row["is_won"],
        outcome=row["outcome"],
        needed_then=row["needed"],
        working_days=row["working_days"],
    )
    if row["outcome"] is None or row["needed"] is None or not row["working_days"]:
        return text, ()
    name, measure_id = f"{facts.goal['goal_id']}.week", facts.goal["measure_id"]
    return text, (
        Figure("goal", f"{name}_outcome", row["outcome"], number(row["outcome"]), measure_id, row["week_from"]),
        Figure("goal", f"{name}_needed", row["needed"], pace(row["needed"]), measure_id, row["week_from"]),
    )


def _standing_figures(facts: GoalFacts, standing: Standing) -> tuple[Figure, ...]:
    goal_id, measure_id = facts.goal["goal_id"], facts.goal["measure_id"]
    figures = [Figure("goal", f"{goal_id}.target", standing.target, wording.target_words(standing), measure_id)]
    if standing.month is None:
        return tuple(figures)
    hidden = standing.state == "hidden"
    printed = HIDDEN if hidden else MISSING if standing.outcome is None else wording.amount(standing, standing.outcome)
    figures.append(
        Figure("goal", f"{goal_id}.outcome_cumulative", standing.outcome, printed, measure_id, standing.month, is_hidden=hidden)
    )
    if standing.planned is not None:
        shown = wording.amount(standing, standing.planned)
        figures.append(Figure("goal", f"{goal_id}.planned_cumulative", standing.planned, shown, measure_id, standing.month))
    if standing.outcome is not None and standing.planned is not None and standing.state not in {"reached", "missed"}:
        difference = standing.outcome - standing.planned
        shown = wording.deviation(standing)
        figures.append(Figure("goal", f"{goal_id}.deviation", difference, shown, measure_id, standing.month))
    return tuple(figures)


def _month_figures(facts: GoalFacts, chart: PlanChart | None) -> tuple[Figure, ...]:
    """The figures under the drawing: planned so far, and outcome so far for the months that have ended."""
    goal_id, measure_id = facts.goal["goal_id"], facts.goal["measure_id"]
    figures: list[Figure] = []
    for index in months_shown(chart) if chart else ():
        planned = facts.plan_months[index]
        month, level = planned["month"], planned["planned_cumulative"]
        decimals = chart.decimals if chart else 0
        name = f"{goal_id}.planned_cumulative.{month:%Y-%m}"
        figures.append(Figure("goal", name, level, number(level, decimals), measure_id, month))
        if index < len(facts.deviations):
            row = facts.deviations[index]
            reached, hidden = row["outcome_cumulative"], row["is_hidden"]
            printed = HIDDEN if hidden else MISSING if reached is None else number(reached, decimals)
            name = f"{goal_id}.outcome_cumulative.{month:%Y-%m}"
            figures.append(Figure("goal", name, reached, printed, measure_id, month, is_hidden=hidden))
    return tuple(figures)

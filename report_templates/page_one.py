"""What page one says: goal and place, what has changed beyond chance, what is late, what is to be decided, how fresh it is."""

from __future__ import annotations

from collections.abc import Sequence

from report_templates import wording_measures, wording_work
from report_templates.action_plan import ActionPlan
from report_templates.cover import Cover
from report_templates.facts import UnitFacts
from report_templates.goal_story import GoalStory
from report_templates.measure_panels import MeasurePanel
from report_templates.numbers_sv import day_text
from report_templates.page_one_fit import Change, PageOne, fitted
from report_templates.wording import Tone

MOST_CHANGES = 4
_TONES: dict[str, Tone] = {"improvement": "good", "concern": "concern"}


def page_one(
    facts: UnitFacts,
    cover: Cover,
    *,
    eyebrow: str,
    goals: Sequence[GoalStory],
    panels: Sequence[MeasurePanel],
    plan: ActionPlan,
    decide: tuple[str, ...],
) -> PageOne:
    """The page that alone should be enough to hold the meeting, cut to what one page can hold."""
    goal = goals[0] if goals else None
    changed = [panel for panel in panels if wording_measures.judgement_word(panel.judgement)]
    strongest = sorted(changed, key=lambda panel: -panel.strength)
    whole = PageOne(
        subtitle=f"{eyebrow} · läget den {day_text(cover.as_of)}",
        headline=goal.headline if goal else _headline_without_goal(strongest, panels),
        goal=goal,
        no_goal="" if goal else "Inget mål (EOR, extraordinärt resultat) finns i planen.",
        latest=() if goal else tuple((panel.name, panel.latest_month, panel.latest_said) for panel in panels),
        late=plan.late,
        late_remark=plan.late_remark,
        coming=plan.coming,
        changes=tuple(Change(panel.title, _TONES.get(panel.judgement, "neutral")) for panel in strongest[:MOST_CHANGES]),
        changes_remark=_changes_remark(strongest, panels),
        more_changes=max(0, len(strongest) - MOST_CHANGES),
        decide=decide,
        nothing_to_decide="" if decide else wording_work.nothing_to_decide(),
        remarks=(*cover.remarks, *_chosen_remarks(facts)),
        freshness=wording_work.freshness([(source.source_name, source.landed_on, source.age_days) for source in cover.sources]),
    )
    return fitted(whole, facts.unit_name)


def _headline_without_goal(strongest: Sequence[MeasurePanel], panels: Sequence[MeasurePanel]) -> str:
    if strongest:
        return f"{strongest[0].title}."
    return wording_measures.no_signals(sum(panel.is_judged for panel in panels)) if panels else "Inga mätare är valda ännu."


def _changes_remark(strongest: Sequence[MeasurePanel], panels: Sequence[MeasurePanel]) -> str:
    if not panels:
        return "Inga mätare över tid är valda."
    if strongest:
        return ""
    judged = [panel for panel in panels if panel.is_judged]
    over_time = wording_measures.over_time(sum(panel.is_unstable for panel in judged), len(judged))
    return " ".join(filter(None, (wording_measures.no_signals(len(judged)), over_time)))


def _chosen_remarks(facts: UnitFacts) -> tuple[str, ...]:
    remark = wording_measures.many_measures(len(facts.measures))
    return (remark,) if remark else ()

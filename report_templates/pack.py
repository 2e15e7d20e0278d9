"""A unit's pack: every number, flag and sentence decided, so that setting it on paper needs no more thought.

`unit_packs` is pure: the same tables, plan and cover give the same packs. `figures` and `headlines` are the packs' own
account of what they print, for the warehouse and for the check before publishing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from report_templates.action_plan import ActionPlan, action_plan, decisive_activities
from report_templates.back_matter import BackMatter, back_matter
from report_templates.comparisons import ComparisonRow, comparison_rows
from report_templates.cover import SYNTHETIC_NOTICE, Cover, SourceFreshness, freshness_of
from report_templates.facts import UnitFacts, units_with_packs
from report_templates.goal_story import GoalStory, goal_story
from report_templates.ink import TEXT
from report_templates.labels import shortened
from report_templates.measure_panels import MeasurePanel, measure_panel
from report_templates.meeting import Meeting, meeting, to_decide
from report_templates.page_one import page_one
from report_templates.page_one_fit import PageOne, filled, has_room_for
from report_templates.printed import Figure
from report_templates.process_units import ProcessRow, process_rows, units_caption
from report_templates.survey_pages import SurveyPage, survey_page
from report_templates.wording_measures import judgement_word
from transforms import catalogue
from transforms.plan import Plan
from transforms.tables import Tables

__all__ = [
    "Cover", "SourceFreshness", "UnitPack", "figures", "freshness_of", "headlines", "unit_packs",
]  # fmt: skip

_RUNNING_ROOM = 300.0
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, kw_only=True)
class UnitPack:
    """A pack as printed. ``notice`` stands on every page; a brief pack is page one and a list only.

    A survey that has a page of its own has no panel among the measures.
    """

    unit_id: str
    unit_name: str
    running_title: str
    kommun_name: str
    as_of: date
    notice: str
    file_name: str
    is_brief: bool
    page_one: PageOne
    further_goals: tuple[GoalStory, ...]
    process_units: tuple[ProcessRow, ...]
    units_caption: str
    meeting: Meeting
    principles: tuple[str, ...]
    panels: tuple[MeasurePanel, ...]
    surveys: tuple[SurveyPage, ...]
    comparisons: tuple[ComparisonRow, ...]
    similar_group: str
    action_plan: ActionPlan
    back: BackMatter
    figures: tuple[Figure, ...]


def unit_packs(tables: Tables, plan: Plan, cover: Cover) -> list[UnitPack]:
    """The pack of every unit and process that has chosen a measure or committed to a goal, in the plan's order.

    Raises ``ValueError`` when a unit's id could not be part of a file name.
    """
    similar = tables[catalogue.SimilarArea]
    group = "" if similar.is_empty() else f"{similar['group_title'][0]}, {similar.height} kommuner"
    return [_pack(facts, cover, group) for facts in units_with_packs(tables, plan, cover.as_of)]


def figures(packs: Sequence[UnitPack]) -> pl.DataFrame:
    """`report.figure`: one row per figure printed in the packs."""
    return catalogue.Figure.of(
        [
            {
                "unit_id": pack.unit_id,
                "section": figure.section,
                "figure_id": figure.figure_id,
                "measure_id": figure.measure_id,
                "month": figure.month,
                "value": figure.value,
                "printed": figure.printed,
                "is_hidden": figure.is_hidden,
            }
            for pack in packs
            for figure in pack.figures
        ]
    )


def headlines(packs: Sequence[UnitPack]) -> pl.DataFrame:
    """`report.headline`: one row per pack."""
    return catalogue.Headline.of(
        [
            {
                "unit_id": pack.unit_id,
                "as_of": pack.as_of,
                "headline": pack.page_one.headline,
                "goal_id": pack.page_one.goal.goal_id if pack.page_one.goal else None,
                "file_name": pack.file_name,
            }
            for pack in packs
        ]
    )


def _pack(facts: UnitFacts, cover: Cover, similar_group: str) -> UnitPack:
    if not _SAFE_ID.fullmatch(facts.unit_id):
        raise ValueError(f"unit id {facts.unit_id!r} cannot be part of a file name: letters, digits, - and _ only")
    as_of, decisive = cover.as_of, decisive_activities(facts)
    goals = tuple(goal_story(goal, decisive, as_of) for goal in facts.goals)
    panels = tuple(measure_panel(measure) for measure in facts.measures if measure.definition["kind"] != "kolada")
    comparisons = comparison_rows(facts.measures)
    plan, dialogue = action_plan(facts, as_of), meeting(facts, as_of)
    decide = to_decide(facts, goals, plan, panels)
    first = page_one(facts, cover, eyebrow=dialogue.eyebrow, goals=goals, panels=panels, plan=plan, decide=decide)
    children = process_rows(facts)
    back = back_matter(facts, cover, goals=goals, panels=panels, plan=plan, meeting=dialogue)
    is_calm = _is_calm(facts, goals, panels, plan, decide)
    is_brief = is_calm and has_room_for([panel.title for panel in panels], first, facts.unit_name)
    surveys = _survey_pages(facts)
    paged = set() if is_brief else {page.measure_id for page in surveys}
    shown = tuple(panel for panel in panels if panel.measure_id not in paged)
    return UnitPack(
        unit_id=facts.unit_id,
        unit_name=facts.unit_name,
        running_title=shortened(f"Nulägeskoll · {facts.unit_name}", TEXT, _RUNNING_ROOM),
        kommun_name=cover.kommun_name,
        as_of=as_of,
        notice=SYNTHETIC_NOTICE if cover.is_synthetic else "",
        file_name=f"nulageskoll_{facts.unit_id}_{as_of.isoformat()}.pdf",
        is_brief=is_brief,
        page_one=first if is_brief else filled(first, facts.unit_name),
        further_goals=goals[1:],
        process_units=children,
        units_caption=units_caption(),
        meeting=dialogue,
        principles=cover.principles,
        panels=shown,
        surveys=surveys,
        comparisons=comparisons,
        similar_group=similar_group,
        action_plan=plan,
        back=back,
        figures=(
            *_all(goals),
            *(_latest_only(shown) if is_brief else _of_whole_pack([children, shown, surveys, comparisons, [plan, back]])),
        ),
    )


class _HasFigures(Protocol):
    @property
    def figures(self) -> tuple[Figure, ...]: ...


def _all(parts: Sequence[_HasFigures]) -> list[Figure]:
    return [figure for part in parts for figure in part.figures]


def _of_whole_pack(sections: Sequence[Sequence[_HasFigures]]) -> list[Figure]:
    return [figure for section in sections for figure in _all(section)]


def _latest_only(panels: Sequence[MeasurePanel]) -> list[Figure]:
    return [figure for figure in _all(panels) if figure.figure_id.endswith(".latest")]


def _survey_pages(facts: UnitFacts) -> tuple[SurveyPage, ...]:
    """The pages of the unit's surveys, in the chef's order."""
    pages = (survey_page(measure, measure.survey_questions, measure.index_years) for measure in facts.measures)
    return tuple(page for page in pages if page is not None)


def _is_calm(
    facts: UnitFacts,
    goals: Sequence[GoalStory],
    panels: Sequence[MeasurePanel],
    plan: ActionPlan,
    decide: Sequence[str],
) -> bool:
    """Whether nothing has changed beyond chance and nothing asks for a decision."""
    has_changed = any(judgement_word(panel.judgement) for panel in panels)
    is_calm = not decide and not plan.late and not plan.done_since and not has_changed
    is_simple = len(goals) == 1 and not facts.children and not facts.texts and any(panel.is_judged for panel in panels)
    return is_calm and is_simple and all(goal.state in {"ahead", "on_plan"} for goal in goals)

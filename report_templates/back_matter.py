"""The last pages of a pack: the figures behind the drawings, definitions, sources, what is missing, and the legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from report_templates import wording_measures, wording_work
from report_templates.action_plan import ActionPlan
from report_templates.compounds import pieces
from report_templates.cover import Cover
from report_templates.facts import UnitFacts
from report_templates.goal_story import GoalStory
from report_templates.ink import TEXT
from report_templates.labels import text_width
from report_templates.measure_panels import MeasurePanel
from report_templates.meeting import Meeting
from report_templates.numbers_sv import MISSING, month_iso, sentence
from report_templates.page_one_fit import PAGE_WIDTH
from report_templates.plan_drawing import PlanChart
from report_templates.printed import Figure
from report_templates.reckoning import leans_on

_HELD = "ett värde som visas som i förra rapporten: ändringen är för liten för att visas"
_MONTH_WIDTH = 52.0
_COLUMN_PADDING = 10.0
_WIDEST_COLUMN = 88.0


@dataclass(frozen=True)
class MonthTable:
    """The last thirteen months of as many measures as there is room for, newest first; ``widths`` are in per cent of the page."""

    caption: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    widths: tuple[float, ...]

    @property
    def width(self) -> float:
        """Of the page, in per cent."""
        return round(sum(self.widths), 2)

    @property
    def shares(self) -> tuple[float, ...]:
        """Every column's share of the table, in per cent, the months' first."""
        return tuple(round(100 * width / sum(self.widths), 2) for width in self.widths)


@dataclass(frozen=True)
class DefinitionLine:
    """A measure's definition as printed."""

    number: str
    name: str
    definition: str
    responsible: str


@dataclass(frozen=True)
class SourceLine:
    """A source as printed: what was delivered, when, and how much could be read."""

    name: str
    file_name: str
    landed: str
    rows: str


@dataclass(frozen=True, kw_only=True)
class BackMatter:
    """The last pages as printed."""

    months: tuple[MonthTable, ...]
    definitions: tuple[DefinitionLine, ...]
    leans_on: tuple[tuple[str, str], ...]
    sources: tuple[SourceLine, ...]
    sources_landed: str
    quarantine: str
    missing: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    run: str
    figures: tuple[Figure, ...]


def back_matter(
    facts: UnitFacts,
    cover: Cover,
    *,
    goals: Sequence[GoalStory],
    panels: Sequence[MeasurePanel],
    plan: ActionPlan,
    meeting: Meeting,
) -> BackMatter:
    """The last pages: everything needed to trust, or to question, a figure of the pack."""
    landed = sorted({source.landed_on.isoformat() for source in cover.sources})
    return BackMatter(
        months=tuple(_month_table(some) for some in _shared_out([panel for panel in panels if panel.table])),
        definitions=_definitions(facts),
        leans_on=leans_on(facts),
        sources=tuple(
            SourceLine(
                source.source_name,
                source.file_name,
                source.landed_on.isoformat(),
                wording_work.rows_loaded(*source.rows),
            )
            for source in cover.sources
        ),
        sources_landed=landed[0] if len(landed) == 1 else "",
        quarantine=wording_work.quarantine_words() if any(source.rows[1] for source in cover.sources) else "",
        missing=_missing(facts, panels, plan, meeting),
        legend=_legend([goal.chart for goal in goals if goal.chart], panels),
        run=f"Körning {cover.run_id} · Framdrift {cover.framdrift_version} · läget {cover.as_of.isoformat()}",
        figures=_quality_figures(cover),
    )


def _shared_out(panels: Sequence[MeasurePanel]) -> list[list[MeasurePanel]]:
    """The panels in order, in as few groups as have room for their longest words, the groups as equal as can be."""
    if not panels:
        return []
    room = PAGE_WIDTH - _MONTH_WIDTH
    for tables in range(1, len(panels) + 1):
        size = math.ceil(len(panels) / tables)
        groups = [list(panels[start : start + size]) for start in range(0, len(panels), size)]
        if all(sum(_needed(panel) for panel in group) <= room for group in groups):
            return groups
    return [[panel] for panel in panels]


def _needed(panel: MeasurePanel) -> float:
    """The width a measure's column needs: that of the longest piece of its heading, or of its widest value."""
    words = [piece for word in panel.subtitle.split() for piece in pieces(word)]
    heading = max(text_width(word, TEXT, is_bold=True) for word in words)
    return max(heading, *(text_width(value, TEXT) for _, value in panel.table)) + _COLUMN_PADDING


def _month_table(panels: Sequence[MeasurePanel]) -> MonthTable:
    values = [dict(panel.table) for panel in panels]
    months: list[date] = sorted({month for column in values for month in column}, reverse=True)
    rows = tuple((month_iso(month), tuple(column.get(month, MISSING) for column in values)) for month in months)
    needed = [_needed(panel) for panel in panels]
    longer = [
        max(1.0, text_width(panel.subtitle, TEXT, is_bold=True) / 2 - least) for panel, least in zip(panels, needed, strict=True)
    ]
    more = max(0.0, PAGE_WIDTH - _MONTH_WIDTH - sum(needed)) / sum(longer)
    columns = [max(least, min(least + more * rest, _WIDEST_COLUMN)) for least, rest in zip(needed, longer, strict=True)]
    widths = tuple(round(100 * width / PAGE_WIDTH, 3) for width in (_MONTH_WIDTH, *columns))
    return MonthTable("Månad för månad", tuple(panel.subtitle for panel in panels), rows, widths)


def _definitions(facts: UnitFacts) -> tuple[DefinitionLine, ...]:
    used = {row["measure_id"]: row for row in [m.definition for m in facts.measures] + [g.measure for g in facts.goals]}
    return tuple(
        DefinitionLine(
            str(row["definition_number"]),
            sentence(row["measure_name"]),
            row["definition"],
            f"Skriven av {row['author']}, granskad av {row['checker']} {row['reviewed_on'].isoformat()}.",
        )
        for row in sorted(used.values(), key=lambda row: row["definition_number"])
    )


def _missing(facts: UnitFacts, panels: Sequence[MeasurePanel], plan: ActionPlan, meeting: Meeting) -> tuple[str, ...]:
    """What the pack could have held, with who can add it and how."""
    topics = {panel.topic for panel in panels}
    has_comparison = any(measure.definition["kind"] == "kolada" for measure in facts.measures)
    absent = (
        (not facts.goals, "Mål (EOR): chefen lägger in det på bladet Mål i planen."),
        (not facts.measures, "Mätare: chefen väljer dem på bladet Mätare per enhet."),
        (not plan.lines, "Handlingsplan: chefen lägger in aktiviteterna på bladet Aktiviteter."),
        (not meeting.agenda, "Nästa dialog: chefen eller stödet lägger in dagen på bladet Dialoger."),
        ("ekonomi" not in topics, "Ekonomi: välj en ekonomisk mätare på bladet Mätare per enhet."),
        ("hr" not in topics, "Personal: välj en HR-mätare på bladet Mätare per enhet."),
        (not has_comparison, "Jämförelse med andra kommuner: välj ett nyckeltal från Kolada på bladet Mätare per enhet."),
        (not meeting.comments, "Stödfunktionernas kommentarer: ekonom, HR och kvalitet skriver dem på bladet Texter."),
        (bool(meeting.questions), "Nulägesanalys: chefen skriver den på bladet Texter, eller för hand på raderna här."),
    )
    no_data = tuple(
        f"{panel.name}: inga värden finns ännu. Dataansvarig ser till att källan levereras."
        for panel in panels
        if panel.chart is None and panel.latest == MISSING
    )
    return (*(text for is_absent, text in absent if is_absent), *no_data)


def _legend(plans: Sequence[PlanChart], panels: Sequence[MeasurePanel]) -> tuple[tuple[str, str], ...]:
    """What the marks mean; of those that only some packs have, the ones that are used."""
    judged = sum(panel.is_judged for panel in panels)
    charts = [panel.chart for panel in panels if panel.chart is not None]
    band = "det grå bandet är normal variation, det som slumpen ensam brukar ge"
    if any(chart.steps for chart in charts):
        band += "; en streckad lodrät linje är början på ett nytt utgångsvärde"
    if any(point.is_trial for chart in charts for point in chart.points):
        band += "; streckade kanter är preliminära gränser, räknade på färre än tolv mätpunkter"
    milestone = "; grå, på planens linje: delmål" if any(plan.milestones for plan in plans) else ""
    has_fan, has_activities = any(plan.fan for plan in plans), any(plan.activities for plan in plans)
    lines = (
        ("x", "ett värde som inte visas, eftersom det bygger på för få personer eller skulle röja ett sådant värde"),
        ("–", "värde saknas; 0 är ett riktigt värde"),
        ("*", "ett preliminärt värde som kan ändras; en öppen punkt i diagrammen, och inte med i medel och gränser"),
        ("°", _HELD if any(panel.has_held for panel in panels) else ""),
        ("■", band),
        ("●", "blå: förbättring, mer än slumpen ger; svart: förändring i en mätare som inte har någon bra riktning"),
        ("◆", f"försämring, mer än slumpen ger{milestone}"),
        (
            "…",
            "prickad linje: dit det leder om det fortsätter som nu; åtta gånger av tio hamnar utfallet i bandet" if has_fan else "",
        ),
        ("✓", "klar aktivitet; fylld orange är sen, en orange ring borde ha börjat" if has_activities else ""),
        ("?", wording_measures.chance_note(judged)),
    )
    return tuple((key, text) for key, text in lines if text)


def _quality_figures(cover: Cover) -> tuple[Figure, ...]:
    figures = []
    for source in cover.sources:
        for name, value in zip(("rows_loaded", "rows_quarantined"), source.rows, strict=True):
            if value is not None:
                printed = wording_work.rows_figure(value)
                figures.append(Figure("quality", f"{source.source_id}.{name}", float(value), printed))
    return tuple(figures)

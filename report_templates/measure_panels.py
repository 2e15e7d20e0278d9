"""What a pack says about a measure: the finding as a title, the drawing, and the facts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from report_templates import wording_measures as say
from report_templates.chart_measure import MeasureChart, Point
from report_templates.facts import MeasureFacts, Row
from report_templates.measure_judged import Judged, from_first_told
from report_templates.measure_lines import SURVEYS, Shown, fact_lines, notes
from report_templates.measure_moved import asks_the_meeting, is_unstable, moved_level
from report_templates.numbers_sv import MISSING, is_counted, month_name, month_short, month_text, number, sentence, span
from report_templates.printed import Figure, Section

MONTHS_DRAWN = 36
MONTHS_IN_TABLE = 13
"""A year and the same month the year before."""
Topic = Literal["verksamhet", "ekonomi", "hr", "kvalitet"]


@dataclass(frozen=True, kw_only=True)
class MeasurePanel:
    """A measure as printed. ``strength`` ranks signals: the distance from the centre in standard deviations.

    ``suggestion`` asks the meeting about a decided level that has moved; where ``has_moved`` there is room to fill in why.
    """

    measure_id: str
    name: str
    subtitle: str
    topic: Topic
    title: str
    judgement: say.Judgement
    strength: float
    is_judged: bool
    is_unstable: bool
    chart: MeasureChart | None
    no_chart: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    suggestion: str
    has_moved: bool
    has_held: bool
    latest: str
    latest_said: str
    latest_month: str
    table: tuple[tuple[date, str], ...]
    figures: tuple[Figure, ...]


def measure_panel(facts: MeasureFacts) -> MeasurePanel:
    """The panel of a measure, from what may be disclosed."""
    judged = Judged(facts)
    latest, lines, said = judged.latest, fact_lines(judged), notes(judged)
    topic = _topic(facts.definition)
    section = _section_of(topic)

    def figure(shown: Shown) -> Figure:
        month = shown.month or (latest["month"] if latest else None)
        name = f"{judged.measure_id}.{shown.name}"
        return Figure(section, name, shown.value, shown.printed, judged.measure_id, month, is_hidden=shown.is_hidden)

    in_table = () if judged.kind in SURVEYS else facts.months[-MONTHS_IN_TABLE:]
    figures = [Shown("latest", latest["value"], judged.printed(latest), is_hidden=latest["is_hidden"])] if latest else []
    figures += [shown for line in (*lines, *said) for shown in line.figures]
    figures += [_of_month(judged, row) for row in in_table]
    judgement: say.Judgement = judged.signal["judgement"] if judged.signal else "too_few"
    name = sentence(judged.name)
    return MeasurePanel(
        measure_id=judged.measure_id,
        name=name,
        subtitle=name if judged.unit.lower() in name.lower() else f"{name}, {judged.unit}",
        topic=topic,
        title=judged.title,
        judgement=judgement,
        strength=judged.strength,
        is_judged=judged.signal is not None and judgement != "too_few",
        is_unstable=is_unstable(judged),
        chart=_chart(judged),
        no_chart=say.nothing_to_draw(is_hidden=any(row["is_hidden"] for row in facts.months)),
        facts=tuple(line.text for line in lines),
        notes=tuple(line.text for line in said),
        suggestion=asks_the_meeting(judged),
        has_moved=moved_level(judged) is not None,
        has_held=any(row["is_held"] and row["value"] is not None for row in facts.months),
        latest=judged.printed(latest),
        latest_said=judged.said(latest["value"]) if latest and latest["value"] is not None else judged.printed(latest),
        latest_month=month_text(latest["month"]) if latest else MISSING,
        table=tuple((row["month"], judged.marked(row)) for row in in_table),
        figures=tuple(figure(shown) for shown in figures),
    )


def _topic(definition: Row) -> Topic:
    """The heading it is printed under: surveys of staff belong with HR."""
    if definition["kind"] in SURVEYS and definition["disclosure"] == "staff":
        return "hr"
    return cast("Topic", definition["topic"] or "verksamhet")


def _section_of(topic: Topic) -> Section:
    return "measure" if topic == "verksamhet" else "economy"


def _of_month(judged: Judged, row: Row) -> Shown:
    return Shown(f"{row['month']:%Y-%m}", row["value"], judged.printed(row), row["month"], row["is_hidden"])


def _chart(judged: Judged) -> MeasureChart | None:
    rows = from_first_told(judged.facts.months, MONTHS_DRAWN)
    if not any(row["value"] is not None for row in rows):
        return None
    points = tuple(_point(judged, row) for row in rows)
    centre = next((point.centre for point in reversed(points) if point.centre is not None), None)
    baseline = judged.baseline if centre is not None else None
    low, high = judged.limits
    target = judged.facts.definition["level_target"]
    centre_text = number(baseline["centre"], judged.finer_decimals) if baseline else ""
    target_text = number(target, judged.decimals) if target is not None else ""
    alt = [f"{judged.title}."]
    if baseline:
        alt.append(f"Medel {centre_text}.")
    if low is not None and high is not None:
        whose = f" i {month_name(judged.latest['month'])}" if judged.latest and judged.has_own_limits else ""
        alt.append(f"Normal variation{whose} {span(low, high, judged.finer_decimals)}.")
    if judged.baseline_before is not None and baseline:
        alt.append(f"Nytt utgångsvärde från {month_text(baseline['from_month'])}.")
    if target is not None:
        alt.append(f"Målnivå {target_text}.")
    return MeasureChart(
        alt=" ".join(alt),
        points=points,
        is_count=is_counted(judged.unit, judged.decimals),
        decimals=judged.decimals,
        latest=judged.latest["value"] if judged.latest else None,
        latest_text=_latest_label(judged, rows),
        centre=centre,
        centre_text=f"medel {centre_text}" if baseline else "",
        steps=tuple(place for place, row in enumerate(rows) if place and row["month"] in _steps(judged)),
        target=target,
        target_text=f"målnivå {target_text}" if target is not None else "",
    )


def _steps(judged: Judged) -> set[date]:
    """The months that a new baseline begins with."""
    return {row["from_month"] for row in judged.facts.baselines[1:]}


def _latest_label(judged: Judged, rows: Sequence[Row]) -> str:
    """The latest value, with its month when later points are drawn beyond it."""
    latest = judged.latest
    if latest is None or latest["value"] is None:
        return ""
    has_later = any(row["month"] > latest["month"] and row["value"] is not None for row in rows)
    label = judged.printed(latest)
    return f"{label} ({month_short(latest['month'])})" if has_later else label


def _point(judged: Judged, row: Row) -> Point:
    signal = judged.facts.signals.get(row["month"]) if judged.baseline else None
    judgement: say.Judgement = signal["judgement"] if signal else "none"
    low, high = judged.limits_of(row["month"])
    in_force = judged.baseline_of(row["month"])
    return Point(
        row["month"],
        row["value"],
        row["is_hidden"],
        row["is_preliminary"],
        judgement,
        judged.centre_of(row["month"]),
        low,
        high,
        is_trial=in_force is not None and in_force["strength"] == "trial",
    )

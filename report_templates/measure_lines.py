"""The facts beside a measure's drawing, one a line, each with the figure it prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from report_templates import wording_measures as say
from report_templates.cover import source_name
from report_templates.measure_judged import Judged, from_first_told
from report_templates.numbers_sv import listed, month_text, months_span, number, sentence, span

_BASED_ON = {"case_share": "ärenden", "case_duration": "ärenden", "survey": "svar"}
_CUMULATIVE = "ack"
SURVEY = "survey"
WAVES = 5


@dataclass(frozen=True)
class Shown:
    """A figure in a line: about the latest month unless it says another."""

    name: str
    value: float | None
    printed: str
    month: date | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Line:
    """A fact as printed, with the figures in it."""

    text: str
    figures: tuple[Shown, ...] = ()


def fact_lines(judged: Judged) -> tuple[Line, ...]:
    """Centre and limits, level target, a year ago, the year so far, n, what is preliminary, source and definition."""
    parts: tuple[Callable[[Judged], list[Line]], ...] = (
        _waves, _centre, _level_target, _year_ago, _year_so_far, _based_on, _preliminary, _source,
    )  # fmt: skip
    return tuple(line for part in parts for line in part(judged))


def _centre(judged: Judged) -> list[Line]:
    baseline = judged.baseline
    if judged.has_withheld_baseline:
        return [Line("Medel och gränser visas inte, eftersom de skulle röja dolda månader.")]
    if baseline is None:
        return []
    points = say.points(baseline["points"])
    if baseline["strength"] == "too_few":
        return [Line(f"{sentence(points)}: gränser räknas från sex.")]
    finer = judged.finer_decimals
    centre = number(baseline["centre"], finer)
    lines = [Line(f"Medel {centre} ({points})", (Shown("centre", baseline["centre"], centre),))]
    low, high = judged.limits
    if low is not None and high is not None:
        both = (Shown("lower_limit", low, number(low, finer)), Shown("upper_limit", high, number(high, finer)))
        lines.append(Line(say.normal_range(span(low, high, finer), baseline["strength"]), both))
    if baseline["is_frozen"]:
        lines.append(Line(f"Utgångsvärde: {months_span(baseline['from_month'], baseline['to_month'])}"))
    return lines


def _level_target(judged: Judged) -> list[Line]:
    definition, latest = judged.facts.definition, judged.latest
    target, direction = definition["level_target"], definition["direction"]
    if target is None:
        return []
    shown = say.measured(target, judged.name, judged.unit, judged.decimals)
    figure = (Shown("level_target", target, shown),)
    words = f"Målnivå: {say.level_target(shown, direction)}"
    if latest is None or latest["value"] is None or direction == "neither":
        return [Line(words, figure)]
    limits = (None, None) if judged.is_beyond_chance else judged.limits
    return [Line(f"{words} – {say.target_verdict(target, direction, *limits, latest['value'])}", figure)]


def _waves(judged: Judged) -> list[Line]:
    """The waves of a survey, which are too few for a table of months."""
    if judged.kind != SURVEY:
        return []
    shown = [(row, judged.printed(row)) for row in from_first_told(judged.facts.months, WAVES)]
    return [
        Line(
            f"{sentence(month_text(row['month']))}: {printed}",
            (Shown(f"{row['month']:%Y-%m}", row["value"], printed, row["month"], row["is_hidden"]),),
        )
        for row, printed in shown
        if row["value"] is not None or row["is_hidden"]
    ]


def _year_ago(judged: Judged) -> list[Line]:
    if judged.latest is None or judged.kind == SURVEY:
        return []
    month = judged.latest["month"]
    before = judged.month(month.replace(year=month.year - 1))
    if before is None or (before["value"] is None and not before["is_hidden"]):
        return []
    shown = judged.printed(before)
    return [Line(say.year_ago(month, shown), (Shown("year_ago", before["value"], shown, before["month"], before["is_hidden"]),))]


def _year_so_far(judged: Judged) -> list[Line]:
    """The sum of a budget deviation since January, where every month is there and the series is not a sum already."""
    if judged.latest is None or not judged.is_budget_deviation or _CUMULATIVE in judged.name.lower():
        return []
    month = judged.latest["month"]
    rows = [row for row in judged.facts.months if row["month"].year == month.year and row["month"] <= month]
    values = [row["value"] for row in rows if row["value"] is not None]
    if len(values) != month.month or len(values) == 1:
        return []
    total = sum(values)
    shown = say.against_budget(total, judged.unit, judged.decimals)
    return [Line(f"Hittills i år: {shown}", (Shown("year_so_far", total, shown),))]


def _based_on(judged: Judged) -> list[Line]:
    what, latest = _BASED_ON.get(judged.kind), judged.latest
    if what is None or latest is None or latest["value"] is None or latest["denominator"] is None:
        return []
    shown = number(latest["denominator"])
    return [Line(f"Bygger på {shown} {what}", (Shown("n", latest["denominator"], shown),))]


def _preliminary(judged: Judged) -> list[Line]:
    months = [row["month"] for row in judged.facts.months if row["is_preliminary"] and row["value"] is not None]
    return [Line(f"Preliminärt: {months_span(months[0], months[-1])} (öppna punkter)")] if months else []


def _source(judged: Judged) -> list[Line]:
    definition = judged.facts.definition
    names = [source_name(source) for source in (definition["source_ids"] or "").split(", ") if source]
    source = [Line(f"Källa: {listed(names)}")] if names else []
    return [*source, Line(f"Definition {definition['definition_number']}")]

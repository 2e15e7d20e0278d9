"""The facts beside a measure's drawing, one a line, each with the figure it prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from report_templates import wording_levels as levels
from report_templates import wording_measures as say
from report_templates.cover import source_name
from report_templates.measure_judged import Judged, from_first_told
from report_templates.measure_moved import levels_of, moved_level
from report_templates.numbers_sv import listed, month_text, months_span, number, sentence, span

_BASED_ON = {"case_share": "ärenden", "case_duration": "ärenden", "survey": "svar", "survey_scale": "svar"}
_OF_MORE_MONTHS = ("ack", "prognos", "helår")
"""In the name of a series whose months are not to be added: each is a sum already, or about the whole year."""
SURVEYS = {"survey", "survey_scale"}
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
        _waves, _centre, _level_target, _year_ago, _year_so_far, _based_on, _preliminary, _held, _source,
    )  # fmt: skip
    return tuple(line for part in parts for line in part(judged))


def notes(judged: Judged) -> tuple[Line, ...]:
    """What takes a sentence or more: whose the baseline is, whether the months lie as chance would, whether the level has moved."""
    parts: tuple[Callable[[Judged], list[Line]], ...] = (_decided_baseline, _stability, _level_moved)
    return tuple(line for part in parts for line in part(judged))


def _decided_baseline(judged: Judged) -> list[Line]:
    baseline = judged.baseline
    if baseline is None or not baseline["is_frozen"]:
        return []
    text = levels.baseline_decided(
        baseline["from_month"], baseline["to_month"], baseline["decided_by"], baseline["decided_on"], baseline["reason"]
    )
    parts, figures = [text, levels.known_cause(baseline["cause"])], []
    before = judged.baseline_before
    if before is not None:
        centre = number(before["centre"], judged.finer_decimals)
        parts.append(levels.earlier_level(centre, baseline["from_month"]))
        figures.append(Shown("earlier_centre", before["centre"], centre, before["to_month"]))
    return [Line(" ".join(part for part in parts if part), tuple(figures))]


def _stability(judged: Judged) -> list[Line]:
    row = judged.facts.stability
    if row is None or judged.baseline is None:
        return []
    text = levels.unstable(
        longest_run=row["longest_run"],
        run_limit=row["longest_run_limit"],
        crossings=row["crossings"],
        crossings_limit=row["crossings_limit"],
        is_latest_usual=judged.signal is not None and judged.signal["judgement"] == "none",
    )
    return [Line(text)] if text else []


def _level_moved(judged: Judged) -> list[Line]:
    row = moved_level(judged)
    if row is None:
        return []
    level, before = levels_of(judged, row)
    text = levels.level_moved(level, row["from_month"], before, row["points"])
    return [Line(text, (Shown("suggested_centre", row["centre"], level), Shown("centre_before", row["centre_before"], before)))]


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
        month = judged.latest["month"] if judged.latest and judged.has_own_limits else None
        lines.append(Line(say.normal_range(span(low, high, finer), baseline["strength"], month), both))
        lines += (
            [Line(levels.limits_note(_BASED_ON.get(judged.kind)))] if judged.has_own_limits and judged.follows_its_numbers else []
        )
    return lines + [Line(text) for text in (levels.adjusted_note(baseline["adjusted_for"]),) if text]


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
    assurance = judged.baseline["assurance"] if judged.baseline and not judged.is_beyond_chance else None
    return [Line(f"{words} – {say.target_verdict(assurance, target, direction, latest['value'])}", figure)]


def _waves(judged: Judged) -> list[Line]:
    """The waves of a survey, which are too few for a table of months."""
    if judged.kind not in SURVEYS:
        return []
    shown = [(row, judged.printed(row), judged.marked(row)) for row in from_first_told(judged.facts.months, WAVES)]
    return [
        Line(
            f"{sentence(month_text(row['month']))}: {marked}",
            (Shown(f"{row['month']:%Y-%m}", row["value"], printed, row["month"], row["is_hidden"]),),
        )
        for row, printed, marked in shown
        if row["value"] is not None or row["is_hidden"]
    ]


def _year_ago(judged: Judged) -> list[Line]:
    if judged.latest is None or judged.kind in SURVEYS:
        return []
    month = judged.latest["month"]
    before = judged.month(month.replace(year=month.year - 1))
    if before is None or (before["value"] is None and not before["is_hidden"]):
        return []
    shown = judged.printed(before)
    return [
        Line(
            say.year_ago(month, judged.marked(before)),
            (Shown("year_ago", before["value"], shown, before["month"], before["is_hidden"]),),
        )
    ]


def _year_so_far(judged: Judged) -> list[Line]:
    """The sum of a budget deviation since January, where every month is there and the months may be added."""
    if judged.latest is None or not judged.is_budget_deviation or any(word in judged.name.lower() for word in _OF_MORE_MONTHS):
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


def _held(judged: Judged) -> list[Line]:
    """That the latest month stands as it was last shown."""
    is_held = judged.latest is not None and judged.latest["is_held"] and judged.latest["value"] is not None
    return [Line("° Senaste månaden visas som i förra rapporten")] if is_held else []


def _source(judged: Judged) -> list[Line]:
    definition = judged.facts.definition
    names = [source_name(source) for source in (definition["source_ids"] or "").split(", ") if source]
    source = [Line(f"Källa: {listed(names)}")] if names else []
    return [*source, Line(f"Definition {definition['definition_number']}")]

"""Which general definitions a pack leans on, so that a reader can look up how each of its figures is reckoned."""

from __future__ import annotations

from collections.abc import Sequence

from report_templates.facts import GoalFacts, MeasureFacts, UnitFacts
from report_templates.measure_lines import SURVEYS
from report_templates.wording_levels import FOLLOWS_ITS_NUMBERS

_NAMES = {
    22: "enkäter",
    30: "bakåtplan",
    31: "avvikelse och takt",
    32: "prognos och chans",
    33: "aktiviteter och senaste start",
    34: "vunna veckor",
    40: "utgångsvärde och gränser",
    41: "signaler",
    42: "gränser för andelar och kvoter",
    43: "säsong och arbetsdagar",
    45: "stabilitet",
    46: "förslag till nytt utgångsvärde",
    47: "målnivå mot normal variation",
    48: "sällsynta händelser",
    50: "små tal som inte visas",
    60: "jämförelse med andra kommuner",
    61: "utveckling över fem år",
}
"""The pages of the definitions, by number; a test compares them with the given examples."""
_RARE = {"t", "g"}


def leans_on(facts: UnitFacts) -> tuple[tuple[str, str], ...]:
    """Number and name of every definition that a figure of the pack follows, in order."""
    numbers = {50, *_of_goals(facts.goals), *_of_measures(facts.measures)}
    if facts.activities:
        numbers.add(33)
    return tuple((str(number), _NAMES[number]) for number in sorted(numbers))


def _of_goals(goals: Sequence[GoalFacts]) -> set[int]:
    numbers = {30, 31} if goals else set()
    for goal in goals:
        if goal.weeks:
            numbers.add(34)
        if goal.forecast is not None:
            numbers.add(32)
    return numbers


def _of_measures(measures: Sequence[MeasureFacts]) -> set[int]:
    return {number for measure in measures for number, leans in _rests_on(measure).items() if leans}


def _rests_on(measure: MeasureFacts) -> dict[int, bool]:
    """Which definitions what is said of a measure follows."""
    kind, chart, baseline = measure.definition["kind"], measure.definition["chart"], measure.baseline
    return {
        22: kind in SURVEYS,
        40: baseline is not None,
        41: baseline is not None,
        42: baseline is not None and baseline["chart"] in FOLLOWS_ITS_NUMBERS,
        43: baseline is not None and baseline["adjusted_for"] != "none",
        45: measure.stability is not None,
        46: measure.suggestion is not None and baseline is not None and bool(baseline["is_frozen"]),
        47: baseline is not None and baseline["assurance"] is not None,
        48: chart in _RARE,
        60: kind == "kolada",
        61: kind == "kolada" and bool(measure.comparison_years),
    }

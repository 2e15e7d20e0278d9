"""The sentences about a measure: its latest value, whether that is more than chance, and how it stands to others."""

from __future__ import annotations

from datetime import date
from typing import Literal

from report_templates.numbers_sv import (
    NO_BREAK,
    gap,
    in_words,
    is_money,
    month_name,
    month_text,
    number,
    quantity,
    rounded,
    sentence,
)

Judgement = Literal["improvement", "concern", "change", "none", "too_few"]
Rule = Literal["outside_limits", "run", "two_of_three", "trend", "none"]
Side = Literal["above", "below"]
Strength = Literal["too_few", "trial", "limits"]
Assurance = Literal["will_pass", "hit_or_miss", "will_fail"]

SHORTEST_RUN = 6
"""So many months on one side are a run at the least, whatever the kommun has set."""
_INDEX = "index"
_ASSURANCES: dict[Assurance, str] = {
    "will_pass": "nås stadigt",
    "hit_or_miss": "nås vissa månader",
    "will_fail": "nås inte utan en förändring",
}

_JUDGEMENTS: dict[Judgement, str] = {
    "improvement": "förbättring",
    "concern": "försämring",
    "change": "förändring",
}
_ORDINALS = (
    "nollte", "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde", "elfte", "tolfte",
)  # fmt: skip


def judgement_word(judgement: Judgement) -> str:
    """``förbättring``, ``försämring`` or ``förändring``; empty for no signal."""
    return _JUDGEMENTS.get(judgement, "")


def rule_words(rule: Rule, side: Side | None, run: int = 0) -> str:
    """What the signal consists of, without the names of the rules; ``run`` is how many months in a row lie on the side."""
    where = "över" if side == "above" else "under"
    match rule:
        case "outside_limits":
            edge = "den övre gränsen" if side == "above" else "den nedre gränsen"
            return f"{where} {edge} för normal variation"
        case "run":
            many = in_words(run) if run >= SHORTEST_RUN else "flera"
            return f"{many} månader i rad {where} medelvärdet"
        case "two_of_three":
            return f"minst två av de tre senaste månaderna långt {where} medelvärdet"
        case "trend":
            return f"{'stiger' if side == 'above' else 'sjunker'} sedan minst sju månader"
        case _:
            return ""


def finding(
    name: str,
    month: date,
    value: str,
    *,
    judgement: Judgement,
    rule: Rule,
    side: Side | None,
    strength: Strength,
    run: int = 0,
) -> str:
    """The finding as a title: ``Inkomna ärenden: 143 i september 2026, inom normal variation``."""
    start = f"{sentence(name)}: {value} i {month_text(month)}"
    if judgement in _JUDGEMENTS:
        return f"{start} – {_JUDGEMENTS[judgement]}, {rule_words(rule, side, run)}"
    if judgement == "none" and strength == "limits":
        return f"{start}, inom normal variation"
    if judgement == "none":
        return f"{start}; går ännu inte att skilja från slump"
    return f"{start}; för få mätpunkter för att bedöma"


def finding_unjudged(name: str, month: date, value: str, *, is_preliminary: bool) -> str:
    """The finding of a figure that is not judged: preliminary, or with limits that must not be shown."""
    kind = "preliminärt värde" if is_preliminary else "bedöms inte, eftersom månader med små tal är dolda"
    return f"{sentence(name)}: {value} i {month_text(month)}; {kind}"


def finding_plain(name: str, month: date, value: str, *, is_rare: bool) -> str:
    """The finding of a measure that is not judged month by month: because it is not asked for, or its events are too rare."""
    why = "; händelserna är för sällsynta för att bedöma en månad för sig" if is_rare else ""
    return f"{sentence(name)}: {value} i {month_text(month)}{why}"


def finding_hidden(name: str, month: date) -> str:
    """The finding when the latest value must not be shown."""
    why = "det bygger på för få personer, eller skulle röja ett värde som gör det"
    return f"{sentence(name)}: värdet för {month_text(month)} visas inte; {why}"


def finding_missing(name: str, month: date | None) -> str:
    """The finding when there is no value."""
    return f"{sentence(name)}: värde saknas för {month_text(month)}" if month else f"{sentence(name)}: inga värden finns ännu"


def nothing_to_draw(*, is_hidden: bool) -> str:
    """What stands where a drawing would be when no value may be shown, or there is none."""
    why_hidden = "Värdena visas inte: de bygger på för få personer, eller skulle röja värden som gör det."
    return why_hidden if is_hidden else "Inget att rita ännu."


def money_finding(name: str, month: date, value: float, unit: str, decimals: int) -> str:
    """An economic deviation in words: below zero is an overspend, *sämre än budget*."""
    return f"{sentence(name)}: {against_budget(value, unit, decimals)} i {month_text(month)}"


def against_budget(value: float, unit: str, decimals: int) -> str:
    """``320 tkr sämre än budget``, ``i nivå med budget``."""
    if not rounded(value, decimals):
        return "i nivå med budget"
    return f"{gap(value, unit, decimals)} {'bättre' if value > 0 else 'sämre'} än budget"


def is_budget_deviation(name: str, unit: str, topic: str | None, definition: str = "") -> bool:
    """Whether a reported series is, by name or definition, a deviation from budget, where below zero is an overspend."""
    is_named = "avvikelse" in name.lower() or "avvikelse mot budget" in definition.lower()
    return topic == "ekonomi" and is_money(unit) and is_named


def measured(value: float, name: str, unit: str, decimals: int) -> str:
    """The value with its unit (``index 72``), or the number alone when the measure's name already says what is counted."""
    if unit.lower() == _INDEX:
        return f"{_INDEX}{NO_BREAK}{number(value, decimals)}"
    says_it = bool(unit) and unit.lower() in name.lower().split()
    return number(value, decimals) if says_it else quantity(value, unit, decimals)


def level_target(target: str, direction: str) -> str:
    """``högst 15 dagar`` or ``minst 90 %``."""
    word = {"up": "minst ", "down": "högst "}.get(direction, "")
    return f"{word}{target}"


def target_verdict(assurance: Assurance | None, target: float, direction: str, value: float) -> str:
    """Whether the level is kept: by what normal variation gives where that is known, otherwise by the latest value only."""
    if assurance is not None:
        return _ASSURANCES[assurance]
    kept = value <= target if direction == "down" else value >= target
    return "nås" if kept else "nås inte"


def normal_range(limits: str, strength: Strength, month: date | None = None) -> str:
    """The limits in words; trial limits are said to be so, and limits that differ from month to month tell whose they are."""
    kind = "Normal variation" if strength == "limits" else "Preliminära gränser"
    return f"{kind} i {month_name(month)}: {limits}" if month else f"{kind}: {limits}"


def year_ago(month: date, value: str) -> str:
    """The same month the year before."""
    return f"Samma månad {month.year - 1}: {value}"


def no_signals(judged: int) -> str:
    """When nothing has changed beyond chance."""
    if judged == 0:
        return "Ingen mätare har tillräckligt många punkter för att skilja förändring från slump."
    if judged == 1:
        return "Den mätare som går att bedöma ligger inom normal variation."
    return f"Alla {in_words(judged, 'mätare')} mätare som går att bedöma ligger inom normal variation."


def over_time(unstable: int, judged: int) -> str:
    """That measures without a signal vary by more than chance all the same, so that page one says what their own pages do."""
    if not unstable:
        return ""
    which = "den" if judged == 1 else f"{in_words(unstable)} av dem"
    return f"Över hela perioden varierar {which} ändå inte bara av slump; se mätarsidorna."


def many_measures(chosen: int) -> str:
    """The remark to a chef who has chosen more than a meeting can hold."""
    return (
        f"{chosen} mätare är fler än ett möte brukar rymma. Välj gärna bort några på bladet Mätare per enhet."
        if chosen >= 12  # noqa: PLR2004 - a pack of twelve gets a remark
        else ""
    )


def chance_note(measures: int) -> str:
    """How often chance alone gives a signal among so many stable measures (about 17 in 1 000 a month)."""
    months = round(1000 / (17 * measures)) if measures else 0
    if months < 1:
        return ""
    every = f"var {in_ordinals(months)} månad" if months > 1 else "varje månad"
    many = f"{number(measures)}{NO_BREAK}stabila mätare" if measures > 1 else "en enda stabil mätare"
    return f"Slumpen ensam ger en signal ungefär {every} bland {many}."


def in_ordinals(many: int) -> str:
    """``femte`` up to twelve, then ``15:e``."""
    if many < len(_ORDINALS):
        return _ORDINALS[many]
    return f"{number(many)}:{'a' if many % 10 in {1, 2} and many % 100 not in {11, 12} else 'e'}"


def points(many: int) -> str:
    """How many points a mean rests on."""
    return f"{number(many)} {'mätpunkt' if many == 1 else 'mätpunkter'}"


def more_signals(many: int, shown: int) -> str:
    """That (further) measures have changed than page one has room for."""
    return sentence(f"{'ytterligare ' if shown else ''}{in_words(many, 'mätare')} mätare har ändrats; se mätarsidorna.")

"""A measure as it may be spoken of: which month is the latest, what it is judged against, and the finding in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from report_templates import wording_measures as say
from report_templates.facts import MeasureFacts, Row
from report_templates.numbers_sv import HIDDEN, MISSING, is_counted, is_percent, number
from report_templates.wording_levels import FOLLOWS_ITS_NUMBERS

_NEVER_BELOW_ZERO = {"case_count", "case_share", "case_duration", "case_stock", "distinct", "ratio", "survey", "survey_scale"}
_RARE = {"t", "g"}
_MARKS = {"is_preliminary": "*", "is_held": "°"}
_PART_OF_A_WHOLE = {"case_share", "case_duration"}
_HUNDRED = 100.0
_SMALL = 10.0


@dataclass(frozen=True)
class Judged:
    """A measure's facts with what may be said of them.

    Where a month behind centre and limits is hidden there is no baseline, and nothing is judged: they would give it away.
    """

    facts: MeasureFacts

    @property
    def measure_id(self) -> str:
        """The measure's id."""
        return str(self.facts.definition["measure_id"])

    @property
    def name(self) -> str:
        """The measure's name."""
        return str(self.facts.definition["measure_name"])

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return str(self.facts.definition["unit"])

    @property
    def kind(self) -> str:
        """What kind of measure it is."""
        return str(self.facts.definition["kind"])

    @property
    def decimals(self) -> int:
        """Decimals its values are printed with."""
        return self.facts.definition["decimals"] or 0

    @property
    def finer_decimals(self) -> int:
        """Decimals of a mean: one more than the values', when those are whole and small."""
        centre = self.facts.baseline["centre"] if self.facts.baseline else 0.0
        return 1 if self.decimals == 0 and abs(centre) < _SMALL else self.decimals

    @cached_property
    def latest(self) -> Row | None:
        """The month a pack speaks about: the last that is settled and has a value, shown or hidden; else the last there is."""
        months = self.facts.months
        told = [row for row in months if row["value"] is not None or row["is_hidden"]]
        settled = [row for row in told if not row["is_preliminary"]]
        return settled[-1] if settled else told[-1] if told else months[-1] if months else None

    @cached_property
    def baseline(self) -> Row | None:
        """What the measure is judged against now, where that may be shown."""
        return self.facts.baseline

    @property
    def has_withheld_baseline(self) -> bool:
        """Whether there is no baseline because months are hidden."""
        return self.baseline is None and self.facts.has_hidden_months

    @cached_property
    def signal(self) -> Row | None:
        """The judgement of the latest month, when it may be shown."""
        return self.facts.signals.get(self.latest["month"]) if self.latest and self.baseline else None

    @property
    def is_rare(self) -> bool:
        """Whether it is judged by the time between its events, not by its months."""
        return self.facts.definition["chart"] in _RARE

    @property
    def run(self) -> int:
        """How many months in a row, up to the latest, lie on one side of their centre; those on it neither count nor break."""
        if self.latest is None or self.baseline is None:
            return 0
        first, last = self.baseline["from_month"], self.latest["month"]
        rows = [row for month, row in self.facts.signals.items() if first <= month <= last and row["value"] is not None]
        offsets = [row["value"] - row["centre"] for row in sorted(rows, key=lambda row: row["month"], reverse=True)]
        sides = [offset > 0 for offset in offsets if offset]
        return next((place for place, side in enumerate(sides) if side is not sides[0]), len(sides))

    @cached_property
    def limits(self) -> tuple[float | None, float | None]:
        """Lower and upper limit of the latest month; None where there are none to show."""
        return self.limits_of(self.latest["month"] if self.latest else None)

    def limits_of(self, month: date | None) -> tuple[float | None, float | None]:
        """Lower and upper limit of a month, never outside what the measure can be; None where there are none to show."""
        baseline = self.baseline_of(month)
        if baseline is None or baseline["strength"] == "too_few":
            return None, None
        own: Row = self.facts.signals.get(month, baseline) if month else baseline
        low, high = own["lower_limit"], own["upper_limit"]
        if low is not None and baseline["centre"] >= 0 and (self.kind in _NEVER_BELOW_ZERO or self._counts_things):
            low = max(low, 0.0)
        if high is not None and is_percent(self.unit) and self.kind in _PART_OF_A_WHOLE:
            high = min(high, _HUNDRED)
        return low, high

    def centre_of(self, month: date) -> float | None:
        """The centre of a month; None where there is none to show, or it differs by month and this month is not judged."""
        baseline = self.baseline_of(month)
        if baseline is None or baseline["strength"] == "too_few":
            return None
        own = self.facts.signals.get(month)
        if own is None:
            return baseline["centre"] if baseline["adjusted_for"] == "none" else None
        return float(own["centre"])

    def baseline_of(self, month: date | None) -> Row | None:
        """The baseline in force in a month; the current one when no month is given."""
        if month is None or self.baseline is None:
            return self.baseline
        return next((row for row in reversed(self.facts.baselines) if row["from_month"] <= month), None)

    @property
    def baseline_before(self) -> Row | None:
        """The baseline in force before the current one."""
        earlier = [row for row in self.facts.baselines if not row["is_current"]]
        return earlier[-1] if earlier and self.baseline else None

    @property
    def follows_its_numbers(self) -> bool:
        """Whether a month with few cases has wider limits than one with many."""
        return self.baseline is not None and self.baseline["chart"] in FOLLOWS_ITS_NUMBERS

    @property
    def has_own_limits(self) -> bool:
        """Whether limits differ from month to month."""
        baseline = self.baseline
        return baseline is not None and baseline["upper_limit"] is None and self.limits[1] is not None

    @cached_property
    def _counts_things(self) -> bool:
        """Whether it is a reported number of things, never below zero so far."""
        values = [row["value"] for row in self.facts.months if row["value"] is not None]
        return is_counted(self.unit, self.decimals) and min(values, default=0.0) >= 0

    @property
    def strength(self) -> float:
        """How far out the latest value is, in standard deviations; 0 without a judgement to rank."""
        return abs(self.signal["sigmas"] or 0.0) if self.signal else 0.0

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the latest value is a signal."""
        return self.signal is not None and bool(say.judgement_word(self.signal["judgement"]))

    @property
    def is_budget_deviation(self) -> bool:
        """Whether below zero means overspend."""
        definition = self.facts.definition
        return say.is_budget_deviation(self.name, self.unit, definition["topic"], definition["definition"])

    @property
    def title(self) -> str:
        """The finding."""
        latest = self.latest
        if latest is None:
            return say.finding_missing(self.name, None)
        if latest["is_hidden"]:
            return say.finding_hidden(self.name, latest["month"])
        if latest["value"] is None:
            return say.finding_missing(self.name, latest["month"])
        return self._title_of(latest["month"], latest["value"], is_preliminary=latest["is_preliminary"])

    def said(self, value: float) -> str:
        """A value as it is said in a sentence."""
        if self.is_budget_deviation:
            return say.against_budget(value, self.unit, self.decimals)
        return say.measured(value, self.name, self.unit, self.decimals)

    def printed(self, row: Row | None) -> str:
        """A month's value as a bare number, x when hidden, a dash when missing."""
        if row is None:
            return MISSING
        if row["is_hidden"]:
            return HIDDEN
        return MISSING if row["value"] is None else number(row["value"], self.decimals)

    def marked(self, row: Row | None) -> str:
        """As `printed`, with ``*`` for a preliminary value and ``°`` for one that stands as it was last shown."""
        has_value = row is not None and row["value"] is not None
        marks = "".join(mark for name, mark in _MARKS.items() if has_value and row is not None and row[name])
        return f"{self.printed(row)}{marks}"

    def month(self, month: date) -> Row | None:
        """The row of a month."""
        return next((row for row in self.facts.months if row["month"] == month), None)

    def _title_of(self, month: date, value: float, *, is_preliminary: bool) -> str:
        if self.is_budget_deviation and self.signal is None:
            return say.money_finding(self.name, month, value, self.unit, self.decimals)
        if not is_preliminary and self.facts.definition["chart"] in {*_RARE, "none"}:
            return say.finding_plain(self.name, month, self.said(value), is_rare=self.is_rare)
        if is_preliminary or self.has_withheld_baseline:
            return say.finding_unjudged(self.name, month, self.said(value), is_preliminary=is_preliminary)
        signal: Row = self.signal or {"judgement": "too_few", "rule": "none", "side": None}
        return say.finding(
            self.name,
            month,
            self.said(value),
            judgement=signal["judgement"],
            rule=signal["rule"],
            side=signal["side"],
            strength=self.baseline["strength"] if self.baseline else "too_few",
            run=self.run if signal["rule"] == "run" else 0,
        )


def from_first_told(months: Sequence[Row], many: int) -> Sequence[Row]:
    """The last so many months, without those before the first that has anything to show."""
    window = months[-many:]
    first = next((place for place, row in enumerate(window) if row["value"] is not None or row["is_hidden"]), 0)
    return window[first:]

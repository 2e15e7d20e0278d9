"""What a measure is: a reviewed definition, one dataclass per kind (statistics: "Measures and periods").

The analysts write these as TOML (``measures/*.toml``); `flows.workspace.folder` turns them into these objects and refuses
unknown keys. Nothing here computes: `transforms.outcomes` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Direction = Literal["up", "down", "neither"]
Event = Literal["opened", "decided", "closed"]
TimeUnit = Literal["hours", "calendar_days", "working_days"]
DisclosureClass = Literal["persons", "staff", "open"]
"""Which threshold for small counts applies; "open" means that no count of this measure can point at a person."""
Chart = Literal["xmr", "i_prime", "p", "p_prime", "u", "u_prime", "c", "t", "g", "none"]
"""How chance is told from change (`transforms.variation.charts`); t and g are for rare events, none asks for no judgement."""
Adjustment = Literal["none", "season", "working_days"]
"""What is taken out of a value before it is judged: the month's usual share of the year, or its number of working days."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What every measure has: a name, its meaning for a reader, and who stands for it."""

    measure_id: str
    name: str
    unit: str
    definition: str
    direction: Direction
    author: str
    checker: str
    reviewed_on: date
    disclosure: DisclosureClass = "persons"
    decimals: int = 0
    level_target: float | None = None
    complete_after_days: int = 0
    """A month is preliminary until this many days after its end, and kept out of baselines and signals while it is."""
    chart: Chart | None = None
    """None: I′ for what has a denominator that varies, XmR for the rest."""
    adjusted_for: Adjustment = "none"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which cases count: every named column must hold one of the given values. Empty: all cases."""

    case_type: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    close_reason_group: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    sex: tuple[Literal["K", "M"], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseCount(Definition):
    """How many cases had the event in the month."""

    kind: Literal["case_count"]
    source: str
    event: Event
    where: Filter = field(default_factory=Filter)


@dataclass(frozen=True, kw_only=True)
class CaseShare(Definition):
    """Of the cases with the event in the month and inside ``where``: the share also inside ``part``, in percent."""

    kind: Literal["case_share"]
    source: str
    event: Event
    where: Filter = field(default_factory=Filter)
    part: Filter


@dataclass(frozen=True, kw_only=True)
class CaseDuration(Definition):
    """Time from one moment of a case to another, for the cases whose ``until`` falls in the month.

    ``statistic``: the median, the 90th percentile, or the share (percent) that took at most ``limit`` (in ``measured_in``).
    With ``limit="due"`` the share is of cases whose ``until`` came no later than the case's own deadline; cases without
    a deadline are left out of the denominator, and a deadline at midnight sharp is a date whose whole day counts.
    Days are whole: the first is not counted, the last is. Percentiles interpolate linearly between ranks.
    """

    kind: Literal["case_duration"]
    source: str
    since: Event = "opened"
    until: Event
    statistic: Literal["median", "p90", "share_within"]
    measured_in: TimeUnit = "calendar_days"
    limit: float | Literal["due"] | None = None
    where: Filter = field(default_factory=Filter)


@dataclass(frozen=True, kw_only=True)
class CaseStock(Definition):
    """How many cases were open at the end of the month: opened before it ended, not closed before it ended."""

    kind: Literal["case_stock"]
    source: str
    where: Filter = field(default_factory=Filter)


@dataclass(frozen=True, kw_only=True)
class Distinct(Definition):
    """How many different persons, or caseworkers, the cases with the event in the month concern."""

    kind: Literal["distinct"]
    source: str
    of: Literal["person", "caseworker"]
    event: Event
    where: Filter = field(default_factory=Filter)


@dataclass(frozen=True, kw_only=True)
class Ratio(Definition):
    """One measure divided by another, month by month (cases per caseworker). Nothing where the denominator is 0."""

    kind: Literal["ratio"]
    numerator: str
    denominator: str
    per: float = 1.0


@dataclass(frozen=True, kw_only=True)
class ReportedSeries(Definition):
    """A series that another system reports ready-made (ekonomi, HR, kvalitet).

    ``topic`` says under which heading the pack prints it. For an economic deviation, below zero means overspend.
    """

    kind: Literal["series"]
    source: str
    code: str
    topic: Literal["ekonomi", "hr", "kvalitet", "verksamhet"]
    group_size: str | None = None
    """The code of a series of the same source that says how many people the value is about: too few hide it."""


@dataclass(frozen=True, kw_only=True)
class KoladaKpi(Definition):
    """A key figure from Kolada for the whole kommun, compared with others each year."""

    kind: Literal["kolada"]
    kpi: str
    gender: Literal["T", "K", "M"] = "T"
    is_comparable: bool = True
    """False for resources and volumes, which get a rank but never a colour."""


@dataclass(frozen=True, kw_only=True)
class SurveyIndex(Definition):
    """An index 0–100 from questions answered 1–5: per part (mean − 1)/4·100 over all pooled answers, then their mean."""

    kind: Literal["survey"]
    source: str
    parts: dict[str, tuple[str, ...]]
    minimum_answers: int = 5
    invited: str | None = None
    """The measure (a reported series) that says how many were asked: the response rate is answers of these."""
    official: str | None = None
    """The measure (a reported series or a key figure) with the supplier's own value of the index, shown beside ours."""
    compared_with: str | None = None
    """The key figure of the same index: the whole kommun and the nation beside the unit."""


@dataclass(frozen=True, kw_only=True)
class SurveyScale(Definition):
    """Statements answered on one scale (1–7 and the like), told one by one: mean, distribution, n, change, rank.

    ``questions`` are the codes and their wordings, in printing order. The measure's own value is the mean of all answers.
    """

    kind: Literal["survey_scale"]
    source: str
    questions: dict[str, str]
    lowest: int = 1
    highest: int = 7
    minimum_answers: int = 5
    invited: str | None = None


CaseMeasure = CaseCount | CaseShare | CaseDuration | CaseStock | Distinct
SurveyMeasure = SurveyIndex | SurveyScale
Measure = CaseMeasure | Ratio | ReportedSeries | KoladaKpi | SurveyIndex | SurveyScale

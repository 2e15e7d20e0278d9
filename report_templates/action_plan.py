"""What a pack says about the action plan: what is done since last, what is late, and every activity with its status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from report_templates import wording_work as say
from report_templates.facts import Row, UnitFacts
from report_templates.numbers_sv import number
from report_templates.printed import Figure
from report_templates.wording import Tone

_SINCE = timedelta(days=92)
"""How far back "since last" goes for a unit without an earlier dialogue."""
_MARKS = {"done": "✓", "late": "!", "at_risk": "!", "ongoing": "→", "planned": "○"}
_TONES: dict[str, Tone] = {"late": "concern", "at_risk": "concern", "done": "good"}


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """An activity as printed. ``order`` is its number on page one, empty for those that are not decisive."""

    order: str
    mark: str
    title: str
    owner: str
    due: str
    status: str
    tone: Tone
    is_decisive: bool


@dataclass(frozen=True, kw_only=True)
class DecisiveLine:
    """A decisive activity that is not done, as printed on page one under its number in the drawing."""

    order: str
    text: str
    gives: str = ""
    stops: str = ""

    @property
    def said(self) -> str:
        """All that is said of it."""
        return " ".join(part for part in (self.text, self.gives, self.stops) if part)


@dataclass(frozen=True, kw_only=True)
class ActionPlan:
    """The action plan as printed: a sentence on progress, the list, and what page one takes up."""

    progress: str
    done_since: tuple[str, ...]
    lines: tuple[ActivityLine, ...]
    late: tuple[DecisiveLine, ...]
    coming: tuple[DecisiveLine, ...]
    late_remark: str
    figures: tuple[Figure, ...]


def since_last(facts: UnitFacts, as_of: date) -> tuple[date, bool]:
    """The day "since last" counts from, and whether it is that of a dialogue held."""
    held = facts.last_dialogue["held_on"] if facts.last_dialogue else None
    return (held, True) if held else (as_of - _SINCE, False)


def action_plan(facts: UnitFacts, as_of: date) -> ActionPlan:
    """The action plan on the as-of day; decisive activities first and numbered, the rest by due date."""
    since, is_dialogue = since_last(facts, as_of)
    decisive = decisive_activities(facts)
    others = sorted((row for row in facts.activities if not row["is_decisive"]), key=lambda row: row["due_on"])
    done = [row for row in facts.activities if row["done_on"] and row["done_on"] > since]
    coming = [(order, row) for order, row in enumerate(decisive, 1) if row["status"] in {"ongoing", "planned"}]
    late = [(order, row) for order, row in enumerate(decisive, 1) if row["status"] in {"late", "at_risk"}]
    known = facts.every_activity
    lines = [_line(str(order), row, known) for order, row in enumerate(decisive, 1)] + [_line("", row, known) for row in others]
    return ActionPlan(
        progress=say.done_since(len(done), since if is_dialogue else None, as_of) if facts.activities else "",
        done_since=tuple(row["title"] for row in done),
        lines=tuple(lines),
        late=tuple(_late(order, row, known, as_of) for order, row in sorted(late, key=lambda pair: -pair[1]["days_late"])),
        coming=tuple(
            DecisiveLine(
                order=str(order),
                text=say.coming_activity(row["title"], row["due_on"], as_of, latest_start_on=_start_to_come(row)),
            )
            for order, row in coming
        ),
        late_remark=" ".join(
            part
            for part in (
                "" if late else say.no_late_activities(len(decisive)),
                say.too_many_decisive(len(decisive)),
            )
            if part
        ),
        figures=tuple(
            Figure("activity", f"{row['activity_id']}.days_late", float(row["days_late"]), number(row["days_late"]))
            for row in facts.activities
            if row["days_late"]
        ),
    )


def decisive_activities(facts: UnitFacts) -> list[Row]:
    """The decisive activities in the order they are numbered: by due date."""
    return sorted((row for row in facts.activities if row["is_decisive"]), key=lambda row: row["due_on"])


def _start_to_come(row: Row) -> date | None:
    """The latest start of an activity that has not begun."""
    return row["latest_start_on"] if row["status"] == "planned" else None


def _not_done(ids: str | None, known: Mapping[str, Row]) -> list[str]:
    """The titles of those among the activities that are not done."""
    rows = [known[activity_id] for activity_id in (ids or "").split(", ") if activity_id in known]
    return [row["title"] for row in rows if row["status"] != "done"]


def _line(order: str, row: Row, known: Mapping[str, Row]) -> ActivityLine:
    waiting_for = _not_done(row["depends_on"], known) if row["is_blocked"] else []
    status = say.activity_status(row["status"], row["days_late"], row["done_on"], row["latest_start_on"], waiting_for)
    return ActivityLine(
        order=order,
        mark=_MARKS[row["status"]],
        title=row["title"],
        owner=row["owner"],
        due=row["due_on"].isoformat(),
        status=status,
        tone=_TONES.get(row["status"], "neutral"),
        is_decisive=row["is_decisive"],
    )


def _late(order: int, row: Row, known: Mapping[str, Row], as_of: date) -> DecisiveLine:
    if row["status"] == "late":
        text = say.late_activity(row["title"], row["days_late"], row["due_on"], as_of)
    else:
        text = say.at_risk_activity(row["title"], row["latest_start_on"], row["latest_finish_on"] or row["due_on"], as_of)
    return DecisiveLine(
        order=str(order), text=text, gives=say.gives(row["contribution"]), stops=say.stops(_not_done(row["blocks"], known))
    )

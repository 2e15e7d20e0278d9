"""What a pack prepares for the dialogue: agenda, decisions with their age, what is to be decided, and everybody's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from report_templates import wording_work as say
from report_templates.action_plan import ActionPlan, since_last
from report_templates.facts import Row, UnitFacts
from report_templates.goal_story import GoalStory
from report_templates.measure_panels import MeasurePanel
from report_templates.numbers_sv import MISSING, day_text, sentence
from transforms.plan import Text

MOST_TO_DECIDE = 5
_DOUBTFUL = 0.5
_KINDS = {
    "omvarldsanalys": "Omvärldsanalys",
    "nulagesanalys": "Nulägesanalys",
    "slutsats": "Slutsatser",
    "kommentar_ekonomi": "Ekonomens kommentar",
    "kommentar_hr": "HR:s kommentar",
    "kommentar_kvalitet": "Kvalitetsstödets kommentar",
}
QUESTIONS = (
    "Vad går bra, och varför?",
    "Vad går inte som vi vill, och varför?",
    "Vad av det kan vi påverka själva, och vad behöver vi hjälp med?",
    "Vad gör vi annorlunda fram till nästa dialog?",
)


@dataclass(frozen=True)
class AgendaItem:
    """An item of the agenda with its minutes."""

    minutes: int
    text: str


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """A matter of the decisions log as printed."""

    matter: str
    raised: str
    decision: str
    owner: str
    age: str
    is_open: bool


@dataclass(frozen=True)
class Words:
    """What somebody has written: heading, text in paragraphs, and by whom and when."""

    heading: str
    paragraphs: tuple[str, ...]
    written: str


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The dialogue as printed. ``questions`` are for writing on when nobody has written a nulägesanalys."""

    eyebrow: str
    when: str
    practical: tuple[str, ...]
    agenda: tuple[AgendaItem, ...]
    decisions: tuple[DecisionLine, ...]
    analyses: tuple[Words, ...]
    comments: tuple[Words, ...]
    questions: tuple[str, ...]


def meeting(facts: UnitFacts, as_of: date) -> Meeting:
    """Everything about the coming dialogue and the words written for it."""
    dialogue = facts.next_dialogue
    newest = _newest(facts.texts)
    analyses = tuple(_words(newest[kind]) for kind in ("nulagesanalys", "omvarldsanalys", "slutsats") if kind in newest)
    return Meeting(
        eyebrow=f"Nulägeskoll inför verksamhetsdialogen {day_text(dialogue['held_on'])}" if dialogue else "Nulägeskoll",
        when=sentence(day_text(dialogue["held_on"])) if dialogue else "",
        practical=_practical(dialogue),
        agenda=_agenda(dialogue["theme"], has_goal=bool(facts.goals)) if dialogue else (),
        decisions=_log(facts, as_of),
        analyses=analyses,
        comments=tuple(_words(newest[kind]) for kind in _KINDS if kind.startswith("kommentar") and kind in newest),
        questions=() if "nulagesanalys" in newest else QUESTIONS,
    )


def to_decide(facts: UnitFacts, goals: Sequence[GoalStory], plan: ActionPlan, panels: Sequence[MeasurePanel]) -> tuple[str, ...]:
    """What the meeting should decide: matters waiting first, then what the figures ask; five at most."""
    waiting = [row for row in facts.decisions if row["decided_on"] is None]
    asked = [say.open_matter(row["matter"], row["raised_on"], row["age_days"]) for row in waiting]
    late_titles = [line.title for line in plan.lines if line.order and line.tone == "concern"]
    asked += [say.decide_about_late(title) for title in late_titles]
    has_next_goal = any(goal.state not in {"reached", "missed"} for goal in goals)
    for goal in goals:
        if goal.state in {"reached", "missed"} and has_next_goal:
            continue
        if goal.state in {"reached", "missed"}:
            is_reached = goal.state == "reached"
            asked.append(say.decide_next_goal(is_ceiling=goal.is_ceiling) if is_reached else _after_missed(goal))
        elif goal.chance is not None and goal.chance < _DOUBTFUL:
            asked.append(say.decide_about_goal(goal.target_words, goal.kind, is_better_lower=goal.is_better_lower))
        elif goal.chance is None and goal.state == "behind":
            asked.append(say.decide_about_plan(goal.target_words))
    worse = sorted((panel for panel in panels if panel.judgement == "concern"), key=lambda panel: -panel.strength)
    if worse:
        asked.append(say.decide_about_concerns([panel.name for panel in worse]))
    asked += [panel.suggestion for panel in panels if panel.suggestion]
    return tuple(asked[:MOST_TO_DECIDE])


def _after_missed(goal: GoalStory) -> str:
    return say.decide_after_missed(goal.target_words, is_ceiling=goal.is_ceiling)


def _practical(dialogue: Row | None) -> tuple[str, ...]:
    if dialogue is None:
        return ()
    rows = (("Plats", dialogue["place"]), ("Deltar", dialogue["participants"]), ("Tema", dialogue["theme"]))
    return tuple(f"{what}: {text.strip()}" for what, text in rows if text and text.strip())


def _agenda(theme: str | None, *, has_goal: bool) -> tuple[AgendaItem, ...]:
    """Ninety minutes, the theme taking its time from the decisions."""
    decide = 35 if not theme else 20
    items = [
        AgendaItem(5, "Incheckning"),
        AgendaItem(10, "Beslut sedan sist, och ärenden som väntar"),
        AgendaItem(15, "Läget mot målet" if has_goal else "Läget i mätarna"),
        AgendaItem(20, "Ekonomi, HR och kvalitet kommenterar, frågor"),
        AgendaItem(decide, "Att besluta i dag"),
        AgendaItem(5, "Utcheckning"),
    ]
    if theme:
        items.insert(4, AgendaItem(15, f"Tema: {theme.strip()}"))
    return tuple(items)


def _log(facts: UnitFacts, as_of: date) -> tuple[DecisionLine, ...]:
    """Matters that wait, oldest first, then those decided since last."""
    since, _ = since_last(facts, as_of)
    waiting = [row for row in facts.decisions if row["decided_on"] is None]
    decided = [row for row in facts.decisions if row["decided_on"] is not None and row["decided_on"] >= since]
    return tuple(
        DecisionLine(
            matter=sentence(row["matter"]),
            raised=row["raised_on"].isoformat(),
            decision=f"{row['decided_on'].isoformat()}: {row['decision'] or 'beslutat'}"
            if row["decided_on"]
            else "väntar på beslut",
            owner=row["owner"] or MISSING,
            age=say.days(row["age_days"]),
            is_open=row["decided_on"] is None,
        )
        for row in [*waiting, *sorted(decided, key=lambda row: row["decided_on"], reverse=True)]
    )


def _newest(texts: Sequence[Text]) -> dict[str, Text]:
    return {text.kind: text for text in sorted(texts, key=lambda text: text.written_on)}


def _words(text: Text) -> Words:
    paragraphs = tuple(part.strip() for part in text.body.splitlines() if part.strip())
    return Words(_KINDS[text.kind], paragraphs, f"{sentence(text.author)}, {day_text(text.written_on)}")

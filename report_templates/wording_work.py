"""The sentences about activities, decisions, sources and what is missing."""

from __future__ import annotations

from datetime import date

from report_templates.numbers_sv import counted, day_and_month, day_text, in_words, listed, number, sentence

FEW_DECISIVE, MANY_DECISIVE = 3, 7
_NAMED = 2


def days(many: int) -> str:
    """``1 dag``, ``34 dagar``: in figures, to be compared at a glance."""
    return f"{number(many)} {'dag' if many == 1 else 'dagar'}"


def late_activity(title: str, days_late: int, due_on: date, as_of: date) -> str:
    """A decisive activity past its day."""
    return f"{sentence(title)} ligger {days(days_late)} efter sin tid ({_day(due_on, as_of)})."


def gives(contribution: str | None) -> str:
    """What a late activity was to give."""
    return f"Skulle ge: {_lower(contribution)}." if contribution and contribution.strip() else ""


def stops(waiting: list[str]) -> str:
    """What cannot go on before a late activity is done, at most two by name: ``Stoppar: andra jobbmässan och två till.``."""
    if not waiting:
        return ""
    named = [_lower(title) for title in waiting[:_NAMED]]
    more = len(waiting) - _NAMED
    return f"Stoppar: {listed([*named, *([f'{in_words(more)} till'] if more > 0 else [])])}."


def waits_for(titles: list[str]) -> str:
    """What an activity waits for, at most two by name: ``väntar på kartläggningen och en till``."""
    named = [_lower(title) for title in titles[:_NAMED]]
    more = len(titles) - _NAMED
    return f"väntar på {listed([*named, *([f'{in_words(more)} till'] if more > 0 else [])])}" if titles else ""


def coming_activity(title: str, due_on: date, as_of: date, *, latest_start_on: date | None = None) -> str:
    """A decisive activity under way or planned, so that its number in the drawing can be read.

    One that has not begun gives the latest day to begin, counted backwards.
    """
    due = _day(due_on, as_of)
    start = f", senaste start {_day(latest_start_on, as_of)}" if latest_start_on else ""
    return f"{sentence(title.strip().rstrip('.'))}: klart senast {due}{start}."


def at_risk_activity(title: str, latest_start_on: date, latest_finish_on: date, as_of: date) -> str:
    """A decisive activity that should have started to be done in time, for itself or for what waits for it."""
    return (
        f"{sentence(title)} har inte börjat. Senaste start var {_day(latest_start_on, as_of)} "
        f"för att hinna till {_day(latest_finish_on, as_of)}."
    )


def no_late_activities(decisive: int) -> str:
    """When nothing decisive is late, or there is nothing decisive to be late."""
    if decisive == 0:
        return "Planen har inga avgörande aktiviteter. Tre till sju brukar bära ett mål."
    if decisive == 1:
        return "Den avgörande aktiviteten är i tid."
    return f"Alla {in_words(decisive)} avgörande aktiviteter är i tid eller klara."


def too_many_decisive(decisive: int) -> str:
    """The remark when more activities are called decisive than can be."""
    return (
        f"{sentence(in_words(decisive))} aktiviteter är märkta avgörande. Tre till sju brukar gå att hålla."
        if decisive > MANY_DECISIVE
        else ""
    )


def activity_status(
    status: str, days_late: int, done_on: date | None, latest_start_on: date | None, waiting_for: list[str] | None = None
) -> str:
    """The status of an activity in the action plan's table; one not begun gives its latest start or what it waits for."""
    match status:
        case "done" if done_on:
            after = f", {days(days_late)} för sent" if days_late else ""
            return f"klart {done_on.isoformat()}{after}"
        case "late":
            return f"{days(days_late)} efter sin tid"
        case "at_risk" if latest_start_on:
            return f"borde ha börjat {latest_start_on.isoformat()}"
        case "ongoing":
            return "pågår"
        case _ if waiting_for:
            return waits_for(waiting_for)
        case _:
            return f"planeras, senaste start {latest_start_on.isoformat()}" if latest_start_on else "planeras"


def done_since(many: int, since: date | None, as_of: date) -> str:
    """What has been done since the last dialogue; progress is told first."""
    last = f"sedan dialogen {day_text(since)}" if since else f"de senaste tre månaderna, till och med {day_and_month(as_of)}"
    if many == 0:
        return f"Ingen aktivitet har blivit klar {last}."
    return f"{sentence(counted(many, 'aktiviteter'))} har blivit {'klara' if many > 1 else 'klar'} {last}."


def open_matter(matter: str, raised_on: date, age_days: int) -> str:
    """A matter raised and not decided, with its age."""
    waited = f"väckt {day_and_month(raised_on)} {raised_on.year}, {days(age_days)} utan beslut"
    return f"{_stop(sentence(matter))} ({waited})"


def decide_about_late(title: str) -> str:
    """What a late decisive activity asks the meeting to decide."""
    return f"{sentence(title)}: ska den få hjälp, nytt datum eller ersättas?"


def decide_about_goal(target: str, kind: str = "cumulative", *, is_better_lower: bool = False) -> str:
    """What a goal that will hardly be reached, or a ceiling that will hardly be kept, asks the meeting to decide."""
    match kind, is_better_lower:
        case "stock", _:
            return decide_about_plan(target)
        case "share", _:
            lever = "sänker andelen" if is_better_lower else "höjer andelen"
        case _:
            lever = "dämpar takten" if is_better_lower else "höjer takten"
    return f"Målet {target}: vad {lever}, eller ska planen göras om?"


def decide_about_plan(target: str) -> str:
    """What a level that is behind its plan asks the meeting to decide."""
    return f"Målet {target}: vad tar oss tillbaka till planen, eller ska planen göras om?"


def decide_about_concerns(names: list[str]) -> str:
    """What deteriorations, the strongest first, ask the meeting to decide."""
    more = len(names) - 1
    others = f" och {in_words(more)} {'annan mätare' if more == 1 else 'andra mätare'}" if more else ""
    return f"{sentence(names[0])}{others} har försämrats: vad beror det på, och vem tar reda på det?"


def decide_next_goal(*, is_ceiling: bool = False) -> str:
    """What a reached goal, or a ceiling that was kept, asks the meeting to decide."""
    return f"Målet {'hölls' if is_ceiling else 'är nått'}: vilket blir nästa mål?"


def nothing_to_decide() -> str:
    """When no matter waits and nothing asks for a decision."""
    return "Inget ärende väntar på beslut, och inget i siffrorna kräver ett."


def freshness(sources: list[tuple[str, date, int]]) -> str:
    """How old the sources are, newest first: ``Inläst i dag: Kolada. Inläst 30 september 2026, 5 dagar sedan: Ekonomi.``.

    When all came the same day it is said once, and the sources are left to the last pages: ``Allt inläst 5 oktober 2026 (i dag).``.
    """
    by_day: dict[tuple[int, date], list[str]] = {}
    for name, landed_on, age_days in sources:
        by_day.setdefault((age_days, landed_on), []).append(name)
    if len(by_day) == 1 and len(sources) > 1:
        [(age_days, landed_on)] = by_day
        return f"Allt inläst {day_text(landed_on)} ({'i dag' if age_days == 0 else f'{days(age_days)} sedan'})."
    parts = []
    for (age_days, landed_on), names in sorted(by_day.items(), key=lambda item: item[0][0]):
        when = "i dag" if age_days == 0 else f"{day_text(landed_on)}, {days(age_days)} sedan"
        parts.append(f"Inläst {when}: {listed(names)}.")
    return " ".join(parts) or "Inga källor är inlästa ännu."


def more_late(many: int, shown: int) -> str:
    """That (further) activities are late than page one has room for."""
    if not many:
        return ""
    return sentence(f"{'ytterligare ' if shown else ''}{in_words(many)} behöver uppmärksamhet; se handlingsplanen.")


def more_to_decide(many: int, shown: int) -> str:
    """That (further) matters wait than page one has room for."""
    if not many:
        return ""
    what = "en fråga" if many == 1 else f"{in_words(many)} frågor"
    return sentence(f"{'ytterligare ' if shown else ''}{what} att besluta; se beslutsloggen och handlingsplanen.")


def rows_loaded(loaded: int | None, quarantined: int | None) -> str:
    """How much of a delivery could be read."""
    if loaded is None:
        return "–"
    rows = f"{number(loaded)} {'rad läst' if loaded == 1 else 'rader lästa'}"
    if not quarantined:
        return f"{rows}, ingen i karantän"
    return f"{rows}, {number(quarantined)} i karantän"


def _day(on: date, as_of: date) -> str:
    """The day, with its year when that is another than this."""
    return day_and_month(on) if on.year == as_of.year else day_text(on)


def _lower(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _stop(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


def decide_after_missed(target: str, *, is_ceiling: bool = False) -> str:
    """What a goal whose time is up, or a ceiling gone through, asks the meeting to decide."""
    return f"Målet {target} {'hölls' if is_ceiling else 'nåddes'} inte: vad lärde vi oss, och vilket blir nästa mål?"


def quarantine_words() -> str:
    """What it means that rows are in quarantine."""
    return "Rader i karantän går inte att tolka. De räknas inte med förrän de rättats i källan."


def rows_figure(rows: int) -> str:
    """A number of rows; none is *ingen*, as in the sentence it stands in."""
    return number(rows) if rows else "ingen"

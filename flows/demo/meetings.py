"""The demo's dialogues this month and before the summer, and what was raised in them."""

from __future__ import annotations

from datetime import date
from typing import Final

from flows.demo import organisation as at
from transforms.plan import Decision, Dialogue

_SUPPORT: Final = "ekonom, HR-partner, kvalitetsutvecklare"
_OCTOBER: Final = {
    at.ARBETE: 14, at.CENTRUM: 15, at.NORR: 15, at.UNGDOM: 16, at.SAMORDNING: 19,
    at.FORSORJNING: 20, at.MOTTAGNING: 20, at.OST: 21, at.VAST: 21, at.UNGA: 22, at.LANGVARIGT: 23,
    at.BOENDE: 26, at.BOSOCIALA: 27, at.TILLFALLIGT: 28, at.VRAKNING: 29,
}  # fmt: skip
"""Unit → the day in October 2026."""
_THEMES: Final = {
    at.VAST: "Hur vi klarar hösten med två vakanser",
    at.OST: "Vad de andra kan lära av vårt arbetssätt",
    at.ARBETE: "Vad som krävs för att nå 450",
    at.TILLFALLIGT: "Barnfamiljerna",
}
LAST_DIALOGUES: Final = date(2026, 6, 10)
"""The round before the summer."""


def dialogues() -> tuple[Dialogue, ...]:
    """Two rounds: before the summer and this month, every unit and process in both."""
    titles = {unit.unit_id: unit.manager_title or "chef" for unit in at.UNITS}
    parents = {unit.unit_id: unit.parent_unit_id or "" for unit in at.UNITS}
    return tuple(
        Dialogue(
            unit_id=unit_id,
            held_on=held_on,
            participants=f"{titles[unit_id]}, {titles[parents[unit_id]]}, {_SUPPORT}",
            theme=_THEMES.get(unit_id) if held_on > LAST_DIALOGUES else None,
            place="Stadshuset, rum 214" if parents[unit_id] == at.BOARD else None,
        )
        for unit_id, day in _OCTOBER.items()
        for held_on in (LAST_DIALOGUES, date(2026, 10, day))
    )


_WAITS: Final = ("", "", "")


def _raised(number: int, unit_id: str, raised_on: str, matter: str, then: tuple[str, str, str] = _WAITS) -> Decision:
    """``then``: the day it was decided, what was decided, and the role that owns it."""
    decided_on, decision, owner = then
    return Decision(
        decision_id=f"fraga-{number}",
        unit_id=unit_id,
        matter=matter,
        raised_on=date.fromisoformat(raised_on),
        decided_on=date.fromisoformat(decided_on) if decided_on else None,
        decision=decision or None,
        owner=owner or None,
    )


DECISIONS: Final[tuple[Decision, ...]] = (
    _raised(1, at.ARBETE, "2026-06-10", "Ska praktikplatserna tas fram av en gemensam arbetsgivarsamordnare?"),
    _raised(2, at.ARBETE, "2026-09-02", "Ska matchningsmötet även ha med försörjningsstöd?"),
    _raised(
        3, at.ARBETE, "2026-03-18", "Ska enheterna ha egna mål under 450?",
        ("2026-03-25", "Ja. Varje enhet sätter ett eget mål och summan ska vara 450.", "verksamhetschef arbetsmarknad"),
    ),
    _raised(4, at.VAST, "2026-06-10", "Får enheten ta in två vikarier tills tjänsterna är tillsatta?"),
    _raised(5, at.VAST, "2026-09-08", "Ska nya ansökningar från centrum gå till öst till årets slut?"),
    _raised(
        6, at.OST, "2026-06-10", "Ska den dagliga tavlan bli fast arbetssätt?",
        ("2026-08-26", "Ja, och den beskrivs så att andra enheter kan pröva den.", "enhetschef utredning öst"),
    ),
    _raised(
        7, at.UNGA, "2026-06-10", "Ska årets mål planeras om efter den svaga våren?",
        ("2026-06-16", "Ja. 210 i stället för 240, med delmål som lägger mer på hösten.", "enhetschef unga vuxna"),
    ),
    _raised(8, at.UNGA, "2026-09-03", "Ska studievägledaren bli kvar efter årsskiftet?"),
    _raised(9, at.LANGVARIGT, "2026-06-10", "Vilket mål ska enheten ha för nästa år?"),
    _raised(10, at.TILLFALLIGT, "2026-06-10", "Vilka sex hotellplatser ska sägas upp?"),
    _raised(
        11, at.BOSOCIALA, "2026-09-15", "Ska nästa års mål vara 96 hushåll?",
        ("2026-09-24", "Ja, med samma fördelning över året som de tre senaste åren.", "enhetschef bosociala"),
    ),
    _raised(12, at.MOTTAGNING, "2026-09-10", "Ska mottagningen ha öppet till klockan 18 även på fredagar?"),
    _raised(
        13, at.FORSORJNING, "2026-06-10", "Ska alla enheter räkna tid till beslut i kalenderdagar?",
        ("2026-08-19", "Ja. Den som väntar räknar även helgen.", "verksamhetschef försörjningsstöd"),
    ),
    _raised(14, at.BOENDE, "2026-09-16", "Ska boendestödet gälla även andrahandskontrakt?"),
    _raised(15, at.NORR, "2026-08-31", "Vem betalar resorna till industriområdet?"),
)  # fmt: skip

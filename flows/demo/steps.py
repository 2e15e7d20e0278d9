"""The demo's action plans: a few decisive activities a goal, one of them late, one at risk, some done since the last dialogue."""

from __future__ import annotations

from datetime import date
from typing import Final

from flows.demo import organisation as at
from flows.demo.goals import INTO_WORK
from transforms.plan import Activity

LATE_ACTIVITY: Final = "a-arbete-2"
"""Due on 3 August 2026 and not done: two months late on the as-of day."""
AT_RISK_ACTIVITY: Final = "a-tillf-3"
"""Should have started on 21 September 2026 to be done in time, and is planned to start later."""
_WAITS_FOR: Final = {
    "a-norr-2": ("a-norr-1",),
    "a-samordning-3": (LATE_ACTIVITY, "a-samordning-1"),
    "a-mott-3": ("a-mott-1", "a-fors-1"),
    "a-boende-3": ("a-boende-1",),
    AT_RISK_ACTIVITY: ("a-tillf-1", "a-tillf-2"),
}
"""What must be done first: a second group after the first, supervisors trained once employers have signed, and so on."""


def _steps(
    prefix: str, unit_id: str, goal_id: str | None, owner: str, *steps: tuple[str, str, str, str, int, str], decisive: bool = True
) -> tuple[Activity, ...]:
    """Activities of one goal; a step is title, start, due, done ('' while not done), duration in days, and what it gives."""
    return tuple(
        Activity(
            activity_id=f"a-{prefix}-{number}",
            unit_id=unit_id,
            goal_id=goal_id,
            title=title,
            owner=owner,
            is_decisive=decisive,
            starts_on=date.fromisoformat(starts) if starts else None,
            due_on=date.fromisoformat(due),
            done_on=date.fromisoformat(done) if done else None,
            duration_days=days,
            contribution=contribution or None,
            depends_on=_WAITS_FOR.get(f"a-{prefix}-{number}", ()),
        )
        for number, (title, starts, due, done, days, contribution) in enumerate(steps, start=1)
    )


ACTIVITIES: Final[tuple[Activity, ...]] = (
    *_steps(
        "arbete", at.ARBETE, INTO_WORK, "verksamhetschef arbetsmarknad",
        ("Gemensam matchning varje tisdag för alla fyra enheter", "2026-04-07", "2026-05-05", "2026-04-28", 28,
         "Omkring 5 fler i arbete i månaden"),
        ("Avtal om praktikplatser med tio arbetsgivare", "2026-05-11", "2026-08-03", "", 84,
         "Omkring 40 anställningar på tolv månader"),
        ("Jobbmässa med tjugo arbetsgivare", "2026-08-17", "2026-09-23", "2026-09-23", 37, "Omkring 25 anställningar"),
        ("Språkstöd på arbetsplatsen för dem som börjat", "2026-09-14", "2026-11-30", "", 77,
         "Färre som avbryter de första tre månaderna"),
    ),
    *_steps(
        "centrum", at.CENTRUM, "i-arbete-centrum", "enhetschef Jobbtorg Centrum",
        ("Coacher ute hos arbetsgivare två dagar i veckan", "2026-04-13", "2026-06-01", "2026-05-25", 49,
         "2 fler i arbete i månaden"),
        ("Cv-verkstad öppen varje dag", "2026-08-10", "2026-09-14", "2026-09-11", 35, ""),
        ("Uppföljningssamtal efter en, tre och sex månader", "2026-09-21", "2026-12-15", "", 85, "Fler behåller jobbet"),
    ),
    *_steps(
        "norr", at.NORR, "i-arbete-norr", "enhetschef Jobbtorg Norr",
        ("Industriutbildning med lärcentrum, första gruppen", "2026-05-04", "2026-09-30", "2026-09-29", 140,
         "12 anställningar under hösten"),
        ("Andra gruppen på industriutbildningen", "2026-10-19", "2027-02-26", "", 120, "12 anställningar under våren"),
        ("Samåkning till industriområdet", "2026-10-12", "2026-11-16", "", 30, "Fler kan ta skiftarbete"),
    ),
    *_steps(
        "ungdom", at.UNGDOM, "i-arbete-ungdom", "enhetschef Ungdomslotsen",
        ("Sommarjobb som leder vidare: 30 platser", "2026-04-20", "2026-06-15", "2026-06-12", 56, "8 anställningar efter sommaren"),
        ("Uppsökande samtal med alla under 20 utan sysselsättning", "2026-08-24", "2026-10-30", "", 60, "15 nya deltagare"),
        ("Körkortslån i samarbete med folkhögskolan", "2026-10-26", "2026-12-18", "", 50, ""),
    ),
    *_steps(
        "samordning", at.SAMORDNING, "i-arbete-samordning", "samordningschef",
        ("Plan för vad som händer efter anställningen, för var och en", "2026-04-20", "2026-06-30", "2026-06-26", 71,
         "Fler går vidare till vanligt arbete"),
        ("Tio nya platser i tekniska förvaltningen", "2026-09-01", "2026-11-02", "", 60, "6 anställningar i vår"),
        ("Handledarutbildning för arbetsledare", "2026-10-19", "2026-12-04", "", 40, ""),
    ),
    *_steps(
        "fors", at.FORSORJNING, "beslut-14-dagar", "verksamhetschef försörjningsstöd",
        ("Ett gemensamt sätt att utreda återansökningar", "2026-01-12", "2026-03-31", "2026-03-27", 78,
         "Två dagar kortare tid till beslut"),
        ("Öst lär ut sitt arbetssätt till de andra enheterna", "2026-08-24", "2026-10-30", "", 60,
         "Tre dagar kortare tid till beslut"),
        ("Vikariepool för sommar och långa sjukskrivningar", "2026-09-07", "2026-12-01", "", 84, "Inga köer vid vakanser"),
    ),
    *_steps(
        "mott", at.MOTTAGNING, "beslut-48-timmar", "enhetschef mottagning",
        ("E-tjänsten frågar bara efter det som behövs för beslutet", "2026-04-13", "2026-06-22", "2026-06-18", 70,
         "Färre kompletteringar"),
        ("En beslutsfattare på plats till klockan 18", "2026-08-31", "2026-10-16", "", 46, "10 procentenheter fler inom 48 timmar"),
        ("Automatiskt beslut om återansökan utan ändrade uppgifter", "2026-11-02", "2027-01-29", "", 80,
         "15 procentenheter fler inom 48 timmar"),
    ),
    *_steps(
        "ost", at.OST, "sju-dagar-ost", "enhetschef utredning öst",
        ("Första samtal samma vecka som ansökan kommer in", "2026-03-16", "2026-04-13", "2026-04-07", 28, "Tre dagar kortare tid"),
        ("Daglig tavla i stället för veckomöte", "2026-03-23", "2026-04-20", "2026-04-20", 28, "Två dagar kortare tid"),
        ("Beskriv arbetssättet så att andra kan pröva det", "2026-06-08", "2026-09-18", "2026-09-16", 90, ""),
    ),
    *_steps(
        "vast", at.VAST, "beslut-14-dagar-vast", "enhetschef utredning väst",
        ("Rekrytera två handläggare", "2026-06-15", "2026-10-23", "", 120, "Tillbaka på sju handläggare"),
        ("Låna en handläggare från öst till årets slut", "2026-09-21", "2026-10-12", "", 21, "15 beslut i veckan"),
        ("Gå igenom alla ärenden äldre än 14 dagar", "2026-09-14", "2026-10-09", "", 25, "Kön borta"),
    ),
    *_steps(
        "unga", at.UNGA, "egen-forsorjning-unga", "enhetschef unga vuxna",
        ("Studievägledare med vid första mötet", "2026-02-02", "2026-03-16", "2026-03-12", 42, "5 fler till studier i terminen"),
        ("Jobbgaranti: coach inom en vecka", "2026-08-17", "2026-09-30", "2026-09-28", 44, "3 fler i månaden"),
        ("Gemensamma möten med Ungdomslotsen", "2026-09-28", "2026-11-13", "", 46, ""),
    ),
    *_steps(
        "boende", at.BOENDE, "eget-boende-150", "verksamhetschef boende",
        ("Avtal om förturslägenheter med två hyresvärdar", "2026-01-19", "2026-04-30", "2026-05-11", 100, "24 lägenheter om året"),
        ("Boendestöd de första sex månaderna", "2026-08-31", "2026-11-27", "", 88, "Fler behåller kontraktet"),
        ("Gemensam kö för bosociala kontrakt", "2026-10-05", "2026-12-11", "", 60, ""),
    ),
    *_steps(
        "boso", at.BOSOCIALA, "eget-boende-2027", "enhetschef bosociala",
        ("Hyresgästskola före inflyttning", "2026-10-12", "2026-12-11", "", 55, "Färre skulder det första året"),
        ("Besök hos alla med andrahandskontrakt", "2026-10-19", "2027-02-26", "", 120, "20 kontrakt som kan bli egna"),
        ("Samtal med de fem största hyresvärdarna", "2026-11-02", "2027-01-15", "", 70, "10 lägenheter"),
    ),
    *_steps(
        "tillf", at.TILLFALLIGT, "tillfalligt-45", "enhetschef tillfälligt boende",
        ("Plan för vidare boende inom två veckor för varje hushåll", "2026-04-13", "2026-06-08", "2026-06-05", 56,
         "6 färre hushåll"),
        ("Barnfamiljer först till egna kontrakt", "2026-08-17", "2026-09-25", "2026-09-24", 39, "5 färre hushåll"),
        ("Säg upp sex hotellplatser", "2026-10-12", "2026-11-30", "", 70, "6 färre hushåll"),
    ),
    *_steps(
        "vrak", at.VRAKNING, "svar-i-tid", "gruppledare vräkningsförebyggande",
        ("Hyresvärdar varslar genom e-tjänsten", "2026-03-02", "2026-05-29", "2026-05-28", 88, "Två dagar tidigare kännedom"),
        ("Jour för varsel på fredagar", "2026-09-07", "2026-10-30", "", 50, "Fler nås före helgen"),
        ("Budgetrådgivare med på hembesöken", "2026-10-26", "2026-12-18", "", 50, ""),
    ),
    *_steps(
        "lang", at.LANGVARIGT, None, "enhetschef långvarigt stöd",
        ("Kartläggning av alla som haft stöd i mer än tre år", "2026-08-31", "2026-11-20", "", 80, "Underlag för ett mål"),
        ("Läkarutlåtanden gås igenom med vårdcentralen", "2026-09-14", "2026-12-04", "", 80, ""),
        decisive=False,
    ),
)  # fmt: skip

"""What managers and support functions have written before the dialogues: something for some units, nothing yet for others."""

from __future__ import annotations

from datetime import date
from typing import Final

from flows.demo import organisation as at
from transforms.plan import Text, TextKind


def _wrote(unit_id: str, kind: TextKind, day: int, author: str, *paragraphs: str) -> Text:
    return Text(unit_id=unit_id, kind=kind, written_on=date(2026, 9, day), author=author, body="\n\n".join(paragraphs))


TEXTS: Final[tuple[Text, ...]] = (
    _wrote(
        at.ARBETE,
        "nulagesanalys",
        30,
        "verksamhetschef arbetsmarknad",
        "Sommaren gick bättre än vi trodde: juli gav 40 i arbete. Augusti blev svagare eftersom avtalen om praktikplatser "
        "inte var på plats. Vi ligger efter planen, men inte så långt att målet är utom räckhåll.",
        "Det som skulle ge mest i höst är praktikplatserna. Tre arbetsgivare har sagt ja, sju samtal återstår.",
    ),
    _wrote(
        at.ARBETE,
        "omvarldsanalys",
        24,
        "verksamhetschef arbetsmarknad",
        "Industrin i norra kommundelen anställer. Handeln drar ner på visstid. "
        "Staten har aviserat lägre anställningsstöd från årsskiftet.",
    ),
    _wrote(
        at.ARBETE,
        "slutsats",
        30,
        "verksamhetschef arbetsmarknad",
        "Vi behåller målet 450 och lägger all kraft på praktikplatserna till och med november.",
    ),
    _wrote(
        at.ARBETE,
        "kommentar_ekonomi",
        28,
        "ekonom",
        "Processen håller budget. Avtalen om praktikplatser ryms i årets ram om de tecknas före december.",
    ),
    _wrote(
        at.ARBETE,
        "kommentar_hr",
        28,
        "HR-partner",
        "Sjukfrånvaron följer årstiden. Två coacher går i pension i vår och bör ersättas nu.",
    ),
    _wrote(
        at.CENTRUM,
        "nulagesanalys",
        29,
        "enhetschef Jobbtorg Centrum",
        "Att coacherna är ute hos arbetsgivarna har gett resultat. Nu gäller det att de som har börjat stannar kvar.",
    ),
    _wrote(
        at.OST,
        "nulagesanalys",
        28,
        "enhetschef utredning öst",
        "Sedan april träffar vi den sökande samma vecka. Tiden till beslut har gått från tolv till sju dagar. "
        "Vi tror att det är det första samtalet som gör skillnaden, tavlan gör att det håller.",
    ),
    _wrote(
        at.OST,
        "kommentar_kvalitet",
        25,
        "kvalitetsutvecklare",
        "Kortare tid har inte gett fler överklaganden. Arbetssättet är värt att pröva i fler enheter.",
    ),
    _wrote(
        at.VAST,
        "nulagesanalys",
        30,
        "enhetschef utredning väst",
        "Två tjänster är tomma sedan i juni. De fem som är kvar hinner inte, och de äldsta ärendena blir äldre. "
        "Vi prioriterar akuta ansökningar och barnfamiljer.",
    ),
    _wrote(
        at.VAST,
        "kommentar_hr",
        29,
        "HR-partner",
        "Annonsen har gått ut två gånger. Fyra sökande kallas till intervju i oktober. Belastningen märks i medarbetarsamtalen.",
    ),
    _wrote(
        at.VAST, "kommentar_ekonomi", 28, "ekonom", "Vakanserna ger lägre lönekostnad. Det finns utrymme för två vikarier året ut."
    ),
    _wrote(
        at.FORSORJNING,
        "nulagesanalys",
        30,
        "verksamhetschef försörjningsstöd",
        "Processen som helhet döljer två rörelser åt var sitt håll: öst har blivit snabbare, väst långsammare.",
    ),
    _wrote(
        at.FORSORJNING, "kommentar_ekonomi", 28, "ekonom", "Utbetalt stöd ligger nära budget. Det är få men dyra hushåll som avgör."
    ),
    _wrote(
        at.TILLFALLIGT,
        "nulagesanalys",
        29,
        "enhetschef tillfälligt boende",
        "Antalet hushåll går åt rätt håll men långsammare än planen. Hotellplatserna kostar mest och står för hela underskottet.",
    ),
    _wrote(
        at.TILLFALLIGT,
        "kommentar_ekonomi",
        28,
        "ekonom",
        "Enheten kostar omkring 95 tkr mer än budget varje månad. Sex hotellplatser mindre skulle räcka.",
    ),
    _wrote(
        at.BOENDE,
        "nulagesanalys",
        30,
        "verksamhetschef boende",
        "Förturslägenheterna kom igång i maj och håller planen för eget boende. Bosociala enheten har nått sitt mål.",
    ),
)
"""Unga vuxna, Jobbtorg Norr and some others have written nothing yet: their packs ask for it."""

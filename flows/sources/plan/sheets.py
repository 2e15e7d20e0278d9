"""The sheets of the plan workbook, in Swedish as the managers see them. Each column fills one field of `transforms.plan`.

The first column of every sheet is an id, and no id can begin with ``Exempel:``: such a row is never data.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.sources.plan.columns import Sheet, choice, day, email, ident, ids, month, number, role, text, whole, yes_no
from transforms import plan

UNIT_NAME_LENGTH = 80

_LEVELS: Mapping[str, str] = {"enhet": "unit", "process": "process", "nämnd": "board"}
_GOAL_KINDS: Mapping[str, str] = {"kumulativt": "cumulative", "andel": "share", "beståndsmål": "stock"}
_SHAPES: Mapping[str, str] = {"jämn": "even", "säsong": "season", "delmål": "milestones"}
_TEXT_KINDS: Mapping[str, str] = {
    "omvärldsanalys": "omvarldsanalys",
    "nulägesanalys": "nulagesanalys",
    "slutsats": "slutsats",
    "kommentar från ekonomi": "kommentar_ekonomi",
    "kommentar från HR": "kommentar_hr",
    "kommentar från kvalitet": "kommentar_kvalitet",
}
_ID = "Ett kort id som aldrig ändras: bokstäver, siffror, bindestreck och understreck."
_ROLE = "Skriv en roll, inte ett namn, till exempel enhetschef: uppgiften trycks och sparas."

UNITS = Sheet(
    name="Enheter",
    part="units",
    record=plan.Unit,
    help="En rad per enhet, process och nämnd. Varje enhet hör till en process, varje process till en nämnd.",
    unique=(("unit_id",),),
    columns=(
        ident("Enhets-id", "unit_id", f"{_ID} Det blir en del av filnamnet.", "mottagning"),
        text("Namn", "unit_name", f"Namnet som trycks, högst {UNIT_NAME_LENGTH} tecken.", "Mottagningen", longest=UNIT_NAME_LENGTH),
        choice("Nivå", "level", "enhet, process eller nämnd.", "enhet", choices=_LEVELS),
        ident(
            "Hör till",
            "parent_unit_id",
            "Id för processen som enheten hör till, eller nämnden som processen hör till. Tomt för en nämnd.",
            "forsorjning",
            null=True,
            refers_to="unit",
        ),
        role("Chefens titel", "manager_title", _ROLE, "Enhetschef", null=True),
        email("E-post", "email", "Enhetens adress. Underlaget skickas bara dit.", "mottagning@kommunen.example", null=True),
    ),
)

CHOSEN_MEASURES = Sheet(
    name="Mätare per enhet",
    part="chosen_measures",
    record=plan.ChosenMeasure,
    help="Här väljer chefen vad nulägeskollen ska visa. Högst tolv mätare per enhet hinner ni med på ett möte.",
    unique=(("unit_id", "measure_id"), ("unit_id", "position")),
    columns=(
        ident("Enhet", "unit_id", "Enhetens id från bladet Enheter.", "mottagning", refers_to="unit"),
        ident("Mätare", "measure_id", "Mätarens id. De som finns står på bladet Listor.", "i_arbete", refers_to="measure"),
        whole("Ordning", "position", "1 trycks först, 2 därefter och så vidare.", "1"),
    ),
)

GOALS = Sheet(
    name="Mål",
    part="goals",
    record=plan.Goal,
    help="Ett mål är ett tal vid ett datum, med en ägare. Ändra inte raden när ni planerar om: lägg till en ny med högre version.",
    unique=(("goal_id", "version"),),
    columns=(
        ident("Mål-id", "goal_id", _ID, "i-arbete-2026"),
        whole("Version", "version", "1 för den första planen, 2 när ni planerar om. Den högsta gäller, de andra sparas.", "1"),
        ident("Enhet", "unit_id", "Enheten som har åtagit sig målet.", "mottagning", refers_to="unit"),
        ident(
            "Mätare",
            "measure_id",
            "Mätaren som visar hur det går.",
            "i_arbete",
            refers_to="measure",
            missing="utan mätare har målet ingen enhet att räkna i",
        ),
        text("Målet i ord", "title", "En mening som alla förstår.", "450 personer i arbete på tolv månader"),
        choice(
            "Slag",
            "kind",
            "kumulativt: en summa till ett datum. andel: procent av en grupp. beståndsmål: en nivå ett visst datum.",
            "kumulativt",
            choices=_GOAL_KINDS,
        ),
        number(
            "Måltal", "target", "Talet som ska nås, i mätarens enhet.", "450", missing="ett mål utan tal går inte att följa upp"
        ),
        month(
            "Första månad",
            "first_month",
            "Planens första månad, som 2026-04.",
            "2026-04",
            missing="utan första månad går det inte att räkna baklänges från målet",
        ),
        month(
            "Sista månad",
            "last_month",
            "Månaden då målet ska vara nått, som 2027-03.",
            "2027-03",
            missing="ett mål utan slutdatum går inte att bakåtplanera",
        ),
        choice(
            "Fördelning",
            "shape",
            "jämn: lika mycket varje månad. säsong: som tidigare år. delmål: efter bladet Delmål.",
            "jämn",
            choices=_SHAPES,
        ),
        role("Ägare", "owner", _ROLE, "Enhetschef", missing="ett mål utan ägare blir ingens"),
        day("Beslutat den", "decided_on", "Dagen då målet beslutades.", "2026-03-12"),
        text("Nytta", "benefit", "Vad målet är bra för, och för vem.", "Fler försörjer sig själva", null=True),
        number("Startvärde", "start_value", "Nivån när planen börjar. Behövs för andel och beståndsmål.", null=True),
    ),
)

MILESTONES = Sheet(
    name="Delmål",
    part="milestones",
    record=plan.Milestone,
    help="För mål med fördelningen delmål: hur långt ni ska ha kommit sammanlagt när månaden är slut.",
    unique=(("goal_id", "version", "month"),),
    columns=(
        ident("Mål", "goal_id", "Målets id från bladet Mål.", "i-arbete-2026", refers_to="goal"),
        whole("Version", "version", "Vilken version av målet.", "1"),
        month("Månad", "month", "En av planens månader, som 2026-09.", "2026-09"),
        number("Sammanlagt", "cumulative", "Vad som ska vara nått sammanlagt, inte månadens eget tal.", "225"),
    ),
)

ACTIVITIES = Sheet(
    name="Aktiviteter",
    part="activities",
    record=plan.Activity,
    help="Handlingsplanens steg. Tre till sju avgörande aktiviteter per mål är lagom.",
    unique=(("activity_id",),),
    columns=(
        ident("Aktivitets-id", "activity_id", _ID, "jobbmassa"),
        ident("Enhet", "unit_id", "Enheten som gör den.", "mottagning", refers_to="unit"),
        ident("Mål", "goal_id", "Målet som aktiviteten bidrar till.", "i-arbete-2026", null=True, refers_to="goal"),
        text("Aktivitet", "title", "Vad som ska göras.", "Jobbmässa med tjugo arbetsgivare"),
        role("Ägare", "owner", _ROLE, "Arbetsmarknadssekreterare"),
        yes_no("Avgörande", "is_decisive", "ja om målet inte nås utan den. En sen avgörande aktivitet visas på sidan ett.", "ja"),
        day("Klar senast", "due_on", "Dagen då den ska vara klar.", "2026-05-31"),
        day("Börjar", "starts_on", "Dagen då den ska börja.", "2026-04-20", null=True),
        day("Klar den", "done_on", "Fyll i dagen när den är gjord.", null=True),
        whole("Dagar det tar", "duration_days", "Hur många kalenderdagar den tar. Ger senaste startdag.", "30", null=True),
        text("Bidrag", "contribution", "Vad den väntas ge.", "Omkring 40 anställningar", null=True),
        ids(
            "Beror på",
            "depends_on",
            "Id för de aktiviteter som måste vara klara innan den kan börja, med komma emellan.",
            "lokalbokning, inbjudan",
            refers_to="activity",
            came_later=True,
        ),
    ),
)

DIALOGUES = Sheet(
    name="Dialoger",
    part="dialogues",
    record=plan.Dialogue,
    help="Planerade verksamhetsdialoger. Underlaget görs klart några arbetsdagar före.",
    unique=(("unit_id", "held_on"),),
    columns=(
        ident("Enhet", "unit_id", "Enheten som dialogen gäller.", "mottagning", refers_to="unit"),
        day("Datum", "held_on", "Dagen för dialogen.", "2026-10-14"),
        text("Deltagare", "participants", "Roller, inte namn.", "Chef, ekonom, HR-partner", null=True),
        text("Tema", "theme", "Om dialogen har ett tema.", "Väntetider", null=True, wide=28),
        text("Plats", "place", "Var ni ses.", "Rum 214", null=True, wide=20),
    ),
)

DECISIONS = Sheet(
    name="Beslut",
    part="decisions",
    record=plan.Decision,
    help="Frågor som har väckts i dialogerna. De som väntar på beslut kommer först på nästa dagordning.",
    unique=(("decision_id",),),
    columns=(
        ident("Fråge-id", "decision_id", _ID, "fraga-7"),
        ident("Enhet", "unit_id", "Enheten som frågan gäller.", "mottagning", refers_to="unit"),
        text("Fråga", "matter", "Vad som ska beslutas.", "Ska vi ha öppet en kväll i veckan?"),
        day("Väckt den", "raised_on", "Dagen då frågan väcktes.", "2026-06-10"),
        day("Beslutad den", "decided_on", "Tomt så länge frågan väntar.", null=True),
        text("Beslut", "decision", "Vad ni beslutade.", null=True),
        role("Ansvarig", "owner", _ROLE, "Enhetschef", null=True),
    ),
)

TEXTS = Sheet(
    name="Texter",
    part="texts",
    record=plan.Text,
    help="Chefens och stödfunktionernas egna ord, till nulägeskollen och nulägeskartan.",
    columns=(
        ident("Enhet", "unit_id", "Enheten som texten gäller.", "mottagning", refers_to="unit"),
        choice("Slag", "kind", "Var texten hör hemma.", "nulägesanalys", choices=_TEXT_KINDS, wide=26),
        day("Skriven den", "written_on", "Dagen då texten skrevs.", "2026-10-01"),
        role("Författare", "author", _ROLE, "Enhetschef"),
        text(
            "Text",
            "body",
            "Skriv inget om enskilda personer. Alt+Enter ger ny rad.",
            "Inflödet har ökat sedan i våras, men handläggningstiden håller.",
            wide=90,
        ),
    ),
)

BASELINES = Sheet(
    name="Utgångsvärden",
    part="baselines",
    record=plan.BaselineDecision,
    help="Beslutade utgångsvärden: månaderna som förändringen ska jämföras med. Frys dem innan förändringen börjar.",
    unique=(("measure_id", "unit_id", "from_month"),),
    columns=(
        ident("Mätare", "measure_id", "Mätaren som utgångsvärdet gäller.", "i_arbete", refers_to="measure"),
        ident("Enhet", "unit_id", "Enheten som utgångsvärdet gäller.", "mottagning", refers_to="unit"),
        month("Från månad", "from_month", "Första månaden, som 2025-01.", "2025-01"),
        month("Till månad", "to_month", "Sista månaden, som 2025-12.", "2025-12"),
        role("Beslutat av", "decided_by", _ROLE, "Verksamhetschef"),
        day("Beslutat den", "decided_on", "Dagen för beslutet.", "2026-01-20"),
        text("Motivering", "reason", "Varför just de månaderna.", "Året före det nya arbetssättet"),
        text(
            "Känd orsak",
            "cause",
            "Vad som har ändrat nivån. Behövs när mätaren redan har ett utgångsvärde och får ett nytt.",
            null=True,
            came_later=True,
        ),
        yes_no(
            "Väntas bestå",
            "is_expected_to_last",
            "ja om den nya nivån väntas bestå. Behövs när mätaren redan har ett utgångsvärde och får ett nytt.",
            null=True,
            came_later=True,
        ),
    ),
)

SHEETS = (UNITS, CHOSEN_MEASURES, GOALS, MILESTONES, ACTIVITIES, DIALOGUES, DECISIONS, TEXTS, BASELINES)
"""In the order of the workbook, which is the order of `transforms.plan.Plan`."""

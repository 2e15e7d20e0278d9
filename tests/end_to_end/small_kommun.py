"""A kommun small enough for a night in a second or two: two units, one export, one key figure. All made up."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from flows.sources.plan.workbook import write_plan
from tests.kolada_server import KoladaData
from transforms.plan import ChosenMeasure, Goal, Plan, Unit

AS_OF = date(2026, 10, 5)
EXPORT = "arenden.csv"
HEADER = "Ärendenr;Person;Enhet;Inkom;Avslutat;Orsak;Belopp"
KPI = "N99001"

KOMMUN = """
name = "Småköping"
code = "9001"
is_synthetic = true

[sources.arenden]
kind = "cases"
files = "arenden*.*"
{more}

[sources.arenden.columns]
case_id = "Ärendenr"
person_id = "Person"
unit = "Enhet"
opened_at = "Inkom"
closed_at = "Avslutat"
close_reason = "Orsak"
amount_sek = "Belopp"

[sources.arenden.units]
"Norra enheten" = "norr"
"Södra enheten" = "soder"

[sources.arenden.close_reason_groups]
Arbete = ["Fått arbete"]
Annat = ["Flyttat"]
"""

KOLADA = """
[kolada]
base_url = "{url}"
first_year = 2024
last_year = 2025
pause_seconds = 0
attempts = 2
"""

MEASURES = """
[inkomna]
kind = "case_count"
source = "arenden"
event = "opened"
name = "Inkomna ärenden"
unit = "ärenden"
definition = "Ärenden som kommit in under månaden."
direction = "neither"
author = "Controller"
checker = "Enhetschef"
reviewed_on = 2026-01-15
disclosure = "open"

[i_arbete]
kind = "case_count"
source = "arenden"
event = "closed"
where = { close_reason_group = ["Arbete"] }
name = "Till arbete"
unit = "personer"
definition = "Ärenden som avslutats för att personen fått arbete."
direction = "up"
author = "Controller"
checker = "Enhetschef"
reviewed_on = 2026-01-15
disclosure = "open"
"""

KPI_MEASURE = f"""
[nyckeltal]
kind = "kolada"
kpi = "{KPI}"
name = "Påhittat nyckeltal"
unit = "%"
definition = "Enligt Kolada."
direction = "up"
author = "Controller"
checker = "Enhetschef"
reviewed_on = 2026-01-15
disclosure = "open"
"""

UNITS = (
    Unit(unit_id="namnd", unit_name="Nämnden", level="board"),
    Unit(unit_id="process", unit_name="Arbetsmarknad", level="process", parent_unit_id="namnd"),
    Unit(unit_id="norr", unit_name="Norra enheten", level="unit", parent_unit_id="process"),
    Unit(unit_id="soder", unit_name="Södra enheten", level="unit", parent_unit_id="process"),
)


def small_plan(target: float = 60) -> Plan:
    """Two units with the same goal and measures."""
    return Plan(
        units=UNITS,
        chosen_measures=tuple(
            ChosenMeasure(unit_id=unit_id, measure_id=measure_id, position=position)
            for unit_id in ("norr", "soder")
            for position, measure_id in enumerate(("inkomna", "i_arbete"), start=1)
        ),
        goals=tuple(
            Goal(
                goal_id=f"mal-{unit_id}",
                version=1,
                unit_id=unit_id,
                measure_id="i_arbete",
                title="I arbete under året",
                kind="cumulative",
                target=target,
                first_month=date(2026, 1, 1),
                last_month=date(2026, 12, 1),
                shape="even",
                owner="Enhetschef",
                decided_on=date(2025, 12, 1),
            )
            for unit_id in ("norr", "soder")
        ),
    )


def case_lines(months: int = 21, per_month: int = 5) -> list[str]:
    """Lines of the export: each unit gets ``per_month`` cases a month from January 2025, the first of which goes to work."""
    lines = []
    for month in range(months):
        first = date(2025 + month // 12, month % 12 + 1, 1)
        for unit in ("Norra enheten", "Södra enheten"):
            for number in range(per_month):
                opened = first + timedelta(days=3 * number)
                closed = opened + timedelta(days=10)
                reason = "Fått arbete" if number < 3 else "Flyttat"
                case = f"{unit[0]}{month:02d}{number:02d}"
                lines.append(f"{case};P{month:03d}{number:02d}{unit[0]};{unit};{opened};{closed};{reason};1 250,50")
    return lines


def write_export(folder: Path, lines: list[str], *, header: str = HEADER, name: str = EXPORT, encoding: str = "utf-8") -> Path:
    """An export in the inbox."""
    path = folder / "inbox" / name
    path.write_bytes(("\r\n".join([header, *lines]) + "\r\n").encode(encoding))
    return path


def build_small_kommun(folder: Path, *, kolada_url: str | None = None, more: str = "") -> Path:
    """The kommun's folder, with an export of 210 cases in its inbox. ``more``: further keys of the source."""
    (folder / "inbox").mkdir(parents=True)
    (folder / "measures").mkdir()
    secret = folder / "secret.key"
    secret.write_text("a secret for tests only, which protects nobody\n", encoding="utf-8")
    secret.chmod(0o600)
    kommun, measures = KOMMUN.format(more=more), MEASURES
    if kolada_url:
        kommun, measures = kommun + KOLADA.format(url=kolada_url), measures + KPI_MEASURE
    (folder / "kommun.toml").write_text(kommun, encoding="utf-8")
    (folder / "measures" / "alla.toml").write_text(measures, encoding="utf-8")
    write_plan(small_plan(), folder / "plan.xlsx", ["inkomna", "i_arbete"])
    write_export(folder, case_lines())
    return folder


def small_kolada() -> KoladaData:
    """Sixty made-up kommuner with one key figure, ours (9001) among them."""
    kpi = {
        "id": KPI,
        "title": "Påhittat nyckeltal, andel (%)",
        "description": "Påhittat.",
        "is_divided_by_gender": False,
        "municipality_type": "K",
        "operating_area": "Påhittat",
        "perspective": "Kvalitet och resultat",
        "publ_period": "2025",
        "has_ou_data": False,
    }
    codes = [f"9{number:03d}" for number in range(1, 61)]
    areas = [{"id": code, "title": f"Påhittad kommun {code}", "type": "K"} for code in codes]
    data = KoladaData([kpi], [*areas, {"id": "0000", "title": "Riket", "type": "L"}])
    for place, code in enumerate(codes):
        for year in (2024, 2025):
            data.add(KPI, code, year, "T", 40.0 + place + year - 2024)
    return data

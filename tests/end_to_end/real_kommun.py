"""A kommun's folder made of real input: a municipal permit export and Kolada's real values, read from ../shared/data.

The export is Dutch (WABO), the key figures are Trelleborg's or Tomelilla's: together they are no kommun, but each is real.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from flows.sources.plan.workbook import write_plan
from transforms.plan import ChosenMeasure, Goal, Plan, Unit

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
WABO = SHARED / "cases" / "wabo_receipt_cases.csv"
AS_OF_CASES = date(2012, 2, 1)
"""Just after the export's last month."""
AS_OF_KEY_FIGURES = date(2023, 2, 1)
"""Just after the key figures' last year."""
MONTHS = [
    f"{year}-{month:02d}"
    for year in (2010, 2011, 2012)
    for month in range(1, 13)
    if "2010-10" <= f"{year}-{month:02d}" <= "2012-01"
]

UNITS = {"General": "allmant", "Customer contact": "kundkontakt", "Experts": "sakkunniga"}
"""The export's word for a unit, and ours."""

CASE_MEASURES = {
    "inkomna": ("case_count", 'event = "opened"', "neither", 0),
    "avslutade": ("case_count", 'event = "closed"', "up", 0),
    "oppna": ("case_stock", "", "down", 0),
    "ledtid_median": ("case_duration", 'until = "closed"\nstatistic = "median"', "down", 1),
    "ledtid_p90": ("case_duration", 'until = "closed"\nstatistic = "p90"', "down", 1),
    "ledtid_timmar": ("case_duration", 'until = "closed"\nstatistic = "median"\nmeasured_in = "hours"', "down", 1),
    "i_tid": ("case_duration", 'until = "closed"\nstatistic = "share_within"\nlimit = "due"', "up", 1),
    "handlaggare": ("distinct", 'of = "caseworker"\nevent = "opened"', "neither", 0),
}
"""Measure id → kind, what the kind needs, direction, decimals."""

KEY_FIGURES = {
    "N31814": "down",
    "U31402": "down",
    "U23401": "down",
    "N15428": "up",
    "U21468": "up",
    "U23521": "up",
    "U21504": "up",
    "U23520": "up",
    "U31462": "up",
    "N00945": "up",
}
"""Ten key figures that both kommuner report, and which way is good."""

SIMILAR = {"1287": "G176135", "1270": "G196581"}


def build_real_kommun(folder: Path, *, code: str, kolada_url: str | None = None) -> Path:
    """The folder of a kommun with the whole WABO export in its inbox; with a ``kolada_url``, ten key figures to fetch there."""
    (folder / "inbox").mkdir(parents=True)
    (folder / "measures").mkdir()
    shutil.copy(WABO, folder / "inbox" / WABO.name)
    secret = folder / "secret.key"
    secret.write_text("only for tests, with nothing to protect: the case numbers are public\n", encoding="utf-8")
    secret.chmod(0o600)
    kolada = KOLADA.format(url=kolada_url, similar=SIMILAR[code]) if kolada_url else ""
    (folder / "kommun.toml").write_text(_kommun_toml(code) + kolada, encoding="utf-8")
    (folder / "measures" / "tillstand.toml").write_text(_case_measures(), encoding="utf-8")
    measure_ids = [*CASE_MEASURES, "per_handlaggare"]
    if kolada_url:
        (folder / "measures" / "nyckeltal.toml").write_text(_key_figures(), encoding="utf-8")
        measure_ids += [f"k_{kpi.lower()}" for kpi in KEY_FIGURES]
    write_plan(_plan(measure_ids), folder / "plan.xlsx", measure_ids)
    return folder


KOLADA = """
[kolada]
base_url = "{url}"
similar_group = "{similar}"
first_year = 2018
pause_seconds = 0
"""

COMMON = """author = "Controller"
checker = "Enhetschef"
reviewed_on = 2012-01-01
disclosure = "open"
"""


def _kommun_toml(code: str) -> str:
    units = "\n".join(f'"{word}" = "{unit_id}"' for word, unit_id in UNITS.items())
    return f"""
name = "Provkommun {code}"
code = "{code}"

[sources.tillstand]
kind = "cases"
files = "wabo_*.csv"

[sources.tillstand.columns]
case_id = "Ärendenummer"
unit = "Avdelning"
opened_at = "Inkom"
closed_at = "Avslutat"
due_at = "Sista dag"
channel = "Kanal"
caseworker_id = "Handläggare"

[sources.tillstand.units]
{units}
"""


def _case_measures() -> str:
    cases = [
        f'[{measure_id}]\nkind = "{kind}"\nsource = "tillstand"\nname = "Mätare {measure_id}"\nunit = "ärenden"\n'
        f'definition = "Räknas ur tillståndsärendena."\ndirection = "{direction}"\ndecimals = {decimals}\n{needs}\n{COMMON}'
        for measure_id, (kind, needs, direction, decimals) in CASE_MEASURES.items()
    ]
    ratio = (
        '[per_handlaggare]\nkind = "ratio"\nnumerator = "inkomna"\ndenominator = "handlaggare"\nname = "Per handläggare"\n'
        f'unit = "ärenden"\ndefinition = "Inkomna ärenden per handläggare."\ndirection = "neither"\ndecimals = 1\n{COMMON}'
    )
    return "\n".join([*cases, ratio])


def _key_figures() -> str:
    return "\n".join(
        f'[k_{kpi.lower()}]\nkind = "kolada"\nkpi = "{kpi}"\nname = "Nyckeltal {kpi}"\nunit = "enligt Kolada"\n'
        f'definition = "Enligt Kolada."\ndirection = "{direction}"\ndecimals = 1\n{COMMON}'
        for kpi, direction in KEY_FIGURES.items()
    )


def _plan(measure_ids: list[str]) -> Plan:
    units = (
        Unit(unit_id="namnd", unit_name="Byggnadsnämnden", level="board"),
        Unit(unit_id="tillstandsprocessen", unit_name="Tillstånd", level="process", parent_unit_id="namnd"),
        Unit(unit_id="allmant", unit_name="Allmänna avdelningen", level="unit", parent_unit_id="tillstandsprocessen"),
        Unit(unit_id="kundkontakt", unit_name="Kundkontakt", level="unit", parent_unit_id="tillstandsprocessen"),
        Unit(unit_id="sakkunniga", unit_name="Sakkunniga", level="unit", parent_unit_id="tillstandsprocessen"),
    )
    return Plan(
        units=units,
        chosen_measures=tuple(
            ChosenMeasure(unit_id=unit.unit_id, measure_id=measure_id, position=position)
            for unit in units
            if unit.level != "board"
            for position, measure_id in enumerate(measure_ids, start=1)
        ),
        goals=(
            Goal(
                goal_id="avslut",
                version=1,
                unit_id="allmant",
                measure_id="avslutade",
                title="1 200 ärenden avslutade på ett år",
                kind="cumulative",
                target=1200,
                first_month=date(2011, 7, 1),
                last_month=date(2012, 6, 1),
                shape="even",
                owner="Avdelningschef",
                decided_on=date(2011, 6, 1),
            ),
        ),
    )

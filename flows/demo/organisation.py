"""Exempelköping's organisation: one nämnd, three processes, twelve units. Nobody in it exists; there are roles, no names."""

from __future__ import annotations

from datetime import date
from typing import Final

from transforms.plan import Unit

KOMMUN_NAME: Final = "Exempelköping"
KOMMUN_CODE: Final = "9999"
DEMO_AS_OF: Final = date(2026, 10, 5)
FIRST_DAY: Final = date(2023, 10, 1)
LAST_DAY: Final = date(2026, 10, 4)
"""The last day the exports tell about: they were taken the night before the as-of day."""

BOARD: Final = "asn"
FORSORJNING: Final = "forsorjningsstod"
BOENDE: Final = "boende"
ARBETE: Final = "arbetsmarknad"

MOTTAGNING: Final = "fs_mottagning"
OST: Final = "fs_ost"
VAST: Final = "fs_vast"
UNGA: Final = "fs_unga"
LANGVARIGT: Final = "fs_langvarigt"
BOSOCIALA: Final = "bo_bosociala"
TILLFALLIGT: Final = "bo_tillfalligt"
VRAKNING: Final = "bo_vrakning"
CENTRUM: Final = "am_centrum"
NORR: Final = "am_norr"
UNGDOM: Final = "am_ungdom"
SAMORDNING: Final = "am_samordning"


def _unit(unit_id: str, name: str, process: str, title: str) -> Unit:
    return Unit(
        unit_id=unit_id,
        unit_name=name,
        level="unit",
        parent_unit_id=process,
        manager_title=title,
        email=f"{unit_id.replace('_', '.')}@exempelkoping.example",
    )


def _process(unit_id: str, name: str, title: str) -> Unit:
    return Unit(unit_id=unit_id, unit_name=name, level="process", parent_unit_id=BOARD, manager_title=title)


UNITS: Final[tuple[Unit, ...]] = (
    Unit(unit_id=BOARD, unit_name="Arbetsmarknads- och socialnämnden", level="board", manager_title="förvaltningschef"),
    _process(FORSORJNING, "Försörjningsstöd", "verksamhetschef försörjningsstöd"),
    _process(BOENDE, "Boende", "verksamhetschef boende"),
    _process(ARBETE, "Arbetsmarknad", "verksamhetschef arbetsmarknad"),
    _unit(MOTTAGNING, "Mottagningen", FORSORJNING, "enhetschef mottagning"),
    _unit(OST, "Utredning öst", FORSORJNING, "enhetschef utredning öst"),
    _unit(VAST, "Utredning väst", FORSORJNING, "enhetschef utredning väst"),
    _unit(UNGA, "Unga vuxna 18–24 år", FORSORJNING, "enhetschef unga vuxna"),
    _unit(LANGVARIGT, "Långvarigt stöd", FORSORJNING, "enhetschef långvarigt stöd"),
    _unit(BOSOCIALA, "Bosociala enheten", BOENDE, "enhetschef bosociala"),
    _unit(TILLFALLIGT, "Tillfälligt boende", BOENDE, "enhetschef tillfälligt boende"),
    _unit(VRAKNING, "Vräkningsförebyggande teamet", BOENDE, "gruppledare vräkningsförebyggande"),
    _unit(CENTRUM, "Jobbtorg Centrum", ARBETE, "enhetschef Jobbtorg Centrum"),
    _unit(NORR, "Jobbtorg Norr", ARBETE, "enhetschef Jobbtorg Norr"),
    _unit(UNGDOM, "Ungdomslotsen", ARBETE, "enhetschef Ungdomslotsen"),
    _unit(SAMORDNING, "Arbetsmarknadsanställningssamordningsenheten", ARBETE, "samordningschef"),
)
"""The nämnd, its processes and their units, in the order they are printed."""


def units_of(process: str) -> tuple[Unit, ...]:
    """The units of a process."""
    return tuple(unit for unit in UNITS if unit.level == "unit" and unit.parent_unit_id == process)


def working_units() -> tuple[Unit, ...]:
    """The twelve units."""
    return tuple(unit for unit in UNITS if unit.level == "unit")

"""The measures that each chef has chosen for the nulägeskoll, in printing order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.demo import organisation as at
from transforms.plan import ChosenMeasure

_RESOURCES: Final = ("ekonomi_avvikelse", "sjukfranvaro")
_CHOSEN: Final[Mapping[str, tuple[str, ...]]] = {
    at.FORSORJNING: (
        "fs_inom_14_dagar", "fs_median_dagar", "fs_inkomna", "fs_personer", "fs_egen_forsorjning", "ekonomi_avvikelse",
        "jmf_langvarigt", "jmf_vantetid",
    ),
    at.MOTTAGNING: ("fs_inom_48_timmar", "fs_inkomna", "fs_digitala", "fs_personer", "synpunkter", *_RESOURCES, "hme"),
    at.OST: ("fs_median_dagar", "fs_p90_dagar", "fs_inom_14_dagar", "fs_inkomna", "fs_arenden_per_handlaggare", *_RESOURCES, "hme"),
    at.VAST: (
        "fs_inom_14_dagar", "fs_median_dagar", "fs_p90_dagar", "fs_inkomna", "fs_arenden_per_handlaggare",
        *_RESOURCES, "hme",
    ),
    at.UNGA: ("fs_egen_forsorjning", "fs_inkomna", "fs_median_dagar", "fs_digitala", "fs_arenden_per_handlaggare", *_RESOURCES),
    at.LANGVARIGT: (
        "fs_pagaende", "fs_median_dagar", "fs_egen_forsorjning", "fs_personer", "fs_handlaggare",
        *_RESOURCES, "jmf_langvarigt_kvinnor",
    ),
    at.BOENDE: (
        "bo_eget_boende", "bo_i_tillfalligt", "bo_inkomna", "bo_vrakningar", "ekonomi_avvikelse",
        "ekonomi_prognos", "sjalvskattning", "jmf_tillfalligt",
    ),
    at.BOSOCIALA: ("bo_eget_boende", "bo_inkomna", *_RESOURCES, "synpunkter", "jmf_ej_tillbaka"),
    at.TILLFALLIGT: (
        "bo_i_tillfalligt", "bo_tid_i_tillfalligt", "bo_eget_boende", "ekonomi_avvikelse", "ekonomi_prognos",
        "sjukfranvaro", "synpunkter",
    ),
    at.VRAKNING: ("bo_svar_i_tid", "bo_varsel", "bo_vrakningar", "ekonomi_avvikelse", "synpunkter", "hme"),
    at.ARBETE: (
        "am_i_arbete", "am_andel_vidare", "am_deltagare", "am_deltagare_per_coach", "ekonomi_avvikelse",
        "sjalvskattning", "jmf_vidare", "jmf_kostnad",
    ),
    at.CENTRUM: ("am_i_arbete", "am_andel_vidare", "am_nya", "am_deltagare", "am_deltagare_per_coach", *_RESOURCES, "hme"),
    at.NORR: ("am_i_arbete", "am_andel_vidare", "am_nya", "am_dagar_till_insats", "am_deltagare_per_coach", *_RESOURCES),
    at.UNGDOM: ("am_i_arbete", "am_studier", "am_nya", "am_tid_till_arbete", *_RESOURCES, "hme"),
    at.SAMORDNING: ("am_i_arbete", "am_studier", "am_deltagare", "am_tid_till_arbete", "am_deltagare_per_coach", *_RESOURCES),
}  # fmt: skip

CHOSEN_MEASURES: Final[tuple[ChosenMeasure, ...]] = tuple(
    ChosenMeasure(unit_id=unit_id, measure_id=measure_id, position=position)
    for unit_id, measure_ids in _CHOSEN.items()
    for position, measure_id in enumerate(measure_ids, start=1)
)

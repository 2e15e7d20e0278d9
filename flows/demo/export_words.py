"""The words that the two case systems have for the kommun's own: what ``kommun.toml`` maps back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.demo import organisation as at

TRESERVA_UNITS: Final[Mapping[str, str]] = {
    at.MOTTAGNING: "EKB Mottagning",
    at.OST: "EKB Utredning Öst",
    at.VAST: "EKB Utredning Väst",
    at.UNGA: "EKB Unga vuxna",
    at.LANGVARIGT: "EKB Långvarigt",
    at.BOSOCIALA: "BOS Bosociala",
    at.TILLFALLIGT: "BOS Tillfälligt boende",
    at.VRAKNING: "BOS Vräkningsförebyggande",
}
TRESERVA_CASE_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "Nyansökan": ("EKB Nyansökan",),
    "Återansökan": ("EKB Återansökan", "EKB Återans."),
    "Akutansökan": ("EKB Akut",),
    "Nyansökan, överförd": ("EKB Nyansökan (överförd)",),
    "Bostadslöst hushåll": ("BOS Bostadslös",),
    "Bostadslöst hushåll, överförd": ("BOS Bostadslös (överförd)",),
    "Tillfälligt boende": ("BOS Tillf. boende",),
    "Tillfälligt boende, överförd": ("BOS Tillf. boende (överförd)",),
    "Varsel om vräkning": ("BOS Vräkningsvarsel",),
}
"""A type may have been called several things over the years."""
TRESERVA_OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "Bifall": ("Bifall",),
    "Delvis bifall": ("Bifall, delvis", "Delvis bifall"),
    "Avslag": ("Avslag",),
    "Avvisning": ("Avvisas",),
}
FLAI_UNITS: Final[Mapping[str, str]] = {
    at.CENTRUM: "Jobbtorg Centrum",
    at.NORR: "Jobbtorg Norr",
    at.UNGDOM: "Ungdomslotsen",
    at.SAMORDNING: "AMA-samordningen",
}

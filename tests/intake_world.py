"""What the tests of the intake share: a small mapping, a secret, files written byte by byte, and one way to take them in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.sources.exports.case_export import take_cases
from flows.sources.exports.taken import Taken
from flows.sources.pseudonym import Secret, secret_of
from flows.workspace.kommun import CaseSource

AS_OF = date(2026, 10, 5)
SECRET: Secret = secret_of("hemligheten som bara proven använder sig av")
HEADER = "Ärendenr;Personnr;Enhet;Typ;Inkom;Beslutat;Avslutat;Bevakas;Utfall;Orsak;Kanal;Handläggare;Antal;Belopp"
ROW = "A1;;Enhet Öst;Bistånd;2026-04-01;2026-04-10;2026-05-02;2026-06-01;Bifall;Studier;Brev;Handläggare 1;2;2 500,00"
MAPPING = CaseSource(
    kind="cases",
    files="*.csv",
    columns={
        "case_id": "Ärendenr",
        "person_id": "Personnr",
        "unit": "Enhet",
        "case_type": "Typ",
        "opened_at": "Inkom",
        "decided_at": "Beslutat",
        "closed_at": "Avslutat",
        "due_at": "Bevakas",
        "outcome": "Utfall",
        "close_reason": "Orsak",
        "channel": "Kanal",
        "caseworker_id": "Handläggare",
        "household_size": "Antal",
        "amount_sek": "Belopp",
    },
    units={"Enhet Öst": "ost", "Enhet Väst": "vast"},
    close_reason_groups={"Studier": ("Studier", "Studerar"), "Arbete": ("Självförsörjning, arbete",)},
)
_PLACES = HEADER.split(";")


def row(**changes: str) -> str:
    """A row that can be read, but for the cells changed; headings by name."""
    cells = ROW.split(";")
    for heading, cell in changes.items():
        cells[_PLACES.index(heading)] = cell
    return ";".join(cells)


def write(folder: Path, content: str | bytes, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    """A delivered file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def take(path: Path, source: CaseSource = MAPPING, known_units: frozenset[str] = frozenset()) -> Taken:
    """The file taken in as source 'treserva'."""
    return take_cases(path, "treserva", source, known_units, SECRET, AS_OF)


def take_rows(folder: Path, *rows: str, source: CaseSource = MAPPING) -> Taken:
    """Rows under the usual header, taken in."""
    return take(write(folder, "\n".join((HEADER, *rows)) + "\n"), source)


def number_of_test_series(born: str, birth_number: int) -> str:
    """A twelve-digit personnummer of Skatteverket's test series (birth numbers 980–999), with its check digit."""
    nine = f"{born[2:]}{birth_number}"
    assert 980 <= birth_number <= 999
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    total = sum(number // 10 + number % 10 for number in doubled)
    return f"{born}{birth_number}{-total % 10}"

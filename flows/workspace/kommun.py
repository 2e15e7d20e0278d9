"""What ``kommun.toml`` may say: the kommun, its sources with their mappings, Kolada and privacy. Unknown keys are refused.

Everything is frozen; the parsed object is what travels. Paths are relative to the kommun's folder.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CaseColumn = Literal[
    "case_id", "person_id", "unit", "case_type", "opened_at", "decided_at", "closed_at", "due_at", "outcome",
    "close_reason", "channel", "caseworker_id", "sex", "household_size", "amount_sek",
]  # fmt: skip
SeriesColumn = Literal["series", "unit", "period", "value", "numerator", "denominator"]
SurveyColumn = Literal["wave", "unit", "group", "question", "answer"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileFormat(_Strict):
    """How the files of a source are written."""

    format: Literal["csv", "xlsx"] = "csv"
    encoding: Literal["auto", "utf-8", "cp1252", "latin-1", "utf-16"] = "auto"
    """auto: a byte-order mark decides; otherwise UTF-8 if the whole file is valid UTF-8, else cp1252."""
    separator: Literal["auto", ";", ",", "\t"] = "auto"
    decimal: Literal[",", "."] = ","
    sheet: str | None = None
    """Excel: the sheet's name; the first sheet when left out."""


class _Source(FileFormat):
    files: str = Field(examples=["treserva_*.csv"])
    """Which files of ``inbox/`` belong to the source, as a shell pattern."""
    units: dict[str, str] = {}
    """The export's word for a unit → our unit id. Our own unit ids are always understood. Matched without regard to case."""
    delivery: Literal["snapshot", "additive"] = "snapshot"
    """snapshot: the newest file holds everything; additive: files add up and the newest row of a case or value wins."""
    quarantine_limit: float = Field(default=0.05, ge=0, le=1)
    """The share of a file's rows that may go to quarantine before the file is refused."""


class CaseSource(_Source):
    """A case-system export: one row per case."""

    kind: Literal["cases"]
    columns: dict[CaseColumn, str]
    """Our column → the export's heading. ``case_id`` and ``opened_at`` are required; without ``unit`` see ``unit_id``."""
    unit_id: str | None = None
    """The one unit that all rows belong to, when the export has no column for it."""
    extras: dict[str, str] = {}
    """Name → heading of further columns to keep as text. Never names, addresses or free text about persons."""
    date_formats: tuple[str, ...] = ()
    """Formats (strftime) tried before the usual ones, for exports with a habit of their own."""
    no_end_years: tuple[int, ...] = (1900, 2999, 9999)
    """Years that mean "no date". Any other date before 1950, or more than ten years ahead, sends the row to quarantine."""
    close_reason_groups: dict[str, tuple[str, ...]] = {}
    """Group → the reasons in it, matched without regard to case and space. Others become 'Ej mappad'."""
    case_type_groups: dict[str, tuple[str, ...]] = {}
    """Group → the export's case types in it. Left out: the export's own words are used."""
    outcome_groups: dict[str, tuple[str, ...]] = {}
    """Group → the export's outcomes in it. Left out: the export's own words are used."""
    sex_words: dict[str, Literal["K", "M"]] = {}
    """The export's word → K or M, beside the usual ones (kvinna, k and f; man and m). Other words are told and become nothing."""


class SeriesSource(_Source):
    """Reported series: one row per series, unit and month."""

    kind: Literal["series"]
    columns: dict[SeriesColumn, str] = {
        "unit": "enhet", "series": "matt", "period": "period", "value": "varde",
        "numerator": "taljare", "denominator": "namnare",
    }  # fmt: skip
    """Our column → heading. ``numerator`` and ``denominator`` may be missing from the file."""


class SurveySource(_Source):
    """Survey answers: one row per answer."""

    kind: Literal["survey"]
    columns: dict[SurveyColumn, str] = {"wave": "omgang", "unit": "enhet", "question": "fraga", "answer": "svar"}
    """Our column → heading. ``group`` is taken only where it is named here: the group (ledning, stöd …) of whoever answered."""
    not_relevant: tuple[str, ...] = ("ej relevant", "vet ej")


Source = Annotated[CaseSource | SeriesSource | SurveySource, Field(discriminator="kind")]


class Kolada(_Strict):
    """Where the key figures come from. Which ones: those that the measures name."""

    recorded: str | None = None
    """A folder of recorded answers instead of the live API."""
    base_url: str = "https://api.kolada.se/v3"
    similar_group: str | None = None
    """Id of the group of similar kommuner, e.g. "G123456"."""
    first_year: int = Field(default=2010, ge=1990)
    last_year: int | None = None
    """The year before the as-of year when left out."""
    minimum_reporters: int = Field(default=50, ge=2)
    pause_seconds: float = Field(default=0.35, ge=0)
    attempts: int = Field(default=5, ge=1)
    """How many times a question is asked before the fetch is given up for tonight."""


class Privacy(_Strict):
    """The secret that ids are hashed under, and the thresholds under which counts are hidden."""

    secret_file: str = "secret.key"  # noqa: S105 - the name of a file
    """Read by its owner only (mode 600). The environment variable FRAMDRIFT_SECRET goes before it."""
    persons_threshold: int = Field(default=5, ge=1)
    """Counts of persons from 1 up to but not including this are hidden."""
    staff_threshold: int = Field(default=11, ge=1)


class Signals(_Strict):
    """How chance is told from change, where the kommun wants another balance between false alarms and late ones."""

    run_length: int = Field(default=8, ge=6, le=8)
    """So many months in a row on one side of the centre are a signal."""
    trend: bool = False
    """Whether seven months in a row in one direction are a signal."""
    screening: bool = False
    """Whether extreme distances between neighbouring months are left out when limits are computed."""


class GoalPrior(_Strict):
    """What is believed of a goal's pace before its first month, and how firmly."""

    prior: Literal["none", "plan", "last_year"] = "none"
    months: float = Field(default=3, gt=0, le=24)
    """The weight of the belief: as much as so many months of outcome. Without meaning when prior is none."""


class Kommun(_Strict):
    """The whole of ``kommun.toml``."""

    name: str
    code: str = Field(pattern=r"^\d{4}$")
    is_synthetic: bool = False
    """Whether everything is made up: then every page says so."""
    principles: tuple[str, ...] = ()
    """The kommun's own leading words, printed in its packs."""
    packs_due_working_days: int = Field(default=5, ge=0)
    """How many working days before a dialogue its pack is due."""
    privacy: Privacy = Privacy()
    signals: Signals = Signals()
    forecast: GoalPrior = GoalPrior()
    kolada: Kolada | None = None
    sources: dict[str, Source] = {}

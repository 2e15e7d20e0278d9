"""A made-up case-system export of any size: twenty columns, the dirt of real ones, the same bytes every time.

The same cases are written twice: as the case system would (cp1252, semicolons, decimal comma, dates and personnummer in
several forms, a few rows nobody can read), and tidied up in UTF-8 for a plain loader that is told every type. Persons have
numbers of Skatteverket's test series only (birth numbers 980–989 before the year 2000).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from flows.workspace.kommun import CaseSource

HEADINGS = (
    "Ärendenr", "Personnr", "Namn", "Adress", "Postort", "Enhet", "Ärendetyp", "Inkom", "Beslutat", "Avslutat",
    "Bevakas till", "Beslut", "Avslutsorsak", "Inkomstsätt", "Handläggare", "Antal i hushållet", "Belopp",
    "Utbetalt belopp", "Notering", "Senast ändrad",
)  # fmt: skip
UNITS = {f"Enhet {name}": f"enhet-{name.lower()}" for name in ("Öst", "Väst", "Norr", "Söder", "Mitt", "Å", "Ä", "Ö")}
REASONS = ("Självförsörjning, arbete", "Studier", "Egen begäran", "Flyttat från kommunen", "Övrig orsak", "Ek bistånd <25%")

MAPPING = CaseSource(
    kind="cases",
    files="export_*.csv",
    columns={
        "case_id": "Ärendenr",
        "person_id": "Personnr",
        "unit": "Enhet",
        "case_type": "Ärendetyp",
        "opened_at": "Inkom",
        "decided_at": "Beslutat",
        "closed_at": "Avslutat",
        "due_at": "Bevakas till",
        "outcome": "Beslut",
        "close_reason": "Avslutsorsak",
        "channel": "Inkomstsätt",
        "caseworker_id": "Handläggare",
        "household_size": "Antal i hushållet",
        "amount_sek": "Belopp",
    },
    units=UNITS,
    close_reason_groups={"Arbete": REASONS[:1], "Studier": REASONS[1:2], "Övrigt": REASONS[2:5]},
)
"""All fourteen columns of a case are taken; the other six (names, addresses, notes) stay at the door."""

DUCKDB_TYPES = dict(
    zip(
        HEADINGS,
        (
            "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "TIMESTAMP", "TIMESTAMP",
            "TIMESTAMP", "DATE", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "BIGINT", "DOUBLE", "DOUBLE", "VARCHAR", "TIMESTAMP",
        ),
        strict=True,
    )
)  # fmt: skip
_FIRST_DAY = np.datetime64("2023-10-01", "m")
_MINUTES = 3 * 365 * 24 * 60


def write_exports(rows: int, dirty: Path, tidy: Path) -> None:
    """Write both files; the tidy one holds the same rows with types that a plain loader understands."""
    draw = np.random.default_rng(20261005)
    cases = _cases(rows, draw)
    dirty.write_bytes(_as_exported(cases, draw).encode("cp1252"))
    cases.with_columns(pl.col("Belopp", "Utbetalt belopp").cast(pl.String).str.replace(".", ",", literal=True)).write_csv(
        tidy, separator=";", datetime_format="%Y-%m-%d %H:%M:%S"
    )


def _cases(rows: int, draw: np.random.Generator) -> pl.DataFrame:
    opened = _FIRST_DAY + draw.integers(0, _MINUTES, rows).astype("timedelta64[m]")
    decided = opened + draw.integers(60, 60 * 24 * 40, rows).astype("timedelta64[m]")
    closed = decided + draw.integers(60, 60 * 24 * 300, rows).astype("timedelta64[m]")
    persons = _test_persons(draw)[draw.integers(0, 300_000, rows)]
    person = pl.Series(persons).cast(pl.String)

    def one_of(*words: str) -> pl.Series:
        return pl.Series(words).gather(draw.integers(0, len(words), rows))

    amount = pl.Series(draw.integers(0, 2_500_000, rows) / 100)
    frame = pl.DataFrame(
        {
            "Ärendenr": pl.Series(np.arange(rows) + 2_020_100_000).cast(pl.String),
            "Personnr": person.str.slice(0, 8) + "-" + person.str.slice(8),
            "Namn": "Påhittad Person " + pl.Series(draw.integers(0, 300_000, rows)).cast(pl.String),
            "Adress": "Provgatan " + pl.Series(draw.integers(1, 400, rows)).cast(pl.String),
            "Postort": one_of("Övre Provstad", "Provköping", "Påhittby"),
            "Enhet": one_of(*UNITS),
            "Ärendetyp": one_of("Försörjningsstöd", "Boende", "Arbetsmarknad", "Övrigt"),
            "Inkom": pl.Series(opened.astype("datetime64[us]")),
            "Beslutat": pl.Series(decided.astype("datetime64[us]")),
            "Avslutat": pl.Series(closed.astype("datetime64[us]")),
            "Bevakas till": pl.Series((opened + np.timedelta64(30 * 24 * 60, "m")).astype("datetime64[D]")),
            "Beslut": one_of("Bifall", "Avslag", "Delvis bifall", "Avskrivet"),
            "Avslutsorsak": one_of(*REASONS),
            "Inkomstsätt": one_of("E-tjänst", "Telefon", "Besök", "Brev"),
            "Handläggare": "Handläggare " + pl.Series(draw.integers(1, 400, rows)).cast(pl.String),
            "Antal i hushållet": pl.Series(draw.integers(1, 8, rows)),
            "Belopp": amount,
            "Utbetalt belopp": amount,
            "Notering": one_of("", "Återkommer; kompletterar i nästa månad", "Väntar på underlag", "Ring först"),
            "Senast ändrad": pl.Series(closed.astype("datetime64[us]")),
        }
    )
    is_open = pl.Series(draw.random(rows) < 0.1)
    return frame.with_columns(pl.when(is_open).then(None).otherwise(pl.col("Avslutat")).alias("Avslutat"))


def _test_persons(draw: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """300 000 twelve-digit numbers with birth numbers 980–989, 1920–1999, with their check digit."""
    days = np.datetime64("1920-01-01") + draw.integers(0, 80 * 365, 300_000)
    parts = days.astype(object)
    born = np.array([day.year * 10_000 + day.month * 100 + day.day for day in parts], dtype=np.int64)
    nine = (born % 1_000_000) * 1_000 + 980 + draw.integers(0, 10, born.size)
    total = np.zeros(born.size, dtype=np.int64)
    for place in range(9):
        weighed = (nine // 10 ** (8 - place) % 10) * (2 - place % 2)
        total += weighed // 10 + weighed % 10
    persons: np.ndarray[tuple[int], np.dtype[np.int64]] = (born // 1_000_000) * 10**10 + nine * 10 + (-total) % 10
    return persons


def _as_exported(cases: pl.DataFrame, draw: np.random.Generator) -> str:
    """The cases with the habits of a case system, as text: 1 row in 200 has a date or an amount nobody can read."""
    chance = pl.Series("chance", draw.random(cases.height))
    c = pl.col("chance")
    minute, swedish, day, excelish = "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%Y%m%d", "%Y/%m/%d %H:%M"
    opened = pl.col("Inkom")
    person = pl.col("Personnr")
    amount = pl.col("Belopp").cast(pl.String).str.replace(".", ",", literal=True)
    exported = cases.with_columns(chance).with_columns(
        pl.when(c < 0.002).then(pl.lit("okänt")).when(c < 0.03).then(opened.dt.strftime(swedish))
        .when(c < 0.05).then(opened.dt.strftime(day)).when(c < 0.06).then(opened.dt.strftime(excelish))
        .otherwise(opened.dt.strftime(minute)).alias("Inkom"),
        pl.col("Beslutat").dt.strftime(minute),
        pl.when((c > 0.5) & (c < 0.55)).then(pl.lit("2999-12-31"))
        .otherwise(pl.col("Avslutat").dt.strftime(minute)).alias("Avslutat"),
        pl.when(c > 0.98).then(pl.lit("9999-12-31"))
        .otherwise(pl.col("Bevakas till").dt.strftime("%Y-%m-%d")).alias("Bevakas till"),
        pl.when(c < 0.3).then(person.str.slice(2)).when(c < 0.4).then(person.str.replace("-", "", literal=True))
        .when(c < 0.41).then(person.str.slice(2).str.replace("-", " ", literal=True)).otherwise(person).alias("Personnr"),
        pl.when(c > 0.997).then(pl.lit("ca 2000")).when((c > 0.6) & (pl.col("Belopp") >= 10_000))
        .then(amount.str.slice(0, 2) + "\N{NO-BREAK SPACE}" + amount.str.slice(2)).otherwise(amount).alias("Belopp"),
        amount.alias("Utbetalt belopp"),
        pl.col("Senast ändrad").dt.strftime("%Y-%m-%d %H:%M:%S"),
        pl.when(c < 0.2).then(pl.col("Handläggare").str.to_uppercase()).otherwise(pl.col("Handläggare")).alias("Handläggare"),
    ).drop("chance")  # fmt: skip
    return exported.write_csv(separator=";", line_terminator="\r\n")

"""A Kolada that does not exist: 290 made-up kommuner, seven made-up key figures, recorded as the real API would answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from flows.demo.chance import chance
from flows.demo.organisation import DEMO_AS_OF, KOMMUN_CODE, KOMMUN_NAME
from flows.sources.kolada.recording import record_answers
from flows.workspace.kommun import Kolada
from transforms.catalogue import Area, KoladaValue

OTHER_KOMMUNER: Final = 289
YEARS: Final = range(2018, 2026)
NATION: Final = "0000"
SIMILAR_GROUP: Final = "G99001"


@dataclass(frozen=True, kw_only=True)
class _KeyFigure:
    """How a made-up key figure is spread: its mean and spread over the kommuner, its drift a year, and where we lie."""

    kpi_id: str
    title: str
    perspective: str
    mean: float
    spread: float
    drift: float
    ours: float
    """Our distance from the mean, in spreads."""
    decimals: int = 1
    by_gender: float | None = None
    """How much higher the women's value is; None where it is not divided."""
    share_with_value: float = 0.97
    reporters_last_year: int | None = None
    """How many have reported the last year, where few have."""


_KEY_FIGURES: Final = (
    _KeyFigure(
        kpi_id="N99901", title="Påhittat nyckeltal: Vuxna biståndsmottagare med långvarigt försörjningsstöd, andel (%)",
        perspective="Kvalitet och resultat", mean=1.5, spread=0.5, drift=-0.03, ours=0.4, by_gender=-0.1,
    ),
    _KeyFigure(
        kpi_id="N99902", title="Påhittat nyckeltal: Ej återaktualiserade vuxna ett år efter avslut, andel (%)",
        perspective="Kvalitet och resultat", mean=79, spread=6, drift=0.2, ours=-0.1,
    ),
    _KeyFigure(
        kpi_id="U99903", title="Påhittat nyckeltal: Väntetid till beslut om försörjningsstöd, medelvärde i dagar",
        perspective="Kvalitet och resultat", mean=14.5, spread=4.5, drift=-0.2, ours=-1.1, share_with_value=0.72,
        reporters_last_year=24,
    ),
    _KeyFigure(
        kpi_id="N99904", title="Påhittat nyckeltal: Deltagare som börjat arbeta eller studera efter insats, andel (%)",
        perspective="Kvalitet och resultat", mean=41, spread=9, drift=0.4, ours=0.2, by_gender=-5.0,
    ),
    _KeyFigure(
        kpi_id="N99905", title="Påhittat nyckeltal: Kostnad ekonomiskt bistånd, kr/inv",
        perspective="Resurser", mean=1240, spread=430, drift=18, ours=0.5, decimals=0,
    ),
    _KeyFigure(
        kpi_id="N99906", title="Påhittat nyckeltal: Hushåll i tillfälligt boende per 10 000 invånare",
        perspective="Kvalitet och resultat", mean=9.5, spread=4.0, drift=0.1, ours=1.35, share_with_value=0.85,
    ),
    _KeyFigure(
        kpi_id="U99907", title="Påhittat nyckeltal: Medarbetarengagemang (HME) kommunen totalt, index",
        perspective="Resurser", mean=78, spread=2.5, drift=0.1, ours=0.3, decimals=0, share_with_value=0.8,
    ),
)  # fmt: skip


def record_key_figures(folder: Path, settings: Kolada) -> None:
    """Write the recorded answers that a fetch with these settings asks for."""
    record_answers(
        folder,
        settings,
        KOMMUN_CODE,
        DEMO_AS_OF,
        kpis=[_described(figure) for figure in _KEY_FIGURES],
        areas=_areas(),
        groups=[_similar()],
        values=pl.concat([_values_of(figure) for figure in _KEY_FIGURES]),
    )


def _codes() -> list[str]:
    """No real kommun's code begins with 90–93; ours is the last of the made-up ones."""
    return [*(str(9000 + number) for number in range(1, OTHER_KOMMUNER + 1)), KOMMUN_CODE]


def _areas() -> pl.DataFrame:
    names = [*(f"Påhittad kommun {number:03d}" for number in range(1, OTHER_KOMMUNER + 1)), KOMMUN_NAME]
    rows: list[dict[str, object]] = [
        {"municipality_code": code, "area_name": name, "area_type": "K"} for code, name in zip(_codes(), names, strict=True)
    ]
    nation: dict[str, object] = {"municipality_code": NATION, "area_name": "Riket (påhittat)", "area_type": "L"}
    return Area.of([nation, *rows])


def _similar() -> dict[str, object]:
    members = [{"member_id": str(9000 + number), "member_title": f"Påhittad kommun {number:03d}"} for number in range(31, 38)]
    return {"id": SIMILAR_GROUP, "title": f"Liknande kommuner ekonomiskt bistånd, {KOMMUN_NAME}, 2025", "members": members}


def _described(figure: _KeyFigure) -> dict[str, object]:
    return {
        "id": figure.kpi_id,
        "title": figure.title,
        "description": f"{figure.title}. Värdena är slumpade för Framdrifts demokommun och säger inget om någon riktig kommun.",
        "is_divided_by_gender": figure.by_gender is not None,
        "municipality_type": "K",
        "auspice": "X",
        "operating_area": "Ekonomiskt bistånd",
        "perspective": figure.perspective,
        "prel_publication_date": None,
        "publication_date": "2026-06-18",
        "publ_period": str(YEARS[-1]),
        "has_ou_data": False,
    }


def _values_of(figure: _KeyFigure) -> pl.DataFrame:
    stream = chance("key figure", figure.kpi_id)
    codes = _codes()
    place = stream.standard_normal(len(codes))
    place[-1] = figure.ours
    rows: list[dict[str, object]] = []
    for year in YEARS:
        level = figure.mean + figure.drift * (year - YEARS[0])
        noise = stream.normal(0, 0.22, len(codes))
        noise[-1] /= 3
        values = np.maximum(level + figure.spread * (place + noise), level * 0.05)
        reports = stream.random(len(codes)) < figure.share_with_value
        reports[-1] = True
        if figure.reporters_last_year is not None and year == YEARS[-1]:
            reports = np.isin(np.arange(len(codes)), stream.choice(len(codes) - 1, figure.reporters_last_year, replace=False))
        for code, value, has_value in zip(codes, values, reports, strict=True):
            rows += _rows(figure, code, year, float(value) if has_value else None)
        rows += _rows(figure, NATION, year, level)
    return KoladaValue.of(rows)


def _rows(figure: _KeyFigure, code: str, year: int, value: float | None) -> list[dict[str, object]]:
    """The total, and where the figure is divided, women and men around it."""
    apart = {"T": 0.0} if figure.by_gender is None else {"K": figure.by_gender / 2, "M": -figure.by_gender / 2, "T": 0.0}
    return [
        {
            "kpi_id": figure.kpi_id,
            "municipality_code": code,
            "year": year,
            "gender": gender,
            "value": None if value is None else round(max(value + distance, 0.0), figure.decimals),
            "status": "Missing" if value is None else "",
        }
        for gender, distance in apart.items()
    ]

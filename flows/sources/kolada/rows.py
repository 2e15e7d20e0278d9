"""What the rows of Kolada's answers mean: each kind of row becomes a frame of the catalogue, or a plain failure.

Gender is taken by its name, null values stay null, notes (``status``) stay as they are, and nothing is derived: T may be
missing where K and M exist, and the reverse.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import polars as pl

from flows.sources.kolada.client import Row, kolada_failed
from transforms.catalogue import Area, KoladaValue, Kpi, SimilarArea

GENDERS = ("T", "K", "M")


@dataclass
class LeftOut:
    """How many values were answered and are not kept, by reason."""

    deleted: int = 0
    not_asked: int = 0
    said_twice: int = 0
    other_gender: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Asked:
    """What one batch asked for; anything else in its answer is left out and counted."""

    kpi_ids: AbstractSet[str]
    codes: AbstractSet[str]
    years: AbstractSet[int]


def values_of(rows: Sequence[Row], asked: Asked, left_out: LeftOut, about: str) -> pl.DataFrame:
    """A KoladaValue frame of the rows, one row per value that was asked for and is not deleted."""
    kept: list[tuple[str, str, int, str, float | None, str | None]] = []
    for row in rows:
        kpi_id, code, year, values = row.get("kpi"), row.get("municipality"), row.get("period"), row.get("values")
        if not (isinstance(kpi_id, str) and isinstance(code, str) and type(year) is int and isinstance(values, list)):
            kolada_failed(about, "a row lacks kpi, municipality, period or values, or they are of another kind than v3 says")
        if kpi_id not in asked.kpi_ids or code not in asked.codes or year not in asked.years:
            left_out.not_asked += len(values)
            continue
        for said in values:
            if not isinstance(said, dict) or not isinstance(said.get("gender"), str):
                kolada_failed(about, f"a value of {kpi_id} for {code} in {year} has no gender")
            if said.get("isdeleted"):
                left_out.deleted += 1
            elif said["gender"] not in GENDERS:
                left_out.other_gender[said["gender"]] += 1
            else:
                where = f"{kpi_id} for {code} in {year}"
                kept.append(
                    (kpi_id, code, year, said["gender"], _number(said.get("value"), where, about), _note(said.get("status")))
                )
    frame = pl.DataFrame(kept, schema=KoladaValue.schema(), orient="row")
    once = frame.unique(maintain_order=True)
    left_out.said_twice += frame.height - once.height
    torn = once.filter(once.select(KoladaValue.grain).is_duplicated())
    if torn.height:
        kpi_id, code, year, gender = torn.row(0)[:4]
        kolada_failed(about, f"it gave two different values of {kpi_id} for {code}, {year}, gender {gender}")
    return once


def _number(value: object, where: str, about: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        kolada_failed(about, f"a value of {where} is not a number")
    return float(value)


def _note(status: object) -> str | None:
    return None if status is None else str(status)


def kpis_of(rows: Sequence[Row], about: str) -> pl.DataFrame:
    """A Kpi frame, one row per key figure described."""
    said: list[dict[str, object]] = [
        {
            "kpi_id": _text(row, "id", about),
            "title": _text(row, "title", about),
            "description": _note(row.get("description")),
            "operating_area": _note(row.get("operating_area")),
            "perspective": _note(row.get("perspective")),
            "municipality_type": _note(row.get("municipality_type")),
            "published_period": _note(row.get("publ_period")),
        }
        for row in rows
    ]
    return Kpi.of(said).unique("kpi_id", keep="first", maintain_order=True).sort("kpi_id")


def areas_of(rows: Sequence[Row], about: str) -> pl.DataFrame:
    """An Area frame, one row per kommun (K) and region (L); areas of any other type are neither and are left out."""
    said: list[dict[str, object]] = [
        {
            "municipality_code": _text(row, "id", about),
            "area_name": _text(row, "title", about),
            "area_type": _text(row, "type", about),
        }
        for row in rows
    ]
    known = Area.of(said).filter(pl.col("area_type").is_in(["K", "L"]))
    return known.unique("municipality_code", keep="first", maintain_order=True).sort("municipality_code")


def similar_of(rows: Sequence[Row], group_id: str, own_code: str, about: str) -> pl.DataFrame:
    """A SimilarArea frame, one row per member of the group; ourselves left out, and empty when there is no such group."""
    members: dict[str, str] = {}
    for row in rows:
        if row.get("id") != group_id:
            continue
        listed = row.get("members")
        if not isinstance(listed, list) or not all(isinstance(member, dict) for member in listed):
            kolada_failed(about, "the group has no list of members")
        members |= {_text(member, "member_id", about): _text(row, "title", about) for member in listed}
    return SimilarArea.of(
        [
            {"group_id": group_id, "group_title": members[code], "municipality_code": code}
            for code in sorted(members)
            if code != own_code
        ]
    )


def _text(row: Row, key: str, about: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        kolada_failed(about, f'a row has no text under "{key}"')
    return value

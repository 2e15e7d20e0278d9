"""Asked against answered: Kolada says nothing about a wrong id, it just answers with less. Here that is told in words."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.sources.kolada.rows import LeftOut

_MOST_NAMED = 20


def coverage(
    *, kpi_ids: Sequence[str], kommuner: Sequence[str], own_code: str, values: pl.DataFrame, kpis: pl.DataFrame
) -> tuple[str, ...]:
    """One sentence for everything that was asked for and not answered: descriptions, values, kommuner, our own values."""
    with_value = values.filter(pl.col("value").is_not_null())
    undescribed = _lacking(kpi_ids, kpis["kpi_id"])
    silent = _lacking(kpi_ids, with_value["kpi_id"])
    ours = with_value.filter(pl.col("municipality_code") == own_code)["kpi_id"]
    ours_missing = [kpi_id for kpi_id in _lacking(kpi_ids, ours) if kpi_id not in silent]
    said = (
        ("Kolada does not describe {}: is the id right?", undescribed, "key figure"),
        ("Kolada has no value at all, in the years asked for, of {}.", silent, "key figure"),
        (f"Kolada has no value for our own kommun ({own_code}), though for others, of {{}}.", ours_missing, "key figure"),
        ("Kolada's answer holds no row for {}.", _lacking(kommuner, values["municipality_code"]), "kommun"),
    )
    return tuple(sentence.format(counted(ids, noun)) for sentence, ids, noun in said if ids)


def what_was_left_out(left_out: LeftOut) -> tuple[str, ...]:
    """One sentence for every reason that a value was answered and not kept."""
    others = sum(left_out.other_gender.values())
    said = (
        (left_out.deleted, "marked as deleted by Kolada"),
        (left_out.said_twice, "said twice, word for word the same"),
        (left_out.not_asked, "of key figures or areas that were not asked for"),
        (others, f"of another gender than T, K and M ({', '.join(sorted(left_out.other_gender))})"),
    )
    return tuple(f"{count} {'value' if count == 1 else 'values'} left out: {why}." for count, why in said if count)


def counted(ids: Sequence[str], noun: str) -> str:
    """``2 key figures (N1, N2)``; a long list is cut, with the number left said."""
    plural = noun if len(ids) == 1 else {"kommun": "kommuner"}.get(noun, f"{noun}s")
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return f"{len(ids)} {plural} ({', '.join(ids[:_MOST_NAMED])}{more})"


def _lacking(asked: Sequence[str], answered: pl.Series) -> list[str]:
    known = set(answered.unique())
    return [one for one in asked if one not in known]

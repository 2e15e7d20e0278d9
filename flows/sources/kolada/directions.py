"""Which way is good for Kolada's key figures: a reviewed mapping of ours (``directions.toml``), since Kolada does not say.

A measure may leave out ``direction`` and ``is_comparable``, and gets them from here. One that says otherwise is believed:
its kommun stands for its own definitions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from transforms.measures import Direction


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What is good for a key figure, why, and who has looked at it when."""

    kpi: str
    direction: Direction
    is_comparable: bool
    reason: str
    reviewed_on: date
    reviewed_by: str


def judgement_of(kpi: str) -> Judgement | None:
    """The reviewed judgement of a key figure; None for one that nobody has looked at."""
    return reviewed_judgements().get(kpi)


@cache
def reviewed_judgements() -> Mapping[str, Judgement]:
    """Every judgement by key figure. Raises ``ValueError`` when a key figure is judged twice."""
    said = tomllib.loads((files(__package__) / "directions.toml").read_text(encoding="utf-8"))
    judged: dict[str, Judgement] = {}
    for group in said["judgements"]:
        for kpi in group["kpis"]:
            if kpi in judged:
                raise ValueError(f"directions.toml: {kpi} is judged twice")
            judged[kpi] = Judgement(
                kpi=kpi,
                direction=group["direction"],
                is_comparable=group.get("is_comparable", True),
                reason=group["reason"],
                reviewed_on=group.get("reviewed_on", said["reviewed_on"]),
                reviewed_by=group.get("reviewed_by", said["reviewed_by"]),
            )
    return judged

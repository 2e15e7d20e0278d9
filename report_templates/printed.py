"""A figure and the text it is printed as: what pages, charts, alternative texts and `report.figure` share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Section = Literal["goal", "measure", "comparison", "economy", "activity", "quality"]


@dataclass(frozen=True)
class Figure:
    """A number of a pack as printed. ``figure_id`` is unique within the section; ``value`` is None when hidden or missing."""

    section: Section
    figure_id: str
    value: float | None
    printed: str
    measure_id: str | None = None
    month: date | None = None
    is_hidden: bool = False

"""A survey as printed: every number and sentence decided."""

from __future__ import annotations

from dataclasses import dataclass

from report_templates.printed import Figure


@dataclass(frozen=True, kw_only=True)
class WaveRow:
    """A figure over the waves, oldest first, and its change since the wave before the last."""

    label: str
    cells: tuple[str, ...]
    change: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementRow:
    """A statement: its means over the waves, and its change, rank, number and distribution in the last."""

    order: str
    wording: str
    cells: tuple[str, ...]
    change: str
    rank: str
    answers: str
    not_relevant: str
    steps: tuple[int, ...]
    distribution: str
    groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SurveyPage:
    """A survey as printed. ``waves`` head the columns of cells, ``groups`` those of a statement's groups in the last wave.

    ``notes`` stand under the tables: what their marks and shades mean, and who is in them.
    """

    measure_id: str
    name: str
    title: str
    remarks: tuple[str, ...]
    waves: tuple[str, ...]
    rows: tuple[WaveRow, ...]
    statements: tuple[StatementRow, ...]
    groups: tuple[str, ...]
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]

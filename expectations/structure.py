"""Looking at rows, in polars and in one pass, so that only counts go to the gate.

What a table declares (never null, unique by its grain, one of some values) and what a suite adds become rows of
``landed.rule_count``: a rule's sentence, how many rows were looked at and how many did not keep it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from expectations.verdict import Severity
from transforms.catalogue import RuleCount
from transforms.tables import Table


@dataclass(frozen=True)
class RowRule:
    """What should be true of every row; a row where it cannot be said (null) keeps it. ``stop`` bears not one such row.

    ``values_of`` names the one column a costly rule is about: it is then asked once per different value, not once per row.
    """

    sentence: str
    keeps: pl.Expr
    severity: Severity
    values_of: str | None = None


def declared_rules(table: type[Table]) -> tuple[RowRule, ...]:
    """The rules that follow from a table's declaration, the grain left out: it is about pairs of rows."""
    rules = []
    for name, column in table.columns.items():
        held = pl.col(name)
        if not column.nullable:
            rules.append(RowRule(f"{table.name}: {name} is never empty.", held.is_not_null(), "stop"))
        if column.dtype == pl.Float64():
            rules.append(RowRule(f"{table.name}: {name} is a finite number wherever it has a value.", held.is_finite(), "stop"))
        if column.one_of:
            among = ", ".join(column.one_of)
            rules.append(RowRule(f"{table.name}: {name} is one of {among}.", held.is_in(column.one_of), "stop"))
    return tuple(rules)


def grain_sentence(table: type[Table]) -> str:
    """The rule that no two rows are about the same thing."""
    return f"{table.name}: no two rows have the same {', '.join(table.grain)}."


def structure_counts(table: type[Table], frame: pl.DataFrame, rules: Sequence[RowRule] = ()) -> pl.DataFrame:
    """How many rows of the frame keep what the table declares, and these rules besides, in the shape of ``landed.rule_count``.

    A row that repeats the grain of another counts as unmet once. Text columns may also be Enums, as they are landed.
    """
    repeated = _repeated(frame.select(table.grain))
    grain = _counted(table.name, frame.height, [(grain_sentence(table), repeated, "stop")])
    return pl.concat([row_counts(table.name, frame, (*declared_rules(table), *rules)), grain])


def row_counts(about: str, frame: pl.DataFrame, rules: Sequence[RowRule]) -> pl.DataFrame:
    """How many rows of the frame do not keep each rule, in the shape of ``landed.rule_count``."""
    if frame.is_empty():
        return _counted(about, 0, [(rule.sentence, 0, rule.severity) for rule in rules])
    whole = frame.select((~rule.keeps).sum().alias(rule.sentence) for rule in rules if not rule.values_of).to_dicts()[0]
    unmet = {**whole, **{rule.sentence: _unmet_by_value(frame, rule) for rule in rules if rule.values_of}}
    return _counted(about, frame.height, [(rule.sentence, unmet[rule.sentence], rule.severity) for rule in rules])


def _unmet_by_value(frame: pl.DataFrame, rule: RowRule) -> int:
    values = frame.lazy().group_by(str(rule.values_of)).agg(pl.len().alias("_rows"))
    return int(values.filter(~rule.keeps).select(pl.col("_rows").sum()).collect().item())


def _repeated(grain: pl.DataFrame) -> int:
    """How many rows more than one have the same values. Rows whose hashes all differ do, which is quickly seen."""
    if grain.select(pl.struct(pl.all()).hash().n_unique()).item() == grain.height:
        return 0
    return grain.height - grain.n_unique()


def _counted(about: str, rows: int, unmet: Sequence[tuple[str, int, Severity]]) -> pl.DataFrame:
    return RuleCount.of(
        [
            {
                "source_id": about,
                "file_id": "",
                "rule": sentence,
                "rows_checked": rows,
                "rows_unmet": int(count),
                "limit_share": 0.0 if severity == "stop" else None,
            }
            for sentence, count, severity in unmet
        ]
    )

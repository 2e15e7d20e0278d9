"""What is expected of a delivery of cases."""

from __future__ import annotations

from datetime import date

import polars as pl

from expectations.personal_data import holds_no_personnummer, holds_no_personnummer_in
from expectations.rule_summary import check_rules
from expectations.structure import RowRule, structure_counts
from expectations.verdict import Verdict
from transforms.catalogue import Case, CaseExtra

_KEYS = ("case_key", "person_key", "caseworker_key")
_WORDS = ("case_type", "outcome", "close_reason", "channel")
_SHORTEST_KEY = 32
"""Characters. No personnummer and hardly any case number is that long: a shorter key was never hashed."""

_LARGEST_HOUSEHOLD = 30
_NUMBERS = ("household_size", "amount_sek")
_SHORTEST_PERSONNUMMER = 10**9
"""Ten digits; a number below is not looked at."""


def case_rules(as_of: date) -> tuple[RowRule, ...]:
    """What should be true of a case beyond its table's declaration."""
    opened = pl.col("opened_at")
    keyed = [
        RowRule(
            f"core.case: {key} is as long as a keyed hash.", pl.col(key).cast(pl.String()).str.len_bytes() >= _SHORTEST_KEY, "stop"
        )
        for key in _KEYS
    ]
    personal = [
        RowRule(f"core.case: {word} holds no personnummer.", holds_no_personnummer(word), "stop", values_of=word) for word in _WORDS
    ]
    return (
        *keyed,
        *personal,
        *(RowRule(f"core.case: {number} is no personnummer.", _is_no_personnummer(number), "stop") for number in _NUMBERS),
        RowRule("A case is decided no earlier than it came in.", pl.col("decided_at") >= opened, "warn"),
        RowRule("A case is closed no earlier than it came in.", pl.col("closed_at") >= opened, "warn"),
        RowRule("A case has come in by the day the run tells about.", opened.dt.date() <= as_of, "warn"),
        RowRule(
            f"A household has 1 to {_LARGEST_HOUSEHOLD} people.", pl.col("household_size").is_between(1, _LARGEST_HOUSEHOLD), "warn"
        ),
    )


def _is_no_personnummer(column: str) -> pl.Expr:
    """Whether a number has not the form of one: a column delivered in another's place would otherwise come in as it is."""
    number = pl.when(pl.col(column) >= _SHORTEST_PERSONNUMMER).then(column)
    digits = number.cast(pl.Int64(), strict=False).cast(pl.String())
    return pl.when(pl.col(column) == pl.col(column).floor()).then(holds_no_personnummer_in(digits))


def extra_rules() -> tuple[RowRule, ...]:
    """What should be true of an extra column of a case."""
    return (
        RowRule(
            "core.case_extra: extra_value holds no personnummer.",
            holds_no_personnummer("extra_value"),
            "stop",
            values_of="extra_value",
        ),
    )


def case_export_counts(rule_counts: pl.DataFrame, cases: pl.DataFrame, extras: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The intake's rule counts of a file, and below them those of the rows that would be loaded."""
    structure = structure_counts(Case, cases, case_rules(as_of))
    return pl.concat([rule_counts, structure, structure_counts(CaseExtra, extras, extra_rules())])


def check_case_export(suite: str, rule_counts: pl.DataFrame, cases: pl.DataFrame, extras: pl.DataFrame, as_of: date) -> Verdict:
    """Whether a delivered file of cases may be believed.

    ``rule_counts`` of the one file (``landed.rule_count``), ``cases`` and ``extras`` as they would be loaded, after the
    newest row of a case has won. ``suite`` names the source, and the file when several came.
    """
    return check_rules(suite, case_export_counts(rule_counts, cases, extras, as_of))

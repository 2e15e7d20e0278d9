"""The only room that knows Great Expectations and pandas: a rule of ours in, a finding of ours out.

Great Expectations takes seconds to import and milliseconds a rule, and keeps failing values in its results. So it is
imported at the first check, is given small frames (rule summaries and what is about to be printed: the rows themselves
are looked at by `expectations.structure` in polars), and nothing of its results but counts leaves this file.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.verdict import (
    PRESENT,
    AllNull,
    AtMost,
    Between,
    Expectation,
    Finding,
    HasRows,
    Matches,
    MatchesNot,
    NotNull,
    OneOf,
    Only,
    Rule,
    Unique,
    UniqueTogether,
    Verdict,
)

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.expectations.row_conditions import Condition

_ONE_AT_A_TIME = threading.Lock()
"""The context is shared by the process, and Great Expectations does not promise to bear that."""

_SEVERITY = {"stop": "critical", "warn": "warning"}


_TRANSLATION: dict[type[Rule], tuple[str, dict[str, Any], dict[str, str]]] = {
    HasRows: ("ExpectTableRowCountToBeBetween", {"min_value": 1}, {}),
    NotNull: ("ExpectColumnValuesToNotBeNull", {}, {"column": "column"}),
    AllNull: ("ExpectColumnValuesToBeNull", {}, {"column": "column"}),
    Unique: ("ExpectColumnValuesToBeUnique", {}, {"column": "column"}),
    UniqueTogether: ("ExpectCompoundColumnsToBeUnique", {}, {"columns": "column_list"}),
    OneOf: ("ExpectColumnValuesToBeInSet", {}, {"column": "column", "values": "value_set"}),
    Between: ("ExpectColumnValuesToBeBetween", {}, {"column": "column", "low": "min_value", "high": "max_value"}),
    AtMost: (
        "ExpectColumnPairValuesAToBeGreaterThanB",
        {"or_equal": True, "ignore_row_if": "either_value_is_missing"},
        {"other": "column_A", "column": "column_B"},
    ),
    Matches: ("ExpectColumnValuesToMatchRegex", {}, {"column": "column", "pattern": "regex"}),
    MatchesNot: ("ExpectColumnValuesToNotMatchRegex", {}, {"column": "column", "pattern": "regex"}),
}
"""Rule → the name of Great Expectations' own, what it is always told, and what it calls the rule's fields."""


class GateFault(Exception):
    """A rule could not be judged at all, e.g. about a column that is not there: a fault in our own suite."""


def check(suite: str, expectations: Sequence[Expectation], frame: pl.DataFrame) -> Verdict:
    """What was found, in the order the expectations were stated.

    ``frame`` should be small (up to some 100 000 rows). A rule narrowed to rows of which there are none is met.
    Raises ``GateFault`` when a rule cannot be judged.
    """
    if not expectations:
        return Verdict(suite, ())
    with _ONE_AT_A_TIME:
        results = _judge(suite, expectations, frame)
    return Verdict(suite, tuple(_finding(wanted, results[number], frame) for number, wanted in enumerate(expectations)))


def _judge(suite: str, expectations: Sequence[Expectation], frame: pl.DataFrame) -> dict[int, Any]:
    """Each expectation's result under its number: the results come in an order of their own."""
    whole = _whole_dataframes()
    from great_expectations import ExpectationSuite  # noqa: PLC0415 - seconds to import: at the first check only

    # Whoever passes the same expectation twice gets it judged twice: the number keeps them apart.
    judged = [_translated(wanted, number) for number, wanted in enumerate(expectations)]
    batch = whole.get_batch(batch_parameters={"dataframe": frame.to_pandas()})
    answer = batch.validate(ExpectationSuite(name=suite, expectations=judged), result_format="BASIC")
    return {result.expectation_config.meta["number"]: result for result in answer.results if result.expectation_config}


def _finding(wanted: Expectation, result: Any, frame: pl.DataFrame) -> Finding:
    counts = result.result
    if isinstance(wanted.rule, HasRows) and "observed_value" in counts:
        return Finding(wanted, bool(result.success), frame.height, 0)
    if "unexpected_count" not in counts:
        # Its own message may quote the data, so it is not passed on.
        raise GateFault(f"This could not be judged: {wanted.sentence}")
    return Finding(wanted, bool(result.success), int(counts["element_count"]), int(counts["unexpected_count"]))


@cache
def _whole_dataframes() -> BatchDefinition[Any]:
    """The one context of this process, silent and telling nobody, with its one way in for a frame."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # noqa: PLC0415 - see above

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment] # "globally" is the one that silences
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
    return asset.add_batch_definition_whole_dataframe("whole")


def _translated(wanted: Expectation, number: int) -> Any:
    from great_expectations.expectations import core  # noqa: PLC0415 - see above

    name, fixed, names = _TRANSLATION[type(wanted.rule)]
    said = {theirs: getattr(wanted.rule, ours) for ours, theirs in names.items()}
    # It takes lists only, and complains about a tuple first while judging.
    said = {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}
    severity, rows = _SEVERITY[wanted.severity], _condition(wanted.only)
    return getattr(core, name)(**said, **fixed, severity=severity, row_condition=rows, meta={"number": number})


def _condition(only: tuple[Only, ...]) -> Condition | None:
    from great_expectations.expectations.row_conditions import Column  # noqa: PLC0415 - see above

    narrowed: Condition | None = None
    for part in only:
        column = Column(part.column)
        one = column.is_not_null() if part.value == PRESENT else column == part.value
        narrowed = one if narrowed is None else narrowed & one
    return narrowed

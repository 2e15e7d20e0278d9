"""Judging a rule summary: the rows have been counted, the gate decides what the counts mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from expectations.gate import check
from expectations.verdict import AtMost, Between, Expectation, Finding, Only, Verdict

ROWS = "rows"
"""The rule under which the intake counts the rows themselves: read, sent to quarantine, and read the time before."""

_SENTENCES = {
    "quarantined": "Rows can be read and need not go to quarantine",
    "closed after opened": "A case is closed no earlier than it came in, else it goes to quarantine",
    "no event after the as-of date": "Nothing in a case has happened after the day the run tells about",
    "personnummer valid": "A personnummer has a right check digit",
    "case id once": "A case stands in the file once",
}
"""What the intake's short names for its rules mean; other names are taken as they are."""

HAS_ROWS = "The file has rows."
NOT_HALVED = "The file has at least half as many rows as the one before it."


def check_rules(suite: str, rule_counts: pl.DataFrame) -> Verdict:
    """One finding per rule of ``landed.rule_count`` (more for 'rows'), with the numbers of rows behind it.

    A rule with a limit stops when a larger share is unmet; one without is only told. A file without rows stops, and
    so does one of less than half the rows of the file before, where that is known.
    """
    summary = rule_counts.with_columns(
        (pl.col("rows_unmet") / pl.col("rows_checked")).fill_nan(0).alias("unmet_share"),
        (pl.col("rows_before") / 2).alias("half_of_rows_before"),
    )
    expectations = [expected for row in summary.iter_rows(named=True) for expected in _expected(row)]
    counts = {row["rule"]: (row["rows_checked"], row["rows_unmet"]) for row in summary.iter_rows(named=True)}
    verdict = check(suite, expectations, summary)
    return replace(verdict, findings=tuple(_with_rows(finding, counts) for finding in verdict.findings))


def _expected(row: dict[str, Any]) -> list[Expectation]:
    rule, limit = row["rule"], row["limit_share"]
    sentence = _SENTENCES.get(rule, rule).removesuffix(".")
    this = (Only("rule", rule),)
    if rule == ROWS:
        found = [Expectation(HAS_ROWS, "stop", Between("rows_checked", low=1), this)]
        if row["rows_before"] is not None:
            found.append(Expectation(NOT_HALVED, "stop", AtMost("half_of_rows_before", "rows_checked"), this))
        return found
    if limit is None:
        return [Expectation(f"{sentence}.", "warn", Between("rows_unmet", high=0), this)]
    bears = f", in all but {100 * limit:.4g} % of the rows" if limit else ""
    return [Expectation(f"{sentence}{bears}.", "stop", AtMost("unmet_share", "limit_share"), this)]


def _with_rows(finding: Finding, counts: dict[str, tuple[int, int]]) -> Finding:
    """The numbers of rows instead of those of the summary. What is about the file as a whole is unmet by all its rows."""
    rows_checked, rows_unmet = counts[str(finding.expectation.only[0].value)]
    if finding.expectation.sentence in {HAS_ROWS, NOT_HALVED}:
        rows_unmet = 0 if finding.is_met else rows_checked
    return replace(finding, rows_checked=rows_checked, rows_unmet=rows_unmet)

"""Our own words for what is expected of a frame and what was found. No type of Great Expectations appears here.

An expectation is a sentence an operator understands, a severity and a rule of a small algebra. `expectations.gate` is
the only place that knows how to have a rule judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from transforms import catalogue

Severity = Literal["stop", "warn"]


@dataclass(frozen=True)
class HasRows:
    """The frame has at least one row. Cannot be narrowed: it is about the frame as a whole."""


@dataclass(frozen=True)
class NotNull:
    """The column is never null."""

    column: str


@dataclass(frozen=True)
class AllNull:
    """The column is always null."""

    column: str


@dataclass(frozen=True)
class Unique:
    """No two rows have the same value in this column; null does not count."""

    column: str


@dataclass(frozen=True)
class UniqueTogether:
    """No two rows have the same values in these columns, two or more."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class OneOf:
    """The column's values, where there are any, are among these."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """The column's numbers, where there are any, lie between two bounds, both allowed; None is no bound.

    A float that is not a number counts as none at all: let `expectations.structure` look for those.
    """

    column: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class AtMost:
    """Where both columns have a number, the first is not above the second."""

    column: str
    other: str


@dataclass(frozen=True)
class Matches:
    """The column's texts, where there are any, match the regular expression somewhere. Groups are written ``(?:…)``."""

    column: str
    pattern: str


@dataclass(frozen=True)
class MatchesNot:
    """The column's texts match the regular expression nowhere."""

    column: str
    pattern: str


Rule = HasRows | NotNull | AllNull | Unique | UniqueTogether | OneOf | Between | AtMost | Matches | MatchesNot


@dataclass(frozen=True)
class Only:
    """Narrows a rule to the rows whose column has this value; ``PRESENT`` stands for any value."""

    column: str
    value: str | bool


PRESENT = "\0present"
"""A value no text can have."""


@dataclass(frozen=True)
class Expectation:
    """What should be true of a frame, and what it means when it is not: stop the source or publishing, or only tell."""

    sentence: str
    severity: Severity
    rule: Rule
    only: tuple[Only, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Whether an expectation was met, over how many rows, and how many did not meet it. Never which values."""

    expectation: Expectation
    is_met: bool
    rows_checked: int
    rows_unmet: int

    def __str__(self) -> str:
        """For the run report: ``not so for 3 of 120 rows: Every … has …``."""
        if self.is_met:
            return self.expectation.sentence
        if not self.rows_checked:
            return f"not so: {self.expectation.sentence}"
        return f"not so for {self.rows_unmet} of {self.rows_checked} rows: {self.expectation.sentence}"


@dataclass(frozen=True)
class Verdict:
    """What was found about one source or table, one finding per expectation, in the order they were stated."""

    suite: str
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What was not met and stops the source, or the publishing."""
        return self._unmet("stop")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What was not met and is only told."""
        return self._unmet("warn")

    @property
    def is_believed(self) -> bool:
        """Whether nothing stops it."""
        return not self.stops

    def to_frame(self, run_id: str) -> pl.DataFrame:
        """The findings in the shape of ``meta.verdict``."""
        return catalogue.Verdict.of(
            [
                {
                    "run_id": run_id,
                    "suite": self.suite,
                    "expectation": finding.expectation.sentence,
                    "severity": finding.expectation.severity,
                    "is_met": finding.is_met,
                    "rows_checked": finding.rows_checked,
                    "rows_unmet": finding.rows_unmet,
                }
                for finding in self.findings
            ]
        )

    def _unmet(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if not found.is_met and found.expectation.severity == severity)


def together(suite: str, verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict over several frames of the same source."""
    return Verdict(suite, tuple(finding for verdict in verdicts for finding in verdict.findings))

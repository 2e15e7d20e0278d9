"""The gate: rules in, counts out, and nothing of Great Expectations or of the data besides."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from expectations.gate import GateFault, check
from expectations.verdict import (
    PRESENT,
    AllNull,
    AtMost,
    Between,
    Expectation,
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
    together,
)
from transforms import catalogue

FRAME = pl.DataFrame({
    "unit": ["a", "b", "c"],
    "same": [1, 1, 2],
    "low": [0, 3, None],
    "high": [5, 2, None],
    "word": ["x", None, "12"],
    "is_on": [True, False, None],
})  # fmt: skip
NOTHING = FRAME.clear()


def judged(rule: Rule, *only: Only, frame: pl.DataFrame = FRAME) -> tuple[bool, int, int]:
    (found,) = check("suite", [Expectation("It is so.", "stop", rule, only)], frame).findings
    return found.is_met, found.rows_checked, found.rows_unmet


@pytest.mark.parametrize(
    ("rule", "only", "answer"),
    [
        (HasRows(), (), (True, 3, 0)),
        (NotNull("unit"), (), (True, 3, 0)),
        (NotNull("word"), (), (False, 3, 1)),
        (AllNull("word"), (Only("unit", "b"),), (True, 1, 0)),
        (AllNull("word"), (), (False, 3, 2)),
        (Unique("unit"), (), (True, 3, 0)),
        (Unique("same"), (), (False, 3, 2)),
        (UniqueTogether(("unit", "same")), (), (True, 3, 0)),
        (OneOf("word", ("x", "12")), (), (True, 3, 0)),
        (OneOf("word", ("x",)), (), (False, 3, 1)),
        (Between("low", 0, 3), (), (True, 3, 0)),
        (Between("low", 0, 2.9), (), (False, 3, 1)),
        (Between("low", low=1), (), (False, 3, 1)),
        (Between("low", high=2), (), (False, 3, 1)),
        (Between("low", 1), (Only("is_on", value=False),), (True, 1, 0)),
        (Between("low", 1), (Only("is_on", PRESENT),), (False, 2, 1)),
        (AtMost("low", "high"), (), (False, 3, 1)),
        (AtMost("low", "low"), (), (True, 3, 0)),
        (Matches("word", r"^(?:x|\d+)$"), (), (True, 3, 0)),
        (Matches("word", r"\d"), (), (False, 3, 1)),
        (MatchesNot("word", r"\d"), (), (False, 3, 1)),
        (MatchesNot("word", r"å"), (), (True, 3, 0)),
        (MatchesNot("word", r"x"), (Only("unit", "a"), Only("is_on", value=False)), (True, 0, 0)),
    ],
)
def test_a_rule_is_judged_row_by_row(rule, only, answer):
    assert judged(rule, *only) == answer


def test_a_frame_without_rows_breaks_only_the_wish_for_rows():
    assert judged(HasRows(), frame=NOTHING)[0] is False
    assert judged(NotNull("unit"), frame=NOTHING)[0] is True
    assert judged(UniqueTogether(("unit", "same")), frame=NOTHING)[0] is True


def test_findings_come_in_the_order_of_the_expectations_even_when_stated_twice():
    stated = [
        Expectation(sentence, "warn", rule) for sentence, rule in (("1", NotNull("word")), ("2", HasRows()), ("3", NotNull("word")))
    ]
    assert [found.expectation.sentence for found in check("suite", stated, FRAME).findings] == ["1", "2", "3"]


def test_a_rule_about_a_column_that_is_not_there_is_our_own_fault():
    with pytest.raises(GateFault, match=r"It is so\."):
        judged(NotNull("nothing"))


def test_severities_part_what_stops_from_what_is_told():
    verdict = check("suite", [Expectation("Stop.", "stop", NotNull("word")), Expectation("Warn.", "warn", NotNull("word"))], FRAME)
    assert [found.expectation.sentence for found in verdict.stops] == ["Stop."]
    assert [found.expectation.sentence for found in verdict.warnings] == ["Warn."]
    assert not verdict.is_believed


def test_a_verdict_becomes_rows_of_meta_verdict():
    verdict = together("both", [check("a", [Expectation("A.", "stop", NotNull("word"))], FRAME), Verdict("b", ())])
    frame = verdict.to_frame("run-1")
    assert frame.schema == catalogue.Verdict.schema()
    assert frame.rows() == [("run-1", "both", "A.", "stop", False, 3, 1)]


def test_no_value_of_the_data_is_in_a_finding():
    found = check("suite", [Expectation("It is so.", "stop", Matches("word", "secret"))], FRAME)
    assert "12" not in repr(found)


def test_great_expectations_is_imported_at_the_first_check_only_and_is_silent():
    code = """
import sys
import expectations.gate, expectations.printed, expectations.case_export
assert not {"great_expectations", "pandas"} & set(sys.modules)
from expectations.verdict import Expectation, HasRows
import polars
print(expectations.gate.check("s", [Expectation("It has rows.", "stop", HasRows())], polars.DataFrame({"a": [1]})).is_believed)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[2]
    )
    assert (done.stdout, done.stderr) == ("True\n", "")

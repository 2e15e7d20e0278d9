"""Every expectation of a delivery, and of the computed tables, passes one frame and is broken by one frame."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.case_export import check_case_export
from expectations.rule_summary import check_rules
from tests.data_checks.deliveries import AS_OF, TRIALS, Trial
from transforms.catalogue import Case, CaseExtra, RuleCount


def sentences(trial: Trial) -> dict[str, str]:
    """Every expectation of the suite, with its severity."""
    verdict = check_rules("all", trial.counts(trial.good()))
    return {finding.expectation.sentence: finding.expectation.severity for finding in verdict.findings}


@pytest.mark.parametrize("name", TRIALS)
def test_frames_without_fault_meet_every_expectation(name):
    verdict = check_rules(name, TRIALS[name].counts(TRIALS[name].good()))
    assert [str(finding) for finding in verdict.findings if not finding.is_met] == []
    assert verdict.is_believed


@pytest.mark.parametrize("name", TRIALS)
def test_every_expectation_has_a_frame_that_breaks_it(name):
    """And breaking it stops, or is told, as its severity says. An expectation without such a frame fails here."""
    trial = TRIALS[name]
    for sentence, severity in sentences(trial).items():
        assert sentence in trial.breaks, f"{name}: no frame breaks: {sentence}"
        frames = trial.good()
        trial.breaks[sentence](frames)
        counts = trial.counts(frames)
        # Only the rules that are not kept: the gate takes its time for each.
        suspect = (pl.col("rows_unmet") > 0) | (pl.col("rule") == "rows")
        verdict = check_rules(name, counts.filter(suspect))
        (found,) = [finding for finding in verdict.findings if finding.expectation.sentence == sentence]
        assert not found.is_met, sentence
        assert found in (verdict.stops if severity == "stop" else verdict.warnings), sentence


def test_a_stopped_delivery_is_not_believed_and_says_how_many_rows():
    trial = TRIALS["case_export"]
    frames = trial.good()
    trial.breaks["core.case: close_reason holds no personnummer."](frames)
    verdict = check_case_export("treserva", frames[RuleCount], frames[Case], frames[CaseExtra], AS_OF)
    assert not verdict.is_believed
    assert [str(stop) for stop in verdict.stops] == ["not so for 1 of 2 rows: core.case: close_reason holds no personnummer."]


def test_a_first_file_and_a_file_without_a_limit_are_judged_by_what_is_known():
    counts = RuleCount.of([{"source_id": "s", "file_id": "f", "rule": "rows", "rows_checked": 1, "rows_unmet": 1}])
    assert [finding.expectation.sentence for finding in check_rules("s", counts).findings] == ["The file has rows."]


def test_an_empty_file_says_so_and_divides_nothing_by_zero():
    counts = RuleCount.of(
        [
            {
                "source_id": "s",
                "file_id": "f",
                "rule": "rows",
                "rows_checked": 0,
                "rows_unmet": 0,
                "rows_before": 10,
                "limit_share": 0.05,
            }
        ]
    )
    verdict = check_rules("s", counts)
    assert [str(stop) for stop in verdict.stops] == [
        "not so: The file has rows.",
        "not so: The file has at least half as many rows as the one before it.",
    ]


def test_rows_as_they_are_landed_with_enums_are_judged_alike():
    """Columns of few words are Enums in the landing archive."""
    trial = TRIALS["case_export"]
    frames = trial.good()
    few = ("source_id", "close_reason", "caseworker_key")
    frames[Case] = frames[Case].with_columns(pl.col(name).cast(pl.Enum(frames[Case][name].unique())) for name in few)
    assert trial.counts(frames).equals(trial.counts(trial.good()))

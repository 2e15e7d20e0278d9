"""Every expectation of what is about to be printed passes one frame and is broken by one frame."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from expectations.gate import check
from expectations.printed import FIGURES, HEADLINES, WRITTEN, check_printed, headlines_of_packs, written_counts
from expectations.printed_figures import figures_with_computed
from tests.data_checks.deliveries import COMPUTED, MONTH, TEST_PERSONNUMMER, Break, Frames, put
from transforms.catalogue import Decision, Figure, Headline

UNIT = {"unit_id": "u1"}


def good() -> Frames:
    """A pack of three figures, one of them hidden, with its headline, beside the computed tables."""
    about_count = {"measure_id": "count", "month": MONTH, "value": 40.0, "printed": "40"}
    figures = [
        {"section": "measure", "figure_id": "few", "measure_id": "few", "month": MONTH, "printed": "x"},
        {"section": "measure", "figure_id": "count", **about_count},
        {"section": "goal", "figure_id": "nothing", "printed": "–"},
        {"section": "activity", "figure_id": "late", "value": 2.0, "printed": "två sena aktiviteter"},
    ]
    figures = [{**UNIT, "is_hidden": figure["figure_id"] == "few", **figure} for figure in figures]
    headline = {
        "as_of": date(2026, 10, 5),
        "headline": "205 av 225 planerade, 20 färre.",
        "file_name": "nulageskoll_u1_2026-10-05.pdf",
    }
    return {**COMPUTED.good(), Figure: Figure.of(figures), Headline: Headline.of([{**UNIT, **headline}])}


def twice(frames: Frames) -> None:
    """Another unit's pack has the same file name."""
    frames[Headline] = pl.concat([frames[Headline], frames[Headline].with_columns(unit_id=pl.lit("u2"))])


def without_headline(frames: Frames) -> None:
    """The unit has figures and no headline."""
    frames[Headline] = Headline.empty()


FIGURE_BREAKS: dict[str, Break] = {
    "A printed figure has a text.": put(Figure, printed=" "),
    "A printed figure holds no word of the machine (nan, None, null …).": put(Figure, printed="nan %"),
    "A hidden figure has no value.": put(Figure, value=3.0),
    "A hidden figure is printed as x or two dots.": put(Figure, printed="3"),
    "No figure prints a number that is hidden in report.outcome.": put(Figure, value=3.0, printed="3", is_hidden=False),
    "A figure other than zero is printed with a digit or a number in words.": put(
        Figure, value=7.0, printed="många", is_hidden=False
    ),
}
HEADLINE_BREAKS: dict[str, Break] = {
    "Every unit with a pack has a headline.": without_headline,
    "A headline says something.": put(Headline, headline=""),
    "A headline holds no word of the machine (nan, None, null …).": put(Headline, headline="None av 225 planerade."),
    "No two packs have the same file name.": twice,
    "A pack's file name is one plain name that ends in .pdf.": put(Headline, file_name="../nulageskoll.pdf"),
}


def test_packs_without_fault_meet_every_expectation():
    verdicts = check_printed(good())
    assert [verdict.suite for verdict in verdicts] == ["report.figure", "report.headline", "computed", "free text"]
    assert [str(finding) for verdict in verdicts for finding in verdict.findings if not finding.is_met] == []


def test_nothing_to_print_meets_every_expectation():
    assert all(verdict.is_believed for verdict in check_printed({}))


@pytest.mark.parametrize("expected", FIGURES, ids=lambda expected: expected.sentence)
def test_every_expectation_of_a_figure_has_a_frame_that_breaks_it(expected):
    frames = good()
    FIGURE_BREAKS[expected.sentence](frames)
    (found,) = check("figures", [expected], figures_with_computed(frames[Figure], frames)).findings
    assert (found.is_met, found.rows_unmet) == (False, 1)


@pytest.mark.parametrize("expected", HEADLINES, ids=lambda expected: expected.sentence)
def test_every_expectation_of_a_headline_has_a_frame_that_breaks_it(expected):
    frames = good()
    HEADLINE_BREAKS[expected.sentence](frames)
    (found,) = check("headlines", [expected], headlines_of_packs(frames)).findings
    assert not found.is_met


@pytest.mark.parametrize("printed", ["12 %", "Nanna", "noll", "inför", "oändligt", "x"])
def test_words_that_only_look_like_the_machines_may_be_printed(printed):
    frames = good()
    put(Figure, printed=printed)(frames)
    (found,) = check("figures", [FIGURES[1]], frames[Figure]).findings
    assert found.is_met


def test_a_personnummer_that_a_manager_has_written_stops_the_printing():
    frames = good()
    matter = {
        "decision_id": "d1",
        "unit_id": "u1",
        "matter": f"Ska {TEST_PERSONNUMMER} flyttas?",
        "raised_on": MONTH,
        "age_days": 34,
    }
    frames[Decision] = Decision.of([matter])
    stops = [str(stop) for verdict in check_printed(frames) for stop in verdict.stops]
    assert stops == ["not so for 1 of 1 rows: core.decision: no text holds a personnummer."]


@pytest.mark.parametrize("table", WRITTEN, ids=lambda table: table.name)
def test_every_table_with_free_text_is_looked_through(table):
    """Every text column of it, and no other value in it is taken for a personnummer."""
    texts = [name for name, column in table.columns.items() if column.dtype == pl.String() and not column.one_of]
    for name in texts:
        frame = pl.DataFrame([[None]] * len(table.columns), schema={key: column.dtype for key, column in table.columns.items()})
        frame = frame.with_columns(pl.lit(f"se {TEST_PERSONNUMMER}").alias(name))
        unmet = dict(written_counts({table: frame}).select("rule", "rows_unmet").iter_rows())
        assert {rule for rule, rows in unmet.items() if rows} == {f"{table.name}: no text holds a personnummer."}

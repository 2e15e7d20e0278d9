"""What is expected of what is about to be printed and published. Nothing is when one of these stops."""

from __future__ import annotations

import polars as pl

from expectations.gate import check
from expectations.personal_data import holds_no_personnummer
from expectations.printed_figures import computed_rules, figures_with_computed
from expectations.rule_summary import check_rules
from expectations.structure import RowRule, row_counts
from expectations.verdict import (
    AllNull,
    Between,
    Expectation,
    Matches,
    MatchesNot,
    NotNull,
    Only,
    Unique,
    Verdict,
)
from transforms.catalogue import (
    Activity,
    Decision,
    Dialogue,
    DisclosedBaseline,
    Figure,
    Goal,
    Headline,
    MeasureDefinition,
    SurveyQuestion,
    Unit,
)
from transforms.tables import Table, Tables

MACHINE_WORDS = r"(?i)(?<!\w)(?:nan|none|null|nat|inf|undefined)(?!\w)|\{\{|\}\}|\{%"
"""What a program prints when it has nothing to say: never a word of ours."""

FIGURES = (
    Expectation("A printed figure has a text.", "stop", MatchesNot("printed", r"^\s*$")),
    Expectation("A printed figure holds no word of the machine (nan, None, null …).", "stop", MatchesNot("printed", MACHINE_WORDS)),
    Expectation("A hidden figure has no value.", "stop", AllNull("value"), (Only("is_hidden", value=True),)),
    Expectation(
        "A hidden figure is printed as x or two dots.",
        "stop",
        Matches("printed", r"^(?:x|\.\.)$"),
        (Only("is_hidden", value=True),),
    ),
    Expectation("No figure prints a number that is hidden in report.outcome.", "stop", Between("gives_away", high=0)),
    Expectation("A figure other than zero is printed with a digit or a number in words.", "warn", Between("says_nothing", high=0)),
)

HEADLINES = (
    Expectation("Every unit with a pack has a headline.", "stop", NotNull("headline")),
    Expectation("A headline says something.", "stop", MatchesNot("headline", r"^\s*$")),
    Expectation("A headline holds no word of the machine (nan, None, null …).", "stop", MatchesNot("headline", MACHINE_WORDS)),
    Expectation("No two packs have the same file name.", "stop", Unique("file_name")),
    Expectation("A pack's file name is one plain name that ends in .pdf.", "stop", Matches("file_name", r"^[\w][\w.\-]*\.pdf$")),
)

WRITTEN: tuple[type[Table], ...] = (
    Unit, Goal, Activity, Dialogue, Decision, DisclosedBaseline, MeasureDefinition, SurveyQuestion, Figure, Headline,
)  # fmt: skip
"""The tables for everybody that hold what people have written freely."""


def headlines_of_packs(tables: Tables) -> pl.DataFrame:
    """The headlines, and a row without one for every unit whose pack has figures but no headline."""
    figures, headlines = (tables.get(table, table.empty()) for table in (Figure, Headline))
    units = figures.select("unit_id").unique(maintain_order=True)
    return units.join(headlines, on="unit_id", how="full", coalesce=True, maintain_order="left_right")


def computed_counts(tables: Tables) -> pl.DataFrame:
    """Rule counts of the computed tables behind the figures."""
    return pl.concat([row_counts(name, frame, rules) for name, frame, rules in computed_rules(tables)])


def written_counts(tables: Tables) -> pl.DataFrame:
    """Rule counts of the tables with free text: the last look for a personnummer, whatever way it came."""
    return pl.concat([row_counts(table.name, tables.get(table, table.empty()), (_no_personnummer(table),)) for table in WRITTEN])


def _no_personnummer(table: type[Table]) -> RowRule:
    texts = [name for name, column in table.columns.items() if column.dtype == pl.String() and not column.one_of]
    return RowRule(f"{table.name}: no text holds a personnummer.", pl.all_horizontal(map(holds_no_personnummer, texts)), "stop")


def check_printed(tables: Tables) -> tuple[Verdict, ...]:
    """Whether what the tables hold may be printed: a verdict on figures, on headlines, on what they rest on and on free text.

    Wants the figures and headlines of all packs beside the computed tables; a table that is not there counts as empty.
    """
    figures = figures_with_computed(tables.get(Figure, Figure.empty()), tables)
    return (
        check(Figure.name, FIGURES, figures),
        check(Headline.name, HEADLINES, headlines_of_packs(tables)),
        check_rules("computed", computed_counts(tables)),
        check_rules("free text", written_counts(tables)),
    )

"""The examples of ``22-enkater.md`` come out as they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.spec_reader import Example, SpecTable, read_cell, read_examples
from tests.survey_world import OCTOBER, Answer, hme, inputs_of, scale, series, tables_of
from transforms import catalogue
from transforms.measures import Measure
from transforms.surveys.disclosed import shown_waves
from transforms.tables import Table

EXAMPLES = read_examples(Path(__file__).with_name("22-enkater.md"))
HEADINGS = {
    "enhet": "unit_id", "omgång": "wave_on", "grupp": "group_name", "fråga": "question", "svar": "answers", "medel": "mean",
    "fel": "sampling_error", "förändring": "change", "fel i förändringen": "change_error", "rang": "rank", "steg": "step",
    "ej relevant": "not_relevant", "svarande": "respondents", "tillfrågade": "invited", "svarsfrekvens": "response_share",
}  # fmt: skip
TABLES: dict[str, type[Table]] = {
    "påståenden": catalogue.SurveyResult,
    "steg": catalogue.SurveyStep,
    "svarande": catalogue.SurveyResponse,
    "visas": catalogue.DisclosedSurveyResult,
    "svarande som visas": catalogue.DisclosedSurveyResponse,
}
HIDDEN = "dold"


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_surveys_are_as_the_example_says(example: Example):
    """Every row expected is there with every cell as written; of what is shown, nothing else is."""
    tables = tables_of(inputs_of(_answers(example.given["svar"]), *_measures(example), series=_asked(example)))
    for name, expected in example.expect.items():
        if name == "utfall":
            outcome = tables[catalogue.Outcome].filter(pl.col("measure_id").is_in(["hme", "skatta"]))
            _assert_there(expected, outcome, {"enhet": "unit_id", "värde": "value", "rader": "rows"}, catalogue.Outcome)
        elif name == "måttets värde visas":
            shown = shown_waves(tables[catalogue.DisclosedSurveyResult])
            assert shown["unit_id"].to_list() == [row["enhet"] for row in expected.rows]
        else:
            _assert_there(expected, tables[TABLES[name]], HEADINGS, TABLES[name])
            if name == "svarande som visas":
                assert set(tables[TABLES[name]]["unit_id"]) - {"nämnd"} == {row["enhet"] for row in expected.rows}


def _assert_there(expected: SpecTable, made: pl.DataFrame, headings: dict[str, str], table: type[Table]) -> None:
    for row in expected.rows:
        cells = {headings[heading]: cell for heading, cell in row.items()}
        rows = [found for found in made.to_dicts() if _is_about(found, cells, table)]
        assert len(rows) == 1, (row, rows)
        for column, cell in cells.items():
            if cell == HIDDEN:
                assert rows[0][column] is None, (row, column)
                assert rows[0]["is_hidden"], row
            else:
                value = read_cell(cell, table.columns[column].dtype)
                assert rows[0][column] == (pytest.approx(value, abs=5e-5) if isinstance(value, float) else value), (row, column)


def _is_about(found: dict[str, Any], cells: dict[str, str | None], table: type[Table]) -> bool:
    """Whether a row is the one that an expectation is about: it names the keys it needs, and means everybody otherwise."""
    wanted = {"group_name": "alla"} | {name: cell for name, cell in cells.items() if name in table.grain}
    return all(found[name] == read_cell(cell, table.columns[name].dtype) for name, cell in wanted.items() if name in found)


def _answers(given: SpecTable) -> list[Answer]:
    return [
        Answer(
            row["enhet"] or "",
            row["fråga"] or "",
            None if row["svar"] == "ej relevant" else int(row["svar"] or ""),
            int(row["antal"] or "1"),
            row.get("grupp"),
            read_cell(row["omgång"], pl.Date()) if "omgång" in row else OCTOBER,
        )
        for row in given.rows
    ]


def _measures(example: Example) -> tuple[Measure, ...]:
    if "index" in example.given:
        parts: dict[str, tuple[str, ...]] = {}
        for row in example.given["index"].rows:
            parts[row["del"] or ""] = (*parts.get(row["del"] or "", ()), row["fråga"] or "")
        return (hme(parts=parts),)
    asked = "tillfragade" if "tillfrågade" in example.given else None
    return (scale("p1", "p2", "p3", invited=asked), *([series("tillfragade")] if asked else []))


def _asked(example: Example) -> pl.DataFrame:
    given = example.given.get("tillfrågade", SpecTable((), ()))
    headings = {"enhet": "unit_id", "månad": "month", "värde": "value"}
    return given.renamed(headings).frame(
        catalogue.SeriesValue, source_id="hr", series_code="tillfragade", file_id="f", line=lambda number: number + 1
    )

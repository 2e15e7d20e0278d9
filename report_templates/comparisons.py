"""What a pack says about Kolada's key figures: ours beside the similar kommuner and the nation, with place and position.

Beside it our own values over the five years up to the year compared, with the direction they have taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_templates import wording_comparison as say
from report_templates.chart_history import HistoryChart
from report_templates.facts import MeasureFacts, Row
from report_templates.numbers_sv import MISSING, number, quantity, sentence
from report_templates.printed import Figure

YEARS_BACK = 5
_FEWEST_DRAWN = 2


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """A key figure as printed. ``strip`` is the share strictly better and strictly worse, where there is a position.

    ``history`` is None with fewer than two values of ours to draw; ``travelled`` is its sentence.
    """

    measure_id: str
    name: str
    kpi: str
    year: str
    own: str
    similar: str
    national: str
    place: str
    similar_place: str
    position: str
    colour_word: str
    sentence: str
    strip: tuple[float, float] | None
    history: HistoryChart | None
    travelled: str
    figures: tuple[Figure, ...]


class _Noted:
    """The figures of one key figure, each noted as it is printed."""

    def __init__(self, measure_id: str, decimals: int) -> None:
        self._measure_id = measure_id
        self._decimals = decimals
        self.figures: list[Figure] = []

    def text(self, what: str, value: float | None, printed: str) -> str:
        self.figures.append(Figure("comparison", f"{self._measure_id}.{what}", value, printed, self._measure_id))
        return printed

    def amount(self, what: str, value: float | None) -> str:
        return self.text(what, value, MISSING if value is None else number(value, self._decimals))


def comparison_rows(measures: Sequence[MeasureFacts]) -> tuple[ComparisonRow, ...]:
    """One row per chosen key figure that has been fetched, in the chef's order."""
    return tuple(_row(facts) for facts in measures if facts.definition["kind"] == "kolada" and facts.comparisons)


def _row(facts: MeasureFacts) -> ComparisonRow:
    definition = facts.definition
    everybody = next((row for row in facts.comparisons if row["circle"] == "all"), facts.comparisons[0])
    similar = next((row for row in facts.comparisons if row["circle"] == "similar"), None)
    decimals, unit, name = definition["decimals"] or 0, definition["unit"], definition["measure_name"]
    noted = _Noted(definition["measure_id"], decimals)
    year, value, position = everybody["year"], everybody["value"], everybody["position"]
    rank, reporting = everybody["rank"], everybody["reporting_count"]
    has_place = year is not None and value is not None
    printed = {
        "own": noted.amount("value", value),
        "place": noted.text("rank", rank, say.rank_words(rank, reporting)),
        "similar": noted.amount("similar_mean", similar["circle_mean"] if similar else None),
        "national": noted.amount("national_value", everybody["national_value"]),
        "similar_place": noted.text("similar_rank", similar["rank"], _similar_place(similar)) if similar else MISSING,
    }
    history, travelled = _history(facts, everybody, noted)
    return ComparisonRow(
        measure_id=definition["measure_id"],
        name=sentence(name),
        kpi=everybody["kpi_id"],
        year=str(year) if year is not None else MISSING,
        position=say.position_words(position, has_year=year is not None, has_value=value is not None),
        colour_word=everybody["colour_word"],
        sentence=say.comparison_sentence(
            name, year, quantity(value, unit, decimals), rank=rank, reporting=reporting, position=position
        )
        if has_place
        else say.nothing_to_compare(name),
        strip=(everybody["strictly_better_share"], everybody["strictly_worse_share"]) if position != "none" else None,
        history=history,
        travelled=travelled,
        figures=tuple(noted.figures),
        **printed,
    )


def _similar_place(similar: Row) -> str:
    return say.rank_words(similar["rank"], similar["reporting_count"])


def _history(facts: MeasureFacts, compared: Row, noted: _Noted) -> tuple[HistoryChart | None, str]:
    """The years up to the year compared as a drawing, and what they say; nothing with fewer than two values of ours."""
    until = compared["year"]
    told = {row["year"]: row for row in facts.comparison_years if until is not None and until - YEARS_BACK <= row["year"] <= until}
    own = [year for year in sorted(told) if told[year]["value"] is not None]
    if len(own) < _FEWEST_DRAWN:
        return None, ""
    definition = facts.definition
    unit, decimals, name = definition["unit"], definition["decimals"] or 0, definition["measure_name"]
    values = [(year, noted.amount(f"value_{year}", told[year]["value"])) for year in own]
    first, last = own[0], own[-1]
    travelled = say.travel_sentence(
        quantity(told[last]["value"], unit, decimals),
        last,
        quantity(told[first]["value"], unit, decimals),
        first,
        say.travel_words(compared["travel"], last - first, rises=told[last]["value"] > told[first]["value"]),
    )
    years = tuple(range(first, last + 1))
    return HistoryChart(
        years=years,
        values=tuple(told[year]["value"] if year in told else None for year in years),
        means=tuple(told[year]["circle_mean"] if year in told else None for year in years),
        first_text=values[0][1],
        last_text=values[-1][1],
        alt=say.history_alt(name, values, sentence(travelled)),
    ), sentence(travelled)

"""What a pack says about Kolada's key figures: ours beside the similar kommuner and the nation, with place and position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_templates import wording_measures as say
from report_templates.facts import MeasureFacts, Row
from report_templates.numbers_sv import MISSING, number, quantity, sentence
from report_templates.printed import Figure


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """A key figure as printed. ``strip`` is the share strictly better and strictly worse, where there is a position."""

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
    figures: tuple[Figure, ...]


def comparison_rows(measures: Sequence[MeasureFacts]) -> tuple[ComparisonRow, ...]:
    """One row per chosen key figure that has been fetched, in the chef's order."""
    return tuple(_row(facts) for facts in measures if facts.definition["kind"] == "kolada" and facts.comparisons)


def _row(facts: MeasureFacts) -> ComparisonRow:
    definition = facts.definition
    everybody = next((row for row in facts.comparisons if row["circle"] == "all"), facts.comparisons[0])
    similar = next((row for row in facts.comparisons if row["circle"] == "similar"), None)
    decimals, unit, name = definition["decimals"] or 0, definition["unit"], definition["measure_name"]
    figures: list[Figure] = []

    def note(what: str, value: float | None, printed: str) -> str:
        figures.append(Figure("comparison", f"{definition['measure_id']}.{what}", value, printed, definition["measure_id"]))
        return printed

    def amount(what: str, value: float | None) -> str:
        return note(what, value, MISSING if value is None else number(value, decimals))

    reporting, position = everybody["reporting_count"], everybody["position"]
    own = amount("value", everybody["value"])
    year = everybody["year"]
    place = note("rank", everybody["rank"], say.rank_words(everybody["rank"], reporting))
    has_place = year is not None and everybody["value"] is not None
    said = quantity(everybody["value"], unit, decimals) if has_place else ""
    return ComparisonRow(
        measure_id=definition["measure_id"],
        name=sentence(name),
        kpi=everybody["kpi_id"],
        year=str(year) if year is not None else MISSING,
        own=own,
        similar=amount("similar_mean", similar["circle_mean"] if similar else None),
        national=amount("national_value", everybody["national_value"]),
        place=place,
        similar_place=note("similar_rank", similar["rank"], _similar_place(similar)) if similar else MISSING,
        position=_position(everybody, definition["direction"]),
        colour_word=everybody["colour_word"],
        sentence=say.comparison_sentence(name, year, said, rank=everybody["rank"], reporting=reporting, position=position)
        if has_place
        else f"{sentence(name)}: inget värde att jämföra.",
        strip=(everybody["strictly_better_share"], everybody["strictly_worse_share"]) if position != "none" else None,
        figures=tuple(figures),
    )


def _similar_place(similar: Row) -> str:
    return say.rank_words(similar["rank"], similar["reporting_count"])


def _position(row: Row, direction: str) -> str:
    if row["year"] is None:
        return "för få kommuner har ett värde"
    if row["value"] is None:
        return "vi har inget värde det året"
    return say.position_words(row["position"], row["reporting_count"], has_direction=direction != "neither")

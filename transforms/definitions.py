"""The measures as a table: what each means, who stands for it, and the number it is referred to by."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import polars as pl

from transforms import catalogue
from transforms.measures import KoladaKpi, Measure, Ratio, ReportedSeries, SurveyIndex
from transforms.variation.charts import wanted_chart

_LOWEST, _NUMBERS = 1000, 9000


def measure_definitions(measures: Sequence[Measure]) -> pl.DataFrame:
    """``meta.measure``, sorted by measure id."""
    number = definition_numbers([measure.measure_id for measure in measures])
    by_id = {measure.measure_id: measure for measure in measures}
    return catalogue.MeasureDefinition.of(
        [
            {
                "measure_id": measure.measure_id,
                "measure_name": measure.name,
                "definition_number": number[measure.measure_id],
                "kind": measure.kind,
                "unit": measure.unit,
                "direction": measure.direction,
                "decimals": measure.decimals,
                "level_target": measure.level_target,
                "chart": wanted_chart(measure),
                "adjusted_for": measure.adjusted_for,
                "official_measure_id": measure.official if isinstance(measure, SurveyIndex) else None,
                "compared_measure_id": measure.compared_with if isinstance(measure, SurveyIndex) else None,
                "topic": measure.topic if isinstance(measure, ReportedSeries) else None,
                "source_ids": ", ".join(sorted(sources_of(measure, by_id))),
                "definition": measure.definition,
                "disclosure": measure.disclosure,
                "author": measure.author,
                "checker": measure.checker,
                "reviewed_on": measure.reviewed_on,
            }
            for measure in sorted(measures, key=lambda measure: measure.measure_id)
        ]
    )


def sources_of(measure: Measure, by_id: Mapping[str, Measure]) -> set[str]:
    """The sources that a measure is computed from: a ratio's are those of its parts, a key figure's is 'kolada'."""
    match measure:
        case Ratio():
            return sources_of(by_id[measure.numerator], by_id) | sources_of(by_id[measure.denominator], by_id)
        case KoladaKpi():
            return {"kolada"}
        case _:
            return {measure.source}


def definition_numbers(measure_ids: Sequence[str]) -> dict[str, int]:
    """A number of four digits for every measure, unique, and the same next year whatever measures come and go.

    It follows from the measure's id (CRC-32 modulo 9000), not from its place in a list, so that a definition printed in an old
    pack is found under the same number in a new one. Only where two ids meet on one number does the later in the alphabet
    take the next free; that one may change if the other goes. Raises ``ValueError`` for more than 9000 measures.
    """
    if len(set(measure_ids)) > _NUMBERS:
        raise ValueError(f"{len(set(measure_ids))} measures: there are numbers for {_NUMBERS}")
    number: dict[str, int] = {}
    taken: set[int] = set()
    for measure_id in sorted(set(measure_ids)):
        place = zlib.crc32(measure_id.encode()) % _NUMBERS
        while place in taken:
            place = (place + 1) % _NUMBERS
        taken.add(place)
        number[measure_id] = _LOWEST + place
    return number

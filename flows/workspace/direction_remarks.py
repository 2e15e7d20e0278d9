"""Where a kommun's definition of a key figure says otherwise than the reviewed mapping: to look at again, not to refuse."""

from __future__ import annotations

from collections.abc import Iterator

from flows.sources.kolada.directions import Judgement, judgement_of
from flows.workspace.measure_files import MeasureFiles
from flows.workspace.toml_files import TomlFile
from transforms.measures import KoladaKpi


def direction_remarks(files: MeasureFiles) -> Iterator[str]:
    """A sentence for every key that says otherwise, in the order of the files. The definition's own word is what is used."""
    for measure in files.measures:
        judged = judgement_of(measure.kpi) if isinstance(measure, KoladaKpi) else None
        if isinstance(measure, KoladaKpi) and judged is not None:
            yield from _otherwise(files.tables[measure.measure_id], measure, judged)


def _otherwise(file: TomlFile, measure: KoladaKpi, judged: Judgement) -> Iterator[str]:
    why = f"{judged.reason} (reviewed {judged.reviewed_on} by {judged.reviewed_by})"
    if measure.direction != judged.direction:
        yield (
            f'{_place(file, measure, "direction")}: direction = "{measure.direction}" is used for {measure.kpi}; '
            f'the reviewed mapping says "{judged.direction}": {why}'
        )
    if measure.is_comparable and not judged.is_comparable:
        yield (
            f"{_place(file, measure, 'is_comparable')}: is_comparable = true has no effect for {measure.kpi}: "
            "Kolada counts it among resources or volumes, which get no colour"
        )
    if judged.is_comparable and not measure.is_comparable:
        yield (
            f"{_place(file, measure, 'is_comparable')}: is_comparable = false is used for {measure.kpi}: it gets no colour; "
            f"the reviewed mapping would give it one: {why}"
        )


def _place(file: TomlFile, measure: KoladaKpi, key: str) -> str:
    stands = file.fault((measure.measure_id, key), "", "")
    return f"{stands.file}, {stands.place}"

"""What the operator reads in the morning: what was done, what was not, and what to do about it. No personal data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.failures import ExitCode, Failure, gravest
from flows.known import Known
from flows.packing import failed_packs
from flows.remarks import remarks_of
from flows.run_record import RunRecord
from flows.workspace.folder import Workspace
from report_templates.render import RenderedPack
from transforms import catalogue
from transforms.tables import Tables
from warehouse.publish import Published


@dataclass(frozen=True, kw_only=True)
class NightReport:
    """How a night went that came to its end. ``headlines`` holds unit name and headline for each unit with a pack."""

    kommun: str
    record: RunRecord
    failures: tuple[Failure, ...]
    remarks: tuple[str, ...]
    verdicts: pl.DataFrame
    headlines: tuple[tuple[str, str], ...]
    packs_folder: Path
    packs_made: int
    published: Published
    report_path: Path

    @property
    def exit_code(self) -> ExitCode:
        """The gravest of what went wrong."""
        return gravest(self.failures)

    def keep(self) -> None:
        """The report lies at ``report_path``, whole or not at all."""
        self.report_path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.report_path.with_name(f".{self.report_path.name}.partial")
        beside.write_text(self.markdown(), encoding="utf-8")
        beside.replace(self.report_path)

    def markdown(self) -> str:
        """The report as Markdown: the outcome first, then what is to be mended, then the details."""
        parts = [f"# {self.kommun}, {self.record.as_of}", f"{int(self.exit_code)}: {self.exit_code.meaning}"]
        if self.failures:
            parts += ["## To mend", _bullets(sentence for failure in self.failures for sentence in failure.sentences)]
        if self.remarks:
            parts += ["## To know", _bullets(self.remarks)]
        if unmet := _unmet(self.verdicts):
            parts += ["## Checks that were not met", _bullets(unmet)]
        parts += ["## Inputs", _inputs_table(self.record)]
        parts += ["## Headlines", _bullets(f"{unit}: {headline}" for unit, headline in self.headlines)]
        parts += ["## Where it lies", _bullets(self.places())]
        return "\n\n".join(parts) + "\n"

    def places(self) -> list[str]:
        """One line for each thing made, and where it lies."""
        return [
            f"Run:            {self.record.run_id}",
            f"Packs ({self.packs_made}):     {self.packs_folder}",
            f"Warehouse:      {self.published.detail}",
            f"Open warehouse: {self.published.open}",
            f"Run report:     {self.report_path}",
        ]


def report_of(
    workspace: Workspace,
    record: RunRecord,
    known: Known,
    tables: Tables,
    *,
    published: Published,
    rendered: Sequence[RenderedPack],
    failures: Sequence[Failure],
) -> NightReport:
    """The report of a night that has published and rendered."""
    names = dict(tables[catalogue.Unit].select("unit_id", "unit_name").iter_rows())
    headlines = tables[catalogue.Headline].select("unit_id", "headline").iter_rows()
    return NightReport(
        kommun=workspace.kommun.name,
        record=record,
        failures=(*failures, *known.to_mend, *failed_packs(rendered)),
        remarks=remarks_of(workspace, known),
        verdicts=tables[catalogue.Verdict],
        headlines=tuple((names[unit_id], headline) for unit_id, headline in headlines),
        packs_folder=workspace.packs_of(record.as_of),
        packs_made=sum(pack.path is not None for pack in rendered),
        published=published,
        report_path=workspace.runs / f"{record.run_id}.md",
    )


def _unmet(verdicts: pl.DataFrame) -> list[str]:
    rows = verdicts.filter(~pl.col("is_met")).sort("severity", "suite", "expectation").iter_rows(named=True)
    return [
        f"{row['severity']} · {row['suite']}: {row['expectation']} ({row['rows_unmet']} of {row['rows_checked']} rows)"
        for row in rows
    ]


def _inputs_table(record: RunRecord) -> str:
    lines = ["| source | file | landed on | age, days | rows | loaded | quarantined |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {file.source_id} | {file.file_name} | {file.landed_on} | {(record.as_of - file.landed_on).days} "
        f"| {file.rows_in_file} | {file.rows_loaded} | {file.rows_quarantined} |"
        for file in record.landed
    ]
    return "\n".join(lines)


def _bullets(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)

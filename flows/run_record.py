"""What a run was: its id, its inputs and the versions that decide figures and pages.

The run id is made of the as-of day and of everything the outputs depend on. The same inputs give the same id, and so the
same pages: a run that changes nothing changes no pack.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import polars as pl

from flows.sources.landing import LandedFile, sha256_of_file
from flows.workspace.folder import Workspace
from transforms import catalogue
from transforms.tables import Tables

_DECIDING_PACKAGES = ("polars", "numpy", "scipy", "duckdb", "jinja2", "weasyprint", "pydyf", "fonttools", "tinycss2", "holidays")


@dataclass(frozen=True, kw_only=True)
class WorkspaceFile:
    """A file of the kommun's folder that decides figures: its hash is part of the run."""

    source_id: str
    file_name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """One run. ``started_at`` is local wall-clock time and decides nothing."""

    run_id: str
    as_of: date
    started_at: datetime
    landed: tuple[LandedFile, ...]
    workspace_files: tuple[WorkspaceFile, ...]

    def inputs(self) -> pl.DataFrame:
        """`meta.input`: one row per landed file and per file of the workspace."""
        return catalogue.Input.of(
            [
                {
                    "run_id": self.run_id,
                    "source_id": file.source_id,
                    "file_id": file.file_id,
                    "file_name": file.file_name,
                    "sha256": file.sha256,
                    "landed_on": file.landed_on,
                    "rows_in_file": file.rows_in_file,
                    "rows_loaded": file.rows_loaded,
                    "rows_quarantined": file.rows_quarantined,
                    "age_days": (self.as_of - file.landed_on).days,
                }
                for file in self.landed
            ]
            + [
                {
                    "run_id": self.run_id,
                    "source_id": file.source_id,
                    "file_id": file.sha256[:16],
                    "file_name": file.file_name,
                    "sha256": file.sha256,
                    "landed_on": self.as_of,
                    "age_days": 0,
                }
                for file in self.workspace_files
            ]
        )

    def run(self, tables: Tables) -> pl.DataFrame:
        """`meta.run`: one row."""
        return catalogue.Run.of(
            [
                {
                    "run_id": self.run_id,
                    "as_of": self.as_of,
                    "started_at": self.started_at,
                    "framdrift_version": version("framdrift"),
                    "package_versions": ", ".join(_versions()),
                    "case_rows": tables[catalogue.Case].height,
                    "outcome_rows": tables[catalogue.Outcome].height,
                    "figure_rows": tables[catalogue.Figure].height,
                }
            ]
        )


def record_run(
    workspace: Workspace, as_of: date, landed: Iterable[LandedFile], showings: Iterable[LandedFile], started_at: datetime
) -> RunRecord:
    """The record of a run over these inputs.

    The id is the as-of day and ten hexadecimal digits of a hash over landed files, what earlier nights showed, workspace files
    and versions.
    """
    landed = tuple(sorted(landed, key=lambda file: (file.source_id, file.sequence)))
    files = tuple(_workspace_files(workspace))
    parts = [
        as_of.isoformat(),
        *(f"{file.source_id} {file.file_id}" for file in (*landed, *showings)),
        *(f"{file.file_name} {file.sha256}" for file in files),
        version("framdrift"),
        *_versions(),
    ]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]
    return RunRecord(run_id=f"{as_of}-{digest}", as_of=as_of, started_at=started_at, landed=landed, workspace_files=files)


def _workspace_files(workspace: Workspace) -> Iterable[WorkspaceFile]:
    deciding: list[tuple[str, Path]] = [("kommun", workspace.folder / "kommun.toml")]
    deciding += [("measures", path) for path in sorted((workspace.folder / "measures").glob("*.toml"))]
    for source_id, path in deciding:
        yield WorkspaceFile(source_id=source_id, file_name=str(path.relative_to(workspace.folder)), sha256=sha256_of_file(path))


def _versions() -> list[str]:
    return [f"{name} {version(name)}" for name in _DECIDING_PACKAGES]

"""A kommun's folder: read into validated objects, with every fault in it told at once.

``kommun.toml`` is IT's, ``measures/*.toml`` the analysts', ``plan.xlsx`` the managers': three owners, three places.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.failures import ExitCode, Failure, Fault
from flows.sources.plan.workbook import examine_plan
from flows.workspace.baseline_remarks import baseline_remarks
from flows.workspace.direction_remarks import direction_remarks
from flows.workspace.flow_remarks import flow_remarks
from flows.workspace.kommun import Kommun
from flows.workspace.kommun_file import KommunFile, read_kommun
from flows.workspace.measure_checks import check_measures
from flows.workspace.measure_files import MeasureFiles, read_measures
from flows.workspace.source_checks import check_kolada, check_sources, check_units
from transforms.measures import Measure

PLAN_FILE = "plan.xlsx"


@dataclass(frozen=True)
class Workspace:
    """A kommun's folder whose settings and measures hold together."""

    folder: Path
    kommun: Kommun
    measures: tuple[Measure, ...]

    @property
    def inbox(self) -> Path:
        """Where deliveries are put."""
        return self.folder / "inbox"

    @property
    def plan_file(self) -> Path:
        """The managers' workbook."""
        return self.folder / PLAN_FILE

    @property
    def var(self) -> Path:
        """Everything that runs have made."""
        return self.folder / "var"

    @property
    def landing(self) -> Path:
        """The landing archive."""
        return self.var / "landing"

    @property
    def warehouse(self) -> Path:
        """The two databases."""
        return self.var / "warehouse"

    @property
    def packs(self) -> Path:
        """The printed packs, a folder for each as-of day."""
        return self.var / "packs"

    def packs_of(self, as_of: date) -> Path:
        """The packs that tell about one day."""
        return self.packs / as_of.isoformat()

    @property
    def runs(self) -> Path:
        """The run reports."""
        return self.var / "runs"


def read_workspace(folder: Path) -> Workspace:
    """The folder's settings and measures.

    The plan is not looked at: a faulty workbook leaves the last good one in force (`flows.sources.plan.workbook`).
    Raises ``Failure`` (FOLDER_FAULTY) with one sentence per fault.
    """
    kommun, measures, faults = _read_settings(folder)
    if faults or kommun.kommun is None:
        raise Failure(ExitCode.FOLDER_FAULTY, *map(str, faults))
    return Workspace(folder, kommun.kommun, measures.measures)


def faults_of(folder: Path) -> list[Fault]:
    """Everything wrong in ``kommun.toml``, ``measures/*.toml`` and ``plan.xlsx``, and between them. None: the folder is sound."""
    kommun, measures, faults = _read_settings(folder)
    if not folder.is_dir():
        return faults
    plan = examine_plan(folder / PLAN_FILE, measures.kinds)
    if plan.unit_ids is not None:
        faults += check_units(kommun, plan.unit_ids)
    return [*faults, *plan.faults]


def remarks_of(folder: Path) -> list[str]:
    """What is worth a second look in ``measures/*.toml`` and ``plan.xlsx`` though nothing is wrong, a sentence each."""
    measures = read_measures(folder)
    plan = examine_plan(folder / PLAN_FILE, measures.kinds).plan
    return [*direction_remarks(measures), *flow_remarks(measures.measures), *baseline_remarks(plan)]


def _read_settings(folder: Path) -> tuple[KommunFile, MeasureFiles, list[Fault]]:
    if not folder.is_dir():
        nothing = Fault(str(folder), "the folder", "no such folder", "a kommun's folder; framdrift new makes one")
        return KommunFile(), MeasureFiles(), [nothing]
    kommun, measures = read_kommun(folder), read_measures(folder)
    faults = [*kommun.faults, *measures.faults]
    if not (folder / "inbox").is_dir():
        faults.append(Fault("inbox/", "the folder", "no such folder", "a folder for the deliveries, even when empty"))
    faults += [*check_sources(kommun), *check_kolada(kommun, folder), *check_measures(measures, kommun)]
    return kommun, measures, faults

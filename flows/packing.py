"""Packs: decided from the tables, and made into PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from flows.failures import ExitCode, Failure
from flows.known import Known
from flows.progress import step
from flows.run_record import RunRecord
from flows.workspace.folder import Workspace
from report_templates.cover import Cover, freshness_of
from report_templates.pack import UnitPack, figures, headlines, unit_packs
from report_templates.render import RenderedPack, render_packs
from report_templates.wording_run import older_plan_in_force
from transforms import catalogue
from transforms.tables import Tables


def decide_packs(
    workspace: Workspace, known: Known, record: RunRecord, tables: Tables, *, is_plan_older: bool = False
) -> tuple[list[UnitPack], Tables]:
    """Every unit's pack, with every number and sentence decided, and the tables with what the packs print added to them.

    ``is_plan_older``: the workbook could not be used tonight, which every page one then says.
    """
    kommun = workspace.kommun
    inputs = record.inputs()
    cover = Cover(
        kommun_name=kommun.name,
        as_of=record.as_of,
        run_id=record.run_id,
        framdrift_version=version("framdrift"),
        is_synthetic=kommun.is_synthetic,
        principles=kommun.principles,
        sources=freshness_of(inputs),
        remarks=(older_plan_in_force(known.plan_file.landed_on),) if is_plan_older else (),
    )
    with step("Deciding the packs"):
        packs = unit_packs(tables, known.inputs.plan, cover)
    return packs, {
        **tables,
        catalogue.Headline: headlines(packs),
        catalogue.Figure: figures(packs),
        catalogue.Input: inputs,
        catalogue.Quarantined: known.quarantined,
    }


def render(folder: Path, packs: Sequence[UnitPack], workers: int) -> list[RenderedPack]:
    """The packs as PDFs in ``folder``, each appearing whole or not at all; one that cannot be made says why."""
    done: list[RenderedPack] = []
    with step("Making the packs") as shown:

        def one_more(pack: RenderedPack) -> None:
            done.append(pack)
            shown.done(len(done), len(packs))

        return render_packs(packs, folder, workers, one_more)


def failed_packs(rendered: Sequence[RenderedPack]) -> list[Failure]:
    """A failure for each pack that could not be made."""
    return [
        Failure(ExitCode.PACK_FAILED, f"The pack of {pack.unit_id} could not be made: {pack.reason}")
        for pack in rendered
        if pack.reason
    ]

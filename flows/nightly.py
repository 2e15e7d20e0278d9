"""The night, on one page: take in → check → transform → check → publish → render → report.

What each step does stands elsewhere; here is only the order, what may fail without stopping the rest, and what Prefect is
to show of it. Tasks sit where the outside world is touched, all transforms are one task, and nothing is retried here:
Kolada's client retries its own requests, and everything else is the same the second time.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows import packing, publishing, taking_in
from flows.failures import Failure, told_plainly
from flows.known import what_is_known
from flows.lock import only_one_run
from flows.run_record import record_run
from flows.run_report import NightReport, report_of
from flows.settings import Machine
from flows.sources.kolada.landed import SOURCE_ID as KOLADA
from flows.sources.landing import Landing
from flows.sources.plan.landed import SOURCE_ID as PLAN
from flows.sources.pseudonym import Secret, read_secret
from flows.workspace.folder import Workspace, read_workspace
from transforms.pipeline import build_tables

P = ParamSpec("P")
R = TypeVar("R")


def seam(function: Callable[P, R], run_name: str) -> Callable[P, State[R]]:
    """The function as a Prefect task that hands back its state: nothing is stored, and no error holds a value from a case."""

    @task(task_run_name=run_name, persist_result=False, cache_policy=NO_CACHE)
    @functools.wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        with told_plainly(function.__name__.replace("_", " ")):
            return function(*args, **kwargs)

    def stated(*args: P.args, **kwargs: P.kwargs) -> State[R]:
        return told(*args, **kwargs, return_state=True)

    return stated


take_in_source = seam(taking_in.take_in_source, "take in {source_id}")
take_in_kolada = seam(taking_in.take_in_kolada, "take in kolada")
take_in_plan = seam(taking_in.take_in_plan, "take in the plan")
gather = seam(what_is_known, "gather what is known")
transform = seam(build_tables, "transform")
decide_packs = seam(packing.decide_packs, "decide the packs")
check_printed = seam(publishing.check_printed, "check what is to be printed")
publish = seam(publishing.publish_warehouse, "publish the warehouse")
render = seam(packing.render, "render the packs")


@flow(name="nightly", flow_run_name="{folder.name} {as_of}", persist_result=False, validate_parameters=False)
def nightly(folder: Path, as_of: date) -> NightReport:
    """One night in a kommun's folder, for the day ``as_of``.

    Raises ``Failure`` when nothing could be done (the folder, the secret, another run, nothing known, nothing printable,
    nothing published). A source or a pack that fails is in the report, and the rest is done.
    """
    started_at = datetime.now(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None)
    workspace = read_workspace(folder)
    secret = read_secret(workspace.folder, workspace.kommun.privacy)

    with only_one_run(workspace.var):
        # A day before the last one known is history: it is told as it was, and nothing new is added to it.
        is_history = Landing(workspace.landing).knows_later_than(as_of)
        failures = {} if is_history else take_everything_in(workspace, secret, as_of)

        known = needed(gather(workspace, as_of))
        record = record_run(workspace, as_of, known.landed, known.showings, started_at)
        tables = needed(transform(known.inputs))
        packs, tables = needed(decide_packs(workspace, known, record, tables, is_plan_older=PLAN in failures))
        tables = needed(check_printed(known, record, tables))
        published = needed(publish(workspace, known, tables, is_history=is_history))
        rendered = needed(render(workspace.packs_of(as_of), packs, Machine().workers))

        report = report_of(
            workspace, record, known, tables, published=published, rendered=rendered, failures=tuple(failures.values())
        )
        report.keep()
        create_markdown_artifact(report.markdown(), key="run-report", description=f"{workspace.kommun.name} {as_of}")
        return report


def take_everything_in(workspace: Workspace, secret: Secret, as_of: date) -> dict[str, Failure]:
    """All that is new has landed; answers with the sources that failed. The plan first: it says which units there are."""
    taken = {PLAN: attempt(take_in_plan(workspace, as_of))}
    taken |= {source_id: attempt(take_in_source(source_id, workspace, secret, as_of)) for source_id in workspace.kommun.sources}
    taken |= {KOLADA: attempt(take_in_kolada(workspace, as_of))}
    return {source_id: outcome for source_id, outcome in taken.items() if isinstance(outcome, Failure)}


def attempt(state: State[Any]) -> object:
    """What a step answered, or the failure it ended in: the night goes on either way."""
    return state.result(raise_on_failure=False)


def needed(state: State[R]) -> R:
    """What a step answered; its failure ends the night."""
    return state.result()

"""The command line: parses, says what happened, answers with an exit code. Everything else is done by others.

Heavy imports stand inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.failures import ExitCode, Failure

_CODES = "\n\n".join(f"{code.value}: {code.meaning}" for code in ExitCode)

app = typer.Typer(
    name="framdrift",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Nightly figures and nulägeskoll packs for a Swedish kommun. Begin with **framdrift demo** or **framdrift new**.",
    epilog=f"**Exit codes**\n\n{_CODES}",
)

Folder = Annotated[Path, typer.Argument(help="The kommun's folder: kommun.toml, measures/, plan.xlsx, inbox/.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="The day to tell about; today when left out."),
]


@app.command()
def demo(folder: Annotated[Path, typer.Argument(help="Where to build it. A demo already there is left as it is.")]) -> None:
    """Build a made-up kommun with three years of cases, to try everything on."""
    from flows.demo.build import DEMO_AS_OF, build_demo  # noqa: PLC0415 - heavy import, see above

    made = build_demo(folder)
    typer.echo(f"A made-up kommun {'is now' if made else 'was already, and is left as it is,'} in {folder}.")
    typer.echo(f"Run the night it was made for: framdrift nightly {folder} --as-of {DEMO_AS_OF}")


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")],
    name: Annotated[str, typer.Option(help="The kommun's name.")] = "Namnlösa kommun",
    code: Annotated[str, typer.Option(help="Its four-digit municipality code.")] = "0000",
) -> None:
    """Make a folder for your own kommun, with commented files and a workbook for the managers."""
    from flows.workspace.new_folder import make_folder  # noqa: PLC0415 - heavy import, see above

    make_folder(folder, code=code, name=name)
    typer.echo(f"{folder} is ready. Describe your exports in kommun.toml, put one in inbox/, then: framdrift check {folder}")


@app.command()
def check(folder: Folder) -> None:
    """Tell everything that is wrong in a kommun's folder, all at once, without running anything."""
    from flows.workspace.folder import faults_of, remarks_of  # noqa: PLC0415 - heavy import, see above

    faults = faults_of(folder)
    for remark in remarks_of(folder):
        typer.echo(remark)
    if faults:
        raise Failure(ExitCode.FOLDER_FAULTY, *(str(fault) for fault in faults))
    typer.echo(f"{folder} has no faults.")


@app.command()
def nightly(folder: Folder, as_of: AsOf = None) -> None:
    """Run the night: take in, check, compute, publish the warehouse, make the packs."""
    from flows.night_run import run_night  # noqa: PLC0415 - heavy import, see above

    raise typer.Exit(run_night(folder, _day(as_of)))


@app.command()
def render(
    folder: Folder,
    unit: Annotated[list[str] | None, typer.Option(help="The unit's id; may be repeated. All units when left out.")] = None,
    as_of: AsOf = None,
    into: Annotated[Path | None, typer.Option(help="Where to put the packs; the folder's own var/packs when left out.")] = None,
) -> None:
    """Make packs again from what has already been taken in, as it was known on a day. Takes in and publishes nothing."""
    from flows.rendering import render_again  # noqa: PLC0415 - heavy import, see above

    for path in render_again(folder, _day(as_of), units=unit, into=into):
        typer.echo(path)


@app.command()
def trace(
    folder: Folder,
    unit: Annotated[str, typer.Argument(help="The unit's id.")],
    measure: Annotated[str, typer.Argument(help="The measure's id.")],
    period: Annotated[str, typer.Argument(help="The month, as 2026-09.")],
    as_of: AsOf = None,
) -> None:
    """Print the source files and lines behind a figure: keys only, never personal data."""
    from flows.tracing import trace_figure  # noqa: PLC0415 - heavy import, see above

    for line in trace_figure(folder, unit, measure, period, _day(as_of)):
        typer.echo(line)


def _day(given: datetime | None) -> date:
    """The day asked for, or today where the kommun is."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - not needed for --help

    return given.date() if given else datetime.now(ZoneInfo("Europe/Stockholm")).date()

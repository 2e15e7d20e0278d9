"""Starts the command line and turns what went wrong into plain sentences and an exit code."""

from __future__ import annotations

import sys

from flows.cli import app
from flows.failures import Failure, unexpected


def main() -> None:
    """Run ``framdrift``. What went wrong is told on standard error, a sentence a line, without a traceback."""
    try:
        app()
    except Failure as failure:
        _stop(failure)
    except Exception as error:  # noqa: BLE001 - the outermost edge: whatever it is, its text may hold a value from a case
        _stop(unexpected("framdrift", error))


def _stop(failure: Failure) -> None:
    sys.stderr.write(f"{failure}\n")
    sys.exit(failure.code)


if __name__ == "__main__":
    main()

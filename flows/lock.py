"""One run at a time in a kommun's folder, by a lock that the operating system lets go of when its process dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.failures import ExitCode, Failure


@contextmanager
def only_one_run(var: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises ``Failure(ALREADY_RUNNING)`` at once when another run holds it."""
    var.mkdir(parents=True, exist_ok=True)
    lock = FileLock(var / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Failure(
            ExitCode.ALREADY_RUNNING,
            f"Another run is going on in {var.parent.name}. It was left alone; try again when it has finished.",
        ) from None
    try:
        yield
    finally:
        lock.release()

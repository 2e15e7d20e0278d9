"""Shows how far long work has come: on a terminal only, on standard error, gone when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_shown: ContextVar[Progress | None] = ContextVar("shown", default=None)


@contextmanager
def progress_shown() -> Iterator[None]:
    """Show the steps taken inside, when there is a person to see them."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        token = _shown.set(progress)
        try:
            yield
        finally:
            _shown.reset(token)


class Step:
    """One step of the work, which tells how much of it is done."""

    def __init__(self, progress: Progress | None, sentence: str) -> None:
        self._progress = progress
        self._task = progress.add_task(sentence, total=None) if progress else None

    def done(self, count: int, total: int) -> None:
        """``count`` of ``total`` are done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=count, total=total)


@contextmanager
def step(sentence: str) -> Iterator[Step]:
    """Tell that a step has begun, and that it has ended."""
    current = Step(_shown.get(), sentence)
    yield current
    current.done(1, 1)

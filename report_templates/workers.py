"""Worker processes that may die without taking the night with them.

Not a `multiprocessing.Pool`, which waits for ever for the answer of a worker that was killed, and not a
`ProcessPoolExecutor`, which gives up all work when one is (and hangs when it recycles workers, cpython gh-115634).
Workers come from a fork server: the parent has many threads and must not be forked.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

ITEMS_PER_WORKER = 200
"""A worker is replaced after so many items: each document leaves about half a megabyte behind."""
SECONDS_PER_ITEM = 120.0
"""A worker that takes longer is stopped: no pack takes more than a few seconds."""


@dataclass
class _Worker(Generic[Item]):
    process: BaseProcess
    connection: Connection
    item: Item | None = None
    since: float = 0.0
    done: int = 0

    def give(self, item: Item) -> None:
        self.connection.send(item)
        self.item, self.since = item, time.monotonic()

    def stop(self) -> None:
        self.connection.close()
        self.process.join()


def done_by_workers(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    workers: int,
    prepare: Callable[[], None],
    lost: Callable[[Item], Result],
    preload: str,
) -> Iterator[Result]:
    """The results of ``work``, each as soon as it is there, in the order they are finished.

    ``prepare`` is called once in every worker, ``preload`` is the module that the fork server imports beforehand. An item
    whose worker died, or did not come back in time, gets ``lost(item)``. Functions and items must be picklable.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    waiting = list(reversed(items))
    team: list[_Worker[Item]] = []

    def hire() -> None:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, work, prepare), daemon=True)
        process.start()
        theirs.close()
        worker: _Worker[Item] = _Worker(process, ours)
        worker.give(waiting.pop())
        team.append(worker)

    try:
        while waiting and len(team) < workers:
            hire()
        while team:
            ready = wait([worker.connection for worker in team], timeout=1.0)
            for worker in [worker for worker in team if worker.connection in ready]:
                result, is_alive = _answer(worker, lost)
                if is_alive and waiting and worker.done < ITEMS_PER_WORKER:
                    worker.give(waiting.pop())
                else:
                    team.remove(worker)
                    worker.stop()
                    if waiting:
                        hire()
                yield result
            for worker in team:
                if time.monotonic() - worker.since > SECONDS_PER_ITEM:
                    worker.process.kill()
    finally:
        for worker in team:
            worker.process.terminate()
            worker.stop()


def _answer(worker: _Worker[Item], lost: Callable[[Item], Result]) -> tuple[Result, bool]:
    """What the worker answers, and whether it lives on."""
    item = worker.item
    if item is None:
        raise RuntimeError("a worker answered without having been asked")
    try:
        result: Result = worker.connection.recv()
    except (EOFError, OSError):
        return lost(item), False
    worker.item, worker.done = None, worker.done + 1
    return result, True


def _work(connection: Connection, work: Callable[[Item], Result], prepare: Callable[[], None]) -> None:
    """The life of a worker: until the parent closes the pipe."""
    prepare()
    while True:
        try:
            item = connection.recv()
        except EOFError:
            return
        connection.send(work(item))

"""Workers may die or hang without taking the others' work with them."""

from __future__ import annotations

import os
import signal

from report_templates.workers import done_by_workers


def squared(item: int) -> int:
    if item < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return item * item


def prepared() -> None:
    """Nothing to prepare."""


def lost(item: int) -> int:
    return item


def everything(items: list[int], workers: int) -> list[int]:
    results = done_by_workers(squared, items, workers=workers, prepare=prepared, lost=lost, preload="report_templates.workers")
    return sorted(results)


def test_every_item_is_done_once_whatever_the_number_of_workers():
    assert everything(list(range(9)), 2) == [item * item for item in range(9)]
    assert everything([3], 2) == [9]
    assert everything([], 2) == []


def test_an_item_that_kills_its_worker_is_lost_and_the_rest_is_done():
    assert everything([1, -7, 2, -8, 3, 4], 2) == [-8, -7, 1, 4, 9, 16]

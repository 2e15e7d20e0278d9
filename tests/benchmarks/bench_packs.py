"""How long the packs take, from tables to PDFs on disk, against bare WeasyPrint on the same HTML; aim: at most 1.15 times.

``python -m tests.benchmarks.bench_packs`` prints the ratio, documents per second and the peak memory of a worker, on two workers.
Bare means: the finished HTML strings set with the same style sheet, fonts, options and worker processes and written to a file,
without deciding, drawing, templates or mended tags. The two are measured in turns and the best of each counts.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from report_templates.cover import Cover
from report_templates.pack import unit_packs
from report_templates.render import PDF_VARIANT, house_style, pack_html, render_packs, warm_up
from report_templates.workers import done_by_workers
from tests.pack_cases import UNIT, full
from transforms.plan import Plan
from transforms.tables import Tables

AIM = 1.15
WORKERS = 2
KIB = 1024


def many_units(units: int) -> tuple[Tables, Plan, Cover]:
    """The fullest of the made-up units so many times, under ids of their own."""
    kommun = full()
    tables, plan, cover = kommun.case()
    ids = [f"enhet_{number:03}" for number in range(units)]
    own_ids = ("unit_id", "goal_id", "activity_id", "decision_id")
    for table, rows in kommun.rows.items():
        if any(row.get("unit_id", UNIT) == UNIT and set(own_ids) & set(row) for row in rows):
            tables[table] = table.of(
                [
                    {key: _renamed(key, value, unit_id) if key in own_ids else value for key, value in row.items()}
                    for unit_id in ids
                    for row in rows
                    if row.get("unit_id", UNIT) == UNIT
                ]
            )
    return (
        tables,
        replace(
            plan,
            chosen_measures=tuple(replace(choice, unit_id=unit_id) for unit_id in ids for choice in plan.chosen_measures),
            goals=tuple(
                replace(goal, unit_id=unit_id, goal_id=f"{goal.goal_id}_{unit_id}") for unit_id in ids for goal in plan.goals
            ),
            texts=tuple(replace(text, unit_id=unit_id) for unit_id in ids for text in plan.texts),
        ),
        cover,
    )


def _renamed(key: str, value: object, unit_id: str) -> object:
    return unit_id if key == "unit_id" else f"{value}_{unit_id}" if value is not None else None


def bare(job: tuple[str, Path]) -> int:
    """One document set by WeasyPrint and nothing else; the answer is the worker's peak memory in KiB."""
    html, path = job
    style, fonts = house_style()
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    document.write_pdf(path, stylesheets=[style], font_config=fonts, pdf_variant=PDF_VARIANT)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def lost(job: tuple[str, Path]) -> int:
    """No document may be lost here."""
    raise RuntimeError(f"{job[1].name}: the worker was stopped")


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure both in turns and print the ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--packs", type=int, default=40)
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    tables, plan, cover = many_units(options.packs)
    pages = [(pack.file_name, pack_html(pack)) for pack in unit_packs(tables, plan, cover)]
    ours, theirs, deciding, peak = [], [], [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = [(html, folder / file_name) for file_name, html in pages]

        def plain() -> None:
            nonlocal peak
            found = done_by_workers(bare, jobs, workers=WORKERS, prepare=warm_up, lost=lost, preload="report_templates.render")
            peak = max(peak, *found)

        for _ in range(options.rounds):
            theirs.append(seconds(plain))
            ours.append(seconds(lambda: render_packs(unit_packs(tables, plan, cover), folder, WORKERS, lambda _: None)))
            deciding.append(seconds(lambda: unit_packs(tables, plan, cover)))
    ratio = min(ours) / min(theirs)
    print(f"{len(pages)} packs on {WORKERS} workers: {min(ours):.2f} s, bare WeasyPrint {min(theirs):.2f} s")
    print(f"ratio {ratio:.2f} (aim at most {AIM}); deciding alone {1000 * min(deciding) / len(pages):.1f} ms a pack")
    print(f"{len(pages) / min(ours):.2f} documents a second; peak memory of a bare worker {peak / KIB:.0f} MiB")


if __name__ == "__main__":
    main()

"""How long it takes to decide what may be shown: 500 units × 20 measures × 36 months.

The aim is two seconds of processor time for large counts and ten for small ones.

``python -m tests.benchmarks.bench_disclosure`` prints seconds, processor time, peak memory and how many cells were hidden, for
large counts (two million cases) and for small ones (a tenth of them), where there is far more to hide; each in its own process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time

from tests.benchmarks.bench_transforms import MEASURES, MONTHS, made_up_inputs
from tests.outcomes_alone import disclosed_outcomes
from transforms import plan_tables
from transforms.outcomes.every_measure import outcomes

AIM_SECONDS = {"large counts": 2.0, "small counts": 10.0}


def measured(units: int, cases: int) -> tuple[float, float, float, int, int]:
    """Seconds, seconds of processor time over all cores, peak MiB, cells and hidden cells, after a small run to warm up."""
    _decided(5, 500)
    return _decided(units, cases)


def _decided(units: int, cases: int) -> tuple[float, float, float, int, int]:
    inputs = made_up_inputs(units, cases)
    unit, outcome = plan_tables.units(inputs.plan), outcomes(inputs)
    started, busy = time.perf_counter(), time.process_time()
    shown = disclosed_outcomes(inputs.measures, unit, outcome, inputs.thresholds)
    took = time.perf_counter() - started, time.process_time() - busy
    return *took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, shown.height, int(shown["is_hidden"].sum())


def main() -> None:
    """Print what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--cases", type=int, default=2_000_000)
    size = parser.parse_args()
    print(f"{size.units} units × {len(MEASURES)} measures × {MONTHS} months")
    spawned = multiprocessing.get_context("spawn")
    for (name, aim), cases in zip(AIM_SECONDS.items(), (size.cases, size.cases // 10), strict=True):
        with spawned.Pool(1) as own_process:
            seconds, busy, peak, cells, hidden = own_process.apply(measured, (size.units, cases))
        print(
            f"  {name:<14}{seconds:6.2f} s ({busy:.2f} s of processor time), peak {peak:.0f} MiB with the cases, "
            f"{hidden:,} of {cells:,} cells hidden; ratio to the aim of {aim:.0f} s: {busy / aim:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

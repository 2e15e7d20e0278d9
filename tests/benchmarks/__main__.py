"""All benchmarks, one after another, each in a process of its own: ``make bench``. Ratios hold; seconds are the machine's."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("bench_intake", "bench_transforms", "bench_statistics", "bench_disclosure", "bench_comparison", "bench_packs")

if __name__ == "__main__":
    for name in BENCHMARKS:
        print(f"\n── {name} ──", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)

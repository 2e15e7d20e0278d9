"""Intake against DuckDB: a dirty cp1252 export taken in and landed, beside ``CREATE TABLE … AS read_csv`` of it tidied up.

Run as ``python tests/benchmarks/bench_intake.py [--rows N] [--repetitions N]``. The two alternate, each run in a process of
its own; told are the medians of wall time, CPU seconds, rows per second and peak memory, and the medians of the paired
ratios of wall time to both of DuckDB's ways. On a machine with other work, trust the CPU seconds.

Intake: decode cp1252, parse, read dates and amounts in several forms, pseudonymise case, person and caseworker, map units
and categories, check, split off the quarantine, hash the file, and land everything as Parquet, flushed to disk.
DuckDB: the same rows in UTF-8 with clean dates and amounts, all types given, into a table in memory (and, for comparison,
into a database file).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parents[1])]

CORES = 2
AS_OF = date(2026, 10, 5)


def main() -> None:
    """Parse the command line; without ``--only``, run the whole comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="folder to keep the made-up files in, between runs")
    parser.add_argument("--only", choices=sorted(_CONTENDERS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.only:
        _measure(_CONTENDERS[said.only], said.folder)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = said.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print(_compare(folder, said.rows, said.repetitions))


def _compare(folder: Path, rows: int, repetitions: int) -> str:
    from intake_export import HEADINGS, write_exports  # noqa: PLC0415 - the measured processes need less

    dirty, tidy = folder / f"export_{rows}.csv", folder / f"tidy_{rows}.csv"
    if not (dirty.exists() and tidy.exists()):
        write_exports(rows, dirty, tidy)
    for name, path in (("dirty.csv", dirty), ("tidy.csv", tidy)):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(path.name)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in _CONTENDERS}
    for number in range(repetitions):
        order = list(_CONTENDERS) if number % 2 else list(_CONTENDERS)[::-1]
        for name in order:
            runs[name].append(_run(name, folder))
    size = dirty.stat().st_size / 1e6
    lines = [
        f"{rows:,} rows × {len(HEADINGS)} columns, {size:.0f} MB, {CORES} cores, median of {repetitions}".replace(",", " "),
        f"{'':20}{'seconds':>9}{'CPU s':>8}{'rows/s':>12}{'peak MiB':>10}{'÷ in memory':>13}{'÷ to a file':>13}",
    ]
    for name, found in runs.items():
        wall, cpu, peak = (statistics.median(run[what] for run in found) for what in ("seconds", "cpu_seconds", "peak_mib"))
        in_memory, to_file = (_paired_ratio(found, runs[f"duckdb, {where}"]) for where in ("in memory", "to a file"))
        told = f"{name:20}{wall:>9.2f}{cpu:>8.2f}{rows / wall:>12,.0f}{peak:>10.0f}".replace(",", " ")
        lines.append(f"{told}{in_memory:>13.2f}{to_file:>13.2f}")
    return "\n".join(lines)


def _paired_ratio(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> float:
    """Median of the ratios of runs that stood side by side, which a loaded machine slows alike."""
    return statistics.median(one["seconds"] / other["seconds"] for one, other in zip(ours, theirs, strict=True))


def _run(name: str, folder: Path) -> dict[str, float]:
    environment = {**os.environ, "POLARS_MAX_THREADS": str(CORES)}
    command = [sys.executable, __file__, "--only", name, "--folder", str(folder)]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def _measure(contender: Callable[[Path], Callable[[], object]], folder: Path) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:CORES]))
    work = contender(folder)
    before, cpu_before = time.perf_counter(), time.process_time()
    work()
    seconds, cpu_seconds = time.perf_counter() - before, time.process_time() - cpu_before
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mib": _peak_mib()}))


def _peak_mib() -> float:
    """Peak memory of this process alone (getrusage would count what was there before exec)."""
    status = Path("/proc/self/status")
    if status.exists():
        told = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _intake(folder: Path) -> Callable[[], object]:
    from intake_export import MAPPING, UNITS  # noqa: PLC0415 - not DuckDB's cost

    from flows.sources.exports.case_export import take_cases  # noqa: PLC0415 - same
    from flows.sources.landing import Landing  # noqa: PLC0415 - same
    from flows.sources.pseudonym import secret_of  # noqa: PLC0415 - same

    scratch = tempfile.TemporaryDirectory(dir=folder)
    landing = Landing(Path(scratch.name))
    secret = secret_of("a secret of the benchmark, never used elsewhere")

    def work() -> object:
        taken = take_cases(folder / "dirty.csv", "treserva", MAPPING, frozenset(UNITS.values()), secret, AS_OF)
        landing.land(taken.landed(AS_OF, 1), taken.frames)
        return scratch

    return work


def _duckdb(folder: Path, *, in_memory: bool) -> Callable[[], object]:
    import duckdb  # noqa: PLC0415 - not the intake's cost
    from intake_export import DUCKDB_TYPES  # noqa: PLC0415 - same

    scratch = tempfile.TemporaryDirectory(dir=folder)
    connection = duckdb.connect(":memory:" if in_memory else str(Path(scratch.name) / "cases.duckdb"))
    connection.execute(f"SET threads = {CORES}")
    columns = ", ".join(f"'{heading}': '{kind}'" for heading, kind in DUCKDB_TYPES.items())
    source = f"read_csv('{folder / 'tidy.csv'}', delim = ';', header = true, decimal_separator = ',', columns = {{{columns}}})"

    def work() -> object:
        connection.execute(f"CREATE TABLE cases AS SELECT * FROM {source}")  # noqa: S608 - our own words
        if not in_memory:
            connection.execute("CHECKPOINT")
        return scratch

    return work


_CONTENDERS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "framdrift intake": _intake,
    "duckdb, in memory": lambda folder: _duckdb(folder, in_memory=True),
    "duckdb, to a file": lambda folder: _duckdb(folder, in_memory=False),
}

if __name__ == "__main__":
    main()

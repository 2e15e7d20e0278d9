"""A publish that dies or runs out of disk leaves two whole databases behind, and the next one finishes the work."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from tests.warehouse_sample import sample_tables
from transforms.catalogue import Case, Headline, Outcome, Run
from transforms.tables import Tables
from warehouse.publish import DETAIL, OPEN, PREVIOUS, publish
from warehouse.read import are_of_one_run, last_run, tables_of

ROOT = Path(__file__).resolve().parents[2]

DIE_AT_AN_INSTANT = """
import os, signal, sys
from pathlib import Path
from tests.warehouse_sample import sample_tables
import warehouse.build, warehouse.publish, pathlib

folder, fatal = Path(sys.argv[1]), int(sys.argv[2])
watched = {warehouse.build.__file__, warehouse.publish.__file__, pathlib.__file__}
instants = 0

def step(frame, event, what):
    global instants
    if event == "c_call" and frame.f_code.co_filename in watched and touches_the_disk(what):
        if instants == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        if fatal < 0:
            print(what.__name__)
        instants += 1

def touches_the_disk(what):
    return what.__module__ in ("posix", "_duckdb") and what.__name__ != "fspath"

tables = sample_tables("new")
sys.setprofile(step)
warehouse.publish.publish(tables, folder)
"""

DIE_WHILE_DUCKDB_WRITES = """
import os, signal, sys, threading, time
from pathlib import Path
from tests.warehouse_sample import many_cases, sample_tables
from transforms.catalogue import Case
from warehouse.publish import DETAIL, publish

folder = Path(sys.argv[1])
growing = folder / ".building" / DETAIL

def watch():
    while not (growing.exists() and growing.stat().st_size > 300_000):
        time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGKILL)

tables = {**sample_tables("new"), Case: many_cases(100_000)}
threading.Thread(target=watch, daemon=True).start()
publish(tables, folder)
"""


def child(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def assert_whole(path: Path, runs: dict[str, Tables]) -> str:
    """The database holds exactly what one of the two runs published; which one."""
    run = last_run(path).run_id
    wanted = [Run, Headline] if path.name == OPEN else [Run, Headline, Case, Outcome]
    for table, frame in tables_of(path, wanted).items():
        assert_frame_equal(frame, runs[run][table])
    return run


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A folder with last night's databases."""
    folder = tmp_path_factory.mktemp("old")
    publish(sample_tables("old"), folder)
    return folder


@pytest.fixture(scope="module")
def instants(old, tmp_path_factory):
    """The names of every call of a publish, over an earlier one, to DuckDB or the operating system, in order."""
    folder = shutil.copytree(old, tmp_path_factory.mktemp("counted") / "warehouse")
    done = child(DIE_AT_AN_INSTANT, folder, -1)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_killed_at_any_instant_the_databases_are_whole_and_the_next_publish_finishes(old, instants, tmp_path):
    """Before some calls of the building, and before every single one from the keeping of the previous file to the end."""
    runs = {run: sample_tables(run) for run in ("old", "new")}
    swapping = instants.index("link")
    seen = set()
    for fatal in (*range(0, swapping, swapping // 4 + 1), *range(swapping, len(instants))):
        folder = shutil.copytree(old, tmp_path / str(fatal))
        assert child(DIE_AT_AN_INSTANT, folder, fatal).returncode == -signal.SIGKILL
        state = assert_whole(folder / DETAIL, runs), assert_whole(folder / OPEN, runs)
        assert are_of_one_run(folder / DETAIL, folder / OPEN) == (state[0] == state[1])
        if state not in seen:
            publish(runs["new"], folder)
            assert assert_whole(folder / DETAIL, runs) == assert_whole(folder / OPEN, runs) == "new"
            assert sorted(path.name for path in folder.iterdir()) == sorted([DETAIL, OPEN, PREVIOUS])
        seen.add(state)
    assert seen == {("old", "old"), ("new", "old"), ("new", "new")}, "the detail first, and every state was met"


def test_killed_while_duckdb_writes_rows_the_earlier_files_are_untouched(old, tmp_path):
    folder = shutil.copytree(old, tmp_path / "warehouse")
    assert child(DIE_WHILE_DUCKDB_WRITES, folder).returncode == -signal.SIGKILL
    assert (folder / ".building" / DETAIL).exists()
    assert [(folder / name).read_bytes() for name in (DETAIL, OPEN)] == [(old / name).read_bytes() for name in (DETAIL, OPEN)]


FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from tests.warehouse_sample import many_cases, sample_tables
from transforms.catalogue import Case
from warehouse.publish import PublishError, publish

limit = int(sys.argv[2])
tables = {**sample_tables("new"), Case: many_cases(100_000)}
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    publish(tables, Path(sys.argv[1]))
except PublishError as error:
    print(error)
    sys.exit(21)
"""


@pytest.mark.parametrize("limit", [8_192, 1_000_000, 4_000_000])
def test_when_a_file_may_not_grow_the_earlier_files_stay_and_nothing_is_left(old, tmp_path, limit):
    """The system refuses to let the file grow (as a quota does), at the first page or far into the rows."""
    folder = shutil.copytree(old, tmp_path / "warehouse")
    done = child(FILL_THE_DISK, folder, limit)
    assert done.returncode == 21, done.stderr
    assert str(folder) in done.stdout
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {path.name: path.read_bytes() for path in old.iterdir()}


def test_a_full_disk_is_told_plainly_and_the_earlier_files_stay(tmp_path):
    """A real file system with room left for a megabyte and no more."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting a small file system takes root; the limit on file size above is tested everywhere")
    try:
        publish(sample_tables("old"), disk)
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 1_000_000))
        before = {path.name: path.read_bytes() for path in disk.iterdir()}
        done = child(FILL_THE_DISK, disk, 0)
        assert (done.returncode, done.stdout.strip()) == (
            21,
            f"The disk of {disk} is full: make room for both databases beside the old ones and run again.",
        )
        assert {path.name: path.read_bytes() for path in disk.iterdir()} == before
    finally:
        subprocess.run(["umount", disk], check=True)

"""An analyst who has the file open all through the night's publish is undisturbed, and so is the publish."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse_sample import many_cases, sample_tables
from transforms.catalogue import Case
from warehouse.publish import DETAIL, OPEN, publish

ANALYST = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=True)
for _ in sys.stdin:
    run, = con.sql("SELECT run_id FROM meta.run").fetchone()
    units = con.sql("SELECT count(*) FROM core.unit").fetchone()[0]
    figures = con.sql("SELECT string_agg(printed, ' ' ORDER BY figure_id) FROM report.figure").fetchone()[0]
    print(run, units, figures, flush=True)
"""


class Analyst:
    """A process of its own with the file open until it is sent away; every question is answered from the tables anew."""

    def __init__(self, file: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", ANALYST, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def sees(self) -> str:
        """What the tables say now."""
        self._process.stdin.write("and now?\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def leaves(self) -> int:
        """Closes the file; the exit code."""
        self._process.communicate()
        return self._process.returncode


@pytest.mark.parametrize("name", [DETAIL, OPEN])
def test_a_reader_keeps_the_old_content_and_who_opens_anew_sees_the_new(tmp_path, name):
    old = "last-night 3 printed-0 printed-1 printed-2"
    new = "tonight 2 printed-0 printed-1"
    publish({**sample_tables("last-night"), Case: many_cases(50_000)}, tmp_path)
    early = Analyst(tmp_path / name)
    assert early.sees() == old

    publish(sample_tables("tonight", rows=2), tmp_path)
    assert early.sees() == old
    late = Analyst(tmp_path / name)
    assert late.sees() == new

    publish(sample_tables("tomorrow"), tmp_path)
    assert (early.sees(), late.sees()) == (old, new)
    assert (early.leaves(), late.leaves()) == (0, 0)

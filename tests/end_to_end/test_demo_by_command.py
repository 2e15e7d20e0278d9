"""The made-up kommun through the command line, as a newcomer meets it: built, checked, run, traced, made again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pypdfium2 as pdfium
import pytest

from flows.failures import ExitCode
from tests.end_to_end.pages import lines_of

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-10-05"


def framdrift(*words: object) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own, without anything the tests have said to Prefect."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "flows", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "exempelkoping"
    built = framdrift("demo", folder)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def night(demo) -> subprocess.CompletedProcess[str]:
    return framdrift("nightly", demo, "--as-of", AS_OF)


@pytest.fixture(scope="module")
def packs(demo, night) -> list[Path]:
    assert night.returncode == 0, night.stderr
    return sorted((demo / "var" / "packs" / AS_OF).glob("*.pdf"))


def test_the_folder_has_no_faults(demo):
    checked = framdrift("check", demo)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_night_ends_well_and_says_where_everything_lies(demo, night):
    assert night.returncode == 0, night.stderr
    assert night.stderr == ""
    assert "Arbetsmarknad: 205 av 225 planerade till och med september, 20 färre än planen." in night.stdout
    for place in ("packs/2026-10-05", "warehouse/framdrift.duckdb", "warehouse/framdrift_open.duckdb", "runs/2026-10-05-"):
        assert str(demo / "var" / place) in night.stdout


def test_every_unit_and_process_has_its_pack(packs):
    """Twelve units and three processes."""
    assert len(packs) == 15


def test_every_page_says_that_the_kommun_is_made_up(packs):
    for path in packs:
        document = pdfium.PdfDocument(path)
        assert all("Påhittad kommun" in page.get_textpage().get_text_range() for page in document), path.name
        document.close()


def test_every_pack_is_tagged_and_has_a_title(packs):
    for path in packs:
        document = pdfium.PdfDocument(path)
        assert document.is_tagged(), path.name
        assert document.get_metadata_value("Title"), path.name
        document.close()


def test_a_second_night_changes_no_pack_and_takes_nothing_in_again(demo, packs):
    before = {path.name: path.read_bytes() for path in packs}
    landed = sorted(path.name for path in (demo / "var" / "landing").glob("*/*"))
    again = framdrift("nightly", demo, "--as-of", AS_OF)
    assert again.returncode == 0, again.stderr
    assert {path.name: path.read_bytes() for path in packs} == before
    assert sorted(path.name for path in (demo / "var" / "landing").glob("*/*")) == landed


@pytest.mark.usefixtures("night")
def test_an_analyst_with_the_file_open_all_through_a_run_is_undisturbed(demo):
    """This process reads; the night is another. A new connection from a third sees the new file."""
    file = demo / "var" / "warehouse" / "framdrift.duckdb"
    question = "SELECT count(*), sum(value) FROM core.outcome"
    with duckdb.connect(file, read_only=True) as con:
        before, inode = con.sql(question).fetchone(), file.stat().st_ino
        assert framdrift("nightly", demo, "--as-of", "2026-10-06").returncode == 0
        assert con.sql(question).fetchone() == before
        assert file.stat().st_ino != inode
        look = f"from pathlib import Path; from warehouse.read import last_run; print(last_run(Path({str(file)!r})).as_of)"
        seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=ROOT)
        assert seen.stdout.strip() == "2026-10-06"


@pytest.mark.usefixtures("night")
def test_the_quarantine_adds_up(demo):
    with duckdb.connect(demo / "var" / "warehouse" / "framdrift.duckdb", read_only=True) as con:
        inputs = con.sql("SELECT * FROM meta.input WHERE rows_in_file > 0").pl()
        held = con.sql("SELECT count(DISTINCT (file_id, line)) FROM meta.quarantined").fetchone()
    assert (inputs["rows_loaded"] + inputs["rows_quarantined"] == inputs["rows_in_file"]).all()
    assert held is not None
    assert held[0] == inputs["rows_quarantined"].sum() > 0


@pytest.mark.usefixtures("night")
def test_a_figure_is_traced_to_the_lines_behind_it(demo):
    """38 into work in September: 38 lines, each with its file and key, none with a number of a person or a case."""
    traced = framdrift("trace", demo, "arbetsmarknad", "am_i_arbete", "2026-09", "--as-of", AS_OF)
    assert traced.returncode == 0, traced.stderr
    head, what, *lines = traced.stdout.splitlines()
    assert "38" in head
    assert "38 rows of core.case" in what
    assert len(lines) == 38
    assert all(line.startswith("  flai_20261005.xlsx, line ") and "case_key" in line for line in lines)


@pytest.mark.usefixtures("night")
def test_one_pack_is_made_again_as_it_was(demo, tmp_path):
    made = framdrift("render", demo, "--unit", "arbetsmarknad", "--as-of", AS_OF, "--into", tmp_path)
    assert made.returncode == 0, made.stderr
    again = tmp_path / f"nulageskoll_arbetsmarknad_{AS_OF}.pdf"
    assert made.stdout.split() == [str(again)]
    assert again.read_bytes() == (demo / "var" / "packs" / AS_OF / again.name).read_bytes()
    assert any("205" in line for line in lines_of(again))


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("trace", "{demo}", "ingen_enhet", "am_i_arbete", "2026-09"), ExitCode.NOT_KNOWN, "There is no unit ingen_enhet"),
        (("trace", "{demo}", "arbetsmarknad", "ingen", "2026-09"), ExitCode.NOT_KNOWN, "There is no measure ingen"),
        (("trace", "{demo}", "arbetsmarknad", "am_i_arbete", "september"), ExitCode.NOT_KNOWN, "write a month as 2026-09"),
        (("trace", "{demo}", "arbetsmarknad", "am_i_arbete", "1999-01"), ExitCode.NOT_KNOWN, "There is no figure"),
        (("render", "{demo}", "--unit", "ingen_enhet"), ExitCode.NOT_KNOWN, "No pack for ingen_enhet"),
        (("nightly", "{demo}/inbox"), ExitCode.FOLDER_FAULTY, "kommun.toml"),
        (("nightly", "{demo}", "--as-of", "5 oktober"), ExitCode.USAGE, "--as-of"),
        (("demo", "{demo}/inbox"), ExitCode.USAGE, "not empty"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence_with_its_own_code(words, code, told, demo):
    answer = framdrift(*(word.format(demo=demo) for word in words))
    assert answer.returncode == code, answer.stderr
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr

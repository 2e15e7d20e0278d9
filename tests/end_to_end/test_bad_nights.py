"""What a night meets, and what the operator is told: a plain sentence, a code of its own, and nothing lost.

Every case starts from a good night. Where a source fails, what was made before is made again from the delivery before, byte
for byte: the run id is made of the inputs, and those are the same.
"""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.failures import ExitCode, Failure
from flows.lock import only_one_run
from flows.night_run import run_night
from flows.rendering import render_again
from flows.sources.plan.workbook import write_plan
from tests.end_to_end.pages import lines_of
from tests.end_to_end.small_kommun import (
    AS_OF,
    EXPORT,
    HEADER,
    build_small_kommun,
    case_lines,
    small_kolada,
    small_plan,
    write_export,
)
from tests.kolada_server import KoladaServer, answers, drops, empty, html
from transforms.catalogue import Case, KoladaValue, Outcome, Quarantined
from warehouse.read import last_run, tables_of

TOMORROW = date(2026, 10, 6)
_DISK = 48 * 2**20  # room for two databases beside the old ones, and not for much more


@pytest.fixture(scope="module")
def good_night(tmp_path_factory) -> Path:
    """A folder in which a night has gone well."""
    folder = build_small_kommun(tmp_path_factory.mktemp("good") / "kommun")
    assert run_night(folder, AS_OF) == ExitCode.DONE
    return folder


@pytest.fixture
def folder(good_night, tmp_path) -> Path:
    """A copy of it, to break."""
    return shutil.copytree(good_night, tmp_path / "kommun")


def detail(folder: Path) -> Path:
    return folder / "var" / "warehouse" / "framdrift.duckdb"


def frame(folder: Path, table: type) -> pl.DataFrame:
    return tables_of(detail(folder), [table])[table]


def packs(folder: Path, as_of: date = AS_OF) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "var" / "packs" / as_of.isoformat()).iterdir())}


def half_of(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2 + 7])


BAD_FILES: dict[str, tuple[ExitCode, Callable[[Path], object], str, str]] = {
    "a column is renamed": (
        ExitCode.COLUMN_MISSING,
        lambda folder: write_export(folder, case_lines(), header=HEADER.replace("Inkom", "Inkommen")),
        EXPORT,
        "Inkom",
    ),
    "the encoding is not the declared one": (
        ExitCode.FILE_UNREADABLE,
        lambda folder: write_export(folder, case_lines(), encoding="cp1252"),
        EXPORT,
        "utf-8",
    ),
    "half a file": (ExitCode.FILE_UNREADABLE, lambda folder: half_of(write_export(folder, case_lines())), EXPORT, "cut off"),
    "an empty file": (ExitCode.FILE_UNREADABLE, lambda folder: (folder / "inbox" / EXPORT).write_bytes(b""), EXPORT, "empty"),
    "a file of headings": (ExitCode.FILE_UNREADABLE, lambda folder: write_export(folder, []), EXPORT, "no rows"),
    "most rows are gone": (
        ExitCode.NOT_BELIEVED,
        lambda folder: write_export(folder, case_lines(months=9)),
        EXPORT,
        "half as many rows",
    ),
    "most dates cannot be read": (
        ExitCode.NOT_BELIEVED,
        lambda folder: write_export(folder, [line.replace("2025-", "kväll ") for line in case_lines()]),
        EXPORT,
        "not taken in",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_stops_its_source_and_the_night_goes_on_with_the_file_before(name, folder, capsys):
    code, break_it, file_name, word = BAD_FILES[name]
    if name.startswith("the encoding"):
        kommun = folder / "kommun.toml"
        kommun.write_text(
            kommun.read_text(encoding="utf-8").replace('kind = "cases"', 'kind = "cases"\nencoding = "utf-8"'), encoding="utf-8"
        )
        assert run_night(folder, AS_OF) == ExitCode.DONE
    before, cases = packs(folder), frame(folder, Case)
    break_it(folder)
    capsys.readouterr()
    assert run_night(folder, AS_OF) == code
    told = capsys.readouterr().err
    assert file_name in told
    assert word in told
    assert "Traceback" not in told
    assert frame(folder, Case).equals(cases)
    assert packs(folder) == before


def test_a_first_file_that_is_not_believed_promises_no_delivery_before_it(tmp_path, capsys):
    folder = build_small_kommun(tmp_path / "kommun")
    write_export(folder, [line.replace("2025-", "kväll ") for line in case_lines()])
    assert run_night(folder, AS_OF) == ExitCode.NOT_BELIEVED
    told = capsys.readouterr().err
    assert "was not taken in, nothing is known of it yet" in told
    assert "delivery before" not in told


def test_the_packs_of_the_day_after_say_how_old_the_data_is(folder):
    (folder / "inbox" / EXPORT).write_bytes(b"")
    assert run_night(folder, TOMORROW) == ExitCode.FILE_UNREADABLE
    page = " ".join(lines_of(folder / "var" / "packs" / "2026-10-06" / "nulageskoll_norr_2026-10-06.pdf"))
    assert "5 oktober 2026" in page.split("Inläst")[-1]
    assert "1 dag" in page


def test_a_workbook_that_is_none_is_an_unreadable_file_of_its_source(folder, capsys):
    (folder / "inbox" / EXPORT).unlink()
    (folder / "inbox" / "arenden.xlsx").write_bytes(b"this is no workbook")
    kommun = folder / "kommun.toml"
    kommun.write_text(
        kommun.read_text(encoding="utf-8").replace('kind = "cases"', 'kind = "cases"\nformat = "xlsx"'), encoding="utf-8"
    )
    assert run_night(folder, AS_OF) == ExitCode.FILE_UNREADABLE
    assert "arenden.xlsx" in capsys.readouterr().err
    assert frame(folder, Case).height == 210


def test_rows_of_an_unknown_unit_wait_in_quarantine_until_the_mapping_is_mended(folder, capsys):
    lines = case_lines()
    write_export(folder, [*lines, lines[0].replace("Norra enheten", "Västra enheten").replace("N0000", "V0000")])
    assert run_night(folder, AS_OF) == ExitCode.UNKNOWN_UNIT
    told = capsys.readouterr().err
    assert "arenden.csv: 1 rows are in quarantine because their unit is not known" in told
    assert "Västra" not in told
    held = frame(folder, Quarantined).row(0, named=True)
    assert (held["line"], held["column_name"]) == (212, "Enhet")
    assert frame(folder, Case).height == 210

    kommun = folder / "kommun.toml"
    kommun.write_text(kommun.read_text(encoding="utf-8").replace('"Södra', '"Västra enheten" = "soder"\n"Södra'), encoding="utf-8")
    assert run_night(folder, AS_OF) == ExitCode.DONE
    assert frame(folder, Case).height == 211
    assert frame(folder, Quarantined).height == 0


def test_an_unknown_category_is_counted_as_such_and_told(folder, capsys):
    write_export(folder, [line.replace("Flyttat", "Avliden") for line in case_lines()])
    assert run_night(folder, AS_OF) == ExitCode.UNKNOWN_CATEGORY
    told = capsys.readouterr().err
    assert "84 rows have a close reason without a mapping" in told
    groups = frame(folder, Case)["close_reason_group"]
    assert (groups == "Ej mappad").sum() == 84


def test_a_year_that_means_no_end_is_no_date_and_an_absurd_one_goes_to_quarantine(folder):
    lines = case_lines()
    lines[0] = "N0000;P00000N;Norra enheten;2025-01-01;2999-12-31;;1 250,50"
    lines[1] = "N0001;P00001N;Norra enheten;2025-01-04;2150-01-01;Flyttat;1 250,50"
    write_export(folder, lines)
    assert run_night(folder, AS_OF) == ExitCode.DONE
    assert frame(folder, Case)["closed_at"].null_count() == 1
    held = frame(folder, Quarantined)
    assert held.select("line", "column_name", "value_shape").rows() == [(3, "Avslutat", "9999-99-99")]


def test_an_unreadable_plan_leaves_the_one_before_in_force_and_page_one_says_so(folder, capsys):
    (folder / "plan.xlsx").write_bytes(b"broken")
    assert run_night(folder, AS_OF) == ExitCode.PLAN_UNREADABLE
    assert "plan.xlsx" in capsys.readouterr().err
    page = " ".join(lines_of(folder / "var" / "packs" / AS_OF.isoformat() / f"nulageskoll_norr_{AS_OF}.pdf"))
    assert "Planen är den från 5 oktober 2026" in page
    assert "27 av 45 planerade" in page


def test_a_plan_with_faults_tells_all_of_them_by_cell(folder, capsys):
    plan = small_plan()
    write_plan(plan, folder / "plan.xlsx", ["finns_inte"])
    measures = folder / "measures" / "alla.toml"
    measures.write_text(measures.read_text(encoding="utf-8").replace("[i_arbete]", "[till_arbete]"), encoding="utf-8")
    assert run_night(folder, AS_OF) == ExitCode.PLAN_UNREADABLE
    told = capsys.readouterr().err
    assert "Mål!" in told
    assert "Mätare per enhet!" in told
    assert "i_arbete" in told


KOLADA_FAULTS = {
    "answers 500": answers(500),
    "answers 429": answers(429, Retry_After="0"),
    "answers HTML": html,
    "answers an empty list": empty,
    "cuts the connection": drops,
}


@pytest.fixture(scope="module")
def kolada():
    with KoladaServer(small_kolada()) as server:
        yield server


@pytest.fixture(scope="module")
def night_with_kolada(kolada, tmp_path_factory) -> Path:
    folder = build_small_kommun(tmp_path_factory.mktemp("kolada") / "kommun", kolada_url=kolada.base_url)
    assert run_night(folder, AS_OF) == ExitCode.DONE
    return folder


@pytest.mark.parametrize("name", KOLADA_FAULTS)
def test_when_kolada_fails_the_last_fetch_is_used_and_the_rest_is_done(name, kolada, night_with_kolada, tmp_path, capsys):
    folder = shutil.copytree(night_with_kolada, tmp_path / "kommun")
    values = frame(folder, KoladaValue)
    assert values.filter(pl.col("municipality_code") == "9001", pl.col("year") == 2025)["value"].to_list() == [41.0]
    write_export(folder, case_lines(per_month=6))
    kolada.inject(KOLADA_FAULTS[name], at="/data/", times=100)
    try:
        assert run_night(folder, AS_OF) == ExitCode.KOLADA_FAILED
    finally:
        kolada.forget()
    assert "Kolada" in capsys.readouterr().err
    assert frame(folder, KoladaValue).equals(values)
    assert frame(folder, Case).height == 252


def test_when_kolada_is_down_the_sentence_says_so(night_with_kolada, tmp_path, capsys):
    folder = shutil.copytree(night_with_kolada, tmp_path / "kommun")
    kommun = folder / "kommun.toml"
    text = kommun.read_text(encoding="utf-8")
    url = next(line for line in text.splitlines() if line.startswith("base_url"))
    kommun.write_text(text.replace(url, 'base_url = "http://127.0.0.1:9/v3"'), encoding="utf-8")
    assert run_night(folder, AS_OF) == ExitCode.KOLADA_FAILED
    assert "Kolada" in capsys.readouterr().err


def test_a_full_disk_while_publishing_leaves_warehouse_and_packs_as_they_were(folder, tmp_path):
    """On a real small file system, where the user may mount one."""
    full = folder / "var" / "warehouse"
    kept = tmp_path / "kept"
    shutil.copytree(full, kept)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", full], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small file system needs rights that this user does not have")
    try:
        shutil.copytree(kept, full, dirs_exist_ok=True)
        (full / "ballast").write_bytes(b"x" * (_DISK - sum(path.stat().st_size for path in full.iterdir()) - 2**20))
        run, before = last_run(detail(folder)), packs(folder)
        write_export(folder, case_lines(per_month=6))
        with pytest.raises(Failure, match="full") as failure:
            run_night(folder, AS_OF)
        assert failure.value.code == ExitCode.PUBLISH_FAILED
        assert last_run(detail(folder)) == run
        assert packs(folder) == before
        (full / "ballast").unlink()
        assert run_night(folder, AS_OF) == ExitCode.DONE
        assert frame(folder, Case).height == 252
    finally:
        subprocess.run(["umount", full], check=True)


def hold_the_lock(var: Path, held: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    with only_one_run(var):
        held.set()
        done.wait(60)


def test_a_second_run_is_refused_while_another_is_going_on(folder):
    fork_server = multiprocessing.get_context("spawn")
    held, done = fork_server.Event(), fork_server.Event()
    other = fork_server.Process(target=hold_the_lock, args=(folder / "var", held, done))
    other.start()
    assert held.wait(60)
    try:
        with pytest.raises(Failure, match="Another run is going on") as failure:
            run_night(folder, AS_OF)
        assert failure.value.code == ExitCode.ALREADY_RUNNING
    finally:
        other.kill()
        other.join()
    assert run_night(folder, AS_OF) == ExitCode.DONE


def test_a_pack_that_cannot_be_written_is_told_and_the_others_are_made(folder, capsys):
    pack = folder / "var" / "packs" / AS_OF.isoformat() / f"nulageskoll_norr_{AS_OF}.pdf"
    pack.unlink()
    (pack / "in the way").mkdir(parents=True)
    assert run_night(folder, AS_OF) == ExitCode.PACK_FAILED
    assert "The pack of norr could not be made" in capsys.readouterr().err
    assert lines_of(pack.with_name(f"nulageskoll_soder_{AS_OF}.pdf"))


def test_a_folder_with_faults_is_not_run(folder):
    (folder / "kommun.toml").write_text('name = "Småköping"\ncode = "9001"\nsynthetic = true\n', encoding="utf-8")
    with pytest.raises(Failure, match=r"kommun.toml, line 3: .*is_synthetic") as failure:
        run_night(folder, AS_OF)
    assert failure.value.code == ExitCode.FOLDER_FAULTY


def test_without_its_secret_nothing_is_taken_in(folder):
    (folder / "secret.key").unlink()
    with pytest.raises(Failure, match=r"secret\.key") as failure:
        run_night(folder, AS_OF)
    assert failure.value.code == ExitCode.SECRET_MISSING


def test_a_day_before_the_first_night_is_not_known(folder):
    with pytest.raises(Failure, match="Nothing had been taken in by 2026-10-04") as failure:
        render_again(folder, date(2026, 10, 4), units=None, into=None)
    assert failure.value.code == ExitCode.NOT_KNOWN


def test_the_same_file_under_another_name_is_taken_once(folder):
    shutil.copy(folder / "inbox" / EXPORT, folder / "inbox" / "arenden_igen.csv")
    before = packs(folder)
    assert run_night(folder, AS_OF) == ExitCode.DONE
    assert frame(folder, Case).height == 210
    assert len(list((folder / "var" / "landing" / "arenden").iterdir())) == 1
    assert packs(folder) == before


def test_a_night_for_a_day_before_the_last_one_adds_nothing_to_history(folder):
    """What has come in since is taken in by the next night that looks forward."""
    before = packs(folder)
    write_export(folder, case_lines(per_month=6))
    assert run_night(folder, TOMORROW) == ExitCode.DONE
    write_export(folder, case_lines(per_month=7))
    assert run_night(folder, AS_OF) == ExitCode.DONE
    assert packs(folder) == before
    assert frame(folder, Case).height == 210
    assert run_night(folder, date(2026, 10, 7)) == ExitCode.DONE
    assert frame(folder, Case).height == 294


def test_a_pack_made_again_for_an_earlier_day_is_the_one_delivered_then(folder, tmp_path):
    before = packs(folder)
    write_export(folder, case_lines(per_month=6))
    assert run_night(folder, TOMORROW) == ExitCode.DONE
    assert frame(folder, Outcome).filter(pl.col("unit_id") == "norr", pl.col("measure_id") == "inkomna")["value"].max() == 6
    again = render_again(folder, AS_OF, units=["norr"], into=tmp_path / "again")
    assert [path.read_bytes() for path in again] == [before[f"nulageskoll_norr_{AS_OF}.pdf"]]

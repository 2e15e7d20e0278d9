"""What lies in the inbox: whose it is, what may be told of it, and whether it is still being written."""

from __future__ import annotations

import os

import pytest

from flows.failures import ExitCode, Failure
from flows.inbox import deliveries, lying_still, unclaimed

# 811228-9874 is one of the numbers that Skatteverket has published for testing.
HAS_A_PERSONNUMMER = ["arenden_811228-9874.csv", "arenden 198112289874.csv", "arenden_18900331-9812.csv"]


def named(folder, *names):
    for name in names:
        (folder / name).write_text("x", encoding="utf-8")
    return folder


def cut_off_while_read(path):
    with lying_still(path):
        path.unlink()
        raise Failure(ExitCode.COLUMN_MISSING, "half a header")


@pytest.mark.parametrize("name", HAS_A_PERSONNUMMER)
def test_a_file_named_after_a_person_is_not_opened_and_its_name_is_told_nowhere(name, tmp_path):
    with pytest.raises(Failure, match="personnummer") as failure:
        deliveries(named(tmp_path, name), "arenden*.csv")
    assert failure.value.code is ExitCode.FILE_UNREADABLE
    assert "9874" not in str(failure.value)
    assert "9812" not in str(failure.value)
    (sentence,) = unclaimed(tmp_path, [])
    assert "taken by no source: 1 more" in sentence


@pytest.mark.parametrize("name", ["arenden_\n|x|.csv", "arenden_\u202evsc.csv", os.fsdecode(b"arenden_\xe5.csv")])
def test_a_name_that_cannot_be_printed_is_refused_in_plain_words(name, tmp_path):
    with pytest.raises(Failure, match="cannot be printed"):
        deliveries(named(tmp_path, name), "arenden*.csv")


@pytest.mark.parametrize("time", [f"{hour:02}{minute:02}" for hour in (0, 2, 23) for minute in range(0, 60, 7)])
def test_the_time_a_file_was_made_is_no_personnummer(time, tmp_path):
    names = [f"arenden_20261005{time}.csv", f"arenden_20261005-{time}.csv", f"arenden_20261005_{time}00.csv"]
    assert [path.name for path in deliveries(named(tmp_path, *names), "arenden*.csv")] == sorted(names)


def test_what_no_source_takes_is_told(tmp_path):
    named(tmp_path, "arenden_1.csv", "Arenden_2.csv", ".hidden")
    (tmp_path / "arenden_3.csv").mkdir()
    (tmp_path / "arenden_4.csv").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "arenden_5.csv")
    assert [path.name for path in deliveries(tmp_path, "arenden_*.csv")] == ["arenden_1.csv"]
    (sentence,) = unclaimed(tmp_path, ["arenden_*.csv"])
    assert sentence.startswith("inbox: taken by no source: 'Arenden_2.csv', 'arenden_3.csv', 'arenden_4.csv', 'arenden_5.csv'. ")


def test_nothing_is_told_of_an_inbox_that_is_taken_whole(tmp_path):
    assert unclaimed(named(tmp_path, "a.csv"), ["*.csv"]) == ()


def test_a_file_that_grows_while_it_is_read_is_told_as_that_whatever_else_seems_wrong(tmp_path):
    path = named(tmp_path, "a.csv") / "a.csv"
    with pytest.raises(Failure, match="still writing"), lying_still(path):
        path.write_text("more than before", encoding="utf-8")
    with pytest.raises(Failure, match="still writing"):
        cut_off_while_read(path)


def test_another_failure_of_a_file_that_lies_still_is_told_as_it_is(tmp_path):
    path = named(tmp_path, "a.csv") / "a.csv"
    with pytest.raises(Failure, match="half a header"), lying_still(path):
        raise Failure(ExitCode.COLUMN_MISSING, "half a header")

"""Where the keys of a TOML file stand."""

from __future__ import annotations

import tomllib

import pytest

from flows.workspace.toml_places import line_of, lines_of_keys

DOCUMENT = '''# first line
name = "a # no comment"   # a comment with [brackets]
list = [
  "]", # one
  2,
]

[sources.treserva]
"odd key" = """
[not.a.table]
text = 1
"""
columns.case_id = 'x = "y"'
inline = { unit = "Enhet", "å" = [1, 2] }
escaped = "a \\" ] b"

  [ sources . "a.b" ]  # spaces
key=1
[[rows]]
n = 1
[[rows]]
n = 2
literal = \'\'\'
a''b
[x]
\'\'\'
last = true'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("list",), 3),
        (("sources",), 8),
        (("sources", "treserva"), 8),
        (("sources", "treserva", "odd key"), 9),
        (("sources", "treserva", "columns", "case_id"), 13),
        (("sources", "treserva", "inline"), 14),
        (("sources", "treserva", "escaped"), 15),
        (("sources", "a.b"), 17),
        (("sources", "a.b", "key"), 18),
        (("rows",), 19),
        (("rows", "literal"), 23),
        (("rows", "last"), 27),
    ],
)
def test_every_key_is_found_on_the_line_it_stands_on(path, line):
    assert tomllib.loads(DOCUMENT)
    assert lines_of_keys(DOCUMENT)[path] == line


def test_nothing_inside_strings_arrays_or_comments_is_taken_for_a_key():
    assert not {path[0] for path in lines_of_keys(DOCUMENT)} - {"name", "list", "sources", "rows"}


def test_a_missing_key_is_told_on_the_line_of_its_table():
    lines = lines_of_keys(DOCUMENT)
    assert line_of(("sources", "treserva", "files"), lines) == 8
    assert line_of(("sources", "treserva", "inline", "unit"), lines) == 14
    assert line_of(("kolada",), lines) == 1


def test_windows_line_ends_count_once():
    assert lines_of_keys("a = 1\r\n\r\n[b]\r\nc = 2\r\n")[("b", "c")] == 4

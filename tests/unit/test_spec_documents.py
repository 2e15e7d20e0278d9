"""The document of definitions: one numbered page a figure, in order, each with an anchor and a link."""

from __future__ import annotations

import re

import pytest

from report_templates.reckoning import _NAMES as DEFINITION_NAMES
from tests.spec_documents import SPEC, MisnumberedPage, definitions_document, pages

PAGE = "# {title}\n\nOrd.\n\n## Ett exempel\n\ngiven värden\n\n| a |\n| - |\n| 1 |\n\nexpect\n\n| b |\n| - |\n| 2 |\n"


def folder_of(tmp_path, **titles):
    """A folder of examples, by file name without ending (``_`` for ``-``)."""
    for name, title in titles.items():
        (tmp_path / f"{name.removeprefix('p').replace('_', '-')}.md").write_text(PAGE.format(title=title), encoding="utf-8")
    return tmp_path


def test_pages_stand_in_the_order_of_their_numbers_with_break_anchor_and_link(tmp_path):
    written = definitions_document(folder_of(tmp_path, p60_b="Jämförelse", p07_c="Sju", p35_a="Chansen att nå målet"))
    assert re.findall(r"^## (.*)$", written, re.MULTILINE) == ["7 Sju", "35 Chansen att nå målet", "60 Jämförelse"]
    assert re.findall(r"^- \[(.*)\]\(#(\d+)\)$", written, re.MULTILINE) == [
        ("7 Sju", "7"), ("35 Chansen att nå målet", "35"), ("60 Jämförelse", "60"),
    ]  # fmt: skip
    assert re.findall(r'<a id="(\d+)"></a>', written) == ["7", "35", "60"]
    assert written.count("break-before: page") == 3
    assert "\n### Ett exempel\n" in written
    assert "\n*Givet värden:*\n\n| a |" in written
    assert "\n*Blir:*\n\n| b |" in written


@pytest.mark.parametrize(
    ("titles", "complaint"),
    [
        ({"p35_a": "Ett", "p35_b": "Två"}, "35-a.md and 35-b.md have the same number"),
        ({"pjamforelse": "Ett"}, "jamforelse.md: expected a name like"),
        ({"p35_a": "Ett\n\n# Två"}, "expected one line '# Title', found 2"),
    ],
)
def test_a_page_without_a_number_of_its_own_is_refused(tmp_path, titles, complaint):
    with pytest.raises(MisnumberedPage, match=re.escape(complaint)):
        definitions_document(folder_of(tmp_path, **titles))


def test_every_file_of_examples_is_a_page_with_a_number_of_two_digits():
    told = pages()
    assert [page.path for page in told] == sorted(SPEC.glob("*.md"))
    assert len({page.number for page in told}) == len(told)
    assert all(10 <= page.number <= 99 for page in told)


def test_every_page_that_a_pack_refers_to_is_there():
    assert DEFINITION_NAMES.keys() <= {page.number for page in pages()}

"""Packs as PDFs: what is decided is what is printed, every page is tagged and marked, and nothing leaves the paper."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from report_templates.cover import SYNTHETIC_NOTICE
from report_templates.pack import unit_packs
from report_templates.render import RenderedPack, html_to_pdf, pack_html, render_packs
from tests.pack_cases import LONG_NAME, cases, pack_of

A4 = (595.276, 841.89)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, Path]:
    """Every case's pack, made once."""
    paths = {}
    for name in cases():
        folder = tmp_path_factory.mktemp(name)
        [result] = render_packs([pack_of(name)], folder, 1, lambda _: None)
        assert result.reason is None
        paths[name] = result.path
    return paths


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    document = pdfium.PdfDocument(path)
    try:
        yield document
    finally:
        document.close()


def text_of(path: Path) -> str:
    """All text, with every kind of space and line break as one space."""
    with opened(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


def language_of(document: pdfium.PdfDocument) -> str:
    room = ctypes.create_string_buffer(64)
    size = pdfium.raw.FPDFCatalog_GetLanguage(document, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), 64)
    return room.raw[: size - 2].decode("utf-16-le")


def page_count(path: Path) -> int:
    with opened(path) as document:
        return len(document)


@pytest.mark.parametrize("name", cases())
def test_every_figure_a_pack_says_it_prints_is_in_its_text(made, name):
    text = text_of(made[name])
    for figure in pack_of(name).figures:
        if figure.value is not None and not figure.figure_id.startswith(("mal_",)):
            assert re.sub(r"\s+", " ", figure.printed) in text, figure


@pytest.mark.parametrize("name", cases())
def test_the_headline_and_every_finding_stand_in_the_text(made, name):
    pack, text = pack_of(name), text_of(made[name])
    for sentence in (pack.page_one.headline, *(panel.title for panel in pack.panels)):
        assert re.sub(r"\s+", "", sentence) in text.replace(" ", "")


@pytest.mark.parametrize("name", [name for name, kommun in cases().items() if kommun.synthetic])
def test_every_page_says_that_a_made_up_kommun_is_made_up(made, name):
    with opened(made[name]) as document:
        assert all(SYNTHETIC_NOTICE in page.get_textpage().get_text_bounded() for page in document)


def test_a_real_kommun_is_not_called_made_up(made):
    assert SYNTHETIC_NOTICE not in text_of(made["one_point"])


@pytest.mark.parametrize("name", cases())
def test_no_text_leaves_the_margins(made, name):
    with opened(made[name]) as document:
        for page in document:
            assert page.get_size() == pytest.approx(A4, abs=0.1)
            words = page.get_textpage()
            for place in range(words.count_rects()):
                left, bottom, right, top = words.get_rect(place)
                assert left >= 56
                assert right <= A4[0] - 55, words.get_text_bounded(left, bottom, right, top)
                assert bottom >= 20
                assert top <= A4[1] - 20


@pytest.mark.parametrize("name", cases())
def test_page_one_ends_on_page_one(made, name):
    with opened(made[name]) as document:
        first = re.sub(r"\s+", "", document[0].get_textpage().get_text_bounded())
    assert re.sub(r"\s+", "", pack_of(name).page_one.freshness) in first


@pytest.mark.parametrize(
    ("name", "least", "most"), [("calm", 1, 1), ("full", 4, 8), ("process", 4, 8), ("one_point", 2, 3), ("twelve", 4, 12)]
)
def test_packs_are_as_long_as_they_should_be(made, name, least, most):
    assert least <= page_count(made[name]) <= most


def test_text_from_data_is_printed_and_never_obeyed(made):
    text = text_of(made["hostile"])
    assert '<img src="file:///etc/passwd"> & "enheten"' in text
    assert "<script>alert(1)</script> {{ 7 * 7 }}" in text
    assert "root:" not in text


def test_a_link_to_a_file_or_the_net_is_not_fetched(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><text>hemligt</text></svg>', encoding="utf-8")
    page = f'<html lang="sv"><head><title>t</title></head><body><img alt="bild" src="{secret.as_uri()}">text</body></html>'
    path = tmp_path / "page.pdf"
    path.write_bytes(html_to_pdf(page))
    assert "hemligt" not in text_of(path)


def test_pages_are_tagged_named_and_in_swedish(made):
    with opened(made["full"]) as document:
        assert document.get_metadata_value("Title").startswith("Nulägeskoll Arbetsmarknadsenheten")
        assert document.is_tagged()
        assert language_of(document) == "sv"
        contents = [item.get_title() for item in document.get_toc()]
    assert {"Mätare", "Handlingsplan", "Definitioner"} <= set(contents)


def test_headings_never_skip_a_level_and_every_header_cell_says_what_it_heads():
    html = pack_html(pack_of("full"))
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all("scope=" in cell for cell in re.findall(r"<th\b[^>]*>", html))
    assert html.count("<svg") == html.count("<title>") - 1, "every drawing has a title of its own, and so has the page"


def test_the_alternative_text_of_a_drawing_is_its_finding():
    pack = pack_of("full")
    for panel in pack.panels:
        assert panel.chart.alt.startswith(f"{panel.title}.")
    assert pack.page_one.headline in pack.page_one.goal.chart.alt


def test_the_same_pack_gives_the_same_bytes(made, tmp_path):
    [again] = render_packs([pack_of("full")], tmp_path, 1, lambda _: None)
    assert again.path.read_bytes() == made["full"].read_bytes()


def test_two_workers_give_the_same_files_and_report_each_when_it_is_done(tmp_path):
    packs = unit_packs(*cases()["process"].case())
    done: list[RenderedPack] = []
    results = render_packs(packs, tmp_path, 2, done.append)
    assert [result.unit_id for result in results] == [pack.unit_id for pack in packs]
    assert sorted(result.unit_id for result in done) == sorted(pack.unit_id for pack in packs)
    assert {path.name for path in tmp_path.iterdir()} == {pack.file_name for pack in packs}, "no half file is left"
    alone = render_packs(packs[:1], tmp_path / "alone", 1, lambda _: None)
    assert alone[0].path.read_bytes() == results[0].path.read_bytes()


def test_a_pack_that_fails_leaves_its_old_file_and_the_others_are_made(tmp_path):
    pack = pack_of("full")
    blocked = tmp_path / pack.file_name
    blocked.mkdir()
    other = pack_of("calm")
    object.__setattr__(other, "unit_id", "annan")
    object.__setattr__(other, "file_name", "nulageskoll_annan_2026-10-05.pdf")
    failed, made = render_packs([pack, other], tmp_path, 2, lambda _: None)
    assert failed.path is None
    assert pack.file_name in failed.reason
    assert made.reason is None
    assert made.path.exists()
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_the_longest_name_is_printed_whole(made):
    assert LONG_NAME.replace(" ", "") in text_of(made["twelve"]).replace(" ", "")

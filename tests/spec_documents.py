"""``docs/definitions.md``: what every figure means, printed from the examples that the tests run (``tests/spec/*.md``).

The examples are the definition: what is printed is what is tested. A file ``NN-name.md`` is one figure, its number NN is
what packs refer to, and each begins a page of its own. ``python -m tests.documents`` writes the document.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SPEC = Path(__file__).parent / "spec"

_OPENING = """\
# Så räknas siffrorna

Det här dokumentet säger vad varje siffra i nulägeskollen betyder, med ord och med exempel som går att räkna efter för
hand. Exemplen är också Framdrifts egna prov: varje tabell nedan räknas om vid varje ändring av programmet, och stämmer
den inte stannar ändringen. Dokumentet är framställt av `tests/spec/*.md`; ändra där, inte här.

Varje sida har ett nummer med två siffror, som nulägeskollen hänvisar till. Numret hör till siffran, inte till platsen i
listan: en ny sida ändrar inget annat nummer. Kommunens egna mätare har nummer med fyra siffror. De definieras i kommunens
mapp `measures/` och trycks med sin definition längst bak i varje nulägeskoll.

Ett tankstreck (–) i en tabell betyder att uppgift saknas eller inte går att ange. Noll är ett värde.
"""
_FILE_NAME = re.compile(r"^(\d{2})-[a-z0-9-]+\.md$")
_TABLE_NAME = re.compile(r"^(given|expect)(?: +(.+?))? *$")
_SAID = {"given": "Givet", "expect": "Blir"}
_NEW_PAGE = '<div style="break-before: page"></div>'


class MisnumberedPage(Exception):
    """A file of examples has no number of its own."""


@dataclass(frozen=True)
class Page:
    """One figure: its number and its title, and the file that says what it means."""

    number: int
    title: str
    path: Path


def pages(folder: Path = SPEC) -> list[Page]:
    """Every page by number. Raises `MisnumberedPage` for a name without number, a number told twice, a missing title."""
    found = sorted((_page(path) for path in folder.glob("*.md")), key=lambda page: page.number)
    for page, following in itertools.pairwise(found):
        if page.number == following.number:
            raise MisnumberedPage(f"{page.path.name} and {following.path.name} have the same number")
    return found


def definitions_document(folder: Path = SPEC) -> str:
    """The whole document: an opening, a table of contents with numbers, and every page, in the order of the numbers."""
    told = pages(folder)
    contents = "\n".join(f"- [{page.number} {page.title}](#{page.number})" for page in told)
    return "\n".join([_OPENING, contents, "", "\n\n".join(_printed(page) for page in told)]) + "\n"


def _page(path: Path) -> Page:
    name = _FILE_NAME.match(path.name)
    if not name:
        raise MisnumberedPage(f"{path.name}: expected a name like 35-chans.md, two digits first")
    titles = [line.removeprefix("# ").strip() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    if len(titles) != 1:
        raise MisnumberedPage(f"{path.name}: expected one line '# Title', found {len(titles)}")
    return Page(int(name[1]), titles[0], path)


def _printed(page: Page) -> str:
    """The page break, the anchor that never changes, the numbered title, and the examples."""
    lines = page.path.read_text(encoding="utf-8").strip().splitlines()
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(_line(line, page) for line in lines))
    return f'{_NEW_PAGE}\n\n<a id="{page.number}"></a>\n\n{body}'


def _line(line: str, page: Page) -> str:
    """A line one heading level down, the names of tables in Swedish with room around them."""
    if named := _TABLE_NAME.match(line):
        return f"\n*{_joined((_SAID[named[1]], named[2]))}:*\n"
    if line.startswith("# "):
        return f"## {page.number} {page.title}"
    return f"#{line}" if line.startswith("#") else line


def _joined(parts: Iterable[str | None]) -> str:
    return " ".join(part for part in parts if part)

"""``docs/definitions.md``: what every figure means, printed from the examples that the tests run (``tests/spec/*.md``).

The examples are the definition: what is printed is what is tested. ``python -m tests.spec_documents`` writes the file.
"""

from __future__ import annotations

import re
from pathlib import Path

SPEC = Path(__file__).parent / "spec"
DEFINITIONS = Path(__file__).resolve().parents[1] / "docs" / "definitions.md"

_OPENING = """\
# Så räknas siffrorna

Det här dokumentet säger vad varje siffra i nulägeskollen betyder, med ord och med exempel som går att räkna efter för
hand. Exemplen är också Framdrifts egna prov: varje tabell nedan räknas om vid varje ändring av programmet, och stämmer
den inte stannar ändringen. Dokumentet är framställt av `tests/spec/*.md`; ändra där, inte här.

Ett tankstreck (–) i en tabell betyder att uppgift saknas eller inte går att ange. Noll är ett värde.
"""
_TABLE_NAME = re.compile(r"^(given|expect)(?: +(.+?))? *$")
_SAID = {"given": "Givet", "expect": "Blir"}


def definitions_document() -> str:
    """The whole document: an opening, a table of contents, and every chapter in the order of the file names."""
    chapters = [_chapter(path) for path in sorted(SPEC.glob("*.md"))]
    titles = [line.removeprefix("## ") for chapter in chapters for line in chapter.splitlines() if line.startswith("## ")]
    contents = "\n".join(f"- [{title}](#{_anchor(title)})" for title in titles)
    return "\n".join([_OPENING, contents, "", "\n\n".join(chapters)]) + "\n"


def _chapter(path: Path) -> str:
    """An example file one heading level down, with the names of its tables in Swedish and room around every table."""
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").strip().splitlines():
        if named := _TABLE_NAME.match(line):
            said = " ".join(part for part in (_SAID[named[1]], named[2]) if part)
            lines += ["", f"*{said}:*", ""]
        else:
            lines.append(f"#{line}" if line.startswith("#") else line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _anchor(title: str) -> str:
    """The anchor that GitHub and GitLab give a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


if __name__ == "__main__":
    DEFINITIONS.write_text(definitions_document(), encoding="utf-8")

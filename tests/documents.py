"""Writes the generated documents again: ``python -m tests.documents``. A test compares them with what is committed."""

from __future__ import annotations

from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from flows.cli import app
from tests.spec_documents import definitions_document
from warehouse.dictionary import dictionary_document

DOCS = Path(__file__).resolve().parents[1] / "docs"


def cli_document() -> str:
    """``docs/cli.md``: every command, as its own help tells it."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="framdrift")
    return get_docs_for_click(obj=command, ctx=context, name="framdrift", title="Command line").rstrip() + "\n"


DOCUMENTS = {
    "cli.md": cli_document,
    "definitions.md": definitions_document,
    "data-dictionary.md": dictionary_document,
}


if __name__ == "__main__":
    for name, text in DOCUMENTS.items():
        (DOCS / name).write_text(text(), encoding="utf-8")

"""A PDF as a reader meets it: its text, line by line."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium


def lines_of(path: Path) -> list[str]:
    """Every line of text, page by page, with single spaces; no-break spaces are spaces."""
    document = pdfium.PdfDocument(path)
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]

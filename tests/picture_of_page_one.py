"""The README's picture of page one: ``python -m tests.picture_of_page_one FOLDER`` writes ``docs/page-one.png``.

FOLDER holds the packs of a night on the demo kommun (``demo-kommun/var/packs/2026-10-05``). The same pack gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "page-one.png"
UNIT = "arbetsmarknad"
WIDTH = 1000
COLOURS = 256


def write_picture(packs: Path, picture: Path = PICTURE) -> None:
    """Page one of the unit's pack as a palette picture, ``WIDTH`` pixels wide. Raises ``FileNotFoundError`` without a pack."""
    found = sorted(packs.glob(f"nulageskoll_{UNIT}_*.pdf"))
    if not found:
        raise FileNotFoundError(f"no pack of {UNIT} in {packs}")
    document = pdfium.PdfDocument(found[-1])
    try:
        page = document[0]
        drawn = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    # A palette without dithering: flat colours stay flat and the file small.
    drawn.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(picture, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.picture_of_page_one FOLDER")
    write_picture(Path(sys.argv[1]))

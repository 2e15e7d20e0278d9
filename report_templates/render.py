"""Sets packs on paper: the only file that knows Jinja2 and WeasyPrint. Everything it prints is decided before.

Text from data is data: it is escaped, an undefined name is an error, and nothing is ever fetched but what lies in this
folder. Pages are tagged (PDF/UA-1) and the same input gives the same bytes.
"""

from __future__ import annotations

import gc
import os
import resource
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from report_templates.chart_history import HistoryChart, history_chart
from report_templates.chart_measure import MeasureChart, measure_chart, position_strip
from report_templates.chart_plan import plan_chart
from report_templates.chart_steps import step_bar
from report_templates.comparisons import ComparisonRow
from report_templates.compounds import pieces
from report_templates.ink import TEXT
from report_templates.labels import text_width
from report_templates.pack import UnitPack
from report_templates.plan_drawing import PlanChart
from report_templates.survey_shapes import StatementRow
from report_templates.tagging import mend_tags
from report_templates.workers import done_by_workers

FOLDER = Path(__file__).parent
PDF_VARIANT = "pdf/ua-1"
_GC_THRESHOLD = 100_000
_ADDRESS_SPACE = 4 * 1024**3
"""Bytes a worker may map: a hostile picture or table then fails its own pack only."""


@dataclass(frozen=True)
class RenderedPack:
    """A pack made, with its file, or one that could not be made, with the reason in plain English."""

    unit_id: str
    path: Path | None
    reason: str | None = None


def render_packs(
    packs: Sequence[UnitPack], folder: Path, workers: int, on_done: Callable[[RenderedPack], None]
) -> list[RenderedPack]:
    """Every pack as a PDF in ``folder``, each appearing whole or not at all; results in the order of ``packs``.

    ``on_done`` is called for each as it is finished. With one worker the packs are made in this process. A pack that fails
    leaves an earlier file of the same name as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(pack, folder) for pack in packs]
    found: dict[str, RenderedPack] = {}
    results: Iterable[RenderedPack]
    if workers == 1 or len(jobs) <= 1:
        results = map(_made, jobs)
    else:
        results = done_by_workers(
            _made, jobs, workers=min(workers, len(jobs)), prepare=warm_up, lost=_lost, preload="report_templates.render"
        )
    for result in results:
        found[result.unit_id] = result
        on_done(result)
    return [found[pack.unit_id] for pack in packs]


def pack_html(pack: UnitPack) -> str:
    """The pack as HTML, charts drawn."""
    return _templates().get_template("nulageskoll.html.j2").render(pack=pack)


def html_to_pdf(html: str) -> bytes:
    """The page as a tagged PDF, set with the house's style sheet and fonts only."""
    style, fonts = house_style()
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",))).render(
        stylesheets=[style], font_config=fonts, pdf_variant=PDF_VARIANT
    )
    pdf = document.write_pdf(finisher=mend_tags, pdf_variant=PDF_VARIANT)
    return bytes(pdf)


def warm_up() -> None:
    """Make a worker ready: templates, style and fonts loaded, and kept out of the garbage collector's way."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    _templates().get_template("nulageskoll.html.j2")
    house_style()
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD)


def _made(job: tuple[UnitPack, Path]) -> RenderedPack:
    pack, folder = job
    target = folder / pack.file_name
    part = folder / f".{pack.file_name}.part"
    try:
        part.write_bytes(html_to_pdf(pack_html(pack)))
        part.replace(target)
    except OSError as error:
        return RenderedPack(pack.unit_id, None, f"{target.name} could not be written ({os.strerror(error.errno or 0)})")
    except Exception as error:  # noqa: BLE001 - whatever it is, it stops this pack only; its text may hold what was printed
        return RenderedPack(pack.unit_id, None, f"its pages could not be set ({type(error).__name__})")
    finally:
        part.unlink(missing_ok=True)
    return RenderedPack(pack.unit_id, target)


def _lost(job: tuple[UnitPack, Path]) -> RenderedPack:
    pack, folder = job
    (folder / f".{pack.file_name}.part").unlink(missing_ok=True)
    return RenderedPack(pack.unit_id, None, "the process that set its pages was stopped (too much memory or time)")


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plan_chart"] = _drawn_plan
    environment.filters["measure_chart"] = _drawn_measure
    environment.filters["position_strip"] = _drawn_position
    environment.filters["history_chart"] = _drawn_history
    environment.filters["joints"] = _with_joints
    environment.filters["step_bar"] = _drawn_steps
    return environment


def _with_joints(text: str, room: float = 0.0) -> Markup:
    """The text with a chance to break, with a hyphen, at the joints of the long words that are wider than the room, in points."""
    words = (pieces(word) if text_width(word, TEXT) > room else [word] for word in text.split(" "))
    return Markup(" ").join(Markup("&shy;").join(parts) for parts in words)


def _drawn_plan(chart: PlanChart) -> Markup:
    return Markup(plan_chart(chart))  # noqa: S704 - our own drawing, whose texts are escaped in `ink`


def _drawn_measure(chart: MeasureChart) -> Markup:
    return Markup(measure_chart(chart))  # noqa: S704 - same


def _drawn_position(row: ComparisonRow) -> Markup:
    better, worse = row.strip or (0.0, 0.0)
    return Markup(position_strip(better, worse, row.sentence))  # noqa: S704 - same


def _drawn_history(chart: HistoryChart) -> Markup:
    return Markup(history_chart(chart))  # noqa: S704 - same


def _drawn_steps(row: StatementRow) -> Markup:
    return Markup(step_bar(row.steps, row.distribution))  # noqa: S704 - same


@cache
def house_style() -> tuple[CSS, FontConfiguration]:
    """The style sheet and its fonts, read once in every process."""
    fonts = FontConfiguration()
    own_files = URLFetcher(allowed_protocols=("file",))
    return CSS(filename=str(FOLDER / "pack.css"), font_config=fonts, url_fetcher=own_files), fonts

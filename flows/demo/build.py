"""Builds the demo kommun's folder: the story from the organisation to what lies in the inbox.

    what is true             `truth`: applications, housing, participants
    what the systems export  `treserva` (cp1252, many habits) and `flai` (a workbook); `spoiled` is what nobody can read
    what others report       `series` (ekonomi, HR, kvalitet), `survey` (HME, self-assessment), `key_figures` (a made-up Kolada)
    what managers decide     `plan`: goals, activities, dialogues, decisions, texts
    what IT and analysts say ``files/``: kommun.toml and measures/*.toml, real files with comments

The same bytes every time. The folder appears whole, by rename, or not at all.
"""

from __future__ import annotations

import shutil
import tomllib
from importlib import resources
from pathlib import Path
from typing import Final

from flows.demo.flai import flai_file
from flows.demo.key_figures import record_key_figures
from flows.demo.organisation import DEMO_AS_OF, KOMMUN_NAME
from flows.demo.plan import demo_plan
from flows.demo.series import economy_file, staff_file, views_file
from flows.demo.survey import assessment_file, response_file, survey_file
from flows.demo.treserva import treserva_file
from flows.demo.truth import truth
from flows.failures import ExitCode, Failure
from flows.sources.plan.workbook import write_plan
from flows.workspace.kommun import Kolada

__all__ = ["DEMO_AS_OF", "build_demo", "is_demo"]

DEMO_SECRET: Final = "demo-secret-that-protects-nothing-because-nothing-here-is-real"  # noqa: S105 - as it says
_FILES: Final = resources.files("flows.demo") / "files"
_OWNER_ONLY: Final = 0o600


def build_demo(folder: Path) -> bool:
    """Make the demo kommun in ``folder``; True when it was made now, False when a demo already there was left as it is.

    Raises ``Failure`` (USAGE) when the folder holds anything else.
    """
    if is_demo(folder):
        return False
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(ExitCode.USAGE, f"{folder} is not empty and no demo kommun: name a folder that is empty or does not exist.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.parent / f".{folder.name}.partial"
    shutil.rmtree(beside, ignore_errors=True)
    _fill(beside)
    if folder.exists():
        folder.rmdir()
    beside.rename(folder)
    return True


def is_demo(folder: Path) -> bool:
    """Whether a demo kommun lies there, perhaps with changes somebody has made to it."""
    try:
        said = tomllib.loads((folder / "kommun.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return said.get("is_synthetic") is True and said.get("name") == KOMMUN_NAME


def _fill(folder: Path) -> None:
    (folder / "inbox").mkdir(parents=True)
    (folder / "measures").mkdir()
    kommun = (_FILES / "kommun.toml").read_bytes()
    (folder / "kommun.toml").write_bytes(kommun)
    measure_ids: list[str] = []
    for file in sorted((_FILES / "measures").iterdir(), key=lambda file: file.name):
        (folder / "measures" / file.name).write_bytes(file.read_bytes())
        measure_ids += tomllib.loads(file.read_text(encoding="utf-8")).keys()
    secret = folder / "secret.key"
    secret.touch(mode=_OWNER_ONLY)
    secret.write_text(f"{DEMO_SECRET}\n", encoding="utf-8")
    _fill_inbox(folder / "inbox")
    settings = Kolada.model_validate(tomllib.loads(kommun.decode())["kolada"])
    record_key_figures(folder / str(settings.recorded), settings)
    write_plan(demo_plan(), folder / "plan.xlsx", measure_ids)


def _fill_inbox(inbox: Path) -> None:
    true_cases = truth()
    delivered = {
        f"treserva_{DEMO_AS_OF:%Y%m%d}.csv": treserva_file(true_cases["treserva"]),
        f"flai_{DEMO_AS_OF:%Y%m%d}.xlsx": flai_file(true_cases["flai"]),
        "ekonomi_202609.csv": economy_file(),
        "personal_202609.csv": staff_file(),
        "synpunkter_202609.csv": views_file(),
        "medarbetarenkat_2025.csv": survey_file(),
        "enkatuppgifter_2025.csv": response_file(),
        "sjalvskattning_2026.csv": assessment_file(),
    }
    for name, content in delivered.items():
        (inbox / name).write_bytes(content)

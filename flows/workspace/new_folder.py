"""Makes a kommun's folder to begin from: commented files, a workbook to fill in, and a secret of its own."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from importlib.resources import files
from pathlib import Path
from string import Template

from pydantic import ValidationError

from flows.failures import ExitCode, Failure
from flows.sources.plan.workbook import write_plan
from flows.workspace.folder import PLAN_FILE
from flows.workspace.kommun import Kommun
from flows.workspace.kommun_file import FILE_NAME
from flows.workspace.measure_files import FOLDER_NAME
from transforms.plan import Plan

_SECRET_BYTES = 32
_TEMPLATE = files("flows.workspace") / "template"


def make_folder(folder: Path, code: str, name: str) -> None:
    """Make the folder of the kommun with this code and name. It is there whole, and without faults, or not at all.

    Raises ``Failure``: USAGE when the code or name cannot be a kommun's, FOLDER_FAULTY when something is there already or
    the place cannot be written to.
    """
    kommun = _kommun(code, name.strip())
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(ExitCode.FOLDER_FAULTY, f"{folder} is not empty and was left as it is: give a folder that is empty or new.")
    target = folder.absolute()
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        beside.mkdir(parents=True)
        _fill(beside, kommun)
        beside.rename(target)
    except OSError as error:
        sentence = f"{folder} could not be made ({error.strerror}): give a place that this user may write to."
        raise Failure(ExitCode.FOLDER_FAULTY, sentence) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _kommun(code: str, name: str) -> Kommun:
    if not name:
        raise Failure(ExitCode.USAGE, "The kommun has no name: give it, such as Trelleborg.")
    try:
        return Kommun(name=name, code=code)
    except ValidationError:
        raise Failure(ExitCode.USAGE, f'"{code}" is no kommun\'s code: give four digits, such as 1287.') from None


def _fill(folder: Path, kommun: Kommun) -> None:
    settings = Template((_TEMPLATE / "kommun.toml").read_text(encoding="utf-8"))
    _write(folder / FILE_NAME, settings.substitute(name=_toml_text(kommun.name), code=_toml_text(kommun.code)))
    (folder / FOLDER_NAME).mkdir()
    _write(folder / FOLDER_NAME / "exempel.toml", (_TEMPLATE / "exempel.toml").read_text(encoding="utf-8"))
    _write(folder / ".gitignore", (_TEMPLATE / "gitignore").read_text(encoding="utf-8"))
    (folder / "inbox").mkdir()
    write_plan(Plan(), folder / PLAN_FILE, ())
    _write_secret(folder / kommun.privacy.secret_file)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _toml_text(text: str) -> str:
    """The text as a TOML string: JSON's escapes are TOML's too, save for the one character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_secret(path: Path) -> None:
    # Made with its mode, not changed to it afterwards: there is no moment at which others may read it.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{secrets.token_hex(_SECRET_BYTES)}\n")

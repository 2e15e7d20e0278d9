"""Ids become keys at the door: HMAC-SHA-256 under a secret that lies outside the repository and the warehouse.

A plain hash of a personnummer can be turned back by trying all 10⁸ of them; a keyed one cannot without the key. Every
kind of id is hashed in a domain of its own ("person:…", "case:treserva:…"), so that equal numbers in two domains give
different keys. A query plan that hashes holds the key in the clear: such a plan is run here and never leaves.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import polars_hash

from flows.failures import ExitCode, Failure
from flows.workspace.kommun import Privacy

SECRET_VARIABLE = "FRAMDRIFT_SECRET"  # noqa: S105 - the name of a variable
SHORTEST_SECRET = 32
KEY_LENGTH = 32
_OTHERS_MAY_READ = 0o077
_HOW_TO_MAKE_ONE = "make one with: (umask 077; openssl rand -hex 32 > {path}), and keep a copy in a safe place"

_TEN_DIGITS = 10**10
_SHORTEST_TWELVE = 10**11
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Secret:
    """The key that ids are hashed under, and a name for it that gives nothing away."""

    key: bytes = field(repr=False)
    """UTF-8 text."""
    key_id: str


def secret_of(text: str) -> Secret:
    """The secret that a text is: its key, and eight hex digits that name it."""
    key = text.strip().encode()
    return Secret(key, hmac.new(key, b"key id", "sha256").hexdigest()[:8])


def read_secret(folder: Path, privacy: Privacy, environment: Mapping[str, str] = os.environ) -> Secret:
    """The secret of the environment variable FRAMDRIFT_SECRET or, without it, of the file that ``kommun.toml`` names.

    Raises ``Failure(SECRET_MISSING)`` when there is none, when it is shorter than 32 characters, or when others than its
    owner may read the file.
    """
    said = environment.get(SECRET_VARIABLE, "")
    if said.strip():
        return _long_enough(said, f"the environment variable {SECRET_VARIABLE}")
    path = folder / privacy.secret_file
    next_step = _HOW_TO_MAKE_ONE.format(path=path)
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        sentence = f"The secret that ids are hashed under is missing: neither {SECRET_VARIABLE} nor {path} exists; {next_step}."
        raise Failure(ExitCode.SECRET_MISSING, sentence) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        sentence = f"The secret in {path} cannot be read ({reason}); {next_step}."
        raise Failure(ExitCode.SECRET_MISSING, sentence) from None
    if mode & _OTHERS_MAY_READ:
        raise Failure(
            ExitCode.SECRET_MISSING,
            f"The secret in {path} can be read by others than its owner (mode {mode & 0o777:o}): run chmod 600 {path}.",
        )
    return _long_enough(text, str(path))


def _long_enough(text: str, place: str) -> Secret:
    if len(text.strip()) < SHORTEST_SECRET:
        raise Failure(
            ExitCode.SECRET_MISSING,
            f"The secret in {place} is shorter than {SHORTEST_SECRET} characters: put a longer one there, "
            "for example from openssl rand -hex 32.",
        )
    return secret_of(text)


def keys_of(ids: pl.Series, domain: str, secret: Secret) -> pl.Series:
    """The keys of ids in a domain: the first 32 hex digits of HMAC-SHA-256("domain:id"); null stays null."""
    spoken = pl.lit(domain + ":") + pl.col(ids.name)
    hashed: Any = polars_hash.CryptographicHashingNameSpace(spoken)
    return ids.to_frame().select(hashed.hmac_sha256(key=secret.key.decode()).str.slice(0, KEY_LENGTH)).to_series()


def key_of(text: str, domain: str, secret: Secret) -> str:
    """The key of one id in a domain, the same as ``keys_of`` gives."""
    return hmac.new(secret.key, f"{domain}:{text}".encode(), "sha256").hexdigest()[:KEY_LENGTH]


class PersonNumbers(NamedTuple):
    """Personnummer in one form, twelve digits, and whether their check digit is right."""

    normal: pl.Series
    """Text; what is no personnummer (TF and reserve numbers) is kept without spaces and marks, in capitals."""
    is_valid: pl.Series
    """Null where there is no number."""


def person_numbers(cells: pl.Series, as_of: date) -> PersonNumbers:
    """Personnummer, samordningsnummer and others as twelve digits, however they were written.

    Ten digits get the latest century that makes the person born by ``as_of``, or the one before it after a ``+``; nine
    digits have lost their leading zero. An invalid number is told, never dropped.
    """
    name = cells.name
    bare = pl.col(name).str.replace("-", "", literal=True)
    looked_at = cells.to_frame().select(
        bare.cast(pl.Int64, strict=False).fill_null(-1).alias("number"), bare.str.len_bytes().fill_null(0).alias("length")
    )
    number, length = looked_at["number"].to_numpy(), looked_at["length"].to_numpy()
    normal = np.where((length == 12) & (number >= _SHORTEST_TWELVE), number, -1)  # noqa: PLR2004 - twelve digits
    is_short = (length == 10) & (number >= 0)  # noqa: PLR2004 - ten digits
    normal[is_short] = _with_century(number[is_short], np.zeros(int(is_short.sum()), dtype=bool), as_of)
    left = np.flatnonzero((normal < 0) & (length > 0))
    text = pl.Series(name, normal).cast(pl.String)
    if left.size:
        rare = _from_rarer_forms(cells.gather(left), as_of)
        normal[left] = rare.to_frame().select(pl.col(name).cast(pl.Int64, strict=False).fill_null(-1)).to_series().to_numpy()
        text = text.scatter(left, rare)
    absent = cells.is_null() if not left.size else (text == "")
    is_number = (normal >= _SHORTEST_TWELVE) & (normal < 10 * _SHORTEST_TWELVE)
    valid = pl.Series(name, is_number & _check_digit_is_right(normal % _TEN_DIGITS))
    frame = pl.DataFrame({"text": text, "valid": valid, "absent": absent | cells.is_null()})
    present = ~pl.col("absent")
    told = frame.select(pl.when(present).then("text").alias("text"), pl.when(present).then("valid").alias("valid"))
    return PersonNumbers(told["text"].alias(name), told["valid"].alias(name))


def _from_rarer_forms(cells: pl.Series, as_of: date) -> pl.Series:
    """Numbers with spaces, plus signs or a lost zero as twelve digits; anything else as bare capitals; blank as ''."""
    compact = cells.str.replace_all(r"[\s\x{00A0}\x{202F}.\-–]", "").str.to_uppercase()
    is_over_hundred = compact.str.contains("+", literal=True).to_numpy()
    bare = compact.str.replace_all("+", "", literal=True)
    is_digits = bare.str.contains(r"^\d{9,10}$").to_numpy()
    number = bare.cast(pl.Int64, strict=False).fill_null(-1).to_numpy()
    full = pl.Series(_with_century(np.where(is_digits, number, 0), is_over_hundred, as_of)).cast(pl.String)
    return full.zip_with(pl.Series(is_digits), bare).alias(cells.name)


def _with_century(ten_digits: _Numbers, is_over_hundred: npt.NDArray[np.bool_], as_of: date) -> _Numbers:
    born = ten_digits // 10_000
    born = born - 60 * (born % 100 > 60)  # noqa: PLR2004 - a samordningsnummer has 60 added to the day
    today = as_of.year * 10_000 + as_of.month * 100 + as_of.day
    century = today // 1_000_000
    century_of = century - (century * 1_000_000 + born > today) - is_over_hundred
    twelve: _Numbers = century_of * _TEN_DIGITS + ten_digits
    return twelve


def _check_digit_is_right(ten_digits: _Numbers) -> npt.NDArray[np.bool_]:
    first, last = _weighed_sums()
    right: npt.NDArray[np.bool_] = (first[ten_digits // 100_000] + last[ten_digits % 100_000]) % 10 == 0
    return right


@lru_cache(maxsize=1)
def _weighed_sums() -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """The modulus-10 sum of every five digits, when the first of them is doubled and when the second is."""
    five = np.arange(100_000)
    digits = [five // 10 ** (4 - place) % 10 for place in range(5)]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits]  # noqa: PLR2004 - 2·5 = 10 is counted as 1 + 0
    first = sum(doubled[place] if place % 2 == 0 else digits[place] for place in range(5))
    last = sum(doubled[place] if place % 2 == 1 else digits[place] for place in range(5))
    return np.asarray(first, dtype=np.int16), np.asarray(last, dtype=np.int16)

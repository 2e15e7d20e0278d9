"""Answers to the staff survey (HME, hållbart medarbetarengagemang): nine questions in three parts, every other year."""

from __future__ import annotations

from typing import Final

import numpy as np

from flows.demo import organisation
from flows.demo.chance import chance
from flows.demo.series import STAFF

WAVES: Final = ("2023-10", "2025-10")
QUESTIONS: Final = ("M1", "M2", "M3", "L1", "L2", "L3", "S1", "S2", "S3")
"""Motivation, ledarskap, styrning: three questions each."""
NOT_RELEVANT: Final = "Ej relevant"

_MEAN: Final = {"M": 4.15, "L": 4.05, "S": 3.95}
_ABOVE_OR_BELOW: Final = {organisation.VAST: -0.35, organisation.CENTRUM: 0.15, organisation.OST: 0.2}
_RESPONSE: Final = 0.88
_NOT_RELEVANT_SHARE: Final = 0.01


def survey_file() -> bytes:
    """One row per answer, in no order that tells who gave which: UTF-8 with a byte-order mark, semicolons."""
    rows = [row for wave in WAVES for unit in organisation.working_units() for row in _answers(wave, unit.unit_id, unit.unit_name)]
    order = chance("survey order").permutation(len(rows))
    return ("\ufeff" + "\n".join(["omgang;enhet;fraga;svar", *(rows[place] for place in order)]) + "\n").encode()


def _answers(wave: str, unit_id: str, unit_name: str) -> list[str]:
    stream = chance("survey", wave, unit_id)
    rows = []
    for _ in range(round(STAFF[unit_id] * _RESPONSE)):
        person = stream.normal(0, 0.45)
        for question in QUESTIONS:
            mean = _MEAN[question[0]] + _ABOVE_OR_BELOW.get(unit_id, 0.0) + person
            step = int(np.clip(round(stream.normal(mean, 0.75)), 1, 5))
            answer = NOT_RELEVANT if stream.random() < _NOT_RELEVANT_SHARE else str(step)
            rows.append(f"{wave};{unit_name};{question};{answer}")
    return rows

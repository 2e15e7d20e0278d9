"""Answers to the two surveys of the demo: the staff's HME every other year, and a self-assessment of steering in three waves."""

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
_LEAST_REPORTED: Final = 7
"""The supplier reports no index of fewer."""

ASSESSED_IN: Final = ("2024-10", "2025-05", "2026-05")
STATEMENTS: Final = tuple(f"p{number:02d}" for number in range(1, 20))
_GROUPS: Final = {
    organisation.FORSORJNING: (("ledning", 12), ("stöd", 10), ("", 5)),
    organisation.BOENDE: (("ledning", 9), ("stöd", 3), ("", 0)),
    organisation.ARBETE: (("ledning", 16), ("stöd", 14), ("", 6)),
}
"""Process → how many of each group answer; the last have said no group."""
_FIRST_MEANS: Final = (
    3.4, 3.9, 4.5, 4.1, 4.0, 3.5, 3.7, 3.4, 3.5, 4.3, 4.4, 4.0, 4.7, 4.2, 3.9, 3.2, 4.1, 3.6, 3.8,
)  # fmt: skip
_RISE_BY_WAVE: Final = (0.0, 0.55, 0.7)
_STANDS_STILL: Final = "p14"


def survey_file() -> bytes:
    """One row per answer, in no order that tells who gave which: UTF-8 with a byte-order mark, semicolons."""
    rows = [row for wave in WAVES for unit in organisation.working_units() for row in _answers(wave, unit.unit_id, unit.unit_name)]
    return _file("omgang;enhet;fraga;svar", rows, "survey order")


def assessment_file() -> bytes:
    """The self-assessment: answers 1–7 of processes, with the group of whoever answered."""
    rows = [
        f"{wave};{process};{group};{statement};{answer}"
        for place, wave in enumerate(ASSESSED_IN)
        for process, groups in _GROUPS.items()
        for group, many in groups
        for statement, answer in _assessed(place, process, group, many)
    ]
    return _file("omgang;enhet;grupp;fraga;svar", rows, "assessment order")


def response_file() -> bytes:
    """What the supplier of the HME tells besides: how many were asked, and its own value of the index, per unit and above."""
    rows = ["enhet;matt;period;varde"]
    for wave in WAVES:
        told: dict[str, list[tuple[str, float]]] = {}
        asked: dict[str, int] = {}
        for unit in organisation.working_units():
            steps = [
                (question, float(answer))
                for _, _, question, answer in (row.split(";") for row in _answers(wave, unit.unit_id, unit.unit_name))
                if answer != NOT_RELEVANT
            ]
            for unit_id in (unit.unit_id, unit.parent_unit_id or "", organisation.BOARD):
                told.setdefault(unit_id, []).extend(steps)
                asked[unit_id] = asked.get(unit_id, 0) + STAFF[unit.unit_id]
        for unit_id, many in asked.items():
            rows.append(f"{unit_id};hme_utskick;{wave};{many}")
            if sum(question == QUESTIONS[0] for question, _ in told[unit_id]) >= _LEAST_REPORTED:
                rows.append(f"{unit_id};hme_totalt;{wave};{_as_the_supplier_counts(told[unit_id]):.0f}")
    return ("\n".join(rows) + "\n").encode()


def _file(heading: str, rows: list[str], order: str) -> bytes:
    return ("\ufeff" + "\n".join([heading, *(rows[place] for place in chance(order).permutation(len(rows)))]) + "\n").encode()


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


def _as_the_supplier_counts(steps: list[tuple[str, float]]) -> float:
    """The mean of the questions' own indices, which is not quite ours."""
    means = [np.mean([step for asked, step in steps if asked == question]) for question in QUESTIONS]
    return float(np.mean([(mean - 1) / 4 * 100 for mean in means]))


def _assessed(place: int, process: str, group: str, many: int) -> list[tuple[str, str]]:
    stream = chance("assessment", ASSESSED_IN[place], process, group)
    answers = []
    for _ in range(many):
        person = stream.normal(0, 0.5)
        for statement, first in zip(STATEMENTS, _FIRST_MEANS, strict=True):
            rise = 0.1 * place if statement == _STANDS_STILL else _RISE_BY_WAVE[place]
            step = int(np.clip(round(stream.normal(first + rise + person, 1.1)), 1, 7))
            answers.append((statement, NOT_RELEVANT if stream.random() < _NOT_RELEVANT_SHARE else str(step)))
    return answers

"""Chance that falls the same way every time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np


def chance(*name: object) -> np.random.Generator:
    """A stream of random numbers of its own for every name, so that a change in one part of the demo leaves the others alone."""
    digest = hashlib.sha256("/".join(str(part) for part in name).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def pick(stream: np.random.Generator, choices: Sequence[tuple[str, float]], size: int) -> list[str]:
    """``size`` words drawn with the given weights (which need not sum to 1)."""
    weights = np.array([weight for _, weight in choices])
    drawn = stream.choice(len(choices), size=size, p=weights / weights.sum())
    return [choices[index][0] for index in drawn]

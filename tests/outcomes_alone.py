"""The disclosed outcomes without what they were decided on, for tests that look at nothing else."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.disclosure.outcomes import decided_outcomes


def disclosed_outcomes(*given: Any, **stated: Any) -> pl.DataFrame:
    """`DisclosedOutcome`, from what `decided_outcomes` takes."""
    return decided_outcomes(*given, **stated)[0]

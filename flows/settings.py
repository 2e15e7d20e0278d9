"""What this machine decides: how many workers render, and where Prefect keeps its own things. Frozen."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Machine(BaseSettings):
    """Settings of the machine, from environment variables that begin with ``FRAMDRIFT_``."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="FRAMDRIFT_")

    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    """Processes that render packs at the same time."""


def settle_prefect(home: Path) -> None:
    """Say to Prefect, before it is imported, what it needs to know to run without a server started by hand.

    Nothing that the operator has already set in the environment is overridden.
    """
    ours = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # The user interface would be unpacked into the installed packages; the embedded server has no visitors.
        "PREFECT_SERVER_UI_ENABLED": "false",
        # Prefect keeps its log in its database; on the console our own report speaks, once and plainly.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        # Results stay in memory: a frame on disk would be personal data in the wrong place.
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        # The embedded server has up to two minutes on a slow, busy machine.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    }
    # Prefect makes the last folder of its home by itself, but not those above.
    home.mkdir(parents=True, exist_ok=True)
    for name, value in ours.items():
        os.environ.setdefault(name, value)

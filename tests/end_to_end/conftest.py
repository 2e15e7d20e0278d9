"""Nights in this process share one embedded Prefect server: starting it takes longer than a small night."""

from __future__ import annotations

import pytest

from flows.settings import settle_prefect


@pytest.fixture(scope="session", autouse=True)
def one_prefect(tmp_path_factory):
    settle_prefect(tmp_path_factory.mktemp("prefect"))

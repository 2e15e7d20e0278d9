"""Hypothesis for this house: the same examples every time, and no stopwatch (a busy machine is not a fault)."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=100)
settings.load_profile("house")

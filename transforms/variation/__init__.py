"""Chance or change: baselines, limits and signals."""

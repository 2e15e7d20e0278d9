"""Knows when and where: Prefect, settings, sources, delivery, the command line.

Read `flows.nightly` first: it tells the whole run.
"""

"""Decides what may be believed. Our own words for verdicts; only `expectations.gate` knows Great Expectations."""

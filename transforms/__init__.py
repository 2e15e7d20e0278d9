"""Knows what the numbers mean: tables in, tables out. No files, no clock, no network."""

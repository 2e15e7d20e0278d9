"""Knows DuckDB: building the analysts' databases beside the old ones, publishing them, reading them."""

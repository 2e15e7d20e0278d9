"""Knows paper: decides what a pack says, and makes it a PDF."""

"""Delivered files: read whatever their habits, pseudonymised, with what cannot be read in quarantine."""

"""Outcomes: what every measure was, in every unit and month."""

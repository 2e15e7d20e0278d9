"""The managers' workbook: written as a template, read back with all its faults, kept as landed."""

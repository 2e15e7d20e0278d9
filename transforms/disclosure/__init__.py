"""Small counts: what may be shown to everybody."""

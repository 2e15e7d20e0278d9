"""How deliveries come in: one file per kind of source, and the landing archive they end in."""

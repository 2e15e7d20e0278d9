"""Key figures from Kolada: asked for, held against what was asked, kept vintage by vintage."""

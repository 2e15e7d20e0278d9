"""Which words may be ids of units, goals, activities, measures and sources: those that are safe in a file name, å ä ö included."""

from __future__ import annotations

import re

_ID = re.compile(r"[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö._-]{0,59}")

MEANING_EN = "letters, digits, '-', '_' and '.' (at most 60, a letter or digit first)"
MEANING_SV = "ett id av bokstäver, siffror, streck och punkt (högst 60, bokstav eller siffra först)"


def is_id(word: str) -> bool:
    """Whether the word may be an id. It can then be neither hidden, nor a path, nor a word with a space or a colon."""
    return _ID.fullmatch(word) is not None

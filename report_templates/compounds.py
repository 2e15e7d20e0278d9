"""Where a long Swedish compound may be broken when its column is too narrow: at its joints, not in the middle of a word."""

from __future__ import annotations

import re

LONG = 14
"""Letters from which a word may be broken."""
_JOINT = re.compile(
    r"(arbets|marknads|nings|ings|hets|skaps|tets|ions|ments|rätts|hålls|stöds|svars)(?=[a-zåäö]{4})", re.IGNORECASE
)


def pieces(word: str) -> list[str]:
    """``Arbetsmarknadsenheten`` is ``Arbets``, ``marknads``, ``enheten``; a shorter word, or one without such a joint, is whole."""
    return _JOINT.sub(r"\1 ", word).split(" ") if len(word) >= LONG else [word]

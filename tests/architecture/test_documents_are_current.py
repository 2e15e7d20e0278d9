"""The generated documents in docs/ say what the code says."""

from __future__ import annotations

import pytest

from tests.documents import DOCS, DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_document_is_what_the_code_generates(name):
    assert (DOCS / name).read_text(encoding="utf-8") == DOCUMENTS[name](), f"docs/{name} is old: run make docs"

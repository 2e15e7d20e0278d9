"""A personnummer in a text is found; what only looks a little like one is let be. All numbers are from the test series."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.personal_data import holds_no_personnummer


def is_clean(text: str | None) -> bool | None:
    return pl.DataFrame({"text": [text]}, schema={"text": pl.String()}).select(holds_no_personnummer("text")).item()


@pytest.mark.parametrize(
    "text",
    [
        "811228-9874",
        "8112289874",
        "19811228-9874",
        "198112289874",
        "811228+9874",
        "flyttat, 811228-9874, se annat",
        "(811228-9874)",
        "811228 9874",
        "811228\u00a09874",
        "811228–9874",
        "18900331-9812",
        "189003319812",
        "pnr811228-9874",
        "811228-9875 811228-9874",  # the second is right
        "ärende_811228-9874_rättat",
    ],
)
def test_a_personnummer_is_found_in_every_form(text):
    assert is_clean(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "811228-9875",  # wrong check digit
        "811328-9874",  # no such month
        "2026-04-28 15:30",
        "0123456789abcdef8112289874 0123456789abcdef8112289875",
        "0123456789abcdef8112289874",  # inside a keyed hash
        "73111112345678",
        "Arbete <25%",
        "",
    ],
)
def test_other_texts_are_clean(text):
    assert is_clean(text) is True


def test_of_no_text_nothing_is_said():
    assert is_clean(None) is None

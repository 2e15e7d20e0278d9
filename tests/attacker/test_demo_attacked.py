"""The demo kommun on two nights: nothing small is found out from what its packs and its open database are made of."""

from __future__ import annotations

from datetime import date

import pytest

from flows.demo.organisation import DEMO_AS_OF
from tests.attacker.demo import demo_nights
from tests.attacker.guarded import found_out
from tests.attacker.published import Kommun, Night

A_MONTH_BEFORE = date(2026, 9, 4)


@pytest.fixture(scope="module")
def demo() -> tuple[Kommun, list[Night]]:
    return demo_nights(A_MONTH_BEFORE, DEMO_AS_OF)


def test_the_demo_hides_something_on_both_nights(demo):
    _, nights = demo
    assert all(any(row["is_hidden"] for row in night.cells.values()) for night in nights)


@pytest.mark.parametrize("at", [0, 1], ids=["a month before", "the night itself"])
def test_nothing_of_the_demo_is_found_out_on_a_night_by_itself(demo, at):
    kommun, nights = demo
    assert found_out(kommun, [nights[at]]) == []


def test_nothing_of_the_demo_is_found_out_from_both_nights(demo):
    kommun, nights = demo
    assert found_out(kommun, nights) == []

"""Whoever publishes the open, the opened and the closed of the same cases is told what they tell together."""

from __future__ import annotations

import pytest

from flows.workspace.flow_remarks import flow_remarks
from tests.made_up_series import START
from transforms.measures import CaseCount, CaseStock, Filter

SAID = {
    "name": "", "unit": "antal", "definition": "", "direction": "neither", "author": "", "checker": "", "reviewed_on": START,
    "source": "s",
}  # fmt: skip


def counts(event: str, **stated: object) -> CaseCount:
    return CaseCount(**({"measure_id": event, "kind": "case_count", "event": event} | SAID | stated))


def stock(**stated: object) -> CaseStock:
    return CaseStock(**({"measure_id": "open", "kind": "case_stock"} | SAID | stated))


def test_the_three_together_are_remarked_on_once():
    (remark,) = flow_remarks([stock(), counts("opened"), counts("closed"), counts("decided")])
    assert "open, opened and closed" in remark


@pytest.mark.parametrize(
    "measures",
    [
        [stock(), counts("opened")],
        [stock(), counts("closed")],
        [counts("opened"), counts("closed")],
        [stock(where=Filter(sex=("K",))), counts("opened"), counts("closed")],
        [stock(source="other"), counts("opened"), counts("closed")],
        [stock(disclosure="open"), counts("opened", disclosure="open"), counts("closed", disclosure="open")],
    ],
    ids=["without closed", "without opened", "without the stock", "other conditions", "another source", "all open"],
)
def test_nothing_is_said_where_they_do_not_tell_of_each_other(measures):
    assert list(flow_remarks(measures)) == []


def test_one_of_another_class_is_enough():
    assert len(list(flow_remarks([stock(disclosure="open"), counts("opened", disclosure="open"), counts("closed")]))) == 1

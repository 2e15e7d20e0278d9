"""Mends what WeasyPrint 70 leaves open in a tagged PDF, so that a screen reader reads the pages as they are meant.

Header cells say what they head, their ids can be looked up, and running headers and footers are artefacts instead of text
that belongs nowhere. Works on pydyf's objects just before they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

_ARTEFACT = pydyf.Dictionary({"Type": "/Pagination"})


def mend_tags(document: Any, pdf: Any) -> None:
    """The finisher to give to WeasyPrint's ``write_pdf``: changes ``pdf`` in place."""
    elements = {item.reference: item for item in pdf.objects if _is_element(item)}
    root = next(item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructTreeRoot")
    _say_what_headers_head(elements)
    _make_ids_findable(elements, root, pdf)
    _set_apart_running_text(elements, root, pdf, len(document.pages))


def _is_element(item: Any) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"


def _say_what_headers_head(elements: dict[bytes, Any]) -> None:
    """Every TH gets its Scope: Column inside the table's head, Row elsewhere."""
    for element in elements.values():
        if element["S"] == "/TH":
            in_head = any(above["S"] == "/THead" for above in _above(element, elements))
            element["A"]["Scope"] = "/Column" if in_head else "/Row"


def _above(element: Any, elements: dict[bytes, Any]) -> Iterator[Any]:
    while (element := elements.get(element["P"])) is not None:
        yield element


def _make_ids_findable(elements: dict[bytes, Any], root: Any, pdf: Any) -> None:
    """The ids that cells name their headers by stand in the tree's list of ids, which must be sorted and unique."""
    named = {element["ID"].data: element for element in elements.values() if "ID" in element}
    if not named:
        return
    names = pydyf.Array()
    for _, element in sorted(named.items()):
        names.extend([element["ID"], element.reference])
    ids = pydyf.Dictionary({"Names": names})
    pdf.add_object(ids)
    root["IDTree"] = ids.reference


def _set_apart_running_text(elements: dict[bytes, Any], root: Any, pdf: Any, pages: int) -> None:
    """Marked content whose element hangs in no tree (headers and footers) is marked as an artefact instead."""
    objects = {item.reference: item for item in pdf.objects}
    in_tree = set(_below(root["K"], elements))
    nums = objects[root["ParentTree"]]["Nums"]
    for page in range(pages):
        marks = nums[2 * page + 1]
        outside = {mark for mark, reference in enumerate(marks) if reference not in in_tree}
        stream = objects[objects[pdf.page_references[page]]["Contents"]].stream
        for place, operator in enumerate(stream):
            if operator == b"BDC" and stream[place - 1].get("MCID") in outside:
                stream[place - 2 : place] = ["/Artifact", _ARTEFACT]
        for mark in outside:
            marks[mark] = "null"


def _below(kids: Any, elements: dict[bytes, Any]) -> Iterator[bytes]:
    """References of all elements that hang below, depth first."""
    waiting = list(kids)
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, bytes) and kid in elements:
            yield kid
            waiting.extend(elements[kid].get("K", ()))

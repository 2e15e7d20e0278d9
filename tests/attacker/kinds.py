"""The kinds of measures that tell of each other, and everything an attacker finds out where they lie side by side."""

from __future__ import annotations

from tests.attacker.guarded import found_out, found_out_as_it_stands, found_out_exactly
from tests.attacker.worlds import World

KINDS = {
    "one count": ("opened",),
    "filters inside each other": ("opened", "opened_a", "opened_ab"),
    "sex": ("opened", "opened_k", "opened_m"),
    "a count and the share it is part of": ("closed", "work", "work_share"),
    "a share beside a wider count": ("opened", "opened_a", "web_share"),
    "an open share beside a count": ("closed", "open_share"),
    "within a limit": ("closed", "within_month"),
    "stock": ("stock", "stock_a"),
    "persons": ("persons",),
    "staff": ("staff", "stock", "per_staff"),
}


def attacked(world: World) -> list[str]:
    """Everything found out in a kommun: from all nights together, and from each night with held figures at its word."""
    nights = world.look()
    held = [night for night in nights if any(row["is_held"] for row in night.cells.values())]
    return [
        *found_out(world.kommun(), nights),
        *found_out_exactly(world.kommun(), nights),
        *(told for night in held for told in found_out_as_it_stands(world.kommun(), night)),
    ]

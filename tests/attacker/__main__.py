"""The attacker at length, on demand: ``python -m tests.attacker`` (the tests take a few of these kommuner only).

Every kind of measures (and "all", all of them side by side) in made-up kommuner, one for each seed, some nights in a row; says
what is found out, and how long it took. Ends with 1 when anything was. ``--kinds`` and ``--seeds`` choose, as in
``python -m tests.attacker --kinds sex stock --seeds 0 30 --nights 3``. Ten seeds of every kind take some four minutes.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.attacker.kinds import KINDS, attacked
from tests.attacker.solve import Contradiction
from tests.attacker.worlds import made_up

SIDE_BY_SIDE = {"all": ()}
MOST_TOLD = 5


def main() -> int:
    """Prints a line for every kommun, and what is found out in it."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacker", description=__doc__)
    parser.add_argument("--kinds", nargs="+", choices=[*KINDS, *SIDE_BY_SIDE], default=[*KINDS, *SIDE_BY_SIDE])
    parser.add_argument("--seeds", nargs=2, type=int, default=(0, 10), metavar=("FROM", "UP_TO"))
    parser.add_argument("--nights", type=int, default=3)
    parser.add_argument("--months", type=int, default=6)
    asked = parser.parse_args()
    kommuner = wrong = 0
    for kind in asked.kinds:
        for seed in range(*asked.seeds):
            started = time.process_time()
            try:
                measures = (KINDS | SIDE_BY_SIDE)[kind]
                found = attacked(made_up(seed, *measures, nights=asked.nights, months=asked.months))
            except Contradiction as contradiction:
                found = [f"the numbers contradict each other: {contradiction}"]
            kommuner, wrong = kommuner + 1, wrong + bool(found)
            say(f"{kind}, seed {seed}: {len(found)} found out ({time.process_time() - started:.1f} s)")
            for told in found[:MOST_TOLD]:
                say(f"  {told}")
    say(f"something was found out in {wrong} of {kommuner} kommuner")
    return 1 if wrong else 0


def say(line: str) -> None:
    """A line at once, so that a long run can be followed."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Stability, shifts of level and assurance beside the reference implementations' own."""

from __future__ import annotations

from itertools import groupby

import polars as pl

from tests.made_up_series import START, baseline_frame, count_measure, month_after, outcome_frame
from tests.reference_cases.limits import decision, place
from tests.reference_cases.reading import column, number, rows_of, told
from transforms import catalogue, plan
from transforms.inputs import SignalRules
from transforms.variation.assurance import with_assurance
from transforms.variation.baselines import baselines
from transforms.variation.signals import signals
from transforms.variation.stability import chance_limits, stability
from transforms.variation.suggestion import suggestions


def critical_values(case: str) -> None:
    """Longest run and fewest crossings for one month to a hundred. The best and cut boxes are refinements we do not use."""
    table = rows_of(case, "table.csv")
    found = chance_limits(pl.Series([int(row["n_useful"]) for row in table]))
    assert found["longest_run_limit"].to_list() == [int(row["longest_run_max"]) for row in table]
    assert found["crossings_limit"].to_list() == [int(row["crossings_min"]) for row in table]
    assert found.height == 100


def runs_analysis(case: str) -> None:
    """Anhøj's tests of every part and facet, round the reference's own centre (a median, in run charts).

    Where nothing is useful the reference answers nothing and we answer 0; both say that there is no signal.
    """
    points = rows_of(case, "points.csv")
    parts = {key: list(part) for key, part in groupby(sorted(points, key=place), key=place)}
    for expected in told(case)["runs_analysis"]:
        part = parts[str(expected["facet1"]), str(expected["facet2"]), str(expected["part"])]
        included = [point for point in part if point["include"] == "TRUE"]
        months = [
            {"measure_id": "m", "unit_id": "u", "month": month_after(START, at), "value": number(p["y"]), "centre": number(p["cl"])}
            for at, p in enumerate(included)
        ]
        against = baseline_frame(0, None, None)
        (found,) = stability(catalogue.Signal.of(months), against).to_dicts()
        ours = ["useful_points", "longest_run", "longest_run_limit", "crossings", "crossings_limit"]
        theirs = ["n.useful", "longest.run", "longest.run.max", "n.crossings", "n.crossings.min"]
        assert [found[name] for name in ours] == [expected[name] or 0 for name in theirs]
        assert found["is_stable"] == (not expected["runs.signal"])


def breaks_found(values: list[float | None], months_needed: int, run_length: int = 8) -> list[int]:
    """Where the level shifts (1 for the first point), each suggestion being decided in turn for as many months as are needed."""
    decided, found = [decision(0, months_needed - 1)], []
    rules = SignalRules(run_length=run_length)
    while True:
        outcome = outcome_frame(values)
        against = baselines((count_measure(),), plan.Plan(baselines=tuple(decided)), outcome, rules)
        judged = signals((count_measure(),), outcome, against, rules)
        suggested = suggestions(outcome, judged, against, rules, months_needed)
        if suggested.is_empty():
            return found
        first = suggested["from_month"].item()
        place_of_first = (first.year - START.year) * 12 + first.month - START.month
        found.append(place_of_first + 1)
        decided.append(decision(place_of_first, place_of_first + months_needed - 1))


def breaks_of(case: str) -> tuple[list[int], list[int]]:
    """Ours and theirs, with as many points as they ask for (their own whole numbers: a count's decimals are cut)."""
    expected = told(case)["expected_break_positions"]
    parameters = told(case)["parameters"]
    ours = breaks_found(column(rows_of(case, "points.csv"), "y"), parameters["period_min"], parameters["shift_rule_threshold"])
    return ours, expected if isinstance(expected, list) else [expected]


def same_breaks(case: str) -> None:
    ours, theirs = breaks_of(case)
    assert ours == theirs


def a_break_one_point_later(case: str) -> None:
    ours, theirs = breaks_of(case)
    assert ours == [theirs[0] + 1]


def another_rebase(case: str) -> None:
    """Their median of the first nine points gives way after nine in a row; our mean of a year needs a year at the new level."""
    parameters = told(case)["parameters"]
    units = {unit: list(rows) for unit, rows in groupby(rows_of(case), key=lambda row: row["grp"])}
    theirs = {(row["grp"], row["start_date"]) for row in rows_of(case, "points.csv") if row["run_type"] == "sustained"}
    ours = {
        (unit, rows[at - 1]["date"])
        for unit, rows in units.items()
        for at in breaks_found(column(rows, "y"), 12, parameters["runlength"])
    }
    assert theirs
    assert ours != theirs


def assurance(case: str) -> None:
    """Their word for every target and direction, from the limits that we compute."""
    words = {"consistent_pass": "will_pass", "consistent_fail": "will_fail", "inconsistent": "hit_or_miss"}
    outcome = outcome_frame(column(rows_of(case), "value"))
    for asked in told(case)["assurance_cases"]:
        direction = {"increase": "up", "decrease": "down"}[asked["improvement_direction"]]
        measures = (count_measure(direction=direction, level_target=float(asked["target"])),)
        against = baselines(measures, plan.Plan(), outcome, SignalRules(screens_ranges=True))
        found = with_assurance(against, signals(measures, outcome, against), measures)["assurance"].item()
        assert found == words[asked["assurance"]], asked


def no_such_rule(case: str) -> None:
    """Their sums exist and pass nothing on to us: no table of ours has a running sum against the plan's pace."""
    assert max(told(case)["expected"]["S"]) > 0
    columns = {name for table in catalogue.declared_tables() for name in table.columns}
    assert not any("cusum" in name for name in columns)
    assert "cusum" not in catalogue.Signal.columns["rule"].one_of


def point_on_the_line_breaks_nothing(case: str) -> None:
    """Some month ends a run with us, and only part of one with them, for a month on the line lies in it."""
    ended = 0
    for vector in told(case)["vectors"]["shift"]:
        sides = [(value > target) - (value < target) for value, target in zip(vector["val"], vector["targets"], strict=False)]
        unbroken = [at for _, run in groupby(sides) for at, _ in enumerate(run, start=1)]
        against = baseline_frame(0, -99, 99)
        outcome = outcome_frame([float(side) for side in sides])
        found = signals((count_measure(),), outcome, against, SignalRules(run_length=vector["n"]))
        ended += sum(rule == "run" and length < vector["n"] for rule, length in zip(found["rule"], unbroken, strict=True))
    assert ended


def fewer_months_in_runs(case: str) -> None:
    """They colour more months than we judge a signal, and none of ours that is not also theirs."""
    points = rows_of(case, "points.csv")
    outcome = outcome_frame(column(points, "value"))
    against = baselines((count_measure(),), plan.Plan(), outcome, SignalRules(screens_ranges=True))
    ours = {at for at, rule in enumerate(signals((count_measure(),), outcome, against)["rule"]) if rule != "none"}
    theirs = {at for at, point in enumerate(points) if point["point_type"] != "common_cause"}
    assert ours < theirs

"""An attacker who keeps everything published and solves it as equations works out no small count (statistics: "Small counts")."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from operator import mul

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.attacker.guarded import found_out, found_out_as_it_stands
from tests.attacker.kinds import KINDS, attacked
from tests.attacker.published import Kommun, Night, Row
from tests.attacker.quantities import groups, narrowing
from tests.attacker.solve import Contradiction, Statements, Target, pinned
from tests.attacker.worlds import made_up
from transforms.measures import Filter


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_found_out_in_one_night(kind, seed):
    assert attacked(made_up(seed, *KINDS[kind], nights=1)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [0, 2, 3])
def test_nothing_is_found_out_in_three_months_of_nights_with_late_facts(kind, seed):
    assert attacked(made_up(seed, *KINDS[kind])) == []


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_found_out_where_all_kinds_lie_side_by_side(seed):
    assert attacked(made_up(seed, months=5, nights=2)) == []


def changed(night: Night, change: Callable[[tuple, Row], Row]) -> Night:
    """The night with other cells."""
    return replace(night, cells={cell: change(cell, row) for cell, row in night.cells.items()})


def with_the_truth_where(night: Night, is_shown: Callable[[tuple, Row], bool]) -> Night:
    """The night with the true figures of some cells shown."""

    def told(cell: tuple, row: Row) -> Row:
        if not is_shown(cell, row):
            return row
        true = night.truth[cell]
        return {**row, **{name: true[name] for name in ("value", "numerator", "denominator")}, "is_hidden": False, "is_held": False}

    return changed(night, told)


def only_small_ones_hidden(kommun: Kommun, nights: Iterable[Night]) -> list[Night]:
    """The nights as they would be if only the small counts themselves were hidden, and nothing for their sake."""

    def shown(night: Night) -> Night:
        return with_the_truth_where(
            night, lambda cell, row: row["is_hidden"] and night.truth[cell]["value"] >= kommun.threshold(cell[0])
        )

    return [shown(night) for night in nights]


@pytest.mark.parametrize("kind", ["one count", "filters inside each other", "sex", "stock"])
def test_the_attacker_wins_where_only_small_counts_are_hidden(kind):
    """The total above and the sisters beside give them away."""
    world = made_up(1, *KINDS[kind], nights=1)
    assert found_out(world.kommun(), only_small_ones_hidden(world.kommun(), world.look()))


def test_the_attacker_wins_where_a_small_count_is_shown():
    world = made_up(1, "opened", nights=1)
    (night,) = world.look()
    cell = next(cell for cell, row in night.truth.items() if row["value"] in {1, 2, 3, 4})
    found = found_out(world.kommun(), [with_the_truth_where(night, lambda of, _: of == cell)])
    assert any(told.startswith(f"opened {cell[1]} {cell[2]:%Y-%m}") for told in found)


def test_the_attacker_wins_where_the_total_comes_from_elsewhere():
    """An open share whose denominator is the hidden count."""
    world = made_up(1, *KINDS["an open share beside a count"], nights=1)
    (night,) = world.look()
    assert found_out(world.kommun(), [with_the_truth_where(night, lambda cell, _: cell[0] == "open_share")])


def test_the_attacker_wins_where_every_sum_of_a_goal_is_shown():
    world = made_up(1, "opened", nights=1)
    (night,) = world.look()
    sums: dict[str, float] = {}
    rows = []
    for row in sorted(night.deviations, key=lambda row: (row["goal_id"], row["month"])):
        goal = night.goals[row["goal_id"]]
        sums[row["goal_id"]] = sums.get(row["goal_id"], 0) + night.truth[goal["measure_id"], goal["unit_id"], row["month"]]["value"]
        rows.append({**row, "outcome_cumulative": sums[row["goal_id"]]})
    assert any(row["is_hidden"] for row in night.deviations)
    assert found_out(world.kommun(), [replace(night, deviations=rows)])


@pytest.mark.parametrize("told", ["deviation", "forecast_rest_as_planned", "pace_per_month", "needed_per_month"])
def test_the_attacker_wins_where_a_forecast_tells_a_hidden_sum(told):
    """Goals with two different starts: the difference is a small month."""
    world = made_up(1, "opened", nights=1)
    (night,) = world.look()
    forecasts = {}
    for goal_id, goal in night.goals.items():
        rows = [row for row in night.deviations if row["goal_id"] == goal_id]
        true = [night.truth[goal["measure_id"], goal["unit_id"], row["month"]]["value"] for row in rows]
        done, left, planned = len(rows), 9 - len(rows), rows[-1]["planned_cumulative"]
        nothing = dict.fromkeys(
            ("outcome_cumulative", "deviation", "forecast_rest_as_planned", "pace_per_month", "needed_per_month")
        )
        worked_out = {
            "deviation": sum(true) - planned,
            "forecast_rest_as_planned": sum(true) + goal["target"] - planned,
            "pace_per_month": sum(true) / done,
            "needed_per_month": (goal["target"] - sum(true)) / left,
        }
        forecasts[goal_id] = nothing | {
            "last_known_month": rows[-1]["month"], "periods_done": done, "periods_left": left, "planned_cumulative": planned,
            told: worked_out[told],
        }  # fmt: skip
    hidden = [{**row, "outcome_cumulative": None, "deviation": None} for row in night.deviations]
    without, given = (found_out(world.kommun(), [replace(night, deviations=hidden, forecasts=each)]) for each in ({}, forecasts))
    assert len(given) > len(without)


def test_the_attacker_wins_where_late_facts_are_shown_as_they_come():
    """Seven last month, eight this month says one."""
    world = made_up(1, "opened")
    nights = [with_the_truth_where(night, lambda _, row: not row["is_hidden"]) for night in world.look()]
    assert any("change" in told for told in found_out(world.kommun(), nights))


def test_what_was_shown_before_counts_while_nothing_has_changed():
    """A cell that is hidden tonight and was shown last night is known."""
    world = made_up(1, "opened", nights=1)
    (night,) = world.look()
    before = with_the_truth_where(night, lambda _, row: row["is_hidden"])
    assert found_out(world.kommun(), [before, night])


def test_the_numbers_of_a_night_that_contradict_each_other_are_told():
    world = made_up(1, "opened", nights=1)
    (night,) = world.look()
    top = next(cell for cell, row in night.cells.items() if cell[1] == "N" and row["value"])
    wrong = changed(night, lambda cell, row: {**row, "value": -1.0} if cell == top else row)
    with pytest.raises(Contradiction):
        found_out_as_it_stands(world.kommun(), wrong)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.tuples(*[st.integers(-1, 2)] * 3), st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=3),
    target=st.tuples(*[st.integers(-1, 1)] * 3).filter(any),
    width=st.integers(1, 4),
)
def test_bounds_are_those_of_all_solutions_there_are(rows, target, width):
    """Every three numbers from 0 to 7 that fit."""
    statements = Statements()
    for number in range(3):
        statements.between({number: 1.0}, 0, 7)
    for counts, low, more in rows:
        statements.between(dict(enumerate(map(float, counts))), low, low + more)

    def fit(numbers: tuple[int, ...]) -> bool:
        sums = [(sum(map(mul, counts, numbers)), low, low + more) for counts, low, more in rows if any(counts)]
        return all(low <= total <= high for total, low, high in sums)

    fitting = [numbers for numbers in product(range(8), repeat=3) if fit(numbers)]
    aim = Target("it", dict(enumerate(map(float, target))), width)
    assume(fitting)  # what contradicts itself has a test of its own
    reached = [sum(map(mul, target, numbers)) for numbers in fitting]
    is_close = max(reached) - min(reached) < width
    assert pinned(statements, [aim]) == ([f"it lies from {min(reached):g} to {max(reached):g}"] if is_close else [])


FILTERS = st.builds(
    Filter,
    case_type=st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple),
    channel=st.lists(st.sampled_from(["webb", "post"]), max_size=1).map(tuple),
    sex=st.lists(st.sampled_from("KM"), max_size=1).map(tuple),
)


@given(filters=st.lists(FILTERS, min_size=1, max_size=5))
def test_every_case_is_in_the_group_of_the_filters_it_passes(filters):
    """And every group is one that some case is in."""
    narrow = [narrowing(one) for one in filters]
    found = groups(list(dict.fromkeys(narrow)))
    cases = [
        {"case_type": case_type, "channel": channel, "sex": sex}
        for case_type, channel, sex in product([*"abc", None], ["webb", "post", None], [*"KM", None])
    ]
    passed = {frozenset(one for one in narrow if all(case[column] in values for column, values in one)) for case in cases}
    assert set(found) == passed - {frozenset()}

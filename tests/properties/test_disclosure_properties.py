"""What is hidden stays hidden: readers who subtract, and readers who know our very rule, over all small tables there are."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_up_series import START, count_measure, goal, goal_frame, month_after
from tests.outcomes_alone import disclosed_outcomes
from transforms import catalogue, plan
from transforms.disclosure.sums import disclosed_deviations
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.inputs import Thresholds
from transforms.measures import CaseDuration, CaseShare, Filter, KoladaKpi, Measure, Ratio, ReportedSeries, SurveyIndex

UNITS = catalogue.Unit.of(
    [
        {"unit_id": name, "unit_name": "", "level": "unit", "parent_unit_id": above}
        for name, above in [("N", None), ("P", "N"), ("Q", "N"), ("a", "P"), ("b", "P"), ("c", "Q"), ("d", "Q"), ("e", "Q")]
    ]
)
LEAVES = ("a", "b", "c", "d", "e")
EQUATIONS = {"P": ("a", "b"), "Q": ("c", "d", "e"), "N": ("P", "Q")}


def with_totals(leaves: tuple[int, ...]) -> dict[str, int]:
    cells = dict(zip(LEAVES, leaves, strict=True))
    for total, parts in EQUATIONS.items():
        cells[total] = sum(cells[part] for part in parts)
    return cells


def shown(tables: list[dict[str, int]], threshold: int) -> list[dict[str, int | None]]:
    """What is shown of each table of counts, all in one call: a table is a month."""
    rows = [
        {
            "measure_id": "m", "unit_id": unit, "month": month_after(START, at), "value": float(value), "rows": value,
            "is_preliminary": False,
        }
        for at, cells in enumerate(tables)
        for unit, value in cells.items()
    ]  # fmt: skip
    found = disclosed_outcomes((count_measure(),), UNITS, catalogue.Outcome.of(rows), Thresholds(persons=threshold))
    width = len(UNITS)
    values = found["value"].to_list()
    return [dict(zip(cells, values[at * width : (at + 1) * width], strict=True)) for at, cells in enumerate(tables)]


def unknowns_fixed_by_subtraction(table: dict[str, int | None]) -> list[str]:
    """The hidden cells that the linear equations of the tree pin down, whatever the threshold is."""
    hidden = [unit for unit, value in table.items() if value is None]
    rows = [[(unit == total) - (unit in parts) for unit in hidden] for total, parts in EQUATIONS.items()]
    matrix = np.array(rows, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    return [unit for at, unit in enumerate(hidden) if np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(hidden))[at]])) == rank]


def test_no_hidden_unit_follows_from_the_shown_ones_by_subtraction():
    """Every table of five units with counts 0 to 6, small being 1 to 2."""
    tables = [with_totals(leaves) for leaves in product(range(7), repeat=5) if leaves[0] <= leaves[1] and leaves[2] <= leaves[3]]
    for cells, table in zip(tables, shown(tables, threshold=3), strict=True):
        assert all(value is None for unit, value in table.items() if 1 <= cells[unit] <= 2), cells
        assert all(table[unit] == 0 for unit, value in cells.items() if value == 0), cells
        assert unknowns_fixed_by_subtraction(table) == [], (cells, table)


def test_the_rest_after_the_shown_units_is_never_small():
    tables = [with_totals(leaves) for leaves in product(range(6), repeat=5) if leaves[0] <= leaves[1] and leaves[2] <= leaves[3]]
    for cells, table in zip(tables, shown(tables, threshold=4), strict=True):
        for total, parts in EQUATIONS.items():
            if table[total] is not None:
                rest = table[total] - sum(table[part] or 0 for part in parts)
                assert not 1 <= rest <= 3, (cells, table)


@given(leaves=st.tuples(*[st.integers(0, 60)] * 5), threshold=st.integers(1, 12))
def test_nothing_is_hidden_where_nothing_is_small(leaves, threshold):
    cells = with_totals(leaves)
    (table,) = shown([cells], threshold)
    if not any(1 <= value < threshold for value in cells.values()):
        assert table == cells
    assert all(value in {None, cells[unit]} for unit, value in table.items())


def shown_sums(series: list[tuple[int, ...]], small: int) -> list[tuple]:
    """What is shown of each goal's months and sums, all in one call: a goal is a series."""
    months = len(series[0])
    goals = [goal(months, goal_id=f"g{at:06}", unit_id=f"u{at:06}", target=1.0) for at in range(len(series))]
    outcome = catalogue.Outcome.conform(
        pl.DataFrame(
            {
                "unit_id": [item.unit_id for item in goals for _ in range(months)],
                "month": [month_after(START, at) for at in range(months)] * len(series),
                "value": [float(value) for values in series for value in values],
            }
        )
        .with_columns(measure_id=pl.lit("m"), numerator=None, denominator=None, rows=pl.lit(1), is_preliminary=pl.lit(value=False))
        .select(*catalogue.Outcome.columns)
    )
    frame = goal_frame(goals)
    so_far = deviations(frame, plan_months(plan.Plan(goals=tuple(goals)), outcome), outcome, month_after(START, months))
    limits = Thresholds(persons=small, staff=small)
    disclosed = disclosed_outcomes((count_measure(),), UNITS, outcome, limits)
    found = disclosed_deviations(so_far, frame, disclosed, (count_measure(),), limits)
    cells = list(zip(found["outcome"].to_list(), found["outcome_cumulative"].to_list(), strict=True))
    return [tuple(cells[at * months : (at + 1) * months]) for at in range(len(series))]


@pytest.mark.parametrize(("small", "months"), [(3, 6), (4, 5)])
def test_a_reader_who_knows_the_rule_cannot_tell_a_hidden_month_from_a_goals_sums(small, months):
    """All series of five or six months from 0 to the threshold: whatever is shown, each hidden month may be two things."""
    series = list(product(range(small + 1), repeat=months))
    possible: dict[tuple, list[tuple[int, ...]]] = defaultdict(list)
    for values, seen in zip(series, shown_sums(series, small), strict=True):
        possible[seen].append(values)
    for seen, candidates in possible.items():
        for month, (outcome, _) in enumerate(seen):
            if outcome is None:
                assert len({values[month] for values in candidates}) > 1, (seen, candidates)


def test_sums_come_back_with_every_third_hidden_month():
    (seen,) = shown_sums([(9, 3, 2, 9, 4, 9, 1)], small=5)
    assert [total for _, total in seen] == [9, None, None, None, 27, 36, None]


@pytest.mark.parametrize("three", [(1, 1, 1), (1, 2, 1), (4, 4, 4)], ids=["all 1", "small together", "all the largest"])
def test_sums_end_when_three_hidden_months_would_tell_too_much(three):
    (seen,) = shown_sums([(*three, 9, 2, 3, 2, 9)], small=5)
    assert [total for _, total in seen] == [None] * 8


def test_sums_of_a_goal_without_small_months_are_all_shown():
    (seen,) = shown_sums([(5, 0, 7, 12)], small=5)
    assert seen == ((5, 5), (0, 5), (7, 12), (12, 24))


def disclosed(measure: Measure, *others: Measure, **cell: object) -> dict:
    rows = [{"measure_id": measure.measure_id, "unit_id": "a", "month": START, "rows": 100, "is_preliminary": False, **cell}]
    rows += [
        {"measure_id": other.measure_id, "unit_id": "a", "month": START, "rows": 100, "is_preliminary": False, "value": 3.0}
        for other in others
    ]
    return disclosed_outcomes((measure, *others), UNITS, catalogue.Outcome.of(rows), Thresholds()).row(0, named=True)


def of_kind(cls: type, **stated: object) -> Measure:
    common = {name: value for name, value in vars(count_measure()).items() if name in cls.__dataclass_fields__}
    return cls(**(common | stated))


@pytest.mark.parametrize(
    ("rows", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)], ids=["none", "one", "under", "at the threshold"]
)
def test_a_median_is_hidden_by_the_cases_it_rests_on(rows, is_hidden):
    measure = of_kind(CaseDuration, kind="case_duration", until="closed", statistic="median")
    value = None if rows == 0 else 2.0
    assert disclosed(measure, value=value, rows=rows)["is_hidden"] is is_hidden


@pytest.mark.parametrize(
    ("disclosure", "count", "is_hidden"), [("persons", 5, False), ("staff", 10, True), ("staff", 11, False), ("open", 1, False)]
)
def test_each_class_has_its_threshold(disclosure, count, is_hidden):
    assert disclosed(count_measure(disclosure=disclosure), value=float(count))["is_hidden"] is is_hidden


def test_a_share_of_time_is_hidden_by_its_parts():
    measure = of_kind(CaseDuration, kind="case_duration", until="closed", statistic="share_within", limit=30.0)
    assert disclosed(measure, value=90.0, numerator=36.0, denominator=40.0)["is_hidden"]
    assert not disclosed(measure, value=87.5, numerator=35.0, denominator=40.0)["is_hidden"]


@pytest.mark.parametrize(("of", "told"), [(4.0, None), (5.0, 5.0)], ids=["few", "at the threshold"])
def test_an_open_share_does_not_say_how_few_cases_it_is_a_share_of(of, told):
    """A count of the same cases, of class persons, is hidden beside it."""
    share = of_kind(CaseDuration, kind="case_duration", until="closed", statistic="share_within", limit="due", disclosure="open")
    cell = disclosed(share, value=100.0, numerator=of, denominator=of)
    assert (cell["value"], cell["is_hidden"], cell["numerator"], cell["denominator"]) == (100.0, False, told, told)


def test_a_survey_is_hidden_while_its_answers_could_come_from_too_few():
    """Two questions: 21 answers may be from eleven people or more, 22 are from at least eleven."""
    measure = of_kind(SurveyIndex, kind="survey", parts={"motivation": ("1", "2")}, disclosure="staff", minimum_answers=5)
    assert disclosed(measure, value=70.0, rows=21)["is_hidden"]
    assert not disclosed(measure, value=70.0, rows=22)["is_hidden"]


def test_a_group_without_an_index_takes_another_group_with_it():
    """Four answered in a, so it has no index; with b and the total shown, what they think could be worked out."""
    measure = of_kind(SurveyIndex, kind="survey", parts={"motivation": ("1",)})
    cells = {"P": (70.0, 20), "a": (None, 4), "b": (72.0, 16), "Q": (None, 0)}
    rows = [
        {"measure_id": "m", "unit_id": unit, "month": START, "value": value, "rows": answers, "is_preliminary": False}
        for unit, (value, answers) in cells.items()
    ]
    found = disclosed_outcomes((measure,), UNITS, catalogue.Outcome.of(rows), Thresholds())
    assert dict(zip(found["unit_id"], found["is_hidden"], strict=True)) == {"P": False, "a": True, "b": True, "Q": False}


def test_a_figure_from_kolada_is_public():
    assert not disclosed(of_kind(KoladaKpi, kind="kolada", kpi="N1"), value=3.0)["is_hidden"]


def test_a_reported_fraction_is_no_count():
    measure = of_kind(ReportedSeries, kind="series", code="x", topic="hr")
    assert not disclosed(measure, value=4.2)["is_hidden"]
    assert disclosed(measure, value=4.0)["is_hidden"]
    assert not disclosed(measure, value=-4.0)["is_hidden"]


def test_a_ratio_goes_with_its_parts():
    under = count_measure("caseworkers")
    ratio = of_kind(Ratio, measure_id="r", kind="ratio", numerator="caseworkers", denominator="caseworkers")
    assert disclosed(ratio, under, value=1.0, numerator=3.0, denominator=3.0)["numerator"] is None
    open_part = count_measure("caseworkers", disclosure="open")
    assert not disclosed(ratio, open_part, value=1.0)["is_hidden"]
    assert disclosed(ratio, value=1.0)["is_hidden"], "a part that is not there may be a hidden one"


def test_a_share_goal_shows_no_sum_after_its_first_hidden_month():
    share = of_kind(CaseShare, kind="case_share", part=Filter(outcome=("ja",)))
    stated = goal(4, kind="share", target=60.0, start_value=50.0)
    parts = [(10, 20), (2, 20), (12, 20), (12, 24)]
    outcome = catalogue.Outcome.of(
        [
            {
                "measure_id": "m", "unit_id": "u", "month": month_after(START, at), "value": 100 * part / whole, "numerator": part,
                "denominator": whole, "rows": whole, "is_preliminary": False,
            }
            for at, (part, whole) in enumerate(parts)
        ]
    )  # fmt: skip
    frame = goal_frame([stated])
    so_far = deviations(frame, plan_months(plan.Plan(goals=(stated,)), outcome), outcome, date(2026, 6, 1))
    found = disclosed_deviations(so_far, frame, disclosed_outcomes((share,), UNITS, outcome, Thresholds()))
    assert found["is_hidden"].to_list() == [False, True, True, True]
    assert found["outcome_cumulative"].to_list() == [50.0, None, None, None]
    assert found["outcome"].to_list() == [50.0, None, 60.0, 50.0]

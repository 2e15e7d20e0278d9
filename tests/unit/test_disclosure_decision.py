"""What the one deciding function shows of months, groups, ratios, weeks, and of what was shown before."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, count_measure, goal, goal_frame, month_after
from tests.outcomes_alone import disclosed_outcomes
from transforms import catalogue, plan
from transforms.disclosure import board
from transforms.disclosure.audit import Budget, Unsafe, components, unsafe
from transforms.disclosure.equations import Equations, Items
from transforms.disclosure.hiding import given_away
from transforms.disclosure.outcomes import decided_outcomes
from transforms.disclosure.sums import disclosed_deviations
from transforms.disclosure.versions import shown_now
from transforms.disclosure.weeks import disclosed_weeks
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.inputs import Thresholds
from transforms.measures import CaseCount, CaseDuration, CaseShare, Filter, Ratio, ReportedSeries

TREE = catalogue.Unit.of(
    [
        {"unit_id": name, "unit_name": "", "level": "unit", "parent_unit_id": above}
        for name, above in [("P", None), ("a", "P"), ("b", "P"), ("c", "P")]
    ]
)
HALF = Filter(case_type=("x",))


def of_kind(cls: type, measure_id: str = "m", **stated: object) -> Any:
    common = {name: value for name, value in vars(count_measure(measure_id)).items() if name in cls.__dataclass_fields__}
    return cls(**(common | {"measure_id": measure_id} | stated))


def outcome(*rows: dict[str, object]) -> pl.DataFrame:
    said = {"measure_id": "m", "unit_id": "a", "month": START, "rows": 100, "is_preliminary": False}
    return catalogue.Outcome.of([said | row for row in rows])


def shown(measures: tuple, *rows: dict[str, object], **more: Any) -> list[dict[str, Any]]:
    return disclosed_outcomes(measures, TREE, outcome(*rows), Thresholds(), **more).to_dicts()


def test_a_running_month_is_not_shown():
    months = [{"month": month_after(START, at), "value": 9.0} for at in range(2)]
    found = shown((count_measure(),), *months, as_of=month_after(START, 2).replace(day=1))
    assert [row["month"] for row in found] == [START, month_after(START, 1)]
    assert [row["month"] for row in shown((count_measure(),), *months, as_of=month_after(START, 1).replace(day=28))] == [START]


def test_a_median_of_class_open_is_hidden_on_few_cases():
    median = of_kind(CaseDuration, kind="case_duration", until="closed", statistic="median", disclosure="open")
    assert [row["is_hidden"] for row in shown((median,), {"value": 3.0, "rows": 4}, {"unit_id": "b", "value": 3.0, "rows": 5})] == [
        True,
        False,
    ]


def test_an_open_share_does_not_tell_what_a_count_hides():
    count = of_kind(CaseCount, "n", kind="case_count")
    share = of_kind(CaseShare, "s", kind="case_share", part=HALF, disclosure="open")
    rows = [
        {"measure_id": "n", "value": 3.0},
        {"measure_id": "s", "value": 100 / 3, "numerator": 1.0, "denominator": 3.0},
        {"measure_id": "n", "unit_id": "b", "value": 30.0},
        {"measure_id": "s", "unit_id": "b", "value": 10.0, "numerator": 3.0, "denominator": 30.0},
    ]
    assert [row["is_hidden"] for row in shown((count, share), *rows)] == [True, True, False, False]


def test_a_ratio_without_a_value_does_not_tell_its_parts():
    over, under = count_measure("over"), count_measure("under")
    ratio = of_kind(Ratio, "r", kind="ratio", numerator="over", denominator="under")
    rows = [
        {"measure_id": "over", "value": 3.0},
        {"measure_id": "under", "value": 0.0},
        {"measure_id": "r", "numerator": 3.0, "denominator": 0.0},
    ]
    assert shown((over, under, ratio), *rows)[2]["numerator"] is None


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ({"a": 30, "b": 40, "c": 50}, set()),
        ({"a": 10, "b": 40, "c": 50}, {"a", "b"}),
        ({"a": 30, "b": 40}, {"c"}),
    ],
    ids=["large groups", "a small group takes the next with it", "an unknown group"],
)
def test_a_series_about_few_people_is_hidden(groups, hidden):
    sick = of_kind(
        ReportedSeries, kind="series", source="hr", code="sick", topic="hr", group_size="heads", unit="procent", disclosure="staff"
    )
    series = catalogue.SeriesValue.of(
        [
            {
                "source_id": "hr", "series_code": "heads", "unit_id": unit_id, "month": START, "value": float(heads),
                "file_id": "f", "line": 1,
            }
            for unit_id, heads in groups.items()
        ]
    )  # fmt: skip
    found = shown((sick,), *({"unit_id": unit_id, "value": 4.0} for unit_id in ("P", "a", "b", "c")), series=series)
    assert {row["unit_id"] for row in found if row["is_hidden"]} == hidden


def test_what_is_shown_is_kept_as_months_and_sums():
    stated = goal(4)
    stated_cell = {"measure_id": "m", "unit_id": "u", "is_held": False, "is_preliminary": False}
    disclosed = catalogue.DisclosedOutcome.of(
        [
            stated_cell | {"month": START, "value": 7.0, "is_hidden": False},
            stated_cell | {"month": month_after(START, 1), "is_hidden": True},
        ]
    )  # fmt: skip
    said = {"goal_id": stated.goal_id, "version": 1, "planned_cumulative": 1.0, "is_preliminary": False}
    deviation = catalogue.DisclosedDeviation.of(
        [
            said | {"month": START, "period_number": 1, "outcome_cumulative": 7.0, "is_hidden": False},
            said | {"month": month_after(START, 1), "period_number": 2, "is_hidden": True},
            said | {"month": month_after(START, 2), "period_number": 3, "outcome_cumulative": 20.0, "is_hidden": False},
        ]
    )
    found = shown_now(disclosed, deviation, goal_frame([stated]), date(2026, 9, 9))
    assert found.select("from_month", "to_month", "value").rows() == [
        (START, START, 7.0),
        (START, month_after(START, 2), 20.0),
    ]


COUNTED = {
    "all": {"P": 63.0, "a": 13.0, "b": 20.0, "c": 30.0},
    "women": {"P": 28.0, "a": 3.0, "b": 10.0, "c": 15.0},
    "men": {"P": 35.0, "a": 10.0, "b": 10.0, "c": 15.0},
}
SEXES = tuple(
    of_kind(CaseCount, name, kind="case_count", where=Filter(sex=sex))
    for name, sex in (("all", ()), ("women", ("K",)), ("men", ("M",)))
)


@pytest.mark.parametrize(
    ("budget", "reserve", "hidden"),
    [
        (1000, 0, {"women": "ab", "men": "ab"}),
        (0, 1000, {"women": "Pabc", "men": "Pabc"}),
        (0, 0, {"all": "Pabc", "women": "Pabc", "men": "Pabc"}),
    ],
    ids=["looked at", "settled but for goals", "settled altogether"],
)
def test_what_there_is_no_budget_for_is_hidden_with_all_it_is_tied_to(monkeypatch, budget, reserve, hidden):
    """The counts of all are what a goal is followed by."""
    monkeypatch.setattr(board, "_BUDGET", budget)
    monkeypatch.setattr(board, "_RESERVE", reserve)
    rows = [{"measure_id": name, "unit_id": unit, "value": value} for name, of in COUNTED.items() for unit, value in of.items()]
    found, _, _ = decided_outcomes(SEXES, TREE, outcome(*rows), Thresholds(), goal_measures=["all"])
    gone = found.filter("is_hidden").group_by("measure_id").agg(pl.col("unit_id").sort().str.join(""))
    assert dict(gone.iter_rows()) == hidden


def test_when_the_rounds_run_out_the_rest_is_hidden(monkeypatch):
    monkeypatch.setattr(board, "_ROUNDS", 0)
    rows = [{"measure_id": name, "unit_id": unit, "value": value} for name, of in COUNTED.items() for unit, value in of.items()]
    assert all(row["is_hidden"] for row in shown(SEXES, *rows))


@pytest.mark.parametrize(("before", "told"), [(10.0, [None] * 4), (12.0, [12.0, 24.0, 36.0, 48.0])])
def test_sums_of_months_that_do_not_agree_with_what_stands_are_not_told(before, told):
    """All stand at ten in three months, the women are twelve: 36 would tell that ten is too few, three times."""
    months = [month_after(START, at) for at in range(4)]
    rows = [{"measure_id": name, "month": month, "value": 12.0} for name in ("all", "women") for month in months]
    last = catalogue.ShownBefore.of(
        [
            {"measure_id": "all", "unit_id": "a", "from_month": month, "to_month": month, "value": before, "shown_on": START}
            for month in months[:3]
        ]
    )  # fmt: skip
    stated = goal(4, unit_id="a", measure_id="women")
    frame, found = goal_frame([stated]), outcome(*rows)
    so_far = deviations(frame, plan_months(plan.Plan(goals=(stated,)), found), found, month_after(START, 5))
    disclosed, *decided_on = decided_outcomes(SEXES[:2], TREE, found, Thresholds(), shown_before=last)
    sums = disclosed_deviations(so_far, frame, disclosed, SEXES[:2], Thresholds(), shown_before=last, decided_on=tuple(decided_on))
    assert sums["outcome_cumulative"].to_list() == told


def test_shown_again_what_was_shown_is_the_same():
    rows = [{"unit_id": name, "value": value} for name, value in (("P", 36.0), ("a", 3.0), ("b", 12.0), ("c", 21.0))]
    first = disclosed_outcomes((count_measure(),), TREE, outcome(*rows), Thresholds())
    before = shown_now(first, catalogue.DisclosedDeviation.empty(), catalogue.Goal.empty(), START)
    assert disclosed_outcomes((count_measure(),), TREE, outcome(*rows), Thresholds(), shown_before=before).equals(first)


@pytest.mark.parametrize(
    ("disclosure", "needed", "hidden", "told"),
    [
        ("open", 3.0, False, (4.0, 3.0, True)),
        ("persons", 5.0, False, (None, 5.0, True)),
        ("persons", 4.0, False, (None, 4.0, None)),
        ("persons", 5.0, True, (None, 5.0, None)),
    ],
)
def test_a_week_is_told_when_it_says_nothing_of_few(disclosure, needed, hidden, told):
    stated = goal(4)
    weeks = catalogue.GoalWeek.of(
        [
            {
                "goal_id": stated.goal_id, "version": 1, "week_from": stated.first_month.replace(day=8), "working_days": 5,
                "outcome": 4.0, "needed": needed, "is_won": True,
            }
        ]
    )  # fmt: skip
    months = catalogue.DisclosedOutcome.of(
        [
            {
                "measure_id": "m", "unit_id": stated.unit_id, "month": stated.first_month, "is_hidden": hidden, "is_held": False,
                "is_preliminary": False,
            }
        ]
    )  # fmt: skip
    none = (catalogue.Deviation.empty(), catalogue.DisclosedDeviation.empty())
    found = disclosed_weeks(weeks, goal_frame([stated]), *none, months, (count_measure(disclosure=disclosure),), Thresholds())
    assert found.select("outcome", "needed", "is_won").row(0) == told


def test_two_sums_that_cross_are_solved():
    """Two by two, all sums shown: 1 and 9 beside 9 and 30. The one may be 0 to 10; with 1 and 2 beside 2 and 30 only 0 to 3."""
    equation = [0, 0, 1, 1, 2, 2, 3, 3]
    item = [0, 1, 2, 3, 0, 2, 1, 3]
    for amounts, is_safe in (((1, 9, 9, 30), True), ((1, 2, 2, 30), False)):
        frame = pl.DataFrame({"equation": equation, "item": item})
        equations = Equations(frame["equation"].to_numpy(), frame["item"].to_numpy(), pl.repeat(False, 8, eager=True).to_numpy(), 4)
        four = pl.Series(range(4)).to_numpy()
        items = Items(
            pl.Series(amounts).cast(pl.Float64).to_numpy(),
            pl.repeat(5, 4, dtype=pl.Int64, eager=True).to_numpy(),
            four,
            -four - 1,
            4,
        )
        unknown = pl.repeat(True, 4, eager=True).to_numpy()
        found = list(components(items, equations, unknown, given_away(items, equations, unknown)))
        assert len(found) == 1
        assert (unsafe(found) == []) is is_safe
        assert unsafe(found, Budget(3)) == [Unsafe(0, 0, was_looked_at=False)]

"""Centres and limits of every chart, month by month, beside the reference implementations' own.

Where a reference takes 3 / 1.128 = 2.6596 for moving ranges (or, for I′, 3 · √π / 2 = 2.6587), Wheeler and we take 2.66: its
reach is stretched by that before it is compared. Nothing else is adjusted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, count_measure, month_after, outcome_frame
from tests.reference_cases.reading import column, number, rows_of, told
from transforms import catalogue, plan
from transforms.inputs import SignalRules
from transforms.measures import Measure, Ratio
from transforms.variation.baselines import baselines
from transforms.variation.season import season_factors
from transforms.variation.signals import signals

FROM_EXACT_D2 = 2.66 * 1.128 / 3
STRETCH = dict.fromkeys(("xmr", "p_prime", "u_prime"), FROM_EXACT_D2) | {"i_prime": 2.66 * (2 / math.sqrt(math.pi)) / 3}
OURS = {"i": "xmr", "mr": "xmr", "ip": "i_prime", "p": "p", "pp": "p_prime", "u": "u", "up": "u_prime", "c": "c"}
Row = dict[str, Any]


def measure_of(chart: str, per: float = 1.0) -> Measure:
    stated = {name: told for name, told in vars(count_measure(chart=chart)).items() if name not in {"source", "event", "where"}}
    if chart in {"xmr", "c"}:
        return count_measure(chart=chart)
    return Ratio(**{**stated, "kind": "ratio", "numerator": "a", "denominator": "b", "per": per})


def decision(first: int, last: int) -> plan.BaselineDecision:
    return plan.BaselineDecision(
        measure_id="m", unit_id="u", from_month=month_after(START, first), to_month=month_after(START, last), decided_by="",
        reason="", decided_on=START,
    )  # fmt: skip


def judged(
    measure: Measure,
    values: Sequence[float | None],
    sizes: Sequence[float | None] | None = None,
    decided: Sequence[plan.BaselineDecision] = (),
    *,
    screens: bool = False,
) -> tuple[list[Row], list[Row]]:
    """Our baselines and months of a series, one point a month."""
    stated = {} if sizes is None else {"denominator": list(sizes)}
    outcome = outcome_frame(values, **stated)
    rules = SignalRules(screens_ranges=screens)
    against = baselines((measure,), plan.Plan(baselines=tuple(decided)), outcome, rules)
    return against.to_dicts(), signals((measure,), outcome, against, rules).to_dicts()


def assert_limits(months: Sequence[Row], points: Sequence[dict[str, str]], chart: str, tolerance: float = 1e-8) -> None:
    """Every known month's centre and limits; a limit of theirs that was cut at nothing (or at all) is cut here too."""
    stretch = STRETCH.get(chart, 1.0)
    assert len(months) == len(points)
    for month, point in zip(months, points, strict=True):
        if number(point["y"]) is None:
            continue
        centre, low, high = (number(point[name]) for name in ("cl", "lcl", "ucl"))
        reach = (high - centre) * stretch
        assert month["centre"] == pytest.approx(centre, rel=tolerance)
        assert month["upper_limit"] == pytest.approx(centre + reach, rel=tolerance)
        floor = 0.0 if chart not in {"xmr", "i_prime"} else low if low == 0 else -1e9
        assert month["lower_limit"] == pytest.approx(max(floor, centre - reach), rel=tolerance, abs=1e-12)


def qicharts(case: str) -> None:
    """Every part and facet of a qicharts2 run, with its frozen first points and without its excluded ones."""
    parameters, points = told(case)["parameters"], rows_of(case, "points.csv")
    chart, per = OURS[parameters["chart"]], float(parameters.get("multiply", 1))
    compared = 0
    for _, part in groupby(sorted(points, key=place), key=place):
        months = [point for point in part if point["include"] == "TRUE"]
        sizes = None if chart in {"xmr", "c"} else column(months, "n")
        frozen = parameters.get("freeze")
        decided = [decision(0, sum(point["baseline"] == "TRUE" for point in months) - 1)] if frozen else []
        values = column(months, "y")
        _, found = judged(measure_of(chart, per), values, sizes, decided, screens=parameters.get("screen", True))
        assert_limits(found, months, chart)
        compared += 1
    assert compared == len(told(case)["runs_analysis"])


def place(point: dict[str, str]) -> tuple[str, ...]:
    return point["facet1"], point["facet2"], point["part"]


def moving_range_limit(case: str) -> None:
    points = rows_of(case, "points.csv")
    frozen = told(case)["parameters"]["freeze"]
    (against,), _ = judged(count_measure(), column(rows_of(case), "cost"), None, [decision(0, frozen - 1)])
    assert against["mean_moving_range"] == pytest.approx(float(points[0]["cl"]), rel=1e-10)
    assert against["moving_range_limit"] == pytest.approx(float(points[0]["ucl"]), rel=1e-10)


def powerbi(case: str) -> None:
    """Two and three sigma, to the decimals they are printed with; lower limits of rates stop at nothing."""
    kind = case.removeprefix("pbispc_")
    chart = {"pprime": "p_prime", "uprime": "u_prime", "i": "xmr", "mr": "xmr"}.get(kind, kind)
    given, points = rows_of(case), rows_of(case, "points.csv")
    decimals = max(len(cell.partition(".")[2]) for point in points for cell in point.values())
    per = {"p": 100.0, "pprime": 100.0, "u": 10_000.0}.get(kind, 1.0)
    sizes = column(given, "denominators") if "denominators" in given[0] else [1.0] * len(given)
    values = [per * value / size for value, size in zip(column(given, "numerators"), sizes, strict=True)]
    starts = [at for at, row in enumerate(given) if at == 0 or row.get("groupings") != given[at - 1].get("groupings")]
    decided = [decision(first, next_one - 1) for first, next_one in pairwise([*starts, len(given)])]
    baseline, found = judged(measure_of(chart, per), values, None if chart in {"xmr", "c"} else sizes, decided)
    stretch = STRETCH.get(chart, 1.0)
    for month, point in zip(found, points, strict=True):
        expected = {name: float(cell) for name, cell in point.items()}
        if kind == "mr":
            assert baseline[0]["moving_range_limit"] == pytest.approx(expected["ul99"], abs=0.6 * 10**-decimals)
            continue
        centre, reach = month["centre"], (month["upper_limit"] - month["centre"]) / stretch
        ours = [max(0.0, centre - reach), max(0.0, centre - 2 / 3 * reach), centre + 2 / 3 * reach, centre + reach]
        assert ours == pytest.approx([expected[name] for name in ("ll99", "ll95", "ul95", "ul99")], abs=0.6 * 10**-decimals)


def nist(case: str) -> None:
    given, exact = rows_of(case), told(case)["exact"]
    if case == "nist_wafer_c":
        (against,), months = judged(measure_of("c"), column(given, "count"))
        found = against["centre"], against["lower_limit"], against["upper_limit"]
        outside = [month["value"] for month in months if month["rule"] == "outside_limits"]
        assert outside == [value for value in column(given, "count") if value > exact["ucl"]]
    else:
        sizes = column(given, "den")
        rates = [value / size for value, size in zip(column(given, "num"), sizes, strict=True)]
        _, months = judged(measure_of("p"), rates, sizes)
        found = months[0]["centre"], months[0]["lower_limit"], months[0]["upper_limit"]
    assert found == pytest.approx((exact["cl"], exact["lcl"], exact["ucl"]), rel=1e-12)


def plot_the_dots(case: str) -> None:
    """Each unit's mean, limits and the points outside them, with screening as the case says and every rebase decided."""
    parameters, points = told(case)["parameters"], rows_of(case, "points.csv")
    for _, own in groupby(points, key=lambda point: point["f"]):
        series = list(own)
        decided, first = [], 0
        for _, group in groupby(series, key=lambda point: point["rebase_group"]):
            months = len(list(group))
            decided.append(decision(first, first + parameters.get("fix_after_n_points", months) - 1))
            first += months
        _, found = judged(count_measure(), column(series, "value"), None, decided, screens=parameters.get("screen_outliers", True))
        assert len(found) == len(series)
        for month, point in zip(found, series, strict=True):
            ours = month["centre"], month["lower_limit"], month["upper_limit"]
            assert ours == pytest.approx(tuple(float(point[name]) for name in ("mean", "lpl", "upl")), abs=1e-7)
            assert (month["rule"] == "outside_limits") == (point["outside_limits"] == "TRUE")


def screening(case: str) -> None:
    """No screening, and the one pass that we have as an option."""
    expected, values = told(case)["expected"], column(rows_of(case), "y")
    for name, screens in (("loops0", False), ("loops1", True)):
        _, months = judged(count_measure(), values, screens=screens)
        reach = (months[0]["upper_limit"] - months[0]["centre"]) / FROM_EXACT_D2
        assert months[0]["centre"] == pytest.approx(expected[name]["cl"], abs=1e-8)
        assert months[0]["centre"] + reach == pytest.approx(expected[name]["ucl"], abs=1e-8)


def one_pass_only(case: str) -> None:
    """Screened until nothing more is left out, theirs are narrower than ours by more than any rounding."""
    _, months = judged(count_measure(), column(rows_of(case), "y"), screens=True)
    assert months[0]["upper_limit"] - told(case)["expected"]["loops_unlimited"]["ucl"] > 1


def wheeler(case: str) -> None:
    (against,), _ = judged(count_measure(), column(rows_of(case), "value"))
    ours = [against[name] for name in ("centre", "mean_moving_range", "upper_limit", "lower_limit", "moving_range_limit")]
    expected = told(case)["exact"]
    assert ours == pytest.approx([expected[name] for name in ("mean", "mean_mr", "unpl", "lnpl", "url_3267")], abs=1e-9)


def vectors_of_limits(case: str) -> None:
    """With one pass of screening, from the six points on that we ask for."""
    compared = 0
    for vector in told(case)["vectors"]:
        values = [float(value) for value in vector["values"]]
        if len(values) < 6:
            continue
        _, months = judged(count_measure(), values, screens=True)
        centre, reach = months[0]["centre"], months[0]["upper_limit"] - months[0]["centre"]
        ours = [centre, centre - reach, centre + reach, centre - 2 / 3 * reach, centre + 2 / 3 * reach]
        expected = [vector["expected"][name] for name in ("mean", "lpl", "upl", "nlpl", "nupl")]
        assert ours == pytest.approx(expected, abs=1e-9), vector["name"]
        compared += 1
    assert compared >= 5


def no_limits_of_five(case: str) -> None:
    short = [vector["values"] for vector in told(case)["vectors"] if 0 < len(vector["values"]) < 6]
    assert short
    for values in short:
        (against,), _ = judged(count_measure(), [float(value) for value in values])
        assert (against["strength"], against["upper_limit"]) == ("too_few", None)


def no_median(case: str) -> None:
    points = rows_of(case, "points.csv")
    decided = [decision(0, sum(point["baseline"] == "TRUE" for point in points) - 1)]
    (against,), _ = judged(count_measure(), column(points, "y"), None, decided)
    assert abs(against["centre"] - float(points[0]["cl"])) > 1e-3


def season(case: str) -> None:
    """The month's factor, and centre, mean moving range and limits of what is left and of what was."""
    expected, points = told(case)["expected"], rows_of(case, "points.csv")
    measure = count_measure(adjusted_for="season")
    values = column(rows_of(case), "value")
    first = pl.Series([rows_of(case)[0]["date"]]).str.to_date()[0]
    outcome = outcome_frame(values, first=first)
    against = baselines((measure,), plan.Plan(), outcome)
    factors = dict(season_factors(against, outcome).select("calendar_month", "factor").iter_rows())
    assert factors == pytest.approx({int(month): factor for month, factor in expected["factors"].items()}, rel=1e-9)
    left = expected["deseasonalised"]
    assert against["centre"].item() == pytest.approx(left["mean"], rel=1e-9)
    assert against["mean_moving_range"].item() == pytest.approx(left["mean_mr"], rel=1e-9)
    for month, point in zip(signals((measure,), outcome, against).iter_rows(named=True), points, strict=True):
        factor = float(point["factor"])
        found = month["value"] / factor, month["lower_limit"] / factor, month["upper_limit"] / factor
        assert found == pytest.approx((float(point["deseasonalised"]), left["lnpl"], left["unpl"]), rel=1e-9)
    raw = expected["raw"]
    (as_it_is,), _ = judged(count_measure(), values)
    ours = [as_it_is[name] for name in ("centre", "mean_moving_range", "lower_limit", "upper_limit")]
    assert ours == pytest.approx([raw[name] for name in ("mean", "mean_mr", "lnpl", "unpl")], rel=1e-9)


def no_calendar_days(case: str) -> None:
    per_day = told(case)["expected"]["per_day"]
    (against,), _ = judged(count_measure(adjusted_for="working_days"), column(rows_of(case), "value"))
    assert against["centre"] / per_day["mean"] > 25, "in the measure's own unit, a month's worth"
    assert against["mean_moving_range"] / against["centre"] != pytest.approx(per_day["mean_mr"] / per_day["mean"], rel=0.01)
    columns = {name for table in catalogue.declared_tables() for name in table.columns}
    assert not any(name.startswith("diff") for name in columns)

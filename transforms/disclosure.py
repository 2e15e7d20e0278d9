"""Small counts: the one place that decides what may be shown to everybody (statistics: "Small counts").

What is hidden against: reading a small count; subtracting the shown units from the shown total above them, at every level
of the tree; computing a ratio backwards; subtracting two sums of a goal from each other.

What is not covered yet: two measures that are parts of each other (a share shown beside a count that makes up its
numerator), sibling packs and successive versions of the same month, a goal's sums beside the sums of a goal above it in
the tree, and totals over time other than a goal's. That needs a solver over everything that is printed at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.catalogue import DisclosedDeviation, DisclosedOutcome
from transforms.inputs import Thresholds
from transforms.measures import CaseDuration, CaseShare, KoladaKpi, Measure, Ratio, ReportedSeries, SurveyIndex

_GRAIN: Final = ["measure_id", "unit_id", "month"]
_NO_THRESHOLD: Final = 0
_SURVEY: Final = ["index", "answers"]  # hidden without an index; the latter also by how many answers there are
_HIDDEN_TOGETHER: Final = 3  # so many hidden months between two shown sums of a goal


def disclosed_outcomes(
    measures: Iterable[Measure], units: pl.DataFrame, outcome: pl.DataFrame, thresholds: Thresholds
) -> pl.DataFrame:
    """Every outcome as it may be shown to everybody: hidden cells have neither value, numerator nor denominator.

    A count is small from 1 up to, not including, the threshold of its measure's class; zero is shown. Hidden are

    - counts, stocks, distinct persons, and reported series without a denominator: when the value is small;
    - shares and reported series with one: when numerator, denominator or the difference between them is small;
    - medians and 90th percentiles: when they rest on few cases;
    - survey indices: when there are answers but no index (the measure's own minimum), or, where the class asks for more
      people than that, when the answers could come from fewer;
    - of these, medians excepted, also a unit beside a hidden one, so that what is left when the shown units are taken
      from the shown total is never one unit's figure, nor small: the smallest unit above zero goes first, the total
      itself when no unit is left. The same upwards and downwards until nothing changes. Stocks and distinct persons
      need not add up, and are treated as if they did;
    - ratios: when either of the two measures is hidden that month, or unknown to us.

    A share of cases whose class is "open" is always shown, but not how few cases it is a share of: under the threshold
    for persons its numerator and denominator are left out, since a count of the same cases beside it may be hidden.

    Kolada's figures are public and shown. A measure that nobody has defined is left out altogether.

    Takes `Unit`, `Outcome`; returns `DisclosedOutcome` in the outcome's order.
    """
    defined = tuple(measures)
    cells = (
        outcome.join(_rules(defined, thresholds), on="measure_id", validate="m:1", maintain_order="left")
        .join(units.select("unit_id", "parent_unit_id"), on="unit_id", how="left", validate="m:1", maintain_order="left")
        .with_columns(_is_small().alias("is_hidden"))
        .with_row_index("row")
    )
    hidden = _hidden_with_neighbours(cells)
    cells = _with_hidden_ratios(cells.with_columns(is_hidden=pl.Series(hidden)), defined)
    shown = [
        pl.when(~pl.col("is_hidden")).then("value").alias("value"),
        *(pl.when(~pl.col("is_hidden") & ~_tells_few_cases()).then(name).alias(name) for name in ("numerator", "denominator")),
    ]
    return DisclosedOutcome.conform(cells.with_columns(shown).select(*DisclosedOutcome.columns))


def _rules(measures: tuple[Measure, ...], thresholds: Thresholds) -> pl.DataFrame:
    """For each measure: which quantity must not be small, and what small is (0: nothing is)."""
    limits = {"persons": thresholds.persons, "staff": thresholds.staff, "open": _NO_THRESHOLD}
    rows: list[tuple[str, str, int]] = []
    open_shares: list[str] = []
    for measure in measures:
        limit = limits[measure.disclosure]
        if isinstance(measure, CaseShare | CaseDuration) and not limit:
            open_shares.append(measure.measure_id)
        match measure:
            case KoladaKpi():
                rows.append((measure.measure_id, "open", _NO_THRESHOLD))
            case Ratio():
                rows.append((measure.measure_id, "ratio", _NO_THRESHOLD))
            case SurveyIndex():
                questions = sum(len(part) for part in measure.parts.values())
                rule = "answers" if limit > measure.minimum_answers else "index"
                rows.append((measure.measure_id, rule, max(limit, measure.minimum_answers) * questions))
            case CaseDuration(statistic="median" | "p90"):
                rows.append((measure.measure_id, "rows", limit))
            case CaseShare() | CaseDuration() | ReportedSeries():
                rows.append((measure.measure_id, "parts", limit))
            case _:
                rows.append((measure.measure_id, "value", limit))
    found = pl.DataFrame(rows, schema={"measure_id": pl.String, "rule": pl.String, "limit": pl.Int64}, orient="row")
    is_open_share = pl.col("measure_id").is_in(open_shares)
    return found.with_columns(parts_limit=pl.when(is_open_share).then(thresholds.persons).otherwise(_NO_THRESHOLD))


def _small(quantity: pl.Expr) -> pl.Expr:
    return ((quantity > 0) & (quantity < pl.col("limit"))).fill_null(value=False)


def _tells_few_cases() -> pl.Expr:
    """Whether the denominator of an open share would say that few cases are behind it."""
    return ((pl.col("denominator") > 0) & (pl.col("denominator") < pl.col("parts_limit"))).fill_null(value=False)


def _is_small() -> pl.Expr:
    """Whether the cell itself may not be shown. A cell without a value of its own has nothing to hide."""
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    parts = (
        pl.when(denominator.is_null())
        .then(_small(pl.col("value")) & (pl.col("value") == pl.col("value").floor()))
        .otherwise(_small(numerator) | _small(denominator) | _small(denominator - numerator))
    )
    return (
        pl.when(pl.col("value").is_null())
        .then(pl.col("rule").is_in(_SURVEY) & (pl.col("rows") > 0))
        .when(pl.col("rule") == "value")
        .then(_small(pl.col("value")))
        .when(pl.col("rule") == "parts")
        .then(parts)
        .when(pl.col("rule").is_in(["rows", "answers"]))
        .then(_small(pl.col("rows")))
        .otherwise(pl.lit(value=False))
    )


def _hidden_with_neighbours(cells: pl.DataFrame) -> NDArray[np.bool_]:
    """The hidden cells and those that must go with them, so that no sum over a unit's children gives one away."""
    above = cells.select("measure_id", "month", parent_unit_id="unit_id", parent="row")
    placed = cells.join(above, on=["measure_id", "month", "parent_unit_id"], how="left", validate="m:1", maintain_order="left")
    is_survey = pl.col("rule").is_in(_SURVEY)
    weighs = pl.when(is_survey).then("rows").when(pl.col("denominator").is_null()).then("value")
    has_figure = pl.col("value").is_not_null() | is_survey
    adds_up = (pl.col("limit") > 0) & (pl.col("rule").is_in(["value", "parts"]) | is_survey) & has_figure
    size = placed.select(pl.when(adds_up).then(weighs.otherwise("denominator")))
    parts = placed.select(pl.col("numerator").fill_null(0), rest=(pl.col("denominator") - pl.col("numerator")).fill_null(0))
    return _closed(
        hidden=placed["is_hidden"].to_numpy().copy(),
        parent=placed["parent"].cast(pl.Int64).fill_null(-1).to_numpy(),
        quantities=np.nan_to_num(np.vstack([size.to_series().to_numpy(), parts["numerator"].to_numpy(), parts["rest"].to_numpy()])),
        limit=placed["limit"].to_numpy(),
        takes_part=size.to_series().is_not_null().to_numpy(),
    )


def _closed(
    *, hidden: NDArray[np.bool_], parent: NDArray[Any], quantities: NDArray[Any], limit: NDArray[Any], takes_part: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Hides one more cell of every unsafe family (a total and its children) until all are safe.

    Safe is a shown total with no hidden child, or with at least two that are together not small in any quantity; and a
    hidden total with a hidden child, so that its children do not add up to it.
    """
    count = len(hidden)
    is_child = takes_part & (parent >= 0)
    is_child[is_child] &= takes_part[parent[is_child]]
    child = np.flatnonzero(is_child)
    child = child[np.lexsort((child, quantities[0][child], parent[child]))]
    family, size = parent[child], quantities[0][child]
    while True:
        gone = hidden[child]
        hidden_children = np.bincount(family[gone], minlength=count)
        is_left_small = np.zeros(count, dtype=bool)
        for quantity in quantities:
            left = np.bincount(family[gone], weights=quantity[child[gone]], minlength=count)
            is_left_small |= (left > 0) & (left < limit)
        gives_away = ~hidden & (hidden_children > 0) & ((hidden_children < 2) | is_left_small)  # noqa: PLR2004 - two: neither is the rest
        adds_up = hidden & (hidden_children == 0)
        candidate = (gives_away | adds_up)[family] & ~gone & (size > 0)
        families, first = np.unique(family[candidate], return_index=True)
        totals = gives_away.copy()
        totals[families] = False
        if not len(families) and not totals.any():
            return hidden
        hidden[child[candidate][first]] = True
        hidden |= totals


def _with_hidden_ratios(cells: pl.DataFrame, measures: tuple[Measure, ...]) -> pl.DataFrame:
    """Ratios hidden with what they are built on, as many times as ratios are built on ratios."""
    ratios = [
        (measure.measure_id, part)
        for measure in measures
        if isinstance(measure, Ratio)
        for part in (measure.numerator, measure.denominator)
    ]
    built_on = pl.DataFrame(ratios, schema={"measure_id": pl.String, "part_id": pl.String}, orient="row")
    of_ratios = (
        cells.filter(pl.col("rule") == "ratio", pl.col("value").is_not_null())
        .select("row", *_GRAIN)
        .join(built_on, on="measure_id")
    )
    while True:
        parts = of_ratios.join(
            cells.select(part_id="measure_id", unit_id="unit_id", month="month", part_hidden="is_hidden"),
            on=["part_id", "unit_id", "month"],
            how="left",
            validate="m:1",
        )
        rows = parts.filter(pl.col("part_hidden").fill_null(value=True))["row"].unique()
        closed = cells.with_columns(is_hidden=pl.col("is_hidden") | pl.col("row").is_in(rows.implode()))
        if closed["is_hidden"].sum() == cells["is_hidden"].sum():
            return closed
        cells = closed


def disclosed_deviations(
    deviations: pl.DataFrame,
    goals: pl.DataFrame,
    disclosed_outcomes: pl.DataFrame,
    measures: Iterable[Measure] = (),
    thresholds: Thresholds | None = None,
) -> pl.DataFrame:
    """Every goal's months as they may be shown to everybody: no hidden month comes back as a difference between sums.

    The outcome of a hidden month is null, and so is one whose disclosed outcome is not there. A cumulative goal's sums go
    from its first hidden month on, and come back with every third hidden month, as long as the three are together not
    small, not so few that each must be 1, and not so many that each must be the largest small count. The first three
    that fail end it: no later sum of the plan is shown. (Waiting for a fourth would tell those who know the rule what
    the three were.) Small is what it is for the measure's class; without ``measures``, by the higher threshold.

    A share goal shows no cumulative share from its first hidden month on. A stock goal's level is the month's own,
    hidden with it.

    Takes `Deviation`, `Goal`, `DisclosedOutcome`; returns `DisclosedDeviation`, sorted by goal and month.
    """
    limits = thresholds or Thresholds()
    highest = max(limits.persons, limits.staff)
    classes = _rules(tuple(measures), limits).select("measure_id", "limit")
    in_force = goals.filter("is_current").select("goal_id", "unit_id", "measure_id", "goal_kind")
    months = (
        deviations.join(in_force, on="goal_id", validate="m:1")
        .join(disclosed_outcomes.select(*_GRAIN, month_hidden="is_hidden"), on=_GRAIN, how="left", validate="m:1")
        .join(classes, on="measure_id", how="left", validate="m:1")
        .sort("goal_id", "month")
        .with_columns(
            pl.col("limit").fill_null(highest),
            month_hidden=pl.col("month_hidden").fill_null(value=True) & pl.col("outcome").is_not_null(),
        )
    )
    closed = months.with_columns(
        hides_sum=pl.when(pl.col("goal_kind") == "stock")
        .then("month_hidden")
        .when(pl.col("goal_kind") == "share")
        .then(pl.col("month_hidden").cum_max().over("goal_id"))
        .otherwise(pl.Series(_hidden_sums(months, limits)))
    ).with_columns(
        is_hidden=pl.col("hides_sum") & pl.col("outcome_cumulative").is_not_null(),
        outcome=pl.when(~pl.col("month_hidden")).then("outcome"),
    )
    sums = [pl.when(~pl.col("hides_sum")).then(name).alias(name) for name in ("outcome_cumulative", "deviation")]
    return DisclosedDeviation.conform(closed.with_columns(sums).select(*DisclosedDeviation.columns))


def _hidden_sums(months: pl.DataFrame, thresholds: Thresholds) -> NDArray[np.bool_]:
    """Which sums of cumulative goals to hide: one walk through the periods, all goals abreast."""
    goal = months["goal_id"].rle_id().to_numpy()
    place = months.select(pl.int_range(pl.len()).over("goal_id")).to_series().to_numpy()
    month_hidden, limit = months["month_hidden"].to_numpy(), months["limit"].to_numpy()
    outcome = np.nan_to_num(months["outcome"].to_numpy())
    all_largest = [_HIDDEN_TOGETHER * (largest - 1) for largest in (thresholds.persons, thresholds.staff)]
    goals = int(goal.max()) + 1 if len(goal) else 0
    waiting, together, has_ended = np.zeros(goals, dtype=np.int64), np.zeros(goals), np.zeros(goals, dtype=bool)
    hidden = np.zeros(len(goal), dtype=bool)
    for period in range(int(place.max()) + 1 if len(place) else 0):
        row = np.flatnonzero(place == period)
        at = goal[row]
        waiting[at] += month_hidden[row]
        together[at] += np.where(month_hidden[row], outcome[row], 0)
        is_full = waiting[at] == _HIDDEN_TOGETHER
        tells_nothing = (together[at] >= limit[row]) & (together[at] > _HIDDEN_TOGETHER) & ~np.isin(together[at], all_largest)
        has_ended[at] |= is_full & ~tells_nothing
        waiting[at[is_full]], together[at[is_full]] = 0, 0
        hidden[row] = has_ended[at] | (waiting[at] > 0)
    return hidden

"""The outcomes as they may be shown to everybody, taken down from the board on which it was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from transforms.catalogue import DisclosedOutcome, SeriesValue, ShownBefore
from transforms.disclosure.board import Board, decided
from transforms.disclosure.sheet import GRAIN, Sheet, laid_out
from transforms.inputs import Thresholds
from transforms.measures import Measure, Ratio

_TOLD: Final = ("value", "numerator", "denominator")
_HAIR: Final = 1e-6


def decided_outcomes(
    measures: Iterable[Measure],
    units: pl.DataFrame,
    outcome: pl.DataFrame,
    thresholds: Thresholds,
    *,
    series: pl.DataFrame | None = None,
    shown_before: pl.DataFrame | None = None,
    as_of: date | None = None,
    survey_waves: pl.DataFrame | None = None,
    goal_measures: Collection[str] = (),
) -> tuple[pl.DataFrame, Sheet, Board]:
    """Every outcome as it may be shown to everybody, and the sheet and the board it was decided on.

    `transforms.disclosure.decide` says what that means. Takes `Unit`, `Outcome`, `SeriesValue`, `ShownBefore`; the first of the
    answer is `DisclosedOutcome` in the outcome's order. Without ``as_of`` every month counts as ended.
    ``survey_waves`` (measure_id, unit_id, month) are the surveys that may be shown, where that has been decided already.
    """
    measures = tuple(measures)
    sheet = laid_out(
        measures,
        units,
        outcome,
        thresholds,
        series=SeriesValue.empty() if series is None else series,
        shown_before=ShownBefore.empty() if shown_before is None else shown_before,
        as_of=as_of,
        has_surveys_decided=survey_waves is not None,
    )
    by_itself = sheet.cells.select(_is_hidden_by_itself()).to_series()
    if survey_waves is not None:
        by_itself = _with_surveys(sheet.cells, by_itself, survey_waves)
    board = decided(sheet, by_itself.to_numpy(), goal_measures)
    cells = _as_standing(sheet, board).with_columns(is_hidden=pl.Series(board.hidden.cells))
    return _printed(_with_hidden_ratios(cells.with_row_index("row"), measures)), sheet, board


def _is_hidden_by_itself() -> pl.Expr:
    """Cells that few rows, no index, no known group, or an earlier hiding keep from being shown."""
    has_value = pl.col("value").is_not_null()
    few = has_value & (pl.col("rows") > 0) & (pl.col("rows") < pl.col("few_rows"))
    no_index = pl.col("needs_index") & ~has_value & (pl.col("rows") > 0)
    no_group = pl.col("needs_group") & has_value & pl.col("group").is_null()
    return few | no_index | no_group | pl.col("was_hidden")


def _with_surveys(cells: pl.DataFrame, by_itself: pl.Series, waves: pl.DataFrame) -> pl.Series:
    """Survey cells hidden where anybody answered and their wave may not be shown, and only there."""
    shown = waves.select(*GRAIN, may_show=pl.lit(value=True))
    is_survey = pl.col("needs_index") & (pl.col("rows") > 0)
    return (
        cells.select(*GRAIN, "needs_index", "rows", by_itself=by_itself)
        .join(shown, on=list(GRAIN), how="left", validate="m:1", maintain_order="left")
        .select(pl.when(is_survey).then(pl.col("may_show").is_null()).otherwise("by_itself"))
        .to_series()
    )


def _as_standing(sheet: Sheet, board: Board) -> pl.DataFrame:
    """The cells with what they tell as it stands: held figures as they were, totals made of them."""
    cells = sheet.cells
    standing = board.items.amount[sheet.links.item]
    moved = np.abs(standing - sheet.amount[sheet.links.item]) > _HAIR
    if not moved.any():
        return cells.with_columns(is_held=pl.lit(value=False))
    told: dict[str, np.ndarray] = {}
    is_held = np.zeros(cells.height, dtype=bool)
    for at, name in enumerate(_TOLD):
        told[name] = cells[name].fill_null(float("nan")).to_numpy().copy()
        links = np.flatnonzero(moved & (sheet.column == at))
        told[name][sheet.links.cell[links]] = standing[links]
        is_held[sheet.links.cell[links]] = True
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    per = (pl.col("value") * denominator / numerator).fill_nan(None).fill_null(100.0)
    ours = cells.with_columns(pl.Series(f"{name}_standing", told[name]).fill_nan(None) for name in _TOLD).with_columns(
        is_held=pl.Series(is_held), per=pl.when(per.is_finite()).then(per).otherwise(100.0)
    )
    is_share = pl.col("is_held") & pl.col("denominator_standing").is_not_null()
    share = pl.col("per") * pl.col("numerator_standing") / pl.col("denominator_standing")
    return ours.with_columns(
        value=pl.when(is_share).then(pl.when(pl.col("denominator_standing") > 0).then(share)).otherwise("value_standing"),
        numerator="numerator_standing",
        denominator="denominator_standing",
    )


def _with_hidden_ratios(cells: pl.DataFrame, measures: tuple[Measure, ...]) -> pl.DataFrame:
    """Ratios made of what their parts show: hidden where a part is, as many times as ratios are built on ratios."""
    tells_something = pl.any_horizontal(pl.col(_TOLD).is_not_null())
    for ratio in _parts_first(measures):
        parts = [
            cells.filter(pl.col("measure_id") == measure_id).select(
                "unit_id", "month", value=pl.when(~pl.col("is_hidden")).then("value"), gone="is_hidden", held="is_held"
            )
            for measure_id in (ratio.numerator, ratio.denominator)
        ]
        own = cells.filter(pl.col("measure_id") == ratio.measure_id, tells_something).select("row", "unit_id", "month")
        for name, part in zip(("over", "under"), parts, strict=True):
            renamed = part.rename({column: f"{name}_{column}" for column in ("value", "gone", "held")})
            own = own.join(renamed, on=["unit_id", "month"], how="left", validate="1:1")
        is_gone = pl.col("over_gone").fill_null(value=True) | pl.col("under_gone").fill_null(value=True)
        is_held = pl.col("over_held").fill_null(value=False) | pl.col("under_held").fill_null(value=False)
        under = pl.when(pl.col("under_value") != 0).then("under_value")
        made = own.select(
            "row",
            gone=is_gone,
            held=is_held,
            again=ratio.per * pl.col("over_value") / under,
            over="over_value",
            under="under_value",
        )
        cells = (
            cells.join(made, on="row", how="left", validate="1:1", maintain_order="left")
            .with_columns(
                is_hidden=pl.col("is_hidden") | pl.col("gone").fill_null(value=False),
                is_held=pl.col("is_held") | pl.col("held").fill_null(value=False),
                **{
                    name: pl.when("held").then(made_again).otherwise(name)
                    for name, made_again in (("value", "again"), ("numerator", "over"), ("denominator", "under"))
                },
            )
            .drop("gone", "held", "again", "over", "under")
        )
    return cells


def _parts_first(measures: tuple[Measure, ...]) -> list[Ratio]:
    ratios = [measure for measure in measures if isinstance(measure, Ratio)]
    ordered: list[Ratio] = []
    while ratios:
        waiting = {ratio.measure_id for ratio in ratios}
        ready = [ratio for ratio in ratios if not {ratio.numerator, ratio.denominator} & waiting] or ratios
        ordered += ready
        ratios = [ratio for ratio in ratios if ratio not in ready]
    return ordered


def _printed(cells: pl.DataFrame) -> pl.DataFrame:
    """Hidden cells have neither value nor parts; an open share of few cases has no parts."""
    tells_few = ((pl.col("denominator") > 0) & (pl.col("denominator") < pl.col("parts_limit"))).fill_null(value=False)
    hidden = pl.col("is_hidden")
    return DisclosedOutcome.conform(
        cells.with_columns(
            value=pl.when(~hidden).then("value"),
            numerator=pl.when(~hidden & ~tells_few).then("numerator"),
            denominator=pl.when(~hidden & ~tells_few).then("denominator"),
            is_held=~hidden & pl.col("is_held"),
        ).select(*DisclosedOutcome.columns)
    )

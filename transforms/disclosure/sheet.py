"""The outcomes laid out for the decision: which cells there are, and which item each of them tells.

A *cell* is a row of `catalogue.Outcome`: one figure on paper. An *item* is a quantity in a unit and a month, which several
cells may tell (a count, and a share of the same cases).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from transforms.disclosure.equations import NONE, Flags, Grid, Real, Whole, numbered
from transforms.disclosure.groups import group_sizes
from transforms.disclosure.hiding import Links
from transforms.disclosure.quantities import Showing, Shown, related, shown_quantities
from transforms.inputs import Thresholds
from transforms.measures import KoladaKpi, Measure, ReportedSeries

GRAIN = ("measure_id", "unit_id", "month")
_TOLD = ("value", "numerator", "denominator", "rows", "group")


@dataclass(frozen=True)
class Sheet:
    """Cells and items. ``amount`` is what an item is, ``before`` what everybody was last shown that it is (nan: never).

    ``by_itself`` items must not be told when small; the others (answers, groups) only take part in sums.
    """

    cells: pl.DataFrame
    shown: Shown
    grid: Grid
    key: Whole
    amount: Real
    before: Real
    limit: Whole
    by_itself: Flags
    links: Links
    column: Whole
    """Of each link: which column of the cell tells the item (a place in value, numerator, denominator, rows, group)."""

    def items_of(self, measure_ids: pl.Series, unit_ids: pl.Series, months: pl.Series) -> Whole:
        """The item that the value of a measure tells, `NONE` where it tells none."""
        wanted = pl.DataFrame([measure_ids, unit_ids, months]).select(*GRAIN).with_row_index("wanted")
        value = self.column == _TOLD.index("value")
        told = pl.DataFrame({"row": self.links.cell[value], "item": self.links.item[value]})
        found = wanted.join(self.cells.with_row_index("row").select("row", *GRAIN), on=GRAIN, how="left").join(
            told.with_columns(pl.col("row").cast(pl.get_index_type())), on="row", how="left"
        )
        return found.sort("wanted")["item"].fill_null(NONE).to_numpy()


def laid_out(
    measures: Iterable[Measure],
    units: pl.DataFrame,
    outcome: pl.DataFrame,
    thresholds: Thresholds,
    *,
    series: pl.DataFrame,
    shown_before: pl.DataFrame,
    as_of: date | None,
    has_surveys_decided: bool = False,
) -> Sheet:
    """The cells of defined measures whose months have ended, and their items; without answers where surveys are decided already.

    A running month is no cell: it would be shown anew every night, and give its cases away one by one.
    """
    measures = tuple(measures)
    shown = shown_quantities(measures, thresholds)
    cells = _cells(measures, shown, outcome, as_of).join(
        group_sizes(measures, units, series), on=GRAIN, how="left", validate="m:1", maintain_order="left"
    )
    last = shown_before.filter(pl.col("from_month") == pl.col("to_month")).select(
        "measure_id", "unit_id", month="from_month", **{f"{name}_before": name for name in ("value", "numerator", "denominator")}
    )
    cells = (
        cells.join(last, on=GRAIN, how="left", validate="m:1", maintain_order="left")
        .join(_nothing_above(last, units), on=GRAIN, how="left", validate="m:1", maintain_order="left")
        .with_columns(was_hidden=_was_hidden(last))
    )
    asked = related(shown)
    left_out = "rows" if has_surveys_decided else None
    showings = [showing for showing in shown.showings if showing.quantity in asked and showing.column != left_out]
    return _with_items(cells, units, shown, showings, {m.measure_id for m in measures if isinstance(m, ReportedSeries)})


def _cells(measures: tuple[Measure, ...], shown: Shown, outcome: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    rules = pl.DataFrame([vars(rule) for rule in shown.rules], schema=_RULE_SCHEMA)
    yearly = [measure.measure_id for measure in measures if isinstance(measure, KoladaKpi)]
    has_ended = pl.lit(value=True) if as_of is None else pl.col("month").dt.offset_by("1mo") <= as_of
    return outcome.filter(has_ended | pl.col("measure_id").is_in(yearly)).join(
        rules, on="measure_id", validate="m:1", maintain_order="left"
    )


_RULE_SCHEMA = {
    "measure_id": pl.String(), "limit": pl.Int64(), "few_rows": pl.Int64(), "needs_index": pl.Boolean(),
    "needs_group": pl.Boolean(), "parts_limit": pl.Int64(),
}  # fmt: skip


def _was_hidden(last: pl.DataFrame) -> pl.Expr:
    """Whether a cell of a month already published was not shown then. So are those of a unit added since.

    But nothing, where the unit above was shown to have nothing, goes without saying.
    """
    published = last.select(pl.concat_str("measure_id", pl.col("month").cast(pl.String), separator=" ")).to_series().unique()
    month = pl.concat_str("measure_id", pl.col("month").cast(pl.String), separator=" ").is_in(published.implode())
    has_limit = (pl.col("limit") > 0) & pl.col("value").is_not_null()
    is_nothing = (pl.col("value") == 0) & pl.col("denominator").is_null() & pl.col("nothing_above").fill_null(value=False)
    return has_limit & month & pl.col("value_before").is_null() & ~is_nothing


def _nothing_above(last: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The cells of units right below one that was shown to have nothing, marked ``nothing_above``."""
    nothing = last.filter(pl.col("value_before") == 0, pl.col("denominator_before").is_null()).select(
        "measure_id", "month", parent_unit_id="unit_id"
    )
    below = units.drop_nulls("parent_unit_id").select("unit_id", "parent_unit_id")
    return nothing.join(below, on="parent_unit_id").select(*GRAIN, nothing_above=pl.lit(value=True))


def _with_items(cells: pl.DataFrame, units: pl.DataFrame, shown: Shown, showings: list[Showing], series: set[str]) -> Sheet:
    unit_ids = pl.concat([units["unit_id"], cells["unit_id"]]).unique(maintain_order=True)
    place = {unit_id: at for at, unit_id in enumerate(unit_ids)}
    above = dict(units.select("unit_id", "parent_unit_id").iter_rows())
    parent = np.array([place.get(above.get(unit_id) or "", NONE) for unit_id in unit_ids], dtype=np.int64)
    months = cells["month"].unique().sort()
    quantities = sorted({showing.quantity for showing in showings}, key=lambda quantity: quantity.order)
    grid = Grid(quantities, parent, max(1, len(months)))
    unit = cells["unit_id"].cast(pl.Enum(unit_ids)).to_physical().to_numpy().astype(np.int64)
    month = np.searchsorted(months.to_numpy(), cells["month"].to_numpy())
    told = {name: cells[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in _TOLD}
    told |= {f"{name}_before": cells[f"{name}_before"].fill_null(float("nan")).to_numpy() for name in _TOLD[:3]}
    rows_of = dict(cells.with_row_index("row").group_by("measure_id").agg("row").iter_rows())
    row_parts, key_parts, amounts, befores, columns = [], [], [], [], []
    number = numbered(quantities)
    for showing in showings:
        rows = np.sort(np.asarray(rows_of.get(showing.measure_id, []), dtype=np.int64))
        amount = told[showing.column][rows]
        is_count = amount >= 0
        if showing.measure_id in series:
            is_count &= amount == np.floor(amount)
        if showing.measure_id in series and showing.column == "value":
            is_count &= np.isnan(told["denominator"][rows])
        rows, amount = rows[is_count], amount[is_count]
        row_parts.append(rows)
        key_parts.append(grid.key(number[showing.quantity], unit[rows], month[rows]))
        amounts.append(amount)
        befores.append(told.get(f"{showing.column}_before", np.full(len(unit), np.nan))[rows])
        columns.append(np.full(len(rows), _TOLD.index(showing.column)))
    key, first, item = np.unique(_joined(key_parts, np.int64), return_index=True, return_inverse=True)
    before, seen = np.full(len(key), np.nan), _joined(befores, np.float64)
    before[item[~np.isnan(seen)]] = seen[~np.isnan(seen)]
    quantity = key // (len(parent) * grid.months)
    limits = np.array([shown.limits[each] for each in quantities], dtype=np.int64)
    by_itself = np.array([each in shown.small_by_itself for each in quantities], dtype=bool)
    amount = _joined(amounts, np.float64)[first]
    limit = limits[quantity]
    links = Links(_joined(row_parts, np.int64), item, cells.height)
    return Sheet(cells, shown, grid, key, amount, before, limit, by_itself[quantity], links, _joined(columns, np.int64))


def _joined(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)

"""A real municipal export and Kolada's real values, from the inbox to the printed page.

Every figure in the packs that is looked at here is counted again, slowly, from the raw files. Skipped where ../shared is absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from flows.night_run import run_night
from tests.end_to_end import slow_figures as slow
from tests.end_to_end.pages import lines_of
from tests.end_to_end.real_kommun import AS_OF_CASES, AS_OF_KEY_FIGURES, KEY_FIGURES, MONTHS, SHARED, UNITS, WABO, build_real_kommun
from tests.kolada_server import KoladaServer, shared_data
from warehouse.read import figures_of

pytestmark = pytest.mark.skipif(not WABO.exists(), reason="the real export lies in ../shared/data, which is not here")

HIDDEN, FEW = "x", 5
"""A median that rests on fewer cases than five is hidden, also of a measure that is open."""


def of_enough(times: list[float], share: float) -> float | str | None:
    """The percentile of the times, or the mark that stands for it where they are too few."""
    return HIDDEN if 0 < len(times) < FEW else slow.percentile(times, share)


COUNTED = {
    "inkomna": (slow.received, 0),
    "avslutade": (slow.closed, 0),
    "oppna": (slow.open_at_end, 0),
    "ledtid_median": (lambda cases, month: of_enough(slow.lead_times_in_days(cases, month), 0.5), 1),
    "ledtid_p90": (lambda cases, month: of_enough(slow.lead_times_in_days(cases, month), 0.9), 1),
    "ledtid_timmar": (lambda cases, month: of_enough(slow.lead_times_in_hours(cases, month), 0.5), 1),
    "i_tid": (slow.share_within_deadline, 1),
    "per_handlaggare": (slow.cases_per_caseworker, 1),
}
"""Measure → how it is counted from the raw lines, and the decimals it is printed with."""

MISSING = "–"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
IN_WORDS = {"best_quarter": "bästa fjärdedelen", "middle": "i mitten", "worst_quarter": "sämsta fjärdedelen"}


@dataclass(frozen=True)
class Night:
    """A night that has been run."""

    folder: Path
    code: str
    as_of: date

    def figures(self, unit_id: str) -> pl.DataFrame:
        """What the unit's pack says that it prints."""
        return figures_of(self.folder / "var" / "warehouse" / "framdrift.duckdb", unit_id)

    def page_lines(self, unit_id: str) -> list[str]:
        """What stands in the unit's pack."""
        return lines_of(self.folder / "var" / "packs" / self.as_of.isoformat() / f"nulageskoll_{unit_id}_{self.as_of}.pdf")


@pytest.fixture(scope="module")
def case_night(tmp_path_factory) -> Night:
    """The night after the export's last month."""
    folder = build_real_kommun(tmp_path_factory.mktemp("cases") / "kommun", code="1287")
    assert run_night(folder, AS_OF_CASES) == 0
    return Night(folder, "1287", AS_OF_CASES)


@pytest.fixture(scope="module", params=["1287", "1270"], ids=["Trelleborg", "Tomelilla"])
def kolada_night(request, tmp_path_factory) -> Night:
    """The night after the key figures' last year."""
    folder = tmp_path_factory.mktemp("key_figures") / "kommun"
    with KoladaServer(shared_data(SHARED, KEY_FIGURES)) as server:
        build_real_kommun(folder, code=request.param, kolada_url=server.base_url)
        assert run_night(folder, AS_OF_KEY_FIGURES) == 0
    return Night(folder, request.param, AS_OF_KEY_FIGURES)


@pytest.fixture(scope="module")
def raw_cases() -> dict[str, list[slow.RawCase]]:
    """The raw lines, under the unit whose pack tells about them."""
    everything = slow.read_wabo(WABO)
    return {"tillstandsprocessen": everything} | {
        unit_id: [case for case in everything if case.unit == word] for word, unit_id in UNITS.items()
    }


@pytest.mark.parametrize("unit_id", ["tillstandsprocessen", *UNITS.values()])
@pytest.mark.parametrize("measure_id", COUNTED)
def test_every_printed_month_is_what_the_raw_lines_give(measure_id, unit_id, case_night, raw_cases):
    count, decimals = COUNTED[measure_id]
    printed = {
        f"{row['month']:%Y-%m}": row["printed"]
        for row in case_night.figures(unit_id).filter(pl.col("measure_id") == measure_id).iter_rows(named=True)
        if row["section"] == "measure" and row["figure_id"] == f"{measure_id}.{row['month']:%Y-%m}"
    }
    assert list(printed) == MONTHS[-len(printed) :]
    assert len(printed) >= 12
    assert printed == {month: swedish(count(raw_cases[unit_id], month), decimals) for month in printed}


@pytest.mark.parametrize("unit_id", ["tillstandsprocessen", "allmant"])
def test_the_table_on_the_page_holds_the_same_figures(unit_id, case_night, raw_cases):
    """The lines of the PDF itself: each month's row begins with the month and goes on with the figures, measure by measure."""
    page = case_night.page_lines(unit_id)
    for month in MONTHS[-12:]:
        on_page = " ".join(line for line in page if line.startswith(f"{month} ")) + " "
        for measure_id, (count, decimals) in COUNTED.items():
            counted = swedish(count(raw_cases[unit_id], month), decimals).replace(NO_BREAK_SPACE, " ")
            assert f" {counted} " in on_page, f"{measure_id} {month}: {on_page}"


def test_the_goal_on_page_one_is_counted_from_the_raw_lines(case_night, raw_cases):
    """1 200 in twelve months from July 2011: after seven months 700 were planned."""
    done = sum(slow.closed(raw_cases["allmant"], month) for month in MONTHS if month >= "2011-07")
    page = " ".join(case_night.page_lines("allmant"))
    assert f"{done} av 700 planerade till och med januari" in page


@pytest.mark.parametrize("kpi", KEY_FIGURES)
def test_rank_and_quarter_are_those_of_the_raw_values(kpi, kolada_night):
    """Latest year with at least fifty kommuner that have a value, among them; compared with plain counting."""
    values = pl.read_parquet(SHARED / "kolada" / "values_96_kpis_1994_2022.parquet").filter(
        pl.col("kpi") == kpi, pl.col("gender") == "T", pl.col("value").is_not_null()
    )
    kommuner = set(pl.read_csv(SHARED / "kolada" / "municipality.csv", infer_schema=False).filter(pl.col("type") == "K")["id"])
    by_year: dict[int, dict[str, float]] = {}
    for _, code, year, _, value in values.iter_rows():
        if code in kommuner:
            by_year.setdefault(year, {})[code] = value
    year = max(year for year, reported in by_year.items() if len(reported) >= 50)
    own, others = by_year[year][kolada_night.code], list(by_year[year].values())
    is_up_good = KEY_FIGURES[kpi] == "up"
    rank = slow.rank_of(own, others, is_up_good=is_up_good)
    quarter = slow.quarter_of(own, others, is_up_good=is_up_good)

    page = " ".join(kolada_night.page_lines("tillstandsprocessen"))
    row = page.split(f"Nyckeltal {kpi} {kpi} ")[1].split("Nyckeltal")[0]
    assert row.startswith(f"{year} {swedish(own, 1)} ")
    assert f" {rank} av {len(others)} " in row
    assert IN_WORDS[quarter] in row


def swedish(value: float | str | None, decimals: int) -> str:
    """As printed: half up, decimal comma, thousands apart, real minus; a dash where there is nothing; a mark as it is."""
    if value is None:
        return MISSING
    if isinstance(value, str):
        return value
    rounded = Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,}".replace(",", NO_BREAK_SPACE).replace(".", ",").replace("-", "−")

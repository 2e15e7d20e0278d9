"""The examples about baselines, charts, seasons and signals come out as they are printed in docs/definitions.md."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.made_up_series import START, baseline_frame, count_measure
from tests.spec_reader import Example, SpecTable
from tests.spec_shown import assert_shows, day, examples, number
from transforms import catalogue, plan
from transforms.inputs import SignalRules
from transforms.measures import CaseShare, Filter, Measure, Ratio
from transforms.variation.baselines import baselines
from transforms.variation.season import season_factors
from transforms.variation.signals import signals

MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
MEANING = {
    "gränser": "limits", "på prov": "trial", "för få": "too_few", "utanför gränserna": "outside_limits",
    "två av tre": "two_of_three", "åtta i rad": "run", "sju i rad": "run", "sex i rad": "run", "trend": "trend",
    "över": "above", "under": "below", "förbättring": "improvement", "försämring": "concern", "förändring": "change",
    "mer": "up", "mindre": "down", "ingen riktning": "neither", "ja": True, "nej": False,
    "XmR": "xmr", "I′": "i_prime", "p": "p", "p′": "p_prime", "u": "u", "u′": "u_prime", "c": "c",
    "säsong": "season", "arbetsdagar": "working_days", "ingenting": "none",
}  # fmt: skip
BASELINE = {
    "från": "from_month", "till": "to_month", "gäller nu": "is_current", "diagram": "chart", "tas bort": "adjusted_for",
    "månader": "points", "mitten": "centre", "spännvidd": "mean_moving_range", "undre gräns": "lower_limit",
    "övre gräns": "upper_limit", "gräns för spännvidd": "moving_range_limit", "styrka": "strength", "fryst": "is_frozen",
    "orsak": "cause",
}  # fmt: skip
SIGNAL = {
    "månad": "month", "utfall": "value", "mitten": "centre", "undre gräns": "lower_limit", "övre gräns": "upper_limit",
    "avstånd": "sigmas", "regel": "rule", "sida": "side", "bedömning": "judgement",
}  # fmt: skip
NOTHING = SpecTable((), ())


def the_measure(example: Example) -> Measure:
    """A count, a share or a ratio, as the example states."""
    (stated,) = example.given.get("mätare", SpecTable((), ({},))).rows
    chart = stated.get("diagram")
    told = {"chart": MEANING[chart] if chart else None, "adjusted_for": MEANING[stated.get("tas bort") or "ingenting"]}
    count = count_measure(**told)
    if stated.get("slag") == "andel":
        return CaseShare(**(vars(count) | {"kind": "case_share", "part": Filter()}))
    if stated.get("slag") == "kvot":
        common = {key: value for key, value in vars(count).items() if key not in {"source", "event", "where"}}
        return Ratio(**(common | {"kind": "ratio", "numerator": "a", "denominator": "b", "per": number(stated["per"])}))
    return count


def the_rules(example: Example) -> SignalRules:
    (stated,) = example.given.get("val", SpecTable((), ({},))).rows
    return SignalRules(
        run_length=int(stated.get("i rad") or 8),
        has_trend=MEANING[stated.get("trend") or "nej"],
        screens_ranges=MEANING[stated.get("sållning") or "nej"],
    )


def decided(example: Example) -> plan.Plan:
    common = {"measure_id": "m", "unit_id": "u", "decided_by": "", "decided_on": START, "reason": ""}
    return plan.Plan(
        baselines=tuple(
            plan.BaselineDecision(**common, from_month=day(row["från"]), to_month=day(row["till"]), cause=row.get("orsak"))
            for row in example.given.get("beslut", NOTHING).rows
        )
    )


def outcome_of(example: Example) -> pl.DataFrame:
    """One row per month given: month by month, or a column per year."""
    rows: list[dict[str, Any]] = []
    for row in example.given.get("värden", example.given.get("utfall", NOTHING)).rows:
        told = {
            "month": day(row["månad"]),
            "value": number(row["utfall"]),
            "is_preliminary": MEANING[row.get("preliminär") or "nej"],
        }
        rows.append(told | {"numerator": number(row.get("täljare")), "denominator": number(row.get("nämnare"))})
    for row in example.given.get("utfall per år", NOTHING).rows:
        month = MONTHS.index(row["månad"]) + 1
        values = {date(int(year), month, 1): number(cell) for year, cell in row.items() if year != "månad"}
        rows += [{"month": first, "value": value, "is_preliminary": False} for first, value in values.items()]
    return catalogue.Outcome.of([{"measure_id": "m", "unit_id": "u", "rows": 1} | row for row in rows])


def without_none(found: pl.DataFrame) -> pl.DataFrame:
    """With nothing where the tables print a dash: no rule, no judgement."""
    return found.with_columns(pl.col("rule", "judgement").replace("none", None))


@pytest.mark.parametrize(
    "example", [*examples("40-utgangsvarde.md"), *examples("42-andelar-och-kvoter.md"), *examples("43-sasong-och-arbetsdagar.md")]
)
def test_baselines(example):
    measures, outcome, rules = (the_measure(example),), outcome_of(example), the_rules(example)
    holidays = tuple(day(row["dag"]) for row in example.given.get("helgdagar", NOTHING).rows)
    found = baselines(measures, decided(example), outcome, rules, holidays)
    judged = without_none(signals(measures, outcome, found, rules, holidays))
    for name, table in example.expect.items():
        if name in {"", "utgångsvärde"}:
            assert_shows(table, found.to_dicts(), BASELINE, MEANING)
        elif name == "säsong":
            factors = season_factors(found, outcome).to_dicts()
            named = [factor | {"calendar_month": MONTHS[factor["calendar_month"] - 1]} for factor in factors]
            assert_shows(table, named, {"månad": "calendar_month", "faktor": "factor", "hela år": "whole_years"}, MEANING)
        else:
            listed = (
                judged
                if name == "alla bedömda månader"
                else judged.filter(pl.col("month").is_in([day(row["månad"]) for row in table.rows]))
            )
            assert_shows(table, listed.to_dicts(), SIGNAL, MEANING)


@pytest.mark.parametrize("example", examples("41-signaler.md"))
def test_signals(example):
    """Against a baseline with centre 10 and limits 4 and 16."""
    for name, table in example.expect.items():
        direction = MEANING[re.fullmatch(r"när (.+) är bättre", name)[1]]
        measures = (count_measure(direction=direction),)
        found = signals(measures, outcome_of(example), baseline_frame(10, 4, 16), the_rules(example))
        assert_shows(table, without_none(found).to_dicts(), SIGNAL, MEANING)

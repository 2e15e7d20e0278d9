"""A definition's number belongs to the measure, not to its place in a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outcome_world import MEASURES, said
from transforms.definitions import definition_numbers, measure_definitions
from transforms.measures import (
    CaseCount,
    CaseDuration,
    CaseShare,
    Filter,
    KoladaKpi,
    Ratio,
    ReportedSeries,
    SurveyIndex,
    SurveyScale,
)

_CLOSED = {"source": "s", "event": "closed"}
JUDGED = (
    CaseCount(**said("antal"), kind="case_count", **_CLOSED),
    CaseCount(**said("utglest"), kind="case_count", **_CLOSED, chart="t"),
    CaseCount(**said("tyst"), kind="case_count", **_CLOSED, chart="none"),
    CaseShare(**said("andel"), kind="case_share", **_CLOSED, part=Filter()),
    CaseDuration(**said("i tid"), kind="case_duration", source="s", until="closed", statistic="share_within", limit=14.0),
    CaseDuration(**said("kvartil"), kind="case_duration", source="s", until="closed", statistic="p90"),
    Ratio(**said("kvot"), kind="ratio", numerator="antal", denominator="tyst"),
    ReportedSeries(**said("serie"), kind="series", source="s", code="s", topic="hr"),
    KoladaKpi(**said("nyckeltal"), kind="kolada", kpi="N15033"),
    SurveyIndex(**said("index"), kind="survey", source="s", parts={"a": ("1",)}),
    SurveyScale(**said("skattning"), kind="survey_scale", source="s", questions={"1": "?"}),
)


def test_a_new_measure_leaves_the_numbers_of_the_others_alone():
    """Whether it sorts first, in the middle or last."""
    before = definition_numbers(["b", "d"])
    after = definition_numbers(["a", "b", "c", "d", "e"])
    assert {name: after[name] for name in before} == before


@given(st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=200))
def test_numbers_are_unique_four_digits_and_the_same_in_any_order(names):
    numbers = definition_numbers(names)
    assert numbers == definition_numbers(names[::-1])
    assert len(set(numbers.values())) == len(names)
    assert all(1000 <= number <= 9999 for number in numbers.values())


def test_two_names_on_one_number_get_numbers_of_their_own():
    """CRC-32 modulo 9000 puts both on one place; the later in the alphabet moves on by one."""
    first, second = _two_names_that_collide()
    numbers = definition_numbers([second, first])
    assert numbers[second] == numbers[first] + 1


def test_more_measures_than_numbers_are_refused():
    with pytest.raises(ValueError, match="9001 measures"):
        definition_numbers([str(number) for number in range(9001)])


def test_a_ratio_has_the_sources_of_its_parts():
    measures = [replace(measure, source="annan") if measure.measure_id == "handlaggare" else measure for measure in MEASURES]
    sources = dict(measure_definitions(measures).select("measure_id", "source_ids").rows())
    assert (sources["inkomna"], sources["per_handlaggare"]) == ("system", "annan, system")


def test_a_definition_tells_the_chart_that_is_wanted():
    """Also where the analyst has asked for none; what is not judged month by month says so."""
    charts = dict(measure_definitions(JUDGED).select("measure_id", "chart").rows())
    assert charts == {
        "antal": "xmr", "utglest": "t", "andel": "i_prime", "i tid": "i_prime", "kvot": "i_prime", "serie": "i_prime",
        "kvartil": "xmr", "tyst": "none", "nyckeltal": "none", "index": "none", "skattning": "none",
    }  # fmt: skip


def _two_names_that_collide() -> tuple[str, str]:
    seen: dict[int, str] = {}
    for number in range(1000):
        name = f"matare-{number:03}"
        place = definition_numbers([name])[name]
        if place in seen and place < 9999:
            return seen[place], name
        seen[place] = name
    raise AssertionError("no collision among a thousand names")

"""A chart that never fits what a measure is, and a thing taken out that is not in it, are refused in one plain sentence."""

from __future__ import annotations

import pytest

from flows.workspace.judgement_checks import check_judgement
from flows.workspace.kommun_file import KommunFile
from flows.workspace.measure_checks import check_measures
from flows.workspace.measure_files import read_measures
from flows.workspace.toml_files import read_toml
from tests.outcome_world import said
from transforms.measures import (
    CaseCount,
    CaseDuration,
    CaseShare,
    CaseStock,
    Distinct,
    Filter,
    KoladaKpi,
    Ratio,
    ReportedSeries,
    SurveyIndex,
    SurveyScale,
)

EVENT = {"source": "s", "event": "closed"}
KINDS = {
    "count": lambda **s: CaseCount(**said("m"), kind="case_count", **EVENT, **s),
    "distinct": lambda **s: Distinct(**said("m"), kind="distinct", of="person", **EVENT, **s),
    "stock": lambda **s: CaseStock(**said("m"), kind="case_stock", source="s", **s),
    "share": lambda **s: CaseShare(**said("m"), kind="case_share", **EVENT, part=Filter(), **s),
    "median": lambda **s: CaseDuration(**said("m"), kind="case_duration", source="s", until="closed", statistic="median", **s),
    "in time": lambda **s: CaseDuration(
        **said("m"), kind="case_duration", source="s", until="closed", statistic="share_within", limit=14.0, **s
    ),
    "ratio": lambda **s: Ratio(**said("m"), kind="ratio", numerator="a", denominator="b", **s),
    "ratio in percent": lambda **s: Ratio(**said("m"), kind="ratio", numerator="a", denominator="b", per=100.0, **s),
    "series": lambda **s: series("avvikelser", **s),
    "series in percent": lambda **s: series("%", **s),
    "series in kronor": lambda **s: series("tkr", **s),
    "key figure": lambda **s: KoladaKpi(**said("m"), kind="kolada", kpi="N15033", **s),
    "index": lambda **s: SurveyIndex(**said("m"), kind="survey", source="s", parts={"a": ("1",)}, **s),
    "statements": lambda **s: SurveyScale(**said("m"), kind="survey_scale", source="s", questions={"1": "?"}, **s),
}
SHARES = {"share", "in time", "ratio in percent", "series in percent"}
WITH_DENOMINATOR = {*SHARES, "ratio", "series", "series in kronor"}
YEARLY = {"key figure", "index", "statements"}
FITTING = {
    "none": set(KINDS),
    "xmr": KINDS.keys() - YEARLY,
    "i_prime": WITH_DENOMINATOR,
    "p": SHARES,
    "p_prime": SHARES,
    "u": WITH_DENOMINATOR,
    "u_prime": WITH_DENOMINATOR,
    "c": {"count", "distinct", "series"},
    "t": {"count"},
    "g": {"share"},
}
ADDS_UP = {"count", "distinct", "series", "series in kronor"}


def faults(tmp_path, kind: str, **stated: str) -> list[str]:
    lines = "".join(f'{key} = "{value}"\n' for key, value in stated.items())
    (tmp_path / "a.toml").write_text(f"[m]\n{lines}", encoding="utf-8")
    return [str(fault) for fault in check_judgement(read_toml(tmp_path / "a.toml", "a.toml"), ("m",), KINDS[kind](**stated))]


def series(unit: str, **stated) -> ReportedSeries:
    return ReportedSeries(**said("m") | {"unit": unit}, kind="series", source="s", code="c", topic="hr", **stated)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chart", FITTING)
def test_a_chart_is_for_some_kinds_of_measures(tmp_path, kind, chart):
    found = faults(tmp_path, kind, chart=chart)
    assert len(found) == (kind not in FITTING[chart])
    assert all(sentence.startswith(f'a.toml, line 2: found chart = "{chart}", expected ') for sentence in found)


@pytest.mark.parametrize("kind", KINDS)
def test_seasons_are_in_months_and_working_days_in_sums_over_them(tmp_path, kind):
    assert faults(tmp_path, kind) == []
    assert len(faults(tmp_path, kind, adjusted_for="season")) == (kind in YEARLY)
    assert len(faults(tmp_path, kind, adjusted_for="working_days")) == (kind not in ADDS_UP)


@pytest.mark.parametrize(
    ("kind", "chart"), [("share", "p"), ("share", "p_prime"), ("ratio", "u"), ("ratio", "u_prime"), ("count", "c"), ("count", "t")]
)
def test_limits_from_counts_and_gaps_take_nothing_out(tmp_path, kind, chart):
    (found,) = faults(tmp_path, kind, chart=chart, adjusted_for="season")
    assert found.startswith(f'a.toml, line 3: found adjusted_for = "season", expected "none" with chart = "{chart}", ')


@pytest.mark.parametrize(
    ("kind", "stated", "sentence"),
    [
        ("count", {"chart": "p"}, 'found chart = "p", expected another chart: p is for shares in percent'),
        (
            "stock",
            {"chart": "u"},
            (
                'found chart = "u", expected a chart for what has no denominator, such as xmr: only shares, ratios and reported '
                "series have one"
            ),
        ),
        ("series in kronor", {"chart": "c"}, 'found chart = "c", expected another chart: c is for counts of events or persons'),
        (
            "share",
            {"chart": "t"},
            'found chart = "t", expected another chart: t is for days between the cases of kind "case_count"',
        ),
        (
            "count",
            {"chart": "g"},
            'found chart = "g", expected another chart: g is for cases between those in the part of kind "case_share"',
        ),
        (
            "median",
            {"adjusted_for": "working_days"},
            (
                'found adjusted_for = "working_days", expected "none" or "season": only a count or a sum over the month grows '
                "with its working days"
            ),
        ),
        (
            "key figure",
            {"chart": "xmr"},
            'found chart = "xmr", expected no chart, or "none": yearly figures and surveys are not judged month by month',
        ),
    ],
)
def test_the_sentences(tmp_path, kind, stated, sentence):
    assert faults(tmp_path, kind, **stated) == [f"a.toml, line 2: {sentence}"]


def test_they_are_told_with_everything_else_that_is_wrong_with_a_measure(tmp_path):
    (tmp_path / "measures").mkdir()
    stated = "".join(f'{key} = "{value}"\n' for key, value in said("m").items() if key not in {"measure_id", "reviewed_on"})
    toml = f'[m]\nkind = "ratio"\nnumerator = "m2"\ndenominator = "m2"\nper = 0\nchart = "t"\n{stated}reviewed_on = 2026-01-01\n'
    (tmp_path / "measures" / "a.toml").write_text(toml, encoding="utf-8")
    files = read_measures(tmp_path)
    assert [str(fault).partition(",")[2].partition(",")[0] for fault in check_measures(files, KommunFile())] == [
        ' line 6: found chart = "t"',
        ' line 3: found numerator = "m2"',
        ' line 4: found denominator = "m2"',
        " line 5: found per = 0",
    ]

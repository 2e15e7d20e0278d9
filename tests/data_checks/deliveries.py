"""What every suite is tried on: frames that keep all its expectations, and for each expectation a change that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from expectations import kolada, rule_summary
from expectations.case_export import case_export_counts
from expectations.kolada import kolada_counts
from expectations.printed import computed_counts
from expectations.series import series_counts
from expectations.structure import grain_sentence
from expectations.surveys import survey_counts
from transforms import catalogue
from transforms.catalogue import RuleCount
from transforms.tables import Table, Tables

AS_OF = date(2026, 10, 5)
MONTH = date(2026, 9, 1)
# 811228-9874 is one of the numbers that Skatteverket has published for testing.
TEST_PERSONNUMMER = "811228-9874"

Frames = Tables
Break = Callable[[Frames], None]


def at(month: int, day: int, hour: int = 0) -> datetime:
    """A wall-clock time of 2026."""
    return datetime(2026, month, day, hour)  # noqa: DTZ001 - the tables hold local times without zone


@dataclass(frozen=True)
class Trial:
    """A suite's rule counts over some frames, the frames that keep everything, and what breaks each rule."""

    counts: Callable[[Frames], pl.DataFrame]
    good: Callable[[], Frames]
    breaks: dict[str, Break]


def put(table: type[Table], **values: object) -> Break:
    """Write these values into the table's first row."""

    def change(frames: Frames) -> None:
        frame = frames[table]
        first = pl.int_range(pl.len()) == 0
        frames[table] = frame.with_columns(
            pl.when(first).then(pl.lit(value, frame.schema[name])).otherwise(name).alias(name) for name, value in values.items()
        )

    return change


def rule(sentence: str, **values: object) -> Break:
    """Write these values into the row of the rule summary that has this rule."""

    def change(frames: Frames) -> None:
        frames[RuleCount] = frames[RuleCount].with_columns(
            pl.when(pl.col("rule") == sentence).then(pl.lit(value)).otherwise(name).cast(RuleCount.columns[name].dtype).alias(name)
            for name, value in values.items()
        )

    return change


def without(table: type[Table]) -> Break:
    """Take all rows of the table away."""
    return lambda frames: frames.update({table: table.empty()})


def structural(table: type[Table]) -> dict[str, Break]:
    """What breaks each rule that follows from the table's declaration."""

    def twice(frames: Frames) -> None:
        frames[table] = pl.concat([frames[table], frames[table].head(1)])

    breaks: dict[str, Break] = {grain_sentence(table): twice}
    for name, column in table.columns.items():
        breaks[f"{table.name}: {name} is never empty."] = put(table, **{name: None})
        breaks[f"{table.name}: {name} is one of {', '.join(column.one_of)}."] = put(table, **{name: "something else"})
        if column.dtype == pl.Float64():
            breaks[f"{table.name}: {name} is a finite number wherever it has a value."] = put(table, **{name: float("nan")})
    return breaks


def _file(source: str) -> pl.DataFrame:
    same = {"source_id": source, "file_id": "f1"}
    return RuleCount.of(
        [
            {**same, "rule": "rows", "rows_checked": 100, "rows_unmet": 0, "rows_before": 98},
            {**same, "rule": "quarantined", "rows_checked": 100, "rows_unmet": 5, "limit_share": 0.05},
            {**same, "rule": "Every amount can be read.", "rows_checked": 100, "rows_unmet": 3, "limit_share": 0.05},
            {**same, "rule": "Every reason is mapped.", "rows_checked": 100, "rows_unmet": 0},
        ]
    )


FILE_BREAKS: dict[str, Break] = {
    rule_summary.HAS_ROWS: rule("rows", rows_checked=0),
    rule_summary.NOT_HALVED: rule("rows", rows_before=201),
    "Rows can be read and need not go to quarantine, in all but 5 % of the rows.": rule("quarantined", rows_unmet=6),
    "Every amount can be read, in all but 5 % of the rows.": rule("Every amount can be read.", rows_unmet=6),
    "Every reason is mapped.": rule("Every reason is mapped.", rows_unmet=1),
}


def _cases() -> Frames:
    case = {
        "source_id": "treserva", "case_key": "0123456789abcdef" * 2, "person_key": "fedcba9876543210" * 2, "unit_id": "u1",
        "case_type": "Ekonomiskt bistånd", "opened_at": at(9, 1, 8), "decided_at": at(9, 3, 8),
        "closed_at": at(9, 4, 8), "outcome": "Bifall", "close_reason": "Arbete <25%", "channel": "E-tjänst",
        "caseworker_key": "00112233445566778899aabbccddeeff", "household_size": 3, "amount_sek": 2500.0, "file_id": "f1", "line": 2,
    }  # fmt: skip
    still_open = {**case, "case_key": "f" * 32, "decided_at": None, "closed_at": None, "person_key": None, "line": 3}
    extra = {"source_id": "treserva", "case_key": "f" * 32, "extra_name": "orsak", "extra_value": "2026-09-01"}
    return {
        RuleCount: _file("treserva"),
        catalogue.Case: catalogue.Case.of([case, still_open]),
        catalogue.CaseExtra: catalogue.CaseExtra.of([extra]),
    }


CASES = Trial(
    lambda frames: case_export_counts(frames[RuleCount], frames[catalogue.Case], frames[catalogue.CaseExtra], AS_OF),
    _cases,
    {
        **structural(catalogue.Case),
        **structural(catalogue.CaseExtra),
        **FILE_BREAKS,
        **{
            f"core.case: {key} is as long as a keyed hash.": put(catalogue.Case, **{key: TEST_PERSONNUMMER})
            for key in ("case_key", "person_key", "caseworker_key")
        },
        **{
            f"core.case: {word} holds no personnummer.": put(catalogue.Case, **{word: f"flyttat, {TEST_PERSONNUMMER}"})
            for word in ("case_type", "outcome", "close_reason", "channel")
        },
        "core.case: household_size is no personnummer.": put(catalogue.Case, household_size=198112289874),
        "core.case: amount_sek is no personnummer.": put(catalogue.Case, amount_sek=8112289874.0),
        "core.case_extra: extra_value holds no personnummer.": put(catalogue.CaseExtra, extra_value="8112289874"),
        "A case is decided no earlier than it came in.": put(catalogue.Case, decided_at=at(8, 31)),
        "A case is closed no earlier than it came in.": put(catalogue.Case, closed_at=at(8, 31)),
        "A case has come in by the day the run tells about.": put(catalogue.Case, opened_at=at(10, 6)),
        "A household has 1 to 30 people.": put(catalogue.Case, household_size=0),
    },
)


def _series() -> Frames:
    value = {
        "source_id": "ekonomi",
        "series_code": "utfall",
        "unit_id": "u1",
        "month": MONTH,
        "value": -12.5,
        "file_id": "f1",
        "line": 2,
    }
    absence = {**value, "series_code": "sjukfranvaro", "value": 5.0, "numerator": 5.0, "denominator": 100.0, "line": 3}
    return {RuleCount: _file("ekonomi"), catalogue.SeriesValue: catalogue.SeriesValue.of([value, absence])}


SERIES = Trial(
    lambda frames: series_counts(frames[RuleCount], frames[catalogue.SeriesValue]),
    _series,
    {
        **structural(catalogue.SeriesValue),
        **FILE_BREAKS,
        "core.series_value: month is the first day of a month.": put(catalogue.SeriesValue, month=date(2026, 9, 30)),
        "core.series_value: series_code holds no personnummer.": put(catalogue.SeriesValue, series_code=TEST_PERSONNUMMER),
        "A reported value is there.": put(catalogue.SeriesValue, value=None),
        "A reported denominator is above zero.": put(catalogue.SeriesValue, denominator=0.0),
    },
)


def _answers() -> Frames:
    answer = {
        "source_id": "hme",
        "wave_on": MONTH,
        "unit_id": "u1",
        "group_name": "ledning",
        "question": "M1",
        "answer": 4.0,
        "is_not_relevant": False,
        "file_id": "f1",
        "line": 2,
    }
    not_relevant = {**answer, "group_name": None, "answer": None, "is_not_relevant": True, "line": 3}
    return {
        RuleCount: _file("hme"),
        catalogue.SurveyAnswer: catalogue.SurveyAnswer.of([answer, not_relevant]),
    }


SURVEYS = Trial(
    lambda frames: survey_counts(frames[RuleCount], frames[catalogue.SurveyAnswer]),
    _answers,
    {
        **structural(catalogue.SurveyAnswer),
        **FILE_BREAKS,
        "core.survey_answer: wave_on is the first day of a month.": put(catalogue.SurveyAnswer, wave_on=date(2026, 9, 2)),
        "core.survey_answer: question holds no personnummer.": put(catalogue.SurveyAnswer, question=f"{TEST_PERSONNUMMER} M1"),
        "core.survey_answer: group_name holds no personnummer.": put(catalogue.SurveyAnswer, group_name=TEST_PERSONNUMMER),
        "core.survey_answer: an answer that is 'ej relevant' has no step.": put(catalogue.SurveyAnswer, is_not_relevant=True),
        "An answer is a whole step from 0 to 10.": put(catalogue.SurveyAnswer, answer=4.5),
    },
)


def _kolada() -> Frames:
    value = {"kpi_id": "N15033", "municipality_code": "1287", "year": 2025, "gender": "T", "value": 11.9, "status": ""}
    nation = {**value, "municipality_code": "0000", "value": None}
    return {catalogue.KoladaValue: catalogue.KoladaValue.of([value, nation, {**value, "kpi_id": "U15011"}])}


KOLADA = Trial(
    lambda frames: kolada_counts(frames[catalogue.KoladaValue], ["U15011", "N15033"], AS_OF),
    _kolada,
    {
        **structural(catalogue.KoladaValue),
        kolada.HAS_VALUES: without(catalogue.KoladaValue),
        kolada.has_values_sentence("N15033"): put(catalogue.KoladaValue, value=None),
        kolada.has_values_sentence("U15011"): without(catalogue.KoladaValue),
        "core.kolada_value: year lies between 1970 and the year the run tells about.": put(catalogue.KoladaValue, year=20222),
        "core.kolada_value: municipality_code is four digits.": put(catalogue.KoladaValue, municipality_code="114"),
    },
)


def _measure(measure_id: str, kind: str) -> dict[str, object]:
    return {
        "measure_id": measure_id, "measure_name": measure_id, "definition_number": 1, "kind": kind, "unit": "ärenden",
        "direction": "up", "definition": "…", "disclosure": "persons", "author": "analytiker", "checker": "kvalitet",
        "reviewed_on": date(2026, 1, 1),
    }  # fmt: skip


def _outcome(measure_id: str, value: float, numerator: float | None = None) -> dict[str, object]:
    return {
        "measure_id": measure_id, "unit_id": "u1", "month": MONTH, "value": value, "numerator": numerator,
        "denominator": 40.0 if numerator else None, "rows": 40, "is_preliminary": False,
    }  # fmt: skip


def _computed() -> Frames:
    kinds = {"share": "case_share", "count": "case_count", "time": "case_duration", "few": "case_count"}
    outcomes = [_outcome("share", 75.0, 30.0), _outcome("count", 40.0), _outcome("time", 12.0), _outcome("few", 3.0)]
    disclosed = [{**outcome, "is_hidden": outcome["measure_id"] == "few", "is_held": False} for outcome in outcomes]
    for row in disclosed:
        if row["is_hidden"]:
            row["value"] = None
    goal = {
        "goal_id": "g1", "version": 1, "is_current": True, "unit_id": "u1", "measure_id": "count", "title": "450 i arbete",
        "goal_kind": "cumulative", "target": 75.0, "first_month": date(2026, 8, 1), "last_month": MONTH, "owner": "enhetschef",
        "decided_on": date(2026, 7, 1),
    }  # fmt: skip
    plan = {
        "goal_id": "g1",
        "version": 1,
        "month": MONTH,
        "period_number": 2,
        "weight": 0.5,
        "planned": 37.0,
        "planned_cumulative": 75.0,
    }
    first = {**plan, "month": date(2026, 8, 1), "period_number": 1, "planned": 38.0, "planned_cumulative": 38.0}
    standing = {
        "goal_id": "g1", "version": 1, "month": MONTH, "period_number": 2, "outcome": 28.0, "outcome_cumulative": 60.0,
        "planned_cumulative": 75.0, "deviation": -15.0, "deviation_share": -0.2, "is_preliminary": False, "is_hidden": False,
    }  # fmt: skip
    hidden = {**standing, "goal_id": "g2", "outcome": None, "outcome_cumulative": None, "deviation": None, "is_hidden": True}
    compared = {
        "measure_id": "k", "kpi_id": "N15033", "gender": "T", "circle": "all", "year": 2025, "value": 11.9, "rank": 3,
        "reporting_count": 250, "strictly_better_share": 0.01, "strictly_worse_share": 0.98, "position": "best_quarter",
        "colour_word": "grön",
    }  # fmt: skip
    forecast = {
        "goal_id": "g1",
        "version": 1,
        "chance_of_reaching": 0.03,
        "final_low": 380.0,
        "final_high": 430.0,
        "state": "behind",
    }
    return {
        catalogue.MeasureDefinition: catalogue.MeasureDefinition.of([_measure(name, kind) for name, kind in kinds.items()]),
        catalogue.Outcome: catalogue.Outcome.of(outcomes),
        catalogue.DisclosedOutcome: catalogue.DisclosedOutcome.of(disclosed),
        catalogue.Goal: catalogue.Goal.of([goal]),
        catalogue.PlanMonth: catalogue.PlanMonth.of([plan, first]),
        catalogue.Deviation: catalogue.Deviation.of([standing]),
        catalogue.DisclosedDeviation: catalogue.DisclosedDeviation.of([hidden, standing]),
        catalogue.Forecast: catalogue.Forecast.of([forecast]),
        catalogue.Comparison: catalogue.Comparison.of([compared]),
    }


def _of_measure(table: type[Table], measure_id: str, **values: object) -> Break:
    def change(frames: Frames) -> None:
        frame = frames[table]
        frames[table] = frame.with_columns(
            pl.when(pl.col("measure_id") == measure_id).then(pl.lit(value, frame.schema[name])).otherwise(name).alias(name)
            for name, value in values.items()
        )

    return change


COMPUTED = Trial(
    computed_counts,
    _computed,
    {
        "core.outcome: value is a finite number wherever it has a value.": put(catalogue.Outcome, value=float("inf")),
        "A share or index lies between 0 and 100.": put(catalogue.Outcome, value=100.5),
        "A count is not below zero.": _of_measure(catalogue.Outcome, "count", value=-1.0),
        "A duration is not below zero.": _of_measure(catalogue.Outcome, "time", value=-1.0),
        "The numerator of a share is at most its denominator.": put(catalogue.Outcome, numerator=41.0),
        "An outcome rests on a number of rows not below zero.": put(catalogue.Outcome, rows=-1),
        "A hidden outcome has no value, numerator or denominator.": _of_measure(catalogue.DisclosedOutcome, "few", denominator=3.0),
        "A shown outcome is the computed one, unless it stands as it was last shown.": put(catalogue.DisclosedOutcome, value=74.0),
        "An outcome that stands as it was last shown is shown.": _of_measure(catalogue.DisclosedOutcome, "few", is_held=True),
        "Every version of a goal has a plan.": without(catalogue.PlanMonth),
        "A plan ends exactly on its target.": put(catalogue.PlanMonth, planned_cumulative=76.0),
        "A plan ends in the goal's last month.": put(catalogue.Goal, last_month=date(2026, 12, 1)),
        "core.deviation: the deviation is outcome minus plan.": put(catalogue.Deviation, deviation=15.0),
        "report.deviation: the deviation is outcome minus plan.": put(
            catalogue.DisclosedDeviation, deviation=-15.0, outcome_cumulative=75.0
        ),
        "A hidden outcome so far has neither sum nor deviation.": put(catalogue.DisclosedDeviation, outcome_cumulative=60.0),
        "A chance lies between 0 and 1.": put(catalogue.Forecast, chance_of_reaching=1.01),
        "The interval of the final result is the right way round.": put(catalogue.Forecast, final_low=431.0),
        "A rank lies between 1 and the number compared.": put(catalogue.Comparison, rank=251),
        "Shares of better and worse lie between 0 and 1.": put(catalogue.Comparison, strictly_worse_share=98.0),
    },
)

TRIALS = {"case_export": CASES, "series": SERIES, "surveys": SURVEYS, "kolada": KOLADA, "computed": COMPUTED}

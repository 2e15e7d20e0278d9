"""How many answered, of how many asked, and the supplier's own value of an index beside ours."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from transforms.catalogue import SurveyResponse
from transforms.measures import KoladaKpi, Measure, SurveyIndex
from transforms.surveys.answers import ALL, survey_measures

_KEY = ["measure_id", "unit_id", "wave_on"]


def survey_responses(tally: pl.DataFrame, measures: Iterable[Measure], outcome: pl.DataFrame) -> pl.DataFrame:
    """`SurveyResponse`, sorted by its grain: a row wherever somebody answered.

    Who was asked: the value that the measure ``invited`` has for the unit in the month of the wave; never carried over from
    another month. The official value: what the measure ``official`` has for the unit in the month of the wave, else the only
    value of the same year (a supplier may report in another month than people answered, Kolada tells years). A key figure is
    the whole kommun's and stands at the nämnd. Takes `answers.tally` and `Outcome`.
    """
    defined = tuple(measures)
    surveys = survey_measures(defined)
    respondents = (
        tally.filter(pl.col("group_name") == ALL)
        .group_by(*_KEY, "question")
        .agg(pl.col("answers").sum())
        .group_by(_KEY)
        .agg(respondents=pl.col("answers").max())
    )
    invited = {measure.measure_id: measure.invited for measure in surveys if measure.invited is not None}
    official = {
        measure.measure_id: measure.official for measure in surveys if isinstance(measure, SurveyIndex) and measure.official
    }
    yearly = {measure.measure_id for measure in defined if isinstance(measure, KoladaKpi)}
    asked = _reported(invited, outcome).select(*_KEY, invited="value")
    own_month = _reported({own: named for own, named in official.items() if named not in yearly}, outcome)
    told = (
        respondents.join(asked, on=_KEY, how="left", validate="1:1")
        .join(own_month.select(*_KEY, of_month="value"), on=_KEY, how="left", validate="1:1")
        .with_columns(year=pl.col("wave_on").dt.year())
        .join(_only_of_year(_reported(official, outcome)), on=["measure_id", "unit_id", "year"], how="left", validate="m:1")
        .with_columns(
            response_share=pl.col("respondents") / pl.when(pl.col("invited") > 0).then("invited"),
            official_value=pl.coalesce("of_month", "of_year"),
        )
    )
    return SurveyResponse.conform(told.select(list(SurveyResponse.columns)).sort(_KEY))


def _reported(named: dict[str, str], outcome: pl.DataFrame) -> pl.DataFrame:
    """The values of the measures that surveys name, under the survey's own id: measure_id, unit_id, wave_on, value."""
    names = pl.DataFrame(list(named.items()), schema={"own_id": pl.String(), "measure_id": pl.String()}, orient="row")
    return (
        outcome.filter(pl.col("value").is_not_null())
        .join(names, on="measure_id")
        .select("unit_id", "value", measure_id="own_id", wave_on="month")
    )


def _only_of_year(reported: pl.DataFrame) -> pl.DataFrame:
    return (
        reported.group_by("measure_id", "unit_id", year=pl.col("wave_on").dt.year())
        .agg(of_year=pl.col("value").first(), values=pl.len())
        .filter(pl.col("values") == 1)
        .drop("values")
    )

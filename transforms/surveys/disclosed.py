"""What of the surveys may be shown to everybody (statistics: "Surveys" and "Small counts").

**The limit** of a survey is the highest among the measures of its source of their own ``minimum_answers`` and their class's
threshold. From one answer up to, not including, the limit nothing is shown of a statement; neither is anything shown that, with
the shown cells taken from the shown cells above them, would leave few: the smallest unit beside goes too (see `blocks`).

**Groups** of a unit are shown together, those who belong to none counted as one of them, or not at all.

**How answers are spread** (the steps, and the sampling error, which with the mean tells the sum of squares) is shown where at
least `SPREAD_FROM` have answered, and is held to that number against subtraction too.

**The change** is shown where both waves are. Its error, where the spread of both is.

**Number who answered** is shown where a statement that most have answered is; who were asked only where the measure that tells it
is open, since it may be hidden there. The official value stands or falls with the number.

**The measure's own value** (`shown_waves`) is shown where every statement of the unit is: with one hidden, the value less the
others would be that one.

Not covered: two measures of one source with some questions in common and some not; a delivery that adds a few answers to a wave
already shown; who among those asked did not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.catalogue import DisclosedSurveyResponse, DisclosedSurveyResult, DisclosedSurveyStep
from transforms.inputs import Thresholds
from transforms.measures import Measure, SurveyIndex, SurveyMeasure
from transforms.surveys.answers import ALL, parts_of, survey_measures
from transforms.surveys.blocks import Counts, Flags, Limit, shown_cells

SPREAD_FROM: Final = 10
_WAVE = ["measure_id", "unit_id", "wave_on"]
_CELL = [*_WAVE, "group_name", "question"]
_VERDICT: Final = {
    "measure_id": pl.String(),
    "wave_on": pl.Date(),
    "unit_id": pl.String(),
    "question": pl.String(),
    "of_groups": pl.Boolean(),
    "is_shown": pl.Boolean(),
    "has_spread": pl.Boolean(),
}
"""Per statement or part, unit and wave: whether the cell of everybody, or those of the groups, may be shown."""


def disclosed_surveys(  # noqa: PLR0917 - three tables that belong together, and what decides about them
    results: pl.DataFrame,
    steps: pl.DataFrame,
    responses: pl.DataFrame,
    measures: Iterable[Measure],
    units: pl.DataFrame,
    thresholds: Thresholds,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """`DisclosedSurveyResult`, `DisclosedSurveyStep` and `DisclosedSurveyResponse`, in the order of what they are made of.

    A hidden result is there without its figures; hidden steps and responses are not there. Takes `SurveyResult`,
    `SurveyStep`, `SurveyResponse` and `Unit`. Answers of measures that nobody has defined are left out altogether.
    """
    defined = tuple(measures)
    surveys = survey_measures(defined)
    limits = _limits(surveys, thresholds)
    told = _told_together(surveys)
    verdicts = pl.concat(
        [
            pl.DataFrame(schema=_VERDICT),
            *(_verdicts(measure, results, steps, units, limits[measure.source]) for measure in surveys),
        ]
    )
    judged = _judged(results.join(told.select("measure_id").unique(), on="measure_id", how="semi", maintain_order="left"), verdicts)
    by_code = steps.join(told, on=["measure_id", "question"], validate="m:1", maintain_order="left")
    kept = _judged(by_code.rename({"question": "code", "part": "question"}), verdicts)
    return (
        _disclosed_results(judged),
        DisclosedSurveyStep.conform(
            kept.filter("has_spread").drop("question").rename({"code": "question"}).select(list(DisclosedSurveyStep.columns))
        ),
        _disclosed_responses(responses, judged, defined),
    )


def shown_waves(disclosed_results: pl.DataFrame) -> pl.DataFrame:
    """The measure_id, unit_id and month where the measure's own value may be shown: nothing of everybody's answers is hidden."""
    everybody = disclosed_results.filter(pl.col("group_name") == ALL)
    return (
        everybody.group_by("measure_id", "unit_id", month="wave_on", maintain_order=True)
        .agg(is_hidden=pl.col("is_hidden").any())
        .filter(~pl.col("is_hidden"))
        .drop("is_hidden")
    )


def _limits(surveys: list[SurveyMeasure], thresholds: Thresholds) -> dict[str, int]:
    """Source → the limit of its surveys: one for all, so that no measure shows what another hides."""
    of_class = {"persons": thresholds.persons, "staff": thresholds.staff, "open": 0}
    limits: dict[str, int] = {}
    for measure in surveys:
        limits[measure.source] = max(limits.get(measure.source, 0), measure.minimum_answers, of_class[measure.disclosure])
    return limits


def _told_together(surveys: list[SurveyMeasure]) -> pl.DataFrame:
    """Every question and the part (a statement: itself) that it is told in: measure_id, question, part."""
    rows = [
        (measure.measure_id, question, part)
        for measure in surveys
        for part, questions in parts_of(measure).items()
        for question in questions
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("measure_id", "question", "part"), pl.String()), orient="row")


def _verdicts(measure: SurveyMeasure, results: pl.DataFrame, steps: pl.DataFrame, units: pl.DataFrame, limit: int) -> pl.DataFrame:
    """What may be shown of one measure, wave by wave and part by part, in the shape of `_VERDICT`."""
    place = {unit_id: at for at, unit_id in enumerate(units["unit_id"])}
    parent = np.array([place.get(above, -1) for above in units["parent_unit_id"]], dtype=np.int64)
    frames = [pl.DataFrame(schema=_VERDICT)]
    answered = steps.filter(pl.col("measure_id") == measure.measure_id).partition_by("wave_on", "question", as_dict=True)
    own = results.filter(pl.col("measure_id") == measure.measure_id)
    for (wave, part), told in own.partition_by("wave_on", "question", as_dict=True).items():
        questions = parts_of(measure)[str(part)]
        counts = _counts([answered.get((wave, question)) for question in questions], told, place)
        for of_groups, shown, spread in _decided(parent, counts, limit, len(questions)):
            frames.append(
                pl.DataFrame({"unit_id": list(place), "is_shown": shown, "has_spread": spread}).select(
                    pl.lit(measure.measure_id).alias("measure_id"),
                    pl.lit(wave).cast(pl.Date).alias("wave_on"),
                    "unit_id",
                    pl.lit(part).cast(pl.String).alias("question"),
                    pl.lit(of_groups).alias("of_groups"),
                    "is_shown",
                    "has_spread",
                )
            )
    return pl.concat(frames)


def _decided(parent: NDArray[np.int64], counts: Counts, limit: int, questions: int) -> Iterator[tuple[bool, Flags, Flags]]:
    """For everybody, and for the groups: which units' cells may be shown, and which with their spread."""
    figures, spread = Limit(limit, questions), Limit(max(limit, SPREAD_FROM), questions)
    everybody = counts.sum(axis=1, keepdims=True)
    shown = shown_cells(parent, everybody, figures, np.ones(len(parent), dtype=bool))
    spread_shown = shown_cells(parent, everybody, spread, shown)
    yield False, shown, spread_shown
    if counts.shape[1] > 1:
        in_groups = shown_cells(parent, counts, figures, shown)
        yield True, in_groups, shown_cells(parent, counts, spread, in_groups & spread_shown, spread_shown)


def _counts(answered: list[pl.DataFrame | None], told: pl.DataFrame, place: dict[str, int]) -> Counts:
    """Answers per unit, group (the last: none) and question, and last 'ej relevant'."""
    groups = [name for name in told["group_name"].unique().sort() if name != ALL]
    at = {name: number for number, name in enumerate(groups)}
    everybody = np.zeros((len(place), 1, len(answered) + 1), dtype=np.int64)
    counts = np.zeros((len(place), len(groups) + 1, len(answered) + 1), dtype=np.int64)
    columns = [
        *((column, frame.select("unit_id", "group_name", "answers")) for column, frame in enumerate(answered) if frame is not None),
        (len(answered), told.select("unit_id", "group_name", answers="not_relevant")),
    ]
    for column, frame in columns:
        for unit_id, group, answers in frame.group_by("unit_id", "group_name").agg(pl.col("answers").sum()).iter_rows():
            if group == ALL:
                everybody[place[unit_id], 0, column] += answers
            else:
                counts[place[unit_id], at[group], column] += answers
    counts[:, -1:] = everybody - counts.sum(axis=1, keepdims=True)
    return counts


def _judged(cells: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """The cells with is_shown and has_spread, in their own order."""
    return (
        cells.with_columns(of_groups=pl.col("group_name") != ALL)
        .join(
            verdicts,
            on=["measure_id", "wave_on", "unit_id", "question", "of_groups"],
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        .with_columns(pl.col("is_shown", "has_spread").fill_null(value=False))
        .drop("of_groups")
    )


def _disclosed_results(judged: pl.DataFrame) -> pl.DataFrame:
    """The figures of what is shown, ranked among themselves; changes since waves that are shown."""
    waves = judged.select("measure_id", "wave_on").unique().sort("measure_id", "wave_on")
    before = waves.with_columns(before_on=pl.col("wave_on").shift(1).over("measure_id"))
    earlier = judged.select(*_CELL, was_shown="is_shown", had_spread="has_spread").rename({"wave_on": "before_on"})
    both = judged.join(before, on=["measure_id", "wave_on"], how="left", validate="m:1", maintain_order="left").join(
        earlier,
        on=["measure_id", "unit_id", "before_on", "group_name", "question"],
        how="left",
        validate="m:1",
        maintain_order="left",
    )
    is_shown, has_spread = pl.col("is_shown"), pl.col("has_spread")
    was_shown, had_spread = pl.col("was_shown").fill_null(value=False), pl.col("had_spread").fill_null(value=False)
    shown = both.with_columns(
        *(pl.when(is_shown).then(name).alias(name) for name in ("answers", "not_relevant", "mean")),
        sampling_error=pl.when(has_spread).then("sampling_error"),
        change=pl.when(is_shown & was_shown).then("change"),
        change_error=pl.when(has_spread & had_spread).then("change_error"),
        is_hidden=~is_shown,
    ).with_columns(rank=pl.col("mean").rank("min", descending=True).over("measure_id", "unit_id", "wave_on", "group_name"))
    return DisclosedSurveyResult.conform(shown.select(list(DisclosedSurveyResult.columns)))


def _disclosed_responses(responses: pl.DataFrame, judged: pl.DataFrame, measures: tuple[Measure, ...]) -> pl.DataFrame:
    """The numbers of units where a statement that most have answered is shown; for an index, where every part is."""
    is_open = {measure.measure_id: measure.disclosure == "open" for measure in measures}
    surveys = survey_measures(measures)
    indices = [survey.measure_id for survey in surveys if isinstance(survey, SurveyIndex)]
    tells = [survey.measure_id for survey in surveys if survey.invited is not None and is_open.get(survey.invited, False)]
    is_index, may_tell = pl.col("measure_id").is_in(indices), pl.col("measure_id").is_in(tells)
    told = (
        judged.filter(pl.col("group_name") == ALL)
        .group_by(_WAVE)
        .agg(
            at_most=(pl.col("answers") + pl.col("not_relevant")).filter("is_shown").max(),
            all_shown=pl.col("is_shown").all(),
        )
    )
    kept = (
        responses.join(told, on=_WAVE, validate="1:1", maintain_order="left")
        .filter(pl.col("all_shown") | (~is_index & (pl.col("at_most") >= pl.col("respondents"))))
        .with_columns(pl.when(may_tell).then(name).alias(name) for name in ("invited", "response_share"))
    )
    return DisclosedSurveyResponse.conform(kept.select(list(DisclosedSurveyResponse.columns)))

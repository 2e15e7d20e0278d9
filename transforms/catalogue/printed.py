"""What is shown to everybody, in the open database and in the packs."""

from __future__ import annotations

from transforms.catalogue.figures import (
    Baseline,
    BaselineSuggestion,
    Signal,
    Stability,
    SurveyResponse,
    SurveyStep,
)
from transforms.catalogue.goals import Forecast, ForecastMonth
from transforms.tables import Table, day, number, text, whole, yes_no


class DisclosedOutcome(Table, name="report.outcome", grain=("measure_id", "unit_id", "month")):
    """One row per measure, unit and month as it may be shown to everybody: small counts are hidden."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    month = day("The month.")
    value = number("The value; null when missing or hidden.", null=True)
    numerator = number("Numerator; null when missing or hidden.", null=True)
    denominator = number("Denominator; null when missing or hidden.", null=True)
    is_hidden = yes_no("Whether the value exists but is hidden because so few people are behind it, or would give one away.")
    is_held = yes_no("Whether it stands as it was last shown, because the change since then is too small to be told.")
    is_preliminary = yes_no("Whether the month may still change.")


class DisclosedDeviation(Table, name="report.deviation", grain=("goal_id", "month")):
    """One row per month of the plan in force as it may be shown to everybody.

    Sums that would give away a hidden month are hidden too.
    """

    goal_id = text("The goal.")
    version = whole("The version in force.")
    month = day("The month.")
    period_number = whole("1 for the plan's first month.")
    outcome = number("Outcome of the month; null when missing or hidden.", null=True)
    outcome_cumulative = number("Outcome so far; null when unknown or hidden.", null=True)
    planned_cumulative = number("Planned so far.")
    deviation = number("Outcome so far minus planned so far; null when unknown or hidden.", null=True)
    is_hidden = yes_no("Whether the outcome so far exists but is hidden.")
    is_preliminary = yes_no("Whether the month may still change.")


class DisclosedForecast(Table, name="report.forecast", grain=("goal_id",), like=Forecast):
    """One row per goal: where it stands and where it is heading, computed from what may be shown to everybody."""


class DisclosedForecastMonth(Table, name="report.forecast_month", grain=("goal_id", "month"), like=ForecastMonth):
    """One row per month left of a goal's plan, computed from what may be shown to everybody."""


class DisclosedWeek(Table, name="report.goal_week", grain=("goal_id", "week_from")):
    """One row per whole week since a goal's plan began, as it may be shown to everybody."""

    goal_id = text("The goal.")
    week_from = day("The Monday.")
    working_days = whole("Swedish working days in the week.")
    outcome = number("Counted in the week; null when it may not be told.", null=True)
    needed = number("What the week had to give; null when it may not be told.", null=True)
    is_won = yes_no("Whether it gave what was needed; null when that may not be told.", null=True)


class DisclosedBaseline(Table, name="report.baseline", grain=("measure_id", "unit_id", "from_month"), like=Baseline):
    """One row per baseline, computed from the figures shown to everybody; none where a month in it is hidden."""


class DisclosedSignal(Table, name="report.signal", grain=("measure_id", "unit_id", "month"), like=Signal):
    """One row per measure, unit and complete month, judged by a baseline that is shown to everybody."""


class DisclosedStability(Table, name="report.stability", grain=("measure_id", "unit_id"), like=Stability):
    """One row per measure and unit: do the months shown to everybody behave as chance would?"""


class DisclosedSuggestion(Table, name="report.baseline_suggestion", grain=("measure_id", "unit_id"), like=BaselineSuggestion):
    """One row per measure and unit whose shown level has shifted and stayed."""


class DisclosedSurveyResult(
    Table, name="report.survey_result", grain=("measure_id", "unit_id", "wave_on", "group_name", "question")
):
    """One row per statement of a survey, unit, wave and group as it may be shown to everybody."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    wave_on = day("The month of the wave.")
    group_name = text("The group, or 'alla'.")
    question = text("The statement's code.")
    answers = whole("How many answered with a step; null when hidden.", null=True)
    not_relevant = whole("How many answered 'ej relevant'; null when hidden.", null=True)
    mean = number("Mean of the steps answered; null when hidden.", null=True)
    sampling_error = number("Standard error of the mean; null when hidden.", null=True)
    change = number("Change since the wave before; null when either is hidden.", null=True)
    change_error = number("Standard error of the change.", null=True)
    rank = whole("Rank among the statements shown; null when hidden.", null=True)
    is_hidden = yes_no("Whether there are answers that are too few to be shown, or would give others away.")


class DisclosedSurveyStep(
    Table, name="report.survey_step", grain=("measure_id", "unit_id", "wave_on", "group_name", "question", "step"), like=SurveyStep
):
    """One row per step of the scale under a statement whose distribution may be shown to everybody."""


class DisclosedSurveyResponse(
    Table, name="report.survey_response", grain=("measure_id", "unit_id", "wave_on"), like=SurveyResponse
):
    """One row per survey measure, unit and wave whose number of answers may be shown to everybody."""


class Headline(Table, name="report.headline", grain=("unit_id",)):
    """One row per unit with a pack: the sentence at the top of page one."""

    unit_id = text("The unit.")
    as_of = day("The day the pack tells about.")
    headline = text("The sentence.")
    goal_id = text("The goal it is about.", null=True)
    file_name = text("The pack's file name.")


class Figure(Table, name="report.figure", grain=("unit_id", "section", "figure_id")):
    """One row per figure printed in a pack: the number and the text it is printed as."""

    unit_id = text("The unit whose pack prints it.")
    section = text(
        "goal, measure, comparison, economy, activity or quality.",
        one_of=("goal", "measure", "comparison", "economy", "activity", "quality"),
    )
    figure_id = text("What the figure is, unique within the section of the pack.")
    measure_id = text("The measure, if it is one's.", null=True)
    month = day("The month it is about, if any.", null=True)
    value = number("The number; null when missing or hidden.", null=True)
    printed = text("Exactly as printed.")
    is_hidden = yes_no("Whether it is hidden because of small counts.")

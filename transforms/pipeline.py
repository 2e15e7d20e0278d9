"""All tables from all inputs: the order in which one figure follows from another, on one page.

First what is: the ``core`` tables. Then what everybody may be shown of it: one function decides (`disclosure`), and every
figure that follows, forecasts and limits too, is computed once more from what it lets through.
"""

from __future__ import annotations

from transforms import catalogue, definitions, plan_tables
from transforms.comparison.history import comparison_years
from transforms.comparison.standing import comparison
from transforms.disclosure.decide import Undisclosed, disclose
from transforms.goals.activities import activities
from transforms.goals.backward_plan import plan_months
from transforms.goals.deviation import deviations
from transforms.goals.fan import forecast_months
from transforms.goals.forecast import forecasts
from transforms.goals.weeks import goal_weeks
from transforms.inputs import Inputs
from transforms.outcomes.every_measure import outcomes
from transforms.surveys.answers import tally
from transforms.surveys.responses import survey_responses
from transforms.surveys.results import survey_questions, survey_results, survey_steps
from transforms.tables import Tables
from transforms.variation.judged import judged, judged_as_shown
from transforms.variation.rare_events import event_gaps


def build_tables(inputs: Inputs) -> Tables:
    """Every ``core``, ``report`` and ``meta`` table that follows from the inputs alone, each in its declared shape.

    The same inputs give the same rows in the same order. Raises ``TableMismatch`` when a transform breaks its declaration.
    """
    plan, measures, as_of = inputs.plan, inputs.measures, inputs.as_of

    unit = plan_tables.units(plan)
    goal = plan_tables.goals(plan, measures, as_of)
    outcome = outcomes(inputs)

    plan_month = plan_months(plan, outcome)
    deviation = deviations(goal, plan_month, outcome, as_of)
    week = goal_weeks(inputs, goal, deviation)
    told = judged(inputs, outcome)

    answers = tally(inputs)
    result, step = survey_results(answers, measures), survey_steps(answers, measures)
    response = survey_responses(answers, measures, outcome)

    disclosed = disclose(
        Undisclosed(
            as_of=as_of, measures=measures, units=unit, outcome=outcome, goals=goal, deviation=deviation, week=week,
            series=inputs.series, survey_result=result, survey_step=step, survey_response=response,
            thresholds=inputs.thresholds, shown_before=inputs.shown_before,
        )
    )  # fmt: skip
    shown_outcome, shown_deviation = disclosed.outcome, disclosed.deviation
    shown = judged_as_shown(inputs, shown_outcome)

    holidays, prior = inputs.holidays, inputs.prior
    made: Tables = {
        catalogue.Case: inputs.cases,
        catalogue.CaseExtra: inputs.case_extras,
        catalogue.SeriesValue: inputs.series,
        catalogue.SurveyAnswer: inputs.answers,
        catalogue.KoladaValue: inputs.kolada_values,
        catalogue.Kpi: inputs.kpis,
        catalogue.Area: inputs.areas,
        catalogue.SimilarArea: inputs.similar_areas,
        catalogue.Unit: unit,
        catalogue.Goal: goal,
        catalogue.PlanMonth: plan_month,
        catalogue.Activity: activities(plan, as_of),
        catalogue.Dialogue: plan_tables.dialogues(plan),
        catalogue.Decision: plan_tables.decisions(plan, as_of),
        catalogue.Outcome: outcome,
        catalogue.Deviation: deviation,
        catalogue.Forecast: forecasts(goal, plan_month, deviation, outcome, as_of, holidays=holidays, prior=prior),
        catalogue.ForecastMonth: forecast_months(goal, plan_month, deviation, outcome, as_of, prior=prior),
        catalogue.GoalWeek: week,
        catalogue.Baseline: told.baseline,
        catalogue.Signal: told.signal,
        catalogue.SeasonFactor: told.season_factor,
        catalogue.Stability: told.stability,
        catalogue.BaselineSuggestion: told.suggestion,
        catalogue.EventGap: event_gaps(inputs),
        catalogue.SurveyQuestion: survey_questions(measures),
        catalogue.SurveyResult: result,
        catalogue.SurveyStep: step,
        catalogue.SurveyResponse: response,
        catalogue.Comparison: comparison(inputs),
        catalogue.ComparisonYear: comparison_years(inputs),
        catalogue.MeasureDefinition: definitions.measure_definitions(measures),
        catalogue.DisclosedOutcome: shown_outcome,
        catalogue.DisclosedDeviation: shown_deviation,
        catalogue.DisclosedForecast: forecasts(
            goal, plan_month, shown_deviation, shown_outcome, as_of, holidays=holidays, prior=prior
        ),
        catalogue.DisclosedForecastMonth: forecast_months(goal, plan_month, shown_deviation, shown_outcome, as_of, prior=prior),
        catalogue.DisclosedWeek: disclosed.week,
        catalogue.DisclosedBaseline: shown.baseline,
        catalogue.DisclosedSignal: shown.signal,
        catalogue.DisclosedStability: shown.stability,
        catalogue.DisclosedSuggestion: shown.suggestion,
        catalogue.DisclosedSurveyResult: disclosed.survey_result,
        catalogue.DisclosedSurveyStep: disclosed.survey_step,
        catalogue.DisclosedSurveyResponse: disclosed.survey_response,
    }
    return {table: table.conform(frame) for table, frame in made.items()}

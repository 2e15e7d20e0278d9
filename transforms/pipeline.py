"""All tables from all inputs: the order in which one figure follows from another, on one page."""

from __future__ import annotations

from transforms import (
    activities,
    backward_plan,
    baselines,
    catalogue,
    comparison,
    definitions,
    deviation,
    disclosure,
    forecast,
    outcomes,
    plan_tables,
    signals,
)
from transforms.inputs import Inputs
from transforms.tables import Tables


def build_tables(inputs: Inputs) -> Tables:
    """Every ``core``, ``report`` and ``meta`` table that follows from the inputs alone, each in its declared shape.

    The same inputs give the same rows in the same order. Raises ``TableMismatch`` when a transform breaks its declaration.
    """
    plan, measures, as_of = inputs.plan, inputs.measures, inputs.as_of

    unit = plan_tables.units(plan)
    goal = plan_tables.goals(plan, as_of)
    outcome = outcomes.outcomes(inputs)

    plan_month = backward_plan.plan_months(plan, outcome)
    month_deviation = deviation.deviations(goal, plan_month, outcome, as_of)
    goal_forecast = forecast.forecasts(goal, plan_month, month_deviation, as_of, inputs.holidays)

    baseline = baselines.baselines(measures, plan, outcome)
    signal = signals.signals(measures, outcome, baseline)

    disclosed_outcome = disclosure.disclosed_outcomes(measures, unit, outcome, inputs.thresholds)
    disclosed_deviation = disclosure.disclosed_deviations(month_deviation, goal, disclosed_outcome, measures, inputs.thresholds)

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
        catalogue.Deviation: month_deviation,
        catalogue.Forecast: goal_forecast,
        catalogue.Activity: activities.activities(plan, as_of),
        catalogue.Dialogue: plan_tables.dialogues(plan),
        catalogue.Decision: plan_tables.decisions(plan, as_of),
        catalogue.Outcome: outcome,
        catalogue.Baseline: baseline,
        catalogue.Signal: signal,
        catalogue.Comparison: comparison.comparison(inputs),
        catalogue.DisclosedOutcome: disclosed_outcome,
        catalogue.DisclosedDeviation: disclosed_deviation,
        catalogue.MeasureDefinition: definitions.measure_definitions(measures),
    }
    return {table: table.conform(frame) for table, frame in made.items()}

-- One row per month of the plan in force that has ended: goal, plan and outcome in words and figures, small counts hidden.
-- grain: goal_id, month
-- unit_id?: The unit that has committed to the goal.
-- unit_name?: The unit's name; null when the plan does not have the unit.
-- goal_title?: The goal in words.
-- target?: The number to reach, in the measure's unit.
-- last_month?: Last month of the plan.
-- measure_name?: Name of the measure that says how it goes.
SELECT
    goal.unit_id,
    unit.unit_name,
    standing.goal_id,
    goal.title AS goal_title,
    measure.measure_name,
    goal.target,
    goal.last_month,
    standing.month,
    standing.outcome,
    standing.outcome_cumulative,
    standing.planned_cumulative,
    standing.deviation,
    standing.is_hidden,
    standing.is_preliminary
FROM report.deviation AS standing
LEFT JOIN core.goal AS goal ON goal.goal_id = standing.goal_id AND goal.version = standing.version
LEFT JOIN core.unit AS unit ON unit.unit_id = goal.unit_id
LEFT JOIN meta.measure AS measure ON measure.measure_id = goal.measure_id

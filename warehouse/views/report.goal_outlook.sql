-- One row per goal in force: where it stands and is heading as everybody may see it, with the names of goal, measure and unit.
-- grain: goal_id
-- unit_id?: The unit that has committed to the goal.
-- unit_name?: The unit's name; null when the plan does not have the unit.
-- title?: The goal in words.
-- target?: The number to reach, in the measure's unit.
-- measure_name?: Name of the measure that says how it goes.
-- last_month?: Last month of the plan.
SELECT
    outlook.*,
    goal.title,
    goal.target,
    goal.last_month,
    goal.unit_id,
    unit.unit_name,
    measure.measure_name
FROM report.forecast AS outlook
LEFT JOIN core.goal AS goal ON goal.goal_id = outlook.goal_id AND goal.version = outlook.version
LEFT JOIN core.unit AS unit ON unit.unit_id = goal.unit_id
LEFT JOIN meta.measure AS measure ON measure.measure_id = goal.measure_id

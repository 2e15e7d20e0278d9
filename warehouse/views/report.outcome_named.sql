-- One row per measure, unit and month as everybody may see it, with the names of measure and unit.
-- grain: measure_id, unit_id, month
-- measure_name?: The measure's name; null when it is no longer defined.
-- measure_unit?: What the measure is counted in.
-- unit_name?: The unit's name; null when the plan does not have the unit.
-- level?: unit, process or board.
SELECT
    outcome.measure_id,
    measure.measure_name,
    measure.unit AS measure_unit,
    outcome.unit_id,
    unit.unit_name,
    unit.level,
    outcome.month,
    outcome.value,
    outcome.numerator,
    outcome.denominator,
    outcome.is_hidden,
    outcome.is_held,
    outcome.is_preliminary
FROM report.outcome AS outcome
LEFT JOIN meta.measure AS measure ON measure.measure_id = outcome.measure_id
LEFT JOIN core.unit AS unit ON unit.unit_id = outcome.unit_id

-- One row per measure, unit and complete month judged from what everybody may see, with the names of measure and unit.
-- grain: measure_id, unit_id, month
-- measure_name?: The measure's name; null when it is no longer defined.
-- measure_unit?: What the measure is counted in.
-- unit_name?: The unit's name; null when the plan does not have the unit.
-- level?: unit, process or board.
SELECT
    signal.*,
    measure.measure_name,
    measure.unit AS measure_unit,
    unit.unit_name,
    unit.level
FROM report.signal AS signal
LEFT JOIN meta.measure AS measure ON measure.measure_id = signal.measure_id
LEFT JOIN core.unit AS unit ON unit.unit_id = signal.unit_id

-- One row per case, with the names of its unit and of the process above it.
-- grain: source_id, case_key
-- unit_name?: The unit's name; null when the plan does not have the unit.
-- process_name?: The process the unit belongs to.
SELECT
    entry.source_id,
    entry.case_key,
    entry.unit_id,
    unit.unit_name,
    process.unit_name AS process_name,
    entry.case_type,
    entry.opened_at,
    entry.decided_at,
    entry.closed_at,
    entry.due_at,
    entry.outcome,
    entry.close_reason,
    entry.close_reason_group,
    entry.channel,
    entry.household_size,
    entry.amount_sek,
    entry.file_id,
    entry.line
FROM core."case" AS entry
LEFT JOIN core.unit AS unit ON unit.unit_id = entry.unit_id
LEFT JOIN core.unit AS process ON process.unit_id = unit.parent_unit_id

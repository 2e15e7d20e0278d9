-- One row per input of the run that built this database: the run with its as-of day and versions, and the input with its hash and rows.
-- grain: run_id, source_id, file_id
SELECT
    run.run_id,
    run.as_of,
    run.started_at,
    run.framdrift_version,
    run.package_versions,
    run.case_rows,
    run.outcome_rows,
    run.figure_rows,
    input.source_id,
    input.file_id,
    input.file_name,
    input.sha256,
    input.landed_on,
    input.age_days,
    input.rows_in_file,
    input.rows_loaded,
    input.rows_quarantined
FROM meta.run AS run
JOIN meta.input AS input ON input.run_id = run.run_id

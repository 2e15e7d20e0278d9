-- One row per Kolada measure and year, ours beside the others', with the names of the measure and of Kolada's key figure.
-- grain: measure_id, year
-- measure_name?: The measure's name.
-- kpi_title?: Kolada's title of the key figure.
SELECT
    history.*,
    measure.measure_name,
    kpi.title AS kpi_title
FROM core.comparison_year AS history
LEFT JOIN meta.measure AS measure ON measure.measure_id = history.measure_id
LEFT JOIN core.kpi AS kpi ON kpi.kpi_id = history.kpi_id

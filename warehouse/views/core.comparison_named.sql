-- One row per Kolada measure and circle of comparison, with the names of the measure and of Kolada's key figure.
-- grain: measure_id, circle
-- measure_name?: The measure's name.
-- kpi_title?: Kolada's title of the key figure.
SELECT
    comparison.*,
    measure.measure_name,
    kpi.title AS kpi_title
FROM core.comparison AS comparison
LEFT JOIN meta.measure AS measure ON measure.measure_id = comparison.measure_id
LEFT JOIN core.kpi AS kpi ON kpi.kpi_id = comparison.kpi_id

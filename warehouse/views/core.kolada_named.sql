-- One row per value that Kolada has answered with, with the names of key figure and area.
-- grain: kpi_id, municipality_code, year, gender
-- kpi_title?: Kolada's title of the key figure.
-- area_name?: The kommun's or region's name.
-- area_type?: K kommun, L region or nation.
SELECT
    answer.kpi_id,
    kpi.title AS kpi_title,
    answer.municipality_code,
    area.area_name,
    area.area_type,
    answer.year,
    answer.gender,
    answer.value,
    answer.status
FROM core.kolada_value AS answer
LEFT JOIN core.kpi AS kpi ON kpi.kpi_id = answer.kpi_id
LEFT JOIN core.area AS area ON area.municipality_code = answer.municipality_code

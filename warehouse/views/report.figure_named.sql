-- One row per figure printed in a pack, with the names of its unit and measure and the pack's file.
-- grain: unit_id, section, figure_id
-- unit_name?: The unit's name.
-- measure_name?: The measure's name, if the figure is one's.
-- file_name?: The pack's file name.
SELECT
    figure.unit_id,
    unit.unit_name,
    headline.file_name,
    figure.section,
    figure.figure_id,
    figure.measure_id,
    measure.measure_name,
    figure.month,
    figure.value,
    figure.printed,
    figure.is_hidden
FROM report.figure AS figure
LEFT JOIN core.unit AS unit ON unit.unit_id = figure.unit_id
LEFT JOIN report.headline AS headline ON headline.unit_id = figure.unit_id
LEFT JOIN meta.measure AS measure ON measure.measure_id = figure.measure_id

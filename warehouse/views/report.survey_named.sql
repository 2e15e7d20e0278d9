-- One row per statement of a survey, unit, wave and group as everybody may see it, with the names of measure and unit.
-- grain: measure_id, unit_id, wave_on, group_name, question
-- measure_name?: The measure's name; null when it is no longer defined.
-- unit_name?: The unit's name; null when the plan does not have the unit.
-- respondents?: Answers to the most answered statement of the wave; null when hidden.
-- response_share?: Share (0–1) of those asked that answered; null when not known or hidden.
SELECT
    result.*,
    measure.measure_name,
    unit.unit_name,
    response.respondents,
    response.response_share
FROM report.survey_result AS result
LEFT JOIN report.survey_response AS response
    ON response.measure_id = result.measure_id AND response.unit_id = result.unit_id AND response.wave_on = result.wave_on
LEFT JOIN meta.measure AS measure ON measure.measure_id = result.measure_id
LEFT JOIN core.unit AS unit ON unit.unit_id = result.unit_id

-- One row per enhet, process and nämnd, with the names above it.
-- grain: unit_id
-- parent_unit_name?: Name of the process above a unit, of the nämnd above a process.
-- top_unit_id?: For a unit: the nämnd above its process.
-- top_unit_name?: For a unit: the name of the nämnd above its process.
SELECT
    unit.unit_id,
    unit.unit_name,
    unit.level,
    unit.manager_title,
    unit.parent_unit_id,
    parent.unit_name AS parent_unit_name,
    parent.parent_unit_id AS top_unit_id,
    top.unit_name AS top_unit_name
FROM core.unit AS unit
LEFT JOIN core.unit AS parent ON parent.unit_id = unit.parent_unit_id
LEFT JOIN core.unit AS top ON top.unit_id = parent.parent_unit_id

"""Which of Kolada's series are compared, and with whom: the measures, the kommuner that report, and those most like us."""

from __future__ import annotations

import polars as pl

from transforms.inputs import Inputs
from transforms.measures import KoladaKpi

NATION = "0000"
UNCOLOURED_PERSPECTIVES = ("Resurser", "Volymer")
SERIES = ("kpi_id", "gender")
SLICE = (*SERIES, "year")
_SIGN = {"up": 1, "down": -1, "neither": 1}


def kolada_measures(inputs: Inputs) -> pl.DataFrame:
    """One row per Kolada measure: its ``place`` in the order, its series, its direction, and whether it may have a colour.

    ``sign`` is −1 where less is better; a measure without direction is ranked from the highest. What Kolada itself calls
    resources or volumes is never comparable, whatever its definition says.
    """
    frame = pl.DataFrame(
        [
            (place, it.measure_id, it.kpi, it.gender, _SIGN[it.direction], it.direction != "neither", it.is_comparable)
            for place, it in enumerate(inputs.measures)
            if isinstance(it, KoladaKpi)
        ],
        schema={
            "place": pl.Int64, "measure_id": pl.String, "kpi_id": pl.String, "gender": pl.String,
            "sign": pl.Int64, "has_direction": pl.Boolean, "is_comparable": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    uncoloured = inputs.kpis.filter(pl.col("perspective").is_in(UNCOLOURED_PERSPECTIVES))["kpi_id"]
    return frame.with_columns(pl.col("is_comparable") & ~pl.col("kpi_id").is_in(uncoloured.implode()))


def reported_by_kommuner(inputs: Inputs, measures: pl.DataFrame) -> pl.DataFrame:
    """The values there are, of kommuner only (area type K): regions and the nation are never ranked."""
    kommuner = inputs.areas.filter(area_type="K").select("municipality_code")
    return (
        inputs.kolada_values.filter(pl.col("value").is_not_null())
        .join(measures, on=SERIES, how="semi")
        .join(kommuner, on="municipality_code", how="semi")
    )


def latest_years(reported: pl.DataFrame, minimum_reporters: int) -> pl.DataFrame:
    """One row per series that any year has enough reporters of, with the latest such ``year``."""
    reporters = reported.group_by(SLICE).len("reporters")
    return reporters.filter(pl.col("reporters") >= minimum_reporters).group_by(SERIES).agg(pl.col("year").max())


def national_values(inputs: Inputs) -> pl.DataFrame:
    """Kolada's own value for the nation, by series and year."""
    return inputs.kolada_values.filter(municipality_code=NATION).select(*SLICE, national_value="value")


def similar_codes(inputs: Inputs) -> set[str]:
    """The chosen group's members and ourselves; nobody when no group is chosen."""
    return {*inputs.similar_areas["municipality_code"], inputs.municipality_code} if inputs.similar_areas.height else set()

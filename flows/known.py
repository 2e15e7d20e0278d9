"""What is known on a day: everything landed by then, in the shapes that the transforms start from.

A night, a pack made again and a trace all start here, so they cannot see different things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from flows.failures import ExitCode, Failure
from flows.showings import showings_before, shown_before
from flows.sources.believed import believed
from flows.sources.exports.units import RULE as UNIT_KNOWN
from flows.sources.kolada.landed import landed_answer, newest_landed
from flows.sources.landing import LandedFile, Landing
from flows.sources.plan.landed import plan_in_force
from flows.taking_in import VERDICT
from flows.working_days import days_off
from flows.workspace.folder import Workspace
from flows.workspace.kommun import GoalPrior
from transforms import catalogue
from transforms.inputs import Inputs, Prior, SignalRules, Thresholds

CATEGORY_MAPPED = " mapped"
"""How the intake's rules about categories end: "close reason mapped"."""
_YEARS_BACK = 15
"""A case older than this would have its working days counted without holidays."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """The inputs of the transforms, the landed files they are made of, and what was decided and left aside of those.

    ``showings`` are the nights before that showed something new; what they showed is in the inputs. ``verdicts`` is in the
    shape of ``meta.verdict`` with an empty run id; ``to_mend`` holds what a person must mend in a mapping.
    """

    inputs: Inputs
    plan_file: LandedFile
    landed: tuple[LandedFile, ...]
    showings: tuple[LandedFile, ...]
    verdicts: pl.DataFrame
    quarantined: pl.DataFrame
    to_mend: tuple[Failure, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What there is to tell of the files, each with its source."""
        return tuple(f"{file.source_id}, {file.file_name}: {remark}" for file in self.landed for remark in file.remarks)


def what_is_known(workspace: Workspace, as_of: date) -> Known:
    """Everything that had landed by ``as_of``.

    Raises ``Failure`` (NOT_KNOWN) when no plan had: without units there is nothing to tell about.
    """
    landing = Landing(workspace.landing)
    in_force = plan_in_force(landing, as_of)
    if in_force is None:
        raise Failure(ExitCode.NOT_KNOWN, f"Nothing had been taken in by {as_of}. {_what_to_do(landing)}")
    plan_file, plan = in_force
    kommun = workspace.kommun
    told = believed(landing, kommun.sources, as_of)
    answer = landed_answer(landing, as_of)
    answer_file = newest_landed(landing, as_of)
    landed = (*told.files, plan_file, *([answer_file] if answer_file else []))
    inputs = Inputs(
        as_of=as_of,
        municipality_code=kommun.code,
        measures=workspace.measures,
        plan=plan,
        signal_rules=SignalRules(
            run_length=kommun.signals.run_length, has_trend=kommun.signals.trend, screens_ranges=kommun.signals.screening
        ),
        prior=_prior(kommun.forecast),
        shown_before=shown_before(landing, as_of),
        thresholds=Thresholds(persons=kommun.privacy.persons_threshold, staff=kommun.privacy.staff_threshold),
        holidays=days_off(as_of.year - _YEARS_BACK, max((goal.last_month.year for goal in plan.goals), default=as_of.year) + 1),
        source_covers=told.source_covers,
        cases=told.cases,
        case_extras=told.case_extras,
        series=told.series,
        answers=told.answers,
    )
    if kommun.kolada and answer:
        inputs = replace(
            inputs,
            minimum_reporters=kommun.kolada.minimum_reporters,
            kolada_values=answer.values,
            kpis=answer.kpis,
            areas=answer.areas,
            similar_areas=answer.similar,
        )
    return Known(
        inputs=inputs,
        plan_file=plan_file,
        landed=landed,
        showings=tuple(showings_before(landing, as_of)),
        verdicts=_together(
            catalogue.Verdict.empty(), (landing.frame(file, VERDICT).collect() for file in landed if file.kind != "plan")
        ),
        quarantined=_together(catalogue.Quarantined.empty(), (landing.frame(file, "quarantine").collect() for file in told.files)),
        to_mend=tuple(failure for file in told.files for failure in _to_mend(file, landing.frame(file, "rules").collect())),
    )


def _what_to_do(landing: Landing) -> str:
    first = min((file.landed_on for file in landing.files("plan", date.max)), default=None)
    if first is None:
        return "Run framdrift nightly first."
    return (
        f"The archive begins on {first}: choose that day or a later one. If a night was run for that day by mistake, move "
        "what it took in out of var/landing/ and run again: what lies in inbox/ is then taken in anew."
    )


def _prior(believed: GoalPrior) -> Prior:
    if believed.prior == "none":
        return Prior()
    return Prior(kind=believed.prior, months=believed.months)


def _together(empty: pl.DataFrame, frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All rows, in the order of the frames."""
    return pl.concat([empty, *frames])


def _to_mend(file: LandedFile, rules: pl.DataFrame) -> Iterable[Failure]:
    """A failure for words of a file that the mapping does not know. They stand every night until the mapping is mended."""
    unmet = dict(rules.filter(pl.col("rows_unmet") > 0).select("rule", "rows_unmet").iter_rows())
    where = f"{file.source_id}, {file.file_name}"
    if rows := unmet.get(UNIT_KNOWN):
        yield Failure(
            ExitCode.UNKNOWN_UNIT,
            f"{where}: {rows} rows are in quarantine because their unit is not known. "
            f"Add the unit's word under [sources.{file.source_id}.units] in kommun.toml, or the unit to plan.xlsx.",
        )
    for rule, rows in unmet.items():
        if rule.endswith(CATEGORY_MAPPED):
            yield Failure(
                ExitCode.UNKNOWN_CATEGORY,
                f"{where}: {rows} rows have a {rule.removesuffix(CATEGORY_MAPPED)} without a mapping and are counted as "
                f"'Ej mappad'. Add the words to their groups under [sources.{file.source_id}] in kommun.toml.",
            )

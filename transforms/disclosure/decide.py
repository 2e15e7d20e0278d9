"""Small counts: the one place that decides what may be shown to everybody (statistics: "Small counts").

**Who it holds against.** Somebody who keeps everything ever published, knows the tree of units and the public definitions of
the measures, and solves it all as equations over whole numbers from zero: sums of units, wholes and parts, the months in a
goal's sum, numerators and denominators.

**What is promised.** Of every count that is hidden, and every rest that follows from a count and its parts (what a share
leaves, what lies directly on a process), there are tables that give exactly what is shown in which it differs by at least
the threshold of its class. This is not argued but looked for: equation by equation where one equation is all there is
(`hiding`), else by finding such tables (`audit`). Between two publications every change that can be read is none or at least
the threshold (`versions`), and the figures of one publication agree with each other as they stand.

**How.** Small is from 1 up to, not including, the threshold; zero is shown.

- What is decided on is a *quantity* (what is counted, under which conditions) in a unit and a month. A cell is hidden when any
  quantity it tells is, so measures that tell the same quantity are hidden together.
- Of every equation that gives a hidden one away, the smallest other member goes too; the total when no member is left;
  last of all what goals are followed by.
- Medians and percentiles are hidden by how many cases they rest on, surveys by `transforms.surveys.disclosed`, a reported
  series with a group size by the size of its group, ratios with what they are made of. Kolada's figures are public.
- Class open hides nothing for its own sake; but it does not tell what another measure hides: what counts the same as a
  measure of another class is hidden with it.
- What was hidden stays hidden, and so does what is shown for the first time and does not agree with figures held beside it: a
  total that stands as it did does not become the sum of its parts again.
- A goal's sums come back with every third hidden month (`sums`), where that pins nothing together with everything else.
- A goal's sums are made of its months as they stand, and end with a hidden month that does not agree with what is held.
- How long tables are looked for is bounded, by a count and not by the clock. What that does not reach (many hundred units with
  little in each) is settled without looking: everything its equations reach is hidden but what goals are followed by, and if that
  is not enough within another bound, that too: where nothing of a case is shown, it may as well have come many times. Goals'
  sums that the bound does not reach are not told.
- A month that has not ended is not shown: it would be published anew every night.

**What is not promised.** The opened, the closed and the open of the same cases are three counts, and a stock is the month
before's with what came and without what went: that equation is not among those above, so that measures of all three with the
same conditions tell more of each other than is looked for. Nor is that persons are never more than their cases. Somebody who
knows a hidden count himself may know more of the others. Statistics such as medians are not solved for. Where everything
beside a small count was shown before it became small, or is of class open, nothing is left to hide it with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from transforms import catalogue
from transforms.disclosure.outcomes import decided_outcomes
from transforms.disclosure.sums import disclosed_deviations
from transforms.disclosure.weeks import disclosed_weeks
from transforms.inputs import Thresholds
from transforms.measures import Measure
from transforms.surveys.disclosed import disclosed_surveys, shown_waves


@dataclass(frozen=True, kw_only=True)
class Undisclosed:
    """Everything computed that is to be shown, in the catalogue's shapes, and what decides how much of it may be."""

    as_of: date
    measures: tuple[Measure, ...]
    units: pl.DataFrame
    outcome: pl.DataFrame
    goals: pl.DataFrame
    deviation: pl.DataFrame
    thresholds: Thresholds = field(default_factory=Thresholds)
    week: pl.DataFrame = field(default_factory=catalogue.GoalWeek.empty)
    series: pl.DataFrame = field(default_factory=catalogue.SeriesValue.empty)
    survey_result: pl.DataFrame = field(default_factory=catalogue.SurveyResult.empty)
    survey_step: pl.DataFrame = field(default_factory=catalogue.SurveyStep.empty)
    survey_response: pl.DataFrame = field(default_factory=catalogue.SurveyResponse.empty)
    shown_before: pl.DataFrame = field(default_factory=catalogue.ShownBefore.empty)


@dataclass(frozen=True, kw_only=True)
class Disclosed:
    """What may be shown to everybody."""

    outcome: pl.DataFrame
    deviation: pl.DataFrame
    week: pl.DataFrame
    survey_result: pl.DataFrame
    survey_step: pl.DataFrame
    survey_response: pl.DataFrame


def disclose(of: Undisclosed) -> Disclosed:
    """What may be shown of it to everybody, for tables, charts, alternative texts, exports and the open database alike."""
    surveys = disclosed_surveys(of.survey_result, of.survey_step, of.survey_response, of.measures, of.units, of.thresholds)
    outcome, sheet, board = decided_outcomes(
        of.measures,
        of.units,
        of.outcome,
        of.thresholds,
        series=of.series,
        shown_before=of.shown_before,
        as_of=of.as_of,
        survey_waves=shown_waves(surveys[0]),
        goal_measures=of.goals.filter("is_current")["measure_id"].unique().to_list(),
    )
    deviation = disclosed_deviations(
        of.deviation, of.goals, outcome, of.measures, of.thresholds, shown_before=of.shown_before, decided_on=(sheet, board)
    )
    week = disclosed_weeks(of.week, of.goals, of.deviation, deviation, outcome, of.measures, of.thresholds)
    return Disclosed(
        outcome=outcome,
        deviation=deviation,
        week=week,
        survey_result=surveys[0],
        survey_step=surveys[1],
        survey_response=surveys[2],
    )

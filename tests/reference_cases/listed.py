"""Every reference case, and what becomes of it with us: equal in what we also compute, or different on purpose.

``equal`` names what is compared; each comparison asserts to the case's own tolerance. ``different`` gives the reason in
words, and its comparison asserts that the difference is there, or that the rule does not exist with us. A case may be both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.reference_cases import figures, limits, sequences
from tests.reference_cases.elsewhere import tested_in

Compare = Callable[[str], None]


@dataclass(frozen=True)
class Listed:
    """What is equal to a case and what differs from it on purpose, with the comparisons that say so."""

    equal: str = ""
    compare: tuple[Compare, ...] = ()
    different: str = ""
    differs: tuple[Compare, ...] = ()


GOALS = tested_in("tests.unit.test_reference_goals")
RULES = tested_in("tests.unit.test_reference_rules")
XMR = tested_in("tests.unit.test_reference_xmr")

_CHART = Listed("limits of every point, and Anhøj's two tests", (limits.qicharts, sequences.runs_analysis))
_RUN_CHART = Listed(
    "Anhøj's two tests",
    (sequences.runs_analysis,),
    "a run chart has the median as its centre and no limits; our centre is the mean",
    (limits.no_median,),
)
_DOTS = Listed("mean, limits and the points outside them", (limits.plot_the_dots,))
_POWERBI = Listed("limits of every point, to the decimals printed", (limits.powerbi,))
_NIST = Listed("centre and limits", (limits.nist,))
_SHIFTS = Listed("where the level shifts", (sequences.same_breaks,))
_RUNCHARTER = Listed(
    different="a run against the median of the first nine points moves the level at once; ours is a mean, and needs twelve "
    "points at the new level and nothing going back",
    differs=(sequences.another_rebase,),
)
_GOAL = Listed("the plan's figures, the forecasts and the chance", (GOALS,))

LISTED: dict[str, Listed] = {
    "anhoej_critical_values": Listed("the limits of both tests for 1–100 useful points", (sequences.critical_values,)),
    "autospc_ed_monthly": _SHIFTS,
    "autospc_example_series_1": _SHIFTS,
    "autospc_example_series_2a": Listed(
        different="they leave the most extreme points out of the candidate's centre, which then lies lower; we leave none out and "
        "find the same shift one point later",
        differs=(sequences.a_break_one_point_later,),
    ),
    "autospc_example_series_2b": _SHIFTS,
    "autospc_example_series_2c": _SHIFTS,
    "autospc_i_extreme_mr": Listed(
        "centre and limits without screening, and with one pass",
        (limits.screening,),
        "screening again and again until nothing is left to leave out narrows the limits further; ours is one pass",
        (limits.one_pass_only,),
    ),
    "autospc_ssa_op1": _SHIFTS,
    "autospc_ssa_op2": _SHIFTS,
    "autospc_ssa_op3": _SHIFTS,
    "autospc_ssa_op4": _SHIFTS,
    "autospc_ssa_op5": _SHIFTS,
    "hme_index": Listed(
        "the index of pooled answers (A)",
        (figures.pooled_index,),
        "B gives every question the same weight and C every respondent; who answered what is not kept with us",
        (figures.other_ways_of_weighing,),
    ),
    "nhspy_limits_vectors": Listed(
        "mean, limits and two-sigma lines with one pass of screening, from six points on",
        (limits.vectors_of_limits,),
        "limits of fewer than six points are not given",
        (limits.no_limits_of_five,),
    ),
    "nist_wafer_c": _NIST,
    "nist_wafer_p": _NIST,
    "pbispc_c": _POWERBI,
    "pbispc_i": _POWERBI,
    "pbispc_mr": Listed("the moving range's upper limit", (limits.powerbi,)),
    "pbispc_p": _POWERBI,
    "pbispc_pprime": _POWERBI,
    "pbispc_rule_vectors": Listed(
        "points outside the limits; runs, stretched to our eight; two of three where the third is on the same side",
        (RULES,),
        "a point on the line breaks their run, the third of two-of-three may be anywhere, and patterns are marked afterwards",
        (sequences.point_on_the_line_breaks_nothing,),
    ),
    "pbispc_u": _POWERBI,
    "pbispc_uprime": _POWERBI,
    "ptd01_snapshot_plain": _DOTS,
    "ptd02_snapshot_outlier_screened": _DOTS,
    "ptd03_snapshot_outlier_unscreened": _DOTS,
    "ptd04_vignette_screened": _DOTS,
    "ptd05_vignette_excel": _DOTS,
    "ptd06_frozen_baseline_12": _DOTS,
    "ptd07_ae_rrk_stable": Listed(
        _DOTS.equal,
        _DOTS.compare,
        "their run is seven points and all seven are coloured afterwards; ours is eight and colours the eighth",
        (sequences.fewer_months_in_runs,),
    ),
    "ptd08_ae_rrk_rebased": _DOTS,
    "ptd09_ae_rrk_not_rebased": _DOTS,
    "ptd10_ae_6units": _DOTS,
    "ptd11_assurance": Listed(f"{_DOTS.equal}; the word for every target and direction", (*_DOTS.compare, sequences.assurance)),
    "ptd12_edge_cases": Listed("mean and limits from six points on, whatever is missing or equal", (XMR,)),
    "ptd13_rule_vectors": Listed("runs, trends and two of three, marked where they are completed", (RULES,)),
    "qic01_montgomery_6_5_i": _CHART,
    "qic02_montgomery_6_5_mr": Listed(
        "the moving range's mean and upper limit, and Anhøj's two tests", (limits.moving_range_limit, sequences.runs_analysis)
    ),
    "qic03_montgomery_7_1_p_exclude_part": _CHART,
    "qic04_montgomery_t7_4_p_varying_n": _CHART,
    "qic05_montgomery_7_3_c": _CHART,
    "qic06_montgomery_7_4_u": _CHART,
    "qic07_montgomery_7_5_u_multiply": _CHART,
    "qic09_hai_u_facets_3": _CHART,
    "qic10_cdi_c_freeze24": _CHART,
    "qic10_cdi_i_freeze24": _CHART,
    "qic10_cdi_run_freeze24": _RUN_CHART,
    "qic11_cdi_ip_part24": _CHART,
    "qic11_cdi_u_part24": _CHART,
    "qic11_cdi_up_part24": _CHART,
    "qic12_nhs_accidents_i": _CHART,
    "qic12_nhs_accidents_ip": _CHART,
    "qic12_nhs_accidents_p": _CHART,
    "qic12_nhs_accidents_pp": _CHART,
    "qic13_taylor_complaints_ip": _CHART,
    "qic13_taylor_complaints_u": _CHART,
    "qic13_taylor_complaints_up": _CHART,
    "qic14_taylor_lots_ip": _CHART,
    "qic15_hba1c_i": _CHART,
    "qic15_hba1c_ip": _CHART,
    "qic16_book_screened": _CHART,
    "qic16_book_unscreened": _CHART,
    "qic17_na_i": _CHART,
    "qic18_ties_run": _RUN_CHART,
    "qic19_constant_run": Listed("Anhøj's two tests: nothing useful, no signal", (sequences.runs_analysis,)),
    "runcharter_signals_above": _RUNCHARTER,
    "runcharter_signals_below": _RUNCHARTER,
    "runcharter_signals_both": _RUNCHARTER,
    "seasonal01_ae_total": Listed(
        "the season's factors, and mean, moving range and limits with it taken out and as they are",
        (limits.season,),
        "theirs per calendar day is in units per day; ours is per working day, told in the measure's own unit. Nothing of ours "
        "subtracts the same month last year before judging",
        (limits.no_calendar_days,),
    ),
    "target01_flat_jeffreys": _GOAL,
    "target04_overdispersed": _GOAL,
    "target06_reached_early": _GOAL,
    "target08_zero_plan_months": _GOAL,
    "target09_published_nb_quota": Listed("the negative binomial's meaning, by the published chances", (GOALS,)),
    "target10_linear_pacing_published": Listed("forecast at the present pace and pace needed", (GOALS,)),
    "target11_cohort_binomial": Listed("the beta-binomial chance of a cohort", (GOALS,)),
    "target13_poisson_cusum_lower": Listed(
        different="a running sum against the plan's pace is no rule of ours: a plan is followed by deviation and chance",
        differs=(sequences.no_such_rule,),
    ),
    "wheeler_inventory_xmr": Listed("mean, moving range and limits as published", (limits.wheeler,)),
}

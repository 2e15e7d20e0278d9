"""What is known of goals: where they stand month by month, and where they are heading."""

from __future__ import annotations

from transforms.tables import Table, day, number, text, whole, yes_no


class Deviation(Table, name="core.deviation", grain=("goal_id", "month"), audience="detail"):
    """One row per month of the plan in force that has ended on the as-of date."""

    goal_id = text("The goal.")
    version = whole("The version in force.")
    month = day("The month.")
    period_number = whole("1 for the plan's first month.")
    outcome = number("Outcome of the month; null when missing.", null=True)
    outcome_cumulative = number("Outcome so far; null from the first missing month on.", null=True)
    planned_cumulative = number("Planned so far.")
    deviation = number("Outcome so far minus planned so far.", null=True)
    deviation_share = number("The deviation as a share of what was planned; null when nothing was planned.", null=True)
    is_preliminary = yes_no("Whether the month may still change.")


class Forecast(Table, name="core.forecast", grain=("goal_id",), audience="detail"):
    """One row per goal: where it stands on the as-of date and where it is heading."""

    goal_id = text("The goal.")
    version = whole("The version in force.")
    last_known_month = day("The last month counted; null before the first month has ended.", null=True)
    periods_done = whole("t: complete periods counted.")
    periods_left = whole("H − t.")
    outcome_cumulative = number("A_t.", null=True)
    planned_cumulative = number("P_t.", null=True)
    deviation = number("A_t − P_t.", null=True)
    needed_per_month = number("(T − A_t)/(H − t), 0 when reached; null when no period is left.", null=True)
    needed_next_month = number("What the next month must give when the rest follows the plan's profile.", null=True)
    needed_per_week = number("What a week of five Swedish working days must give.", null=True)
    needed_per_working_day = number("What every Swedish working day left must give; null when none is left.", null=True)
    pace_per_month = number("A_t / t.", null=True)
    forecast_at_present_pace = number("A_t / W_t.", null=True)
    forecast_rest_as_planned = number("A_t + T − P_t.", null=True)
    chance_of_reaching = number("Probability (0–1) of reaching the target.", null=True)
    chance_from = text(
        "What the chance is computed from: counts (negative binomial), spread_counts (widened by the months' own spread), cohort "
        "(beta-binomial) or level (a walk from month to month); null without a chance.",
        null=True,
        one_of=("counts", "spread_counts", "cohort", "level"),
    )
    final_low = number("10th percentile of the final result.", null=True)
    final_high = number("90th percentile of the final result.", null=True)
    state = text(
        "reached, missed, ahead, on_plan, behind, not_started or unknown (a month is missing).",
        one_of=("reached", "missed", "ahead", "on_plan", "behind", "not_started", "unknown"),
    )


class ForecastMonth(Table, name="core.forecast_month", grain=("goal_id", "month"), audience="detail"):
    """One row per month left of a goal's plan: the fan of where the outcome so far, or the level, is likely to be."""

    goal_id = text("The goal.")
    version = whole("The version in force.")
    month = day("The month.")
    expected = number("The mean.")
    low = number("10th percentile.")
    high = number("90th percentile.")


class GoalWeek(Table, name="core.goal_week", grain=("goal_id", "week_from"), audience="detail"):
    """One row per whole calendar week (Monday to Sunday) since the plan began: was the week won?

    Only cumulative goals of counted cases, whose events have days.
    """

    goal_id = text("The goal.")
    version = whole("The version in force.")
    week_from = day("The Monday.")
    working_days = whole("Swedish working days in the week.")
    outcome = number("Counted in the week.")
    needed = number(
        "What the week had to give: the pace needed per working day after the last month that ended before it, times its days."
    )
    is_won = yes_no("Whether the outcome was at least what was needed (at most, for a ceiling).")

"""What follows from the rows: outcomes, baselines, signals and comparisons."""

from __future__ import annotations

from transforms.tables import Table, day, number, text, whole, yes_no


class Outcome(Table, name="core.outcome", grain=("measure_id", "unit_id", "month"), audience="detail"):
    """One row per measure, unit and month, for every month the measure's source covers: what the value was.

    Zero is a value. Null is missing: the source does not cover the month, or there was nothing to divide by.
    """

    measure_id = text("The measure.")
    unit_id = text("The unit, or the process or nämnd above it: totals are computed from rows, never from parts.")
    month = day("The month; for yearly figures January of the year, for surveys the month of the wave.")
    value = number("The value in the measure's unit (shares in percent); null when missing.", null=True)
    numerator = number("Numerator of a share or ratio.", null=True)
    denominator = number("Denominator of a share or ratio.", null=True)
    rows = whole("How many cases, answers or reported values the figure rests on.")
    is_preliminary = yes_no("Whether the month may still change.")


class Baseline(Table, name="core.baseline", grain=("measure_id", "unit_id", "from_month"), audience="detail"):
    """One row per measure, unit and baseline: the months that its normal variation is judged from.

    A baseline is in force from its first month until the next one's; rules never run across.
    """

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    from_month = day("First month of the baseline.")
    to_month = day("Last month of the baseline.")
    is_current = yes_no("Whether it is the latest.")
    chart = text("How its limits are computed.", one_of=("xmr", "i_prime", "p", "p_prime", "u", "u_prime", "c", "t", "g"))
    adjusted_for = text("What is taken out before a value is judged.", one_of=("none", "season", "working_days"))
    points = whole("Months with a value in it.")
    centre = number("Mean of the values, with season or working days taken out; weighted by the denominators for rates.")
    mean_moving_range = number(
        "Mean distance between such values of neighbouring months, after screening where chosen; a gap is not bridged.", null=True
    )
    spread = number(
        "One standard deviation: of a value for xmr and c; of a value with denominator 1 for i_prime, p and u; "
        "of the standardised values for p_prime and u_prime (1 when they vary as counts do).",
        null=True,
    )
    lower_limit = number("Lower limit; null when there are too few points, or when it differs from month to month.", null=True)
    upper_limit = number("Upper limit; null when there are too few points, or when it differs from month to month.", null=True)
    moving_range_limit = number("3.267 · mean moving range.", null=True)
    strength = text("too_few (under 6 points), trial (6–11) or limits (12 or more).", one_of=("too_few", "trial", "limits"))
    is_frozen = yes_no("Whether somebody has decided it; otherwise it is all complete months so far.")
    decided_by = text("The role that decided it.", null=True)
    decided_on = day("When it was decided.", null=True)
    reason = text("Why.", null=True)
    cause = text("What is known to have changed the level.", null=True)
    level_target = number("The level to keep on the right side of, where the measure has one.", null=True)
    assurance = text(
        "What normal variation means for the level target: will_pass, hit_or_miss or will_fail; null without target, "
        "direction or limits.",
        null=True,
        one_of=("will_pass", "hit_or_miss", "will_fail"),
    )


class Signal(Table, name="core.signal", grain=("measure_id", "unit_id", "month"), audience="detail"):
    """One row per measure, unit and complete month: is the value beyond what chance gives?"""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    month = day("The month.")
    value = number("The value.", null=True)
    centre = number("The centre for the month: the baseline's, with the season or the working days put back.")
    lower_limit = number("Lower limit of normal variation for the month.", null=True)
    upper_limit = number("Upper limit of normal variation for the month.", null=True)
    sigmas = number("Distance from the centre in standard deviations, with sign; null without limits.", null=True)
    rule = text(
        "outside_limits, two_of_three (beyond two sigma), run (8 in a row on one side, or what is set), trend (7 in one direction, "
        "where switched on) or none.",
        one_of=("outside_limits", "two_of_three", "run", "trend", "none"),
    )
    side = text(
        "above or below the centre, for a signal; rising (above) or falling (below) for a trend.",
        null=True,
        one_of=("above", "below"),
    )
    judgement = text(
        "improvement, concern, change (a signal in a measure without direction), none, or too_few points.",
        one_of=("improvement", "concern", "change", "none", "too_few"),
    )
    is_latest = yes_no("Whether this is the latest complete month with a value.")


class SeasonFactor(Table, name="core.season_factor", grain=("measure_id", "unit_id", "calendar_month"), audience="detail"):
    """One row per measure judged with its season taken out, unit and calendar month."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    calendar_month = whole("1 for January.")
    factor = number("The calendar month's mean divided by the mean of all months, over whole years.")
    whole_years = whole("Whole years it rests on (at least 3).")


class Stability(Table, name="core.stability", grain=("measure_id", "unit_id"), audience="detail"):
    """One row per measure and unit whose current baseline has limits: do its months behave as chance would (Anhøj)?"""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    from_month = day("First month looked at: the current baseline's first.")
    to_month = day("Last month looked at.")
    useful_points = whole("Months off the centre line.")
    longest_run = whole("Most months in a row on one side.")
    longest_run_limit = whole("Longest run that chance usually gives: round(log2 n) + 3.")
    crossings = whole("How often the months cross the centre line.")
    crossings_limit = whole("Fewest crossings that chance usually gives: 5th percentile of the binomial of n − 1 and ½.")
    is_stable = yes_no("Whether neither limit is broken.")


class BaselineSuggestion(Table, name="core.baseline_suggestion", grain=("measure_id", "unit_id"), audience="detail"):
    """One row per measure and unit whose level has shifted and stayed: a new baseline to decide about, never made by itself."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    from_month = day("First month of the new level.")
    to_month = day("Last month known.")
    points = whole("Months at the new level.")
    centre_before = number("Centre of the current baseline.")
    centre = number("Centre of the new level.")
    side = text("Which side of the old centre it lies on.", one_of=("above", "below"))


class EventGap(Table, name="core.event_gap", grain=("measure_id", "unit_id", "event_number"), audience="detail"):
    """One row per event of a rare measure (chart t or g) after the first: how long since the one before."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    event_number = whole("2 for the second event.")
    event_on = day("The day of the event.")
    gap = number("Days since the event before (t), or cases without it since then (g).")
    centre = number(
        "The gap that half of all gaps exceed (t), or that at least half do not exceed (g), as judged from all gaps so far.",
        null=True,
    )
    lower_limit = number("Shorter gaps are rarer than chance gives.", null=True)
    upper_limit = number("Longer gaps are rarer than chance gives.", null=True)
    judgement = text(
        "improvement, concern, change, none or too_few.", one_of=("improvement", "concern", "change", "none", "too_few")
    )
    is_latest = yes_no("Whether it is the latest.")


class Comparison(Table, name="core.comparison", grain=("measure_id", "circle")):
    """One row per Kolada measure and circle of comparison, in the latest year with enough reporters."""

    measure_id = text("The measure.")
    kpi_id = text("The key figure.")
    gender = text("T, K or M.", one_of=("T", "K", "M"))
    circle = text("all: all kommuner; similar: the similar ones and ourselves.", one_of=("all", "similar"))
    year = whole("The year compared; null when no year has enough reporters.", null=True)
    value = number("Our value.", null=True)
    rank = whole("1 for the best (the highest when the figure has no direction); equal values share the better rank.", null=True)
    reporting_count = whole("How many have a value that year, ourselves included.")
    strictly_better_share = number("Share (0–1) of those reporting that are strictly better.", null=True)
    strictly_worse_share = number("Share (0–1) that are strictly worse.", null=True)
    position = text(
        "best_quarter, middle, worst_quarter, or none (no value, no direction, or too few reporters).",
        one_of=("best_quarter", "middle", "worst_quarter", "none"),
    )
    colour_word = text("grön, gul, röd or grå; never shown without its words.", one_of=("grön", "gul", "röd", "grå"))
    circle_mean = number("Unweighted mean of the circle.", null=True)
    circle_median = number("Median of the circle.", null=True)
    national_value = number("Kolada's value for the nation, usually weighted.", null=True)
    travel = text(
        "Our own values over the five years up to the year compared: better, worse, moving (no direction), unclear (no more than "
        "chance might give) or too_short.",
        one_of=("better", "worse", "moving", "unclear", "too_short"),
    )
    travel_from_year = whole("First year of the travel.", null=True)
    travel_from_value = number("Our value then.", null=True)


class ComparisonYear(Table, name="core.comparison_year", grain=("measure_id", "year")):
    """One row per Kolada measure and year that we or enough others report: our own history, and the others' beside it."""

    measure_id = text("The measure.")
    kpi_id = text("The key figure.")
    gender = text("T, K or M.", one_of=("T", "K", "M"))
    year = whole("The year.")
    value = number("Our value.", null=True)
    rank = whole("1 for the best (the highest without direction); equal values share the better rank.", null=True)
    reporting_count = whole("Kommuner with a value that year.")
    strictly_better_share = number("Share (0–1) of those reporting that are strictly better.", null=True)
    strictly_worse_share = number("Share (0–1) that are strictly worse.", null=True)
    position = text(
        "best_quarter, middle, worst_quarter, or none (no value, no direction, or too few reporters).",
        one_of=("best_quarter", "middle", "worst_quarter", "none"),
    )
    circle_mean = number("Unweighted mean of all kommuner.", null=True)
    similar_mean = number("Unweighted mean of the similar kommuner and ourselves.", null=True)
    similar_count = whole("How many of them report.")
    national_value = number("Kolada's value for the nation, usually weighted.", null=True)


class SurveyResult(
    Table, name="core.survey_result", grain=("measure_id", "unit_id", "wave_on", "group_name", "question"), audience="detail"
):
    """One row per statement of a survey (for an index: per part), unit, wave and group ('alla' is everybody)."""

    measure_id = text("The measure.")
    unit_id = text("The unit, or the process or nämnd above it.")
    wave_on = day("The month of the wave.")
    group_name = text("The group, or 'alla': everybody, also those without a group.")
    question = text("The statement's code; for an index the name of the part, over whose questions the answers are pooled.")
    answers = whole("How many answered with a step.")
    not_relevant = whole("How many answered 'ej relevant'; they are not in the mean.")
    mean = number("Mean of the steps answered.", null=True)
    sampling_error = number("Standard error of the mean; null for a single answer.", null=True)
    change = number("The mean minus that of the wave before, from unrounded means.", null=True)
    change_error = number("Standard error of the change, the waves taken as independent.", null=True)
    rank = whole("1 for the statement with the highest mean; equal means share the better rank.", null=True)


class SurveyStep(
    Table, name="core.survey_step", grain=("measure_id", "unit_id", "wave_on", "group_name", "question", "step"), audience="detail"
):
    """One row per step of the scale under a statement: how many chose it."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    wave_on = day("The month of the wave.")
    group_name = text("The group, or 'alla'.")
    question = text("The statement's code; for an index the question's.")
    step = whole("The step.")
    answers = whole("How many chose it; zero is a value.")


class SurveyResponse(Table, name="core.survey_response", grain=("measure_id", "unit_id", "wave_on"), audience="detail"):
    """One row per survey measure, unit and wave: how many answered, of how many asked."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    wave_on = day("The month of the wave.")
    respondents = whole("Answers to the most answered question, 'ej relevant' included.")
    invited = number("How many were asked.", null=True)
    response_share = number("Share (0–1) that answered; null when it is not known how many were asked.", null=True)
    official_value = number("The supplier's own value of the index, where there is one.", null=True)

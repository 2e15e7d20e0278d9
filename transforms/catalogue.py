"""The tables: every frame that crosses from one layer to another has its shape declared here, and nowhere else.

``landed.*`` come through the door and are what everything is rebuilt from; ``core.*`` have one clear grain and are
computed; ``report.*`` is what is printed; ``meta.*`` is about runs, checks and definitions.

Names: ``_id`` is a key, ``_code`` needs a look-up, ``_name`` is for people, ``_on`` is the date of an event, ``month`` is
the first day of it, ``is_`` is a yes or no, and units stand in the name (``_days``, ``_sek``, ``_share``).
"""

from __future__ import annotations

from transforms.tables import Table, day, instant, number, text, whole, yes_no

# ── what comes in ────────────────────────────────────────────────────────────────────────────────────────────────────


class Case(Table, name="core.case", grain=("source_id", "case_key"), audience="detail"):
    """One row per case, as the case system last told us about it."""

    source_id = text("The source of kommun.toml that the row came from.")
    case_key = text("The case, as a keyed hash of its number in the case system.")
    person_key = text("The person the case concerns, as a keyed hash of the normalised personnummer.", null=True)
    unit_id = text("The unit that has the case.")
    case_type = text("Type of case, in the kommun's own grouping.", null=True)
    opened_at = instant("When the case came in.")
    decided_at = instant("When it was decided.", null=True)
    closed_at = instant("When it was closed; null while it is open.", null=True)
    due_at = instant("The deadline of the case.", null=True)
    outcome = text("Outcome of the decision, in the kommun's own grouping.", null=True)
    close_reason = text("Reason for closing, as the case system words it.", null=True)
    close_reason_group = text("The group the reason belongs to; 'Ej mappad' when the mapping does not know it.", null=True)
    channel = text("How the case came in.", null=True)
    caseworker_key = text("The caseworker, as a keyed hash.", null=True)
    household_size = whole("Number of people in the household.", null=True)
    amount_sek = number("Amount granted, in kronor.", null=True)
    file_id = text("The landed file the row was read from.")
    line = whole("The line of that file (the row of the sheet, for Excel) where the case starts; the header has its own line.")


class CaseExtra(Table, name="core.case_extra", grain=("source_id", "case_key", "extra_name"), audience="detail"):
    """One row per case and extra column that the mapping names, as text."""

    source_id = text("The source of kommun.toml.")
    case_key = text("The case, as a keyed hash.")
    extra_name = text("Name given to the column in the mapping.")
    extra_value = text("The value, as text: ISO dates, decimal point.", null=True)


class SeriesValue(Table, name="core.series_value", grain=("source_id", "series_code", "unit_id", "month"), audience="detail"):
    """One row per reported value of a series (ekonomi, HR, kvalitet), as delivered."""

    source_id = text("The source of kommun.toml.")
    series_code = text("The series, as the reporting system names it.")
    unit_id = text("The unit.")
    month = day("The month.")
    value = number("The value reported.", null=True)
    numerator = number("Numerator, where reported.", null=True)
    denominator = number("Denominator, where reported.", null=True)
    file_id = text("The landed file.")
    line = whole("The line of that file.")


class SurveyAnswer(Table, name="core.survey_answer", grain=("source_id", "file_id", "line"), audience="detail"):
    """One row per answer to a question of a survey; nobody who answered can be told from another."""

    source_id = text("The source of kommun.toml.")
    wave_on = day("The month of the survey (first day).")
    unit_id = text("The unit.")
    question = text("The question's code.")
    answer = number("The step answered; null for no answer and for 'ej relevant'.", null=True)
    file_id = text("The landed file.")
    line = whole("The line of that file.")


class KoladaValue(Table, name="core.kolada_value", grain=("kpi_id", "municipality_code", "year", "gender")):
    """One row per value of a key figure that Kolada has answered with, null where Kolada has a row without a value."""

    kpi_id = text("The key figure's id in Kolada.")
    municipality_code = text("Four digits with leading zeros; 0000 is the nation.")
    year = whole("The year.")
    gender = text("T all, K women, M men.", one_of=("T", "K", "M"))
    value = number("The value.", null=True)
    status = text("Kolada's own note, verbatim.", null=True)


class Kpi(Table, name="core.kpi", grain=("kpi_id",)):
    """One row per key figure asked of Kolada."""

    kpi_id = text("The key figure's id in Kolada.")
    title = text("Kolada's title.")
    description = text("Kolada's description.", null=True)
    operating_area = text("The area of work, as Kolada groups it.", null=True)
    perspective = text("Kolada's perspective (Resurser, Volymer, Kvalitet …).", null=True)
    municipality_type = text("K kommun, L region or nation, A both.", null=True)
    published_period = text("The latest period published, as Kolada words it.", null=True)


class Area(Table, name="core.area", grain=("municipality_code",)):
    """One row per kommun or region that Kolada knows."""

    municipality_code = text("Four digits with leading zeros.")
    area_name = text("Its name.")
    area_type = text("K kommun, L region or nation.", one_of=("K", "L"))


class SimilarArea(Table, name="core.similar_area", grain=("group_id", "municipality_code")):
    """One row per member of the group of similar kommuner that comparisons use (the own kommun is not a member)."""

    group_id = text("The group's id in Kolada.")
    group_title = text("The group's title, with the year it was published.")
    municipality_code = text("The member.")


class RuleCount(Table, name="landed.rule_count", grain=("source_id", "file_id", "rule"), audience="detail"):
    """One row per rule of the intake and file read: how many rows it looked at and how many did not keep it."""

    source_id = text("The source of kommun.toml.")
    file_id = text("Id of the landing.")
    rule = text("What should be true of a row; 'rows' counts the rows themselves.")
    rows_checked = whole("Rows looked at.")
    rows_unmet = whole("Rows that did not keep it.")
    rows_before = whole("Rows of the source's previous file, for the rule 'rows'.", null=True)
    limit_share = number("The share of unmet rows (0–1) at which the file is refused; null when it is only told.", null=True)


# ── what we know of the organisation and its plan ────────────────────────────────────────────────────────────────────


class Unit(Table, name="core.unit", grain=("unit_id",)):
    """One row per enhet, process and nämnd."""

    unit_id = text("The unit.")
    unit_name = text("Its name.")
    level = text("unit, process or board.", one_of=("unit", "process", "board"))
    parent_unit_id = text("The process above a unit, the nämnd above a process.", null=True)
    manager_title = text("The title of the one in charge (a role, no name).", null=True)


class Goal(Table, name="core.goal", grain=("goal_id", "version")):
    """One row per version of a goal (EOR); the old versions stay when a goal is replanned."""

    goal_id = text("The goal.")
    version = whole("1 for the first plan; the highest is in force.")
    is_current = yes_no("Whether this is the version in force.")
    unit_id = text("The unit that has committed to it.")
    measure_id = text("The measure that says how it goes.")
    title = text("The goal in words.")
    goal_kind = text(
        "cumulative: a sum by a date; share: a share of a cohort; stock: a level on a date.",
        one_of=("cumulative", "share", "stock"),
    )
    target = number("The number to reach, in the measure's unit.")
    start_value = number("Where the glide path starts, for share and stock.", null=True)
    first_month = day("First month of the plan.")
    last_month = day("Last month of the plan.")
    owner = text("The role that owns the goal.")
    decided_on = day("When it was decided.")


class PlanMonth(Table, name="core.plan_month", grain=("goal_id", "version", "month")):
    """One row per month of every version of a backward plan."""

    goal_id = text("The goal.")
    version = whole("The version of the goal.")
    month = day("The month.")
    period_number = whole("1 for the plan's first month.")
    weight = number("The month's share of the whole plan; the weights of a plan sum to 1.")
    planned = number("Planned for this month: the difference between two neighbouring cumulative values.")
    planned_cumulative = number(
        "Planned to the end of this month, rounded half up for whole things; ends exactly on the target. "
        "For stock and share goals: the level planned."
    )


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
    needed_per_working_day = number("What every Swedish working day left must give; null when none is left.", null=True)
    pace_per_month = number("A_t / t.", null=True)
    forecast_at_present_pace = number("A_t / W_t.", null=True)
    forecast_rest_as_planned = number("A_t + T − P_t.", null=True)
    chance_of_reaching = number("Probability (0–1) of reaching the target.", null=True)
    final_low = number("10th percentile of the final result.", null=True)
    final_high = number("90th percentile of the final result.", null=True)
    state = text(
        "reached, missed, ahead, on_plan, behind, not_started or unknown (a month is missing).",
        one_of=("reached", "missed", "ahead", "on_plan", "behind", "not_started", "unknown"),
    )


class Activity(Table, name="core.activity", grain=("activity_id",)):
    """One row per activity of the action plans, with its lateness on the as-of date."""

    activity_id = text("The activity.")
    unit_id = text("The unit.")
    goal_id = text("The goal it serves.", null=True)
    title = text("What is to be done.")
    owner = text("The role that owns it.")
    is_decisive = yes_no("Whether it is one of the few that carry the goal.")
    starts_on = day("When it should start.", null=True)
    due_on = day("When it should be done.")
    done_on = day("When it was done.", null=True)
    latest_start_on = day("Due date minus the activity's own duration.", null=True)
    days_late = whole("Days past the due date when not done (or when it was done too late); 0 when in time.")
    status = text(
        "done, late, at_risk (latest start date passed and not started), ongoing or planned.",
        one_of=("done", "late", "at_risk", "ongoing", "planned"),
    )
    contribution = text("What it is to give.", null=True)


class Dialogue(Table, name="core.dialogue", grain=("unit_id", "held_on")):
    """One row per planned verksamhetsdialog."""

    unit_id = text("The unit.")
    held_on = day("The day.")
    participants = text("Roles that take part.", null=True)
    theme = text("The theme, if any.", null=True)
    place = text("Where.", null=True)


class Decision(Table, name="core.decision", grain=("decision_id",)):
    """One row per matter raised in the dialogues, with its age on the as-of date."""

    decision_id = text("The matter.")
    unit_id = text("The unit.")
    matter = text("What is to be decided.")
    raised_on = day("When it was raised.")
    decided_on = day("When it was decided; null while it waits.", null=True)
    decision = text("What was decided.", null=True)
    owner = text("The role that owns what was decided.", null=True)
    age_days = whole("Days from raised to decided, or to the as-of date.")


# ── what follows from it ─────────────────────────────────────────────────────────────────────────────────────────────


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


class DisclosedOutcome(Table, name="report.outcome", grain=("measure_id", "unit_id", "month")):
    """One row per measure, unit and month as it may be shown to everybody: small counts are hidden."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    month = day("The month.")
    value = number("The value; null when missing or hidden.", null=True)
    numerator = number("Numerator; null when missing or hidden.", null=True)
    denominator = number("Denominator; null when missing or hidden.", null=True)
    is_hidden = yes_no("Whether the value exists but is hidden because so few people are behind it, or would give one away.")
    is_preliminary = yes_no("Whether the month may still change.")


class DisclosedDeviation(Table, name="report.deviation", grain=("goal_id", "month")):
    """One row per month of the plan in force as it may be shown to everybody.

    Sums that would give away a hidden month are hidden too.
    """

    goal_id = text("The goal.")
    version = whole("The version in force.")
    month = day("The month.")
    period_number = whole("1 for the plan's first month.")
    outcome = number("Outcome of the month; null when missing or hidden.", null=True)
    outcome_cumulative = number("Outcome so far; null when unknown or hidden.", null=True)
    planned_cumulative = number("Planned so far.")
    deviation = number("Outcome so far minus planned so far; null when unknown or hidden.", null=True)
    is_hidden = yes_no("Whether the outcome so far exists but is hidden.")
    is_preliminary = yes_no("Whether the month may still change.")


class Baseline(Table, name="core.baseline", grain=("measure_id", "unit_id"), audience="detail"):
    """One row per measure and unit with the months its normal variation is judged from (XmR)."""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    from_month = day("First month of the baseline.")
    to_month = day("Last month of the baseline.")
    points = whole("Months with a value in it.")
    centre = number("Mean of the baseline's values.")
    mean_moving_range = number("Mean distance between neighbouring months; a gap is not bridged.", null=True)
    lower_limit = number("centre − 2.66 · mean moving range; null when there are too few points.", null=True)
    upper_limit = number("centre + 2.66 · mean moving range.", null=True)
    moving_range_limit = number("3.267 · mean moving range.", null=True)
    strength = text("too_few (under 6 points), trial (6–11) or limits (12 or more).", one_of=("too_few", "trial", "limits"))
    is_frozen = yes_no("Whether somebody has decided it; otherwise it is all complete months so far.")
    decided_by = text("The role that decided it.", null=True)
    reason = text("Why.", null=True)


class Signal(Table, name="core.signal", grain=("measure_id", "unit_id", "month"), audience="detail"):
    """One row per measure, unit and complete month: is the value beyond what chance gives?"""

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    month = day("The month.")
    value = number("The value.", null=True)
    centre = number("The baseline's centre.")
    lower_limit = number("Lower limit of normal variation.", null=True)
    upper_limit = number("Upper limit of normal variation.", null=True)
    rule = text(
        "outside_limits, run (8 in a row on one side), two_of_three (beyond two sigma) or none.",
        one_of=("outside_limits", "run", "two_of_three", "none"),
    )
    side = text("above or below the centre, for a signal.", null=True, one_of=("above", "below"))
    judgement = text(
        "improvement, concern, change (a signal in a measure without direction), none, or too_few points.",
        one_of=("improvement", "concern", "change", "none", "too_few"),
    )
    is_latest = yes_no("Whether this is the latest complete month with a value.")


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


# ── what is printed ──────────────────────────────────────────────────────────────────────────────────────────────────


class Headline(Table, name="report.headline", grain=("unit_id",)):
    """One row per unit with a pack: the sentence at the top of page one."""

    unit_id = text("The unit.")
    as_of = day("The day the pack tells about.")
    headline = text("The sentence.")
    goal_id = text("The goal it is about.", null=True)
    file_name = text("The pack's file name.")


class Figure(Table, name="report.figure", grain=("unit_id", "section", "figure_id")):
    """One row per figure printed in a pack: the number and the text it is printed as."""

    unit_id = text("The unit whose pack prints it.")
    section = text(
        "goal, measure, comparison, economy, activity or quality.",
        one_of=("goal", "measure", "comparison", "economy", "activity", "quality"),
    )
    figure_id = text("What the figure is, unique within the section of the pack.")
    measure_id = text("The measure, if it is one's.", null=True)
    month = day("The month it is about, if any.", null=True)
    value = number("The number; null when missing or hidden.", null=True)
    printed = text("Exactly as printed.")
    is_hidden = yes_no("Whether it is hidden because of small counts.")


# ── about runs, checks and definitions ───────────────────────────────────────────────────────────────────────────────


class Run(Table, name="meta.run", grain=("run_id",)):
    """One row: the run that built this database."""

    run_id = text("The run, also printed in every pack.")
    as_of = day("The day the run tells about.")
    started_at = instant("When it started.")
    framdrift_version = text("Version of Framdrift.")
    package_versions = text("Versions of the packages that decide figures and pages, as 'name version' pairs.")
    case_rows = whole("Rows in core.case.")
    outcome_rows = whole("Rows in core.outcome.")
    figure_rows = whole("Rows in report.figure.")


class Input(Table, name="meta.input", grain=("run_id", "source_id", "file_id")):
    """One row per landed file that this database is built from, the workspace's own files included."""

    run_id = text("The run.")
    source_id = text("The source, or 'kommun', 'measures', 'plan', 'kolada'.")
    file_id = text("Id of the landing: content, mapping and key together.")
    file_name = text("The name it was delivered under.")
    sha256 = text("Hash of the content as delivered.")
    landed_on = day("The as-of day of the run that took it in.")
    rows_in_file = whole("Data rows in it.", null=True)
    rows_loaded = whole("Rows loaded.", null=True)
    rows_quarantined = whole("Rows in quarantine.", null=True)
    age_days = whole("Days from landing to the as-of date.")


class Quarantined(Table, name="meta.quarantined", grain=("file_id", "line", "column_name"), audience="detail"):
    """One row per cell that kept its row from being loaded: where, and why in plain Swedish, never the value itself."""

    source_id = text("The source.")
    file_id = text("The landed file.")
    file_name = text("The name it was delivered under.")
    line = whole("The line of the file.")
    column_name = text("The heading of the column; '(hela raden)' when the row itself is wrong.")
    value_shape = text("The value's shape: letters as a, digits as 9, other marks as they are, at most 40 characters.")
    reason = text("What was expected.")


class Verdict(Table, name="meta.verdict", grain=("run_id", "suite", "expectation")):
    """One row per expectation checked in the run."""

    run_id = text("The run.")
    suite = text("What was checked: a source or a table.")
    expectation = text("The sentence that should be true.")
    severity = text("stop: the source, or the publishing, stops; warn: it is told.", one_of=("stop", "warn"))
    is_met = yes_no("Whether it was.")
    rows_checked = whole("Rows looked at.")
    rows_unmet = whole("Rows that did not meet it.")


class MeasureDefinition(Table, name="meta.measure", grain=("measure_id",)):
    """One row per measure: its definition, and who stands for it."""

    measure_id = text("The measure.")
    measure_name = text("Its name.")
    definition_number = whole("The number the packs refer to it by.")
    kind = text("What kind of measure it is.")
    unit = text("What it is counted in.")
    direction = text("Which way is good.", one_of=("up", "down", "neither"))
    decimals = whole("Decimals it is printed with.")
    level_target = number("The level to keep on the right side of, where one is decided.", null=True)
    topic = text(
        "The heading a reported series is printed under; null for other kinds.",
        null=True,
        one_of=("ekonomi", "hr", "kvalitet", "verksamhet"),
    )
    source_ids = text("The sources of kommun.toml it is computed from, sorted, ', ' between; 'kolada' for a key figure.")
    definition = text("What it means, for anyone to read.")
    disclosure = text("Which threshold for small counts applies.", one_of=("persons", "staff", "open"))
    author = text("The role that wrote it.")
    checker = text("The role that checked it.")
    reviewed_on = day("When it was last reviewed.")


class DictionaryTable(Table, name="meta.table", grain=("table_name",)):
    """One row per table and view of this database."""

    table_name = text("schema.name.")
    what_a_row_is = text("What one row is.")
    unique_columns = text("The columns that together are unique.")


class DictionaryColumn(Table, name="meta.column", grain=("table_name", "column_name")):
    """One row per column of this database."""

    table_name = text("schema.name.")
    column_name = text("The column.")
    data_type = text("Its type in DuckDB.")
    is_nullable = yes_no("Whether it may be null.")
    what_it_holds = text("What it holds.")


def declared_tables() -> tuple[type[Table], ...]:
    """Every table declared here, in the order of the file."""
    return tuple(
        value for value in globals().values() if isinstance(value, type) and issubclass(value, Table) and value is not Table
    )

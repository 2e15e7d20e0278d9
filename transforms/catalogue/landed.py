"""What comes in: rows as the sources told them, pseudonymised and typed, and what the intake counted."""

from __future__ import annotations

from transforms.tables import Table, day, instant, number, text, whole, yes_no


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
    sex = text("K woman, M man, where the mapping asks for it.", null=True, one_of=("K", "M"))
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
    group_name = text("The group that the one who answered belongs to (ledning, stöd …); null when none is given.", null=True)
    question = text("The question's code.")
    answer = number("The step answered; null for no answer and for 'ej relevant'.", null=True)
    is_not_relevant = yes_no("Whether the answer was 'ej relevant' or the like, which leaves the denominator.")
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


class ShownBefore(Table, name="landed.shown_before", grain=("measure_id", "unit_id", "from_month", "to_month"), audience="detail"):
    """One row per number that everybody has been shown before: a month's figure, or the sum of several months.

    The latest showing counts. What has been shown cannot be hidden again, and a small change of it is as telling as a small count.
    """

    measure_id = text("The measure.")
    unit_id = text("The unit.")
    from_month = day("First month of the sum; the month itself for a month's figure.")
    to_month = day("Last month of the sum.")
    value = number("The value as shown.")
    numerator = number("The numerator as shown.", null=True)
    denominator = number("The denominator as shown.", null=True)
    shown_on = day("The as-of day of the showing.")

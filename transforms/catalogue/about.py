"""About runs, checks and definitions."""

from __future__ import annotations

from transforms.tables import Table, day, instant, number, text, whole, yes_no


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
    chart = text(
        "How chance is told from change.", one_of=("xmr", "i_prime", "p", "p_prime", "u", "u_prime", "c", "t", "g", "none")
    )
    adjusted_for = text("What is taken out before a value is judged.", one_of=("none", "season", "working_days"))
    official_measure_id = text("The measure with the supplier's own value of the same index, if any.", null=True)
    compared_measure_id = text("The key figure of the same index, if any: the whole kommun and the nation.", null=True)
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


class SurveyQuestion(Table, name="meta.survey_question", grain=("measure_id", "question")):
    """One row per question of a survey measure: where it stands, what it says and which steps may answer it."""

    measure_id = text("The measure.")
    question = text("The question's code.")
    position = whole("1 for the first, in printing order.")
    part = text("The part of the index that it belongs to; null for statements told one by one.", null=True)
    wording = text("What the question says, where the definition tells it.", null=True)
    lowest_step = whole("The lowest step of the scale.")
    highest_step = whole("The highest step of the scale.")


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

"""What the managers have decided: units, goals, plans, activities, dialogues and matters."""

from __future__ import annotations

from transforms.tables import Table, day, number, text, whole, yes_no


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
    is_ceiling = yes_no("Whether the sum is to stay at or under the target (a cumulative goal of a measure where less is better).")
    is_count = yes_no(
        "Whether the measure counts things that happen one by one: only then has a sum of them a chance and an interval."
    )
    least = number("What no value of the measure lies below; null where that is not known.", null=True)
    most = number("What no value of the measure lies above; null where that is not known.", null=True)
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
    latest_finish_on = day("The due date, or the earliest latest start of what waits for it, whichever comes first.")
    latest_start_on = day("Latest finish minus the activity's own duration.", null=True)
    depends_on = text("Ids of the activities that must be done before it, ', ' between.", null=True)
    blocks = text("Ids of the activities not done that wait for it, directly or through others, ', ' between.", null=True)
    is_blocked = yes_no("Whether something it depends on is not done.")
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

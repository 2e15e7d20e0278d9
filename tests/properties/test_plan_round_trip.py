"""Any plan without faults is the same after it has been written as a workbook, or as JSON, and read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.plan.workbook import plan_from_json, plan_to_json, read_plan, write_plan
from transforms import plan as declared

IDS = st.from_regex(r"\A[0-9A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö._-]{0,20}\Z")
WORDS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n"), min_size=1).map(str.strip).filter(bool)
)
ROLES = st.builds("{} {}".format, st.sampled_from(["Enhetschef", "=Chef", "HR-partner"]), WORDS)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
MONTHS = DAYS.map(lambda day: day.replace(day=1))
NUMBERS = st.decimals(min_value=1, max_value=10**9, places=4).map(float)


def maybe(strategy):
    """The value, or nothing."""
    return st.none() | strategy


@st.composite
def plans(draw):
    """A plan in which everything referred to exists and all dates come in order."""
    ids = draw(st.lists(IDS, min_size=3, max_size=6, unique=True))
    levels = ["board", "process", *["unit"] * (len(ids) - 2)]
    parents = [None, ids[0], *[ids[1]] * (len(ids) - 2)]
    mails = maybe(st.just("enheten@kommunen.example"))
    names = WORDS.map(lambda text: text[:80].strip()).filter(bool)
    units = tuple(
        declared.Unit(
            unit_id=key,
            unit_name=draw(names),
            level=level,
            parent_unit_id=above,
            manager_title=draw(maybe(ROLES)),
            email=draw(mails),
        )
        for key, level, above in zip(ids, levels, parents, strict=True)
    )
    some_unit = st.sampled_from(ids)
    goals, milestones = [], []
    for key in draw(st.lists(IDS, max_size=2, unique=True)):
        kind = draw(st.sampled_from(["cumulative", "share", "stock"]))
        first, last = sorted(draw(st.lists(MONTHS, min_size=2, max_size=2)))
        target = draw(st.integers(1, 100).map(float) if kind == "share" else NUMBERS)
        shape = draw(st.sampled_from(["even", "season", "milestones"]))
        goals.append(
            declared.Goal(
                goal_id=key, version=1, unit_id=draw(some_unit), measure_id=draw(IDS), title=draw(WORDS), kind=kind, target=target,
                first_month=first, last_month=last, shape=shape, owner=draw(ROLES), decided_on=draw(DAYS),
                benefit=draw(maybe(WORDS)),
                start_value=draw(NUMBERS if kind != "cumulative" else maybe(NUMBERS)),
            )
        )  # fmt: skip
        milestones.append(declared.Milestone(goal_id=key, version=1, month=last, cumulative=target))
    begins, ends = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)))
    steps = draw(st.lists(IDS, max_size=4, unique=True))
    activities = [
        declared.Activity(
            activity_id=key, unit_id=draw(some_unit), goal_id=draw(st.sampled_from([None, *(goal.goal_id for goal in goals)])),
            title=draw(WORDS), owner=draw(ROLES), is_decisive=draw(st.booleans()), due_on=ends,
            starts_on=draw(maybe(st.just(begins))),
            done_on=draw(maybe(DAYS)), duration_days=draw(maybe(st.integers(1, 999))), contribution=draw(maybe(WORDS)),
            depends_on=tuple(draw(st.lists(st.sampled_from(steps[:number]), unique=True))) if number else (),
        )
        for number, key in enumerate(steps)
    ]  # fmt: skip
    decided = draw(st.booleans())
    ends_of = sorted(draw(st.lists(MONTHS, min_size=2, max_size=6, unique=True)))
    stretches, measure_id = list(zip(ends_of[::2], ends_of[1::2], strict=False)), draw(IDS)
    return declared.Plan(
        units=units,
        chosen_measures=tuple(
            declared.ChosenMeasure(unit_id=ids[2], measure_id=key, position=position)
            for position, key in enumerate(draw(st.lists(IDS, max_size=3, unique=True)), start=1)
        ),
        goals=tuple(goals),
        milestones=tuple(milestones),
        activities=tuple(activities),
        dialogues=(declared.Dialogue(unit_id=ids[2], held_on=draw(DAYS), participants=draw(maybe(WORDS)), theme=draw(WORDS)),),
        decisions=(
            declared.Decision(
                decision_id=draw(IDS), unit_id=ids[2], matter=draw(WORDS), raised_on=begins, decided_on=ends if decided else None,
                decision=draw(WORDS) if decided else None, owner=draw(maybe(ROLES)),
            ),
        ),
        texts=tuple(
            declared.Text(unit_id=draw(some_unit), kind=kind, written_on=draw(DAYS), author=draw(ROLES), body=draw(WORDS))
            for kind in draw(st.lists(st.sampled_from(["omvarldsanalys", "nulagesanalys", "slutsats", "kommentar_hr"]), max_size=3))
        ),
        baselines=tuple(
            declared.BaselineDecision(
                measure_id=measure_id, unit_id=ids[1], from_month=first, to_month=last, decided_by=draw(ROLES),
                decided_on=draw(DAYS), reason=draw(WORDS),
                cause=draw(WORDS) if number else draw(maybe(WORDS)),
                is_expected_to_last=True if number else draw(maybe(st.booleans())),
            )
            for number, (first, last) in enumerate(stretches)
        ),
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_plan_survives_the_workbook_and_json(plan):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan(plan, path, ["inkomna"])
        assert read_plan(path) == plan
    assert plan_from_json(plan_to_json(plan)) == plan

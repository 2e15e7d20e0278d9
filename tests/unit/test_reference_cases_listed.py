"""No reference case is passed over: each is equal in what is said, or different on purpose and really so."""

from __future__ import annotations

import pytest

from tests.reference_cases.listed import LISTED
from tests.reference_cases.reading import CASES, folders

needs_the_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases (../shared/data/spc) are not here")


@needs_the_cases
@pytest.mark.parametrize("case", folders())
def test_the_case_is_equal_or_different_on_purpose(case):
    assert case in LISTED, "a new case: say in tests/reference_cases/listed.py what is equal or why not"
    for compare in (*LISTED[case].compare, *LISTED[case].differs):
        compare(case)


def test_every_listed_case_says_what_is_equal_or_why_not():
    for case, listed in LISTED.items():
        assert listed.equal or listed.different, case
        assert bool(listed.equal) == bool(listed.compare), case
        assert bool(listed.different) == bool(listed.differs), case


@needs_the_cases
def test_no_case_is_listed_that_does_not_exist():
    assert sorted(LISTED) == folders()

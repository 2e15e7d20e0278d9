"""Personnummer for people who do not exist.

Skatteverket publishes numbers for testing (the open data set "Testpersonnummer"). Its oldest series has one number a day
from 1 January 1890, with the birth number 980 on one day and 981 on the next. The demo stays in that series and far from
anybody alive: the latest birthday used is in 1909.
"""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_DAY = date(1890, 1, 1)
_BIRTH_NUMBERS = (980, 981)
PERSON_COUNT = 7000


def personnummer_for_testing(number: int) -> str:
    """The test series' personnummer number ``number`` (0 is the first), twelve digits without a dash."""
    born_on = _FIRST_DAY + timedelta(days=number)
    nine = f"{born_on:%y%m%d}{_BIRTH_NUMBERS[number % 2]}"
    return f"{born_on:%Y%m%d}{nine[6:]}{check_digit(nine)}"


def check_digit(nine: str) -> int:
    """The last digit of a personnummer: modulus 10 over its nine others, every second doubled, the first one included."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return -sum(value // 10 + value % 10 for value in doubled) % 10

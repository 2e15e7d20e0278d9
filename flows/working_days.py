"""Days that a Swedish municipality's offices are closed, Saturdays and Sundays aside."""

from __future__ import annotations

from datetime import date

import holidays


def days_off(first_year: int, last_year: int) -> tuple[date, ...]:
    """Swedish public holidays and the three eves that are holidays in fact (midsummer, Christmas, New Year), in order.

    Sundays are not in it unless they are a holiday by name. Source: lag (1989:253) om allmänna helgdagar, and the eves
    that semesterlagen (1977:480) puts on a par with Sundays.
    """
    years = range(first_year, last_year + 1)
    return tuple(sorted(holidays.country_holidays("SE", years=years, categories=("public", "de_facto"))))

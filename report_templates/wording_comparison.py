"""The sentences about a key figure: its place among others, and whether our own values have moved over the years."""

from __future__ import annotations

from typing import Literal

from report_templates.numbers_sv import in_words, sentence

Position = Literal["best_quarter", "middle", "worst_quarter", "none"]
Travel = Literal["better", "worse", "moving", "unclear", "too_short"]

_POSITIONS: dict[Position, str] = {
    "best_quarter": "bland den bästa fjärdedelen",
    "middle": "i mitten",
    "worst_quarter": "bland den sämsta fjärdedelen",
    "none": "jämförs utan färg",
}


def rank_words(rank: int | None, reporting: int) -> str:
    """``12 av 290``: the place, and how many have a value."""
    return f"{rank} av {reporting}" if rank is not None else "–"


def position_words(position: Position, *, has_year: bool, has_value: bool) -> str:
    """The position in words, with the reason when there is nothing to compare."""
    if not has_year:
        return "för få kommuner har ett värde"
    return _POSITIONS[position] if has_value else "vi har inget värde det året"


def comparison_sentence(name: str, year: int, value: str, *, rank: int | None, reporting: int, position: Position) -> str:
    """The comparison in a sentence, also the alternative text of its drawing."""
    place = f"plats {rank} av {reporting} kommuner" if rank is not None else "utan plats"
    where = f", {_POSITIONS[position]}" if position != "none" else ""
    return f"{sentence(name)}: {value} år {year}, {place}{where}."


def nothing_to_compare(name: str) -> str:
    """When there is no value of ours to compare."""
    return f"{sentence(name)}: inget värde att jämföra."


def travel_words(travel: Travel, years: int, *, rises: bool) -> str:
    """Whether there is a clear direction over so many years: never that nothing has happened."""
    since = f"än {in_words(years, 'år')} år tidigare, tydlig riktning"
    match travel:
        case "better":
            return f"bättre {since}"
        case "worse":
            return f"sämre {since}"
        case "moving":
            return f"{'högre' if rises else 'lägre'} {since}"
        case "unclear":
            return "ingen tydlig riktning"
        case "too_short":
            return "för få år för att säga en riktning"


def travel_sentence(now: str, year: int, then: str, from_year: int, words: str) -> str:
    """``31,2 % år 2022 mot 36,0 % år 2017: bättre …``; values that print alike are said to be rounded."""
    if now == then:
        return f"{now} både {from_year} och {year}, avrundat: {words}."
    return f"{now} år {year} mot {then} år {from_year}: {words}."


def history_alt(name: str, values: list[tuple[int, str]], travelled: str) -> str:
    """What the drawing of our own years says: the years and values, and the direction."""
    said = ", ".join(f"{year}: {value}" for year, value in values)
    return f"{sentence(name)}, våra värden {said}. {travelled}"

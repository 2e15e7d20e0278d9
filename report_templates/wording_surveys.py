"""The sentences about a survey: what it says now, whether that is another thing than last time, and who has answered."""

from __future__ import annotations

from datetime import date

from report_templates.numbers_sv import NO_BREAK, in_words, month_text, number, rounded, sentence, signed
from transforms.surveys.answers import ALL
from transforms.surveys.disclosed import SPREAD_FROM
from transforms.surveys.results import is_beyond_chance

BEYOND = "*"
_USUAL = 20
"""One change in so many looks larger than chance by chance alone."""


def finding(name: str, wave: date, value: str | None, *, is_hidden: bool) -> str:
    """What the survey says, as a title: ``Självskattning: 4,61 i maj 2026``."""
    if value is not None:
        return f"{sentence(name)}: {value} i {month_text(wave)}"
    if is_hidden:
        return f"{sentence(name)}: värdet för {month_text(wave)} visas inte, eftersom svaren från för få skulle gå att räkna ut"
    return f"{sentence(name)}: värde saknas för {month_text(wave)}"


def since_before(change: float | None, error: float | None, before: date | None, decimals: int) -> str:
    """The change in a sentence, and whether chance may have given it; empty for a first wave."""
    if before is None:
        return "Det är den första omgången."
    if change is None:
        return f"Det går inte att jämföra med {month_text(before)}: någon av omgångarna visas inte eller saknas."
    if not rounded(change, decimals):
        size = f"Det är lika högt som i {month_text(before)}"
    else:
        size = f"Det är {number(abs(change), decimals)} {'högre' if change > 0 else 'lägre'} än i {month_text(before)}"
    return f"{size}. {chance_words(change, error)}"


def chance_words(change: float, error: float | None) -> str:
    """Whether a difference is more than chance gives, in a sentence of its own."""
    if error is None:
        return (
            f"Svaren är för få för att säga om skillnaden är större än slumpen kan ge: det kräver {SPREAD_FROM} i båda omgångarna."
        )
    if is_beyond_chance(change, error):
        return "Skillnaden är större än slumpen brukar ge."
    return "Skillnaden är inte större än slumpen kan ge."


def change_cell(change: float | None, error: float | None, decimals: int) -> str:
    """A change in a table, with a star when it is beyond chance; empty when there is none to tell."""
    if change is None:
        return ""
    star = BEYOND if error is not None and is_beyond_chance(change, error) else ""
    return f"{signed(change, decimals)}{star}"


def statements_moved(risen: int, fallen: int, judged: int) -> str:
    """How many statements have changed beyond chance, and how many would by chance alone."""
    if judged == 0:
        return ""

    def of_them(many: int) -> str:
        return sentence(f"{in_words(many, 'mål')} av {in_words(judged)} påståenden")

    start = {
        (False, False): f"Inget av {in_words(judged)} påståenden har ändrats mer än slumpen ger",
        (True, False): f"{of_them(risen)} har stigit mer än slumpen ger, inget har sjunkit",
        (False, True): f"{of_them(fallen)} har sjunkit mer än slumpen ger, inget har stigit",
        (True, True): f"{of_them(risen)} har stigit mer än slumpen ger, {in_words(fallen, 'mål')} har sjunkit",
    }[risen > 0, fallen > 0]
    by_chance = judged / _USUAL
    usual = f" Slumpen ensam ger ungefär {in_words(round(by_chance), 'mål')}." if round(by_chance) and risen + fallen else ""
    return f"{start}.{usual}"


def group_heading(group: str) -> str:
    """A group as a column is headed."""
    return sentence(group)


def groups_note(everybody: int | None, in_groups: int | None) -> str:
    """Why the groups need not add up, and how many belong to none where that may be told."""
    if everybody is None or in_groups is None:
        return "Grupper visas bara när alla, och de som inte angett grupp, är tillräckligt många."
    left = everybody - in_groups
    if left <= 0:
        return ""
    return f"{sentence(in_words(left))} som svarat har inte angett grupp och är bara med i {ALL}."


def distribution(wording: str, steps: dict[int, int]) -> str:
    """The distribution in words, the alternative text of its drawing."""
    told = ", ".join(f"{step}: {number(answers)}" for step, answers in sorted(steps.items()))
    return f"{wording}. Antal svar per steg: {told}."


def scale_words(lowest: int, highest: int) -> str:
    """What the shades of the distribution mean."""
    return f"Fördelning: från ljust ({lowest}) till mörkt ({highest}), bredden är andelen av svaren."


def few_waves(waves: int) -> str:
    """Why there are no limits in a survey's figures."""
    word = "omgång" if waves == 1 else "omgångar"
    return f"Med {in_words(waves)} {word} går det inte att räkna gränser för normal variation."


def legend(*, has_hidden: bool, has_star: bool, has_change: bool) -> tuple[str, ...]:
    """What the marks of the tables mean; only those that are used."""
    lines = []
    if has_change:
        lines.append("Förändringen räknas från medelvärden som inte är avrundade.")
    if has_star:
        lines.append(f"{BEYOND} större än slumpen brukar ge (19 gånger av 20).")
    if has_hidden:
        lines.append("x visas inte: för få har svarat, eller skulle få svar gå att räkna ut.")
    return tuple(lines)


def share(response_share: float) -> str:
    """The response rate in whole per cent."""
    return f"{number(100 * response_share)}{NO_BREAK}%"

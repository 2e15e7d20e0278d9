"""What a pack says about where a goal is heading: what it takes, the chance of arriving, where the pace leads."""

from __future__ import annotations

from dataclasses import dataclass

from report_templates import wording, wording_outlook
from report_templates.facts import Row
from report_templates.numbers_sv import MISSING, chance, month_name, number, pace
from report_templates.printed import Figure
from report_templates.wording import Standing

_MOST = 3


@dataclass(frozen=True)
class Box:
    """A figure with what it is and what it means: one of the three under the headline."""

    label: str
    figure: str
    text: str


def outlook(
    standing: Standing, forecast: Row | None, month_outcome: float | None, goal_id: str, measure_id: str
) -> tuple[tuple[Box, ...], tuple[Figure, ...]]:
    """The boxes, with every figure printed in them; none for a goal without forecast or whose time is up.

    Three at most: what it takes, and then chance and forecast. Without a chance it is always said why there is none, beside how
    a level has gone and the latest month's own share. ``month_outcome`` is that month's outcome, when it may be shown.
    """
    if forecast is None or standing.state in {"reached", "missed"}:
        return (), ()
    found = [part(standing, forecast) for part in (_what_it_takes, _chance, _where_it_leads)]
    found.append(_only_the_month(standing, month_outcome))
    if forecast["chance_of_reaching"] is None and standing.outcome is not None:
        others = [part for part in (*found, _since_start(standing)) if part[0]]
        found = [*others[: _MOST - 1], _no_chance(standing)]
    found = [part for part in found if part[0]][:_MOST]
    figures = tuple(
        Figure("goal", f"{goal_id}.{name}", value, printed, measure_id, standing.month)
        for _, printed_values in found
        for name, value, printed in printed_values
    )
    return tuple(box for box, _ in found if box), figures


_Printed = tuple[str, float, str]
_Part = tuple[Box | None, list[_Printed]]
"""A box with the name, value and text of each figure in it."""


def _what_it_takes(standing: Standing, forecast: Row) -> _Part:
    """The pace needed; for a level or a share, which have none, how far it has left."""
    per_month, periods_left = forecast["needed_per_month"], forecast["periods_left"]
    if not standing.is_sum:
        return (None, []) if standing.outcome is None else _what_is_left(standing, periods_left)
    if per_month is None:
        return None, []
    shown = pace(per_month)
    figures: list[_Printed] = [("needed_per_month", per_month, shown)]
    so_far = forecast["pace_per_month"]
    per_day, per_week = (_if_whole(forecast[name]) for name in ("needed_per_working_day", "needed_per_week"))
    if so_far is not None:
        figures.append(("pace_per_month", so_far, pace(so_far)))
    if per_day:
        figures.append(("needed_per_working_day", per_day, wording_outlook.per_day_figure(per_day)))
    if per_week:
        figures.append(("needed_per_week", per_week, wording_outlook.per_day_figure(per_week)))
    text = f"{wording_outlook.needed(standing, periods_left)} {wording_outlook.pace_so_far(so_far, per_week, per_day)}"
    return Box(wording_outlook.needed_label(standing), shown, text.strip()), figures


def _if_whole(short_pace: float | None) -> float | None:
    """A pace a week or a day of at least one: of less nobody can do half."""
    return short_pace if short_pace is not None and short_pace >= 1 else None


def _what_is_left(standing: Standing, periods_left: int) -> _Part:
    left = wording_outlook.left_to_target(standing)
    shown = wording_outlook.left_figure(standing, left)
    text = wording_outlook.left_sentence(standing, left, periods_left)
    return Box("Kvar till målet", shown, text), [("left_to_target", left, shown)]


def _since_start(standing: Standing) -> _Part:
    start, outcome = standing.start_value, standing.outcome
    if standing.is_sum or start is None or outcome is None:
        return None, []
    change = wording_outlook.change(standing, start, outcome)
    shown = wording_outlook.left_figure(standing, change)
    text = wording_outlook.since_start_sentence(standing, start, outcome)
    return Box("Sedan planen började", shown, text), [("change_since_start", change, shown)]


def _only_the_month(standing: Standing, month_outcome: float | None) -> _Part:
    """The latest month's own share, beside the share of all months."""
    month = standing.month
    if standing.kind != "share" or month is None or month_outcome is None or month == standing.first_month:
        return None, []
    shown = wording.amount(standing, month_outcome)
    text = wording_outlook.only_the_month_sentence(standing)
    return Box(f"Bara {month_name(month)}", shown, text), [("outcome", month_outcome, shown)]


def _no_chance(standing: Standing) -> _Part:
    return Box(wording_outlook.chance_label(standing), MISSING, wording_outlook.no_chance(standing)), []


def _chance(standing: Standing, forecast: Row) -> _Part:
    probability, low, high = forecast["chance_of_reaching"], forecast["final_low"], forecast["final_high"]
    if probability is None:
        return None, []
    shown = chance(probability)
    figures: list[_Printed] = [("chance_of_reaching", 100 * probability, shown)]
    if low is not None and high is not None:
        figures.append(("final_low", low, number(low, standing.decimals)))
        figures.append(("final_high", high, number(high, standing.decimals)))
    text = wording_outlook.chance_sentence(standing, low, high, is_out_of_reach=not probability)
    return Box(wording_outlook.chance_label(standing), shown, text), figures


def _where_it_leads(standing: Standing, forecast: Row) -> _Part:
    """Where the pace leads; not for a share, which would only stay where it is."""
    expected, rest = forecast["forecast_at_present_pace"], forecast["forecast_rest_as_planned"]
    if expected is None or standing.kind == "share":
        return None, []
    shown = wording.amount(standing, expected)
    figures: list[_Printed] = [("forecast_at_present_pace", expected, shown)]
    if rest is not None:
        figures.append(("forecast_rest_as_planned", rest, wording.amount(standing, rest)))
    return Box("Dit pekar det", shown, wording_outlook.forecast_sentence(standing, rest)), figures

"""What a pack says about a survey: waves side by side, statement by statement, and who has answered.

A survey has too few waves for limits of normal variation: differences are told with whether chance may have given them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from report_templates import wording_surveys as say
from report_templates.facts import MeasureFacts, Row
from report_templates.numbers_sv import HIDDEN, MISSING, month_text, number, sentence
from report_templates.printed import Figure
from report_templates.survey_shapes import StatementRow, SurveyPage, WaveRow
from transforms.surveys.answers import ALL
from transforms.surveys.index import error_of_index, of_index
from transforms.surveys.results import is_beyond_chance

__all__ = ["StatementRow", "SurveyPage", "WaveRow", "survey_page"]

WAVES_SHOWN = 3
SCALE, INDEX = "survey_scale", "survey"
_MEANS = 2  # decimals of a statement's mean


def survey_page(facts: MeasureFacts, questions: Sequence[Row], national: Sequence[Row] = ()) -> SurveyPage | None:
    """The page of a survey measure; None for other measures and where nobody has answered.

    ``questions`` are the measure's rows of `SurveyQuestion`; ``national`` the rows of `ComparisonYear` of the key figure of the
    same index, where there is one.
    """
    if facts.definition["kind"] not in {SCALE, INDEX} or not facts.survey_results:
        return None
    return _Survey(facts, questions, national).page()


class _Survey:
    """One survey measure of one unit, with its figures as they are printed."""

    def __init__(self, facts: MeasureFacts, questions: Sequence[Row], national: Sequence[Row]) -> None:
        self._facts = facts
        self._questions = sorted(questions, key=lambda row: int(row["position"]))
        self._national = {row["year"]: row for row in national}
        self._is_index = facts.definition["kind"] == INDEX
        self._decimals: int = facts.definition["decimals"] or 0
        self._id = str(facts.definition["measure_id"])
        self._results = {(row["wave_on"], row["group_name"], row["question"]): row for row in facts.survey_results}
        self._responses = {row["wave_on"]: row for row in facts.survey_responses}
        self._values = {row["month"]: row for row in facts.months}
        self._waves: list[date] = sorted({row["wave_on"] for row in facts.survey_results})[-WAVES_SHOWN:]
        self._last = self._waves[-1]
        self._before = self._waves[-2] if len(self._waves) > 1 else None
        self._figures: list[Figure] = []

    def page(self) -> SurveyPage:
        value = self._values.get(self._last)
        shown = value["value"] if value else None
        is_told = any(not row["is_hidden"] for row in self._facts.survey_results if row["wave_on"] in self._waves)
        statements = tuple(self._statements()) if is_told and not self._is_index else ()
        groups = self._groups() if is_told else ()
        rows = tuple(self._rows()) if is_told else ()
        changes = [row.change for row in rows] + [row.change for row in statements]
        cells = [cell for row in rows for cell in row.cells]
        cells += [cell for row in statements for cell in (*row.cells, *row.groups, row.answers)]
        notes = (
            self._groups_note(groups),
            self._scale_words() if any(row.steps for row in statements) else "",
            *say.legend(
                has_hidden=HIDDEN in cells,
                has_star=any(change.endswith(say.BEYOND) for change in changes),
                has_change=any(changes),
            ),
        )
        return SurveyPage(
            measure_id=self._id,
            name=sentence(str(self._facts.definition["measure_name"])),
            title=say.finding(
                str(self._facts.definition["measure_name"]),
                self._last,
                None if shown is None else number(shown, self._decimals),
                is_hidden=shown is None and any(row["is_hidden"] for row in self._of_everybody(self._last)),
            ),
            remarks=tuple(remark for remark in self._remarks() if remark) if is_told else (),
            waves=tuple(month_text(wave) for wave in self._waves),
            rows=rows,
            statements=statements,
            groups=tuple(say.group_heading(group) for group in groups),
            notes=tuple(note for note in notes if note),
            figures=tuple(self._figures),
        )

    def _of_everybody(self, wave: date) -> list[Row]:
        return [row for (held, group, _), row in self._results.items() if held == wave and group == ALL]

    def _remarks(self) -> Iterable[str]:
        change, error = self._change_of_value()
        yield say.since_before(change, error if self._is_index else None, self._before, self._decimals) if self._is_index else ""
        yield "" if self._is_index else self._moved()
        yield say.few_waves(len(self._waves))

    def _moved(self) -> str:
        judged = [row for row in self._of_everybody(self._last) if row["change"] is not None and row["change_error"] is not None]
        beyond = [row["change"] for row in judged if is_beyond_chance(row["change"], row["change_error"])]
        if self._before is not None and not judged:
            return say.since_before(None, None, self._before, self._decimals)
        return say.statements_moved(sum(c > 0 for c in beyond), sum(c < 0 for c in beyond), len(judged))

    def _change_of_value(self) -> tuple[float | None, float | None]:
        """The change of the measure's own value since the wave before; its error where the parts' are told."""
        if self._before is None:
            return None, None
        now, then = (self._own(wave)[0] for wave in (self._last, self._before))
        everybody = self._of_everybody(self._last)
        # where no statement has a change, the survey's wave right before is another, in which nobody here answered
        if now is None or then is None or all(row["change"] is None for row in everybody):
            return None, None
        errors = [row["change_error"] for row in everybody]
        known = [error for error in errors if error is not None]
        return now - then, error_of_index(known) if known and len(known) == len(errors) else None

    def _rows(self) -> Iterable[WaveRow]:
        change, error = self._change_of_value()
        own = self._over_waves("value", {wave: self._own(wave) for wave in self._waves}, self._decimals)
        label = "Vårt värde, alla svar sammanlagda" if self._is_index else "Medelvärde av alla svar"
        yield WaveRow(label=label, cells=own, change=say.change_cell(change, error if self._is_index else None, self._decimals))
        if self._is_index:
            yield from self._official()
            yield from self._parts()
        yield from self._answering()

    def _own(self, wave: date) -> tuple[float | None, bool]:
        row = self._values.get(wave)
        return (None, False) if row is None else (row["value"], row["is_hidden"])

    def _official(self) -> Iterable[WaveRow]:
        told = {wave: (row["official_value"], False) for wave, row in self._responses.items()}
        if any(value is not None for value, _ in told.values()):
            yield from self._if_any("Officiellt värde, från leverantören", "official", told)
        if self._national:
            own = {wave: (self._of_year(wave, "value"), False) for wave in self._waves}
            nation = {wave: (self._of_year(wave, "national_value"), False) for wave in self._waves}
            yield from self._if_any("Hela kommunen, officiellt värde (Kolada)", "kommun", own)
            yield from self._if_any("Riket (Kolada)", "riket", nation)

    def _of_year(self, wave: date, name: str) -> float | None:
        row = self._national.get(wave.year)
        return None if row is None else row[name]

    def _parts(self) -> Iterable[WaveRow]:
        for part in dict.fromkeys(str(row["part"]) for row in self._questions):
            over = {wave: self._index_of(wave, part) for wave in self._waves}
            last = self._results.get((self._last, ALL, part))
            change = None if last is None or last["change"] is None else of_index(1 + last["change"])
            error = None if last is None or last["change_error"] is None else error_of_index([last["change_error"]])
            yield WaveRow(
                label=f"Delindex {part}",
                cells=self._over_waves(part, over, self._decimals),
                change=say.change_cell(change, error, self._decimals),
            )

    def _index_of(self, wave: date, part: str) -> tuple[float | None, bool]:
        row = self._results.get((wave, ALL, part))
        if row is None:
            return None, False
        return (None if row["mean"] is None else of_index(row["mean"])), row["is_hidden"]

    def _answering(self) -> Iterable[WaveRow]:
        hidden = {wave: any(row["is_hidden"] for row in self._of_everybody(wave)) for wave in self._waves}
        answering = {
            wave: (float(self._responses[wave]["respondents"]), False) if wave in self._responses else (None, hidden[wave])
            for wave in self._waves
        }
        yield WaveRow(label="Antal som svarat", cells=self._over_waves("n", answering, 0))
        yield from self._if_any("Fick enkäten", "invited", self._from_responses("invited"))
        yield from self._if_any("Svarsfrekvens", "response_share", self._from_responses("response_share"))

    def _from_responses(self, name: str) -> dict[date, tuple[float | None, bool]]:
        return {wave: (self._responses[wave][name] if wave in self._responses else None, False) for wave in self._waves}

    def _if_any(self, label: str, name: str, told: Mapping[date, tuple[float | None, bool]]) -> Iterable[WaveRow]:
        """A row, unless no wave has anything in it."""
        over = {wave: told.get(wave, (None, False)) for wave in self._waves}
        if any(value is not None for value, _ in over.values()):
            yield WaveRow(label=label, cells=self._over_waves(name, over, 0 if name == "invited" else self._decimals))

    def _over_waves(self, name: str, over: Mapping[date, tuple[float | None, bool]], decimals: int) -> tuple[str, ...]:
        return tuple(self._printed(name, wave, *over[wave], decimals=decimals) for wave in self._waves)

    def _printed(self, name: str, wave: date, value: float | None, is_hidden: bool, *, decimals: int) -> str:
        """A figure as printed, kept among the page's figures."""
        if is_hidden:
            printed = HIDDEN
        elif value is None:
            return MISSING
        else:
            printed = say.share(value) if name == "response_share" else number(value, decimals)
        figure_id = f"{self._id}.survey.{name}.{wave:%Y-%m}"
        self._figures.append(Figure("quality", figure_id, value, printed, self._id, wave, is_hidden=is_hidden))
        return printed

    def _statements(self) -> Iterable[StatementRow]:
        groups = self._groups()
        steps: dict[str, list[int]] = {}
        for row in sorted(self._facts.survey_steps, key=lambda row: int(row["step"])):
            if row["wave_on"] == self._last and row["group_name"] == ALL:
                steps.setdefault(row["question"], []).append(row["answers"])
        for question in self._questions:
            code, wording = str(question["question"]), str(question["wording"] or question["question"])
            last = self._results.get((self._last, ALL, code))
            if not any((wave, ALL, code) in self._results for wave in self._waves):
                continue
            chosen = tuple(steps.get(code, ()))
            from_step = dict(enumerate(chosen, start=int(question["lowest_step"])))
            yield StatementRow(
                order=str(question["position"]),
                wording=wording,
                cells=tuple(self._cell(code, wave, ALL, "mean", _MEANS) for wave in self._waves),
                change=say.change_cell(last["change"], last["change_error"], _MEANS) if last else "",
                rank=self._cell(code, self._last, ALL, "rank", 0),
                answers=self._cell(code, self._last, ALL, "answers", 0),
                not_relevant=self._cell(code, self._last, ALL, "not_relevant", 0),
                steps=chosen,
                distribution=say.distribution(wording, from_step) if chosen else "",
                groups=tuple(self._cell(code, self._last, group, "mean", _MEANS) for group in groups),
            )

    def _cell(self, code: str, wave: date, group: str, column: str, decimals: int) -> str:
        row = self._results.get((wave, group, code))
        if row is None:
            return MISSING
        name = f"{code}.{column}" if group == ALL else f"{code}.{column}.{group}"
        return self._printed(name, wave, row[column], row["is_hidden"], decimals=decimals)

    def _groups(self) -> tuple[str, ...]:
        """The groups that answered in the last wave, in order of the alphabet; none where nothing of any group may be shown."""
        told = [row for (wave, group, _), row in self._results.items() if wave == self._last and group != ALL]
        return () if all(row["is_hidden"] for row in told) else tuple(sorted({str(row["group_name"]) for row in told}))

    def _groups_note(self, groups: tuple[str, ...]) -> str:
        """About the statement that most have answered, where everything of it may be shown."""
        if not groups:
            has_groups = any(wave == self._last and group != ALL for wave, group, _ in self._results)
            return say.groups_note(None, None) if has_groups and not self._is_index else ""
        most = max(self._of_everybody(self._last), key=lambda row: (row["answers"] or 0, str(row["question"])))
        told = [self._results.get((self._last, group, str(most["question"]))) for group in groups]
        if most["is_hidden"] or any(row is None or row["is_hidden"] for row in told):
            return say.groups_note(None, None)
        return say.groups_note(most["answers"], sum(row["answers"] for row in told if row is not None))

    def _scale_words(self) -> str:
        return say.scale_words(int(self._questions[0]["lowest_step"]), int(self._questions[0]["highest_step"]))

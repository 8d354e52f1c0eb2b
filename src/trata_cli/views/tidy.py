"""Assessments as rows of the tidy tables (`views.tables`), and as lines of CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from trata_cli.method import ids, totals
from trata_cli.method.checks import slug
from trata_cli.method.totals import UNANSWERED, UNDECIDED, State
from trata_cli.model.assessment import (
    NO_INFORMATION,
    NOT_APPLICABLE,
    Answer,
    Assessment,
    Audience,
    Evidence,
    Statement,
    Target,
)
from trata_cli.model.plan import Plan
from trata_cli.views import words
from trata_cli.views.tables import LEVEL, TABLES, WHOLE, Table

Cell = str | int | None
Row = dict[str, Cell]
OBS_STATUS: Final[Mapping[State | str, str]] = {
    LEVEL: "A",
    NOT_APPLICABLE: "M",
    NO_INFORMATION: "L",
    UNANSWERED: "O",
    UNDECIDED: "O",
}
"""A state by the code of SDMX's code list CL_OBS_STATUS."""
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
"""What a spreadsheet may take for a formula, or would take for one without the signs before it."""
_ESCAPE: Final = "'"


# The rows.


def rows(assessment: Assessment, plan: Plan, errors: int, audience: Audience) -> dict[str, list[Row]]:
    """The rows of a file by the name of their table, with all columns; internal pieces only for those inside."""
    own = _own(assessment, plan)
    states = {id_: totals.state(assessment.answers.get(id_), plan) for id_ in own}
    head = _file(assessment, plan, errors)
    found: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for id_, state in states.items():
        answer = assessment.answers.get(id_) or Answer()
        place = plan.places[id_]
        at = {**head, "indicator": id_}
        found["answers"].append(
            {**at, "pillar": place.pillar.id, "directive": place.directive.number, **_answer(answer, state, plan)}
        )
        found["evidence"] += ({**at, "statement": 0, **each} for each in _evidence(answer.evidence, audience))
        spoken = (each for each in answer.statements if audience == "internal" or each.role == "reviewer")
        for number, statement in enumerate(spoken, start=1):
            found["statements"].append({**at, "number": number, **_statement(statement)})
            of_it = _evidence(statement.evidence, audience)
            found["evidence"] += ({**at, "statement": number, **each} for each in of_it)
    found["totals"] += ({**head, **each} for each in _totals(states, plan))
    return found


def file_name(assessment: Assessment) -> str:
    """What the tables call a file: no two that count together have the same."""
    part = f".{slug(assessment.part.institution)}" if assessment.part else ""
    return f"{assessment.plan.id}/{assessment.country}-{assessment.year}{part}"


def _own(assessment: Assessment, plan: Plan) -> list[str]:
    """All indicators of the plan; of a part those that it is asked for, and others that it answers all the same."""
    part = assessment.part
    if not part or not part.ids:
        return list(plan.places)
    asked = {*ids.expand(plan, part.ids), *assessment.answers}
    return [id_ for id_ in plan.places if id_ in asked]


def _file(assessment: Assessment, plan: Plan, errors: int) -> Row:
    return {
        "file": file_name(assessment),
        "plan": plan.id,
        "version": plan.version,
        "country": assessment.country,
        "country_name": words.country_name(assessment, plan),
        "year": assessment.year,
        "part": assessment.part.institution if assessment.part else None,
        "status": assessment.status,
        "errors": errors,
    }


def _answer(answer: Answer, state: State, plan: Plan) -> Row:
    is_level = isinstance(state, int)
    return {
        "level": state if isinstance(state, int) else None,
        "state": LEVEL if is_level else str(state),
        "obs_status": OBS_STATUS[LEVEL if is_level else state],
        "fulfilled": int(plan.is_fulfilled(state)) if isinstance(state, int) else None,
        "reason": answer.reason,
        "note": answer.note,
        "decided": answer.decided,
        **_target(answer.target),
        "internal_note": answer.internal_note,
        "answered": answer.answered,
        "wording": answer.wording,
    }


def _target(target: Target | None) -> Row:
    if target is None:
        return {}
    return {
        "target_level": target.level,
        "target_by": target.by,
        "target_lead": target.lead,
        "target_action": target.action,
    }


def _evidence(found: Iterable[Evidence], audience: Audience) -> Iterator[Row]:
    shown = (each for each in found if audience == "internal" or each.audience == "public")
    for number, each in enumerate(shown, start=1):
        yield {
            "number": number,
            "title": each.title,
            "type": each.type,
            "date": each.date,
            "covers": ";".join(map(str, each.covers)) if each.covers else None,
            "issuer": each.issuer,
            "url": each.url,
            "reference": each.reference,
            "audience": each.audience,
            "path": each.file,
            "sha256": each.sha256,
        }


def _statement(found: Statement) -> Row:
    level = found.level
    return {
        "by": found.by,
        "role": found.role,
        "level": level if isinstance(level, int) else None,
        "state": LEVEL if isinstance(level, int) else level or UNANSWERED,
        "reason": found.reason,
        "note": found.note,
        "date": found.date,
        **_target(found.target),
        "internal_note": found.internal_note,
        "decided": found.decided,
        "wording": found.wording,
    }


def _totals(states: Mapping[str, State], plan: Plan) -> Iterator[Row]:
    """The totals of the file, then those of each pillar of which it has any indicator."""
    every = {WHOLE: totals.count(states.values(), plan), **totals.of_pillars(states, plan)}
    for pillar, found in every.items():
        low, high = found.fulfilled_range
        if found.indicators or pillar == WHOLE:
            yield {
                "pillar": pillar,
                "indicators": found.indicators,
                "applicable": found.applicable,
                "answered": found.answered,
                "fulfilled": found.fulfilled,
                "open": found.open,
                "fulfilled_low": low,
                "fulfilled_high": high,
                "not_applicable": found.not_applicable,
                "no_information": found.no_information,
                "unanswered": found.unanswered,
                "undecided": found.undecided,
            }


# As CSV.


def header(table: Table, audience: Audience) -> str:
    """The first line of a table."""
    return _csv([[column.name for column in table.shown(audience)]])


def lines(table: Table, found: Iterable[Row], audience: Audience, *, raw: bool) -> str:
    """Rows of a table as lines of CSV: UTF-8, commas, LF; quoted where that is needed.

    Unless `raw`, no text begins as a formula does: see `escaped`.
    """
    names = [column.name for column in table.shown(audience)]
    return _csv([[_cell(row.get(name), raw=raw) for name in names] for row in found])


def escaped(text: str) -> str:
    """A text that no spreadsheet runs: with `'` before it if it begins with `=`, `+`, `-`, `@`, a tab or a line end.

    A text that begins with `'` and one of those gets one more, so that taking one away gives back the text.
    """
    return f"{_ESCAPE}{text}" if _FORMULA.match(text) else text


def _cell(value: Cell, *, raw: bool) -> Cell:
    """A value as a cell; line ends inside are LF, as all are."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return text if raw else escaped(text)


def _csv(found: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(found)
    return text.getvalue()

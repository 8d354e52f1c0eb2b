"""A form: an assessment as tables to be filled in elsewhere, and what travels along so that it can be taken in again.

A form holds an assessment as it went out, its base. What comes back is held against the base, so that only what
somebody changed counts as changed, whoever has answered in the file in the meantime.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args

from trata_cli.method import ids
from trata_cli.model.assessment import Answer, Assessment, Part, Statement
from trata_cli.model.plan import Plan

FORM_FORMAT: Final = "trata/form/1"
SheetKey = Literal["answers", "evidence", "targets"]
SHEETS: Final[tuple[SheetKey, ...]] = get_args(SheetKey)
ID: Final = "id"
"""The key of the column that says of which indicator a row is."""
CellKind = Literal["blank", "text", "number", "day", "formula", "unreadable"]
ColumnKind = Literal[
    "id",
    "chosen-id",
    "context",
    "lookup",
    "count",
    "level",
    "target-level",
    "type",
    "audience",
    "date",
    "years",
    "text",
    "long-text",
]
FIELDS: Final[Mapping[SheetKey, Mapping[str, ColumnKind]]] = {
    "answers": {"level": "level", "reason": "long-text", "note": "long-text", "internal_note": "long-text"},
    "evidence": {
        "title": "text",
        "type": "type",
        "date": "date",
        "covers": "years",
        "issuer": "text",
        "url": "text",
        "reference": "text",
        "audience": "audience",
        "file": "text",  # the last two are for whoever keeps the folder
        "sha256": "text",
    },
    "targets": {"level": "target-level", "by": "date", "lead": "text", "action": "long-text"},
}
"""The fields that are filled in, by sheet, in the order of the columns, with what stands in each."""
SHOWN: Final = (*FIELDS["answers"], "evidence", "target")
"""The fields of an answer that a form shows."""
MOST_IN_A_CELL: Final = 32_767
"""Units of UTF-16 that a spreadsheet's cell takes."""
_CHUNK: Final = 32_000
_LETTERS: Final = 26


class Cell(NamedTuple):
    """What stands in a cell: a text as it is, a number in Python's notation, a day in ISO 8601.

    `at` is how people name it (`Respuestas!D17`); `sheet` counts the workbook's sheets, `row` and `column` from 1.
    """

    kind: CellKind
    text: str
    at: str
    sheet: int
    row: int
    column: int


def cell_name(sheet: str, row: int, column: int) -> str:
    """How people name a cell: `Respuestas!D17`, with quotes around a name that is not one word."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{sheet if sheet.isalnum() else repr(sheet)}!{letters}{row}"


class Merged(NamedTuple):
    """Cells that are merged into the first of them: rows and columns from the first to the last, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it was found; cells with nothing in them may be left out."""

    title: str
    cells: tuple[Cell, ...]
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its key, its heading, its width in characters, what stands in its cells, how to fill it in.

    Of a hidden one nothing was given; it is there all the same, and can be shown.
    """

    key: str
    heading: str
    width: int
    kind: ColumnKind
    hint: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be filled in. `blank` more rows, whose id is chosen, have room below those that are given."""

    key: SheetKey
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    blank: int = 0


class Paragraph(NamedTuple):
    """A paragraph of the instructions; `link` is the sheet that it speaks of."""

    style: Literal["title", "heading", "text"]
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form, in words: what a workbook is made of.

    `choices` has what may be chosen in the cells of a kind, `words` those choices of a level that need a reason,
    `record` what travels along unseen.
    """

    language: str
    title: str
    instructions_title: str
    instructions: tuple[Paragraph, ...]
    sheets: tuple[Sheet, ...]
    choices: Mapping[ColumnKind, tuple[str, ...]]
    words: tuple[str, ...]
    threshold: int
    wrong_entry: str
    record: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a form says of itself: its language, its sheets' titles, the key of each heading, and its base."""

    language: str
    titles: Mapping[SheetKey, str]
    headings: Mapping[SheetKey, Mapping[str, str]]
    base: Assessment


def handed_out(assessment: Assessment, plan: Plan, institution: str | None) -> Assessment:
    """What a form holds of an assessment: all but what others state and who is to answer what.

    With an institution it is that one's part of a whole: the indicators assigned to it, or all where none are. There
    an answer is what the institution has stated itself, else what the whole says publicly: what the others wrote for
    their own eyes does not leave the house.
    """
    if institution is None:
        answers = {id_: _without_statements(answer) for id_, answer in assessment.answers.items()}
        return assessment.model_copy(update={"answers": answers, "assignments": {}, "final": None})
    names = assessment.assignments.get(institution, ()) or tuple(pillar.id for pillar in plan.pillars)
    asked = ids.expand(plan, names)
    answers = {id_: _of(institution, assessment.answers[id_]) for id_ in asked if id_ in assessment.answers}
    changes = {
        "part": Part(institution=institution, ids=names),
        "answers": answers,
        "institution": None,
        "status": "draft",
        "assignments": {},
        "final": None,
    }
    return assessment.model_copy(update=changes)


def _without_statements(answer: Answer) -> Answer:
    return answer.model_copy(update={"statements": ()}) if answer.statements else answer


def _of(institution: str, answer: Answer) -> Answer:
    own = next((each for each in answer.statements if (each.by, each.role) == (institution, "institution")), None)
    if own:
        return _as_answer(own)
    public = tuple(each for each in answer.evidence if each.audience == "public")
    return _without_statements(answer).model_copy(update={"internal_note": None, "evidence": public})


def _as_answer(statement: Statement) -> Answer:
    """What an institution states, as its own answer; a date without its day is no date of an answer."""
    shared = Answer.model_fields.keys() & Statement.model_fields.keys()
    day = statement.date if statement.date and statement.date.count("-") == 2 else None
    return Answer.model_construct(**{name: getattr(statement, name) for name in shared}, answered=day)


def too_long(assessment: Assessment) -> list[tuple[str, str]]:
    """The texts that no cell of a spreadsheet can hold, each by its indicator and its field."""
    return [
        (id_, field)
        for id_, answer in assessment.answers.items()
        for field, value in answer.model_dump(include={*SHOWN}, exclude_defaults=True).items()
        if _longest(value) > MOST_IN_A_CELL
    ]


def _longest(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode("utf-16-le")) // 2
    inside: Iterable[Any] = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return max(map(_longest, inside), default=0)


def record(base: Assessment, language: str, sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """What travels along with a form, a cell below the other: its format, its language and headings, and its base.

    The base is JSON in ASCII without `_`, with which spreadsheets begin escapes of their own, over as many cells as
    it takes.
    """
    told = {
        "language": language,
        "sheets": {
            sheet.key: {"title": sheet.title, "headings": {column.heading: column.key for column in sheet.columns}}
            for sheet in sheets
        },
        "base": base.model_dump(mode="json", exclude_defaults=True),
    }
    text = json.dumps(told).replace("_", "\\u005f")
    return (FORM_FORMAT, *(text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)))


def recorded(cells: Iterable[str]) -> Recorded | None:
    """What a form says of itself, by the cells of its record; nothing where they can't be understood."""
    format_, *chunks = [*cells] or [""]
    if format_ != FORM_FORMAT:
        return None
    try:
        told = json.loads("".join(chunks))
        titles = {key: str(told["sheets"][key]["title"]) for key in SHEETS}
        headings = {key: _words(told["sheets"][key]["headings"]) for key in SHEETS}
        base = Assessment.model_validate(_with_tuples(told["base"]))
        return Recorded(str(told["language"]), titles, headings, base)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _words(found: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in found.items()}


def _with_tuples(found: Any) -> Any:
    """What JSON has as lists as the model takes it."""
    if isinstance(found, Mapping):
        return {key: _with_tuples(value) for key, value in found.items()}
    return tuple(map(_with_tuples, found)) if isinstance(found, list) else found

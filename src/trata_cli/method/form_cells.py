"""What stands in a cell of a form, and what it means: the other half of what people type, beside `entries`.

A spreadsheet keeps its own idea of what was typed: a date becomes a number, 12,5 another one, a pasted text brings its
spaces along. What can be read in one way alone is read; the rest is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from trata_cli.method import entries
from trata_cli.method.form import Cell, ColumnKind
from trata_cli.model.assessment import WORDS
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding, Pointer
from trata_cli.model.values import FIRST_YEAR, LAST_YEAR

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MANGLED: Final = "x005F_"
"""What openpyxl takes out of every text, as it stands before an escape that is none."""
_SPACES: Final = re.compile("[\u00a0\u2007\u202f]")
_LEVEL: Final = re.compile(r"(?P<number>[0-9]{1,2})(?:[.,]0+)?(?:\s*(?:[–—·:.)-]|\s)\s*(?P<name>.*))?", re.DOTALL)
_SLASHED: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MONTH_FIRST: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{4})")
_IN_WORDS: Final = re.compile(r"(?:(?P<day>[0-9]{1,2}) (?:de )?)?(?P<month>[a-z]{3,})\.? (?:del? )?(?P<year>[0-9]{4})")
_MONTHS: Final = (
    ("enero", "january", "janeiro", "janvier"),
    ("febrero", "february", "fevereiro", "fevrier"),
    ("marzo", "march", "marco", "mars"),
    ("abril", "april", "avril"),
    ("mayo", "may", "maio", "mai"),
    ("junio", "june", "junho", "juin"),
    ("julio", "july", "julho", "juillet"),
    ("agosto", "august", "aout"),
    ("septiembre", "setiembre", "september", "setembro", "septembre"),
    ("octubre", "october", "outubro", "octobre"),
    ("noviembre", "november", "novembro", "novembre"),
    ("diciembre", "december", "dezembro", "decembre"),
)
_LAST_MONTH: Final = 12
_YEARS: Final = re.compile(r"([0-9]{4})(?:\s*[-–—]\s*([0-9]{4}))?")
_BETWEEN_YEARS: Final = re.compile(r"\s*(?:[,;]|\by\b|\be\b|\band\b|\s)\s*")
_MOST_YEARS: Final = 30
"""Of a range: evidence of more than a generation is a slip of the hand."""


class Reader(NamedTuple):
    """How cells are read: by which plan; whether the form's language writes the day first, and a decimal comma.

    `choices` are the words that the cells of a kind take, as a person is told them.
    """

    plan: Plan
    day_first: bool
    choices: Mapping[ColumnKind, Sequence[str]]


Meaning = Any | Finding
"""What a cell says, as an answer's data has it; `None` where it says nothing; or what is wrong with it."""


def text(said: str) -> str:
    """A text as a person means it: without the escapes, spaces and characters that programs put into it."""
    plain = _ESCAPE.sub(lambda escape: _character(escape[1], escape[0]), said.replace(_MANGLED, ""))
    return entries.clean(_SPACES.sub(" ", plain))[0]


def _character(code: str, escape: str) -> str:
    """The control character that an escape stands for; any other escape is no program's."""
    number = int(code, 16)
    return chr(number) if number < ord(" ") else escape


def read(kind: ColumnKind, cell: Cell, pointer: Pointer, reader: Reader) -> Meaning:
    """What a cell of a column of this kind says."""
    if cell.kind == "formula":
        return Finding.of("form-formula", pointer)
    if cell.kind == "unreadable":
        return Finding.of("form-value", pointer, found=cell.text)
    said = text(_as_typed(cell, reader))
    return _MEANINGS[kind](said, cell, pointer, reader) if said else None


def as_read(kind: ColumnKind, value: Any) -> Any:
    """A value of an answer's data as it reads once it was written into a cell; nothing where nothing is left of it."""
    if not isinstance(value, str):
        return value
    said = text(value) if kind in ("text", "long-text") else value
    return (entries.one_line(said) if kind == "text" else said) or None


def _as_typed(cell: Cell, reader: Reader) -> str:
    """A cell's content as its user sees it."""
    if cell.kind == "number" and reader.day_first:
        return cell.text.replace(".", ",")
    if cell.kind == "day" and reader.day_first:
        year, month, day = cell.text.split("-")
        return f"{day}/{month}/{year}"
    return cell.text


def _text(said: str, *_rest: object) -> Meaning:
    return said


def _one_line(said: str, *_rest: object) -> Meaning:
    return entries.one_line(said)


def _level(said: str, _cell: Cell, pointer: Pointer, reader: Reader) -> Meaning:
    """A level by its number, by its name, or by both if they agree; or one of the two words."""
    told = (reader.plan.canonical, reader.plan)  # in the plan's own language as well: it is copied from there
    names = {entries.fold(name): level for plan in told for level, name in plan.levels.items()}
    found = entries.level(reader.plan, said)
    if found is None:
        found = names.get(entries.fold(said))
    if found is None and (match := _LEVEL.fullmatch(said)):
        number, name = entries.level(reader.plan, match["number"]), entries.fold(match["name"] or "")
        found = number if not name or names.get(name) == number else None
    return _none_of("bad-level", "level", said, pointer, reader) if found is None else found


def _target_level(said: str, cell: Cell, pointer: Pointer, reader: Reader) -> Meaning:
    found = _level(said, cell, pointer, reader)
    return _none_of("level-outside-plan", "target-level", said, pointer, reader) if found in WORDS else found


def _type(said: str, _cell: Cell, pointer: Pointer, reader: Reader) -> Meaning:
    return entries.evidence_type(said) or _none_of("bad-choice", "type", said, pointer, reader)


def _audience(said: str, _cell: Cell, pointer: Pointer, reader: Reader) -> Meaning:
    found = entries.audience(said)
    if found is None:
        return _none_of("bad-choice", "audience", said, pointer, reader)
    return None if found == "public" else found  # what is understood anyway is not written


def _none_of(code: str, kind: ColumnKind, said: str, pointer: Pointer, reader: Reader) -> Finding:
    return Finding.of(code, pointer, found=said, expected=", ".join(reader.choices[kind]))


def _date(said: str, cell: Cell, pointer: Pointer, reader: Reader) -> Meaning:
    if cell.kind == "day":
        return cell.text
    said = said.removeprefix("'")  # with which one tells a spreadsheet to leave a text alone
    if match := _SLASHED.fullmatch(said):
        return _slashed(match, said, pointer, reader)
    if match := _MONTH_FIRST.fullmatch(said):
        said = f"{match[2]}-{match[1]}"
    elif match := _IN_WORDS.fullmatch(entries.fold(said)):
        found = [n for n, names in enumerate(_MONTHS, start=1) if _is_one_of(match["month"], names)]
        month = found[0] if len(found) == 1 else 0  # "jui" may be June or July
        said = "-".join([match["year"], str(month), *filter(None, [match["day"]])])
    return entries.partial_date(said) or Finding.of("bad-date", pointer, found=said)


def _is_one_of(month: str, names: tuple[str, ...]) -> bool:
    return any(name.startswith(month) for name in names)


def _slashed(match: re.Match[str], said: str, pointer: Pointer, reader: Reader) -> Meaning:
    """A day between slashes: its day comes first; in English nobody knows, unless only one way is a day."""
    one, other, year = match.groups()
    ways = [entries.partial_date(f"{year}-{month}-{day}") for day, month in ((one, other), (other, one))]
    days = list(dict.fromkeys(filter(None, ways[:1] if reader.day_first else ways)))
    if len(days) > 1:
        return Finding.of("form-date-ambiguous", pointer, found=said, one=days[0], other=days[1])
    return days[0] if days else Finding.of("bad-date", pointer, found=said)


def _years(said: str, cell: Cell, pointer: Pointer, _reader: Reader) -> Meaning:
    if cell.kind == "day":
        return int(cell.text[:4])
    years: list[int] = []
    for part in filter(None, _BETWEEN_YEARS.split(re.sub(r"\s*([-–—])\s*", r"\1", said))):
        match = _YEARS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not first <= last < first + _MOST_YEARS:
            return Finding.of("bad-year", pointer, found=said, first=FIRST_YEAR, last=LAST_YEAR)
        years += range(first, last + 1)
    if not years:
        return Finding.of("bad-year", pointer, found=said, first=FIRST_YEAR, last=LAST_YEAR)
    return years[0] if len(years) == 1 else tuple(years)


_MEANINGS: Final[Mapping[str, Callable[..., Meaning]]] = {
    "level": _level,
    "target-level": _target_level,
    "type": _type,
    "audience": _audience,
    "date": _date,
    "years": _years,
    "text": _one_line,
    "long-text": _text,
}

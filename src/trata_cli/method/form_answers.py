"""From a form that came back to answers: what its cells say, where each stands, and what somebody changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from trata_cli.method import entries, fingerprints, ids
from trata_cli.method.form import FIELDS, ID, SHEETS, Cell, ColumnKind, Grid, Recorded, SheetKey, cell_name
from trata_cli.method.form_cells import Reader, as_read, read, text
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Finding, Pointer

Data = Mapping[str, Any]
"""An answer's fields as a file has them."""
Row = Mapping[str, Cell]
"""A row's cells by the keys of their columns."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a form says: the fields of each answer of which it has a row, and where each stands.

    What reads as it went out is as it was in the base, to the last space. `cells` has the place of every field that a
    row has, filled in or not; `missing` are the base's indicators without a row, of which the form says nothing.
    """

    answers: Mapping[str, Data]
    cells: Mapping[Pointer, Cell]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """What a form changes: for each id its changed fields, `None` for one that goes; and what it can't change.

    `other_evidence` are the ids whose evidence stays as the file has it, which is not as the form has it.
    """

    changes: Mapping[str, Data]
    findings: tuple[Finding, ...]
    other_evidence: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet whose headings were found: where its columns are, and its rows below them."""

    key: SheetKey
    grid: Grid
    heading: Mapping[str, Cell]
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Gathered:
    """What was found by now, on the way through the sheets."""

    findings: list[Finding] = field(default_factory=list)
    cells: dict[Pointer, Cell] = field(default_factory=dict)

    def at_cell(self, code: str, cell: Cell, **values: Any) -> None:
        """A finding about a cell that stands for no field."""
        self.cells[cell.at,] = cell
        self.findings.append(Finding.of(code, (cell.at,), **values))

    def value(self, kind: ColumnKind, cell: Cell, pointer: Pointer, reader: Reader) -> Any:
        """What a cell says, nothing where that is not plain; its place is kept."""
        self.cells[pointer] = cell
        found = read(kind, cell, pointer, reader)
        if not isinstance(found, Finding):
            return found
        self.findings.append(found)
        return None


def returned(recorded: Recorded, grids: Sequence[Grid], base: Mapping[str, Data], reader: Reader) -> Returned:
    """What a form says that came back as these sheets; `base` has the answers as they went out."""
    found = _Gathered()
    tables = {key: table for key in SHEETS if (table := _table(key, recorded, grids, found))}
    if len(tables) < len(SHEETS):
        return Returned({}, found.cells, tuple(found.findings))
    for table in tables.values():
        _refuse_merged(table, found)
    answers: dict[str, dict[str, Any]] = {}
    for id_, row in _by_id(tables["answers"], found, reader.plan):
        found.cells["answers", id_] = row[ID]
        answers[id_] = _fields("answers", row, ("answers", id_), base.get(id_, {}), found, reader)
        answers[id_] |= {"evidence": None}  # of an indicator with a row all rows of evidence are there
    for id_, rows in _evidence_rows(tables["evidence"], found, reader.plan):
        answers.setdefault(id_, {})["evidence"] = _evidence(id_, rows, base.get(id_, {}), found, reader)
    for id_, row in _by_id(tables["targets"], found, reader.plan):
        pointer, was = ("answers", id_, "target"), base.get(id_, {}).get("target") or {}
        found.cells[pointer] = row["level"]
        target = _said(_fields("targets", row, pointer, was, found, reader))
        if target or id_ in answers:
            answers.setdefault(id_, {})["target"] = target or None
    shown = {id_ for id_, said in answers.items() if "level" in said}
    asked = recorded.base.part.ids if recorded.base.part else ()
    wanted = ids.expand(reader.plan, asked) if asked else list(reader.plan.places)
    return Returned(answers, found.cells, tuple(found.findings), tuple(id_ for id_ in wanted if id_ not in shown))


def revised(
    said: Mapping[str, Data],
    base: Mapping[str, Data],
    now: Mapping[str, Data],
    undecided: Iterable[str],
    plan: Plan,
    today: str,
) -> Revision:
    """What a form changes in the answers as they are now, `today` (an ISO date).

    Only what is not as it went out counts as changed. What was changed in the file in the meantime to something else
    is a finding: nobody knows which of the two is meant. A new level is answered today, with the words that the plan
    has now; where institutions differ it decides between them.
    """
    changes: dict[str, dict[str, Any]] = {}
    findings: list[Finding] = []
    other: set[str] = set()
    for id_, fields in said.items():
        was, there = base.get(id_, {}), now.get(id_, {})
        changed = {name: new for name, new in fields.items() if new not in (was.get(name), there.get(name))}
        clashing = [name for name in changed if there.get(name) != was.get(name)]
        findings += [Finding.of("form-conflict", ("answers", id_, name), id=id_) for name in clashing]
        if "level" in changed:
            changed |= _stamps(changed["level"], id_, plan, today, is_decision=id_ in undecided)
        if changed:
            changes[id_] = changed
        if "evidence" not in changed and fields.get("evidence") != there.get("evidence"):
            other.add(id_)
    return Revision(changes, tuple(findings), frozenset(other))


def _stamps(level: Any, id_: str, plan: Plan, today: str, *, is_decision: bool) -> dict[str, Any]:
    """What is written beside a new level; beside none nothing of it stays."""
    if level is None:
        return {"answered": None, "wording": None, "decided": None}
    stamps = {"answered": today, "wording": fingerprints.wording(plan, plan.places[id_])}
    return {**stamps, "decided": today} if is_decision else stamps


def _table(key: SheetKey, recorded: Recorded, grids: Sequence[Grid], found: _Gathered) -> _Table | None:
    """The sheet with the headings that it had, whatever it is called by now."""
    names = {column: heading for heading, column in recorded.headings[key].items()}
    keys = {entries.fold(text(heading)): column for column, heading in names.items()}
    tables = [table for grid in grids if (table := _in_grid(key, keys, grid))]
    if not tables:
        found.findings.append(Finding.of("form-incomplete", (), found=recorded.titles[key]))
        return None
    table, *others = tables
    if others:
        found.at_cell("form-twice", others[0].heading[ID], found=others[0].grid.title, other=table.grid.title)
        return None
    lacking = [name for name in FIELDS[key] if name not in table.heading]
    for name in lacking:
        found.at_cell("form-incomplete", table.heading[ID], found=names.get(name, name))
    return None if lacking or _has_doubles(table, keys, found) else table


def _in_grid(key: SheetKey, keys: Mapping[str, str], grid: Grid) -> _Table | None:
    """A grid's table, if a row of it has the column of ids and most others of a sheet."""
    rows = [(n, list(cells)) for n, cells in groupby(grid.cells, lambda cell: cell.row)]
    for at, (_, cells) in enumerate(rows):
        heading = {keys[name]: cell for cell in reversed(cells) if (name := _heading(cell)) in keys}
        if ID in heading and len(heading.keys() & FIELDS[key].keys()) > len(FIELDS[key]) // 2:
            below = (_row(grid, n, heading, each) for n, each in rows[at + 1 :])
            return _Table(key, grid, heading, tuple(row for row in below if _has_content(key, row)))
    return None


def _heading(cell: Cell) -> str:
    return entries.fold(text(cell.text)) if cell.kind == "text" else ""


def _has_doubles(table: _Table, keys: Mapping[str, str], found: _Gathered) -> bool:
    """Whether a heading is there twice: nobody knows which of the columns is meant."""
    line = table.heading[ID].row
    cells = [cell for cell in table.grid.cells if cell.row == line and keys.get(_heading(cell)) in table.heading]
    wanted = {ID, *FIELDS[table.key]}
    doubles = [cell for cell in cells if (key := keys[_heading(cell)]) in wanted and cell is not table.heading[key]]
    for cell in doubles:
        found.at_cell("form-twice", cell, found=cell.text, other=table.heading[keys[_heading(cell)]].at)
    return bool(doubles)


def _row(grid: Grid, number: int, heading: Mapping[str, Cell], cells: Iterable[Cell]) -> Row:
    there = {cell.column: cell for cell in cells}
    return {key: there.get(head.column) or _blank(grid, number, head) for key, head in heading.items()}


def _blank(grid: Grid, row: int, head: Cell) -> Cell:
    return Cell("blank", "", cell_name(grid.title, row, head.column), head.sheet, row, head.column)


def _has_content(key: SheetKey, row: Row) -> bool:
    return any(_is_filled(row[name]) for name in (ID, *FIELDS[key]) if name in row)


def _is_filled(cell: Cell) -> bool:
    return bool(text(cell.text)) if cell.kind == "text" else cell.kind != "blank"


def _refuse_merged(table: _Table, found: _Gathered) -> None:
    """Findings for merged cells that swallow others in which something could stand."""
    columns = {table.heading[name].column for name in (ID, *FIELDS[table.key])}
    filled = {(cell.row, cell.column): cell for cell in table.grid.cells if _is_filled(cell)}
    for merged in table.grid.merged:
        cell = filled.get((merged.first_row, merged.first_column))
        touched = columns & {*range(merged.first_column, merged.last_column + 1)}
        if cell and touched and merged.last_row > table.heading[ID].row:
            found.at_cell("form-merged", cell)


def _by_id(table: _Table, found: _Gathered, plan: Plan) -> Iterator[tuple[str, Row]]:
    """The rows with their indicators, each once."""
    seen: dict[str, Cell] = {}
    for row in table.rows:
        id_ = _id(row, table.key, found, plan)
        if id_ and id_ in seen:
            found.at_cell("form-twice", row[ID], found=id_, other=seen[id_].at)
        elif id_:
            seen[id_] = row[ID]
            yield id_, row


def _evidence_rows(table: _Table, found: _Gathered, plan: Plan) -> Iterator[tuple[str, list[Row]]]:
    """The rows of evidence in which something stands, by indicator."""
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        if any(_is_filled(row[name]) for name in FIELDS[table.key]) and (id_ := _id(row, table.key, found, plan)):
            rows.setdefault(id_, []).append(row)
    yield from rows.items()


def _id(row: Row, key: SheetKey, found: _Gathered, plan: Plan) -> str | None:
    """The indicator of a row; nothing where it has none, which is a finding if anything else stands in it."""
    cell = row[ID]
    if cell.kind in ("formula", "unreadable"):
        found.at_cell("form-formula" if cell.kind == "formula" else "form-value", cell, found=cell.text)
        return None
    typed = text(cell.text)
    meant = [typed] if typed in plan.places else ids.resolve(plan, typed) if typed else []
    if len(meant) == 1:
        return meant[0]
    filled = [row[name] for name in FIELDS[key] if _is_filled(row[name])]
    if not typed:
        found.at_cell("form-id-missing", cell)
    elif filled:
        suggestion = {"suggestion": meant[0]} if meant else {}
        found.at_cell("unknown-indicator", cell, found=typed, **suggestion)
    return None


def _fields(key: SheetKey, row: Row, pointer: Pointer, was: Data, found: _Gathered, reader: Reader) -> dict[str, Any]:
    """The fields of a row, as they were in the base where they read like it."""
    values = {}
    for name, kind in FIELDS[key].items():
        value = found.value(kind, row[name], (*pointer, name), reader)
        old = was.get(name)
        values[name] = old if value == as_read(kind, old) else value
    return values


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value is not None}


def _evidence(id_: str, rows: Iterable[Row], was: Data, found: _Gathered, reader: Reader) -> list[Data] | None:
    """The evidence of an indicator, in the order of the base if it is the same and only the rows were sorted."""
    old = list(was.get("evidence") or ())
    as_they_read = [_as_they_read(each) for each in old]
    items = []
    for row in rows:
        gathered = _Gathered()
        item = _said(_fields("evidence", row, (), {}, gathered, reader))
        number = as_they_read.index(item) if item in as_they_read else None
        items.append((number, dict(old[number]) if number is not None else item, row, gathered))
    if len(items) == len(old) and {number for number, *_ in items} == {*range(len(old))}:
        items.sort(key=lambda each: each[0] or 0)
    said: list[Data] = [item for _, item, _, _ in items if item]
    for _, item, row, gathered in items:
        # Of a row in which nothing reads there is no document: what is wrong with it is said of its cells alone.
        pointer: Pointer = ("answers", id_, "evidence", _position(said, item)) if item else (row["title"].at,)
        found.cells[pointer] = row["title"]
        found.cells |= {(*pointer, *at): cell for at, cell in gathered.cells.items()}
        found.findings += [replace(each, pointer=(*pointer, *each.pointer)) for each in gathered.findings]
    return said or None


def _position(items: Sequence[Data], item: Data) -> int:
    """Where an item stands, which may be equal to another one."""
    return next(n for n, each in enumerate(items) if each is item)


def _as_they_read(evidence: Data) -> Data:
    return _said({name: as_read(FIELDS["evidence"][name], value) for name, value in evidence.items()})

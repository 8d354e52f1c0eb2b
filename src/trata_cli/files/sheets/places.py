"""Findings about a form at the cells in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from trata_cli.files.document import excerpt
from trata_cli.method.form import Cell
from trata_cli.method.personal import masked
from trata_cli.method.rules import RULES
from trata_cli.model.assessment import WORDS
from trata_cli.model.problem import Finding, Message, Pointer, Problem

Cells = Mapping[Pointer, Cell]


def at_cells(name: str, findings: Iterable[Finding], cells: Cells, headed: Callable[[Pointer], str]) -> list[Problem]:
    """Findings as problems of a form, each at its cell; `headed` tells how the column of a field is called."""
    return [_problem(name, finding, _cell(finding.pointer, cells), headed) for finding in findings]


def moved(name: str, problem: Problem, cells: Cells, headed: Callable[[Pointer], str]) -> Problem:
    """A problem of the file that a form makes, at the cell of the form that it speaks of; others as they are."""
    cell = _cell(problem.pointer, cells)
    if cell is None:
        return problem
    finding = Finding(problem.code, problem.pointer, problem.values)
    return _problem(name, finding, cell, headed)


def _problem(name: str, finding: Finding, cell: Cell | None, headed: Callable[[Pointer], str]) -> Problem:
    values = {key: _repeatable(value) for key, value in finding.values}
    if finding.code == "missing-field":
        values["field"] = headed(finding.pointer)
    source, caret = excerpt(" ".join(masked(cell.text).split()), 0) if cell else ("", 0)
    return Problem(
        file=name,
        line=cell.row if cell else 1,
        column=cell.column if cell else 1,
        code=finding.code,
        severity=RULES[finding.code].severity,
        pointer=finding.pointer,
        values=tuple(sorted(values.items())),
        source=source,
        caret=caret,
        cell=cell.at if cell else "",
    )


def _repeatable(value: Any) -> Any:
    """A value as a message may repeat it: masked, and the two words as the form has them."""
    if value in WORDS:
        return Message(str(value).replace("-", " "))
    return masked(value) if isinstance(value, str) and not isinstance(value, Message) else value


def _cell(pointer: Pointer, cells: Cells) -> Cell | None:
    """The cell of a pointer, else that of the nearest thing around it which has one."""
    steps = range(len(pointer), 0, -1)
    return next((cells[pointer[:n]] for n in steps if pointer[:n] in cells), None)


def in_order(problems: Iterable[Problem], cells: Cells) -> list[Problem]:
    """Problems in the order of the sheets, what has no cell before all others."""
    sheets = {cell.at: cell.sheet for cell in cells.values()}
    return sorted(problems, key=lambda problem: (sheets.get(problem.cell, 0), problem))

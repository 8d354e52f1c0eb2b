"""Findings of a check, and problems: findings at their place in a file. Both are frozen, sortable values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
Pointer = tuple[str | int, ...]
"""The way to a value in a file: keys and list positions (from 0), from the top."""


class Message(str):
    """A value of a finding that is itself a message for the catalogue."""

    __slots__ = ()


def dotted(pointer: Pointer) -> str:
    """A pointer as people and machines read it: `answers.D02a.level`."""
    return ".".join(str(step) for step in pointer)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the rule's code, where, and the values that the rule's message names.

    `at_key` places it at the key itself instead of its value (unknown and double keys).
    """

    code: str
    pointer: Pointer
    values: tuple[tuple[str, Any], ...] = ()
    at_key: bool = False

    @classmethod
    def of(cls, code: str, pointer: Pointer, **values: Any) -> Finding:
        """A finding at a value, with the values of its message named."""
        return cls(code, pointer, tuple(sorted(values.items())))

    @classmethod
    def at_the_key(cls, code: str, pointer: Pointer, **values: Any) -> Finding:
        """A finding about a key itself."""
        return cls(code, pointer, tuple(sorted(values.items())), at_key=True)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding at its place. Lines and columns count from 1, columns in code points, a BOM as none.

    `source` is the line as it may be printed (control characters escaped, cut around the column when long),
    `caret` the offset in it, from 0. In a spreadsheet `cell` is the place, as people name it (`Respuestas!D17`), and
    line and column are its row and its column. Problems sort by file and place.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    pointer: Pointer = ()
    values: tuple[tuple[str, Any], ...] = ()
    source: str = field(default="", compare=False)
    caret: int = field(default=0, compare=False)
    cell: str = field(default="", compare=False)

    def __lt__(self, other: Problem) -> bool:
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """What problems are sorted by: file and place, then code."""
        return self.file, self.line, self.column, self.code, dotted(self.pointer), repr(self.values)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity == "error" for problem in problems)

"""`# trata: ignore=CODE why` on the line of a key: a problem of that key's value that somebody let stand.

A warning may stand, and all personal data: whether it is public on purpose, a person has to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Final

from trata_cli.files import tree
from trata_cli.files.tree import Mark, Node, Scalar
from trata_cli.model.problem import Pointer

_COMMENT: Final = re.compile(r"#(?<![^ \t\n]#)[ \t]*trata:[ \t]*ignore[ \t]*=[ \t]*(\S*)[ \t]*(.*)")

_MOST: Final = 1000
"""Comments that are heeded: nobody writes more, and a warning that is not let stand is only shown."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: where it stands, the codes that it names (several with commas), why, and the keys on its line."""

    mark: Mark
    codes: tuple[str, ...]
    why: str
    keys: frozenset[Pointer]


def has_ignores(text: str) -> bool:
    """Whether anything in a text looks like such a comment."""
    return _COMMENT.search(text) is not None


def ignores(text: str, root: Node | None) -> list[Ignore]:
    """The comments of a text that let problems stand; what only looks like one inside a value is none."""
    marks = list(islice(_marks(text), _MOST))
    if not marks or root is None:
        return []
    keys = _keys_by_line(root)
    values = spans(text, root)
    return [
        Ignore(mark, tuple(match[1].split(",")), match[2].strip(), frozenset(keys.get(mark.line, ())))
        for mark, match in marks
        if not is_inside(mark.index, values)
    ]


def key_of(pointer: Pointer) -> Pointer:
    """The key on whose line a problem can be let stand: of an item of a list, the list's."""
    while pointer and isinstance(pointer[-1], int):
        pointer = pointer[:-1]
    return pointer


def _marks(text: str) -> Iterator[tuple[Mark, re.Match[str]]]:
    line = last = 0
    for match in _COMMENT.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        yield Mark(last, line, last - text.rfind("\n", 0, last) - 1), match


def _keys_by_line(root: Node) -> dict[int, list[Pointer]]:
    lines: dict[int, list[Pointer]] = {}
    for pointer, key, _value in tree.walk(root):
        lines.setdefault(key.start.line, []).append(pointer)
    return lines


def _scalars(root: Node) -> Iterator[Scalar]:
    """Keys, and values and items that are scalars."""
    for _pointer, key, value in tree.walk(root):
        yield key
        yield from _items(value)


def _items(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, tree.Sequence):
        for item in node.items:
            yield from _items(item)


def spans(text: str, root: Node) -> list[tuple[int, int]]:
    """From where to where each key and each value can hold what looks like a comment, in order."""
    return sorted(span(scalar, text) for scalar in _scalars(root))


def span(scalar: Scalar, text: str) -> tuple[int, int]:
    """Where a scalar can hold what looks like a comment: not on the line on which a block begins."""
    is_block = scalar.style in ("|", ">")
    start = text.find("\n", scalar.start.index) if is_block else scalar.start.index
    return (start if start >= 0 else scalar.end.index, scalar.end.index)


def is_inside(index: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an index lies in one of the spans, which are sorted and apart from each other."""
    before = bisect_right(spans, index, key=itemgetter(0))
    return before > 0 and index < spans[before - 1][1]

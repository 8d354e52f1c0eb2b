"""A document looked through for personal data: what was found, at its place, and lines in which it can't be read."""

from __future__ import annotations

import re
from bisect import bisect, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from trata_cli.files import tree
from trata_cli.files.document import STANDARD_INPUT, Document
from trata_cli.files.ignores import is_inside, span, spans
from trata_cli.files.tree import START, Fault, Mark, Node, Position, Scalar
from trata_cli.method.personal import PREFIX, Match, findings_in_all
from trata_cli.method.personal.texts import NOT_FREE
from trata_cli.model.problem import Pointer, Problem

_DATE_OF_TARGET: Final = ("target", "by")
_IN_SIGHT: Final = "[^ \t\r\n\x85\u2028\u2029]"
_HIDDEN: Final = "•"
_COMMENT: Final = r"#(?:[ \t]*(?:note|file):)?([^\n]*)"
"""A comment; of an answer's line that is one, the value: behind “note” a number would pass for that of a document."""


class _Text(NamedTuple):
    """A free text and to what it belongs; the scalar that holds it, or what stands for one (a comment, a name)."""

    pointer: Pointer
    scalar: Scalar


def looked_through(document: Document) -> Document:
    """A document with its personal data as faults, each at its first character, and masked in its lines.

    In a text with escapes the place is the text's beginning, and nothing of the text is shown. Looked through are all
    free texts, keys that are names, comments, and the file's own name. That is placed at the country, as `file-name`
    is, and the path itself stays as it is, or nobody could open it. A comment belongs to the key on its line, else to
    the next one. Where there is no tree nothing is found, and what is shown of a line is masked all the same.
    """
    root, text = document.root, document.text
    if root is None:
        return document
    texts = [*_values(root), *_name(document, root)]
    matches = [*findings_in_all([*(each.scalar.value for each in texts), *comments(text)])]
    if any(number >= len(texts) for number, _ in matches):  # there may be a hundred thousand comments
        texts += _comments(text)
    found = [(texts[number], [match for _, match in group]) for number, group in groupby(matches, itemgetter(0))]
    return _with(document, _at_keys(found, text, root)) if found else document


def in_values(document: Document, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Those problems with personal data that stand in a value: not in a comment beside it, a key, the file's name."""
    text = document.text
    line_starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for problem in problems:
        _, value, there = tree.find(document.root, problem.pointer)
        if problem.code.startswith(PREFIX) and there and isinstance(value, Scalar):
            at = line_starts[problem.line - 1] + problem.column - 1
            if at == value.start.index or is_inside(at, [span(value, text)]):
                yield problem


def _values(node: Node, pointer: Pointer = ()) -> list[_Text]:
    """The free texts of a tree: values, items, and keys that are no names of fields or ids."""
    texts: list[_Text] = []
    for key, value in node.pairs if isinstance(node, tree.Mapping) else ():
        name = key.value
        if name in NOT_FREE and isinstance(value, Scalar):
            continue
        at = (*pointer, name)
        if not name.isidentifier():
            texts.append(_Text(at, key))
        if not isinstance(value, Scalar):
            texts += _values(value, at)
        elif at[-2:] != _DATE_OF_TARGET:
            texts.append(_Text(at, value))
    for number, item in enumerate(node.items if isinstance(node, tree.Sequence) else ()):
        at = (*pointer, number)
        texts += [_Text(at, item)] if isinstance(item, Scalar) else _values(item, at)
    return texts


def comments(text: str) -> list[str]:
    """What stands behind the sign of a comment; whether it is one is looked at when something is found in it."""
    return re.findall(_COMMENT, text)


def _comments(text: str) -> Iterator[_Text]:
    for match in re.finditer(_COMMENT, text):
        yield _Text((), Scalar(match[1], "#", Mark(match.start(1), 0, 0), Mark(match.end(), 0, 0)))


def comment_marks(text: str) -> Iterator[tuple[int, int]]:
    """From where to where in a text each stands that begins like a comment."""
    return (match.span() for match in re.finditer("#[^\n]*", text))


def _name(document: Document, root: Node) -> Iterator[_Text]:
    if document.name != STANDARD_INPUT:
        _, country, there = tree.find(root, ("country",))
        mark: Position = country.start if country and there else START
        yield _Text(("country",) if there else (), Scalar(Path(document.name).name, "", mark, mark))


def _at_keys(found: Iterable[tuple[_Text, list[Match]]], text: str, root: Node) -> Iterator[tuple[_Text, list[Match]]]:
    """What was found, that in comments at their keys; what only looks like a comment is none."""
    keys: list[tuple[int, int, Pointer]] = []
    values: list[tuple[int, int]] = []
    for each, matches in found:
        if each.scalar.style != "#":
            yield each, matches
            continue
        if not keys:
            keys = [(key.start.line, key.start.index, pointer) for pointer, key, _ in tree.walk(root)]
            values = spans(text, root)
        start = each.scalar.start.index
        if real := [match for match in matches if not is_inside(start + match.start, values)]:
            yield each._replace(pointer=_key_for(start, text, keys)), real


def _key_for(at: int, text: str, keys: list[tuple[int, int, Pointer]]) -> Pointer:
    """The key on the line of an index, else the next one, else the last."""
    if not keys:
        return ()
    after = bisect(keys, at, key=itemgetter(1))
    is_on_line = after > 0 and "\n" not in text[keys[after - 1][1] : at]
    return keys[after - 1 if is_on_line or after == len(keys) else after][2]


def _with(document: Document, found: Iterable[tuple[_Text, list[Match]]]) -> Document:
    """The document with what was found."""
    text = document.text
    shown, faults = list(text), list(document.faults)
    line_ends = [*accumulate(len(line) + 1 for line in text.split("\n"))]
    for (pointer, scalar), matches in found:
        for match, indices in _placed(matches, scalar, text):
            for index, character in indices.items():
                shown[index] = character
            at = next(iter(indices), scalar.start.index) if _is_exact(scalar, text) else scalar.start.index
            line = bisect_right(line_ends, at)
            mark = Mark(at, line, at - (line_ends[line - 1] if line else 0))
            faults.append(Fault(match.code, mark, (("found", match.masked),), pointer))
    return replace(document, faults=tuple(faults), shown="".join(shown))


def _is_exact(scalar: Scalar, text: str) -> bool:
    """Whether a scalar's characters stand in the file as they are: none of them through an escape."""
    return scalar.style != '"' or "\\" not in text[scalar.start.index : scalar.end.index]


def _placed(matches: list[Match], scalar: Scalar, text: str) -> Iterator[tuple[Match, dict[int, str]]]:
    """Each match with its characters as they may be shown, by their index in the file.

    Folding and indentation move white space alone, so the characters in sight are counted. A quote inside single
    quotes is written twice.
    """
    start, end = scalar.start.index, scalar.end.index
    if scalar.style in ("|", ">"):
        start = text.find("\n", start)
    elif scalar.style in ("'", '"'):
        start, end = start + 1, end - 1
    written = text[start:end].replace("''", "' ") if scalar.style == "'" else text[start:end]
    places = [start + each.start() for each in re.finditer(_IN_SIGHT, written)]
    if not _is_exact(scalar, text):
        yield from ((match, dict.fromkeys(places, _HIDDEN)) for match in matches)
        return
    seen = last = 0
    for match in matches:
        seen += len(re.findall(_IN_SIGHT, scalar.value[last : match.start]))
        last = match.start
        masked = re.findall(_IN_SIGHT, match.masked)
        yield match, dict(zip(places[seen:], masked, strict=False))

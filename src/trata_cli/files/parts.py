"""What an institution's part says beside its values: comments, and among them those that let something stand."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePath
from typing import Final, TypeVar

from trata_cli.files import edit, tree
from trata_cli.files.assessments import Reading, check_document
from trata_cli.files.document import STANDARD_INPUT, Document
from trata_cli.files.ignores import Ignore, ignores, is_inside, key_of, spans
from trata_cli.files.personal import comment_marks, in_values
from trata_cli.files.plans import Shelf
from trata_cli.files.saving import with_text
from trata_cli.files.tree import Scalar
from trata_cli.method.personal.texts import names
from trata_cli.model.assessment import Answer, Assessment, Evidence, Statement
from trata_cli.model.problem import Pointer, Problem

_Said = TypeVar("_Said", Answer, Statement)
_EDITORS: Final = "# yaml-language-server:"


class Outside(Exception):
    """A document of evidence does not lie in the folder of the file that is to name it: its path, as it is written."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A problem that a comment of a part lets stand: its code, the field, what stands there (if a text), and why."""

    id: str
    field: tuple[str, ...]
    code: str
    text: str | None
    why: str


def acknowledged(document: Document) -> Iterator[Acknowledged]:
    """What the comments of a part let stand in its answers."""
    for comment in ignores(document.text, document.root):
        for way, text in _beside(comment, document) if comment.why else ():
            if way[:1] == ("answers",) and len(way) > 1:
                yield from (Acknowledged(way[1], way[2:], code, text, comment.why) for code in comment.codes)


def _beside(comment: Ignore, document: Document) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """The fields on the way to what stands on a comment's line, and the text there, if it is one."""
    for key in comment.keys:
        _, value, _ = tree.find(document.root, key)
        yield names(key), value.value if isinstance(value, Scalar) else None


def lines_of_comments(document: Document) -> list[int]:
    """The lines (from 1) with comments that say something to people: no merge can tell where in a whole they belong."""
    text, root = document.text, document.root
    if root is None:
        return []
    values, heeded = spans(text, root), {each.mark.index for each in ignores(text, root)}
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    return [
        bisect_right(starts, at)
        for at, _ in comment_marks(text)
        if at not in heeded and not is_inside(at, values) and not text.startswith(_EDITORS, at)
    ]


def in_doubt(readings: Iterable[Reading]) -> frozenset[str]:
    """Texts of files that look like personal data, of which nobody has said that they are public."""
    found = set()
    for reading in readings:
        for problem in in_values(reading.document, reading.problems):
            _, value, _ = tree.find(reading.document.root, problem.pointer)
            found |= {value.value} if isinstance(value, Scalar) else set()
    return frozenset(found)


def let_stand(document: Document, before: Reading, said: Sequence[Acknowledged], shelf: Shelf) -> Document:
    """A merged document in which what parts let stand stands too, with their reasons.

    What had a problem before the merge goes on having it. Of a text that is joined of several, nothing was doubtful in
    the others: see `method.merging`.
    """
    document = _without_stale(document, before.document)
    known = {(problem.pointer, problem.code) for problem in before.problems}
    for problem in check_document(document, shelf).problems:
        key = key_of(problem.pointer)
        if (problem.pointer, problem.code) in known or not (comment := _comment_for(document, problem, key, said)):
            continue
        try:
            document = with_text(document, edit.acknowledge(document.text, key, [problem.code], comment.why))
        except edit.EditRefused:  # it is named, then, like any other
            continue
    return document


def _without_stale(document: Document, before: Document) -> Document:
    """A document without the comments that let stand what stood there before, and now stand beside something else."""
    spoken = {each for comment in ignores(before.text, before.root) for each in _beside(comment, before)}
    text = document.text
    for comment in reversed(ignores(text, document.root)):
        beside = set(_beside(comment, document))
        if beside and not beside & spoken and all(found is not None for _, found in beside):
            line_end = text.find("\n", comment.mark.index)
            end = len(text[:line_end].removesuffix("\r")) if line_end >= 0 else len(text)
            text = text[: comment.mark.index].rstrip(" \t") + text[end:]
    return document if text == document.text else with_text(document, text)


def _comment_for(
    document: Document, problem: Problem, key: Pointer, said: Sequence[Acknowledged]
) -> Acknowledged | None:
    """What a part says of a problem of a merged document."""
    _, value, _ = tree.find(document.root, key)
    text = value.value if isinstance(value, Scalar) else None
    way = names(key)[1:]
    field = way[2:] if way[1:2] == ("statements",) else way[1:]
    wanted = (*way[:1], field, problem.code)
    return next((each for each in said if (each.id, each.field, each.code) == wanted and _is_of(each.text, text)), None)


def _is_of(piece: str | None, text: str | None) -> bool:
    return piece == text or (piece is not None and text is not None and f"\n{piece}\n" in f"\n{text}\n")


def moved(part: Assessment, path: str, output: str) -> Assessment:
    """A part as it is written in another folder: with the paths of its documents from there.

    Raises Outside where one does not lie in that folder or below.
    """
    old, new = (Path() if name == STANDARD_INPUT else Path(name).parent for name in (path, output))
    if old.resolve() == new.resolve():
        return part
    return part.model_copy(update={"answers": {id_: _moved(each, old, new) for id_, each in part.answers.items()}})


def _moved(answer: Answer, old: Path, new: Path) -> Answer:
    statements = tuple(_with_paths(each, old, new) for each in answer.statements)
    return _with_paths(answer, old, new).model_copy(update={"statements": statements})


def _with_paths(said: _Said, old: Path, new: Path) -> _Said:
    return said.model_copy(update={"evidence": tuple(_evidence(each, old, new) for each in said.evidence)})


def _evidence(each: Evidence, old: Path, new: Path) -> Evidence:
    if each.file is None:
        return each
    path = PurePath(os.path.relpath(old.resolve() / each.file, new.resolve()))
    if path.is_absolute() or ".." in path.parts:
        raise Outside(each.file)
    return each.model_copy(update={"file": path.as_posix()})

"""Saving answers and beginning new files: from values to the text of a file, and onto the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from trata_cli.files import edit, spelling, tree
from trata_cli.files.assessments import ENDINGS
from trata_cli.files.document import Document, from_bytes, read
from trata_cli.files.tree import Scalar
from trata_cli.files.writing import alone, write
from trata_cli.i18n import N_
from trata_cli.method.personal.texts import names
from trata_cli.model.assessment import ASSESSMENT_FORMAT, Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.model.problem import Pointer, Problem


class NotSaved(Exception):
    """The file has no plain place for an answer, or does not parse; `problems` says why where that is known."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__("not saved")
        self.problems = problems


class Signed(NotSaved):
    """The file has become final in the meantime: what was signed is not changed."""


class ChangedElsewhere(Exception):
    """What the country says in the answer that was to be saved is not what it was when it was read."""


def save_answer(path: str | Path, plan: Plan, id_: str, old: Answer | None, new: Answer | None) -> None:
    """Put one answer into its file, or take it out (`None`); only its own lines change.

    `old` is the answer as it was known before: what did not change is left as it stands in the file, whether trata
    understands it or not. Raises NotSaved or OSError; the file is then as it was.
    """
    with alone(path):
        document = _writable(read(path))
        content = _with_answer(document, plan, id_, old, new)
        if content != document.content:
            write(path, content)


def with_fields(document: Document, plan: Plan, changes: Mapping[str, Mapping[str, Any]]) -> Document:
    """A document with fields of several answers changed, not yet on disk.

    For each id `changes` has its new fields as data, `None` for one that goes; all else stays as it is. Raises NotSaved
    where there is no plain place for one.
    """
    wanted = {id_: _with_fields(document, id_, fields) for id_, fields in changes.items()}
    edits: Iterable[tuple[Pointer, Any]] = ((("answers", id_), value) for id_, value in wanted.items())
    if not _said(document, "answers"):  # all at once: each edit reads the text again
        edits = [(("answers",), {id_: wanted[id_] for id_ in plan.places if wanted.get(id_)})]
    text = document.text
    try:
        for pointer, value in edits:
            text = edit.set_value(text, pointer, value or None, list(plan.places))
    except edit.EditRefused:
        raise NotSaved from None
    return with_text(document, text)


def _with_fields(document: Document, id_: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer has with some fields changed, in the format's order."""
    _, answer, found = tree.find(document.root, ("answers", id_))
    there = (tree.plain_data(answer) if found else None) or {}
    if not isinstance(there, Mapping):
        raise NotSaved
    wanted = {**there, **fields}
    order = dict.fromkeys([*Answer.model_fields, *wanted])
    return {name: wanted[name] for name in order if wanted.get(name) is not None}


def with_text(document: Document, text: str) -> Document:
    """A document with another text, not yet on disk."""
    return from_bytes(document.name, _encoded(document, text))


def replace_document(old: Document, new: Document) -> None:
    """Write a file's new content, if it still has the old one.

    Raises ChangedElsewhere where it has not, or OSError; the file is then as it was.
    """
    with alone(old.name):
        if read(old.name).content != old.content:
            raise ChangedElsewhere
        write(old.name, new.content)


def with_head(document: Document, fields: Mapping[str, Any]) -> Document:
    """A document with fields set at its top, not yet on disk; mappings get new keys, and keep those that they have.

    Raises NotSaved where the text has no plain place for one.
    """
    text = document.text
    for name, value in fields.items():
        there = _said(document, name)
        wanted = {k: v for k, v in value.items() if k not in there} if isinstance(there, Mapping) and there else {}
        try:
            for key in wanted:
                text = edit.set_value(text, (name, key), list(wanted[key]), sorted(value))
            if not wanted:
                text = edit.set_value(text, (name,), value, list(Assessment.model_fields))
        except edit.EditRefused:
            raise NotSaved from None
    return with_text(document, text)


def with_answers(document: Document, plan: Plan, old: Mapping[str, Answer], new: Mapping[str, Answer]) -> Document:
    """A document with several answers changed, from what was read of it, not yet on disk; the rest stays byte for byte.

    Raises NotSaved where the text has no plain place for one.
    """
    if not _answers(document):
        return with_head(document, {"answers": {id_: as_data(new[id_]) for id_ in plan.places if id_ in new}})
    left, text = dict(new), document.text
    # From the last to the first, so that each stands where it stood; the whole text is read again only at the end.
    for id_, (start, end) in reversed(list(_lines_of_answers(document))):
        if id_ in left:
            wanted = _wanted(document, id_, old.get(id_), left.pop(id_))
            try:
                text = text[:start] + edit.set_value(text[start:end], (id_,), wanted) + text[end:]
            except edit.EditRefused:
                raise NotSaved from None
    document = with_text(document, text)
    for id_, answer in left.items():
        document = from_bytes(document.name, _with_answer(document, plan, id_, old.get(id_), answer))
    return document


def _lines_of_answers(document: Document) -> Iterator[tuple[str, tuple[int, int]]]:
    """From where to where the lines of answers stand that can be changed on their own.

    Not those of the last: where they end is no plain question.
    """
    _, answers, _ = tree.find(document.root, ("answers",))
    if not isinstance(answers, tree.Mapping) or answers.flow:
        return
    starts = [document.text.rfind("\n", 0, key.start.index) + 1 for key, _ in answers.pairs]
    for (key, _), start, end in zip(answers.pairs, starts, starts[1:], strict=False):
        if not document.text[start : key.start.index].strip(" "):
            yield key.value, (start, end)


class AnswerFile:
    """An assessment's file during an interview: it knows what it said last, so no change of others goes unseen.

    `document` is what it said last: all that was saved here, and what others had changed by then.
    """

    def __init__(self, document: Document, plan: Plan) -> None:
        self.document = document
        self._plan = plan

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.document.name)

    def save(self, id_: str, old: Answer | None, new: Answer | None) -> bool:
        """Save one answer as `save_answer` does; whether somebody else had changed any since last time.

        Raises ChangedElsewhere where it was this one, besides NotSaved and OSError; the file is then as it was. What
        the country says and what others state are two things: changes to one and to the other are put together.
        """
        own = None if _is_statement(old, new) else id_
        return self._write(lambda now: _with_answer(now, self._plan, id_, old, new), own)

    def acknowledge(self, id_: str, pointer: Pointer, text: str, codes: Sequence[str], why: str) -> bool:
        """Put a comment beside a text of an answer that lets the codes of rules stand; the rest as `save` does.

        Raises NotSaved where the text is not there, or has no plain place beside it, and OSError; the file is then as
        it was.
        """
        return self._write(lambda now: _with_comment(now, id_, pointer, text, codes, why))

    def _write(self, content_of: Callable[[Document], bytes], own: str | None = None) -> bool:
        """Write what becomes of the file, unless the answer `own` was changed; whether any was, by somebody else."""
        with alone(self.path):
            now = _writable(read(self.path))
            is_news = now.content != self.document.content
            before, after = (_answers(self.document), _answers(now)) if is_news else ({}, {})
            if own and _own(before.get(own)) != _own(after.get(own)):
                self.document = now
                raise ChangedElsewhere
            content = content_of(now)
            if content != now.content:
                write(self.path, content)
        self.document = from_bytes(now.name, content)
        return before != after

    def move(self, path: str) -> None:
        """Write what the file said last into a new one, and go on there; without a path, where it is gone.

        A folder gets a file of the same name. Raises OSError, FileExistsError where there is one already.
        """
        target = Path(os.path.expanduser(path)) if path else self.path  # noqa: PTH111 - `~nobody` stays as it is
        if path and target.is_dir():
            target /= self.path.name
        if target.suffix not in ENDINGS:
            raise OSError(errno.EINVAL, N_("a new file needs a name that ends in .yaml"), str(target))
        if path and target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        if not target.exists():
            write(target, self.document.content)
        self.document = replace(self.document, name=str(target))


def _is_statement(old: Answer | None, new: Answer | None) -> bool:
    """Whether what is to be saved is something that others state, and nothing that the country says."""
    return old != new and _own(_as_known(old)) == _own(_as_known(new))


def _own(answer: Any) -> Any:
    """What the country itself says in an answer, without the statements of others."""
    if isinstance(answer, Mapping):
        return {key: value for key, value in answer.items() if key != "statements"}
    return {} if answer is None else answer


def _answers(document: Document) -> Mapping[str, Any]:
    data = _said(document, "answers")
    return data if isinstance(data, Mapping) else {}


def _writable(document: Document) -> Document:
    """A document that parses and is not final. Raises NotSaved."""
    if document.root is None or document.faults:
        raise NotSaved(document.problems())
    if _said(document, "status") == "final" or _said(document, "final"):
        raise Signed
    return document


def _said(document: Document, key: str) -> Any:
    """What a file says of itself, as plain data."""
    _, value, found = tree.find(document.root, (key,))
    return tree.plain_data(value) if found else None


def _with_answer(document: Document, plan: Plan, id_: str, old: Answer | None, new: Answer | None) -> bytes:
    """A file's bytes with one answer changed. Raises NotSaved."""
    wanted = _wanted(document, id_, old, new)
    try:
        text = edit.set_value(document.text, ("answers", id_), wanted, list(plan.places))
    except edit.EditRefused:
        raise NotSaved from None
    return _encoded(document, text)


def _with_comment(document: Document, id_: str, pointer: Pointer, found: str, codes: Sequence[str], why: str) -> bytes:
    """A file's bytes with a comment beside a text, wherever it stands in the lists on its way. Raises NotSaved."""
    way, text = ("answers", id_, *names(pointer)), document.text
    places = [
        at
        for at, _, value in tree.walk(document.root)
        if names(at) == way and isinstance(value, Scalar) and value.value == found
    ]
    try:
        for at in places:
            text = edit.acknowledge(text, at, codes, why)
    except edit.EditRefused:
        raise NotSaved from None
    if not places:
        raise NotSaved
    return _encoded(document, text)


def _encoded(document: Document, text: str) -> bytes:
    """The bytes of a document with another text; a BOM stays."""
    bom = document.content[: len(document.content) - len(document.text.encode())]
    return bom + text.encode()


def _wanted(document: Document, id_: str, old: Answer | None, new: Answer | None) -> Any:
    """The answer's fields as they shall stand: those that changed, over those that the file has."""
    _, answer, found = tree.find(document.root, ("answers", id_))
    there = tree.plain_data(answer) if found else None
    if new is None:
        # Statements that did not read are no more the country's to clear than the others.
        statements = there.get("statements") if isinstance(there, Mapping) else None
        return {"statements": statements} if statements else None
    before, after = _as_known(old), _as_known(new)
    if before == after:  # whatever stands there by now, or nothing
        return there
    wanted = _merged(there, before, after)
    order = [*Answer.model_fields, *wanted]
    return {field: wanted[field] for field in dict.fromkeys(order) if field in wanted}


def _merged(there: Any, before: Any, after: Any) -> Any:
    """What changed from `before` to `after`, done to what is there: as much of it as possible stays as it is."""
    if before == after:
        return there
    if isinstance(after, Mapping) and isinstance(before, Mapping | None):
        return _merged_mapping(there, before or {}, after)
    if isinstance(after, list) or isinstance(before, list):
        return _merged_list(there, before or [], after or [])
    return after


def _merged_mapping(there: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    there = {} if there is None else there
    if not isinstance(there, Mapping):
        raise NotSaved
    changed = {key: _merged(there.get(key), before.get(key), after.get(key)) for key in {**before, **after}}
    merged = {**there, **changed}
    order = dict.fromkeys((*after, *merged))  # the format's, for what is new; what is there stays in its own
    return {key: merged[key] for key in order if merged[key] is not None}


def _merged_list(there: Any, before: list[Any], after: list[Any]) -> list[Any] | None:
    """A list with its changes; items that were not read, or came in the meantime, keep their places around it."""
    there = () if there is None else there
    if not isinstance(there, tuple):
        raise NotSaved
    starts = range(len(there) - len(before), -1, -1)
    start = next((n for n in starts if all(map(_says, there[n:], before))), None)
    if start is None:
        raise NotSaved
    end = start + len(before)
    kept = there[start:end]
    return [*there[:start], *(_merged_item(n, kept, before, after) for n in range(len(after))), *there[end:]] or None


def _merged_item(n: int, there: Sequence[Any], before: list[Any], after: list[Any]) -> Any:
    """An item as it stands there, the one at its place with its changes, or a new one."""
    if after[n] in before:
        return there[before.index(after[n])]
    if n < len(before) and before[n] not in after:
        return _merged(there[n], before[n], after[n])
    return after[n]


def _says(there: Any, known: Any) -> bool:
    """Whether an item of a file is the one that was read; it may have fields that say nothing new."""
    if isinstance(known, Mapping):
        return isinstance(there, Mapping) and all(_says(there.get(key), value) for key, value in known.items())
    if isinstance(known, list | tuple):
        return isinstance(there, tuple) and len(there) == len(known) and all(map(_says, there, known))
    return bool(there == str(known) or there == (str(known),))  # `covers: [2026]` is the year alone


def _as_known(answer: Answer | None) -> dict[str, Any]:
    """An answer as it was or will be known, an absent one as an empty one."""
    return as_data(answer or Answer())


def as_data(answer: Answer) -> dict[str, Any]:
    """An answer's fields as they are written: nothing that is empty or what would be understood anyway."""
    return {field: as_written(field, value) for field, value in answer.model_dump(exclude_defaults=True).items()}


def as_written(field: str, value: Any) -> Any:
    """A field's value as it is written: years as one where it is one, and lists of mappings as lists."""
    if isinstance(value, Mapping):
        return {key: as_written(key, each) for key, each in value.items()}
    if field == "covers":
        return value[0] if len(value) == 1 else value
    return [as_written("", each) for each in value] if isinstance(value, tuple) else value


def new_file(plan: Plan, country: str, year: int, institution: str | None, part: dict[str, Any] | None) -> str:
    """The text of a new assessment without answers."""
    reference = f"plan: {{id: {plan.id}, version: {plan.version}}}"
    before = {"country": country, "year": year, "institution": institution, "status": "draft", "part": part}
    written = [spelling.entry(name, value) for name, value in before.items() if value is not None]
    return "\n".join([spelling.entry("format", ASSESSMENT_FORMAT), reference, *written, "answers: {}", ""])

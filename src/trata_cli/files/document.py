"""A file as it was read: its text, its tree, and where each finding stands in it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from trata_cli.files import tree
from trata_cli.files.ignores import Ignore, ignores, key_of
from trata_cli.files.tree import START, Fault, Mark, Node, Scalar
from trata_cli.i18n import N_
from trata_cli.method.personal import LONGEST, masked
from trata_cli.method.rules import MAY_STAND, RULES
from trata_cli.model.problem import Finding, Message, Pointer, Problem, has_errors
from trata_cli.model.text import meant, visible

MOST_BYTES: Final = 5 * 1024 * 1024
STANDARD_INPUT: Final = "-"
_EXCERPT: Final = 160  # characters of a long line that are shown around a problem
_STRETCH: Final = 1024  # characters that are looked through together
_REPEATED: Final = 10_000  # characters of a value, which may be megabytes
BOM: Final = b"\xef\xbb\xbf"
_MOST_IDLE: Final = 100
"""Of more comments that do nothing only the first are named."""
_UNREAD: Final = frozenset({"alias"})
"""Faults that stand in place of a value: of what it might have said nothing more is to be found."""


@dataclass(frozen=True)
class Document:
    """A file's name as it is shown, its bytes, its text without a BOM, the tree, and the faults of both."""

    name: str
    content: bytes = b""
    text: str = ""
    root: Node | None = None
    faults: tuple[Fault, ...] = ()
    shown: str = field(default="", repr=False)
    """The text as it may be shown, character by character."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def format(self) -> str | None:
        """What the file says that it is (`trata/plan/1`); nothing where it says nothing, or nothing plain."""
        says = self.root.get("format") if isinstance(self.root, tree.Mapping) else None
        return says.value if isinstance(says, Scalar) else None

    @property
    def data(self) -> Any:
        """The tree as plain data."""
        return tree.plain_data(self.root)

    def problems(self, findings: Iterable[Finding] = (), unasked: Collection[str] = frozenset()) -> tuple[Problem, ...]:
        """The reader's own faults and the findings of checks, each at its place, in the order of the file.

        Of the codes in `unasked` nobody looked for findings: a comment that lets one stand is not idle.
        """
        unread = {fault.mark for fault in self.faults if fault.code in _UNREAD}
        found = {self._problem(fault.code, fault.mark, fault.pointer, fault.values) for fault in self.faults}
        for finding in findings:
            if (mark := self._mark(finding)) not in unread:
                found.add(self._problem(finding.code, mark, finding.pointer, finding.values))
        return tuple(sorted(map(_without_personal_data, self._but_ignored(found, unasked)), key=attrgetter("sort_key")))

    def _but_ignored(self, found: set[Problem], unasked: Collection[str]) -> Iterator[Problem]:
        """Problems without those that comments let stand, and with a word on comments that do nothing.

        Of the latter nothing is said while there are errors: they may hide what a comment is for.
        """
        comments = ignores(self.text, self.root)
        heeded = {(code, key): each for each in comments if each.why for code in each.codes for key in each.keys}
        used: set[tuple[Ignore, str]] = set()
        kept = []
        for problem in found:
            comment = heeded.get((problem.code, key_of(problem.pointer)))
            if comment and problem.code in MAY_STAND:
                used.add((comment, problem.code))
            else:
                kept.append(problem)
        yield from kept
        if not has_errors(kept):
            yield from islice(self._idle(comments, used, unasked), _MOST_IDLE)

    def _idle(
        self, comments: Iterable[Ignore], used: set[tuple[Ignore, str]], unasked: Collection[str]
    ) -> Iterator[Problem]:
        """Comments that don't say why, and codes of the others that let nothing stand."""
        for comment in comments:
            if not comment.why:
                yield self._problem("ignore-unexplained", comment.mark, (), (("found", ", ".join(comment.codes)),))
                continue
            for code in comment.codes:
                if (comment, code) not in used and code not in unasked:
                    near = None if code in RULES else meant(code, RULES)
                    values = (("found", code), *((("suggestion", near),) if near else ()))
                    yield self._problem("ignore-unused", comment.mark, (), values)

    def _inside(self, mark: Mark) -> Mark:
        """Behind a last line without an end the parser names one more, which is not there."""
        end = len(self.shown)
        if mark.index < end or mark.column or not end or self.shown[-1] == "\n":
            return mark
        return Mark(end, mark.line - 1, end - self.shown.rfind("\n") - 1)

    def _mark(self, finding: Finding) -> Mark:
        key, node, there = tree.find(self.root, finding.pointer)
        at = key if key and finding.at_key and there else node
        return tree.mark_of(at.start) if at else START

    def _problem(self, code: str, mark: Mark, pointer: Pointer, values: tuple[tuple[str, Any], ...]) -> Problem:
        mark = self._inside(mark)
        around, column = _around(self.shown, mark.index)
        source, caret = excerpt(around, column)
        severity = RULES[code].severity
        name = self.name.encode("utf-8", "backslashreplace").decode()  # a name may hold bytes that are no text
        return Problem(name, mark.line + 1, mark.column + 1, code, severity, pointer, values, source, caret)


def _without_personal_data(problem: Problem) -> Problem:
    """A problem that repeats nothing from the file that must not be repeated."""
    pointer = tuple(_masked(step) if isinstance(step, str) else step for step in problem.pointer)
    values = tuple((name, _repeatable(each)) for name, each in problem.values)
    return replace(problem, pointer=pointer, values=values)


def _repeatable(value: Any) -> Any:
    """A value as a message may repeat it, which cuts it much shorter; what is itself a message is ours."""
    return _masked(value[:_REPEATED]) if isinstance(value, str) and not isinstance(value, Message) else value


_masked = lru_cache(maxsize=256)(masked)
"""The same few keys, ids and values come in a thousand problems."""


def _around(text: str, index: int) -> tuple[str, int]:
    """The line of an index, masked, as far as its excerpt can show it, and its column there: lines can be megabytes."""
    first, around = _looked_through(text, index // _STRETCH)
    at = index - first
    last = at + _EXCERPT + LONGEST
    start, end = max(around.rfind("\n", 0, at) + 1, at - _EXCERPT - LONGEST), around.find("\n", at, last)
    return around[start:last] if end < 0 else around[start:end].removesuffix("\r"), at - start


@lru_cache(maxsize=8)
def _looked_through(text: str, number: int) -> tuple[int, str]:
    """A stretch of a text, masked, with what excerpts reach to around it, and where it begins.

    What a number is may stand on the line before. A thousand problems may stand in one stretch, in any order.
    """
    first = max(0, number * _STRETCH - _EXCERPT - LONGEST)
    return first, masked(text[first : (number + 1) * _STRETCH + _EXCERPT + LONGEST])


def excerpt(line: str, column: int) -> tuple[str, int]:
    """A line as it may be printed, cut around a column when it is long, and the column's offset in it."""
    start = max(0, column - _EXCERPT // 2) if len(line) > _EXCERPT else 0
    before, after = line[start:column], line[column : start + _EXCERPT]
    head = ("…" if start else "") + visible(before, as_it_is=True)
    return head + visible(after, as_it_is=True) + ("…" if start + _EXCERPT < len(line) else ""), len(head)


def shown_around(line: str, column: int) -> str:
    """A line as a message may show it: near a column, and without what looks like personal data."""
    near, at = _around(line, column)
    return excerpt(masked(near), at)[0]


_REASONS: Final = {
    errno.ENOENT: N_("it does not exist"),
    errno.EACCES: N_("no permission"),
    errno.EPERM: N_("no permission"),
    errno.ELOOP: N_("a loop of links"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("part of its path is not a folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.EEXIST: N_("a file of that name is already there"),
    errno.EDQUOT: N_("the space that you may use on this disk is full"),
    errno.EFBIG: N_("the file is too big for this disk"),
    errno.EIO: N_("the disk does not answer as it should"),
    errno.EAGAIN: N_("another program is saving there and does not finish"),
}


def reason(error: OSError) -> Message:
    """Why the system refused, as a message."""
    return Message(_REASONS.get(error.errno or 0, error.strerror or str(error)))


def unreadable(name: str, error: OSError) -> Document:
    """A file that was found and can't be opened."""
    return Document(name, faults=(Fault("unreadable", START, (("reason", reason(error)),)),))


def is_file(path: Path) -> bool:
    """Whether a path names a file that can be looked at; a name that no system takes names none."""
    try:
        return path.is_file()
    except OSError:
        return False


def read(source: str | Path) -> Document:
    """Read a file, or standard input for `-`.

    What is wrong with a file that is there comes as faults. Raises OSError if it is not there or can't be opened.
    """
    content = content_of(source)
    return Document(str(source), faults=(content,)) if isinstance(content, Fault) else from_bytes(str(source), content)


def content_of(source: str | Path, most: int = MOST_BYTES) -> bytes | Fault:
    """A file's bytes, or why it is none to be read. Raises OSError if it is not there or can't be opened."""
    if str(source) == STANDARD_INPUT:
        content = sys.stdin.buffer.read(most + 1)
        return _too_big(len(content), most) if len(content) > most else content
    if not stat.S_ISREG(os.stat(source).st_mode):  # noqa: PTH116 - follows links, as opening does, with the same errors
        return Fault("not-a-regular-file", START)
    with open(source, "rb", opener=_at_once) as file:
        found = os.fstat(file.fileno())  # what is open now may be another than a moment ago
        if not stat.S_ISREG(found.st_mode):
            return Fault("not-a-regular-file", START)
        return _too_big(found.st_size, most) if found.st_size > most else file.read(most + 1)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting, as a pipe would make one wait for a writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def from_bytes(name: str, content: bytes) -> Document:
    """The document that some bytes are."""
    if len(content) > MOST_BYTES:
        return Document(name, faults=(_too_big(len(content), MOST_BYTES),))
    body = content.removeprefix(BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        good = body[: error.start].decode("utf-8")
        fault = Fault("not-utf8", tree.mark_at(good, len(good)), (("found", f"0x{body[error.start]:02X}"),))
        rest = body[error.start :].split(b"\n", 1)[0].decode("utf-8", "backslashreplace")
        return Document(name, content, faults=(fault,), shown=good + rest)
    root, faults = (parsed := tree.parse(text)).root, parsed.faults
    if not faults and (root is None or (isinstance(root, Scalar) and root.is_null)):
        root, faults = None, (Fault("empty-file", START),)
    return Document(name, content, text, root, faults, text)


def _too_big(size: int, most: int) -> Fault:
    return Fault("file-too-big", START, (("found", size), ("most", most)))

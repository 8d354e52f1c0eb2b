"""YAML as a tree in which every key and value knows its place.

One pass over the parser's events refuses what an assessment needs none of (aliases, tags, several documents, deep
nesting, duplicate keys) and keeps every scalar as it is written: PyYAML's own conversions would turn `no` into
False and `12:30` into 750. What a scalar means is for the field that it stands in to say (`model.values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import yaml

from trata_cli.model.problem import Message, Pointer
from trata_cli.model.values import Plain

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a wheel of PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MOST_NESTING: Final = 50
_MOST_CHARACTER_FAULTS: Final = 100  # of one sort: a binary file needs no million of them

# Not in YAML's printable set, or invisible: nothing that a person means to write.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# libyaml takes these for line ends, editors and people do not.
SEPARATOR: Final = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
_NULL: Final = re.compile(r"~|null|Null|NULL|\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text: `index` in code points, `line` and `column` from 0."""

    index: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it is written; `style` is YAML's sign for it (`'`, `"`, `|`, `>`), nothing for a plain one."""

    value: str
    style: str
    start: Mark
    end: Mark

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: left empty, blank, or one of YAML's words for null."""
        return not self.value.strip() if self.style else bool(_NULL.fullmatch(self.value))


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order of the file."""

    flow: bool
    start: Mark
    end: Mark
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)

    def get(self, key: str) -> Node | None:
        """The value of a key, if it is there."""
        return next((value for found, value in self.pairs if found.value == key), None)


@dataclass(slots=True)
class Sequence:
    """Items in the order of the file."""

    flow: bool
    start: Mark
    end: Mark
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """What the reader itself refuses: a rule's code, where, and the values of its message."""

    code: str
    mark: Mark
    values: tuple[tuple[str, Any], ...] = ()
    pointer: Pointer = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed text: its root, if it has one, and all that was refused on the way."""

    root: Node | None
    faults: tuple[Fault, ...]


def parse(text: str) -> Tree:
    """Parse a text without a BOM. Never raises: what is wrong comes as faults, at its place."""
    builder = _Builder()
    faults = list(character_faults(text))
    # A character of the same width in place of each bad one: the rest of the file keeps its places and is read.
    clean = SEPARATOR.sub(" ", CONTROL.sub("\ufffd", text)) if faults else text
    try:
        for event in yaml.parse(clean, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_syntax_fault(error, clean))
        builder.root = None
    except _Stopped:
        builder.root = None
    return Tree(builder.root, tuple(faults + builder.faults))


def character_faults(text: str) -> Iterator[Fault]:
    """Control characters and foreign line ends, wherever they stand in the text."""
    for code, pattern in (("control-character", CONTROL), ("line-separator", SEPARATOR)):
        for match in islice(pattern.finditer(text), _MOST_CHARACTER_FAULTS):
            yield Fault(code, mark_at(text, match.start()), (("found", f"U+{ord(match[0]):04X}"),))


def mark_at(text: str, index: int) -> Mark:
    """The mark of an index; lines end with LF."""
    return Mark(index, text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1)


def _syntax_fault(error: yaml.MarkedYAMLError, text: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = _mark(mark) if mark else Mark(0, 0, 0)
    if text[place.index : place.index + 1] == "\t":
        return Fault("tab-indentation", place)
    return Fault("not-yaml", place, (("reason", Message(error.problem or error.context or "")),))


def _mark(mark: Any) -> Mark:
    return Mark(mark.index, mark.line, mark.column)


class _Stopped(Exception):
    """Reading further would only repeat what is wrong."""


@dataclass(slots=True)
class _Builder:
    """Builds the tree from events; a mapping's key waits in `keys` until its value comes."""

    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    open: list[Mapping | Sequence] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)
    seen: list[set[str]] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_properties(event)
            style = event.style if event.style in ("'", '"', "|", ">") else ""
            scalar = Scalar(event.value, style, _mark(event.start_mark), _mark(event.end_mark))
            self._refuse_escapes(scalar)
            self._add(scalar)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_properties(event)
            made = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
            self._open(made(bool(event.flow_style), _mark(event.start_mark), _mark(event.end_mark)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop().end = _mark(event.end_mark)
            self.keys.pop()
            self.seen.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._fault("alias", event.start_mark, found=f"*{event.anchor}")
            self._add(Scalar("", "'", _mark(event.start_mark), _mark(event.end_mark)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._fault("several-documents", event.start_mark)
                raise _Stopped

    def _open(self, node: Mapping | Sequence) -> None:
        if len(self.open) >= MOST_NESTING:
            self.faults.append(Fault("too-deep", node.start, (("most", MOST_NESTING),)))
            raise _Stopped
        self._add(node)
        self.open.append(node)
        self.keys.append(None)
        self.seen.append(set())

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
        elif isinstance(parent := self.open[-1], Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is not None:
            parent.pairs.append((key, node))
            self.keys[-1] = None
        else:
            self.keys[-1] = self._key(node)

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self.faults.append(Fault("complex-key", node.start))
            return Scalar("", "'", node.start, node.start)
        if node.value == "<<" and not node.style:
            self.faults.append(Fault("merge-key", node.start))
        elif node.value in self.seen[-1]:
            found = (("found", node.value),)
            self.faults.append(Fault("duplicate-key", node.start, found, (*self._pointer(), node.value)))
        self.seen[-1].add(node.value)
        return node

    def _pointer(self) -> Pointer:
        """The way to the collection that is open now."""
        steps: list[str | int] = []
        for parent, key in zip(self.open[:-1], self.keys[:-1], strict=True):
            if isinstance(parent, Sequence):
                steps.append(len(parent.items) - 1)
            else:
                steps.append(key.value if key else parent.pairs[-1][0].value)
        return tuple(steps)

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault("anchor", event.start_mark, found=f"&{event.anchor}")
        if event.tag is not None:
            self._fault("tag", event.start_mark, found=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _refuse_escapes(self, scalar: Scalar) -> None:
        if scalar.style != '"':
            return
        for code, pattern in (
            ("control-character", CONTROL),
            ("line-separator", re.compile("[\x85\u2028\u2029]")),
        ):
            if match := pattern.search(scalar.value):
                self.faults.append(Fault(code, scalar.start, (("found", f"U+{ord(match[0]):04X}"),)))

    def _fault(self, code: str, mark: Any, **values: Any) -> None:
        self.faults.append(Fault(code, _mark(mark), tuple(values.items())))


def plain_data(node: Node | None) -> Any:
    """The tree as dicts, tuples and texts; a key whose value says nothing is left out.

    Plain scalars come as `Plain`: only they may be numbers.
    """
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return None
    if isinstance(node, Scalar):
        return node.value if node.style else Plain(node.value)
    if isinstance(node, Sequence):
        return tuple(plain_data(item) for item in node.items)
    pairs = ((key, plain_data(value)) for key, value in node.pairs)
    return {key.value if key.style else Plain(key.value): data for key, data in pairs if data is not None}


def find(root: Node | None, pointer: Pointer) -> tuple[Scalar | None, Node | None, bool]:
    """The key (if it hangs on one) and the value that a pointer names, and whether it is there at all.

    Where it is not, the deepest value on the way: what is missing is missing there.
    """
    key: Scalar | None = None
    node = root
    for step in pointer:
        if isinstance(node, Mapping):
            pair = next((pair for pair in node.pairs if pair[0].value == str(step)), None)
            if pair is None:
                return key, node, False
            key, node = pair
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            key, node = None, node.items[step]
        else:
            return key, node, False
    return key, node, True


def nulls(node: Node | None, at: Pointer = ()) -> Iterator[Pointer]:
    """The pointers of all keys whose value says nothing."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if isinstance(value, Scalar) and value.is_null:
                yield (*at, key.value)
            else:
                yield from nulls(value, (*at, key.value))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from nulls(item, (*at, number))

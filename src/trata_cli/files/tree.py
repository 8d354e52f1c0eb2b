"""YAML as a tree in which every key and value knows its place.

One pass over the parser's events refuses what an assessment needs none of (aliases, tags, several documents, deep
nesting, duplicate keys) and keeps every scalar as it is written: PyYAML's own conversions would turn `no` into
False and `12:30` into 750. What a scalar means is for the field that it stands in to say (`model.values`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any, Final, NamedTuple, Protocol

import yaml

from trata_cli.model.problem import Message, Pointer
from trata_cli.model.values import Plain

Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser: libyaml's, where PyYAML came with it."""
MOST_NESTING: Final = 50
MOST_NODES: Final = 20_000
"""Keys, values and items; an assessment in which five institutions answer all, with evidence, has 13,000."""
_MOST_FAULTS: Final = 100  # of one sort: a binary file needs no million of them

# Not in YAML's printable set, or invisible: nothing that a person means to write.
_CONTROLS: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
# libyaml takes these for line ends, editors and people do not.
_SEPARATORS: Final = r"\r\x85\u2028\u2029"
CONTROL: Final = re.compile(f"[{_CONTROLS}]")
SEPARATOR: Final = re.compile(f"[{_SEPARATORS}](?!(?<=\r)\n)")
IRREGULAR: Final = re.compile(f"[{_CONTROLS}{_SEPARATORS}]")
"""Either of both, and the CR of a CRLF, which is neither: one look tells that none is there."""
_ESCAPED_SEPARATOR: Final = re.compile("[\x85\u2028\u2029]")
_REPLACEMENT: Final = "\ufffd"
_NULLS: Final = frozenset({"~", "null", "Null", "NULL"})


def is_nothing(value: str, style: str) -> bool:
    """Whether a scalar says nothing: left empty, blank, or one of YAML's words for null."""
    return not value or value.isspace() or (value in _NULLS and not style)


class Position(Protocol):
    """A place in a text."""

    @property
    def index(self) -> int:
        """Code points before it."""

    @property
    def line(self) -> int:
        """Lines before its own."""

    @property
    def column(self) -> int:
        """Code points before it on its line."""


class Mark(NamedTuple):
    """A position as a value of its own. Nodes keep those of the parser: hardly any is ever looked at."""

    index: int  # type: ignore[assignment]  # hides a method of tuples that no place needs
    line: int
    column: int


class Scalar(NamedTuple):
    """A text as it is written; `style` is YAML's sign for it (`'`, `"`, `|`, `>`), nothing for a plain one."""

    value: str
    style: str
    start: Position
    end: Position

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: left empty, blank, or one of YAML's words for null."""
        return is_nothing(self.value, self.style)


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order of the file; of a double key the first one counts."""

    flow: bool
    start: Position
    end: Position
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    _by_key: dict[str, tuple[Scalar, Node]] = field(default_factory=dict, repr=False, compare=False)

    def add(self, key: Scalar, value: Node) -> None:
        """Put a pair behind the others."""
        pair = (key, value)
        self.pairs.append(pair)
        self._by_key.setdefault(key.value, pair)

    def pair(self, key: str) -> tuple[Scalar, Node] | None:
        """A key and its value, if they are there."""
        return self._by_key.get(key)

    def get(self, key: str) -> Node | None:
        """The value of a key, if it is there."""
        pair = self.pair(key)
        return pair[1] if pair else None


@dataclass(slots=True)
class Sequence:
    """Items in the order of the file."""

    flow: bool
    start: Position
    end: Position
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Sequence

START: Final = Mark(0, 0, 0)
_REFUSED: Final = Scalar("", "'", START, START)
_NO_CHARACTER: Final = "found invalid Unicode character escape code"


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


@lru_cache(maxsize=2)  # what a save reads back is what the next one begins with
def parse(text: str) -> Tree:
    """Parse a text without a BOM. Never raises: what is wrong comes as faults, at its place."""
    builder = _Builder()
    faults = list(character_faults(text))
    if len(faults) >= _MOST_FAULTS:  # no text at all
        return Tree(None, tuple(faults))
    # A character of the same width in place of each bad one: the rest of the file keeps its places and is read.
    clean = SEPARATOR.sub(" ", CONTROL.sub(_REPLACEMENT, text)) if faults else text
    try:
        builder.build(iter(Loader(clean).get_event, None))
    except yaml.MarkedYAMLError as error:
        builder.stop(_syntax_fault(error, clean))
    except (ValueError, OverflowError):  # the parser in Python, at a number that no character or version has
        builder.stop(Fault("not-yaml", mark_of(builder.reached), (("reason", Message(_NO_CHARACTER)),)))
    except _Stopped:
        builder.root = None
    return Tree(builder.root, tuple(faults + builder.faults))


def character_faults(text: str) -> Iterator[Fault]:
    """Control characters and foreign line ends, wherever they stand in the text."""
    if not IRREGULAR.search(text):
        return
    for code, pattern in (("control-character", CONTROL), ("line-separator", SEPARATOR)):
        for match in islice(pattern.finditer(text), _MOST_FAULTS):
            yield Fault(code, mark_at(text, match.start()), (("found", f"U+{ord(match[0]):04X}"),))


def mark_at(text: str, index: int) -> Mark:
    """The mark of an index; lines end with LF."""
    return Mark(index, text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1)


def _syntax_fault(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """At the first bad character; the end of the file is none: there, at what was opened and is never closed."""
    found, opened = error.problem_mark, error.context_mark
    place = mark_of(found or opened or START)
    if text[place.index : place.index + 1] == "\t":
        return Fault("tab-indentation", place)
    if opened and place.index >= len(text.rstrip()):
        place = mark_of(opened)
    return Fault("not-yaml", place, (("reason", Message(error.problem or error.context or "")),))


def mark_of(position: Position) -> Mark:
    """A position that can be compared and kept: the parser's own marks can't."""
    return Mark(position.index, position.line, position.column)


class _Stopped(Exception):
    """Reading further would only repeat what is wrong."""


@dataclass(slots=True)
class _Builder:
    """Builds the tree from events.

    `parent` is the collection that is open, `key` waits in it for its value; `outer` has those around it. What hangs on
    a key that is refused is not kept.
    """

    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    parent: Mapping | Sequence | None = None
    key: Scalar | None = None
    outer: list[tuple[Mapping | Sequence | None, Scalar | None]] = field(default_factory=list)
    reached: Position = START
    documents: int = 0
    nodes: int = 0
    _counts: Counter[str] = field(default_factory=Counter)

    def build(self, events: Iterator[Any]) -> None:
        """Take all events. A full file has thousands, most of them scalars: those take the shortest way."""
        new = tuple.__new__
        is_scalar: Any = yaml.ScalarEvent
        for event in events:
            self.reached = event.end_mark
            if event.__class__ is not is_scalar:
                self._take(event)
                continue
            if event.anchor is not None or event.tag is not None:
                self._refuse_properties(event)
            style, value = event.style or "", event.value
            if style == '"':
                value = self._without_escaped(value, event.start_mark)
            self._add(new(Scalar, (value, style, event.start_mark, event.end_mark)))

    def stop(self, fault: Fault) -> None:
        """There is no tree, and this is why."""
        self.root = None
        self.faults.append(fault)

    def _take(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        match event:
            case yaml.MappingStartEvent():
                self._refuse_properties(event)
                self._open(Mapping(bool(event.flow_style), start, end))
            case yaml.SequenceStartEvent():
                self._refuse_properties(event)
                self._open(Sequence(bool(event.flow_style), start, end))
            case yaml.CollectionEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._fault("alias", start, found=f"*{event.anchor}")
                self._add(Scalar("", "'", start, end))
            case yaml.DocumentStartEvent():
                self._begin_document(start)

    def _begin_document(self, start: Position) -> None:
        self.documents += 1
        if self.documents > 1:
            self._fault("several-documents", start)
            raise _Stopped

    def _without_escaped(self, value: str, start: Position) -> str:
        """A value without the characters that may not stand in a file, not even through an escape.

        Any number of them, one behind the other, gives one sign: there may be millions.
        """
        for code, pattern in (("control-character", CONTROL), ("line-separator", _ESCAPED_SEPARATOR)):
            if match := pattern.search(value):
                self._fault(code, start, found=f"U+{ord(match[0]):04X}")
                value = re.sub(f"{pattern.pattern}+", _REPLACEMENT, value)
        return value

    def _open(self, node: Mapping | Sequence) -> None:
        if len(self.outer) >= MOST_NESTING:
            self._fault("too-deep", node.start, most=MOST_NESTING)
            raise _Stopped
        self._add(node)
        self.outer.append((self.parent, self.key))
        self.parent, self.key = node, None

    def _close(self) -> None:
        if self.parent is not None:
            self.parent.end = self.reached
        self.parent, self.key = self.outer.pop()

    def _add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._fault("too-many-values", node.start, most=MOST_NODES)
            raise _Stopped
        parent, key = self.parent, self.key
        if parent is None:
            self.root = node
        elif isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            self.key = self._key(parent, node)
        else:
            self.key = None
            if key is not _REFUSED:
                parent.add(key, node)

    def _key(self, parent: Mapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._fault("complex-key", node.start)
            return _REFUSED
        if node.value == "<<" and not node.style:
            self._fault("merge-key", node.start)
            return _REFUSED
        if parent.pair(node.value):
            self._fault("duplicate-key", node.start, (*self._way(), node.value), found=node.value)
        return node

    def _way(self) -> Iterator[str | int]:
        """The steps from the root to the collection that is open."""
        opened = [*(parent for parent, _key in self.outer if parent is not None), self.parent]
        for parent, child in pairwise(opened):
            if isinstance(parent, Sequence):
                yield len(parent.items) - 1
            elif isinstance(parent, Mapping):
                yield parent.pairs[-1][0].value if parent.pairs and parent.pairs[-1][1] is child else ""

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault("anchor", event.start_mark, found=f"&{event.anchor}")
        if event.tag is not None:
            self._fault("tag", event.start_mark, found=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _fault(self, code: str, at: Position, pointer: Pointer = (), **values: Any) -> None:
        self.faults.append(Fault(code, mark_of(at), tuple(values.items()), pointer))
        self._counts[code] += 1
        if self._counts[code] == _MOST_FAULTS:
            raise _Stopped


plain_key = lru_cache(maxsize=1 << 12)(Plain)
"""A key as `plain_data` gives it, if it stands without quotes: the same few names again and again."""


def plain_data(node: Node | None) -> Any:
    """The tree as dicts, tuples and texts; a key whose value says nothing is left out.

    Plain scalars come as `Plain`: only they may be numbers.
    """
    if isinstance(node, Scalar):
        return None if node.is_null else node.value if node.style else Plain(node.value)
    if isinstance(node, Sequence):
        return tuple([plain_data(item) for item in node.items])
    if node is None:
        return None
    read: dict[str, Any] = {}
    for key, value in node.pairs:
        name = key.value if key.style else plain_key(key.value)
        if name not in read:
            read[name] = plain_data(value)
    return {key: value for key, value in read.items() if value is not None} if None in read.values() else read


def find(root: Node | None, pointer: Pointer) -> tuple[Scalar | None, Node | None, bool]:
    """The key (if it hangs on one) and the value that a pointer names, and whether it is there at all.

    Where it is not, the deepest value on the way: what is missing is missing there.
    """
    key: Scalar | None = None
    node = root
    for step in pointer:
        if isinstance(node, Mapping):
            pair = node.pair(str(step))
            if pair is None:
                return key, node, False
            key, node = pair
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            key, node = None, node.items[step]
        else:
            return key, node, False
    return key, node, True


def walk(node: Node | None, at: Pointer = ()) -> Iterator[tuple[Pointer, Scalar, Node]]:
    """Every key with its pointer and its value, from the top, in the order of the file."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            pointer = (*at, key.value)
            yield pointer, key, value
            yield from walk(value, pointer)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from walk(item, (*at, number))


def nulls(node: Node | None, at: Pointer = ()) -> Iterator[Pointer]:
    """The pointers of all keys whose value says nothing."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if not isinstance(value, Scalar):
                yield from nulls(value, (*at, key.value))
            elif value.is_null:
                yield (*at, key.value)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            if not isinstance(item, Scalar):
                yield from nulls(item, (*at, number))

"""Edits of a YAML text that touch only the lines of what they change.

The text is spliced between the marks of the parsed tree, so comments, blank lines, quoting, line ends and order
elsewhere stay byte for byte. A wish is carried out in small steps, one splice and a fresh tree each; the result is
read back and compared with what was meant before anyone sees it.

Refused is what has no plain place: a text that the reader finds faults with (duplicate keys, anchors, tags …), an
empty key without its colon (`? D01` alone, `{D01}`), what stands below a text that keeps its blank lines (`|+`) and
would leave it more of them, and whatever is no mapping where one is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeGuard

from trata_cli.files import spelling, tree
from trata_cli.files.ignores import ignores
from trata_cli.files.tree import Node, Scalar
from trata_cli.model.problem import Pointer
from trata_cli.model.values import Plain

_COLON: Final = re.compile(r"[ \t]*:")
_SKIPPED: Final = r"(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\n]*+)*+"  # white space and comments
_SOME_COLON: Final = re.compile(_SKIPPED + ":")
_COMMA: Final = re.compile(_SKIPPED + "(?P<sign>,)[ \t]*")
_DASH: Final = re.compile(_SKIPPED + "(?P<sign>-)")
_BARE_COMMA: Final = re.compile(r"\s*,\s*")
_HEADER: Final = re.compile(r"[|>][-+0-9]*(?P<comment>[^\r\n]*)")
"""The line with which a block text begins: its sign, and perhaps a comment."""

_Collection = tree.Mapping | tree.Sequence


class EditRefused(Exception):
    """The text has no plain place for the edit, or it would not read back as it was meant."""


def set_value(text: str, pointer: Pointer, value: Any, order: Sequence[str] = ()) -> str:
    """The text with the value at a pointer set, made or (for `None`) taken out.

    `value` is a text, a whole number, a list or a mapping of such. What is missing on the way to it is made. A new
    key goes before the first later one of `order` if the keys there stand in that order, else last.

    Raises EditRefused if that can't be done without touching anything else.
    """
    # A block text at the end means the same with its line end, which it gets when something comes after it.
    eol = "" if text.endswith("\n") else _line_end_of(text)
    editor = _Editor(text)
    before = [editor.root, _root(text + eol)] if eol else [editor.root]
    meant = [_meant(tree.plain_data(root), pointer, value) for root in before]
    editor.set(pointer, value, order)
    for after in dict.fromkeys((editor.text.removesuffix(eol), editor.text)):
        read_back = tree.plain_data(editor.root if after == editor.text else _root(after))
        if any(_reads_as(read_back, each) for each in meant):
            return after
    raise EditRefused


def comment_above(text: str, pointer: Pointer, comment: str) -> str:
    """The text with a comment (one line, without its sign) on a line of its own above that of a key.

    Raises EditRefused where there is no such key, or no place for a comment above it.
    """
    root = _root(text)
    key, _, there = tree.find(root, pointer)
    if key is None or not there:
        raise EditRefused
    start = text.rfind("\n", 0, key.start.index) + 1
    indent = text[start : len(text) - len(text[start:].lstrip(" "))]
    after = f"{text[:start]}{indent}# {comment}{_line_end_of(text)}{text[start:]}"
    if tree.plain_data(_root(after)) != tree.plain_data(root):
        raise EditRefused
    return after


def acknowledge(text: str, pointer: Pointer, codes: Sequence[str], why: str) -> str:
    """The text with `# trata: ignore=CODES why` (one line) behind what stands on the line of a key.

    A comment that is there stays before it; one that ignores other codes already gets these, and the reason, as well.

    Raises EditRefused where no comment can stand on that line (a text in quotes may go on below it), or where it would
    speak for other keys too.
    """
    root = _root(text)
    key, _, there = tree.find(root, pointer)
    if key is None or not there or sum(each.start.line == key.start.line for _, each, _ in tree.walk(root)) > 1:
        raise EditRefused
    line_end = text.find("\n", key.start.index)
    end = len(text[:line_end].removesuffix("\r")) if line_end >= 0 else len(text)
    old = next((each for each in ignores(text, root) if pointer in each.keys), None)
    if old:
        codes = [*filter(None, dict.fromkeys((*old.codes, *codes)))]
        why = old.why if why in old.why else "; ".join(filter(None, (old.why, why)))
    kept = text[: old.mark.index if old else end].rstrip(" \t")
    after = f"{kept}  # trata: ignore={','.join(codes)} {why}{text[end:]}"
    read_back = _root(after)
    is_heeded = any(pointer in each.keys and {*codes} == {*each.codes} for each in ignores(after, read_back))
    if not is_heeded or tree.plain_data(read_back) != tree.plain_data(root):
        raise EditRefused
    return after


def _root(text: str) -> Node | None:
    parsed = tree.parse(text)
    if parsed.faults:
        raise EditRefused
    return parsed.root


def _meant(data: Any, pointer: Pointer, value: Any) -> Any:
    """What the edited text has to read as."""
    if not pointer:
        return value
    kept = {} if data is None else data
    if not isinstance(kept, Mapping):
        raise EditRefused
    return {**kept, pointer[0]: _meant(kept.get(pointer[0]), pointer[1:], value)}


def _reads_as(found: Any, meant: Any) -> bool:
    """Whether data that was read says what was meant: numbers stand without quotes, and empty is as good as absent."""
    if found == meant:
        return True
    if isinstance(meant, Mapping):
        found = {} if found is None else found
        keys = {*found, *meant} if isinstance(found, Mapping) else ()
        return isinstance(found, Mapping) and all(_reads_as(found.get(key), meant.get(key)) for key in keys)
    if isinstance(meant, list | tuple):
        found = () if found is None else found
        same_length = isinstance(found, tuple) and len(found) == len(meant)
        return same_length and all(map(_reads_as, found, meant))
    if meant is None:
        return not found and not isinstance(found, str)
    if isinstance(meant, int):
        return isinstance(found, Plain) and found == str(meant)
    return isinstance(found, str) and found == meant


class _Editor:
    """A text with its tree, changed one splice at a time."""

    def __init__(self, text: str, eol: str | None = None) -> None:
        self.text = text
        self.root = _root(text)
        self.eol = eol or _line_end_of(text)

    def set(self, pointer: Pointer, value: Any, order: Sequence[str]) -> None:
        """Set the value at a pointer; where something on the way is missing or empty, it is made with what it holds."""
        depth = next((n for n in range(1, len(pointer)) if self._is_empty(pointer[:n])), len(pointer))
        for step in reversed(pointer[depth:]):
            value = None if value is None else {step: value}
        if value is not None:
            self._write(pointer[:depth], value, order)
        elif depth == len(pointer) and self._at(pointer) is not None:
            self._delete(pointer)

    # The steps: from a wish to splices.

    def _write(self, pointer: Pointer, value: Any, order: Sequence[str] = ()) -> None:
        """Make the value at a pointer read as the new one, leaving alone all that they share."""
        old = self._at(pointer)
        if _reads_as(tree.plain_data(old), value):
            return
        if old is None:
            self._insert_key(pointer, value, order)
        elif value is None:
            self._delete(pointer)
        elif isinstance(old, tree.Mapping) and isinstance(value, Mapping) and old.pairs:
            if lines := self._lines_of(pointer):
                part = _Editor(self.text[slice(*lines)], self.eol)
                part.set(pointer[-1:], value, ())
                self._splice(*lines, part.text)
                return
            for key in value:  # what is new comes before what goes, so that no mapping is empty on the way
                if value[key] is not None:
                    self._write((*pointer, key), value[key], list(value))
            for key, _ in old.pairs:
                self._write((*pointer, key.value), value.get(key.value))
        elif isinstance(old, tree.Sequence) and isinstance(value, list | tuple) and old.items:
            self._write_items(pointer, [tree.plain_data(item) for item in old.items], value)
        else:
            self._fill(pointer, old, value)

    def _lines_of(self, pointer: Pointer) -> tuple[int, int] | None:
        """From where to where the lines of an entry stand that can be changed on their own, in a text much shorter.

        Each small step reads the text again that it changes: in a long one that would take most of a save's time.
        """
        parent = self._collection(pointer[:-1]) if pointer else None
        if not isinstance(parent, tree.Mapping) or parent.flow:
            return None
        n, starts = _number(parent, pointer[-1]), [key.start.index for key, _ in parent.pairs]
        if n + 1 == len(starts) or not self._own_line(starts[n]):  # where the last one ends is no plain question
            return None
        return self._line_start(starts[n]), self._line_start(starts[n + 1])

    def _write_items(self, pointer: Pointer, was: Sequence[Any], now: Sequence[Any]) -> None:
        """Items in common at both ends stay; those between are changed in place, added or taken out."""
        head = _common(was, now)
        tail = _common(was[head:][::-1], now[head:][::-1])
        middle, fresh = len(was) - tail - head, now[head : len(now) - tail]
        for n, item in enumerate(fresh[:middle], start=head):
            self._write((*pointer, n), item)
        for n, item in enumerate(fresh[middle:], start=head + middle):
            self._insert_item(pointer, n, item)
        for n in reversed(range(head + len(fresh), head + middle)):
            self._delete((*pointer, n))

    # Replacing a value.

    def _fill(self, pointer: Pointer, old: Node, value: Any) -> None:
        """Put a value of any shape in an old one's place; comments beside it stay."""
        parent, name = self._collection(pointer[:-1]), _name(pointer)
        start, end = old.start.index, self._end(old)
        gap = "" if self.text[start - 1] in " \t\n[" else " "  # an empty value has its mark right behind the colon
        if _is_flow(old) and not self._can_go(old):
            self._splice(start + 1, start + 1, spelling.flow(value, name)[1:-1])
        elif parent.flow or (_is_flow(old) and not _is_nothing(old)):
            self._splice(start, end, gap + spelling.flow(value, name, spelling.key if parent.flow else spelling.plain))
        elif isinstance(value, Mapping | list | tuple) and name != "covers":
            self._fill_block(pointer, old, value)
        elif isinstance(old, tree.Mapping | tree.Sequence) and not old.flow:
            colon = self._behind_colon(pointer)
            beside = self.text[colon : self._line_end(colon)]
            self._splice(colon, end, " " + spelling.flow(value, name, spelling.plain) + beside)
        else:
            self._fill_text(old, gap, value, name, parent.start.column + spelling.INDENT)

    def _can_go(self, old: Node) -> bool:
        """Whether empty brackets hold no comment that would go with them."""
        return not _is_nothing(old) or "#" not in self.text[old.start.index : old.end.index]

    def _fill_text(self, old: Node, gap: str, value: Any, name: str, column: int) -> None:
        start, end = old.start.index, self._end(old)
        line_end = self._line_end(end)
        header = _HEADER.match(self.text, start) if _is_block_style(old) else None
        beside = header["comment"] if header else self.text[end:line_end]
        if spelling.is_block_text(value):
            sign, lines = spelling.literal(value, column, self.eol)
            self._splice(start, line_end, gap + sign + beside + self.eol + lines)
        else:
            self._splice(start, line_end, gap + spelling.flow(value, name, spelling.plain) + beside)

    def _fill_block(self, pointer: Pointer, old: Node, value: Any) -> None:
        """A block goes below its key, and below the comments there that are indented deeper."""
        colon, start, end = self._behind_colon(pointer), old.start.index, self._end(old)
        column = self._collection(pointer[:-1]).start.column
        below = self._below(end, column)
        lines = spelling.block(value, column + spelling.INDENT, _name(pointer), self.eol)
        self._splice(colon, below, self.text[colon:start].rstrip() + self.text[end:below] + self.eol + lines)

    # Taking out.

    def _delete(self, pointer: Pointer) -> None:
        parent = self._collection(pointer[:-1])
        spans, n = self._spans(parent), _number(parent, pointer[-1])
        start, end = spans[n]
        if parent.flow:
            self._delete_in_flow(spans, n)
        elif self._own_line(start):
            below = self._below(end, parent.start.column)
            self._splice(self._line_start(start), below + len(self._eol_at(below)), "")
        elif n == 0 and len(spans) > 1 and isinstance(parent, tree.Mapping):
            # The first key of a list's item stands behind the dash: the next one moves up to it.
            self._splice(start, spans[1][0], "")
        else:
            raise EditRefused

    def _delete_in_flow(self, spans: list[tuple[int, int]], n: int) -> None:
        """Take out an entry with its comma; a line of its own goes whole, comments elsewhere stay."""
        start, end = spans[n]
        comma = _COMMA.match(self.text, end)
        kept = self.text[end : comma.start("sign")] if comma else ""
        after = comma.end() if comma else end
        rest = self.text[after : self._line_end(after)]
        if self._own_line(start) and not kept and (not rest.strip() or rest.lstrip().startswith("#")):
            line_end = self._line_end(after)
            self._splice(self._line_start(start), line_end + len(self._eol_at(line_end)), "")
        elif not comma and n and _BARE_COMMA.fullmatch(self.text, spans[n - 1][1], start):
            self._splice(spans[n - 1][1], end, "")
        else:
            self._splice(start, after, kept)

    # Putting in.

    def _insert_key(self, pointer: Pointer, value: Any, order: Sequence[str]) -> None:
        parent, key = self._collection(pointer[:-1]), str(pointer[-1])
        if not isinstance(parent, tree.Mapping):
            raise EditRefused
        position = _position([k.value for k, _ in parent.pairs], key, order)
        if parent.flow:
            self._insert_in_flow(parent, position, f"{spelling.key(key)}: {spelling.flow(value, key)}")
        else:
            column = parent.start.column
            self._insert_lines(parent, position, spelling.entry(key, value, column, self.eol), column)

    def _insert_item(self, pointer: Pointer, position: int, item: Any) -> None:
        parent = self._collection(pointer)
        if parent.flow:
            self._insert_in_flow(parent, position, spelling.flow(item, _name(pointer)))
        else:
            column = parent.start.column
            self._insert_lines(parent, position, spelling.item(item, column, self.eol), column)

    def _insert_lines(self, parent: _Collection, position: int, lines: str, column: int) -> None:
        spans = self._spans(parent)
        if position == len(spans):
            below = self._below(spans[-1][1], column)
            self._splice(below, below, self.eol + lines)
        elif self._own_line(spans[position][0]):
            start = self._above(spans, position, column)
            self._splice(start, start, lines + self.eol)
        elif position == 0 and isinstance(parent, tree.Mapping):  # before the first key of an item, behind the dash
            start = spans[0][0]
            self._splice(start, start, lines.lstrip(" ") + self.eol + " " * column)
        else:
            raise EditRefused

    def _insert_in_flow(self, parent: _Collection, position: int, new: str) -> None:
        """Put in an entry, on a line of its own where its neighbour has one."""
        spans = self._spans(parent)
        if not spans:
            self._splice(parent.start.index + 1, parent.start.index + 1, new)
            return
        start, end = spans[min(position, len(spans) - 1)]
        margin = self.text[self._line_start(start) : start]
        if position < len(spans):
            if margin.strip():
                self._splice(start, start, f"{new}, ")
            else:
                above = self._above(spans, position, len(margin))
                self._splice(above, above, f"{margin}{new},{self.eol}")
            return
        comma = _COMMA.match(self.text, end)
        after = comma.start("sign") + 1 if comma else end
        line_end = self._line_end(after)
        if margin.strip() or line_end >= parent.end.index:
            self._splice(end, end, f", {new}")
        else:
            beside = self.text[after:line_end]
            self._splice(after, line_end, ("" if comma else ",") + beside + self.eol + margin + new + "," * bool(comma))

    # Where things stand.

    def _splice(self, start: int, end: int, new: str) -> None:
        self.text = self.text[:start] + new + self.text[end:]
        self.root = _root(self.text)

    def _at(self, pointer: Pointer) -> Node | None:
        _, node, there = tree.find(self.root, pointer)
        return node if there else None

    def _is_empty(self, pointer: Pointer) -> bool:
        return (node := self._at(pointer)) is None or _is_nothing(node)

    def _collection(self, pointer: Pointer) -> _Collection:
        node = self._at(pointer)
        if node is None or isinstance(node, Scalar):
            raise EditRefused
        return node

    def _spans(self, parent: _Collection) -> list[tuple[int, int]]:
        """From where to where each entry of a collection stands; an item of a block begins at its dash."""
        if isinstance(parent, tree.Mapping):
            return [(key.start.index, self._end_of_pair(key, value)) for key, value in parent.pairs]
        spans: list[tuple[int, int]] = []
        for item in parent.items:
            start = item.start.index
            if not parent.flow:
                dash = _DASH.match(self.text, spans[-1][1] if spans else parent.start.index)
                if not dash:
                    raise EditRefused
                start = dash.start("sign")
            spans.append((start, max(start + 1, self._end(item))))
        return spans

    def _end_of_pair(self, key: Scalar, value: Node) -> int:
        """Behind the value; the empty one of a key without its colon has its mark somewhere below."""
        return self._end(value) if _SOME_COLON.match(self.text, key.end.index) else key.end.index

    def _end(self, node: Node) -> int:
        """Behind the last character of a value; a block's own mark lies behind the blank lines that follow."""
        if _is_block_style(node):
            return self._end_of_block_text(node)
        if isinstance(node, Scalar) or node.flow:
            return node.end.index
        return self._spans(node)[-1][1]

    def _end_of_block_text(self, node: Scalar) -> int:
        written = self.text[node.start.index : node.end.index]
        header = _HEADER.match(written)
        last = node.value.rstrip("\n").rpartition("\n")[2]
        if last.strip(" ") and not (header and "+" in header[0].partition("#")[0]):
            written = written.rstrip(" \r\n")
        return node.start.index + len(written.removesuffix("\n").removesuffix("\r"))

    def _behind_colon(self, pointer: Pointer) -> int:
        key, _, _ = tree.find(self.root, pointer)
        colon = _COLON.match(self.text, key.end.index) if key else None
        if not colon:
            raise EditRefused
        return colon.end()

    def _above(self, spans: list[tuple[int, int]], n: int, column: int) -> int:
        """The first line of an entry with the comments right above it that are not indented deeper: its own."""
        start = self._line_start(spans[n][0])
        floor = self._line_end(spans[n - 1][1]) if n else -1
        while start:
            above = self._line_start(start - 1)
            if above <= floor or not 0 <= self._comment_column(above) <= column:
                break
            start = above
        return start

    def _below(self, end: int, column: int) -> int:
        """The end of an entry's last line, or of the last comment below that is indented deeper: its own as well."""
        last = line_end = self._line_end(end)
        while (start := line_end + len(self._eol_at(line_end))) < len(self.text):
            line_end = self._line_end(start)
            if self._comment_column(start) > column:
                last = line_end
            elif self.text[start:line_end].strip():
                break
        return last

    def _comment_column(self, line: int) -> int:
        """The column of a line's comment if it has nothing else, else -1."""
        content = self.text[line : self._line_end(line)]
        return len(content) - len(content.lstrip(" ")) if content.lstrip(" ").startswith("#") else -1

    def _own_line(self, index: int) -> bool:
        """Whether an entry begins its line, be it with the `?` of an explicit key."""
        return not self.text[self._line_start(index) : index].strip(" ?")

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """Before the line's own end."""
        end = self.text.find("\n", index)
        if end < 0:
            return len(self.text)
        return end - 1 if end > index and self.text[end - 1] == "\r" else end

    def _eol_at(self, index: int) -> str:
        return "\r\n" if self.text.startswith("\r\n", index) else "\n"


def _line_end_of(text: str) -> str:
    """The line end that a text uses: its first."""
    return "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many items at the start are the same."""
    pairs: Callable[..., Any] = zip
    return next((n for n, (a, b) in enumerate(pairs(one, other)) if not _reads_as(a, b)), min(len(one), len(other)))


def _position(keys: list[str], key: str, order: Sequence[str]) -> int:
    """Before the first later key, if the keys stand in the wanted order; else last."""
    rank = {each: number for number, each in enumerate(order)}
    known = [rank[each] for each in keys if each in rank]
    if key not in rank or known != sorted(known):
        return len(keys)
    return next((n for n, each in enumerate(keys) if rank.get(each, -1) > rank[key]), len(keys))


def _number(parent: _Collection, step: str | int) -> int:
    """Which entry of a collection a step leads to."""
    if isinstance(parent, tree.Mapping):
        return [key.value for key, _ in parent.pairs].index(str(step))
    return int(step)


def _name(pointer: Pointer) -> str:
    """The field of which a value is, or is one of several."""
    return next((step for step in reversed(pointer) if isinstance(step, str)), "")


def _is_nothing(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.is_null
    return not (node.items if isinstance(node, tree.Sequence) else node.pairs)


def _is_flow(node: Node) -> bool:
    return not isinstance(node, Scalar) and node.flow


def _is_block_style(node: Node) -> TypeGuard[Scalar]:
    return isinstance(node, Scalar) and node.style in ("|", ">")

"""Edits of a YAML text that touch only the lines of what they change.

The text is spliced between the marks of the parsed tree, so comments, blank lines, quoting, line ends and order
elsewhere stay byte for byte. Every edit is read back and compared with what was meant before anyone sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from trata_cli.files import tree
from trata_cli.files.tree import Node, Scalar
from trata_cli.model.problem import Pointer

_STEP: Final = 2
"""Spaces by which what is new is indented."""
_NUMERIC: Final = frozenset({"level", "year", "version"})
_AS_WRITTEN: Final = frozenset({"date", "by", "answered", "decided", "covers"})
"""Fields whose dates and years stand without quotes, as people write them."""


class EditRefused(Exception):
    """The text has no plain place for the edit, or it would not read back as it was meant."""


@dataclass(frozen=True, slots=True)
class _Splice:
    """Replace the text from `start` to `end` (code points)."""

    start: int
    end: int
    new: str


def set_value(text: str, pointer: Pointer, value: Any, order: Sequence[str] = ()) -> str:
    """The text with the value at a pointer set, made or (for `None`) taken out.

    `value` is a text, a whole number, a list or a mapping of such. The mapping that holds the last key must be there,
    or be empty. A new key goes before the first later one of `order` if the keys there stand in that order, else last.

    Raises EditRefused if that can't be done without touching anything else.
    """
    before = tree.parse(text)
    if before.faults:
        raise EditRefused
    # For the time of the edit every line has its end, so that lines can be taken out and put in whole.
    missing = "" if text.endswith("\n") else _line_end_of(text)
    meant = _meant(tree.plain_data(before.root), pointer, value)
    after = _Editor(text + missing, order).apply(before.root, pointer, value).removesuffix(missing)
    read_back = tree.parse(after)
    if read_back.faults or _as_read(tree.plain_data(read_back.root)) != _as_read(meant):
        raise EditRefused
    return after


def _meant(data: Any, pointer: Pointer, value: Any) -> Any:
    """What the edited text has to read as."""
    if not pointer:
        return value
    kept = data or {}
    return {**kept, pointer[0]: _meant(kept.get(pointer[0]), pointer[1:], value)}


def _as_read(value: Any) -> Any:
    """A value as the reader gives it: numbers as texts, and nothing where there is nothing to say."""
    if isinstance(value, Mapping):
        pairs = ((key, _as_read(each)) for key, each in value.items())
        return {key: each for key, each in pairs if each is not None} or None
    if isinstance(value, list | tuple):
        return tuple(_as_read(each) for each in value) or None
    return None if value is None else str(value)


class _Editor:
    """Turns the wish into splices of one text."""

    def __init__(self, text: str, order: Sequence[str]) -> None:
        self.text = text
        self.rank = {key: number for number, key in enumerate(order)}
        self.eol = _line_end_of(text)

    def apply(self, root: Node | None, pointer: Pointer, value: Any) -> str:
        """The text with all splices made, from the last to the first; at one point they come as they were made."""
        splices = enumerate(self._in_mapping(root, pointer, value))
        text = self.text
        for _, splice in sorted(splices, key=lambda each: (each[1].start, each[1].end, each[0]), reverse=True):
            text = text[: splice.start] + splice.new + text[splice.end :]
        return text

    def _in_mapping(self, node: Node | None, pointer: Pointer, value: Any) -> list[_Splice]:
        """Go down to the mapping that holds the last key, and edit there."""
        if not isinstance(node, tree.Mapping):
            raise EditRefused
        key, rest = str(pointer[0]), pointer[1:]
        pairs = [pair for pair in node.pairs if pair[0].value == key]
        if len(pairs) > 1:
            raise EditRefused
        if not pairs:
            wanted = _nested(rest, value)
            return [] if wanted is None else [self._insert(node, key, wanted)]
        found_key, found = pairs[0]
        if rest:
            if _is_empty(found):
                wanted = _nested(rest, value)
                return [] if wanted is None else [self._fill(node, found_key, found, wanted)]
            return self._in_mapping(found, rest, value)
        if value is None:
            return [self._delete(node, found_key, found)]
        return self._change(node, found_key, found, value)

    # Changing what is there.

    def _change(self, parent: tree.Mapping, key: Scalar, old: Node, new: Any) -> list[_Splice]:
        """Make an old value read as the new one, leaving alone all that they share."""
        if tree.plain_data(old) == _as_read(new):
            return []
        if isinstance(old, tree.Mapping) and isinstance(new, Mapping) and old.pairs and new:
            return self._change_mapping(old, new)
        if isinstance(old, tree.Sequence) and isinstance(new, list | tuple) and old.items and new:
            return self._change_sequence(old, new)
        return [self._fill(parent, key, old, new)]

    def _change_mapping(self, old: tree.Mapping, new: Mapping[str, Any]) -> list[_Splice]:
        splices = []
        order = {key: number for number, key in enumerate(new)}
        for key, value in old.pairs:
            if new.get(key.value) is not None:
                splices += self._change(old, key, value, new[key.value])
            elif not (isinstance(value, Scalar) and value.is_null):
                splices.append(self._delete(old, key, value))
        there = {key.value for key, _ in old.pairs}
        splices += [self._insert(old, k, v, order) for k, v in new.items() if k not in there and v is not None]
        return splices

    def _change_sequence(self, old: tree.Sequence, new: Sequence[Any]) -> list[_Splice]:
        """Items in common at both ends stay; those between are changed in place, taken out or added."""
        was, now = [tree.plain_data(item) for item in old.items], [_as_read(item) for item in new]
        head = _common(was, now)
        tail = _common(was[head:][::-1], now[head:][::-1])
        middle, fresh = old.items[head : len(was) - tail], list(new[head : len(now) - tail])
        splices: list[_Splice] = []
        for item, value in zip(middle, fresh, strict=False):
            splices += self._change_item(item, value)
        splices += [self._delete_item(old, item) for item in middle[len(fresh) :]]
        if added := fresh[len(middle) :]:
            splices.append(self._insert_items(old, head + len(middle), added))
        return splices

    def _change_item(self, old: Node, new: Any) -> list[_Splice]:
        if isinstance(old, tree.Mapping) and isinstance(new, Mapping) and old.pairs:
            return self._change_mapping(old, new)
        if isinstance(old, Scalar) and old.style not in ("|", ">") and not isinstance(new, Mapping | list | tuple):
            return [_Splice(old.start.index, old.end.index, _key(str(new)))]
        raise EditRefused

    def _fill(self, parent: tree.Mapping, key: Scalar, old: Node, new: Any) -> _Splice:
        """Replace a whole value by another of any shape."""
        start, end = old.start.index, self._end(old)
        block = isinstance(new, Mapping | list | tuple) or _is_block_text(new)
        was_flow = isinstance(old, tree.Mapping | tree.Sequence) and old.flow and not _is_empty(old)
        if parent.flow or (block and was_flow) or not block:
            # An empty value has its mark right behind the colon.
            gap = " " if self.text[start - 1 : start] == ":" else ""
            return _Splice(start, end, gap + _flow(new, key.value, _key if parent.flow else _plain))
        if isinstance(new, str):
            return self._fill_block_text(key, old, new)
        # A block goes below its key; what stands behind an empty value on its line (a comment) stays there.
        line_end = self._line_end(end)
        colon = self._behind_colon(key, start)
        kept = self.text[end:line_end]
        body = _block(new, key.start.column + _STEP, key.value, self.eol)
        return _Splice(colon, line_end, (kept if kept.strip() else "") + self.eol + body)

    def _fill_block_text(self, key: Scalar, old: Node, new: str) -> _Splice:
        start, end = old.start.index, self._end(old)
        line_end = self._line_end(end)
        if self.text[end:line_end].strip():  # a comment behind the value has no place beside a block
            return _Splice(start, end, _quoted(new))
        gap = " " if self.text[start - 1 : start] == ":" else ""
        return _Splice(start, end, gap + _literal(new, key.start.column + _STEP, self.eol))

    # Taking out.

    def _delete(self, parent: tree.Mapping, key: Scalar, value: Node) -> _Splice:
        if parent.flow:
            return self._delete_in_flow(parent, [k.start.index for k, _ in parent.pairs], key.start.index, value)
        if parent.pairs[0][0] is key and not self._own_line(key.start.index):
            # The first key of a list's item stands behind the dash: the next one moves up to it.
            if len(parent.pairs) == 1:
                raise EditRefused
            return _Splice(key.start.index, parent.pairs[1][0].start.index, "")
        if not self._own_line(key.start.index):
            raise EditRefused
        return self._delete_lines(key.start.index, self._end(value))

    def _delete_item(self, parent: tree.Sequence, item: Node) -> _Splice:
        if parent.flow:
            return self._delete_in_flow(parent, [i.start.index for i in parent.items], item.start.index, item)
        return self._delete_lines(self._dash(item), self._end(item))

    def _delete_lines(self, start: int, end: int) -> _Splice:
        line_end = self._line_end(end)
        return _Splice(self._line_start(start), line_end + len(self._eol_at(line_end)), "")

    def _delete_in_flow(self, parent: Node, starts: list[int], start: int, value: Node) -> _Splice:
        position = starts.index(start)
        if position + 1 < len(starts):
            return _Splice(start, starts[position + 1], "")
        if position:
            values = parent.items if isinstance(parent, tree.Sequence) else [v for _, v in parent.pairs]  # type: ignore[union-attr]
            return _Splice(self._end(values[position - 1]), self._end(value), "")
        return _Splice(start, self._end(value), "")

    # Putting in.

    def _insert(self, parent: tree.Mapping, key: str, value: Any, order: Mapping[str, int] | None = None) -> _Splice:
        rank = self.rank if order is None else order
        position = _position([k.value for k, _ in parent.pairs], key, rank)
        if parent.flow:
            values = [(k.start.index, self._end(v)) for k, v in parent.pairs]
            return self._insert_in_flow(parent, values, position, f"{_key(key)}: {_flow(value, key)}")
        column = parent.pairs[0][0].start.column
        lines = entry(key, value, column, self.eol)
        if position < len(parent.pairs):
            return self._insert_before(parent, position, lines, column)
        return self._insert_after(self._end(parent.pairs[-1][1]), lines, column)

    def _insert_before(self, parent: tree.Mapping, position: int, lines: str, column: int) -> _Splice:
        following = parent.pairs[position][0].start.index
        if not self._own_line(following):
            if position:
                raise EditRefused
            # Before the first key of a list's item, behind the dash.
            return _Splice(following, following, lines.lstrip(" ") + self.eol + " " * column)
        start = self._line_start(following)
        # Comments right above a key are about that key: what is new goes above them.
        while start and self._is_comment(above := self._line_start(start - 1), column):
            start = above
        return _Splice(start, start, lines + self.eol)

    def _insert_items(self, parent: tree.Sequence, position: int, items: Sequence[Any]) -> _Splice:
        if parent.flow:
            values = [(item.start.index, self._end(item)) for item in parent.items]
            return self._insert_in_flow(parent, values, position, ", ".join(_flow(item, "") for item in items))
        dash = self._dash(parent.items[0])
        column = dash - self._line_start(dash)
        if self.text[self._line_start(dash) : dash].strip():
            raise EditRefused
        lines = self.eol.join(_item(item, column, self.eol) for item in items)
        if position < len(parent.items):
            start = self._line_start(self._dash(parent.items[position]))
            return _Splice(start, start, lines + self.eol)
        return self._insert_after(self._end(parent.items[-1]), lines, column)

    def _insert_after(self, end: int, lines: str, column: int) -> _Splice:
        """Below a value, and below the comments that are indented deeper than its key: they are about it."""
        line_end = self._line_end(end)
        while line_end < len(self.text):
            below = line_end + len(self._eol_at(line_end))
            if not self._is_comment(below, column + 1, deeper=True):
                break
            line_end = self._line_end(below)
        return _Splice(line_end, line_end, self.eol + lines)

    def _insert_in_flow(self, parent: Node, spans: list[tuple[int, int]], position: int, new: str) -> _Splice:
        if not spans:
            inside = parent.start.index + 1
            return _Splice(inside, inside, new)
        if position < len(spans):
            return _Splice(spans[position][0], spans[position][0], f"{new}, ")
        return _Splice(spans[-1][1], spans[-1][1], f", {new}")

    # Where things stand in the text.

    def _end(self, node: Node) -> int:
        """Behind the last character of a value; a block's own mark lies behind the blank lines that follow."""
        if isinstance(node, Scalar):
            if node.style in ("|", ">"):
                return node.start.index + len(self.text[node.start.index : node.end.index].rstrip())
            return node.end.index
        if node.flow:
            return node.end.index
        last = node.items[-1] if isinstance(node, tree.Sequence) else node.pairs[-1][1]
        end = self._end(last)
        if isinstance(node, tree.Mapping):
            end = max(end, self._behind_colon(node.pairs[-1][0], end))
        return end

    def _behind_colon(self, key: Scalar, value_start: int) -> int:
        colon = self.text.find(":", key.end.index)
        if colon < 0 or (
            value_start > key.end.index and colon >= value_start and self.text[key.end.index : colon].strip()
        ):
            raise EditRefused
        return colon + 1

    def _dash(self, item: Node) -> int:
        at = item.start.index
        while at and self.text[at - 1] in " \t":
            at -= 1
        if not at or self.text[at - 1] != "-":
            raise EditRefused
        return at - 1

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

    def _own_line(self, index: int) -> bool:
        return not self.text[self._line_start(index) : index].strip(" ")

    def _is_comment(self, line: int, column: int, *, deeper: bool = False) -> bool:
        content = self.text[line : self._line_end(line)]
        indent = len(content) - len(content.lstrip(" "))
        within = indent >= column if deeper else indent <= column
        return content.lstrip(" ").startswith("#") and within


def _line_end_of(text: str) -> str:
    """The line end that a text uses: its first."""
    return "\r\n" if text[max(text.find("\n") - 1, 0) :].startswith("\r\n") else "\n"


def _nested(rest: Pointer, value: Any) -> Any:
    """A value inside mappings of its own, as deep as the rest of a pointer."""
    for step in reversed(rest):
        value = None if value is None else {step: value}
    return value


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many items at the start are the same."""
    pairs: Callable[..., Any] = zip
    return next((n for n, (a, b) in enumerate(pairs(one, other)) if a != b), min(len(one), len(other)))


def _position(keys: list[str], key: str, rank: Mapping[str, int]) -> int:
    """Before the first later key, if the keys stand in the order of `rank`; else last."""
    known = [rank[each] for each in keys if each in rank]
    if key not in rank or known != sorted(known):
        return len(keys)
    return next((n for n, each in enumerate(keys) if rank.get(each, -1) > rank[key]), len(keys))


def _is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.is_null
    return not (node.items if isinstance(node, tree.Sequence) else node.pairs)


# How values are written.


def _key(text: str) -> str:
    """A text on one line inside brackets, plain where every YAML reads it as a text, else in quotes."""
    return _dumped([text], default_style=None if text.isprintable() else '"')[1:-1]


def _plain(text: str) -> str:
    """The same outside of brackets, where more may stand without quotes: web addresses do."""
    return _dumped(text, default_style=None) if text.isprintable() else _quoted(text)


def _quoted(text: str) -> str:
    return _dumped([text], default_style='"')[1:-1]


def _dumped(value: Any, default_style: str | None) -> str:
    written = yaml.dump(
        value, allow_unicode=True, width=float("inf"), default_flow_style=True, default_style=default_style
    )
    return written.removesuffix("\n").removesuffix("\n...")


def entry(key: str, value: Any, column: int = 0, eol: str = "\n") -> str:
    """A key with its value in block style, without the last line end."""
    head = " " * column + _key(key) + ":"
    if isinstance(value, Mapping | list | tuple) and value and key != "covers":
        return head + eol + _block(value, column + _STEP, key, eol)
    if _is_block_text(value):
        return head + " " + _literal(value, column + _STEP, eol)
    return head + " " + _flow(value, key, _plain)


def _block(value: Any, column: int, key: str, eol: str) -> str:
    if isinstance(value, Mapping):
        return eol.join(entry(k, v, column, eol) for k, v in value.items() if v is not None)
    if isinstance(value, list | tuple):
        return eol.join(_item(item, column, eol) for item in value)
    return " " * column + _flow(value, key, _plain)


def _item(value: Any, column: int, eol: str) -> str:
    if isinstance(value, Mapping):
        lines = _block(value, column + _STEP, "", eol)
        return " " * column + "- " + lines[column + _STEP :]
    return " " * column + "- " + _flow(value, "", _plain)


def _flow(value: Any, key: str, write: Callable[[str], str] = _key) -> str:
    """A value on one line; texts inside it as `write` writes them."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(k)}: {_flow(v, k)}" for k, v in value.items() if v is not None)
        return "{" + inside + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(each, key) for each in value) + "]"
    if isinstance(value, int) or key in _NUMERIC or (key in _AS_WRITTEN and _is_date(str(value))):
        return str(value)
    return write(value)


def _is_date(text: str) -> bool:
    return bool(text) and all(part.isdigit() for part in text.split("-"))


def _is_block_text(value: Any) -> bool:
    """Whether a text has several lines that a literal block can hold."""
    return (
        isinstance(value, str) and "\n" in value.strip("\n") and all(line.isprintable() for line in value.split("\n"))
    )


def _literal(text: str, column: int, eol: str) -> str:
    """A literal block; its sign says whether the first line is indented and how the text ends."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    sign = "|" + (str(_STEP) if body[:1] in (" ", "\n") else "") + ("-" if not ends else "" if ends == 1 else "+")
    lines = [(" " * column + line) if line.strip() else line for line in body.split("\n")]
    return sign + eol + eol.join(lines) + eol * (ends - 1 if ends > 1 else 0)

"""A file read for what it says, without its places: enough to know that nothing is wrong with it.

Most files of a folder are in order, and a place is asked for only where something is wrong. So whoever checks many
reads each like this first, in half the time, and in full (`files.tree`) only where this finds anything that is not
plain: what is refused, empty, or hidden in an escape. It never judges; a test holds that both read the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml

from trata_cli.files import tree
from trata_cli.files.tree import IRREGULAR, MOST_NESTING, is_nothing, plain_key
from trata_cli.method.personal.texts import NOT_FREE
from trata_cli.model.values import Plain

MOST_CHARACTERS: Final = 1 << 18
MOST_NODES: Final = 5_000
"""More keys and values, or characters, than a file has that people fill in: such a one is not read twice."""


class Quick(NamedTuple):
    """What a file says: its `data` as `tree.plain_data` gives it, and all texts in it that may hold personal data."""

    data: Any
    texts: list[str]


class _NotPlainError(Exception):
    """Something that only the reader in full can tell what it is."""


def quick(text: str) -> Quick | None:
    """What a text without a BOM says, or nothing where something in it has to be looked at in full."""
    if len(text) > MOST_CHARACTERS or IRREGULAR.search(text):
        return None
    try:
        return _read(text)
    except (_NotPlainError, yaml.YAMLError, ValueError, OverflowError):
        return None


def _read(text: str) -> Quick:  # noqa: C901 - see below
    """One pass over the events, which are thousands: what has to be quick has no function of its own."""
    texts: list[str] = []
    outer: list[tuple[Any, Any]] = []  # the collections around the open one, each with the key that waits in it
    opened: Any = None
    key: Any = None
    whole: Any = None
    nodes = documents = 0
    events: Iterator[Any] = iter(tree.Loader(text).get_event, None)
    for event in events:
        what = event.__class__
        if what is yaml.ScalarEvent:
            value, style = event.value, event.style
            if event.anchor is not None or event.tag is not None or (style == '"' and IRREGULAR.search(value)):
                raise _NotPlainError
            node = value if style else Plain(value)
            if opened.__class__ is dict and key is None:
                if value in opened or (value == "<<" and not style):
                    raise _NotPlainError
                if not value.isidentifier():
                    texts.append(value)
                key = value if style else plain_key(value)
                nodes += 1
                continue
            if is_nothing(value, style):
                raise _NotPlainError
            if key not in NOT_FREE:
                texts.append(value)
        elif what is yaml.MappingStartEvent or what is yaml.SequenceStartEvent:
            if opened.__class__ is dict and key is None:
                raise _NotPlainError
            if event.anchor is not None or event.tag is not None or len(outer) >= MOST_NESTING or nodes > MOST_NODES:
                raise _NotPlainError
            outer.append((opened, key))
            opened, key = {} if what is yaml.MappingStartEvent else [], None
            continue
        elif what is yaml.MappingEndEvent or what is yaml.SequenceEndEvent:
            node = opened if what is yaml.MappingEndEvent else tuple(opened)
            opened, key = outer.pop()
        elif what is yaml.AliasEvent:
            raise _NotPlainError
        else:
            documents += what is yaml.DocumentStartEvent
            continue
        nodes += 1
        if opened is None:
            whole = node
        elif key is None:
            opened.append(node)
        else:
            opened[key], key = node, None
    if documents != 1 or nodes > MOST_NODES or not isinstance(whole, dict):
        raise _NotPlainError
    return Quick(whole, texts)

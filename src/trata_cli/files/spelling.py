"""How values are written as YAML: in block style or on one line, plain where every YAML reads them so, else quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import yaml

INDENT: Final = 2
"""Spaces by which what is new is indented."""
_NUMERIC: Final = frozenset({"level", "year", "version"})
_AS_WRITTEN: Final = frozenset({"date", "by", "answered", "decided", "covers"})
"""Fields whose dates and years stand without quotes, as people write them."""
_DATE: Final = re.compile(r"[0-9]+(-[0-9]+)*")


def key(text: str) -> str:
    """A text on one line inside brackets, plain where every YAML reads it as a text, else in quotes."""
    return _dumped([str(text)], default_style='"' if "\n" in text else None)[1:-1]


def plain(text: str) -> str:
    """The same outside of brackets, where more may stand without quotes: web addresses do."""
    return key(text) if "\n" in text else _dumped(str(text), default_style=None)


def _dumped(value: Any, default_style: str | None) -> str:
    written = yaml.dump(
        value, allow_unicode=True, width=float("inf"), default_flow_style=True, default_style=default_style
    )
    return written.removesuffix("\n").removesuffix("\n...")


def entry(name: str, value: Any, column: int = 0, eol: str = "\n") -> str:
    """A key with its value in block style, without the last line end."""
    head = " " * column + key(name) + ":"
    if isinstance(value, Mapping | list | tuple) and value and name != "covers":
        return head + eol + block(value, column + INDENT, name, eol)
    if is_block_text(value):
        return head + " " + eol.join(literal(value, column + INDENT, eol))
    return head + " " + flow(value, name, plain)


def block(value: Any, column: int, name: str, eol: str) -> str:
    """The lines of a mapping or list that is the value of `name`, without the last line end."""
    if isinstance(value, Mapping):
        return eol.join(entry(k, v, column, eol) for k, v in value.items() if v is not None)
    return eol.join(item(each, column, eol, name) for each in value)


def item(value: Any, column: int, eol: str, name: str = "") -> str:
    """The lines of a list's item with its dash, without the last line end."""
    if isinstance(value, Mapping):
        lines = block(value, column + INDENT, "", eol)
        return " " * column + "- " + lines[column + INDENT :]
    return " " * column + "- " + flow(value, name, plain)


def flow(value: Any, name: str, write: Callable[[str], str] = key) -> str:
    """A value on one line; texts inside it as `write` writes them."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key(k)}: {flow(v, k)}" for k, v in value.items() if v is not None)
        return "{" + inside + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(each, name) for each in value) + "]"
    if isinstance(value, int) or name in _NUMERIC or (name in _AS_WRITTEN and _DATE.fullmatch(value)):
        return str(value)
    return write(value)


def is_block_text(value: Any) -> bool:
    """Whether a text has several lines that a literal block can hold, whatever lines come after it."""
    return (
        isinstance(value, str)
        and "\n" in value.strip("\n")
        and not value.endswith("\n\n")
        and not re.search("[\r\ufeff]", value)
    )


def literal(text: str, column: int, eol: str) -> tuple[str, str]:
    """A literal block's sign, which says whether the first line is indented and how the text ends, and its lines."""
    body = text.removesuffix("\n")
    sign = "|" + (str(INDENT) if body[0] in " \t\n" else "") + ("-" if body == text else "")
    return sign, eol.join(" " * column + line if line else line for line in body.split("\n"))

"""Texts of unknown origin, made safe to print."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_LONGEST_SLIP: Final = 100
"""Characters of a text in which somebody may have mistyped a word; of a longer one nobody asks what was meant."""


_SPACES: Final = {"\t": " ", "\u00a0": "\u00a0", "\u202f": "\u00a0"}
"""What shows as a space: a tab; and those at which no line is broken, both as the one that every code page has."""


def visible(text: str, *, as_it_is: bool = False) -> str:
    """A text in which control and format characters (bidi among them) show as escapes, and spaces as spaces.

    As it is, in the line of a file where something is wrong, a space that is none but looks like one shows as well.
    """
    if text.isprintable():
        return text
    spaces = {"\t": " "} if as_it_is else _SPACES
    return "".join(c if c.isprintable() else spaces.get(c) or _escape(c) for c in text)


def meant(found: str, known: Iterable[str]) -> str | None:
    """The known word that is most like the one found, if one is like it at all."""
    near = get_close_matches(found, known, n=1) if len(found) <= _LONGEST_SLIP else []
    return near[0] if near else None


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"

"""Texts of unknown origin, made safe to print."""

from __future__ import annotations


def visible(text: str) -> str:
    """A text in which control and format characters (bidi among them) show as escapes; a tab is a space."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c == "\t" else _escape(c) for c in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"

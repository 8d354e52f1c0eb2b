"""Users' texts as plain text in HTML and Markdown: nothing in them is markup, nothing of them is lost."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from markupsafe import Markup
from markupsafe import escape as _escape_html

_UNSEEN: Final = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # controls of the writing direction: they reorder what is read
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # separators, byte order mark, interlinear annotation
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # not characters: no encoding writes them, or no page may hold them
    "\U000e0000-\U000e007f"  # tags: text that nobody sees
    "]"
)
_MARKDOWN: Final = re.compile(
    r"""
      (?P<mail> (?<=\S) @ (?=\S) )   # GFM links an address even when its characters are escaped
    | [\\`*_{}\[\]<>\#|~&$^@]        # emphasis, code, links, HTML, headings, tables, entities, mathematics, Liquid
    | ^[-+=:]                        # lists, rules, underlined headings, rows under a table's head
    | : (?=//) | (?<=\bwww) \.       # the bare addresses that GFM links: an escape inside them would be seen
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LIST_MARK: Final = re.compile(r"^(\(?(?:[0-9]{1,9}|[a-z]|[ivxlcdm]{1,9}))([.)])(?=\s|$)", re.IGNORECASE)
"""CommonMark's numbers, and the letters and Roman numerals that Pandoc counts with."""
_PARAGRAPH_END: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_URL_SAFE: Final = "%/:?#[]@!$&'()*+,;=-._~"


def visible(text: str) -> str:
    """The text with each character that is not seen, or that reorders others, shown by its number: ⟨U+202E⟩."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\r\n", "\n"))


def address(url: str) -> Markup:
    """A web address as a link's goal in HTML or Markdown: what could end it before its time is percent-encoded."""
    return _escape_html(quote(url, safe=_URL_SAFE, errors="replace"))


def html(value: object) -> Markup:
    """A value as text of an HTML page or as an attribute's value; markup stays as it is."""
    return value if isinstance(value, Markup) else _escape_html(visible(_text(value)))


def html_prose(value: object) -> Markup:
    """A text of several lines as HTML paragraphs, each with its own writing direction."""
    found = (html(paragraph).replace("\n", Markup("<br>")) for paragraph in paragraphs(value))
    return Markup("").join(Markup('<p dir="auto">{}</p>').format(paragraph) for paragraph in found)


def css(value: object) -> Markup:
    """A value as the inside of a string in a style sheet: all but letters, digits and spaces by its number."""
    return Markup("".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in visible(_text(value))))


def markdown(value: object) -> Markup:
    """A value as text inside one line of CommonMark or GFM: a heading, an item, a table's cell."""
    if isinstance(value, Markup):
        return value
    return Markup("<br>".join(_markdown_line(line) for line in visible(_text(value)).strip().split("\n")))


def markdown_prose(value: object) -> Markup:
    """A text of several lines as Markdown paragraphs."""
    found = ("\\\n".join(_markdown_line(line) for line in paragraph.split("\n")) for paragraph in paragraphs(value))
    return Markup("\n\n".join(found))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def paragraphs(value: object) -> list[str]:
    """A text of several lines as its paragraphs, each of one line or more."""
    return _PARAGRAPH_END.split(visible(_text(value)).strip())


def _markdown_line(line: str) -> str:
    return _LIST_MARK.sub(r"\1\\\2", _MARKDOWN.sub(_markdown_character, line.strip()))


def _markdown_character(found: re.Match[str]) -> str:
    return "<span>@</span>" if found["mail"] else f"\\{found[0]}"

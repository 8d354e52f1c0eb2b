"""Extract the messages, bring the catalogues up to date with them, and compile them.

Run by `make messages`. Babel is a tool of development only: at run time gettext of the standard library reads the
compiled catalogues, which are committed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "trata_cli" / "locale"
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_CHANGING = re.compile('^"?(POT-Creation-Date|PO-Revision-Date|Generated-By): ')
"""Lines of a header that differ from one machine or day to the next: left out."""
_METHODS = [("**.py", "python"), ("**.j2", "jinja2")]


def extracted() -> Catalog:
    """Every message of the code and the templates."""
    catalog = Catalog(project="trata", charset="utf-8", fuzzy=False)
    for folder in ("src/trata_cli", "templates"):
        found = extract_from_dir(ROOT / folder, _METHODS, {"**.j2": {"trimmed": "true"}}, _KEYWORDS, ("L10n:",))
        for path, line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{path}", line)], auto_comments=comments, context=context)
    return catalog


def po_file(language: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "trata.po"


def updated(language: str) -> Catalog:
    """A language's catalogue with the messages of today: new ones empty, old ones gone."""
    path = po_file(language)
    catalog = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = (
        f"# The texts of trata in the language {language!r}; brought up to date by `make messages`."
    )
    catalog.project, catalog.version = "trata", "1"
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """A catalogue as text: sorted, without line numbers and dates, so that it changes only where it changes."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=False, sort_output=True, no_location=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not _CHANGING.search(line)).encode()


class _Undated(Catalog):
    """A catalogue whose header names neither dates nor the version of Babel."""

    def __iter__(self) -> Iterator[Message]:
        for message in super().__iter__():
            if not message.id:
                lines = str(message.string).split("\n")
                message.string = "\n".join(line for line in lines if not _CHANGING.search(line))
            yield message


def as_mo(catalog: Catalog) -> bytes:
    """A catalogue compiled: the same text gives the same bytes."""
    out = io.BytesIO()
    undated = _Undated(locale=catalog.locale, fuzzy=False)
    for message in catalog:
        undated[message.id] = message
    write_mo(out, undated)
    return out.getvalue()


def main() -> int:
    """Update and compile every catalogue; say what is not translated."""
    missing = 0
    for folder in sorted(LOCALE.iterdir()):
        catalog = updated(folder.name)
        po_file(folder.name).write_bytes(as_po(catalog))
        po_file(folder.name).with_suffix(".mo").write_bytes(as_mo(catalog))
        for message in catalog:
            if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string):
                missing += 1
                print(f"{folder.name}: not translated: {message.id}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""Reports as files: their text whatever became of its spelling on the way, and what a Word document holds."""

from __future__ import annotations

import codecs
import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from trata_cli.files.document import Document, content_of
from trata_cli.files.tree import Fault
from trata_cli.method import manifest as manifests
from trata_cli.method.manifest import Manifest

MOST_BYTES: Final = 64 * 1024 * 1024
"""The most that is read of a report, many times what the biggest assessment gives."""
_PROPERTIES, _BODY = "docProps/custom.xml", "word/document.xml"
_MOST_PARTS: Final = 500
_ZIP: Final = b"PK\x03\x04"
_BOMS: Final = (
    (codecs.BOM_UTF8, "UTF-8", "UTF-8 + BOM"),
    (codecs.BOM_UTF16_LE, "UTF-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "UTF-16"),
)
_PROPERTY: Final = re.compile(rf'name="{manifests.PROPERTY}"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)
"""In how many ways a file that calls itself ZIP can be none, or be locked."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as it is found: its bytes, its text, how that is spelt (`UTF-8`), and its manifest if it has one.

    `parts` are what is in a Word document, by name; its text is one line for each paragraph.
    """

    content: bytes = field(repr=False)
    text: str = field(repr=False)
    encoding: str
    manifest: Manifest | None
    parts: dict[str, bytes] | None = field(default=None, repr=False)


def read_report(path: str | Path) -> ReportFile | Document:
    """A report, or the document whose fault says why it is none to be read.

    Raises OSError if it is not there or can't be opened.
    """
    content = content_of(path, MOST_BYTES)
    return Document(str(path), faults=(content,)) if isinstance(content, Fault) else report_of(content)


def report_of(content: bytes) -> ReportFile:
    """The report that some bytes are."""
    if content.startswith(_ZIP) and (parts := _parts(content)) is not None:
        return ReportFile(content, _paragraphs(parts.get(_BODY, b"")), "UTF-8", _property(parts), parts)
    text, encoding = _decoded(content)
    return ReportFile(content, text, encoding, manifests.in_text(text))


def _decoded(content: bytes) -> tuple[str, str]:
    """A text, and how it is spelt: in UTF-8 if it can be, else as Windows does where it does not say."""
    for bom, codec, name in _BOMS:
        if content.startswith(bom):
            return content.decode(codec, "replace").removeprefix("\ufeff"), name
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def _parts(content: bytes) -> dict[str, bytes] | None:
    """What is in a ZIP; nothing where it is broken, locked, or would be far bigger than it looks."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found = packed.infolist()
            if len(found) > _MOST_PARTS or sum(each.file_size for each in found) > MOST_BYTES:
                return None
            return {each.filename: packed.read(each) for each in found}
    except _BROKEN:
        return None


def _property(parts: dict[str, bytes]) -> Manifest | None:
    found = _PROPERTY.search(parts.get(_PROPERTIES, b"").decode("utf-8", "replace"))
    return manifests.from_json(html.unescape(found[1])) if found else None


def _paragraphs(body: bytes) -> str:
    """The text of a Word document, as far as it takes to say where two differ."""
    lines = re.sub(r"</w:p>|<w:br/>", "\n", body.decode("utf-8", "replace"))
    return html.unescape(re.sub(r"<[^>]*>", "", lines))

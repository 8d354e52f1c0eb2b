"""A workbook's bytes, looked at before anybody parses them: what they are, and what they would become unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from trata_cli.i18n import N_
from trata_cli.model.problem import Message

MOST_UNPACKED: Final = 10 * 1024 * 1024
"""Bytes of all parts together; a whole form of 53 indicators with everything filled in has less than one MiB."""
MOST_PARTS: Final = 500
MOST_TAGS: Final = 200_000
"""Opening angle brackets in all parts: what is parsed takes memory for each, however short it is."""
_READ_AT_ONCE: Final = 1 << 16
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

EMPTY: Final = N_("the file is empty")
NO_SPREADSHEET: Final = N_("it is no spreadsheet of the kind .xlsx")
DAMAGED: Final = N_("it is damaged, or no spreadsheet of the kind .xlsx: open it and save it again as .xlsx")
LOCKED: Final = N_("it is protected with a password: take the password off and save it again as .xlsx")
OLD: Final = N_("it is of the old kind .xls: open it and save it as .xlsx")
BINARY: Final = N_("it is of the kind .xlsb: open it and save it as .xlsx")
OPEN_DOCUMENT: Final = N_("it is of the kind .ods: open it and save it as .xlsx")
MACROS: Final = N_("it has macros, which a form never needs: save it as .xlsx, without macros")
TOO_BIG: Final = N_("unpacked it would be too big for a form: copy the answers into the form that you were given")


def refusal(content: bytes) -> Message | None:
    """Why some bytes are not parsed as a workbook, as a message; nothing where they may be. Never raises."""
    if not content:
        return Message(EMPTY)
    if content.startswith(_OLE):
        return Message(LOCKED if _PASSWORD in content else OLD)
    if not content.startswith(_ZIP):
        return Message(NO_SPREADSHEET)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            found = _of_parts(package)
    except Exception:  # whatever zipfile and zlib have against bytes that are no zip: there are a dozen kinds
        found = DAMAGED
    return Message(found) if found else None


def _of_parts(package: zipfile.ZipFile) -> str | None:
    parts = package.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return LOCKED
    if "mimetype" in names and "content.xml" in names:
        return OPEN_DOCUMENT
    if "xl/workbook.bin" in names:
        return BINARY
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        return MACROS
    if not any(name.startswith("xl/") for name in names):
        return NO_SPREADSHEET
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return TOO_BIG
    if not {part.compress_type for part in parts} <= _METHODS:
        return DAMAGED
    return TOO_BIG if sum(_tags(package, part) for part in parts) > MOST_TAGS else None


def _tags(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many tags a part may have; zipfile reads no more of it than it says that it has."""
    count = 0
    with package.open(part) as content:
        while chunk := content.read(_READ_AT_ONCE):
            count += chunk.count(b"<")
    return count

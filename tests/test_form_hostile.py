"""Whatever bytes come back as a form: a sentence, never a traceback, and never more memory than a form takes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.forms import Form, grids_of, told_by, trata
from tests.support import GARDEN, assessment
from trata_cli import i18n
from trata_cli.files.document import MOST_BYTES
from trata_cli.files.sheets import package
from trata_cli.files.sheets.reading import read_workbook
from trata_cli.files.sheets.writing import workbook
from trata_cli.method.form import FORM_FORMAT, handed_out, recorded
from trata_cli.model.assessment import Answer, Evidence
from trata_cli.model.problem import Message
from trata_cli.views import form as forms

ANSWERS = {"S-1": Answer(level=1, note="Compost.", evidence=(Evidence(title="Cuaderno", type="third-party"),))}
BASE = assessment(GARDEN, ANSWERS)
with i18n.speaking("en"):
    GOOD = workbook(forms.build(BASE, GARDEN, None, {}))
HINT = "       → a form is an Excel workbook (.xlsx), made by: trata form export\n"


def changed(change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A good form with parts changed, put in or taken out."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    change(parts)
    return packed(parts, compression)


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return made.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return changed(lambda parts: parts.__setitem__(name, content))


def without(name: str) -> bytes:
    return changed(lambda parts: parts.pop(name) and None)


def edited(name: str, old: bytes, new: bytes) -> bytes:
    def edit(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return changed(edit)


def encrypted() -> bytes:
    """The same zip, with the sign by which a zip says that its parts are encrypted."""
    content = bytearray(GOOD)
    for at in range(len(content)):
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            if content[at : at + 4] == signature:
                content[at + offset] |= 1
    return bytes(content)


SHEET = "xl/worksheets/sheet2.xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "ha">%s]><worksheet>&a9;</worksheet>' % b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><sst><si><t>&f;</t></si></sst>'
REFUSED = {
    "empty": (b"", package.EMPTY),
    "text": (b"id;nivel\nS-1;1\n", package.NO_SPREADSHEET),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), package.NO_SPREADSHEET),
    "the old kind": (package._OLE + bytes(600), package.OLD),
    "a password": (package._OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), package.LOCKED),
    "an encrypted zip": (encrypted(), package.LOCKED),
    "ods": (
        packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        package.OPEN_DOCUMENT,
    ),
    "xlsb": (packed({"xl/workbook.bin": b"\0"}), package.BINARY),
    "another zip": (packed({"word/document.xml": b"<a/>"}), package.NO_SPREADSHEET),
    "macros": (with_part("xl/vbaProject.bin", b"\xd0\xcf"), package.MACROS),
    "old macros": (with_part("xl/macrosheets/sheet1.xml", b"<a/>"), package.MACROS),
    "cut": (GOOD[: len(GOOD) // 2], package.DAMAGED),
    "a zip bomb": (with_part("xl/media/image1.png", bytes(package.MOST_UNPACKED)), package.TOO_BIG),
    "many parts": (packed({f"xl/{n}.xml": b"" for n in range(package.MOST_PARTS + 1)}), package.TOO_BIG),
    "many tags": (with_part("xl/styles.xml", b"<a/>" * package.MOST_TAGS), package.TOO_BIG),
    "many tags in UTF-16": (with_part("xl/x.xml", ("<a/>" * package.MOST_TAGS).encode("utf-16")), package.TOO_BIG),
    "another compression": (changed(lambda _: None, zipfile.ZIP_LZMA), package.DAMAGED),
    "entities in entities": (with_part(SHEET, BOMB), package.DAMAGED),
    "an entity outside": (with_part("xl/sharedStrings.xml", OUTSIDE), package.DAMAGED),
    "no XML": (with_part(SHEET, b"\xff\xfe\x00"), package.DAMAGED),
    "deep XML": (with_part("xl/styles.xml", b"<a>" * 50_000 + b"</a>" * 50_000), package.DAMAGED),
    "no workbook": (without("xl/workbook.xml"), package.DAMAGED),
    "a cell nowhere": (edited(SHEET, b'r="A4"', b'r="A"'), package.DAMAGED),
    "a string that is not there": (edited(SHEET, b"<v>", b"<v>9999999"), package.DAMAGED),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read(name: str) -> None:
    content, why = REFUSED[name]
    assert read_workbook(content) == Message(why)


def test_it_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(REFUSED["ods"][0])
    done = trata("form", "import", "x.xlsx", "-o", "part.yaml", cwd=tmp_path)
    why = "it is of the kind .ods: open it and save it as .xlsx"
    said = f"x.xlsx:1:1: error form-unreadable: this form can't be read: {why}"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"trata: {said}\n{HINT}\n1 file, 1 error, 0 warnings\n"
    assert not (tmp_path / "part.yaml").exists()


def test_too_many_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(bytes(MOST_BYTES + 1))
    done = trata("form", "import", "x.xlsx", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("trata: x.xlsx:1:1: error file-too-big: ")


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_workbook_that_is_no_form(tmp_path: Path) -> None:
    book = Workbook()
    book["Sheet"]["A1"] = "Id"
    (tmp_path / "x.xlsx").write_bytes(saved(book))
    done = trata("form", "import", "x.xlsx", cwd=tmp_path)
    assert done.returncode == 1
    assert "it is no form of trata, or its hidden sheet is gone: fill in the form that you were given\n" in done.stderr


RECORD = [cell.text for cell in grids_of(GOOD)[-1].cells]


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [""],
        RECORD[1:],
        RECORD[:1],
        [FORM_FORMAT, "{"],
        [FORM_FORMAT, "[]"],
        [FORM_FORMAT, "null"],
        [FORM_FORMAT, "{}"],
        [FORM_FORMAT, "[" * 100_000],
        ["trata/form/2", *RECORD[1:]],
        [*RECORD, "x"],
        [RECORD[0], RECORD[1].replace('"year": 2026', '"year": "2026"')],
        [RECORD[0], RECORD[1].replace('"headings": {', '"headings": 1, "x": {')],
    ],
)
def test_a_record_that_says_nothing(cells: list[str]) -> None:
    assert recorded(cells) is None


def test_a_record_says_what_went_out() -> None:
    told = recorded(RECORD)
    assert told is not None
    assert told.base == handed_out(BASE, GARDEN, None) == BASE
    assert not [text for text in RECORD if "_" in text]


def test_formulas_are_not_calculated_and_links_not_followed() -> None:
    book = load_workbook(io.BytesIO(GOOD))
    book["Answers"]["H4"] = "=[1]Hoja!A1"
    cells = {cell.at: cell for cell in grids_of(saved(book))[1].cells}
    assert (cells["Answers!H4"].kind, cells["Answers!H4"].text) == ("formula", "=[1]Hoja!A1")


def test_a_last_cell_far_away_costs_nothing() -> None:
    book = load_workbook(io.BytesIO(GOOD))
    book["Answers"]["XFD1048576"] = " "
    (answers,) = [grid for grid in grids_of(saved(book)) if grid.title == "Answers"]
    assert answers.cells[-1][:3] == ("text", " ", "Answers!XFD1048576")


PROFILE = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@PROFILE
@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    assert isinstance(read_workbook(content), Message)
    assert isinstance(read_workbook(b"PK\x03\x04" + content), Message)


@PROFILE
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_flipped_bytes(flips: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for at, byte in flips:
        content[at] = byte
    assert isinstance(read_workbook(bytes(content)), Message | tuple)


XML = st.sampled_from(
    [b"", b"<", b'"', b"</c>", b'<c r="A1"/>', b'<c r="XFE1"/>', b"<v>1e999</v>", b"\0", b"&#0;", b"-1", b"9" * 30]
)
PARTS = st.sampled_from(["xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])


@PROFILE
@given(part=PARTS, at=st.floats(0, 1), new=XML)
def test_broken_xml(part: str, at: float, new: bytes) -> None:
    def spoil(parts: dict[str, bytes]) -> None:
        place = int(at * len(parts[part]))
        parts[part] = parts[part][:place] + new + parts[part][place + len(new) :]

    found = read_workbook(changed(spoil))
    assert isinstance(found, Message | tuple)


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.one_of(st.none(), NUMBERS, st.booleans(), st.dates(), st.text(LETTERS, max_size=30))


@PROFILE
@given(
    places=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 20), st.integers(1, 13)), min_size=1, max_size=10),
    values=st.lists(VALUES, min_size=10, max_size=10),
)
def test_anything_in_any_cell(places: list[tuple[int, int, int]], values: list[object]) -> None:
    """A form with anything anywhere is taken in whole, or refused with problems at cells."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(GOOD)
        form = Form(path)
        for (sheet, row, column), value in zip(places, values, strict=False):
            form.book.worksheets[sheet + 1].cell(row, column).value = value  # type: ignore[assignment]
        form.save()
        told_by(grids_of(path.read_bytes()))
        judged(path)


def judged(path: Path) -> None:
    """The command's own word: 0 and a file, or 1 and none."""
    from tests.support import GARDEN_FILE
    from trata_cli.commands import Stop
    from trata_cli.commands import form as command

    output = path.with_name("XPE-2026.yaml")
    try:
        code = command.import_(str(path), output=str(output), plans=[str(GARDEN_FILE)], quiet=True)
    except Stop as stop:
        code = stop.code
    assert (code, output.exists()) in ((0, True), (1, False))

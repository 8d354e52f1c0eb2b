"""Forms as people fill them in: cells found by the id of their row and the field of their column."""

from __future__ import annotations

import io
import subprocess
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from trata_cli import cli, i18n
from trata_cli.files.sheets.reading import read_workbook
from trata_cli.method.form import ID, Grid, Recorded, SheetKey, recorded

HEADING_ROW = 3


def trata(*arguments: str | Path, cwd: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    """Run a command as `tests.support.trata` does, but in this process: a form takes many of them."""
    before = i18n.language()
    out, talk = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    i18n.activate(language)
    try:
        with chdir(cwd), redirect_stdout(out), redirect_stderr(talk):
            code = cli.main([*map(str, arguments)])
    finally:
        i18n.activate(before)
    said = [_said(stream) for stream in (out, talk)]
    return subprocess.CompletedProcess([*map(str, arguments)], code, *said)


def _said(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def grids_of(content: bytes) -> tuple[Grid, ...]:
    """The sheets of a workbook that can be read."""
    found = read_workbook(content)
    assert isinstance(found, tuple), found
    return found


def told_by(grids: tuple[Grid, ...]) -> Recorded:
    """What a form says of itself."""
    told = recorded(cell.text for cell in grids[-1].cells)
    assert told is not None
    return told


class Form:
    """A form in the hands of somebody who fills it in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told = told_by(grids_of(path.read_bytes()))
        self.book = load_workbook(path)

    def sheet(self, key: SheetKey) -> Worksheet:
        """A sheet, by the title with which it went out."""
        return self.book[self.told.titles[key]]

    def column(self, key: SheetKey, field: str) -> int:
        """The number of a field's column."""
        names = {column: heading for heading, column in self.told.headings[key].items()}
        headings = [cell.value for cell in self.sheet(key)[HEADING_ROW]]
        return headings.index(names[field]) + 1

    def rows(self, key: SheetKey, id_: str) -> list[int]:
        """The numbers of an indicator's rows."""
        sheet, column = self.sheet(key), self.column(key, ID)
        return [n for n in range(HEADING_ROW + 1, sheet.max_row + 1) if sheet.cell(n, column).value == id_]

    def cell(self, key: SheetKey, id_: str, field: str, nth: int = 0) -> Any:
        """A cell of an indicator's nth row."""
        return self.sheet(key).cell(self.rows(key, id_)[nth], self.column(key, field))

    def put(self, key: SheetKey, id_: str, nth: int = 0, **values: object) -> None:
        """Fill in cells of an indicator's nth row; `None` empties one."""
        for field, value in values.items():
            self.cell(key, id_, field, nth).value = value

    def save(self) -> None:
        """Save it where it was."""
        self.book.save(self.path)

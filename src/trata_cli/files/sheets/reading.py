"""Workbooks read with openpyxl: what stands in each cell, and nothing of how it looks."""

from __future__ import annotations

import datetime
import io
import warnings
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel, to_excel

from trata_cli.files.sheets.package import DAMAGED, refusal
from trata_cli.method.form import Cell, CellKind, Grid, Merged, cell_name
from trata_cli.model.problem import Message
from trata_cli.model.values import FIRST_YEAR, LAST_YEAR

_MOST_DIGITS: Final = 15
"""Of a number in a spreadsheet; what follows is rounding."""


def read_workbook(content: bytes) -> tuple[Grid, ...] | Message:
    """The sheets of a workbook, hidden ones too, or why it is not read, as a message. Never raises.

    Formulas are not calculated, links and macros not followed.
    """
    if found := refusal(content):
        return found
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of looks that openpyxl does not know
            workbook = load_workbook(io.BytesIO(content), keep_links=False)
            return tuple(_grid(sheet, number, workbook.epoch) for number, sheet in enumerate(workbook.worksheets, 1))
    except Exception:  # openpyxl says in any number of ways that some XML is no workbook
        return Message(DAMAGED)


def _grid(sheet: Any, number: int, epoch: datetime.datetime) -> Grid:
    # By its dictionary: `iter_rows` would make every cell up to the last one, which may be the billionth.
    filled = sorted(at for at, cell in sheet._cells.items() if cell.value is not None)
    cells = (_cell(sheet._cells[at], sheet.title, number, epoch) for at in filled)
    merged = (Merged(r.min_row, r.max_row, r.min_col, r.max_col) for r in sheet.merged_cells.ranges)
    return Grid(sheet.title, tuple(cells), tuple(sorted(merged)))


def _cell(cell: Any, title: str, number: int, epoch: datetime.datetime) -> Cell:
    kind, text = _content(cell, epoch)
    return Cell(kind, text, cell_name(title, cell.row, cell.column), number, cell.row, cell.column)


def _content(cell: Any, epoch: datetime.datetime) -> tuple[CellKind, str]:
    value = cell.value
    if cell.data_type == "f":
        return "formula", str(getattr(value, "text", value) or "")
    if isinstance(value, str) and cell.data_type != "e":
        return "text", value
    if isinstance(value, datetime.date):  # a time of day with it says nothing more
        serial: float = to_excel(value, epoch)  # type: ignore[no-untyped-call]
        return ("number", f"{serial:.0f}") if _is_year(serial) else ("day", value.isoformat()[:10])
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = _day(value, cell.number_format, epoch)
        return ("day", day) if day else ("number", f"{value:.{_MOST_DIGITS}g}")
    return "unreadable", str(value)


def _day(number: float, format_: str, epoch: datetime.datetime) -> str | None:
    """A number as the day that its cell shows, if it shows one: openpyxl looks at the first part of a format alone."""
    if number <= LAST_YEAR or not any(map(is_date_format, format_.split(";"))):
        return None
    try:
        return str(from_excel(number, epoch).isoformat()[:10])
    except (ValueError, OverflowError):  # beyond the year 9999
        return None


def _is_year(serial: float) -> bool:
    """Whether a date of 1905 to 1908 is a year that was typed into a cell for dates."""
    return FIRST_YEAR <= serial <= LAST_YEAR and serial == int(serial)

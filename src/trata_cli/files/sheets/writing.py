"""Forms written as workbooks with XlsxWriter: drop-downs, cells for dates, locked texts, and how all of it looks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from trata_cli.method.form import ID, MOST_IN_A_CELL, Column, ColumnKind, Form, Sheet

HEADING_ROW: Final = 2  # below a title and a line that says what the sheet is for
_RECORD: Final = "trata"
_CHOICES: Final = "trata-listas"
_FIRST_REAL_DATE: Final = 1910
"""Earlier ones are written as texts: as numbers they would be years."""
_PAPER_A4: Final = 9
_MARGIN: Final = 0.4  # inches
_INSTRUCTIONS_WIDTH: Final = 74  # characters: a sheet of A4
_WIDER: Final = 1.1  # a line as long as that has more narrow letters
_LINE_HEIGHT: Final = 13.5  # points, for 10 points of type
_HIGHEST: Final = 409  # points: no row is higher
_WRAPPED: Final = 1.1
"""Characters of a line for each of a column's width, before it is broken: in fonts wider than Calibri, too."""
_SCALES: Final = {"title": 1.6, "heading": 1.2, "text": 1.0}
"""How much larger than others some letters of the instructions are."""
_DATE_FORMATS: Final = {**dict.fromkeys(("es", "pt", "fr"), "[<3000]0;dd/mm/yyyy"), "en": "[<3000]0;yyyy-mm-dd"}
"""Below 3000 a number is a year: who knows no day types 2026."""

# White and near-white behind near-black: contrasts of 12 to 1 and more; borders of 4.5 to 1.
_DARK: Final = "#1B365D"
_INK: Final = "#1F2933"
_LINE: Final = "#767676"
_CONTEXT: Final = "#EEF1F5"
_ASKED: Final = "#FFF3C4"
_BASE: Final = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "top", "text_wrap": True}
_CELL: Final = {**_BASE, "border": 1, "border_color": _LINE}
"""What all formats begin with."""

_PROTECTION: Final = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "insert_hyperlinks": True,
}
_WITH_ROWS: Final = {**_PROTECTION, "insert_rows": True, "delete_rows": True}


def workbook(form: Form) -> bytes:
    """A form as a workbook. What texts say stays text, whatever it begins with."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": form.title})
        _instructions(book, form)
        for sheet in form.sheets:
            _Writer(book, form, sheet).write()
        _hidden(book, _CHOICES, form.choices.values())
        _hidden(book, _RECORD, [form.record])
    return content.getvalue()


def _instructions(book: Workbook, form: Form) -> None:
    page = book.add_worksheet(form.instructions_title)
    page.set_column(0, 0, _INSTRUCTIONS_WIDTH)
    page.hide_gridlines(2)
    page.set_paper(_PAPER_A4)
    page.fit_to_pages(1, 0)
    formats = {
        "title": book.add_format({**_BASE, "font_size": 16, "bold": True, "font_color": _DARK}),
        "heading": book.add_format({**_BASE, "font_size": 12, "bold": True, "font_color": _DARK, "top": 1}),
        "text": book.add_format({**_BASE, "font_size": 10}),
        "link": book.add_format({**_BASE, "font_size": 10, "underline": 1, "font_color": _DARK}),
    }
    for row, each in enumerate(form.instructions):
        page.set_row(row, _height([(each.text, _INSTRUCTIONS_WIDTH * _WIDER)], scale=_SCALES[each.style]))
        if each.link:
            page.write_url(row, 0, f"internal:'{each.link}'!A{HEADING_ROW + 2}", formats["link"], each.text)
        else:
            page.write_string(row, 0, each.text, formats[each.style])
    page.protect("", {"format_columns": True, "format_rows": True})
    page.activate()


def _hidden(book: Workbook, title: str, columns: Any) -> None:
    """A sheet that nobody has to see: each sequence of texts in a column of its own."""
    page = book.add_worksheet(title)
    for number, texts in enumerate(columns):
        for row, text in enumerate(texts):
            page.write_string(row, number, text)
    page.protect("")
    page.hide()


class _Writer:
    """Writes one sheet of a form."""

    def __init__(self, book: Workbook, form: Form, sheet: Sheet) -> None:
        self._form, self._sheet = form, sheet
        self._page: Worksheet = book.add_worksheet(sheet.title)
        self._first = HEADING_ROW + 1
        self._last = HEADING_ROW + len(sheet.rows) + sheet.blank
        day = {**_CELL, "num_format": _DATE_FORMATS.get(form.language, _DATE_FORMATS["en"]), "align": "left"}
        self._formats = {
            "title": book.add_format({**_BASE, "font_size": 14, "bold": True, "font_color": _DARK, "text_wrap": False}),
            "about": book.add_format({**_BASE, "text_wrap": False}),
            "heading": book.add_format(
                {**_CELL, "bold": True, "font_color": "#FFFFFF", "bg_color": _DARK, "valign": "vcenter"}
            ),
            "context": book.add_format({**_CELL, "bg_color": _CONTEXT}),
            "lookup": book.add_format({**_CELL, "bg_color": _CONTEXT, "locked": False}),
            "date": book.add_format({**day, "locked": False}),
            "text": book.add_format({**_CELL, "num_format": "@", "locked": False}),
            "asked": book.add_format({"bg_color": _ASKED, "border": 2, "border_color": _INK}),
        }

    def write(self) -> None:
        """Title, headings, rows, what may stand in the cells, how it prints, and what is locked."""
        page, sheet = self._page, self._sheet
        page.write_string(0, 0, self._form.title, self._formats["title"])
        page.write_string(1, 0, sheet.about, self._formats["about"])
        for number, column in enumerate(sheet.columns):
            kept = self._format(column.kind) if sheet.blank else None  # rows can be added below the last one
            page.set_column(number, number, column.width, kept, {"hidden": column.hidden})
            page.write_string(HEADING_ROW, number, column.heading, self._formats["heading"])
            for row, given in self._rows():
                self._cell(row, number, column.kind, given[number])
            self._validate(number, column)
        for row, given in self._rows():
            page.set_row(row, _height((text, column.width) for text, column in zip(given, sheet.columns, strict=True)))
        page.set_row(HEADING_ROW, 2 * _LINE_HEIGHT + 4)
        self._highlight()
        self._print()
        page.freeze_panes(self._first, 2)
        page.autofilter(HEADING_ROW, 0, self._last, len(sheet.columns) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(sheet.columns) - 1)}{self._last + 1}"})
        page.protect("", _WITH_ROWS if sheet.blank else _PROTECTION)

    def _rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The number and the texts of each row below the headings, blank ones too."""
        blank = ("",) * len(self._sheet.columns)
        yield from enumerate([*self._sheet.rows, *([blank] * self._sheet.blank)], start=self._first)

    def _format(self, kind: ColumnKind) -> Any:
        locked = kind in ("id", "context", "count")
        return self._formats["context" if locked else kind if kind in ("date", "lookup") else "text"]

    def _cell(self, row: int, column: int, kind: ColumnKind, text: str) -> None:
        page, format_ = self._page, self._format(kind)
        if kind in ("count", "lookup"):
            formula = self._count(row) if kind == "count" else self._lookup(row)
            page.write_formula(row, column, formula, format_, int(text or 0) if kind == "count" else text)
        elif kind == "date" and (day := _day(text)):
            page.write_datetime(row, column, day, format_)
        elif text:
            page.write_string(row, column, text[:MOST_IN_A_CELL], format_)
        else:
            page.write_blank(row, column, None, format_)

    def _count(self, row: int) -> str:
        """How many rows of evidence an indicator has."""
        ids, titles = (self._whole_column("evidence", key) for key in (ID, "title"))
        return f'=COUNTIFS({ids},{self._at(ID, row)},{titles},"<>")'

    def _lookup(self, row: int) -> str:
        """The text of the indicator whose id stands in a row."""
        ids, texts = (self._whole_column("answers", key) for key in (ID, "indicator"))
        return f'=IFERROR(INDEX({texts},MATCH({self._at(ID, row)},{ids},0)),"")'

    def _whole_column(self, sheet: str, key: str) -> str:
        other = next(each for each in self._form.sheets if each.key == sheet)
        letter = xl_col_to_name(_keys(other).index(key), True)
        return f"'{other.title}'!{letter}:{letter}"

    def _at(self, key: str, row: int) -> str:
        """A cell of a row, as a formula names it that is copied down."""
        return f"{xl_col_to_name(_keys(self._sheet).index(key), True)}{row + 1}"

    def _validate(self, number: int, column: Column) -> None:
        choices = [*self._form.choices]
        rule: dict[str, Any] = {"validate": "any"}
        if column.kind in choices:
            at = choices.index(column.kind)
            source = xl_range_abs(0, at, len(self._form.choices[column.kind]) - 1, at)
            rule = {"validate": "list", "source": f"='{_CHOICES}'!{source}"}
        elif column.kind == "date":
            rule = {"validate": "date", "criteria": "between", "error_type": "warning"}
            rule |= {"minimum": date(1900, 1, 1), "maximum": date(2999, 12, 31)}
        elif not column.hint:
            return
        told = {"input_title": column.heading[:32], "input_message": column.hint} if column.hint else {}
        wrong = {"error_title": column.heading[:32], "error_message": column.hint or self._form.wrong_entry}
        self._page.data_validation(self._first, number, self._last, number, {**rule, **told, **wrong})

    def _highlight(self) -> None:
        """Colour what is still asked: the reason of some levels, the evidence of others."""
        if self._sheet.key != "answers":
            return
        level, before, reason, count = (self._at(key, self._first) for key in ("level", "before", "reason", "count"))
        words = ",".join(f'{level}="{word}"' for word in self._form.words)
        falls = f"IFERROR({_number(level)}<{_number(before)},FALSE)"
        fulfils = f"IFERROR({_number(level)}>={self._form.threshold},FALSE)"
        self._colour("reason", f'=AND(TRIM({reason})="",OR({words},{falls}))')
        self._colour("count", f"=AND({count}=0,{fulfils})")

    def _colour(self, key: str, condition: str) -> None:
        number = _keys(self._sheet).index(key)
        rule = {"type": "formula", "criteria": condition, "format": self._formats["asked"]}
        self._page.conditional_format(self._first, number, self._last, number, rule)

    def _print(self) -> None:
        page = self._page
        page.set_landscape()
        page.set_paper(_PAPER_A4)
        page.set_margins(_MARGIN, _MARGIN, _MARGIN, 2 * _MARGIN)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADING_ROW)
        page.set_footer(f"&L{self._form.title.replace('&', '&&')}&C&A&R&P / &N")


def _height(cells: Iterable[tuple[str, float]], scale: float = 1.0) -> float:
    """A row's height in points for texts in columns of some width: not every program finds it itself."""
    lines = max(
        sum(1 + int(len(line) * scale / (width * _WRAPPED)) for line in text.split("\n")) for text, width in cells
    )
    return min(_HIGHEST, lines * _LINE_HEIGHT * scale + 2)


def _keys(sheet: Sheet) -> list[str]:
    return [column.key for column in sheet.columns]


def _number(cell: str) -> str:
    """The number with which a level's name begins."""
    return f'VALUE(LEFT({cell},FIND(" ",{cell})-1))'


def _day(text: str) -> datetime | None:
    """A whole date that a spreadsheet takes for one."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return None
    return day if day.year >= _FIRST_REAL_DATE else None

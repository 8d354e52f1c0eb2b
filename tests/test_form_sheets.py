"""The workbook that goes out: what is locked, what may be chosen, what it says, how it prints."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support import GARDEN, PLAN, assessment
from trata_cli import i18n
from trata_cli.files.sheets.writing import workbook
from trata_cli.method.form import FIELDS
from trata_cli.model.assessment import Answer, Evidence, Target
from trata_cli.model.plan import Plan
from trata_cli.views import form as forms

EVIDENCE = (
    Evidence(
        title="=HYPERLINK(1)", type="third-party", date="2026-05-04", url="https://a.example/x", audience="internal"
    ),
    Evidence(title="+Acta", type="official-act", date="2026-05"),
    Evidence(title="@Carta", type="statement", date="1900"),
)
ANSWERS = {
    "S-1": Answer(level=1, note="=1+1", reason="-uno", evidence=EVIDENCE, target=Target(level=2, by="2027")),
    "R2b": Answer(level="no-information", reason="+dos"),
}
BEFORE = {"S-1": forms.YearBefore(2, "=2+2"), "R2b": forms.YearBefore("not-applicable", None)}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def opened(plan: Plan = GARDEN) -> Workbook:
    base = assessment(plan, ANSWERS if plan is GARDEN else {}, institution="Mesa")
    return load_workbook(io.BytesIO(workbook(forms.build(base, plan, 2025, BEFORE))))


def texts(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def test_the_sheets() -> None:
    book = opened()
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("Instructions", "visible"),
        ("Answers", "visible"),
        ("Evidence", "visible"),
        ("Targets", "visible"),
        ("trata-listas", "hidden"),
        ("trata", "hidden"),
    ]
    assert book.active is book["Instructions"]
    assert book.properties.title == "XPE · 2026 · Mesa"


def test_the_answers() -> None:
    sheet = opened()["Answers"]
    assert texts(sheet, 3) == [
        *("Id", "Indicator", "Directive", "What each level means", "Year before (2025)"),
        *("Level", "Reason", "Note (public)", "Internal note", "Documents"),
    ]
    assert texts(sheet, 4) == [
        "S-1",
        "Compost elaborado y aplicado.\n\nSe exigen las dos cosas: elaborarlo y aplicarlo.",
        "Suelo · 1\nCuidar la tierra del huerto durante todo el año, inclusive en las vacaciones.",
        "0 · Nada hecho en el año.\n— fulfilled from here on —\n"
        "1 · Compost elaborado en la escuela y aplicado en el año en al menos un bancal. "
        "(Proof: Cuaderno de campo, con la fecha de cada aplicación)\n"
        "2 · Todo el compost que el huerto usa se elabora en la escuela, dos años seguidos. "
        "(Proof: Cuadernos de campo de los dos años)",
        "2 · Consolidado\n=2+2",
        *("1 · En marcha", "-uno", "=1+1", None),
        "=COUNTIFS('Evidence'!$A:$A,$A4,'Evidence'!$C:$C,\"<>\")",
    ]
    assert texts(sheet, 6)[4:8] == ["not applicable", "no information", "+dos", None]
    assert [sheet.cell(row, 1).value for row in range(4, 11)] == [*GARDEN.places, None]


def test_what_texts_say_is_text() -> None:
    """Only the count and the indicator beside a document are formulas, however a text begins."""
    book = opened()
    formulas = {
        (sheet.title, cell.column_letter)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas == {("Answers", "J"), ("Evidence", "B")}
    assert texts(book["Evidence"], 4)[2] == "=HYPERLINK(1)"
    assert book["Answers"]["H4"].number_format == "@"


def test_dates_are_dates_where_they_have_a_day() -> None:
    sheet = opened()["Evidence"]
    cells = [sheet.cell(row, 5) for row in (4, 5, 6, 7)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        (46146, "n"),
        ("2026-05", "s"),
        ("1900", "s"),
        (None, "n"),
    ]
    assert {cell.number_format for cell in cells} == {"[<3000]0;yyyy-mm-dd"}


def test_there_is_room_for_documents() -> None:
    """Each indicator has three rows at least, and one more than its documents; then forty without an id."""
    sheet = opened()["Evidence"]
    ids = [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)]
    expected = ["S-1"] * 4 + [id_ for id_ in GARDEN.places if id_ != "S-1" for _ in range(3)]
    assert ids == [*expected, *[None] * 40]


def hidden(sheet: Worksheet) -> set[int]:
    """The numbers of the columns that are hidden."""
    groups = [each for each in sheet.column_dimensions.values() if each.hidden]
    return {n for each in groups for n in range(each.min, each.max + 1)}


def test_columns_of_the_folder_are_hidden_unless_they_say_something() -> None:
    assert hidden(opened()["Evidence"]) == {11, 12}
    base = assessment(GARDEN, {"S-1": Answer(evidence=(Evidence(title="A", type="statement", sha256="0" * 64),))})
    book = load_workbook(io.BytesIO(workbook(forms.build(base, GARDEN, None, {}))))
    assert hidden(book["Evidence"]) == {11}


def test_what_is_to_be_read_is_locked_and_the_rest_is_not() -> None:
    book = opened()
    for title, letters in {"Answers": "FGHI", "Evidence": "ABCDEFGHIJKL", "Targets": "CDEF"}.items():
        sheet = book[title]
        assert sheet.protection.sheet is True
        assert sheet.protection.password is None
        assert {cell.column_letter for cell in sheet[4] if not cell.protection.locked} == set(letters)
        assert all(cell.protection.locked for row in sheet["A1:F3"] for cell in row)
        assert (sheet.protection.sort, sheet.protection.autoFilter, sheet.protection.formatColumns) == (False,) * 3
    assert book["Evidence"].protection.insertRows is False, "rows can be inserted"
    assert all(sheet.protection.sheet for sheet in book.worksheets)


def test_what_may_be_chosen() -> None:
    book = opened()
    lists = {}
    for title in ("Answers", "Evidence", "Targets"):
        for rule in book[title].data_validations.dataValidation:
            if rule.type == "list":
                name, at = rule.formula1.split("!")
                lists[str(rule.sqref)] = [row[0].value for row in book[name.strip("='")][at.replace("$", "")]]
    assert lists == {
        "F4:F9": ["0 · Sin empezar", "1 · En marcha", "2 · Consolidado", "not applicable", "no information"],
        "A4:A62": list(GARDEN.places),
        "D4:D62": ["official act", "internal document", "third-party source", "statement"],
        "J4:J62": ["public", "internal"],
        "C4:C9": ["0 · Sin empezar", "1 · En marcha", "2 · Consolidado"],
    }
    (dates,) = [rule for rule in book["Evidence"].data_validations.dataValidation if rule.type == "date"]
    assert (str(dates.sqref), dates.errorStyle) == ("E4:E62", "warning"), "a month may be a text"


def test_how_it_scrolls_and_prints() -> None:
    book = opened()
    for title, last in (("Answers", "J9"), ("Evidence", "L62"), ("Targets", "F9")):
        sheet = book[title]
        assert sheet.freeze_panes == "C4"
        assert sheet.auto_filter.ref == f"A3:{last}"
        assert sheet.print_title_rows == "$3:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=3) for cell in row)


def luminance(colour: str) -> float:
    parts = [int(colour[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_stand_out() -> None:
    """WCAG 2.2, AA: 4.5 to 1."""
    book = opened()
    pairs = set()
    for sheet in book.worksheets[:4]:
        for row in sheet.iter_rows():
            for cell in row:
                ground = cell.fill.fgColor.rgb if cell.fill.fill_type else "FFFFFFFF"
                has_own = cell.font.color is not None and cell.font.color.type == "rgb"
                pairs.add((cell.font.color.rgb if has_own else "FF000000", ground))
    assert len(pairs) > 2
    for letters, ground in pairs:
        dark, light = sorted((luminance(str(letters)), luminance(str(ground))))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (letters, ground)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_excel_takes_no_more_of(language: str) -> None:
    """Excel calls a workbook damaged whose messages or titles are too long, or whose headings are not distinct."""
    with i18n.speaking(language):
        book = opened(PLAN)
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        for rule in sheet.data_validations.dataValidation:
            titles, messages = (rule.promptTitle, rule.errorTitle), (rule.prompt, rule.error)
            assert all(len(text or "") <= 32 for text in titles)
            assert all(len(text or "") <= 255 for text in messages)
    for title in book.sheetnames[1:4]:
        headings = texts(book[title], 3)
        assert len(set(headings)) == len(headings)


def test_every_field_has_a_column_and_a_heading() -> None:
    answer = set(Answer.model_fields) - {"answered", "wording", "decided", "statements", "evidence", "target"}
    assert set(FIELDS["answers"]) == answer
    assert set(FIELDS["evidence"]) == set(Evidence.model_fields)
    assert set(FIELDS["targets"]) == set(Target.model_fields)
    assert all(forms.heading(key, field) for key, fields in FIELDS.items() for field in fields)

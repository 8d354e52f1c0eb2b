"""What a cell means: texts, levels, dates and years as people type and paste them, and as spreadsheets keep them."""

from __future__ import annotations

import pytest

from tests.support import PLAN
from trata_cli.files.plans import Shelf
from trata_cli.method.form import Cell, CellKind, ColumnKind, cell_name
from trata_cli.method.form_cells import Reader, read
from trata_cli.model.problem import Finding

CHOICES: dict[ColumnKind, tuple[str, ...]] = {
    "level": ("0 · Ausencia comprobada", "no aplica"),
    "target-level": ("0 · Ausencia comprobada",),
    "type": ("acto oficial",),
    "audience": ("público", "interno"),
}
SPANISH, ENGLISH = (Reader(PLAN, day_first=day_first, choices=CHOICES) for day_first in (True, False))
AT = ("answers", "D01", "x")


def meaning(kind: ColumnKind, text: str, cell: CellKind = "text", reader: Reader = SPANISH) -> object:
    """What a cell says; of a finding its code."""
    found = read(kind, Cell(cell, text, "Respuestas!D17", 2, 17, 4), AT, reader)
    return found.code if isinstance(found, Finding) else found


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(1, 1, "A!A1"), (17, 26, "A!Z17"), (3, 27, "A!AA3"), (9, 702, "A!ZZ9"), (9, 703, "A!AAA9"), (1, 16384, "A!XFD1")],
)
def test_the_name_of_a_cell(row: int, column: int, name: str) -> None:
    assert cell_name("A", row, column) == name


def test_a_sheet_of_two_words_stands_between_quotes() -> None:
    assert cell_name("Hoja 1", 2, 2) == "'Hoja 1'!B2"


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("3", 3),
        ("0", 0),
        ("3,0", 3),
        ("3.00", 3),
        ("3 · Cumplido", 3),
        ("3 – Cumplido", 3),
        ("3 - cumplido", 3),
        ("3. Cumplido", 3),
        ("3) CUMPLIDO", 3),
        (" 3\u00a0–\u00a0Cumplido\n", 3),
        ("2: cumplido en parte", 2),
        ("Cumplido", 3),
        ("sostenido y evaluado", 4),
        ("no aplica", "not-applicable"),
        ("No Aplica ", "not-applicable"),
        ("not-applicable", "not-applicable"),
        ("SIN INFORMACIÓN", "no-information"),
        ("", None),
        (" \u200b ", None),
    ],
)
def test_levels(typed: str, level: object) -> None:
    assert meaning("level", typed) == level


@pytest.mark.parametrize(
    "typed", ["5", "-1", "3 o 4", "3-4", "3,5", "2.5", "3 · Iniciado", "33", "tres", "3/4/2026", "03"]
)
def test_what_is_no_level(typed: str) -> None:
    assert meaning("level", typed) == "bad-level"


def test_a_number_a_date_and_an_error_as_levels() -> None:
    assert meaning("level", "3", "number") == 3
    assert meaning("level", "2.5", "number") == "bad-level"
    assert meaning("level", "2026-04-03", "day") == "bad-level"
    assert meaning("level", "#REF!", "unreadable") == "form-value"
    assert meaning("level", "=3", "formula") == "form-formula"


def test_what_is_expected_is_said_in_the_words_of_the_form() -> None:
    found = read("level", Cell("text", "alto", "A!A1", 1, 1, 1), AT, SPANISH)
    assert found == Finding.of("bad-level", AT, found="alto", expected="0 · Ausencia comprobada, no aplica")


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2026-03-12", "2026-03-12"),
        ("12/03/2026", "2026-03-12"),
        ("1/3/2026", "2026-03-01"),
        ("12.03.2026", "2026-03-12"),
        ("12-03-2026", "2026-03-12"),
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("03/2026", "2026-03"),
        ("'03/2026", "2026-03"),
        ("marzo 2026", "2026-03"),
        ("Marzo de 2026", "2026-03"),
        ("12 de marzo de 2026", "2026-03-12"),
        ("12 de setiembre del 2026", "2026-09-12"),
        ("12-mar-2026", "2026-03-12"),
        ("dic. 2026", "2026-12"),
        ("12 December 2026", "2026-12-12"),
    ],
)
def test_dates(typed: str, date: str) -> None:
    assert meaning("date", typed) == date


@pytest.mark.parametrize(
    "typed",
    ["12/03/26", "03/25/2026", "30/02/2026", "2026-13", "ayer", "mayo", "12 de m 2026", "13/2026", "12 mu 2026"],
)
def test_what_is_no_date(typed: str) -> None:
    assert meaning("date", typed) == "bad-date"


def test_in_english_a_day_between_slashes_is_read_where_there_is_one_way_to() -> None:
    assert meaning("date", "25/03/2026", reader=ENGLISH) == "2026-03-25"
    assert meaning("date", "03/25/2026", reader=ENGLISH) == "2026-03-25"
    assert meaning("date", "03/03/2026", reader=ENGLISH) == "2026-03-03"
    assert meaning("date", "25/25/2026", reader=ENGLISH) == "bad-date"
    found = read("date", Cell("text", "12/03/2026", "A!A1", 1, 1, 1), AT, ENGLISH)
    assert found == Finding.of("form-date-ambiguous", AT, found="12/03/2026", one="2026-03-12", other="2026-12-03")


def test_cells_for_dates() -> None:
    assert meaning("date", "2026-03-12", "day") == "2026-03-12"
    assert meaning("date", "2026", "number") == "2026"
    assert meaning("date", "46093", "number") == "bad-date"
    assert meaning("date", "2026.5", "number") == "bad-date"


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2026", 2026),
        ("2025, 2026", (2025, 2026)),
        ("2025 y 2026", (2025, 2026)),
        ("2025; 2026 and 2027", (2025, 2026, 2027)),
        ("2024 - 2026", (2024, 2025, 2026)),
        ("2024–2026, 2020", (2024, 2025, 2026, 2020)),
    ],
)
def test_years(typed: str, years: object) -> None:
    assert meaning("years", typed) == years


@pytest.mark.parametrize("typed", ["26", "2026 aprox.", "2026-2024", "1900-2026", "20262027", "-2026", ","])
def test_what_are_no_years(typed: str) -> None:
    assert meaning("years", typed) == "bad-year"


def test_years_as_a_spreadsheet_keeps_them() -> None:
    assert meaning("years", "2026", "number") == 2026
    assert meaning("years", "2025.2026", "number") == (2025, 2026), "2025,2026 was typed"
    assert meaning("years", "2025.2026", "number", ENGLISH) == "bad-year"
    assert meaning("years", "2026-03-12", "day") == 2026


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Ley 2847\u00a0 ", "Ley 2847"),
        ("«sí» “no” ’", "«sí» “no” ’"),
        ("uno_x000D_\ndos", "uno\ndos"),
        ("uno\r\ndos\u2028tres", "uno\ndos\ntres"),
        ("a_x0007_b\x1b[31m", "ab"),
        ("=1+1", "=1+1"),
        ("-uno", "-uno"),
        ("_x0041_", "_x0041_"),
        ("\ufeff\u200b", None),
    ],
)
def test_long_texts(typed: str, text: object) -> None:
    assert meaning("long-text", typed) == text


def test_numbers_and_days_as_texts_are_what_the_user_sees() -> None:
    assert meaning("long-text", "12.5", "number") == "12,5"
    assert meaning("long-text", "12.5", "number", ENGLISH) == "12.5"
    assert meaning("long-text", "2026-03-12", "day") == "12/03/2026"
    assert meaning("long-text", "2026-03-12", "day", ENGLISH) == "2026-03-12"
    assert meaning("text", "uno\n dos") == "uno dos"


@pytest.mark.parametrize(
    ("typed", "type_"),
    [
        ("acto oficial", "official-act"),
        ("Documento interno", "internal-document"),
        ("fuente de terceros", "third-party"),
        ("third-party source", "third-party"),
        ("declaración", "statement"),
        ("statement", "statement"),
        ("ley", "bad-choice"),
    ],
)
def test_types_of_evidence(typed: str, type_: str) -> None:
    assert meaning("type", typed) == type_


@pytest.mark.parametrize(
    ("typed", "audience"),
    [("público", None), ("interno", "internal"), ("Internal", "internal"), ("todos", "bad-choice")],
)
def test_audiences(typed: str, audience: object) -> None:
    assert meaning("audience", typed) == audience


def test_levels_of_targets_are_levels_alone() -> None:
    assert meaning("target-level", "3 · Cumplido") == 3
    assert meaning("target-level", "no aplica") == "level-outside-plan"
    assert meaning("target-level", "9") == "bad-level"


@pytest.mark.parametrize("typed", ["3 · Cumplido", "cumplido", "3 · Fulfilled", "FULFILLED", "3"])
def test_a_level_by_the_name_of_the_plan_or_of_its_translation(typed: str) -> None:
    """What is copied out of the plan is in Spanish, whatever the form's language."""
    plan = Shelf(language="en").first()
    assert plan is not None
    assert meaning("level", typed, reader=Reader(plan, day_first=False, choices=CHOICES)) == 3

"""`trata form` from outside: what goes out, what comes back, what is said, and the exit codes."""

from __future__ import annotations

import builtins
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.forms import HEADING_ROW, Form, trata
from tests.support import GARDEN, GARDEN_FILE, NAMES
from trata_cli import cli, i18n
from trata_cli.files.plans import Shelf
from trata_cli.method import fingerprints
from trata_cli.views import form as forms

WHOLE = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
country_name: País Ejemplo
year: 2026
institution: Mesa Escolar
status: draft
assignments:
  Escuela Norte: [S-1, agua]
  Escuela Sur: [R2b]
answers:
  S-1:
    level: 1
    note: Compost en dos bancales.
    internal_note: Falta el acta.
    evidence:
      - title: Cuaderno de campo
        type: internal-document
        date: 2026-05-04
        covers: 2026
        issuer: Escuela Norte
        url: https://norte.example/cuaderno
      - title: Carta de las familias
        type: third-party
        audience: internal
    answered: 2026-06-01
    wording: {S-1}
    target:
      level: 2
      by: 2027-03
      lead: Dirección
      action: Sumar el quinto grado.
  R2b:
    level: no-information
    reason: No hay registro.
  agua_uno:
    statements:
      - by: Escuela Norte
        role: institution
        level: 2
        note: Depósito lleno desde marzo.
        internal_note: Pierde agua.
        date: 2026-06-02
      - by: Escuela Sur
        role: institution
        level: 1
"""
BEFORE = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
year: 2025
status: draft
answers:
  S-1: {level: 2, note: Todo el compost era propio.}
  R2b: {level: not-applicable, reason: Sin semillas.}
"""
PART = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
country_name: País Ejemplo
year: 2026
status: draft
part:
  institution: Escuela Norte
  ids:
    - S-1
    - agua
answers:
  S-1:
    level: 1
    note: Compost en dos bancales.
    evidence:
      - title: Cuaderno de campo
        type: internal-document
        date: 2026-05-04
        covers: 2026
        issuer: Escuela Norte
        url: https://norte.example/cuaderno
    answered: 2026-06-01
    wording: {S-1}
    target:
      level: 2
      by: 2027-03
      lead: Dirección
      action: Sumar el quinto grado.
  agua_uno:
    level: 2
    note: Depósito lleno desde marzo.
    internal_note: Pierde agua.
    answered: 2026-06-02
"""
"""What goes to the Escuela Norte: what the whole says publicly of its indicators, or what it has stated itself."""


def with_wordings(text: str) -> str:
    return re.sub(r"\{(S-1|R2b|agua_dos)\}", lambda id_: fingerprints.wording(GARDEN, GARDEN.places[id_[1]]), text)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with i18n.speaking("en"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "XPE-2026.yaml").write_text(with_wordings(WHOLE), "utf-8")
    (tmp_path / "XPE-2025.yaml").write_text(BEFORE, "utf-8")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "huerto-1.yaml").write_bytes(GARDEN_FILE.read_bytes())
    return tmp_path


def export(folder: Path, *more: str, file: str = "XPE-2026.yaml", language: str = "en") -> Form:
    done = trata("form", "export", file, "x.xlsx", *more, cwd=folder, language=language)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return Form(folder / "x.xlsx")


def take_in(folder: Path, output: str = "part.yaml") -> subprocess.CompletedProcess[str]:
    return trata("form", "import", "x.xlsx", "-o", output, cwd=folder)


def refused(folder: Path, *expected: str, output: str = "part.yaml") -> None:
    """Nothing is written, and these are the problems, without their lines and hints."""
    before = {path: path.read_bytes() for path in folder.glob("*.yaml")}
    done = take_in(folder, output)
    assert (done.returncode, done.stdout) == (1, "")
    said = [line.removeprefix("trata: ") for line in done.stderr.splitlines()]
    assert [line for line in said if re.match(r"\S.*: (?:error|warning) [\w-]+: ", line)] == list(expected)
    assert {path: path.read_bytes() for path in folder.glob("*.yaml")} == before


# Out, and back as it went.


def test_a_part_that_comes_back_untouched(folder: Path) -> None:
    done = trata("form", "export", "XPE-2026.yaml", "x.xlsx", "--part", "Escuela Norte", cwd=folder)
    text = "New form: x.xlsx. When it comes back: trata form import x.xlsx\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", text + NAMES)
    done = take_in(folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith(f"New file: part.yaml, with 2 answers.\n{NAMES}")
    assert (folder / "part.yaml").read_text("utf-8") == with_wordings(PART)


def test_its_warnings_stand_at_the_cells(folder: Path) -> None:
    export(folder, "--part", "Escuela Norte")
    assert take_in(folder).stderr == (
        "x.xlsx:Answers!F5: warning evidence-missing: level 2 without evidence other than statements\n"
        "     5 | 2 · Consolidado\n"
        "       | ^\n"
        "       → add the document that proves it: evidence, with title and type\n"
        "\n"
        "1 file, 0 errors, 1 warning\n"
        "New file: part.yaml, with 2 answers.\n" + NAMES
    )


def test_a_whole_that_comes_back_untouched_is_not_touched(folder: Path) -> None:
    export(folder)
    before = (folder / "XPE-2026.yaml").read_bytes()
    done = take_in(folder, "XPE-2026.yaml")
    assert done.returncode == 0
    assert "XPE-2026.yaml: 0 answers changed.\n" in done.stderr
    assert (folder / "XPE-2026.yaml").read_bytes() == before


def test_without_o_it_goes_where_a_new_file_would(folder: Path) -> None:
    export(folder, "--part", "Escuela Norte")
    done = trata("form", "import", "x.xlsx", "--plan", GARDEN_FILE, "--quiet", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = folder / "assessments" / "XPE-2026.escuela-norte.yaml"
    assert written.read_text("utf-8") == with_wordings(PART)


def test_to_standard_output(folder: Path) -> None:
    export(folder, "--part", "Escuela Norte")
    done = take_in(folder, "-")
    assert (done.returncode, done.stdout) == (0, with_wordings(PART))
    assert not (folder / "-").exists()


def test_what_is_internal_stays_in_the_house(folder: Path) -> None:
    """Of a whole an institution is told what is public, and what it stated itself; nothing else is in the workbook."""
    export(folder, "--part", "Escuela Norte")
    book = load_workbook(folder / "x.xlsx")
    texts = "\n".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert "Compost en dos bancales." in texts
    assert "Pierde agua." in texts
    for hidden in ("Falta el acta", "Carta de las familias", "Escuela Sur", "No hay registro", "Mesa Escolar"):
        assert hidden not in texts


# Filled in.


def test_what_was_filled_in(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    form.put("answers", "agua_dos", level="1 · En marcha", note="- acordado\n- en mayo", internal_note="=no es fórmula")
    form.cell("answers", "agua_dos", "internal_note").data_type = "s"
    form.put(
        "evidence", "agua_dos", title="Acta 7", type="official act", date=datetime(2026, 5, 9), covers="2025, 2026"
    )
    form.put("evidence", "agua_dos", 1, title="Carta", type="statement", audience="internal", reference=1234)
    form.put("targets", "agua_dos", level="2 · Consolidado", by=2027, action="Revisarlo.")
    form.put("answers", "S-1", level="2 · Consolidado", note=None)
    form.save()
    done = take_in(folder)
    assert done.returncode == 0, done.stderr
    today = date.today().isoformat()
    expected = PART.replace("    level: 1\n    note: Compost en dos bancales.\n", "    level: 2\n", 1)
    expected = expected.replace("    answered: 2026-06-01\n", f"    answered: {today}\n", 1) + (
        f"""\
  agua_dos:
    level: 1
    note: |-
      - acordado
      - en mayo
    internal_note: =no es fórmula
    evidence:
      - title: Acta 7
        type: official-act
        date: 2026-05-09
        covers: [2025, 2026]
      - title: Carta
        type: statement
        reference: '1234'
        audience: internal
    answered: {today}
    wording: {{agua_dos}}
    target:
      level: 2
      by: 2027
      action: Revisarlo.
"""
    )
    assert (folder / "part.yaml").read_text("utf-8") == with_wordings(expected)


def test_into_a_part_that_is_there_only_what_changed_is_written(folder: Path) -> None:
    export(folder, "--part", "Escuela Norte")
    there = (
        with_wordings(PART)
        .replace("    note: Dep", "    # a mano\n    note:   Dep")
        .replace("status: draft", "status:  draft")
    )
    (folder / "part.yaml").write_text(there, "utf-8")
    form = Form(folder / "x.xlsx")
    form.put("answers", "agua_uno", note="Depósito lleno desde abril.")
    form.put("evidence", "S-1", issuer="Escuela Norte, turno tarde")
    form.save()
    done = take_in(folder)
    assert done.returncode == 0
    assert "part.yaml: 2 answers changed.\n" in done.stderr
    expected = there.replace("marzo.", "abril.").replace("issuer: Escuela Norte", "issuer: Escuela Norte, turno tarde")
    assert (folder / "part.yaml").read_text("utf-8") == expected
    assert "part.yaml: 0 answers changed.\n" in take_in(folder).stderr


def test_what_somebody_else_wrote_in_the_meantime_stays(folder: Path) -> None:
    form = export(folder)
    path = folder / "XPE-2026.yaml"
    meanwhile = (
        path.read_text("utf-8").replace("note: Compost en dos", "note: Compost en tres").replace("2027-03", "2027-06")
    )
    path.write_text(meanwhile, "utf-8")
    form.put("answers", "S-1", reason="Se revisó.")
    form.save()
    assert take_in(folder, "XPE-2026.yaml").returncode == 0
    assert path.read_text("utf-8") == meanwhile.replace(
        "    level: 1\n    note: C", "    level: 1\n    reason: Se revisó.\n    note: C"
    )


def test_what_both_changed_is_for_people(folder: Path) -> None:
    form = export(folder)
    path = folder / "XPE-2026.yaml"
    path.write_text(
        path.read_text("utf-8").replace("    level: 1\n    note: Compost", "    level: 0\n    note: Compost"), "utf-8"
    )
    form.put("answers", "S-1", level="2 · Consolidado")
    form.save()
    refused(
        folder,
        "x.xlsx:Answers!F4: error form-conflict: S-1 was changed in the file since the form went out, and in the form "
        "to something else",
        output="XPE-2026.yaml",
    )


def test_a_level_decides_where_institutions_differ(folder: Path) -> None:
    form = export(folder)
    assert form.cell("answers", "agua_uno", "level").value is None
    form.put("answers", "agua_uno", level=1, reason="Se midió.")
    form.save()
    assert take_in(folder, "XPE-2026.yaml").returncode == 0
    text = (folder / "XPE-2026.yaml").read_text("utf-8")
    today, wording = date.today().isoformat(), fingerprints.wording(GARDEN, GARDEN.places["agua_uno"])
    decided = (
        f"    level: 1\n    reason: Se midió.\n    answered: {today}\n    wording: {wording}\n    decided: {today}\n"
    )
    assert f"  agua_uno:\n{decided}    statements:\n      - by: Escuela Norte\n" in text


def test_an_answer_that_was_emptied_goes(folder: Path) -> None:
    form = export(folder)
    form.put("answers", "R2b", level=None, reason=None)
    form.put("answers", "S-1", level=None)
    form.save()
    assert take_in(folder, "XPE-2026.yaml").returncode == 0
    expected = with_wordings(WHOLE).replace("  R2b:\n    level: no-information\n    reason: No hay registro.\n", "")
    expected = re.sub(
        r"    level: 1\n(?=    note: Comp)|    answered: 2026-06-01\n    wording: w-\w+\n(?=    target)", "", expected
    )
    assert (folder / "XPE-2026.yaml").read_text("utf-8") == expected


# However it was handled on its way.


def moved(form: Form) -> None:
    for key in ("answers", "evidence", "targets"):
        sheet = form.sheet(key)
        sheet.insert_cols(4)
        sheet.move_range(f"A1:A{sheet.max_row}", cols=20)


def sorted_rows(form: Form) -> None:
    for key in ("answers", "evidence", "targets"):
        sheet = form.sheet(key)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADING_ROW + 1)]
        for n, row in enumerate(reversed(rows), start=HEADING_ROW + 1):
            for column, value in enumerate(row, start=1):
                sheet.cell(n, column).value = value


def hidden(form: Form) -> None:
    sheet = form.sheet("answers")
    sheet.row_dimensions[HEADING_ROW + 1].hidden = True
    sheet.column_dimensions["G"].hidden = True


def renamed(form: Form) -> None:
    form.sheet("answers").title = "Hoja 1"
    form.book.move_sheet("Hoja 1", 5)


def with_lines_above(form: Form) -> None:
    form.sheet("evidence").insert_rows(1, 4)
    form.sheet("answers").delete_rows(1, 2)


def with_things_beside(form: Form) -> None:
    sheet = form.sheet("answers")
    sheet["Z4"], sheet["A30"] = "=1/0", None
    sheet["Z30"] = "calculado aparte"
    form.book.create_sheet("Mis cuentas")["A1"] = "=SUM(B:B)"


def decorated(form: Form) -> None:
    sheet = form.sheet("answers")
    for cell in sheet[HEADING_ROW]:
        cell.value = f" {str(cell.value).upper()}\u00a0"
    sheet.merge_cells("A1:F1")
    form.sheet("evidence").merge_cells("A60:C61")


@pytest.mark.parametrize(
    "handled", [moved, sorted_rows, hidden, renamed, with_lines_above, with_things_beside, decorated]
)
def test_it_says_the_same_however_it_was_handled(folder: Path, handled: Callable[[Form], None]) -> None:
    form = export(folder, "--part", "Escuela Norte")
    handled(form)
    form.save()
    done = take_in(folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "part.yaml").read_text("utf-8") == with_wordings(PART)


def test_rows_that_were_taken_out_change_nothing(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    (row,) = form.rows("answers", "agua_uno")
    form.sheet("answers").delete_rows(row)
    form.save()
    done = take_in(folder)
    assert done.returncode == 0
    assert "The form has no row for agua_uno: what is answered there stays as it is.\n" in done.stderr
    assert (folder / "part.yaml").read_text("utf-8") == with_wordings(PART)


def test_a_document_whose_rows_were_taken_out_goes(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    form.sheet("evidence").delete_rows(form.rows("evidence", "S-1")[0], 3)
    form.save()
    assert take_in(folder).returncode == 0
    assert "evidence" not in (folder / "part.yaml").read_text("utf-8")


# Problems, each at its cell.


@pytest.mark.parametrize(
    ("key", "field", "value", "said"),
    [
        ("answers", "level", "3", "bad-level: “3” is not a level"),
        ("answers", "level", "1 · Consolidado", "bad-level: “1 · Consolidado” is not a level"),
        ("answers", "level", 1.5, "bad-level: “1.5” is not a level"),
        ("answers", "level", "=B5", "form-formula: this cell has a formula, not a value"),
        ("answers", "note", "=B5", "form-formula: this cell has a formula, not a value"),
        ("answers", "note", True, "form-value: this cell has “True”, which is no text, number or date"),
        ("answers", "reason", "#N/A", "form-value: this cell has “#N/A”, which is no text, number or date"),
        ("evidence", "type", "circular", "bad-choice: “circular” is not among the values allowed"),
        ("evidence", "type", None, "missing-field: “Type” is missing"),
        ("evidence", "date", "03/04/2026", "form-date-ambiguous: “03/04/2026” may be 2026-04-03 or 2026-03-04"),
        ("evidence", "date", "31/02/2026", "bad-date: “31/02/2026” is not a date"),
        ("evidence", "date", 4600000, "bad-date: “4600000” is not a date"),
        ("evidence", "covers", "2026,5", "bad-year: “2026,5” is not a year"),
        ("evidence", "covers", 3026, "bad-year: “3026” is not a year"),
        ("evidence", "url", "javascript:alert(1)", "bad-url: “javascript:alert(1)” is not a web address"),
        ("evidence", "file", "../x.pdf", "bad-path: “../x.pdf” leads out of the folder of this file"),
        ("evidence", "audience", "todos", "bad-choice: “todos” is not among the values allowed"),
        ("targets", "level", "no information", "level-outside-plan: no information is not a level of this plan"),
        ("targets", "level", None, "missing-field: “Level to reach” is missing"),
        ("targets", "by", "pronto", "bad-date: “pronto” is not a date"),
    ],
)
def test_a_wrong_value_is_named_at_its_cell(folder: Path, key: Any, field: str, value: object, said: str) -> None:
    form = export(folder, "--part", "Escuela Norte")
    cell = form.cell(key, "S-1", field)
    cell.value = value
    form.save()
    refused(folder, f"x.xlsx:{cell.parent.title}!{cell.coordinate}: error {said}")


def test_all_problems_at_once_in_the_order_of_the_sheets(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    form.put("targets", "S-1", by="pronto")
    form.put("evidence", "agua_dos", 2, title="CPF 123.456.789-09")
    form.put("evidence", "agua_dos", 1, issuer="Nadie")
    form.put("answers", "agua_dos", level="no applicable", note="Refugio de -25.28646, -57.64720.")
    form.put("answers", "S-1", level="not applicable")
    form.save()
    refused(
        folder,
        "x.xlsx:Answers!F4: error reason-missing: “not applicable” needs a reason",
        "x.xlsx:Answers!F6: error bad-level: “no applicable” is not a level",
        "x.xlsx:Evidence!C11: error missing-field: “Document” is missing",
        "x.xlsx:Evidence!D11: error missing-field: “Type” is missing",
        "x.xlsx:Evidence!C12: error personal-data-document: “12•.•••.•••-••” is the number of an identity "
        "document: its check digit is right",
        "x.xlsx:Evidence!D12: error missing-field: “Type” is missing",
        "x.xlsx:Targets!D4: error bad-date: “pronto” is not a date",
    )


def test_rows_without_an_id_or_with_a_wrong_one(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    sheet, column = form.sheet("evidence"), form.column("evidence", "title")
    sheet.cell(40, column).value = "Un documento"
    sheet.cell(41, column).value, sheet["A41"] = "Otro", "S-9"
    sheet["A42"] = "S-9"  # nothing stands in this row
    form.save()
    refused(
        folder,
        "x.xlsx:Evidence!A40: error form-id-missing: this row does not say of which indicator it is",
        "x.xlsx:Evidence!A41: error unknown-indicator: “S-9” is not an indicator of this plan",
    )


def test_a_row_a_column_a_sheet_that_is_there_twice(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    sheet = form.sheet("answers")
    sheet["A9"], sheet["F9"] = "s-1", 0
    sheet["M3"] = "Level"
    form.book.copy_worksheet(form.sheet("targets"))
    form.save()
    refused(
        folder,
        "x.xlsx:Answers!M3: error form-twice: “Level” is there twice: here, and in Answers!F3",
        "x.xlsx:'Targets Copy'!A3: error form-twice: “Targets Copy” is there twice: here, and in Targets",
    )
    sheet["M3"] = None
    form.book.remove(form.book["Targets Copy"])
    form.save()
    refused(folder, "x.xlsx:Answers!A9: error form-twice: “S-1” is there twice: here, and in Answers!A4")


def test_a_column_and_a_sheet_that_are_gone(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    form.sheet("answers").delete_cols(form.column("answers", "reason"))
    form.book.remove(form.sheet("targets"))
    form.save()
    refused(
        folder,
        "x.xlsx:1:1: error form-incomplete: “Targets” is missing",
        "x.xlsx:Answers!A3: error form-incomplete: “Reason” is missing",
    )


def test_merged_cells(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    form.sheet("answers").merge_cells("F4:F5")
    form.save()
    refused(folder, "x.xlsx:Answers!F4: error form-merged: merged cells: only the first of them has a value")


def test_a_problem_shows_what_its_cell_says_masked(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    form.put("answers", "S-1", note="La beneficiaria,\nCPF 123.456.789-09, terminó.")
    form.save()
    said = take_in(folder).stderr
    assert "     4 | La beneficiaria, CPF 12•.•••.•••-••, terminó.\n       | ^\n" in said
    assert "123.456" not in said


# Refusals.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.csv",), "a form needs a file whose name ends in .xlsx, not “x.csv”"),
        (("-",), "a form needs a file whose name ends in .xlsx, not “-”"),
        (
            ("x.xlsx", "--part", "Escuela Este"),
            "XPE-2026.yaml assigns nothing to “Escuela Este”. It names: Escuela Norte, Escuela Sur.",
        ),
        (("x.xlsx", "--part", " "), "option --part needs a value."),
    ],
)
def test_wrong_use_of_export(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = trata("form", "export", "XPE-2026.yaml", *arguments, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"trata: {said}\n")
    assert not list(folder.glob("*.xlsx"))


def test_a_form_is_never_overwritten(folder: Path) -> None:
    export(folder)
    before = (folder / "x.xlsx").read_bytes()
    done = trata("form", "export", "XPE-2026.yaml", "x.xlsx", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "trata: x.xlsx is there already; a form is never overwritten.\n")
    assert (folder / "x.xlsx").read_bytes() == before


def test_the_part_of_a_part(folder: Path) -> None:
    (folder / "part.yaml").write_text(with_wordings(PART), "utf-8")
    done = trata("form", "export", "part.yaml", "x.xlsx", "--part", "Escuela Sur", cwd=folder)
    said = "trata: part.yaml is already a part, of Escuela Norte: leave --part out.\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_where_nobody_is_assigned_anything_a_part_is_all(folder: Path) -> None:
    path = folder / "XPE-2026.yaml"
    path.write_text(re.sub(r"assignments:\n(  .+\n)+", "", path.read_text("utf-8")), "utf-8")
    form = export(folder, "--part", " Escuela\n Este ")
    part = form.told.base.part
    assert part is not None
    assert (part.institution, part.ids) == ("Escuela Este", ("suelo", "agua"))
    assert [form.sheet("answers").cell(n, 1).value for n in range(4, 11)] == [*GARDEN.places, None]


def test_a_file_with_errors_does_not_go_out(folder: Path) -> None:
    (folder / "XPE-2026.yaml").write_text(WHOLE, "utf-8")  # its wordings are none
    done = trata("form", "export", "XPE-2026.yaml", "x.xlsx", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("trata: XPE-2026.yaml:27:14: error not-a-text: ")
    assert not (folder / "x.xlsx").exists()


def test_texts_that_no_cell_takes(folder: Path) -> None:
    path = folder / "XPE-2026.yaml"
    long = path.read_text("utf-8").replace("Compost en", "C" * 32_767 + " en").replace("No hay", "N" * 32_753 + " hay")
    path.write_text(long, "utf-8")
    done = trata("form", "export", "XPE-2026.yaml", "x.xlsx", cwd=folder)
    said = "trata: no cell of a spreadsheet takes texts as long as these: S-1 (note)\n"
    assert (done.returncode, done.stderr) == (1, said)
    path.write_text(long.replace("C" * 32_767, "C" * 32_750), "utf-8")
    export(folder)
    done = take_in(folder, "XPE-2026.yaml")
    assert "XPE-2026.yaml: 0 answers changed.\n" in done.stderr


def test_what_a_form_is_of_has_to_be_what_it_goes_into(folder: Path) -> None:
    export(folder, "--part", "Escuela Norte")
    done = take_in(folder, "XPE-2026.yaml")
    said = "trata: XPE-2026.yaml is not what the form is of: XPE · 2026 · huerto 1 · Escuela Norte.\n"
    assert (done.returncode, done.stderr) == (1, said)
    (folder / "part.yaml").write_text(with_wordings(PART).replace("2026\nstatus", "2025\nstatus"), "utf-8")
    said = "trata: part.yaml is not what the form is of: XPE · 2026 · huerto 1 · Escuela Norte.\n"
    done = take_in(folder)
    assert (done.returncode, done.stderr) == (1, said)


def test_a_final_file_and_one_with_errors_take_nothing_in(folder: Path) -> None:
    export(folder, "--part", "Escuela Norte")
    (folder / "part.yaml").write_text(with_wordings(PART).replace("draft", "final"), "utf-8")
    done = take_in(folder)
    assert (done.returncode, done.stderr) == (1, "trata: part.yaml is final and is not changed.\n")
    (folder / "part.yaml").write_text(with_wordings(PART) + "  R2b: {level: 9}\n", "utf-8")
    done = take_in(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "part.yaml:35:16: error level-outside-plan: 9 is not a level of this plan\n" in done.stderr


def test_an_edition_that_is_not_here(folder: Path) -> None:
    export(folder)
    (folder / "plans" / "huerto-1.yaml").unlink()
    refused(folder, "x.xlsx:1:1: error unknown-plan: the plan “huerto”, version 1, is not known here")


@pytest.mark.parametrize("command", [("export", "XPE-2026.yaml", "y.xlsx"), ("import", "x.xlsx")])
def test_without_the_extra(
    folder: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name in ("trata_cli.files.sheets.writing", "trata_cli.files.sheets.reading"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.chdir(folder)
    monkeypatch.setattr(builtins, "__import__", missing)
    code = cli.main(["form", *command, "--lang", "en"])
    said = "trata: Forms need three libraries more: pip install 'trata[xlsx]'\n"
    assert (code, capsys.readouterr().err) == (2, said)
    assert not (folder / "y.xlsx").exists()


@pytest.mark.parametrize("name", ["nowhere.xlsx", "plans"])
def test_a_form_that_can_not_be_opened(folder: Path, name: str) -> None:
    done = trata("form", "import", name, cwd=folder)
    assert done.returncode == (2 if name == "nowhere.xlsx" else 1)
    assert done.stderr.startswith(
        "trata: nowhere.xlsx can't be opened" if done.returncode == 2 else "trata: plans:1:1: error not-"
    )


# The year before.


def test_the_year_before_stands_beside(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte")
    assert form.cell("answers", "S-1", "before").value == "2 · Consolidado\nTodo el compost era propio."
    assert form.cell("answers", "agua_uno", "before").value is None
    assert "Year before (2025)" in form.told.headings["answers"]


def test_the_year_before_of_another_country_does_not(folder: Path) -> None:
    (folder / "XPA-2025.yaml").write_text(BEFORE.replace("XPE", "XPA"), "utf-8")
    done = trata("form", "export", "XPE-2026.yaml", "x.xlsx", "--previous", "XPA-2025.yaml", cwd=folder)
    said = "Nothing is compared with the earlier file: it is another country's.\n"
    assert (done.returncode, done.stderr.startswith(said)) == (0, True)
    assert Form(folder / "x.xlsx").cell("answers", "S-1", "before").value is None


def test_a_part_is_shown_what_the_whole_said(folder: Path) -> None:
    (folder / "part.yaml").write_text(with_wordings(PART), "utf-8")
    form = export(folder, file="part.yaml")
    assert form.cell("answers", "S-1", "before").value == "2 · Consolidado\nTodo el compost era propio."


def test_a_form_in_spanish_takes_local_dates_and_commas(folder: Path) -> None:
    form = export(folder, "--part", "Escuela Norte", language="es")
    form.put("evidence", "S-1", date="03/04/2026", covers=2025.2026, reference=12.5)
    form.put("targets", "S-1", by="marzo de 2027")
    form.put("answers", "S-1", level="2 – Consolidado", note=datetime(2026, 4, 3), reason="sin\u00a0cambios_x000D_\nsí")
    form.save()
    done = take_in(folder)
    assert done.returncode == 0, done.stderr
    text = (folder / "part.yaml").read_text("utf-8")
    for line in ("date: 2026-04-03", "covers: [2025, 2026]", "reference: 12,5", "by: 2027-03", "note: 03/04/2026"):
        assert f" {line}\n" in text
    assert "    reason: |-\n      sin cambios\n      sí\n" in text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_form_in_one_language_comes_back_to_another(tmp_path: Path, language: str) -> None:
    """What its lists offer, and a date as it is written there, is taken in by somebody who speaks Spanish."""
    trata("init", "XPE", "2026", "-o", "XPE-2026.yaml", cwd=tmp_path)
    done = trata("form", "export", "XPE-2026.yaml", "x.xlsx", cwd=tmp_path, language=language)
    assert done.returncode == 0
    plan = Shelf(language=language).first()
    assert plan is not None
    with i18n.speaking(language):
        offered = forms.choices(plan)
    form = Form(tmp_path / "x.xlsx")
    form.put("answers", "D01", level=offered["level"][3], note="Hecho.")
    day = "2026-03-01" if language == "en" else "01/03/2026"
    form.put("evidence", "D01", title="Acta", type=offered["type"][0], date=day, audience=offered["audience"][1])
    form.put("answers", "D02a", level=offered["level"][-1], reason="Falta.")
    form.save()
    done = trata("form", "import", "x.xlsx", "-o", "new/XPE-2026.yaml", cwd=tmp_path, language="es")

    assert done.returncode == 0, done.stderr
    text = (tmp_path / "new" / "XPE-2026.yaml").read_text("utf-8")
    assert re.sub(r"\n    (answered|wording): .*", "", text[text.index("answers:") :]) == (
        "answers:\n"
        "  D01:\n"
        "    level: 3\n"
        "    note: Hecho.\n"
        "    evidence:\n"
        "      - title: Acta\n"
        "        type: official-act\n"
        "        date: 2026-03-01\n"
        "        audience: internal\n"
        "  D02a:\n"
        "    level: no-information\n"
        "    reason: Falta.\n"
    )

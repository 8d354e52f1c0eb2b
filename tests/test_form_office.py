"""Forms in a real spreadsheet program: LibreOffice opens them, saves them, and what it saved is read without loss."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from tests.browser import install, installed
from tests.forms import Form, trata
from tests.support import ROOT

CALC = "libreoffice-calc-nogui"
FILTERS = {
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1",
}


def _calc() -> str:
    """LibreOffice with its spreadsheets, which are a package of their own."""
    office = installed("soffice", CALC)
    if not (Path(office).resolve().parent / "libsclo.so").exists():
        install(CALC)
    return office


def converted(folder: Path, form: Path, kind: str) -> Path:
    """What LibreOffice makes of a form, in a folder of its own."""
    office = _calc()
    out = folder / kind
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", FILTERS[kind], "--outdir", str(out), str(form)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out


@pytest.mark.slow
def test_what_libreoffice_saved_is_read_without_loss(tmp_path: Path) -> None:
    file = ROOT / "assessments" / "XPE-2026.yaml"
    trata("form", "export", file, "x.xlsx", cwd=tmp_path)
    done = trata("form", "import", "x.xlsx", "-o", "XPE-2026.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    before = (tmp_path / "XPE-2026.yaml").read_bytes()
    saved = converted(tmp_path, tmp_path / "x.xlsx", "xlsx") / "x.xlsx"
    done = trata("form", "import", saved, "-o", "XPE-2026.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "XPE-2026.yaml: 0 answers changed.\n" in done.stderr
    assert (tmp_path / "XPE-2026.yaml").read_bytes() == before
    done = trata("form", "import", saved, "-o", "new/XPE-2026.yaml", cwd=tmp_path)
    assert (tmp_path / "new" / "XPE-2026.yaml").read_bytes() == before


@pytest.mark.slow
def test_what_was_filled_in_survives_libreoffice(tmp_path: Path) -> None:
    file = ROOT / "assessments" / "XPE-2026.yaml"
    trata("form", "export", file, "x.xlsx", "--part", "Ministerio de Salud", cwd=tmp_path)
    form = Form(tmp_path / "x.xlsx")
    text = "=1+1\n- uno «dos»\n\t+tres @cuatro _x000D_ x005F_ fin"
    form.put("answers", "D43", level="3 · Cumplido")
    cell = form.cell("answers", "D43", "note")
    cell.value, cell.data_type = text, "s"
    form.put("evidence", "D43", title="Informe", type="internal document", date=2026, covers="2025, 2026")
    form.save()
    for folder in (tmp_path, converted(tmp_path, tmp_path / "x.xlsx", "xlsx")):
        done = trata("form", "import", folder / "x.xlsx", "-o", folder / "part.yaml", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    one, other = ((folder / "part.yaml").read_text("utf-8") for folder in (tmp_path, tmp_path / "xlsx"))
    assert one == other
    assert "date: 2026\n        covers: [2025, 2026]\n" in one


@pytest.mark.slow
def test_its_sheets_show_what_they_should(tmp_path: Path) -> None:
    """The formulas give values, dates and years are shown as such, and nothing that a text says is calculated."""
    trata("form", "export", ROOT / "assessments" / "XPE-2026.yaml", "x.xlsx", cwd=tmp_path)
    form = Form(tmp_path / "x.xlsx")
    form.put("evidence", "D01", 2, title="Tercero", date=2026)
    form.save()
    out = converted(tmp_path, tmp_path / "x.xlsx", "csv")
    with (out / "x-Answers.csv").open(encoding="utf-8", newline="") as sheet:
        answers = {row[0]: row for row in csv.reader(sheet)}
    with (out / "x-Evidence.csv").open(encoding="utf-8", newline="") as sheet:
        evidence = [row for row in csv.reader(sheet) if row[0] == "D01"]
    assert answers["D01"][-1] == "3"
    assert answers["D02a"][-1] == "2"
    assert [row[1] for row in evidence] == [answers["D01"][1]] * 3
    assert [row[4] for row in evidence] == ["2024-03-14", "2026-10-15", "2026"]

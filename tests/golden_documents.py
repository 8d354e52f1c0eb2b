"""The golden documents: reports of copies of the examples. `python -m tests.golden_documents` writes them anew.

Read the diff line by line before you commit it: it is what governments would read.

A name says what a document is: `XPE-2026.previous.es.md` is the report of that year's file of the shipped plan, with
the year before beside it, in Spanish, as Markdown; `huerto-…` is of the invented plan. All are public but the one that
says `internal`. Of the shipped plan there is one page only, as it is long. `huerto-1.questionnaire.es.md` is the blank
questionnaire of edition 1 of the invented plan. `biblioteca-2.diff.es.md` is what changed in edition 2 of another
invented plan. `compare` is that year beside the year before; the years of `biblioteca` are of two editions. `history`
is a report with all years and the balanced share. `huerto.index.es.html` is the index over both years of the invented
plan, `huerto.synthesis.es.html` the synthesis of these, a second country's and the two of `biblioteca`.
"""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support import GARDEN_FILE, LIBRARY_FILES, PLAN_FILE, ROOT, trata

FOLDER = ROOT / "tests" / "golden"
GARDEN_FOLDER = GARDEN_FILE.parent / "huerto"
"""Two years of the garden that use, between them, every field and every state."""
LIBRARY_FOLDER = GARDEN_FILE.parent / "biblioteca"
"""The last year of one edition of a plan and the first of the next."""
PLAN_FILES = {"oea-trata-1": PLAN_FILE, "huerto-1": GARDEN_FILE}
YEARS = ("2025", "2026.previous")
"""A final file without a year before, and a draft with one."""
SECOND = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPA
country_name: Ábaco
year: 2026
status: reviewed
answers:
  S-1: {level: 1}
  S-2: {level: 2}
  R2b: {level: 0}
  agua_uno: {level: no-information, reason: No se midió.}
  V-2026-x: {level: 1}
"""
"""The year of another country, which the garden's own lacks."""
DOCUMENTS = (
    *(f"XPE-{year}.{language}.md" for year, language in product(YEARS, ("es", "en"))),
    "XPE-2026.previous.es.html",
    *(f"huerto-{year}.{language}.{form}" for year, language, form in product(YEARS, ("es", "en"), ("md", "html"))),
    "huerto-2026.previous.internal.es.md",
    "oea-trata-1.questionnaire.es.md",
    *(f"huerto-1.questionnaire.{language}.{form}" for language, form in product(("es", "en"), ("md", "html"))),
    *(f"biblioteca-2.diff.{language}.{form}" for language, form in product(("es", "en"), ("txt", "md"))),
    "biblioteca-2.diff.en.json",
    *(f"huerto-2026.compare.{language}.{form}" for language, form in product(("es", "en"), ("txt", "md", "html"))),
    *(f"biblioteca-2026.compare.{language}.{form}" for language, form in product(("es", "en"), ("txt", "md"))),
    "biblioteca-2026.compare.en.json",
    "huerto-2026.previous.history.es.md",
    *(f"huerto.index.{language}.{form}" for language, form in product(("es", "en"), ("md", "html"))),
    *(f"huerto.synthesis.{language}.{form}" for language, form in product(("es", "en"), ("txt", "md", "html"))),
)


def made(document: str) -> str:
    """A document as the program writes it today."""
    name, *kinds, language, form = document.split(".")
    if "questionnaire" in kinds:
        return questionnaire(PLAN_FILES[name], language, form)
    if "diff" in kinds:
        return differences(language, form)
    if "compare" in kinds:
        return comparison(LIBRARY_FOLDER if name.startswith("biblioteca") else GARDEN_FOLDER, language, form)
    if "index" in kinds:
        return index(language, form)
    if "synthesis" in kinds:
        return synthesis(language, form)
    plan, year = name.split("-")
    folder: Path = GARDEN_FOLDER if plan == "huerto" else FOLDER
    options = ["--format", form, "--date", "2026-11-30", "--plan", GARDEN_FILE]
    if "internal" in kinds:
        options += ["--audience", "internal"]
    if "history" in kinds:
        options += ["--history", ".", "--index"]
    done = trata("report", f"XPE-{year}.yaml", *options, "--quiet", cwd=folder, TRATA_LANG=language)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def questionnaire(plan: Path, language: str, form: str) -> str:
    """The blank questionnaire of a plan as the program writes it today."""
    done = trata("plan", "show", "--format", form, "--plan", plan, cwd=FOLDER, TRATA_LANG=language)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def differences(language: str, form: str) -> str:
    """What changed between the two editions of the invented plan as the program writes it today."""
    options = ["--format", "text" if form == "txt" else form]
    done = trata("plan", "diff", *LIBRARY_FILES, *options, cwd=FOLDER, TRATA_LANG=language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def comparison(folder: Path, language: str, form: str) -> str:
    """Two years of an invented plan side by side as the program writes them today."""
    plans = [word for path in (GARDEN_FILE, *LIBRARY_FILES) for word in ("--plan", path)]
    options = ["--format", "text" if form == "txt" else form, *plans, "--quiet"]
    done = trata("compare", "XPE-2025.yaml", "XPE-2026.yaml", *options, cwd=folder, TRATA_LANG=language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def index(language: str, form: str) -> str:
    """The index over the reports of both years of the garden as the program writes it today."""
    options = ["--format", form, "--date", "2026-11-30", "--plan", GARDEN_FILE, "--quiet"]
    with TemporaryDirectory() as site:
        done = trata("report", ".", "-o", site, *options, cwd=GARDEN_FOLDER, TRATA_LANG=language)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        return (Path(site) / f"index.{form}").read_text("utf-8")


def synthesis(language: str, form: str) -> str:
    """The synthesis of two countries and two plans as the program writes it today."""
    plans = [word for path in (GARDEN_FILE, *LIBRARY_FILES) for word in ("--plan", path)]
    options = ["--format", "text" if form == "txt" else form, *plans, "--quiet"]
    with TemporaryDirectory() as name:
        region = Path(name)
        shutil.copytree(GARDEN_FOLDER, region / "huerto")
        shutil.copytree(LIBRARY_FOLDER, region / "biblioteca")
        (region / "XPA-2026.yaml").write_text(SECOND, "utf-8")
        done = trata("synthesis", ".", *options, cwd=region, TRATA_LANG=language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def main() -> None:
    """Write all of them."""
    for document in DOCUMENTS:
        (FOLDER / document).write_text(made(document), "utf-8", newline="\n")


if __name__ == "__main__":
    main()

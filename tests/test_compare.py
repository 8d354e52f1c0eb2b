"""`trata compare`: two years and two versions, in each form; what it refuses, and what it never shows."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.report_samples import garden, levels, school
from tests.support import GARDEN_FILE, LIBRARY_FILES, NAMES, ROOT, trata
from tests.test_report_hostile import Page
from trata_cli import i18n
from trata_cli.model.assessment import Answer, Assessment
from trata_cli.model.plan import Plan
from trata_cli.views.compare import CompareView, Side, build, compare_lines
from trata_cli.views.rendering import render_shipped
from trata_cli.views.terminal import Look

THEN = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
country_name: País Ejemplo
year: 2025
status: draft
answers:
  S-1: {level: 1}
  S-2: {level: 2}
  agua_dos: {level: 0, note: Se preguntó.}
"""
NOW = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
country_name: País Ejemplo
year: 2026
status: draft
answers:
  S-1: {level: 2}
  S-2: {level: 1}
  R2b: {level: 1}
  agua_dos: {level: not-applicable, reason: Riega un programador.}
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    shutil.copy(GARDEN_FILE, tmp_path / "plans" / "huerto-1.yaml")
    for path, version in zip(LIBRARY_FILES, (1, 2), strict=True):
        shutil.copy(path, tmp_path / "plans" / f"biblioteca-{version}.yaml")
    write(tmp_path / "XPE-2025.yaml", THEN)
    write(tmp_path / "XPE-2026.yaml", NOW)
    return tmp_path


def write(path: Path, text: str, *changes: tuple[str, str]) -> None:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def compared(folder: Path, *arguments: str, **changes: str) -> Any:
    return trata("compare", "XPE-2025.yaml", "XPE-2026.yaml", *arguments, cwd=folder, **changes)


def test_for_machines(folder: Path) -> None:
    done = compared(folder, "--format", "json")
    assert (done.returncode, done.stderr) == (0, NAMES)
    plan = {"id": "huerto", "version": 1}

    def move(id_: str, before: object, now: object, reason: str | None = None, *, due: bool = False) -> dict[str, Any]:
        return {"id": id_, "was": id_, "before": before, "now": now, "reason": reason, "unexplained": due}

    assert json.loads(done.stdout) == {
        "version": 1,
        "kind": "years",
        "country": "XPE",
        "before": {
            "year": 2025,
            "status": "draft",
            "plan": plan,
            "totals": {
                "indicators": 6,
                "not_applicable": 0,
                "no_information": 0,
                "unanswered": 3,
                "undecided": 0,
                "answered": 3,
                "levels": {"0": 1, "1": 1, "2": 1},
                "fulfilled": 2,
                "applicable": 6,
                "fulfilled_range": [2, 5],
            },
            "problems": {"errors": 0, "warnings": 2},  # evidence-missing
        },
        "now": {
            "year": 2026,
            "status": "draft",
            "plan": plan,
            "totals": {
                "indicators": 6,
                "not_applicable": 1,
                "no_information": 0,
                "unanswered": 2,
                "undecided": 0,
                "answered": 3,
                "levels": {"0": 0, "1": 2, "2": 1},
                "fulfilled": 3,
                "applicable": 5,
                "fulfilled_range": [3, 5],
            },
            "problems": {"errors": 0, "warnings": 4},  # three of these, not-applicable-unlikely
        },
        "compared": {"indicators": 6, "shared": 2, "fulfilled_before": 2, "fulfilled_now": 2},
        "rises": [move("S-1", 1, 2)],
        "falls": [move("S-2", 2, 1, due=True)],
        "newly_answered": [move("R2b", "unanswered", 1)],
        "no_longer_answered": [move("agua_dos", 0, "not-applicable", "Riega un programador.")],
        "other_moves": [],
        "transitions": {
            "states": ["0", "1", "2", "not-applicable", "no-information", "open"],
            "counts": [
                [0, 0, 0, 1, 0, 0],
                [0, 0, 1, 0, 0, 0],
                [0, 1, 0, 0, 0, 0],
                [0, 0, 0, 0, 0, 0],
                [0, 0, 0, 0, 0, 0],
                [0, 1, 0, 0, 0, 2],
            ],
        },
        "not_compared": [],
        "texts": [],
        "notices": [NAMES.strip()],
    }


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.json", "{\n"), ("x.md", "# País Ejemplo: 2025 → 2026\n"), ("x.html", "<!doctype html>"), ("x.txt", "País")],
)
def test_the_form_by_the_name_of_the_output(folder: Path, name: str, begins: str) -> None:
    done = compared(folder, "-o", name)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", NAMES)
    assert (folder / name).read_text("utf-8").startswith(begins)


def test_two_versions_of_one_year(folder: Path) -> None:
    write(folder / "then.yaml", THEN, ("year: 2025", "year: 2026"))
    done = trata("compare", "then.yaml", "XPE-2026.yaml", "--quiet", cwd=folder, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "País Ejemplo 2026: before → now\n"
        "  Fulfilled: 2 of 6 → 3 of 5\n"
        "  Range: 2–5 → 3–5\n"
        "  Problems: 0 errors, 3 warnings → 0 errors, 4 warnings\n"
        "\n"
        "Changed answers (4)\n"
        "  S-1 · 1 → 2 — Compost elaborado y aplicado.\n"
        "  S-2 · 2 → 1 — Turnos de vacaciones, acordado con las familias.\n"
        "  R2b · unanswered → 1 — Semillas locales sembradas.\n"
        "  agua_dos · 0 → not applicable; note, reason — Horario de riego acordado.\n"
        "    Riega un programador.\n"
    )


@pytest.mark.parametrize("format_", ["md", "html"])
def test_a_report_compares_two_editions_as_well(format_: str) -> None:
    plans = [word for path in LIBRARY_FILES for word in ("--plan", str(path))]
    library = ROOT / "tests" / "plans" / "biblioteca"
    done = trata("report", "XPE-2026.yaml", *plans, "--format", format_, "--quiet", cwd=library)
    assert (done.returncode, done.stderr) == (0, "")
    for text in (
        "Over 4 of 8 indicators, with a level in both years: 2 fulfilled in 2025, 1 in 2026.",
        "The earlier file answers edition 1 of the plan, the later one edition 2:",
        "From where to where",
        "Not compared (5)",
        "A piece of L7, which was split.",
    ):
        assert text in done.stdout


# What it refuses.


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("year: 2025", "year: 2024")], "the earlier file: it is not of the year before."),
        ([("year: 2025", "year: 2027")], "the earlier file: it is not of the year before."),
        ([("country: XPE", "country: XAB")], "the earlier file: it is another country's."),
        (
            [("status: draft", "status: draft\npart: {institution: Escuela}")],
            "the earlier file: one of the two is an institution's part, not a whole.",
        ),
    ],
)
@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_two_that_can_not_be_compared(folder: Path, form: str, changes: list[tuple[str, str]], said: str) -> None:
    write(folder / "XPE-2025.yaml", THEN, *changes)
    done = compared(folder, "--format", form)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"trata: Nothing is compared with {said}\n"


def test_another_plan_can_not_be_compared(folder: Path) -> None:
    shutil.copy(ROOT / "tests" / "plans" / "biblioteca" / "XPE-2025.yaml", folder / "XPE-2025.yaml")
    done = compared(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "trata: Nothing is compared with the earlier file: it answers another edition of the plan.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["XPE-2025.yaml"],
            "trata: NEW is missing: trata compare OLD NEW, or, with an earlier version in git: "
            "--since REVISION FILE.\n",
        ),
        (["none.yaml", "XPE-2026.yaml"], "trata: none.yaml can't be opened: it does not exist.\n"),
        (["XPE-2025.yaml", "none.yaml"], "trata: none.yaml can't be opened: it does not exist.\n"),
        (
            ["XPE-2025.yaml", "XPE-2026.yaml", "--format", "pdf"],
            "trata: --format takes one of: text, md, html, json; not “pdf”.\nHelp: trata compare --help\n",
        ),
        ([], "trata: OLD is missing.\nHelp: trata compare --help\n"),
    ],
)
def test_wrong_use(folder: Path, arguments: list[str], said: str) -> None:
    done = trata("compare", *arguments, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("broken", ["XPE-2025.yaml", "XPE-2026.yaml"])
def test_of_a_file_with_errors_what_reads_is_shown(folder: Path, broken: str) -> None:
    write(folder / broken, (folder / broken).read_text("utf-8"), ("S-2: {level:", "S-9: {level:"))
    done = compared(folder, "--format", "json", "--quiet")
    assert done.returncode == 1
    assert json.loads(done.stdout)["compared"]["shared"] == 1
    assert re.fullmatch(
        rf"trata: 1 error, \d+ warnings?\. See them with: trata validate {re.escape(broken)}\n", done.stderr
    )


@pytest.mark.parametrize("content", [b"", b"a: [", b"\xff", b"- 1\n"])
def test_a_file_that_does_not_read_at_all_is_refused_with_why(folder: Path, content: bytes) -> None:
    (folder / "XPE-2025.yaml").write_bytes(content)
    done = compared(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "XPE-2025.yaml:1:" in done.stderr


# What it never shows.

PHONE = "tel. 0981 555 777"


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_text_with_personal_data_is_withheld_and_named(folder: Path, form: str) -> None:
    note = ("S-2: {level: 1}", f"S-2: {{level: 1, reason: 'Falló: {PHONE}.', note: 'Llamar: {PHONE}.'}}")
    write(folder / "XPE-2026.yaml", NOW, note)
    done = compared(folder, "--format", form)
    assert done.returncode == 1
    assert "555" not in done.stdout
    assert "reason withheld: to be reviewed" in done.stdout.replace("\\", "")
    assert done.stderr.startswith(
        "trata: 1 text is withheld until somebody decides about it:\n"
    )  # the note is not shown
    assert "555" not in done.stderr


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_nothing_internal_is_told(folder: Path, form: str) -> None:
    before = compared(folder, "--format", form).stdout
    internal = "internal_note: secreto, evidence: [{title: secreto, type: statement, audience: internal}]"
    write(folder / "XPE-2026.yaml", NOW, ("R2b: {level: 1}", f"R2b: {{level: 1, {internal}}}"))
    after = compared(folder, "--format", form).stdout
    if form == "json":
        shown, was = json.loads(after), json.loads(before)
        shown["now"].pop("problems")  # how many there are is told, not of what
        was["now"].pop("problems")
        assert shown == was
    else:
        assert after == before


def side(plan: Plan, label: str, given: Assessment) -> Side:
    return Side(given, plan, label, ())


def view_of(plan: Plan, before: Assessment, now: Assessment) -> CompareView:
    found = build(side(plan, "2025", before), side(plan, "2026", now), "years")
    assert isinstance(found, CompareView)
    return found


HOSTILE = "</style><script>alert(1)</script> | **x** `y` [a](javascript:b) \u202e\x07 <!-- --> {{ 7 * 191 }}"


def test_whatever_people_write_is_text() -> None:
    plan = garden()
    now = school(country_name=HOSTILE, answers={"A1": Answer(level=0, reason=HOSTILE)})
    view = view_of(plan, school(year=2025, answers=levels(A1=2)), now)
    page, text = render_shipped("compare", view, "html"), render_shipped("compare", view, "md")
    assert not {tag for tag, _ in Page(page).elements} & {"script", "img", "iframe"}
    assert "1337" not in page + text
    assert "\\*\\*x\\*\\*" in text
    assert "<script" not in text.replace("\\<", "")
    assert all("\u202e" not in each and "\x07" not in each for each in (page, text))
    lines = [line.text for line in compare_lines(view, Look(80, 24, plain=True))]
    assert all(line.isprintable() for line in lines)


# How it looks.


@pytest.mark.parametrize("width", [80, 40, 30])
@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("count", [2, 5, 10])
def test_it_fits_the_terminal(width: int, count: int, *, plain: bool) -> None:
    plan = garden(levels=count, threshold=1)
    now = school(answers={"A1": Answer(level=0, reason="Rain. " * 20), "A2": Answer(level=1)})
    view = view_of(plan, school(year=2025, answers=levels(A1=1, B1=0)), now)
    assert [line.text for line in compare_lines(view, Look(width, 24, plain)) if len(line.text) > width] == []


def test_where_there_is_no_room_for_the_table_its_cells_are_told() -> None:
    plan = garden(levels=10, threshold=1)
    now = school(answers=levels(A1=9, A2=1, B1="no-information"))
    view = view_of(plan, school(year=2025, answers=levels(A1=8, A2=1)), now)
    lines = [line.text for line in compare_lines(view, Look(40, 24, plain=True))]
    at = lines.index("From where to where")
    assert lines[at + 1 : at + 6] == [
        "  1 → 1: 1",
        "  8 → 9: 1",
        "  unanswered or undecided → no",
        "    information: 1",
        "  unanswered or undecided → unanswered",
    ]


def test_the_page_hangs_together() -> None:
    plan = garden()
    now = school(answers={"A1": Answer(level=0, reason="Rain."), "A2": Answer(level=1)})
    source = render_shipped("compare", view_of(plan, school(year=2025, answers=levels(A1=1, B1=0)), now), "html")
    page = Page(source)
    headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    ids = re.findall(r' id="([^"]+)"', source)

    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(next_ <= one + 1 for one, next_ in pairwise(headings))
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(ids)
    assert set(" ".join(re.findall(r'aria-labelledby="([^"]+)"', source)).split()) <= set(ids)
    assert all("scope" in names for tag, names in page.elements if tag == "th")
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "form"}
    assert not re.search(r"@import|url\((?!#)|src=", source)


def test_a_page_of_fifty_three_moves_is_light(tmp_path: Path) -> None:
    for year, level in ((2025, 3), (2026, 2)):
        reason = "Texto de un motivo que explica por qué el nivel bajó este año. " * 8
        answers = "".join(f"  {id_}: {{level: {level}, reason: '{reason}'}}\n" for id_ in shipped_ids())
        head = f"format: trata/assessment/1\nplan: {{id: oea-trata, version: 1}}\ncountry: XPE\nyear: {year}\n"
        (tmp_path / f"XPE-{year}.yaml").write_text(f"{head}status: draft\nanswers:\n{answers}", "utf-8")
    done = compared(tmp_path, "--format", "html", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count('<span class="step">') == 53
    assert len(done.stdout.encode()) <= 250_000


def shipped_ids() -> list[str]:
    return re.findall(r"(?<=id: )D\d\d[a-z]?(?=\n)", (ROOT / "data" / "plan.yaml").read_text("utf-8"))

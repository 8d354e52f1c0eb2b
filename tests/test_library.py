"""What notebooks and scripts call: `import trata_cli as trata`."""

from __future__ import annotations

import inspect
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import trata_cli as trata
from tests.support import GARDEN_FILE, LIBRARY_FILES, PLAN, ROOT, assessment, python
from trata_cli import i18n
from trata_cli.method.comparison import Comparison, Move, Transitions
from trata_cli.method.totals import Totals
from trata_cli.model.assessment import Answer

ASSESSMENT = """\
format: trata/assessment/1
plan: {{id: huerto, version: 1}}
country: XPE
year: {year}
status: draft
answers:
  S-1: {{level: {level}}}
  S-2: {{level: not-applicable, reason: Nunca cierra.}}
"""
OTHER_PLAN = "format: trata/plan/1\nid: other\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The place to be: a folder with the garden's plan where an assessment finds it, and two years, in English."""
    (tmp_path / "plans").mkdir()
    shutil.copy(GARDEN_FILE, tmp_path / "plans" / "huerto-1.yaml")
    for year, level in ((2025, 2), (2026, 0)):
        text = ASSESSMENT.format(year=year, level=level)
        (tmp_path / f"XPE-{year}.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRATA_LANG", "en")
    before = i18n.language()
    yield
    i18n.activate(before)


def write(path: str, text: str) -> str:
    Path(path).write_text(text, "utf-8")
    return path


def test_the_shipped_plan_is_read_where_none_is_named() -> None:
    assert trata.read_plan() == PLAN


@pytest.mark.parametrize("kind", [str, Path])
def test_files_are_named_as_texts_or_as_paths(kind: type[str] | type[Path]) -> None:
    plan = trata.read_plan(kind(GARDEN_FILE))
    found = trata.read_assessment(kind("XPE-2025.yaml"), plans=[kind(GARDEN_FILE)])
    assert (plan.id, found.country, found.year, found.answers["S-1"].level) == ("huerto", "XPE", 2025, 2)
    problems = trata.check(kind("XPE-2025.yaml"), plans=[kind(GARDEN_FILE)])
    assert "error" not in {problem.severity for problem in problems}


def test_totals_and_comparison() -> None:
    plan = trata.read_plan("plans/huerto-1.yaml")
    last_year, this_year = (trata.read_assessment(f"XPE-{year}.yaml") for year in (2025, 2026))

    # Six indicators: one with a level, one not applicable, four open.
    found = trata.totals(last_year, plan)
    assert found == Totals(6, 1, 0, 4, 0, levels=((0, 0), (1, 0), (2, 1)), fulfilled=1)
    assert (found.applicable, found.fulfilled_range) == (5, (1, 5))

    assert trata.compare(last_year, this_year, plan) == Comparison(
        year_before=2025,
        year_now=2026,
        indicators=6,
        shared=1,
        fulfilled_before=1,
        fulfilled_now=0,
        totals_before=found,
        totals_now=Totals(6, 1, 0, 4, 0, levels=((0, 1), (1, 0), (2, 0)), fulfilled=0),
        moves=(Move("S-1", 2, 0, None),),
        transitions=Transitions(
            (0, 1, 2, "not-applicable", "no-information", "open"),
            (
                *((0, 0, 0, 0, 0, 0),) * 2,
                (1, 0, 0, 0, 0, 0),
                (0, 0, 0, 1, 0, 0),
                (0, 0, 0, 0, 0, 0),
                (0, 0, 0, 0, 0, 4),
            ),
        ),
    )


def test_two_editions_are_compared_when_both_are_given() -> None:
    old, new = (trata.read_plan(path) for path in LIBRARY_FILES)
    answers = {"L1": Answer(level=1)}
    then, now = assessment(old, answers, year=2025), assessment(new, answers)

    assert trata.compare(then, now, new, old).shared == 1
    with pytest.raises(trata.Refused) as refused:
        trata.compare(then, now, new)
    assert str(refused.value) == "Nothing is compared with the earlier file: it answers another edition of the plan."


def test_a_problem_is_a_row_in_words() -> None:
    path = write("XPE-2027.yaml", ASSESSMENT.format(year=2027, level=7))
    errors = [problem for problem in trata.check(path) if problem.severity == "error"]
    assert errors == [
        trata.Problem(
            file="XPE-2027.yaml",
            line=7,
            column=16,
            code="level-outside-plan",
            severity="error",
            pointer="answers.S-1.level",
            message="7 is not a level of this plan",
            hint="its levels: 0, 1, 2",
        )
    ]
    assert str(errors[0]) == (
        "XPE-2027.yaml:7:16: error level-outside-plan: 7 is not a level of this plan → its levels: 0, 1, 2"
    )


def test_a_problem_speaks_the_program_s_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRATA_LANG", "es")
    path = write("XPE-2027.yaml", ASSESSMENT.format(year=2027, level=7))
    assert "XPE-2027.yaml:7:16: error level-outside-plan: 7 no es un nivel de este plan → sus niveles: 0, 1, 2" in [
        str(problem) for problem in trata.check(path)
    ]


def test_a_file_name_cannot_play_tricks_on_a_screen() -> None:
    row = trata.Problem("a\x1b[31m.yaml", 1, 1, "empty-file", "error", "", "the file is empty", "")
    assert str(row) == r"a\x1b[31m.yaml:1:1: error empty-file: the file is empty"


def test_a_file_with_errors_is_refused_with_all_its_problems() -> None:
    path = write("XPE-2027.yaml", ASSESSMENT.format(year=2027, level=7))
    with pytest.raises(trata.Refused) as refused:
        trata.read_assessment(path)
    assert refused.value.problems == trata.check(path)
    assert str(refused.value).splitlines() == [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("content", [b"", b"\xff", b"- 1\n", b"{", b"a: *b\n"])
def test_hostile_bytes_are_refused_never_an_accident(content: bytes) -> None:
    Path("x.yaml").write_bytes(content)
    problems = trata.check("x.yaml")
    assert "error" in {problem.severity for problem in problems}
    with pytest.raises(trata.Refused) as refused:
        trata.read_assessment("x.yaml")
    assert refused.value.problems == problems
    with pytest.raises(trata.Refused):
        trata.read_plan("x.yaml")


def test_a_plan_that_does_not_hold_together_is_refused() -> None:
    path = write("other.yaml", OTHER_PLAN)
    with pytest.raises(trata.Refused) as refused:
        trata.read_plan(path)
    assert {problem.code for problem in refused.value.problems} == {"missing-field"}
    assert refused.value.problems == trata.check(path)
    for call in (trata.check, trata.read_assessment):
        with pytest.raises(trata.Refused) as refused:
            call("XPE-2025.yaml", plans=[path])
        assert {problem.file for problem in refused.value.problems} == {path}


def test_a_broken_plan_beside_an_assessment_is_told() -> None:
    write("plans/huerto-1.yaml", OTHER_PLAN)
    assert {(problem.file, problem.code) for problem in trata.check("XPE-2025.yaml")} == {
        ("XPE-2025.yaml", "unknown-plan"),
        (os.path.join("plans", "huerto-1.yaml"), "missing-field"),  # noqa: PTH118 - a text, as it is shown
    }
    with pytest.raises(trata.Refused) as refused:
        trata.read_assessment("XPE-2025.yaml")
    assert refused.value.problems == trata.check("XPE-2025.yaml")


@pytest.mark.parametrize("call", [trata.read_plan, trata.read_assessment, trata.check])
def test_a_file_that_is_not_there_is_the_systems_error(call: object) -> None:
    assert callable(call)
    with pytest.raises(FileNotFoundError):
        call("nowhere.yaml")


def test_a_plan_that_is_not_there_is_the_systems_error() -> None:
    for call in (trata.check, trata.read_assessment):
        with pytest.raises(FileNotFoundError):
            call("XPE-2025.yaml", plans=["nowhere.yaml"])


def test_answers_are_not_counted_against_another_edition() -> None:
    old, new = (trata.read_assessment(f"XPE-{year}.yaml") for year in (2025, 2026))
    said = "The assessment answers “huerto”, version 1, and not “oea-trata”, version 1."
    with pytest.raises(trata.Refused) as refused:
        trata.totals(new, PLAN)
    assert (str(refused.value), refused.value.problems) == (said, ())
    with pytest.raises(trata.Refused) as refused:
        trata.compare(old, new, PLAN)
    assert (str(refused.value), refused.value.problems) == (said, ())


def test_two_files_that_say_nothing_about_change_are_refused() -> None:
    plan = trata.read_plan("plans/huerto-1.yaml")
    old, new = (trata.read_assessment(f"XPE-{year}.yaml") for year in (2025, 2026))
    with pytest.raises(trata.Refused) as refused:
        trata.compare(new, old, plan)
    assert str(refused.value) == "Nothing is compared with the earlier file: it is not of the year before."
    assert refused.value.problems == ()


def test_every_call_is_documented() -> None:
    for name in trata.__all__:
        assert inspect.getdoc(getattr(trata, name)), name
        assert f"trata.{name}(" in (trata.__doc__ or "") or name in ("Problem", "Refused")


def test_importing_it_loads_nothing(tmp_path: Path) -> None:
    heavy = "m.startswith('trata_cli.') or m in ('pydantic', 'yaml', 'jinja2', 'rich', 'typer')"
    code = f"import sys, trata_cli; print(*(m for m in sys.modules if {heavy}))"
    done = python("-c", code, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


def test_a_notebook(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "golden", tmp_path / "assessments")
    done = python(ROOT / "tests" / "notebook.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    # The numbers are those of the report of 2026, which was read line by line: tests/golden/XPE-2026.md.
    assert done.stdout.splitlines() == [
        "oea-trata 1: 53 indicators in 3 pillars",
        "XPE 2026: fulfilled 18 of 51, at most 27",
        "  0 Ausencia comprobada: 1",
        "  1 Iniciado: 7",
        "  2 Cumplido en parte: 16",
        "  3 Cumplido: 15",
        "  4 Sostenido y evaluado: 3",
        "over 41 of 53: 13 fulfilled, now 18",
        "  D05: 3 -> 2",
        "  D16: 3 -> 2",
        "{'id': 'D01', 'pillar': 'prevencion', 'level': 3, 'evidence': 2}",
        "Counter({2: 7, 3: 2, 4: 2, 1: 1, 'not-applicable': 1})",
        "Counter({('warning', 'undecided'): 1})",
        "Nothing is compared with the earlier file: it is not of the year before.",
    ]


@pytest.mark.slow
def test_a_notebook_is_typed(tmp_path: Path) -> None:
    """A stranger's strict mypy reads the types of the installed package (py.typed)."""
    shutil.copy(ROOT / "tests" / "notebook.py", tmp_path)
    done = python("-m", "mypy", "--strict", "--config-file", os.devnull, "notebook.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Success: no issues found in 1 source file\n"), done.stdout

"""`trata compare --since`: a file against its version in git, in a scratch repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import GARDEN_FILE, NAMES, environment, trata

BEFORE = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
country_name: País Ejemplo
year: 2026
status: draft
answers:
  S-1:
    level: 1
    evidence: [{title: Cuaderno, type: internal-document, date: 2026-05, covers: 2026}]
  S-2: {level: 1, note: Rige desde julio.}
  R2b: {level: 1}
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
  S-1:
    level: 1
    evidence: [{title: Cuaderno de campo, type: internal-document, date: 2026-05, covers: 2026}]
    internal_note: Falta la balanza.
  S-2: {level: 1, note: Rige desde julio., internal_note: Preguntar otra vez.}
  R2b: {level: 0, note: No se sembró., reason: La helada se llevó los almácigos.}
  agua_uno: {level: 2, evidence: [{title: Medición, type: third-party, date: 2026-10, covers: 2026, issuer: Uno}]}
  agua_dos: {level: not-applicable, reason: Riega un programador.}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder in git, with a file as it was at its first commit, and as it is."""
    (tmp_path / "work" / "assessments" / "plans").mkdir(parents=True)
    work = tmp_path / "work"
    shutil.copy(GARDEN_FILE, work / "assessments" / "plans" / "huerto-1.yaml")
    commit(work, "assessments/XPE-2026.yaml", BEFORE)
    git(work, "tag", "first")
    (work / "assessments" / "XPE-2026.yaml").write_text(NOW, "utf-8")
    return work


def commit(work: Path, name: str, text: str) -> None:
    (work / name).write_text(text, "utf-8")
    git(work, "init", "--quiet")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", name)


def git(work: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=work, env=alone(), check=True)


def alone() -> dict[str, str]:
    """The environment of somebody without settings of git."""
    people = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return environment(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", **people)


def since(work: Path, revision: str, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return trata("compare", "--since", revision, *arguments, cwd=work, GIT_CONFIG_GLOBAL=os.devnull, **changes)


COMMENT = """\
# País Ejemplo 2026: first → now

- Fulfilled: 3 of 6 → 3 of 5
- Range: 3–5 → 3–4
- Problems: 0 errors, 2 warnings → 0 errors, 3 warnings

## Changed answers (4)

- S-1 · evidence — Compost elaborado y aplicado.
- R2b · **1 · En marcha → 0 · Sin empezar**; note, reason — Semillas locales sembradas. _Reason:_ La helada se llevó \
los almácigos.
- agua\\_uno · **unanswered → 2 · Consolidado**; evidence — Depósito de agua de lluvia en uso.
- agua\\_dos · **0 · Sin empezar → not applicable**; note, reason — Horario de riego acordado. _Reason:_ Riega un \
programador.
"""


def test_a_comment_on_a_pull_request(repository: Path) -> None:
    done = since(repository, "first", "assessments/XPE-2026.yaml", "--format", "md")
    assert (done.returncode, done.stderr) == (0, NAMES)
    assert done.stdout == COMMENT


def test_on_a_terminal(repository: Path) -> None:
    done = since(repository, "HEAD", "assessments/XPE-2026.yaml", "--quiet", COLUMNS="60")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "País Ejemplo 2026: HEAD → now\n"
        "  Fulfilled: 3 of 6 → 3 of 5\n"
        "  Range: 3–5 → 3–4\n"
        "  Problems: 0 errors, 2 warnings → 0 errors, 3 warnings\n"
        "\n"
        "Changed answers (4)\n"
        "  S-1 · evidence — Compost elaborado y aplicado.\n"
        "  R2b · 1 → 0; note, reason — Semillas locales sembradas.\n"
        "    La helada se llevó los almácigos.\n"
        "  agua_uno · unanswered → 2; evidence — Depósito de agua de\n"
        "    lluvia en uso.\n"
        "  agua_dos · 0 → not applicable; note, reason — Horario de\n"
        "    riego acordado.\n"
        "    Riega un programador.\n"
    )


def test_for_machines(repository: Path) -> None:
    done = since(repository, "first", "assessments/XPE-2026.yaml", "--format", "json", "--quiet")
    shown = json.loads(done.stdout)
    assert (shown["kind"], shown["before"]["year"], shown["now"]["year"]) == ("versions", 2026, 2026)
    assert shown["texts"] == [
        {"id": "S-1", "changed": ["evidence"]},
        {"id": "R2b", "changed": ["note", "reason"]},
        {"id": "agua_uno", "changed": ["evidence"]},
        {"id": "agua_dos", "changed": ["note", "reason"]},
    ]
    assert [(move["id"], move["before"], move["now"], move["unexplained"]) for move in shown["falls"]] == [
        ("R2b", 1, 0, False)
    ]


def test_a_page(repository: Path) -> None:
    done = since(repository, "first", "assessments/XPE-2026.yaml", "--format", "html", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Fulfilled: 3 of 6 → 3 of 5" in done.stdout
    assert "Changed: note, reason" in done.stdout
    assert "From where to where" not in done.stdout


def test_what_is_internal_is_not_even_a_change(repository: Path) -> None:
    (repository / "assessments" / "XPE-2026.yaml").write_text(
        BEFORE.replace("note: Rige", "internal_note: Otra cosa., note: Rige"), "utf-8"
    )
    done = since(repository, "first", "assessments/XPE-2026.yaml", "--quiet")
    assert done.stdout.endswith("\n\nNo answer differs.\n")


@pytest.mark.parametrize("place", [".", "assessments", "assessments/plans"])
def test_from_any_folder(repository: Path, place: str) -> None:
    path = os.path.relpath(repository / "assessments" / "XPE-2026.yaml", repository / place)
    done = trata("compare", "--since", "first", path, "--format", "md", cwd=repository / place)
    assert (done.returncode, done.stdout) == (0, COMMENT)


@pytest.mark.parametrize(
    "name",
    [
        "a b.yaml",
        "-x.yaml",
        "--output=y.yaml",
        "$(touch z).yaml",
        "`touch z`;'\".yaml",
        "HEAD:x.yaml",
        "*.yaml",
        "[a-z]?.yaml",
        "ñandú-✓.yaml",
        "two\nlines.yaml",
        "!x^~1@{0}.yaml",
        "back\\slash.yaml",
    ],
)
def test_whatever_a_file_is_called(repository: Path, name: str) -> None:
    commit(repository, f"assessments/{name}", BEFORE)
    (repository / "assessments" / name).write_text(NOW, "utf-8")
    done = since(repository, "HEAD", f"assessments/{name}", "--format", "json", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["before"]["totals"]["fulfilled"] == 3
    assert not list(repository.rglob("z"))
    assert not list(repository.rglob("y.yaml"))


@pytest.mark.parametrize("revision", ["nothing", "", "-h", "--help", "HEAD~99", "HEAD:assessments", "a b", "$(id)"])
def test_a_revision_that_is_none(repository: Path, revision: str) -> None:
    done = since(repository, revision, "assessments/XPE-2026.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"trata: git knows no revision “{revision}” here. A CI often has only the last one: fetch the others before.\n"
    )


def test_a_file_that_was_not_there_then(repository: Path) -> None:
    (repository / "assessments" / "XPE-2025.yaml").write_text(BEFORE.replace("2026", "2025"), "utf-8")
    done = since(repository, "first", "assessments/XPE-2025.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "trata: assessments/XPE-2025.yaml was not there yet at “first”.\n"


def test_no_repository(repository: Path, tmp_path: Path) -> None:
    shutil.rmtree(repository / ".git")
    done = since(repository, "HEAD", "assessments/XPE-2026.yaml", GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "trata: assessments/XPE-2026.yaml is in no git repository that may be read here.\n"


def test_no_git(repository: Path) -> None:
    done = since(repository, "HEAD", "assessments/XPE-2026.yaml", PATH=str(repository))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "trata: --since needs git, which was not found.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assessments/XPE-2026.yaml", "x.yaml"], "--since takes one file: the other is its version in git."),
        (["-"], "--since takes a file: standard input has no version in git."),
        (["none.yaml"], "none.yaml can't be opened: it does not exist."),
    ],
)
def test_wrong_use(repository: Path, arguments: list[str], said: str) -> None:
    done = since(repository, "HEAD", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"trata: {said}\n")


def test_errors_of_then_are_counted_and_those_of_now_are_the_exit_code(repository: Path) -> None:
    wrong = NOW.replace("  R2b: {level: 0", "  R2b: {level: 9")
    commit(repository, "assessments/XPE-2026.yaml", wrong)
    mended = since(repository, "first", "assessments/XPE-2026.yaml", "--quiet")
    assert mended.returncode == 1
    assert "  Problems: 0 errors, 2 warnings → 1 error, " in mended.stdout
    assert mended.stderr.endswith(". See them with: trata validate assessments/XPE-2026.yaml\n")
    (repository / "assessments" / "XPE-2026.yaml").write_text(NOW, "utf-8")
    done = since(repository, "HEAD", "assessments/XPE-2026.yaml", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  Problems: 1 error, " in done.stdout


@pytest.mark.parametrize("then", ["a: [", "", "\x00", "x: " + "y" * 6_000_000], ids=["bad", "empty", "nul", "huge"])
def test_a_version_that_does_not_read_is_refused_with_why(repository: Path, then: str) -> None:
    commit(repository, "assessments/XPE-2026.yaml", then)
    (repository / "assessments" / "XPE-2026.yaml").write_text(NOW, "utf-8")
    done = since(repository, "HEAD", "assessments/XPE-2026.yaml")
    assert (done.returncode, done.stdout) == (1, "")
    assert "assessments/XPE-2026.yaml:1:" in done.stderr
    assert " error " in done.stderr


def test_a_version_of_another_year_is_not_compared(repository: Path) -> None:
    commit(repository, "assessments/XPE-2026.yaml", BEFORE.replace("year: 2026", "year: 2025"))
    (repository / "assessments" / "XPE-2026.yaml").write_text(NOW, "utf-8")
    done = since(repository, "HEAD", "assessments/XPE-2026.yaml")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "trata: Nothing is compared with the earlier version: it is of another year.\n"

"""Every command in the README of each language, run as it stands, and every output compared (`tests/transcripts.py`).

The `sh` blocks are the ways to install; the `pycon` blocks are Python.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT, python
from tests.transcripts import blocks, follow, with_program

DOCUMENTS = sorted(path.name for path in ROOT.glob("README*.md"))
_FIRST_LINES = 30
IGNORED = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "node_modules", "reports", "site-docs")
"""What lies in a checkout and is none of it."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the README's commands need of a checkout."""
    shutil.copytree(
        ROOT / "tests" / "golden", tmp_path / "assessments", ignore=shutil.ignore_patterns("*.md", "*.html")
    )
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_and_output_is_real(document: str, checkout: Path) -> None:
    follow(document, checkout, with_program(checkout))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_line_of_python_is_real(document: str, checkout: Path) -> None:
    (checkout / "session.txt").write_text("\n".join(blocks(document, "pycon")), "utf-8")
    done = python("-m", "doctest", "session.txt", cwd=checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_each_language_shows_the_same() -> None:
    assert DOCUMENTS == ["README.es.md", "README.md"]
    for language in ("console", "sh", "pycon"):
        spanish, english = (blocks(document, language) for document in DOCUMENTS)
        assert spanish == english != []
    spanish, english = (re.findall(r"^#+ ", (ROOT / document).read_text("utf-8"), re.M) for document in DOCUMENTS)
    assert spanish == english


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_language_leads_to_the_other_at_once(document: str) -> None:
    (other,) = set(DOCUMENTS) - {document}
    assert f"]({other})" in "".join((ROOT / document).read_text("utf-8").splitlines(keepends=True)[:5])


@pytest.mark.parametrize("document", [*DOCUMENTS, "SECURITY.md", "CONTRIBUTING.md"])
def test_every_file_that_is_linked_is_there(document: str) -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", (ROOT / document).read_text("utf-8"))
    assert [name for name in linked if not (ROOT / name).is_file()] == []


@pytest.mark.slow
@pytest.mark.parametrize("way", blocks("README.md", "sh"))
def test_every_way_to_install_makes_a_program_for_every_folder(way: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "checkout", ignore=IGNORED)
    shutil.copytree(ROOT / "tests" / "golden", tmp_path / "work")
    programs = tmp_path / "bin"
    places = {
        "PIPX_HOME": tmp_path / "pipx",
        "PIPX_BIN_DIR": programs,
        "PIPX_MAN_DIR": tmp_path / "man",
        "UV_TOOL_DIR": tmp_path / "uv",
        "UV_TOOL_BIN_DIR": programs,
        "UV_PYTHON": sys.executable,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    env = {**os.environ, **{name: str(place) for name, place in places.items()}, "TRATA_LANG": "es"}

    def run(*command: str | Path, at: str) -> str:
        done = subprocess.run(command, cwd=tmp_path / at, env=env, check=True, stdout=subprocess.PIPE, encoding="utf-8")
        return done.stdout

    run("sh", "-e", "-c", way, at="checkout")
    assert [path.name for path in programs.iterdir()] == ["trata"]
    assert run(programs / "trata", "plan", "show", at="work").startswith("Directrices e indicadores de resultado")
    run(programs / "trata", "report", "XPE-2025.yaml", "-o", "informe.html", at="work")
    assert '<html lang="es"' in (tmp_path / "work" / "informe.html").read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_first_lines_show_the_job(document: str) -> None:
    first = "\n".join((ROOT / document).read_text("utf-8").splitlines()[:_FIRST_LINES])
    assert "trata assess" in first
    assert re.search(r"^\S+\.yaml:\d+:\d+: error ", first, re.M)
    assert "make assess" in first
    assert "make test" in first


@pytest.mark.parametrize("document", [*DOCUMENTS, "CONTRIBUTING.md"])
def test_every_make_verb_that_is_named_is_there(document: str) -> None:
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", (ROOT / document).read_text("utf-8"))) <= verbs

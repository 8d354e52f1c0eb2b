"""Every command in the README, run as it stands, and every output compared.

A line that is only `…` stands for lines left out; `> ` begins a line that is typed into the command above it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT, environment

DOCUMENTS = sorted(path.name for path in ROOT.glob("README*.md"))
_FIRST_LINES = 30


def transcript(document: str) -> list[tuple[str, list[str]]]:
    """The commands of a document's console blocks with their outputs, in order."""
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def pattern(lines: list[str]) -> str:
    return "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in lines)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the README's commands need of a checkout, and `trata` on the path."""
    shutil.copytree(
        ROOT / "tests" / "golden", tmp_path / "assessments", ignore=shutil.ignore_patterns("*.md", "*.html")
    )
    program = tmp_path / "bin" / "trata"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m trata_cli "$@"\n')
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_and_output_is_real(document: str, checkout: Path) -> None:
    env = environment(COLUMNS="80", LINES="24")
    env |= {"PATH": f"{checkout / 'bin'}:{env['PATH']}"}
    del env["TRATA_LANG"]
    for command, lines in transcript(document):
        typed = "".join(line[2:] + "\n" for line in lines if line.startswith(">"))
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=checkout,
            env=env,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1, 2), (command, done.stdout)
        shown = done.stdout.replace(str(checkout), "~/trata")
        assert re.fullmatch(pattern(lines), shown), f"{command}\n{shown}"


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

"""Documents that show commands: their blocks of code, and the commands run with their outputs compared.

In a console block a line that is only `…` stands for lines left out; `> ` begins a line that is typed into the command
above it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT, environment


def blocks(document: str, language: str) -> list[str]:
    """A document's blocks of code in a language, in order."""
    text = (ROOT / document).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def transcript(document: str) -> list[tuple[str, list[str]]]:
    """The commands of a document's console blocks with their outputs, in order."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks(document, "console")).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def pattern(lines: list[str]) -> str:
    return "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in lines)


def with_program(folder: Path) -> dict[str, str]:
    """The environment of somebody who works in a folder, speaks Spanish and has `trata` on the path."""
    program = folder / "bin" / "trata"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m trata_cli "$@"\n')
    program.chmod(0o755)
    env = environment(COLUMNS="80", LINES="24")
    del env["TRATA_LANG"]
    return env | {"PATH": f"{program.parent}:{env['PATH']}"}


def follow(document: str, folder: Path, env: dict[str, str]) -> None:
    """Do what a document shows, in a folder, and see what it says that one sees."""
    for command, lines in transcript(document):
        typed = "".join(line[2:] + "\n" for line in lines if line.startswith(">"))
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=env,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1, 2), (command, done.stdout)
        shown = done.stdout.replace(str(folder), "~/trata")
        assert re.fullmatch(pattern(lines), shown), f"{command}\n{shown}"

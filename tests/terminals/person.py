"""A person at a terminal of one kind or another, by pexpect, and the file on their desk."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import environment
from trata_cli.model.plan import Plan

pexpect = pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

EMPTY = """\
format: trata/assessment/1
plan: {{id: {plan.id}, version: {plan.version}}}
country: XPE
year: {year}
institution: Mesa Interinstitucional contra la Trata
status: draft
answers: {{}}
"""
FILE = "assessments/XPE-2026.yaml"
QUESTION = r"(?:[\r\n]|\x1b\[\?2004h)> $"
"""What stands before a person who is to type, with or without the sign that pasting is understood."""


def begin(folder: Path, plan: Plan) -> Path:
    """An empty draft of 2026 in a folder of its own."""
    path = folder / FILE
    path.parent.mkdir(parents=True)
    path.write_text(EMPTY.format(plan=plan, year=2026), encoding="utf-8")
    return path


class Person:
    """Somebody at a terminal: types a line when there is a question, and reads what is shown."""

    def __init__(self, cwd: Path, *arguments: str, columns: int = 80, encoding: str = "utf-8", **changes: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "trata_cli", *arguments],
            cwd=str(cwd),
            env=environment(**{"TERM": "xterm", **changes}),
            dimensions=(24, columns),
            encoding=encoding,
            timeout=60,
        )
        self.child.delaybeforesend = None
        self.shown = ""

    def question(self) -> str:
        """What is shown up to the next question."""
        self.child.expect(QUESTION)
        self.shown += self.child.before + self.child.after
        return str(self.child.before)

    def types(self, *lines: str) -> str:
        """Type lines, each to its question; what is shown up to the one that follows."""
        last = ""
        for line in lines:
            self.child.send(line + "\r")
            last = self.question()
        return last

    def ends(self) -> int:
        """Read to the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.shown += self.child.before
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    @property
    def last_line(self) -> str:
        return plain(self.shown).strip().splitlines()[-1]


@contextmanager
def at_terminal(
    cwd: Path, *arguments: str, columns: int = 80, encoding: str = "utf-8", **changes: str
) -> Iterator[Person]:
    """Somebody at a terminal of 24 rows, who leaves it at the end."""
    person = Person(cwd, *arguments, columns=columns, encoding=encoding, **changes)
    try:
        yield person
    finally:
        person.child.close(force=True)


def plain(shown: str) -> str:
    """What a person sees of what a terminal was sent."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).replace("\r\n", "\n").replace("\r", "\n")

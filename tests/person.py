"""Somebody at a terminal: the program as a process of its own, on a pseudo-terminal."""

from __future__ import annotations

import codecs
import os
import re
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.support import PLAN, environment, heed_permissions

FILE = "assessments/XPE-2026.yaml"
EMPTY = f"""\
format: trata/assessment/1
plan: {{id: {PLAN.id}, version: {PLAN.version}}}
country: XPE
year: 2026
institution: Mesa Interinstitucional contra la Trata
status: draft
answers: {{}}
"""
PROGRAM = ("-m", "trata_cli")
_QUESTION = re.compile(r"(?:^|\n)> $")
_PATIENCE = 120  # seconds without a word after which something hangs


class Person:
    """Types a line when there is a question, and reads what is shown.

    The terminal is a plain one of 80 columns; the program heeds permissions, whoever runs the tests. `shown` is all
    that was shown, `fresh` what came since the last question that was waited for.
    """

    def __init__(self, cwd: Path, *arguments: str, program: Sequence[str] = PROGRAM, **changes: str) -> None:
        self._terminal, theirs = os.openpty()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.shown = self.fresh = ""
        self.process = subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=cwd,
            env=environment(**{"TERM": "dumb", "COLUMNS": "80", "LINES": "24", **changes}),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=heed_permissions,
        )
        os.close(theirs)

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *about: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._terminal)

    def send(self, line: str) -> None:
        """Type a line and Enter, without waiting for anything."""
        os.write(self._terminal, f"{line}\r".encode())

    def hears(self, patience: float = _PATIENCE) -> bool:
        """Take in what is shown next; whether there was anything."""
        if not select.select([self._terminal], [], [], patience)[0]:
            return False
        try:
            heard = os.read(self._terminal, 65536)
        except OSError:  # how a terminal says that nobody is at its other end
            return False
        text = self._decoder.decode(heard).replace("\r", "")
        self.shown += text
        self.fresh += text
        return bool(heard)

    @property
    def is_asked(self) -> bool:
        """Whether there is a question now."""
        return bool(_QUESTION.search(self.fresh))

    def question(self) -> str:
        """What is shown up to the next question."""
        while not self.is_asked:
            assert self.hears(), f"no question came after:\n{self.shown}"
        fresh, self.fresh = self.fresh, ""
        return fresh

    def types(self, *lines: str) -> str:
        """Type lines, each to its question; what is shown up to the one that follows."""
        last = ""
        for line in lines:
            self.send(line)
            last = self.question()
        return last

    def ends(self) -> int:
        """Read to the end; the exit code."""
        while self.hears():
            pass
        return self.process.wait(_PATIENCE)

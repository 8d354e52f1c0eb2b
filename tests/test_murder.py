"""Proof by murder: interviews on a pseudo-terminal, killed at random moments, lose no answer that was acknowledged.

`TRATA_KILLS` says how many die (200), `TRATA_SEED` of which dice (1).
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest

from tests import editing
from tests.person import EMPTY, FILE, Person
from tests.support import PLAN, trata
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

KILLS: Final = int(os.environ.get("TRATA_KILLS", "200"))
SEED: Final = int(os.environ.get("TRATA_SEED", "1"))
DESKS: Final = 5
"""Files, each with an interview that is begun again after every death; more of them only wait for a processor."""
LONGEST_LIFE: Final = 12  # lines
QUESTIONS: Final = {
    r"(\w+)  Level 0–4": "level",
    r"(\w+) · Note": "note",
    r"(\w+) · .*Why\?": "reason",
    r"(\w+) · Evidence: title": "evidence",
}

PLAN_LEVELS: Final = sorted(map(str, PLAN.levels))
LAST: Final = list(PLAN.places)[-1]
"""Behind it an interview would be over, and nobody left to kill."""

Answers = dict[str, dict[str, Any]]


class Desk:
    """A file, what it must say by what a person was told, and what was typed last and not acknowledged yet."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder / str(number)
        self.path = self.folder / FILE
        self.path.parent.mkdir(parents=True)
        self.path.write_text(EMPTY, encoding="utf-8")
        self.dice = random.Random(f"{SEED} {number}")  # noqa: S311 - dice
        self.acknowledged: Answers = {}
        self.pending: Answers | None = None
        self.word = ""
        self.lines = 0
        self.pace = 0.05  # seconds from a line to the question after it, as it was last

    def live(self) -> None:
        """One interview, from its start to a death at a random moment behind one of its first lines."""
        with Person(self.folder, "assess", FILE) as person:
            last = self.dice.randrange(LONGEST_LIFE)
            shown = person.question()
            for _ in range(last):
                began = time.monotonic()
                person.send(self.line(shown))
                shown = person.question()
                self.acknowledge()
                self.pace = time.monotonic() - began
            self.die(person, shown)

    def die(self, person: Person, shown: str) -> None:
        """Be killed before, while or after the last line is saved; what was shown by then was told."""
        moment = time.monotonic() + self.dice.uniform(0, 1.3) * self.pace
        person.send(self.line(shown))
        while (left := moment - time.monotonic()) > 0 and not person.is_asked:
            person.hears(left)
        person.process.kill()
        while person.hears():
            pass
        if person.is_asked or re.search(r"\w+ saved\n", person.fresh):
            self.acknowledge()

    def acknowledge(self) -> None:
        assert self.pending is not None
        self.acknowledged, self.pending = self.pending, None

    def line(self, shown: str) -> str:
        """The next line to the question that was shown, and what the file will say when it is saved."""
        self.lines += 1
        self.pending = deepcopy(self.acknowledged)
        asked = [
            (match.start(), match[1], what) for text, what in QUESTIONS.items() for match in re.finditer(text, shown)
        ]
        _, id_, what = max(asked)
        answer = self.pending.setdefault(id_, {})
        return str(getattr(self, f"to_{what}")(id_, answer))

    def to_level(self, id_: str, answer: dict[str, Any]) -> str:
        is_last = id_ == LAST
        self.word = "" if is_last else self.dice.choice(["", "", "not-applicable", "no-information"])
        if self.word:
            return "n" if self.word == "not-applicable" else "s"
        if answer.get("level", "") not in PLAN_LEVELS:
            answer.pop("reason", None)
        answer["level"] = self.dice.choice(PLAN_LEVELS)
        return str(answer["level"])

    def to_reason(self, _id: str, answer: dict[str, Any]) -> str:
        answer.update(level=self.word, reason=f"Motivo {self.lines}, año 2026.")
        return str(answer["reason"])

    def to_note(self, _id: str, answer: dict[str, Any]) -> str:
        answer["note"] = f"Nota {self.lines}: «ñandú» # {'muy ' * self.dice.randrange(40)}larga."
        return str(answer["note"])

    def to_evidence(self, id_: str, answer: dict[str, Any]) -> str:
        if self.dice.random() < len(answer.get("evidence", [])) / 2:
            return "-" if id_ == LAST else ""
        piece = {"title": f"Decreto {self.lines}", "type": "official-act", "date": "2026-03", "issuer": "Mesa"}
        answer.setdefault("evidence", []).append({**piece, "reference": "Biblioteca"})
        return f"Decreto {self.lines} | a | 2026-03 | Mesa | Biblioteca | p"

    def inspect(self) -> str:
        """What became of the last line. The file says all that was acknowledged, and nothing that nobody typed."""
        reading = read_assessment(self.path, Shelf())
        assert reading.ok, reading.problems
        found, pending = said(self.path), self.pending
        self.pending = None
        if found == written(self.acknowledged):
            return "acknowledged" if pending is None else "not acknowledged, not saved"
        assert pending is not None
        assert found == written(pending)
        self.acknowledged = pending
        return "not acknowledged, saved"


def written(answers: Mapping[str, Mapping[str, Any]]) -> Answers:
    """Answers that say something."""
    return {id_: dict(answer) for id_, answer in answers.items() if answer}


def said(path: Path) -> Answers:
    """A file's answers, by a reader of YAML that is not the program's."""
    data = editing.load(path.read_text(encoding="utf-8"))
    head = editing.load(EMPTY)
    assert {**data, "answers": None} == {**head, "answers": None}
    own = ("answered", "wording")
    answers: Answers = data["answers"]
    return {id_: {key: kept for key, kept in answer.items() if key not in own} for id_, answer in answers.items()}


@pytest.mark.slow
def test_whenever_it_is_killed_no_acknowledged_answer_is_lost(tmp_path: Path) -> None:
    shares = [KILLS // DESKS + (number < KILLS % DESKS) for number in range(DESKS)]
    desks = [Desk(tmp_path, number) for number in range(DESKS)]

    def kill(desk: Desk, times: int) -> list[str]:
        outcomes = []
        for _ in range(times):
            desk.live()
            outcomes.append(desk.inspect())
        done = trata("validate", cwd=desk.folder)
        assert done.stdout.splitlines()[-1].startswith("1 file, 0 errors")
        return outcomes

    with ThreadPoolExecutor(DESKS) as pool:
        outcomes = Counter(each for found in pool.map(kill, desks, shares) for each in found)
    assert outcomes.total() == KILLS
    left = sum(1 for _ in tmp_path.rglob(".trata-*.tmp"))
    print(f"\n{sum(desk.lines for desk in desks)} lines, {KILLS} kills: {dict(outcomes)}; {left} files left behind")

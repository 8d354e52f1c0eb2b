"""A whole interview in one terminal or another, and over a pipe: the same file, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import GARDEN, GARDEN_FILE, NAMES_WRAPPED, PLANS, trata
from tests.terminals.person import FILE, at_terminal, begin, plain
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.model.plan import Plan


def whole_script(plan: Plan) -> list[str]:
    """Lines that answer every indicator of a plan, each kind of answer, of evidence and of change in turn."""
    lines: list[str] = []
    top, threshold, lowest = (str(level) for level in (plan.top, plan.fulfilled_from, plan.lowest))
    comma = "Nota con «comillas», ñ y: dos puntos #1."
    ways: list[list[str]] = [
        [top, comma, "Decreto 1 | a | 2026-03-01 | Gobierno | https://x.example/1 | p", ""],
        [threshold, "", "Informe", "c", "01/03/2026", "Universidad", "Biblioteca, caja 3", "i", ""],
        ["n", "No se da en el país."],
        ["sin información", "", "El ministerio no respondió."],
        [lowest, "Buscado en el registro y no hallado.", ""],
        ["9", top, "- no es atrás", "Acta | b | ayer | Mesa", "2026-05", "", "", "Otra || 2026", "tercero", *[""] * 4],
        ["?", "d", str(plan.lowest + 1), "Nota.", ""],
        ["t", top, "2027-12", "Ministerio", "Ley y presupuesto", "t", "", "x", "", "", lowest, "Nota.", ""],
        [top, "", "Ley | a | 2026 | | |", "Acta | b | | | |", "1", "Ley 5", "", "x", "Congreso", "", "i", "x 2", ""],
        [lowest, "Por error.", "Acta | b | | | |", "-", "u", top, "Como es.", "x", "d", *[""] * 5],
        [lowest, "Por error.", "-", "x", "x", top, "Como es.", ""],
    ]
    for number, _ in enumerate(plan.places):
        lines += ways[number % len(ways)]
    return lines


def without_dates(content: bytes) -> bytes:
    """Without the day of the test, which may end in the middle of it."""
    return re.sub(rb"answered: \d{4}-\d\d-\d\d", b"answered: DAY", content)


TERMINALS: dict[str, tuple[list[str], int, dict[str, str]]] = {
    "xterm": ([], 80, {"TERM": "xterm"}),
    "narrow": ([], 40, {"TERM": "xterm"}),
    "dumb": ([], 80, {"TERM": "dumb"}),
    "plain": (["--plain"], 80, {"TERM": "xterm"}),
    "spanish": ([], 80, {"TERM": "xterm", "NO_COLOR": "1", "TRATA_LANG": "es"}),
}
WHOLE = [
    pytest.param(name, terminal, marks=() if (name, terminal) == ("huerto", "xterm") else pytest.mark.slow)
    for name in PLANS
    for terminal in TERMINALS
]


@pytest.mark.parametrize(("name", "terminal"), WHOLE)
def test_the_same_file_from_a_pipe_and_from_a_terminal(tmp_path: Path, name: str, terminal: str) -> None:
    options, columns, changes = TERMINALS[terminal]
    plan, lines = PLANS[name], whole_script(PLANS[name])
    own = ["--plan", str(GARDEN_FILE)] if plan is GARDEN else []
    piped, typed = begin(tmp_path / "pipe", plan), begin(tmp_path / "pty", plan)
    done = trata("assess", FILE, *own, cwd=tmp_path / "pipe", typed="\n".join(lines) + "\n")
    assert (done.returncode, done.stderr) == (0, NAMES_WRAPPED)
    for id_ in plan.places:
        assert f"\n{id_} saved\n" in done.stdout
        assert f"\n{id_}  Level {plan.lowest}–{plan.top} " in done.stdout
    with at_terminal(tmp_path / "pty", "assess", FILE, *own, *options, columns=columns, **changes) as person:
        person.question()
        person.types(*lines[:-1])
        person.child.send(lines[-1] + "\r")
        assert person.ends() == 0
    assert without_dates(typed.read_bytes()) == without_dates(piped.read_bytes())
    found = read_assessment(piped, Shelf([str(GARDEN_FILE)])).assessment
    assert found is not None
    assert set(found.answers) == set(plan.places)
    checked = trata("validate", str(piped), *own, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    *shown, _farewell = plain(person.shown).strip().splitlines()
    assert [line for line in shown if len(line) > columns and not line.startswith("> ")] == []

"""Terminals as they are: resized, plain, dumb, without letters; nothing crashes, and nothing that is typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import NAMES_WRAPPED, PLAN, trata
from tests.terminals.person import FILE, Person, at_terminal, begin, plain
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.model.assessment import Answer

ORNAMENTS = "█░─✓"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    begin(tmp_path, PLAN)
    return tmp_path


def answers(desk: Path) -> dict[str, Answer]:
    reading = read_assessment(desk / FILE, Shelf())
    assert reading.assessment is not None, reading.problems
    return reading.assessment.answers


def too_wide(shown: str, columns: int) -> list[str]:
    return [line for line in plain(shown).splitlines() if len(line) > columns]


# Resized.


@pytest.mark.parametrize("options", [[], ["--plain"]], ids=["xterm", "plain"])
def test_resized_in_mid_question_the_next_screen_fits(desk: Path, options: list[str]) -> None:
    with at_terminal(desk, "assess", *options) as person:
        assert max(map(len, plain(person.question()).splitlines())) > 40
        person.child.send("sin infor")
        person.child.setwinsize(24, 40)  # the system sends SIGWINCH
        person.types("mación")
        narrow = person.types("El ministerio no respondió.")
        assert too_wide(narrow.partition("respondió.")[2], 40) == []
        assert "D02a" in narrow
        person.child.send("4")
        person.child.setwinsize(50, 80)
        person.types("")
        wide = person.types("-")
        assert max(map(len, plain(wide).splitlines())) > 40
        person.child.send("q\r")
        assert person.ends() == 0
    found = answers(desk)
    assert (found["D01"].level, found["D01"].reason) == ("no-information", "El ministerio no respondió.")
    assert found["D02a"].level == 4


# Plain and dumb.

WALK = [
    "4",
    "Nota.",
    "Decreto",
    "a",
    "",
    "",
    "",
    "",
    "1",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "t",
    "4",
    "",
    "",
    "",
    "?",
    "/a",
    "",
]


@pytest.mark.parametrize(
    ("options", "term"), [(["--plain"], "xterm-256color"), ([], "dumb"), (["--plain"], "dumb")], ids=str
)
def test_a_plain_terminal_gets_words_line_by_line(desk: Path, options: list[str], term: str) -> None:
    with at_terminal(desk, "assess", *options, TERM=term) as person:
        person.question()
        person.types(*WALK)
        person.child.send("q\r")
        assert person.ends() == 0
    assert "\x1b" not in person.shown
    assert "\r" not in person.shown.replace("\r\n", "")
    assert "\b" not in person.shown
    assert not set(ORNAMENTS) & set(person.shown)
    assert "answered 0 of 53" in person.shown
    assert "answered 1 of 53" in person.shown


def test_how_to_go_on_stays_plain(desk: Path) -> None:
    done = trata("assess", "--plain", cwd=desk)
    assert done.stdout.splitlines()[-1].endswith(f"trata assess {FILE} --plain")


# Code pages without letters.

NOTE = "Acción de ñandúes: «sí» 12/3"
CODE_PAGES: dict[str, dict[str, Any]] = {
    "posix": {"LC_ALL": "C", "encoding": "utf-8"},
    "ascii": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "encoding": "utf-8"},
    "cp437": {"LC_ALL": "C", "PYTHONIOENCODING": "cp437", "encoding": "cp437"},
    "latin-1": {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "encoding": "latin-1"},
}


@pytest.mark.parametrize("options", [[], ["--plain"]], ids=["xterm", "plain"])
@pytest.mark.parametrize("name", CODE_PAGES)
def test_a_code_page_without_letters_loses_none(desk: Path, name: str, options: list[str]) -> None:
    changes = {"PYTHONUTF8": "", "PYTHONIOENCODING": "", "TRATA_LANG": "es", **CODE_PAGES[name]}
    with at_terminal(desk, "assess", *options, **changes) as person:
        asked = plain(person.question())
        person.types("4", NOTE)
        person.child.send("q\r")
        assert person.ends() == 0
    assert answers(desk)["D01"].note == NOTE
    assert ("4  Dos anios o mas en ejecucion, con evaluacion y cambios" in asked) is (name == "ascii")
    question = asked.strip().splitlines()[-1]
    expected = {
        "ascii": "D01  Nivel 0-4 | n no aplica | s sin informacion | - atras | ? ayuda | q salir",
        "cp437": "D01  Nivel 0-4 · n no aplica · s sin información · - atrás · ? ayuda · q salir",
        "latin-1": "D01  Nivel 0-4 · n no aplica · s sin información · - atrás · ? ayuda · q salir",
    }
    assert question == expected.get(
        name, "D01  Nivel 0–4 · n no aplica · s sin información · - atrás · ? ayuda · q salir"
    )


@pytest.mark.parametrize("name", CODE_PAGES)
def test_a_pipe_of_a_code_page_loses_no_letter(desk: Path, name: str) -> None:
    changes = {"PYTHONUTF8": "", "PYTHONIOENCODING": "", **CODE_PAGES[name]}
    typed = f"4\n{NOTE}\n".encode(changes.pop("encoding"))
    done = trata("assess", cwd=desk, typed=typed, **changes)
    assert (done.returncode, done.stderr) == (0, NAMES_WRAPPED)
    assert answers(desk)["D01"].note == NOTE


def test_a_bad_byte_on_a_terminal_is_told_and_takes_nothing_along(desk: Path) -> None:
    with at_terminal(desk, "assess", "--plain", encoding="latin-1") as person:
        person.question()
        shown = person.types("4", "A\xf1o 2026")
        assert "Characters that no text can hold were left out" in plain(shown)
        person.child.send("q\r")
        assert person.ends() == 0
    assert answers(desk)["D01"].note == "Ao 2026"


# Kindness on a terminal.


def paste(person: Person, text: str) -> str:
    return plain(person.types(f"\x1b[200~{text}\x1b[201~"))


@pytest.mark.parametrize("changes", [{}, {"NO_COLOR": "1"}], ids=["colour", "no-colour"])
def test_a_pasted_reason_and_action_are_one_entry(desk: Path, changes: dict[str, str]) -> None:
    with at_terminal(desk, "assess", **changes) as person:
        person.question()
        person.types("n")
        assert "D02a  Level" in paste(person, "No se da.\n\n- x\nq")
        person.types("t", "4", "", "")
        assert "Target of D02a saved." in paste(person, "Ley\ny presupuesto")
        person.child.send("q\r")
        assert person.ends() == 0
    found = answers(desk)
    assert found["D01"].reason == "No se da.\n\n- x\nq"
    assert found["D02a"].target is not None
    assert found["D02a"].target.action == "Ley y presupuesto"

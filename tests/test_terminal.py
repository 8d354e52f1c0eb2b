"""The interview through the real program: over a pipe, and on a pseudo-terminal as a person has it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import NAMES_WRAPPED, PLAN, ROOT, environment, trata
from tests.terminals.person import EMPTY, FILE, Person, at_terminal, plain
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.method import dialogue, interview
from trata_cli.method.dialogue import Ask, Interview
from trata_cli.model.assessment import Answer, Assessment


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with an empty draft of 2026, and the reviewed assessment of the year before."""
    folder = tmp_path / "assessments"
    folder.mkdir()
    (folder / "XPE-2026.yaml").write_text(EMPTY.format(plan=PLAN, year=2026), encoding="utf-8")
    last = EMPTY.format(plan=PLAN, year=2025).replace("answers: {}", "answers:").replace("draft", "reviewed")
    last += "".join(f"  {id_}:\n    level: 3\n    note: Hecho en {id_}.\n" for id_ in ("D01", "D02a", "D02b", "D05"))
    (folder / "XPE-2025.yaml").write_text(last, encoding="utf-8")
    return tmp_path


def saved(path: Path, plan_file: Path | None = None) -> Assessment:
    shelf = Shelf([str(plan_file)] if plan_file else [])
    reading = read_assessment(path, shelf)
    assert reading.assessment is not None, reading.problems
    return reading.assessment


def foreseen(desk: Path, *lines: str) -> Interview:
    """Where the interview stands after some lines, by the pure step."""
    last = saved(desk / "assessments" / "XPE-2025.yaml").answers
    answers = saved(desk / FILE).answers
    state = dialogue.begin(PLAN, "2026-11-24", answers, last, list(PLAN.places), 2025)
    for line in lines:
        state, _ = interview.step(state, line)
    return state


def undated(answers: dict[str, Answer]) -> dict[str, Answer]:
    return {id_: answer.model_copy(update={"answered": None}) for id_, answer in answers.items()}


def is_farewell(line: str, path: Path) -> bool:
    return line.startswith(f"Answers saved in {path.resolve()}. Go on with: trata assess ")


# Interrupted at every question.

REACHED: dict[Ask, list[str]] = {
    Ask.LEVEL: [],
    Ask.CLEAR: ["4", "-", "x"],
    Ask.SEARCH: ["/niños"],
    Ask.NOTE: ["2"],
    Ask.WORD_REASON: ["s"],
    Ask.FALL_REASON: ["2", "Nota."],
    Ask.TITLE: ["4", "Nota."],
    Ask.TYPE: ["4", "Nota.", "Decreto"],
    Ask.DATE: ["4", "Nota.", "Decreto | a | ayer | Gobierno | Archivo | i"],
    Ask.ISSUER: ["2", "Nota.", "Motivo.", "Decreto", "a", "2026-03"],
    Ask.WHERE: ["4", "Nota.", "Decreto", "a", "2026-03", "Gobierno"],
    Ask.AUDIENCE: ["4", "Nota.", "Decreto", "a", "2026-03", "Gobierno", "https://x.example/1"],
    Ask.NEW_TITLE: ["4", "Nota.", "Ley | a | | | |", "1"],
    Ask.NEW_TYPE: ["4", "Nota.", "Ley | a | | | |", "1", "Ley 5"],
    Ask.PERSONAL: ["4", "Llamar al 0981 555 123."],
    Ask.WHY_PUBLIC: ["2", "Nota.", "Lo dice ana@mesa.example.", "p"],
    Ask.TARGET_LEVEL: ["3", "-", "t"],
    Ask.TARGET_BY: ["t", "4"],
    Ask.TARGET_LEAD: ["t", "4", "2027-12"],
    Ask.TARGET_ACTION: ["t", "4", "", "Ministerio"],
}
"""How each question is reached; the two that ask about a save are reached by faults, and tested with them."""
WAYS = ("ctrl-c", "ctrl-d", "hup", "term", "q")


def interrupt(person: Person, way: str) -> None:
    if way == "ctrl-c":
        person.child.sendintr()
    elif way == "ctrl-d":
        person.child.sendeof()
    elif way == "q":
        person.child.send("q\r")
    else:
        person.child.kill({"hup": signal.SIGHUP, "term": signal.SIGTERM}[way])


def interrupted(desk: Path, to_there: Sequence[str], ask: Ask, way: str) -> None:
    lines = [*to_there, *REACHED[ask]]
    state = foreseen(desk, *lines)
    assert state.ask is ask
    with at_terminal(desk, "assess") as person:
        person.question()
        person.types(*lines)
        interrupt(person, way)
        code = person.ends()
    assert code == (0 if way in ("ctrl-d", "q") else 130)
    assert undated(saved(desk / FILE).answers) == undated(dict(state.answers))
    assert is_farewell(person.last_line, desk / FILE)
    is_told = "Evidence “Decreto” of" in plain(person.shown)
    assert is_told is bool(state.title)
    assert not list((desk / "assessments").glob(".*"))


QUICK = list(zip(REACHED, WAYS * 4, strict=False))


@pytest.mark.parametrize(("ask", "way"), QUICK)
def test_interrupted_nothing_is_lost(desk: Path, ask: Ask, way: str) -> None:
    interrupted(desk, [], ask, way)


BEFORE = {"D01": [], "D02a": [""], "D02b": ["n", "Motivo.", "4", "", ""]}
REST = [(id_, ask, way) for id_ in BEFORE for ask in REACHED for way in WAYS if id_ != "D01" or (ask, way) not in QUICK]


@pytest.mark.slow
@pytest.mark.parametrize(("id_", "ask", "way"), REST)
def test_interrupted_at_every_question_of_three_indicators(desk: Path, id_: str, ask: Ask, way: str) -> None:
    interrupted(desk, BEFORE[id_], ask, way)


@pytest.mark.parametrize("ask", [Ask.NOTE, Ask.TYPE])
def test_a_closed_terminal(desk: Path, ask: Ask) -> None:
    answers = foreseen(desk, *REACHED[ask]).answers
    person = Person(desk, "assess")
    person.question()
    person.types(*REACHED[ask])
    person.child.ptyproc.fileobj.close()  # as if the window were closed; pexpect's own close would also kill
    assert os.waitstatus_to_exitcode(os.waitpid(person.child.pid, 0)[1]) == 130
    person.child.closed = person.child.ptyproc.closed = True
    assert undated(saved(desk / FILE).answers) == undated(dict(answers))


@pytest.mark.parametrize("ask", REACHED)
@pytest.mark.parametrize("end", ["", pytest.param("\n", marks=pytest.mark.slow)], ids=["cut", "whole"])
def test_input_that_ends_at_any_question(desk: Path, ask: Ask, end: str) -> None:
    state = foreseen(desk, *REACHED[ask])
    done = trata("assess", cwd=desk, typed="\n".join(REACHED[ask]) + end)
    assert (done.returncode, done.stderr) == (0, NAMES_WRAPPED)
    assert undated(saved(desk / FILE).answers) == undated(dict(state.answers))
    assert is_farewell(done.stdout.splitlines()[-1], desk / FILE)


def test_starting_again_goes_on_where_it_was(desk: Path) -> None:
    done = trata("assess", cwd=desk, typed="n\nMotivo.\n4\n")
    assert "D02a · Note (Enter = none, e = editor)" in done.stdout
    again = trata("assess", cwd=desk)
    assert "Left half done: D02a (g D02a goes there)" in again.stdout
    questions = [line for line in again.stdout.splitlines() if "  Level 0–4 " in line]
    assert [line.split()[0] for line in questions] == ["D02b"]


# Whatever arrives.


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        (b"4\nA\xf1o\n", "Ao"),
        (b"4\nuno\xe2\x80\xa8dos\n", "uno\ndos"),
        (b"4\n\x1b[31mrojo\x1b[0m\n", "rojo"),
        (b"4\nnu\x00lo\n", "nulo"),
        (b"\xef\xbb\xbf4\r\nnota\r\n", "nota"),
        (b"4\n" + b"palabra " * 640 + b"\n", ("palabra " * 640).strip()),
        (b"4\n[/b] {x} [link=https://x]\n", "[/b] {x} [link=https://x]"),
    ],
    ids=["not-utf8", "u2028", "escape", "nul", "bom-crlf", "5000-bytes", "markup"],
)
@pytest.mark.parametrize("utf8", ["0", pytest.param("1", marks=pytest.mark.slow)])
def test_hostile_bytes(desk: Path, typed: bytes, note: str, utf8: str) -> None:
    done = trata("assess", cwd=desk, typed=typed, PYTHONUTF8=utf8, PYTHONIOENCODING="", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stderr) == (0, NAMES_WRAPPED)
    assert saved(desk / FILE).answers["D01"].note == note
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", done.stdout.replace("\r\n", "\n"))
    assert trata("validate", FILE, cwd=desk).returncode == 0


def test_a_bad_byte_takes_no_line_along(desk: Path) -> None:
    trata("assess", cwd=desk, typed=b"4\nnota\n\n\xff\n4\n", PYTHONUTF8="0", PYTHONIOENCODING="", LC_ALL="C.UTF-8")
    answers = saved(desk / FILE).answers
    assert (answers["D01"].note, answers["D02a"].level) == ("nota", 4)


def test_no_input_at_all(desk: Path) -> None:
    before = (desk / FILE).read_bytes()
    done = trata("assess", cwd=desk)
    assert done.returncode == 0
    assert (desk / FILE).read_bytes() == before
    assert is_farewell(done.stdout.splitlines()[-1], desk / FILE)


def test_a_pasted_note_of_several_lines_is_one_note(desk: Path) -> None:
    with at_terminal(desk, "assess") as person:
        person.question()
        person.types("4")
        shown = person.types("\x1b[200~Primera línea\nq\n\nÚltima: 3\x1b[201~")
        assert "Evidence: title" in plain(shown)
        person.child.send("q\r")
        assert person.ends() == 0
    assert saved(desk / FILE).answers["D01"].note == "Primera línea\nq\n\nÚltima: 3"
    assert "    note: |-\n      Primera línea\n" in (desk / FILE).read_text(encoding="utf-8")


def test_a_long_line_at_a_terminal(desk: Path) -> None:
    note = "palabra " * 640
    with at_terminal(desk, "assess") as person:
        person.question()
        person.types("4", note)
        interrupt(person, "ctrl-c")
        assert person.ends() == 130
    assert saved(desk / FILE).answers["D01"].note == note.strip()


def editor(folder: Path, script: str) -> str:
    path = folder / "my editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return f"'{path}' --wait"


def test_a_note_from_the_editor(desk: Path) -> None:
    command = editor(desk, """printf 'Del editor.\\n\\nq\\n' >> "$2" """)
    with at_terminal(desk, "assess", EDITOR=command) as person:
        person.question()
        person.types("4", "Antes.", "-", "4")
        assert "Evidence: title" in plain(person.types("e"))
        interrupt(person, "ctrl-d")
        assert person.ends() == 0
    assert saved(desk / FILE).answers["D01"].note == "Antes.Del editor.\n\nq"


def test_ctrl_c_in_the_editor_is_the_editors(desk: Path) -> None:
    command = editor(desk, """trap 'echo Cortado. > "$2"; exit 0' INT; echo lista; while :; do read x; done""")
    with at_terminal(desk, "assess", VISUAL=command, EDITOR="false") as person:
        person.question()
        person.types("4")
        person.child.send("e\r")
        person.child.expect("lista")
        person.child.sendintr()
        assert "Evidence: title" in plain(person.question())
        person.child.send("q\r")
        assert person.ends() == 0
    assert saved(desk / FILE).answers["D01"].note == "Cortado."


@pytest.mark.parametrize("command", ["", "no-such-editor-here", "false", "'unclosed"])
def test_no_editor(desk: Path, command: str) -> None:
    with at_terminal(desk, "assess", EDITOR=command) as person:
        person.question()
        person.types("4")
        shown = plain(person.types("e"))
        assert "No editor could be used" in shown
        assert "D01 · Note" in shown
        person.types("A mano.")
        interrupt(person, "ctrl-d")
        assert person.ends() == 0
    assert saved(desk / FILE).answers["D01"].note == "A mano."


def test_no_editor_over_a_pipe(desk: Path) -> None:
    done = trata("assess", cwd=desk, typed="4\ne\nA mano.\n", EDITOR="true")
    assert "No editor could be used" in done.stdout
    assert saved(desk / FILE).answers["D01"].note == "A mano."


def test_nobody_reads_the_output(desk: Path) -> None:
    command = f"yes 4 | {sys.executable} -m trata_cli assess | head -n 3"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=desk, env=environment(), capture_output=True, check=False)
    assert b"trata" not in done.stderr.replace(b"trata_cli", b"")
    assert b"Exception" not in done.stderr


# Which file.


def test_one_draft_is_taken(desk: Path) -> None:
    (desk / "assessments" / "broken.yaml").write_text("{", encoding="utf-8")
    done = trata("assess", cwd=desk)
    assert is_farewell(done.stdout.splitlines()[-1], desk / FILE)


def two_drafts(desk: Path) -> None:
    path = desk / "assessments" / "XPE-2025.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("reviewed", "draft"), encoding="utf-8")


def test_a_choice_of_several(desk: Path) -> None:
    two_drafts(desk)
    done = trata("assess", cwd=desk, typed="0\n3\nx\n\n2\n4\n")
    assert "  1  assessments/XPE-2025.yaml\n  2  assessments/XPE-2026.yaml\n" in done.stdout
    assert done.stdout.count("Allowed: a number from 1 to 2, q.") == 4
    assert saved(desk / FILE).answers["D01"].level == 4


@pytest.mark.parametrize("typed", ["", "q\n", "9\nq\n"])
def test_nothing_chosen(desk: Path, typed: str) -> None:
    two_drafts(desk)
    done = trata("assess", cwd=desk, typed=typed)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Nothing was begun.")


def test_no_draft_asks_for_country_and_year(tmp_path: Path) -> None:
    done = trata("assess", cwd=tmp_path, typed="Paraguay\npry\nabc\n1066\n2026\n4\nNota.\n")
    assert done.returncode == 0
    assert "“Paraguay” is no country code" in done.stderr
    assert "“1066” is not a year" in done.stderr
    found = saved(tmp_path / "assessments" / "PRY-2026.yaml")
    assert (found.country, found.year, found.status) == ("PRY", 2026, "draft")
    assert (found.answers["D01"].level, found.answers["D01"].note) == (4, "Nota.")


@pytest.mark.parametrize("typed", ["", "q", "PRY\n", "PRY\nq\n"])
def test_nothing_begun(tmp_path: Path, typed: str) -> None:
    done = trata("assess", cwd=tmp_path, typed=typed)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Nothing was begun.")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_before_the_interview(tmp_path: Path) -> None:
    with at_terminal(tmp_path, "assess") as person:
        person.question()
        interrupt(person, "ctrl-c")
        assert person.ends() == 130
    assert person.last_line == "Nothing was begun."


def test_last_year_is_the_file_beside_or_the_one_named(desk: Path) -> None:
    assert "2025: level 3 — «Hecho en D01.»  (= repeats it)" in trata("assess", FILE, cwd=desk).stdout
    other = desk / "otro.yaml"
    last = (desk / "assessments" / "XPE-2025.yaml").read_text(encoding="utf-8")
    other.write_text(last.replace("level: 3", "level: 1"), encoding="utf-8")
    done = trata("assess", FILE, "--previous", "otro.yaml", cwd=desk, typed="=\n")
    assert "2025: level 1 — «Hecho en D01.»" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(f"trata assess {FILE} --previous otro.yaml")
    assert saved(desk / FILE).answers["D01"].level == 1
    (desk / "assessments" / "XPE-2025.yaml").unlink()
    assert "2025" not in trata("assess", FILE, cwd=desk).stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("XPE", "XPF", "another country's"), ("2025", "2024", "not of the year before"), ("version: 1", "version: 7", "")],
)
def test_what_is_not_last_years_is_not_compared(desk: Path, old: str, new: str, said: str) -> None:
    path = desk / "otro.yaml"
    text = (desk / "assessments" / "XPE-2025.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = trata("assess", FILE, "--previous", "otro.yaml", cwd=desk, typed="2\n\n")
    assert "(= repeats it)" not in done.stdout
    assert said in done.stdout
    assert "Why?" not in done.stdout


# Refusals.


def test_a_final_file_is_refused(desk: Path) -> None:
    path = desk / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("draft", "final"), encoding="utf-8")
    done = trata("assess", FILE, cwd=desk, typed="4\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"trata: {FILE} is final and is not changed.\n"


def test_a_file_that_does_not_parse_is_refused(desk: Path) -> None:
    (desk / FILE).write_text("format: [\n", encoding="utf-8")
    done = trata("assess", FILE, cwd=desk, typed="4\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{FILE}:2:1" in done.stderr


@pytest.mark.parametrize(("name", "code"), [("none.yaml", 2), ("assessments", 1), ("-", 2)])
def test_a_file_that_is_none(desk: Path, name: str, code: int) -> None:
    done = trata("assess", name, cwd=desk, typed="4\n")
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("trata: ")


def test_other_errors_of_a_file_do_not_stop_the_interview(desk: Path) -> None:
    path = desk / FILE
    path.write_text(path.read_text(encoding="utf-8") + "extra: 1\n", encoding="utf-8")
    done = trata("assess", FILE, cwd=desk, typed="4\n")
    assert done.returncode == 0
    assert f"The file has errors; see them with: trata validate {FILE}" in done.stdout
    assert saved(path).answers["D01"].level == 4
    assert path.read_text(encoding="utf-8").endswith("extra: 1\n")


def test_a_folder_that_cannot_be_written(desk: Path) -> None:
    (desk / "assessments").chmod(0o555)
    try:
        done = trata("assess", FILE, cwd=desk, typed="4\n")
    finally:
        (desk / "assessments").chmod(0o755)
    assert done.returncode == 1
    assert done.stderr.startswith("trata: D01 could not be saved: ")


# Personal data.

PERSONAL = """\
answers:
  D05:
    level: 2
    reason: Sin fondos; lo dice la Mesa.
    note: |-  # trata: ignore=personal-data-phone,personal-data-email Línea y buzón nacionales.
      Línea 0981 555 123,
      ayuda@mesa.example
    evidence:
      - title: Afiche
        type: official-act
        date: 2026
        issuer: Mesa, tel. 0981 555 777
"""


def test_personal_data_is_pointed_out_and_decided_about(desk: Path) -> None:
    with at_terminal(desk, "assess", "--reports", "out") as person:
        person.question()
        person.types("g 5", "2")
        asked_about = person.types("\x1b[200~Línea 0981 555 123,\rayuda@mesa.example\x1b[201~")
        assert plain(asked_about).split("\n")[-5:-1] == [
            "D05 · Note: “09•• ••• •••” looks like a telephone number",
            "“a••••@••••.•••••••” looks like an e-mail address",
            "Type the text anew · p = it is public · x = take it out · e = editor · Enter =",
            "leave it",
        ]
        assert plain(person.types("p")).split("\n")[-2] == (
            "D05 · Why is it public? Such as: national hotline (Enter = back)"
        )
        assert "Noted in the file: it is public.\nD05 · 2025: level 3, now: 2. Why?" in plain(
            person.types("Línea y buzón nacionales.")
        )
        assert "D05 · Reason: “j•••@••••.•••••••” looks like an e-mail address" in plain(
            person.types("Sin fondos; lo dice juan@mesa.example.")
        )
        person.types("Sin fondos; lo dice la Mesa.")
        assert "D05 · Issuer of the evidence: “09•• ••• •••”" in plain(
            person.types("Afiche | a | 2026 | Mesa, tel. 0981 555 777 |  | p")
        )
        left = plain(person.types(""))
        assert "It stays as it is: validate will name it, and a public report will not show this text." in (
            " ".join(left.split())
        )
        person.child.send("q\r")
        assert person.ends() == 1
    assert PERSONAL in re.sub(" +(answered|wording): .*\n", "", (desk / FILE).read_text("utf-8"))
    shown = " ".join(plain(person.shown).split())
    assert "trata: 1 text is withheld from the public report until somebody decides about it:" in shown
    assert "warning personal-data-phone" in shown
    assert is_farewell(person.last_line, desk / FILE)
    for report in (desk / "out").iterdir():
        text = report.read_text("utf-8").replace("\\", "")
        assert ("555 777" in text, "0981 555 123" in text) == (False, True)
        assert "issuer withheld: to be reviewed" in text


def test_where_it_can_not_be_noted_that_is_said_and_nothing_is_lost(desk: Path) -> None:
    path = desk / FILE
    path.write_text(path.read_text("utf-8").replace("answers: {}", "answers: {D05: {level: 4}}"), encoding="utf-8")
    done = trata("assess", FILE, cwd=desk, typed="g 5\n4\nLínea 0981 555 123.\np Línea nacional.\nAfiche | a\nq\n")
    said = (
        "trata: D05: that it is public could not be noted: there is no plain place beside the text, or it has changed. "
        "Write beside the text: # trata: ignore=personal-data-phone Línea nacional.\n"
    )
    assert (done.returncode, done.stderr) == (1, said + NAMES_WRAPPED)
    answer = saved(path).answers["D05"]
    assert (answer.note, answer.evidence[0].title) == ("Línea 0981 555 123.", "Afiche")


# The walk.


def asked(shown: str) -> list[str]:
    return [line.split()[0] for line in shown.splitlines() if "  Level 0–4 " in line]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--only", "D05"], ["D05"]),
        (["--only", "5,2b", "--only", "33"], ["D02b", "D05", "D33"]),
        (["--only", "2"], ["D02a", "D02b"]),
        (["--pillar", "prevencion", "--only", "33,5"], ["D05"]),
        (["--pillar", "prevencion"], [id_ for id_, place in PLAN.places.items() if place.pillar.id == "prevencion"]),
        (["--pillar", "Represion"], [id_ for id_, place in PLAN.places.items() if place.pillar.id == "represion"]),
        ([], list(PLAN.places)),
    ],
)
def test_a_narrow_walk(desk: Path, options: list[str], ids: list[str]) -> None:
    done = trata("assess", FILE, *options, cwd=desk, typed="\n" * 60)
    assert asked(done.stdout) == ids
    assert "\nWHOLE PLAN\n" in done.stdout
    assert done.returncode == 0


def test_only_what_is_pending(desk: Path) -> None:
    trata("assess", FILE, cwd=desk, typed="4\n\n\ns\nMotivo.\nn\nMotivo.\n")
    done = trata("assess", FILE, "--pending", cwd=desk, typed="-\n" + "\n" * 60)
    assert asked(done.stdout) == ["D03", "D02a", *list(PLAN.places)[3:]]
    done = trata("assess", FILE, "--pending", "--only", "D01", cwd=desk)
    assert "Nothing is pending here." in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--only", "99"], "“99” is no indicator"), (["--pillar", "suelo"], "“suelo” is no pillar of this plan")],
)
def test_a_walk_that_is_none(desk: Path, options: list[str], said: str) -> None:
    done = trata("assess", FILE, *options, cwd=desk)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_an_example_says_so_and_how_to_begin_ones_own() -> None:
    done = trata("assess", str(ROOT / "tests" / "golden" / "XPE-2026.yaml"), cwd=ROOT)
    assert done.stdout.startswith("XPE is an invented country, an example. To begin your own: trata init PRY 2026\n")


def test_reports_at_the_end(desk: Path) -> None:
    done = trata("assess", "--reports", "out", FILE, cwd=desk, typed="4\nNota.\n")
    assert done.returncode == 0
    assert sorted(path.name for path in (desk / "out").iterdir()) == ["XPE-2026.html", "XPE-2026.md"]
    *_, reports, _, last = done.stdout.splitlines()
    assert reports.startswith("Reports: ")
    assert is_farewell(last, desk / FILE)
    (desk / FILE).write_text((desk / FILE).read_text(encoding="utf-8") + "extra: 1\n", encoding="utf-8")
    done = trata("assess", "--reports", "out", FILE, cwd=desk)
    assert done.returncode == 1
    assert is_farewell(done.stdout.splitlines()[-1], desk / FILE)

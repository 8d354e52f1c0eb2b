"""`trata set` from outside: what it writes, what it says, its exit codes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.support import GARDEN_FILE, PLAN, trata
from trata_cli.method import fingerprints

HEAD = "format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
GARDEN_HEAD = HEAD.replace("oea-trata", "huerto")
NAME = "XPE-2026.yaml"
NO_LEVEL = "is not a level. Allowed: 0, 1, 2, 3, 4, not-applicable, no-information."
EITHER = "trata: Give either --level (with --note and --reason, if you like) or --clear."


def file(folder: Path, answers: str = "answers: {}\n", head: str = HEAD) -> Path:
    path = folder / NAME
    path.write_bytes((head + answers).encode())
    return path


def answers(path: Path) -> str:
    """The answers as they are written now; the day and the fingerprint are checked and left out."""
    text = path.read_bytes().decode().removeprefix(HEAD).removeprefix(GARDEN_HEAD)
    for day in re.findall(r"answered: (.*)", text):
        assert abs((date.fromisoformat(day) - date.today()).days) <= 1
    return re.sub(r"^ +(answered|wording): .*\n", "", text, flags=re.M)


def test_a_level_with_note_and_reason(tmp_path: Path) -> None:
    path = file(tmp_path)
    done = trata("set", NAME, "D02a", "--level", "3", "--note", "uno: dos", "--reason", "Por ley.", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "D02a saved\n")
    today = re.search(r"answered: (.*)", path.read_text("utf-8"))
    assert today
    assert path.read_text("utf-8") == (
        f"{HEAD}answers:\n  D02a:\n    level: 3\n    reason: Por ley.\n    note: 'uno: dos'\n"
        f"    answered: {today[1]}\n    wording: {fingerprints.wording(PLAN, PLAN.places['D02a'])}\n"
    )
    assert answers(path)
    assert trata("validate", NAME, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("typed", ["2a", "D2a", "d02A", " D02a "])
def test_spellings_of_an_id(tmp_path: Path, typed: str) -> None:
    path = file(tmp_path)
    assert trata("set", NAME, typed, "--level", "1", cwd=tmp_path).returncode == 0
    assert answers(path) == "answers:\n  D02a:\n    level: 1\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["14", "--level", "3"], "trata: “14” can be D14a, D14b: name one of them."),
        (["D99", "--level", "3"], "trata: “D99” is no indicator. See the ids with: trata plan show"),
        (["", "--level", "3"], "trata: “” is no indicator. See the ids with: trata plan show"),
        (["\x1b[31m", "--level", "3"], "trata: “\\x1b[31m” is no indicator. See the ids with: trata plan show"),
        (["D01", "--level", "5"], f"trata: “5” {NO_LEVEL}"),
        (["D01", "--level", "03"], f"trata: “03” {NO_LEVEL}"),
        (["D01", "--level", "-1"], f"trata: “-1” {NO_LEVEL}"),
        (["D01", "--level", ""], f"trata: “” {NO_LEVEL}"),
        (["D01", "--level", "not-applicable"], "trata: “not applicable” needs a reason: add --reason"),
        (["D01", "--level", "s", "--reason", " \n"], "trata: “no information” needs a reason: add --reason"),
        (["D01"], EITHER),
        (["D01", "--note", "x"], EITHER),
        (["D01", "--clear", "--level", "3"], EITHER),
        (["D01", "--clear", "--note", ""], EITHER),
    ],
)
def test_what_was_typed_is_refused_with_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    path = file(tmp_path, "answers:\n  D01: {level: 2}\n")
    before = path.read_bytes()
    done = trata("set", NAME, *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", says + "\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize("arguments", [[], [NAME], [NAME, "D01", "--level"], [NAME, "D01", "x", "--clear"]])
def test_an_incomplete_command_line(tmp_path: Path, arguments: list[str]) -> None:
    file(tmp_path)
    assert trata("set", *arguments, cwd=tmp_path).returncode == 2


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    done = trata("set", "no.yaml", "D01", "--level", "3", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "trata: no.yaml can't be opened: it does not exist.\n")
    assert not (tmp_path / "no.yaml").exists()


def test_a_folder(tmp_path: Path) -> None:
    done = trata("set", ".", "D01", "--level", "3", cwd=tmp_path)
    assert done.returncode == 1
    assert "not-a-regular-file" in done.stderr


@pytest.mark.parametrize(("typed", "word"), [("n", "not-applicable"), ("sin información", "no-information")])
def test_a_word_with_its_reason(tmp_path: Path, typed: str, word: str) -> None:
    path = file(tmp_path, "answers:\n  D01:\n    level: 2\n    note: n\n")
    assert trata("set", NAME, "1", "--level", typed, "--reason", "Porque sí.", cwd=tmp_path).returncode == 0
    assert answers(path) == f"answers:\n  D01:\n    level: {word}\n    reason: Porque sí.\n    note: n\n"


def test_a_number_drops_the_reason_of_a_word(tmp_path: Path) -> None:
    path = file(tmp_path, "answers:\n  D07:\n    level: not-applicable  # c\n    reason: No es receptor.\n")
    assert trata("set", NAME, "D07", "--level", "2", cwd=tmp_path).returncode == 0
    assert answers(path) == "answers:\n  D07:\n    level: 2  # c\n"


def test_one_words_reason_is_none_for_the_other(tmp_path: Path) -> None:
    path = file(tmp_path, "answers:\n  D07: {level: not-applicable, reason: No es receptor.}\n")
    assert trata("set", NAME, "D07", "--level", "s", cwd=tmp_path).returncode == 2
    assert trata("set", NAME, "D07", "--level", "n", cwd=tmp_path).returncode == 0
    assert "reason: No es receptor." in path.read_text("utf-8")


def test_a_number_keeps_the_reason_of_a_fall(tmp_path: Path) -> None:
    path = file(tmp_path, "answers:\n  D07:\n    level: 3\n    reason: Se derogó.\n")
    assert trata("set", NAME, "D07", "--level", "2", cwd=tmp_path).returncode == 0
    assert answers(path) == "answers:\n  D07:\n    level: 2\n    reason: Se derogó.\n"


def test_an_empty_note_takes_the_note_out(tmp_path: Path) -> None:
    path = file(tmp_path, "answers:\n  D07:\n    level: 3\n    note: |\n      uno\n      dos\n")
    assert trata("set", NAME, "D07", "--level", "3", "--note", "", cwd=tmp_path).returncode == 0
    assert answers(path) == "answers:\n  D07:\n    level: 3\n"


def test_a_note_of_several_lines_is_a_block_and_cleaned(tmp_path: Path) -> None:
    path = file(tmp_path)
    note = "uno\r\ndos\u2028\x1b[31mtres "
    assert trata("set", NAME, "D07", "--level", "3", "--note", note, cwd=tmp_path).returncode == 0
    expected = "answers:\n  D07:\n    level: 3\n    note: |-\n      uno\n      dos\n      tres\n"
    assert answers(path) == expected


def test_institutions_that_differ_are_decided_between(tmp_path: Path) -> None:
    statements = (
        "    statements:\n      - {by: F, role: institution, level: 1}\n      - {by: M, role: institution, level: 3}\n"
    )
    path = file(tmp_path, "answers:\n  D13:\n" + statements)
    assert trata("set", NAME, "13", "--level", "2", "--reason", "La mesa decidió.", cwd=tmp_path).returncode == 0
    text = answers(path)
    decided = re.search(r"    decided: (.*)\n", text)
    assert decided
    date.fromisoformat(decided[1])
    assert text == (
        f"answers:\n  D13:\n    level: 2\n    reason: La mesa decidió.\n    decided: {decided[1]}\n" + statements
    )
    done = trata("set", NAME, "13", "--clear", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "D13 cleared\n")
    assert answers(path) == "answers:\n  D13:\n" + statements


def test_clear_takes_the_answer_out_and_leaves_the_comments_above(tmp_path: Path) -> None:
    path = file(tmp_path, "answers:\n  # sobre D01\n  D01:\n    level: 2\n    extra: 1\n  D03: {level: 1}\n")
    assert trata("set", NAME, "D01", "--clear", cwd=tmp_path).returncode == 0
    assert answers(path) == "answers:\n  # sobre D01\n  D03: {level: 1}\n"
    before = path.stat()
    assert trata("set", NAME, "D01", "--clear", cwd=tmp_path).returncode == 0
    assert path.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("head", [HEAD.replace("draft", "final"), HEAD + "final: {content: c-0123456789abcdef}\n"])
def test_a_final_file_is_refused_with_1(tmp_path: Path, head: str) -> None:
    path = file(tmp_path, head=head)
    before = path.read_bytes()
    done = trata("set", NAME, "D01", "--level", "3", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, f"trata: {NAME} is final and is not changed.\n")
    assert path.read_bytes() == before


def test_a_file_with_other_errors_is_saved_all_the_same(tmp_path: Path) -> None:
    broken = (
        "institucion: x\nanswers:\n  D2a: {level: 1}\n  D03: {level: 9, note: , evidence: [{title: t}]}\n"
        "  D04: {level: not-applicable}\n  D05: 3\n"
    )
    path = file(tmp_path, broken)
    assert trata("validate", NAME, cwd=tmp_path).returncode == 1
    done = trata("set", NAME, "D01", "--level", "3", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "D01 saved\n")
    assert answers(path) == broken.replace("  D03:", "  D01:\n    level: 3\n  D03:")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "answers: [\n", "not-yaml"),
        (HEAD + "answers:\n  D01: {level: 1}\n  D01: {level: 2}\n", "duplicate-key"),
        (HEAD + "answers: &a {}\n", "anchor"),
        (HEAD + "answers: ninguna\n", "not-a-mapping"),
        (HEAD + "answers:\n  D01: 3\n", "not-a-mapping"),
        (HEAD.replace("oea-trata", "otro") + "answers: {}\n", "unknown-plan"),
        (HEAD.replace("country: XPE\n", "") + "answers: {}\n", "missing-field"),
        ("", "empty-file"),
    ],
)
def test_what_a_file_says_is_refused_with_1(tmp_path: Path, text: str, code: str) -> None:
    path = file(tmp_path, text, head="")
    done = trata("set", NAME, "D01", "--level", "3", cwd=tmp_path)
    assert done.returncode == 1
    assert f" error {code}: " in done.stderr
    assert path.read_text("utf-8") == text


def test_where_no_problem_says_why_a_sentence_does(tmp_path: Path) -> None:
    path = file(tmp_path, "answers:\n  ? D01\n  ? D03\n")
    before = path.read_bytes()
    done = trata("set", NAME, "D01", "--level", "3", cwd=tmp_path)
    assert done.returncode == 1
    assert "trata: D01 could not be saved: the file has no plain place for it.\n" in done.stderr
    assert path.read_bytes() == before


def test_a_file_without_answers_gets_them(tmp_path: Path) -> None:
    path = file(tmp_path, "# fin\n")
    assert trata("set", NAME, "D01", "--level", "3", cwd=tmp_path).returncode == 0
    assert answers(path) == "answers:\n  D01:\n    level: 3\n# fin\n"


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    path = file(tmp_path)
    tmp_path.chmod(0o555)
    try:
        done = trata("set", NAME, "D01", "--level", "3", cwd=tmp_path)
    finally:
        tmp_path.chmod(0o755)
    assert (done.returncode, done.stderr) == (2, "trata: D01 could not be saved: no permission.\n")
    assert answers(path) == "answers: {}\n"


def test_another_plan(tmp_path: Path) -> None:
    path = file(tmp_path, head=GARDEN_HEAD)
    plan = ["--plan", str(GARDEN_FILE)]
    assert trata("set", NAME, "AGUA_DOS", "--level", "2", *plan, cwd=tmp_path).returncode == 0
    assert trata("set", NAME, "s-1", "--level", "0", *plan, cwd=tmp_path).returncode == 0
    assert answers(path) == "answers:\n  S-1:\n    level: 0\n  agua_dos:\n    level: 2\n"
    done = trata("set", NAME, "S-1", "--level", "3", *plan, cwd=tmp_path)
    assert done.returncode == 2
    assert "Allowed: 0, 1, 2, not-applicable, no-information." in done.stderr
    assert trata("set", NAME, "S-1", "--level", "1", cwd=tmp_path).returncode == 1  # an unknown plan


PHONE = """\
D05 saved
XPE-2026.yaml:9:26: warning personal-data-phone: “09•• ••• •••” looks like a telephone number
     9 |     note: Llamar al tel. 09•• ••• •••.
       |                          ^
       → leave it out; if it is a hotline or an office, say so: # trata: ignore=personal-data-phone why

1 file, 0 errors, 1 warning
"""


def test_personal_data_is_saved_and_pointed_out(tmp_path: Path) -> None:
    path = file(tmp_path)
    command = ["set", NAME, "D05", "--level", "2", "--note", "Llamar al tel. 0981 555 123."]
    done = trata(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", PHONE)
    assert answers(path) == "answers:\n  D05:\n    level: 2\n    note: Llamar al tel. 0981 555 123.\n"
    assert trata(*command, cwd=tmp_path).stderr == "D05 saved\n"  # it was pointed out already
    assert trata(*command, "--reason", "CPF 123.456.789-09", "--quiet", cwd=tmp_path).stderr == ""


def test_what_was_said_to_be_public_is_not_pointed_out(tmp_path: Path) -> None:
    comment = "# trata: ignore=personal-data-phone Línea nacional."
    file(tmp_path, f"answers:\n  D05:\n    level: 2\n    note: Línea.  {comment}\n")
    done = trata("set", NAME, "D05", "--level", "3", "--note", "Línea 0981 555 123, a@mesa.example", cwd=tmp_path)
    assert re.findall("warning (.+?):", done.stderr) == ["personal-data-email"]


def test_quiet_says_nothing_and_the_language_is_chosen(tmp_path: Path) -> None:
    file(tmp_path)
    done = trata("set", NAME, "D01", "--level", "3", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert trata("set", NAME, "D01", "--level", "3", "--lang", "es", cwd=tmp_path).stderr == "D01 guardado\n"

"""`trata finalize`: from draft to reviewed to final, what is refused on the way, and the way back."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support import GARDEN_FILE, ROOT, trata
from trata_cli import i18n
from trata_cli.commands import Stop, finalize
from trata_cli.commands.common import readable
from trata_cli.files.assessments import read_assessment
from trata_cli.files.edit import EditRefused, comment_above
from trata_cli.files.plans import Shelf
from trata_cli.method import fingerprints

NAME = "XPE-2026.justicia.yaml"
DAY = "2026-12-05"
MESA = "Mesa Interinstitucional"
DRAFT = """\
# Parte de Justicia
format: trata/assessment/1
plan: {id: oea-trata, version: 1}   # edición de 2010
country: XPE
year: 2026

institution: "Mesa Interinstitucional"
status: draft   # desde octubre
part: {institution: Justicia, ids: [D13, D20]}
answers:
  D13:
    level: 2
    note: Aprobada sin reglamento.   # ver acta
  D20:
    level: no-information
    reason: Sin registro.
"""
REVIEWED = DRAFT.replace("status: draft ", "status: reviewed ")
FINAL = DRAFT.replace("status: draft ", "status: final ")
TO_REVIEWED = f"{NAME} is reviewed now. Next, to make it final: trata finalize {NAME}\n"
TO_REPORT = f"Next, its report: trata report {NAME} -o XPE-2026.justicia.html\n"


def file(folder: Path, text: str = DRAFT, name: str = NAME) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def content(path: Path) -> str:
    """The fingerprint of what a file says."""
    assessment = read_assessment(path, Shelf([])).assessment
    assert assessment
    return fingerprints.content(assessment)


def now(path: Path) -> str:
    """A file with today's date as that of these tests."""
    return path.read_bytes().decode().replace(date.today().isoformat(), DAY)


def signed(content: str, by: str = MESA, text: str = FINAL) -> str:
    """A file as it is when it is final."""
    final = f"final:\n  date: {DAY}\n  by: {by}\n  content: {content}\nanswers:\n"
    return text.replace("answers:\n", final)


def test_two_steps(tmp_path: Path) -> None:
    path = file(tmp_path)
    done = trata("finalize", NAME, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", TO_REVIEWED)
    assert path.read_text("utf-8") == REVIEWED
    done = trata("finalize", NAME, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert now(path) == signed(content(path))
    today = date.today().isoformat()
    assert done.stderr == f"{NAME} is final now, signed on {today} by {MESA}: {content(path)}\n" + TO_REPORT
    done = trata("validate", NAME, "--strict", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 file, 0 errors, 0 warnings\n")


def test_the_fingerprint_is_that_of_the_contract(tmp_path: Path) -> None:
    """SHA-256 over the file's values but `final`, as JSON with sorted keys, no spaces, UTF-8."""
    path = file(tmp_path, REVIEWED)
    assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    says = (
        '{"answers":{"D13":{"level":2,"note":"Aprobada sin reglamento."},'
        '"D20":{"level":"no-information","reason":"Sin registro."}},"country":"XPE","format":"trata/assessment/1",'
        '"institution":"Mesa Interinstitucional","part":{"ids":["D13","D20"],"institution":"Justicia"},'
        '"plan":{"id":"oea-trata","version":1},"status":"final","year":2026}'
    )
    assert now(path) == signed("c-" + hashlib.sha256(says.encode()).hexdigest()[:16])


def test_who_signs(tmp_path: Path) -> None:
    path = file(tmp_path, REVIEWED)
    done = trata("finalize", NAME, "--by", " Secretaría:\n Ejecutiva ", cwd=tmp_path)
    assert done.returncode == 0
    assert f"by Secretaría: Ejecutiva: {content(path)}" in done.stderr
    assert now(path) == signed(content(path), by="'Secretaría: Ejecutiva'")


def test_windows_line_ends_a_bom_and_no_last_line_end_stay(tmp_path: Path) -> None:
    text = "\ufeff" + DRAFT.rstrip("\n").replace("\n", "\r\n")
    path = file(tmp_path, text)
    for _ in range(2):
        assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    expected = signed(content(path), text=FINAL).rstrip("\n").replace("\n", "\r\n")
    assert now(path) == "\ufeff" + expected
    assert trata("finalize", NAME, "--reopen", "Por error.", cwd=tmp_path).returncode == 0
    assert now(path) == text.replace(
        "status: draft",
        f"# Reopened on {DAY}: Por error. (signed on {DAY}, {content_of(expected)})\r\nstatus: draft",
    )


def content_of(text: str) -> str:
    (found,) = re.findall("c-[0-9a-f]{16}", text)
    return str(found)


def test_a_file_in_flow_style(tmp_path: Path) -> None:
    text = (
        "{format: trata/assessment/1, plan: {id: oea-trata, version: 1}, country: XPE, year: 2026,\n"
        "  institution: Mesa, status: reviewed, part: {institution: Justicia, ids: [D13]},\n"
        "  answers: {D13: {level: 2}}}\n"
    )
    path = file(tmp_path, text)
    assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    assert trata("validate", NAME, "--strict", cwd=tmp_path).returncode == 0
    assert trata("finalize", NAME, "--reopen", "x", cwd=tmp_path).returncode == 0
    lines = text.replace("reviewed", "draft").splitlines()
    found = now(path).splitlines()
    assert found[0] == lines[0]
    assert re.fullmatch(rf"  # Reopened on {DAY}: x \(signed on {DAY}, c-[0-9a-f]{{16}}\)", found[1])
    assert found[2:] == lines[1:]


# Refused.


def test_what_is_open_and_required_is_named_whole_and_nothing_is_written(tmp_path: Path) -> None:
    text = REVIEWED.replace('institution: "Mesa Interinstitucional"\n', "").replace(
        "    level: 2\n    note: Aprobada sin reglamento.   # ver acta\n",
        "    statements:\n      - {by: Fiscalía, role: institution, level: 1}\n"
        "      - {by: Policía, role: institution, level: 2}\n",
    )
    path = file(tmp_path, text.replace("    reason: Sin registro.\n", ""))
    before = path.read_bytes()
    done = trata("finalize", NAME, cwd=tmp_path)
    assert (done.returncode, done.stdout, path.read_bytes()) == (1, "", before)
    found = re.findall(r"^(?:trata: )?\S+?:(\d+:\d+: error \S+):", done.stderr, re.MULTILINE)
    assert done.stderr.startswith(f"trata: {NAME} can't be final yet. This is required, or open:\n")
    assert found == [
        "2:1: error institution-missing",
        "7:9: error final-open",
        "15:12: error reason-missing",
    ]
    assert "1 indicators are open: D13" in done.stderr
    assert "warning" not in done.stderr.replace("0 warnings", "")


def test_a_draft_with_errors_is_not_reviewed(tmp_path: Path) -> None:
    path = file(tmp_path, DRAFT.replace("    level: 2\n", "    level: 7\n"))
    before = path.read_bytes()
    done = trata("finalize", NAME, cwd=tmp_path)
    assert (done.returncode, path.read_bytes()) == (1, before)
    lines = done.stderr.splitlines()
    assert lines[0] == f"trata: {NAME} can't be reviewed yet. First this is required:"
    assert lines[1].startswith(f"trata: {NAME}:12:12: error level-outside-plan: ")


def test_what_is_open_does_not_stop_a_review_and_is_said(tmp_path: Path) -> None:
    text = DRAFT.replace("ids: [D13, D20]", "ids: [D13, D20, D21]")
    path = file(tmp_path, text)
    done = trata("finalize", NAME, cwd=tmp_path)
    assert (done.returncode, path.read_text("utf-8")) == (0, text.replace("status: draft ", "status: reviewed "))
    assert done.stderr == TO_REVIEWED + "As it stands that will be refused: 1 error, 0 warnings.\n"


def test_warnings_refuse_nothing_and_are_counted(tmp_path: Path) -> None:
    path = file(tmp_path, REVIEWED.replace("level: 2", "level: 3"))
    done = trata("finalize", NAME, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.endswith(TO_REPORT + f"0 errors, 1 warning. See them with: trata validate {NAME}\n")
    assert now(path) == signed(content(path), text=FINAL.replace("level: 2", "level: 3"))


@pytest.mark.parametrize("status", ["final", "draft", "reviewed"])
def test_what_is_signed_is_final_and_says_how_to_open_it(tmp_path: Path, status: str) -> None:
    text = signed("c-0123456789abcdef", text=DRAFT.replace("status: draft", f"status: {status}"))
    path = file(tmp_path, text)
    done = trata("finalize", NAME, cwd=tmp_path)
    assert (done.returncode, done.stdout, path.read_text("utf-8")) == (1, "", text)
    expected = f"trata: {NAME} is final. To work on it again: trata finalize {NAME} --reopen REASON\n"
    assert done.stderr == expected


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "FILE is missing."),
        ([NAME, "--by", " "], "option --by needs a value."),
        ([NAME, "--reopen", ""], "option --reopen needs a value."),
        ([NAME, "--reopen", "\n\x07 "], "option --reopen needs a value."),
        ([NAME, "--reopen", "x", "--by", "Mesa"], "Give either --by, for who signs, or --reopen."),
        ([NAME, "--reopen", "x"], f"{NAME} is a draft: there is nothing to reopen."),
        (["no.yaml"], "no.yaml can't be opened: it does not exist."),
        (["-"], "What is signed is a file; standard input is none."),
    ],
)
def test_what_was_typed_is_refused_with_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    path = file(tmp_path)
    done = trata("finalize", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (2, "", f"trata: {says}")
    assert path.read_text("utf-8") == DRAFT


@pytest.mark.parametrize("text", ["", "format: [", "format: trata/assessment/1\n", DRAFT + "status: final\n"])
@pytest.mark.parametrize("options", [[], ["--reopen", "x"]])
def test_what_does_not_read_is_refused_with_its_problems(tmp_path: Path, text: str, options: list[str]) -> None:
    path = file(tmp_path, text)
    done = trata("finalize", NAME, *options, cwd=tmp_path)
    assert (done.returncode, done.stdout, path.read_text("utf-8")) == (1, "", text)
    assert re.match(rf"trata: {NAME}:\d+:\d+: error ", done.stderr)


@pytest.mark.parametrize("status", ["draft", "reviewed"])
def test_a_file_that_can_not_be_written_stays(tmp_path: Path, status: str) -> None:
    text = DRAFT.replace("status: draft", f"status: {status}")
    path = file(tmp_path, text)
    path.chmod(0o444)
    done = trata("finalize", NAME, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"trata: {NAME} can't be written: no permission.\n")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("options", [{"reopen": None}, {"reopen": "x"}])
def test_a_change_in_the_meantime_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: dict[str, str | None]
) -> None:
    path = file(tmp_path, REVIEWED)
    theirs = REVIEWED.replace("level: 2", "level: 1")

    def reading_slowly(*arguments: Any) -> Any:
        found = readable(*arguments)
        path.write_text(theirs, encoding="utf-8")
        return found

    before = i18n.language()
    i18n.activate("en")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(finalize, "readable", reading_slowly)
    with pytest.raises(Stop) as stop:
        finalize.run(NAME, by=None, plans=(), quiet=False, **options)
    i18n.activate(before)
    assert (stop.value.code, path.read_text("utf-8")) == (1, theirs)
    assert capsys.readouterr().err.endswith(f"{NAME} was changed by somebody else just now; nothing was written.\n")


def test_quiet(tmp_path: Path) -> None:
    file(tmp_path)
    for _ in range(2):
        done = trata("finalize", NAME, "--quiet", cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# What is final.


def test_the_years_example(tmp_path: Path) -> None:
    """A whole of all indicators; nothing but the status and the signature changes."""
    text = (ROOT / "assessments" / "XPE-2025.yaml").read_text("utf-8").replace("status: final", "status: draft")
    path = file(tmp_path, text, "XPE-2025.yaml")
    for _ in range(2):
        assert trata("finalize", path.name, cwd=tmp_path).returncode == 0
    assert now(path) == signed(
        content(path),
        by="Mesa Interinstitucional contra la Trata",
        text=text.replace("status: draft", "status: final"),
    )
    assert trata("validate", path.name, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(("old", "new"), [("level: 2", "level: 4"), ("sin reglamento", "con reglamento")])
def test_a_change_of_what_was_signed_is_found(tmp_path: Path, old: str, new: str) -> None:
    path = file(tmp_path, REVIEWED)
    assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    done = trata("validate", NAME, cwd=tmp_path)
    assert done.returncode == 1
    assert f"{NAME}:13:12: error content-changed" in done.stdout


def test_comments_and_layout_are_not_signed(tmp_path: Path) -> None:
    path = file(tmp_path, REVIEWED)
    assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    path.write_text(path.read_text("utf-8").replace("   # ver acta", "").replace("\n\n", "\n"), encoding="utf-8")
    assert trata("validate", NAME, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "command", [["set", NAME, "D13", "--level", "1"], ["assess", NAME], ["review", NAME, "--by", "x"]]
)
def test_a_final_file_is_not_changed(tmp_path: Path, command: list[str]) -> None:
    path = file(tmp_path, REVIEWED)
    assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    before = path.read_bytes()
    done = trata(*command, cwd=tmp_path, typed="1\nx\n")
    assert (done.returncode, done.stdout, path.read_bytes()) == (1, "", before)
    assert done.stderr == f"trata: {NAME} is final and is not changed.\n"


def test_another_plan(tmp_path: Path) -> None:
    text = (
        "format: trata/assessment/1\nplan: {id: huerto, version: 1}\ncountry: XPE\nyear: 2026\ninstitution: Huerto\n"
        "status: reviewed\npart: {institution: Justicia, ids: [S-1]}\nanswers:\n  S-1: {level: 1, note: Poco.}\n"
    )
    path = file(tmp_path, text)
    assert trata("finalize", NAME, cwd=tmp_path).returncode == 1  # nobody knows that plan
    done = trata("finalize", NAME, "--plan", GARDEN_FILE, cwd=tmp_path)
    assert done.returncode == 0
    assert f"--plan {GARDEN_FILE}" in done.stderr
    assert "status: final\n" in path.read_text("utf-8")


# Opened again.


def test_reopening_keeps_why_and_what_was_signed(tmp_path: Path) -> None:
    path = file(tmp_path, REVIEWED)
    assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    first = content(path)
    done = trata("finalize", NAME, "--reopen", " La mesa:\nfaltaba el\tacta # 8 ", cwd=tmp_path)
    expected = f"{NAME} is a draft again. Go on with: trata assess {NAME}\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", expected)
    comment = f"# Reopened on {DAY}: La mesa: faltaba el acta # 8 (signed on {DAY}, {first})\n"
    assert now(path) == DRAFT.replace("status: draft", comment + "status: draft")
    assert trata("validate", NAME, "--strict", cwd=tmp_path).returncode == 0
    for _ in range(2):
        assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    assert content(path) == first
    assert now(path) == signed(first, text=FINAL.replace("status: final", comment + "status: final"))


def test_reopening_speaks_the_language_in_force(tmp_path: Path) -> None:
    path = file(tmp_path, REVIEWED)
    assert trata("finalize", NAME, "--reopen", "Falta un acta.", cwd=tmp_path, TRATA_LANG="es").returncode == 0
    assert now(path) == DRAFT.replace("status: draft", f"# Reabierto el {DAY}: Falta un acta.\nstatus: draft")


def test_reopening_twice_keeps_both_reasons_in_their_order(tmp_path: Path) -> None:
    path = file(tmp_path, REVIEWED)
    for reason in ("Uno.", "Dos."):
        assert trata("finalize", NAME, "--reopen", reason, cwd=tmp_path).returncode == 0
        assert trata("finalize", NAME, cwd=tmp_path).returncode == 0
    comments = f"# Reopened on {DAY}: Uno.\n# Reopened on {DAY}: Dos.\n"
    assert now(path) == REVIEWED.replace("status: reviewed", comments + "status: reviewed")


@pytest.mark.parametrize(
    ("final", "says"),
    [
        ("final: {content: c-0123456789abcdef}\n", "signed, c-0123456789abcdef"),
        ("final: {date: 2026-11-01, content: c-0123456789abcdef}\n", "signed on 2026-11-01, c-0123456789abcdef"),
    ],
)
@pytest.mark.parametrize("status", ["final", "draft"])
def test_what_was_changed_since_it_was_signed_can_be_opened(tmp_path: Path, status: str, final: str, says: str) -> None:
    text = DRAFT.replace("status: draft", f"status: {status}")
    path = file(tmp_path, text.replace("answers:\n", final + "answers:\n"))
    assert trata("validate", NAME, cwd=tmp_path).returncode == 1
    assert trata("finalize", NAME, "--reopen", "Se cambió.", cwd=tmp_path).returncode == 0
    comment = f"# Reopened on {DAY}: Se cambió. ({says})\n"
    assert now(path) == DRAFT.replace("status: draft", comment + "status: draft")
    assert trata("validate", NAME, cwd=tmp_path).returncode == 0


# A comment above a key.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status: x\n", "# c\nstatus: x\n"),
        ("a: 1\nstatus: x", "a: 1\n# c\nstatus: x"),
        ("a: |\n  uno\n\nstatus: x\n", "a: |\n  uno\n\n# c\nstatus: x\n"),
        ("{a: 1, status: x}\n", "# c\n{a: 1, status: x}\n"),
        ("{\n  status: x}\n", "{\n  # c\n  status: x}\n"),
        ("a: 1\r\nstatus: x\r\n", "a: 1\r\n# c\r\nstatus: x\r\n"),
    ],
)
def test_a_comment_above_a_key(text: str, expected: str) -> None:
    assert comment_above(text, ("status",), "c") == expected


@pytest.mark.parametrize(
    "text", ["a: 1\n", "{a: uno\n  dos, status: x}\n", "{a: 'uno\n  dos', status: x}\n", "", "- status\n"]
)
def test_no_place_for_a_comment(text: str) -> None:
    with pytest.raises(EditRefused):
        comment_above(text, ("status",), "c")

"""Case files: an input and the whole list of its problems, thought out by hand from the contract.

`cases/NAME.yaml` (assessments) and `plan_cases/NAME.yaml` (plans, as `trata plan check` finds them) have a
`NAME.expected` beside them:

    # name: XPE-2026.yaml             the name under which the input is read, if it is another
    # plan: huerto-1.yaml             a plan of tests/plans, as with --plan
    # file: docs/acta.pdf = content   a file that lies beside the input
    8:12 error bad-level answers.D01.level
        the message, in English
        → the hint

The lines under a problem are compared where they are given; a good file expects nothing. What can't live in a text
file stands in the tables below.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support import ROOT, trata
from trata_cli import i18n
from trata_cli.files.assessments import problems_of
from trata_cli.files.document import MOST_BYTES, read
from trata_cli.files.ignores import key_of
from trata_cli.files.plans import Shelf, check_plan
from trata_cli.files.tree import MOST_NODES, parse, walk
from trata_cli.method.rules import ACROSS_FILES, IN_FORMS, RULES
from trata_cli.model.problem import Pointer, Problem, dotted, has_errors
from trata_cli.views.problems import as_text, hint, message

TESTS = ROOT / "tests"
CASES = sorted((TESTS / "cases").glob("*.yaml"))
NO_PLACE = ("file-too-big", "not-a-regular-file", "unreadable")
PLAN_CASES = sorted((TESTS / "plan_cases").glob("*.yaml"))


@dataclass
class Expected:
    """A `.expected` file: where and how the input is read, and the problems with their words if given."""

    name: str = ""
    plans: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, list[str]]] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str) -> Expected:
        read = cls()
        for line in text.splitlines():
            if directive := re.fullmatch(r"# (name|plan|file): (.+)", line):
                read.direct(directive[1], directive[2])
            elif line.startswith("    "):
                read.problems[-1][1].append(line.strip())
            else:
                read.problems.append((line, []))
        return read

    def direct(self, what: str, value: str) -> None:
        if what == "name":
            self.name = value
        elif what == "plan":
            self.plans.append(str(TESTS / "plans" / value))
        else:
            path, content = value.split(" = ")
            self.files[path] = content

    @property
    def codes(self) -> list[str]:
        return [line.split()[2] for line, _ in self.problems]


def expected(case: Path) -> Expected:
    return Expected.parse(case.with_suffix(".expected").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def shown(problems: tuple[Problem, ...], words: bool = True) -> list[tuple[str, list[str]]]:
    return [
        (
            f"{p.line}:{p.column} {p.severity} {p.code} {dotted(p.pointer)}".rstrip(),
            [message(p), f"→ {hint(p)}"] if words else [],
        )
        for p in problems
    ]


def check(problems: tuple[Problem, ...], wanted: Expected) -> None:
    """The whole list; of the words, those that are given."""
    found = shown(problems)
    assert [place for place, _ in found] == [place for place, _ in wanted.problems]
    for (place, words), (_, given) in zip(found, wanted.problems, strict=True):
        assert not given or words == given, place


def check_carets(problems: tuple[Problem, ...], text: str) -> None:
    """Each caret stands under the character that line and column name, in a source line that is safe to print."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for problem in problems:
        assert problem.source.isprintable()
        line = lines[problem.line - 1]
        meant = line[problem.column - 1 : problem.column]
        there = problem.source[problem.caret : problem.caret + 1]
        shown = meant if meant.isprintable() else " " if meant == "\t" else "\\"
        assert problem.code in NO_PLACE or there in (shown, "•")  # of personal data, the beginning at most


@pytest.mark.parametrize("case", [*CASES, *PLAN_CASES], ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_case(case: Path, tmp_path: Path) -> None:
    wanted = expected(case)
    path = tmp_path / (wanted.name or ("XPE-2026.yaml" if case.parent.name == "cases" else case.name))
    path.write_bytes(case.read_bytes())
    for name, content in wanted.files.items():
        beside = tmp_path / name
        beside.parent.mkdir(exist_ok=True)
        beside.write_text(content)
    shelf, of_plan = Shelf(wanted.plans), case.parent.name == "plan_cases"
    problems = check_plan(read(path), shelf).problems if of_plan else problems_of(str(path), shelf)
    check(problems, wanted)
    check_carets(problems, case.read_bytes().decode())
    assert {problem.file for problem in problems} <= {str(path)}


def with_ignore(text: str, pointer: Pointer, code: str) -> str:
    """A text with the comment that lets a warning stand, at the end of its key's line."""
    tree = parse(text)
    line = next(key.start.line for at, key, _ in walk(tree.root) if at == key_of(pointer))
    lines = text.split("\n")
    lines[line] += f" # trata: ignore={code} visto en la mesa"
    return "\n".join(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_warning_can_be_let_stand_and_takes_no_other_along(case: Path, tmp_path: Path) -> None:
    wanted, text = expected(case), case.read_bytes().decode()
    path = tmp_path / (wanted.name or "XPE-2026.yaml")
    path.write_bytes(text.encode())
    before = problems_of(str(path), Shelf(wanted.plans))
    if has_errors(before) or "ignore=" in text:
        return
    for warning in before:
        path.write_bytes(with_ignore(text, warning.pointer, warning.code).encode())
        after = problems_of(str(path), Shelf(wanted.plans))
        gone = {p for p in before if p.code == warning.code and key_of(p.pointer) == key_of(warning.pointer)}
        assert set(after) == set(before) - gone


def test_every_case_has_its_expectation() -> None:
    inputs = {case.with_suffix("") for case in [*CASES, *PLAN_CASES]}
    wanted = {
        path.with_suffix("") for folder in ("cases", "plan_cases") for path in (TESTS / folder).glob("*.expected")
    }
    assert inputs == wanted


HEAD = b"format: trata/assessment/1\nplan: {id: oea-trata, version: 1}\ncountry: XPE\nyear: 2026\nstatus: draft\n"
CRLF = HEAD.replace(b"\n", b"\r\n")
BOM = b"\xef\xbb\xbf"

BYTES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "1:1 error empty-file\n    the file is empty\n    → start one with: trata init COUNTRY YEAR"),
    "only a BOM": (BOM, "1:1 error empty-file"),
    "only line ends": (b"\n\r\n\n", "1:1 error empty-file"),
    "BOM": (BOM + HEAD + b"answers: {D01: {level: 2}}\n", ""),
    "BOM counts for no column": (BOM + b"titel: x\n" + HEAD, "1:1 error unknown-field titel"),
    "two BOMs": (
        BOM + BOM + HEAD,
        "1:1 error control-character\n1:1 error missing-field format\n1:1 error unknown-field \ufffdformat",
    ),
    "CRLF": (CRLF + b"answers:\r\n  D01:\r\n    level: 2\r\n    note: |\r\n      a\r\n      b\r\n", ""),
    "CRLF keeps places": (
        CRLF + b"answers:\r\n  D01:\r\n    note: a\r\n    level: no\r\n",
        "9:12 error bad-level answers.D01.level",
    ),
    "BOM and CRLF": (BOM + CRLF, ""),
    "mixed line ends": (CRLF + b"answers:\n  D01:\r\n    level: 2\n", ""),
    "lone CR": (
        HEAD + b"answers:\n  D01:\n    note: a\rb\n    level: tres\n",
        "8:12 error line-separator\n    U+000D is no line end here, though some programs take it for one\n"
        "    → replace it with a space or a real line end\n9:12 error bad-level answers.D01.level",
    ),
    "CR at the end": (HEAD + b"answers: {}\r", "6:12 error line-separator"),
    "CR before CRLF": (HEAD + b"answers: {}\r\r\n", "6:12 error line-separator"),
    "NUL": (
        HEAD + b"answers: {D01: {note: a\0b}}\n",
        "6:24 error control-character\n    control character U+0000\n    → delete it",
    ),
    "C1 control": (HEAD + b"institution: a\xc2\x9bb\n", "6:15 error control-character"),
    "U+0085": (HEAD + b"institution: a\xc2\x85b\n", "6:15 error line-separator"),
    "U+2028": (HEAD + b"institution: a\xe2\x80\xa8b\n", "6:15 error line-separator"),
    "not a character": (HEAD + b"institution: a\xef\xbf\xbeb\n", "6:15 error control-character"),
    "Latin-1": (
        HEAD + "institution: Fiscalía\n".encode("latin-1"),
        "6:20 error not-utf8\n    byte 0xED is not UTF-8\n    → save the file again with the encoding UTF-8",
    ),
    "Latin-1 behind wide characters": (HEAD + "institution: 😀á".encode() + b"\xe1\n", "6:16 error not-utf8"),
    "UTF-16 with BOM": ("format: x\n".encode("utf-16"), "1:1 error not-utf8"),
    "a surrogate in UTF-8": (HEAD + b"institution: \xed\xa0\x80\n", "6:14 error not-utf8"),
    "overlong": (HEAD + b"institution: \xc0\xae\n", "6:14 error not-utf8"),
    "cut short": (HEAD + b"institution: \xe2\x80", "6:14 error not-utf8"),
    "5 MiB": (HEAD + b"#" * (MOST_BYTES - len(HEAD)), ""),
    "5 MiB and a byte": (
        HEAD + b"#" * (MOST_BYTES - len(HEAD) + 1),
        "1:1 error file-too-big\n    the file has 5242881 bytes; at most 5242880 are read\n    → is it an assessment?",
    ),
    "as many values as are read": (b"- a\n" * (MOST_NODES - 1), "1:1 error not-a-mapping"),
    "a value more": (
        b"- a\n" * MOST_NODES,
        "20000:3 error too-many-values\n    more than 20000 keys and values\n    → is it an assessment?",
    ),
    "no level for a million digits": (
        HEAD + b"answers: {D01: {level: " + b"9" * 1_000_000 + b"}}\n",
        "6:24 error bad-level answers.D01.level",
    ),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes(name: str, tmp_path: Path) -> None:
    content, wanted = BYTES[name]
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes(content)
    problems = problems_of(str(path), Shelf())
    check(problems, Expected.parse(wanted))
    if "not-utf8" not in wanted:
        check_carets(problems, content.decode())


def test_utf_16_without_a_bom_is_full_of_nuls(tmp_path: Path) -> None:
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes("institution: x\n".encode("utf-16-le"))
    problems = problems_of(str(path), Shelf())
    assert {"control-character"} < {problem.code for problem in problems}
    assert (problems[0].line, problems[0].column) == (1, 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no FIFO")
def test_fifo(tmp_path: Path) -> None:
    path = tmp_path / "XPE-2026.yaml"
    os.mkfifo(path)
    wanted = "1:1 error not-a-regular-file\n    this is not a regular file\n    → name a YAML file or a folder"
    check(problems_of(str(path), Shelf()), Expected.parse(wanted))


def test_of_one_check_the_first_thousand(tmp_path: Path) -> None:
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes(HEAD + b"answers:\n" + b"".join(b"  E%d: {level: 9}\n" % number for number in range(1001)))
    problems = problems_of(str(path), Shelf())
    assert [(p.line, p.code) for p in problems] == [
        (line, code) for line in range(7, 1007) for code in ("unknown-indicator", "level-outside-plan")
    ]


def test_every_rule_has_a_case_with_its_words() -> None:
    elsewhere = {
        *NO_PLACE,
        "not-utf8",
        "too-many-values",
        *ACROSS_FILES,
        *IN_FORMS,
    }  # in the tables here, with a file system in test_reader.py, several files in test_years.py, forms in test_form.py
    every = [expected(case) for case in [*CASES, *PLAN_CASES]]
    spoken = {line.split()[2] for each in every for line, words in each.problems if words}
    assert RULES.keys() - elsewhere == spoken
    listed = {code for each in every for code in each.codes}
    assert listed <= RULES.keys()


def test_text_output_names_file_line_and_column(tmp_path: Path) -> None:
    case = TESTS / "plan_cases" / "bad-threshold.yaml"
    path = tmp_path / "mini.yaml"
    path.write_bytes(case.read_bytes())
    assert as_text(problems_of(str(path), Shelf()), 1) == (
        f"{path}:8:17: error bad-threshold: “fulfilled_from” is 3, which is not a level\n"
        "     8 | fulfilled_from: 3\n"
        "       |                 ^\n"
        "       → use one of: 0, 1, 2\n"
        "\n"
        "1 file, 1 error, 0 warnings\n"
    )


def test_plan_named_by_an_assessment_is_reported_once(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    broken = (TESTS / "plan_cases" / "bad-threshold.yaml").read_bytes()
    (plans / "mini-1.yaml").write_bytes(broken)
    (tmp_path / "XPE-2026.yaml").write_bytes(HEAD.replace(b"oea-trata", b"mini"))
    done = trata("validate", ".", "--format", "json", cwd=tmp_path)
    assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == ["unknown-plan", "bad-threshold"]

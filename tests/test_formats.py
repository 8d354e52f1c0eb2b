"""The formats that a CI reads: whole documents, every case file by the formats' own schemas, hostile texts.

Each format is read back here as its reader does it: GitHub's runner by its own rules for commands, SARIF and JUnit by
parsers that know nothing of trata. What comes back is compared with the problems, all of them and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from lxml import etree
from markdown_it import MarkdownIt

from tests import npm
from tests.support import trata
from tests.test_cases import BYTES, CASES, HEAD, PLAN_CASES, expected
from tests.test_report_hostile import HOSTILE
from trata_cli import __version__, cli, i18n
from trata_cli.cli import main
from trata_cli.files.assessments import problems_of
from trata_cli.files.plans import Shelf
from trata_cli.method.rules import RULES
from trata_cli.model.problem import Finding, Problem, Severity
from trata_cli.model.text import visible
from trata_cli.views.problems import Format, as_json, hint, message, render
from trata_cli.views.problems.github import job_summary

TESTS = Path(__file__).parent
GRAVE: frozenset[Severity] = frozenset({"error"})
STRICT: frozenset[Severity] = frozenset({"error", "warning"})
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
NOTICE = "Names of persons can't be detected: read the texts yourself before you share them."
GFM = MarkdownIt("gfm-like")
GFM.linkify.add("//", None)  # GitHub makes no link of an address without a protocol
JUNIT = etree.XMLSchema(file=str(TESTS / "schemas" / "junit-10.xsd"))
SARIF = ("@microsoft/jest-sarif", "1.0.0-beta.0", "748e2c3d1a842e7bb258416685c7ea3a0da40005b72267b2052c2856d48ad102")

BAD = HEAD.decode() + "answers:\n  D2a:\n    level: 2\n  D01:\n    level: 3\n"
"""An error in line 7, a warning in line 10."""
GOOD = HEAD.decode().replace("2026", "2025")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a good file and a bad one, outside of any CI."""
    (tmp_path / "assessments").mkdir()
    (tmp_path / "assessments" / "XPE-2025.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "assessments" / "XPE-2026.yaml").write_text(BAD, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def validate(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    """`trata validate`: exit code, result, and what it said beside."""
    code = main(["validate", *arguments])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


# Whole documents.

IN_GITHUB = """\
::error file=assessments/XPE-2026.yaml,line=7,col=3,title=unknown-indicator::assessments/XPE-2026.yaml:7:3: \
“D2a” is not an indicator of this plan%0A→ Did you mean “D02a”?
::warning file=assessments/XPE-2026.yaml,line=10,col=12,title=evidence-missing::assessments/XPE-2026.yaml:10:12: \
level 3 without evidence other than statements%0A→ add the document that proves it: evidence, with title and type
2 files, 1 error, 1 warning
"""
JOB_SUMMARY = f"""\
### trata: 2 files, 1 error, 1 warning

| Where | What | Code | What to do |
|---|---|---|---|
| assessments/XPE-2026.yaml:7:3 | error: “D2a” is not an indicator of this plan | unknown-indicator \
| Did you mean “D02a”? |
| assessments/XPE-2026.yaml:10:12 | warning: level 3 without evidence other than statements | evidence-missing \
| add the document that proves it: evidence, with title and type |

{NOTICE}

"""
IN_JUNIT = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="trata">
  <testsuite name="assessments/XPE-2025.yaml" tests="1" failures="0" errors="0">
    <testcase classname="assessments/XPE-2025.yaml" name="validate" />
  </testsuite>
  <testsuite name="assessments/XPE-2026.yaml" tests="2" failures="1" errors="0">
    <testcase classname="assessments/XPE-2026.yaml" name="unknown-indicator answers.D2a">
      <failure type="unknown-indicator" message="“D2a” is not an indicator of this plan">\
assessments/XPE-2026.yaml:7:3: error unknown-indicator: “D2a” is not an indicator of this plan
     7 |   D2a:
       |   ^
       → Did you mean “D02a”?</failure>
    </testcase>
    <testcase classname="assessments/XPE-2026.yaml" name="evidence-missing answers.D01.level">
      <system-out>\
assessments/XPE-2026.yaml:10:12: warning evidence-missing: level 3 without evidence other than statements
    10 |     level: 3
       |            ^
       → add the document that proves it: evidence, with title and type</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""


@pytest.mark.usefixtures("folder")
def test_github(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert validate(capfdbinary, "--format", "github") == (1, IN_GITHUB, NOTICE + "\n")


@pytest.mark.usefixtures("folder")
def test_junit(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert validate(capfdbinary, "--format", "junit") == (1, IN_JUNIT, NOTICE + "\n")


@pytest.mark.usefixtures("folder")
def test_junit_fails_for_what_the_command_fails_for(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, strict, _ = validate(capfdbinary, "--format", "junit", "--strict")
    assert strict == (
        IN_JUNIT.replace('tests="2" failures="1"', 'tests="2" failures="2"')
        .replace(
            "<system-out>",
            '<failure type="evidence-missing" message="level 3 without evidence other than statements">',
        )
        .replace("</system-out>", "</failure>")
    )


@pytest.mark.usefixtures("folder")
def test_sarif(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, result, said = validate(capfdbinary, "--format", "sarif")
    assert (code, said) == (1, NOTICE + "\n")
    what = "An id is not in the plan: of an answer, in an assignment or in a part."
    log = json.loads(result)
    driver = log["runs"][0]["tool"]["driver"]
    missing, unknown = driver.pop("rules")
    assert log == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "trata", "version": __version__, "language": "en"}},
                "language": "en",
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [{"level": "note", "message": {"text": NOTICE}}],
                    }
                ],
                "results": [
                    {
                        "ruleId": "unknown-indicator",
                        "ruleIndex": 1,
                        "level": "error",
                        "message": {"text": "“D2a” is not an indicator of this plan\n→ Did you mean “D02a”?"},
                        "locations": [place("assessments/XPE-2026.yaml", 7, 3, "answers.D2a")],
                        "partialFingerprints": {"codeAndPointer/v1": fingerprint("unknown-indicator", "answers.D2a")},
                    },
                    {
                        "ruleId": "evidence-missing",
                        "ruleIndex": 0,
                        "level": "warning",
                        "message": {
                            "text": "level 3 without evidence other than statements\n"
                            "→ add the document that proves it: evidence, with title and type"
                        },
                        "locations": [place("assessments/XPE-2026.yaml", 10, 12, "answers.D01.level")],
                        "partialFingerprints": {
                            "codeAndPointer/v1": fingerprint("evidence-missing", "answers.D01.level")
                        },
                    },
                ],
            }
        ],
    }
    assert (missing["id"], missing["defaultConfiguration"]) == ("evidence-missing", {"level": "warning"})
    why = RULES["unknown-indicator"].why
    assert unknown == {
        "id": "unknown-indicator",
        "shortDescription": {"text": RULES["unknown-indicator"].what},
        "fullDescription": {"text": why},
        "help": {
            "text": f"{RULES['unknown-indicator'].what}\n\n{why}\n\n"
            "Wrong:\nanswers:\n  D2a: {level: 2}\n\nRight:\nanswers:\n  D02a: {level: 2}",
            "markdown": f"{RULES['unknown-indicator'].what}\n\n{why}\n\n"
            "Wrong:\n\n```yaml\nanswers:\n  D2a: {level: 2}\n```\n\n"
            "Right:\n\n```yaml\nanswers:\n  D02a: {level: 2}\n```",
        },
        "defaultConfiguration": {"level": "error"},
    }, what


def place(uri: str, line: int, column: int, pointer: str) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": line, "startColumn": column},
        },
        "logicalLocations": [{"fullyQualifiedName": pointer}],
    }


def fingerprint(code: str, pointer: str, name: str = "XPE-2026.yaml", number: int = 1) -> str:
    digest = hashlib.sha256("\0".join((code, pointer, name)).encode()).hexdigest()
    return f"{digest[:32]}:{number}"


def test_no_problem_at_all() -> None:
    assert render("github", [], ["a.yaml"], GRAVE) == "1 file, 0 errors, 0 warnings\n"
    assert job_summary([], 1) == f"### trata: 1 file, 0 errors, 0 warnings\n\n{NOTICE}\n\n"
    (run,) = json.loads(render("sarif", [], ["a.yaml"], GRAVE))["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert render("junit", [], ["a.yaml"], GRAVE) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="trata">\n'
        '  <testsuite name="a.yaml" tests="1" failures="0" errors="0">\n'
        '    <testcase classname="a.yaml" name="validate" />\n  </testsuite>\n</testsuites>\n'
    )


# The command around them.


def test_the_command_line_offers_the_formats_that_there_are() -> None:
    assert ("auto", *get_args(Format)) == cli._PROBLEMS


@pytest.mark.usefixtures("folder")
def test_a_format_that_there_is_not(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    said = "trata: --format takes one of: auto, text, json, github, sarif, junit; not “xml”."
    assert validate(capfdbinary, "--format", "xml") == (2, "", f"{said}\nHelp: trata validate --help\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("value", "is_github"), [("true", True), ("false", False), ("", False), (None, False)])
@pytest.mark.parametrize("arguments", [[], ["--format", "auto"]])
def test_auto_is_github_where_github_says_so(
    value: str | None,
    is_github: bool,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    if value is not None:
        monkeypatch.setenv("GITHUB_ACTIONS", value)
    wanted = validate(capfdbinary, "--format", "github" if is_github else "text")
    assert validate(capfdbinary, *arguments) == wanted
    assert wanted[1].startswith("::error" if is_github else "assessments")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", get_args(Format))
def test_every_format_goes_into_a_file_and_keeps_the_exit_code(
    form: str, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, out, _ = validate(capfdbinary, "--format", form)
    assert validate(capfdbinary, "--format", form, "-o", "out", "--quiet") == (1, "", "")
    assert (folder / "out").read_text("utf-8") == out
    good, no_answers = "assessments/XPE-2025.yaml", "assessments/XAB-2026.yaml"
    assert validate(capfdbinary, "--format", form, good)[0] == 0
    (folder / no_answers).write_text(BAD.replace("XPE", "XAB").replace("D2a", "D02a"), "utf-8")
    assert validate(capfdbinary, "--format", form, no_answers)[0] == 0, "warnings are no error"
    assert validate(capfdbinary, "--format", form, no_answers, "--strict")[0] == 1
    assert validate(capfdbinary, "--format", form, "nowhere.yaml")[:2] == (2, "")


def test_the_jobs_summary_comes_behind_what_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = folder / "summary.md"
    page.write_text("# Tests\n\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    for form in ("text", "json", "sarif", "junit"):
        validate(capfdbinary, "--format", form)
    assert page.read_text("utf-8") == "# Tests\n\n", "only GitHub's own format writes there"
    assert validate(capfdbinary, "--format", "github") == (1, IN_GITHUB, NOTICE + "\n")
    assert page.read_text("utf-8") == "# Tests\n\n" + JOB_SUMMARY


def test_a_summary_that_can_not_be_written_is_said_and_fails_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "assessments")
    said = "The job's summary was not written to assessments: it is a folder.\n"
    wanted = "1 file, 0 errors, 0 warnings\n"
    good = str(folder / "assessments" / "XPE-2025.yaml")
    assert validate(capfdbinary, "--format", "github", good) == (0, wanted, f"{said}{NOTICE}\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "")
    assert validate(capfdbinary, "--format", "github", good) == (0, wanted, f"{NOTICE}\n")


def test_they_speak_the_readers_language(folder: Path) -> None:
    i18n.activate("es")
    found = problems_of(str(folder / "assessments" / "XPE-2026.yaml"), Shelf())
    for form in get_args(Format):
        assert "«D2a» no es un indicador de este plan" in render(form, found, [], GRAVE), form
    (run,) = json.loads(render("sarif", found, [], GRAVE))["runs"]
    assert run["language"] == run["tool"]["driver"]["language"] == "es"


def test_a_file_whose_name_is_no_text_is_one_suite(folder: Path) -> None:
    name = b"assessments/\xff\n\x1b.yaml".decode("utf-8", "surrogateescape")
    Path(name).write_text(BAD, "utf-8")
    done = trata("validate", "--format", "junit", "assessments/XPE-2025.yaml", name, cwd=folder)
    assert [suite.get("name") for suite in etree.fromstring(done.stdout.encode())] == [
        "assessments/XPE-2025.yaml",
        "assessments/\\udcff\\x0a\\x1b.yaml",
    ]


# Read back. What a reader finds of a problem: severity, file, line, column, code, message, hint.

Found = tuple[str, str, int, int, str, str, str]


def meant(problem: Problem) -> Found:
    return (
        problem.severity,
        visible(problem.file),
        problem.line,
        problem.column,
        problem.code,
        message(problem),
        hint(problem),
    )


def commands(log: str) -> tuple[list[tuple[str, dict[str, str], str]], list[str]]:
    """What GitHub's runner makes of a log, by its own rules: the commands, and the lines that are none."""
    found, plain = [], []
    for line in re.split(r"\r\n|\r|\n", log.removesuffix("\n")):
        command = re.fullmatch(r"\s*::(\w[\w-]*)(?: (.*?))?::(.*)", line)
        if not command:
            plain.append(line)
            continue
        pairs = (pair.split("=", 1) for pair in (command[2] or "").strip().split(",") if pair)
        found.append((command[1], {key: unescaped(value, property=True) for key, value in pairs}, command[3]))
    return [(name, properties, unescaped(data)) for name, properties, data in found], plain


def unescaped(text: str, *, property: bool = False) -> str:  # noqa: A002 - GitHub's word
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), *((("%3A", ":"), ("%2C", ",")) if property else ())):
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def from_github(problems: Sequence[Problem], files: Sequence[str]) -> list[Found]:
    found, plain = commands(render("github", problems, files, GRAVE))
    assert len(plain) == 1, "nothing but the count"
    assert not plain[0].startswith("##[")
    read = []
    for name, properties, data in found:
        assert list(properties) == ["file", "line", "col", "title"]
        where = f"{properties['file']}:{properties['line']}:{properties['col']}: "
        said, _, next_step = data.removeprefix(where).partition("\n→ ")
        assert data.startswith(where)
        line, column = int(properties["line"]), int(properties["col"])
        severity = {"notice": "info"}.get(name, name)
        read.append((severity, properties["file"], line, column, properties["title"], said, next_step))
    return read


def from_sarif(problems: Sequence[Problem], files: Sequence[str]) -> list[Found]:
    (run,) = json.loads(render("sarif", problems, files, GRAVE))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({problem.code for problem in problems})
    fingerprints = [result["partialFingerprints"]["codeAndPointer/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(problems)
    read = []
    for result in run["results"]:
        (location,) = result["locations"]
        physical, region = location["physicalLocation"], location["physicalLocation"]["region"]
        uri = physical["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        said, _, next_step = result["message"]["text"].partition("\n→ ")
        (severity,) = (each for each, level in LEVELS.items() if level == result["level"])
        line, column = region["startLine"], region["startColumn"]
        read.append((severity, visible(unquote(uri)), line, column, result["ruleId"], said, next_step))
    return read


def from_junit(problems: Sequence[Problem], files: Sequence[str]) -> list[Found]:
    root = etree.fromstring(render("junit", problems, files, GRAVE).encode())
    JUNIT.assertValid(root)
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names)
    read = []
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall(".//failure")))
        for case in cases:
            assert case.get("classname") == suite.get("name")
            if len(case) == 0:
                assert case.get("name") == "validate"
                continue
            (told,) = case
            head, *_, last = told.text.split("\n")
            file = suite.get("name")
            first = re.fullmatch(re.escape(file) + r":(\d+):(\d+): (\w+) ([\w-]+): (.*)", head)
            assert first, head
            line, column, severity, code, said = first.groups()
            assert (told.tag == "failure") == (severity == "error")
            assert told.tag != "failure" or (told.get("type"), told.get("message")) == (code, said)
            next_step = last.removeprefix("       → ") if last.startswith("       → ") else ""
            read.append((severity, file, int(line), int(column), code, said, next_step))
    return read


def from_summary(problems: Sequence[Problem], files: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows of the table; nothing in the page may be a link, a picture or markup but for a cell's own line end."""
    inside, rows = False, []
    for token in GFM.parse(job_summary(problems, len(files))):
        if token.type == "tr_open":
            rows.append(())
        inside = inside != (token.type in ("td_open", "td_close"))
        for child in token.children or []:
            assert child.type == "text" or child.content in ("<br>", "<span>", "</span>"), child
        assert token.type not in ("html_block", "fence", "code_block"), token
        if inside and token.type == "inline":
            texts = (child.content for child in token.children or [] if child.type == "text")
            rows[-1] += ("".join(texts),)
    return rows[1:]


def agree(problems: Sequence[Problem], files: Sequence[str]) -> None:
    """Every format says these problems and no other."""
    wanted = [meant(problem) for problem in problems]
    assert from_github(problems, files) == wanted
    assert from_junit(problems, files) == wanted
    assert from_sarif(problems, files) == [
        (severity, os.path.normpath(file), *place, said.replace("](", "] ("), next_step.replace("](", "] ("))
        for severity, file, *place, said, next_step in wanted
    ]
    assert from_summary(problems, files) == [
        (f"{file}:{line}:{column}".strip(), f"{severity}: {said}".strip(), code, next_step.strip())
        for severity, file, line, column, code, said, next_step in wanted
    ]
    plain = json.loads(as_json(problems, len(files)))["problems"]
    assert [(each["severity"], each["line"], each["column"], each["code"]) for each in plain] == [
        (each[0], each[2], each[3], each[4]) for each in wanted
    ]


def case_files() -> Iterator[tuple[str, str, bytes, Sequence[str]]]:
    """Every input of tests: its name here, the name under which it is read, its bytes and its plans."""
    for case in [*CASES, *PLAN_CASES]:
        wanted = expected(case)
        name = wanted.name or ("XPE-2026.yaml" if case.parent.name == "cases" else case.name)
        yield f"{case.parent.name}-{case.stem}", name, case.read_bytes(), wanted.plans
    for what, (content, _) in BYTES.items():
        if len(content) < 1_000_000:
            yield what, "XPE-2026.yaml", content, ()


EVERY = {label: rest for label, *rest in case_files()}


def problems_in(label: str, folder: Path) -> tuple[Problem, ...]:
    name, content, plans = EVERY[label]
    (folder / name).write_bytes(content)
    return problems_of(name, Shelf(plans))


@pytest.mark.parametrize("label", EVERY)
def test_every_case_is_read_back_whole(label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    agree(problems_in(label, tmp_path), [EVERY[label][0]])


@pytest.mark.parametrize("label", EVERY)
def test_every_case_is_valid_junit_when_strict(label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    problems = problems_in(label, tmp_path)
    root = etree.fromstring(render("junit", problems, ["XPE-2026.yaml"], STRICT).encode())
    JUNIT.assertValid(root)
    assert len(root.findall(".//failure")) == len(problems)


@pytest.fixture(scope="module")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> Draft4Validator:
    """SARIF's own schema, as Microsoft ships it to npm. It is not ours to pass on, so it is fetched."""
    package = npm.package(*SARIF, tmp_path_factory.mktemp("npm"))
    return Draft4Validator(json.loads((package / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))


@pytest.mark.slow
def test_every_case_is_valid_sarif(
    sarif_schema: Draft4Validator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    i18n.activate("es")
    for label in EVERY:
        log = json.loads(render("sarif", problems_in(label, tmp_path), [], GRAVE))
        assert [error.message for error in sarif_schema.iter_errors(log)] == [], label


@pytest.mark.slow
def test_the_schema_of_sarif_finds_what_is_wrong(sarif_schema: Draft4Validator) -> None:
    log = json.loads(render("sarif", hostile("x"), [], GRAVE))
    log["runs"][0]["results"][0]["level"] = "grave"
    log["runs"][0]["columnKind"] = "bytes"
    paths = {".".join(map(str, error.absolute_path)) for error in sarif_schema.iter_errors(log)}
    assert paths == {"runs.0.results.0.level", "runs.0.columnKind"}


# Hostile texts.

HARMFUL = [
    *HOSTILE,
    "a\n::error file=x,line=1::b",
    "a\r::set-output name=x::b",
    "a\r\n::stop-commands::token",
    "::error::x",
    "  ::warning file=a,title=b::c",
    "##[error]x ##[add-mask]y",
    "% %% %25 %0A %0D %3A %2C %250A",
    "a,b:c=d,line=1,file=e::",
    "]]> <![CDATA[ ]]&gt; &#0; &#x1b; </failure></testcase>",
    '<!DOCTYPE x [<!ENTITY e "y">]>&e;',
    "a|b\\|c||d",
    "``` ` ```` ~~~",
    "[x](1) [y](https://evil.example) ![z](data:,) \\[q\\](2)",
    "{0} {{1}} {",
    "\u202eelif\u2066 \ufeff \u200b\u2028\u2029\x85",
    "ñandú 😀 \u0301",
    "\ud800",
    "/abs/olute/../x",
    "../up/%2e%2e",
    "C:\\dir\\x.yaml",
    "file:///x",
    "n" * 10_000,
    "<" * 1_000,
    "-",
    "x #2",
]


def hostile(text: str) -> list[Problem]:
    """Problems whose every part is somebody's text: the file, the key, the value, and what a plan says is allowed."""
    values = Finding.of("bad-level", (), found=text, expected=text).values
    file = f"assessments/{text}.yaml"
    return [
        Problem(file, 1, 1, "bad-level", "error", ("answers", text, 0, "level"), values, visible(text), 0),
        Problem(file, 2, 9, "bad-level", "error", ("answers", text, 0, "level"), values, visible(text), 3),
        Problem(file, 2, 9, "bad-level", "warning", (text,), values),
        Problem(file, 3, 1, "bad-level", "info", (f"{text} ",), values),
    ]


@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_nothing_breaks_out(text: str) -> None:
    problems = hostile(text)
    agree(problems, [problems[0].file, "b.yaml"])
    for form in get_args(Format):
        if form != "json":  # there the names are for programs, and escaped by JSON's own rules
            assert all(c.isprintable() or c in "\n\u00a0" for c in render(form, problems, [], STRICT))


def test_all_of_them_at_once() -> None:
    problems = [problem for text in HARMFUL for problem in hostile(text)]
    agree(problems, list(dict.fromkeys(problem.file for problem in problems)))


# What each format has of its own.


ANYTHING = tuple(
    (name, "x")
    for name in {name for rule in RULES.values() for name in re.findall(r"\{(\w+)\}", rule.message + rule.hint)}
)
"""A value for every name that any rule's sentences have."""


def problem(code: str, pointer: str, line: int = 1, file: str = "assessments/XPE-2026.yaml") -> Problem:
    return Problem(file, line, 1, code, RULES[code].severity, tuple(pointer.split(".")), ANYTHING)


def marks(problems: Sequence[Problem]) -> list[str]:
    (run,) = json.loads(render("sarif", problems, [], GRAVE))["runs"]
    return [result["partialFingerprints"]["codeAndPointer/v1"] for result in run["results"]]


def test_a_fingerprint_stays_when_lines_and_folders_move() -> None:
    here = [problem("evidence-missing", "answers.D01.level", 9)]
    moved = [problem("evidence-missing", "answers.D01.level", 90, "other/XPE-2026.yaml")]
    assert marks(here) == marks(moved) == [fingerprint("evidence-missing", "answers.D01.level")]


def test_a_fingerprint_tells_apart_what_is_not_the_same() -> None:
    found = marks(
        [
            problem("evidence-missing", "answers.D01.level"),
            problem("evidence-missing", "answers.D02a.level"),
            problem("second-source-missing", "answers.D01.level"),
            problem("evidence-missing", "answers.D01.level", file="assessments/XPE-2025.yaml"),
            problem("evidence-missing", "answers.D01.level"),
        ]
    )
    assert len(set(found)) == 5
    assert found[4] == fingerprint("evidence-missing", "answers.D01.level", number=2)


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("assessments/XPE-2026.yaml", "assessments/XPE-2026.yaml"),
        ("./assessments//XPE-2026.yaml", "assessments/XPE-2026.yaml"),
        ("año 2026/%41#?.yaml", "a%C3%B1o%202026/%2541%23%3F.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("../XPE-2026.yaml", "../XPE-2026.yaml"),
        ("-", "-"),
    ],
)
def test_places_in_sarif_are_relative(file: str, uri: str) -> None:
    (run,) = json.loads(render("sarif", [problem("evidence-missing", "answers.D01.level", file=file)], [], GRAVE))[
        "runs"
    ]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


def test_an_absolute_path_is_relative_to_where_the_job_runs(folder: Path) -> None:
    file = str(folder / "assessments" / "XPE-2026.yaml")
    (run,) = json.loads(render("sarif", [problem("evidence-missing", "answers.D01.level", file=file)], [], GRAVE))[
        "runs"
    ]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "assessments/XPE-2026.yaml"


def test_every_manual_has_a_place_in_sarif() -> None:
    """All rules at once, as help: the text is all there, and the Markdown shows the same without its own marks."""
    problems = [Problem("a.yaml", 1, 1, code, rule.severity, (), ANYTHING) for code, rule in RULES.items()]
    (run,) = json.loads(render("sarif", problems, [], GRAVE))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(RULES)
    for each in run["tool"]["driver"]["rules"]:
        rule = RULES[each["id"]]
        shown = GFM.parse(each["help"]["markdown"])
        blocks = [token.content.rstrip("\n") for token in shown if token.type == "fence"]
        inline = ["".join(c.content for c in token.children or []) for token in shown if token.type == "inline"]
        if blocks:
            assert blocks == [rule.wrong.rstrip(), rule.right.rstrip()]
            assert inline == [rule.what, rule.why, "Wrong:", "Right:"]
        else:
            assert inline == [rule.what, rule.why, f"Wrong: {rule.wrong}", f"Right: {rule.right}"]
        assert each["help"]["text"] == (
            f"{rule.what}\n\n{rule.why}\n\nWrong:\n{rule.wrong.rstrip()}\n\nRight:\n{rule.right.rstrip()}"
        )


def test_a_long_summary_stays_below_githubs_limit_and_says_so() -> None:
    problems = [problem("evidence-missing", f"answers.D{n}.level", n + 1) for n in range(6_000)]
    page = job_summary(problems, 1)
    assert len(page.encode()) < 2**20
    rows = page.count("| warning: ")
    assert f"\n\n{6_000 - rows} more are in the job's log.\n\n{NOTICE}\n" in page
    assert 1_000 < rows < 6_000
    found, _ = commands(render("github", problems, [problems[0].file], GRAVE))
    assert len(found) == 6_000, "the log has them all"


def test_equal_problems_of_one_file_are_tests_of_their_own() -> None:
    found = [problem("evidence-missing", "answers.D01.level", line) for line in (1, 2, 3)]
    root = etree.fromstring(render("junit", found, [], GRAVE).encode())
    assert [case.get("name") for case in root.iter("testcase")] == [
        "evidence-missing answers.D01.level",
        "evidence-missing#2 answers.D01.level",
        "evidence-missing#3 answers.D01.level",
    ]


def test_a_plan_beside_the_files_has_its_own_suite() -> None:
    found = [problem("bad-threshold", "fulfilled_from", file="plans/mini-1.yaml")]
    root = etree.fromstring(render("junit", found, ["a.yaml"], GRAVE).encode())
    assert [(suite.get("name"), suite.get("failures")) for suite in root] == [
        ("a.yaml", "0"),
        ("plans/mini-1.yaml", "1"),
    ]


ReadBack = Callable[[Sequence[Problem], Sequence[str]], list[Any]]


@pytest.mark.parametrize("read", [from_github, from_sarif, from_junit, from_summary])
def test_the_readers_of_this_file_would_miss_a_problem(read: ReadBack) -> None:
    problems = hostile("x")
    assert read(problems[1:], ["b.yaml"]) == read(problems, ["b.yaml"])[1:] != []


def test_files_keep_their_order() -> None:
    files = [f"assessments/XPE-{year}.yaml" for year in (2026, 2024, 2025)]
    found = [problem("evidence-missing", "answers.D01.level", file=file) for file in files[:2]]
    root = etree.fromstring(render("junit", found, files, GRAVE).encode())
    assert [name for name, _ in groupby(suite.get("name") for suite in root)] == files

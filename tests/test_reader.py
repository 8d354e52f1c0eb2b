"""The reader: with and without libyaml, and on a disk with all that lies on one; its laws are in test_fuzz.py."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzzing import SYNTAX, judged
from tests.support import GARDEN_FILE, PLAN_FILE, ROOT, trata
from tests.test_cases import BYTES, CASES, HEAD, PLAN_CASES, expected
from trata_cli import i18n
from trata_cli.cli import main
from trata_cli.files import tree
from trata_cli.files.assessments import neighbour, problems_of, read_assessment, search
from trata_cli.files.document import from_bytes
from trata_cli.files.plans import Shelf
from trata_cli.model.assessment import WORDS
from trata_cli.model.problem import has_errors

# Without libyaml.


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "Loader", yaml.SafeLoader)


def places(node: tree.Node | None) -> Any:
    if isinstance(node, tree.Mapping):
        pairs = [(key.value, tree.mark_of(key.start), tree.mark_of(key.end), places(each)) for key, each in node.pairs]
        return tree.mark_of(node.start), pairs
    if isinstance(node, tree.Sequence):
        return tree.mark_of(node.start), [places(item) for item in node.items]
    return node and (node.value, node.style, tree.mark_of(node.start))


GOOD_FILES = [
    *(case for case in [*CASES, *PLAN_CASES] if case.stem.startswith("good-")),
    *(PLAN_FILE, GARDEN_FILE, *sorted((ROOT / "assessments").glob("*.yaml"))),
]


@pytest.mark.parametrize("path", GOOD_FILES, ids=lambda path: path.stem)
def test_python_parser_gives_the_same_places(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = from_bytes("x.yaml", path.read_bytes())
    monkeypatch.setattr(tree, "Loader", yaml.SafeLoader)
    again = from_bytes("x.yaml", path.read_bytes())
    assert places(again.root) == places(document.root)
    assert again.faults == document.faults == ()


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize(
    "case", [case for case in CASES if expected(case).problems and not expected(case).name], ids=lambda case: case.stem
)
def test_python_parser_on_hostile_cases(case: Path) -> None:
    _, problems = judged(case.read_bytes())
    assert problems


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize("name", [name for name, (content, _) in BYTES.items() if len(content) < 10_000])
def test_python_parser_on_hostile_bytes(name: str) -> None:
    _, problems = judged(BYTES[name][0])
    assert bool(problems) == bool(BYTES[name][1])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(SYNTAX) | st.text(max_size=3), max_size=20).map("".join))
def test_python_parser_never_raises(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "Loader", yaml.SafeLoader)
        judged(HEAD + b"answers:\n  D01: " + text.encode("utf-8", "surrogatepass"))
        judged(text.encode("utf-8", "surrogatepass"))


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize(
    "text", ["%YAML " + "1" * 5000 + ".1\n---\na: b\n", 'a: "\\UFFFFFFFF"\n', 'a: "\\ud83d\\ude00"\n']
)
def test_python_parser_at_numbers_that_nothing_has(text: str) -> None:
    _, problems = judged(text.encode())
    assert has_errors(problems)


# The disk.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "assessments").mkdir()
    (tmp_path / "assessments" / "XPE-2026.yaml").write_bytes(HEAD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def validate(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, dict[str, Any], str]:
    """`trata validate`: exit code, JSON, and what it said beside."""
    code = main(["validate", "--format", "json", *arguments])
    out, err = capfdbinary.readouterr()
    return code, json.loads(out) if out else {}, err.decode()


def codes(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem["file"], problem["code"]) for problem in result["problems"]]


@pytest.mark.usefixtures("folder")
def test_validate_without_a_path_checks_the_folder(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, result, _ = validate(capfdbinary)
    assert code == 0
    assert result["summary"] == {"files": 1, "errors": 0, "warnings": 0}


def test_validate_goes_on_behind_a_file_that_cannot_be_read(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    inside = folder / "assessments"
    (inside / "a-dangling.yaml").symlink_to("nowhere")
    (inside / "b-loop.yaml").symlink_to("b-loop.yaml")
    (inside / "c-folder.yaml").mkdir()
    (inside / "d-link.yaml").symlink_to("c-folder.yaml", target_is_directory=True)
    os.mkfifo(inside / "e-fifo.yml")
    (inside / "f.txt").write_text("no YAML")
    (inside / ".hidden").mkdir()
    (inside / ".hidden" / "x.yaml").write_text("[")
    (inside / "z").mkdir()
    (inside / "z" / "XPE-2026.yaml").write_bytes(HEAD.replace(b"draft", b"borador"))
    code, result, _ = validate(capfdbinary)
    assert code == 1
    assert codes(result) == [
        (str(Path("assessments", "a-dangling.yaml")), "unreadable"),
        (str(Path("assessments", "b-loop.yaml")), "unreadable"),
        (str(Path("assessments", "e-fifo.yml")), "not-a-regular-file"),
        (str(Path("assessments", "z", "XPE-2026.yaml")), "year-twice"),
        (str(Path("assessments", "z", "XPE-2026.yaml")), "bad-choice"),
    ]
    assert [each["message"] for each in result["problems"][:2]] == [
        "the file can't be read: it does not exist",
        "the file can't be read: a loop of links",
    ]
    assert result["problems"][0]["hint"] == "check the link and the permissions"
    assert result["summary"]["files"] == 5


def test_a_folder_inside_that_cannot_be_listed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = folder / "assessments" / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert list(search(str(folder / "assessments"))) == [str(folder / "assessments" / "XPE-2026.yaml"), str(closed)]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("nowhere.yaml", lambda _: None),
        ("dangling.yaml", lambda path: path.symlink_to("nowhere")),
        ("loop.yaml", lambda path: path.symlink_to("loop.yaml")),
        ("empty", lambda path: path.mkdir()),
        ("assessments/XPE-2026.yaml/x", lambda _: None),
        ("n" * 300 + ".yaml", lambda _: None),
    ],
)
def test_a_named_path_that_cannot_be_opened(
    name: str, make: Callable[[Path], None], folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    make(folder / name)
    code, result, err = validate(capfdbinary, name)
    assert code == 2
    assert result == {}
    assert err.startswith(f"trata: {name}")


@pytest.mark.usefixtures("folder")
def test_warnings_fail_only_when_strict(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "mia.yaml").write_bytes(HEAD)
    assert validate(capfdbinary, "mia.yaml")[0] == 0
    code, result, _ = validate(capfdbinary, "mia.yaml", "--strict")
    assert code == 1
    assert codes(result) == [("mia.yaml", "file-name")]
    assert validate(capfdbinary, "--strict")[0] == 0


@pytest.mark.parametrize(
    ("content", "code", "problems"),
    [
        (HEAD, 0, []),
        (b"\xff\xfe\x00", 1, ["not-utf8"]),
        (b"", 1, ["empty-file"]),
        (HEAD + b"answers: {D01: {evidence: [{title: a, type: statement, file: x}]}}", 1, ["file-missing"]),
        (PLAN_FILE.read_bytes(), 0, []),
    ],
)
@pytest.mark.usefixtures("folder")
def test_standard_input(
    content: bytes,
    code: int,
    problems: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    found, result, _ = validate(capfdbinary, "-")
    assert (found, codes(result)) == (code, [("-", each) for each in problems])


def test_json_of_design_section_6(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "XPE-2026.yaml").write_bytes(
        b"\xef\xbb\xbf" + HEAD + 'answers:\n  D02a: {note: "\t😀", level: no}\n'.encode()
    )
    _, result, _ = validate(capfdbinary, "XPE-2026.yaml")
    assert result == {
        "version": 1,
        "problems": [
            {
                "code": "bad-level",
                "severity": "error",
                "file": "XPE-2026.yaml",
                "line": 7,
                "column": 29,
                "pointer": "answers.D02a.level",
                "message": "“no” is not a level",
                "hint": "use 0, 1, 2, 3, 4, not-applicable, no-information, without quotes",
            }
        ],
        "summary": {"files": 1, "errors": 1, "warnings": 0},
        "notices": ["Names of persons can't be detected: read the texts yourself before you share them."],
    }


def test_validate_as_a_process(folder: Path) -> None:
    (folder / "XPE-2026.yaml").write_bytes(HEAD + b"answers:\n  D2a:\n    level: 3\n")
    done = trata("validate", "XPE-2026.yaml", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == (
        "XPE-2026.yaml:7:3: error unknown-indicator: “D2a” is not an indicator of this plan\n"
        "     7 |   D2a:\n"
        "       |   ^\n"
        "       → Did you mean “D02a”?\n"
        "\n"
        "1 file, 1 error, 0 warnings\n"
    )
    assert trata("validate", "-", cwd=folder, typed=b"\x00\xff").returncode == 1


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are texts")
def test_a_name_that_is_no_text(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    name = os.fsdecode(b"\xff.yaml")
    (folder / name).write_bytes(HEAD)
    assert codes(validate(capfdbinary, name)[1]) == [("\\udcff.yaml", "file-name")]


# Plans beside an assessment, and named ones.


def test_a_broken_plan_that_is_named_ends_the_command(folder: Path) -> None:
    broken = next(case for case in PLAN_CASES if case.stem == "bad-threshold")
    done = trata("validate", "--plan", broken, cwd=folder)
    assert done.returncode == 1
    assert f"{broken}:8:17: error bad-threshold:" in done.stderr
    assert trata("validate", "--plan", "nowhere.yaml", cwd=folder).returncode == 2


def test_a_broken_plan_beside_an_assessment(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    plans = folder / "plans"
    plans.mkdir()
    (plans / "mini-1.yaml").write_bytes(b"format: [")
    (plans / "otro-1.yaml").mkdir()
    (plans / "nada-1.yaml").symlink_to("nowhere")
    (plans / "huerto-1.yaml").write_bytes(GARDEN_FILE.read_bytes())
    for name in ("mini", "otro", "nada", "huerto"):
        (folder / "XPE-2026.yaml").write_bytes(HEAD.replace(b"oea-trata", name.encode()))
        code, result, _ = validate(capfdbinary, "XPE-2026.yaml")
        wanted = {"mini": ["unknown-plan", "not-yaml"], "huerto": []}.get(name, ["unknown-plan"])
        assert (code, [found for _, found in codes(result)]) == (int(bool(wanted)), wanted)
    code, result, _ = validate(capfdbinary, "plans", "XPE-2026.yaml")
    assert [found for _, found in codes(result)] == ["not-yaml", "unreadable"]


def test_a_plan_that_cannot_be_read_is_its_own_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plans").mkdir()
    plan = folder / "plans" / "mini-1.yaml"
    plan.write_text("x")
    mine = folder / "XPE-2026.yaml"
    mine.write_bytes(HEAD.replace(b"oea-trata", b"mini"))
    stat = os.stat

    def refusing(path: Any, **options: Any) -> os.stat_result:
        if path == plan and not options:
            raise PermissionError(13, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr("trata_cli.files.plans.is_file", lambda path: path == plan)
    monkeypatch.setattr(os, "stat", refusing)
    shelf = Shelf()
    assert [problem.code for problem in problems_of(str(mine), shelf)] == ["unknown-plan"]
    assert [(problem.file, problem.code) for problem in shelf.problems] == [(str(plan), "unreadable")]


def test_pinned_files(folder: Path) -> None:
    inside, outside = folder / "assessments", folder / "secret.txt"
    outside.write_text("secret")
    (inside / "out.txt").symlink_to(outside)
    (inside / "loop.txt").symlink_to("loop.txt")
    (inside / "in.txt").symlink_to("there.txt")
    (inside / "there.txt").write_text("acta")
    for name, wanted in {
        "out.txt": ["file-missing"],
        "loop.txt": ["file-missing"],
        "in.txt": [],
        "there.txt": [],
    }.items():
        text = f"answers: {{D01: {{evidence: [{{title: a, type: statement, file: {name}}}]}}}}\n"
        path = inside / "XPE-2026.yaml"
        path.write_bytes(HEAD + text.encode())
        assert [problem.code for problem in problems_of(str(path), Shelf())] == wanted


def test_a_part_with_a_name_that_no_system_takes_has_no_neighbour(folder: Path) -> None:
    path = folder / f"XPE-2026.{'a' * 200}.yaml"
    path.write_bytes(HEAD + f"part: {{institution: {'a' * 300}}}\n".encode())
    reading = read_assessment(path, Shelf())
    assert reading.assessment is not None
    assert neighbour(reading.assessment, str(path)) is None


def test_good_cases_are_good() -> None:
    good = [case for case in [*CASES, *PLAN_CASES] if case.stem.startswith("good-")]
    assert len(good) > 10
    assert not any(expected(case).problems for case in good)
    assert set(WORDS) == {"not-applicable", "no-information"}

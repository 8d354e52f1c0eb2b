"""Folders in which anything may lie, and files that change while they are read: every problem of every file is told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzzing import ANYTHING, GOOD
from tests.support import ROOT
from trata_cli.cli import main
from trata_cli.files import document
from trata_cli.files.document import MOST_BYTES
from trata_cli.method.rules import ACROSS_FILES

Problem = dict[str, object]


def validated(folder: Path, *paths: str) -> tuple[int, list[Problem]]:
    """The exit code, and the problems but for those that files have together."""
    with TemporaryDirectory() as beside:
        result = Path(beside) / "result.json"
        code = main(
            ["validate", *(str(folder / path) for path in paths), "--format", "json", "-o", str(result), "--quiet"]
        )
        found = json.loads(result.read_text("utf-8"))["problems"] if result.exists() else []
    return code, [problem for problem in found if problem["code"] not in ACROSS_FILES]


def lay_file(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


THINGS = st.one_of(
    ANYTHING.map(lay_file),
    st.sampled_from([*(lay_file(text.encode()) for text in GOOD)]),
    st.sampled_from(
        [
            lambda path: path.mkdir(),
            lambda path: path.symlink_to("nowhere"),
            lambda path: path.symlink_to(path.name),
            lambda path: path.symlink_to("."),
            lambda path: path.symlink_to("/dev/zero"),
            lambda path: os.mkfifo(path),
            lay_file(b"a" * (MOST_BYTES + 1)),
        ]
    ),
)
NAMES = [f"XPE-{year}.yaml" for year in range(2020, 2025)]


@settings(deadline=None, max_examples=60)
@given(st.lists(THINGS, min_size=2, max_size=len(NAMES)))
def test_one_bad_file_hides_no_other_ones_problems(things: list[Callable[[Path], object]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "XPE-1999.yaml").write_text(GOOD[0], "utf-8")  # a folder without any file is wrong use
        laid = ["XPE-1999.yaml", *NAMES[: len(things)]]
        for path, lay in zip(laid[1:], things, strict=True):
            lay(folder / path)
        code, together = validated(folder, ".")
        files = [path for path in laid if (folder / path).is_file()]
        alone = [validated(folder, path) for path in files]
        others = [problem for problem in together if problem["file"] not in {str(folder / path) for path in files}]
    assert [problem for _, found in alone for problem in found] == [each for each in together if each not in others]
    assert {str(problem["code"]) for problem in others} <= {"unreadable", "not-a-regular-file"}
    assert code == any(problem["severity"] == "error" for problem in together)


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (lambda path: path.unlink(), "unreadable"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "unreadable"),
    "a loop of links": (lambda path: (path.unlink(), path.symlink_to(path.name)), "unreadable"),
    "a pipe that nobody writes to": (lambda path: (path.unlink(), os.mkfifo(path)), "not-a-regular-file"),
    "emptied": (lambda path: path.write_bytes(b""), "empty-file"),
    "too big": (lambda path: path.write_bytes(b"a" * (MOST_BYTES + 1)), "file-too-big"),
    "cut in the middle of a character": (lambda path: path.write_bytes(b"a: \xc3"), "not-utf8"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_file_that_changes_before_it_is_opened(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change, code = CHANGES[name]
    path = tmp_path / "XPE-2026.yaml"
    path.write_bytes((ROOT / "assessments" / "XPE-2026.yaml").read_bytes())
    real = os.stat

    def changing(source: str, **options: bool) -> os.stat_result:
        found = real(source, **options)
        if source == str(path) and not options:
            monkeypatch.setattr(document.os, "stat", real)
            change(path)
        return found

    monkeypatch.setattr(document.os, "stat", changing)
    assert [problem["code"] for problem in validated(tmp_path, ".")[1]] == [code]
    if path.is_dir() and not path.is_symlink():
        rmtree(path)


def test_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not more is taken into memory than a file may have."""
    path = tmp_path / "XPE-2026.yaml"
    path.write_text("a: b\n", "utf-8")
    real = os.fstat

    def changing(file: int) -> os.stat_result:
        found = real(file)
        path.write_bytes(b"a" * (2 * MOST_BYTES))
        return found

    monkeypatch.setattr(document.os, "fstat", changing)
    code, found = validated(tmp_path, "XPE-2026.yaml")
    assert (code, [problem["code"] for problem in found]) == (1, ["file-too-big"])

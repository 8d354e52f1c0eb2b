"""A file of any format that ever was opens for ever, and says what it said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT, trata
from trata_cli.files import formats
from trata_cli.files.assessments import check_file, problems_of, read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.model.assessment import ASSESSMENT_FORMAT

FORMATS = ROOT / "tests" / "formats"
FILES = sorted(FORMATS.glob("assessment-*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_each_format_opens_and_says_what_it_said(path: Path) -> None:
    reading = read_assessment(path, Shelf())

    assert reading.ok, reading.problems
    assert reading.assessment is not None
    told = reading.assessment.model_dump(mode="json", exclude_unset=True)
    assert told == json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_there_is_a_file_of_each_format() -> None:
    names = [path.read_text("utf-8").split("format: ")[1].splitlines()[0] for path in FILES]
    assert names == [*(name for name in formats.STEPS if name.startswith("trata/assessment/")), ASSESSMENT_FORMAT]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_each_format_is_carried_on(path: Path) -> None:
    """It is no museum piece: its report can be made, and a plan of its time holds together."""
    done = trata("report", path, "--format", "md", cwd=ROOT)
    assert (done.returncode, done.stdout[:2]) == (0, "# "), done.stderr
    assert trata("plan", "check", FORMATS / "plans" / "huerto-1.yaml", cwd=ROOT).returncode == 0


# The steps, with formats that never were.


def _from_minus_one(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "format": "trata/assessment/0", "state": data["estado"]} | {"estado": None}


def _from_zero(data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in data.items() if key not in ("state", "estado")}
    return {**kept, "format": ASSESSMENT_FORMAT, "status": data["state"]}


@pytest.fixture
def former(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.STEPS, "trata/assessment/-1", _from_minus_one)
    monkeypatch.setitem(formats.STEPS, "trata/assessment/0", _from_zero)


def written(folder: Path, format_: str, status: str, rest: str = "answers: {}\n") -> Path:
    path = folder / "XPE-2026.yaml"
    head = f"format: {format_}\nplan: {{id: oea-trata, version: 1}}\ncountry: XPE\nyear: 2026\n{status}: draft\n"
    path.write_text(head + rest, "utf-8")
    return path


@pytest.mark.usefixtures("former")
@pytest.mark.parametrize(("format_", "status"), [("trata/assessment/0", "state"), ("trata/assessment/-1", "estado")])
def test_a_former_format_is_read_step_by_step(tmp_path: Path, format_: str, status: str) -> None:
    path = written(tmp_path, format_, status)
    reading = read_assessment(path, Shelf())

    assert reading.problems == ()
    assert reading.assessment is not None
    assert (reading.assessment.format, reading.assessment.status) == (ASSESSMENT_FORMAT, "draft")
    assert check_file(str(path), Shelf()) == ((), reading.year)


@pytest.mark.usefixtures("former")
def test_what_is_wrong_in_a_former_format_is_named_at_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "trata/assessment/0", "state", "answers: {D99: {level: 9}}\n")
    found = [(each.code, each.line, each.column) for each in problems_of(str(path), Shelf())]

    assert found == [("unknown-indicator", 6, 11), ("level-outside-plan", 6, 24)]


def test_without_a_step_there_is_no_former_format(tmp_path: Path) -> None:
    path = written(tmp_path, "trata/assessment/0", "status")

    assert [each.code for each in problems_of(str(path), Shelf())] == ["bad-format"]


# What the installed version can't know.


@pytest.mark.parametrize(
    ("format_", "hint"),
    [
        ("trata/assessment/2", "expected: trata/assessment/1; a newer format needs a newer trata: update it"),
        ("trata/assessment/11", "expected: trata/assessment/1; a newer format needs a newer trata: update it"),
        ("trata/asessment/1", "Did you mean “trata/assessment/1”?"),
        ("trata/assessment/1.0", "Did you mean “trata/assessment/1”?"),
    ],
)
def test_a_later_format_is_no_slip(tmp_path: Path, format_: str, hint: str) -> None:
    """To write the older number into a newer file would have it misread."""
    path = written(tmp_path, format_, "status")
    done = trata("validate", path.name, "--format", "json", cwd=tmp_path)

    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["code"], problem["line"], problem["hint"]) == (1, "bad-format", 1, hint)

"""One institution's part: only its own indicators are asked and counted, by each command."""

from __future__ import annotations

import json
import re
import shlex
from itertools import chain
from pathlib import Path

import pytest

from tests.support import GARDEN, GARDEN_FILE, ROOT, assessment, trata
from trata_cli.method import ids
from trata_cli.model.assessment import Part

NAME = "XPE-2026.salon-3.yaml"
PLAN = ("--plan", GARDEN_FILE)
TEXT = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XPE
year: 2026
status: draft
part: {institution: Salón 3, ids: [S-1, agua]}
answers:
  agua_uno: {level: 0, note: Se miró.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_text(TEXT, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (("S-1", "agua"), ["S-1", "agua_uno", "agua_dos", "V-2026-x"]),
        (("agua_dos",), ["agua_dos"]),
        ((), list(GARDEN.places)),
        (("nada",), list(GARDEN.places)),
    ],
)
def test_the_plan_of_a_part(named: tuple[str, ...], expected: list[str]) -> None:
    part = assessment(GARDEN, {}, part=Part(institution="M", ids=named))
    own = ids.plan_of(part, GARDEN)
    assert list(own.places) == expected
    assert [own.places[id_].indicator for id_ in expected] == [GARDEN.places[id_].indicator for id_ in expected]
    assert [place.number for place in own.places.values()] == list(range(1, len(expected) + 1))
    assert ids.plan_of(assessment(GARDEN, {}), GARDEN) is GARDEN


def test_status_counts_its_own(folder: Path) -> None:
    totals = json.loads(trata("status", NAME, "--format", "json", *PLAN, cwd=folder).stdout)["totals"]
    assert (totals["indicators"], totals["answered"], totals["unanswered"]) == (4, 1, 3)
    text = trata("status", NAME, *PLAN, cwd=folder).stdout
    assert "Part of Salón 3: only its own indicators count here\n" in text
    assert "S-2" not in text
    assert "trata merge" not in text  # it is not all answered yet
    (folder / NAME).write_text(TEXT.replace("[S-1, agua]", "[agua_uno]"), "utf-8")
    text = trata("status", NAME, *PLAN, cwd=folder).stdout
    assert f"trata merge {NAME} -o XPE-2026.yaml" in " ".join(text.split())


def test_assess_asks_its_own(folder: Path) -> None:
    typed = "\n\n\n\n\n\n\n"
    asked = trata("assess", NAME, *PLAN, cwd=folder, typed=typed).stdout
    assert "indicator 1 of 4 S-1" in asked
    assert "answered 1 of 4" in " ".join(asked.split())
    assert "S-2  " not in asked
    outside = trata("assess", NAME, *PLAN, cwd=folder, typed="g S-2\nq\n").stdout
    assert "“S-2” is no indicator; /word searches the texts." in outside


def test_set_gives_its_own(folder: Path) -> None:
    done = trata("set", NAME, "S-2", "--level", "1", *PLAN, cwd=folder)
    assert (done.returncode, done.stderr) == (2, "trata: S-2 is not among the indicators of this part.\n")
    assert trata("set", NAME, "S-1", "--level", "1", *PLAN, cwd=folder).returncode == 0


def test_init_says_where_the_whole_names_only_others(tmp_path: Path) -> None:
    whole = tmp_path / "assessments" / "XPE-2026.yaml"
    whole.parent.mkdir()
    head = TEXT.partition("part:")[0]
    whole.write_text(f"{head}assignments: {{Salón 3: [S-1], Salón 4: [agua]}}\nanswers: {{}}\n", "utf-8")
    done = trata("init", "XPE", "2026", "--part", "Salon 3", *PLAN, cwd=tmp_path)
    said = "assessments/XPE-2026.yaml assigns nothing to “Salon 3”, so that all is asked; it names: Salón 3, Salón 4\n"
    assert (done.returncode, done.stderr.splitlines(keepends=True)[0]) == (0, said)
    done = trata("init", "XPE", "2026", "--part", "Salón 3", "-o", "a.yaml", *PLAN, cwd=tmp_path / "assessments")
    assert "assigns nothing" not in done.stderr
    assert "  ids:\n    - S-1\nanswers" in (tmp_path / "assessments" / "a.yaml").read_text("utf-8")


def test_the_commands_of_the_document_work_one_after_another(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "parts.md").read_text("utf-8")
    (block,) = re.findall(r"```sh\n(.+?)```", text, flags=re.DOTALL)
    commands = [shlex.split(line) for line in block.splitlines()]
    assert [words[1] for words in commands] == ["init", "assess", "merge", "assess"]
    for _trata, *words in commands:
        named = [[str(each) for each in tmp_path.glob(word)] if "*" in word else [word] for word in words]
        done = trata(*chain(*named), cwd=tmp_path)
        assert (done.returncode, "" if "assess" in words else done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "assessments" / "XPE-2026.yaml").is_file()

"""What the documents say is so: their Python runs, and prints what they say."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import yaml

from tests.support import LIBRARY_FILES, PLAN, ROOT, load, python, trata
from trata_cli.method import fingerprints
from trata_cli.method.rules import RULES
from trata_cli.model.comparability import ChangeKind


def test_the_worked_value_of_a_wording() -> None:
    text = (ROOT / "docs" / "fingerprints.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"\*\*`(w-[0-9a-f]{8})`\*\*", text)
    (code,) = re.findall(r"```python\n(.+?)```", text, flags=re.DOTALL)
    done = python("-c", code, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, f"D01 {said}\n"), done.stderr
    assert fingerprints.wording(PLAN, PLAN.places["D01"]) == said


def test_the_successor_edition_is_as_it_is_shown() -> None:
    text = (ROOT / "docs" / "editions.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.+?)```", text, flags=re.DOTALL)
    (console,) = re.findall(r"```console\n\$ trata (.+?)\n(.+?)```", text, flags=re.DOTALL)
    command, output = console
    written = yaml.safe_load(LIBRARY_FILES[1].read_text(encoding="utf-8"))["comparability"]["indicators"]
    done = trata(*shlex.split(command), cwd=ROOT / "tests", COLUMNS="80")

    said = yaml.safe_load(shown)["comparability"]["indicators"]
    assert {id_: written[id_] for id_ in said} == said
    parts = [re.escape(part) for part in output.removesuffix("…\n").split("…\n")]
    assert re.match("(?:.*\\n)*?".join(parts), done.stdout), done.stdout


def test_every_kind_of_change_is_explained_and_used() -> None:
    text = (ROOT / "docs" / "editions.md").read_text(encoding="utf-8")
    comparability = load(LIBRARY_FILES[1]).comparability
    assert comparability is not None
    used = {entry.change for entry in comparability.indicators.values()}
    assert set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)) == used == {*get_args(ChangeKind)}


def test_a_form_goes_out_and_comes_back_as_it_is_shown(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    (console,) = re.findall(r"```console\n(.+?)```", text, flags=re.DOTALL)
    shutil.copytree(ROOT / "assessments", tmp_path / "assessments")
    for block in console.split("$ trata ")[1:]:
        command, said = block.split("\n", 1)
        done = trata(*shlex.split(command), cwd=tmp_path)
        assert (done.returncode, done.stderr.endswith(said.removeprefix("…\n"))) == (0, True), done.stderr
    assert (tmp_path / "assessments" / "XPE-2026.ministerio-de-salud.yaml").exists()


def test_every_code_that_the_page_on_forms_names_has_a_manual() -> None:
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    assert {*re.findall(r"form-[a-z]+(?:-[a-z]+)*", text)} <= RULES.keys()

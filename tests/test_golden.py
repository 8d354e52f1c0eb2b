"""The reports of the examples' copies, whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden_documents import DOCUMENTS, FOLDER, GARDEN_FOLDER, made
from tests.support import GARDEN_FILE, trata


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_golden_documents(document: str) -> None:
    assert made(document) == (FOLDER / document).read_text("utf-8")


@pytest.mark.parametrize(
    ("folder", "problems"),
    [
        (FOLDER, [("undecided", "answers.D41.statements")]),
        (
            GARDEN_FOLDER,
            [("undecided", "answers.agua_uno.statements"), ("not-applicable-unlikely", "answers.agua_dos.level")],
        ),
    ],
)
def test_the_examples_have_only_the_warnings_that_they_are_to_show(
    folder: Path, problems: list[tuple[str, str]]
) -> None:
    done = trata("validate", ".", "--plan", GARDEN_FILE, "--format", "json", cwd=folder)
    found = json.loads(done.stdout)
    assert [(each["code"], each["pointer"]) for each in found["problems"]] == problems
    assert (done.returncode, found["summary"]["files"]) == (0, 2)

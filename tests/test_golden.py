"""The reports of the examples' copies, whole."""

from __future__ import annotations

import pytest

from tests.golden_documents import DOCUMENTS, FOLDER, made
from tests.support import trata


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_golden_documents(document: str) -> None:
    assert made(document) == (FOLDER / document).read_text("utf-8")


def test_the_examples_have_no_problem() -> None:
    done = trata("validate", ".", cwd=FOLDER)
    assert (done.returncode, done.stdout) == (0, "2 files, 0 errors, 0 warnings\n")

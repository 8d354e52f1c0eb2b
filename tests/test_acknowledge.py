"""What somebody said to be public: a comment on the line of the text, and nothing else in the file changes."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests import editing
from tests.layouts import Layout
from tests.support import PLAN
from trata_cli.files import tree
from trata_cli.files.edit import EditRefused, acknowledge
from trata_cli.files.ignores import ignores
from trata_cli.model.problem import Pointer

CASES = editing.cases(Path(__file__).parent / "acknowledge_cases")
CODE = "personal-data-phone"


def wish(edit: str) -> tuple[Pointer, list[str], str]:
    """The pointer, the codes and why of a case's edit."""
    way, _, comment = edit.removesuffix("\n").partition(" = ")
    codes, _, why = comment.partition(" ")
    return ("answers", *(int(step) if step.isdigit() else step for step in way.split("."))), codes.split(","), why


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_case(case: editing.Case) -> None:
    pointer, codes, why = wish(case.edit)
    if case.after is None:
        with pytest.raises(EditRefused):
            acknowledge(case.before, pointer, codes, why)
        return
    after = acknowledge(case.before, pointer, codes, why)
    assert after == case.after
    assert editing.load(after) == editing.load(case.before)
    assert acknowledge(after, pointer, codes, why) == after


def test_there_are_cases() -> None:
    assert len(CASES) == len({case.name for case in CASES}) == 24


@pytest.mark.parametrize("seed", range(60))
def test_in_any_layout_only_that_line_changes(seed: int) -> None:
    """Every text of a generated document in turn: its line gets the comment, which is heeded, or there is no place."""
    text = Layout(random.Random(seed), list(PLAN.places), odd=False).text()  # noqa: S311 - no secret
    every = [*tree.walk(tree.parse(text).root)]
    keys = Counter(key.start.line for _, key, _ in every)
    before = text.split("\n")
    for pointer, key, value in every:
        if not isinstance(value, tree.Scalar):
            continue
        n = key.start.line
        goes_on = value.style not in ("|", ">") and value.start.line == n < value.end.line
        if keys[n] > 1 or goes_on:
            with pytest.raises(EditRefused):
                acknowledge(text, pointer, [CODE], "Por qué.")
            continue
        after = acknowledge(text, pointer, [CODE], "Por qué.")
        now = after.split("\n")
        assert (before[:n], before[n + 1 :]) == (now[:n], now[n + 1 :])
        assert now[n].removesuffix("\r") == f"{before[n].rstrip()}  # trata: ignore={CODE} Por qué."
        assert editing.load(after) == editing.load(text)
        (comment,) = ignores(after, tree.parse(after).root)
        assert comment.keys == {pointer}

"""How far institutions agree: percent, gaps, and Krippendorff's alpha as the `krippendorff` package counts it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import PLAN, trata
from trata_cli import i18n
from trata_cli.method.agreement import Agreement, agreement, ordinal_alpha
from trata_cli.model.assessment import Answer, Level, Statement
from trata_cli.views.agreement import agreement_lines

IDS = list(PLAN.places)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def said(*levels: Level | None, role: str = "institution") -> Answer:
    statements = [
        Statement.model_validate({"by": f"M{n}", "role": role, "level": level}) for n, level in enumerate(levels)
    ]
    return Answer(statements=tuple(statements))


def test_what_is_shared_and_how_far_apart() -> None:
    reviewed = said(0, 4, role="reviewer")
    twice = Answer(statements=(*said(0).statements, *said(3, 3).statements))  # of one institution the last word counts
    answers = {
        "D01": said(2, 2, 2),
        "D02a": said(1, 3),
        "D02b": said(1, 2),
        "D03": said("not-applicable", "not-applicable"),
        "D04": said("not-applicable", 3, 3),
        "D05": said("no-information", 0, 2),
        "D06": said(4),
        "D07": said(1, None),
        "D08": reviewed,
        "D09": twice,
        "D99": said(1, 2),
    }
    found = agreement(answers, PLAN)
    assert found.far == ("D02a", "D05")
    assert (found.shared, found.same, found.alpha) == (7, 3, None)
    assert found.rated == 6
    assert found.percent == pytest.approx(300 / 7)


def test_nothing_is_shared() -> None:
    assert agreement({"D01": said(2)}, PLAN) == Agreement(0, 0, (), 0, None)
    assert agreement({}, PLAN).percent is None
    assert agreement_lines(agreement({}, PLAN)) == []


@pytest.mark.parametrize(("count", "is_given"), [(29, False), (30, True)])
def test_alpha_only_over_thirty_indicators_or_more(count: int, is_given: bool) -> None:
    answers = {id_: said(n % 5, (n + n % 2) % 5) for n, id_ in enumerate(IDS[:count])}
    found = agreement(answers, PLAN)
    assert (found.rated, found.alpha is not None) == (count, is_given)
    assert any("Krippendorff" in line for line in agreement_lines(found)) == is_given


def test_where_all_say_the_same_there_is_no_alpha() -> None:
    assert agreement({id_: said(3, 3) for id_ in IDS}, PLAN).alpha is None
    assert ordinal_alpha([]) is None
    assert ordinal_alpha([[1], [2]]) is None


def test_the_example_of_the_literature() -> None:
    """Four observers, twelve units: the ordinal alpha is 0.815 (Krippendorff 2011, example C)."""
    values = """
        1 2 3 3 2 1 4 1 2 * * *
        1 2 3 3 2 2 4 1 2 5 * 3
        * 3 3 3 2 3 4 2 2 5 1 *
        1 2 3 3 2 4 4 1 2 5 1 *
    """
    rows = [line.split() for line in values.split("\n") if line.strip()]
    units = [[int(each) for each in column if each != "*"] for column in zip(*rows, strict=True)]
    assert ordinal_alpha(units) == pytest.approx(0.815, abs=0.0005)


@given(st.lists(st.lists(st.integers(0, 4), max_size=4), min_size=2, max_size=40))
def test_alpha_as_the_package_counts_it(units: Sequence[Sequence[int]]) -> None:
    found = ordinal_alpha(units)
    paired = {level for levels in units if len(levels) > 1 for level in levels}
    if len(paired) < 2:
        assert found is None
        return
    table = np.array([[*levels, *[math.nan] * (4 - len(levels))] for levels in units]).T
    assert found == pytest.approx(krippendorff.alpha(table, level_of_measurement="ordinal", value_domain=range(5)))


FILE = """\
format: trata/assessment/1
plan: {id: oea-trata, version: 1}
country: XPE
year: 2026
status: draft
answers:
  D01:
    statements:
      - {by: A, role: institution, level: 1}
      - {by: B, role: institution, level: 3}
"""


def test_status_has_it_and_no_report_does(tmp_path: Path) -> None:
    path = tmp_path / "XPE-2026.yaml"
    path.write_text(FILE, "utf-8")
    assert json.loads(trata("status", path, "--format", "json", cwd=tmp_path).stdout)["agreement"] == {
        "shared": 1,
        "same": 0,
        "percent": 0.0,
        "far": ["D01"],
        "rated": 1,
        "alpha": None,
    }
    text = trata("status", path, cwd=tmp_path).stdout
    assert "Internal: institutions agree on 0 of 1 shared indicators (0.0 %)\n" in text
    assert "Two levels or more apart: D01\n" in text
    for format_ in ("md", "html"):
        assert "institutions agree on" not in trata("report", path, "--format", format_, cwd=tmp_path).stdout
    path.write_text(FILE.replace("      - {by: B, role: institution, level: 3}\n", ""), "utf-8")
    assert "agreement" not in json.loads(trata("status", path, "--format", "json", cwd=tmp_path).stdout)

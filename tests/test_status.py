"""The picture of the year: one sign for each indicator, whose turn it is, what is wrong, what comes next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import GARDEN, GARDEN_FILE, PLANS, assessment, trata
from trata_cli import i18n
from trata_cli.method import ids, totals
from trata_cli.method.totals import Totals
from trata_cli.model.assessment import Answer
from trata_cli.model.plan import Plan
from trata_cli.views.status import picture, status_lines, totals_lines
from trata_cli.views.terminal import Look

SAMPLE = """\
format: trata/assessment/1
plan: {id: huerto, version: 1}
country: XAB
country_name: Escuela de prueba
year: 2026
institution: Consejo escolar
status: draft
assignments:
  Salón 3: [S-1, agua]
  Salón 4: [V-2026-x]
answers:
  S-1: {level: 1, evidence: [{title: Cuaderno, type: internal-document, date: 2026-05}]}
  S-2: {level: 0, note: Visto en mayo.}
  R2b: {level: no-information, reason: Nadie lo midió.}
  agua_uno:
    statements:
      - {by: Salón 3, role: institution, level: 1}
      - {by: Salón 4, role: institution, level: 2}
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def shown(width: int, *, plain: bool) -> list[str]:
    answers = {
        "S-1": Answer(level=2),
        "S-2": Answer(level="not-applicable", reason="x"),
        "agua_uno": Answer(level=0),
        "agua_dos": Answer(level=1),
    }
    found = assessment(GARDEN, answers, institution="Consejo escolar")
    return [line.text for line in status_lines(found, GARDEN, [], "a/XPE-2026.yaml", [], Look(width, 24, plain))]


def test_the_picture() -> None:
    assert shown(80, plain=False) == [
        "XPE 2026 · draft · Consejo escolar",
        "  0 │ 1 2  n ··",
        "  Fulfilled (level 1 or more): 2 of 5; 2 open: between 2 and 4",
        "  Not applicable: 1 · unanswered: 2",
        "",
        "Suelo",
        "  │ 2  n ·",
        "  Fulfilled (level 1 or more): 1 of 2; 1 open: between 1 and 2",
        "  Not applicable: 1 · unanswered: 1",
        "",
        "Agua y riego",
        "  0 │ 1  ·",
        "  Fulfilled (level 1 or more): 1 of 3; 1 open: between 1 and 2",
        "  Unanswered: 1",
        "",
        "Each sign is an indicator: its level, │ the threshold, n not applicable, s no",
        "information, ? undecided, · unanswered.",
        "",
        "Open (2): R2b, V-2026-x",
        "",
        "Problems: 0 errors, 0 warnings",
        "Next:",
        "  - answer what is open: trata assess a/XPE-2026.yaml --pending",
        "  - read the report: trata report a/XPE-2026.yaml -o XPE-2026.html",
    ]


def test_what_may_be_read_aloud_has_words_for_the_picture() -> None:
    lines = shown(80, plain=True)
    assert lines[1] == "  By level, from 0 to 2: 1 · 1 · 1"
    assert not any("│" in line or "Each sign" in line for line in lines)


def test_forty_columns() -> None:
    assert all(len(line) <= 40 for line in shown(40, plain=False) if "trata " not in line)


def test_through_the_command(tmp_path: Path) -> None:
    (tmp_path / "XAB-2026.yaml").write_text(SAMPLE, "utf-8")
    shutil.copy(GARDEN_FILE, tmp_path / "huerto.yaml")
    done = trata("status", "XAB-2026.yaml", "--plan", "huerto.yaml", cwd=tmp_path, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Escuela de prueba 2026 · draft · Consejo escolar\n"
        "  By level, from 0 to 2: 1 · 1 · 0\n"
        "  Fulfilled (level 1 or more): 1 of 6; 4 open: between 1 and 5\n"
        "  No information: 1 · undecided: 1 · unanswered: 2\n"
        "  Internal: institutions agree on 0 of 1 shared indicators (0.0 %)\n"
        "\n"
        "Suelo\n"
        "  By level, from 0 to 2: 1 · 1 · 0\n"
        "  Fulfilled (level 1 or more): 1 of 3; 1 open: between 1 and 2\n"
        "  No information: 1\n"
        "\n"
        "Agua y riego\n"
        "  By level, from 0 to 2: 0 · 0 · 0\n"
        "  Fulfilled (level 1 or more): 0 of 3; 3 open: between 0 and 3\n"
        "  Undecided: 1 · unanswered: 2\n"
        "\n"
        "Open, by institution\n"
        "Salón 3 (3): agua_uno (undecided), agua_dos, V-2026-x\n"
        "Salón 4 (1): V-2026-x\n"
        "Not assigned (1): R2b (no information)\n"
        "\n"
        "Problems: 0 errors, 1 warning\n"
        "Next:\n"
        "  - see the problems: trata validate XAB-2026.yaml --plan huerto.yaml\n"
        "  - decide where institutions differ: trata assess XAB-2026.yaml --undecided\n"
        "    --plan huerto.yaml\n"
        "  - answer what is open: trata assess XAB-2026.yaml --pending --plan huerto.yaml\n"
        "  - read the report: trata report XAB-2026.yaml -o XAB-2026.html --plan\n"
        "    huerto.yaml\n"
    )


def test_a_final_file_has_nothing_to_answer() -> None:
    found = assessment(GARDEN, {"S-1": Answer(level=2)}, institution="x", status="final")
    lines = [line.text for line in status_lines(found, GARDEN, [], "XPE-2026.yaml", [], Look())]
    assert lines[-2:] == ["Next:", "  - read the report: trata report XPE-2026.yaml -o XPE-2026.html"]


def test_a_file_with_nothing_open_can_go_a_step_further() -> None:
    found = assessment(GARDEN, {id_: Answer(level=0, note="Visto.") for id_ in GARDEN.places})
    lines = [line.text for line in status_lines(found, GARDEN, [], "XPE-2026.yaml", [], Look())]
    assert lines[-2:] == [
        "  - take it a step further: trata finalize XPE-2026.yaml",
        "  - read the report: trata report XPE-2026.yaml -o XPE-2026.html",
    ]


def states(plan: Plan) -> st.SearchStrategy[Totals]:
    every = [*plan.levels, "not-applicable", "no-information", "unanswered", "undecided"]
    return st.lists(st.sampled_from(every), max_size=120).map(lambda found: totals.count(found, plan))


@given(data=st.data(), plan=st.sampled_from(list(PLANS.values())))
def test_the_picture_has_a_sign_for_every_indicator(data: st.DataObject, plan: Plan) -> None:
    found = data.draw(states(plan))
    drawn = picture(found, plan)
    for level, count in found.levels:
        assert drawn.count(str(level)) == count
    below, above = drawn.split("│")
    assert sum(character.isdigit() for character in above) == found.fulfilled
    assert [drawn.count(sign) for sign in "ns?·"] == [
        found.not_applicable,
        found.no_information,
        found.undecided,
        found.unanswered,
    ]
    assert len(below) + len(above) <= found.indicators + len(plan.levels) + 6


@given(data=st.data(), plan=st.sampled_from(list(PLANS.values())), width=st.integers(20, 100))
def test_totals_never_run_over_the_edge(data: st.DataObject, plan: Plan, width: int) -> None:
    lines = totals_lines(data.draw(states(plan)), plan, Look(width, 24, plain=False))
    assert all(len(line) <= width for line in lines)


@given(
    st.dictionaries(st.text(min_size=1, max_size=5), st.lists(st.sampled_from(["suelo", "agua", *GARDEN.places, "?"]))),
    st.sets(st.sampled_from(list(GARDEN.places))),
)
def test_every_open_indicator_is_somebodys_or_nobodys(names: dict[str, list[str]], wanted: set[str]) -> None:
    groups = ids.by_institution(GARDEN, names, wanted)
    assert {id_ for theirs in groups.values() for id_ in theirs} == wanted
    nobodys = groups.get("", [])
    assert not {*nobodys} & {id_ for who, theirs in groups.items() if who for id_ in theirs}
    assert all(theirs and (not who or {*theirs} <= {*ids.expand(GARDEN, names[who])}) for who, theirs in groups.items())

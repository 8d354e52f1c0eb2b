"""Example cases of a kind: where they are shown, and that they change no edition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import GARDEN_FILE, PLAN, assessment, trata
from trata_cli import i18n
from trata_cli.files.document import from_bytes
from trata_cli.files.plans import check_plan
from trata_cli.method import dialogue, interview, reviewing
from trata_cli.method.dialogue import Show
from trata_cli.method.editions import digest
from trata_cli.model.assessment import Answer
from trata_cli.model.plan import Case, Plan
from trata_cli.views import interview as screens
from trata_cli.views import questionnaire
from trata_cli.views.questionnaire import CaseView, ExamplesView
from trata_cli.views.terminal import Look

GARDEN_TEXT = GARDEN_FILE.read_text("utf-8")


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.activate("en")


def test_each_kind_of_the_plan_has_two_short_ones_on_different_levels() -> None:
    assert {name: len(kind.cases) for name, kind in PLAN.kinds.items()} == dict.fromkeys(PLAN.kinds, 2)
    for kind in PLAN.kinds.values():
        assert len({case.level for case in kind.cases}) == 2
        assert all(len(text) <= 300 for case in kind.cases for text in (case.text, case.why))


def test_they_name_no_state() -> None:
    texts = [text for kind in PLAN.kinds.values() for case in kind.cases for text in (case.text, case.why)]

    assert [(name, text) for name in PLAN.countries.values() for text in texts if name in text] == []


def with_cases(cases: tuple[Case, ...]) -> Plan:
    kinds = {name: kind.model_copy(update={"cases": cases}) for name, kind in PLAN.kinds.items()}
    return PLAN.model_copy(update={"kinds": kinds})


def test_an_edition_does_not_change_by_them() -> None:
    assert digest(with_cases(())) == digest(PLAN)
    assert digest(with_cases((Case(text="Otro.", level=1, why="Otro."),))) == digest(PLAN)


PLAN_TEXT = """\
format: trata/plan/1
id: mini
version: 1
language: es
title: Mini
source: {text: Inventada}
levels: {0: Nada, 1: Hecho}
fulfilled_from: 1
kinds:
  obra:
    name: Obra
    renewal: standing
    levels:
      0: {short: Nada, text: Nada.}
      1: {short: Hecha, text: Hecha.}
    cases:
      - {text: Una zanja a medias., level: %s, why: No está hecha.}
pillars:
  - id: uno
    title: Uno
    directives:
      - number: 1
        text: Cavar.
        indicators: [{id: A1, text: Zanja cavada., kind: obra}]
"""


def problems(text: str) -> list[tuple[int, int, str, str]]:
    reading = check_plan(from_bytes("mini-1.yaml", text.encode()))
    return [(each.line, each.column, each.code, ".".join(map(str, each.pointer))) for each in reading.problems]


@pytest.mark.parametrize(
    ("level", "found"),
    [
        ("0", []),
        ("7", [(17, 44, "unknown-level", "kinds.obra.cases.0.level")]),
        ("alto", [(17, 44, "not-a-number", "kinds.obra.cases.0.level")]),
    ],
)
def test_a_case_has_a_level_of_the_plan(level: str, found: list[tuple[int, int, str, str]]) -> None:
    assert problems(PLAN_TEXT % level) == found


def test_a_case_says_all_three_things() -> None:
    text = PLAN_TEXT.replace("{text: Una zanja a medias., level: %s, why: No está hecha.}", "{text: Una zanja.}")

    assert problems(text) == [
        (17, 9, "missing-field", "kinds.obra.cases.0.level"),
        (17, 9, "missing-field", "kinds.obra.cases.0.why"),
    ]


MINI = check_plan(from_bytes("mini-1.yaml", (PLAN_TEXT % 0).encode())).plan


def shown(plan: Plan, id_: str, typed: str = "??") -> list[str]:
    state = dialogue.begin(plan, "2026-11-30", {}, {}, (id_,), None)
    state, effects = interview.step(state, typed)
    assert effects == [Show("cases" if typed == "??" else "help")]
    assert state.id == id_
    return [line.text for line in screens.shown(effects[0], state, Look())]


def test_two_question_marks_show_them() -> None:
    assert MINI is not None

    assert shown(MINI, "A1") == [
        "",
        "  Examples: Obra",
        "",
        "       Una zanja a medias.",
        "    0  No está hecha.",
        "",
    ]


def test_the_help_names_them_where_there_are_some() -> None:
    assert MINI is not None
    key = "  ?? examples: invented cases of this kind, with their level"

    assert key in shown(MINI, "A1", "?")
    assert key not in shown(MINI.model_copy(update={"kinds": _without(MINI)}), "A1", "?")


def _without(plan: Plan) -> dict[str, object]:
    return {name: kind.model_copy(update={"cases": ()}) for name, kind in plan.kinds.items()}


def test_a_kind_without_any_says_so() -> None:
    assert MINI is not None
    plan = MINI.model_copy(update={"kinds": _without(MINI)})

    assert shown(plan, "A1") == ["The plan has no examples for this kind of indicator."]


def test_levels_of_its_own_come_first() -> None:
    lines = ["  This indicator has levels of its own: where they say something else, they", "  count."]

    assert shown(PLAN, "D14a")[2:4] == lines
    assert lines[0] not in shown(PLAN, "D17a")


@pytest.mark.parametrize("typed", ["1", "n"])
def test_they_are_shown_at_every_question_of_an_interview(typed: str) -> None:
    state = dialogue.begin(PLAN, "2026-11-30", {}, {}, ("D01", "D03"), None)
    state, _effects = interview.step(state, typed)
    after, effects = interview.step(state, "??")

    assert (after, effects) == (state, [Show("cases")])


def test_a_reviewer_sees_them_too() -> None:
    answers = assessment(PLAN, {"D01": Answer(level=2)}).answers
    state = reviewing.begin(PLAN, "2026-11-30", answers, ("D01",), "Defensoría")
    assert reviewing.step(state, "??") == (state, [Show("cases")])

    state, _effects = reviewing.step(state, "3")
    assert reviewing.step(state, "??") == (state, [Show("cases")])


def test_the_questionnaire_has_them_as_an_annex() -> None:
    assert MINI is not None
    found = questionnaire.build(MINI)

    assert found.examples == (ExamplesView("Obra", ("A1",), (CaseView("Una zanja a medias.", 0, "No está hecha."),)),)
    assert questionnaire.build(MINI.model_copy(update={"kinds": _without(MINI)})).examples == ()


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_annex_in_print(tmp_path: Path, form: str) -> None:
    (tmp_path / "mini-1.yaml").write_text(PLAN_TEXT % 0, "utf-8")
    done = trata("plan", "show", "--plan", "mini-1.yaml", "--format", form, cwd=tmp_path)
    garden = trata("plan", "show", "--plan", GARDEN_FILE, "--format", form, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Annex: examples" in done.stdout
    assert "Una zanja a medias." in done.stdout
    assert "Annex: examples" not in garden.stdout
    if form == "md":
        assert done.stdout.endswith("\n### Obra\n\nA1\n\n- Una zanja a medias.<br>**0** · No está hecha.\n")


def test_json_of_a_plan_stays_as_it_was(tmp_path: Path) -> None:
    done = trata("plan", "show", "--format", "json", cwd=tmp_path)

    assert set(json.loads(done.stdout)) == {"version", "id", "plan_version", "language", "official", "pillars"}

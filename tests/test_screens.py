"""The interview's screens: all of them fit, in both languages, plain and with ornaments."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support import GARDEN, PLAN, PLANS, ROOT
from trata_cli import i18n
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.method import dialogue, interview
from trata_cli.method.dialogue import Ask, Interview
from trata_cli.model.assessment import Answer, Assessment, Evidence, Statement
from trata_cli.model.plan import Plan
from trata_cli.views import interview as screens
from trata_cli.views.terminal import Line, Look

WIDE = [Look(80, 24, plain) for plain in (True, False)]
NARROW = [Look(40, 24, plain) for plain in (True, False)]
LONG = "Ejecutada en 12 de 17 departamentos; informe anual aprobado por la mesa. " * 40
WORD = "Ñandutí" * 300
STATEMENTS = tuple(Statement(by=f"Ministerio {n}", role="institution", level=n % 2) for n in range(12))
EVIDENCE = tuple(Evidence(title=f"Documento {n}", type="statement") for n in range(12))


@pytest.fixture(autouse=True, params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.activate(request.param)
    yield request.param
    i18n.activate(before)


def columns(text: str) -> int:
    """The columns of a text, counted in another way than the program does: no character here is wider than two."""
    return sum(1 + (unicodedata.east_asian_width(c) in ("W", "F")) for c in unicodedata.normalize("NFC", text))


def too_wide(lines: list[Line], look: Look) -> list[str]:
    return [line.text for line in lines if columns(line.text) > look.width]


def first_prompt(state: Interview, look: Look) -> list[Line]:
    """From the line that ends the indicator before to the line on which one types."""
    before = screens.done(state.id, look)
    return [*before, *screens.screen(state, look), *screens.prompt(state, look), Line("> ")]


def worst(plan: Plan) -> list[Answer]:
    """Answers that take as much room as any."""
    return [
        Answer(level=plan.top, note=LONG, evidence=EVIDENCE, statements=STATEMENTS),
        Answer(level=plan.lowest, note=WORD),
        Answer(level="not-applicable", reason=f"{WORD}\n\n{LONG}", evidence=EVIDENCE),
        Answer(level="no-information", reason="\n".join(["漢字 👩‍👧"] * 40)),
        Answer(statements=STATEMENTS, note="[/b] {x} \x1b[31m \u202e"),
        Answer(),
    ]


def states(plan: Plan, answers: dict[str, Answer], last: dict[str, Answer]) -> Iterator[Interview]:
    for id_ in plan.places:
        yield dialogue.begin(plan, "2026-11-24", answers, last, [id_], 2025)


def test_the_examples_screens_fit() -> None:
    shelf = Shelf()
    files = [read_assessment(ROOT / "tests" / "golden" / f"XPE-{year}.yaml", shelf).assessment for year in (2026, 2025)]
    now, before = files
    assert isinstance(now, Assessment)
    assert isinstance(before, Assessment)
    for state in states(PLAN, now.answers, before.answers):
        for look in WIDE:
            lines = first_prompt(state, look)
            assert len(lines) <= look.height, state.id
            assert too_wide(lines, look) == []
        for look in NARROW:
            assert too_wide(first_prompt(state, look), look) == []


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize(("now", "before"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 0), (5, 2)])
def test_every_screen_fits_whatever_was_answered(name: str, now: int, before: int) -> None:
    plan = PLANS[name]
    answers, last = (dict.fromkeys(plan.places, worst(plan)[each]) for each in (now, before))
    for state in states(plan, answers, last):
        for look in WIDE:
            lines = first_prompt(state, look)
            assert len(lines) <= look.height, state.id
            assert too_wide(lines, look) == []


@pytest.mark.parametrize("look", [*WIDE, *NARROW, Look(20, 24, plain=True), Look(100, 50, plain=False)], ids=str)
@pytest.mark.parametrize("name", PLANS)
def test_nothing_is_wider_than_the_screen(name: str, look: Look) -> None:
    plan = PLANS[name]
    answer = worst(plan)[0]
    answers = dict.fromkeys(plan.places, answer)
    for state in states(plan, answers, answers):
        searched, _ = interview.step(state, "/a")
        shown = [
            *screens.screen(state, look),
            *screens.directive(state, look),
            *screens.help_lines(state, look),
            *screens.hits(searched, look),
            *screens.totals_of(state, state.place.pillar.id, look),
            *screens.totals_of(state, "", look),
            *screens.done(state.id, look),
            *screens.said(f"{state.id}: {LONG}", look),
        ]
        for ask in Ask:
            asked = replace(state, ask=ask, title=LONG, word="no-information", hits=searched.hits)
            shown += screens.prompt(asked, look)
        assert too_wide(shown, look) == []


@pytest.mark.parametrize("ask", Ask)
@pytest.mark.parametrize("name", PLANS)
def test_every_question_names_its_indicator(name: str, ask: Ask) -> None:
    for state in states(PLANS[name], {}, {}):
        asked = replace(state, ask=ask, title="Título", word="no-information")
        assert screens.prompt(asked, WIDE[0])[0].text.split()[0].rstrip(":") == state.id or (
            ask is Ask.CLEAR and state.id in screens.prompt(asked, WIDE[0])[0].text
        )


@pytest.mark.parametrize("name", PLANS)
def test_a_screen_shows_what_it_must(name: str) -> None:
    plan = PLANS[name]
    for state in states(plan, {}, {}):
        for look in [*WIDE, *NARROW]:
            shown = " ".join(" ".join(line.text for line in screens.screen(state, look)).split())
            descriptors = plan.descriptors(state.place.indicator)
            for text in (state.place.indicator.text, *(each.short for each in descriptors.values())):
                assert " ".join(text.split()) in shown
            assert state.place.pillar.title.upper() in shown
            assert state.place.directive.text[:30] in shown


def test_the_threshold_stands_where_the_plan_has_it() -> None:
    for plan in (PLAN, GARDEN):
        state = next(states(plan, {}, {}))
        for look in WIDE:
            lines = [line.text.strip() for line in screens.screen(state, look)]
            levels = [n for n, text in enumerate(lines) if text[:2].strip().isdigit()]
            gap = [line for line in lines[levels[0] : levels[-1] + 1] if not line[:1].isdigit()]
            assert len(gap) == 1
            assert levels[plan.fulfilled_from] - levels[plan.fulfilled_from - 1] == 2


def test_what_is_cut_says_so_and_closes_its_quotes(language: str) -> None:
    state = next(states(PLAN, {"D01": Answer(level=4, note=LONG)}, {"D01": Answer(level=2, note=LONG)}))
    before, now = (line.text for line in screens.screen(state, WIDE[0])[-2:])
    words = {
        "es": ("2025: nivel 2 — «Ejec", "Hasta ahora: nivel 4 — «"),
        "en": ("2025: level 2 — «Ejec", "So far: level 4 — «"),
    }
    assert before.startswith(words[language][0])
    assert now.startswith(words[language][1])
    assert "…»  (" in before
    assert "…»  (" in now


def test_last_year_is_called_by_its_number(language: str) -> None:
    state = replace(next(states(PLAN, {"D01": Answer(level=1)}, {"D01": Answer(level=2)})), ask=Ask.FALL_REASON)
    text = screens.prompt(state, WIDE[0])[0].text
    assert text.startswith({"es": "D01 · 2025: nivel 2", "en": "D01 · 2025: level 2, now: 1. Why?"}[language])


@pytest.mark.parametrize("plain", [True, False])
def test_plain_loses_only_its_ornaments(plain: bool) -> None:
    state = next(states(PLAN, {"D01": Answer(level=1)}, {"D01": Answer(level=2)}))
    shown = "\n".join(line.text for line in first_prompt(state, Look(80, 24, plain)))
    assert any(ornament in shown for ornament in "█░─✓") is not plain
    assert "D01" in shown
    assert "2 %" in shown

"""The interview's screens: all of them fit, in both languages, plain and with ornaments."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from tests.support import GARDEN, PLAN, PLANS, ROOT
from trata_cli import i18n
from trata_cli.files.assessments import read_assessment
from trata_cli.files.plans import Shelf
from trata_cli.method import dialogue, interview
from trata_cli.method.dialogue import Ask, Interview, Pause, Save
from trata_cli.model.assessment import Answer, Assessment, Evidence, Statement, Target
from trata_cli.model.plan import Plan
from trata_cli.views import interview as screens
from trata_cli.views.terminal import Line, Look

WIDE = [Look(80, 24, plain) for plain in (True, False)]
NARROW = [Look(40, 24, plain) for plain in (True, False)]
LONG = "Ejecutada en 12 de 17 departamentos; informe anual aprobado por la mesa. " * 40
WORD = "Ñandutí" * 300
DISPUTED = Answer(
    statements=tuple(Statement(by=f"Ministerio {n}", role="institution", level=n) for n in range(2)),
)
ANSWERED = Answer(
    level=3,
    note="Antes.",
    internal_note="Solo aquí.",
    evidence=(
        Evidence(
            title="Decreto 1",
            type="official-act",
            date="2026-03",
            covers=(2025, 2026),
            issuer="Gobierno",
            url="https://x.example/1",
            audience="internal",
        ),
        Evidence(title="Discurso", type="statement"),
    ),
    target=Target(level=4, by="2027"),
)
STATEMENTS = tuple(Statement(by=f"Ministerio {n}", role="institution", level=n % 2) for n in range(12))
TARGET = Target(level=1, by="2027-12-31", lead=LONG, action=WORD)
EVIDENCE = tuple(Evidence(title=f"Documento {n}", type="statement") for n in range(12))


@pytest.fixture(autouse=True, params=("es", "en"))
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


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def first_prompt(state: Interview, look: Look) -> list[Line]:
    """From the line that ends the indicator before to the line on which one types."""
    before = screens.done(state.id, look)
    return [*before, *screens.screen(state, look), *screens.prompt(state, look), Line("> ")]


def pause(state: Interview) -> Pause:
    """A save of the indicator that is asked, which waits because others have changed the answer."""
    return Pause(Save(state.id, None, state.answers.get(state.id)), (), Ask.LEVEL, theirs=ANSWERED)


def worst(plan: Plan) -> list[Answer]:
    """Answers that take as much room as any."""
    return [
        Answer(level=plan.top, note=LONG, evidence=EVIDENCE, statements=STATEMENTS, target=TARGET),
        Answer(level=plan.lowest, note=WORD),
        Answer(
            level="not-applicable", reason=f"{WORD}\n\n{LONG}", evidence=EVIDENCE, statements=STATEMENTS, target=TARGET
        ),
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
            *screens.evidence_lines(state, look),
            *screens.hint(state, look),
            *screens.conflict(replace(state, pause=pause(state)), look),
            *screens.unsaved(replace(state, pause=pause(state)), look),
        ]
        for ask, piece in product(Ask, (None, 0)):
            asked = replace(
                state, ask=ask, title=LONG, word="no-information", hits=searched.hits, piece=piece, pause=pause(state)
            )
            shown += screens.prompt(asked, look)
        assert too_wide(shown, look) == []


@pytest.mark.parametrize("ask", Ask)
@pytest.mark.parametrize("name", PLANS)
def test_every_question_names_its_indicator(name: str, ask: Ask) -> None:
    for state in states(PLANS[name], {}, {}):
        asked = replace(state, ask=ask, title="Título", word="no-information", pause=pause(state))
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


def test_what_is_missing_under_a_level_is_pointed_out_in_one_line() -> None:
    message = "{id}: level {level} without evidence other than statements; to add it: g {id}"
    for id_ in PLAN.places:
        assert len(screens.said(i18n._(message).format(id=id_, level=PLAN.top), WIDE[0])) == 1


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
def test_plain_loses_only_its_ornaments(language: str, plain: bool) -> None:
    state = next(states(PLAN, {"D01": Answer(level=1), "D02a": DISPUTED}, {"D01": Answer(level=2)}))
    shown = "\n".join(line.text for line in first_prompt(state, Look(80, 24, plain)))
    progress = {"es": "respondidos 1 de 53", "en": "answered 1 of 53"}[language] if plain else "2 %"
    assert any(ornament in shown for ornament in "█░─✓") is not plain
    assert "D01" in shown
    assert progress in shown


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("now", range(6))
def test_colours_and_drawings_say_nothing_that_plain_words_do_not(name: str, now: int) -> None:
    plan = PLANS[name]
    for state in states(plan, dict.fromkeys(plan.places, worst(plan)[now]), {}):
        said = []
        for plain in (True, False):
            shown = [*screens.screen(state, Look(80, 60, plain)), *screens.prompt(state, Look(80, 60, plain))]
            _header, below = "\n".join(texts(shown)).strip().split("\n\n", 1)
            said.append([line.strip("─- ") for line in below.splitlines()])
        assert said[0] == said[1]


def test_the_guidance_is_on_the_screen_where_there_is_room() -> None:
    state = next(states(PLAN, {}, {}))
    guidance = state.place.indicator.guidance
    assert guidance == "Se exige el tema en la legislación, en las políticas y en los programas."
    room = len(first_prompt(state, Look(80, 24, plain=True)))
    assert "       " + guidance in texts(screens.screen(state, Look(80, room, plain=True)))
    assert "       " + guidance not in texts(screens.screen(state, Look(80, room - 1, plain=True)))
    assert "  " + guidance in texts(screens.help_lines(state, Look(80, 24, plain=True)))


def test_every_indicator_without_an_answer_has_room_for_its_guidance() -> None:
    for state in states(PLAN, {}, {}):
        for look in WIDE:
            guidance = state.place.indicator.guidance or ""
            assert " ".join(guidance.split()) in " ".join(" ".join(texts(screens.screen(state, look))).split())


def only(answer: Answer, look: Look, **changes: Any) -> tuple[Interview, Look]:
    return replace(next(states(PLAN, {"D01": answer}, {})), **changes), look


def test_the_answer_so_far_is_one_line(language: str) -> None:
    answer = ANSWERED.model_copy(update={"statements": STATEMENTS[:2], "note": "Nota."})
    so_far = {
        "es": "Hasta ahora: nivel 3, meta 4, 2 evidencias, 2 declaraciones",
        "en": "So far: level 3, target 4, 2 pieces of evidence, 2 statements",
    }[language]
    key = {"es": "  (Intro = dejar)", "en": "  (Enter = keeps it)"}[language]
    assert texts(screens.screen(*only(answer, Look(100, 40))))[-1] == f"{so_far} — «Nota.»{key}"
    cut = so_far if language == "es" else so_far[:-2] + "…"
    assert texts(screens.screen(*only(answer, WIDE[0])))[-1] == cut + key


SHOWN_EVIDENCE = {
    "es": [
        "",
        "  1  Decreto 1 (acto oficial, 2026-03, Gobierno, https://x.example/1, 2025,",
        "     2026, interno)",
        "  2  Discurso (declaración)",
        "  Un número cambia la evidencia; x y su número la quita.",
    ],
    "en": [
        "",
        "  1  Decreto 1 (official act, 2026-03, Gobierno, https://x.example/1, 2025,",
        "     2026, internal)",
        "  2  Discurso (statement)",
        "  A number changes one; x and its number takes it out.",
    ],
}


def test_the_list_of_evidence(language: str) -> None:
    assert texts(screens.evidence_lines(*only(ANSWERED, WIDE[0]))) == SHOWN_EVIDENCE[language]


CHANGING = {
    "es": {
        Ask.NEW_TITLE: ["D01 · Título (Intro = Decreto 1)"],
        Ask.NEW_TYPE: [
            "D01 · Tipo (Intro = acto oficial):",
            "a acto oficial · b documento interno · c fuente de terceros · d declaración",
        ],
        Ask.DATE: [
            "D01 · Fecha: 2026-03-01, 2026-03, 2026 o 01/03/2026",
            "(Intro = 2026-03, x = quitar)",
        ],
        Ask.ISSUER: ["D01 · Emisor (Intro = Gobierno, x = quitar)"],
        Ask.WHERE: [
            "D01 · Dónde: dirección web, o dónde está el papel",
            "(Intro = https://x.example/1, x = quitar)",
        ],
        Ask.AUDIENCE: ["D01 · Para quién: p público, i interno (Intro = interno)"],
        Ask.TARGET_LEVEL: ["D01 · Meta: nivel que se quiere alcanzar, 0–4 (Intro = 4, x = quitar)"],
        Ask.TARGET_BY: [
            "D01 · Meta: para cuándo, por ejemplo 2027-12-31, 2027-12 o 2027",
            "(Intro = 2027, x = quitar)",
        ],
        Ask.TARGET_LEAD: ["D01 · Meta: institución responsable (Intro = omitir)"],
        Ask.TARGET_ACTION: ["D01 · Meta: qué se hará (Intro = omitir)"],
    },
    "en": {
        Ask.NEW_TITLE: ["D01 · Title (Enter = Decreto 1)"],
        Ask.NEW_TYPE: [
            "D01 · Type (Enter = official act):",
            "a official act · b internal document · c third-party source · d statement",
        ],
        Ask.DATE: ["D01 · Date: 2026-03-01, 2026-03, 2026 or 01/03/2026 (Enter = 2026-03, x = none)"],
        Ask.ISSUER: ["D01 · Issuer (Enter = Gobierno, x = none)"],
        Ask.WHERE: [
            "D01 · Where: web address, or where the paper lies",
            "(Enter = https://x.example/1, x = none)",
        ],
        Ask.AUDIENCE: ["D01 · Audience: p public, i internal (Enter = internal)"],
        Ask.TARGET_LEVEL: ["D01 · Target: level to reach, 0–4 (Enter = 4, x = none)"],
        Ask.TARGET_BY: [
            "D01 · Target: by when, such as 2027-12-31, 2027-12 or 2027",
            "(Enter = 2027, x = none)",
        ],
        Ask.TARGET_LEAD: ["D01 · Target: institution that leads (Enter = none)"],
        Ask.TARGET_ACTION: ["D01 · Target: what will be done (Enter = none)"],
    },
}


@pytest.mark.parametrize("ask", CHANGING["es"])
def test_a_question_says_what_enter_and_x_do(language: str, ask: Ask) -> None:
    assert texts(screens.prompt(*only(ANSWERED, WIDE[0], ask=ask, piece=0))) == CHANGING[language][ask]


def test_at_a_new_piece_of_evidence_enter_is_nothing(language: str) -> None:
    none, public = {"es": ("omitir", "público"), "en": ("none", "public")}[language]
    for ask, last in [(Ask.DATE, none), (Ask.ISSUER, none), (Ask.WHERE, none), (Ask.AUDIENCE, public)]:
        text = " ".join(texts(screens.prompt(*only(ANSWERED, WIDE[0], ask=ask))))
        assert text.endswith({"es": f"(Intro = {last})", "en": f"(Enter = {last})"}[language])


def doubtful(note: str) -> Interview:
    """D01 with a note that was just saved and looks like personal data."""
    state = next(states(PLAN, {}, {}))
    for line in ("2", note):
        state, _ = interview.step(state, line)
    assert state.ask is Ask.PERSONAL
    return state


DOUBT = {
    "es": [
        "D01 · Nota: «09•• ••• •••» parece un número de teléfono",
        "«a••@••••.•••••••» parece una dirección de correo electrónico",
        "Escriba el texto corregido · p = es un dato público · x = quitarlo · e = editor",
        "· Intro = dejarlo así",
    ],
    "en": [
        "D01 · Note: “09•• ••• •••” looks like a telephone number",
        "“a••@••••.•••••••” looks like an e-mail address",
        "Type the text anew · p = it is public · x = take it out · e = editor · Enter =",
        "leave it",
    ],
}
NARROW_DOUBT = {
    "es": [
        "D01 · Motivo: «09•• ••• •••» parece un",
        "número de teléfono",
        "Escriba el texto corregido · p = es un",
        "dato público · e = editor · Intro =",
        "dejarlo así",
    ],
    "en": [
        "D01 · Reason: “09•• ••• •••” looks like",
        "a telephone number",
        "Type the text anew · p = it is public ·",
        "e = editor · Enter = leave it",
    ],
}


def test_personal_data_is_asked_about_without_being_shown(language: str) -> None:
    state = doubtful("Tel. 0981 555 123, ana@mesa.example, tel. 0982 555 124")
    reason = next(states(PLAN, {}, {}))
    for line in ("n", "Tel. 0981 555 123"):
        reason, _ = interview.step(reason, line)
    for wide, narrow in zip(WIDE, NARROW, strict=True):
        assert texts(screens.prompt(state, wide)) == DOUBT[language]
        assert texts(screens.prompt(reason, narrow)) == NARROW_DOUBT[language]
    why = {
        "es": "D01 · ¿Por qué es público? Por ejemplo: línea nacional (Intro = volver)",
        "en": "D01 · Why is it public? Such as: national hotline (Enter = back)",
    }[language]
    assert texts(screens.prompt(replace(state, ask=Ask.WHY_PUBLIC), WIDE[0])) == [why]


@pytest.mark.parametrize("look", [*WIDE, *NARROW, Look(20, 24, plain=True)], ids=str)
def test_however_much_is_found_the_question_stays_on_the_screen(language: str, look: Look) -> None:
    several = " y ".join(f"{'a' * length}@{'b' * length}.example" for length in (4, 8, 12, 16, 40))
    lines = screens.prompt(doubtful(several), look)
    assert too_wide(lines, look) == []
    assert len(lines) < look.height
    assert {"es": "… y 2 más", "en": "… and 2 more"}[language] in texts(lines)


def test_both_sides_of_a_conflict(language: str) -> None:
    state, look = only(Answer(level=2, note="Una\ndos"), WIDE[0])
    assert (
        texts(screens.conflict(replace(state, pause=pause(state)), look))
        == {
            "es": [
                "",
                "Entretanto, D01 se cambió en otro lugar.",
                "1  En el archivo:",
                "   nivel 3",
                "   Nota: Antes.",
                "   Nota interna: Solo aquí.",
                "   Evidencia: Decreto 1 (acto oficial, 2026-03, Gobierno, https://x.example/1,",
                "   2025, 2026, interno)",
                "   Evidencia: Discurso (declaración)",
                "   Meta: nivel 4, 2027",
                "2  Aquí:",
                "   nivel 2",
                "   Nota: Una",
                "   dos",
            ],
            "en": [
                "",
                "D01 was changed elsewhere in the meantime.",
                "1  In the file:",
                "   level 3",
                "   Note: Antes.",
                "   Internal note: Solo aquí.",
                "   Evidence: Decreto 1 (official act, 2026-03, Gobierno, https://x.example/1,",
                "   2025, 2026, internal)",
                "   Evidence: Discurso (statement)",
                "   Target: level 4, 2027",
                "2  Here:",
                "   level 2",
                "   Note: Una",
                "   dos",
            ],
        }[language]
    )


def test_an_answer_that_is_on_no_disk_is_shown_whole(language: str) -> None:
    answer = Answer(level="not-applicable", reason=LONG, statements=STATEMENTS[:1])
    state, look = only(answer, WIDE[0])
    head, standing, *reason, statements = texts(screens.unsaved(replace(state, pause=pause(state)), look))
    assert (
        head
        == {
            "es": "D01 no se pudo guardar. Esta era su respuesta:",
            "en": "D01 could not be saved. This was your answer:",
        }[language]
    )
    assert standing == {"es": "   no aplica", "en": "   not applicable"}[language]
    name = {"es": "Motivo", "en": "Reason"}[language]
    assert " ".join(" ".join(reason).split()) == f"{name}: {LONG.strip()}"
    assert statements == {"es": "   1 declaración", "en": "   1 statement"}[language]
    state, look = only(Answer(level=1), WIDE[0], pause=Pause(Save("D01", Answer(level=1), None), (), Ask.LEVEL))
    assert texts(screens.unsaved(state, look))[1:] == {"es": ["   sin respuesta"], "en": ["   no answer"]}[language]


@pytest.mark.parametrize("look", WIDE)
@pytest.mark.parametrize("count", [2, 12])
def test_who_says_what_is_on_the_screen_where_institutions_differ(look: Look, count: int) -> None:
    said = tuple(Statement(by=f"Ministerio {n}", role="institution", level=n % 2, note=LONG) for n in range(count))
    for id_ in PLAN.places:
        state = dialogue.begin(PLAN, "2026-11-24", {id_: Answer(statements=said)}, {}, [id_])
        lines = [line.text for line in screens.screen(state, look)]
        assert any("Ministerio 0: " in line and "0" in line for line in lines)
        assert len(lines) + len(screens.prompt(state, look)) < look.height
    agreed = Answer(level=1, statements=said[1:2])
    state = dialogue.begin(PLAN, "2026-11-24", {"D01": agreed}, {}, ["D01"])
    assert not any("Ministerio" in line.text for line in screens.screen(state, look))
    full = [line.text for line in screens.help_lines(state, look)]
    assert "Ministerio 1" in full

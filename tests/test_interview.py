"""The interview's step: what each line means at each question, and what never happens whatever is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import GARDEN, PLAN, PLANS
from trata_cli.method import dialogue, interview, totals
from trata_cli.method.dialogue import Ask, Edit, Effect, End, Interview, Move, Save, Say, Show
from trata_cli.model.assessment import Answer, Evidence, Statement, Target
from trata_cli.model.plan import Plan

TODAY = "2026-11-24"
LAST = {
    "D01": Answer(level=3, note="Hecho.", evidence=(Evidence(title="Decreto 1", type="official-act"),)),
    "D02a": Answer(level="not-applicable", reason="No se da."),
    "D03": Answer(level=0, note="Buscado y no hallado."),
}
DISPUTED = Answer(
    statements=(
        Statement(by="Fiscalía", role="institution", level=2),
        Statement(by="Policía", role="institution", level=3),
    )
)


def begin(
    plan: Plan = PLAN,
    answers: Mapping[str, Answer] | None = None,
    last: Mapping[str, Answer] | None = None,
    walk: Sequence[str] = (),
) -> Interview:
    return dialogue.begin(plan, TODAY, answers or {}, LAST if last is None else last, walk or list(plan.places), 2025)


def run(state: Interview, *lines: str) -> tuple[Interview, list[Effect]]:
    """The state after some lines, and the effects of the last."""
    effects: list[Effect] = []
    for line in lines:
        state, effects = interview.step(state, line)
    return state, effects


def after(*lines: str, **given: Any) -> Interview:
    return run(begin(**given), *lines)[0]


def kinds(effects: Sequence[Effect]) -> list[str]:
    return [type(effect).__name__ for effect in effects]


def evidence_of(state: Interview, id_: str) -> list[dict[str, str]]:
    return [each.model_dump(exclude_none=True) for each in state.answers[id_].evidence]


# Where each question comes from, in the order of the protocol. At D01 last year's level is 3.
# The two that no line leads to come from a save: one that failed, and one that found the answer changed by others.

REACHED: dict[Ask, tuple[str, ...]] = {
    Ask.LEVEL: (),
    Ask.CLEAR: ("4", "-", "x"),
    Ask.SEARCH: ("/niños",),
    Ask.NOTE: ("2",),
    Ask.WORD_REASON: ("s",),
    Ask.FALL_REASON: ("2", "nota"),
    Ask.DECISION_REASON: ("2", "nota"),  # where institutions differ
    Ask.TITLE: ("4", "nota"),
    Ask.TYPE: ("4", "nota", "Decreto 4473"),
    Ask.DATE: ("4", "nota", "Decreto 4473", "a"),
    Ask.ISSUER: ("4", "nota", "Decreto 4473", "a", "2026"),
    Ask.WHERE: ("4", "nota", "Decreto 4473", "a", "2026", "Ministerio"),
    Ask.AUDIENCE: ("4", "nota", "Decreto 4473", "a", "2026", "Ministerio", "https://x.py/1"),
    Ask.NEW_TITLE: ("4", "nota", "Decreto 4473 | a | | | |", "1"),
    Ask.NEW_TYPE: ("4", "nota", "Decreto 4473 | a | | | |", "1", ""),
    Ask.PERSONAL: ("4", "Llamar al 0981 555 123."),
    Ask.WHY_PUBLIC: ("4", "Llamar al 0981 555 123.", "p"),
    Ask.TARGET_LEVEL: ("t",),
    Ask.TARGET_BY: ("t", "4"),
    Ask.TARGET_LEAD: ("t", "4", "2027"),
    Ask.TARGET_ACTION: ("t", "4", "2027", "Ministerio"),
}
PAUSES = (Ask.UNSAVED, Ask.CONFLICT)
THEIRS = Answer(level=1, note="De otra persona.")


def unsaved(*lines: str, is_gone: bool = False) -> Interview:
    """The state after lines whose last save failed."""
    state, effects = run(begin(), *lines)
    save = next(effect for effect in effects if isinstance(effect, Save))
    return interview.not_saved(state, save, [each for each in effects if each is not save], is_gone=is_gone)


def conflict(*lines: str, theirs: Answer | None = THEIRS) -> Interview:
    """The state after lines whose last save found that somebody else had changed the answer."""
    state, effects = run(begin(), *lines)
    save = next(effect for effect in effects if isinstance(effect, Save))
    state, shown = interview.changed_elsewhere(state, save, [each for each in effects if each is not save], theirs)
    assert shown == [Show("conflict")]
    return state


def reached(ask: Ask) -> Interview:
    if ask is Ask.UNSAVED:
        return unsaved("4")
    if ask is Ask.CONFLICT:
        return conflict("4")
    return after(*REACHED[ask], answers={"D01": DISPUTED} if ask is Ask.DECISION_REASON else {})


def test_every_question_is_reached() -> None:
    assert {*REACHED, *PAUSES} == {*Ask}
    for ask in Ask:
        assert reached(ask).ask is ask


@pytest.mark.parametrize("ask", Ask)
@pytest.mark.parametrize("typed", ["q", " q ", "Q"])
def test_q_leaves_at_every_question(ask: Ask, typed: str) -> None:
    before = reached(ask)
    state, effects = run(before, typed)
    assert state == before
    assert effects[-1] == End(finished=False)
    assert kinds(effects[:-1]) == {Ask.TYPE: ["Say"], Ask.UNSAVED: ["Show"], Ask.CONFLICT: ["Show"]}.get(ask, [])


@pytest.mark.parametrize("ask", Ask)
def test_help_at_every_question(ask: Ask) -> None:
    before = reached(ask)
    assert run(before, "?") == (before, [Show("help")])


@pytest.mark.parametrize("ask", [ask for ask in Ask if ask not in (Ask.LEVEL, *PAUSES)])
def test_back_to_the_level_at_every_other_question(ask: Ask) -> None:
    before = reached(ask)
    state, effects = run(before, "-")
    assert (state.id, state.ask, effects) == ("D01", Ask.LEVEL, [Show("screen")])
    assert (state.answers, state.title) == (before.answers, before.title)


def test_back_at_the_level() -> None:
    state, effects = run(after(""), "-")
    assert (state.id, effects) == ("D01", [Show("screen")])
    state, effects = run(state, "-")
    assert (state.id, kinds(effects)) == ("D01", ["Say"])


WRONG = {
    Ask.LEVEL: [
        "5",
        "9",
        "33",
        "03",
        "+3",
        "-3",
        "3.0",
        "٣",
        "²",
        "xx",
        "g",
        "g 99",
        "g xyz",
        "/",
        "/ ",
        "/xyzzy",
        "no",
    ],
    Ask.CLEAR: ["s", "1", "sí", "xx"],
    Ask.SEARCH: ["0", "99", "01", "hola", "/", "/xyzzy", "-1", "²"],
    Ask.WORD_REASON: ["", "   "],
    Ask.FALL_REASON: ["", "\t"],
    Ask.DECISION_REASON: ["", "\t"],
    Ask.TITLE: ["| a | 2026", "|", "t|a|b|c|d|e|f", "1", "0", "999", "x 1", "x1", "X  2"],
    Ask.TYPE: ["", "e", "ab", "5", "decreto"],
    Ask.NEW_TITLE: ["x", "X"],
    Ask.NEW_TYPE: ["x", "e", "5"],
    Ask.TARGET_LEVEL: ["5", "n", "x", "ayer", "04"],
    Ask.TARGET_BY: ["ayer", "2027-13", "31/02/2027"],
    Ask.UNSAVED: ["-"],
    Ask.CONFLICT: ["", "-", "3", "x", "n", "12"],
    Ask.DATE: [
        "ayer",
        "2026-13",
        "2026-02-30",
        "31/02/2026",
        "2026/03",
        "26",
        "1899",
        "3000-01-01",
        "03-01-2026",
        "²026",
    ],
    Ask.AUDIENCE: ["x", "pi", "todos"],
}


@pytest.mark.parametrize(("ask", "typed"), [(ask, typed) for ask, lines in WRONG.items() for typed in lines])
def test_a_wrong_entry_gets_one_line_and_the_same_question(ask: Ask, typed: str) -> None:
    before = reached(ask)
    state, effects = run(before, typed)
    assert state == before
    assert kinds(effects) == ["Say"]


# The level.


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_a_level_is_saved_before_the_next_question(level: int) -> None:
    state, effects = run(begin(), f" {level} ")
    assert effects == [Save("D01", None, state.answer)]
    assert (state.answer.level, state.answer.answered, state.ask) == (level, TODAY, Ask.NOTE)
    assert state.answer.wording is not None


@pytest.mark.parametrize("typed", ["0", "1", "2"])
def test_the_scale_is_the_plans(typed: str) -> None:
    assert after(typed, plan=GARDEN, last={}).ask is Ask.NOTE
    assert after("3", plan=GARDEN, last={}).ask is Ask.LEVEL


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        *(
            (typed, "not-applicable")
            for typed in ("n", "N", "no aplica", "No Aplica", "not applicable", "not-applicable")
        ),
        *((typed, "no-information") for typed in ("s", "S", "sin información", "SIN INFORMACION", "no-information")),
    ],
)
def test_a_word_waits_for_its_reason(typed: str, word: str) -> None:
    state, effects = run(begin(), typed)
    assert effects == ([Show("hint")] if word == "not-applicable" else [])
    assert (state.ask, state.word, state.answers) == (Ask.WORD_REASON, word, {})
    state, effects = run(state, "", "Porque sí.")
    assert (state.answers["D01"].level, state.answers["D01"].reason) == (word, "Porque sí.")
    assert kinds(effects) == ["Save", "Done", "Show"]
    assert state.id == "D02a"


def test_a_word_keeps_its_reason_by_enter_but_not_the_other_words() -> None:
    given = {"D01": Answer(level="no-information", reason="Aún no llegó.")}
    state = after("g 1", "s", "", answers=given)
    assert (state.answers["D01"].reason, state.answers["D01"].answered) == ("Aún no llegó.", TODAY)
    state, effects = run(begin(answers=given), "g 1", "n", "")
    assert (state.ask, kinds(effects)) == (Ask.WORD_REASON, ["Say"])


def test_a_number_drops_the_reason_of_a_word() -> None:
    state = after("g 1", "4", answers={"D01": Answer(level="not-applicable", reason="No se da.", note="Nota.")})
    assert (state.answer.level, state.answer.reason, state.answer.note) == (4, None, "Nota.")


def test_enter_leaves_it_and_goes_on() -> None:
    state, effects = run(begin(), "")
    assert (state.id, state.answers, effects) == ("D02a", {}, [Show("screen")])


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        *((typed, "D14b") for typed in ("g 14b", "g14b", "14b", "G 14B", "D14b")),
        *((typed, "D33") for typed in ("g 33", "D33", "d33", "g  D33")),
        *((typed, "D02a") for typed in ("g 2", "D2", "2a", "d02A", "g d2a")),
    ],
)
def test_going_to_an_indicator(typed: str, id_: str) -> None:
    state, effects = run(begin(), typed)
    assert (state.id, state.ask, effects) == (id_, Ask.LEVEL, [Show("screen")])


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("g 1", "S-1"),
        ("s-2", "S-2"),
        ("agua_dos", "agua_dos"),
        ("R2b", "R2b"),
        ("g 2b", "R2b"),
        ("v-2026-x", "V-2026-x"),
    ],
)
def test_going_about_in_another_plan(typed: str, id_: str) -> None:
    assert after(typed, plan=GARDEN, last={}).id == id_


def test_going_outside_of_the_walk_and_back_into_it() -> None:
    state = after("g 9", last={}, walk=["D05", "D10"])
    assert state.id == "D09"
    assert run(state, "")[0].id == "D10"
    assert run(state, "-")[0].id == "D05"


def test_search() -> None:
    state, effects = run(begin(), "/NINOS")
    assert effects == [Show("hits")]
    texts = [PLAN.places[id_].indicator.text + PLAN.places[id_].directive.text for id_ in state.hits]
    assert len(texts) > 3
    assert all("niños" in text.casefold() for text in texts)
    assert run(state, "2")[0].id == state.hits[1]
    assert run(state, "14b")[0].id == "D14b"
    assert run(state, "/presupuesto")[0].hits != state.hits
    assert run(state, "") == (replace(state, ask=Ask.LEVEL), [Show("screen")])


def test_only_hits_that_are_shown_can_be_chosen() -> None:
    state = after("/trata")
    assert len(state.hits) > dialogue.MOST_HITS
    assert run(state, str(dialogue.MOST_HITS))[0].id == state.hits[dialogue.MOST_HITS - 1]
    assert run(state, str(dialogue.MOST_HITS + 1))[0] == state


def test_copying_last_year() -> None:
    state, effects = run(begin(), "=")
    copied = state.answers["D01"]
    assert kinds(effects) == ["Save", "Done", "Show"]
    assert (copied.level, copied.note, copied.evidence) == (3, "Hecho.", LAST["D01"].evidence)
    assert copied.answered == TODAY
    state = run(state, "=")[0]
    assert (state.answers["D02a"].level, state.answers["D02a"].reason) == ("not-applicable", "No se da.")
    before = state
    state, effects = run(state, "=")
    assert (state, kinds(effects)) == (before, ["Say"])


def test_copying_loses_nothing_of_today() -> None:
    today = Answer(level=1, note="Hoy.", target=Target(level=4), evidence=(Evidence(title="Otro", type="statement"),))
    state = after("g 1", "=", answers={"D01": today})
    now = state.answers["D01"]
    assert (now.level, now.note, now.target) == (3, "Hoy.", today.target)
    assert now.evidence == (*today.evidence, *LAST["D01"].evidence)


def test_clearing_asks_once_more() -> None:
    given = {"D01": Answer(level=2, note="Nota.", statements=DISPUTED.statements)}
    state, effects = run(begin(answers=given, walk=["D01"]), "x")
    assert (state.ask, effects) == (Ask.CLEAR, [])
    assert run(state, "")[0].answers == given
    state, effects = run(state, "x")
    assert state.answers == {"D01": DISPUTED}
    assert effects[0] == Save("D01", given["D01"], DISPUTED)
    assert (state.ask, kinds(effects)) == (Ask.LEVEL, ["Save", "Say", "Show"])
    state, effects = run(begin(answers={"D01": Answer(level=2)}, walk=["D01"]), "x", "X")
    assert (state.answers, effects[0]) == ({}, Save("D01", Answer(level=2), None))
    assert kinds(run(begin(), "x")[1]) == ["Say"]


def test_clearing_takes_a_waiting_title_along() -> None:
    state, effects = run(after("4", "", "Título", "-"), "x", "x")
    assert (state.title, kinds(effects)) == ("", ["Say", "Save", "Say", "Show"])


def test_the_whole_directive() -> None:
    assert run(begin(), "d") == (begin(), [Show("directive")])


def test_a_level_decides_between_institutions() -> None:
    state = after("3", answers={"D01": DISPUTED})
    assert (state.answer.level, state.answer.decided, state.answer.statements) == (3, TODAY, DISPUTED.statements)


# Note and reasons.


def test_a_note_is_saved_at_once() -> None:
    state, effects = run(after("4"), "Nota.")
    assert kinds(effects) == ["Save"]
    assert (state.answer.note, state.ask) == ("Nota.", Ask.TITLE)


def test_enter_keeps_a_note_and_a_new_one_replaces_it() -> None:
    given = {"D01": Answer(level=4, note="Antes.")}
    state, effects = run(begin(answers=given), "g 1", "4", "")
    assert (state.answer.note, effects) == ("Antes.", [])
    assert after("g 1", "4", "Ahora.", answers=given).answer.note == "Ahora."


@pytest.mark.parametrize("note", ["e?", "qq", "--", "3", "n", "/x", "=", "x", "d", "g 3", "Q.", "e e"])
def test_only_lone_commands_are_commands(note: str) -> None:
    assert after("4", note).answer.note == note


def test_the_editor() -> None:
    state, effects = run(after("4", "Antes.", "-", "4"), "e")
    assert effects == [Edit("Antes.")]
    assert state.ask is Ask.NOTE
    state, effects = interview.take_note(state, "q\n\n-\n")
    assert (state.answer.note, state.ask, kinds(effects)) == ("q\n\n-", Ask.TITLE, ["Save"])
    state = run(state, "-", "4")[0]
    assert interview.take_note(state, "q\r\n\r\n-")[1] == []
    state, effects = interview.take_note(state, "\n")
    assert (state.answer.note, kinds(effects)) == (None, ["Save", "Say"])


def test_an_empty_editor_means_no_note() -> None:
    state, effects = interview.take_note(after("4"), "")
    assert (state.ask, effects, state.answer.note) == (Ask.TITLE, [], None)


def test_a_fall_asks_its_reason_right_after_the_note() -> None:
    state, effects = run(after("2"), "Nota.")
    assert (state.ask, kinds(effects)) == (Ask.FALL_REASON, ["Save"])
    assert state.answers["D01"].level == 2
    state, effects = run(state, "Sin presupuesto.")
    assert (state.ask, state.answer.reason, kinds(effects)) == (Ask.TITLE, "Sin presupuesto.", ["Save"])
    state, effects = run(state, "-", "1", "", "")
    assert (state.ask, state.answer.reason, effects) == (Ask.TITLE, "Sin presupuesto.", [])


@pytest.mark.parametrize(("lines", "falls"), [(("3",), False), (("4",), False), (("2",), True), (("g 3", "0"), False)])
def test_what_is_a_fall(lines: tuple[str, ...], falls: bool) -> None:
    assert (after(*lines, "Nota.").ask is Ask.FALL_REASON) is falls


# Evidence.


def test_evidence_field_by_field() -> None:
    state, effects = run(after("4", ""), "Decreto  4473,\nEstrategia")
    assert (state.title, effects) == ("Decreto 4473, Estrategia", [])
    state, effects = run(state, "a")
    assert (kinds(effects), state.title) == (["Save"], "")
    state, effects = run(state, "01/03/2026")
    assert effects[1:] == [Say("Date: {date}", {"date": "2026-03-01"})]
    state = run(state, "Ministerio", "https://x.py/1", "i")[0]
    assert state.ask is Ask.TITLE
    state, effects = run(state, "")
    assert kinds(effects) == ["Done", "Show"]
    assert evidence_of(state, "D01") == [
        {
            "title": "Decreto 4473, Estrategia",
            "type": "official-act",
            "date": "2026-03-01",
            "issuer": "Ministerio",
            "url": "https://x.py/1",
            "audience": "internal",
        }
    ]


def test_all_but_the_type_may_be_left_empty() -> None:
    state = after("4", "", "Decreto", "d", "", "", "", "", "Otro", "b")
    assert evidence_of(state, "D01") == [
        {"title": "Decreto", "type": "statement", "audience": "public"},
        {"title": "Otro", "type": "internal-document", "audience": "public"},
    ]


WHOLE = {
    "title": "T",
    "type": "third-party",
    "date": "2026-03",
    "issuer": "I",
    "reference": "Archivo",
    "audience": "public",
}


@pytest.mark.parametrize(
    ("typed", "asked", "known"),
    [
        ("T | c | 2026-03 | I | Archivo | p", Ask.TITLE, WHOLE),
        ("T|c|2026-03|I|Archivo|i", Ask.TITLE, {**WHOLE, "audience": "internal"}),
        ("T | c | 2026-03 | I | Archivo", Ask.AUDIENCE, WHOLE),
        ("T | c | 2026-03 | I", Ask.WHERE, {k: v for k, v in WHOLE.items() if k != "reference"}),
        ("T | tercero", Ask.DATE, {"title": "T", "type": "third-party", "audience": "public"}),
        ("T | c | | | |", Ask.TITLE, {"title": "T", "type": "third-party", "audience": "public"}),
        ("T | c | ayer | I | Archivo | p", Ask.DATE, {k: v for k, v in WHOLE.items() if k != "date"}),
        ("T | c | 2026-03 | I | Archivo | z", Ask.AUDIENCE, WHOLE),
    ],
)
def test_evidence_in_one_line_asks_only_for_what_is_missing(typed: str, asked: Ask, known: dict[str, str]) -> None:
    state, effects = run(after("4", ""), typed)
    assert (state.ask, evidence_of(state, "D01")) == (asked, [known])
    is_wrong = "ayer" in typed or "z" in typed
    assert kinds(effects) == ["Save", *(["Say"] if is_wrong else []), *(["Show"] if asked is Ask.TITLE else [])]


def test_what_is_missing_is_asked_and_nothing_else() -> None:
    state = after("4", "", "T | c | ayer | I | Archivo | p", "2026-03")
    assert (state.ask, evidence_of(state, "D01")) == (Ask.TITLE, [WHOLE])
    state = after("4", "", "T | c | ayer | I | Archivo", "03/2026", "", "i")
    assert (state.ask, evidence_of(state, "D01")[0]["audience"]) == (Ask.TITLE, "internal")


@pytest.mark.parametrize("typed", ["T | | 2026-03 | I | Archivo | p", "T | zz | 2026-03 | I | Archivo | p"])
def test_fields_wait_with_their_title_for_the_type(typed: str) -> None:
    state, effects = run(after("4", ""), typed)
    assert (state.ask, kinds(effects)) == (Ask.TYPE, ["Say"] if "zz" in typed else [])
    state = run(state, "-", "4", "", "c")[0]
    assert (state.ask, evidence_of(state, "D01")) == (Ask.TITLE, [WHOLE])


def test_a_title_without_its_type_is_named_when_it_is_lost() -> None:
    for line in ("q", "", "g 5", "-"):
        effects = run(after("g 2", "4", "", "Título", "-"), line)[1]
        assert effects[0] == Say(
            "Evidence “{title}” of {id} was not saved: its type is missing.", {"title": "Título", "id": "D02a"}
        )
    assert interview.leave(after("4", "", "Título")) != []
    assert interview.leave(after("4", "")) == []


# The list of evidence.

DECREE = Evidence(
    title="Decreto 1",
    type="official-act",
    date="2026-03",
    issuer="Gobierno",
    file="actas/1.pdf",
    sha256="0" * 64,
    audience="internal",
)
SPEECH = Evidence(title="Discurso", type="statement")
ANSWERED = Answer(level=3, note="Antes.", evidence=(DECREE, SPEECH), target=Target(level=4, by="2027", lead="Mesa"))
TO_EVIDENCE = ("g 1", "3", "")


def listed(*lines: str) -> tuple[tuple[Evidence, ...], Ask]:
    """The evidence and the question after lines at the list of two pieces."""
    state = after(*TO_EVIDENCE, *lines, answers={"D01": ANSWERED})
    return state.answers["D01"].evidence, state.ask


def test_the_evidence_that_there_is_is_listed() -> None:
    state, effects = run(begin(answers={"D01": ANSWERED}), *TO_EVIDENCE)
    assert (state.ask, effects) == (Ask.TITLE, [Show("evidence")])
    assert run(after("4"), "nota")[1][1:] == []
    effects = run(after("4", "nota"), "Decreto | a | | | |")[1]
    assert effects[1:] == [Show("evidence")]


def test_enter_leaves_every_detail_as_it_is() -> None:
    state = after(*TO_EVIDENCE, answers={"D01": ANSWERED})
    for line in ("1", "", "", "", "", ""):
        state, effects = run(state, line)
        assert effects == []
    state, effects = run(state, "")
    assert (state.ask, effects, state.answer.evidence) == (Ask.TITLE, [Show("evidence")], (DECREE, SPEECH))


CHANGED = {
    "title": (("Ley  5",), {"title": "Ley 5"}),
    "type": (("", "c"), {"type": "third-party"}),
    "date": (("", "", "01/04/2026"), {"date": "2026-04-01"}),
    "no-date": (("", "", "x"), {"date": None}),
    "issuer": (("", "", "", "Congreso"), {"issuer": "Congreso"}),
    "no-issuer": (("", "", "", "X"), {"issuer": None}),
    "url": (("", "", "", "", "https://x.py/1"), {"url": "https://x.py/1", "file": None, "sha256": None}),
    "paper": (("", "", "", "", "Archivo"), {"reference": "Archivo", "file": None, "sha256": None}),
    "nowhere": (("", "", "", "", "x"), {"file": None, "sha256": None}),
    "audience": (("", "", "", "", "", "p"), {"audience": "public"}),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_detail_is_changed_or_taken_out(what: str) -> None:
    lines, changed = CHANGED[what]
    rest = [""] * (6 - len(lines))
    assert listed("1", *lines, *rest) == ((DECREE.model_copy(update=changed), SPEECH), Ask.TITLE)
    assert listed("1", *lines, "-")[0] == (DECREE.model_copy(update=changed), SPEECH)


def test_only_the_piece_with_that_number_is_changed() -> None:
    assert listed("02", "Carta")[0] == (DECREE, SPEECH.model_copy(update={"title": "Carta"}))


@pytest.mark.parametrize(
    ("typed", "left"), [("x 1", (SPEECH,)), ("X2", (DECREE,)), ("x   2", (DECREE,)), ("x 3", (DECREE, SPEECH))]
)
def test_a_piece_is_taken_out(typed: str, left: tuple[Evidence, ...]) -> None:
    assert listed(typed) == (left, Ask.TITLE)


def test_the_last_piece_is_taken_out() -> None:
    state, effects = run(after(*TO_EVIDENCE, "x 1", answers={"D01": ANSWERED}), "x 1")
    assert (state.answer.evidence, kinds(effects)) == ((), ["Save", "Say"])
    assert run(state, "")[0].id == "D02a"


def test_x_alone_asks_which_one() -> None:
    before = after(*TO_EVIDENCE, answers={"D01": ANSWERED})
    state, effects = run(before, "x")
    assert (state, kinds(effects)) == (before, ["Say"])
    assert after("4", "", "x").title == "x"


def test_a_year_is_a_title() -> None:
    assert after("4", "", "2026").title == "2026"


# What is missing under a level.

WITHOUT = "{id}: level {level} without evidence other than statements; to add it: g {id}"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("3", "Nota.", ""), 3),
        (("4", "Nota.", "Discurso | d | | | |", ""), 4),
        (("4", "Nota.", "Discurso | d | | | |", "Ley | a | | | |", ""), None),
        (("2", "Nota.", "Motivo.", ""), None),
        (("n", "No se da."), None),
        (("=",), None),
        (("3", "-", ""), None),
    ],
)
def test_a_level_without_evidence_is_pointed_out_when_it_is_done(lines: tuple[str, ...], told: int | None) -> None:
    state, effects = run(begin(), *lines)
    said = [effect for effect in effects if isinstance(effect, Say)]
    assert said == ([] if told is None else [Say(WITHOUT, {"id": "D01", "level": told})])
    assert (state.id, state.ask) == ("D02a", Ask.LEVEL)
    if told:
        assert kinds(effects) == ["Done", "Say", "Show"]


def test_the_threshold_of_what_is_pointed_out_is_the_plans() -> None:
    effects = run(begin(GARDEN, last={}), "1", "Nota.", "")[1]
    assert effects[1] == Say(WITHOUT, {"id": next(iter(GARDEN.places)), "level": 1})


# The target.


def test_a_target_field_by_field() -> None:
    state, effects = run(begin(), "t", "4")
    assert (state.answers["D01"], kinds(effects)) == (Answer(target=Target(level=4)), ["Save"])
    state, effects = run(state, "01/12/2027")
    assert effects[1:] == [Say("Date: {date}", {"date": "2027-12-01"})]
    state, effects = run(state, "Ministerio  de la Mujer")
    assert kinds(effects) == ["Save"]
    state, effects = run(state, "Ley")
    assert (state.id, state.ask, kinds(effects)) == ("D01", Ask.LEVEL, ["Save", "Say", "Show"])
    target = Target(level=4, by="2027-12-01", lead="Ministerio de la Mujer", action="Ley")
    assert state.answers == {"D01": Answer(target=target)}


def test_all_but_the_targets_level_may_be_left_empty() -> None:
    state, effects = run(begin(), "t", "4", "", "", "")
    assert (state.answer.target, kinds(effects)) == (Target(level=4), ["Say", "Show"])


def test_without_a_level_there_is_no_target() -> None:
    assert run(after("t"), "") == (begin(), [Show("screen")])


@pytest.mark.parametrize(
    ("lines", "target"),
    [
        (("", "", "", ""), {"level": 4, "by": "2027", "lead": "Mesa"}),
        (("3", "", "", ""), {"level": 3, "by": "2027", "lead": "Mesa"}),
        (("", "x", "", "Ley"), {"level": 4, "lead": "Mesa", "action": "Ley"}),
        (("", "2028-01", "X", "x"), {"level": 4, "by": "2028-01"}),
        (("x",), None),
    ],
)
def test_a_target_is_changed_or_taken_out(lines: tuple[str, ...], target: dict[str, Any] | None) -> None:
    state = after("g 1", "t", *lines, answers={"D01": ANSWERED})
    expected = ANSWERED.model_copy(update={"target": Target(**target) if target else None})
    assert (state.answers, state.ask) == ({"D01": expected}, Ask.LEVEL)


def test_an_answer_of_which_nothing_is_left_is_none() -> None:
    state, effects = run(begin(answers={"D01": Answer(target=Target(level=4))}), "t", "x")
    assert state.answers == {}
    assert effects[0] == Save("D01", Answer(target=Target(level=4)), None)


# Taking back.

UNDONE = {
    "level": ("2", "-"),
    "same-level-again": ("3", "-", "4", "-"),
    "word": ("n", "No se da."),
    "note": ("3", "Ahora.", "-"),
    "fall": ("2", "Ahora.", "Motivo.", "-"),
    "evidence-added": ("3", "", "Ley | a | 2026 | | |", ""),
    "evidence-changed": ("3", "", "1", "Ley", "c", "x", "x", "x", "p", ""),
    "evidence-taken-out": ("3", "", "x 1", "x 1", ""),
    "evidence-half-way": ("3", "", "Ley", "a", "2026", "-"),
    "copy": ("=",),
    "clear": ("x", "x"),
    "target": ("t", "3", "x", "x", "Ley"),
    "target-taken-out": ("t", "x"),
    "many": ("2", "Ahora.", "-", "x", "x", "t", "3", "-", "n", "No se da."),
}


@pytest.mark.parametrize("given", [{}, {"D01": ANSWERED}, {"D01": DISPUTED}], ids=["none", "answered", "disputed"])
@pytest.mark.parametrize("what", UNDONE)
def test_u_takes_back_what_the_last_visit_changed(what: str, given: dict[str, Answer]) -> None:
    lines = UNDONE[what]
    if given == {"D01": DISPUTED} and lines[:2] == ("3", ""):
        lines = (*lines[:2], "Porque sí.", *lines[2:])
    changed = run(begin(answers=given), "g 1", *lines)[0]
    state, effects = run(changed, *(["-"] if changed.ask is not Ask.LEVEL else []), "u")
    assert (state.id, state.ask, state.answers) == ("D01", Ask.LEVEL, given)
    if changed.answers != given:
        save = Save("D01", changed.answers.get("D01"), given.get("D01"))
        assert effects == [save, Say("{id} is as it was before.", {"id": "D01"}), Show("screen")]
    assert run(state, "u") == (state, [Say("There is nothing to take back.")])


def test_u_takes_back_a_note_of_the_editor() -> None:
    state = interview.take_note(after("g 1", "3", answers={"D01": ANSWERED}), "Larga\nnota")[0]
    assert run(state, "-", "u")[0].answers == {"D01": ANSWERED}


def test_u_several_times_after_jumps() -> None:
    one = run(begin(), "4", "Uno.", "")[0]
    two = run(one, "g 33", "2", "Dos.", "-", "g 1")[0]
    three = run(two, "2", "Otra.", "Motivo.", "-", "g 14b")[0]
    state = run(three, "u")[0]
    assert (state.id, state.answers) == ("D01", two.answers)
    state = run(state, "U")[0]
    assert (state.id, state.answers) == ("D33", one.answers)
    assert run(state, "u")[0].answers == {}


def test_what_changed_nothing_is_not_taken_back() -> None:
    state = after("t", "4", "", "", "", "g 5", "d", "/a", "", "x", "?", "g 1", "t", "", "", "", "")
    assert run(state, "u")[0].answers == {}


def test_after_taking_back_one_goes_on() -> None:
    state = after("2", "Nota.", "-", "u", "4", "Otra.", "-")
    assert (state.answer.level, state.answer.note) == (4, "Otra.")
    assert run(state, "u")[0].answers == {}


# What a save met.


def test_a_save_that_failed_is_tried_again_before_anything_else() -> None:
    state, effects = run(unsaved("4"), "")
    assert (state, effects) == (after("4"), run(begin(), "4")[1])
    done = unsaved("n", "No se da.")
    assert run(done, "") == run(begin(), "n", "No se da.")
    assert done.id == "D02a"


def test_another_place_for_what_was_not_saved() -> None:
    state, effects = run(unsaved("4"), "otro.yaml")
    assert (state, effects) == (after("4"), [Move("otro.yaml"), *run(begin(), "4")[1]])


def test_a_file_that_is_gone_is_written_again() -> None:
    state, effects = run(unsaved("4", is_gone=True), "")
    assert (state, effects) == (after("4"), [Move(), *run(begin(), "4")[1]])


def test_leaving_shows_what_is_on_no_disk() -> None:
    assert interview.leave(unsaved("4")) == [Show("unsaved")]
    assert interview.leave(conflict("4")) == [Show("unsaved")]


def test_ones_own_side_of_a_conflict() -> None:
    state, effects = run(conflict("4"), "2")
    mine = after("4").answers["D01"]
    assert effects == [Save("D01", THEIRS, mine)]
    assert (state.id, state.ask, state.answers) == ("D01", Ask.NOTE, {"D01": mine})
    state, effects = run(state, "-", "u")
    assert (state.answers, effects[0]) == ({"D01": THEIRS}, Save("D01", mine, THEIRS))


@pytest.mark.parametrize("theirs", [THEIRS, None])
def test_the_other_side_of_a_conflict(theirs: Answer | None) -> None:
    state, effects = run(conflict("n", "No se da.", theirs=theirs), "1")
    assert (state.id, state.ask, effects) == ("D01", Ask.LEVEL, [Show("screen")])
    assert state.answers == ({"D01": theirs} if theirs else {})
    assert run(state, "u") == (state, [Say("There is nothing to take back.")])


def test_what_others_changed_is_not_for_u_to_take_back() -> None:
    state = after("4", "", "", "g 5", "4", "", "")
    mine = state.answers["D05"]
    state = interview.refreshed(state, {"D01": THEIRS, "D03": THEIRS}, "D05")
    assert state.answers == {"D01": THEIRS, "D03": THEIRS, "D05": mine}
    state = run(state, "u")[0]
    assert state.answers == {"D01": THEIRS, "D03": THEIRS}
    assert kinds(run(state, "u")[1]) == ["Say"]


# The walk.


def test_resumes_at_the_first_unanswered_or_undecided() -> None:
    ids = list(PLAN.places)
    assert begin().id == "D01"
    assert begin(answers={"D01": Answer(level=0)}).id == "D02a"
    assert begin(answers={"D01": DISPUTED}).id == "D01"
    assert begin(answers={"D01": Answer(level=9)}).id == "D01"
    every = {id_: Answer(level="no-information", reason="…") for id_ in ids}
    assert begin(answers=every).id == "D01"
    assert begin(answers={"D01": Answer(level=0)}, walk=["D01", "D05"]).id == "D05"


@pytest.mark.parametrize(
    ("answer", "is_half_done"),
    [
        (Answer(level=4), True),
        (Answer(level=4, note="Nota."), True),
        (Answer(level=3, evidence=(Evidence(title="T", type="statement", date="2026"),)), False),
        (Answer(level=3, note="Nota.", evidence=(Evidence(title="T", type="statement"),)), True),
        (Answer(level=0, note="Nota."), False),
        (Answer(level=0), True),
        (Answer(level="no-information"), True),
        (Answer(level="no-information", reason="R."), False),
        (Answer(level=2, note="Nota."), True),  # a fall
        (Answer(level=2, note="Nota.", reason="R."), False),
        (Answer(note="Nota."), True),
        (Answer(target=Target(level=3)), False),
        (DISPUTED, False),
    ],
)
def test_half_done(answer: Answer, is_half_done: bool) -> None:
    last = {"D01": LAST["D01"]} if answer.level == 2 else {}
    others = {"D02a": Answer(level="no-information", reason="R.")}
    assert dialogue.half_done(begin(answers={"D01": answer, **others}, last=last)) == ["D01"] * is_half_done


def test_right_before_the_place_of_resuming_missing_evidence_is_half_done() -> None:
    noted = Answer(level=1, note="Nota.")
    assert dialogue.half_done(begin(answers={"D01": noted, "D02a": noted}, last={})) == ["D02a"]


@pytest.mark.parametrize("name", PLANS)
def test_totals_at_the_pillars_ends_and_the_wholes(name: str) -> None:
    plan = PLANS[name]
    state, shown, asked = begin(plan, last={}), [], []
    effects: list[Effect] = []
    while not any(isinstance(effect, End) for effect in effects):
        asked.append(state.id)
        state, effects = run(state, str(plan.top), "", "")
        shown += [(state.id, e.pillar) for e in effects if isinstance(e, Show) and e.what == "totals"]
    assert asked == list(plan.places)
    assert effects[-1] == End(finished=True)
    assert [pillar for _, pillar in shown] == [*(pillar.id for pillar in plan.pillars), ""]
    assert state.settled == len(plan.places)


def test_a_narrow_walk_asks_only_its_own() -> None:
    state, effects = run(begin(walk=["D05", "D20"]), "")
    assert (state.id, effects) == ("D20", [Show("totals", "prevencion"), Show("screen")])
    _, effects = run(state, "")
    assert effects == [Show("totals", "represion"), Show("totals"), End(finished=True)]


# Cleaning.


@pytest.mark.parametrize("ask", Ask)
def test_what_was_cleaned_to_nothing_is_not_enter(ask: Ask) -> None:
    before = reached(ask)
    state, effects = run(before, "\x00\x1b[A")
    assert (state, kinds(effects)) == (before, ["Say"])


def test_cleaning_is_told() -> None:
    state, effects = run(after("4"), "uno\u2028dos")
    assert (state.answer.note, kinds(effects)) == ("uno\ndos", ["Say", "Save"])


# Whatever is typed.

Beginning = tuple[str, dict[str, Answer], dict[str, Answer], list[str]]
"""A plan's name, answers, last year's, the walk."""
LINES = st.one_of(
    st.sampled_from(["", "0", "1", "2", "3", "4", "n", "s", "-", "?", "=", "d", "x", "e", "q", "33", "/a", "/niños"]),
    st.sampled_from(["t", "u", "1", "2", "x 1", "x 2", "x", "2027", "-"]),
    st.sampled_from(
        ["g 14b", "g 1", "2a", "S-1", "a", "b", "c", "p", "i", "2026", "01/03/2026", "31/02/2026", "texto"]
    ),
    st.sampled_from(["tel. 0981 555 123", "a@mesa.example | a | 2026 | tel. 0981 555 123 | |", "p", "p Línea."]),
    st.sampled_from(["T | a", "T | a | 2026 | I | https://x.py | i", "T || mal", "T|c|mal|I|W|mal", "https://x.py/ ñ"]),
    st.sampled_from(
        ["\x00", "\x1b[A", "\u2028", "a\u2028b", "\ud800", "\u200b", "\ufeff", "| \u200b | a", "\u200b|a|2026"]
    ),
    st.text(max_size=12),
    st.text(alphabet="|/-=?qgx 0123abc\u200b\n", max_size=8),
)
ANSWERS = st.sampled_from(
    [
        Answer(level=2),
        Answer(level=3, note="N", evidence=(Evidence(title="T", type="statement"),)),
        Answer(level="no-information", reason="R"),
        Answer(level=9),
        Answer(note="N"),
        DISPUTED,
    ]
)


@st.composite
def beginnings(draw: st.DrawFn) -> Beginning:
    name = draw(st.sampled_from(sorted(PLANS)))
    ids = list(PLANS[name].places)
    some = st.dictionaries(st.sampled_from(ids), ANSWERS, max_size=4)
    walk = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True)) if draw(st.booleans()) else []
    return name, draw(some), draw(some), sorted(walk, key=ids.index)


def begun(beginning: Beginning) -> Interview:
    name, answers, last, walk = beginning
    return begin(PLANS[name], answers, last, walk)


@settings(deadline=None, max_examples=200)
@given(beginning=beginnings(), lines=st.lists(LINES, max_size=30))
def test_whatever_is_typed(beginning: Beginning, lines: list[str]) -> None:
    """Never an exception; what is saved is what is known, valid, and adds up; what is typed is never lost unsaid."""
    state = begun(beginning)
    on_disk = dict(state.answers)
    for line in lines:
        before = state
        if state.ask is Ask.NOTE and line == "e":
            state, effects = interview.take_note(state, "del\n editor")
        else:
            state, effects = interview.step(state, line)
        for effect in effects:
            if isinstance(effect, Save):
                assert on_disk.get(effect.id) == effect.old
                if effect.new is None:
                    del on_disk[effect.id]
                else:
                    assert Answer.model_validate(effect.new.model_dump()) == effect.new
                    on_disk[effect.id] = effect.new
            if isinstance(effect, Say):
                assert effect.message.format(**effect.values)
        assert on_disk == state.answers
        assert not before.title or state.title or kinds(effects).count("Save") + kinds(effects).count("Say") > 0
        assert state.id in state.plan.places
        if "End" in kinds(effects):
            assert kinds(effects)[-1] == "End"
            break
        if state.ask is before.ask and state.id == before.id and not effects:
            raise AssertionError(f"nothing happened at {state.ask} to {line!r}")
    assert set(dialogue.half_done(state)) <= set(state.walk)


@settings(deadline=None, max_examples=200)
@given(beginning=beginnings(), lines=st.lists(LINES, max_size=30))
def test_taking_back_leads_to_the_beginning(beginning: Beginning, lines: list[str]) -> None:
    """Every `u` changes one answer, and the last leaves nothing of the interview behind."""
    first = begun(beginning)
    state = run(first, *lines, "-")[0]
    state = run(state, "-")[0] if state.ask is not Ask.LEVEL else state
    while state.undo:
        before = state
        state, effects = run(before, "u")
        save = effects[0]
        assert isinstance(save, Save)
        changed = {id_ for id_ in PLANS[beginning[0]].places if before.answers.get(id_) != state.answers.get(id_)}
        assert changed == {save.id}
        assert (before.answers.get(save.id), state.answers.get(save.id)) == (save.old, save.new)
        assert (state.id, state.ask) == (save.id, Ask.LEVEL)
    assert state.answers == first.answers


def carried_out(
    state: Interview, effects: Sequence[Effect], disk: dict[str, Answer | None], fails: list[bool]
) -> Interview:
    """The state after effects on a disk that fails now and then."""
    for number, effect in enumerate(effects):
        if isinstance(effect, Save):
            if fails and fails.pop():
                return interview.not_saved(state, effect, effects[number + 1 :])
            disk[effect.id] = effect.new
    return state


@settings(deadline=None, max_examples=200)
@given(beginning=beginnings(), lines=st.lists(LINES, max_size=30), fails=st.lists(st.booleans(), max_size=40))
def test_a_disk_that_fails_loses_nothing(beginning: Beginning, lines: list[str], fails: list[bool]) -> None:
    """With Enter after every failure, the interview and the disk are what they are without any."""
    well = ill = begun(beginning)
    good: dict[str, Answer | None] = {}
    bad: dict[str, Answer | None] = {}
    for line in lines:
        well = carried_out(*interview.step(well, line), good, [])
        ill = carried_out(*interview.step(ill, line), bad, fails)
        while ill.ask is Ask.UNSAVED:
            assert ill.pause is not None
            assert ill.answers.get(ill.pause.save.id) == ill.pause.save.new
            ill = carried_out(*interview.step(ill, ""), bad, fails)
        assert (ill, bad) == (well, good)


@settings(deadline=None)
@given(lines=st.lists(LINES, max_size=40), extra=st.lists(LINES, max_size=5))
def test_the_step_is_pure(lines: list[str], extra: list[str]) -> None:
    first = begin()
    once = run(first, *lines, *extra)[0]
    assert once == run(run(first, *lines)[0], *extra)[0]
    assert first == begin()


class Naive:
    """The protocol again, without the program's code: plain dictionaries, questions as words, one line at a time."""

    def __init__(self, plan: Plan, last: dict[str, int]) -> None:
        self.ids = list(plan.places)
        self.levels = [str(level) for level in plan.levels]
        self.last = last
        self.at = 0
        self.ask = "level"
        self.word = ""
        self.over = False
        self.saved: dict[str, dict[str, Any]] = {}

    def take(self, line: str) -> None:
        if line == "-" and self.ask == "level":
            self.at = max(self.at - 1, 0)
        elif line == "-":
            self.ask = "level"
        else:
            id_ = self.ids[self.at]
            {
                "level": self.level,
                "note": self.note,
                "why-word": self.why_word,
                "why-fall": self.why_fall,
                "title": self.title,
            }[self.ask](id_, line)

    def why_word(self, id_: str, line: str) -> None:
        if line:
            self.saved.setdefault(id_, {}).update(level=self.word, reason=line)
        if line or self.saved.get(id_, {}).get("level") == self.word:
            self.on()

    def note(self, id_: str, line: str) -> None:
        if line:
            self.saved[id_]["note"] = line
        fell = id_ in self.last and self.saved[id_]["level"] < self.last[id_]
        self.ask = "why-fall" if fell else "title"

    def why_fall(self, id_: str, line: str) -> None:
        if line:
            self.saved[id_]["reason"] = line
        if self.saved[id_].get("reason"):
            self.ask = "title"

    def title(self, _id: str, _line: str) -> None:
        self.on()

    def level(self, id_: str, line: str) -> None:
        if not line:
            self.on()
        elif line in self.levels:
            answer = self.saved.setdefault(id_, {})
            if isinstance(answer.get("level"), str):
                answer.pop("reason")
            answer["level"] = int(line)
            self.ask = "note"
        elif line in "ns":
            self.word = {"n": "not-applicable", "s": "no-information"}[line]
            self.ask = "why-word"

    def on(self) -> None:
        self.at, self.ask = self.at + 1, "level"
        if self.at == len(self.ids):
            self.at, self.over = self.at - 1, True


PLAIN_LINES = st.sampled_from(["", "", "0", "1", "2", "3", "4", "7", "n", "s", "-", "texto", "otro texto"])
NAMES = {
    "level": Ask.LEVEL,
    "note": Ask.NOTE,
    "why-word": Ask.WORD_REASON,
    "why-fall": Ask.FALL_REASON,
    "title": Ask.TITLE,
}


@settings(deadline=None, max_examples=300)
@given(
    name=st.sampled_from(sorted(PLANS)),
    lines=st.lists(PLAIN_LINES, max_size=60),
    last=st.lists(st.none() | st.integers(0, 2), min_size=6, max_size=6),
)
def test_as_a_second_reading_of_the_protocol_has_it(name: str, lines: list[str], last: list[int | None]) -> None:
    plan = PLANS[name]
    before = {id_: level for id_, level in zip(plan.places, last, strict=False) if level is not None}
    naive = Naive(plan, before)
    state = begin(plan, last={id_: Answer(level=level) for id_, level in before.items()})
    for line in lines:
        if naive.ask == "title" and line not in ("", "-"):
            continue  # evidence has its own tests
        naive.take(line)
        state, effects = interview.step(state, line)
        assert ("End" in kinds(effects)) is naive.over
        if naive.over:
            break
        assert (state.id, state.ask) == (naive.ids[naive.at], NAMES[naive.ask])
    fields = {"level", "note", "reason"}
    assert {id_: a.model_dump(include=fields, exclude_none=True) for id_, a in state.answers.items()} == naive.saved


@settings(deadline=None)
@given(beginning=beginnings())
def test_what_is_settled(beginning: Beginning) -> None:
    state = begun(beginning)
    waiting = (totals.UNANSWERED, totals.UNDECIDED)
    found = [totals.state(state.answers.get(id_), state.plan) for id_ in state.plan.places]
    assert state.settled == sum(each not in waiting for each in found)


def test_a_decision_between_institutions_needs_its_reason() -> None:
    state, effects = run(begin(answers={"D01": DISPUTED}, last={}), "2", "")
    assert (state.ask, effects) == (Ask.DECISION_REASON, [])
    state, effects = run(state, "")
    assert (state.ask, kinds(effects)) == (Ask.DECISION_REASON, ["Say"])
    state, effects = run(state, "Se revisó el expediente.")
    (save,) = [each for each in effects if isinstance(each, Save)]
    assert save.new is not None
    assert (save.new.level, save.new.reason, save.new.decided) == (2, "Se revisó el expediente.", TODAY)
    assert state.ask is Ask.TITLE


def test_so_does_a_level_that_the_only_institution_contradicts() -> None:
    one = Answer(level=2, statements=(Statement(by="Fiscalía", role="institution", level=2),))
    state = after("3", "", answers={"D01": one}, last={}, walk=["D01"])
    assert state.ask is Ask.DECISION_REASON
    assert (state.answer.level, state.answer.decided) == (3, TODAY)
    assert after("2", "", answers={"D01": one}, last={}, walk=["D01"]).ask is Ask.TITLE


def test_a_decision_by_last_years_answer_is_asked_for_its_reason_too() -> None:
    state = after("=", answers={"D01": DISPUTED})
    assert (state.ask, state.answer.level) == (Ask.DECISION_REASON, 3)
    assert after("=", "Como el año pasado.", answers={"D01": DISPUTED}).answer.reason == "Como el año pasado."


def test_what_was_decided_without_a_reason_is_half_done() -> None:
    act = Evidence(title="Acta", type="internal-document", date="2026")
    done = {"D02a": Answer(level=1, note="n", evidence=(act,))}
    decided = DISPUTED.model_copy(update={"level": 1, "note": "n"})
    assert dialogue.half_done(begin(answers={"D01": decided, **done}, last={})) == ["D01"]
    explained = decided.model_copy(update={"reason": "r"})
    assert dialogue.half_done(begin(answers={"D01": explained, **done}, last={})) == []

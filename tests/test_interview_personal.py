"""The interview points out personal data: what is asked, what each line does, and that nothing is lost by it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import GARDEN, PLAN
from trata_cli.method import dialogue, entries, interview, reviewing
from trata_cli.method.dialogue import Acknowledge, Ask, Done, Edit, Effect, End, Interview, Save, Say, Show
from trata_cli.method.interview import personal
from trata_cli.model.assessment import Answer, Evidence, Statement, Target

TODAY = "2026-11-24"
PHONE = "Línea 0981 555 123."
MAIL = "Escribir a ana@mesa.example"
CPF = "La beneficiaria, CPF 123.456.789-09"
WARNED = Say("It stays as it is: validate will name it, and a public report will not show this text.")
REFUSED = Say("It stays as it is: validate will name it as an error, and until that is settled no report is written.")


def begin(answers: dict[str, Answer] | None = None, last: dict[str, Answer] | None = None) -> Interview:
    return dialogue.begin(PLAN, TODAY, answers or {}, last or {}, list(PLAN.places), 2025)


def run(state: Interview, *lines: str) -> tuple[Interview, list[Effect]]:
    """The state after some lines, and the effects of the last."""
    effects: list[Effect] = []
    for line in lines:
        state, effects = (reviewing if state.reviewer else interview).step(state, line)
    return state, effects


def after(*lines: str) -> Interview:
    return run(begin(), *lines)[0]


def doubted(state: Interview) -> tuple[str, str, tuple[str, ...]]:
    """The field, the text and the codes that are asked about."""
    asked = personal.doubted(state)
    assert state.ask is Ask.PERSONAL
    assert asked is not None
    return ".".join(map(str, asked.pointer)), asked.text, asked.codes


# Every text that a person enters.

ENTERED = {
    "note": (("2", PHONE), "note"),
    "a note pasted in several lines": (("2", f"Primera línea.\n{PHONE}"), "note"),
    "reason": (("n", PHONE), "reason"),
    "title": (("3", "", PHONE, "a"), "evidence.0.title"),
    "title in one line": (("3", "", f"{PHONE} | a"), "evidence.0.title"),
    "issuer": (("3", "", "Ley | a", "", PHONE), "evidence.0.issuer"),
    "issuer in one line": (("3", "", f"Ley | a | 2026 | {PHONE} | Archivo"), "evidence.0.issuer"),
    "reference": (("3", "", "Ley | a", "", "", PHONE), "evidence.0.reference"),
    "title that is changed": (("3", "", "Ley | a | | | |", "1", PHONE), "evidence.0.title"),
    "target's lead": (("t", "4", "", PHONE), "target.lead"),
    "target's action": (("t", "4", "", "Mesa", PHONE), "target.action"),
}


@pytest.mark.parametrize("what", ENTERED)
def test_a_text_is_asked_about_as_soon_as_it_is_saved(what: str) -> None:
    lines, field = ENTERED[what]
    state, effects = run(begin(), *lines)
    where, text, codes = doubted(state)
    (save,) = (each for each in effects if isinstance(each, Save))
    assert (where, codes) == (field, ("personal-data-phone",))
    assert PHONE in text
    assert save.new == state.answers["D01"]
    assert [type(each) for each in effects if not isinstance(each, Say)] == [Save]


@pytest.mark.parametrize("what", ENTERED)
def test_enter_leaves_it_and_goes_on_as_if_nothing_had_been_asked(what: str) -> None:
    lines, _ = ENTERED[what]
    harmless = tuple(line.replace(PHONE, "Línea.") for line in lines)
    state, effects = run(begin(), *lines, "")
    plain, then = run(begin(), *harmless)
    assert (state.id, state.ask, state.missing, state.doubt) == (plain.id, plain.ask, plain.missing, None)
    assert effects == [WARNED, *(each for each in then if not isinstance(each, Say | Save))]


def test_a_fall_s_reason_is_asked_about() -> None:
    state = run(begin(last={"D01": Answer(level=3)}), "2", "", MAIL)[0]
    assert doubted(state) == ("reason", MAIL, ("personal-data-email",))


def test_a_note_of_the_editor_is_asked_about() -> None:
    state, effects = interview.take_note(after("2"), f"{PHONE}\n{MAIL}\n")
    assert doubted(state) == ("note", f"{PHONE}\n{MAIL}", ("personal-data-phone", "personal-data-email"))
    assert effects == [Save("D01", after("2").answer, state.answer)]


def test_last_year_s_texts_are_asked_about_when_they_are_copied() -> None:
    copy = Evidence(title="Acta", type="statement", file="ana@mesa.example.pdf")  # its name is not for a question
    last = Answer(level=2, note=PHONE, internal_note=MAIL, evidence=(copy,), target=Target(level=3, action=CPF))
    state = run(begin(last={"D01": last}), "=")[0]
    assert doubted(state) == ("note", PHONE, ("personal-data-phone",))
    assert doubted(run(state, "")[0]) == ("internal_note", MAIL, ("personal-data-email",))
    state = run(state, "", "")[0]
    assert doubted(state) == ("target.action", CPF, ("personal-data-document",))
    state, effects = run(state, "")
    assert (state.id, state.ask) == ("D02a", Ask.LEVEL)
    assert effects == [REFUSED, Done("D01"), Show("screen")]


@pytest.mark.parametrize(
    "text", ["Ley 4788 de 2012.", "https://ana@mesa.example/1", "Línea 137.", "12.500.000 guaraníes"]
)
def test_what_is_no_personal_data_is_not_asked_about(text: str) -> None:
    assert after("2", text).ask is Ask.TITLE


def test_a_text_that_stood_there_before_is_not_asked_about_again() -> None:
    there = Answer(level=2, note=PHONE, evidence=(Evidence(title=MAIL, type="statement"),))
    state = run(begin({"D01": there}), "g 1", "1", "", "Ley | a | | | |", "x 1", "")[0]
    assert doubted(run(begin({"D01": there}), "g 1", "1", f"{PHONE} Y más.")[0])[0] == "note"
    assert (state.id, state.ask, state.answers["D01"].note) == ("D02a", Ask.LEVEL, PHONE)


# What a person may do about it.


def test_a_text_typed_anew_takes_its_place_at_once() -> None:
    asked = after("2", PHONE)
    state, effects = run(asked, "Línea nacional.")
    assert effects == [Save("D01", asked.answer, asked.answer.model_copy(update={"note": "Línea nacional."}))]
    assert (state.ask, state.answer.note) == (Ask.TITLE, "Línea nacional.")


def test_the_new_text_is_looked_through_as_well() -> None:
    asked = after("2", PHONE)
    state, effects = run(asked, MAIL)
    assert effects == [Save("D01", asked.answer, state.answer)]
    assert doubted(state) == ("note", MAIL, ("personal-data-email",))
    assert run(state, "Por correo.")[0].answer.note == "Por correo."


def test_at_the_end_of_an_indicator_too_it_is_its_text_that_is_changed() -> None:
    asked = after("n", PHONE)
    assert (asked.id, asked.ask) == ("D01", Ask.PERSONAL)
    state, effects = run(asked, "Motivo.")
    assert effects == [Save("D01", asked.answers["D01"], state.answers["D01"]), Done("D01"), Show("screen")]
    assert (state.id, state.ask, state.answers["D01"].reason) == ("D02a", Ask.LEVEL, "Motivo.")


def test_only_notes_and_reasons_have_several_lines() -> None:
    assert after("2", PHONE, "Uno.\nDos.").answer.note == "Uno.\nDos."
    assert after("t", "4", "", PHONE, "Uno.\nDos.").answer.target == Target(level=4, lead="Uno. Dos.")


PUBLIC = [
    *("p", "P", "público", "publico", "Pública", "PÚBLICO", "public", "pu\u0301blico", "público."),
    *("es un dato público", "Es público", "es un dato publico.", "It is public", "it's public"),
]


@pytest.mark.parametrize("typed", PUBLIC)
def test_it_is_public_and_why_is_asked(typed: str) -> None:
    asked = after("2", PHONE)
    state, effects = run(asked, typed)
    assert (state.ask, effects, state.answers) == (Ask.WHY_PUBLIC, [], asked.answers)
    state, effects = run(state, "Línea nacional\nde atención.")
    expected = Acknowledge("D01", ("note",), PHONE, ("personal-data-phone",), "Línea nacional de atención.")
    assert (state.ask, effects) == (Ask.TITLE, [expected])


@pytest.mark.parametrize(
    "typed", ["p Línea.", "P   Línea.", "p\nLínea.", "es un dato público: Línea.", "Es público, Línea."]
)
def test_it_is_public_with_why_at_once(typed: str) -> None:
    state, effects = run(after("2", PHONE), typed)
    expected = Acknowledge("D01", ("note",), PHONE, ("personal-data-phone",), "Línea.")
    assert (state.ask, effects) == (Ask.TITLE, [expected])


@pytest.mark.parametrize(
    "typed", ["Público en general.", "p. 14 del informe", "Publicado en 2026.", "Public campaigns.", "pp"]
)
def test_a_text_that_only_begins_like_that_is_a_text(typed: str) -> None:
    assert entries.public(typed) is None
    assert after("2", PHONE, typed).answer.note == typed


def test_enter_at_why_goes_back_to_the_choice() -> None:
    asked = after("2", PHONE)
    assert run(asked, "p", "") == (asked, [])


@pytest.mark.parametrize("lines", [("p", MAIL), (f"p {MAIL}",)])
def test_the_reason_may_not_be_personal_data_itself(lines: tuple[str, ...]) -> None:
    state, effects = run(after("2", PHONE), *lines)
    told = Say("This looks like personal data as well: say without it why the text is public.")
    assert (state.ask, effects) == (Ask.WHY_PUBLIC, [told])
    assert isinstance(run(state, "Línea.")[1][0], Acknowledge)


def test_a_sure_document_number_may_be_public_too() -> None:
    _, effects = run(after("2", CPF), "p Ejemplo del manual.")
    assert effects == [Acknowledge("D01", ("note",), CPF, ("personal-data-document",), "Ejemplo del manual.")]


def test_what_follows_is_said_by_the_gravest() -> None:
    assert run(after("2", f"{PHONE} {CPF}"), "")[1] == [REFUSED]
    assert run(after("2", PHONE), "")[1] == [WARNED]


@pytest.mark.parametrize("typed", ["x", "X"])
def test_a_text_is_taken_out(typed: str) -> None:
    asked = after("t", "4", "", PHONE)
    state, effects = run(asked, typed)
    assert effects == [Save("D01", asked.answer, state.answer), Say("The text was taken out.")]
    assert (state.ask, state.answer.target) == (Ask.TARGET_ACTION, Target(level=4))


@pytest.mark.parametrize("lines", [("n", PHONE), ("3", "", f"{PHONE} | a")], ids=["reason", "title"])
def test_a_text_that_is_needed_is_not_taken_out(lines: tuple[str, ...]) -> None:
    asked = after(*lines)
    assert run(asked, "x") == (asked, [Say("This text is needed: type it anew.")])


def test_in_the_editor() -> None:
    asked = after("2", PHONE)
    assert run(asked, "e") == (asked, [Edit(PHONE)])
    state, effects = interview.take_note(asked, "Una línea\nnacional.\n")
    assert (state.ask, state.answer.note) == (Ask.TITLE, "Una línea\nnacional.")
    state, effects = interview.take_note(asked, " \n")
    assert (state.answer.note, effects[1:]) == (None, [Say("The text was taken out.")])


def test_back_to_the_level_leaves_it_as_it_stands() -> None:
    for lines in [("2", PHONE), ("n", PHONE), ("2", PHONE, "p")]:
        asked = after(*lines)
        state, effects = run(asked, "-")
        assert (state.id, state.ask, state.doubt, effects) == ("D01", Ask.LEVEL, None, [Show("screen")])
        assert state.answers == asked.answers


def test_several_texts_of_one_line_one_after_the_other() -> None:
    state = after("3", "", f"{MAIL} | a | 2026 | {PHONE} | {CPF}")
    assert doubted(state)[:2] == ("evidence.0.title", MAIL)
    state = run(state, "Decreto")[0]
    assert doubted(state)[:2] == ("evidence.0.issuer", PHONE)
    state, effects = run(state, "p Línea.")
    assert effects == [Acknowledge("D01", ("evidence", 0, "issuer"), PHONE, ("personal-data-phone",), "Línea.")]
    assert doubted(state)[:2] == ("evidence.0.reference", CPF)
    state = run(state, "x")[0]
    expected = Evidence(title="Decreto", type="official-act", date="2026", issuer=PHONE)
    assert (state.answer.evidence, state.ask, state.missing) == ((expected,), Ask.AUDIENCE, ())


def test_what_was_to_be_said_is_not_lost() -> None:
    state, effects = run(begin(), "2", "", "Ley", "-", "n", PHONE)
    lost = Say("Evidence “{title}” of {id} was not saved: its type is missing.", {"title": "Ley", "id": "D01"})
    assert (state.ask, effects[1:]) == (Ask.PERSONAL, [lost])
    state, effects = run(begin(), "3", "", f"Ley | a | 1/3/2026 | {PHONE}")
    assert effects[1:] == [Say("Date: {date}", {"date": "2026-03-01"})]


def test_after_the_last_text_the_interview_ends() -> None:
    first = dialogue.begin(GARDEN, TODAY, {}, {}, ["S-1"])
    state, effects = run(first, "n", PHONE)
    assert [type(each) for each in effects] == [Save]
    assert run(state, "")[1][-1] == End(finished=True)
    assert run(state, "q")[1] == [End(finished=False)]


# Together with the rest.


@pytest.mark.parametrize("lines", [("Línea.",), (MAIL, ""), ("x",), ("p Línea.",), ("",), ("-",)])
@pytest.mark.parametrize("entered", [("2", PHONE), ("2", "", f"Ley | a | | {PHONE} | |", "")], ids=["note", "issuer"])
def test_u_takes_back_all_of_it(entered: tuple[str, ...], lines: tuple[str, ...]) -> None:
    state = run(after(*entered), *lines)[0]
    state = state if state.ask is Ask.LEVEL else run(state, "-")[0]
    state, effects = run(state, "u")
    assert (state.id, state.ask, state.answers) == ("D01", Ask.LEVEL, {})
    assert isinstance(effects[0], Save)


def test_what_u_brings_back_is_not_asked_about() -> None:
    there = Answer(level=2, note=PHONE)
    state = run(begin({"D01": there}), "g 1", "2", "Otra.", "-", "u")[0]
    assert (state.ask, state.answers) == (Ask.LEVEL, {"D01": there})


def test_after_a_changed_text_another_visit_is_another() -> None:
    state = after("n", PHONE, "Motivo.")
    assert run(state, "4", "-", "u")[0].answers == state.answers
    assert run(state, "u")[0].answers == {}


def failed(state: Interview, effects: list[Effect], **kind: Any) -> Interview:
    """The state after the save among some effects has failed."""
    save = next(each for each in effects if isinstance(each, Save))
    return interview.not_saved(state, save, [each for each in effects if each is not save], **kind)


def test_a_save_that_failed_comes_first_and_then_the_question() -> None:
    state, effects = run(begin(), "n", PHONE)
    assert run(failed(state, effects), "") == (state, effects)


def test_a_new_text_that_could_not_be_saved_is_tried_again() -> None:
    for lines in [("n", PHONE, MAIL), ("n", PHONE, "Motivo.")]:
        state, effects = run(begin(), *lines)
        assert run(failed(state, effects), "") == (state, effects)


def test_ones_own_side_of_a_conflict_is_still_asked_about() -> None:
    state, effects = run(begin(), "n", PHONE)
    save = effects[0]
    assert isinstance(save, Save)
    paused, _ = interview.changed_elsewhere(state, save, [], Answer(level=1))
    mine, again = run(paused, "2")
    assert (doubted(mine)[0], again) == ("reason", [Save("D01", Answer(level=1), save.new)])
    theirs, effects = run(paused, "1")
    assert (theirs.ask, theirs.doubt, theirs.answers, effects) == (
        Ask.LEVEL,
        None,
        {"D01": Answer(level=1)},
        [Show("screen")],
    )


def test_a_text_that_is_gone_by_then_is_not_asked_about() -> None:
    state = interview.refreshed(after("n", PHONE), {}, "D05")
    for line in ("", "p", "Otro texto."):
        found, effects = run(state, line)
        assert (found.id, found.ask, found.answers) == ("D02a", Ask.LEVEL, {})
        assert effects == [Done("D01"), Show("screen")]


# In a review.

BY = "Defensoría del Pueblo"
OTHER = Statement(by="Fiscalía", role="institution", level=2, note=PHONE)


def review(answer: Answer) -> Interview:
    return reviewing.begin(PLAN, TODAY, {"D01": answer, "D02a": Answer(level=1)}, ["D01", "D02a"], BY)


def said(level: int, note: str | None) -> Statement:
    return Statement(by=BY, role="reviewer", level=level, note=note, date=TODAY)


def test_a_reviewer_s_comment_is_asked_about() -> None:
    answer = Answer(level=3, note=PHONE, statements=(OTHER,))
    state, effects = run(review(answer), "2", MAIL)
    assert effects == [Save("D01", Answer(), Answer(statements=(said(2, MAIL),)))]
    assert doubted(state) == ("statements.0.note", MAIL, ("personal-data-email",))
    state, effects = run(state, "Falta la evaluación.")
    new = said(2, "Falta la evaluación.")
    saved = Save("D01", Answer(statements=(said(2, MAIL),)), Answer(statements=(new,)))
    assert effects == [saved, Done("D01"), Show("screen")]
    assert (state.id, state.answers["D01"].statements) == ("D02a", (OTHER, new))


def test_a_reviewer_may_say_that_it_is_public_or_leave_it() -> None:
    asked = run(review(Answer(level=3)), "2", MAIL)[0]
    _, effects = run(asked, "p", "Es de la oficina.")
    expected = Acknowledge("D01", ("statements", 0, "note"), MAIL, ("personal-data-email",), "Es de la oficina.")
    assert effects == [expected, Done("D01"), Show("screen")]
    assert run(asked, "")[1] == [WARNED, Done("D01"), Show("screen")]
    assert run(asked, "x") == (asked, [Say("This text is needed: type it anew.")])
    assert run(asked, "e") == (asked, [Edit(MAIL)])
    assert run(asked, "-")[0].ask is Ask.LEVEL


def test_a_reviewer_s_comment_of_the_editor() -> None:
    state = reviewing.take_note(run(review(Answer(level=3)), "2")[0], MAIL)[0]
    assert doubted(state)[1] == MAIL
    state, effects = reviewing.take_note(state, "Por correo,\nsin respuesta.\n")
    assert state.answers["D01"].statements == (said(2, "Por correo,\nsin respuesta."),)
    assert effects[1:] == [Done("D01"), Show("screen")]

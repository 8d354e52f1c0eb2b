"""Texts that look like personal data: pointed out as soon as they are on disk, for whoever entered them to decide.

They are typed anew, taken out, said to be public on purpose, or left as they stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from trata_cli.i18n import N_
from trata_cli.method import entries
from trata_cli.method.dialogue import Acknowledge, Ask, Doubt, Edit, Effect, Interview, Save, Say, statement_of
from trata_cli.method.interview.moves import Taken, to_level, with_answer
from trata_cli.method.personal import Match, findings_in
from trata_cli.method.personal.texts import newly_found, text_at, with_text
from trata_cli.method.rules import RULES
from trata_cli.model.assessment import Answer
from trata_cli.model.problem import Pointer

_OF_SEVERAL_LINES: Final = ("note", "reason", "internal_note")
_NEEDED: Final = ("title", "reason")
STAYS: Final = {
    "warning": N_("It stays as it is: validate will name it, and a public report will not show this text."),
    "error": N_(
        "It stays as it is: validate will name it as an error, and until that is settled no report is written."
    ),
}
"""What follows where a text is left as it stands, by the severity of the gravest that was found in it."""


class Doubted(NamedTuple):
    """The text that is asked about: the way to it, what it says, what was found in it, and whether it may go."""

    pointer: Pointer
    text: str
    matches: tuple[Match, ...]
    can_go: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what was found, each once."""
        return tuple(dict.fromkeys(match.code for match in self.matches))


def pointed_out(state: Interview, effects: list[Effect]) -> Taken:
    """Ask about texts that were just entered and look like personal data, before what was to follow their saving.

    What was to be said is said at once: by then it may be too late for it.
    """
    place = next((number for number, each in enumerate(effects) if isinstance(each, Save)), None)
    if place is None or state.doubt:
        return state, effects
    save, rest = effects[place], effects[place + 1 :]
    texts = newly_found(save.old, save.new) if isinstance(save, Save) else ()
    if not isinstance(save, Save) or not texts:
        return state, effects
    then = tuple(each for each in rest if not isinstance(each, Say))
    doubt = Doubt(texts, then, state.id, state.ask)
    said = [each for each in rest if isinstance(each, Say)]
    return replace(state, id=save.id, ask=Ask.PERSONAL, doubt=doubt), [*effects[: place + 1], *said]


def doubted(state: Interview) -> Doubted | None:
    """The text that is asked about, if it still stands where it was entered."""
    pointer = state.doubt.texts[0] if state.doubt else ()
    text = text_at(_saved(state), pointer)
    can_go = bool(pointer) and pointer[-1] not in _NEEDED and not state.reviewer
    return Doubted(pointer, text, tuple(findings_in(text)), can_go) if pointer and text else None


def take(state: Interview, typed: str) -> Taken:
    """The text anew, `x`, that it is public, the editor, or Enter to leave it as it stands."""
    asked = doubted(state)
    if asked is None:
        return _decided(state, [])
    if not typed:
        return _decided(state, [Say(STAYS[_gravest(asked)])])
    if typed in ("e", "E"):
        return state, [Edit(asked.text)]
    if typed in ("x", "X"):
        return taken_out(state)
    why = entries.public(typed)
    if why is None:
        return rewritten(state, typed)
    return take_why(state, why) if why else (replace(state, ask=Ask.WHY_PUBLIC), [])


def take_why(state: Interview, typed: str) -> Taken:
    """Why the text is public; Enter goes back to the choice."""
    asked, why = doubted(state), entries.one_line(typed)
    if asked is None:
        return _decided(state, [])
    if not why:
        return replace(state, ask=Ask.PERSONAL), []
    if findings_in(why):
        told = Say(N_("This looks like personal data as well: say without it why the text is public."))
        return replace(state, ask=Ask.WHY_PUBLIC), [told]
    return _decided(state, [Acknowledge(state.id, asked.pointer, asked.text, asked.codes, why)])


def rewritten(state: Interview, text: str) -> Taken:
    """Another text in place of the one that is asked about; it is looked through as well."""
    asked = doubted(state)
    if asked is None:
        return _decided(state, [])
    new = text if asked.pointer[-1] in _OF_SEVERAL_LINES else entries.one_line(text)
    state, saved = _put(state, asked.pointer, new)
    return (state, saved) if findings_in(new) else _decided(state, saved)


def taken_out(state: Interview) -> Taken:
    """No text in place of the one that is asked about, where an answer can be without."""
    asked = doubted(state)
    if asked and not asked.can_go:
        return state, [Say(N_("This text is needed: type it anew."))]
    state, saved = _put(state, asked.pointer, None) if asked else (state, [])
    return _decided(state, [*saved, Say(N_("The text was taken out."))])


def _gravest(asked: Doubted) -> str:
    return "error" if any(RULES[code].severity == "error" for code in asked.codes) else "warning"


def _saved(state: Interview) -> Answer:
    """What the last save put on disk: the answer, or in a review the reviewer's own statement and nothing else."""
    if not state.reviewer:
        return state.answer
    said = statement_of(state.answer, state.reviewer)
    return Answer(statements=(said,) if said else ())


def _put(state: Interview, pointer: Pointer, text: str | None) -> Taken:
    """Have the answer saved with another text; for `u` that is part of what was entered just before."""
    old = _saved(state)
    new: Answer = with_text(old, pointer, text)
    answer = new
    if state.reviewer:
        statements = tuple(new.statements[0] if each is old.statements[0] else each for each in state.answer.statements)
        answer = state.answer.model_copy(update={"statements": statements})
    return replace(state, answers=with_answer(state.answers, state.id, answer)), [Save(state.id, old, new)]


def _decided(state: Interview, effects: list[Effect]) -> Taken:
    """On to the next text, or where the interview was going."""
    doubt = state.doubt
    if doubt is None:
        return to_level(state, effects)
    if doubt.texts[1:]:
        return replace(state, ask=Ask.PERSONAL, doubt=replace(doubt, texts=doubt.texts[1:])), effects
    is_there = state.id == doubt.id
    state = replace(state, id=doubt.id, ask=doubt.ask, doubt=None, touched=state.touched and is_there)
    return state, [*effects, *doubt.then]

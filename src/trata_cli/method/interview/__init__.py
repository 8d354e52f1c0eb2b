"""The interview as a pure step: (state, line) → state and what is to be done.

Nothing here reads, writes or prints: a step yields the effects (save this answer, show that, say this), and the loop in
`commands` carries them out in their order, before it asks the next question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from trata_cli.i18n import N_
from trata_cli.method import answering, entries, ids, totals
from trata_cli.method.dialogue import MOST_HITS, NOTHING, Ask, Edit, Effect, End, Interview, Save, Say, Show
from trata_cli.method.interview import evidence, pauses, personal, target
from trata_cli.method.interview.moves import (
    Taken,
    ask,
    done,
    forward,
    go,
    put,
    put_fields,
    to_level,
    unsaved_title,
    with_answer,
)
from trata_cli.method.interview.pauses import changed_elsewhere, not_saved, refreshed
from trata_cli.model.assessment import NOT_APPLICABLE, WORDS
from trata_cli.model.plan import Plan

__all__ = ["changed_elsewhere", "leave", "named", "not_saved", "refreshed", "step", "take_note"]

CLEANED: Final = N_("Characters that no text can hold were left out, foreign line ends replaced.")


def step(state: Interview, line: str) -> tuple[Interview, list[Effect]]:
    """Take one line: the state after it, and what is to be done before the next question."""
    typed, changed = entries.clean(line)
    told: list[Effect] = [Say(CLEANED)] if changed else []
    if changed and not typed:
        return state, told  # nobody meant Enter: the same question
    taken = _command(state, typed) or _TAKE[state.ask](state, typed)
    state, effects = taken if state.ask in _ENTERS_NOTHING else personal.pointed_out(*taken)
    return state, told + effects


def leave(state: Interview) -> list[Effect]:
    """What is to be said when the interview ends here, by whatever way."""
    return [*unsaved_title(state), *([Show("unsaved")] if state.pause else [])]


def take_note(state: Interview, text: str) -> tuple[Interview, list[Effect]]:
    """Take a text that was written in the editor: all of it is text, none of it a command."""
    cleaned, changed = entries.clean(text)
    told: list[Effect] = [Say(CLEANED)] if changed else []
    if state.ask is Ask.PERSONAL:
        state, effects = personal.rewritten(state, cleaned) if cleaned else personal.taken_out(state)
        return state, told + effects
    if not cleaned and state.answer.note:
        state, effects = put_fields(state, note=None)
        return _after_note(state, [*told, *effects, Say(N_("The note was taken out."))])
    state, effects = personal.pointed_out(*_note_taken(state, cleaned))
    return state, told + effects


def _command(state: Interview, typed: str) -> Taken | None:
    """The commands that stand alone at every prompt."""
    if typed in ("q", "Q"):
        return state, [*leave(state), End(finished=False)]
    if typed == "?":
        return state, [Show("help")]
    if typed == "??":
        return state, [Show("cases")]
    if typed == "-" and not state.pause:
        return _back(state) if state.ask is Ask.LEVEL else to_level(state, [])
    return None


# The level prompt.


def _take_level(state: Interview, typed: str) -> Taken:
    if not typed:
        return forward(state)
    found = entries.level(state.plan, typed)
    if isinstance(found, int):
        return _level_given(state, found)
    if found:
        hint: list[Effect] = [Show("hint")] if found == NOT_APPLICABLE else []
        return replace(state, ask=Ask.WORD_REASON, word=found), hint
    if typed[0] == "/" and typed[1:].strip():
        return _search(state, typed[1:])
    if typed.casefold() in _AT_LEVEL:
        return _AT_LEVEL[typed.casefold()](state)
    return _jump(state, typed)


def _level_given(state: Interview, level: int) -> Taken:
    state, effects = put(state, answering.with_level(state.plan, state.place, state.answer, level, state.today))
    return ask(state, Ask.NOTE), effects


def _copy_last_year(state: Interview) -> Taken:
    """Last year's answer as today's; what was already entered today stays, beside or before it."""
    last, now = state.before, state.answer
    if last is None or last.level is None:
        return state, [Say(N_("There is no answer of last year to copy."))]
    kept = now.model_copy(
        update={
            "note": now.note or last.note,
            "internal_note": now.internal_note or last.internal_note,
            "evidence": (*now.evidence, *(each for each in last.evidence if each not in now.evidence)),
            "target": now.target or last.target,
        }
    )
    reason = last.reason if last.level in WORDS else None
    new = answering.with_level(state.plan, state.place, kept, last.level, state.today, reason)
    state, effects = put(state, new)
    if totals.is_disputed(new) and not new.reason:
        return personal.pointed_out(ask(state, Ask.DECISION_REASON), effects)
    return personal.pointed_out(*done(state, effects))


def _show_directive(state: Interview) -> Taken:
    return state, [Show("directive")]


def _ask_clear(state: Interview) -> Taken:
    if state.id not in state.answers:
        return state, [Say(N_("There is no answer to clear."))]
    return ask(state, Ask.CLEAR), []


def _take_clear(state: Interview, typed: str) -> Taken:
    if not typed:
        return ask(state, Ask.LEVEL), [Say(N_("Nothing was cleared."))]
    if typed not in ("x", "X"):
        return state, [Say(N_("x clears the answer, Enter leaves it."))]
    lost = unsaved_title(state)
    state, saved = put(replace(state, title="", given=()), answering.cleared(state.answer) or NOTHING)
    return to_level(state, [*lost, *saved, Say(N_("{id} cleared"), {"id": state.id})])


def _undo(state: Interview) -> Taken:
    """Take back all that the last visit to an indicator changed, and go there."""
    if not state.undo:
        return state, [Say(N_("There is nothing to take back."))]
    *earlier, (id_, before) = state.undo
    now = state.answers.get(id_)
    state = replace(state, answers=with_answer(state.answers, id_, before), undo=tuple(earlier))
    state, effects = go(state, id_)
    return state, [Save(id_, now, before), Say(N_("{id} is as it was before."), {"id": id_}), *effects]


# Going about.


def _back(state: Interview) -> Taken:
    if not state.earlier:
        return state, [Say(N_("This is the first indicator."))]
    return go(state, state.earlier[-1])


def named(plan: Plan, typed: str) -> str | None:
    """The indicator that `g 14b` or an id with a letter means; a bare number is only ever a level."""
    found = [] if typed.isdigit() else ids.resolve(plan, typed)
    if not found and typed[0] in "gG":
        found = ids.resolve(plan, typed[1:])
    return found[0] if found else None


def _jump(state: Interview, typed: str) -> Taken:
    if found := named(state.plan, typed):
        return go(state, found)
    command, _, wanted = typed.partition(" ")
    if command in ("g", "G") and wanted:
        return state, [Say(N_("“{typed}” is no indicator; /word searches the texts."), {"typed": wanted.strip()})]
    scale = f"{state.plan.lowest}–{state.plan.top}"
    return state, [Say(N_("Allowed: {scale}, n, s, Enter, -, g ID, /word, =, d, t, u, x, ?, q."), {"scale": scale})]


def _search(state: Interview, word: str) -> Taken:
    wanted = entries.fold(word)
    hits = tuple(
        id_
        for id_, place in state.plan.places.items()
        if wanted in entries.fold(f"{id_} {place.indicator.text} {place.directive.text}")
    )
    if not hits:
        return state, [Say(N_("No indicator speaks of “{word}”."), {"word": word.strip()})]
    return replace(ask(state, Ask.SEARCH), hits=hits), [Show("hits")]


def _take_search(state: Interview, typed: str) -> Taken:
    if not typed:
        return to_level(state, [])
    if typed[0] == "/" and typed[1:].strip():
        return _search(state, typed[1:])
    most = min(len(state.hits), MOST_HITS)
    if typed in (numbers := [str(number) for number in range(1, most + 1)]):
        return go(state, state.hits[numbers.index(typed)])
    if found := named(state.plan, typed):
        return go(state, found)
    return state, [Say(N_("Allowed: a number from 1 to {most}, /word, Enter."), {"most": most})]


# After a level.


def _take_note(state: Interview, typed: str) -> Taken:
    if typed in ("e", "E"):
        return state, [Edit(state.answer.note or "")]
    return _note_taken(state, typed)


def _note_taken(state: Interview, text: str) -> Taken:
    effects: list[Effect] = []
    if text and text != state.answer.note:
        state, effects = put_fields(state, note=text)
    return _after_note(state, effects)


def _after_note(state: Interview, effects: list[Effect]) -> Taken:
    if totals.is_disputed(state.answer):
        return ask(state, Ask.DECISION_REASON), effects
    if state.is_fall:
        return ask(state, Ask.FALL_REASON), effects
    return evidence.to_evidence(state, effects)


def _take_word_reason(state: Interview, typed: str) -> Taken:
    word, old = state.word, state.answer
    reason = typed or (old.reason if old.level == word else None)
    if word is None or not reason:
        return state, [_reason_needed()]
    return done(*put(state, answering.with_level(state.plan, state.place, old, word, state.today, reason)))


def _take_reason(state: Interview, typed: str) -> Taken:
    if not typed and not state.answer.reason:
        return state, [_reason_needed()]
    if not typed:
        return evidence.to_evidence(state, [])
    return evidence.to_evidence(*put_fields(state, reason=typed))


def _reason_needed() -> Say:
    return Say(N_("Here a reason is needed; - goes back to the level."))


_AT_LEVEL: Final = {
    "=": _copy_last_year,
    "d": _show_directive,
    "t": target.ask_target,
    "u": _undo,
    "x": _ask_clear,
}
_ENTERS_NOTHING: Final = (Ask.LEVEL, Ask.UNSAVED, Ask.CONFLICT)
"""Questions at which no text is entered: what `u` brings back, and what is saved once more, was asked about before."""
_TAKE: Final = {
    Ask.LEVEL: _take_level,
    Ask.CLEAR: _take_clear,
    Ask.SEARCH: _take_search,
    Ask.NOTE: _take_note,
    Ask.WORD_REASON: _take_word_reason,
    Ask.FALL_REASON: _take_reason,
    Ask.DECISION_REASON: _take_reason,
    Ask.TITLE: evidence.take_title,
    Ask.TYPE: evidence.take_type,
    **dict.fromkeys((Ask.NEW_TITLE, Ask.NEW_TYPE, *evidence.DETAILS), evidence.take_detail),
    Ask.TARGET_LEVEL: target.take_level,
    **dict.fromkeys(target.FIELDS, target.take_field),
    Ask.PERSONAL: personal.take,
    Ask.WHY_PUBLIC: personal.take_why,
    Ask.UNSAVED: pauses.take_unsaved,
    Ask.CONFLICT: pauses.take_conflict,
}
